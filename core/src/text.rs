//! Text as rules and search compare it: folded, and cut into words.
//!
//! Two texts compare equal when their [`fold`]s do. Words are those of Unicode's word boundaries (UAX 29). Both
//! have a fast path for ASCII that gives exactly what the Unicode way gives.

mod bounds;
mod fold;
pub(crate) mod subject;

use std::sync::OnceLock;

pub use bounds::{Words, words};
pub use fold::fold;

use crate::{Error, Result};

/// What is searched for in a [`Folded`] text: folded once, used many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    folded: String,
    /// For each byte, how long the longest proper prefix is that also ends there (Knuth, Morris and Pratt).
    borders: Box<[u32]>,
}

impl Needle {
    /// Folds a text to search for.
    ///
    /// # Errors
    /// `text.empty` for an empty text, and `text.too_long` past 4 GB.
    pub fn new(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(
                Error::invalid("text.empty", "there is no text to look for").hint("write what to look for")
            );
        }
        let folded = fold(text);
        if u32::try_from(folded.len()).is_err() {
            return Err(Error::invalid("text.too_long", "a text to look for has at most 4 GB"));
        }
        let borders = borders(folded.as_bytes());
        Ok(Self { folded, borders })
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// Steps the match on by one byte: `matched` bytes of the needle were seen before it.
    fn advance(&self, mut matched: usize, byte: u8) -> usize {
        let needle = self.folded.as_bytes();
        while matched > 0 && needle.get(matched) != Some(&byte) {
            matched = border(&self.borders, matched);
        }
        matched + usize::from(needle.get(matched) == Some(&byte))
    }
}

/// The length of the longest border of the first `length` bytes.
fn border(borders: &[u32], length: usize) -> usize {
    borders.get(length - 1).map_or(0, |&b| b as usize)
}

fn borders(needle: &[u8]) -> Box<[u32]> {
    let mut borders: Vec<u32> = Vec::with_capacity(needle.len());
    let mut matched = 0;
    for (i, byte) in needle.iter().enumerate() {
        if i > 0 {
            while matched > 0 && needle.get(matched) != Some(byte) {
                matched = border(&borders, matched);
            }
            matched += usize::from(needle.get(matched) == Some(byte));
        }
        borders.push(u32::try_from(matched).unwrap_or(u32::MAX));
    }
    borders.into_boxed_slice()
}

/// A text folded once, to be searched many times.
///
/// ```
/// use frontdesk::text::{Folded, Needle};
/// let text = Folded::new("Die STRASSE ist gesperrt.");
/// assert!(text.contains_text(&Needle::new("raß")?));
/// assert!(!text.contains_word(&Needle::new("raß")?));
/// assert!(text.contains_word(&Needle::new("straße ist")?));
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug)]
pub struct Folded {
    text: String,
    /// Every word boundary, in order; found when first asked for, and not at all in plain ASCII.
    bounds: OnceLock<Box<[usize]>>,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        Self { text: fold(text), bounds: OnceLock::new() }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the needle stands anywhere in the text.
    pub fn contains_text(&self, needle: &Needle) -> bool {
        self.text.contains(needle.as_str())
    }

    /// Whether the needle, one word or several, stands in the text with both its ends on word boundaries.
    pub fn contains_word(&self, needle: &Needle) -> bool {
        if !self.contains_text(needle) {
            return false;
        }
        // Matches may overlap, and each start is tried: stepping byte by byte keeps that linear.
        let length = needle.folded.len();
        let mut matched = 0;
        for (at, byte) in self.text.bytes().enumerate() {
            if matched == length {
                matched = border(&needle.borders, matched);
            }
            matched = needle.advance(matched, byte);
            let end = at + 1;
            if matched == length && self.is_word_boundary(end - length) && self.is_word_boundary(end) {
                return true;
            }
        }
        false
    }

    fn is_word_boundary(&self, at: usize) -> bool {
        if let Some(answer) = bounds::ascii_boundary(self.text.as_bytes(), at) {
            return answer;
        }
        let bounds = self.bounds.get_or_init(|| bounds::all(&self.text));
        bounds.binary_search(&at).is_ok()
    }
}

#[cfg(test)]
mod tests;
