use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::hang::in_time;

fn needle(text: &str) -> Needle {
    Needle::new(text).unwrap()
}

/// A text in which letters, marks, breaks and signs that the rules treat specially stand close together.
fn tricky() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "B",
        "z",
        "0",
        "9",
        "_",
        ".",
        "'",
        ":",
        ",",
        ";",
        " ",
        "\r",
        "\n",
        "\t",
        "\u{b}",
        "\"",
        "-",
        "@",
        "ß",
        "É",
        "e\u{301}",
        "\u{345}",
        "\u{200d}",
        "\u{ad}",
        "\u{a0}",
        "ǰ",
        "ﬁ",
        "№",
        "Ａ",
        "日",
        "本",
        "カ",
        "ア",
        "א",
        "ב",
        "\u{1f1e6}",
        "\u{1f1e7}",
        "👩",
        "👍🏽",
        "İ",
        "Σ",
        "ΐ",
        "한",
        "ᄒ",
        "ᅡ",
        "๑",
        "’",
        "\u{2028}",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24).prop_map(|v| v.concat())
}

#[test]
fn an_empty_needle_is_refused() {
    assert_eq!(Needle::new("").unwrap_err().code(), "text.empty");
}

#[test]
fn folding_unifies_case_and_compatibility_forms() {
    for (one, other) in
        [("STRASSE", "straße"), ("ﬁne", "FINE"), ("Ⅳ", "iv"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("e\u{301}", "É")]
    {
        assert_eq!(fold(one), fold(other));
    }
    assert_ne!(fold("i"), fold("ı"));
}

#[test]
fn folding_any_single_character_twice_changes_nothing() {
    for c in '\0'..=char::MAX {
        let once = fold(c.encode_utf8(&mut [0; 4]));
        assert_eq!(fold(&once), once, "U+{:04X}", c as u32);
    }
}

#[test]
fn any_single_character_is_folded_between_plain_letters_as_unicode_has_it() {
    for c in '\0'..=char::MAX {
        let text = format!("E{c}O");
        assert_eq!(fold(&text), fold::fold_unicode(&text), "U+{:04X}", c as u32);
    }
}

#[test]
fn ascii_boundaries_are_those_of_unicode_in_every_short_text() {
    let alphabet = ["a", "7", "_", ".", "'", ":", ",", ";", " ", "\r", "\n", "\u{b}", "\"", "-"];
    for number in 0..alphabet.len().pow(5) {
        let mut rest = number;
        let mut text = String::new();
        for _ in 0..5 {
            text.push_str(alphabet[rest % alphabet.len()]);
            rest /= alphabet.len();
        }
        let mut expected: Vec<usize> = text.split_word_bound_indices().map(|(i, _)| i).collect();
        expected.push(text.len());
        let found: Vec<usize> =
            (0..=text.len()).filter(|&i| bounds::ascii_boundary(text.as_bytes(), i).unwrap()).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn every_ascii_character_is_classed_as_unicode_has_it() {
    for byte in 0..128u8 {
        for (before, after) in [("a", "a"), ("1", "1"), (" ", " "), ("_", "\n"), ("\r", "\r"), ("", "")] {
            let text = format!("{before}{}{after}", byte as char);
            let mut expected: Vec<usize> = text.split_word_bound_indices().map(|(i, _)| i).collect();
            expected.push(text.len());
            let found: Vec<usize> =
                (0..=text.len()).filter(|&i| bounds::ascii_boundary(text.as_bytes(), i).unwrap()).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}

#[test]
fn words_are_found_whole_and_phrases_at_word_boundaries() {
    let text = Folded::new("The re-opened ticket can't be closed; see user_name and 3.14, naïve café.");
    for hit in [
        "ticket",
        "TICKET",
        "can't be",
        "opened ticket",
        "3.14",
        "café",
        "naïve",
        "user_name",
        "closed; see",
        ".",
    ] {
        assert!(text.contains_word(&needle(hit)), "{hit}");
    }
    for miss in ["tick", "icket", "can", "user", "14", "caf", "pened ticket", "na", "closed see"] {
        assert!(!text.contains_word(&needle(miss)), "{miss}");
        let is_there = !matches!(miss, "closed see");
        assert_eq!(text.contains_text(&needle(miss)), is_there, "{miss}");
    }
}

#[test]
fn an_overlapping_match_is_not_missed() {
    assert!(Folded::new("xa a a").contains_word(&needle("a a")));
    assert!(Folded::new("nana na na").contains_word(&needle("na na")));
    assert!(Folded::new("ééé é").contains_word(&needle("é")));
}

#[test]
fn searching_many_overlapping_matches_is_linear() {
    let (text, needle) = (Folded::new(&"a".repeat(400_000)), needle(&"a".repeat(200_000)));
    assert!(in_time(2_000, || assert!(!text.contains_word(&needle))));
}

/// The slow way: every occurrence, and every boundary by the Unicode tables.
fn contains_word_slowly(text: &str, needle: &str) -> bool {
    let text = fold::fold_unicode(text);
    let needle = fold::fold_unicode(needle);
    let mut bounds: Vec<usize> = text.split_word_bound_indices().map(|(i, _)| i).collect();
    bounds.push(text.len());
    bounds
        .iter()
        .any(|&i| text.get(i..).unwrap().starts_with(&needle) && bounds.contains(&(i + needle.len())))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn folding_is_idempotent(text in prop_oneof![tricky(), any::<String>()]) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folding_stretch_by_stretch_gives_what_unicode_gives(
        text in prop_oneof!["[\\x00-\\x7f]{0,40}", tricky(), any::<String>()],
    ) {
        prop_assert_eq!(fold(&text), fold::fold_unicode(&text));
    }

    #[test]
    fn segments_are_those_of_unicode(text in prop_oneof![tricky(), any::<String>()]) {
        let mut expected: Vec<usize> = text.split_word_bound_indices().map(|(i, _)| i).collect();
        expected.push(text.len());
        expected.dedup();
        prop_assert_eq!(&*bounds::all(&text), &*expected);
        let expected: Vec<&str> = text.unicode_words().collect();
        prop_assert_eq!(words(&text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn searching_words_fast_gives_what_unicode_gives(
        text in tricky(),
        other in tricky(),
        range in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (a, b) = (*range.0.get(&places), *range.1.get(&places));
        let inside = text.get(a.min(b)..a.max(b)).unwrap().to_owned();
        for word in [inside, other] {
            if word.is_empty() { continue; }
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.contains_word(&needle(&word)), contains_word_slowly(&text, &word));
            prop_assert_eq!(
                folded.contains_text(&needle(&word)),
                fold::fold_unicode(&text).contains(&fold::fold_unicode(&word))
            );
        }
    }
}
