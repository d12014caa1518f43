//! Addresses that mail is sent to or from: one validated mailbox each.

use std::fmt;

use crate::{Error, Result};

/// Exactly one address such as `jane@example.com`: never a list, a group or a display name.
///
/// ASCII only: a domain in another script is given in its `xn--` form, and local parts that need SMTPUTF8 or quotes
/// are refused. Dots in the local part may stand anywhere, since such addresses exist and can be written to.
///
/// ```
/// use frontdesk::outbound::MailboxAddress;
/// assert_eq!(MailboxAddress::new("jane@example.com")?.domain(), "example.com");
/// assert!(MailboxAddress::new("jane@example.com, joe@example.com").is_err());
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxAddress {
    text: String,
    /// Where the `@` stands.
    at: usize,
}

impl MailboxAddress {
    /// The longest local part of an address of the desk itself, in bytes. Others may have longer ones, and do.
    pub const LOCAL_MAX_BYTES: usize = 64;
    /// The longest address, in bytes.
    pub const MAX_BYTES: usize = 254;

    /// Takes an address over, as it is written.
    ///
    /// # Errors
    /// `address.malformed` when it is not exactly one address of the accepted form; `address.not_ascii` when it
    /// holds other letters.
    pub fn new(address: &str) -> Result<Self> {
        if !address.is_ascii() {
            return Err(Error::invalid("address.not_ascii", "the address is not written in ASCII")
                .hint("write the domain in its `xn--` form"));
        }
        match address.split_once('@') {
            Some((local, domain))
                if address.len() <= Self::MAX_BYTES && is_local(local) && is_domain(domain) =>
            {
                Ok(Self { text: address.to_owned(), at: local.len() })
            }
            _ => Err(Error::invalid("address.malformed", "this is not one e-mail address")
                .hint("write it as `name@example.com`")),
        }
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }
}

impl fmt::Display for MailboxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_local(local: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    !local.is_empty() && local.bytes().all(is_letter) && local.bytes().any(|byte| byte != b'.')
}

fn is_domain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// An address and the name that is shown with it.
///
/// ```
/// use frontdesk::outbound::{MailboxAddress, NamedAddress};
/// let to = NamedAddress::from(MailboxAddress::new("jane@example.com")?).named("Jane Doe");
/// assert_eq!(to.name(), "Jane Doe");
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedAddress {
    name: String,
    address: MailboxAddress,
}

impl NamedAddress {
    /// Shows this name, which may be any text: it is [cleaned](super::header_text) and encoded when written.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The name as it was given; empty when there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &MailboxAddress {
        &self.address
    }
}

impl From<MailboxAddress> for NamedAddress {
    fn from(address: MailboxAddress) -> Self {
        Self { name: String::new(), address }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ob_04_one_string_is_one_recipient_or_none() {
        for text in [
            "a@example.com,b@example.com",
            "a@example.com b@example.com",
            "a@example.com;b@example.com",
            "a@b@example.com",
            "all: a@example.com, b@example.com;",
            "Jane <jane@example.com>",
            "<jane@example.com>",
            "\"a,b@c\"@example.com",
            "a@[127.0.0.1]",
            "(c)a@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "a@example.com\0",
            "a @example.com",
            "",
            "@",
            "a@",
            "@example.com",
            ".@example.com",
            "a@example..com",
            "a@-example.com",
            "a@example.com.",
        ] {
            assert_eq!(MailboxAddress::new(text).unwrap_err().code(), "address.malformed", "{text:?}");
        }
        assert_eq!(MailboxAddress::new("jané@example.com").unwrap_err().code(), "address.not_ascii");
    }

    #[test]
    fn ordinary_and_odd_but_real_addresses_are_accepted() {
        for text in
            ["a@b", "j.doe+tag@mail.example.co.uk", "o'hara@xn--bcher-kva.example", "taro..x.@docomo.ne.jp"]
        {
            let address = MailboxAddress::new(text).unwrap();
            assert_eq!(format!("{}@{}", address.local(), address.domain()), text);
        }
        // Longer than it should be, or not the name of a host: such addresses exist all the same.
        assert!(MailboxAddress::new("jane@some_host.example").is_ok());
        assert!(MailboxAddress::new(&format!("{}@b", "a".repeat(252))).is_ok());
        assert!(MailboxAddress::new(&format!("{}@b", "a".repeat(253))).is_err());
    }
}
