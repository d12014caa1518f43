use frontdesk::{Clock, Timestamp};
use pyo3::prelude::*;

/// A clock that stands until it is told to go, in milliseconds since 1970.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct ManualClock {
    pub(crate) hand: frontdesk::ManualClock,
}

#[pymethods]
impl ManualClock {
    #[new]
    fn new(millis: i64) -> Self {
        Self { hand: frontdesk::ManualClock::at(Timestamp::from_millis(millis)) }
    }

    fn set(&self, millis: i64) {
        self.hand.set(Timestamp::from_millis(millis));
    }

    fn advance(&self, millis: i64) {
        self.hand.advance_millis(millis);
    }

    fn now(&self) -> i64 {
        self.hand.now().millis()
    }
}
