//! The lines of a header.

use super::{NamedAddress, words};

/// Longer lines are folded where there is a space.
const LINE_GOAL: usize = 76;

/// Writes one header: its name, then its words with a space or a fold before each.
///
/// The words come from the types of this module, none of which can hold the end of a line.
pub(super) fn write<W: AsRef<str>>(out: &mut Vec<u8>, name: &str, words: impl IntoIterator<Item = W>) {
    out.extend(name.bytes());
    out.push(b':');
    let mut column = name.len() + 1;
    for word in words {
        let word = word.as_ref();
        if column + 1 + word.len() > LINE_GOAL {
            out.extend(b"\r\n");
            column = 0;
        }
        out.push(b' ');
        out.extend(word.bytes());
        column += 1 + word.len();
    }
    out.extend(b"\r\n");
}

/// Addresses with their names, as words.
pub(super) fn addresses<'a>(list: impl IntoIterator<Item = &'a NamedAddress>) -> Vec<String> {
    let mut written: Vec<String> = Vec::new();
    for entry in list {
        if let Some(before) = written.last_mut() {
            before.push(',');
        }
        written.extend(words::phrase(entry.name()));
        written.push(format!("<{}>", entry.address()));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_folded_between_words_and_never_within() {
        let mut out = Vec::new();
        write(&mut out, "X-Long", ["a".repeat(30), "b".repeat(40), "c".repeat(900)]);
        let text = format!("X-Long: {}\r\n {}\r\n {}\r\n", "a".repeat(30), "b".repeat(40), "c".repeat(900));
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }
}
