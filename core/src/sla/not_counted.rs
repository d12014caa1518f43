//! The time of a ticket's past that does not count for what a clock measures, also where no clock was there.

use super::metric;
use crate::Timestamp;
use crate::model::{Measure, StatusCategory, Ticket};

/// A stretch of time that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NotCounted {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) why: Why,
}

/// Why time does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// The status meant this.
    Category(StatusCategory),
    /// The metric, which is the desk's own, paused by its condition.
    Condition,
    /// The ticket went on in another.
    Merged,
}

/// The stretches before `at`, in order, that do not count for what is measured.
pub(crate) fn not_counted_before(at: Timestamp, measure: Measure, ticket: &Ticket) -> Vec<NotCounted> {
    let (facts, metric) = (&ticket.facts, measure.metric);
    let stretch = |from: Timestamp, to: Timestamp, why: Why| NotCounted { from, to, why };
    let absences = facts.absences.iter().map(|absence| stretch(absence.from, absence.to, Why::Merged));
    let mut pauses: Vec<NotCounted> = absences.collect();
    if let Some(promise) = measure.custom.and_then(|custom| facts.promise(custom)) {
        let past = promise.pauses.iter().map(|pause| stretch(pause.from, pause.to, Why::Condition));
        pauses.extend(past);
        pauses.extend(promise.paused_since.map(|since| stretch(since, at, Why::Condition)));
    }
    if metric::measures_the_whole(metric) {
        let solved = Why::Category(StatusCategory::Solved);
        pauses.extend(facts.gaps.iter().map(|gap| stretch(gap.from, gap.to, solved)));
    }
    let waits = facts.waits.iter().filter(|wait| metric::pauses_in(metric, wait.category));
    pauses.extend(waits.map(|wait| stretch(wait.from, wait.to, Why::Category(wait.category))));
    if metric::pauses_in(metric, ticket.category) {
        let since = facts.category_since.unwrap_or(ticket.created_at);
        pauses.push(stretch(since, at, Why::Category(ticket.category)));
    }
    pauses.sort_unstable();
    pauses
}
