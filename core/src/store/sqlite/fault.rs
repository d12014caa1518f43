use rusqlite::{Error, ErrorCode};

use crate::store::StoreError;

/// What an error of SQLite means to a caller. Its own message is left out: it may hold SQL or values.
pub(super) fn fault(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => unavailable("the database is busy"),
        Some(ErrorCode::DiskFull) => unavailable("the disk is full"),
        Some(ErrorCode::CannotOpen) => unavailable("the file cannot be opened"),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => unavailable("the file cannot be written"),
        Some(ErrorCode::SystemIoFailure) => unavailable("the disk failed"),
        Some(ErrorCode::OutOfMemory) => unavailable("there is not enough memory"),
        Some(ErrorCode::TooBig) => unavailable("a value is too large"),
        Some(ErrorCode::OperationInterrupted | ErrorCode::OperationAborted) => {
            unavailable("the statement was stopped")
        }
        Some(ErrorCode::NotADatabase) => StoreError::Schema("the file is no SQLite database".to_owned()),
        Some(code) => StoreError::Corrupt(format!("SQLite answers {code:?}")),
        None => StoreError::Corrupt("a row is not as it was written".to_owned()),
    }
}

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable(why.to_owned())
}
