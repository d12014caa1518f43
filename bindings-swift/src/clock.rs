use std::sync::Arc;

use frontdesk::{Clock, Timestamp};

/// A clock that stands until it is told to go: tests of a host's own rules need no waiting.
#[derive(Debug, uniffi::Object)]
pub struct ManualClock(frontdesk::ManualClock);

#[uniffi::export]
impl ManualClock {
    /// A clock that shows this instant.
    #[uniffi::constructor]
    pub fn new(at: Timestamp) -> Arc<Self> {
        Arc::new(Self(frontdesk::ManualClock::at(at)))
    }

    /// The instant that it shows.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    /// Puts the hand on this instant, also backwards.
    pub fn set(&self, at: Timestamp) {
        self.0.set(at);
    }

    /// Moves the hand forwards.
    pub fn advance_millis(&self, millis: i64) {
        self.0.advance_millis(millis);
    }
}

impl ManualClock {
    /// The hand, which a store shares.
    pub(crate) fn hand(&self) -> frontdesk::ManualClock {
        self.0.clone()
    }
}
