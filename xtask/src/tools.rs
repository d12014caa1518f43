//! Programs from crates.io that checks need: kept between runs in a cache folder outside the project.

use std::path::PathBuf;
use std::process::Command;

/// The program of a crate, installed when it is not there yet.
///
/// # Errors
/// What cargo said when it cannot be installed.
pub fn tool(name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = folder();
    let program = folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if program.exists() {
        return Ok(program);
    }
    eprintln!("   installing {name} into {} (some minutes)", folder.display());
    let mut install = Command::new("cargo");
    install.args(["install", name, "--locked", "--version", version, "--root"]).arg(&folder);
    match install.output() {
        Ok(output) if output.status.success() => Ok(program),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Err(format!("cargo cannot be started: {error}")),
    }
}

/// Where tools are kept between runs.
pub fn folder() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    cache.or_else(home).unwrap_or_else(std::env::temp_dir).join("frontdesk-tools")
}
