//! Header fields and their parameters as spans of the raw bytes: no decoding, no copies.

use super::guard::{MailLimits, Refusal};
use memchr::memchr;
use std::ops::Range;

/// A stretch of the raw message.
pub(super) type Span = Range<usize>;

/// The bytes of a span; nothing where it lies outside.
pub(super) fn bytes<'x>(raw: &'x [u8], span: &Span) -> &'x [u8] {
    raw.get(span.clone()).unwrap_or_default()
}

/// One header field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub name: Span,
    /// From after the colon to the end of the last folded line, its line end included.
    pub value: Span,
}

/// The fields of one header block.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub fields: Vec<Field>,
    /// Where the body starts.
    pub body: usize,
    /// Lines that are no header fields were skipped.
    pub junk: bool,
}

/// Reads the header block at `start`. A line for which `is_delimiter` answers true ends it as well as a blank one.
///
/// Without `lenient`, a block whose first line is no field is no block at all: the body starts right there.
pub(super) fn scan_block(
    raw: &[u8],
    start: usize,
    lenient: bool,
    limits: &MailLimits,
    is_delimiter: impl Fn(usize) -> bool,
) -> Result<Block, Refusal> {
    let mut block = Block { body: raw.len(), ..Block::default() };
    let mut at = start;
    while at < raw.len() {
        let rest = raw.get(at..).unwrap_or_default();
        let end = memchr(b'\n', rest).map_or(raw.len(), |n| at + n + 1);
        let line = raw.get(at..end).unwrap_or_default();
        if end - start > limits.max_header_block {
            return Err(Refusal::HeaderBlockTooLarge);
        }
        match line {
            [b'\n'] | [b'\r', b'\n'] => {
                block.body = end;
                return Ok(block);
            }
            [b'-', b'-', ..] if is_delimiter(at) => {
                block.body = at;
                return Ok(block);
            }
            [b' ' | b'\t', ..] => match block.fields.last_mut() {
                Some(field) => {
                    field.value.end = end;
                    if field.value.len() > limits.max_header {
                        return Err(Refusal::HeaderTooLarge);
                    }
                }
                None => block.junk = true,
            },
            _ => match field_name_len(line) {
                Some((name, colon)) => {
                    if end - at > limits.max_header {
                        return Err(Refusal::HeaderTooLarge);
                    }
                    if block.fields.len() == limits.max_headers {
                        return Err(Refusal::TooManyHeaders);
                    }
                    block.fields.push(Field { name: at..at + name, value: at + colon + 1..end });
                }
                None if !lenient && block.fields.is_empty() => {
                    block.body = at;
                    return Ok(block);
                }
                // The separator line of a mailbox file is no damage.
                None => block.junk |= at != start || !line.starts_with(b"From "),
            },
        }
        at = end;
    }
    Ok(block)
}

/// The length of the field name at the start of a line and the place of its colon.
fn field_name_len(line: &[u8]) -> Option<(usize, usize)> {
    let colon = memchr(b':', line)?;
    let name = line.get(..colon)?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some((name.len(), colon))
}

/// A parameter of a structured field such as `Content-Type`, found by a plain scan: quotes are understood,
/// comments and RFC 2231 are not (who needs those sees a `*` and asks the full parser).
pub(super) fn parameter(value: &[u8], wanted: &str) -> Option<Vec<u8>> {
    let mut rest = value.get(memchr(b';', value)?..)?;
    while let [b';', after @ ..] = rest {
        let name_end = after.iter().position(|b| matches!(b, b'=' | b';'))?;
        let name = after.get(..name_end)?.trim_ascii();
        let tail = after.get(name_end..)?;
        let [b'=', tail @ ..] = tail else {
            rest = tail;
            continue;
        };
        let tail = tail.trim_ascii_start();
        let (text, after_value) = match tail {
            [b'"', quoted @ ..] => quoted_string(quoted),
            _ => {
                let end = tail.iter().position(|b| *b == b';').unwrap_or(tail.len());
                let token = tail.get(..end)?.trim_ascii();
                (token.to_vec(), tail.get(end..)?)
            }
        };
        if name.eq_ignore_ascii_case(wanted.as_bytes()) {
            return Some(text);
        }
        rest = after_value.get(memchr(b';', after_value)?..)?;
    }
    None
}

/// The text of a quoted string whose opening quote has been read, and what follows it.
fn quoted_string(quoted: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut text = Vec::new();
    let mut escaped = false;
    for (i, &b) in quoted.iter().enumerate() {
        match b {
            _ if escaped => {
                text.push(b);
                escaped = false;
            }
            b'\\' => escaped = true,
            b'"' => return (text, quoted.get(i + 1..).unwrap_or_default()),
            b'\r' | b'\n' => {}
            _ => text.push(b),
        }
    }
    (text, &[])
}

/// The leading token of a structured field in lower case: `text/plain`, `attachment`, `base64`.
pub(super) fn leading_token(value: &[u8]) -> String {
    let value = value.trim_ascii_start();
    let is_end = |b: &u8| matches!(b, b';' | b'(' | b',') || b.is_ascii_whitespace();
    let token = value.get(..value.iter().position(is_end).unwrap_or(value.len())).unwrap_or_default();
    token
        .iter()
        .take(127)
        .filter(|b| b.is_ascii_graphic())
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{leading_token, parameter};

    #[test]
    fn parameters_are_found_in_the_shapes_that_mailers_write() {
        let value =
            b" multipart/mixed;\r\n\tcharset=\"utf-8\" ; Boundary=\"a;b\\\"c\";name=x y ;last = z\r\n";
        assert_eq!(parameter(value, "boundary").unwrap(), b"a;b\"c");
        assert_eq!(parameter(value, "charset").unwrap(), b"utf-8");
        assert_eq!(parameter(value, "name").unwrap(), b"x y");
        assert_eq!(parameter(value, "last").unwrap(), b"z");
        assert_eq!(parameter(value, "missing"), None);
        assert_eq!(parameter(b"text/plain; ; charset=a", "charset").unwrap(), b"a");
        assert_eq!(parameter(b"text/plain; boundary=\"open", "boundary").unwrap(), b"open");
        assert_eq!(leading_token(b" Text/PLAIN; charset=a"), "text/plain");
        assert_eq!(leading_token(b"\r\n\t7bit\r\n"), "7bit");
    }
}
