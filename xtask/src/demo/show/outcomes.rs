//! What became of the messages.

use std::fmt::Write as _;

use super::WIDTH;
use super::words::fit;
use crate::demo::intake::Taken;

pub fn text(taken: &Taken) -> String {
    let mut text = format!("{} messages\n", taken.messages);
    for (what, (count, place)) in &taken.examples {
        let _ = writeln!(text, "{count:6}  {what:36}  such as {}", fit(place, WIDTH - 54).trim_end());
    }
    text
}
