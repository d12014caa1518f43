//! The steps of `cargo xtask test` that build and test what other languages use.

mod kotlin;
mod mobile;
mod swift;

use std::process::Command;

pub use self::kotlin::test as kotlin;
pub use self::mobile::check as mobile;
pub use self::swift::test as swift;
use crate::check;
use crate::test::Outcome;

/// What a script answers when a tool that it needs cannot be had.
const CANNOT_BE_HAD: i32 = 3;

/// Runs a script of the repository; it passes with what `counted` finds in its output.
fn script(place: &str, args: &[&str], counted: fn(&str) -> Option<String>) -> Outcome {
    let output = Command::new("bash").arg(place).args(args).current_dir(check::top()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return Outcome::NotRun(format!("bash cannot be started: {error}")),
    };
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() == Some(CANNOT_BE_HAD) {
        let why = complaint.lines().last().unwrap_or("a tool cannot be had");
        return Outcome::NotRun(why.to_owned());
    }
    match counted(&printed).or_else(|| counted(&complaint)) {
        Some(count) if output.status.success() => Outcome::Passed(count),
        _ => Outcome::Failed(format!("{printed}\n{complaint}")),
    }
}
