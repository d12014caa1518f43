//! The bar of a clock: what it did, by the shape and filling of each piece.

use super::super::types::{ClockTimeline, MarkKind, SpanState, TimelineSpan};
use super::super::words::{cause, duration, one_line, span as told};
use super::axis::Axis;
use super::pen::{
    AHEAD, CLOSED, DIM, GROUND, HOURS, INK, OVER_FILL, OVER_HOURS, PAUSED_EDGE, PAUSED_FILL, Pen, RUNS,
    SOLVED, width,
};
use crate::Timestamp;
use crate::model::ClockState;
use crate::time::StretchReason;

/// How high a bar is.
pub(super) const HEIGHT: i64 = 20;

/// What is narrower is not drawn by itself when its neighbours are as narrow.
const NARROW: i64 = 3;

/// How a piece of a bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    Runs,
    Over,
    Closed,
    Hours,
    OverHours,
    Paused,
    Solved,
    Merged,
    Ahead,
}

impl Piece {
    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Runs => "runs: time counts",
            Self::Over => "runs past the deadline",
            Self::Closed => "closed: nothing counts",
            Self::Hours => "open and closed by turns",
            Self::OverHours => "by turns, past the deadline",
            Self::Paused => "paused: nothing counts",
            Self::Solved => "solved, then reopened",
            Self::Merged => "merged, then taken back",
            Self::Ahead => "still to come",
        }
    }

    /// Draws it, from one place to another, within the height of a bar.
    pub fn draw(self, pen: &mut Pen, (from, to): (i64, i64), top: i64, about: Option<&str>) {
        let wide = (to - from).max(1);
        match self {
            Self::Runs => pen.rect((from, top), (wide, HEIGHT), RUNS, about),
            Self::Over => pen.rect((from, top), (wide, HEIGHT), OVER_FILL, about),
            Self::Closed => pen.rect((from, top + HEIGHT / 2 - 2), (wide, 4), CLOSED, about),
            Self::Hours => pen.rect((from, top), (wide, HEIGHT), HOURS, about),
            Self::OverHours => pen.rect((from, top), (wide, HEIGHT), OVER_HOURS, about),
            Self::Paused => {
                pen.rect((from, top + 3), (wide, HEIGHT - 6), PAUSED_FILL, about);
                if wide > NARROW {
                    pen.rect((from, top + 3), (wide, HEIGHT - 6), PAUSED_EDGE, None);
                }
            }
            Self::Solved => pen.rect((from, top + 3), (wide, HEIGHT - 6), SOLVED, about),
            Self::Merged => pen.rect((from, top + HEIGHT / 2 - 5), (wide, 10), SOLVED, about),
            Self::Ahead => pen.line((from, top + HEIGHT / 2), (to, top + HEIGHT / 2), AHEAD),
        }
    }
}

/// Draws the bar of a clock. Answers which pieces it is made of.
pub(super) fn draw(
    pen: &mut Pen,
    axis: &Axis,
    clock: &ClockTimeline,
    now: Timestamp,
    top: i64,
) -> Vec<Piece> {
    let mut bar = Bar { pen, axis, top, over_from: over_from(clock), used: Vec::new() };
    let both_narrow = |one: &TimelineSpan, next: &TimelineSpan| is_narrow(axis, one) && is_narrow(axis, next);
    for together in clock.spans.chunk_by(both_narrow) {
        match together {
            [one] => bar.one(one),
            several => bar.several(several),
        }
    }
    if clock.state == ClockState::Running && clock.target.due_at.is_some_and(|due| due > now) {
        let due = clock.target.due_at.unwrap_or(now);
        bar.piece(Piece::Ahead, now, due, None);
    }
    bar.used
}

/// Since when a clock runs past the deadline that it has.
fn over_from(clock: &ClockTimeline) -> Option<Timestamp> {
    let breach = clock.marks.iter().rfind(|mark| matches!(mark.what, MarkKind::Breached { .. }));
    breach.filter(|_| clock.breached).map(|mark| mark.at)
}

