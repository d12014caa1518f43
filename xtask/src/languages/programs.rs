//! Programs that users read, in guides and among the examples: each runs, and prints what stands beside it.

use std::fs;
use std::path::Path;

use super::Fault;
use crate::check;

/// A program, and what it prints.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// Where it stands, in letters that a name may have in any language.
    pub name: String,
    pub source: String,
    pub printed: String,
}

/// Languages in which a guide tells the same side by side.
const LANGUAGES: [&str; 5] = ["rust", "python", "js", "swift", "kotlin"];

/// The programs of guides: their blocks in a language. The block of text behind one shows what it prints; between the two there may be
/// blocks that tell the same in other languages.
pub fn of_guides(guides: &[&str], language: &str) -> Result<Vec<Program>, Fault> {
    let mut programs = Vec::new();
    for guide in guides {
        programs.extend(read(guide, &text(guide)?, language).map_err(Fault::Failed)?);
    }
    Ok(programs)
}

/// A file of the repository.
pub fn text(file: &str) -> Result<String, Fault> {
    fs::read_to_string(check::top().join(file)).map_err(|error| Fault::Failed(format!("{file}: {error}")))
}

/// Writes a file, unless it is there as it should be: what is not changed is not built anew.
pub fn place(file: &Path, text: &str) -> Result<(), Fault> {
    if fs::read_to_string(file).is_ok_and(|written| written == text) {
        return Ok(());
    }
    let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, text));
    written.map_err(|error| Fault::Failed(format!("{}: {error}", file.display())))
}

/// How many programs ran, as a script tells.
pub fn counted(printed: &str) -> Option<String> {
    printed.lines().find_map(|line| line.strip_prefix("programs: ")).map(str::to_owned)
}

fn read(guide: &str, text: &str, language: &str) -> Result<Vec<Program>, String> {
    let blocks = blocks(text);
    let mut programs = Vec::new();
    for (nth, (kind, source)) in blocks.iter().enumerate() {
        if *kind != language {
            continue;
        }
        let number = programs.len() + 1;
        let is_beside = |kind: &str| LANGUAGES.contains(&kind) && kind != language;
        let printed = match blocks.iter().skip(nth + 1).find(|(kind, _)| !is_beside(kind)) {
            Some(("text", printed)) => printed.clone(),
            _ => return Err(format!("{guide}: block {number} in {language} has no output beside it")),
        };
        let name = format!("{guide}_{number}").replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        programs.push(Program { name, source: source.clone(), printed });
    }
    Ok(programs)
}

/// The blocks of a guide: the word behind their fence, and what is in them.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while let Some(kind) = lines.find_map(|line| line.strip_prefix("```")) {
        let inner = lines.by_ref().take_while(|line| *line != "```");
        blocks.push((kind, inner.flat_map(|line| [line, "\n"]).collect()));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_language_are_programs_with_the_output_behind_them() {
        let guide =
            "a\n```sh\nls\n```\n```swift\nprint(1)\nprint(2)\n```\n\n```text\n1\n2\n```\nb\n```kotlin\n```";
        let program = Program {
            name: "a_B_md_1".into(),
            source: "print(1)\nprint(2)\n".into(),
            printed: "1\n2\n".into(),
        };
        assert_eq!(read("a/B.md", guide, "swift"), Ok(vec![program]));
        assert_eq!(read("a/B.md", guide, "python"), Ok(Vec::new()));
    }

    #[test]
    fn programs_side_by_side_print_the_same() {
        let guide = "```rust\n0\n```\nSwift\n```swift\n1\n```\nKotlin\n```kotlin\n2\n```\n```text\n3\n```";
        let program =
            |source: &str| Program { name: "a_md_1".into(), source: source.into(), printed: "3\n".into() };
        assert_eq!(read("a.md", guide, "swift"), Ok(vec![program("1\n")]));
        assert_eq!(read("a.md", guide, "kotlin"), Ok(vec![program("2\n")]));
    }

    #[test]
    fn a_block_without_output_is_none_that_can_be_checked() {
        for behind in ["", "\n```sh\nls\n```\n```text\n1\n```", "\n```swift\n2\n```\n```text\n1\n```"] {
            let guide = format!("```swift\nprint(1)\n```{behind}");
            assert!(read("a.md", &guide, "swift").unwrap_err().contains("a.md: block 1"), "{guide}");
        }
    }
}
