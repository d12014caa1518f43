//! How an entry of the log is written: what its events have in common, once.

use serde::{Deserialize, Serialize};

use super::tx::{from_json, to_json};
use crate::Timestamp;
use crate::ids::UpdateId;
use crate::model::{Actor, Event, ReadBody, RuleRef, Subject, WrittenBody};
use crate::store::{StoreError, StoreResult};

/// Events in a row that differ in number, kind and body alone.
#[derive(Serialize, Deserialize)]
struct Run<B> {
    v: u16,
    subject: Subject,
    at: Timestamp,
    actor: Actor,
    update: UpdateId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<UpdateId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<RuleRef>,
    events: Vec<(u32, B)>,
}

/// Writes the events of an entry.
pub(super) fn write(events: &[Event]) -> StoreResult<String> {
    let runs = events.chunk_by(|one, next| head(one) == head(next)).filter_map(|events| {
        let Event { v, subject, at, actor, update, cause, rule, .. } = events.first()?;
        let (v, subject, at, actor, update) = (*v, *subject, *at, *actor, *update);
        let events = events.iter().map(|event| (event.seq, WrittenBody(&event.body))).collect();
        Some(Run { v, subject, at, actor, update, cause: *cause, rule: *rule, events })
    });
    to_json(&runs.collect::<Vec<_>>())
}

fn head(event: &Event) -> impl PartialEq {
    let Event { v, subject, at, actor, update, cause, rule, .. } = event;
    (*v, *subject, *at, *actor, *update, *cause, *rule)
}

/// Reads the events of an entry.
pub(super) fn read(entry: &[u8]) -> StoreResult<Vec<Event>> {
    let runs: Vec<Run<ReadBody>> = from_json(entry)?;
    let mut events = Vec::new();
    for Run { v, subject, at, actor, update, cause, rule, events: bodies } in runs {
        for (seq, body) in bodies {
            let body = body.known().map_err(|_| StoreError::Corrupt("an event cannot be read".to_owned()))?;
            events.push(Event { v, subject, seq, at, actor, update, cause, rule, body });
        }
    }
    Ok(events)
}
