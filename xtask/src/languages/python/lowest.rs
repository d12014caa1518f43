//! The lowest Python that the package is for: the one on this machine, or one that Maven Central has for Linux.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::environment::{Python, installed};
use super::{Wheel, testers};
use crate::languages::{Fault, run};
use crate::{scenarios, tools};

/// CPython as a package of Maven's.
const PACKAGE: &str = "org.bytedeco:cpython:3.10.8-1.5.8:jar:linux-x86_64";

pub fn test() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    let python = match Python::at(Path::new("python3.10")) {
        Some(python) => python,
        None => fetched()?,
    };
    testers(&python, Wheel::Published)?.tests(Wheel::Published)
}

/// The Python that is fetched, and kept between runs.
fn fetched() -> Result<Python, Fault> {
    let missing = |why: &str| Fault::Missing(format!("there is no Python 3.10, and {why}"));
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(missing("it is fetched for Linux on x86-64 alone"));
    }
    let folder = tools::folder().join("cpython-3.10");
    let program = folder.join("org/bytedeco/cpython/linux-x86_64/python3.10");
    if !program.exists() {
        eprintln!("   fetching Python 3.10 into {}", folder.display());
        let mut fetch = Command::new("mvn");
        fetch.args(["--batch-mode", "--quiet", "dependency:copy"]);
        fetch.arg(format!("-Dartifact={PACKAGE}")).arg(format!("-DoutputDirectory={}", folder.display()));
        let here = std::env::temp_dir();
        run(&mut fetch, &here).map_err(|_| missing("Maven cannot fetch it"))?;
        unpack(&folder, &program)?;
    }
    Python::at(&program).ok_or_else(|| missing("the one that was fetched does not run"))
}

/// Python unpacks it, and the program is made one.
fn unpack(folder: &Path, program: &Path) -> Result<(), Fault> {
    let fault = |error: std::io::Error| Fault::Failed(error.to_string());
    let files = fs::read_dir(folder).map_err(fault)?.flatten().map(|file| file.path());
    let archives: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "jar")).collect();
    for archive in archives {
        let mut unpack = Command::new(installed()?.program);
        run(unpack.args(["-m", "zipfile", "-e"]).arg(&archive).arg(folder), folder)?;
        fs::remove_file(&archive).map_err(fault)?;
    }
    runnable(program).map_err(fault)
}

#[cfg(unix)]
fn runnable(program: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn runnable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
