//! A store that lives in memory: for tests, previews and simulations, and as the measure of what the engine itself costs.

mod list;
mod read;
mod state;
mod write;

use std::fmt;
use std::sync::{PoisonError, RwLock};

use self::state::State;
use self::write::Undone;
use super::error::StoreResult;
use super::traits::{Durability, ReadTx, Store, WriteTx};

/// Keeps desks in memory; what it holds is gone with it.
///
/// Transactions that write run one after the other and change the state in place; what they touch is noted, and put back when they
/// fail. Transactions that read run side by side, but not beside one that writes. A closure must not call the store that runs it: it
/// would wait for itself.
///
/// ```
/// use frontdesk::ids::DeskId;
/// use frontdesk::store::{Durability, MemoryStore, StoreError, StoreExt};
///
/// let store = MemoryStore::new();
/// let number = store.with_write(Durability::Full, |tx| tx.allocate_number(DeskId(1)));
/// assert_eq!(number.unwrap().0, 1);
///
/// let failed: Result<(), StoreError> = store.with_write(Durability::Full, |tx| {
///     tx.allocate_number(DeskId(1))?;
///     Err(StoreError::Conflict)
/// });
/// assert!(failed.is_err());
/// let counters = store.with_read::<_, StoreError>(|tx| tx.counters(DeskId(1))).unwrap();
/// assert_eq!(counters.last_number, 1, "what failed has left nothing");
/// ```
#[derive(Default)]
pub struct MemoryStore {
    state: RwLock<State>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

/// A transaction: one that reads borrows the state, one that writes borrows it alone.
struct Tx<S> {
    state: S,
}

impl Store for MemoryStore {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        // A closure that panicked has been rolled back, so a poisoned lock guards a state that is whole.
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        f(&mut Tx { state: &*state })
    }

    fn write(
        &self,
        _durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut tx = Tx { state: write::Writing::new(&mut state) };
        Undone::unless_ok(&mut tx, |tx| f(tx))
    }
}
