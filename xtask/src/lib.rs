//! What the project's own commands are made of; the benches use some of it too.

#![allow(clippy::disallowed_methods, reason = "this is a tool on a developer's machine, not the engine")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "to print is what it is for")]

pub mod bench;
pub mod check;
pub mod codegen;
mod dates;
pub mod demo;
mod exposed;
pub mod fuzz;
mod guides;
mod languages;
pub mod layers;
pub mod mailbox;
mod packages;
pub mod scenarios;
pub mod sizes;
mod sql;
pub mod test;
mod tokens;
mod tools;
pub mod zones;
