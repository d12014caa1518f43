//! How languages write names, and texts in lines.

/// `save_config` as a type is called: `SaveConfig`.
pub fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    name.split('_').filter_map(word).collect()
}

/// `base_version` as `baseVersion`.
pub fn camel(name: &str) -> String {
    match name.split_once('_') {
        Some((first, rest)) => format!("{first}{}", pascal(rest)),
        None => name.to_owned(),
    }
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

/// The lines of a text, none longer than `width` but for a longer word.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_form_of_a_language() {
        assert_eq!((camel("created_at"), camel("id")), ("createdAt".into(), "id".into()));
        assert_eq!((pascal("ticket_created"), pascal("ack")), ("TicketCreated".into(), "Ack".into()));
        assert_eq!((snake("BaseVersion"), snake("Internal")), ("base_version".into(), "internal".into()));
    }

    #[test]
    fn lines_are_as_long_as_they_may_be() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), Vec::<String>::new());
    }
}
