//! An open store.

use std::process;
use std::sync::{Mutex, PoisonError};

use frontdesk::api::{Answer, Call, Opening, dispatch};
use frontdesk::ids::{CommandId, DeskId};
use frontdesk::model::{Actor, Bytes};
use frontdesk::{Error, ErrorKind, Frontdesk, Result};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::clock::{AnyClock, ManualClock};
use crate::error::detached;

/// A store that is open until it is closed, in the process that opened it.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct Store {
    process: u32,
    open: Mutex<Option<Frontdesk>>,
}

/// Opens a store as its options say, as JSON.
#[pyfunction]
#[pyo3(signature = (opening, parts, clock=None))]
pub fn open(
    py: Python<'_>,
    opening: PyBackedBytes,
    parts: Vec<PyBackedBytes>,
    clock: Option<&Bound<'_, ManualClock>>,
) -> PyResult<Store> {
    let clock = AnyClock::from(clock.map(Bound::get));
    let frontdesk = detached(py, || frontdesk::api::open(Opening::read(&opening, owned(&parts))?, clock))?;
    Ok(Store { process: process::id(), open: Mutex::new(Some(frontdesk)) })
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
            let frontdesk = self.frontdesk()?;
            injected_panic(operation);
            let call = Call {
                operation,
                desk: DeskId(desk),
                actor: read_actor(&actor)?,
                command: command.map(read_command).transpose()?,
                arguments: &arguments,
                parts: owned(&parts),
            };
            dispatch(&frontdesk, call)
        })?;
        let parts = parts.iter().map(|part| PyBytes::new(py, part)).collect();
        Ok((PyBytes::new(py, &json), parts))
    }

    /// Closes the store; calls that run end first. A store that another process opened is left alone.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        detached(py, || {
            self.take();
            Ok(())
        })
    }
}

impl Store {
    fn frontdesk(&self) -> Result<Frontdesk> {
        if self.process != process::id() {
            return Err(Error::new(
                ErrorKind::Usage,
                "call.forked",
                "the store was opened in another process, of which this one is a fork",
            )
            .hint("open the store in each process by itself"));
        }
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or_else(|| {
            Error::new(ErrorKind::Usage, "call.closed", "the store is closed")
                .hint("call before `close`, and inside of the `with` block")
        })
    }

    fn take(&self) {
        if self.process == process::id() {
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
            drop(open);
        }
    }
}

impl Drop for Store {
    /// What a fork inherits is not its own: closing the file there could harm the process that opened it.
    fn drop(&mut self) {
        if self.process != process::id() {
            let open = self.open.get_mut().unwrap_or_else(PoisonError::into_inner);
            std::mem::forget(open.take());
        }
    }
}

fn read_actor(json: &[u8]) -> Result<Actor> {
    serde_json::from_slice(json).map_err(|fault| {
        Error::invalid("call.malformed", "this is nobody who can act").at("/actor").hint(fault.to_string())
    })
}

fn read_command(id: &str) -> Result<CommandId> {
    id.parse().map_err(|fault: Error| fault.at("/command"))
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
