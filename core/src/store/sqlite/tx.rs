use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::connect::{Link, Needles, lock};
use super::counted::Counted;
use super::fault::fault;
use super::put_sheet::ON_A_SHEET;
use super::run::{BoldStep, Run, Undone, execute, rolled_back};
use super::seen::Seen;
use super::sql::Sql;
#[cfg(test)]
use super::sql::SqlText;
use crate::Timestamp;
use crate::ids::{DeskId, EffectId, TicketNumber};
use crate::store::{Change, LeasedEffect, Settlement, StoreError, StoreResult, WriteTx};
use crate::text::Needle;

/// A transaction.
pub(super) struct Tx<'c> {
    db: &'c Connection,
    needles: &'c Needles,
    /// What is known of desks. A savepoint works on a copy, which is gone when it is undone.
    pub counted: HashMap<DeskId, Counted>,
    run: &'c Run,
    /// What the connection has read, and whether it was looked at in this transaction.
    pub known: Option<&'c RefCell<Seen>>,
    pub looked: Cell<bool>,
}

impl<'c> Tx<'c> {
    /// Runs a closure in a transaction of a connection.
    pub fn run(
        link: &'c Link,
        begin: &'static str,
        run: &'c Run,
        f: impl FnOnce(&mut Self) -> StoreResult<()>,
    ) -> StoreResult<()> {
        if !link.db.is_autocommit() {
            execute(&link.db, "ROLLBACK")?;
        }
        let undone = Undone::begin(&link.db, begin, &["ROLLBACK"])?;
        let (db, needles, known) = (&link.db, &link.needles, link.seen.as_ref());
        let mut tx = Self { db, needles, counted: HashMap::new(), run, known, looked: Cell::new(false) };
        f(&mut tx)?;
        tx.check()?;
        tx.keep_numbers()?;
        undone.keep("COMMIT")
    }

    /// Whether the transaction still stands.
    fn check(&self) -> StoreResult<()> {
        if self.db.is_autocommit() || self.run.is_spoiled() { Err(rolled_back()) } else { Ok(()) }
    }

