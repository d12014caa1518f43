//! Business time: open time between instants, and when so much of it has gone by.

use std::hint::black_box;

use frontdesk::Timestamp;
use frontdesk::time::{BusinessCalendar, CalendarSpec};

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, alone};
use crate::mails::scattered;
use crate::options::Options;

/// Nine to five in Berlin, with holidays.
const SPEC: &str = r#"{
  "zone": "Europe/Berlin",
  "weekly": [
    { "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
    { "weekday": "tuesday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
    { "weekday": "wednesday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
    { "weekday": "thursday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
    { "weekday": "friday", "intervals": [{ "from": "09:00", "to": "17:00" }] }
  ],
  "holidays": [
    { "name": "New Year", "rule": { "kind": "yearly", "month": 1, "day": 1 } },
    { "name": "Good Friday", "rule": { "kind": "easter", "offset_days": -2 } },
    { "name": "Easter Monday", "rule": { "kind": "easter", "offset_days": 1 } },
    { "name": "Labour Day", "rule": { "kind": "yearly", "month": 5, "day": 1 } },
    { "name": "Christmas", "rule": { "kind": "yearly", "month": 12, "day": 25 } }
  ]
}"#;

const DAY: i64 = 24 * 3_600_000;
const SPANS: [(&str, i64); 4] =
    [("a day", DAY), ("a week", 7 * DAY), ("a year", 365 * DAY), ("ten years", 3_652 * DAY)];
/// The longest answer that is allowed, in nanoseconds.
const LONGEST: f64 = 150.0;
const YEARS: i64 = 10;

pub fn run(options: &Options) -> Outcome {
    let spec: CalendarSpec = serde_json::from_str(SPEC)?;
    let calendar = BusinessCalendar::compile(&spec)?;
    let rounds = options.size(2, 15);
    let mut rows = Vec::new();
    for (name, span) in SPANS {
        let asked = questions(&calendar, span, options.size(100, 10_000));
        let between = alone(rounds, asked.len(), || {
            for (from, to, _) in &asked {
                black_box(calendar.between(*from, *to));
            }
        });
        let add = alone(rounds, asked.len(), || {
            for (from, _, open) in &asked {
                black_box(calendar.add(*from, *open));
            }
        });
        for (what, times) in [("between", between), ("add", add)] {
            rows.push(Row {
                what: format!("calendar: {what}, {name}"),
                ours: Figure::Time(times),
                peer: None,
                goal: Goal::AtMost(LONGEST),
            });
        }
    }
    rows.push(Row {
        what: "calendar: a year, when it is first asked for".to_owned(),
        ours: Figure::Time(alone(rounds, YEARS as usize, || ask_years(&spec))),
        peer: None,
        goal: Goal::Told,
    });
    Ok(Report { rows, notes: Vec::new() })
}

/// Instants all over a year, those that lie a span later, and the open time in between.
fn questions(calendar: &BusinessCalendar, span: i64, count: usize) -> Vec<(Timestamp, Timestamp, i64)> {
    let begin = 1_767_225_600_000;
    let ask = |nth: usize| {
        let from = Timestamp::from_millis(begin + (scattered(nth as u64) % (365 * DAY as u64)) as i64);
        let to = from.plus_millis(span);
        (from, to, calendar.between(from, to))
    };
    (1..=count).map(ask).collect()
}

/// Compiles the calendar and asks for years that it has not worked out yet.
fn ask_years(spec: &CalendarSpec) {
    if let Ok(calendar) = BusinessCalendar::compile(spec) {
        let begin = Timestamp::from_millis(1_767_225_600_000);
        black_box(calendar.between(begin, begin.plus_millis((YEARS - 1) * 365 * DAY + DAY)));
    }
}
