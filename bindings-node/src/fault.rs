//! How errors reach JavaScript: the message of the native error is the engine's error as JSON. `ts/errors.ts` makes its own of it.

use frontdesk::{Error, ErrorKind, Result, api};
use serde::Serialize;

/// Carries out what JavaScript called; a panic in it becomes an error, and the process lives on.
pub fn contained<T>(work: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    api::contained(work).map_err(|error| native(&error))
}

/// The error as JavaScript gets it.
fn native(error: &Error) -> napi::Error {
    napi::Error::from_reason(serde_json::to_string(error).unwrap_or_else(|_| error.to_string()))
}

/// What is answered, as text.
pub fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|_| Error::new(ErrorKind::Internal, "internal.answer", "an answer cannot be written"))
}
