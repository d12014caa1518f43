//! Text and attributes, escaped the way the serializer does it.

use super::elements::{Element, REMOTE_SOURCE};
use super::is_allowed_address;
use crate::intake::html_text::entity::{self, Reference};
use crate::intake::html_text::token::Tag;

/// Text of HTML, read piece by piece.
pub(super) struct Source<'a> {
    rest: &'a str,
}

/// A piece of text.
pub(super) enum Piece<'a> {
    /// Nothing in it has to be escaped.
    Plain(&'a str),
    Character(char),
    /// A reference whose name we do not know, but the parser may.
    Named(&'a str),
}

/// What the parser makes of such a reference may be so much longer.
const NAMED_GROWTH: usize = 4;

impl<'a> Source<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub fn next(&mut self) -> Option<Piece<'a>> {
        const MOST_AT_ONCE: usize = 512;
        let window = self.rest.get(..self.rest.floor_char_boundary(MOST_AT_ONCE))?;
        let plain = window.find(is_special).unwrap_or(window.len());
        if plain > 0 {
            return self.take(plain).map(Piece::Plain);
        }
        if let Some(reference) = Reference::at_start(self.rest) {
            self.take(reference.length)?;
            return Some(Piece::Character(reference.stands_for));
        }
        if let Some(length) = unknown_reference(self.rest) {
            return self.take(length).map(Piece::Named);
        }
        if self.rest.starts_with("\r\n") {
            self.take(1)?;
        }
        let character = self.rest.chars().next()?;
        self.take(character.len_utf8())?;
        Some(Piece::Character(if character == '\r' { '\n' } else { character }))
    }

    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }
}

impl Piece<'_> {
    pub fn is_line_end(&self) -> bool {
        matches!(self, Self::Character('\n' | '\r'))
    }

    /// At least as many bytes as the piece will take.
    pub fn most_bytes(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            Self::Character(_) => "&quot;".len(),
            Self::Named(reference) => reference.len() + NAMED_GROWTH,
        }
    }

    /// Writes the piece; tells how many bytes the parser may add.
    pub fn write(&self, out: &mut String) -> usize {
        match self {
            Self::Plain(text) => out.push_str(text),
            // The parser is slow with references, and no `>` ends anything in text.
            Self::Character('>') => {
                out.push('>');
                return "&gt;".len() - 1;
            }
            Self::Character(character @ '\u{a0}') => {
                out.push(*character);
                return "&nbsp;".len() - character.len_utf8();
            }
            Self::Character(character) => push_escaped(*character, out),
            Self::Named(reference) => {
                out.push_str(reference);
                return NAMED_GROWTH;
            }
        }
        0
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\u{a0}' | '\n') || (c.is_control() && c != '\t')
}

/// The length of a reference by a name that we do not know.
fn unknown_reference(text: &str) -> Option<usize> {
    const LONGEST: usize = 32;
    let name = text.strip_prefix('&')?;
    let length = name.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let is_name = length > 0 && name.as_bytes().get(length) == Some(&b';');
    // A line end by name would be lost behind `<pre>`.
    (is_name && !name.starts_with("NewLine;")).then_some(length + 2)
}

fn push_escaped(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        '\u{a0}' => out.push_str("&nbsp;"),
        '\n' | '\t' => out.push(c),
        c if c.is_control() => {}
        c => out.push(c),
    }
}

/// The allowed attributes of a tag, ready to be written behind its name.
pub(super) fn attributes(element: Element, tag: Tag<'_>, longest: usize) -> String {
    let mut written = Written::default();
    for (name, value) in tag.attributes().filter(|(_, value)| value.len() <= longest) {
        let Some(name) = element.attribute(name) else { continue };
        match name {
            "href" => {
                let address = address(value);
                if is_allowed_address(&address) {
                    written.add(name, &address);
                }
            }
            _ => written.add(name, &plain(value)),
        }
    }
    written.text
}

/// The attributes of a picture: one that would be fetched from elsewhere keeps its address, but is not shown.
pub(super) fn image_attributes(element: Element, tag: Tag<'_>, longest: usize) -> String {
    let mut written = Written::default();
    for (name, value) in tag.attributes().filter(|(_, value)| value.len() <= longest) {
        let Some(name) = element.attribute(name) else { continue };
        match name {
            "src" | REMOTE_SOURCE => {
                let address = address(value);
                if !is_allowed_address(&address) {
                    continue;
                }
                if has_scheme(&address, "cid:") && name == "src" {
                    written.add(name, &address);
                } else if has_scheme(&address, "http:") || has_scheme(&address, "https:") {
                    written.add(REMOTE_SOURCE, &address);
                }
            }
            _ => written.add(name, &plain(value)),
        }
    }
    written.text
}

/// Attributes written so far, each once.
#[derive(Default)]
struct Written {
    text: String,
    names: Vec<&'static str>,
}

impl Written {
    fn add(&mut self, name: &'static str, value: &str) {
        if self.names.contains(&name) {
            return;
        }
        self.names.push(name);
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        for c in value.chars() {
            push_escaped(c, &mut self.text);
        }
        self.text.push('"');
    }
}

fn has_scheme(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// An address as browsers read it: no control characters in it, no white space around it.
fn address(value: &str) -> String {
    let decoded: String = entity::decode(value).chars().filter(|c| !c.is_control()).collect();
    decoded.trim().to_owned()
}

/// A value on one line.
fn plain(value: &str) -> String {
    entity::decode(value).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
