//! Text of people in headers: cleaned, then written as words that a header can be folded between.

use unicode_segmentation::UnicodeSegmentation;

use super::transfer;

/// Text in a header is cut to so many characters.
pub const HEADER_TEXT_MAX_CHARS: usize = 500;

/// No word that is written has more letters, so that `Reply-To: ` and a word fit on one line.
const WORD_MAX: usize = 62;
/// What remains for the content of an encoded word: `=?utf-8?q?` and `?=` are around it.
const PAYLOAD_MAX: usize = WORD_MAX - 12;

/// Brings text of people into the form in which it stands in headers (subjects, names, file names).
///
/// White space and control characters become one space each run, and go at both ends; the marks that overturn the
/// direction of writing are dropped, since with them a name reads as another; what is longer than
/// [`HEADER_TEXT_MAX_CHARS`] is cut where no character is torn apart.
///
/// ```
/// use frontdesk::outbound::header_text;
/// assert_eq!(header_text(" Order\r\nBcc: all@example.com\0 "), "Order Bcc: all@example.com");
/// assert_eq!(header_text("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
/// ```
#[must_use]
pub fn header_text(text: &str) -> String {
    let mut clean = String::new();
    let mut count = 0;
    for character in text.chars().filter(|character| !turns_direction(*character)) {
        let is_blank =
            character == ' ' || character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
        if is_blank && (clean.is_empty() || clean.ends_with(' ')) {
            continue;
        }
        clean.push(if is_blank { ' ' } else { character });
        count += 1;
        if count > HEADER_TEXT_MAX_CHARS {
            cut(&mut clean);
            break;
        }
    }
    clean.truncate(clean.trim_end_matches(' ').len());
    clean
}

/// Embeddings, overrides and isolates; the plain left-to-right and right-to-left marks stay.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cuts before the grapheme that goes past the limit, or within it when there is no other.
fn cut(text: &mut String) {
    let mut count = 0;
    let whole: usize = text
        .graphemes(true)
        .take_while(|grapheme| {
            count += grapheme.chars().count();
            count <= HEADER_TEXT_MAX_CHARS
        })
        .map(str::len)
        .sum();
    let within = text.char_indices().nth(HEADER_TEXT_MAX_CHARS).map_or(text.len(), |(at, _)| at);
    text.truncate(if whole > 0 { whole } else { within });
}

/// A subject, as words.
pub(super) fn unstructured(text: &str) -> Vec<String> {
    let clean = header_text(text);
    let words = clean.split(' ').filter(|word| !word.is_empty());
    if is_plain(&clean) && words.clone().all(|word| word.len() <= WORD_MAX) {
        words.map(str::to_owned).collect()
    } else {
        encoded(&clean)
    }
}

/// A display name, as words: one quoted string, or encoded words.
pub(super) fn phrase(text: &str) -> Vec<String> {
    let clean = header_text(text);
    if clean.is_empty() {
        return Vec::new();
    }
    let quoted = quote(&clean);
    if is_plain(&clean) && quoted.len() <= WORD_MAX { vec![quoted] } else { encoded(&clean) }
}

/// A file name, as parameters of a `Content-Disposition`: `filename="…"`, or RFC 2231's numbered and encoded form.
pub(super) fn file_name(text: &str) -> Vec<String> {
    let mut clean = header_text(text);
    if clean.is_empty() {
        clean.push_str("attachment");
    }
    let quotable = clean.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\%'*".contains(&byte));
    if quotable && is_plain(&clean) && clean.len() <= PAYLOAD_MAX {
        return vec![format!("filename={}", quote(&clean))];
    }
    let mut pieces = chunks(&clean, PAYLOAD_MAX, |byte| if is_word_letter(byte) { 1 } else { 3 });
    let last = pieces.len().saturating_sub(1);
    for (number, piece) in pieces.iter_mut().enumerate() {
        let charset = if number == 0 { "utf-8''" } else { "" };
        let value = escaped(piece, '%', |byte| is_word_letter(byte).then_some(byte));
        let more = if number == last { "" } else { ";" };
        *piece = format!("filename*{number}*={charset}{value}{more}");
    }
    pieces
}

