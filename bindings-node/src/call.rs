//! A call of an operation, on the pool of libuv or at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use frontdesk::api::{self, Answer};
use frontdesk::model::Bytes;
use frontdesk::{Error, ErrorKind, Frontdesk, Result};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Either, Task};
use napi_derive::napi;

use crate::fault::contained;

/// Keeps calls from being begun.
#[napi]
#[derive(Default)]
pub struct Cancel {
    asked: Arc<AtomicBool>,
}

#[napi]
impl Cancel {
    #[doc = "One that was not asked for yet."]
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for it. A call that has begun goes on.
    #[napi(catch_unwind)]
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    pub(crate) fn asked(&self) -> Arc<AtomicBool> {
        self.asked.clone()
    }
}

/// What an operation answered, with bytes that it points to by their place.
#[napi(object, object_from_js = false)]
pub struct WithParts {
    /// The answer, as JSON.
    pub json: String,
    /// The bytes.
    pub parts: Vec<Buffer>,
}

/// What an operation answered. Most answers are JSON alone, for which no object is made.
fn answered(Answer { json, parts, .. }: Answer) -> Result<Either<String, WithParts>> {
    let json = String::from_utf8(json)
        .map_err(|_| Error::new(ErrorKind::Internal, "internal.answer", "an answer cannot be written"))?;
    if parts.is_empty() {
        return Ok(Either::A(json));
    }
    let parts = parts.into_iter().map(|part| part.into_vec().into()).collect();
    Ok(Either::B(WithParts { json, parts }))
}

/// A call, with everything that it needs kept alive.
pub struct Call {
    pub frontdesk: Result<Frontdesk>,
    pub desk: u32,
    pub actor: String,
    pub operation: String,
    pub command: Option<String>,
    pub arguments: String,
    pub parts: Vec<Buffer>,
    pub cancelled: Option<Arc<AtomicBool>>,
}

impl Call {
    /// Carries it out.
    pub fn run(&self) -> napi::Result<Either<String, WithParts>> {
        contained(|| {
            let frontdesk = self.frontdesk.as_ref().map_err(Clone::clone)?;
            if self.cancelled.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)) {
                return Err(Error::new(ErrorKind::Usage, "call.cancelled", "the call was cancelled"));
            }
            #[cfg(feature = "testing")]
            crate::testing::run(&self.operation);
            // The one copy of the bytes is made here, off the event loop.
            let parts = self.parts.iter().map(|part| Bytes::from(part.to_vec())).collect();
            let command = self.command.as_deref();
            let (actor, arguments) = (self.actor.as_bytes(), self.arguments.as_bytes());
            let call = api::Call::read(&self.operation, self.desk, actor, command, arguments, parts)?;
            answered(api::dispatch(frontdesk, call)?)
        })
    }
}

#[napi]
impl Task for Call {
    type Output = Either<String, WithParts>;
    type JsValue = Either<String, WithParts>;

    fn compute(&mut self) -> napi::Result<Either<String, WithParts>> {
        self.run()
    }

    fn resolve(&mut self, _env: Env, answered: Self::Output) -> napi::Result<Either<String, WithParts>> {
        Ok(answered)
    }
}
