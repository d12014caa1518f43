//! Calendars by themselves. Instants and lengths of time cross in milliseconds, days and their reasons as JSON.

use std::sync::{Mutex, PoisonError};

use frontdesk::Timestamp;
use frontdesk::api::{read_arguments, write_answer};
use frontdesk::time::{self, CalendarSpec, DayHours, LocalDate};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::error::{contained, detached};

/// Milliseconds of a year, of which a calendar knows the open time when it is asked.
const YEAR: i64 = 366 * 86_400_000;

/// A calendar of business hours.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct BusinessCalendar(time::BusinessCalendar);

#[pymethods]
impl BusinessCalendar {
    /// Reads the hours of a calendar, as JSON, and checks them.
    #[new]
    fn new(py: Python<'_>, hours: PyBackedBytes) -> PyResult<Self> {
        detached(py, || {
            let hours: CalendarSpec = read_arguments(&hours, Vec::new())?;
            time::BusinessCalendar::compile(&hours)
        })
        .map(Self)
    }

    #[staticmethod]
    fn always() -> Self {
        Self(time::BusinessCalendar::always())
    }

    fn intersection(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        detached(py, || self.0.intersection(&other.0)).map(Self)
    }

    fn union(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        detached(py, || self.0.union(&other.0)).map(Self)
    }

    fn add(&self, py: Python<'_>, at: i64, millis: i64) -> PyResult<Option<i64>> {
        self.asked(
            py,
            || self.is_near(at, millis),
            |hours| hours.add(instant(at), millis).map(Timestamp::millis),
        )
    }

    fn sub(&self, py: Python<'_>, at: i64, millis: i64) -> PyResult<Option<i64>> {
        let near = || self.is_near(at, millis.saturating_neg());
        self.asked(py, near, |hours| hours.sub(instant(at), millis).map(Timestamp::millis))
    }

    fn between(&self, py: Python<'_>, begin: i64, end: i64) -> PyResult<i64> {
        let near = || begin.abs_diff(end) <= YEAR.unsigned_abs();
        self.asked(py, near, |hours| hours.between(instant(begin), instant(end)))
    }

    fn is_open(&self, py: Python<'_>, at: i64) -> PyResult<bool> {
        self.asked(py, || true, |hours| hours.is_open(instant(at)))
    }

    fn is_holiday(&self, py: Python<'_>, at: i64) -> PyResult<bool> {
        self.asked(py, || true, |hours| hours.is_holiday(instant(at)))
    }

    fn has_hours(&self) -> bool {
        self.0.has_hours()
    }

    fn next_open(&self, py: Python<'_>, at: i64) -> PyResult<Option<i64>> {
        self.asked(py, || self.is_near(at, 1), |hours| hours.next_open(instant(at)).map(Timestamp::millis))
    }

    fn next_close(&self, py: Python<'_>, at: i64) -> PyResult<Option<i64>> {
        self.asked(py, || self.changes_soon(at), |hours| hours.next_close(instant(at)).map(Timestamp::millis))
    }

    /// The first open period of a stretch of time, cut to it.
    fn period(&self, py: Python<'_>, begin: i64, end: i64) -> PyResult<Option<(i64, i64)>> {
        self.asked(
            py,
            || self.changes_soon(begin),
            |hours| {
                let first = hours.periods(instant(begin)..instant(end)).next()?;
                Some((first.start.millis(), first.end.millis()))
            },
        )
    }

    /// Why a local date is open or closed: a list in JSON.
    fn day<'py>(&self, py: Python<'py>, date: &str) -> PyResult<Bound<'py, PyBytes>> {
        let days = contained(py, || write_answer(&self.0.day(LocalDate::parse(date)?)))?;
        Ok(PyBytes::new(py, &days.json))
    }

    /// The days of a stretch of time, and why each is open or closed.
    fn explain(&self, begin: i64, end: i64) -> Days {
        Days(Mutex::new(Box::new(self.0.explain(instant(begin)..instant(end)))))
    }
}

impl BusinessCalendar {
    /// Answers a question. What may look through thousands of years lets other threads go on meanwhile; what is near is answered sooner
    /// than another thread could take over.
    fn asked<T: Send>(
        &self,
        py: Python<'_>,
        near: impl FnOnce() -> bool,
        question: impl Fn(&time::BusinessCalendar) -> T + Send + Sync,
    ) -> PyResult<T> {
        let answer = || Ok(question(&self.0));
        if contained(py, || Ok(near()))? { contained(py, answer) } else { detached(py, answer) }
    }

    /// Whether so much open time lies in the year after an instant, or for a negative time in the one before it.
    fn is_near(&self, at: i64, millis: i64) -> bool {
        let end = at.saturating_add(YEAR * millis.signum());
        self.0.between(instant(at), instant(end)).unsigned_abs() >= millis.unsigned_abs()
    }

    /// Whether the year after an instant has time that is open, and time that is not.
    fn changes_soon(&self, at: i64) -> bool {
        let open = self.0.between(instant(at), instant(at.saturating_add(YEAR)));
        (1..YEAR).contains(&open)
    }
}

/// Days with their reasons, of which each is JSON; they are computed as they are taken.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Days(Mutex<Box<dyn Iterator<Item = DayHours> + Send>>);

#[pymethods]
impl Days {
    fn __iter__(days: PyRef<'_, Self>) -> PyRef<'_, Self> {
        days
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let next = contained(py, || {
            let day = self.0.lock().unwrap_or_else(PoisonError::into_inner).next();
            day.as_ref().map(write_answer).transpose()
        })?;
        Ok(next.map(|day| PyBytes::new(py, &day.json)))
    }
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}
