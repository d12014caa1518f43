//! Words, numbers and signs of an `opening_hours` text, with where they stand.

use crate::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Word(&'a str),
    /// Digits as they are written, as `08` is not a year and `2026` no hour.
    Number(&'a str),
    Sign(char),
}

/// A text that is read from left to right.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Bytes that are behind.
    read: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, read: 0 }
    }

    /// The next token without taking it.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.split().map(|(token, _)| token)
    }

    /// The token after the next.
    pub fn peek_second(&self) -> Option<Token<'a>> {
        let (_, read) = self.split()?;
        Self { text: self.text, read }.peek()
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        let (token, read) = self.split()?;
        self.read = read;
        Some(token)
    }

    /// Takes the next token if it is this sign.
    pub fn take_sign(&mut self, sign: char) -> bool {
        let is_next = self.peek() == Some(Token::Sign(sign));
        if is_next {
            self.next();
        }
        is_next
    }

    /// Takes the next token if it is this word.
    pub fn take_word(&mut self, word: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        if is_next {
            self.next();
        }
        is_next
    }

    /// The digits that come next, if some do.
    pub fn take_number(&mut self) -> Option<&'a str> {
        let Some(Token::Number(digits)) = self.peek() else { return None };
        self.next();
        Some(digits)
    }

    /// Where the next token begins, in bytes.
    pub fn at(&self) -> usize {
        let rest = self.text.get(self.read..).unwrap_or_default();
        self.text.len() - rest.trim_start().len()
    }

    /// What was read since a place.
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.read).unwrap_or_default().trim()
    }

    /// An error about a place of the text. The position is told in characters, as people count.
    pub fn placed(&self, at: usize, error: Error) -> Error {
        let position = self.text.get(..at).unwrap_or_default().chars().count();
        let hint = format!("at character {}: {}", position + 1, error.hint_text().unwrap_or_default());
        error.at("/text").hint(hint).detail("position", position)
    }

    fn split(&self) -> Option<(Token<'a>, usize)> {
        let at = self.at();
        let rest = self.text.get(at..)?;
        let first = rest.chars().next()?;
        let run = |of: fn(&char) -> bool| {
            let length = rest.chars().take_while(of).map(char::len_utf8).sum();
            (rest.get(..length).unwrap_or_default(), at + length)
        };
        Some(if first.is_ascii_digit() {
            let (digits, end) = run(char::is_ascii_digit);
            (Token::Number(digits), end)
        } else if first.is_alphabetic() {
            let (word, end) = run(|c| c.is_alphabetic());
            (Token::Word(word), end)
        } else {
            // Texts are often pasted from where a dash became longer.
            let sign = if matches!(first, '–' | '—' | '−') { '-' } else { first };
            (Token::Sign(sign), at + first.len_utf8())
        })
    }
}
