//! Why each stretch of time counts or not.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::BusinessCalendar;
use super::compiled::Step;
use super::hours::{DAY, LocalHours};
use super::span::Span;
use super::spec::DayReason;
use crate::Timestamp;

/// A stretch of time over which a calendar is open, or closed, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OpenStretch {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant that is not in it any more.
    pub to: Timestamp,
    /// Whether it counts as open time.
    pub open: bool,
    /// Why.
    pub reason: StretchReason,
    /// Which of the calendars that this one is combined from tells the reason, counted from 0 in the order in which they were
    /// combined.
    pub part: u32,
}

/// Why a calendar is open or closed over a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum StretchReason {
    /// The hours of the weekday: open.
    WeeklyHours,
    /// The hours of a shift: open.
    Shift,
    /// Closed, as the hours of the weekday are at other times.
    OutsideHours,
    /// Closed, as the weekday has no hours.
    ClosedWeekday,
    /// Closed, as the shift of the date has other hours or none.
    OutsideShift,
    /// Closed by a holiday.
    Holiday {
        /// The first holiday of the list that falls on the day.
        name: String,
    },
    /// Closed by a break within hours.
    Break,
}

impl StretchReason {
    fn is_open(&self) -> bool {
        matches!(self, Self::WeeklyHours | Self::Shift)
    }
}

/// A reason over seconds of a day, or since 1970 began.
type Reasoned = (Span, StretchReason);

impl BusinessCalendar {
    /// A stretch of time, cut where the reason changes for which it is open or closed: without gaps, in order, computed as it
    /// is taken. What is open adds up to what [`between`](Self::between) answers. The work is that of looking at each day.
    ///
    /// A combination is closed by the first part that closes it, and open by the first that opens it.
    ///
    /// ```
    /// use frontdesk::Timestamp;
    /// use frontdesk::time::{BusinessCalendar, CalendarSpec, StretchReason};
    /// let spec: CalendarSpec = serde_json::from_str(r#"{
    ///   "zone": "Europe/Berlin",
    ///   "weekly": [{ "weekday": "thursday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
    ///              { "weekday": "friday", "intervals": [{ "from": "09:00", "to": "17:00" }] }],
    ///   "holidays": [{ "name": "Christmas", "rule": { "kind": "yearly", "month": 12, "day": 25 } }]
    /// }"#).unwrap();
    /// let calendar = BusinessCalendar::compile(&spec).unwrap();
    /// let at = |text| Timestamp::parse(text).unwrap();
    /// let range = at("2026-12-24T16:00:00+01:00")..at("2026-12-26T00:00:00+01:00");
    /// let reasons: Vec<_> = calendar.stretches(range).map(|stretch| (stretch.open, stretch.reason)).collect();
    /// assert_eq!(reasons, [
    ///     (true, StretchReason::WeeklyHours),
    ///     (false, StretchReason::OutsideHours),
    ///     (false, StretchReason::Holiday { name: "Christmas".to_owned() }),
    /// ]);
    /// ```
    pub fn stretches(&self, within: Range<Timestamp>) -> impl Iterator<Item = OpenStretch> + use<> {
        let mut pieces = Pieces { steps: self.steps().into(), rest: within, ready: VecDeque::new() };
        let mut next = pieces.next();
        std::iter::from_fn(move || {
            let mut whole = next.take()?;
            next = pieces.next();
            while let Some(more) = next.take_if(|more| more.part == whole.part && more.reason == whole.reason)
            {
                whole.to = more.to;
                next = pieces.next();
            }
            Some(whole)
        })
    }
}

/// Stretches that end with each day of UTC, and may go on after it for the same reason.
struct Pieces {
    steps: Arc<[Step]>,
    rest: Range<Timestamp>,
    ready: VecDeque<OpenStretch>,
}

impl Iterator for Pieces {
    type Item = OpenStretch;

    fn next(&mut self) -> Option<OpenStretch> {
        while self.ready.is_empty() && !self.rest.is_empty() {
            self.look_at_a_day();
        }
        self.ready.pop_front()
    }
}

