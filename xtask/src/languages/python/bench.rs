//! The benches in Python, beside the program that is their side in Rust.

use std::process::Command;

use super::Wheel;
use super::environment::{Environment, Python, installed};
use crate::check;
use crate::languages::{Fault, run};

/// What ours is measured beside.
const PEERS: [&str; 1] = ["businesstimedelta==1.0.1"];

/// Runs those that are named, or all, on what is published.
pub fn full(options: &[&str]) -> Result<String, Fault> {
    let python = installed()?;
    let environment = beside_peers("bench", &python, Wheel::Released)?;
    measured(&environment, "release", options)
}

/// Runs all of them, small, on the wheel that is tested: whether they run, not how fast.
pub fn quick(python: &Python) -> Result<String, Fault> {
    let environment = beside_peers("bench-quick", python, Wheel::Testing)?;
    measured(&environment, "dev", &["--quick"])
}

/// An environment with a wheel, and the peers that no package of ours knows.
fn beside_peers(name: &str, python: &Python, wheel: Wheel) -> Result<Environment, Fault> {
    let environment = Environment::of(name, python, &PEERS)?;
    environment.install(&wheel.built(python)?)?;
    Ok(environment)
}

fn measured(environment: &Environment, profile: &str, options: &[&str]) -> Result<String, Fault> {
    let mut build = Command::new("cargo");
    build.args(["build", "--quiet", "--package", "frontdesk-benches", "--profile", profile]);
    run(&mut build, &check::top())?;
    let folder = if profile == "dev" { "debug" } else { profile };
    let program = check::top().join("target").join(folder).join("frontdesk-benches");
    let mut python = Command::new(&environment.python);
    python.args(["-W", "error", "benches/python/main.py"]).args(options);
    run(python.env("FRONTDESK_BENCHES", program), &check::top())
}
