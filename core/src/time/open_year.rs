//! The open time of one year of UTC, ready for questions. Instants are milliseconds since the year began.

use super::span::Span;

/// Seconds fit into 32 bits within a year.
#[derive(Debug, Clone, Copy)]
struct Open {
    start: u32,
    end: u32,
    /// Open seconds of the year before this span.
    before: u32,
}

impl Open {
    fn start(self) -> i64 {
        i64::from(self.start) * 1_000
    }

    fn end(self) -> i64 {
        i64::from(self.end) * 1_000
    }

    fn before(self) -> i64 {
        i64::from(self.before) * 1_000
    }
}

#[derive(Debug)]
pub(super) struct OpenYear {
    spans: Box<[Open]>,
    total: i64,
}

impl OpenYear {
    /// Takes tidy spans in seconds since the year began.
    pub fn new(spans: &[Span]) -> Self {
        let mut before = 0;
        let mut open = Vec::with_capacity(spans.len());
        for span in spans {
            if let (Ok(start), Ok(end)) = (u32::try_from(span.start), u32::try_from(span.end)) {
                open.push(Open { start, end, before });
                before += end - start;
            }
        }
        Self { spans: open.into_boxed_slice(), total: i64::from(before) * 1_000 }
    }

    /// Open milliseconds of the year.
    pub fn total(&self) -> i64 {
        self.total
    }

    #[cfg(test)]
    pub fn spans(&self) -> usize {
        self.spans.len()
    }

    /// Open milliseconds before an instant.
    pub fn open_before(&self, at: i64) -> i64 {
        let begun = self.spans.partition_point(|span| span.start() <= at);
        let last = begun.checked_sub(1).and_then(|last| self.spans.get(last));
        last.map_or(0, |span| span.before() + at.min(span.end()) - span.start())
    }

    /// The earliest instant with so much open time before it, which is more than 0 and at most the total.
    pub fn when_used_up(&self, open: i64) -> Option<i64> {
        let next = self.spans.partition_point(|span| span.before() < open);
        let span = self.spans.get(next.checked_sub(1)?)?;
        Some(span.start() + open - span.before())
    }

    /// The latest instant with so much open time before it, which is less than the total.
    pub fn when_taken_up(&self, open: i64) -> Option<i64> {
        let next = self.spans.partition_point(|span| span.before() <= open);
        let span = self.spans.get(next.checked_sub(1)?)?;
        Some(span.start() + open - span.before())
    }

    /// The start of a span that goes on to the end of the year, which has so many milliseconds.
    pub fn open_from_to_the_end(&self, length: i64) -> Option<i64> {
        self.spans.last().filter(|span| span.end() == length).map(|span| span.start())
    }

    /// Start and end of the first span that ends after an instant.
    pub fn span_after(&self, at: i64) -> Option<(i64, i64)> {
        let over = self.spans.partition_point(|span| span.end() <= at);
        self.spans.get(over).map(|span| (span.start(), span.end()))
    }
}
