//! SLA clocks: which policy applies, when clocks start, pause and end, and the instants of their deadlines.
//!
//! What `semantics.md` leaves open is settled here: a policy that first matches a ticket while it is solved starts nothing;
//! the update that opens the ticket again does.

mod aim;
mod happened;
mod metric;
mod not_counted;
mod policy;
mod timer;
mod told;
mod transition;

pub(crate) use happened::Happened;
pub(crate) use metric::pauses_in;
pub(crate) use not_counted::{NotCounted, Why, not_counted_before};
pub(crate) use policy::{CompiledPolicy, HoursOf, check_targets, warnings_in_order};
pub(crate) use timer::due_change;
pub(crate) use transition::{Occasion, Transition, transition};
