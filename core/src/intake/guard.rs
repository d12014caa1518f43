//! The first look at a mail: one linear walk over the raw bytes that finds its parts and refuses what is built to
//! hurt. Nothing is decoded here, nothing recurses, and what is kept is a few spans per part.
//!
//! The walk is the only authority on structure: whatever is decoded later is decoded inside the spans found here,
//! so no second reader can see a deeper or larger message than the one that was measured.

use super::guard_fields::{Block, Field, Span, bytes, leading_token, parameter, scan_block};
use memchr::{memchr, memmem::Finder};
use serde::{Deserialize, Serialize};

/// How large and how involved a mail may be. Sizes are bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailLimits {
    /// The whole raw message.
    pub max_size: usize,
    /// Header fields in one block.
    pub max_headers: usize,
    /// One header block.
    pub max_header_block: usize,
    /// One header field.
    pub max_header: usize,
    /// MIME parts of the whole message, those of attached messages included.
    pub max_parts: usize,
    /// Multiparts within multiparts.
    pub max_depth: usize,
    /// Messages within messages.
    pub max_nested: usize,
    /// A multipart with a longer boundary is kept as one opaque attachment.
    pub max_boundary: usize,
    /// Addresses in all address fields together.
    pub max_addresses: usize,
    /// References considered, the newest ones.
    pub max_references: usize,
    /// The text that is kept of each of the plain and the HTML body; the raw message keeps the rest.
    pub max_text: usize,
    /// More attachments than this are flagged, and kept: no file that somebody sent is left out. `max_parts` bounds them.
    pub max_attachments: usize,
}

impl Default for MailLimits {
    fn default() -> Self {
        Self {
            max_size: 25 << 20,
            max_headers: 1_000,
            max_header_block: 256 << 10,
            max_header: 16 << 10,
            max_parts: 1_000,
            max_depth: 32,
            max_nested: 32,
            max_boundary: 70,
            max_addresses: 500,
            max_references: 100,
            max_text: 1 << 20,
            max_attachments: 20,
        }
    }
}

/// Why a mail was not understood. Its raw bytes are worth keeping all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// Larger than allowed.
    TooLarge,
    /// Not a single header field.
    NoHeaders,
    /// Too many header fields in a block.
    TooManyHeaders,
    /// A header block is too large.
    HeaderBlockTooLarge,
    /// A header field is too large.
    HeaderTooLarge,
    /// Too many MIME parts.
    TooManyParts,
    /// Multiparts nested too deep.
    TooDeep,
    /// Messages nested too deep.
    NestedTooDeep,
    /// Too many addresses.
    TooManyAddresses,
    /// Not exactly one `From` field with exactly one mailbox: who wrote it depends on who reads it.
    AmbiguousSender,
    /// The one `From` mailbox is no valid address.
    InvalidSender,
    /// The parser failed on it: a fault of ours, kept from spreading.
    ParserFault,
}

impl Refusal {
    /// The stable code, as it is serialized: `ambiguous_sender`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NoHeaders => "no_headers",
            Self::TooManyHeaders => "too_many_headers",
            Self::HeaderBlockTooLarge => "header_block_too_large",
            Self::HeaderTooLarge => "header_too_large",
            Self::TooManyParts => "too_many_parts",
            Self::TooDeep => "too_deep",
            Self::NestedTooDeep => "nested_too_deep",
            Self::TooManyAddresses => "too_many_addresses",
            Self::AmbiguousSender => "ambiguous_sender",
            Self::InvalidSender => "invalid_sender",
            Self::ParserFault => "parser_fault",
        }
    }
}

/// How the body of a part is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    Base64,
    QuotedPrintable,
}

/// What a part is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Leaf,
    Multipart,
    Message,
}

/// One MIME part.
#[derive(Debug)]
pub(super) struct Part {
    pub kind: PartKind,
    /// Lower case, for example `text/plain`.
    pub content_type: String,
    pub parent: Option<usize>,
    /// How many messages it lies within; the mail itself is 0.
    pub nested: usize,
    /// The `Content-Type`, `Content-Disposition` and `Content-ID` values.
    pub type_field: Option<Span>,
    pub disposition_field: Option<Span>,
    pub id_field: Option<Span>,
    pub encoding: Encoding,
    pub body: Span,
    children: usize,
}

/// The structure of a mail: spans of its raw bytes.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The header fields of the mail itself.
    pub fields: Vec<Field>,
    pub parts: Vec<Part>,
    /// Header lines that are no fields were skipped.
    pub junk_headers: bool,
    /// Boundaries are missing, too long, or never closed.
    pub broken: bool,
}

