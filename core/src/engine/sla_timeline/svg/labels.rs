//! What happened to a clock: a sign and a label below its bar for each, and a pole that leads up to the instant. Labels never lie on each other.

use super::super::types::{ClockTimeline, MarkKind, TargetPart, TimelineCause, TimelineMark, TimelineTarget};
use super::super::words::{cause, duration, mark as told, one_line};
use super::axis::Axis;
use super::pen::{GROUND, INK, POLE, Pen, fitted, width};
use super::signs::Sign;
use crate::Timestamp;
use crate::model::Threshold;

/// How high a line of labels is.
pub(super) const LANE: i64 = 15;

/// So many labels a clock has at most; how many more there would be is told beside it.
const MOST: usize = 16;

/// So wide a label is at most.
const WIDEST: i64 = 300;

/// Room for a sign before its label.
const SIGN_ROOM: i64 = 14;

/// A label, and where it lies once it is placed.
pub(super) struct Label {
    pub sign: Sign,
    at: Timestamp,
    text: String,
    about: String,
    from: i64,
    to: i64,
    pole: i64,
    lane: usize,
}

/// The labels of a clock, each in its place.
pub(super) struct Labels {
    pub placed: Vec<Label>,
    /// How many there are no labels for.
    pub left_out: usize,
}

impl Labels {
    pub fn of(clock: &ClockTimeline, axis: &Axis) -> Self {
        let marks = clock.marks.iter().filter_map(|mark| label(mark, axis));
        let warnings = clock.warnings_at.iter().map(|at| Label {
            text: format!("warns {}", axis.label(*at)),
            about: format!("{}: warning to come", axis.place.at(*at)),
            ..Label::new(Sign::WarnsLater, *at)
        });
        let mut labels: Vec<Label> = marks.chain(warnings).filter(|label| label.is_shown(axis)).collect();
        let left_out = labels.len().saturating_sub(MOST);
        labels.sort_by_key(|label| (std::cmp::Reverse(label.sign.weight()), label.at));
        labels.truncate(MOST);
        // From the right to the left: so no pole goes through a label that was placed before.
        labels.sort_by_key(|label| std::cmp::Reverse(label.at));
        let mut placed: Vec<Label> = Vec::with_capacity(labels.len());
        for mut label in labels {
            label.place(axis, &placed);
            placed.push(label);
        }
        Self { placed, left_out }
    }

    /// How many lines they take.
    pub fn lanes(&self) -> i64 {
        let lanes = self.placed.iter().map(|label| label.lane + 1).max().unwrap_or_default();
        i64::try_from(lanes).unwrap_or_default()
    }

    /// Draws them below a bar.
    pub fn draw(&self, pen: &mut Pen, (bar_top, below): (i64, i64)) {
        let line = |label: &Label| below + i64::try_from(label.lane).unwrap_or_default() * LANE;
        for label in &self.placed {
            pen.line((label.pole, bar_top - 3), (label.pole, line(label) + 11), POLE);
        }
        for label in &self.placed {
            let y = line(label);
            pen.group(&label.about);
            pen.rect((label.from + 1, y), (label.to - label.from - 1, LANE - 1), GROUND, None);
            // The sign stands beside the pole.
            if label.from == label.pole {
                label.sign.draw(pen, label.from + 7, y + 7);
                pen.text((label.from + SIGN_ROOM, y + 11), &label.text, INK, "");
            } else {
                label.sign.draw(pen, label.to - 7, y + 7);
                pen.text((label.to - SIGN_ROOM, y + 11), &label.text, INK, r#"text-anchor="end""#);
            }
            pen.end_group();
        }
    }
}

impl Label {
    fn new(sign: Sign, at: Timestamp) -> Self {
        let (text, about) = (String::new(), String::new());
        Self { sign, at, text, about, from: 0, to: 0, pole: 0, lane: 0 }
    }

    /// A deadline far ahead is told at the edge; nothing else lies outside.
    fn is_shown(&self, axis: &Axis) -> bool {
        self.sign == Sign::Due || (axis.from <= self.at && self.at <= axis.to)
    }

