//! Objects of frozen classes, made quickly. By itself a frozen dataclass sets each attribute by a call in Python, past its own refusal to
//! be changed: that took half of the time in which an answer became objects.

#![allow(
    unsafe_code,
    reason = "only the C interface of Python makes and fills objects of what refuses to be changed"
)]

use std::mem;

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

/// Makes objects of a class: a call gives each of its slots, in their order, a value.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Maker {
    class: Py<PyType>,
    slots: Vec<Slot>,
}

#[pymethods]
impl Maker {
    /// Looks at a class.
    #[new]
    fn new(of: Bound<'_, PyType>) -> PyResult<Self> {
        // It refuses a class whose objects are more than their slots, as texts are, and one that is abstract.
        of.py().get_type::<PyAny>().call_method1("__new__", (&of,))?;
        let names = of.getattr("__slots__")?.cast_into::<PyTuple>()?;
        let own = of.getattr("__dict__")?;
        let slots = names.iter().map(|name| Slot::of(own.get_item(name)?)).collect::<PyResult<_>>()?;
        Ok(Self { class: of.unbind(), slots })
    }

    #[pyo3(signature = (*values))]
    fn __call__<'py>(&self, values: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        let py = values.py();
        if self.slots.len() != values.len() {
            return Err(PyTypeError::new_err("there is not one value for each slot"));
        }
        // SAFETY: it is alive, kept by the maker, and `object.__new__`, which would do the same, has taken it. It answers a new object of
        // it, or an exception.
        let blank = unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyType_GenericAlloc(self.class.as_ptr().cast(), 0))?
        };
        for (slot, value) in self.slots.iter().zip(values.iter_borrowed()) {
            // SAFETY: all three are live objects, kept by the maker, by this function and by `values`, of the interpreter that `py` stands
            // for, and the function is that of the first one's type.
            let set = unsafe { (slot.set)(slot.member.as_ptr(), blank.as_ptr(), value.as_ptr()) };
            if set != 0 {
                return Err(PyErr::fetch(py));
            }
        }
        Ok(blank)
    }
}

/// What sets an attribute past the refusal of its class.
struct Slot {
    member: Py<PyAny>,
    set: ffi::descrsetfunc,
}

impl Slot {
    fn of(member: Bound<'_, PyAny>) -> PyResult<Self> {
        // SAFETY: the type is alive as the member is.
        let set = unsafe { ffi::PyType_GetSlot(member.get_type().as_type_ptr(), ffi::Py_tp_descr_set) };
        if set.is_null() {
            return Err(PyTypeError::new_err("a name of `__slots__` is no slot"));
        }
        // SAFETY: what is there under this number is a function of this kind.
        let set = unsafe { mem::transmute::<*mut std::ffi::c_void, ffi::descrsetfunc>(set) };
        Ok(Self { member: member.unbind(), set })
    }
}
