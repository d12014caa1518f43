//! Instants as Python has them.

use chrono::{DateTime, Datelike, Timelike};
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDateTime, PyString, PyType};

const DAY: i64 = 86_400_000;

/// An aware `datetime` in UTC. Arithmetic with `timedelta` takes four times as long in Python, and every answer has instants.
#[pyfunction]
#[pyo3(signature = (millis, /))]
pub fn instant(py: Python<'_>, millis: i64) -> PyResult<Bound<'_, PyAny>> {
    on_clock(millis, utc(py)?.bind(py))
}

/// What a clock that shows UTC shows at an instant, as if that were the clock of a zone.
fn on_clock<'py>(millis: i64, zone: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let py = zone.py();
    let datetime = DATETIME.import(py, "datetime", "datetime")?;
    let state = state(millis).ok_or_else(|| PyOverflowError::new_err("date value out of range"))?;
    datetime.call1((PyBytes::new(py, &state), zone))
}

/// The milliseconds of an aware `datetime`; digits below are dropped. One without a zone is a `TypeError`.
pub fn millis(at: &Bound<'_, PyDateTime>) -> PyResult<i64> {
    static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = at.py();
    let epoch = EPOCH.get_or_try_init(py, || instant(py, 0).map(Bound::unbind))?;
    let since = at.sub(epoch)?;
    let part = |name: &Bound<'_, PyString>| since.getattr(name)?.extract::<i64>();
    let (days, seconds) = (part(intern!(py, "days"))?, part(intern!(py, "seconds"))?);
    Ok(days * DAY + seconds * 1_000 + part(intern!(py, "microseconds"))? / 1_000)
}

/// An instant in the zone of a `datetime`, or in UTC where the zone would lie past the years that Python knows. That is what
/// `astimezone` does, in a third of its time: what it finds out first is known.
pub fn in_zone_of<'py>(other: &Bound<'py, PyDateTime>, millis: i64) -> PyResult<Bound<'py, PyAny>> {
    let py = other.py();
    let zone = other.getattr(intern!(py, "tzinfo"))?;
    if zone.is(utc(py)?) {
        return instant(py, millis);
    }
    match zone.call_method1(intern!(py, "fromutc"), (on_clock(millis, &zone)?,)) {
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => instant(py, millis),
        answer => answer,
    }
}

/// A `timedelta` of so many milliseconds.
pub fn length(py: Python<'_>, millis: i64) -> PyResult<Bound<'_, PyAny>> {
    static MILLISECOND: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let millisecond = MILLISECOND.get_or_try_init(py, || {
        py.import("datetime")?.getattr("timedelta")?.call1((0, 0, 1_000)).map(Bound::unbind)
    })?;
    millisecond.bind(py).mul(millis)
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
