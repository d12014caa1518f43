//! What leaves the desk: signed addresses and ids, and the bytes of a mail.

mod address;
mod base32;
mod fold;
mod header;
mod part;
mod sign;
mod transfer;
mod words;
mod writer;

pub use address::{MailboxAddress, NamedAddress};
pub use header::{HeaderName, HeaderSafe, MsgId, UnsubscribeUrl};
pub use part::{Attachment, MediaType};
pub use sign::{MintedId, ParticipantTag, REPLY_LOCAL_MAX_BYTES, ReplyToken};
pub use words::{HEADER_TEXT_MAX_CHARS, header_text};
pub use writer::{AutoSubmitted, OutgoingMail, REFERENCES_MAX_BYTES, RenderedMail};

#[cfg(test)]
mod tests;
