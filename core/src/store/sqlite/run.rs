//! How a transaction is run, and how what was begun is taken back.

use std::cell::Cell;

use rusqlite::Connection;

use super::fault::fault;
use crate::store::{StoreError, StoreResult};

/// How a transaction is run. SQLite keeps every page that a savepoint changes as it was, which costs more than the savepoint is worth:
/// most steps end well. So it is run without savepoints first. When a step fails that has written, the transaction is spoiled:
/// nothing in it answers any more, it is rolled back, and run again with care.
pub(super) struct Run {
    care: bool,
    writes: Cell<u64>,
    spoiled: Cell<bool>,
}

impl Run {
    pub fn boldly() -> Self {
        Self { care: false, writes: Cell::new(0), spoiled: Cell::new(false) }
    }

    pub fn with_care() -> Self {
        Self { care: true, ..Self::boldly() }
    }

    /// Whether savepoints are real.
    pub fn is_careful(&self) -> bool {
        self.care
    }

    /// Notes that something is written.
    pub fn writes(&self) {
        self.writes.set(self.writes.get() + 1);
    }

    /// Whether it has to be rolled back, and run again with care.
    pub fn is_spoiled(&self) -> bool {
        self.spoiled.get()
    }
}

/// Spoils the run when it is dropped, also by a panic, after something was written; unless the step was kept.
pub(super) struct BoldStep<'c> {
    run: &'c Run,
    writes: u64,
    kept: bool,
}

impl<'c> BoldStep<'c> {
    pub fn begin(run: &'c Run) -> Self {
        Self { run, writes: run.writes.get(), kept: false }
    }

    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for BoldStep<'_> {
    fn drop(&mut self) {
        if !self.kept && self.run.writes.get() > self.writes {
            self.run.spoiled.set(true);
        }
    }
}

/// Takes back what was begun when it is dropped, also by a panic, unless it was kept.
pub(super) struct Undone<'c> {
    db: &'c Connection,
    undo: &'static [&'static str],
    kept: bool,
}

impl<'c> Undone<'c> {
    pub fn begin(
        db: &'c Connection,
        begin: &'static str,
        undo: &'static [&'static str],
    ) -> StoreResult<Self> {
        execute(db, begin)?;
        Ok(Self { db, undo, kept: false })
    }

    pub fn keep(mut self, how: &'static str) -> StoreResult<()> {
        // A statement that fails badly, as on a full disk, has rolled back everything by itself.
        if self.db.is_autocommit() {
            self.kept = true;
            return Err(rolled_back());
        }
        execute(self.db, how)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Undone<'_> {
    fn drop(&mut self) {
        if !self.kept && !self.db.is_autocommit() {
            // When it fails, the transaction stays open; the next one begins with another try.
            let _ = self.undo.iter().try_for_each(|sql| execute(self.db, sql));
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the text is words of the program")]
pub(super) fn execute(db: &Connection, sql: &'static str) -> StoreResult<()> {
    let mut statement = db.prepare_cached(sql).map_err(fault)?;
    statement.execute([]).map(drop).map_err(fault)
}

pub(super) fn rolled_back() -> StoreError {
    StoreError::Unavailable("the database has rolled back".to_owned())
}
