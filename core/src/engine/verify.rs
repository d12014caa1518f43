//! Checks that the tickets of a desk are what their events make of them.

use serde::{Deserialize, Serialize};

use super::evolve::{created, evolve};
use super::history::with_texts_of_ticket;
use super::pages::{each_event, each_ticket};
use crate::ids::DeskId;
use crate::model::{Subject, Ticket};
use crate::store::ReadTx;
use crate::{Error, ErrorKind, Result};

/// What was found in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct Verified {
    /// How many tickets.
    pub tickets: u64,
    /// How many events they are made of.
    pub events: u64,
}

/// Folds the events of every ticket and compares the outcome with the ticket that is stored.
pub(crate) fn verify(tx: &mut dyn ReadTx, desk: DeskId) -> Result<Verified> {
    let mut verified = Verified::default();
    each_ticket(tx, desk, |tx, stored| {
        let (folded, events) = fold(tx, desk, stored)?;
        if folded.as_ref() != Some(stored) {
            return Err(differs(stored));
        }
        verified.tickets += 1;
        verified.events += events;
        Ok(())
    })?;
    Ok(verified)
}

fn fold(tx: &mut dyn ReadTx, desk: DeskId, stored: &Ticket) -> Result<(Option<Ticket>, u64)> {
    let mut folded: Option<Ticket> = None;
    let mut count = 0;
    let subject = Subject::Ticket { id: stored.id, number: stored.number };
    each_event(tx, desk, subject, |tx, event| {
        let event = with_texts_of_ticket(tx, desk, event.clone())?;
        match &mut folded {
            None => folded = Some(created(&event)?),
            Some(ticket) => evolve(ticket, &event)?,
        }
        count += 1;
        Ok(())
    })?;
    Ok((folded, count))
}

fn differs(stored: &Ticket) -> Error {
    let message = format!("ticket {} is not what its events make of it", stored.number);
    Error::new(ErrorKind::Corrupt, "corrupt.fold_differs", message).detail("number", stored.number.0)
}
