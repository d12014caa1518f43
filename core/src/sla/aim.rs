use super::policy::{CompiledPolicy, HoursOf, warning_marks};
use crate::model::{CalendarPin, Clock, ClockChange, ClockState, ClockTransition, Stretch, Target, Warned};
use crate::{Result, Timestamp};

/// Ends the present stretch of a running clock.
pub(super) fn close_stretch(clock: &mut Clock, at: Timestamp, hours: &mut dyn HoursOf) -> Result<()> {
    if clock.state == ClockState::Running {
        push_stretch(clock, clock.running_since, at, clock.calendar, hours)?;
    }
    Ok(())
}

/// Adds a stretch, grown into the one before where they touch on one calendar.
pub(super) fn push_stretch(
    clock: &mut Clock,
    from: Timestamp,
    to: Timestamp,
    calendar: Option<CalendarPin>,
    hours: &mut dyn HoursOf,
) -> Result<()> {
    if from >= to {
        return Ok(());
    }
    let millis = hours.hours(calendar)?.between(from, to);
    match clock.stretches.last_mut() {
        Some(last) if last.to == from && last.calendar == calendar => {
            last.to = to;
            last.millis += millis;
        }
        _ => clock.stretches.push(Stretch { from, to, millis, calendar }),
    }
    Ok(())
}

/// Measures on a calendar what a clock has run from an instant on, whatever it was measured on. Answers whether that makes a difference.
pub(super) fn measure_anew(
    clock: &mut Clock,
    from: Timestamp,
    calendar: Option<CalendarPin>,
    hours: &mut dyn HoursOf,
) -> Result<bool> {
    let before = clock.stretches.clone();
    let stays = before.iter().take_while(|stretch| stretch.to <= from).count();
    clock.stretches.truncate(stays);
    for stretch in before.iter().skip(stays) {
        let cut = from.max(stretch.from);
        push_stretch(clock, stretch.from, cut, stretch.calendar, hours)?;
        push_stretch(clock, cut, stretch.to, calendar, hours)?;
    }
    Ok(clock.stretches != before)
}

/// The earliest instant at which a clock that is paused or runs on from `at` has used up `millis`; none when it has not before the pause,
/// and when its calendar never opens again.
fn instant_of(
    clock: &Clock,
    millis: i64,
    at: Timestamp,
    hours: &mut dyn HoursOf,
) -> Result<Option<Timestamp>> {
    let mut before = 0;
    for stretch in &clock.stretches {
        if before + stretch.millis >= millis {
            return Ok(hours.hours(stretch.calendar)?.add(stretch.from, millis - before));
        }
        before += stretch.millis;
    }
    if clock.state == ClockState::Paused {
        return Ok(None);
    }
    Ok(hours.hours(clock.calendar)?.add(at, millis - before))
}

/// Gives a clock its target from `at` on. A target that it broke before stays broken, and what one has warned of is not told again.
pub(super) fn aim(
    clock: &mut Clock,
    policy: &CompiledPolicy,
    row: &Target,
    at: Timestamp,
    hours: &mut dyn HoursOf,
) -> Result<()> {
    clock.policy = policy.pin;
    clock.priority = row.priority;
    clock.calendar = policy.calendar;
    clock.target_millis = row.millis;
    clock.breached = clock.broken.contains(&clock.target());
    clock.running_since = at;
    clock.due_at = instant_of(clock, row.millis, at, hours)?;
    clock.warnings_at.clear();
    let told =
        clock.warned.iter().find(|warned| warned.target == clock.target()).map_or(0, |warned| warned.count);
    for mark in warning_marks(row).into_iter().skip(told as usize) {
        clock.warnings_at.extend(instant_of(clock, mark, at, hours)?);
    }
    Ok(())
}

/// Pauses a clock: its deadlines are unknown until it runs on.
pub(super) fn pause(clock: &mut Clock) {
    clock.state = ClockState::Paused;
    clock.due_at = None;
    clock.warnings_at.clear();
}

/// Pauses a clock that was only aimed to find what is overdue, also in the changes that told of it.
pub(super) fn pause_as_told(clock: &mut Clock, told: &mut [ClockChange]) {
    pause(clock);
    told.iter_mut().for_each(|change| pause(&mut change.clock));
}

/// Records what is overdue at `at`: warnings up to and at that instant, a breach strictly before it.
pub(super) fn settle_overdue(clock: &mut Clock, at: Timestamp, changes: &mut Vec<ClockChange>) {
    while let Some(instant) = clock.warnings_at.first().copied().filter(|instant| *instant <= at) {
        warn(clock, instant, changes);
    }
    if let Some(due) = clock.due_at.filter(|due| !clock.breached && *due < at) {
        breach(clock, due, changes);
    }
}

/// Records that a clock came to its next warning.
pub(super) fn warn(clock: &mut Clock, instant: Timestamp, changes: &mut Vec<ClockChange>) {
    clock.warnings_at.remove(0);
    let target = clock.target();
    match clock.warned.iter_mut().find(|warned| warned.target == target) {
        Some(warned) => warned.count += 1,
        None => clock.warned.push(Warned { target, count: 1 }),
    }
    note(clock, ClockTransition::Warned, instant, changes);
}

/// Records that a clock ran past its deadline.
pub(super) fn breach(clock: &mut Clock, due: Timestamp, changes: &mut Vec<ClockChange>) {
    clock.breached = true;
    clock.broken.push(clock.target());
    clock.breached_at.get_or_insert(due);
    note(clock, ClockTransition::Breached, due, changes);
}

/// Adds the outcome of a transition. Every one makes a new generation, so that timers of the old one are stale.
pub(super) fn note(
    clock: &mut Clock,
    transition: ClockTransition,
    instant: Timestamp,
    to: &mut Vec<ClockChange>,
) {
    clock.generation += 1;
    to.push(ClockChange { transition, instant, kept_stretches: 0, clock: clock.clone() });
}
