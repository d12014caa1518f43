//! The languages beside Rust: each is built as its users get it, and tested there.

use std::path::Path;
use std::process::{Command, ExitCode};

#[cfg(test)]
mod contained;
pub mod kotlin;
pub mod mobile;
pub mod node;
mod programs;
pub mod python;
pub mod swift;

use crate::test::Outcome;
use crate::{check, scenarios};

/// Why something of a language did not go well.
pub enum Fault {
    /// What it takes is not there.
    Missing(String),
    /// It was done, and failed.
    Failed(String),
}

impl Fault {
    /// What to say about it.
    pub fn told(self) -> String {
        match self {
            Self::Missing(what) => format!("NOT RUN: {what}"),
            Self::Failed(output) => output,
        }
    }
}

impl From<Result<String, Fault>> for Outcome {
    fn from(tested: Result<String, Fault>) -> Self {
        match tested {
            Ok(note) => Self::Passed(note),
            Err(Fault::Missing(what)) => Self::NotRun(what),
            Err(Fault::Failed(output)) => Self::Failed(output),
        }
    }
}

/// Runs a command in a folder. Answers what it prints; as a fault, when it fails, all that it complains of.
fn run(command: &mut Command, folder: &Path) -> Result<String, Fault> {
    let told = format!("{command:?}");
    let output = command.current_dir(folder).output();
    let output = output.map_err(|error| Fault::Missing(format!("{told} cannot be started: {error}")))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(printed);
    }
    Err(Fault::Failed(format!("{told}\n{printed}\n{}", String::from_utf8_lossy(&output.stderr))))
}

/// What a script answers when a tool that it needs cannot be had.
const CANNOT_BE_HAD: i32 = 3;

/// Runs a script of the repository, which finds the scenarios if it plays them. Answers what `counted` finds in its output.
fn script(place: &str, args: &[&str], counted: fn(&str) -> Option<String>) -> Result<String, Fault> {
    let mut script = Command::new("bash");
    script.arg(place).args(args).env("FRONTDESK_SCENARIOS", scenarios::corpus_file());
    let output = script.current_dir(check::top()).output();
    let output = output.map_err(|error| Fault::Missing(format!("bash cannot be started: {error}")))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() == Some(CANNOT_BE_HAD) {
        return Err(Fault::Missing(complaint.lines().last().unwrap_or("a tool cannot be had").to_owned()));
    }
    match counted(&printed).or_else(|| counted(&complaint)) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(Fault::Failed(format!("{printed}\n{complaint}"))),
    }
}

/// The line of a run of scenarios.
fn line_of_scenarios(printed: &str) -> Option<String> {
    printed.lines().find(|line| line.starts_with("scenarios: ")).map(str::to_owned)
}

/// The rows of a table that a bench prints.
fn rows(printed: &str) -> Option<String> {
    let rows: Vec<&str> = printed.lines().filter(|line| line.starts_with("| ")).collect();
    (!rows.is_empty()).then(|| rows.join("\n"))
}

/// Prints what was measured.
fn print(measured: Result<String, Fault>) -> ExitCode {
    match measured {
        Ok(rows) => {
            println!("{rows}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}", fault.told());
            ExitCode::FAILURE
        }
    }
}
