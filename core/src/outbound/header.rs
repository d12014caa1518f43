//! What may stand in the header of a mail: nothing that could end a line or begin another header.

use std::fmt;

use super::MailboxAddress;
use crate::{Error, Result};

/// A line of a mail has at most so many bytes, without its end.
pub(crate) const LINE_MAX: usize = 998;

/// A header's value as it goes on the wire: printable ASCII, and short enough for a line of its own.
///
/// Text of people never goes in here: the writer encodes it itself.
///
/// ```
/// use frontdesk::outbound::HeaderSafe;
/// assert_eq!(HeaderSafe::new(" widgets ")?.as_str(), "widgets");
/// assert!(HeaderSafe::new("widgets\r\nBcc: everybody@example.com").is_err());
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeaderSafe(String);

impl HeaderSafe {
    /// The longest value, in bytes: on a line of its own it still follows a space.
    pub const MAX_BYTES: usize = LINE_MAX - 1;

    /// Takes a value over; spaces around it are dropped, and several in a row become one.
    ///
    /// # Errors
    /// `header.unsafe` when there is anything but printable ASCII in it (so no CR, LF, NUL), or nothing at all;
    /// `header.too_long` above [`Self::MAX_BYTES`].
    pub fn new(value: &str) -> Result<Self> {
        let value = value.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if value.len() > Self::MAX_BYTES {
            let (length, cap) = (value.len() as u64, Self::MAX_BYTES as u64);
            return Err(Error::limit("header.too_long", "the length of the header's value", length, cap));
        }
        if value.is_empty() || !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Error::invalid("header.unsafe", "a header's value is one line of printable ASCII")
                .hint("leave out line breaks; encode other letters"));
        }
        Ok(Self(value))
    }

    /// A token of ours: letters and digits only.
    pub(super) fn token(token: String) -> Self {
        Self(token)
    }

    /// The value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HeaderSafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a header that the host adds. Names that decide where a mail goes, who it is from or how it is read
/// are the writer's own and refused, `Bcc` above all.
///
/// ```
/// use frontdesk::outbound::HeaderName;
/// assert!(HeaderName::new("X-Product").is_ok());
/// assert_eq!(HeaderName::new("bcc").unwrap_err().code(), "header.reserved");
/// assert_eq!(HeaderName::new("X-A: b").unwrap_err().code(), "header.malformed_name");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeaderName(String);

/// In lower case. Those that begin with `content-` or `resent-` come on top.
const RESERVED: &[&str] = &[
    "authentication-results",
    "auto-submitted",
    "bcc",
    "cc",
    "date",
    "disposition-notification-to",
    "dkim-signature",
    "from",
    "in-reply-to",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "message-id",
    "mime-version",
    "received",
    "references",
    "reply-to",
    "return-path",
    "return-receipt-to",
    "sender",
    "subject",
    "to",
    "x-auto-response-suppress",
    "x-frontdesk-loop",
];

impl HeaderName {
    /// The longest name, in bytes.
    pub const MAX_BYTES: usize = 60;

