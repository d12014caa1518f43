use serde::{Deserialize, Serialize};

use super::rule::ConditionNode;
use super::ticket::Ticket;
use crate::Timestamp;
use crate::ids::ViewId;

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum SortField {
    /// The number: the order of creation.
    Number,
    /// The nearest deadline of a clock that runs: first those that are past, the longest overdue before the others, then those to come.
    /// Tickets without one come last.
    NextBreach,
    /// The last update.
    UpdatedAt,
    /// The priority; tickets without one count as lowest.
    Priority,
    /// Since when the ticket has its status.
    StatusSince,
}

impl SortField {
    /// The key of a ticket in this order. Never null, so that pages can be cut by it in every store.
    pub fn key(self, ticket: &Ticket) -> i64 {
        match self {
            Self::Number => i64::from(ticket.number.0),
            Self::NextBreach => ticket.nearest_deadline_at().unwrap_or(Timestamp::MAX).millis(),
            Self::UpdatedAt => ticket.updated_at.millis(),
            Self::Priority => ticket.priority.map_or(0, |priority| priority.rank()),
            Self::StatusSince => ticket.status_since.millis(),
        }
    }
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Direction {
    /// The smallest first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// The order of a list; tickets with the same key go by number, in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Sort {
    /// By what.
    pub by: SortField,
    /// Which end first.
    pub direction: Direction,
}

impl Default for Sort {
    /// Newest first.
    fn default() -> Self {
        Self { by: SortField::Number, direction: Direction::Descending }
    }
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Column {
    /// The field that it shows, as conditions name it.
    pub field: String,
}

/// A saved list of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct View {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "ViewId::unset")]
    pub id: ViewId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// Which tickets: conditions that look at the ticket alone.
    pub filter: ConditionNode,
    /// In which order; newest first when nothing is said.
    #[serde(default)]
    pub sort: Sort,
    /// What to show of each.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub columns: Vec<Column>,
}
