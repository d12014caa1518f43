//! For those who write a store or test with one: the conformance suite and generators of random desks.

pub mod conformance;
pub mod generate;
mod rng;

pub use rng::Rng;