/// Measures a mail: how it is built, or why it is refused.
pub(super) fn guard(raw: &[u8], limits: &MailLimits) -> Result<Shape, Refusal> {
    if raw.len() > limits.max_size {
        return Err(Refusal::TooLarge);
    }
    let block = scan_block(raw, 0, true, limits, |_| false)?;
    if block.fields.is_empty() {
        return Err(Refusal::NoHeaders);
    }
    let delimiters = Finder::new(b"\n--");
    let mut walk = Walk { raw, limits, delimiters, shape: Shape::default(), open: Vec::new(), leaf: None };
    walk.shape.junk_headers = block.junk;
    walk.shape.fields.clone_from(&block.fields);
    walk.run(block)?;
    Ok(walk.shape)
}

/// A multipart or message whose end has not been seen yet.
struct Open {
    part: usize,
    boundary: Option<Vec<u8>>,
}

struct Walk<'x> {
    raw: &'x [u8],
    limits: &'x MailLimits,
    delimiters: Finder<'static>,
    shape: Shape,
    open: Vec<Open>,
    /// The leaf that the walk is in.
    leaf: Option<usize>,
}

/// A line that is the delimiter of an open multipart.
struct Delimiter {
    level: usize,
    closing: bool,
    line: Span,
}

impl Walk<'_> {
    fn run(&mut self, block: Block) -> Result<(), Refusal> {
        let mut at = block.body;
        let mut next = Some(block);
        loop {
            if let Some(block) = next.take() {
                at = block.body;
                if self.begin_part(&block)? {
                    next = Some(self.part_block(at, true)?);
                    continue;
                }
            }
            let Some(delimiter) = self.next_delimiter(at) else {
                self.shape.broken |= self.open.iter().any(|open| open.boundary.is_some());
                self.close_down_to(0, self.raw.len());
                return Ok(());
            };
            at = delimiter.line.end;
            let content_end = self.without_line_end(delimiter.line.start);
            if delimiter.closing {
                self.close_down_to(delimiter.level, content_end);
            } else {
                self.close_down_to(delimiter.level + 1, content_end);
                next = Some(self.part_block(at, false)?);
            }
        }
    }

    fn part_block(&self, start: usize, is_message: bool) -> Result<Block, Refusal> {
        scan_block(self.raw, start, is_message, self.limits, |line| self.delimiter_at(line).is_some())
    }

    /// Takes up the part with this header; true when it is a message, whose own header follows.
    fn begin_part(&mut self, block: &Block) -> Result<bool, Refusal> {
        if self.shape.parts.len() == self.limits.max_parts {
            return Err(Refusal::TooManyParts);
        }
        let parent = self.open.last().map(|open| open.part);
        let parent_part = parent.and_then(|p| self.shape.parts.get_mut(p));
        let in_digest = parent_part.as_ref().is_some_and(|p| p.content_type == "multipart/digest");
        if let Some(parent) = parent_part {
            parent.children += 1;
        }
        let mut part = self.read_part(block, parent, in_digest);
        let index = self.shape.parts.len();
        match part.kind {
            PartKind::Multipart => {
                let boundary =
                    part.type_field.as_ref().and_then(|f| parameter(bytes(self.raw, f), "boundary"));
                match boundary.map(|b| b.trim_ascii_end().to_vec()) {
                    Some(boundary) if (1..=self.limits.max_boundary).contains(&boundary.len()) => {
                        if self.open.iter().filter(|open| open.boundary.is_some()).count()
                            == self.limits.max_depth
                        {
                            return Err(Refusal::TooDeep);
                        }
                        self.open.push(Open { part: index, boundary: Some(boundary) });
                        self.leaf = None;
                    }
                    boundary => {
                        self.shape.broken = true;
                        part.kind = PartKind::Leaf;
                        if boundary.is_none_or(|b| b.is_empty()) {
                            part.content_type = "text/plain".to_owned();
                        }
                        self.leaf = Some(index);
                    }
                }
            }
            PartKind::Message => {
                if part.nested == self.limits.max_nested {
                    return Err(Refusal::NestedTooDeep);
                }
                self.open.push(Open { part: index, boundary: None });
                self.leaf = None;
            }
            PartKind::Leaf => self.leaf = Some(index),
        }
        let is_message = part.kind == PartKind::Message;
        self.shape.parts.push(part);
        Ok(is_message)
    }

    fn read_part(&self, block: &Block, parent: Option<usize>, in_digest: bool) -> Part {
        let mut part = Part {
            kind: PartKind::Leaf,
            content_type: String::new(),
            parent,
            nested: self.open.iter().filter(|open| open.boundary.is_none()).count(),
            type_field: None,
            disposition_field: None,
            id_field: None,
            encoding: Encoding::Plain,
            body: block.body..block.body,
            children: 0,
        };
        for field in &block.fields {
            let name = bytes(self.raw, &field.name);
            if !name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-")) {
                continue;
            }
            let is = |wanted: &[u8]| name.get(8..).is_some_and(|rest| rest.eq_ignore_ascii_case(wanted));
            let value = || Some(field.value.clone());
            if is(b"type") && part.type_field.is_none() {
                part.type_field = value();
            } else if is(b"disposition") {
                part.disposition_field = value();
            } else if is(b"id") {
                part.id_field = value();
            } else if is(b"transfer-encoding") {
                part.encoding = match leading_token(bytes(self.raw, &field.value)).as_str() {
                    "base64" => Encoding::Base64,
                    "quoted-printable" => Encoding::QuotedPrintable,
                    _ => Encoding::Plain,
                };
            }
        }
        part.content_type = match part.type_field.as_ref().map(|f| leading_token(bytes(self.raw, f))) {
            Some(token) if token.contains('/') => token,
            _ if in_digest => "message/rfc822".to_owned(),
            // "Content-Type: text" and nothing at all mean the same.
            _ => "text/plain".to_owned(),
        };
        part.kind = match part.content_type.as_str() {
            // An encoded message stays closed: what is inside was not measured.
            "message/rfc822" | "message/global" if part.encoding == Encoding::Plain => PartKind::Message,
            other if other.starts_with("multipart/") => PartKind::Multipart,
            _ => PartKind::Leaf,
        };
        part
    }

    fn next_delimiter(&self, from: usize) -> Option<Delimiter> {
        if !self.open.iter().any(|open| open.boundary.is_some()) {
            return None;
        }
        // A delimiter may be the very first line: look from the line end before it.
        let mut at = from.saturating_sub(1);
        loop {
            at += self.delimiters.find(self.raw.get(at..)?)? + 1;
            if let Some(delimiter) = self.delimiter_at(at) {
                return Some(delimiter);
            }
        }
    }

    /// Reads the line at `start`, which begins with `--`, as a delimiter of one of the open multiparts.
    fn delimiter_at(&self, start: usize) -> Option<Delimiter> {
        // Some white space may follow; a longer line is none of ours, and need not be read to its end.
        let window = self.raw.get(start..self.raw.len().min(start + self.limits.max_boundary + 128))?;
        let (line, end) = match memchr(b'\n', window) {
            Some(n) => (window.get(..n)?, start + n + 1),
            None if start + window.len() == self.raw.len() => (window, self.raw.len()),
            None => return None,
        };
        let text = line.get(2..)?.trim_ascii_end();
        let opening = |boundary: &[u8]| text == boundary;
        let closing = |boundary: &[u8]| text.strip_suffix(b"--").is_some_and(|t| t == boundary);
        let levels = || self.open.iter().enumerate().rev();
        let find = |matches: &dyn Fn(&[u8]) -> bool| {
            levels().find(|(_, open)| open.boundary.as_deref().is_some_and(matches)).map(|(level, _)| level)
        };
        let (level, closing) = match find(&opening) {
            Some(level) => (level, false),
            None => (find(&closing)?, true),
        };
        Some(Delimiter { level, closing, line: start..end })
    }

    /// Ends the current leaf and everything open from `level` upwards at `end`.
    fn close_down_to(&mut self, level: usize, end: usize) {
        if let Some(part) = self.leaf.take().and_then(|leaf| self.shape.parts.get_mut(leaf)) {
            part.body.end = end.max(part.body.start);
        }
        for open in self.open.drain(level.min(self.open.len())..) {
            let Some(part) = self.shape.parts.get_mut(open.part) else { continue };
            part.body.end = end.max(part.body.start);
            if part.kind == PartKind::Multipart && part.children == 0 {
                // Not one delimiter: all there is to show is the text.
                self.shape.broken = true;
                part.kind = PartKind::Leaf;
                part.content_type = "text/plain".to_owned();
            }
        }
    }

    /// The place of the line end before `line`, which belongs to the delimiter and not to the content.
    fn without_line_end(&self, line: usize) -> usize {
        match self.raw.get(..line) {
            Some([.., b'\r', b'\n']) => line - 2,
            Some([.., b'\n']) => line - 1,
            _ => line,
        }
    }
}
