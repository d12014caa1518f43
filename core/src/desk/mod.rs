//! The one door: a store with many desks, a desk, and the handle of an actor on it.

mod handle;
mod lists;
#[cfg(feature = "mail")]
mod mails;
#[cfg(feature = "sqlite")]
pub(crate) mod open;
mod outbox;
mod reads;
mod tick;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

pub use self::handle::Handle;
pub use self::lists::TicketSummaryPage;
pub use self::tick::{Budget, TickFailure, TickReport};
use crate::clock::Clock;
use crate::engine::{Context, DeskConfig};
use crate::ids::{DeskId, PersonId};
use crate::keys::{DeskKeys, Keys};
use crate::limits::Limits;
use crate::model::Actor;
use crate::store::{Durability, ReadTx, Store, StoreExt, WriteTx};
use crate::{Error, Result, Timestamp};

/// A store that is open, with the desks in it. Cheap to clone; every clone is the same.
#[derive(Clone)]
pub struct Frontdesk(Arc<Shared>);

struct Shared {
    store: Box<dyn Store>,
    keys: Keys,
    clock: Box<dyn Clock>,
    limits: Limits,
    durability: Durability,
    /// The latest committed configuration of each desk that was used.
    configs: Mutex<HashMap<DeskId, Arc<DeskConfig>>>,
}

impl fmt::Debug for Frontdesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frontdesk").finish_non_exhaustive()
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Frontdesk {
    /// Opens the desks of a store. `keys` sign reply addresses: keep them as long as old mail should find its ticket.
    pub fn open(
        store: impl Store + 'static,
        keys: Keys,
        clock: impl Clock + 'static,
        limits: Limits,
    ) -> Self {
        Self(Arc::new(Shared {
            store: Box::new(store),
            keys,
            clock: Box::new(clock),
            limits,
            durability: Durability::Full,
            configs: Mutex::new(HashMap::new()),
        }))
    }

    /// One of the desks. It comes into being with the first thing that is written to it.
    pub fn desk(&self, id: DeskId) -> Desk {
        Desk { frontdesk: self.clone(), id, keys: self.0.keys.desk(id) }
    }
}

/// One team's support desk.
#[derive(Clone)]
pub struct Desk {
    frontdesk: Frontdesk,
    id: DeskId,
    keys: DeskKeys,
}

impl Desk {
    /// The application itself acts: it configures, takes in mail and drains the outbox.
    pub fn host(&self) -> Handle {
        self.act_as(Actor::Host)
    }

    /// A person of the desk acts.
    pub fn agent(&self, person: PersonId) -> Handle {
        self.act_as(Actor::Agent { person })
    }

    /// A person who asks acts; the host vouches that it is this person.
    pub fn requester(&self, person: PersonId) -> Handle {
        self.act_as(Actor::Requester { person, verified: true })
    }

    /// The store that the desk lies in: lets time pass and hands over what is to be delivered.
    pub fn frontdesk(&self) -> &Frontdesk {
        &self.frontdesk
    }

    fn act_as(&self, actor: Actor) -> Handle {
        Handle { desk: self.clone(), actor }
    }

    fn shared(&self) -> &Shared {
        &self.frontdesk.0
    }

    /// Runs a closure in a write transaction, and publishes the configuration it leaves once that is committed.
    fn write<T>(&self, f: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.write_with(self.shared().durability, f)
    }

    fn write_with<T>(
        &self,
        durability: Durability,
        mut f: impl FnMut(&mut Context<'_>) -> Result<T>,
    ) -> Result<T> {
        let shared = self.shared();
        let now = shared.clock.now();
        let (answer, config) = shared.store.with_write(durability, |tx| {
            let config = self.config(tx)?;
            let mut context = self.context(tx, config, now);
            let answer = f(&mut context)?;
            context.check_written()?;
            Ok::<_, Error>((answer, context.config))
        })?;
        shared.configs.lock().unwrap_or_else(PoisonError::into_inner).insert(self.id, config);
        Ok(answer)
    }

    /// What a command works with in a transaction.
    fn context<'a>(
        &'a self,
        tx: &'a mut dyn WriteTx,
        config: Arc<DeskConfig>,
        now: Timestamp,
    ) -> Context<'a> {
        let (keys, limits) = (&self.keys, &self.shared().limits);
        Context { tx, desk: self.id, keys, limits, config, now, changes: Vec::new(), people: Vec::new() }
    }

    /// The configuration that a transaction sees: the published one, as long as nobody saved another.
    fn config(&self, tx: &mut dyn ReadTx) -> Result<Arc<DeskConfig>> {
        let version = tx.counters(self.id)?.config_version;
        let published = {
            let configs = self.shared().configs.lock().unwrap_or_else(PoisonError::into_inner);
            configs.get(&self.id).cloned()
        };
        match published {
            Some(config) if config.version == version => Ok(config),
            _ => Ok(Arc::new(DeskConfig::load(tx, self.id)?)),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "mail")]
mod persisted_tests;
