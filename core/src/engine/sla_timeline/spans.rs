//! What a clock did from its start to its end: the stretches that it ran, cut by the hours of their calendars, and what lay between.

use super::book::Book;
use super::fold::Idle;
use super::types::{SpanState, TimelineDetail, TimelineSpan};
use crate::model::{CalendarPin, Clock, ClockState, Stretch};
use crate::store::ReadTx;
use crate::time::OpenStretch;
use crate::{Result, Timestamp};

/// So many stretches of calendars the clocks of a ticket tell at most, one by one.
const MOST_PIECES: usize = 10_000;

/// So many days of calendars are looked at for a ticket at most.
const MOST_DAYS: i64 = 40_000;

const DAY: i64 = 24 * 3_600_000;

/// How much may still be told one by one.
pub(super) struct Budget {
    pieces: usize,
    days: i64,
}

impl Budget {
    pub fn new() -> Self {
        Self { pieces: MOST_PIECES, days: MOST_DAYS }
    }
}

/// The stretches that a clock ran up to `now`, the present one too.
pub(super) fn stretches(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    clock: &Clock,
    now: Timestamp,
) -> Result<Vec<Stretch>> {
    let mut stretches = clock.stretches.clone();
    let from = clock.running_since;
    if clock.state != ClockState::Running || from >= now {
        return Ok(stretches);
    }
    let millis = match clock.calendar {
        Some(pin) => book.hours(tx, pin)?.calendar.between(from, now),
        None => now.millis() - from.millis(),
    };
    match stretches.last_mut() {
        Some(last) if last.to == from && last.calendar == clock.calendar => {
            last.to = now;
            last.millis += millis;
        }
        _ => stretches.push(Stretch { from, to: now, millis, calendar: clock.calendar }),
    }
    Ok(stretches)
}

/// What a clock did from its start until an instant.
pub(super) fn spans(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    (from, until): (Timestamp, Timestamp),
    stretches: &[Stretch],
    idle: &[Idle],
    budget: &mut Budget,
) -> Result<(Vec<TimelineSpan>, TimelineDetail)> {
    let pieces = pieces(tx, book, stretches, budget)?;
    let detail = if pieces.is_some() { TimelineDetail::Exact } else { TimelineDetail::Summed };
    let summed = || stretches.iter().map(|stretch| vec![whole(stretch)]).collect();
    let mut told = Told { spans: Vec::new(), at: from, total: 0, idle };
    for pieces in pieces.unwrap_or_else(summed) {
        for piece in pieces {
            told.stand_until(piece.from);
            told.push(piece);
        }
    }
    told.stand_until(until);
    Ok((told.spans, detail))
}

/// The spans of each stretch, cut by the hours of its calendar. None when that is more than is left of the budget, which is kept then.
fn pieces(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    stretches: &[Stretch],
    budget: &mut Budget,
) -> Result<Option<Vec<Vec<TimelineSpan>>>> {
    let on_calendars = || stretches.iter().filter(|stretch| stretch.calendar.is_some());
    let days: i64 =
        on_calendars().map(|stretch| (stretch.to.millis() - stretch.from.millis()) / DAY + 1).sum();
    if days > budget.days {
        return Ok(None);
    }
    let (mut all, mut left) = (Vec::with_capacity(stretches.len()), budget.pieces);
    for stretch in stretches {
        let pieces = match stretch.calendar {
            None => vec![whole(stretch)],
            Some(pin) => cut(tx, book, stretch, pin, left)?,
        };
        if stretch.calendar.is_some() {
            let Some(less) = left.checked_sub(pieces.len()) else { return Ok(None) };
            left = less;
        }
        all.push(pieces);
    }
    *budget = Budget { pieces: left, days: budget.days - days };
    Ok(Some(all))
}

/// A stretch cut by the hours of its calendar, into hardly more than `most` spans. Where the hours do not add up to what was recorded, because
/// the data of time zones has changed since, the record counts, and the stretch stays whole.
fn cut(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    stretch: &Stretch,
    pin: CalendarPin,
    most: usize,
) -> Result<Vec<TimelineSpan>> {
    let hours = book.hours(tx, pin)?;
    let piece = |open: OpenStretch| TimelineSpan {
        from: open.from,
        to: open.to,
        state: if open.open { SpanState::Running } else { SpanState::Closed },
        reason: Some(open.reason),
        calendar: Some(pin),
        category: None,
        by: None,
        counted_millis: if open.open { open.to.millis() - open.from.millis() } else { 0 },
        total_millis: 0,
    };
    let cut: Vec<TimelineSpan> =
        hours.calendar.stretches(stretch.from..stretch.to).take(most + 1).map(piece).collect();
    let counted: i64 = cut.iter().map(|span| span.counted_millis).sum();
    Ok(if cut.len() <= most && counted != stretch.millis { vec![whole(stretch)] } else { cut })
}

/// A stretch as one span.
fn whole(stretch: &Stretch) -> TimelineSpan {
    let lasts = stretch.to.millis() - stretch.from.millis();
    TimelineSpan {
        from: stretch.from,
        to: stretch.to,
        state: if stretch.millis == lasts {
            SpanState::Running
        } else if stretch.millis == 0 {
            SpanState::Closed
        } else {
            SpanState::Hours
        },
        reason: None,
        calendar: stretch.calendar,
        category: None,
        by: None,
        counted_millis: stretch.millis,
        total_millis: 0,
    }
}

/// Spans in order, up to an instant.
struct Told<'a> {
    spans: Vec<TimelineSpan>,
    at: Timestamp,
    total: i64,
    idle: &'a [Idle],
}

impl Told<'_> {
    fn push(&mut self, mut span: TimelineSpan) {
        self.total += span.counted_millis;
        span.total_millis = self.total;
        self.at = span.to;
        self.spans.push(span);
    }

    /// Tells why the clock did not run until an instant.
    fn stand_until(&mut self, until: Timestamp) {
        while self.at < until {
            while self.idle.first().is_some_and(|idle| idle.to.is_some_and(|to| to <= self.at)) {
                self.idle = self.idle.get(1..).unwrap_or_default();
            }
            let idle = self.idle.first();
            let known = idle.filter(|idle| idle.from <= self.at);
            let to = match (known, idle) {
                (Some(known), _) => known.to,
                (None, next) => next.map(|next| next.from),
            };
            self.push(TimelineSpan {
                from: self.at,
                to: to.map_or(until, |to| to.min(until)),
                state: known.map_or(SpanState::Paused, |idle| idle.state),
                reason: None,
                calendar: None,
                category: known.and_then(|idle| idle.category),
                by: known.and_then(|idle| idle.by.clone()),
                counted_millis: 0,
                total_millis: 0,
            });
        }
    }
}
