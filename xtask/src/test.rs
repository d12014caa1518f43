//! `cargo xtask test`: everything that must hold, and one summary.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::{check, codegen, exposed, guides, languages, layers, packages, sizes, sql, tools};

/// How a step ended.
pub(crate) enum Outcome {
    /// With what is to be said about it.
    Passed(String),
    /// With what it complained of.
    Failed(String),
    /// A tool could not be had. That is a failure where it must not be missed.
    NotRun(String),
}

type Step = (&'static str, fn() -> Outcome);

/// Steps that build the same are neighbors: little is built twice.
const STEPS: &[Step] = &[
    ("format", format),
    ("layers", || findings(layers::check())),
    ("exposed types", || findings(exposed::check())),
    ("sql", || findings(sql::check())),
    ("sizes", || findings(sizes::check())),
    ("guides", || findings(guides::check())),
    ("packages", || findings(packages::check())),
    ("generated files", || findings(codegen::check())),
    ("lint", || lint(&["--workspace", "--all-targets", "--all-features"])),
    ("default features", || lint(&["--package", "frontdesk"])),
    ("no features", || lint(&["--package", "frontdesk", "--no-default-features"])),
    ("mail alone", || lint_alone("mail")),
    ("sqlite alone", || lint_alone("sqlite")),
    ("testkit alone", || lint_alone("testkit")),
    ("fuzz targets", lint_fuzz_targets),
    ("no C compiler", no_c_compiler),
    ("tests", tests),
    ("documentation", || {
        cargo(&["doc", "--workspace", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")])
    }),
    ("dependencies", deny),
    ("python", languages::python::test),
    ("python 3.10", languages::python::test_lowest),
    ("python packages", languages::python::test_packages),
    ("node", languages::node::test),
    ("swift", languages::swift::test),
    ("kotlin", languages::kotlin::test),
    ("mobile", languages::mobile::check),
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
    let begun = Instant::now();
    let (mut lines, mut failed) = (Vec::new(), Vec::new());
    let wanted = STEPS.iter().filter(|(name, _)| chosen.is_empty() || chosen.contains(name));
    for (name, step) in wanted {
        eprintln!("== {name}");
        let begun = Instant::now();
        let word = match step() {
            Outcome::Passed(note) if note.is_empty() => "passed".to_owned(),
            Outcome::Passed(note) => format!("passed: {note}"),
            Outcome::Failed(output) => {
                eprintln!("{output}");
                failed.push(*name);
                "FAILED".to_owned()
            }
            Outcome::NotRun(why) => {
                failed.extend(strict.then_some(*name));
                format!("NOT RUN: {why}")
            }
        };
        lines.push(summary(name, begun.elapsed(), &word));
    }
    lines.push(summary("all", begun.elapsed(), &verdict(&failed)));
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verdict(failed: &[&str]) -> String {
    if failed.is_empty() { "passed".to_owned() } else { format!("FAILED: {}", failed.join(", ")) }
}

fn summary(name: &str, took: Duration, word: &str) -> String {
    format!("{name:18} {:7.1} s   {word}", took.as_secs_f64())
}

fn findings(found: Vec<String>) -> Outcome {
    if found.is_empty() { Outcome::Passed(String::new()) } else { Outcome::Failed(found.join("\n")) }
}

/// Checks the format of all sources; the fuzz targets are a workspace of their own.
fn format() -> Outcome {
    match cargo(&["fmt", "--all", "--check"], &[]) {
        Outcome::Passed(_) => cargo(&["fmt", "--check", "--manifest-path", "core/fuzz/Cargo.toml"], &[]),
        failed => failed,
    }
}

/// Lints what cargo is told to build. Warnings count as errors without another build of what it depends on.
fn lint(what: &[&str]) -> Outcome {
    cargo(&[&["clippy"], what, &["--", "-D", "warnings"]].concat(), &[])
}

fn lint_alone(feature: &str) -> Outcome {
    lint(&["--package", "frontdesk", "--no-default-features", "--features", feature])
}

/// Lints the fuzz targets, which are a workspace of their own. Nothing is linked, so the fuzzer that they name need not be there, nor a
/// C++ compiler for it.
fn lint_fuzz_targets() -> Outcome {
    let what = [
        "clippy",
        "--manifest-path",
        "core/fuzz/Cargo.toml",
        "--target-dir",
        "target",
        "--",
        "-D",
        "warnings",
    ];
    cargo(&what, &[("CUSTOM_LIBFUZZER_PATH", "/nowhere/libfuzzer.a")])
}

/// All tests, and the examples in the documentation and the README.
fn tests() -> Outcome {
    let output = match output(&["test", "--workspace", "--all-features", "--no-fail-fast"], &[]) {
        Ok(output) => output,
        Err(failed) => return Outcome::Failed(failed),
    };
    let real_mail = if std::env::var_os("FRONTDESK_REAL_MAIL").is_some() {
        "real mail among them"
    } else {
        "without real mail (FRONTDESK_REAL_MAIL is not set)"
    };
    Outcome::Passed(format!("{} tests, {real_mail}", passed_in(&output)))
}

/// How many tests have passed, as their output tells.
fn passed_in(output: &str) -> u64 {
    let of_line = |line: &str| {
        let counts = line.strip_prefix("test result: ok. ")?;
        counts.split_once(" passed")?.0.parse::<u64>().ok()
    };
    output.lines().filter_map(of_line).sum()
}

/// Runs cargo, and keeps what it prints for the case that it fails.
fn cargo(args: &[&str], env: &[(&str, &str)]) -> Outcome {
    output(args, env).map_or_else(Outcome::Failed, |_| Outcome::Passed(String::new()))
}

/// What cargo prints; as an error, when it fails, with all that it complains of.
fn output(args: &[&str], env: &[(&str, &str)]) -> Result<String, String> {
    let output =
        Command::new("cargo").args(args).envs(env.iter().copied()).current_dir(check::top()).output();
    let output = output.map_err(|error| format!("cargo cannot be started: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(printed);
    }
    Err(format!("{printed}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Crates that call a C compiler when they are built.
const NEEDS_C: [&str; 4] = ["cc", "cmake", "libsqlite3-sys", "psm"];

/// The default features build without a C compiler.
fn no_c_compiler() -> Outcome {
    let args =
        ["tree", "--package", "frontdesk", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let tree = match output(&args, &[]) {
        Ok(tree) => tree,
        Err(failed) => return Outcome::Failed(failed),
    };
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
        Ok(output) if output.status.success() => Outcome::Passed(String::new()),
        Ok(output) => Outcome::Failed(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Outcome::NotRun(format!("cargo-deny cannot be started: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_that_passed_are_counted_over_all_crates() {
        let output =
            "running 2 tests\ntest result: ok. 2 passed; 0 failed\n\ntest result: ok. 40 passed; 0 failed\n";
        assert_eq!(passed_in(output), 42);
    }

    #[test]
    fn the_verdict_names_what_failed() {
        assert_eq!(
            (verdict(&[]), verdict(&["lint", "tests"])),
            ("passed".into(), "FAILED: lint, tests".into())
        );
    }
}
