//! Hours of business, and time that counts: added up by walking over open periods, one after the other.

use std::sync::OnceLock;

use frontdesk::Timestamp;
use frontdesk::time::BusinessCalendar;
use serde_json::{Value as Json, json};

const DAY: i64 = 86_400_000;

/// How many different hours there are.
pub const ALL: usize = 6;

/// The hours of this number, as a calendar has them.
pub fn written(number: usize) -> Json {
    let weekly = |days: &[&str], intervals: &[(&str, &str)]| -> Vec<Json> {
        let intervals: Vec<_> =
            intervals.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect();
        days.iter().map(|day| json!({ "weekday": day, "intervals": intervals })).collect()
    };
    let workdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let all_days = [workdays.as_slice(), &["saturday", "sunday"]].concat();
    match number {
        0 => json!({ "zone": "Europe/Berlin", "weekly": weekly(&workdays, &[("09:00", "17:00")]) }),
        1 => {
            json!({ "zone": "Europe/Berlin", "weekly": weekly(&workdays, &[("09:00", "12:00"), ("13:00", "18:30")]) })
        }
        2 => {
            json!({ "zone": "America/New_York", "weekly": weekly(&["monday", "thursday"], &[("10:00", "11:00")]) })
        }
        3 => json!({ "zone": "Etc/UTC", "weekly": weekly(&all_days, &[("00:00", "24:00")]) }),
        4 => json!({
            "zone": "Europe/Berlin", "weekly": weekly(&workdays, &[("08:00", "20:00")]),
            "holidays": [{ "name": "Epiphany", "rule": { "kind": "yearly", "month": 1, "day": 6 } }],
            "breaks": [{ "on": { "kind": "weekday", "weekday": "monday" }, "interval": { "from": "12:00", "to": "12:30" } }],
        }),
        _ => {
            json!({ "zone": "Europe/Berlin", "weekly": weekly(&["friday", "saturday", "monday"], &[("22:00", "06:00")]) })
        }
    }
}

/// The calendar with the hours of this number.
pub fn calendar(number: usize) -> &'static BusinessCalendar {
    static CALENDARS: OnceLock<Vec<BusinessCalendar>> = OnceLock::new();
    let compile =
        |number| BusinessCalendar::compile(&serde_json::from_value(written(number)).unwrap()).unwrap();
    &CALENDARS.get_or_init(|| (0..ALL).map(compile).collect())[number]
}

/// A stretch of time that counts: from when, until when (or on and on), by which hours (or day and night).
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    pub from: i64,
    pub to: Option<i64>,
    pub hours: Option<usize>,
}

/// How much has counted up to an instant.
pub fn used(counted: &[Counted], until: i64) -> i64 {
    let of = |one: &Counted| {
        let to = one.to.map_or(until, |to| to.min(until)).max(one.from);
        match one.hours {
            None => to - one.from,
            Some(hours) => calendar(hours).between(instant(one.from), instant(to)),
        }
    };
    counted.iter().map(of).sum()
}

/// The earliest instant at which so much has counted.
pub fn when_used(counted: &[Counted], millis: i64) -> Option<i64> {
    let mut left = millis;
    for one in counted {
        // No target is so long that three years do not suffice.
        let to = one.to.unwrap_or(one.from + 3 * 365 * DAY);
        let open: Box<dyn Iterator<Item = (i64, i64)>> = match one.hours {
            None => Box::new([(one.from, to)].into_iter()),
            Some(hours) => Box::new(
                calendar(hours)
                    .periods(instant(one.from)..instant(to))
                    .map(|period| (period.start.millis(), period.end.millis())),
            ),
        };
        for (opens, closes) in open {
            if left <= closes - opens {
                return Some(opens + left);
            }
            left -= closes - opens;
        }
    }
    None
}

pub fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}
