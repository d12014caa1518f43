use std::sync::{Mutex, PoisonError};

use frontdesk::{Frontdesk, Result};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Buffer, Task};
use napi_derive::napi;

use crate::call::{Answered, Call, Cancel};
use crate::fault::{closed, contained};

// The task stands before what answers it, else the type of the answer is not known.

/// A store that is being closed.
pub struct Close(Option<Frontdesk>);

#[napi]
impl Task for Close {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> napi::Result<()> {
        contained(|| {
            drop(self.0.take());
            Ok(())
        })
    }

    fn resolve(&mut self, _env: Env, _closed: ()) -> napi::Result<()> {
        Ok(())
    }
}

/// A store that is open.
#[napi]
pub struct Store {
    frontdesk: Mutex<Option<Frontdesk>>,
}

#[napi]
impl Store {
    pub(crate) fn new(frontdesk: Frontdesk) -> Self {
        Self { frontdesk: Mutex::new(Some(frontdesk)) }
    }

    /// Calls an operation on the pool.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments, reason = "an object would have to be taken apart on every call")]
    pub fn dispatch(
        &self,
        desk: u32,
        actor: Buffer,
        operation: String,
        command: Option<String>,
        arguments: Buffer,
        parts: Vec<Buffer>,
        cancel: Option<&Cancel>,
    ) -> AsyncTask<Call> {
        let (frontdesk, cancelled) = (self.frontdesk(), cancel.map(Cancel::asked));
        AsyncTask::new(Call { frontdesk, desk, actor, operation, command, arguments, parts, cancelled })
    }

    /// Calls an operation at once, on the thread of the caller.
    #[napi(catch_unwind)]
    pub fn dispatch_sync(
        &self,
        desk: u32,
        actor: Buffer,
        operation: String,
        command: Option<String>,
        arguments: Buffer,
        parts: Vec<Buffer>,
    ) -> napi::Result<Answered> {
        let frontdesk = self.frontdesk();
        let call = Call { frontdesk, desk, actor, operation, command, arguments, parts, cancelled: None };
        call.run().map(Answered::from)
    }

    /// Closes it, on the pool. Calls that were made before are still carried out, and the store is let go of with the last of them.
    #[napi(catch_unwind)]
    pub fn close(&self) -> AsyncTask<Close> {
        AsyncTask::new(Close(self.take()))
    }

    /// Closes it at once.
    #[napi(catch_unwind)]
    pub fn close_sync(&self) -> napi::Result<()> {
        contained(|| {
            drop(self.take());
            Ok(())
        })
    }

    fn frontdesk(&self) -> Result<Frontdesk> {
        self.frontdesk.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(closed)
    }

    fn take(&self) -> Option<Frontdesk> {
        self.frontdesk.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
