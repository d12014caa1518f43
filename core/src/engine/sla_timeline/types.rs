use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::{MetricId, TeamId, TicketNumber, UpdateId};
use crate::model::{Actor, CalendarPin, ClockState, Metric, PolicyPin, Priority, StatusCategory, Threshold};
use crate::time::StretchReason;

/// What happened to the SLA clocks of a ticket over time: when each ran, when it did not, and why.
///
/// It is told from the log: each stretch on the version of the calendar that was valid then, under the target that held then. What is due and
/// did not run yet is told as if it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SlaTimeline {
    /// The ticket.
    pub ticket: TicketNumber,
    /// The instant up to which it is told.
    pub now: Timestamp,
    /// The time zone in which it is shown: that of the last clock's calendar, else that of the desk's, else `UTC`.
    pub zone: String,
    /// The clocks of the ticket, in the order in which they started.
    pub clocks: Vec<ClockTimeline>,
}

/// What happened to one clock over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ClockTimeline {
    /// Its place among the clocks of the ticket, from 0.
    pub id: u32,
    /// What it measures.
    pub metric: Metric,
    /// Which metric of the desk's own, when it is `custom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<MetricId>,
    /// What people call that metric now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_name: Option<String>,
    /// Whose time it measures, when that is a team's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// What people call the team now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_name: Option<String>,
    /// How it stands.
    pub state: ClockState,
    /// What it runs against, or ran against when it ended.
    pub target: TimelineTarget,
    /// The event that started it.
    pub started_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// The deadline that it ran past, for the first target that it broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Timestamp>,
    /// Whether the present target was broken.
    pub breached: bool,
    /// How much has counted.
    pub counted_millis: i64,
    /// How much of the target is left; negative when more has counted than the target allows.
    pub left_millis: i64,
    /// The warnings that are still to come, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings_at: Vec<Timestamp>,
    /// Whether opening and closing of its calendars is told one by one.
    pub detail: TimelineDetail,
    /// What it did from its start to its end or to now: in order, without gaps. What they count adds up to what has counted.
    pub spans: Vec<TimelineSpan>,
    /// What happened to it, in the order of instants; at one instant in the order of the record.
    pub marks: Vec<TimelineMark>,
}

/// How finely the time of a clock is told.
///
/// All clocks of a ticket together tell at most 10,000 stretches of their calendars, over at most 40,000 days; the shortest clocks come first.
/// A clock that does not fit tells each stretch that it ran as one span in the state `hours`: what counted in it is exact, and when its
/// calendar opened and closed is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TimelineDetail {
    /// Whenever its calendars open and close, a new span begins.
    Exact,
    /// It ran for so long that each stretch that it ran is one span.
    Summed,
}

/// What a clock runs against: a row of a policy in one version, on a calendar in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimelineTarget {
    /// The policy and its version.
    pub policy: PolicyPin,
    /// What people called the policy in that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    /// The priority of the row; none means the row for tickets without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// How much running time is allowed.
    pub target_millis: i64,
    /// The calendar and its version; none means day and night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarPin>,
    /// What people called the calendar in that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar_name: Option<String>,
    /// The time zone of the calendar in that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The deadline as it stood then: none while the clock was paused, and when the calendar never opens again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

/// What a clock does over a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum SpanState {
    /// All of the time counts.
    Running,
    /// It runs, and its calendar is closed: nothing counts.
    Closed,
    /// It runs by the hours of its calendar, which opens and closes within the span: some of the time counts.
    Hours,
    /// The ticket waits for somebody else: nothing counts.
    Paused,
    /// The ticket was solved, and opened again: nothing counts.
    Solved,
    /// The ticket went on in another one, and came back: nothing counts.
    Merged,
}

/// A span of time over which a clock did one thing, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimelineSpan {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant that is not in it any more.
    pub to: Timestamp,
    /// What the clock did.
    pub state: SpanState,
    /// Why the calendar is open or closed: for what runs or is closed by a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<StretchReason>,
    /// The calendar on which it was measured; none means day and night, or that it did not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarPin>,
    /// What the status meant while it was paused or solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<StatusCategory>,
    /// Who made it pause, or solved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<TimelineCause>,
    /// How much of it counts.
    pub counted_millis: i64,
    /// How much has counted when it ends.
    pub total_millis: i64,
}

/// Who made something happen to a clock, and by which event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimelineCause {
    /// The event of the ticket that did it: a change of the status, a comment.
    pub seq: u32,
    /// The update that it belongs to.
    pub update: UpdateId,
    /// Who did it: a rule when it was one; who began the update when the engine drew a conclusion from it.
    pub actor: Actor,
    /// What people call the person now, or the rule in the version that acted. Nothing when that is not known, or was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Something that happened to a clock at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimelineMark {
    /// When: for a warning or a breach the computed instant, not the one at which it was found.
    pub at: Timestamp,
    /// What.
    pub what: MarkKind,
    /// The event of the ticket that records it. None for a deadline, and for what is due and did not run yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    /// Who made it happen; none for what time alone did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<TimelineCause>,
}

/// What may happen to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum MarkKind {
    /// It began, perhaps found later than it began: a policy may match late.
    Started {
        /// What it ran against.
        target: Box<TimelineTarget>,
    },
    /// Time stopped counting.
    Paused {
        /// What the status means that made it stop; nothing where a metric of the desk's own did by its condition.
        category: Option<StatusCategory>,
    },
    /// Time counts again.
    Resumed {
        /// Whether the ticket was solved in between.
        reopened: bool,
    },
    /// It has another target.
    Retargeted {
        /// What it ran against.
        before: Box<TimelineTarget>,
        /// What it runs against now.
        after: Box<TimelineTarget>,
        /// What of it is different.
        changed: Vec<TargetPart>,
    },
    /// A threshold was reached.
    Warned {
        /// Which of the warnings of the target, in order, from 1.
        nth: u32,
        /// The threshold, as the policy has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        threshold: Option<Threshold>,
    },
    /// It ran past its deadline.
    Breached {
        /// How much running time was allowed.
        target_millis: i64,
    },
    /// What was promised happened.
    Fulfilled,
    /// The ticket was solved without it.
    Abandoned,
    /// It was cancelled: no policy applied any more.
    NoPolicy,
    /// It was cancelled: the policy has no target for this metric and priority.
    NoTarget,
    /// It was cancelled: a metric of the desk's own gave the promise up.
    Cancelled,
    /// The ticket goes on in another one.
    Merged,
    /// The deadline, ahead or kept: for a clock that was not cancelled and has not broken its target.
    Due,
}

/// A part of what a clock runs against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TargetPart {
    /// Another policy.
    Policy,
    /// Another version of the policy.
    PolicyVersion,
    /// The row of another priority.
    Priority,
    /// Another running time.
    Target,
    /// Another calendar, or day and night.
    Calendar,
    /// Another version of the calendar.
    CalendarVersion,
}
