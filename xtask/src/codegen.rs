//! `cargo xtask codegen`: what every language offers, written from the operations table. The files are committed; a test fails when
//! they are not what would be written now.

mod errors;
mod ir;
mod python;
mod schema;
mod typescript;
mod uniffi;
mod words;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::check;

/// A file that is generated.
struct Generated {
    /// Its place in the repository.
    path: &'static str,
    text: String,
}

/// All generated files as they would be written now.
fn generated() -> Vec<Generated> {
    let mut files = vec![
        Generated { path: "docs/wire/frontdesk.schema.json", text: schema::write() },
        Generated { path: "docs/errors.md", text: errors::write() },
    ];
    let api = ir::api();
    files.extend(python::generated(&api));
    files.extend(typescript::generated(&api));
    files.extend(uniffi::generated(&api));
    files
}

/// Writes them.
pub fn run() -> ExitCode {
    for Generated { path, text } in generated() {
        let path = place(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Files that are not what would be written now.
pub fn check() -> Vec<String> {
    let stale = |file: &Generated| fs::read_to_string(place(file.path)).ok().as_deref() != Some(&file.text);
    let told = |file: Generated| format!("{} is stale: run `cargo xtask codegen`", file.path);
    generated().into_iter().filter(stale).map(told).collect()
}

fn place(path: &str) -> PathBuf {
    check::top().join(path)
}
