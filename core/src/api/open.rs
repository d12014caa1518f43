use serde::{Deserialize, Serialize};

use super::call::read;
use crate::clock::Clock;
use crate::desk::open::random_secret;
use crate::model::{Bytes, with_parts};
use crate::store::MemoryStore;
use crate::store::sqlite::{SqliteOptions, SqliteStore};
use crate::{Frontdesk, Keys, Limits, Result};

/// How a store is opened, as data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Opening {
    /// The SQLite file; without one everything is kept in memory, and gone when it is closed.
    pub path: Option<String>,
    /// The secret that signs reply addresses, of at least 32 bytes. Without one that of a file is kept beside it, with `.key` behind its
    /// name, and memory gets one that nobody knows.
    pub secret: Option<Bytes>,
    /// What a desk accepts at most.
    pub limits: Limits,
}

impl Opening {
    /// Reads options from a JSON object; their bytes lie among the parts, as in a call.
    ///
    /// # Errors
    /// `call.malformed` with the path to what cannot be read.
    pub fn read(json: &[u8], parts: Vec<Bytes>) -> Result<Self> {
        with_parts(parts, || read(json)).0
    }
}

/// Opens a store as its options say.
///
/// ```
/// use frontdesk::api::{Opening, open};
/// use frontdesk::{SystemClock, ids::DeskId};
/// let frontdesk = open(Opening::default(), SystemClock)?;
/// assert_eq!(frontdesk.desk(DeskId(1)).host().verify()?.tickets, 0);
/// # Ok::<(), frontdesk::Error>(())
/// ```
///
/// # Errors
/// Those of [`Desk::open`](crate::Desk::open); `keys.…` for a secret that is too short.
pub fn open(opening: Opening, clock: impl Clock + 'static) -> Result<Frontdesk> {
    let Opening { path, secret, limits } = opening;
    match (path, secret) {
        (Some(path), None) => Frontdesk::open_file(path, clock, limits),
        (Some(path), Some(secret)) => {
            let keys = Keys::new(&secret)?;
            Ok(Frontdesk::open(SqliteStore::open(path, SqliteOptions::default())?, keys, clock, limits))
        }
        (None, secret) => {
            let secret = secret.map_or_else(random_secret, |secret| Ok(secret.into_vec()))?;
            Ok(Frontdesk::open(MemoryStore::new(), Keys::new(&secret)?, clock, limits))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_arguments_are() {
        let secret = Bytes::from(vec![7; 32]);
        let opening =
            Opening::read(br#"{"secret": 0, "limits": {"page": 5}}"#, vec![secret.clone()]).unwrap();
        assert_eq!((opening.secret, opening.limits.page), (Some(secret), 5));
        let error = Opening::read(br#"{"secret": 0}"#, Vec::new()).unwrap_err();
        assert_eq!((error.code(), error.path()), ("call.malformed", Some("/secret")));
    }
}
