//! How Swift and Kotlin are laid out.

use crate::codegen::words::wrapped;

/// `base_version` as `BASE_VERSION`.
pub fn shouted(name: &str) -> String {
    name.to_uppercase()
}

/// A text in lines of at most `width`, each behind `before`.
pub fn comment(text: &str, before: &str, width: usize) -> String {
    wrapped(text, width - before.len()).iter().map(|line| format!("{before}{line}\n")).collect()
}

/// What stands in parentheses: in one line behind so many letters, or one to a line where that would be too long.
pub fn listed(items: &[String], behind: usize, indent: &str) -> String {
    let line = items.join(", ");
    if behind + line.len() <= 118 {
        return line;
    }
    let deeper = format!("\n{indent}    ");
    format!("{deeper}{}\n{indent}", items.join(&format!(",{deeper}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_broken() {
        assert_eq!(comment("one two three", "// ", 10), "// one two\n// three\n");
    }
}
