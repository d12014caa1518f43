//! How Python is laid out.

use crate::codegen::words::wrapped;

/// Longer lines are broken.
const WIDTH: usize = 110;

/// A text as a literal.
pub fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The lines of a docstring, with what follows the first paragraph.
pub fn docstring(indent: &str, doc: &str, more: &[String]) -> String {
    let doc = if doc.is_empty() { "Without a word." } else { doc };
    let mut out = String::new();
    let quoted = escaped(doc);
    let lines = wrapped(&quoted, WIDTH - indent.len() - 6);
    if let ([line], true) = (lines.as_slice(), more.is_empty()) {
        return format!("{indent}\"\"\"{line}\"\"\"\n");
    }
    for (nth, line) in lines.iter().enumerate() {
        let quotes = if nth == 0 { "\"\"\"" } else { "" };
        out += &format!("{indent}{quotes}{line}\n");
    }
    if !more.is_empty() {
        out += "\n";
    }
    for line in more {
        for (nth, line) in wrapped(&escaped(line), WIDTH - indent.len() - 4).iter().enumerate() {
            let hang = if nth == 0 { "" } else { "    " };
            out += &format!("{indent}{hang}{line}\n");
        }
    }
    out + &format!("{indent}\"\"\"\n")
}

fn escaped(doc: &str) -> String {
    doc.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}

/// `before`, the items between them, `after`: on one line, or with one line an item.
pub fn listed(indent: &str, before: &str, items: &[String], after: &str) -> String {
    let joined = items.join(", ");
    let one = format!("{indent}{before}{joined}{after}");
    if one.len() <= WIDTH && !joined.contains('\n') {
        return one + "\n";
    }
    let mut out = format!("{indent}{before}\n");
    for item in items {
        out += &format!("{indent}    {item},\n");
    }
    out + &format!("{indent}{after}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stays_on_one_line() {
        let items = vec!["a=1".to_owned(), "b=2".to_owned()];
        assert_eq!(listed("", "f(", &items, ")"), "f(a=1, b=2)\n");
        let long = vec!["x".repeat(70), "y".repeat(70)];
        assert_eq!(listed("  ", "f(", &long, ")").lines().count(), 4);
    }

    #[test]
    fn a_docstring_cannot_be_ended_from_inside() {
        assert_eq!(docstring("", r#"a """ b \ c"#, &[]), "\"\"\"a \\\"\\\"\\\" b \\\\ c\"\"\"\n");
    }
}
