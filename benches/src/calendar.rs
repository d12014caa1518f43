//! Business time: open time between instants, and when so much of it has gone by.

use std::hint::black_box;

use frontdesk::Timestamp;
use frontdesk::time::{BusinessCalendar, CalendarSpec};
use serde_json::json;

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, Times, alone, in_turns};
use crate::mails::scattered;
use crate::options::Options;

const WEEKDAYS: [&str; 5] = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const DAY: i64 = 24 * 3_600_000;
const SPANS: [(&str, i64); 5] = [
    ("a day", DAY),
    ("a week", 7 * DAY),
    ("a month", 30 * DAY),
    ("a year", 365 * DAY),
    ("ten years", 3_652 * DAY),
];
/// The longest answer that is allowed, in nanoseconds: ten million a second.
const LONGEST: f64 = 100.0;
/// The longest that a year may take when it is first asked for, in nanoseconds.
const LONGEST_YEAR: f64 = 100_000.0;
/// What a calendar with much in it may be slower by than a simple one, as the part of its speed that is left.
const LEFT_OF_THE_SPEED: f64 = 0.5;
const YEARS: i64 = 10;

/// Nine to five in Berlin, with so many holidays a year, and breaks on each weekday.
fn spec(holidays: u64, breaks: &[(&str, &str)]) -> Result<CalendarSpec, serde_json::Error> {
    let interval = |from: &str, to: &str| json!({ "from": from, "to": to });
    let weekly =
        WEEKDAYS.map(|weekday| json!({ "weekday": weekday, "intervals": [interval("09:00", "17:00")] }));
    let holidays = (0..holidays).map(|nth| {
        let rule = match nth {
            0 => json!({ "kind": "easter", "offset_days": -2 }),
            1 => json!({ "kind": "easter", "offset_days": 1 }),
            2 => json!({ "kind": "yearly_weekday", "month": 11, "weekday": "thursday", "nth": 4 }),
            _ => json!({ "kind": "yearly", "month": 1 + nth % 12, "day": 1 + nth * 5 % 28 }),
        };
        json!({ "name": format!("Holiday {nth}"), "rule": rule })
    });
    let breaks = breaks.iter().flat_map(|(from, to)| {
        WEEKDAYS
            .map(|on| json!({ "on": { "kind": "weekday", "weekday": on }, "interval": interval(from, to) }))
    });
    serde_json::from_value(json!({
        "zone": "Europe/Berlin",
        "weekly": weekly,
        "holidays": holidays.collect::<Vec<_>>(),
        "breaks": breaks.collect::<Vec<_>>(),
    }))
}

pub fn run(options: &Options) -> Outcome {
    let specs = [spec(20, &[])?, spec(60, &[("12:00", "12:30"), ("15:00", "15:15")])?];
    let [simple, dear] = &specs;
    let (simple_hours, dear_hours) = (BusinessCalendar::compile(simple)?, BusinessCalendar::compile(dear)?);
    let (rounds, count) = (options.size(2, 15), options.size(100, 10_000));
    let mut rows = Vec::new();
    for (name, span) in SPANS {
        let (of_simple, of_dear) =
            (questions(&simple_hours, span, count), questions(&dear_hours, span, count));
        let between = in_turns(
            rounds,
            count,
            || of_simple.iter().for_each(|(from, to, _)| _ = black_box(simple_hours.between(*from, *to))),
            || of_dear.iter().for_each(|(from, to, _)| _ = black_box(dear_hours.between(*from, *to))),
        );
        let add = in_turns(
            rounds,
            count,
            || of_simple.iter().for_each(|(from, _, open)| _ = black_box(simple_hours.add(*from, *open))),
            || of_dear.iter().for_each(|(from, _, open)| _ = black_box(dear_hours.add(*from, *open))),
        );
        for (what, (of_simple, of_dear)) in [("between", between), ("add", add)] {
            rows.push(row(format!("calendar: {what}, {name}"), of_simple.clone(), Goal::AtMost(LONGEST)));
            rows.push(Row {
                peer: Some(Figure::Time(of_simple)),
                ..row(
                    format!("calendar with 60 holidays and breaks; peer: the simple one: {what}, {name}"),
                    of_dear,
                    Goal::Ratio(LEFT_OF_THE_SPEED),
                )
            });
        }
    }
    for (what, spec) in [("calendar", simple), ("calendar with 60 holidays and breaks", dear)] {
        let times = alone(rounds, YEARS as usize, || ask_years(spec));
        let what = format!("{what}: a year, when it is first asked for");
        rows.push(row(what, times, Goal::AtMost(LONGEST_YEAR)));
    }
    Ok(Report { rows, notes: Vec::new() })
}

fn row(what: String, ours: Times, goal: Goal) -> Row {
    Row { what, ours: Figure::Time(ours), peer: None, goal }
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
