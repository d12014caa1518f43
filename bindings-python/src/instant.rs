//! Instants as Python has them.

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};

const DAY: i64 = 86_400_000;

/// Days from the first of March of the year 0, where the count of years below begins, to 1970.
const BEFORE_1970: i64 = 719_468;

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
    let (year, month, day) = date(millis.div_euclid(DAY));
    let [high, low] = u16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?.to_be_bytes();
    let in_day = u32::try_from(millis.rem_euclid(DAY)).ok()?;
    let (seconds, [_, micros @ ..]) = (in_day / 1000, (in_day % 1000 * 1000).to_be_bytes());
    let byte = |number: u32| u8::try_from(number).ok();
    let [first, second, third] = micros;
    Some([
        high,
        low,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
        byte(seconds / 3600)?,
        byte(seconds / 60 % 60)?,
        byte(seconds % 60)?,
        first,
        second,
        third,
    ])
}

/// The year, month and day of a day, counted from 1970. Years are taken to begin in March: so a leap day is the last of its year, and the
/// months before it begin at days that a line tells (30.6 to a month: 153 to five).
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + BEFORE_1970;
    // In 400 years there are 146,097 days; then all begins again.
    let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    // Without the leap days before it, every year has 365: one in four years, but for one in 100, and in the last of 400 again.
    let of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + of_era + i64::from(month <= 2), month, day)
}
