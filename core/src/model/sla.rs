use serde::{Deserialize, Serialize};

use super::rule::ConditionNode;
use super::ticket::Priority;
use crate::Timestamp;
use crate::ids::{CalendarId, MetricId, PolicyId, TeamId};

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Metric {
    /// From the first comment of the requester to the first public reply of an agent.
    FirstReply,
    /// From the oldest comment of the requester that nobody answered, after the first reply, to the next public reply of an agent.
    NextReply,
    /// From each public reply of an agent to the next, or until it is solved.
    PeriodicUpdate,
    /// As `periodic_update`; the time while it is pending does not count.
    PausableUpdate,
    /// From creation to solved, as long as the requester waits: not while it is pending, nor between solved and reopened.
    RequesterWait,
    /// From creation to solved, as long as the desk can work on it: not while it is pending or on hold, nor between solved and reopened.
    AgentWork,
    /// From creation to solved; the time between solved and reopened does not count.
    Resolution,
    /// From each time that it is given to a team until it is given to another, or solved.
    Ownership,
    /// One of the desk's own: a [`CustomMetric`], which has to be named beside it.
    Custom,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 9] = [
        Self::FirstReply,
        Self::NextReply,
        Self::PeriodicUpdate,
        Self::PausableUpdate,
        Self::RequesterWait,
        Self::AgentWork,
        Self::Resolution,
        Self::Ownership,
        Self::Custom,
    ];

    /// The name in JSON and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::PeriodicUpdate => "periodic_update",
            Self::PausableUpdate => "pausable_update",
            Self::RequesterWait => "requester_wait",
            Self::AgentWork => "agent_work",
            Self::Resolution => "resolution",
            Self::Ownership => "ownership",
            Self::Custom => "custom",
        }
    }

    /// The metric of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }
}

/// A metric of the desk's own: by which conditions a promise opens, pauses and ends. They are looked at once in each update, when its rules
/// are through, and see it as triggers do. A promise opens whether a policy has a target for it or not.
///
/// A condition *holds* when it is true in the update, and *stands* when it would be true of the ticket if nothing happened to it: what an
/// update brings holds and does not stand. In one update a promise that is open ends before another opens. On a closed ticket none is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CustomMetric {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "MetricId::unset")]
    pub id: MetricId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// Opens a promise when none is open: it holds, it did not stand before the update, and neither `stop` nor `cancel` stands.
    pub start: ConditionNode,
    /// Fulfils an open promise when it holds.
    pub stop: ConditionNode,
    /// As long as it stands, time does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub pause: Option<ConditionNode>,
    /// Gives an open promise up when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub cancel: Option<ConditionNode>,
    /// Gives an open promise up and opens a new one when it holds and did not stand before the update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub reset: Option<ConditionNode>,
    /// Whether it is in use. Promises of one that is not are given up with the next update.
    #[serde(default = "super::rule::yes")]
    #[cfg_attr(feature = "uniffi", uniffi(default = true))]
    pub active: bool,
}

/// What becomes of a promise of a metric of the desk's own, whether a policy has a target for it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum MetricStep {
    /// It opened.
    Opened,
    /// Time stopped counting for it.
    Paused,
    /// Time counts again for it.
    Resumed,
    /// It was kept, or broken before it could be.
    Fulfilled,
    /// It was given up.
    Cancelled,
    /// The ticket was closed without it.
    Abandoned,
}

/// A stretch for which time did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
}

/// A promise of a metric of the desk's own that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OpenPromise {
    /// The metric.
    pub metric: MetricId,
    /// When it opened.
    pub since: Timestamp,
    /// The stretches for which time did not count, in order, without the present one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub pauses: Vec<Pause>,
    /// Since when time does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub paused_since: Option<Timestamp>,
}

/// What is measured: a preset, or a metric of the desk's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Measure {
    pub(crate) metric: Metric,
    pub(crate) custom: Option<MetricId>,
}

/// When to warn before a breach, measured in the calendar of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Threshold {
    /// When so many hundredths of the target are used up: 1 to 99.
    Percent {
        /// How many.
        percent: u32,
    },
    /// When only so much of the target is left.
    Before {
        /// So much running time.
        millis: i64,
    },
}

/// How long something may take for tickets of one priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Target {
    /// What is measured.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub custom: Option<MetricId>,
    /// For tickets of this priority; without one: for tickets that have none.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub priority: Option<Priority>,
    /// So much running time.
    pub millis: i64,
    /// When to warn.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub warnings: Vec<Threshold>,
}

impl Target {
    pub(crate) fn measure(&self) -> Measure {
        Measure { metric: self.metric, custom: self.custom }
    }
}

/// An SLA policy: which tickets, how long for what, on which calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Policy {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "PolicyId::unset")]
    pub id: PolicyId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// The first policy by position whose filter matches applies.
    pub position: i64,
    /// Which tickets.
    pub filter: ConditionNode,
    /// The calendar on which time runs; none means day and night.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub calendar: Option<CalendarId>,
    /// How long for what.
    pub targets: Vec<Target>,
    /// Whether it is in use.
    #[serde(default = "super::rule::yes")]
    #[cfg_attr(feature = "uniffi", uniffi(default = true))]
    pub active: bool,
}

/// A policy in the version that applies to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PolicyPin {
    /// The policy.
    pub id: PolicyId,
    /// Its version.
    pub version: u32,
}

