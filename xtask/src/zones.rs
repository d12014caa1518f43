//! `cargo xtask zones`: every minute of every time zone from 2000 to 2040, compared with a model that reads the wall clock.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::check;

/// The test that does it. It is left out of `cargo test`, as it takes minutes.
const TEST: &str = "time::tests::every_minute::sl_04_every_minute_of_every_zone_agrees_with_the_model";
const RESULT: &str = "result: ";

/// Runs the comparison, and prints what came of it as `docs/reliability.md` has it.
pub fn run() -> ExitCode {
    let mut command = Command::new("cargo");
    command.args([
        "test",
        "--package",
        "frontdesk",
        "--release",
        "--lib",
        "--",
        "--ignored",
        "--exact",
        TEST,
        "--nocapture",
    ]);
    // What is built beforehand is not part of the time.
    let built = Command::new("cargo")
        .args(["test", "--package", "frontdesk", "--release", "--lib", "--no-run"])
        .current_dir(check::top())
        .status();
    if !built.is_ok_and(|status| status.success()) {
        eprintln!("zones: the tests cannot be built");
        return ExitCode::FAILURE;
    }
    let begun = Instant::now();
    let output = match command.current_dir(check::top()).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("zones: cargo cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let told = String::from_utf8_lossy(&output.stdout);
    match result(&told).filter(|_| output.status.success()) {
        Some(result) => {
            println!("{result}, in {} s", begun.elapsed().as_secs());
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("{told}{}zones: there is a difference", String::from_utf8_lossy(&output.stderr));
            ExitCode::FAILURE
        }
    }
}

/// What the test says of itself. It may stand behind the test's name.
fn result(told: &str) -> Option<&str> {
    told.lines().find_map(|line| Some(line.split_once(RESULT)?.1)).filter(|result| result.contains("minutes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_found_behind_the_name_of_the_test_and_missed_when_nothing_ran() {
        let told = "running 1 test\ntest a ... result: 2 zones, 3 minutes, 0 differences\nok\n\ntest result: ok. 1 passed\n";
        assert_eq!(result(told), Some("2 zones, 3 minutes, 0 differences"));
        assert_eq!(result("running 0 tests\n\ntest result: ok. 0 passed; 0 failed\n"), None);
    }
}
