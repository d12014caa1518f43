//! Clocks: the machine's, or one that stands until it is told to go.

use frontdesk::{Clock, SystemClock, Timestamp};
use pyo3::prelude::*;

/// A clock that stands until it is told to go, in milliseconds since 1970.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct ManualClock(frontdesk::ManualClock);

#[pymethods]
impl ManualClock {
    #[new]
    fn new(millis: i64) -> Self {
        Self(frontdesk::ManualClock::at(Timestamp::from_millis(millis)))
    }

    fn set(&self, millis: i64) {
        self.0.set(Timestamp::from_millis(millis));
    }

    fn advance(&self, millis: i64) {
        self.0.advance_millis(millis);
    }

    fn now(&self) -> i64 {
        self.0.now().millis()
    }
}

/// Where a store takes the time from.
pub enum AnyClock {
    System(SystemClock),
    Manual(frontdesk::ManualClock),
}

impl From<Option<&ManualClock>> for AnyClock {
    fn from(clock: Option<&ManualClock>) -> Self {
        clock.map_or(Self::System(SystemClock), |clock| Self::Manual(clock.0.clone()))
    }
}

impl Clock for AnyClock {
    fn now(&self) -> Timestamp {
        match self {
            Self::System(clock) => clock.now(),
            Self::Manual(clock) => clock.now(),
        }
    }
}
