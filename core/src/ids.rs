//! Typed ids. Each is a UUIDv7 that is written with its kind: `tkt_01h455vb4pex5vsknk084sn02q`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// Crockford's base 32, in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LEN: usize = 26;

fn encode(bytes: [u8; 16]) -> String {
    let mut value = u128::from_be_bytes(bytes);
    let mut text = [b'0'; TEXT_LEN];
    for slot in text.iter_mut().rev() {
        *slot = ALPHABET.get((value & 31) as usize).copied().unwrap_or(b'0');
        value >>= 5;
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn decode(text: &str) -> Option<[u8; 16]> {
    if text.len() != TEXT_LEN || text.as_bytes().first().is_none_or(|first| *first > b'7') {
        return None;
    }
    let mut value: u128 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        value = (value << 5) | digit as u128;
    }
    Some(value.to_be_bytes())
}

/// An id of one kind of thing: 16 bytes, written as `prefix_` and 26 letters.
pub trait Id: Copy + Ord + fmt::Display + Sized {
    /// What the written form begins with, without the underscore.
    const PREFIX: &'static str;
    /// The id with these 16 bytes.
    fn from_bytes(bytes: [u8; 16]) -> Self;
    /// The 16 bytes of the id.
    fn to_bytes(self) -> [u8; 16];

    /// Reads the written form.
    ///
    /// # Errors
    /// `id.malformed` when the text is not an id of this kind.
    fn parse(text: &str) -> Result<Self> {
        text.strip_prefix(Self::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .and_then(decode)
            .map(Self::from_bytes)
            .ok_or_else(|| {
                Error::invalid("id.malformed", format!("this is not an id of the kind `{}_…`", Self::PREFIX))
            })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
            fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                <Self as Id>::parse(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                <Self as Id>::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A ticket.
    TicketId = "tkt";
    /// A comment on a ticket: a public reply or an internal note.
    CommentId = "cmt";
    /// A person: requester, participant or agent.
    PersonId = "per";
    /// An organization that people belong to.
    OrganizationId = "org";
    /// A team of agents.
    TeamId = "tea";
    /// A mailbox that the desk receives and sends with.
    MailboxId = "mbx";
    /// A status, as the desk names it.
    StatusId = "sta";
    /// The definition of a custom field.
    FieldId = "fld";
    /// A calendar of business hours.
    CalendarId = "cal";
    /// An SLA policy.
    PolicyId = "sla";
    /// A trigger.
    TriggerId = "trg";
    /// A view: a saved list of tickets.
    ViewId = "viw";
    /// A template of a mail or a note.
    TemplateId = "tpl";
    /// An effect: a row of the outbox.
    EffectId = "eff";
    /// A command, as its sender names it; the same id never acts twice.
    CommandId = "cmd";
    /// One atomic change to one ticket.
    UpdateId = "upd";
    /// A text or file that a person wrote, kept apart from the events so that it can be erased.
    ContentId = "cnt";
    /// A message that was taken in.
    MessageId = "msg";
}

impl From<UpdateId> for CommandId {
    /// An update that follows on another is its own command.
    fn from(update: UpdateId) -> Self {
        Self::from_bytes(update.to_bytes())
    }
}

/// The number of a ticket that people say to each other: `#1042`. Unique and rising in a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(pub u32);

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One desk among the many in a store. Small on purpose: it is the first part of every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeskId(pub u32);

impl fmt::Display for DeskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "desk {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes() {
        for seed in 0..=255u8 {
            let bytes = std::array::from_fn(|i| seed.wrapping_mul(31).wrapping_add(i as u8 * 17));
            let id = TicketId::from_bytes(bytes);
            assert_eq!(id.to_string().parse::<TicketId>().unwrap(), id);
            assert_eq!(id.to_string().len(), 30);
        }
    }

    #[test]
    fn the_written_order_is_the_order_of_the_bytes() {
        let early = TicketId::from_bytes([1; 16]);
        let late = TicketId::from_bytes([2; 16]);
        assert!(early < late && early.to_string() < late.to_string());
    }

    #[test]
    fn another_kind_a_wrong_length_and_a_wrong_letter_are_refused() {
        let id = TicketId::from_bytes([7; 16]).to_string();
        assert!(id.replace("tkt", "per").parse::<TicketId>().is_err());
        assert!(format!("{id}0").parse::<TicketId>().is_err());
        assert!(id.replace('0', "u").parse::<TicketId>().is_err());
        assert!("tkt_8zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<TicketId>().is_err(), "would not fit in 128 bits");
    }
}
