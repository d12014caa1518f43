//! A ticket as a row of a list: read from its columns, so that its document need not be touched.

use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};

use super::fault::fault;
use super::tx::{bytes_of, from_json};
use crate::Timestamp;
use crate::ids::{Id, TicketNumber};
use crate::model::{Priority, SortField, StatusCategory, TicketSummary, TicketType};
use crate::store::{StoreError, StoreResult, TicketRow};

/// What is read of each ticket, in this order.
pub(super) const COLUMNS: &str = "ticket.id, number, title, requester, status, category, priority, type, \
    assignee, team, tags, created_at, updated_at, breach_key, status_since";

const TAGS: usize = 10;

/// Reads a row of a list in an order.
pub(super) fn read(row: &Row<'_>, by: SortField) -> StoreResult<TicketRow> {
    let number: u32 = get(row, 1)?;
    let (category, priority): (i64, i64) = (get(row, 5)?, get(row, 6)?);
    let (updated_at, breach_key, status_since): (i64, i64, i64) =
        (get(row, 12)?, get(row, 13)?, get(row, 14)?);
    let breach_at = Timestamp::from_millis(breach_key);
    let tags = match row.get_ref(TAGS).map_err(fault)? {
        ValueRef::Null => Vec::new(),
        _ => from_json(bytes_of(row, TAGS)?)?,
    };
    let summary = TicketSummary {
        id: id(get(row, 0)?),
        number: TicketNumber(number),
        title: get::<Option<String>>(row, 2)?.unwrap_or_default(),
        requester: id(get(row, 3)?),
        status: id(get(row, 4)?),
        category: known(StatusCategory::ALL.into_iter().find(|one| one.rank() == category))?,
        priority: Priority::ALL.into_iter().find(|one| one.rank() == priority),
        kind: get::<Option<String>>(row, 7)?.map(|name| known(TicketType::from_name(&name))).transpose()?,
        assignee: get::<Option<_>>(row, 8)?.map(id),
        team: get::<Option<_>>(row, 9)?.map(id),
        tags,
        created_at: Timestamp::from_millis(get(row, 11)?),
        updated_at: Timestamp::from_millis(updated_at),
        deadline_at: Some(breach_at).filter(|at| *at < Timestamp::MAX),
    };
    let key = match by {
        SortField::Number => number.into(),
        SortField::NextBreach => breach_key,
        SortField::UpdatedAt => updated_at,
        SortField::Priority => priority,
        SortField::StatusSince => status_since,
    };
    Ok(TicketRow { key, summary })
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> StoreResult<T> {
    row.get(column).map_err(fault)
}

fn id<I: Id>(bytes: [u8; 16]) -> I {
    I::from_bytes(bytes)
}

fn known<T>(found: Option<T>) -> StoreResult<T> {
    found.ok_or_else(|| StoreError::Corrupt("a column holds what it never does".to_owned()))
}
