//! Wheels.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::environment::{Environment, Python};
use super::{package, place};
use crate::languages::{Fault, run};

/// What builds them.
const BUILDER: [&str; 1] = ["maturin>=1.9.4,<2"];

/// What a wheel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wheel {
    /// Tests can make it panic.
    Testing,
    /// As it is published, but for the profile, which builds fast.
    Published,
    /// As it is published.
    Released,
}

impl Wheel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Testing => "testing",
            Self::Published => "published",
            Self::Released => "released",
        }
    }

    /// Builds it.
    pub fn built(self, python: &Python) -> Result<PathBuf, Fault> {
        let builder = Environment::of("build", python, &BUILDER)?;
        let out = place().join("wheels").join(self.name());
        // What was built before goes: the one that is there then is the one that was built.
        let _ = fs::remove_dir_all(&out);
        let profile = if self == Self::Released { "release" } else { "dev" };
        let mut build = Command::new(&builder.python);
        build.args(["-m", "maturin", "build", "--quiet", "--profile", profile, "--out"]).arg(&out);
        build.arg("--interpreter").arg(&builder.python);
        if self == Self::Testing {
            build.args(["--features", "testing"]);
        }
        run(&mut build, &package())?;
        let files: Vec<PathBuf> =
            fs::read_dir(&out).into_iter().flatten().flatten().map(|file| file.path()).collect();
        match files.as_slice() {
            [wheel] if wheel.to_string_lossy().contains("-cp310-abi3-") => Ok(wheel.clone()),
            other => {
                Err(Fault::Failed(format!("{other:?} is not one wheel for Python 3.10 and all that follow")))
            }
        }
    }
}
