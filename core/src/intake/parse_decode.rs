//! From bytes to text: the only file that knows the mail parser crate, and it asks it for single fields and
//! character sets only, never for the structure of a message.

use super::address::{Address, MailAddress};
use super::guard_fields::parameter;
use super::parse_names::{is_suspicious_name, one_line};
use crate::Timestamp;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, HeaderValue};
use memchr::memchr2;
use std::borrow::Cow;

/// Steps of backtracking that one mail may cost: some fields make the field parsers start over at every marker.
const WORK: usize = 16 << 20;

/// Decodes the fields of one mail and notes what was wrong with them.
pub(super) struct Decoder {
    work_left: usize,
    pub bad_header: bool,
    pub charset_problem: bool,
    pub suspicious_name: bool,
}

impl Decoder {
    pub fn new() -> Self {
        Self { work_left: WORK, bad_header: false, charset_problem: false, suspicious_name: false }
    }

    /// A field of free text, in one line.
    pub fn text(&mut self, value: &[u8]) -> String {
        if let Some(plain) = plain_ascii(value) {
            return one_line(&unfold(plain));
        }
        let value = self.as_utf8(value);
        if self.may_backtrack(&value)
            && let HeaderValue::Text(text) = MessageStream::new(&value).parse_unstructured()
        {
            self.charset_problem |= text.contains('\u{fffd}');
            return one_line(&text);
        }
        one_line(&unfold(&String::from_utf8_lossy(&value)))
    }

    /// The mailboxes of an address field; what is no valid address is left out and noted.
    pub fn mailboxes(&mut self, value: &[u8]) -> Vec<MailAddress> {
        let parsed = self.addresses(value);
        parsed.into_iter().filter_map(|(name, address)| self.mailbox(name, address.as_deref()?)).collect()
    }

    /// One mailbox, checked.
    pub fn mailbox(&mut self, name: Option<String>, address: &str) -> Option<MailAddress> {
        let Ok(address) = Address::parse(address) else {
            self.bad_header = true;
            return None;
        };
        let name = name.map(|name| one_line(&name)).filter(|name| !name.is_empty());
        self.suspicious_name |= name.as_deref().is_some_and(|name| is_suspicious_name(name, address.key()));
        Some(MailAddress { name, address })
    }

