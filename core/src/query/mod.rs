//! Which tickets: predicates over a ticket alone, evaluated here in memory and compiled to SQL by stores.
//!
//! [`compile`] makes a [`Predicate`] of the written form, with every name resolved against the [`Vocabulary`] of a desk.

pub(crate) mod compare;
mod compile;
pub(crate) mod kind;
mod named;
pub(crate) mod operand;
mod page;
mod predicate;
mod suggest;
pub(crate) mod tree;
mod vocabulary;

pub use compile::compile;
pub(crate) use compile::{check_field, operator, unknown_field};
pub(crate) use named::{Named, named};
pub use page::{Count, Cursor, TicketQuery};
pub(crate) use predicate::Found;
pub use predicate::{Check, Predicate, Scalar, Slot, Test};
pub(crate) use suggest::did_you_mean;
pub use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;
