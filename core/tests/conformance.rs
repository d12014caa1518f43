//! The memory store keeps every promise of a store.
#![cfg(feature = "testkit")]

use std::sync::Arc;

use frontdesk::store::{Durability, MemoryStore, ReadTx, Store, StoreResult, WriteTx};
use frontdesk::testkit::conformance::{ALL, DURABLE, check};

#[test]
fn the_memory_store_keeps_every_promise() {
    let empty = || Box::new(MemoryStore::new()) as Box<dyn Store>;
    check(ALL, |_| Box::new(empty)).unwrap_or_else(|broken| panic!("{broken}"));
}

/// A store that "opens again" by being the same.
struct Shared(Arc<MemoryStore>);

impl Store for Shared {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.0.read(f)
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        self.0.write(durability, f)
    }
}

#[test]
fn cases_of_durability_pass_a_store_that_stays_and_fail_one_that_forgets() {
    let staying = || {
        let place = Arc::new(MemoryStore::new());
        Box::new(move || Box::new(Shared(place.clone())) as Box<dyn Store>) as Box<dyn Fn() -> Box<dyn Store>>
    };
    check(DURABLE, |_| staying()).unwrap_or_else(|broken| panic!("{broken}"));

    let forgetting = || Box::new(MemoryStore::new()) as Box<dyn Store>;
    for case in DURABLE {
        (case.run)(&forgetting).expect_err(case.name);
    }
}
