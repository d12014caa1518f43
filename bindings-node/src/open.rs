//! Opening a store: what everything begins with.

use frontdesk::api::Opening;
use frontdesk::model::Bytes;
use frontdesk::{Frontdesk, SystemClock};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Buffer, Task};
use napi_derive::napi;

use crate::clock::ManualClock;
use crate::fault::contained;
use crate::store::Store;

/// A store that is being opened, on the pool.
pub struct Open {
    opening: Buffer,
    parts: Vec<Buffer>,
    clock: Option<frontdesk::ManualClock>,
}

#[napi]
impl Task for Open {
    type Output = Frontdesk;
    type JsValue = Store;

    fn compute(&mut self) -> napi::Result<Frontdesk> {
        contained(|| {
            let parts = self.parts.iter().map(|part| Bytes::from(part.to_vec())).collect();
            let opening = Opening::read(&self.opening, parts)?;
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

/// Opens a store as the JSON says.
#[napi(catch_unwind)]
pub fn open(opening: Buffer, parts: Vec<Buffer>, clock: Option<&ManualClock>) -> AsyncTask<Open> {
    AsyncTask::new(Open { opening, parts, clock: clock.map(|clock| clock.hand.clone()) })
}
