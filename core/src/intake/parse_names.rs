//! Text from a mail that people will see in one line: names, subjects, file names.

/// Longest file name for display, in bytes.
const MAX_FILE_NAME: usize = 255;

/// Characters that change how their neighbors are read while showing nothing themselves.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line without controls, direction marks or outer white space. The joiners that scripts and emoji need stay.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\n' | '\t' => line.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c => line.push(c),
        }
    }
    let trimmed = line.trim();
    if trimmed.len() == line.len() { line } else { trimmed.to_owned() }
}

/// A file name to show: no path, no control, no direction mark, at most 255 bytes with its extension kept.
/// `None` where nothing is left.
pub(super) fn file_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).find(|piece| !piece.trim_matches(['.', ' ']).is_empty())?;
    let cleaned: String = one_line(last).replace([':', '\u{2044}', '\u{2215}', '\u{ff0f}', '\u{ff3c}'], "_");
    let cleaned = cleaned.trim_end_matches(['.', ' ']);
    if cleaned.is_empty() {
        return None;
    }
    if cleaned.len() <= MAX_FILE_NAME {
        return Some(cleaned.to_owned());
    }
    let extension = match cleaned.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 16 => format!(".{extension}"),
        _ => String::new(),
    };
    let kept = head(cleaned, MAX_FILE_NAME - extension.len());
    Some(format!("{kept}{extension}"))
}

/// The first `max` bytes, less what would cut a character.
pub(super) fn head(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

/// Whether a display name pretends to be something else: it carries an address or a link.
pub(super) fn is_suspicious_name(name: &str, own_address: &str) -> bool {
    let lower = name.to_lowercase();
    let says_own_address = lower.trim_matches(['\'', '"', ' ']) == own_address;
    let has_link = lower.contains("://") || lower.contains("www.");
    let has_at = lower.contains(['@', '\u{ff20}', '\u{fe6b}']);
    has_link || (has_at && !says_own_address)
}

#[cfg(test)]
mod tests {
    use super::{file_name, is_suspicious_name, one_line};
    use proptest::prelude::*;

    #[test]
    fn at_01_file_names_lose_paths_controls_and_direction_marks() {
        for (given, shown) in [
            ("report.pdf", Some("report.pdf")),
            ("../\0evil\r\n\u{202e}.exe", Some("evil  .exe")),
            ("C:\\Users\\ada\\cv.doc", Some("cv.doc")),
            ("/etc/passwd", Some("passwd")),
            ("..", None),
            ("...//", None),
            ("\u{202e}\u{200b}", None),
            ("a/b/", Some("b")),
            ("invoice.pdf. .", Some("invoice.pdf")),
            ("stream.txt:hidden", Some("stream.txt_hidden")),
            ("日本語.txt", Some("日本語.txt")),
        ] {
            assert_eq!(file_name(given).as_deref(), shown, "{given:?}");
        }
        let long = file_name(&format!("{}.tar", "ü".repeat(400))).unwrap();
        assert!(long.len() <= 255 && long.ends_with(".tar"));
    }

    #[test]
    fn si_08_names_with_addresses_or_links_are_suspicious() {
        assert!(is_suspicious_name("victim@bank.example", "evil@x.example"));
        assert!(is_suspicious_name("Click https://x.example", "evil@x.example"));
        assert!(is_suspicious_name("victim\u{ff20}bank.example", "evil@x.example"));
        assert!(!is_suspicious_name("Ada Lovelace", "ada@x.example"));
        assert!(!is_suspicious_name("'ada@x.example'", "ada@x.example"));
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(one_line(" a\r\n b\0\u{7}\u{202e}c "), "a   bc");
        assert_eq!(one_line("👩\u{200d}🚀"), "👩\u{200d}🚀");
    }

    proptest! {
        #[test]
        fn at_01_no_separator_control_or_direction_mark_survives(name in any::<String>()) {
            if let Some(shown) = file_name(&name) {
                prop_assert!(!shown.is_empty() && shown.len() <= 255);
                let bad = ['/', '\\', '\0', '\r', '\n', '\u{202e}', '\u{2066}', '\u{200f}'];
                prop_assert!(!shown.contains(bad));
                prop_assert!(!shown.chars().any(char::is_control));
                prop_assert!(shown != "." && shown != "..");
                prop_assert_eq!(file_name(&shown), Some(shown.clone()));
            }
        }
    }
}
