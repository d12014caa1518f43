//! Instants as Python has them.

use chrono::{DateTime, Datelike, Timelike};
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDateTime, PyDelta, PyDeltaAccess, PyType};

const DAY: i64 = 86_400_000;

/// An aware `datetime` in UTC. Arithmetic with `timedelta` takes four times as long in Python, and every answer has instants.
#[pyfunction]
#[pyo3(signature = (millis, /))]
pub fn instant(py: Python<'_>, millis: i64) -> PyResult<Bound<'_, PyAny>> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let datetime = DATETIME.import(py, "datetime", "datetime")?;
    let state = state(millis).ok_or_else(|| PyOverflowError::new_err("date value out of range"))?;
    datetime.call1((PyBytes::new(py, &state), utc(py)?))
}

/// The milliseconds of an aware `datetime`; digits below are dropped. One without a zone is a `TypeError`.
pub fn millis(at: &Bound<'_, PyDateTime>) -> PyResult<i64> {
    static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = at.py();
    let epoch = EPOCH.get_or_try_init(py, || instant(py, 0).map(Bound::unbind))?;
    let since = at.sub(epoch)?.cast_into::<PyDelta>()?;
    let seconds = i64::from(since.get_seconds()) * 1_000 + i64::from(since.get_microseconds()) / 1_000;
    Ok(i64::from(since.get_days()) * DAY + seconds)
}

/// An instant in the zone of a `datetime`, or in UTC where the zone would lie past the years that Python knows.
pub fn in_zone_of<'py>(other: &Bound<'py, PyDateTime>, millis: i64) -> PyResult<Bound<'py, PyAny>> {
    let py = other.py();
    let instant = instant(py, millis)?;
    let zone = other.getattr(intern!(py, "tzinfo"))?;
    if zone.is(utc(py)?) {
        return Ok(instant);
    }
    match instant.call_method1(intern!(py, "astimezone"), (zone,)) {
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => Ok(instant),
        answer => answer,
    }
}

fn utc(py: Python<'_>) -> PyResult<&Py<PyAny>> {
    static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    UTC.get_or_try_init(py, || py.import("datetime")?.getattr("timezone")?.getattr("utc").map(Bound::unbind))
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
