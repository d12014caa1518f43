//! What a calendar tells one after the other: each is JSON, and computed when it is taken.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use frontdesk::api::write_answer;
use frontdesk::time::{BusinessCalendar, DayHours, OpenStretch};
use frontdesk::{Result, Timestamp};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;
use serde::Serialize;

use crate::calendar::changes_soon;
use crate::error::{contained, detached};

/// Days with their reasons.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Days(Mutex<Box<dyn Iterator<Item = DayHours> + Send>>);

impl Days {
    pub fn new(days: impl Iterator<Item = DayHours> + Send + 'static) -> Self {
        Self(Mutex::new(Box::new(days)))
    }
}

#[pymethods]
impl Days {
    fn __iter__(days: PyRef<'_, Self>) -> PyRef<'_, Self> {
        days
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let mut days = attached(&self.0, py);
        let next = contained(py, || written(days.next().as_ref()))?;
        Ok(next.map(|day| PyBytes::new(py, &day)))
    }
}

/// Stretches of time with their reasons.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Stretches {
    calendar: BusinessCalendar,
    rest: Mutex<Rest>,
}

/// The stretches that are left, and where the first of them begins.
struct Rest {
    from: Timestamp,
    stretches: Box<dyn Iterator<Item = OpenStretch> + Send>,
}

impl Stretches {
    pub fn new(calendar: &BusinessCalendar, within: Range<Timestamp>) -> Self {
        let rest = Rest { from: within.start, stretches: Box::new(calendar.stretches(within)) };
        Self { calendar: calendar.clone(), rest: Mutex::new(rest) }
    }
}

#[pymethods]
impl Stretches {
    fn __iter__(stretches: PyRef<'_, Self>) -> PyRef<'_, Self> {
        stretches
    }

    /// A stretch ends where the calendar opens or closes at the latest. One that goes on for years, which is walked day by day, lets
    /// other threads go on meanwhile.
    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let from = attached(&self.rest, py).from;
        let next = if contained(py, || Ok(changes_soon(&self.calendar, from.millis())))? {
            let mut rest = attached(&self.rest, py);
            contained(py, || rest.next())?
        } else {
            detached(py, || self.rest.lock().unwrap_or_else(PoisonError::into_inner).next())?
        };
        Ok(next.map(|stretch| PyBytes::new(py, &stretch)))
    }
}

impl Rest {
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let next = self.stretches.next();
        self.from = next.as_ref().map_or(self.from, |stretch| stretch.to);
        written(next.as_ref())
    }
}

/// Locks without keeping the interpreter from whoever has the lock.
fn attached<'a, T>(mutex: &'a Mutex<T>, py: Python<'_>) -> MutexGuard<'a, T> {
    mutex.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
}

fn written<T: Serialize>(told: Option<&T>) -> Result<Option<Vec<u8>>> {
    told.map(|told| write_answer(told).map(|answer| answer.json)).transpose()
}
