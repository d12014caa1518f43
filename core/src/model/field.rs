use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::content::Text;
use crate::ids::FieldId;

/// A day without a time, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDay {
    days: i32,
}

impl LocalDay {
    /// The day so many days after 1970-01-01.
    pub fn from_days(days: i32) -> Self {
        Self { days }
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.days
    }

    /// Reads `YYYY-MM-DD`; nothing when it is no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 {
            return None;
        }
        let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let days = day.signed_duration_since(chrono::NaiveDate::default()).num_days();
        Some(Self { days: i32::try_from(days).ok()? })
    }
}

impl fmt::Display for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::NaiveDate::default().checked_add_signed(chrono::Duration::days(self.days.into())) {
            Some(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            None => write!(f, "day {}", self.days),
        }
    }
}

impl fmt::Debug for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for LocalDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a day is written YYYY-MM-DD"))
    }
}

/// One choice of a choice field. The id stays when the label changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ChoiceOption {
    /// What tickets and rules hold.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// What a custom field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum FieldKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// One of a list.
    Choice {
        /// The list.
        options: Vec<ChoiceOption>,
    },
    /// Yes or no.
    Bool,
    /// A day.
    Date,
}

/// The definition of a custom field of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct FieldDefinition {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "FieldId::unset")]
    pub id: FieldId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// The name in conditions and commands, written `fields.<key>` there; lower-case letters, digits, `_`.
    pub key: String,
    /// What people read.
    pub title: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether lists are filtered by it: such values are kept in a side table that finds them quickly.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub indexed: bool,
}

/// The value of a custom field in a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum FieldValue {
    /// A text that a person typed.
    Text(Text),
    /// A whole number.
    Integer(i64),
    /// The id of a choice.
    Choice(String),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(LocalDay),
}

/// A custom field of a ticket with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct FieldEntry {
    /// Which field.
    pub field: FieldId,
    /// Its value.
    pub value: FieldValue,
}
