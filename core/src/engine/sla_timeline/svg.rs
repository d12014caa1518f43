//! A timeline as a picture: a row for each clock over one axis of time. Everything is measured in whole numbers, so that the same timeline is
//! the same bytes everywhere.

mod axis;
mod bars;
mod labels;
mod pen;
mod signs;

use self::axis::Axis;
use self::bars::Piece;
use self::labels::{LANE, Labels};
use self::pen::{DIM, INK, NOW, NOW_INK, Pen, ROW, fitted, width};
use self::signs::Sign;
use super::types::{ClockTimeline, SlaTimeline};
use super::words::{calendar, counted, heading, left, policy, priority, standing, used};
use crate::Timestamp;
use crate::time::Place;

const WIDTH: i64 = 960;
/// Where words about clocks begin, and how wide they are.
const MARGIN: i64 = 16;
const WORDS: i64 = 212;
/// Where the axis begins and how long it is.
const LEFT: i64 = MARGIN + WORDS + 16;
const LENGTH: i64 = WIDTH - LEFT - 40;
/// Where the lines of the axis begin.
const TOP: i64 = 92;
/// Between the top of a row and that of its bar, and from there to its labels.
const ABOVE_BAR: i64 = 12;
const TO_LABELS: i64 = bars::HEIGHT + 5;
/// How high the words about a clock are.
const LEAST_ROW: i64 = 98;
/// So many clocks are drawn at most: the last ones.
const MOST_ROWS: usize = 60;

const HOUR: i64 = 3_600_000;

