//! Bytes that go back to Python: a mail has 25 MB, and other threads need not wait until it is copied.

#![allow(unsafe_code, reason = "only the C interface of Python makes bytes that are filled later")]

use std::ptr;

use frontdesk::model::Bytes;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Fewer bytes are copied sooner than another thread could take over.
const MANY: usize = 1 << 16;

/// The bytes of an answer as Python has them.
pub fn for_python<'py>(py: Python<'py>, parts: Vec<Bytes>) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    parts
        .into_iter()
        .map(|part| if part.len() < MANY { Ok(PyBytes::new(py, &part)) } else { copied(py, part) })
        .collect()
}

fn copied(py: Python<'_>, part: Bytes) -> PyResult<Bound<'_, PyBytes>> {
    let size = ffi::Py_ssize_t::try_from(part.len())?;
    // SAFETY: without bytes to begin with, it answers new bytes of this size that are not written yet, or an exception.
    let made = unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyBytes_FromStringAndSize(ptr::null(), size))?
            .cast_into_unchecked::<PyBytes>()
    };
    // SAFETY: `made` is bytes, and alive.
    let room = Room(unsafe { ffi::PyBytes_AsString(made.as_ptr()) }.cast());
    py.detach(move || {
        // SAFETY: the room is as large as the part, and nobody else has seen it: bytes are known to nothing but who made them.
        unsafe { ptr::copy_nonoverlapping(part.as_ptr(), room.place(), part.len()) }
        // The part is let go of here as well, which takes a while.
    });
    Ok(made)
}

/// Where new bytes are written.
struct Room(*mut u8);

// SAFETY: only the thread that has made it writes into it, while it does not hold the interpreter.
unsafe impl Send for Room {}

impl Room {
    /// By a method, so that a closure takes the room and not the pointer in it.
    fn place(&self) -> *mut u8 {
        self.0
    }
}
