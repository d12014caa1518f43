//! Pythons, and environments that are made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::wheel::Wheel;
use super::{package, place};
use crate::languages::{Fault, run};
use crate::scenarios;

/// The lowest that the package is for.
pub const LOWEST: (u32, u32) = (3, 10);

/// A Python on this machine.
pub struct Python {
    pub program: PathBuf,
    /// `3.11`.
    pub version: String,
}

impl Python {
    /// The Python of a program, when there is one.
    pub fn at(program: &Path) -> Option<Self> {
        let ask = ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"];
        let output =
            Command::new(program).args(ask).output().ok().filter(|output| output.status.success())?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some(Self { program: program.to_path_buf(), version })
    }

    fn serves(&self) -> bool {
        let parts: Vec<u32> = self.version.split('.').filter_map(|part| part.parse().ok()).collect();
        matches!(parts.as_slice(), [major, minor] if (*major, *minor) >= LOWEST)
    }
}

/// The Python that is installed.
pub fn installed() -> Result<Python, Fault> {
    let named = ["python3", "python"].iter().filter_map(|name| Python::at(Path::new(name)));
    let (major, minor) = LOWEST;
    let missing = || Fault::Missing(format!("there is no Python of {major}.{minor} or later"));
    named.into_iter().find(Python::serves).ok_or_else(missing)
}

/// An environment of its own, with some packages.
pub struct Environment {
    pub python: PathBuf,
    version: String,
}

impl Environment {
    /// The environment of a name. It is made anew when the packages or the Python are others than the last time.
    pub fn of(name: &str, python: &Python, packages: &[&str]) -> Result<Self, Fault> {
        let folder = place().join(name);
        let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        let environment = Self { python: folder.join(bin), version: python.version.clone() };
        let (stamp, made_of) =
            (folder.join("made-of"), format!("{}\n{}", python.version, packages.join("\n")));
        if fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == made_of) {
            return Ok(environment);
        }
        let mut make = Command::new(&python.program);
        run(make.args(["-m", "venv", "--clear"]).arg(&folder), Path::new("."))
            .map_err(missing("an environment cannot be made (on Debian it takes `python3-venv`)"))?;
        if !packages.is_empty() {
            environment.pip(packages).map_err(missing("packages cannot be installed"))?;
        }
        fs::write(&stamp, made_of).map_err(|error| Fault::Failed(error.to_string()))?;
        Ok(environment)
    }

    /// Installs a wheel, which needs nothing else.
    pub fn install(&self, wheel: &Path) -> Result<(), Fault> {
        self.pip(&["--force-reinstall", "--no-index", &wheel.to_string_lossy()])
    }

    fn pip(&self, arguments: &[&str]) -> Result<(), Fault> {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        let mut install = Command::new(&self.python);
        run(install.args(pip).args(arguments), Path::new(".")).map(drop)
    }

    /// Runs Python in the folder of the package, whose sources are not what it imports.
    pub fn run(&self, arguments: &[&str]) -> Result<String, Fault> {
        let mut python = Command::new(&self.python);
        python.args(["-W", "error"]).args(arguments);
        run(python.env("FRONTDESK_SCENARIOS", scenarios::corpus_file()), &package())
    }

    /// Runs the tests against the wheel that is installed. Answers how many have passed.
    pub fn tests(&self, wheel: Wheel) -> Result<String, Fault> {
        let mut tests = Command::new(&self.python);
        tests.args(["-W", "error", "-m", "pytest", "--quiet", "--color=no"]);
        tests.env("FRONTDESK_SCENARIOS", scenarios::corpus_file()).env("FRONTDESK_WHEEL", wheel.name());
        let printed = run(&mut tests, &package())?;
        let last = printed.lines().rev().find(|line| line.contains(" passed")).unwrap_or_default();
        let passed = last.split(" in ").next().unwrap_or_default();
        Ok(format!("{passed} on Python {}", self.version))
    }
}

/// What cannot be had is missing, and no failure of the package.
fn missing(what: &str) -> impl Fn(Fault) -> Fault {
    move |fault| {
        let (Fault::Missing(output) | Fault::Failed(output)) = fault;
        eprintln!("{output}");
        Fault::Missing(what.to_owned())
    }
}
