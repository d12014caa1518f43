//! Instants as Python has them.

use chrono::{DateTime, Datelike, Timelike};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};

/// An aware `datetime` in UTC. Arithmetic with `timedelta` takes four times as long in Python, and every answer has instants.
#[pyfunction]
#[pyo3(signature = (millis, /))]
pub fn instant(py: Python<'_>, millis: i64) -> PyResult<Bound<'_, PyAny>> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let datetime = DATETIME.import(py, "datetime", "datetime")?;
    let utc = UTC.get_or_try_init(py, || {
        py.import("datetime")?.getattr("timezone")?.getattr("utc").map(Bound::unbind)
    })?;
    let state = state(millis).ok_or_else(|| PyOverflowError::new_err("date value out of range"))?;
    datetime.call1((PyBytes::new(py, &state), utc))
}

/// What a pickled `datetime` holds, which it is made of at once: year, month, day, hour, minute, second and microseconds. Nothing
/// outside of the years that it knows, 1 to 9999.
fn state(millis: i64) -> Option<[u8; 10]> {
    let at = DateTime::from_timestamp_millis(millis)?;
    let [high, low] = u16::try_from(at.year()).ok().filter(|year| (1..=9999).contains(year))?.to_be_bytes();
    let [_, first, second, third] = at.timestamp_subsec_micros().to_be_bytes();
    let byte = |number: u32| u8::try_from(number).ok();
    Some([
        high,
        low,
        byte(at.month())?,
        byte(at.day())?,
        byte(at.hour())?,
        byte(at.minute())?,
        byte(at.second())?,
        first,
        second,
        third,
    ])
}
