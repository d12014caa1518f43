//! A call of an operation, on the pool of libuv or at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use frontdesk::api::{self, Answer};
use frontdesk::model::Bytes;
use frontdesk::{Error, ErrorKind, Frontdesk, Result};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Either};
use napi::{JsString, ScopedTask};
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
pub struct WithParts<'env> {
    /// The answer, as JSON.
    #[napi(ts_type = "string")]
    pub json: JsString<'env>,
    /// The bytes.
    pub parts: Vec<Buffer>,
}

/// The JSON of an answer, in the form that becomes a string of JavaScript the quickest.
pub enum Json {
    /// All of it is ASCII, which JavaScript takes as it is.
    Ascii(Vec<u8>),
    /// There are other letters in it.
    Text(String),
}

impl Json {
    fn of(json: Vec<u8>) -> Result<Self> {
        if json.is_ascii() {
            return Ok(Self::Ascii(json));
        }
        let unreadable =
            |_| Error::new(ErrorKind::Internal, "internal.answer", "an answer cannot be written");
        String::from_utf8(json).map(Self::Text).map_err(unreadable)
    }

    fn for_javascript(self, env: &Env) -> napi::Result<JsString<'_>> {
        match self {
            Self::Ascii(json) => env.create_string_latin1(json),
            Self::Text(json) => env.create_string_from_std(json),
        }
    }
}

/// What an operation answered, still outside of JavaScript.
pub struct Told {
    json: Json,
    parts: Vec<Buffer>,
}

impl Told {
    /// Most answers are JSON alone, for which no object is made.
    pub fn for_javascript(self, env: &Env) -> napi::Result<Either<JsString<'_>, WithParts<'_>>> {
        let json = self.json.for_javascript(env)?;
        let parts = self.parts;
        Ok(if parts.is_empty() { Either::A(json) } else { Either::B(WithParts { json, parts }) })
    }
}

/// A call, with everything that it needs kept alive.
pub struct Call {
    pub frontdesk: Result<Frontdesk>,
    /// The number of the desk, the operation, the actor and the arguments as JSON, and the id of the command if there is one, each on a line
    /// of its own: a text costs as much to cross from JavaScript as the ticket that it asks for costs to find.
    pub text: String,
    pub parts: Option<Vec<Buffer>>,
    pub cancelled: Option<Arc<AtomicBool>>,
}

impl Call {
    /// Carries it out.
    pub fn run(&self) -> napi::Result<Told> {
        contained(|| {
            let frontdesk = self.frontdesk.as_ref().map_err(Clone::clone)?;
            if self.cancelled.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)) {
                return Err(Error::new(ErrorKind::Usage, "call.cancelled", "the call was cancelled"));
            }
            let call = self.read()?;
            #[cfg(feature = "testing")]
            crate::testing::run(call.operation);
            let Answer { json, parts, .. } = api::dispatch(frontdesk, call)?;
            let parts = parts.into_iter().map(|part| part.into_vec().into()).collect();
            Ok(Told { json: Json::of(json)?, parts })
        })
    }

    /// Reads what it asks for.
    fn read(&self) -> Result<api::Call<'_>> {
        let mut lines = self.text.splitn(5, '\n');
        let (Some(desk), Some(operation), Some(actor), Some(arguments)) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(Error::new(ErrorKind::Usage, "call.malformed", "a call has four lines at least"));
        };
        let desk =
            desk.parse().map_err(|_| Error::invalid("call.malformed", "this is no desk").at("/desk"))?;
        // The one copy of the bytes is made here, off the event loop.
        let parts = self.parts.iter().flatten().map(|part| Bytes::from(part.to_vec())).collect();
        api::Call::read(operation, desk, actor.as_bytes(), lines.next(), arguments.as_bytes(), parts)
    }
}

#[napi]
impl<'env> ScopedTask<'env> for Call {
    type Output = Told;
    type JsValue = Either<JsString<'env>, WithParts<'env>>;

    fn compute(&mut self) -> napi::Result<Told> {
        self.run()
    }

    fn resolve(&mut self, env: &'env Env, told: Told) -> napi::Result<Self::JsValue> {
        told.for_javascript(env)
    }
}
