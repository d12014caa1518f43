use frontdesk::api::Opening;
use frontdesk::model::Bytes;
use frontdesk::{Error, Frontdesk, Result, SystemClock};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Buffer, Task};
use napi_derive::napi;

use crate::clock::ManualClock;
use crate::fault::contained;
use crate::store::Store;

/// A store that is being opened, on the pool.
pub struct Open {
    opening: Buffer,
    secret: Option<Buffer>,
    clock: Option<frontdesk::ManualClock>,
}

#[napi]
impl Task for Open {
    type Output = Frontdesk;
    type JsValue = Store;

    fn compute(&mut self) -> napi::Result<Frontdesk> {
        contained(|| {
            let mut opening = read(&self.opening)?;
            opening.secret = self.secret.as_ref().map(|secret| Bytes::from(secret.to_vec()));
            match self.clock.take() {
                Some(clock) => frontdesk::api::open(opening, clock),
                None => frontdesk::api::open(opening, SystemClock),
            }
        })
    }

    fn resolve(&mut self, _env: Env, frontdesk: Frontdesk) -> napi::Result<Store> {
        Ok(Store::new(frontdesk))
    }
}

// The task stands before what answers it, else the type of the answer is not known.

/// Opens a store as the JSON says; `secret` is the only part.
#[napi(catch_unwind)]
pub fn open(opening: Buffer, secret: Option<Buffer>, clock: Option<&ManualClock>) -> AsyncTask<Open> {
    AsyncTask::new(Open { opening, secret, clock: clock.map(|clock| clock.hand.clone()) })
}

fn read(json: &[u8]) -> Result<Opening> {
    serde_json::from_slice(json).map_err(|fault| {
        Error::invalid("call.malformed", "these options cannot be read").at("").hint(fault.to_string())
    })
}
