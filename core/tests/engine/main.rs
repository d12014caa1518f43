//! The engine keeps its promises on every store: what commands, triggers, SLA clocks and ticks do, seen from the outside.
#![cfg(all(feature = "sqlite", feature = "testkit"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

#[path = "../sqlite_support/mod.rs"]
mod sqlite_support;
#[path = "../sqlite_support/wal.rs"]
mod wal;

mod cascades;
mod mails;
mod script;
mod stores;
#[macro_use]
mod world;

mod access;
mod agents_by_mail;
mod agreement;
mod api;
mod apply_policies;
mod calendars;
mod clocks;
mod commands;
mod costs;
mod explanations;
mod faults;
mod follow_ons;
mod forgeries;
mod kills;
mod loops;
mod mail_read;
mod mail_ticks;
mod merges;
mod metrics;
mod own_metrics;
mod saving;
mod secrets;
mod settled;
mod sla_model;
mod sla_timeline;
mod sla_timeline_shown;
mod sleep;
mod status;
mod threading;
mod ticks;
mod triggers;
mod unreadable;
mod verdicts;
mod what_if;
