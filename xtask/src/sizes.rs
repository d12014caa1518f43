//! Files stay about one idea: past 800 lines a file has to be split.

use crate::check;

const MOST_LINES: usize = 800;

/// Files that are too long.
pub fn check() -> Vec<String> {
    let top = check::top();
    let folders =
        ["core", "xtask", "benches", "examples", "bindings-python", "bindings-node", "bindings-swift"];
    let files = folders.iter().flat_map(|folder| check::rust_files(&top.join(folder)));
    let lines = |path: std::path::PathBuf| {
        let count = std::fs::read_to_string(&path).map_or(0, |text| text.lines().count());
        (path, count)
    };
    files
        .map(lines)
        .filter(|(_, count)| *count > MOST_LINES)
        .map(|(path, count)| format!("{}: {count} lines, at most {MOST_LINES}", path.display()))
        .collect()
}
