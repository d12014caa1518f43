//! Opening a store: what everything begins with.

use frontdesk::api::{OpenStore, Opening};
use frontdesk::model::Bytes;
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Buffer, Task};
use napi_derive::napi;

use crate::clock::ManualClock;
use crate::fault::contained;
use crate::store::Store;

/// A store that is being opened, on the pool.
pub struct Open {
    opening: String,
    parts: Vec<Buffer>,
    clock: Option<frontdesk::ManualClock>,
}

#[napi]
impl Task for Open {
    type Output = OpenStore;
    type JsValue = Store;

    fn compute(&mut self) -> napi::Result<OpenStore> {
        contained(|| {
            let parts = self.parts.iter().map(|part| Bytes::from(part.to_vec())).collect();
            OpenStore::open(Opening::read(self.opening.as_bytes(), parts)?, self.clock.take())
        })
    }

    fn resolve(&mut self, _env: Env, store: OpenStore) -> napi::Result<Store> {
        Ok(Store::new(store))
    }
}

// The task stands before what answers it, else the type of the answer is not known.

/// Opens a store as the JSON says.
#[napi(catch_unwind)]
pub fn open(opening: String, parts: Vec<Buffer>, clock: Option<&ManualClock>) -> AsyncTask<Open> {
    AsyncTask::new(Open { opening, parts, clock: clock.map(|clock| clock.hand.clone()) })
}
