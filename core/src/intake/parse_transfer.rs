//! Content transfer encodings, read as they are found in the wild: what does not belong is skipped.

use super::guard::Encoding;
use std::borrow::Cow;

/// The content of a body, and whether some of it did not follow its encoding.
pub(super) fn decode(body: &[u8], encoding: Encoding) -> (Cow<'_, [u8]>, bool) {
    match encoding {
        Encoding::Plain => (Cow::Borrowed(body), false),
        Encoding::Base64 => {
            let (content, clean) = base64(body);
            (Cow::Owned(content), !clean)
        }
        Encoding::QuotedPrintable => {
            let (content, clean) = quoted_printable(body);
            (Cow::Owned(content), !clean)
        }
    }
}

const SKIP: u8 = 64;
const JUNK: u8 = 65;
const PAD: u8 = 66;

/// The value of each base64 character.
const BASE64: [u8; 256] = {
    let mut table = [JUNK; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut i = 0;
    while i < 64 {
        #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            table[alphabet[i] as usize] = i as u8;
        }
        i += 1;
    }
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    {
        table[b'\r' as usize] = SKIP;
        table[b'\n' as usize] = SKIP;
        table[b' ' as usize] = SKIP;
        table[b'\t' as usize] = SKIP;
        table[b'=' as usize] = PAD;
    }
    table
};

fn base64(body: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(body.len() / 4 * 3 + 3);
    let (mut bits, mut count, mut clean) = (0u32, 0u8, true);
    let mut padded_at = None;
    for &b in body {
        let value = BASE64.get(usize::from(b)).copied().unwrap_or(JUNK);
        match value {
            0..64 => {
                bits = bits << 6 | u32::from(value);
                count += 1;
                if count == 4 {
                    let [_, bytes @ ..] = bits.to_be_bytes();
                    out.extend_from_slice(&bytes);
                    (bits, count) = (0, 0);
                }
            }
            SKIP => {}
            PAD => {
                // Encoded pieces that were joined carry padding in the middle.
                flush_base64(&mut out, &mut bits, &mut count);
                padded_at = Some(out.len());
            }
            // Plain text that some relay has put under the encoded one.
            _ if let Some(end) = padded_at => {
                out.truncate(end);
                return (out, false);
            }
            _ => clean = false,
        }
    }
    flush_base64(&mut out, &mut bits, &mut count);
    (out, clean)
}

fn flush_base64(out: &mut Vec<u8>, bits: &mut u32, count: &mut u8) {
    let [_, first, second, _] = (*bits << (6 * (4 - u32::from(*count).min(4)))).to_be_bytes();
    match *count {
        2 => out.push(first),
        3 => out.extend_from_slice(&[first, second]),
        _ => {}
    }
    (*bits, *count) = (0, 0);
}

fn quoted_printable(body: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(body.len());
    let mut clean = true;
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (text, escape) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(text);
        let (byte, used) = match escape {
            [_, b'\n', ..] => (None, 2),
            [_, b'\r', b'\n', ..] => (None, 3),
            [_, high, low, ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (Some(high << 4 | low), 3),
                _ => match soft_break_len(escape) {
                    Some(len) => (None, len),
                    None => {
                        clean = false;
                        (Some(b'='), 1)
                    }
                },
            },
            // The last bytes of the body.
            _ => (None, escape.len()),
        };
        out.extend(byte);
        rest = escape.get(used..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    (out, clean)
}

/// A soft line break with white space that some relay has added after the `=`.
fn soft_break_len(escape: &[u8]) -> Option<usize> {
    let window = escape.get(1..escape.len().min(80))?;
    let space = window.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
    (window.get(space) == Some(&b'\n')).then_some(space + 2)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::{base64, quoted_printable};

    #[test]
    fn base64_is_read_with_line_ends_and_without_padding() {
        assert_eq!(base64(b"aGVs\r\nbG8=\r\n"), (b"hello".to_vec(), true));
        assert_eq!(base64(b"aGVsbG8"), (b"hello".to_vec(), true));
        assert_eq!(base64(b"aGk=aGk="), (b"hihi".to_vec(), true));
        assert_eq!(base64(b"aG\x00k!="), (b"hi".to_vec(), false));
        assert_eq!(base64(b"aGk=\n-- \nfooter"), (b"hi".to_vec(), false));
        assert_eq!(base64(b"a"), (vec![], true));
    }

    #[test]
    fn quoted_printable_is_read_with_its_usual_damage() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=\nd"), (b"a=bcd".to_vec(), true));
        assert_eq!(quoted_printable(b"soft= \t\r\nbreak"), (b"softbreak".to_vec(), true));
        assert_eq!(quoted_printable(b"lower=e4=E4"), (b"lower\xe4\xe4".to_vec(), true));
        assert_eq!(quoted_printable(b"1=2 is=zz"), (b"1=2 is=zz".to_vec(), false));
        assert_eq!(quoted_printable(b"end="), (b"end".to_vec(), true));
    }
}
