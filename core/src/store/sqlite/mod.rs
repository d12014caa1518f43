//! A store in a SQLite file: one process after the other or several at once, many desks in one file, nothing to install.

mod config;
mod connect;
mod counted;
mod entry;
mod fault;
mod filter_sql;
mod intake;
mod list;
mod log;
mod migrate;
mod outbox;
mod people;
mod places;
mod put_sheet;
mod put_ticket;
mod row;
mod run;
mod seen;
mod sheet;
mod sql;
mod tickets;
mod tx;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use self::connect::{Link, Readers, Source, lock};
use self::fault::fault;
use self::run::Run;
use self::tx::Tx;
use super::error::{StoreError, StoreResult};
use super::traits::{Durability, ReadTx, Store, WriteTx};

/// How a SQLite store is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteOptions {
    /// How long a transaction waits for another process that holds the file, before it answers [`StoreError::Unavailable`].
    pub busy_timeout: Duration,
    /// How many connections that read are kept open; more are opened when so many threads read at once.
    pub idle_readers: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5), idle_readers: 4 }
    }
}

/// Keeps desks in a SQLite database, in write-ahead mode.
///
/// One transaction writes at a time; beside it any number read, each from the state that was committed when it began. In memory,
/// readers wait for the writer and for each other. A closure must not call the store that runs it: it would wait for itself.
///
/// A transaction is run without savepoints first. When a step of it fails that has written, nothing in it answers any more
/// ([`StoreError::Unavailable`]), and the closure is run again, with savepoints.
///
/// [`Durability::Full`] is `synchronous=FULL` (with `fullfsync` on Apple's systems), [`Durability::Relaxed`] is `NORMAL`.
///
/// ```
/// use frontdesk::ids::DeskId;
/// use frontdesk::store::sqlite::SqliteStore;
/// use frontdesk::store::{Durability, StoreError, StoreExt};
///
/// let store = SqliteStore::open_in_memory()?;
/// let number = store.with_write::<_, StoreError>(Durability::Full, |tx| tx.allocate_number(DeskId(1)))?;
/// assert_eq!(number.0, 1);
/// let counters = store.with_read::<_, StoreError>(|tx| tx.counters(DeskId(1)))?;
/// assert_eq!(counters.last_number, 1);
/// # Ok::<(), frontdesk::Error>(())
/// ```
pub struct SqliteStore {
    writer: Mutex<Writer>,
    /// None in memory, where the one connection is the database.
    readers: Option<Readers>,
}

struct Writer {
    link: Link,
    durability: Durability,
}

impl SqliteStore {
    /// Opens a database file, makes it when there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// `store.schema` when the file is no database of ours or was written by a newer version: then nothing in it was changed.
    /// `store.unavailable` when it cannot be opened.
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> crate::Result<Self> {
        let path = path.as_ref();
        Self::check_path(path)?;
        let source = Source { path: path.to_owned(), busy_timeout: options.busy_timeout };
        let link = source.writer()?;
        let readers = Readers { source, idle: Mutex::default(), keep: options.idle_readers };
        Ok(Self { writer: Mutex::new(Writer::new(link)), readers: Some(readers) })
    }

    /// Refuses what SQLite takes for a database of another sort than a file.
    pub(crate) fn check_path(path: &Path) -> StoreResult<()> {
        if !connect::is_file(path) {
            return Err(StoreError::Unavailable("this path names no file".to_owned()));
        }
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
                Err(StoreError::Unavailable("the folder of this file is not there".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Checks, before anything is made beside it, that a path can be opened: what lies there is ours, if anything does.
    pub(crate) fn check_file(path: &Path) -> StoreResult<()> {
        Self::check_path(path)?;
        if !path.exists() {
            return Ok(());
        }
        let source = Source { path: path.to_owned(), busy_timeout: SqliteOptions::default().busy_timeout };
        migrate::check(&source.reader()?.db)
    }

    /// Opens a database that is gone with the store.
    ///
    /// # Errors
    /// `store.unavailable` when there is not enough memory.
    pub fn open_in_memory() -> crate::Result<Self> {
        Ok(Self { writer: Mutex::new(Writer::new(connect::in_memory()?)), readers: None })
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl Writer {
    fn new(link: Link) -> Self {
        Self { link, durability: Durability::Full }
    }

    /// SQLite takes a change of this only outside a transaction.
    fn set_durability(&mut self, durability: Durability) -> StoreResult<()> {
        if self.durability != durability {
            let mode = match durability {
                Durability::Full => "FULL",
                Durability::Relaxed => "NORMAL",
            };
            self.link.db.pragma_update(None, "synchronous", mode).map_err(fault)?;
            self.durability = durability;
        }
        Ok(())
    }
}

impl Store for SqliteStore {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        let Some(readers) = &self.readers else {
            return Tx::run(&lock(&self.writer).link, "BEGIN", &Run::boldly(), |tx| f(tx));
        };
        let link = readers.take()?;
        let result = Tx::run(&link, "BEGIN", &Run::boldly(), |tx| f(tx));
        readers.give_back(link);
        result
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let mut writer = lock(&self.writer);
        writer.set_durability(durability)?;
        let bold = Run::boldly();
        let done = Tx::run(&writer.link, "BEGIN IMMEDIATE", &bold, |tx| f(tx));
        if bold.is_spoiled() {
            return Tx::run(&writer.link, "BEGIN IMMEDIATE", &Run::with_care(), |tx| f(tx));
        }
        done
    }
}
