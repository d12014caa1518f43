use frontdesk::Frontdesk;
use frontdesk::api::OpenStore;
use napi::bindgen_prelude::{AsyncTask, Buffer, Either, Task};
use napi::{Env, JsString};
use napi_derive::napi;

use crate::call::{Call, Cancel, WithParts};
use crate::fault::contained;

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
pub struct Store(OpenStore);

#[napi]
impl Store {
    pub(crate) fn new(store: OpenStore) -> Self {
        Self(store)
    }

    /// Calls an operation on the pool. The text has the number of the desk, the operation, the actor and the arguments as JSON, and the
    /// id of the command if there is one, each on a line.
    #[napi(catch_unwind)]
    pub fn dispatch(
        &self,
        text: String,
        parts: Option<Vec<Buffer>>,
        cancel: Option<&Cancel>,
    ) -> AsyncTask<Call> {
        let (frontdesk, cancelled) = (self.0.frontdesk(), cancel.map(Cancel::asked));
        AsyncTask::new(Call { frontdesk, text, parts, cancelled })
    }

    /// Calls an operation at once, on the thread of the caller.
    #[napi(catch_unwind)]
    pub fn dispatch_sync<'env>(
        &self,
        env: &'env Env,
        text: String,
        parts: Option<Vec<Buffer>>,
    ) -> napi::Result<Either<JsString<'env>, WithParts<'env>>> {
        let frontdesk = self.0.frontdesk();
        Call { frontdesk, text, parts, cancelled: None }.run()?.for_javascript(env)
    }

    /// Closes it, on the pool. Calls that were made before are still carried out, and the store is let go of with the last of them.
    #[napi(catch_unwind)]
    pub fn close(&self) -> AsyncTask<Close> {
        AsyncTask::new(Close(self.0.take()))
    }

    /// Closes it at once.
    #[napi(catch_unwind)]
    pub fn close_sync(&self) -> napi::Result<()> {
        contained(|| {
            self.0.close();
            Ok(())
        })
    }
}
