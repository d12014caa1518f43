use serde::{Deserialize, Serialize};

use super::predicate::Predicate;
use crate::ids::TicketNumber;
use crate::model::Sort;

/// Where a page ended: the sort key and number of its last ticket. The next page begins behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Cursor {
    /// The sort key.
    pub key: i64,
    /// The number.
    pub number: TicketNumber,
}

/// A page of a list, as stores are asked for it.
#[derive(Debug, Clone, Copy)]
pub struct TicketQuery<'a> {
    /// Which tickets.
    pub filter: &'a Predicate,
    /// Which of them the actor may see: always a conjunct.
    pub scope: &'a Predicate,
    /// In which order.
    pub sort: Sort,
    /// Behind which ticket the page begins.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: u32,
}

/// How many tickets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Count {
    /// So many.
    Exactly {
        /// How many.
        count: u32,
    },
    /// More than are counted.
    AtLeast {
        /// How many there are at least.
        count: u32,
    },
}
