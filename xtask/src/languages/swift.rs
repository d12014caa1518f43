use super::{Fault, line_of_scenarios, script};
use crate::scenarios;
use crate::test::Outcome;

const TESTS: &str = "bindings-swift/tools/swift-test.sh";

/// The Swift package: generated, built and tested with a real toolchain.
pub fn test() -> Outcome {
    Outcome::from(tested())
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    script(TESTS, &["--filter", "ScenarioTests"], line_of_scenarios)
}

fn tested() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    script(TESTS, &[], counted)
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
