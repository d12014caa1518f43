//! The guides for people: their examples in Rust run as tests of core, and what they name is there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::check;

/// Examples that nobody runs, and links to files that are not there.
pub fn check() -> Vec<String> {
    let top = check::top();
    let sources: String = check::rust_files(&top.join("core/src"))
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
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
        findings.extend(missing.map(|link| format!("{name}: there is no file `{link}`")));
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
    fn the_readme_is_among_the_guides() {
        assert!(guides(&check::top()).iter().any(|guide| guide.ends_with("README.md")));
    }
}
