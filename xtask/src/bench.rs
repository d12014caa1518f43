//! `cargo xtask bench`: the benches, built as they are measured.

use std::process::{Command, ExitCode};

use crate::check;

/// Hands its arguments to the benches.
pub fn run(args: &[&str]) -> ExitCode {
    let built = ["run", "--release", "--package", "frontdesk-benches", "--"];
    match Command::new("cargo").args(built).args(args).current_dir(check::top()).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}
