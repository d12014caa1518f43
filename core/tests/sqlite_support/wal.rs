//! The write-ahead log of a database file.

use std::path::Path;

/// The pages in the log, in the order in which they were written: a header of 32 bytes, and 24 bytes before each page, of which the first
/// four are its number.
pub fn pages_in_log(path: &Path) -> Vec<u32> {
    let log = std::fs::read(path.with_extension("sqlite3-wal")).unwrap();
    let frames = log.get(32..).unwrap_or_default().chunks_exact(24 + 4_096);
    frames.map(|frame| u32::from_be_bytes(frame[..4].try_into().unwrap())).collect()
}

#[allow(clippy::disallowed_methods, reason = "a test looks into the file with statements of its own")]
pub fn empty_log(path: &Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}
