//! The native part of the npm package: opens stores, and calls operations by their name. Everything else, types and methods, is
//! TypeScript in `ts/`, most of it generated from the operations table.
//!
//! Calls run on the pool of libuv, as `AsyncTask`. Every export catches panics.

mod calendar;
mod call;
mod clock;
mod fault;
pub mod open;
pub mod reading;
mod store;
#[cfg(feature = "testing")]
mod testing;
mod walks;
