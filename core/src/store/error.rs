use std::fmt;

use crate::{Error, ErrorKind};

/// The `Result` of a store.
pub type StoreResult<T> = Result<T, StoreError>;

/// What can go wrong in a store.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The closure gave up: everything is rolled back, and the reason is with the caller.
    Aborted,
    /// Somebody else changed the ticket since it was read.
    Conflict,
    /// The database is busy, full or away.
    Unavailable(String),
    /// What is stored does not hold together.
    Corrupt(String),
    /// The database was written by a newer version, or is none of ours.
    Schema(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted => f.write_str("the transaction was given up"),
            Self::Conflict => f.write_str("the ticket was changed meanwhile"),
            Self::Unavailable(why) => write!(f, "the store is not available: {why}"),
            Self::Corrupt(what) => write!(f, "what is stored does not hold together: {what}"),
            Self::Schema(why) => write!(f, "the database cannot be opened: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::Aborted => Self::new(ErrorKind::Internal, "store.aborted", message),
            StoreError::Conflict => Self::new(ErrorKind::Conflict, "store.conflict", message),
            StoreError::Unavailable(_) => Self::new(ErrorKind::Unavailable, "store.unavailable", message),
            StoreError::Corrupt(_) => Self::new(ErrorKind::Corrupt, "store.corrupt", message),
            StoreError::Schema(_) => Self::new(ErrorKind::Usage, "store.schema", message),
        }
    }
}
