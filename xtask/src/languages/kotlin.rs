use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::programs::{self, Program};
use super::{Fault, line_of_scenarios, print, rows, run, script};
use crate::test::Outcome;
use crate::{check, scenarios};

const TESTS: &str = "bindings-swift/tools/kotlin-test.sh";
const PACKAGES: &str = "bindings-swift/tools/kotlin-packages-test.sh";

/// Guides whose programs in Kotlin run.
const GUIDES: [&str; 2] = ["README.md", "bindings-swift/kotlin/README.md"];

/// The Kotlin package on the JVM: generated, built and tested with Maven.
pub fn test() -> Outcome {
    Outcome::from(tested())
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    lay(&programs()?)?;
    script(TESTS, &["-Dtest=ScenarioTest"], line_of_scenarios)
}

/// Measures a call on the release build; among the tests it is only seen whether it runs.
pub fn bench(options: &[&str]) -> ExitCode {
    print(measured(options.contains(&"--quick")))
}

fn measured(quick: bool) -> Result<String, Fault> {
    // With what tests need, as the Kotlin of the library is the same for all.
    let built = ["build", "--release", "--package", "frontdesk-swift", "--features", "testing"];
    run(Command::new("cargo").args(built), &check::top())?;
    lay(&programs()?)?;
    let library = format!("-Dnative.dir={}", check::top().join("target/release").display());
    let full = (!quick).then_some("-Dbench=full");
    let args: Vec<&str> = [library.as_str(), "-Dtest=BenchTest"].into_iter().chain(full).collect();
    script(TESTS, &args, rows)
}

fn tested() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    let programs = programs()?;
    lay(&programs)?;
    let tests = script(TESTS, &[], counted)?;
    let packages = packed(&programs)?;
    Ok(format!("{tests}, with the example and {} programs of guides; {packages}", programs.len() - 1))
}

/// Packs what is published, as far as this machine can, and runs a program on it.
fn packed(programs: &[Program]) -> Result<String, Fault> {
    let program = programs.first().map(|program| program.name.as_str()).unwrap_or_default();
    let printed = folder().join(program).join("printed.txt").display().to_string();
    script(PACKAGES, &[program, &printed], packages)
}

/// What the tests compile beside themselves, and run: the programs of guides, and the example.
fn programs() -> Result<Vec<Program>, Fault> {
    let mut programs = programs::of_guides(&GUIDES, "kotlin")?;
    programs.push(Program {
        name: "support_flow".to_owned(),
        source: programs::text("examples/kotlin/SupportFlow.kt")?,
        printed: programs::text("examples/kotlin/output.txt")?,
    });
    Ok(programs)
}

/// Writes each program in a package of its own, beside what it must print.
fn lay(programs: &[Program]) -> Result<(), Fault> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| Fault::Failed(format!("{}: {error}", folder.display())))?;
    }
    for Program { name, source, printed } in programs {
        let folder: &Path = &folder.join(name);
        programs::place(&folder.join("Program.kt"), &format!("package {name}\n\n{source}"))?;
        programs::place(&folder.join("printed.txt"), printed)?;
    }
    Ok(())
}

/// Where the tests find the programs.
fn folder() -> PathBuf {
    check::top().join("target/programs-kotlin")
}

/// The script's last line tells `kotlin: 21 passed, 0 failed`.
fn counted(printed: &str) -> Option<String> {
    let counts = printed.lines().rev().find_map(|line| line.strip_prefix("kotlin: "))?;
    let count = counts.strip_suffix(" passed, 0 failed")?;
    (count != "0").then(|| format!("{count} tests"))
}

/// The script's last line tells `kotlin packages: a jar of 9000 KB`.
fn packages(printed: &str) -> Option<String> {
    printed.lines().find_map(|line| line.strip_prefix("kotlin packages: ")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_or_with_failures_is_none() {
        assert_eq!(counted("…\nkotlin: 21 passed, 0 failed\n"), Some("21 tests".to_owned()));
        assert_eq!(counted("kotlin: 0 passed, 0 failed"), None);
        assert_eq!(counted("kotlin: 20 passed, 1 failed"), None);
    }
}
