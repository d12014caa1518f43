use std::sync::Arc;

use crate::model::{CalendarPin, Measure, Metric, PolicyPin, Priority, Target, Threshold};
use crate::query::Predicate;
use crate::time::BusinessCalendar;
use crate::{Error, Result};

/// Where compiled calendars come from, also earlier versions.
pub(crate) trait HoursOf {
    /// The calendar of a pin; day and night without one.
    fn hours(&mut self, pin: Option<CalendarPin>) -> Result<Arc<BusinessCalendar>>;
}

/// A policy that is resolved against the desk's configuration.
#[derive(Debug, Clone)]
pub(crate) struct CompiledPolicy {
    pub(crate) pin: PolicyPin,
    pub(crate) position: i64,
    pub(crate) filter: Predicate,
    pub(crate) calendar: Option<CalendarPin>,
    pub(crate) targets: Vec<Target>,
}

impl CompiledPolicy {
    /// The row for a metric and priority.
    pub(crate) fn row(&self, measure: Measure, priority: Option<Priority>) -> Option<&Target> {
        self.targets.iter().find(|target| target.measure() == measure && target.priority == priority)
    }

    /// The rows for a priority, those of presets before those of the desk's own metrics.
    pub(crate) fn rows(&self, priority: Option<Priority>) -> Vec<&Target> {
        let mut rows: Vec<_> = self.targets.iter().filter(|target| target.priority == priority).collect();
        rows.sort_unstable_by_key(|target| target.measure());
        rows
    }
}

/// Running time at which each warning of a target is due, in order, each once.
pub(crate) fn warning_marks(target: &Target) -> Vec<i64> {
    warnings_in_order(target).into_iter().map(|(mark, _)| mark).collect()
}

/// The warnings of a target with the running time at which each is due, in order. Of those that are due at once, the first counts.
pub(crate) fn warnings_in_order(target: &Target) -> Vec<(i64, Threshold)> {
    let mut marks: Vec<(i64, Threshold)> =
        target.warnings.iter().map(|threshold| (mark(threshold, target.millis), *threshold)).collect();
    marks.sort_by_key(|(mark, _)| *mark);
    marks.dedup_by_key(|(mark, _)| *mark);
    marks
}

fn mark(threshold: &Threshold, target: i64) -> i64 {
    match threshold {
        // In 128 bits, because a target may be long; rounded down to whole milliseconds.
        Threshold::Percent { percent } => {
            i64::try_from(i128::from(target) * i128::from(*percent) / 100).unwrap_or(i64::MAX)
        }
        Threshold::Before { millis } => target.saturating_sub(*millis),
    }
}

/// Longer than this no target makes sense: ten years.
const LONGEST_TARGET: i64 = 10 * 366 * 24 * 3_600_000;

/// So many warnings a target may have.
const MOST_WARNINGS: usize = 20;

/// Checks the targets of a policy before it is saved.
///
/// # Errors
/// `policy.…` with the path to the first value at fault.
pub(crate) fn check_targets(targets: &[Target]) -> Result<()> {
    if targets.is_empty() {
        return Err(Error::invalid("policy.no_targets", "a policy without targets promises nothing")
            .at("/targets")
            .hint("give it a target, such as one for `first_reply`"));
    }
    for (at, target) in targets.iter().enumerate() {
        let path = format!("/targets/{at}");
        if (target.metric == Metric::Custom) != target.custom.is_some() {
            return Err(Error::invalid(
                "policy.custom_metric",
                "`custom` names a metric of the desk's own, and goes with the metric `custom` alone",
            )
            .at(format!("{path}/custom"))
            .hint("set both, or neither of them"));
        }
        if target.millis <= 0 || target.millis > LONGEST_TARGET {
            return Err(Error::invalid("policy.bad_target", "a target is more than 0 and at most ten years")
                .at(format!("{path}/millis"))
                .hint("give it in milliseconds of running time"));
        }
        let same = |other: &&Target| other.measure() == target.measure() && other.priority == target.priority;
        if targets.iter().take(at).any(|other| same(&other)) {
            return Err(Error::invalid(
                "policy.target_twice",
                "there is a target for this metric and priority already",
            )
            .at(path)
            .hint("leave one of the two out"));
        }
        let warnings = target.warnings.len();
        Error::unless_at_most("policy.too_many_warnings", "the number of warnings", warnings, MOST_WARNINGS)
            .map_err(|error| error.at(format!("{path}/warnings")))?;
        for (nth, threshold) in target.warnings.iter().enumerate() {
            let mark = mark(threshold, target.millis);
            if mark <= 0 || mark >= target.millis {
                return Err(Error::invalid(
                    "policy.bad_warning",
                    "a warning lies between the start and the target",
                )
                .at(format!("{path}/warnings/{nth}"))
                .hint("a part of more than 0 and less than 100 percent, or a time before the target that fits into it"));
            }
        }
    }
    Ok(())
}
