//! Message ids that are safe to compare, keep, and write into a header of our own.

/// Longest id, in bytes: what fits into one header line.
const MAX_ID: usize = 998;

/// The ids of a field without their brackets, and whether something had to be left out.
pub(super) fn clean_ids(value: &[u8]) -> (Vec<String>, bool) {
    let mut ids = Vec::new();
    let mut dropped = false;
    let mut rest = value;
    while let Some(open) = memchr::memchr(b'<', rest) {
        let after = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = memchr::memchr2(b'>', b'<', after) else {
            dropped = true;
            break;
        };
        let (id, tail) = after.split_at_checked(close).unwrap_or((after, &[]));
        match clean_id(id) {
            Some(id) if tail.first() == Some(&b'>') => ids.push(id),
            _ => dropped = true,
        }
        rest = tail;
    }
    // Some programs forget the brackets.
    if ids.is_empty() && !dropped {
        let bare = value.trim_ascii();
        ids.extend(clean_id(bare).filter(|id| id.contains('@')));
        dropped = ids.is_empty() && !bare.is_empty();
    }
    (ids, dropped)
}

/// An id without blanks, controls or brackets, at most 998 bytes.
fn clean_id(id: &[u8]) -> Option<String> {
    let id = std::str::from_utf8(id).ok()?;
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>');
    ((1..=MAX_ID).contains(&id.len()) && id.chars().all(is_plain)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::clean_ids;
    use proptest::prelude::*;

    #[test]
    fn si_24_ids_with_controls_or_blanks_are_left_out() {
        let ids = |value: &str| clean_ids(value.as_bytes());
        assert_eq!(ids(" <a@b>\r\n <c@d><e>\r\n"), (vec!["a@b".into(), "c@d".into(), "e".into()], false));
        assert_eq!(ids(" a@b\r\n"), (vec!["a@b".into()], false));
        assert_eq!(ids(""), (vec![], false));
        for (bad, left) in [
            ("<a\rBcc:x@y> <c@d>", 1),
            ("<a\0@b>", 0),
            ("<a b@c>", 0),
            ("<a@b", 0),
            ("<a<b@c>", 1),
            ("a message of Monday", 0),
            ("<>", 0),
        ] {
            assert_eq!((ids(bad).0.len(), ids(bad).1), (left, true), "{bad:?}");
        }
        assert_eq!(ids(&format!("<{}@b>", "a".repeat(997))), (vec![], true));
    }

    proptest! {
        #[test]
        fn si_24_every_id_can_stand_in_a_header(value in proptest::collection::vec(any::<u8>(), 0..200)) {
            for id in clean_ids(&value).0 {
                prop_assert!(!id.is_empty() && id.len() <= 998);
                prop_assert!(!id.contains(|c: char| c.is_control() || c.is_whitespace() || "<>".contains(c)));
            }
        }
    }
}
