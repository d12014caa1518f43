//! Hostile HTML: its text keeps to the promised length.

#![no_main]

use frontdesk::intake::html_text::to_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let text = to_text(html);
    assert!(text.len() <= 2 * html.len() + (64 << 10), "{} bytes from {}", text.len(), html.len());
});
