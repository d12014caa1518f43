//! The digest of a desk: two desks with the same one hold the same, whatever store they are kept in.

use super::pages::{PAGE, each, each_event, each_ticket};
use crate::canonical::Running;
use crate::ids::{DeskId, TicketNumber};
use crate::model::{Comment, ConfigKind, Effect, EffectState, Inbound, Person, Subject};
use crate::store::ReadTx;
use crate::{Error, Result};

/// Digests what a desk holds, in an order of its own. Leases, attempts, receipts, feed positions and mails that wait for their outcome
/// are left out: they differ between desks to which the same happened.
pub(crate) fn digest(tx: &mut dyn ReadTx, desk: DeskId) -> Result<String> {
    let mut running = Running::new();
    configuration(tx, desk, &mut running)?;
    people(tx, desk, &mut running)?;
    tickets(tx, desk, &mut running)?;
    undelivered(tx, desk, &mut running)?;
    messages(tx, desk, &mut running)?;
    Ok(running.finish())
}

/// Every version of everything configured.
fn configuration(tx: &mut dyn ReadTx, desk: DeskId, running: &mut Running) -> Result<()> {
    for kind in ConfigKind::ALL {
        for latest in tx.configs(desk, *kind)? {
            for version in 1..latest.version() {
                if let Some(earlier) = tx.config(desk, *kind, latest.key(), Some(version))? {
                    running.add("config", &earlier)?;
                }
            }
            running.add("config", &latest)?;
        }
    }
    events(tx, desk, Subject::Config, running)
}

fn people(tx: &mut dyn ReadTx, desk: DeskId, running: &mut Running) -> Result<()> {
    let page = |tx: &mut dyn ReadTx, last: Option<&Person>| {
        tx.people(desk, last.map(|person| person.id), PAGE).map_err(Error::from)
    };
    each(tx, page, |tx, person| {
        running.add("person", person)?;
        events(tx, desk, Subject::Person { id: person.id }, running)
    })
}

/// The tickets with their clocks, conversations and events.
fn tickets(tx: &mut dyn ReadTx, desk: DeskId, running: &mut Running) -> Result<()> {
    each_ticket(tx, desk, |tx, ticket| {
        running.add("ticket", ticket)?;
        comments(tx, desk, ticket.number, running)?;
        events(tx, desk, Subject::Ticket { id: ticket.id, number: ticket.number }, running)
    })
}

fn comments(tx: &mut dyn ReadTx, desk: DeskId, ticket: TicketNumber, running: &mut Running) -> Result<()> {
    // A comment may be as large as a mail, so that a page of them is a small one.
    const COMMENTS: u32 = 20;
    let page = |tx: &mut dyn ReadTx, last: Option<&Comment>| {
        let after = last.map_or(0, |comment| comment.body().index);
        tx.comments(desk, ticket, None, after, COMMENTS).map_err(Error::from)
    };
    each(tx, page, |_, comment| running.add("comment", comment))
}

fn events(tx: &mut dyn ReadTx, desk: DeskId, subject: Subject, running: &mut Running) -> Result<()> {
    each_event(tx, desk, subject, |_, event| running.add("event", event))
}

/// What is still to be delivered, as it was queued.
fn undelivered(tx: &mut dyn ReadTx, desk: DeskId, running: &mut Running) -> Result<()> {
    let page = |tx: &mut dyn ReadTx, last: Option<&Effect>| {
        tx.effects(desk, EffectState::Pending, last.map(|effect| effect.id), PAGE).map_err(Error::from)
    };
    each(tx, page, |_, effect| {
        let queued =
            Effect { ready_at: effect.created_at, fence: 0, attempts: 0, frozen: None, ..effect.clone() };
        running.add("effect", &queued)
    })
}

fn messages(tx: &mut dyn ReadTx, desk: DeskId, running: &mut Running) -> Result<()> {
    let page = |tx: &mut dyn ReadTx, last: Option<&Inbound>| {
        tx.inbounds(desk, last.map(Inbound::key), PAGE).map_err(Error::from)
    };
    each(tx, page, |tx, inbound| {
        running.add("inbound", inbound)?;
        events(tx, desk, Subject::Message { id: inbound.id }, running)
    })
}
