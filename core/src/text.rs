//! Words and folding. (placeholder until the text module lands)

/// A folded operand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle(String);

impl Needle {
    /// Folds.
    pub fn new(text: &str) -> crate::Result<Self> {
        if text.is_empty() {
            return Err(crate::Error::invalid("text.empty", "a text to look for must not be empty"));
        }
        Ok(Self(text.to_lowercase()))
    }
}

/// A folded text.
#[derive(Debug, Clone)]
pub struct Folded(String);

impl Folded {
    /// Folds.
    pub fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }
    /// Whether it holds these words.
    pub fn contains_word(&self, needle: &Needle) -> bool {
        self.0.contains(&needle.0)
    }
    /// Whether it holds this text.
    pub fn contains_text(&self, needle: &Needle) -> bool {
        self.0.contains(&needle.0)
    }
}
