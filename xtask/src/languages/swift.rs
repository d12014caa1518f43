use std::path::Path;
use std::process::ExitCode;

use super::programs::{self, Program};
use super::{Fault, line_of_scenarios, print, rows, script};
use crate::test::Outcome;
use crate::{check, scenarios};

const TESTS: &str = "bindings-swift/tools/swift-test.sh";
const PROGRAMS: &str = "bindings-swift/tools/swift-programs.sh";

/// Guides whose programs in Swift run.
const GUIDES: [&str; 2] = ["README.md", "bindings-swift/swift/README.md"];

/// The package of the example.
const EXAMPLE: &str = "examples/swift/SupportFlow";

/// The package that is made of the programs of guides.
const OF_GUIDES: &str = "target/programs-swift";

/// The Swift package: generated, built and tested with a real toolchain.
pub fn test() -> Outcome {
    Outcome::from(tested())
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    script(TESTS, &["--filter", "ScenarioTests"], line_of_scenarios)
}

/// Measures a call on the release build.
pub fn bench(options: &[&str]) -> ExitCode {
    print(script("bindings-swift/tools/swift-bench.sh", options, rows))
}

fn tested() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    let tests = script(TESTS, &[], counted)?;
    let printed = format!("{EXAMPLE}/output.txt");
    script(PROGRAMS, &[EXAMPLE, "SupportFlow", &printed], programs::counted)?;
    let programs = programs::of_guides(&GUIDES, "swift")?;
    lay(&programs)?;
    let printed = |program: &Program| format!("{OF_GUIDES}/{}.txt", program.name);
    let runs: Vec<String> = programs.iter().flat_map(|one| [one.name.clone(), printed(one)]).collect();
    let args: Vec<&str> = [OF_GUIDES].into_iter().chain(runs.iter().map(String::as_str)).collect();
    let count = script(PROGRAMS, &args, programs::counted)?;
    script(PROGRAMS, &["benches/swift/Calls"], programs::counted)?;
    Ok(format!("{tests}, the example, {count} programs of guides"))
}

/// Makes a package of programs.
fn lay(programs: &[Program]) -> Result<(), Fault> {
    let place = |file: String, text: &str| programs::place(&check::top().join(OF_GUIDES).join(file), text);
    let mut targets = String::new();
    for Program { name, source, printed } in programs {
        targets += &format!("        .executableTarget(name: \"{name}\", dependencies: [frontdesk]),\n");
        place(format!("Sources/{name}/main.swift"), source)?;
        place(format!("{name}.txt"), printed)?;
    }
    let package = check::top().join("bindings-swift/swift");
    place("Package.swift".to_owned(), &manifest(&package, &targets))
}

fn manifest(package: &Path, targets: &str) -> String {
    format!(
        "// swift-tools-version:6.0\nimport PackageDescription\n\n\
         let frontdesk = Target.Dependency.product(name: \"Frontdesk\", package: \"swift\")\n\
         let package = Package(\n    name: \"Programs\",\n    platforms: [.macOS(.v14)],\n    \
         dependencies: [.package(path: \"{}\")],\n    targets: [\n{targets}    ]\n)\n",
        package.display()
    )
}

/// XCTest tells `Executed 23 tests, with 0 failures`.
fn counted(printed: &str) -> Option<String> {
    let line =
        printed.lines().rfind(|line| line.contains("Executed ") && line.contains("with 0 failures"))?;
    let count = line.split_whitespace().skip_while(|word| *word != "Executed").nth(1)?;
    (count != "0").then(|| format!("{count} tests"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_or_with_failures_is_none() {
        let told = |text: &str| counted(text);
        assert_eq!(told("\t Executed 23 tests, with 0 failures (0 unexpected)"), Some("23 tests".to_owned()));
        assert_eq!(told("\t Executed 0 tests, with 0 failures (0 unexpected)"), None);
        assert_eq!(told("\t Executed 2 tests, with 1 failure (0 unexpected)"), None);
        assert_eq!(told(""), None);
    }
}
