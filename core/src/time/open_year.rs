//! The open time of one year of UTC, ready for questions. Instants are milliseconds since the year began.

use super::index::Index;
use super::span::Span;

/// No year has more seconds.
const LONGEST_YEAR: u32 = 366 * 86_400;

/// The beginning of a span. Its end is not kept: it has the open seconds that the next one has before it and this one has
/// not. Seconds fit into 32 bits within a year.
#[derive(Debug, Clone, Copy)]
struct Open {
    start: u32,
    /// Open seconds of the year before this span.
    before: u32,
}

impl Open {
    fn start(self) -> i64 {
        i64::from(self.start) * 1_000
    }

    fn before(self) -> i64 {
        i64::from(self.before) * 1_000
    }
}

#[derive(Debug)]
pub(super) struct OpenYear {
    /// Stands here, before the tables, as walks over years read nothing else.
    total: i64,
    tables: Box<Tables>,
}

#[derive(Debug)]
struct Tables {
    /// The spans in order, between an empty one where the year begins and one behind the year, so that each instant has
    /// one that begins before it and one that begins after it.
    spans: Box<[Open]>,
    by_start: Index,
    by_open: Index,
}

impl OpenYear {
    /// Takes tidy spans in seconds since the year began.
    pub fn new(tidy: &[Span]) -> Self {
        let mut before = 0;
        let mut spans = Vec::with_capacity(tidy.len() + 2);
        spans.push(Open { start: 0, before });
        for span in tidy {
            if let (Ok(start), Ok(end)) = (u32::try_from(span.start), u32::try_from(span.end)) {
                spans.push(Open { start, before });
                before += end - start;
            }
        }
        spans.push(Open { start: u32::MAX, before });
        let within = spans.get(..spans.len() - 1).unwrap_or_default();
        let by_start = Index::new(within.iter().map(|span| span.start), LONGEST_YEAR);
        let by_open = Index::new(spans.iter().map(|span| span.before), before);
        let tables = Tables { spans: spans.into_boxed_slice(), by_start, by_open };
        Self { total: i64::from(before) * 1_000, tables: Box::new(tables) }
    }

    /// Open milliseconds of the year.
    pub fn total(&self) -> i64 {
        self.total
    }

    #[cfg(test)]
    pub fn spans(&self) -> usize {
        self.tables.spans.len() - 2
    }

    /// How many bytes it keeps, with itself.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        let Tables { spans, by_start, by_open } = &*self.tables;
        size_of::<Self>() + size_of::<Tables>() + size_of_val(&**spans) + by_start.bytes() + by_open.bytes()
    }

    /// Open milliseconds before an instant.
    pub fn open_before(&self, at: i64) -> i64 {
        self.begun(at).map_or(0, |(span, next)| next.before().min(span.before() + at - span.start()))
    }

    /// The earliest instant with so much open time before it, which is more than 0 and at most the total.
    pub fn when_used_up(&self, open: i64) -> Option<i64> {
        // A span with so much before it, or more, is one that need not begin.
        self.with_before_below(seconds_up(open), open)
    }

    /// The latest instant with so much open time before it, which is less than the total.
    pub fn when_taken_up(&self, open: i64) -> Option<i64> {
        self.with_before_below(seconds_up(open + 1), open)
    }

    /// The start of a span that goes on to the end of the year, which has so many milliseconds.
    pub fn open_from_to_the_end(&self, length: i64) -> Option<i64> {
        let [.., last, _] = *self.tables.spans else { return None };
        (last.start() + self.total - last.before() == length).then(|| last.start())
    }

    /// Start and end of the first span that ends after an instant, which may also lie before the year.
    pub fn span_after(&self, at: i64) -> Option<(i64, i64)> {
        let at = at.max(0);
        let nth = self.count_begun(at);
        let ends = |nth| {
            let (span, next) = self.neighbors(nth)?;
            Some((span.start(), span.start() + next.before() - span.before()))
        };
        ends(nth).filter(|(_, end)| *end > at).or_else(|| ends(nth + 1))
    }

    /// The last span that begins at an instant or before it, and the one after it.
    fn begun(&self, at: i64) -> Option<(Open, Open)> {
        self.neighbors(self.count_begun(at))
    }

    fn count_begun(&self, at: i64) -> usize {
        let Tables { spans, by_start, .. } = &*self.tables;
        by_start.count_below(seconds_up(at + 1), spans, |span| span.start)
    }

    /// Where `open` is reached in the last span that has fewer than `below` seconds before it.
    fn with_before_below(&self, below: u32, open: i64) -> Option<i64> {
        let Tables { spans, by_open, .. } = &*self.tables;
        let (span, _) = self.neighbors(by_open.count_below(below, spans, |span| span.before))?;
        Some(span.start() + open - span.before())
    }

    /// The span that is the `nth`, counted from one, and the one after it.
    fn neighbors(&self, nth: usize) -> Option<(Open, Open)> {
        let [span, next] = *self.tables.spans.get(nth.checked_sub(1)?..)?.first_chunk()?;
        Some((span, next))
    }
}

/// Milliseconds as seconds, rounded up: whole seconds are below these when they are below those.
fn seconds_up(millis: i64) -> u32 {
    u32::try_from(millis + 999)
        .map_or_else(|_| u32::try_from((millis + 999) / 1_000).unwrap_or_default(), |millis| millis / 1_000)
}
