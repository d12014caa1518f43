//! frontdesk: a help desk you embed.

mod canonical;
pub mod clock;
pub mod error;
pub mod ids;
pub mod model;
pub mod query;
pub mod store;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod text;
pub mod time;

pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use error::{Detail, Error, ErrorKind, Result};
