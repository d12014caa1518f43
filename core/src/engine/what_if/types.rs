use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::{MetricId, TeamId, TicketNumber};
use crate::model::{Calendar, Metric, Policy, Priority};

/// Drafts of policies and calendars, and the time over which they are tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct WhatIf {
    /// The first instant that counts.
    pub from: Timestamp,
    /// The first instant that counts no more.
    pub to: Timestamp,
    /// Policies as they would be: one with the id of a saved policy stands in its place, others are added.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub policies: Vec<Policy>,
    /// Calendars as they would be: one with the id of a saved calendar stands in its place, others are added.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub calendars: Vec<Calendar>,
    /// How many changed promises are listed at most; all are counted.
    #[serde(default = "listed")]
    #[cfg_attr(feature = "uniffi", uniffi(default = 100))]
    pub limit: u32,
}

fn listed() -> u32 {
    100
}

impl WhatIf {
    /// Asks about a time, with no drafts yet.
    pub fn new(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, policies: Vec::new(), calendars: Vec::new(), limit: listed() }
    }
}

/// What drafts would have made of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct WhatIfReport {
    /// How many tickets were looked at: those that were created before the end.
    pub tickets: u64,
    /// How many promises were kept and broken, by team, priority and metric, in this order. A ticket counts for the team and priority that it
    /// has in the end; the time of a team for that team.
    pub attainment: Vec<AttainmentRow>,
    /// How many promises were broken and would not be, or would be and were not.
    pub changed_count: u64,
    /// The first of them, by ticket, start and metric.
    pub changed: Vec<ChangedPromise>,
}

/// How many promises of a metric were kept for tickets of a team and priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct AttainmentRow {
    /// The team; none for tickets without one.
    pub team: Option<TeamId>,
    /// The priority; none for tickets without one.
    pub priority: Option<Priority>,
    /// What was promised.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub custom: Option<MetricId>,
    /// As it was.
    pub before: Attainment,
    /// As it would have been.
    pub after: Attainment,
}

/// How many promises were kept and broken in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct Attainment {
    /// Those that were fulfilled in this time without having been broken before.
    pub met: u64,
    /// Those whose first deadline passed in this time.
    pub broken: u64,
}

/// A promise that was broken and would not be, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct ChangedPromise {
    /// The ticket.
    pub ticket: TicketNumber,
    /// What was promised.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub custom: Option<MetricId>,
    /// The event that started it.
    pub started_at: Timestamp,
    /// What became of it.
    pub before: PromiseOutcome,
    /// What would have become of it.
    pub after: PromiseOutcome,
}

/// What became of a promise until the end of the asked time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
#[non_exhaustive]
pub enum PromiseOutcome {
    /// Nothing was promised.
    NotPromised,
    /// It is not kept yet, and not broken.
    Open,
    /// It was kept.
    Met {
        /// When.
        at: Timestamp,
    },
    /// Its deadline passed.
    Broken {
        /// The deadline.
        at: Timestamp,
    },
    /// The ticket was solved without it.
    Abandoned,
    /// It was given up, as no policy or target applied any more.
    Cancelled,
}