/// Whether text may stand as it is: ASCII that no reader takes for an encoded word.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("=?")
}

fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// RFC 2047's encoded words, none of which tears a character apart, in the shorter of the two encodings.
fn encoded(text: &str) -> Vec<String> {
    let q_cost = |byte: u8| if is_word_letter(byte) || byte == b' ' { 1 } else { 3 };
    if text.bytes().map(q_cost).sum::<usize>() <= text.len().div_ceil(3) * 4 {
        let q_letter = |byte| if byte == b' ' { Some(b'_') } else { is_word_letter(byte).then_some(byte) };
        chunks(text, PAYLOAD_MAX, q_cost)
            .iter()
            .map(|chunk| format!("=?utf-8?q?{}?=", escaped(chunk, '=', q_letter)))
            .collect()
    } else {
        chunks(text, PAYLOAD_MAX / 4 * 3, |_| 1)
            .iter()
            .map(|chunk| format!("=?utf-8?b?{}?=", transfer::base64(chunk.as_bytes())))
            .collect()
    }
}

/// What stands for itself in an encoded word of a phrase and in an encoded parameter alike.
fn is_word_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Splits text into pieces that cost at most `most`, between characters.
fn chunks(text: &str, most: usize, cost: impl Fn(u8) -> usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut spent) = (String::new(), 0);
    for character in text.chars() {
        let price = character.encode_utf8(&mut [0; 4]).bytes().map(&cost).sum::<usize>();
        if spent + price > most {
            pieces.push(std::mem::take(&mut piece));
            spent = 0;
        }
        piece.push(character);
        spent += price;
    }
    pieces.push(piece);
    pieces
}

/// Writes each byte as the letter that stands for it, or as `mark` and two hexadecimal digits.
fn escaped(text: &str, mark: char, letter: impl Fn(u8) -> Option<u8>) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        match letter(byte) {
            Some(letter) => written.push(char::from(letter)),
            None => {
                written.push(mark);
                written.extend(transfer::hex(byte).map(char::from));
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stands_as_it_is_and_other_text_in_the_shorter_encoding() {
        assert_eq!(unstructured("Re: My order (#7)"), ["Re:", "My", "order", "(#7)"]);
        assert_eq!(unstructured("Grüße aus Bern"), ["=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_Bern?="]);
        assert_eq!(unstructured("注文"), ["=?utf-8?b?5rOo5paH?="]);
        assert_eq!(unstructured("not =?encoded"), ["=?utf-8?q?not_=3D=3Fencoded?="]);
        assert_eq!(phrase("Doe, \"J\" <j@x>"), [r#""Doe, \"J\" <j@x>""#]);
        assert_eq!(file_name("a b.pdf"), ["filename=\"a b.pdf\""]);
        assert_eq!(file_name("é.pdf"), ["filename*0*=utf-8''%C3%A9%2Epdf"]);
        assert_eq!(file_name("\0"), ["filename=\"attachment\""]);
    }

    #[test]
    fn no_word_is_longer_than_a_line_has_room_for() {
        for text in
            ["a".repeat(5_000), "é".repeat(600), "👩‍👩‍👧 ".repeat(200), "a\u{301}".repeat(600), "\"".repeat(80)]
        {
            for word in unstructured(&text).iter().chain(&phrase(&text)) {
                assert!(word.len() <= WORD_MAX, "{} {word}", word.len());
            }
            assert!(file_name(&text).iter().all(|word| word.len() <= 76));
        }
    }

    #[test]
    fn a_cut_tears_no_character_apart() {
        let families = "👩‍👩‍👧".repeat(101);
        assert_eq!(header_text(&families), "👩‍👩‍👧".repeat(100));
        let pile = format!("a{}", "\u{301}".repeat(1_000));
        assert_eq!(header_text(&pile).chars().count(), HEADER_TEXT_MAX_CHARS);
    }
}
