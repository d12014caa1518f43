//! Which files a SQLite store opens, what it does to them, and what is left in them.
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]
#![allow(clippy::disallowed_methods, reason = "a test looks into the file with statements of its own")]

mod sqlite_support;

use std::time::Duration;

use frontdesk::ErrorKind;
use frontdesk::ids::{DeskId, Id};
use frontdesk::model::Content;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{Change, Durability, StoreError, StoreExt};
use rusqlite::Connection;
use sqlite_support::Place;

fn open(path: &std::path::Path) -> frontdesk::Result<SqliteStore> {
    SqliteStore::open(path, SqliteOptions::default())
}

#[test]
fn st_11_a_newer_schema_is_refused_and_left_as_it_is() {
    let place = Place::new("schema-newer");
    let path = place.new_file();
    drop(open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 1_000).unwrap();
    let before = std::fs::read(&path).unwrap();

    let error = open(&path).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Usage, "store.schema"));
    assert!(error.message().contains("version 1000"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn st_11_a_migration_that_stops_halfway_leaves_the_version_before() {
    let place = Place::new("schema-halfway");
    let path = place.new_file();
    let other = Connection::open(&path).unwrap();
    // Ours and empty, but for one table that stands in the way of the migration.
    other.execute_batch("PRAGMA application_id = 0x6664736b; CREATE TABLE log (x);").unwrap();

    open(&path).unwrap_err();
    let tables: Vec<String> = {
        let mut tables = other.prepare("SELECT name FROM sqlite_schema").unwrap();
        tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(tables, ["log"]);

    other.execute_batch("DROP TABLE log").unwrap();
    open(&path).unwrap();
    let version: i64 = other.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 1);
}

#[test]
fn a_database_of_something_else_is_refused_and_left_as_it_is() {
    let place = Place::new("schema-foreign");
    let with_tables = "CREATE TABLE note (body TEXT);";
    let with_mark = "PRAGMA application_id = 7; CREATE TABLE note (body TEXT);";
    for foreign in [with_tables, with_mark] {
        let path = place.new_file();
        Connection::open(&path).unwrap().execute_batch(foreign).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert_eq!(open(&path).unwrap_err().code(), "store.schema");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    let path = place.new_file();
    std::fs::write(&path, "no database at all, but long enough to look at".repeat(100)).unwrap();
    assert_eq!(open(&path).unwrap_err().code(), "store.schema");
}

#[test]
fn a_path_that_names_no_file_is_refused() {
    let place = Place::new("schema-path");
    assert_eq!(open("".as_ref()).unwrap_err().code(), "store.unavailable");
    assert_eq!(open(":memory:".as_ref()).unwrap_err().code(), "store.unavailable");
    assert_eq!(open(&place.new_file().join("below")).unwrap_err().code(), "store.unavailable");
}

#[test]
fn st_04_a_second_writer_waits_so_long_and_then_gets_a_typed_error() {
    let place = Place::new("schema-busy");
    let path = place.new_file();
    let first = open(&path).unwrap();
    let options = SqliteOptions { busy_timeout: Duration::from_millis(20), ..SqliteOptions::default() };
    let second = SqliteStore::open(&path, options).unwrap();
    let number = |store: &SqliteStore| {
        store.with_write::<_, StoreError>(Durability::Full, |tx| tx.allocate_number(DeskId(1)))
    };

    let while_busy = first
        .with_write::<_, StoreError>(Durability::Full, |tx| {
            tx.allocate_number(DeskId(1))?;
            Ok(number(&second))
        })
        .unwrap();
    assert!(matches!(while_busy, Err(StoreError::Unavailable(_))), "{while_busy:?}");
    assert_eq!(number(&second).unwrap().0, 2, "the refused one has left nothing");
}

#[test]
fn what_was_erased_is_not_in_the_file_any_more() {
    let place = Place::new("schema-erased");
    let path = place.new_file();
    let store = open(&path).unwrap();
    let content = |nth: u8, text: String| Content {
        id: Id::from_bytes([nth; 16]),
        salt: [nth; 16],
        bytes: text.into(),
    };
    // One beside others, and one in a row of its own.
    let texts = [
        content(1, "canary-short".to_owned()),
        content(2, "canary-long ".repeat(1_000)),
        content(3, "kept".to_owned()),
    ];
    let write = |changes: &[Change]| {
        store.with_write::<_, StoreError>(Durability::Full, |tx| tx.apply(DeskId(1), changes)).unwrap()
    };
    let file_holds = |text: &str| {
        Connection::open(&path)
            .unwrap()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
        std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    };
    write(&texts.clone().map(Change::PutContent));
    assert!(file_holds("canary-short") && file_holds("canary-long"));
    write(&[Change::EraseContent(texts[0].id), Change::EraseContent(texts[1].id)]);
    assert!(!file_holds("canary") && file_holds("kept"));
}
