//! The engine keeps its promises on every store: what commands, triggers, SLA clocks and ticks do, seen from the outside.
#![cfg(all(feature = "sqlite", feature = "testkit"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

#[macro_use]
mod world;

mod access;
mod calendars;
mod clocks;
mod commands;
mod explanations;
mod follow_ons;
mod mail_read;
mod saving;
mod status;
mod ticks;
mod triggers;
