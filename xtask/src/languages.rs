//! The languages beside Rust: each is built as its users get it, and tested there.

use std::path::Path;
use std::process::Command;

pub mod node;
pub mod python;

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