/// Whether a span is too narrow to be told from neighbours that are as narrow.
fn is_narrow(axis: &Axis, span: &TimelineSpan) -> bool {
    let runs = matches!(span.state, SpanState::Running | SpanState::Closed | SpanState::Hours);
    runs && axis.x(span.to) - axis.x(span.from) < NARROW
}

struct Bar<'a> {
    pen: &'a mut Pen,
    axis: &'a Axis,
    top: i64,
    over_from: Option<Timestamp>,
    used: Vec<Piece>,
}

impl Bar<'_> {
    fn piece(&mut self, piece: Piece, from: Timestamp, to: Timestamp, about: Option<&str>) {
        self.used.push(piece);
        piece.draw(self.pen, (self.axis.x(from), self.axis.x(to)), self.top, about);
    }

    fn one(&mut self, span: &TimelineSpan) {
        let about = self.about(span);
        let piece = match span.state {
            SpanState::Running => return self.runs((span.from, span.to), [Piece::Runs, Piece::Over], &about),
            SpanState::Hours => {
                return self.runs((span.from, span.to), [Piece::Hours, Piece::OverHours], &about);
            }
            SpanState::Closed => Piece::Closed,
            SpanState::Paused => Piece::Paused,
            SpanState::Solved => Piece::Solved,
            SpanState::Merged => Piece::Merged,
        };
        self.piece(piece, span.from, span.to, Some(&about));
        let label = match (span.state, &span.reason, span.category) {
            (SpanState::Closed, Some(StretchReason::Holiday { name }), _) => one_line(name),
            (SpanState::Merged, ..) => "merged".to_owned(),
            (SpanState::Paused | SpanState::Solved, _, Some(category)) => category.name().to_owned(),
            _ => return,
        };
        self.label(span, &label);
    }

    /// What runs past the deadline looks another way.
    fn runs(&mut self, (from, to): (Timestamp, Timestamp), [in_time, late]: [Piece; 2], about: &str) {
        let over = self.over_from.map_or(to, |over| over.max(from).min(to));
        if from < over {
            self.piece(in_time, from, over, Some(about));
        }
        if over < to {
            self.piece(late, over, to, Some(about));
        }
    }

    /// Opens and closes by turns that are too short to be seen.
    fn several(&mut self, spans: &[TimelineSpan]) {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return };
        let counted = spans.iter().map(|span| span.counted_millis).fold(0, i64::saturating_add);
        let about = format!(
            "{} – {}: open and closed by turns, {} counted; {} in all",
            self.axis.place.at(first.from),
            self.axis.place.at(last.to),
            duration(counted),
            duration(last.total_millis)
        );
        // A day with a break at noon is as good as open.
        let mostly_open = counted >= (last.to.millis() - first.from.millis()) / 4 * 3;
        let looks = if mostly_open { [Piece::Runs, Piece::Over] } else { [Piece::Hours, Piece::OverHours] };
        self.runs((first.from, last.to), looks, &about);
    }

    /// Writes into a piece what it is, where there is room.
    fn label(&mut self, span: &TimelineSpan, label: &str) {
        let (from, to) = (self.axis.x(span.from), self.axis.x(span.to));
        let wide = width(label) + 6;
        if wide + 4 > to - from {
            return;
        }
        let middle = (from + to) / 2;
        self.pen.rect((middle - wide / 2, self.top + 4), (wide, HEIGHT - 8), GROUND, None);
        let look = if span.state == SpanState::Closed { DIM } else { INK };
        self.pen.text((middle, self.top + 14), label, look, r#"text-anchor="middle""#);
    }

    fn about(&self, span: &TimelineSpan) -> String {
        let (from, to) = (self.axis.place.at(span.from), self.axis.place.at(span.to));
        let by = span.by.as_ref().map_or_else(String::new, |by| format!(", {}", cause(by)));
        format!("{from} – {to}: {}{by}; {} in all", told(span), duration(span.total_millis))
    }
}
