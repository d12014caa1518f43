//! The line that introduces a quote: “On … at … Ann wrote:”, in many languages and wrapped over several lines.

use super::lines::{Line, Lines};
use super::{Introduction, phrases};

/// Mail programs wrap the line into at most this many.
const MOST_LINES: usize = 4;
/// A longer line is a paragraph.
const MOST_BYTES: usize = 400;
/// A wrapped line may end with no more than a short name and the colon.
const FEWEST_LAST_BYTES: usize = 3;

/// What speaks for an introduction in some lines.
#[derive(Clone, Copy, Default)]
struct Evidence {
    digits: usize,
    /// A time such as 10:12, 10.12 or 10h12.
    time: bool,
    address: bool,
    verb: bool,
}

impl Evidence {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_time = |w: &[u8]| {
            matches!(w, [a, b':' | b'.' | b'h', c, d]
                if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
        };
        Self {
            digits: bytes.iter().filter(|b| b.is_ascii_digit()).count(),
            time: bytes.windows(4).any(is_time),
            address: bytes.contains(&b'@'),
            verb: phrases::has_verb(text),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            digits: self.digits + other.digits,
            time: self.time || other.time,
            address: self.address || other.address,
            verb: self.verb || other.verb,
        }
    }

    /// A date and a time, or a date and an address.
    fn is_dated(self) -> bool {
        self.digits >= 5 && (self.time || self.address)
    }
}

/// Finds introductions while walking down the lines; remembers what the last lines hold, so that each is read once.
#[derive(Default)]
pub(super) struct Finder {
    recent: [Option<(usize, Evidence)>; MOST_LINES],
}

impl Finder {
    /// The introduction whose last line is `at`.
    pub fn ending_at(&mut self, lines: &Lines<'_>, at: usize) -> Option<Introduction> {
        let last = lines.get(at)?;
        if last.text.len() < FEWEST_LAST_BYTES || !ends_with_colon(last) {
            return None;
        }
        let end = at + 1;
        let mut evidence = Evidence::default();
        let mut weak = None;
        for start in (at.saturating_sub(MOST_LINES - 1)..=at).rev() {
            let line = lines.get(start)?;
            if !may_belong(line) || (start < at && ends_with_colon(line)) {
                break;
            }
            evidence = evidence.and(self.evidence(start, line));
            let opened = evidence.verb && evidence.digits >= 4 && phrases::opens_attribution(line.text);
            if opened && (evidence.time || evidence.address) {
                return Some(Introduction { start, end, stands_alone: true });
            }
            if evidence.verb && evidence.digits >= 5 && evidence.time {
                let start = with_name_before(lines, start, line);
                // Without an address, and not from the date on, it may be a person who tells what a server wrote.
                let from_date = line.text.starts_with(|c: char| c.is_ascii_digit());
                return Some(Introduction { start, end, stands_alone: evidence.address || from_date });
            }
            if is_verbless(last.text) && evidence.is_dated() && evidence.time {
                let stands_alone = start == 0 || lines.get(start - 1).is_some_and(Line::is_blank);
                return Some(Introduction { start, end, stands_alone });
            }
            if weak.is_none() && (opened || evidence.verb || evidence.is_dated()) {
                weak = Some(start);
            }
        }
        weak.map(|start| Introduction { start, end, stands_alone: false })
    }

    /// Where the introduction starts that stands right above the line of a reply marker, in whatever language.
    pub fn before_marker(&mut self, lines: &Lines<'_>, marker: usize) -> Option<usize> {
        let (at, _) = lines.text_before(marker)?;
        self.ending_at(lines, at).map(|found| found.start)
    }

    fn evidence(&mut self, at: usize, line: &Line<'_>) -> Evidence {
        let Some(place) = self.recent.get_mut(at % MOST_LINES) else { return Evidence::of(line.text) };
        match place {
            Some((known, evidence)) if *known == at => *evidence,
            _ => {
                let evidence = Evidence::of(line.text);
                *place = Some((at, evidence));
                evidence
            }
        }
    }
}

fn ends_with_colon(line: &Line<'_>) -> bool {
    line.text.ends_with([':', '：'])
}

fn may_belong(line: &Line<'_>) -> bool {
    !line.is_blank() && !line.has_quote_mark() && line.text.len() <= MOST_BYTES
}

/// `Ann <ann@desk.example>:`, as some programs write without a verb.
fn is_verbless(last: &str) -> bool {
    last.trim_end_matches([':', '：', ' ', '\u{a0}']).ends_with('>')
}

/// Where the address was wrapped onto a line of its own, the name is on the line above.
fn with_name_before(lines: &Lines<'_>, start: usize, line: &Line<'_>) -> usize {
    let above = start.checked_sub(1).and_then(|i| lines.get(i));
    if line.text.starts_with('<') && above.is_some_and(may_belong) { start - 1 } else { start }
}
