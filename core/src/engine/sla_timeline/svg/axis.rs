//! The axis: which instant lies where, and the ticks of the local time that stand at it.

use super::pen::{DIM, GRID, INK, MIDNIGHT, Pen};
use crate::Timestamp;
use crate::time::{LocalTime, Place, start_of_month};

/// So many ticks stand at the axis at most: more where their labels are short.
const MOST_TICKS: i64 = 9;
const MOST_SHORT_TICKS: i64 = 13;

/// So much room a date takes at the axis.
const DATE_ROOM: i64 = 64;

const DAY: i64 = 86_400;

/// The time that is shown, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub from: Timestamp,
    pub to: Timestamp,
    pub left: i64,
    pub width: i64,
    pub place: Place,
}

/// How far apart ticks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Seconds(i64),
    Months(i32),
}

const STEPS: [Step; 30] = [
    Step::Seconds(1),
    Step::Seconds(2),
    Step::Seconds(5),
    Step::Seconds(10),
    Step::Seconds(30),
    Step::Seconds(60),
    Step::Seconds(120),
    Step::Seconds(300),
    Step::Seconds(600),
    Step::Seconds(900),
    Step::Seconds(1_800),
    Step::Seconds(3_600),
    Step::Seconds(7_200),
    Step::Seconds(10_800),
    Step::Seconds(21_600),
    Step::Seconds(43_200),
    Step::Seconds(DAY),
    Step::Seconds(2 * DAY),
    Step::Seconds(7 * DAY),
    Step::Seconds(14 * DAY),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(600),
    Step::Months(2_400),
    Step::Months(12_000),
];

impl Step {
    /// About how long it is, in seconds.
    fn about(self) -> i64 {
        match self {
            Self::Seconds(seconds) => seconds,
            Self::Months(months) => i64::from(months) * 30 * DAY,
        }
    }

    fn chosen(seconds: i64) -> Self {
        let few_enough = |step: &Self| {
            let most = if (60..DAY).contains(&step.about()) { MOST_SHORT_TICKS } else { MOST_TICKS };
            seconds / step.about() <= most
        };
        STEPS.into_iter().find(few_enough).unwrap_or(Self::Months(12_000))
    }

    /// What the wall shows at the ticks from one time to another.
    fn ticks(self, from: LocalTime, to: LocalTime) -> Vec<i64> {
        match self {
            Self::Seconds(seconds) => {
                // Weeks begin on Monday, and 1970 began on a Thursday.
                let shift = if seconds % (7 * DAY) == 0 { 4 * DAY } else { 0 };
                let first = (from.wall - shift).div_euclid(seconds);
                (0..=MOST_SHORT_TICKS + 2)
                    .map(|nth| (first + nth) * seconds + shift)
                    .filter(|wall| *wall <= to.wall)
                    .collect()
            }
            Self::Months(months) => {
                let (year, month, _) = from.day();
                let month = i32::try_from(month).unwrap_or(1) - 1;
                let first = (year * 12 + month).div_euclid(months) * months;
                (0..=MOST_SHORT_TICKS + 2)
                    .filter_map(|nth| Some(start_of_month(0, first + i32::try_from(nth).ok()? * months)))
                    .filter(|wall| *wall <= to.wall)
                    .collect()
            }
        }
    }
}

impl Axis {
    /// Where an instant lies; one that is not shown lies at the edge.
    pub fn x(&self, at: Timestamp) -> i64 {
        let (from, to) = (self.from.millis(), self.to.millis());
        let at = at.millis().clamp(from, to);
        self.left + (at - from).saturating_mul(self.width) / (to - from).max(1)
    }

    /// The edge on the right.
    pub fn right(&self) -> i64 {
        self.left + self.width
    }

