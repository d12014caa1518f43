//! How errors reach JavaScript: the message of the native error is the engine's error as JSON. `ts/errors.ts` makes its own of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use frontdesk::{Error, ErrorKind, Result};

/// Runs `f`; a panic in it becomes an error, and the process lives on.
pub fn contained<T>(f: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(answer) => answer.map_err(|error| native(&error)),
        Err(_) => Err(native(
            &Error::new(ErrorKind::Internal, "internal.panic", "a fault of frontdesk ended the call")
                .hint("please report it; the store can be used as before"),
        )),
    }
}

/// The error as JavaScript gets it.
fn native(error: &Error) -> napi::Error {
    napi::Error::from_reason(serde_json::to_string(error).unwrap_or_else(|_| error.to_string()))
}

/// What a store that was closed answers.
pub fn closed() -> Error {
    Error::new(ErrorKind::Usage, "call.closed", "the store is closed")
        .hint("open it again, or close it later")
}