    /// Finds the first line in which there is room, to the right of the pole where that fits, else to the left.
    fn place(&mut self, axis: &Axis, others: &[Self]) {
        if self.at > axis.to {
            self.text.push_str(" →");
        }
        self.text = fitted(&self.text, WIDEST);
        let wide = SIGN_ROOM + width(&self.text) + 4;
        self.pole = axis.x(self.at);
        // Beyond the axis is a margin that a label may use.
        self.from = if self.pole + wide <= axis.right() + 30 { self.pole } else { self.pole - wide };
        self.to = self.from + wide;
        let meets = |other: &Self| self.from < other.to + 4 && other.from < self.to + 4;
        let crosses = |pole: i64, label: &Self| label.from < pole && pole < label.to;
        let fits = |lane: usize| {
            others.iter().all(|other| {
                (other.lane != lane || !meets(other))
                    && (other.lane >= lane || !crosses(self.pole, other))
                    && (other.lane <= lane || !crosses(other.pole, self))
            })
        };
        let free = |lane: usize| others.iter().all(|other| other.lane != lane || !meets(other));
        let lanes = 0..=others.len();
        self.lane = lanes
            .clone()
            .find(|lane| fits(*lane))
            .or_else(|| lanes.clone().find(|lane| free(*lane)))
            .unwrap_or(others.len());
    }
}

/// What is written of a mark; nothing of a pause, which the bar shows.
fn label(mark: &TimelineMark, axis: &Axis) -> Option<Label> {
    let (sign, short) = match &mark.what {
        MarkKind::Started { .. } => (Sign::Started, "started".to_owned()),
        MarkKind::Paused { .. } | MarkKind::Resumed { .. } => return None,
        MarkKind::Retargeted { before, after, changed } => {
            (Sign::Retargeted, another_target(before, after, changed))
        }
        MarkKind::Warned { threshold, .. } => (
            Sign::Warned,
            match threshold {
                Some(Threshold::Percent { percent }) => format!("warned at {percent} %"),
                Some(Threshold::Before { millis }) => format!("warned {} before", duration(*millis)),
                None => "warned".to_owned(),
            },
        ),
        MarkKind::Breached { .. } => (Sign::Breached, "breached".to_owned()),
        MarkKind::Fulfilled => (Sign::Fulfilled, "fulfilled".to_owned()),
        MarkKind::Abandoned => (Sign::GivenUp, "abandoned".to_owned()),
        MarkKind::NoPolicy => (Sign::GivenUp, "cancelled: no policy".to_owned()),
        MarkKind::NoTarget => (Sign::GivenUp, "cancelled: no target".to_owned()),
        MarkKind::Cancelled => (Sign::GivenUp, "cancelled".to_owned()),
        MarkKind::Merged => (Sign::GivenUp, "merged".to_owned()),
        MarkKind::Due => (Sign::Due, "due".to_owned()),
    };
    let who = match (&mark.what, &mark.by) {
        (MarkKind::Started { .. }, _) | (_, None) => String::new(),
        (_, Some(TimelineCause { name: Some(name), .. })) => format!(" by {}", one_line(name)),
        (_, Some(_)) => String::new(),
    };
    let by = mark.by.as_ref().map_or_else(String::new, |by| format!(", {}", cause(by)));
    Some(Label {
        text: format!("{short} {}{who}", axis.label(mark.at)),
        about: format!("{}: {}{by}", axis.place.at(mark.at), told(&mark.what)),
        ..Label::new(sign, mark.at)
    })
}

/// What of a target is another one, in a few words.
fn another_target(before: &TimelineTarget, after: &TimelineTarget, changed: &[TargetPart]) -> String {
    let name = |name: &Option<String>| fitted(&one_line(name.as_deref().unwrap_or("policy")), 100);
    let part = |part: &TargetPart| match part {
        TargetPart::Policy => name(&after.policy_name),
        TargetPart::PolicyVersion => format!("{} v{}", name(&after.policy_name), after.policy.version),
        TargetPart::Priority => after.priority.map_or("no priority", |priority| priority.name()).to_owned(),
        TargetPart::Target => {
            format!("{} → {}", duration(before.target_millis), duration(after.target_millis))
        }
        TargetPart::Calendar | TargetPart::CalendarVersion => match (&after.calendar, &after.calendar_name) {
            (Some(pin), calendar) => format!("{} v{}", name(calendar), pin.version),
            (None, _) => "day and night".to_owned(),
        },
    };
    changed.iter().map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::super::types::{TimelineDetail, TimelineTarget};
    use super::*;
    use crate::ids::PolicyId;
    use crate::model::{ClockState, Metric, PolicyPin};
    use crate::time::Place;

    fn clock(marks: Vec<TimelineMark>) -> ClockTimeline {
        let policy = PolicyPin { id: PolicyId::unset(), version: 1 };
        let target = TimelineTarget {
            policy,
            policy_name: None,
            priority: None,
            target_millis: 0,
            calendar: None,
            calendar_name: None,
            zone: None,
            due_at: None,
        };
        ClockTimeline {
            id: 0,
            metric: Metric::Resolution,
            custom: None,
            custom_name: None,
            team: None,
            team_name: None,
            state: ClockState::Running,
            target,
            started_at: Timestamp::MIN,
            ended_at: None,
            breached_at: None,
            breached: false,
            counted_millis: 0,
            left_millis: 0,
            warnings_at: Vec::new(),
            detail: TimelineDetail::Exact,
            spans: Vec::new(),
            marks,
        }
    }

    proptest::proptest! {
        #[test]
        fn labels_never_lie_on_each_other_and_stay_in_the_picture(marks in proptest::collection::vec((0..100_000_000_i64, 0..6_u8), 0..40)) {
            let mark = |(at, what): (i64, u8)| TimelineMark {
                at: Timestamp::from_millis(at),
                what: match what {
                    0 => MarkKind::Warned { nth: 1, threshold: Some(Threshold::Before { millis: at }) },
                    1 => MarkKind::Breached { target_millis: 1 },
                    2 => MarkKind::Fulfilled,
                    3 => MarkKind::NoPolicy,
                    4 => MarkKind::Due,
                    _ => MarkKind::Abandoned,
                },
                seq: None,
                by: None,
            };
            let count = marks.len();
            let (from, to) = (Timestamp::MIN, Timestamp::from_millis(90_000_000));
            let axis = Axis { from, to, left: 244, width: 676, place: Place::of("Europe/Berlin") };
            let outside = marks.iter().filter(|(at, what)| *at > 90_000_000 && *what != 4).count();
            let labels = Labels::of(&clock(marks.into_iter().map(mark).collect()), &axis);
            assert_eq!(labels.placed.len() + labels.left_out, count - outside);
            for (nth, one) in labels.placed.iter().enumerate() {
                assert!(one.from >= 0 && one.to <= 960, "{} from {} to {}", one.text, one.from, one.to);
                assert!(one.from == one.pole || one.to == one.pole);
                for other in labels.placed.iter().skip(nth + 1) {
                    let apart = one.lane != other.lane || one.to < other.from || other.to < one.from;
                    assert!(apart, "{} and {}", one.text, other.text);
                }
            }
        }
    }
}
