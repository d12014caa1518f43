//! Wheels.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::environment::{Environment, Python};
use super::{package, place, source};
use crate::check;
use crate::languages::{Fault, run};

/// What builds them.
const BUILDER: [&str; 1] = ["maturin>=1.9.4,<2"];

/// What a wheel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wheel {
    /// Tests can make it panic.
    Testing,
    /// As it is published, and built of the source that is; but for the profile, which builds fast.
    Published,
    /// The same for a Python without an interpreter lock, which need not be there.
    FreeThreaded,
    /// As it is published.
    Released,
}

impl Wheel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Testing => "testing",
            Self::Published => "published",
            Self::FreeThreaded => "free-threaded",
            Self::Released => "released",
        }
    }

    /// Builds it.
    pub fn built(self, python: &Python) -> Result<PathBuf, Fault> {
        let builder = builder(python)?;
        let out = place().join("wheels").join(self.name());
        let mut build = Command::new(&builder.python);
        build.args(["-m", "maturin", "build", "--quiet", "--out"]).arg(&out);
        build.arg("--profile").arg(if self == Self::Released { "release" } else { "dev" });
        // Cargo takes the crates of the unpacked source for those of the tree, as they lie at the same places in their workspaces: built into
        // one folder, the older of the two would pass for the other.
        let target =
            if self == Self::Published { place().join("target") } else { check::top().join("target") };
        build.env("CARGO_TARGET_DIR", target);
        if self == Self::FreeThreaded {
            build.env("PYO3_CONFIG_FILE", package().join("tools/cp314t.cfg"));
            build.args(["--interpreter", "python3.14t"]);
        } else {
            build.arg("--interpreter").arg(&builder.python);
        }
        match self {
            Self::Testing => {
                build.args(["--features", "testing"]);
            }
            Self::Released => {
                build.arg("--strip");
            }
            Self::Published | Self::FreeThreaded => {}
        }
        let folder = if self == Self::Published { source::unpacked(python)? } else { package() };
        only(&out, || run(&mut build, &folder))
    }
}

/// The environment with what builds packages.
pub fn builder(python: &Python) -> Result<Environment, Fault> {
    Environment::of("build", python, &BUILDER)
}

/// The one file that is put into a folder. What was there before goes: the one that is there then is the one that was made.
pub fn only(folder: &Path, make: impl FnOnce() -> Result<String, Fault>) -> Result<PathBuf, Fault> {
    let _ = fs::remove_dir_all(folder);
    make()?;
    let files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    match files.as_slice() {
        [file] => Ok(file.clone()),
        other => Err(Fault::Failed(format!("{other:?} is not one file"))),
    }
}
