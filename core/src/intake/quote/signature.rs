//! Signatures: after the delimiter `-- `, and the line that a phone adds.

use super::lines::Lines;
use super::{TextPartKind, phrases};

/// A signature is at most so many lines long (with its disclaimer)…
const MOST_LINES: usize = 40;
/// …and at most so many after a bare `--`, which people also use as a rule.
const MOST_AFTER_BARE: usize = 10;
/// A device's line stands among the last few.
const MOST_AFTER_DEVICE: usize = 12;

/// Marks the signature at the end of each stretch of new lines.
pub(super) fn mark(lines: &mut Lines<'_>) {
    let mut end = lines.len();
    while end > 0 {
        let start = stretch_start(lines, end);
        if start < end {
            mark_in(lines, start, end);
            end = start;
        } else {
            end -= 1;
        }
    }
}

/// Where the new lines start that end before `end`.
fn stretch_start(lines: &Lines<'_>, end: usize) -> usize {
    let is_old = |i: &usize| lines.get(*i).is_none_or(|line| line.kind != TextPartKind::New);
    (0..end).rev().find(is_old).map_or(0, |last_old| last_old + 1)
}

fn mark_in(lines: &mut Lines<'_>, start: usize, end: usize) {
    let mut delimiter = None;
    let mut devices = Vec::new();
    let mut below = 0;
    for i in (start..end).rev() {
        let Some(line) = lines.get(i) else { break };
        if line.is_blank() {
            continue;
        }
        if line.is_delimiter || (line.text == "--" && below <= MOST_AFTER_BARE) {
            delimiter = Some(i);
        }
        if below < MOST_AFTER_DEVICE && phrases::is_device_line(line.text) {
            devices.push(i);
        }
        below += 1;
        if below > MOST_LINES {
            break;
        }
    }
    for device in devices {
        lines.mark(device..device + 1, TextPartKind::Signature);
    }
    if let Some(delimiter) = delimiter {
        lines.mark(delimiter..end, TextPartKind::Signature);
    }
}
