use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};

use frontdesk::api::{Caller, Opening, open};
use frontdesk::ffi::FrontdeskError;
use frontdesk::ids::{CommandId, DeskId, PersonId};
use frontdesk::model::Actor;
use frontdesk::{Error, ErrorKind, Frontdesk, Limits, Result};

use crate::clock::{AnyClock, ManualClock};

/// What a call answers, or what went wrong.
pub(crate) type Told<T> = std::result::Result<T, FrontdeskError>;

/// A store that is open, with the desks in it. Every call blocks its thread.
#[derive(Debug, uniffi::Object)]
pub struct BlockingFrontdesk {
    /// Nothing once it was closed.
    frontdesk: RwLock<Option<Frontdesk>>,
}

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
        let clock = clock.map_or(AnyClock::System, AnyClock::Manual);
        let frontdesk = contained(|| open(opening, clock))?;
        Ok(Arc::new(Self { frontdesk: RwLock::new(Some(frontdesk)) }))
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

    /// Closes the store once the calls that run are through. Further calls fail with `call.closed`; to shut it again does nothing.
    ///
    /// It is not called `close`, which in Kotlin lets go of one reference.
    pub fn shut(&self) {
        self.frontdesk.write().unwrap_or_else(PoisonError::into_inner).take();
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
            let open = self.frontdesk.read().unwrap_or_else(PoisonError::into_inner);
            let frontdesk = open.as_ref().ok_or_else(closed)?;
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

fn closed() -> Error {
    Error::new(ErrorKind::Usage, "call.closed", "the store was closed").hint("open it again")
}

/// A panic is a fault of ours, told as an error. What it held is let go of in order, and the store stays usable: transactions that are not
/// committed are undone.
pub(crate) fn contained<T>(call: impl FnOnce() -> Result<T>) -> Told<T> {
    let answer = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(
            ErrorKind::Internal,
            "internal.panic",
            "the engine failed in a way that nobody foresaw",
        )
        .hint("report it, with what was called"))
    });
    answer.map_err(FrontdeskError::from)
}
