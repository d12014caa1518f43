use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::{MetricId, TeamId};
use crate::model::Metric;
use crate::time::LocalDate;

/// What a report is asked about: the time from `from` up to, and without, `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReportQuery {
    /// The first instant that counts.
    pub from: Timestamp,
    /// The first instant that counts no more; at most 3,700 local days later.
    pub to: Timestamp,
    /// The IANA name of the time zone whose days are reported.
    #[serde(default = "utc")]
    #[cfg_attr(feature = "uniffi", uniffi(default = "UTC"))]
    pub zone: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl ReportQuery {
    /// A report by days of UTC.
    pub fn new(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, zone: utc() }
    }

    /// The same time by days of another zone.
    #[must_use]
    pub fn in_zone(mut self, zone: &str) -> Self {
        zone.clone_into(&mut self.zone);
        self
    }
}

/// What happened on a desk over some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Report {
    /// Every local day that the asked time touches, in order; the first and the last may be cut.
    pub days: Vec<DayReport>,
    /// Every team to which something happened, in order of ids; tickets without a team come first.
    pub teams: Vec<TeamReport>,
}

/// One local day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DayReport {
    /// Which day.
    pub date: LocalDate,
    /// Tickets that were created.
    pub created: u64,
    /// How often an unsolved ticket became solved or closed; twice for a ticket that was reopened in between.
    pub solved: u64,
    /// How often a solved ticket became unsolved.
    pub reopened: u64,
    /// Unsolved tickets at the end of the day, or of the asked time when that ends first.
    pub backlog: u64,
}

/// What happened to the tickets of one team. What an update did counts for the team that the ticket has after the update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TeamReport {
    /// The team; none for tickets without one.
    pub team: Option<TeamId>,
    /// Tickets that were created.
    pub created: u64,
    /// Broken promises: a row for each metric of which there are any.
    pub breaches: Vec<Breaches>,
    /// Tickets that got their first reply: of an agent, in public, after a request and before they were first solved.
    pub first_replies: u64,
    /// The median of the time by day and night from first request to first reply. Of an even number of replies the mean of the
    /// two in the middle, rounded down; nothing without replies.
    pub median_first_reply_millis: Option<i64>,
    /// First replies that an SLA policy had a target for.
    pub first_replies_with_target: u64,
    /// Those of them whose clock never ran past a deadline.
    pub first_replies_in_time: u64,
}

/// How often the promise of a metric was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Breaches {
    /// What was promised.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub custom: Option<MetricId>,
    /// How many clocks first ran past a deadline in the asked time.
    pub count: u64,
}
