//! The native part of the Python package `frontdesk`: opens a store, and calls its operations by name with JSON, and
//! answers what calendars are asked. All that users see is written in Python over it.

mod bytes;
mod calendar;
mod clock;
mod error;
mod frozen;
mod instant;
mod json;
mod reading;
mod store;
mod walks;

use pyo3::prelude::*;

/// What the Python package is written over.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::calendar::BusinessCalendar;
    #[pymodule_export]
    use super::clock::ManualClock;
    #[pymodule_export]
    use super::error::NativeError;
    #[pymodule_export]
    use super::frozen::Maker;
    #[pymodule_export]
    use super::instant::instant;
    #[pymodule_export]
    use super::json::read_json;
    #[pymodule_export]
    use super::reading::{read_ics, read_opening_hours};
    #[pymodule_export]
    use super::store::{Store, open};
    #[pymodule_export]
    use super::walks::{Days, Stretches};
}
