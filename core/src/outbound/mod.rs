//! What leaves the desk: signed addresses and ids, and the bytes of a mail.

mod address;
mod base32;
mod header;
pub mod sign;

pub use address::{MailboxAddress, NamedAddress};
pub use header::{HeaderName, HeaderSafe, MsgId, UnsubscribeUrl};
