use serde::{Deserialize, Serialize};

use super::rule::yes;
use crate::ids::CalendarId;

/// What a desk counts. The store keeps it with the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct DeskCounters {
    /// The last ticket number that was given, or that a ticket was written with.
    pub last_number: u32,
    /// Raised by every change of the configuration.
    pub config_version: u32,
    /// The position of the last entry in the log.
    pub position: u64,
}

/// How a desk behaves where desks differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DeskSettings {
    /// Counts the changes; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// Whether a requester's comment opens a pending, held or solved ticket.
    #[serde(default = "yes")]
    #[cfg_attr(feature = "uniffi", uniffi(default = true))]
    pub reopen_on_comment: bool,
    /// Whether people in Cc of a requester's aligned mail take part in the ticket.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub cc_participates: bool,
    /// The calendar that `in_business_hours` and `on_holiday` go by; none means day and night, in UTC.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub calendar: Option<CalendarId>,
    /// Where people unsubscribe from a ticket, with `{token}` in it: mail to them offers it, and the host hands the token over in
    /// the command `unsubscribe`. Without it no mail offers to unsubscribe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub unsubscribe_url: Option<String>,
}

impl DeskSettings {
    /// What stands for the token in [`Self::unsubscribe_url`].
    pub const UNSUBSCRIBE_TOKEN: &str = "{token}";
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            version: 0,
            reopen_on_comment: true,
            cc_participates: false,
            calendar: None,
            unsubscribe_url: None,
        }
    }
}
