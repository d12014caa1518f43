//! E-mail addresses that are safe to compare, keep and send to.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{fmt, hash};

/// Longest address, in bytes (RFC 5321 path limit).
const MAX_ADDRESS: usize = 254;
const MAX_DOMAIN: usize = 253;
const MAX_LABEL: usize = 63;

/// A checked `local@domain`: no spaces, controls, quotes, brackets, or second `@`.
///
/// It is kept as it was written; two addresses are equal when they are after folding ASCII letters, and only those
/// (Unicode case folding would let one person be another).
///
/// ```
/// use frontdesk::intake::address::Address;
/// let written = Address::parse("Ada.Lovelace@Example.ORG").unwrap();
/// assert_eq!(written.as_str(), "Ada.Lovelace@Example.ORG");
/// assert_eq!(written.key(), "ada.lovelace@example.org");
/// assert_eq!(written, Address::parse("ADA.LOVELACE@example.org").unwrap());
/// assert!(Address::parse("a@b.example> <c@d.example").is_err());
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    written: String,
    /// Only where folding changes something.
    folded: Option<String>,
    at: usize,
}

impl Address {
    /// Checks an address. Fails with `address.invalid`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let invalid = |why: &str| Err(Error::invalid("address.invalid", why));
        if text.len() > MAX_ADDRESS {
            return invalid("the address is longer than 254 bytes");
        }
        let Some((local, domain)) = text.split_once('@') else {
            return invalid("the address has no `@`");
        };
        if local.is_empty() || !local.chars().all(is_local_char) {
            return invalid("the part before the `@` is empty or has characters that do not belong there");
        }
        if !is_domain(domain) {
            return invalid("the part after the `@` is no domain");
        }
        let folded = text.bytes().any(|b| b.is_ascii_uppercase()).then(|| text.to_ascii_lowercase());
        Ok(Self { written: text.to_owned(), folded, at: local.len() })
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address for comparison: ASCII letters in lower case.
    pub fn key(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.written)
    }

    /// The part before the `@`, folded.
    pub fn local(&self) -> &str {
        self.key().get(..self.at).unwrap_or_default()
    }

    /// The part after the `@`, folded.
    pub fn domain(&self) -> &str {
        self.key().get(self.at + 1..).unwrap_or_default()
    }
}

/// Dots may stand anywhere: some carriers have given out addresses with leading, trailing and double dots.
fn is_local_char(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '.' | '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' => true,
        '=' | '?' | '^' | '_' | '`' | '{' | '|' | '}' | '~' => true,
        _ => is_plain_unicode(c),
    }
}

/// Letters and digits of other scripts; invisible and direction characters are neither.
fn is_plain_unicode(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || is_plain_unicode(c))
    };
    domain.len() <= MAX_DOMAIN && domain.split('.').all(is_label)
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Address {}

impl hash::Hash for Address {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(other.key())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.written)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl TryFrom<String> for Address {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.written
    }
}

impl std::str::FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

/// An address with the name its owner, or whoever wrote the mail, gave it. The two are never joined into one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailAddress {
    /// The display name: no control or direction characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address.
    pub address: Address,
}

#[cfg(test)]
mod tests {
    use super::Address;
    use proptest::prelude::*;

    #[test]
    fn si_07_only_plain_addresses_pass() {
        for good in [
            "a@b.example",
            "a.b+tag@b-c.example",
            "o'neil@example.ie",
            "root@localhost",
            "..odd..@docomo.example",
            "jörg@exämple.de",
            "0@1.2",
        ] {
            assert_eq!(Address::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b@c",
            "a@b>",
            "<a@b>",
            "a b@c.example",
            "a@b c",
            "\"a b\"@c.example",
            "a\0@b.example",
            "a\r@b.example",
            "a@b.example\nBcc: x@y",
            "a@-b.example",
            "a@b-.example",
            "a@b..example",
            "a@b.example.",
            "a,b@c.example",
            "a@[127.0.0.1]",
            "a\u{202e}@b.example",
            "a@b\u{200b}.example",
            "a;b@c.example",
            "a(b)@c.example",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Address::parse(&format!("{}@b.example", "a".repeat(300))).is_err());
    }

    #[test]
    fn si_10_letters_outside_ascii_are_not_folded_into_others() {
        let kelvin = Address::parse("\u{212a}im@example.org").unwrap();
        assert_ne!(kelvin, Address::parse("kim@example.org").unwrap());
        assert_ne!(Address::parse("JÖRG@example.org").unwrap(), Address::parse("jörg@example.org").unwrap());
    }

    #[test]
    fn the_parts_are_folded() {
        let address = Address::parse("Ada@Example.ORG").unwrap();
        assert_eq!((address.local(), address.domain()), ("ada", "example.org"));
    }

    proptest! {
        #[test]
        fn si_07_an_accepted_address_round_trips_and_cannot_break_a_header(text in "\\PC{0,20}@?[\\PC@<>.]{0,20}") {
            if let Ok(address) = Address::parse(&text) {
                prop_assert_eq!(Address::parse(address.as_str()).unwrap(), address.clone());
                prop_assert_eq!(Address::parse(address.key()).unwrap(), address.clone());
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
                prop_assert!(!address.as_str().contains(|c: char| c.is_control() || c.is_whitespace() || "<>,;:\"".contains(c)));
            }
        }
    }
}
