//! `cargo xtask test`: everything that must hold, and one summary.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::{check, layers, sizes, tools};

/// How a step ended.
enum Outcome {
    Passed,
    Failed(String),
    /// A tool could not be had. That is a failure where it must not be missed.
    NotRun(String),
}

type Step = (&'static str, fn() -> Outcome);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--check"], &[])),
    ("lint", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[])
    }),
    ("default features", || cargo(&["check", "--package", "frontdesk"], &[])),
    ("no features", || cargo(&["check", "--package", "frontdesk", "--no-default-features"], &[])),
    ("no C compiler", no_c_compiler),
    ("tests", || cargo(&["test", "--workspace", "--all-features"], &[])),
    ("documentation", || {
        cargo(&["doc", "--workspace", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")])
    }),
    ("layers", || findings(layers::check())),
    ("sizes", || findings(sizes::check())),
    ("dependencies", deny),
];

/// Runs all steps, or those named; a step that fails does not keep the others from running.
pub fn run(only: Option<&str>) -> ExitCode {
    let chosen: Vec<&str> = only.map(|only| only.split(',').collect()).unwrap_or_default();
    if let Some(unknown) = chosen.iter().find(|name| !STEPS.iter().any(|(step, _)| step == *name)) {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        eprintln!("there is no step `{unknown}`; there are: {}", names.join(", "));
        return ExitCode::from(2);
    }
    let strict = std::env::var("CI").is_ok_and(|ci| ci == "true");
    let mut lines = Vec::new();
    let mut failed = false;
    for (name, step) in STEPS.iter().filter(|(name, _)| chosen.is_empty() || chosen.contains(name)) {
        eprintln!("== {name}");
        let begun = Instant::now();
        let outcome = step();
        let (word, bad) = match outcome {
            Outcome::Passed => ("passed".to_owned(), false),
            Outcome::Failed(output) => {
                eprintln!("{output}");
                ("FAILED".to_owned(), true)
            }
            Outcome::NotRun(why) => (format!("not run: {why}"), strict),
        };
        failed |= bad;
        lines.push(summary(name, begun.elapsed(), &word));
    }
    println!("\n{}", lines.join("\n"));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn summary(name: &str, took: Duration, word: &str) -> String {
    format!("{name:18} {:7.1} s   {word}", took.as_secs_f64())
}

fn findings(found: Vec<String>) -> Outcome {
    if found.is_empty() { Outcome::Passed } else { Outcome::Failed(found.join("\n")) }
}

/// Runs cargo, and keeps what it prints for the case that it fails.
fn cargo(args: &[&str], env: &[(&str, &str)]) -> Outcome {
    let output =
        Command::new("cargo").args(args).envs(env.iter().copied()).current_dir(check::top()).output();
    match output {
        Ok(output) if output.status.success() => Outcome::Passed,
        Ok(output) => Outcome::Failed(format!(
            "{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => Outcome::Failed(format!("cargo cannot be started: {error}")),
    }
}

/// Crates that call a C compiler when they are built.
const NEEDS_C: [&str; 4] = ["cc", "cmake", "libsqlite3-sys", "psm"];

/// The default features build without a C compiler.
fn no_c_compiler() -> Outcome {
    let args =
        ["tree", "--package", "frontdesk", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let output = match Command::new("cargo").args(args).current_dir(check::top()).output() {
        Ok(output) if output.status.success() => output,
        Ok(output) => return Outcome::Failed(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => return Outcome::Failed(format!("cargo cannot be started: {error}")),
    };
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    let found: Vec<String> = names
        .filter(|name| NEEDS_C.contains(name))
        .map(|name| format!("`{name}` is among the dependencies of the default features"))
        .collect();
    findings(found)
}

/// Licenses, banned crates and sources, by cargo-deny.
fn deny() -> Outcome {
    let tool = match tools::tool("cargo-deny", "^0.20") {
        Ok(tool) => tool,
        Err(error) => {
            eprintln!("{error}");
            return Outcome::NotRun("cargo-deny cannot be installed".to_owned());
        }
    };
    let args = ["--all-features", "check", "licenses", "bans", "sources"];
    match Command::new(tool).args(args).current_dir(check::top()).output() {
        Ok(output) if output.status.success() => Outcome::Passed,
        Ok(output) => Outcome::Failed(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Outcome::NotRun(format!("cargo-deny cannot be started: {error}")),
    }
}
