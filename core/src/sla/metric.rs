//! What each metric measures: when its clocks start, pause and end.

use super::happened::Happened;
use crate::Timestamp;
use crate::model::{ClockState, ClockTransition, Measure, Metric, MetricStep, StatusCategory, Ticket};

/// How a clock ends.
pub(super) type End = (ClockState, ClockTransition);

const FULFILLED: End = (ClockState::Fulfilled, ClockTransition::Fulfilled);
const ABANDONED: End = (ClockState::Abandoned, ClockTransition::Abandoned);
const CANCELLED: End = (ClockState::Cancelled, ClockTransition::Cancelled);

/// Whether clocks of a metric measure a ticket as a whole: they run from its creation, and one that ended when the ticket was solved goes
/// on when it is opened again. Of the others each start makes a new clock.
pub(super) fn measures_the_whole(metric: Metric) -> bool {
    matches!(metric, Metric::RequesterWait | Metric::AgentWork | Metric::Resolution)
}

/// Whether time does not count as the ticket stands, although what is measured has not ended.
pub(super) fn pauses(measure: Measure, ticket: &Ticket) -> bool {
    match measure.custom {
        Some(custom) => ticket.facts.promise(custom).is_some_and(|promise| promise.paused_since.is_some()),
        None => pauses_in(measure.metric, ticket.category),
    }
}

/// Whether time in a category does not count.
pub(crate) fn pauses_in(metric: Metric, category: StatusCategory) -> bool {
    match metric {
        Metric::PausableUpdate | Metric::RequesterWait => category == StatusCategory::Pending,
        Metric::AgentWork => matches!(category, StatusCategory::Pending | StatusCategory::Hold),
        Metric::FirstReply
        | Metric::NextReply
        | Metric::PeriodicUpdate
        | Metric::Resolution
        | Metric::Ownership
        | Metric::Custom => false,
    }
}

/// The event from which on a promise is open, on a ticket as an update leaves it.
pub(super) fn start(measure: Measure, ticket: &Ticket, created: bool) -> Option<Timestamp> {
    let (facts, unsolved) = (&ticket.facts, ticket.category.is_unsolved());
    let metric = measure.metric;
    if let Some(custom) = measure.custom {
        return facts.promise(custom).map(|promise| promise.since);
    }
    if measures_the_whole(metric) {
        return Some(ticket.created_at).filter(|_| unsolved || created);
    }
    let first_reply_ended = facts.first_reply_at.or(facts.first_reply_abandoned_at).is_some();
    let start = match metric {
        Metric::FirstReply => facts.first_request_at.filter(|_| !first_reply_ended),
        Metric::NextReply => facts.oldest_unanswered_at.filter(|_| first_reply_ended),
        Metric::PeriodicUpdate | Metric::PausableUpdate => facts.last_reply_at,
        Metric::Ownership => facts.team_since,
        Metric::RequesterWait | Metric::AgentWork | Metric::Resolution | Metric::Custom => None,
    };
    start.filter(|_| unsolved)
}

/// How a clock that may still breach ends by an update, if it does.
pub(super) fn end(measure: Measure, ticket: &Ticket, happened: &Happened) -> Option<End> {
    if let Some(custom) = measure.custom {
        return happened.ended(custom).and_then(end_of);
    }
    let metric = measure.metric;
    let solved = !ticket.category.is_unsolved();
    match metric {
        Metric::FirstReply if ticket.facts.first_reply_at.is_some() => Some(FULFILLED),
        Metric::FirstReply if ticket.facts.first_reply_abandoned_at.is_some() => Some(ABANDONED),
        Metric::NextReply if happened.replied => Some(FULFILLED),
        Metric::NextReply if solved => Some(ABANDONED),
        Metric::PeriodicUpdate | Metric::PausableUpdate if happened.replied || solved => Some(FULFILLED),
        Metric::RequesterWait | Metric::AgentWork | Metric::Resolution if solved => Some(FULFILLED),
        Metric::Ownership if happened.changed_team || solved => Some(FULFILLED),
        _ => None,
    }
}

/// How a clock ends by what became of the promise of a metric of the desk's own.
fn end_of(step: MetricStep) -> Option<End> {
    match step {
        MetricStep::Fulfilled => Some(FULFILLED),
        MetricStep::Cancelled => Some(CANCELLED),
        MetricStep::Abandoned => Some(ABANDONED),
        MetricStep::Opened | MetricStep::Paused | MetricStep::Resumed => None,
    }
}
