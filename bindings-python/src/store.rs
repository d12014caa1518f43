//! An open store.

use frontdesk::api::{Answer, Call, OpenStore, Opening, dispatch};
use frontdesk::model::Bytes;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::bytes;
use crate::clock::ManualClock;
use crate::error::detached;

/// A store that is open until it is closed, in the process that opened it.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Store(OpenStore);

/// Opens a store as its options say, as JSON.
#[pyfunction]
#[pyo3(signature = (opening, parts, clock=None))]
pub fn open(
    py: Python<'_>,
    opening: PyBackedBytes,
    parts: Vec<PyBackedBytes>,
    clock: Option<&Bound<'_, ManualClock>>,
) -> PyResult<Store> {
    let clock = clock.map(|clock| clock.get().hand.clone());
    detached(py, || OpenStore::open(Opening::read(&opening, owned(&parts))?, clock)).map(Store)
}

#[pymethods]
impl Store {
    /// Calls an operation by its name. Answers its JSON, and the bytes that the JSON points to.
    #[allow(clippy::too_many_arguments, reason = "a call has these parts, and one argument is Python itself")]
    #[pyo3(signature = (desk, actor, operation, command, arguments, parts))]
    fn dispatch<'py>(
        &self,
        py: Python<'py>,
        desk: u32,
        actor: PyBackedBytes,
        operation: &str,
        command: Option<&str>,
        arguments: PyBackedBytes,
        parts: Vec<PyBackedBytes>,
    ) -> PyResult<(Bound<'py, PyBytes>, Vec<Bound<'py, PyBytes>>)> {
        let Answer { json, parts, .. } = detached(py, || {
            let frontdesk = self.0.frontdesk()?;
            injected_panic(operation);
            let call = Call::read(operation, desk, &actor, command, &arguments, owned(&parts))?;
            dispatch(&frontdesk, call)
        })?;
        Ok((PyBytes::new(py, &json), bytes::for_python(py, parts)?))
    }

    /// Closes the store; calls that run end first. A store that another process opened is left alone.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        detached(py, || {
            self.0.close();
            Ok(())
        })
    }
}

fn owned(parts: &[PyBackedBytes]) -> Vec<Bytes> {
    parts.iter().map(|part| Bytes::from(part.to_vec())).collect()
}

/// In builds for tests, an operation that panics.
#[cfg(feature = "testing")]
#[allow(clippy::panic, reason = "tests look at what becomes of a panic")]
fn injected_panic(operation: &str) {
    if operation == "testing.panic" {
        panic!("a test asked for this");
    }
}

#[cfg(not(feature = "testing"))]
fn injected_panic(_: &str) {}
