//! frontdesk: a help desk you embed.

mod canonical;
pub mod clock;
pub mod error;
pub mod ids;
pub mod keys;
pub mod outbound;

pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use error::{Detail, Error, ErrorKind, Result};
