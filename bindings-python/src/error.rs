//! How errors cross: as one exception that carries them as JSON. The Python package makes its own exceptions from it.

use frontdesk::{Error, Result, api};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

pyo3::create_exception!(
    frontdesk._native,
    NativeError,
    pyo3::exceptions::PyException,
    "An error of the engine, as JSON in bytes."
);

/// Runs `work` without the interpreter, so that other threads go on. A panic is an error like others: the process lives on.
pub fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| api::contained(work)).map_err(|error| raised(py, &error))
}

/// Runs `work` that is done at once, with the interpreter.
pub fn contained<T>(py: Python<'_>, work: impl FnOnce() -> Result<T>) -> PyResult<T> {
    api::contained(work).map_err(|error| raised(py, &error))
}

fn raised(py: Python<'_>, error: &Error) -> PyErr {
    // An error holds texts and names alone: it can always be written.
    let json = serde_json::to_vec(error).unwrap_or_default();
    NativeError::new_err(PyBytes::new(py, &json).unbind())
}
