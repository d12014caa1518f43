use serde::{Deserialize, Serialize};

use crate::ids::StatusId;

/// What a status means to the engine. The order is the life of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum StatusCategory {
    /// Nobody has taken it up yet.
    New,
    /// The desk has to act.
    Open,
    /// The requester has to act.
    Pending,
    /// Somebody else has to act.
    Hold,
    /// Answered; a comment of the requester opens it again.
    Solved,
    /// Over: takes no update any more.
    Closed,
}

impl StatusCategory {
    /// All categories in their order.
    pub const ALL: [Self; 6] = [Self::New, Self::Open, Self::Pending, Self::Hold, Self::Solved, Self::Closed];

    /// Whether somebody still has to do something: new to hold.
    pub fn is_unsolved(self) -> bool {
        self < Self::Solved
    }

    /// Its place in the order, from 0.
    pub fn rank(self) -> i64 {
        match self {
            Self::New => 0,
            Self::Open => 1,
            Self::Pending => 2,
            Self::Hold => 3,
            Self::Solved => 4,
            Self::Closed => 5,
        }
    }

    /// The name in JSON and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Hold => "hold",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// The category of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// A status as the desk names it. The engine looks at the category only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Status {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "StatusId::unset")]
    pub id: StatusId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What agents read.
    pub name: String,
    /// What requesters read.
    pub label: String,
    /// What it means.
    pub category: StatusCategory,
    /// Whether it is the one that its category means when only the category is named.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub default: bool,
}
