//! Hours and holidays from texts in forms that others write: answered as JSON.

use frontdesk::api::{read_arguments, write_answer};
use frontdesk::time::{CalendarSpec, Holiday, HolidayImport};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::PyBytes;
use serde::Deserialize;

use crate::error::detached;

/// What `opening_hours` are read with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningHours {
    zone: String,
    text: String,
    holidays: Vec<Holiday>,
}

/// Reads a text of OpenStreetMap, given as JSON with its zone and holidays: the hours of a calendar.
#[pyfunction]
pub fn read_opening_hours(py: Python<'_>, arguments: PyBackedBytes) -> PyResult<Bound<'_, PyBytes>> {
    let hours = detached(py, || {
        let OpeningHours { zone, text, holidays } = read_arguments(&arguments, Vec::new())?;
        write_answer(&CalendarSpec::from_opening_hours(&zone, &text, holidays)?)
    })?;
    Ok(PyBytes::new(py, &hours.json))
}

/// Reads an iCalendar: its holidays, and what was left out.
#[pyfunction]
pub fn read_ics(py: Python<'_>, text: PyBackedStr) -> PyResult<Bound<'_, PyBytes>> {
    let import = detached(py, || write_answer(&HolidayImport::read_ics(&text)?))?;
    Ok(PyBytes::new(py, &import.json))
}
