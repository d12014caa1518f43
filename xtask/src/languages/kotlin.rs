use super::{Fault, line_of_scenarios, script};
use crate::scenarios;
use crate::test::Outcome;

const TESTS: &str = "bindings-swift/tools/kotlin-test.sh";

/// The Kotlin package on the JVM: generated, built and tested with Maven.
pub fn test() -> Outcome {
    Outcome::from(tested())
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    script(TESTS, &["-Dtest=ScenarioTest"], line_of_scenarios)
}

fn tested() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    script(TESTS, &[], counted)
}

/// The script's last line tells `kotlin: 21 passed, 0 failed`.
fn counted(printed: &str) -> Option<String> {
    let counts = printed.lines().rev().find_map(|line| line.strip_prefix("kotlin: "))?;
    let count = counts.strip_suffix(" passed, 0 failed")?;
    (count != "0").then(|| format!("{count} tests"))
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
