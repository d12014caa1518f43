//! Promises about whole mails. What comes out is read back by a foreign parser.

#[cfg(feature = "mail")]
mod read_back;
mod rendered;

use super::*;
use crate::Timestamp;

fn address(text: &str) -> NamedAddress {
    MailboxAddress::new(text).unwrap().into()
}

fn id(text: &str) -> MsgId {
    MsgId::new(text).unwrap()
}

fn noon() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

/// A reply to Jane with nothing in it yet.
fn reply() -> OutgoingMail {
    let from = address("support@example.com").named("Example Support");
    let to = address("jane@example.org").named("Jane Doe");
    OutgoingMail::new(from, to, id("v1.abc.def@example.com"), HeaderSafe::new("desk0mark").unwrap(), noon())
}
