//! How the languages write names and comments.

/// `base_version` as `baseVersion`.
pub fn camel(name: &str) -> String {
    let upper = pascal(name);
    let mut letters = upper.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// `base_version` as `BaseVersion`.
pub fn pascal(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// `BaseVersion` as `base_version`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// `base_version` as `BASE_VERSION`.
pub fn shouted(name: &str) -> String {
    name.to_uppercase()
}

/// The lines of a text, none longer than `width`, each behind `before`.
pub fn comment(text: &str, before: &str, width: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && before.len() + line.len() + word.len() > width {
            out += &format!("{before}{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out + &format!("{before}{line}\n")
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
    fn names_are_written_as_each_language_does() {
        assert_eq!((camel("next_wakeup").as_str(), pascal("ack").as_str()), ("nextWakeup", "Ack"));
        assert_eq!(comment("one two three", "// ", 12), "// one two\n// three\n");
    }
}
