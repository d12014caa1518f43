//! Walking over open periods.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::BusinessCalendar;
use crate::Timestamp;

/// A stretch of open time, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Period {
    /// The first open instant.
    pub start: Timestamp,
    /// The first instant that is closed again, or the end of what was asked for.
    pub end: Timestamp,
}

/// The open periods of a stretch of time, from [`BusinessCalendar::periods`].
#[derive(Debug, Clone)]
pub struct Periods<'a> {
    calendar: &'a BusinessCalendar,
    rest: Range<Timestamp>,
}

impl<'a> Periods<'a> {
    pub(super) fn new(calendar: &'a BusinessCalendar, within: Range<Timestamp>) -> Self {
        Self { calendar, rest: within }
    }

    /// The part of the first open span that lies in the rest; spans end with their year.
    fn span(&mut self) -> Option<Period> {
        if self.rest.is_empty() {
            return None;
        }
        let (start, end) = self.calendar.span_after(self.rest.start)?;
        let start = start.max(self.rest.start);
        let end = end.map_or(self.rest.end, |end| end.min(self.rest.end));
        (start < end).then_some(Period { start, end })
    }
}

impl Iterator for Periods<'_> {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        let mut period = self.span()?;
        self.rest.start = period.end;
        while let Some(more) = self.span().filter(|more| more.start == period.end) {
            period.end = more.end;
            self.rest.start = more.end;
        }
        Some(period)
    }
}