    /// A statement, as long as the transaction stands: outside of one it would stand for itself.
    #[allow(clippy::disallowed_methods, reason = "the text is words of the program: its type says so")]
    fn prepare<'s>(&self, sql: impl Into<Sql<'s>>) -> StoreResult<CachedStatement<'c>> {
        self.check()?;
        self.db.prepare_cached(sql.into().text()).map_err(fault)
    }

    /// Runs a statement that writes; answers how many rows it touched.
    pub fn execute(&self, sql: &'static str, values: impl Params) -> StoreResult<usize> {
        let mut statement = self.prepare(sql)?;
        self.run.writes();
        statement.execute(values).map_err(fault)
    }

    /// The first row of a query.
    pub fn one<'s, T>(
        &self,
        sql: impl Into<Sql<'s>>,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> StoreResult<Option<T>> {
        let mut statement = self.prepare(sql)?;
        statement.query_row(values, read).optional().map_err(fault)
    }

    /// All rows of a query.
    pub fn all<'s, T>(
        &self,
        sql: impl Into<Sql<'s>>,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> StoreResult<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(values, read).map_err(fault)?;
        rows.collect::<rusqlite::Result<_>>().map_err(fault)
    }

    /// The document in the first column of the first row.
    pub fn document<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> StoreResult<Option<T>> {
        let mut found = None;
        self.walk(sql, values, |row| {
            found = Some(from_json(bytes_of(row, 0)?)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The documents in the first column.
    pub fn documents<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> StoreResult<Vec<T>> {
        self.every(sql, values, |row| from_json(bytes_of(row, 0)?))
    }

    /// What is read of each row of a query.
    pub fn every<'s, T>(
        &self,
        sql: impl Into<Sql<'s>>,
        values: impl Params,
        mut read: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let mut items = Vec::new();
        self.walk(sql, values, |row| {
            items.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(items)
    }

    /// Goes through the rows of a query until it is told to stop.
    pub fn walk<'s>(
        &self,
        sql: impl Into<Sql<'s>>,
        values: impl Params,
        mut see: impl FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(values).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            if see(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The first documents in the first column that are wanted.
    pub fn documents_that<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        values: impl Params,
        limit: u32,
        is_wanted: impl Fn(&T) -> bool,
    ) -> StoreResult<Vec<T>> {
        let mut wanted = Vec::new();
        self.walk(sql, values, |row| {
            let document = from_json(bytes_of(row, 0)?)?;
            if is_wanted(&document) {
                wanted.push(document);
            }
            Ok(enough(&wanted, limit))
        })?;
        Ok(wanted)
    }

    /// The key that the last insert was given.
    pub fn last_key(&self) -> i64 {
        self.db.last_insert_rowid()
    }

    /// Sets the needles of the statement that runs next.
    pub fn look_for(&self, needles: Vec<Needle>) {
        *lock(self.needles) = needles;
    }

    #[cfg(test)]
    pub fn plan<'s>(&self, sql: impl Into<Sql<'s>>, values: impl Params) -> Vec<String> {
        let mut plan = SqlText::default();
        plan.push("EXPLAIN QUERY PLAN ");
        plan.push_sql(sql.into());
        self.all(&plan, values, |row| row.get(3)).unwrap()
    }
}

/// A text or blob.
pub(super) fn first_column(row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
    Ok(row.get_ref(0)?.as_bytes()?.to_vec())
}

/// A text or blob, as it lies there.
pub(super) fn bytes_of<'r>(row: &'r Row<'_>, column: usize) -> StoreResult<&'r [u8]> {
    row.get_ref(column).map_err(fault)?.as_bytes().map_err(|_| unreadable())
}

/// Whether a list is as long as it may become.
pub(super) fn enough<T>(list: &[T], limit: u32) -> ControlFlow<()> {
    if list.len() < limit as usize { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// Writes a document.
pub(super) fn to_json<T: Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("a document cannot be written".to_owned()))
}

/// Reads a document.
pub(super) fn from_json<T: DeserializeOwned>(json: &[u8]) -> StoreResult<T> {
    // Whether it is UTF-8 is quicker told of the whole than of each string in it.
    let json = std::str::from_utf8(json).map_err(|_| unreadable())?;
    serde_json::from_str(json).map_err(|_| unreadable())
}

fn unreadable() -> StoreError {
    StoreError::Corrupt("a document cannot be read".to_owned())
}

/// The key of a row that is numbered within its desk.
pub(super) fn key(desk: DeskId, number: u32) -> i64 {
    i64::from(desk.0) << 32 | i64::from(number)
}

/// The number within its desk of a key.
pub(super) fn number_of(key: i64) -> u32 {
    u32::try_from(key & i64::from(u32::MAX)).unwrap_or_default()
}

impl Tx<'_> {
    /// Writes what stands on no sheet.
    fn put(&mut self, desk: DeskId, change: &Change) -> StoreResult<()> {
        match change {
            Change::PutTicket { ticket, before } => self.put_ticket(desk, ticket, *before),
            Change::PutComment(_) | Change::Append(_) | Change::PutInbound(_) => Ok(()),
            Change::PutPerson(person) => self.put_person(desk, person),
            Change::PutConfig(config) => self.put_config(desk, config),
            Change::PutContent(content) => self.put_content(desk, content),
            Change::EraseContent(id) => self.erase_content(desk, *id),
            Change::PutEffect(effect) => self.put_effect(desk, effect),
            Change::PutArrival(arrival) => self.put_arrival(desk, arrival),
            Change::DropArrival(key) => self.drop_arrival(desk, *key),
            Change::PutReceipt { key, receipt, at } => self.put_receipt(desk, *key, receipt, *at),
            Change::PutCached { key, bytes } => self.put_cached(desk, *key, bytes),
        }
    }
}

impl WriteTx for Tx<'_> {
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        if !changes.is_empty() {
            self.begin_desk(desk)?;
        }
        for part in changes.chunks(ON_A_SHEET) {
            self.put_sheet(desk, part, changes)?;
            part.iter().try_for_each(|change| self.put(desk, change))?;
        }
        Ok(())
    }

    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        self.check()?;
        self.begin_desk(desk)?;
        self.next_number(desk)
    }

    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>> {
        self.lease(now, limit, lease_until)
    }

    fn settle_effect(
        &mut self,
        desk: DeskId,
        id: EffectId,
        fence: u32,
        how: &Settlement,
    ) -> StoreResult<bool> {
        self.settle(desk, id, fence, how)
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        self.check()?;
        let (db, needles, run, counted) = (self.db, self.needles, self.run, self.counted.clone());
        let (known, looked) = (self.known, self.looked.clone());
        let mut step = Self { db, needles, counted, run, known, looked };
        if run.is_careful() {
            // Names may repeat: each statement means the innermost.
            let undone = Undone::begin(db, "SAVEPOINT step", &["ROLLBACK TO step", "RELEASE step"])?;
            f(&mut step)?;
            undone.keep("RELEASE step")?;
        } else {
            let bold = BoldStep::begin(run);
            f(&mut step)?;
            step.check()?;
            bold.keep();
        }
        self.counted = step.counted;
        Ok(())
    }
}
