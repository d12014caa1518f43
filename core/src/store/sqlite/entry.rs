//! How an entry of the log is written: what its events have in common, once.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::UpdateId;
use crate::model::{Actor, Event, ReadBody, RuleRef, Subject, WrittenBody};
use crate::store::{StoreError, StoreResult};

/// Events in a row of one update.
#[derive(Serialize, Deserialize)]
pub(super) struct Update<B> {
    v: u16,
    subject: Subject,
    at: Timestamp,
    update: UpdateId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<UpdateId>,
    deeds: Vec<Deed<B>>,
}

/// Those in a row that one actor did.
#[derive(Serialize, Deserialize)]
struct Deed<B> {
    /// Nothing when it is the rule that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<RuleRef>,
    events: Vec<(u32, B)>,
}

/// The events of an entry as they are written.
pub(super) fn updates(events: &[Event]) -> Vec<Update<WrittenBody<'_>>> {
    let of_update = |event: &Event| (event.v, event.subject, event.at, event.update, event.cause);
    let updates = events.chunk_by(|one, next| of_update(one) == of_update(next)).filter_map(|events| {
        let (v, subject, at, update, cause) = of_update(events.first()?);
        let deeds = events.chunk_by(|one, next| (one.actor, one.rule) == (next.actor, next.rule));
        Some(Update { v, subject, at, update, cause, deeds: deeds.filter_map(deed).collect() })
    });
    updates.collect()
}

fn deed(events: &[Event]) -> Option<Deed<WrittenBody<'_>>> {
    let Event { actor, rule, .. } = events.first()?;
    let by_rule = rule.map(|rule| Actor::Rule { rule });
    let actor = Some(*actor).filter(|actor| by_rule != Some(*actor));
    let events = events.iter().map(|event| (event.seq, WrittenBody(&event.body))).collect();
    Some(Deed { actor, rule: *rule, events })
}

/// The events of an entry that was read.
pub(super) fn events(updates: Vec<Update<ReadBody>>) -> StoreResult<Vec<Event>> {
    let unreadable = || StoreError::Corrupt("an event cannot be read".to_owned());
    let mut events = Vec::new();
    for Update { v, subject, at, update, cause, deeds } in updates {
        for Deed { actor, rule, events: bodies } in deeds {
            let actor = actor.or(rule.map(|rule| Actor::Rule { rule })).ok_or_else(unreadable)?;
            for (seq, body) in bodies {
                let body = body.known().map_err(|_| unreadable())?;
                events.push(Event { v, subject, seq, at, actor, update, cause, rule, body });
            }
        }
    }
    Ok(events)
}
