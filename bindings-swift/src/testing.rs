//! What only tests call.

use frontdesk::api::{read_arguments, write_answer};
use frontdesk::model::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::store::{BlockingFrontdesk, BlockingHandle, Told, contained};

#[uniffi::export]
impl BlockingFrontdesk {
    /// Panics, as a fault of the engine would.
    pub fn panic(&self) -> Told<()> {
        self.call(|_| fault())
    }
}

#[uniffi::export]
impl BlockingHandle {
    /// Panics, as a fault of the engine would.
    pub fn panic(&self) -> Told<()> {
        self.call(None, |_| fault())
    }
}

fn fault() -> frontdesk::Result<()> {
    std::panic::panic_any("a fault that tests asked for")
}

/// Reads the arguments of a scenario.
pub(crate) fn read<A: DeserializeOwned>(json: &str, parts: Vec<Vec<u8>>) -> Told<A> {
    contained(|| read_arguments(json.as_bytes(), parts.into_iter().map(Bytes::from).collect()))
}

/// Writes an answer as scenarios expect it.
pub(crate) fn write<T: Serialize>(answer: &T) -> Told<String> {
    contained(|| Ok(String::from_utf8_lossy(&write_answer(answer)?.json).into_owned()))
}

/// The digest over the final digests of all scenarios, in hexadecimal digits.
#[uniffi::export]
pub fn scenario_digest(text: String) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