impl Pieces {
    fn look_at_a_day(&mut self) {
        const DAY_MILLIS: i64 = DAY * 1_000;
        let day = self.rest.start.millis().div_euclid(DAY_MILLIS);
        let next_day = Timestamp::from_millis((day + 1) * DAY_MILLIS);
        // The very last day of time has no next one.
        let end = if next_day > self.rest.start { self.rest.end.min(next_day) } else { self.rest.end };
        for (span, reason, part) in decided(&self.steps, Span::new(day * DAY, (day + 1) * DAY)) {
            let from = Timestamp::from_millis(span.start * 1_000).max(self.rest.start);
            let to = Timestamp::from_millis(span.end * 1_000).min(end);
            if from < to {
                self.ready.push_back(OpenStretch { from, to, open: reason.is_open(), reason, part });
            }
        }
        self.rest.start = end;
    }
}

/// The reasons that count in a span of seconds, each with its part.
fn decided(steps: &[Step], span: Span) -> Vec<(Span, StretchReason, u32)> {
    let mut stack: Vec<Vec<(Span, StretchReason, u32)>> = Vec::new();
    let mut parts = 0..;
    for step in steps {
        let found = match step {
            Step::Hours(hours) => {
                let part = parts.next().unwrap_or_default();
                reasons_in(hours, span).into_iter().map(|(span, reason)| (span, reason, part)).collect()
            }
            // What both say alike is told by the first.
            Step::Intersection => combined(&mut stack, |first, second| first && !second),
            Step::Union => combined(&mut stack, |first, second| !first && second),
        };
        stack.push(found);
    }
    stack.pop().unwrap_or_default()
}

/// Takes two lists from the stack. `second_decides` tells whether the reason of the second counts, of whether each is open.
fn combined(
    stack: &mut Vec<Vec<(Span, StretchReason, u32)>>,
    second_decides: impl Fn(bool, bool) -> bool,
) -> Vec<(Span, StretchReason, u32)> {
    let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
    let mut out = Vec::with_capacity(left.len() + right.len());
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(a), Some(b)) = (lefts.peek(), rights.peek()) {
        let both = Span::new(a.0.start.max(b.0.start), a.0.end.min(b.0.end));
        let decides = if second_decides(a.1.is_open(), b.1.is_open()) { b } else { a };
        if both.start < both.end {
            out.push((both, decides.1.clone(), decides.2));
        }
        let (a, b) = (a.0.end, b.0.end);
        if a <= b {
            lefts.next();
        }
        if b <= a {
            rights.next();
        }
    }
    out
}

/// Why one calendar is open or closed in a span of seconds since 1970 began, without gaps.
fn reasons_in(hours: &LocalHours, span: Span) -> Vec<Reasoned> {
    let mut out = Vec::new();
    for (shown, offset) in hours.clock_in(span) {
        let (start, end) = (shown.start + offset, shown.end + offset);
        for day in start.div_euclid(DAY)..=(end - 1).div_euclid(DAY) {
            for (of_day, reason) in reasons_on(hours, day) {
                let from = (day * DAY + of_day.start).max(start);
                let to = (day * DAY + of_day.end).min(end);
                if from < to {
                    out.push((Span::new(from - offset, to - offset), reason));
                }
            }
        }
    }
    out
}

/// Why a local day is open or closed, from midnight to midnight.
fn reasons_on(hours: &LocalHours, day: i64) -> Vec<Reasoned> {
    let (reason, open, breaks) = hours.pieces_on(day);
    let (inside, outside) = match reason {
        DayReason::Holiday { name } => return vec![(Span::new(0, DAY), StretchReason::Holiday { name })],
        DayReason::Shift => (StretchReason::Shift, StretchReason::OutsideShift),
        DayReason::Weekly if open.is_empty() && breaks.is_empty() => {
            (StretchReason::WeeklyHours, StretchReason::ClosedWeekday)
        }
        DayReason::Weekly => (StretchReason::WeeklyHours, StretchReason::OutsideHours),
    };
    let mut told: Vec<Reasoned> = open.into_iter().map(|span| (span, inside.clone())).collect();
    told.extend(breaks.into_iter().map(|span| (span, StretchReason::Break)));
    told.sort_unstable_by_key(|(span, _)| *span);
    let mut out = Vec::with_capacity(2 * told.len() + 1);
    let mut until = 0;
    for (span, reason) in told {
        if until < span.start {
            out.push((Span::new(until, span.start), outside.clone()));
        }
        until = span.end;
        out.push((span, reason));
    }
    if until < DAY {
        out.push((Span::new(until, DAY), outside));
    }
    out
}
