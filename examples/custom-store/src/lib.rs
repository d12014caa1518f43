//! A store of one's own, written with nothing but what frontdesk makes public.
//!
//! It keeps every row of every desk in one immutable state. Whoever reads holds that state for as long as it takes, and waits for
//! nobody. Whoever writes works on a copy, which becomes the state when all went well; what fails is simply forgotten. That is a few
//! lines for everything a store promises about transactions - and a copy of everything for each of them: fit for a test, a preview or
//! a small desk, and a plain pattern for a store that maps onto a database of your own.
//!
//! The test runs frontdesk's conformance suite, which is all it takes to know that the store is right.

mod read;
mod state;
mod write;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use frontdesk::store::{Durability, ReadTx, Store, StoreResult, WriteTx};

use crate::state::State;

/// A store whose transactions copy the whole state.
#[derive(Default)]
pub struct CopyStore {
    /// What was committed last.
    committed: RwLock<Arc<State>>,
    /// Held by the one who writes.
    writer: Mutex<()>,
}

impl CopyStore {
    fn committed(&self) -> Arc<State> {
        self.committed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Store for CopyStore {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        // The copy is never written to: `ReadTx` has no way to.
        f(&mut State::clone(&self.committed()))
    }

    fn write(
        &self,
        _durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        // A writer that panicked has changed nothing but its copy, so the lock is as good as new.
        let _alone = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut copy = State::clone(&self.committed());
        f(&mut copy)?;
        *self.committed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(copy);
        Ok(())
    }
}