    /// Names and addresses of a field as the parser reads them, nothing checked.
    pub fn addresses(&mut self, value: &[u8]) -> Vec<(Option<String>, Option<String>)> {
        if has_stray_control(value) {
            self.bad_header = true;
            return Vec::new();
        }
        let value = self.as_utf8(value);
        if !self.may_backtrack(&value) {
            return Vec::new();
        }
        let owned = |addr: Addr<'_>| (addr.name.map(Cow::into_owned), addr.address.map(Cow::into_owned));
        match MessageStream::new(&value).parse_address() {
            HeaderValue::Address(mail_parser::Address::List(list)) => list.into_iter().map(owned).collect(),
            HeaderValue::Address(mail_parser::Address::Group(groups)) => {
                groups.into_iter().flat_map(|group| group.addresses).map(owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A parameter of `Content-Type` or `Content-Disposition`, with RFC 2231 and encoded words understood.
    pub fn parameter(&mut self, value: &[u8], name: &str) -> Option<String> {
        if plain_ascii(value).is_some() && memchr2(b'*', b'(', value).is_none() {
            return parameter(value, name).map(|text| String::from_utf8_lossy(&text).into_owned());
        }
        let value = self.as_utf8(value);
        if !self.may_backtrack(&value) {
            return None;
        }
        let parsed = MessageStream::new(&value).parse_content_type().into_content_type()?;
        parsed.attribute(name).map(str::to_owned)
    }

    /// A date as mail writes it; only years in which mail can have been sent.
    pub fn date(&mut self, value: &[u8]) -> Option<Timestamp> {
        let value = self.as_utf8(value);
        let date = match MessageStream::new(&value).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => date,
            _ => return None,
        };
        let seconds = date.to_timestamp();
        (1970..=9998).contains(&date.year).then(|| Timestamp::from_millis(seconds.saturating_mul(1_000)))
    }

    /// A body in its character set, with `\n` line ends and without NUL.
    pub fn body(&mut self, content: &[u8], charset: Option<&str>) -> String {
        let charset = charset.unwrap_or_default().trim();
        let text = match std::str::from_utf8(content) {
            // Short of UTF-16 and the seven-bit sets with escapes, whatever reads as UTF-8 is UTF-8: a text
            // in another set that does so by chance is ASCII.
            Ok(text) if text.is_ascii() && !is_stateful(charset) => Cow::Borrowed(text),
            Ok(text) if is_utf8(charset) || is_western(charset) => {
                self.charset_problem |= is_western(charset) && !charset.is_empty();
                Cow::Borrowed(text)
            }
            _ if is_utf8(charset) => {
                self.charset_problem = true;
                let text = String::from_utf8_lossy(content);
                // Nothing in it is UTF-8 but what is ASCII: the label is a lie.
                let is_lie = text.chars().all(|c| c.is_ascii() || c == '\u{fffd}');
                if is_lie { Cow::Owned(western(content)) } else { text }
            }
            other => match charset_decoder(charset.as_bytes()) {
                Some(decoder) => {
                    let text = decoder(content);
                    self.charset_problem |= is_ascii(charset) || text.contains('\u{fffd}');
                    Cow::Owned(text)
                }
                None => {
                    self.charset_problem = true;
                    other.map_or_else(|_| Cow::Owned(western(content)), Cow::Borrowed)
                }
            },
        };
        plain_lines(&text)
    }

    /// The field as UTF-8 that ends with a line end. Raw eight-bit text of old mailers is taken as Western.
    fn as_utf8<'x>(&mut self, value: &'x [u8]) -> Cow<'x, [u8]> {
        let mut value = if std::str::from_utf8(value).is_ok() {
            Cow::Borrowed(value)
        } else {
            self.charset_problem = true;
            Cow::Owned(western(value).into_bytes())
        };
        if !value.ends_with(b"\n") {
            value.to_mut().push(b'\n');
        }
        value
    }

    /// Pays for the worst case of a field; false when this mail has used up its allowance.
    fn may_backtrack(&mut self, value: &[u8]) -> bool {
        let markers = memchr::memchr3_iter(b'?', b';', b'*', value).count();
        match self.work_left.checked_sub(markers.saturating_mul(value.len())) {
            Some(left) => {
                self.work_left = left;
                true
            }
            None => {
                self.bad_header = true;
                false
            }
        }
    }
}

/// Whether a structured field carries NUL or a carriage return that ends no line: such a field means different
/// things to different readers.
pub(super) fn has_stray_control(value: &[u8]) -> bool {
    let mut rest = value;
    while let Some(at) = memchr2(b'\r', 0, rest) {
        match rest.get(at..) {
            Some([b'\r', b'\n', after @ ..]) => rest = after,
            _ => return true,
        }
    }
    false
}

/// The text of a field, when it needs no decoding.
fn plain_ascii(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?;
    (value.is_ascii() && !text.contains("=?")).then_some(text)
}

/// Joins folded lines.
pub(super) fn unfold(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for piece in text.split(['\r', '\n']).map(str::trim).filter(|piece| !piece.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    }
    Cow::Owned(line)
}

fn western(content: &[u8]) -> String {
    match charset_decoder(b"windows-1252") {
        Some(decoder) => decoder(content),
        None => String::from_utf8_lossy(content).into_owned(),
    }
}

fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name))
}

fn is_ascii(charset: &str) -> bool {
    ["us-ascii", "ascii"].iter().any(|name| charset.eq_ignore_ascii_case(name))
}

/// Sets that mailers claim without meaning it.
fn is_western(charset: &str) -> bool {
    ["", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "windows-1252"]
        .iter()
        .any(|name| charset.eq_ignore_ascii_case(name))
}

/// Sets in which ASCII bytes are not always ASCII characters.
fn is_stateful(charset: &str) -> bool {
    ["iso-2022", "csiso2022", "utf-16", "utf16", "utf-7", "utf7", "hz-gb", "unicode", "ucs-2"]
        .iter()
        .any(|start| charset.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start)))
}

/// `\n` line ends, no NUL, no byte order mark.
fn plain_lines(text: &str) -> String {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = String::with_capacity(rest.len());
    while let Some(at) = memchr2(b'\r', 0, rest.as_bytes()) {
        let Some((before, tail)) = rest.split_at_checked(at) else { break };
        lines.push_str(before);
        rest = if let Some(after) = tail.strip_prefix("\r\n") {
            lines.push('\n');
            after
        } else if let Some(after) = tail.strip_prefix('\r') {
            lines.push('\n');
            after
        } else {
            tail.strip_prefix('\0').unwrap_or_default()
        };
    }
    lines.push_str(rest);
    lines
}
