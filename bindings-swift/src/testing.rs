//! What only tests call.

use frontdesk::ErrorInfo;
use frontdesk::api::{Call, dispatch, read_arguments, write_answer};
use frontdesk::model::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::calendar::NativeCalendar;
use crate::store::{BlockingFrontdesk, BlockingHandle, Told, contained};

#[uniffi::export]
impl BlockingFrontdesk {
    /// Panics, as a fault of the engine would.
    pub fn panic(&self) -> Told<()> {
        self.call(|_| fault())
    }

    /// A call as it travels between other languages, for what the types cannot say: an operation that there is not, arguments that it
    /// does not take, an actor whom nobody can be.
    pub fn scenario_call(
        &self,
        operation: String,
        desk: u32,
        actor: String,
        command: Option<String>,
        arguments: String,
        parts: Vec<Vec<u8>>,
    ) -> Told<String> {
        self.call(|caller| {
            let (actor, arguments) = (actor.as_bytes(), arguments.as_bytes());
            let call = Call::read(&operation, desk, actor, command.as_deref(), arguments, bytes(parts))?;
            Ok(text(&dispatch(caller.frontdesk, call)?.json))
        })
    }
}

#[uniffi::export]
impl BlockingHandle {
    /// Panics, as a fault of the engine would.
    pub fn panic(&self) -> Told<()> {
        self.call(None, |_| fault())
    }
}

#[uniffi::export]
impl NativeCalendar {
    /// Panics, as a fault of the engine would.
    pub fn panic(&self) -> Told<()> {
        contained(fault)
    }
}

fn fault() -> frontdesk::Result<()> {
    std::panic::panic_any("a fault that tests asked for")
}

/// Reads the arguments of a scenario.
pub(crate) fn read<A: DeserializeOwned>(json: &str, parts: Vec<Vec<u8>>) -> Told<A> {
    contained(|| read_arguments(json.as_bytes(), bytes(parts)))
}

/// Writes an answer as scenarios expect it.
pub(crate) fn write<T: Serialize>(answer: &T) -> Told<String> {
    contained(|| Ok(text(&write_answer(answer)?.json)))
}

/// An error as scenarios expect it.
#[uniffi::export]
pub fn scenario_error(error: ErrorInfo) -> Told<String> {
    write(&error)
}

/// The digest over the final digests of all scenarios, in hexadecimal digits.
#[uniffi::export]
pub fn scenario_digest(text: String) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(parts: Vec<Vec<u8>>) -> Vec<Bytes> {
    parts.into_iter().map(Bytes::from).collect()
}

fn text(json: &[u8]) -> String {
    String::from_utf8_lossy(json).into_owned()
}
