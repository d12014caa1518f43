use serde::{Deserialize, Serialize};

/// A value as commands, conditions and actions carry it: JSON without numbers that have a fraction and without objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// Nothing: clears a field.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number; an instant in milliseconds.
    Integer(i64),
    /// A text, an id, a choice, a date `YYYY-MM-DD`.
    Text(String),
    /// Several values, for operators such as `in`.
    List(Vec<Value>),
}

impl Value {
    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, when it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

/// Whether a count is not written because it is the one that is read when there is none.
pub(super) fn is_zero(count: &u32) -> bool {
    *count == 0
}
