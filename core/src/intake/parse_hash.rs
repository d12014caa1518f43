//! One hash for what an author sent, whatever route it took.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Grows over the pieces of a mail. Each piece goes in with its length, so no two sequences of pieces run together.
pub(super) struct ContentHash(Sha256);

impl ContentHash {
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    pub fn add_head(&mut self, from: &str, subject: &str, date: &[u8], message_id: Option<&str>) {
        self.add(b"from", from.as_bytes());
        self.add(b"subject", subject.as_bytes());
        let words: Vec<&[u8]> = date.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
        self.add(b"date", &words.join(&b' '));
        self.add(b"id", message_id.unwrap_or_default().as_bytes());
    }

    /// A piece of the content under what it is. Relays add and drop blank lines at the end.
    pub fn add(&mut self, what: &[u8], content: &[u8]) {
        let content = content.trim_ascii_end();
        for part in [what, content] {
            self.0.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            self.0.update(part);
        }
    }

    pub fn finish(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
