//! `cargo xtask bench`: the benches, built as they are measured.

use std::process::{Command, ExitCode};

use crate::{check, languages};

/// Runs the benches of a language that is named first; else hands its arguments to those in Rust.
pub fn run(args: &[&str]) -> ExitCode {
    match args {
        ["python", options @ ..] => languages::python::bench(options),
        ["node", options @ ..] => languages::node::bench(options),
        ["swift", options @ ..] => languages::swift::bench(options),
        ["kotlin", options @ ..] => languages::kotlin::bench(options),
        _ => rust(args),
    }
}

fn rust(args: &[&str]) -> ExitCode {
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
