//! Objects of frozen classes, filled quickly. By itself a frozen dataclass sets each attribute by a call in Python, past its own refusal to
//! be changed: that took half of the time in which an answer became objects.

#![allow(
    unsafe_code,
    reason = "only the C interface of Python sets attributes of what refuses to be changed"
)]

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyo3::{ffi, intern};

/// Gives each slot of a blank object, in their order, its value. Answers the object.
#[pyfunction]
#[pyo3(signature = (blank, values, /))]
pub fn fill<'py>(blank: Bound<'py, PyAny>, values: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let py = blank.py();
    let slots = blank.get_type().getattr(intern!(py, "__slots__"))?.cast_into::<PyTuple>()?;
    if slots.len() != values.len() {
        return Err(PyTypeError::new_err("there is not one value for each slot"));
    }
    for (slot, value) in slots.iter_borrowed().zip(values.iter_borrowed()) {
        // SAFETY: all three are live objects, kept by `blank`, its class and `values`, of the interpreter that `py` stands for. It is what
        // `object.__setattr__` does, and fails like that with an exception, where something is no name or no slot.
        let set = unsafe { ffi::PyObject_GenericSetAttr(blank.as_ptr(), slot.as_ptr(), value.as_ptr()) };
        if set != 0 {
            return Err(PyErr::fetch(py));
        }
    }
    Ok(blank)
}
