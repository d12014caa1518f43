//! Word boundaries (UAX 29), with an exact shortcut where only ASCII is near.

use unicode_segmentation::UnicodeSegmentation;

/// What the rules for word boundaries see in an ASCII character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Underscore,
    /// `.` and `'`: inside a word and inside a number.
    MidBoth,
    /// `:`: inside a word.
    MidLetter,
    /// `,` and `;`: inside a number.
    MidDigit,
    Space,
    CarriageReturn,
    LineFeed,
    Other,
}

impl Class {
    fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Self::Letter,
            b'0'..=b'9' => Self::Digit,
            b'_' => Self::Underscore,
            b'.' | b'\'' => Self::MidBoth,
            b':' => Self::MidLetter,
            b',' | b';' => Self::MidDigit,
            b' ' => Self::Space,
            b'\r' => Self::CarriageReturn,
            b'\n' => Self::LineFeed,
            _ => Self::Other,
        }
    }

    fn is_mid_word(self) -> bool {
        matches!(self, Self::MidBoth | Self::MidLetter)
    }

    fn is_mid_number(self) -> bool {
        matches!(self, Self::MidBoth | Self::MidDigit)
    }
}

/// Whether a word begins or ends at `at`; `None` when a character that is not ASCII is too near to tell.
///
/// No rule looks further than two characters to either side as long as those are ASCII.
pub(super) fn ascii_boundary(text: &[u8], at: usize) -> Option<bool> {
    if at == 0 || at >= text.len() {
        return Some(true);
    }
    let before = *text.get(at - 1)?;
    let after = *text.get(at)?;
    let further_before = at.checked_sub(2).and_then(|i| text.get(i)).copied();
    let further_after = text.get(at + 1).copied();
    let near = [Some(before), Some(after), further_before, further_after];
    if near.into_iter().flatten().any(|byte| !byte.is_ascii()) {
        return None;
    }
    let (before, after) = (Class::of(before), Class::of(after));
    let joined = match (before, after) {
        (Class::CarriageReturn, Class::LineFeed) | (Class::Space, Class::Space) => true,
        (
            Class::Letter | Class::Digit | Class::Underscore,
            Class::Letter | Class::Digit | Class::Underscore,
        ) => true,
        (Class::Letter, mid) if mid.is_mid_word() => further_after.map(Class::of) == Some(Class::Letter),
        (mid, Class::Letter) if mid.is_mid_word() => further_before.map(Class::of) == Some(Class::Letter),
        (Class::Digit, mid) if mid.is_mid_number() => further_after.map(Class::of) == Some(Class::Digit),
        (mid, Class::Digit) if mid.is_mid_number() => further_before.map(Class::of) == Some(Class::Digit),
        _ => false,
    };
    Some(!joined)
}

/// Every word boundary of the text, both ends included.
pub(super) fn all(text: &str) -> Box<[usize]> {
    let mut bounds = vec![0];
    bounds.extend(Segments::of(text).map(|(start, segment)| start + segment.len()));
    bounds.into_boxed_slice()
}

/// The pieces between word boundaries, with where they start.
struct Segments<'a> {
    text: &'a str,
    at: usize,
    /// Pieces of the stretch around characters that are not ASCII, and where that stretch starts.
    slow: Option<(usize, unicode_segmentation::UWordBoundIndices<'a>)>,
}

impl<'a> Segments<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0, slow: None }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((base, pieces)) = &mut self.slow {
            if let Some((start, piece)) = pieces.next() {
                return Some((*base + start, piece));
            }
            self.slow = None;
        }
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let mut unclear = false;
        let mut end = start + 1;
        loop {
            match ascii_boundary(self.text.as_bytes(), end) {
                Some(true) => break,
                Some(false) => {}
                None => unclear = true,
            }
            end += 1;
        }
        self.at = end;
        let stretch = self.text.get(start..end)?;
        if unclear {
            // Both ends of the stretch are boundaries for sure, so that it can be cut by itself.
            self.slow = Some((start, stretch.split_word_bound_indices()));
            return self.next();
        }
        Some((start, stretch))
    }
}

/// The words of a text, see [`words`].
pub struct Words<'a>(Segments<'a>);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.by_ref().map(|(_, piece)| piece).find(|piece| piece.chars().any(char::is_alphanumeric))
    }
}

/// The words of a text by Unicode's word boundaries: the pieces that hold a letter or a digit.
///
/// ```
/// let words: Vec<_> = frontdesk::text::words("Can't open invoice no. 3.14!").collect();
/// assert_eq!(words, ["Can't", "open", "invoice", "no", "3.14"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words(Segments::of(text))
}
