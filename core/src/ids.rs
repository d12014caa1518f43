//! Typed ids. Each is a UUIDv7 that is written with its kind: `tkt_01h455vb4pex5vsknk084sn02q`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// Crockford's base 32, in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LEN: usize = 26;
const PREFIX_LEN: usize = 3;
const WRITTEN_LEN: usize = PREFIX_LEN + 1 + TEXT_LEN;

/// Writes the last bits of a value, five to a letter.
fn encode(mut value: u64, letters: &mut [u8]) {
    for letter in letters.iter_mut().rev() {
        *letter = ALPHABET.get((value & 31) as usize).copied().unwrap_or_default();
        value >>= 5;
    }
}

/// Calls `use_it` with the written form of an id. A log entry has dozens of ids: none takes a string of its own.
fn with_written<T>(prefix: &str, bytes: [u8; 16], use_it: impl FnOnce(&str) -> T) -> T {
    let value = u128::from_be_bytes(bytes);
    let mut written = [b'_'; WRITTEN_LEN];
    written.iter_mut().zip(prefix.bytes()).for_each(|(to, from)| *to = from);
    let (_, letters) = written.split_at_mut(PREFIX_LEN + 1);
    let (highest, rest) = letters.split_at_mut(2);
    let (high, low) = rest.split_at_mut(12);
    encode((value >> 120) as u64, highest);
    encode((value >> 60) as u64, high);
    encode(value as u64, low);
    use_it(std::str::from_utf8(&written).unwrap_or_default())
}

/// What a letter of [`ALPHABET`] stands for.
fn value_of(letter: u8) -> Option<u8> {
    Some(match letter {
        b'0'..=b'9' => letter - b'0',
        b'a'..=b'h' => letter - b'a' + 10,
        b'j' | b'k' => letter - b'j' + 18,
        b'm' | b'n' => letter - b'm' + 20,
        b'p'..=b't' => letter - b'p' + 22,
        b'v'..=b'z' => letter - b'v' + 27,
        _ => return None,
    })
}

fn decode(text: &str) -> Option<[u8; 16]> {
    if text.len() != TEXT_LEN || text.as_bytes().first().is_none_or(|first| *first > b'7') {
        return None;
    }
    let mut value: u128 = 0;
    for byte in text.bytes() {
        value = (value << 5) | u128::from(value_of(byte)?);
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
                    .hint("copy it whole, from where the desk told it")
            })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        const _: () = assert!($prefix.len() == PREFIX_LEN);

        impl $name {
            /// No id yet: what is saved with it gets one from the desk.
            pub const fn unset() -> Self {
                Self([0; 16])
            }
        }

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
                with_written($prefix, self.0, |written| f.write_str(written))
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
                with_written($prefix, self.0, |written| serializer.serialize_str(written))
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
    /// A metric of the desk's own.
    MetricId = "met";
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketNumber(pub u32);

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One desk among the many in a store. Small on purpose: it is the first part of every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    fn every_letter_reads_as_its_place_in_the_alphabet_and_no_other_byte_does() {
        for byte in 0..=u8::MAX {
            let place = ALPHABET.iter().position(|letter| *letter == byte);
            assert_eq!(value_of(byte).map(usize::from), place, "{byte}");
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
