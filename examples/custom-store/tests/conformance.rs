//! The proof that the store is one.

use custom_store::CopyStore;
use frontdesk::store::Store;
use frontdesk::testkit::conformance::{ALL, check};

#[test]
fn the_store_keeps_every_promise() {
    let empty = || Box::new(CopyStore::default()) as Box<dyn Store>;
    check(ALL, |_| Box::new(empty)).unwrap_or_else(|broken| panic!("{broken}"));
}
