use std::sync::Arc;

use frontdesk::api::{self, Caller, OpenStore, Opening};
use frontdesk::ffi::FrontdeskError;
use frontdesk::ids::{CommandId, DeskId, PersonId};
use frontdesk::model::Actor;
use frontdesk::{Limits, Result};

use crate::clock::ManualClock;

/// What a call answers, or what went wrong.
pub(crate) type Told<T> = std::result::Result<T, FrontdeskError>;

/// A store that is open, with the desks in it. Every call blocks its thread.
#[derive(Debug, uniffi::Object)]
pub struct BlockingFrontdesk(OpenStore);

/// What somebody does on a desk. Every call blocks its thread.
#[derive(Debug, uniffi::Object)]
pub struct BlockingHandle {
    store: Arc<BlockingFrontdesk>,
    desk: DeskId,
    actor: Actor,
}

/// What a desk accepts at most, when nothing else is said.
#[uniffi::export]
pub fn default_limits() -> Limits {
    Limits::default()
}

#[uniffi::export]
impl BlockingFrontdesk {
    /// Opens a store, with the clock of the machine when none is given.
    #[uniffi::constructor]
    pub fn new(opening: Opening, clock: Option<Arc<ManualClock>>) -> Told<Arc<Self>> {
        let clock = clock.map(|clock| clock.hand());
        contained(|| OpenStore::open(opening, clock)).map(|store| Arc::new(Self(store)))
    }

    /// The application itself acts: it configures, takes in mail and drains the outbox.
    pub fn host(self: Arc<Self>, desk: DeskId) -> Arc<BlockingHandle> {
        Arc::new(BlockingHandle { store: self, desk, actor: Actor::Host })
    }

    /// A person of the desk acts.
    pub fn agent(self: Arc<Self>, desk: DeskId, person: PersonId) -> Told<Arc<BlockingHandle>> {
        Ok(Arc::new(BlockingHandle { store: self, desk, actor: Actor::Agent { person } }))
    }

    /// A person who asks acts; the application vouches that it is this person.
    pub fn requester(self: Arc<Self>, desk: DeskId, person: PersonId) -> Told<Arc<BlockingHandle>> {
        let actor = Actor::Requester { person, verified: true };
        Ok(Arc::new(BlockingHandle { store: self, desk, actor }))
    }

    /// Closes the store: calls that run are carried out, further ones fail with `call.closed`. To shut it again does nothing.
    ///
    /// It is not called `close`, which in Kotlin lets go of one reference.
    pub fn shut(&self) -> Told<()> {
        contained(|| {
            self.0.close();
            Ok(())
        })
    }
}

impl BlockingFrontdesk {
    /// Calls an operation of the store as a whole.
    pub(crate) fn call<T>(&self, operation: impl FnOnce(&Caller<'_>) -> Result<T>) -> Told<T> {
        self.call_as(DeskId(1), Actor::Host, None, operation)
    }

    fn call_as<T>(
        &self,
        desk: DeskId,
        actor: Actor,
        command: Option<CommandId>,
        operation: impl FnOnce(&Caller<'_>) -> Result<T>,
    ) -> Told<T> {
        contained(|| {
            let frontdesk = &self.0.frontdesk()?;
            operation(&Caller { frontdesk, desk, actor, command })
        })
    }
}

impl BlockingHandle {
    /// Calls an operation of the desk.
    pub(crate) fn call<T>(
        &self,
        command: Option<CommandId>,
        operation: impl FnOnce(&Caller<'_>) -> Result<T>,
    ) -> Told<T> {
        self.store.call_as(self.desk, self.actor, command, operation)
    }
}

/// Carries out what Swift or Kotlin called.
pub(crate) fn contained<T>(work: impl FnOnce() -> Result<T>) -> Told<T> {
    api::contained(work).map_err(FrontdeskError::from)
}
