use super::aim::{breach, warn};
use super::told::leave_out_told;
use crate::Timestamp;
use crate::model::{ClockChange, Ticket};

/// What the earliest timer of a ticket records, when it is due at or before `now`, and the instant at which it ran.
/// Timers of one instant go by clock, warnings first.
pub(crate) fn due_change(ticket: &Ticket, now: Timestamp) -> Option<(Timestamp, ClockChange)> {
    let (at, clock) = ticket
        .clocks
        .iter()
        .filter_map(|clock| clock.wake_at().map(|at| (at, clock)))
        .min_by_key(|(at, clock)| (*at, clock.id))
        .filter(|(at, _)| *at <= now)?;
    let mut clock = clock.clone();
    let mut changes = Vec::new();
    match clock.warnings_at.first().copied().filter(|warning| *warning == at) {
        Some(warning) => warn(&mut clock, warning, &mut changes),
        None => {
            let due = clock.due_at?;
            breach(&mut clock, due, &mut changes);
        }
    }
    leave_out_told(&ticket.clocks, &mut changes);
    changes.pop().map(|change| (at, change))
}