impl SlaTimeline {
    /// The timeline as a picture in SVG: a row for each clock, with bars for what it did and signs for what happened to it, and a legend. It has
    /// dark colours where the reader prefers them, needs no script, font or other file, and tells nothing by colour alone. A pointer that
    /// rests on a piece shows what it is. The same timeline is the same bytes everywhere.
    ///
    /// It shows the local time of the timeline's zone. What is too short to be seen is drawn together as "open and closed by turns". Of more
    /// than 60 clocks the last 60 are drawn, of more than 16 labels of a clock the most important 16: the picture says how many are left out.
    ///
    /// ```
    /// use frontdesk::SlaTimeline;
    /// let timeline = r#"{ "ticket": 7, "now": 1767603600000, "zone": "Europe/Berlin", "clocks": [] }"#;
    /// let timeline: SlaTimeline = serde_json::from_str(timeline).unwrap();
    /// assert!(timeline.to_svg().starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg""#));
    /// ```
    pub fn to_svg(&self) -> String {
        let left_out = self.clocks.len().saturating_sub(MOST_ROWS);
        let clocks = self.clocks.get(left_out..).unwrap_or_default();
        let axis = axis(clocks, self.now, Place::of(&self.zone));
        let rows: Vec<Row<'_>> = clocks.iter().map(|clock| Row::new(clock, &axis)).collect();
        let bottom = TOP + rows.iter().map(Row::height).sum::<i64>();
        let legend = Legend::of(&rows, &axis, self.now);
        let height = bottom + 24 + legend.height();
        let title = format!("SLA clocks of ticket {}", self.ticket);
        let mut pen = Pen::new(WIDTH, height, &title, &about(clocks));
        pen.text((MARGIN, 28), &title, INK, r#"font-size="16" font-weight="bold""#);
        let until = format!("up to {} ({})", axis.place.at(self.now), axis.place.name());
        pen.text((MARGIN, 46), &until, DIM, r#"font-size="12""#);
        if left_out > 0 {
            let text = format!("{left_out} earlier clocks are left out");
            pen.text((MARGIN, 64), &text, DIM, r#"font-size="12""#);
        }
        if clocks.is_empty() {
            pen.text((MARGIN, 72), "No SLA clock has started.", INK, r#"font-size="12""#);
            return pen.done();
        }
        axis.draw(&mut pen, TOP, bottom);
        if clocks.iter().any(|clock| clock.state.is_live()) {
            let x = axis.x(self.now);
            pen.line((x, TOP), (x, bottom + 4), NOW);
            pen.text((x, bottom + 16), "now", NOW_INK, r#"text-anchor="middle""#);
        }
        let mut top = TOP;
        for row in &rows {
            row.draw(&mut pen, &axis, self.now, top);
            top += row.height();
        }
        legend.draw(&mut pen, bottom + 24);
        pen.done()
    }
}

/// What the picture shows, for those who cannot see it.
fn about(clocks: &[ClockTimeline]) -> String {
    if clocks.is_empty() {
        return "No SLA clock has started.".to_owned();
    }
    let of = |clock: &ClockTimeline| format!("{}: {}, {}.", heading(clock), standing(clock), counted(clock));
    clocks.iter().map(of).collect::<Vec<_>>().join(" ")
}

/// From the first start to the last end, or to a deadline that is not too far ahead: what has been is at least a third of the picture.
fn axis(clocks: &[ClockTimeline], now: Timestamp, place: Place) -> Axis {
    let from = clocks.iter().map(|clock| clock.started_at).min().unwrap_or(now);
    let end = |clock: &ClockTimeline| clock.ended_at.unwrap_or(now);
    let to = clocks.iter().map(end).max().unwrap_or(now);
    let lasts = (to.millis() - from.millis()).max(HOUR / 60);
    let furthest = to.plus_millis(2 * lasts);
    let ahead = |clock: &ClockTimeline| clock.target.due_at.filter(|_| !clock.breached);
    let due = clocks.iter().filter_map(ahead).filter(|due| *due <= furthest).max();
    let to = to.max(due.unwrap_or(to)).max(from.plus_millis(HOUR / 60));
    // A margin, so that what ends there is seen to end.
    let to = to.plus_millis((to.millis() - from.millis()) / 40);
    Axis { from, to, left: LEFT, width: LENGTH, place }
}

struct Row<'a> {
    clock: &'a ClockTimeline,
    labels: Labels,
}

impl<'a> Row<'a> {
    fn new(clock: &'a ClockTimeline, axis: &Axis) -> Self {
        Self { clock, labels: Labels::of(clock, axis) }
    }

    fn height(&self) -> i64 {
        LEAST_ROW.max(ABOVE_BAR + TO_LABELS + self.labels.lanes() * LANE + 8)
    }

    fn draw(&self, pen: &mut Pen, axis: &Axis, now: Timestamp, top: i64) {
        pen.line((MARGIN, top), (WIDTH - MARGIN, top), ROW);
        self.words(pen, top);
        let bar = top + ABOVE_BAR;
        bars::draw(pen, axis, self.clock, now, bar);
        self.labels.draw(pen, (bar, bar + TO_LABELS));
    }

    fn words(&self, pen: &mut Pen, top: i64) {
        let target = &self.clock.target;
        let more = match self.labels.left_out {
            0 => String::new(),
            left_out => format!("; {left_out} labels left out"),
        };
        let lines = [
            (heading(self.clock), INK, r#"font-size="13" font-weight="bold""#),
            (standing(self.clock) + &more, INK, ""),
            (used(self.clock), INK, ""),
            (left(self.clock), INK, ""),
            (policy(target), DIM, ""),
            (format!("{}; {}", priority(target), calendar(target)), DIM, ""),
        ];
        pen.group(&lines.iter().map(|(text, ..)| text.as_str()).collect::<Vec<_>>().join("; "));
        for (nth, (text, look, more)) in (0..).zip(&lines) {
            let room = if nth == 0 { WORDS - 30 } else { WORDS };
            pen.text((MARGIN, top + 20 + 14 * nth), &fitted(text, room), *look, more);
        }
        pen.end_group();
    }
}

/// What the pieces and signs in the picture mean: those that are in it.
struct Legend {
    pieces: Vec<Piece>,
    signs: Vec<Sign>,
}

impl Legend {
    fn of(rows: &[Row<'_>], axis: &Axis, now: Timestamp) -> Self {
        // What a bar is made of is known when it is drawn.
        let mut scratch = Pen::new(0, 0, "", "");
        let drawn = |row: &Row<'_>| bars::draw(&mut scratch, axis, row.clock, now, 0);
        let mut pieces: Vec<Piece> = rows.iter().flat_map(drawn).collect();
        let mut signs: Vec<Sign> =
            rows.iter().flat_map(|row| row.labels.placed.iter().map(|label| label.sign)).collect();
        pieces.sort_unstable();
        pieces.dedup();
        signs.sort_unstable();
        signs.dedup();
        Self { pieces, signs }
    }

    /// Where each entry lies, and the height of all.
    fn places(&self) -> (Vec<(i64, i64)>, i64) {
        let pieces = self.pieces.iter().map(|piece| 34 + width(piece.meaning()));
        let signs = self.signs.iter().map(|sign| 16 + width(sign.meaning()));
        let (mut x, mut y, mut places) = (MARGIN, 0, Vec::new());
        for wide in pieces.chain(signs) {
            if x + wide > WIDTH - MARGIN {
                (x, y) = (MARGIN, y + 24);
            }
            places.push((x, y));
            x += wide + 18;
        }
        (places, y + 30)
    }

    fn height(&self) -> i64 {
        self.places().1 + 6
    }

    fn draw(&self, pen: &mut Pen, top: i64) {
        let (places, _) = self.places();
        let mut places = places.into_iter().map(|(x, y)| (x, top + y));
        for (piece, (x, y)) in self.pieces.iter().zip(&mut places) {
            piece.draw(pen, (x, x + 28), y, None);
            pen.text((x + 34, y + 14), piece.meaning(), INK, "");
        }
        for (sign, (x, y)) in self.signs.iter().zip(&mut places) {
            sign.draw(pen, x + 5, y + 10);
            pen.text((x + 16, y + 14), sign.meaning(), INK, "");
        }
    }
}
