//! What the project's own commands are made of; the benches use some of it too.

#![allow(clippy::disallowed_methods, reason = "this is a tool on a developer's machine, not the engine")]

pub mod bench;
pub mod check;
pub mod codegen;
mod dates;
pub mod demo;
pub mod fuzz;
mod guides;
pub mod languages;
pub mod layers;
pub mod mailbox;
pub mod sizes;
pub mod test;
mod tools;
