//! Business time. (placeholder types until the calendars land)
use serde::{Deserialize, Serialize};

/// The hours of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSpec {
    /// The time zone.
    pub zone: String,
}
