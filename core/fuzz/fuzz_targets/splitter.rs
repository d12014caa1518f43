//! The parts of a split text are the text: nothing is lost, moved or cut within a character.

#![no_main]

use frontdesk::intake::quote::{new_text, split, split_with};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for parts in [split(text), split_with(text, &["## Reply above this line ##", "#"])] {
        let mut at = 0;
        for part in &parts {
            assert!(part.len > 0, "an empty part says nothing");
            at += part.len as usize;
            assert!(text.is_char_boundary(at), "a character is cut at {at}");
        }
        assert_eq!(at, text.len());
        // What is shown as new is never empty when something was written.
        assert_eq!(new_text(text, &parts).is_empty(), text.trim().is_empty());
    }
});
