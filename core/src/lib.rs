//! frontdesk: a help desk you embed.

mod canonical;
pub mod clock;
pub mod error;
pub mod ids;
#[cfg(feature = "mail")]
pub mod intake;

pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use error::{Detail, Error, ErrorKind, Result};
