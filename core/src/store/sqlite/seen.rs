//! What a connection has read stays made of its rows until anybody commits anything, in this process or another: to find a row and to read its
//! document costs several times what the copy costs. SQLite tells a commit of others by the number that it drops its own pages by.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use super::tx::Tx;
use crate::ids::{DeskId, PersonId};
use crate::model::{Standing, Ticket};
use crate::store::{StoreResult, TicketKey};

/// So many of a kind are kept at most: what a few people look at, not a whole page.
const MOST: usize = 64;

/// What was read in one state of the database.
#[derive(Default)]
pub(super) struct Seen {
    /// The state, as SQLite counts them for this connection; nothing before the first look.
    version: Option<i64>,
    pub tickets: HashMap<(DeskId, TicketKey), Ticket>,
    pub standings: HashMap<(DeskId, PersonId), Standing>,
}

impl Seen {
    /// Forgets what was read in another state.
    fn turn_to(&mut self, version: Option<i64>) {
        if self.version != version {
            *self = Self { version, ..Self::default() };
        }
    }
}

impl Tx<'_> {
    /// What was read before or is read now, as far as it is wanted.
    pub fn seen<K: Eq + Hash, T: Clone>(
        &self,
        kind: impl Fn(&mut Seen) -> &mut HashMap<K, T>,
        key: K,
        is_wanted: impl FnOnce(&T) -> bool,
        read: impl FnOnce(&Self) -> StoreResult<Option<T>>,
    ) -> StoreResult<Option<T>> {
        let Some(seen) = self.what_is_seen()? else { return Ok(read(self)?.filter(is_wanted)) };
        if let Some(found) = kind(&mut seen.borrow_mut()).get(&key) {
            return Ok(is_wanted(found).then(|| found.clone()));
        }
        let found = read(self)?;
        if let Some(found) = &found {
            let mut seen = seen.borrow_mut();
            let kept = kind(&mut seen);
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(key, found.clone());
        }
        Ok(found.filter(is_wanted))
    }

    /// What was read in the very state that this transaction reads; nothing in a connection that writes.
    fn what_is_seen(&self) -> StoreResult<Option<&RefCell<Seen>>> {
        let Some(seen) = self.known else { return Ok(None) };
        if !self.looked.replace(true) {
            // Inside of the transaction, so that this is the state that all of it reads.
            let version = self.one("PRAGMA data_version", [], |row| row.get(0))?;
            seen.borrow_mut().turn_to(version);
        }
        Ok(Some(seen))
    }
}