    /// Draws the ticks with lines from `top` to `bottom`, and the local time above them.
    pub fn draw(&self, pen: &mut Pen, top: i64, bottom: i64) {
        let (from, to) = (self.place.at(self.from), self.place.at(self.to));
        let step = Step::chosen(to.wall - from.wall);
        let mut ticks: Vec<Timestamp> =
            step.ticks(from, to).into_iter().map(|wall| self.place.instant(wall)).collect();
        // Where clocks are put forward, two may fall together.
        ticks.dedup();
        ticks.retain(|at| (self.from..=self.to).contains(at));
        // Above the ticks stands what changes seldom, each where it begins; where that is too close together, the later.
        let mut dates: Vec<(i64, String)> = Vec::new();
        if ticks.first().is_none_or(|first| self.x(*first) - self.left > DATE_ROOM) {
            dates.push((self.left + DATE_ROOM / 2 - 4, labels(step, from).1));
        }
        for at in ticks {
            let (x, shown) = (self.x(at), self.place.at(at));
            let midnight = shown.time() == (0, 0, 0);
            let strong = midnight && step.about() < DAY;
            pen.line((x, top), (x, bottom), if strong { MIDNIGHT } else { GRID });
            let (label, over) = labels(step, shown);
            let x = x.min(self.right() - 20);
            pen.text((x, top - 6), &label, INK, r#"text-anchor="middle""#);
            if dates.last().is_none_or(|(_, before)| *before != over) {
                if dates.last().is_some_and(|(before, _)| x - before < DATE_ROOM) {
                    dates.pop();
                }
                dates.push((x, over));
            }
        }
        for (x, date) in dates {
            pen.text((x, top - 20), &date, DIM, r#"text-anchor="middle""#);
        }
    }

    /// An instant in a label: as much of it as the axis leaves open.
    pub fn label(&self, at: Timestamp) -> String {
        let shown = self.place.at(at);
        let (year, _, day) = shown.day();
        let (hour, minute, second) = shown.time();
        let seconds = self.seconds();
        if seconds <= 1_800 {
            format!("{hour:02}:{minute:02}:{second:02}")
        } else if seconds <= 20 * 3_600 {
            format!("{hour:02}:{minute:02}")
        } else if seconds <= 6 * DAY {
            format!("{} {hour:02}:{minute:02}", shown.weekday())
        } else if seconds <= 365 * DAY {
            format!("{day} {} {hour:02}:{minute:02}", shown.month())
        } else {
            format!("{day} {} {year}", shown.month())
        }
    }

    fn seconds(&self) -> i64 {
        (self.to.millis() - self.from.millis()) / 1_000
    }
}

/// What stands at a tick, and what above it when it is another than before.
fn labels(step: Step, shown: LocalTime) -> (String, String) {
    let ((year, _, day), (hour, minute, second)) = (shown.day(), shown.time());
    let date = format!("{} {day} {}", shown.weekday(), shown.month());
    match step {
        Step::Seconds(..60) => (format!("{hour:02}:{minute:02}:{second:02}"), date),
        Step::Seconds(..DAY) => (format!("{hour:02}:{minute:02}"), date),
        Step::Seconds(_) => (date, year.to_string()),
        Step::Months(..12) => (shown.month().to_owned(), year.to_string()),
        Step::Months(_) => (year.to_string(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(from: &str, to: &str, zone: &str) -> Vec<String> {
        let at = |text| Timestamp::parse(text).unwrap();
        let axis = Axis { from: at(from), to: at(to), left: 0, width: 700, place: Place::of(zone) };
        let mut pen = Pen::new(0, 0, "", "");
        axis.draw(&mut pen, 0, 0);
        let picture = pen.done();
        let texts = picture.lines().filter(|line| line.starts_with("<text"));
        texts.map(|line| line.split(['>', '<']).nth(2).unwrap().to_owned()).collect()
    }

    #[test]
    fn ticks_stand_at_round_local_times() {
        let hour = drawn("2026-01-05T08:57:00Z", "2026-01-05T10:01:00Z", "Europe/Berlin");
        assert_eq!(
            hour,
            [
                "10:00",
                "10:05",
                "10:10",
                "10:15",
                "10:20",
                "10:25",
                "10:30",
                "10:35",
                "10:40",
                "10:45",
                "10:50",
                "10:55",
                "11:00",
                "Mon 5 Jan"
            ]
        );
        let years = drawn("2020-03-01T00:00:00Z", "2026-01-05T10:01:00Z", "Europe/Berlin");
        assert_eq!(years, ["2021", "2022", "2023", "2024", "2025", "2026", ""]);
    }

    #[test]
    fn where_clocks_are_set_ticks_show_what_the_wall_does() {
        let spring = drawn("2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z", "Europe/Berlin");
        assert_eq!(spring[..4], ["00:00", "00:30", "01:00", "01:30"]);
        assert!(!spring.iter().any(|tick| tick.starts_with("02:")), "{spring:?}");
        let autumn = drawn("2026-10-24T22:00:00Z", "2026-10-25T03:00:00Z", "Europe/Berlin");
        assert_eq!(autumn.iter().filter(|tick| tick.starts_with("02:")).count(), 2, "{autumn:?}");
    }
}
