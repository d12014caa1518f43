//! The benches in Python, beside the program that is their side in Rust.

use std::process::Command;

use super::Wheel;
use super::environment::{Environment, installed};
use crate::check;
use crate::languages::{Fault, run};

/// Runs those that are named, or all, on what is published.
pub fn full(options: &[&str]) -> Result<String, Fault> {
    let python = installed()?;
    let environment = Environment::of("bench", &python, &[])?;
    environment.install(&Wheel::Released.built(&python)?)?;
    measured(&environment, "release", options)
}

/// Runs all of them, small, on the wheel that is tested: whether they run, not how fast.
pub fn quick(environment: &Environment) -> Result<String, Fault> {
    measured(environment, "dev", &["--quick"])
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
