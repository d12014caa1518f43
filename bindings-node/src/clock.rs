use frontdesk::{Clock, Timestamp};
use napi_derive::napi;

/// A clock that stands until it is told to go.
#[napi]
pub struct ManualClock {
    pub(crate) hand: frontdesk::ManualClock,
}

#[napi]
impl ManualClock {
    /// A clock that shows this instant, in milliseconds since 1970.
    #[napi(constructor, catch_unwind)]
    pub fn new(millis: i64) -> Self {
        Self { hand: frontdesk::ManualClock::at(Timestamp::from_millis(millis)) }
    }

    /// The instant that it shows.
    #[napi(catch_unwind)]
    pub fn now(&self) -> i64 {
        self.hand.now().millis()
    }

    /// Puts the hand on an instant.
    #[napi(catch_unwind)]
    pub fn set(&self, millis: i64) {
        self.hand.set(Timestamp::from_millis(millis));
    }

    /// Moves the hand forwards.
    #[napi(catch_unwind)]
    pub fn advance(&self, millis: i64) {
        self.hand.advance_millis(millis);
    }
}
