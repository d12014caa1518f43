//! The SQLite store keeps every promise of a store, in a file and in memory.
#![cfg(all(feature = "sqlite", feature = "testkit"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]

mod sqlite_support;

use std::sync::Arc;

use frontdesk::store::Store;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::testkit::conformance::{ALL, DURABLE, check};
use sqlite_support::Place;

/// A new file each time.
fn new_files(place: &Arc<Place>) -> Box<dyn Fn() -> Box<dyn Store>> {
    let place = Arc::clone(place);
    Box::new(move || Box::new(SqliteStore::open(place.new_file(), SqliteOptions::default()).unwrap()))
}

#[test]
fn a_file_keeps_every_promise() {
    let place = Arc::new(Place::new("conformance-file"));
    check(ALL, |_| new_files(&place)).unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn memory_keeps_every_promise() {
    let empty = || Box::new(SqliteStore::open_in_memory().unwrap()) as Box<dyn Store>;
    check(ALL, |_| Box::new(empty)).unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn a_file_outlives_its_store() {
    let place = Arc::new(Place::new("conformance-durable"));
    let same_file = |_: &_| -> Box<dyn Fn() -> Box<dyn Store>> {
        let (place, file) = (Arc::clone(&place), place.new_file());
        Box::new(move || {
            let _there = &place;
            Box::new(SqliteStore::open(&file, SqliteOptions::default()).unwrap())
        })
    };
    check(DURABLE, same_file).unwrap_or_else(|broken| panic!("{broken}"));
}
