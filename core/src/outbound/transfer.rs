//! How bytes travel in a mail: as they are, quoted-printable, or base 64. All lines end in CRLF.

/// A line that is written has at most so many letters where that can be chosen.
const LINE_GOAL: usize = 76;

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextTransfer {
    SevenBit,
    QuotedPrintable,
}

impl TextTransfer {
    /// As it is, if nothing on the way would change it.
    pub(super) fn of(text: &str) -> Self {
        let survives = |line: &str| {
            line.len() <= 78
                && line.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
                && !line.ends_with([' ', '\t'])
                // Boundaries begin with these two, which the encodings cannot produce.
                && !line.contains("=_")
        };
        if lines(text).all(survives) { Self::SevenBit } else { Self::QuotedPrintable }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::QuotedPrintable => "quoted-printable",
        }
    }

    pub(super) fn write(self, out: &mut Vec<u8>, text: &str) {
        for line in lines(text) {
            match self {
                Self::SevenBit => out.extend(line.bytes()),
                Self::QuotedPrintable => quoted_printable_line(out, line),
            }
            out.extend(b"\r\n");
        }
    }
}

/// The lines of a text, however they are ended; the end of the last one is no line of its own.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn quoted_printable_line(out: &mut Vec<u8>, line: &str) {
    let last = line.len().saturating_sub(1);
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        let is_plain = match byte {
            b' ' | b'\t' => at < last,
            _ => matches!(byte, b'!'..=b'~') && byte != b'=',
        };
        let width = if is_plain { 1 } else { 3 };
        // One letter is left for the `=` of a soft break.
        if column + width > LINE_GOAL - 1 {
            out.extend(b"=\r\n");
            column = 0;
        }
        if is_plain {
            out.push(byte);
        } else {
            out.push(b'=');
            out.extend(hex(byte));
        }
        column += width;
    }
}

/// A byte as two hexadecimal digits.
pub(super) fn hex(byte: u8) -> [u8; 2] {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'A' + (value - 10) };
    [digit(byte >> 4), digit(byte & 15)]
}

/// Base 64 on one line, padded.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for triple in bytes.chunks(3) {
        text.extend(quadruple(triple).map(char::from));
    }
    text
}

/// Base 64 in lines; one empty line for nothing.
pub(super) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve(bytes.len().div_ceil(57) * (LINE_GOAL + 2));
    for line in bytes.chunks(LINE_GOAL / 4 * 3) {
        for triple in line.chunks(3) {
            out.extend(quadruple(triple));
        }
        out.extend(b"\r\n");
    }
    if bytes.is_empty() {
        out.extend(b"\r\n");
    }
}

fn quadruple(triple: &[u8]) -> [u8; 4] {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = (0..3).fold(0u32, |bits, at| bits << 8 | triple.get(at).map_or(0, |byte| u32::from(*byte)));
    let letter = |at: usize| {
        let value = (bits >> (18 - 6 * at) & 63) as usize;
        if at > triple.len() { b'=' } else { LETTERS.get(value).copied().unwrap_or(b'=') }
    };
    [letter(0), letter(1), letter(2), letter(3)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = Vec::new();
        TextTransfer::QuotedPrintable.write(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn base64_gives_the_test_vectors_of_rfc_4648() {
        for (plain, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn quoted_printable_keeps_what_relays_would_strip() {
        assert_eq!(quoted("a=b é"), "a=3Db =C3=A9\r\n");
        assert_eq!(quoted("-- \nJane\t"), "--=20\r\nJane=09\r\n");
        let long = quoted(&"é".repeat(100));
        assert!(long.lines().all(|line| line.len() <= 76) && long.contains("=\r\n"));
    }

    #[test]
    fn any_end_of_a_line_is_an_end_of_a_line() {
        assert_eq!(quoted("a\nb\r\nc\rd\n\ne\r\n"), "a\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
        assert_eq!(quoted(""), "\r\n");
    }

    #[test]
    fn only_a_text_that_nothing_would_change_travels_as_it_is() {
        assert_eq!(TextTransfer::of("Hello\n\n\tJane\n"), TextTransfer::SevenBit);
        for text in ["é", "a \nb", &"a".repeat(79), "a\0", "--=_x"] {
            assert_eq!(TextTransfer::of(text), TextTransfer::QuotedPrintable, "{text:?}");
        }
    }
}
