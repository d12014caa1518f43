use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use super::fault::fault;
use super::migrate;
use super::seen::Seen;
use crate::store::{StoreError, StoreResult};
use crate::text::{Folded, Needle};

/// Statements that stay prepared in each connection: all fixed ones and the views that are in use.
const PREPARED: usize = 160;

/// What the connection that writes keeps in memory, in KiB and negative as SQLite wants it: the pages that a batch of a hundred mails
/// touches, so that none is written before the commit, unless they are large. More would cost: SQLite looks through all of them after a
/// commit that has moved pages in a tree (measured with 32 MiB: a sixteenth of the time of a mail).
const WRITER_CACHE: i32 = -4_096;

/// What the statement that runs looks for in texts; its SQL names a needle by its place.
pub(super) type Needles = Arc<Mutex<Vec<Needle>>>;

/// A connection, and the needles of the statement that it runs.
pub(super) struct Link {
    pub db: Connection,
    pub needles: Needles,
    /// What it has read; none where it may write, as no commit of its own is told to it.
    pub seen: Option<RefCell<Seen>>,
}

/// A mutex whose holder panicked guards a connection that was rolled back on the way out.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a store lies, for further connections.
pub(super) struct Source {
    pub path: PathBuf,
    pub busy_timeout: Duration,
}

impl Source {
    /// The connection that writes. Nothing in a database that is not ours is touched.
    pub fn writer(&self) -> StoreResult<Link> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut link = self.connect(flags)?;
        migrate::check(&link.db)?;
        keep_safe(&link.db)?;
        migrate::migrate(&mut link.db)?;
        Ok(link)
    }

    /// A connection that reads.
    pub fn reader(&self) -> StoreResult<Link> {
        let link = self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        Ok(Link { seen: Some(RefCell::default()), ..link })
    }

    fn connect(&self, flags: OpenFlags) -> StoreResult<Link> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&self.path, flags).map_err(fault)?;
        db.busy_timeout(self.busy_timeout).map_err(fault)?;
        Link::new(db)
    }
}

/// A database that lives in its one connection.
pub(super) fn in_memory() -> StoreResult<Link> {
    let mut link = Link::new(Connection::open_in_memory().map_err(fault)?)?;
    migrate::migrate(&mut link.db)?;
    Ok(link)
}

fn keep_safe(db: &Connection) -> StoreResult<()> {
    let mode: String =
        db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).map_err(fault)?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::Unavailable("the file system does not allow a write-ahead log".to_owned()));
    }
    db.pragma_update(None, "synchronous", "FULL").map_err(fault)?;
    db.pragma_update(None, "cache_size", WRITER_CACHE).map_err(fault)?;
    // What was erased is overwritten in the file, not only unlinked.
    db.pragma_update(None, "secure_delete", "ON").map_err(fault)?;
    if cfg!(target_vendor = "apple") {
        // There a plain fsync leaves the data in the disk's own cache.
        db.pragma_update(None, "fullfsync", "ON").map_err(fault)?;
        db.pragma_update(None, "checkpoint_fullfsync", "ON").map_err(fault)?;
    }
    Ok(())
}

impl Link {
    fn new(db: Connection) -> StoreResult<Self> {
        db.pragma_update(None, "temp_store", "MEMORY").map_err(fault)?;
        // A plan holds for all values: otherwise statements are prepared anew when a value changes that a partial index might ask for.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        db.set_prepared_statement_cache_capacity(PREPARED);
        let needles = Needles::default();
        search_function(&db, "holds_word", &needles, Folded::contains_word)?;
        search_function(&db, "holds_text", &needles, Folded::contains_text)?;
        Ok(Self { db, needles, seen: None })
    }
}

/// Gives SQL a test of texts that is the very one of the engine: `name(text, place of the needle)`.
fn search_function(
    db: &Connection,
    name: &str,
    needles: &Needles,
    holds: fn(&Folded, &Needle) -> bool,
) -> StoreResult<()> {
    let needles = Arc::clone(needles);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
    // The type of the call is left open: it is not the same in all versions that are allowed.
    db.create_scalar_function(name, 2, flags, move |call| {
        let Some(text) = call.get::<Option<String>>(0)? else { return Ok(false) };
        let place = call.get::<u32>(1)?;
        Ok(lock(&needles).get(place as usize).is_some_and(|needle| holds(&Folded::new(&text), needle)))
    })
    .map_err(fault)
}

/// Connections that read, opened when all others are in use.
pub(super) struct Readers {
    pub source: Source,
    pub idle: Mutex<Vec<Link>>,
    /// How many are kept open when they are not in use.
    pub keep: usize,
}

impl Readers {
    pub fn take(&self) -> StoreResult<Link> {
        let idle = lock(&self.idle).pop();
        idle.map_or_else(|| self.source.reader(), Ok)
    }

    pub fn give_back(&self, link: Link) {
        let mut idle = lock(&self.idle);
        if idle.len() < self.keep {
            idle.push(link);
        }
    }
}

/// Whether a path names a file; SQLite takes some names for databases of another sort.
pub(super) fn is_file(path: &Path) -> bool {
    let name = path.as_os_str();
    !name.is_empty() && name != ":memory:"
}
