//! How a timeline puts things for people, in plain English.

use super::types::{
    ClockTimeline, MarkKind, SpanState, TargetPart, TimelineCause, TimelineSpan, TimelineTarget,
};
use crate::model::{Actor, ClockState, Metric, StatusCategory, Threshold};
use crate::time::StretchReason;

/// A stretch of time: `2 h 15 min`. Hours are not made days of, as a day of business has no fixed length. Of more than a minute whole seconds are
/// told.
pub(super) fn duration(millis: i64) -> String {
    let (sign, left) = if millis < 0 { ("−", millis.unsigned_abs()) } else { ("", millis.unsigned_abs()) };
    let parts = [
        (left / 3_600_000, "h"),
        (left / 60_000 % 60, "min"),
        (left / 1_000 % 60, "s"),
        (if left < 60_000 { left % 1_000 } else { 0 }, "ms"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "0 min".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

/// A text that somebody typed, in one line: what would break it or turn its direction is left out.
pub(super) fn one_line(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_space = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let spaced: String = text
        .chars()
        .filter(|letter| !turns(*letter))
        .map(|letter| if is_space(letter) { ' ' } else { letter })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A metric, as a heading.
pub(super) fn metric(metric: Metric) -> String {
    let name = metric.name().replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// What a clock measures, with the team whose time it is.
pub(super) fn heading(clock: &ClockTimeline) -> String {
    if let Some(custom) = clock.custom {
        return clock.custom_name.as_deref().map_or_else(|| custom.to_string(), one_line);
    }
    match (&clock.team_name, clock.team) {
        (Some(name), _) => format!("{} of {}", metric(clock.metric), one_line(name)),
        (None, Some(team)) => format!("{} of {team}", metric(clock.metric)),
        (None, None) => metric(clock.metric),
    }
}

pub(super) fn state(state: ClockState) -> &'static str {
    match state {
        ClockState::Running => "running",
        ClockState::Paused => "paused",
        ClockState::Fulfilled => "fulfilled",
        ClockState::Abandoned => "abandoned",
        ClockState::Cancelled => "cancelled",
        ClockState::Merged => "merged",
    }
}

/// How a clock stands: `running, breached`.
pub(super) fn standing(clock: &ClockTimeline) -> String {
    let broken = match (clock.breached, clock.breached_at) {
        (true, _) => ", breached",
        (false, Some(_)) => ", breached an earlier target",
        (false, None) => "",
    };
    format!("{}{broken}", state(clock.state))
}

/// What has counted of the target.
pub(super) fn used(clock: &ClockTimeline) -> String {
    format!("{} of {}", duration(clock.counted_millis), duration(clock.target.target_millis))
}

/// What is left of the target.
pub(super) fn left(clock: &ClockTimeline) -> String {
    match clock.left_millis {
        0 => "nothing left".to_owned(),
        left if left < 0 => format!("{} over", duration(left.saturating_neg())),
        left => format!("{} left", duration(left)),
    }
}

/// What has counted, and what is left of the target.
pub(super) fn counted(clock: &ClockTimeline) -> String {
    format!("{}, {}", used(clock), left(clock))
}

pub(super) fn policy(target: &TimelineTarget) -> String {
    let name = target.policy_name.as_deref().map_or_else(|| target.policy.id.to_string(), one_line);
    format!("{name}, version {}", target.policy.version)
}

pub(super) fn priority(target: &TimelineTarget) -> String {
    target
        .priority
        .map_or_else(|| "no priority".to_owned(), |priority| format!("priority {}", priority.name()))
}

pub(super) fn calendar(target: &TimelineTarget) -> String {
    let Some(pin) = target.calendar else { return "day and night".to_owned() };
    let name = target.calendar_name.as_deref().map_or_else(|| pin.id.to_string(), one_line);
    format!("{name}, version {}", pin.version)
}

/// Who did something, and by which event.
pub(super) fn cause(cause: &TimelineCause) -> String {
    let known = cause.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    let who = match (&cause.actor, known) {
        (Actor::Rule { rule }, Some(name)) => format!("trigger {name}, version {}", rule.version),
        (Actor::Rule { rule }, None) => format!("trigger {}, version {}", rule.id, rule.version),
        (Actor::Requester { .. }, Some(name)) => format!("{name}, who asks"),
        (_, Some(name)) => name,
        (Actor::Agent { person } | Actor::Requester { person, .. }, None) => person.to_string(),
        (Actor::Host, None) => "the host".to_owned(),
        (Actor::System, None) => "the engine".to_owned(),
    };
    format!("by {who} (event {})", cause.seq)
}

/// Why a calendar is open or closed.
pub(super) fn reason(reason: &StretchReason) -> String {
    match reason {
        StretchReason::WeeklyHours => "weekly hours".to_owned(),
        StretchReason::Shift => "a shift".to_owned(),
        StretchReason::OutsideHours => "outside of hours".to_owned(),
        StretchReason::ClosedWeekday => "a weekday without hours".to_owned(),
        StretchReason::OutsideShift => "outside of the shift".to_owned(),
        StretchReason::Holiday { name } => format!("holiday {}", one_line(name)),
        StretchReason::Break => "a break".to_owned(),
    }
}

/// What a clock did over a span, and why.
pub(super) fn span(span: &TimelineSpan) -> String {
    let lasts = duration(span.to.millis() - span.from.millis());
    let category = |otherwise: &'static str| span.category.map_or(otherwise, StatusCategory::name);
    let why = |how: &str| match &span.reason {
        Some(why) => format!("{how} for {lasts}: {}", reason(why)),
        None => format!("{how} for {lasts}"),
    };
    match span.state {
        SpanState::Running => why("runs"),
        SpanState::Closed => why("closed"),
        SpanState::Hours => {
            format!("runs for {lasts} by the hours of its calendar: {}", duration(span.counted_millis))
        }
        SpanState::Paused => format!("paused for {lasts}: {}", category("by its condition")),
        SpanState::Solved => format!("solved for {lasts}"),
        SpanState::Merged => format!("merged for {lasts}: the ticket went on in another"),
    }
}

/// What happened to a clock.
pub(super) fn mark(what: &MarkKind) -> String {
    match what {
        MarkKind::Started { target } => {
            format!("started: {} on {}", duration(target.target_millis), calendar(target))
        }
        MarkKind::Paused { category: Some(category) } => format!("paused: {}", category.name()),
        MarkKind::Paused { category: None } => "paused: by its condition".to_owned(),
        MarkKind::Resumed { reopened: true } => "resumed: opened again".to_owned(),
        MarkKind::Resumed { reopened: false } => "resumed".to_owned(),
        MarkKind::Retargeted { before, after, changed } => retargeted(before, after, changed),
        MarkKind::Warned { nth, threshold } => match threshold {
            Some(Threshold::Percent { percent }) => format!("warned: {percent} % used up"),
            Some(Threshold::Before { millis }) => {
                format!("warned: {} before the deadline", duration(*millis))
            }
            None => format!("warned: warning {nth}"),
        },
        MarkKind::Breached { target_millis } => format!("breached: {} used up", duration(*target_millis)),
        MarkKind::Fulfilled => "fulfilled".to_owned(),
        MarkKind::Abandoned => "abandoned: solved without it".to_owned(),
        MarkKind::NoPolicy => "cancelled: no policy applies".to_owned(),
        MarkKind::Cancelled => "cancelled: by its condition".to_owned(),
        MarkKind::Merged => "merged: the ticket goes on in another".to_owned(),
        MarkKind::NoTarget => "cancelled: the policy has no target for it".to_owned(),
        MarkKind::Due => "due".to_owned(),
    }
}

fn retargeted(before: &TimelineTarget, after: &TimelineTarget, changed: &[TargetPart]) -> String {
    let part = |part: &TargetPart| match part {
        TargetPart::Policy | TargetPart::PolicyVersion => {
            format!("policy {} → {}", policy(before), policy(after))
        }
        TargetPart::Priority => {
            let name = |target: &TimelineTarget| target.priority.map_or("none", |priority| priority.name());
            format!("priority {} → {}", name(before), name(after))
        }
        TargetPart::Target => {
            format!("target {} → {}", duration(before.target_millis), duration(after.target_millis))
        }
        TargetPart::Calendar | TargetPart::CalendarVersion => {
            format!("calendar {} → {}", calendar(before), calendar(after))
        }
    };
    format!("retargeted: {}", changed.iter().map(part).collect::<Vec<_>>().join("; "))
}
