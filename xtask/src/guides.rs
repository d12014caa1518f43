//! The guides for people: their examples in Rust run as tests of core, and what they name is there.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::check;

/// Examples that nobody runs, and files that are named and not there.
pub fn check() -> Vec<String> {
    let top = check::top();
    let sources: String = check::rust_files(&top.join("core/src"))
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
    let house = House::of(&top);
    let mut findings = Vec::new();
    for guide in guides(&top) {
        let text = fs::read_to_string(&guide).unwrap_or_default();
        let name = guide.strip_prefix(&top).unwrap_or(&guide).display().to_string();
        if has_example(&text) && !sources.contains(&format!("/{name}\")")) {
            findings.push(format!(
                "{name}: its examples are not run: no source of core includes it in its documentation"
            ));
        }
        let missing = links(&text).filter(|link| !exists(&guide, link));
        let gone = paths(&text).filter(|path| !house.holds(path));
        findings.extend(missing.chain(gone).map(|path| format!("{name}: there is no file `{path}`")));
    }
    findings
}

/// The guides: at the top, and in the folder of documents.
fn guides(top: &Path) -> Vec<PathBuf> {
    let folders = [top.to_path_buf(), top.join("docs")];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut guides: Vec<PathBuf> = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    guides.sort();
    guides
}

/// Whether there is a block of Rust that is meant to run.
fn has_example(text: &str) -> bool {
    let fences = text.lines().filter_map(|line| line.trim_start().strip_prefix("```rust"));
    fences.into_iter().any(|attributes| !attributes.contains("ignore"))
}

/// The targets of links that stay in the project.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(|target| target.split('#').next().unwrap_or_default()).filter(|target| {
        !target.is_empty() && !target.contains("://") && !target.contains(char::is_whitespace)
    })
}

fn exists(guide: &Path, link: &str) -> bool {
    guide.parent().is_some_and(|folder| folder.join(link).exists())
}

/// What stands between backticks in running text, when it is one word with a slash, or a Rust file.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    let lines = text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        !in_block && !fence
    });
    let spans = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    spans.filter(|span| {
        let is_of_path = |c: char| c.is_alphanumeric() || "/_-.".contains(c);
        (span.contains('/') || span.ends_with(".rs")) && span.chars().all(is_of_path)
    })
}

/// The files and folders that guides name.
struct House {
    top: PathBuf,
    /// The names of Rust files, wherever they lie.
    rust_files: BTreeSet<OsString>,
    /// What is not in the repository because it is made when it is needed.
    made: Vec<String>,
}

impl House {
    fn of(top: &Path) -> Self {
        let folders = ["core", "xtask", "benches", "examples"];
        let files = folders.iter().flat_map(|folder| check::rust_files(&top.join(folder)));
        let rust_files = files.filter_map(|file| file.file_name().map(OsString::from)).collect();
        let ignored = fs::read_to_string(top.join(".gitignore")).unwrap_or_default();
        let made = ignored.lines().filter_map(|line| line.strip_prefix('/')).map(str::to_owned).collect();
        Self { top: top.to_path_buf(), rust_files, made }
    }

    /// Whether a path is there, from the top or from the sources of core. What begins with neither's folder is no path of ours.
    fn holds(&self, path: &str) -> bool {
        let Some((first, _)) = path.split_once('/') else {
            return self.rust_files.contains(OsStr::new(path));
        };
        // What begins with nothing is a path of the machine, and `text/html` a kind of content.
        if ["", "text"].contains(&first) {
            return true;
        }
        let roots = [self.top.clone(), self.top.join("core/src")];
        let mut ours = roots.iter().filter(|root| root.join(first).is_dir()).peekable();
        ours.peek().is_none()
            || ours.any(|root| root.join(path).exists())
            || self.made.iter().any(|made| Path::new(path).starts_with(made))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_blocks_of_rust_that_are_not_ignored() {
        assert!(has_example("a\n```rust\nlet a = 1;\n```\n"));
        assert!(!has_example("```sh\nls\n```\n```rust,ignore\n```\n"));
    }

    #[test]
    fn links_are_those_into_the_project() {
        let text = "[a](docs/A.md#x) [b](https://example.org/) [c](#here) `f](x y)`";
        assert_eq!(links(text).collect::<Vec<_>>(), ["docs/A.md"]);
    }

    #[test]
    fn paths_are_single_words_between_backticks_outside_of_blocks() {
        let text = "`core/src/a.rs` and `b.rs`: `a / b`, `Frontdesk::tick`, `x` core/y\n```sh\n`core/z`\n```\n`docs/`";
        assert_eq!(paths(text).collect::<Vec<_>>(), ["core/src/a.rs", "b.rs", "docs/"]);
    }

    #[test]
    fn a_path_of_ours_has_to_be_there() {
        let house = House::of(&check::top());
        let there = [
            "core/",
            "xtask/src/guides.rs",
            "engine/update.rs",
            "guides.rs",
            "core/fuzz/corpus",
            "target/made/later",
        ];
        assert_eq!(there.map(|path| house.holds(path)), [true; 6]);
        let not_ours = ["text/html", "/etc/passwd", "example/x"];
        assert_eq!(not_ours.map(|path| house.holds(path)), [true; 3]);
        let gone = ["core/src/nobody.rs", "docs/NOBODY.md", "engine/nobody.rs", "nobody.rs"];
        assert_eq!(gone.map(|path| house.holds(path)), [false; 4]);
    }

    #[test]
    fn the_guides_pass() {
        assert_eq!(check(), Vec::<String>::new());
    }

    #[test]
    fn the_readme_is_among_the_guides() {
        assert!(guides(&check::top()).iter().any(|guide| guide.ends_with("README.md")));
    }
}
