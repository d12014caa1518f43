//! Who wrote a mail, read strictly: when two readers could answer differently, the answer is "nobody can tell".

use super::address::{Address, MailAddress};
use super::guard::Refusal;
use super::parse_decode::{Decoder, has_stray_control};

/// The one mailbox of a `From` field. The parser and a plain scan of the raw field must find the same one.
pub(super) fn sender(value: &[u8], decoder: &mut Decoder) -> Result<MailAddress, Refusal> {
    if has_stray_control(value) {
        decoder.bad_header = true;
        return Err(Refusal::AmbiguousSender);
    }
    let scanned = one_mailbox(value)?;
    let scanned = std::str::from_utf8(&scanned).map_err(|_| Refusal::InvalidSender)?;
    let address = Address::parse(scanned).map_err(|_| Refusal::InvalidSender)?;
    let mut parsed =
        decoder.addresses(value).into_iter().filter(|(_, a)| a.as_ref().is_some_and(|a| a.contains('@')));
    match (parsed.next(), parsed.next()) {
        (Some((name, Some(parsed))), None) if parsed.trim() == address.as_str() => {
            decoder.mailbox(name, address.as_str()).ok_or(Refusal::InvalidSender)
        }
        _ => Err(Refusal::AmbiguousSender),
    }
}

/// The raw address of a field, if exactly one thing in it can be taken for an address.
fn one_mailbox(value: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut scan = Scan::default();
    let mut rest = value;
    while let [b, tail @ ..] = rest {
        // What an encoded word spells is a name, whatever it looks like.
        match encoded_word_len(rest).filter(|_| scan.is_bare()) {
            Some(len) => rest = rest.get(len..).unwrap_or_default(),
            None => {
                scan.take(*b);
                rest = tail;
            }
        }
    }
    scan.end_element();
    match (scan.found.pop(), scan.found.is_empty(), scan.several) {
        (Some(address), true, false) => Ok(address),
        _ => Err(Refusal::AmbiguousSender),
    }
}

/// The length of the encoded word at the start: `=?utf-8?q?Ad=C3=A4?=`.
fn encoded_word_len(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"=?")?;
    // RFC 2047 allows 75 bytes; nobody keeps to it.
    let window = inside.get(..inside.len().min(1_000))?;
    let end = window
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"'))
        .unwrap_or(window.len());
    let mut pieces = window.get(..end)?.splitn(4, |b| *b == b'?');
    let (charset, encoding, text, close) = (pieces.next()?, pieces.next()?, pieces.next()?, pieces.next()?);
    let is_word = matches!(encoding, b"q" | b"Q" | b"b" | b"B") && close.first() == Some(&b'=');
    is_word.then_some(2 + charset.len() + 1 + encoding.len() + 1 + text.len() + 2)
}

#[derive(Default)]
struct Scan {
    found: Vec<Vec<u8>>,
    several: bool,
    bare: Vec<u8>,
    angle: Option<Vec<u8>>,
    in_angle: bool,
    in_quote: bool,
    escaped: bool,
    comment_depth: usize,
}

impl Scan {
    fn is_bare(&self) -> bool {
        !self.in_quote && !self.in_angle && self.comment_depth == 0 && !self.escaped
    }

    fn take(&mut self, b: u8) {
        let quoted = self.in_quote || self.comment_depth > 0;
        match b {
            _ if self.escaped => self.escaped = false,
            b'\\' if quoted => self.escaped = true,
            b'"' if self.comment_depth == 0 && !self.in_angle => self.in_quote = !self.in_quote,
            _ if self.in_quote => {}
            b'(' if !self.in_angle => self.comment_depth += 1,
            b')' if self.comment_depth > 0 => self.comment_depth -= 1,
            _ if self.comment_depth > 0 => {}
            b'<' if self.angle.is_none() => {
                self.in_angle = true;
                self.angle = Some(Vec::new());
            }
            b'<' => self.several = true,
            b'>' => self.in_angle = false,
            _ if self.in_angle => self.angle.get_or_insert_default().push(b),
            b',' | b';' => self.end_element(),
            // The name of a group, not part of a mailbox.
            b':' => self.bare.clear(),
            _ => self.bare.push(b),
        }
    }

    fn end_element(&mut self) {
        let bare = std::mem::take(&mut self.bare);
        let bare = bare.trim_ascii();
        match self.angle.take() {
            Some(angle) => {
                let angle = angle.trim_ascii().to_vec();
                // A bare address beside the brackets is fine only when it is the very same.
                self.several |= bare.contains(&b'@') && !bare.eq_ignore_ascii_case(&angle);
                self.found.push(angle);
            }
            None if bare.contains(&b'@') => self.found.push(bare.to_vec()),
            None => {}
        }
        self.in_angle = false;
        // Only the first few matter: more than one is a refusal.
        self.several |= self.found.len() > 1;
        self.found.truncate(2);
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, sender};
    use crate::intake::parse_decode::Decoder;

    fn read(value: &str) -> Result<String, Refusal> {
        sender(format!(" {value}\r\n").as_bytes(), &mut Decoder::new()).map(|from| from.address.to_string())
    }

    #[test]
    fn si_05_a_sender_is_exactly_one_mailbox() {
        for good in [
            "ada@example.org",
            "<ada@example.org>",
            "Ada <ada@example.org>",
            "\"Lovelace, Ada\" <ada@example.org>",
            "Lovelace, Ada <ada@example.org>",
            "ada@example.org (Ada, Countess <of Lovelace>)",
            "=?utf-8?q?Ad=C3=A4?= <ada@example.org>",
            "=?utf-8?q?victim@bank.example,_Inc:?= <ada@example.org>",
            "\"someone@else.example\" <ada@example.org>",
            "ada@example.org <ada@example.org>",
            "Ada@Example.org <ada@example.org>",
            "People: ada@example.org;",
            "Ada\r\n <ada@example.org>",
        ] {
            assert_eq!(read(good).as_deref(), Ok("ada@example.org"), "{good}");
        }
        for ambiguous in [
            "",
            "ada",
            "a@b.example, c@d.example",
            "<a@b.example> <c@d.example>",
            "<a@b.example> <.evil.example>",
            "a@b.example <c@d.example>",
            "<a@b.example> c@d.example",
            "=?utf-8?q?<a@b.example>?= <c@d.example>",
            "Group: a@b.example, c@d.example;",
            "undisclosed-recipients:;",
            "\"Ada <ada@example.org>",
            "a\0@b.example",
            "Ada\r<ada@example.org>",
        ] {
            assert_eq!(read(ambiguous), Err(Refusal::AmbiguousSender), "{ambiguous:?}");
        }
    }

    #[test]
    fn si_07_a_sender_that_is_no_address_is_refused() {
        for invalid in [
            "<a@b@c>",
            "MAILER-DAEMON <MAILER-DAEMON>",
            "<>",
            "<@route.example:a@b.example>",
            "a b@c.example",
        ] {
            assert_eq!(read(invalid), Err(Refusal::InvalidSender), "{invalid:?}");
        }
    }
}
