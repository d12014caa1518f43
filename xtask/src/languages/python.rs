//! Python: the wheel as users get it, in environments of its own below `target/python`.

mod bench;
mod environment;
mod lowest;
mod packages;
mod source;
mod wheel;

use std::path::PathBuf;
use std::process::ExitCode;

use self::environment::{Environment, installed};
use self::wheel::Wheel;
use super::Fault;
use crate::test::Outcome;
use crate::{check, scenarios};

/// What checks the package, in versions that are known to do.
const CHECKERS: [&str; 2] = ["mypy>=1.15,<3", "pytest>=8.3,<10"];

/// What runs its tests.
const TESTERS: [&str; 1] = ["pytest>=8.3,<10"];

/// Builds the wheel with what tests need, and does all that is tested in Python on the Python that is installed.
pub fn test() -> Outcome {
    Outcome::from(test_installed())
}

/// Runs the tests of the wheel that is published on the lowest Python that it is for.
pub fn test_lowest() -> Outcome {
    Outcome::from(lowest::test())
}

/// Builds and looks at what is published.
pub fn test_packages() -> Outcome {
    Outcome::from(packages::test())
}

/// Runs the benches on the wheel that is published, and prints their table.
pub fn bench(options: &[&str]) -> ExitCode {
    super::print(bench::full(options))
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    let python = testers(&installed()?, Wheel::Testing)?;
    Ok(python.run(&["tests/scenarios.py"])?.trim().to_owned())
}

fn test_installed() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    let installed = installed()?;
    let checker = Environment::of("check", &installed, &CHECKERS)?;
    checker.install(&Wheel::Testing.built(&installed)?)?;
    checker.run(&["-m", "mypy", "--strict", "--package", "frontdesk"])?;
    checker.run(&["-m", "mypy", "--strict", "tests", "tools", "../examples/python", "../benches/python"])?;
    checker.run(&["-m", "mypy.stubtest", "frontdesk._native"])?;
    bench::quick(&installed)?;
    testers(&installed, Wheel::Testing)?.tests(Wheel::Testing)
}

/// An environment with a wheel and what tests it.
fn testers(python: &environment::Python, wheel: Wheel) -> Result<Environment, Fault> {
    let environment = Environment::of(&format!("test-{}", python.version), python, &TESTERS)?;
    environment.install(&wheel.built(&installed()?)?)?;
    Ok(environment)
}

/// The folder of the package.
fn package() -> PathBuf {
    check::top().join("bindings-python")
}

/// Where environments and wheels are kept between runs.
fn place() -> PathBuf {
    check::top().join("target/python")
}
