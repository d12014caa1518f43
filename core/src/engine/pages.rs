//! Reads a whole desk page by page, so that never more than a page of it is in memory.

use crate::ids::{DeskId, TicketNumber};
use crate::model::{Direction, Event, Sort, SortField, Subject, Ticket};
use crate::query::{Cursor, Predicate, TicketQuery};
use crate::store::ReadTx;
use crate::{Error, Result};

/// So many items are read at once.
pub(crate) const PAGE: u32 = 200;

/// Hands over every item behind a position, in order. `page` reads those behind an item, `visit` takes each.
pub(crate) fn each<T>(
    tx: &mut dyn ReadTx,
    mut page: impl FnMut(&mut dyn ReadTx, Option<&T>) -> Result<Vec<T>>,
    mut visit: impl FnMut(&mut dyn ReadTx, &T) -> Result<()>,
) -> Result<()> {
    let mut last: Option<T> = None;
    loop {
        let items = page(tx, last.as_ref())?;
        for item in &items {
            visit(tx, item)?;
        }
        last = match items.into_iter().next_back() {
            Some(item) => Some(item),
            None => return Ok(()),
        };
    }
}

/// Every ticket of a desk, by number.
pub(crate) fn each_ticket(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    visit: impl FnMut(&mut dyn ReadTx, &Ticket) -> Result<()>,
) -> Result<()> {
    let everything = Predicate::everything();
    let sort = Sort { by: SortField::Number, direction: Direction::Ascending };
    let cursor = |number: TicketNumber| Cursor { key: i64::from(number.0), number };
    let page = |tx: &mut dyn ReadTx, last: Option<&Ticket>| {
        let after = last.map(|ticket| cursor(ticket.number));
        let query = TicketQuery { filter: &everything, scope: &everything, sort, after, limit: PAGE };
        tx.tickets(desk, &query).map_err(Error::from)
    };
    each(tx, page, visit)
}

/// Every event of a subject, in order.
pub(crate) fn each_event(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    subject: Subject,
    visit: impl FnMut(&mut dyn ReadTx, &Event) -> Result<()>,
) -> Result<()> {
    let page = |tx: &mut dyn ReadTx, last: Option<&Event>| {
        let after = last.map_or(0, |event| event.seq);
        tx.subject_events(desk, subject, after, PAGE).map_err(Error::from)
    };
    each(tx, page, visit)
}
