//! The source as it is published.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::environment::Python;
use super::wheel::{builder, only};
use super::{package, place};
use crate::languages::{Fault, run};

/// Packs it.
pub fn packed(python: &Python) -> Result<PathBuf, Fault> {
    let builder = builder(python)?;
    let out = place().join("source");
    let mut pack = Command::new(&builder.python);
    pack.args(["-m", "maturin", "sdist", "--out"]).arg(&out);
    only(&out, || run(&mut pack, &package()))
}

/// The folder in which it is unpacked. It stays as it is while the source does: what was built of it is not built again.
pub fn unpacked(python: &Python) -> Result<PathBuf, Fault> {
    let packed = packed(python)?;
    let name =
        packed.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".tar.gz"));
    let folder = place().join("unpacked");
    let source = folder.join(name.unwrap_or_default());
    let (stamp, fault) = (folder.join("of"), |error: std::io::Error| Fault::Failed(error.to_string()));
    let made_of = fs::read(&packed).map_err(fault)?;
    if fs::read(&stamp).is_ok_and(|stamped| stamped == made_of) {
        return Ok(source);
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(fault)?;
    // With the time of now: cargo builds again what is newer, and in the archive all is of one time.
    run(Command::new("tar").arg("-xmzf").arg(&packed), &folder)?;
    fs::write(stamp, made_of).map_err(fault)?;
    Ok(source)
}
