//! The lines of a text, each with what it was found to be.

use std::ops::Range;

use super::phrases::Header;
use super::{TextPartKind, headers};

/// A line of a mail, or several blank lines in a row.
pub(super) struct Line<'a> {
    /// Without white space and invisible signs around it.
    pub text: &'a str,
    /// Where the line ends in the whole text, its line end included.
    pub end: usize,
    pub kind: TextPartKind,
    /// It is exactly `-- `, which begins a signature (RFC 3676).
    pub is_delimiter: bool,
    /// The header that the line would be, in the block above a quote.
    pub header: Option<Header>,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    pub fn has_quote_mark(&self) -> bool {
        self.text.starts_with('>')
    }

    /// `BM> `, as The Bat! and others mark what Bob M. wrote. A prompt looks the same, so it counts only below the
    /// introduction of a quote.
    pub fn has_initials_mark(&self) -> bool {
        const MOST_INITIALS: usize = 4;
        let letters = self.text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let marks = self.text.bytes().skip(letters).take_while(|b| *b == b'>').count();
        let after = self.text.as_bytes().get(letters + marks);
        (1..=MOST_INITIALS).contains(&letters) && marks > 0 && matches!(after, None | Some(b' '))
    }
}

pub(super) struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut lines: Vec<Line<'a>> = Vec::new();
        let mut end = 0;
        for raw in text.split_inclusive('\n') {
            end += raw.len();
            let text = trim(raw);
            match lines.last_mut() {
                Some(last) if text.is_empty() && last.is_blank() => last.end = end,
                _ => lines.push(Line {
                    text,
                    end,
                    kind: TextPartKind::New,
                    is_delimiter: raw.trim_end_matches(['\n', '\r']) == "-- ",
                    header: headers::header(text),
                }),
            }
        }
        Self(lines)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, at: usize) -> Option<&Line<'a>> {
        self.0.get(at).inspect(|line| looked_at(line))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Line<'a>> {
        self.0.iter().inspect(|line| looked_at(line))
    }

    pub fn mark(&mut self, range: Range<usize>, kind: TextPartKind) {
        for line in self.0.get_mut(range).unwrap_or_default() {
            looked_at(line);
            line.kind = kind;
        }
    }

    /// The first line at or after `at` that is not blank.
    pub fn next_text(&self, at: usize) -> Option<(usize, &Line<'a>)> {
        (at..=at + 1).find_map(|i| self.text_line(i))
    }

    /// The last line before `at` that is not blank.
    pub fn text_before(&self, at: usize) -> Option<(usize, &Line<'a>)> {
        (at.saturating_sub(2)..at).rev().find_map(|i| self.text_line(i))
    }

    fn text_line(&self, at: usize) -> Option<(usize, &Line<'a>)> {
        self.get(at).filter(|line| !line.is_blank()).map(|line| (at, line))
    }

    pub fn any_new_text(&self) -> bool {
        self.iter().any(|line| line.kind == TextPartKind::New && !line.is_blank())
    }
}

// Tests count how much is looked at: each line by its length, whatever is asked of it, as often as it is given out.
#[cfg(test)]
thread_local!(pub(super) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });

#[cfg_attr(not(test), allow(unused_variables, reason = "it is counted in tests alone"))]
fn looked_at(line: &Line<'_>) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + line.text.len() + 1);
}

fn trim(line: &str) -> &str {
    let ends_plain = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_graphic());
    let ascii = line.trim_ascii();
    if ends_plain(ascii.as_bytes().first()) && ends_plain(ascii.as_bytes().last()) {
        return ascii;
    }
    ascii.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Marks of direction and width that mail programs put around names and addresses.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
