//! What is published: the source, the wheel that is built of it, and the one for Pythons without an interpreter lock.

use std::path::Path;
use std::process::Command;

use super::environment::{Python, installed};
use super::{Wheel, source, testers};
use crate::languages::{Fault, run};
use crate::{check, scenarios};

/// Looks at all of them, and runs the tests on a free-threaded Python where there is one. Answers what they are.
pub fn test() -> Result<String, Fault> {
    let python = installed()?;
    let packages =
        [source::packed(&python)?, Wheel::Published.built(&python)?, Wheel::FreeThreaded.built(&python)?];
    let mut look = Command::new(&python.program);
    run(look.arg("bindings-python/tools/check_packages.py").args(&packages), &check::top())?;
    let free_threaded = match Python::at(Path::new("python3.14t")) {
        Some(python) => {
            scenarios::write().map_err(Fault::Failed)?;
            testers(&python, Wheel::FreeThreaded)?.tests(Wheel::FreeThreaded)?
        }
        None => "linked, and not run: there is no Python 3.14t".to_owned(),
    };
    Ok(format!("the source; a wheel of it; one for free threads, {free_threaded}"))
}