/// A calendar in the version on which time is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CalendarPin {
    /// The calendar.
    pub id: CalendarId,
    /// Its version.
    pub version: u32,
}

/// Which target a clock runs against: a row of a policy in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TargetVersion {
    /// The policy and its version.
    pub policy: PolicyPin,
    /// The priority of the row; none means the row for tickets without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub priority: Option<Priority>,
}

/// A stretch of time that a clock has run, on the calendar that was valid then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Stretch {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// How much of it counts.
    pub millis: i64,
    /// On which calendar; none means day and night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub calendar: Option<CalendarPin>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ClockState {
    /// Time counts.
    Running,
    /// Time does not count; the clock may go on.
    Paused,
    /// What was promised has happened.
    Fulfilled,
    /// The ticket was solved without it.
    Abandoned,
    /// The ticket went on in another one; the clock goes on when that is undone.
    Merged,
    /// No policy applies any more, it has no target for this metric and priority, or the metric gave it up.
    Cancelled,
}

impl ClockState {
    /// Whether the clock may still breach.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

/// The warnings that a target has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Warned {
    /// The target.
    pub target: TargetVersion,
    /// How many of its warnings, in order.
    pub count: u32,
}

/// One measured stretch of a ticket against one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Clock {
    /// Its place among the clocks of the ticket, from 0; it never changes.
    pub id: u32,
    /// What it measures.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub custom: Option<MetricId>,
    /// Whose time it measures, when that is a team's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub team: Option<TeamId>,
    /// Raised by every change: a timer of an earlier generation does nothing.
    pub generation: u32,
    /// How it stands.
    pub state: ClockState,
    /// The event that started it.
    pub started_at: Timestamp,
    /// The policy and version of its target.
    pub policy: PolicyPin,
    /// The priority of the row of its target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub priority: Option<Priority>,
    /// The calendar on which it runs; none means day and night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub calendar: Option<CalendarPin>,
    /// How much running time is allowed.
    pub target_millis: i64,
    /// The stretches that it ran before the present one, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub stretches: Vec<Stretch>,
    /// Since when it runs without a break; meaningless while it does not run.
    pub running_since: Timestamp,
    /// The deadline: when the target is used up if the clock runs on. None while it is paused, and when the calendar never opens
    /// again. A clock that ended while it ran keeps the one that it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub due_at: Option<Timestamp>,
    /// The warnings that are still to come, in order; empty while it does not run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub warnings_at: Vec<Timestamp>,
    /// How many warnings each target has told since the event that started it: one that comes back does not tell them anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub warned: Vec<Warned>,
    /// The deadline that it ran past, for the first target that it broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub breached_at: Option<Timestamp>,
    /// Whether the present target was broken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub breached: bool,
    /// Every target that was broken since the event that started it: one that comes back is not broken anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub broken: Vec<TargetVersion>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub ended_at: Option<Timestamp>,
}

impl Clock {
    /// Its present target.
    pub fn target(&self) -> TargetVersion {
        TargetVersion { policy: self.policy, priority: self.priority }
    }

    pub(crate) fn measure(&self) -> Measure {
        Measure { metric: self.metric, custom: self.custom }
    }

    /// The deadline of a clock that runs, whether it is past or to come.
    pub fn deadline_at(&self) -> Option<Timestamp> {
        self.due_at.filter(|_| self.state == ClockState::Running)
    }

    /// The deadline, when the clock is running towards it.
    pub fn next_breach_at(&self) -> Option<Timestamp> {
        self.deadline_at().filter(|_| !self.breached)
    }

    /// When it has to be looked at again: the next warning, or the first instant at which it runs past the deadline. A clock that was paused
    /// just at its deadline is past it only when it has run on.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let breach = self.next_breach_at().map(|due| due.max(self.running_since).plus_millis(1));
        let warning =
            if self.state == ClockState::Running { self.warnings_at.first().copied() } else { None };
        match (warning, breach) {
            (Some(warning), Some(breach)) => Some(warning.min(breach)),
            (warning, breach) => warning.or(breach),
        }
    }
}

/// What happened to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ClockTransition {
    /// It began.
    Started,
    /// Time stopped counting.
    Paused,
    /// Time counts again.
    Resumed,
    /// It has another target, policy or calendar.
    Retargeted,
    /// What was promised has happened.
    Fulfilled,
    /// The ticket was solved without it.
    Abandoned,
    /// No policy applies any more.
    NoPolicy,
    /// The policy has no target for this metric and priority.
    NoTarget,
    /// A metric of the desk's own gave it up.
    Cancelled,
    /// The ticket goes on in another one.
    Merged,
    /// A warning threshold was reached.
    Warned,
    /// It ran past its deadline.
    Breached,
}

/// The outcome that an event records: the clock as it stands after the transition. The stretches that earlier events have told are left
/// out, so that the event of a clock that ran for years and often stood still is as short as that of a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ClockChange {
    /// What happened.
    pub transition: ClockTransition,
    /// The computed instant: the deadline of a breach, the threshold of a warning; otherwise that of the update.
    pub instant: Timestamp,
    /// How many of the stretches that were told before stay as they were; those of `clock` follow on them.
    #[serde(default, skip_serializing_if = "super::value::is_zero")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub kept_stretches: u32,
    /// The clock afterwards, with the stretches that are new or have grown.
    pub clock: Clock,
}
