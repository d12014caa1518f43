//! Why triggers fired or did not in an update of the past: told from the log, with the rules as they were then.

mod again;
mod begun;
mod telling;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use self::telling::Telling;
use super::evolve::{created, evolve};
use super::history::with_texts_of_ticket;
use crate::ids::{DeskId, TicketNumber, UpdateId};
use crate::model::{Event, Subject, Ticket};
use crate::rules::{SlaEvent, Trace};
use crate::store::ReadTx;
use crate::{Error, ErrorKind, Result, Timestamp};

/// Why triggers fired or did not in an update and in what followed on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Explanation {
    /// The ticket.
    pub ticket: TicketNumber,
    /// The update first; then its follow-ons in order, also those in which nothing fired.
    pub updates: Vec<ExplainedUpdate>,
    /// Whether the conditions, looked at again, come out as they did then. Where a text was erased since, they need not.
    pub exact: bool,
}

/// Why triggers fired or did not in one update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedUpdate {
    /// Which. A follow-on in which nothing fired left nothing behind under this id.
    pub update: UpdateId,
    /// When.
    pub at: Timestamp,
    /// How many updates led to it.
    pub depth: u32,
    /// What happened to the SLA, when the update is there to let triggers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla_event: Option<SlaEvent>,
    /// Each trigger; none when a timer ran, which triggers see only in its follow-ons.
    pub trace: Trace,
}

impl Explanation {
    /// In plain English: a paragraph for each update, and one in it for each trigger.
    pub fn explain(&self) -> String {
        let paragraphs = self.updates.iter().map(|update| {
            let why = match &update.sla_event {
                Some(SlaEvent { kind, metric: Some(metric), .. }) => {
                    format!(", because of {} of {}", kind.name(), metric.name())
                }
                Some(SlaEvent { kind, metric: None, .. }) => format!(", because of {}", kind.name()),
                None => String::new(),
            };
            format!("{} at {}{why}:\n{}", update.update, update.at, update.trace.explain())
        });
        paragraphs.collect::<Vec<_>>().join("\n")
    }
}

/// So many events are read at once.
const PIECE: u32 = 200;

/// Tells why triggers fired or did not in an update of a ticket.
pub(crate) fn explain(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    ticket: &Ticket,
    update: UpdateId,
) -> Result<Explanation> {
    let (before, updates) = read(tx, desk, ticket, update)?;
    if updates.is_empty() {
        return Err(Error::not_found("update.not_found", "the ticket has no such update"));
    }
    let (updates, exact) = Telling::new(tx, desk, before, updates).tell()?;
    Ok(Explanation { ticket: ticket.number, updates, exact })
}

/// The ticket before an update, and the events of the update and of those that followed on it, each by itself.
fn read(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    ticket: &Ticket,
    update: UpdateId,
) -> Result<(Option<Ticket>, VecDeque<Vec<Event>>)> {
    let subject = Subject::Ticket { id: ticket.id, number: ticket.number };
    let mut before: Option<Ticket> = None;
    let mut updates: VecDeque<Vec<Event>> = VecDeque::new();
    let mut family = vec![update];
    let mut after = 0;
    loop {
        let events = tx.subject_events(desk, subject, after, PIECE)?;
        let Some(last) = events.last() else { return Ok((before, updates)) };
        after = last.seq;
        for event in events {
            let event = with_texts_of_ticket(tx, desk, event)?;
            let ours = event.update == update || event.cause.is_some_and(|cause| family.contains(&cause));
            match (ours, updates.back_mut()) {
                (false, None) => fold(&mut before, &event)?,
                (false, Some(_)) => return Ok((before, updates)),
                (true, Some(events)) if events.last().is_some_and(|last| last.update == event.update) => {
                    events.push(event);
                }
                (true, _) => {
                    family.push(event.update);
                    updates.push_back(vec![event]);
                }
            }
        }
    }
}

fn fold(ticket: &mut Option<Ticket>, event: &Event) -> Result<()> {
    match ticket {
        Some(ticket) => evolve(ticket, event),
        None => {
            *ticket = Some(created(event)?);
            Ok(())
        }
    }
}

fn not_told() -> Error {
    Error::new(
        ErrorKind::Corrupt,
        "corrupt.update",
        "what was recorded of this update does not hold together",
    )
}
