//! Which tickets: predicates over a ticket alone, evaluated here in memory and compiled to SQL by stores.

mod page;
mod predicate;

pub use page::{Count, Cursor, TicketQuery};
pub use predicate::{Check, Predicate, Scalar, Slot, Test};