    /// Takes a name over, as it is written.
    ///
    /// # Errors
    /// `header.malformed_name` when it is no header's name or longer than [`Self::MAX_BYTES`]; `header.reserved`
    /// when it is one of the writer's own.
    pub fn new(name: &str) -> Result<Self> {
        let well_formed = name.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b':');
        if name.is_empty() || name.len() > Self::MAX_BYTES || !well_formed {
            return Err(Error::invalid("header.malformed_name", "this is not the name of a header"));
        }
        let lower = name.to_ascii_lowercase();
        let is_family = lower.starts_with("content-") || lower.starts_with("resent-");
        if is_family || RESERVED.contains(&lower.as_str()) {
            return Err(Error::invalid("header.reserved", "this header is written by frontdesk itself"));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id that a mail bears in `Message-ID`, and by which others refer to it; without the angle brackets.
///
/// Ids of foreign mail pass through here too, before they are repeated in a reply. Those are taken as loosely as
/// is safe: printable ASCII without spaces and angle brackets.
///
/// ```
/// use frontdesk::outbound::MsgId;
/// assert_eq!(MsgId::new("<4711@shop.example>")?.as_str(), "4711@shop.example");
/// assert!(MsgId::new("4711@shop.example>\r\nBcc: <everybody@example.com").is_err());
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MsgId(String);

impl MsgId {
    /// The longest id, in bytes, without the brackets.
    pub const MAX_BYTES: usize = LINE_MAX - 3;

    /// Reads an id, with or without its angle brackets.
    ///
    /// # Errors
    /// `message_id.malformed` when it is empty, too long or holds what an id cannot.
    pub fn new(id: &str) -> Result<Self> {
        let id = id.trim_matches(' ');
        let id = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
        let well_formed = id.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b'<' && byte != b'>');
        if id.is_empty() || id.len() > Self::MAX_BYTES || !well_formed {
            return Err(Error::invalid("message_id.malformed", "this is not the id of a mail"));
        }
        Ok(Self(id.to_owned()))
    }

    /// An id of ours, from letters, digits and dots, at a domain that is valid already.
    pub(super) fn minted(local: &str, from: &MailboxAddress) -> Self {
        Self(format!("{local}@{}", from.domain()))
    }

    /// The id without angle brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MsgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a person unsubscribes with one click.
///
/// ```
/// use frontdesk::outbound::UnsubscribeUrl;
/// assert!(UnsubscribeUrl::new("https://desk.example/u/abc").is_ok());
/// assert!(UnsubscribeUrl::new("http://desk.example/u/abc").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnsubscribeUrl(String);

impl UnsubscribeUrl {
    /// Takes a URL over.
    ///
    /// # Errors
    /// `unsubscribe.malformed_url` when it does not begin with `https://`, is longer than 900 bytes, or holds
    /// spaces, commas, angle brackets or anything but printable ASCII.
    pub fn new(url: &str) -> Result<Self> {
        let host = url.strip_prefix("https://").unwrap_or_default();
        let well_formed = host.bytes().all(|byte| matches!(byte, b'!'..=b'~') && !b"<>,\"\\".contains(&byte));
        if host.is_empty() || url.len() > 900 || !well_formed {
            return Err(Error::invalid("unsubscribe.malformed_url", "this is not a URL for unsubscribing")
                .hint("it begins with `https://` and is percent-encoded"));
        }
        Ok(Self(url.to_owned()))
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] =
        &["a\rb", "a\nb", "a\r\nBcc: x@y.z", "a\0b", "a\u{b}b", "a\u{7f}", "a\u{85}b", "é"];

    #[test]
    fn ob_01_nothing_that_could_end_a_line_gets_into_a_header() {
        for text in HOSTILE {
            assert!(HeaderSafe::new(text).is_err(), "{text:?}");
            assert!(HeaderName::new(text).is_err(), "{text:?}");
            assert!(MsgId::new(text).is_err(), "{text:?}");
            assert!(UnsubscribeUrl::new(&format!("https://x/{text}")).is_err(), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_no_value() {
        for text in ["", " "] {
            assert!(
                HeaderSafe::new(text).is_err() && HeaderName::new(text).is_err() && MsgId::new(text).is_err()
            );
        }
        assert!(MsgId::new("<>").is_err() && UnsubscribeUrl::new("https://").is_err());
    }

    #[test]
    fn the_limits_are_the_lengths_that_still_fit_on_a_line() {
        assert!(HeaderSafe::new(&"a".repeat(997)).is_ok());
        assert_eq!(HeaderSafe::new(&"a".repeat(998)).unwrap_err().code(), "header.too_long");
        assert!(MsgId::new(&format!("<{}>", "a".repeat(995))).is_ok());
        assert!(MsgId::new(&"a".repeat(996)).is_err());
        assert!(HeaderName::new(&"a".repeat(60)).is_ok());
        assert!(HeaderName::new(&"a".repeat(61)).is_err());
    }

    #[test]
    fn every_reserved_name_is_refused_in_any_case() {
        for name in RESERVED.iter().chain(&["content-type", "resent-to"]) {
            assert_eq!(
                HeaderName::new(&name.to_uppercase()).unwrap_err().code(),
                "header.reserved",
                "{name}"
            );
        }
    }
}
