//! What clocks on the wall show, minute by minute, and when they are set. It asks the zone data alone, and nothing that the
//! calendars are made of.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

use super::model::{Day, Model};
use super::*;

pub const DAY: i64 = 86_400;
const QUARTER: i64 = DAY / 4;

/// Seconds that the clock is ahead of UTC.
pub fn offset(zone: Tz, second: i64) -> i64 {
    let utc = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
    i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}

/// The first second of a year of UTC.
pub fn new_year(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// The first seconds with another offset than the one before them. No zone goes to another offset and back within a day.
pub fn transitions(zone: Tz, from: i64, to: i64) -> Vec<i64> {
    let days: Vec<i64> = (from..=to).step_by(DAY as usize).collect();
    let changes = days.windows(2).filter(|pair| offset(zone, pair[0]) != offset(zone, pair[1]));
    changes
        .map(|pair| {
            let (mut before, mut after) = (pair[0], pair[1]);
            let old = offset(zone, before);
            while after - before > 1 {
                let middle = (before + after) / 2;
                if offset(zone, middle) == old { before = middle } else { after = middle }
            }
            after
        })
        .collect()
}

/// What a model says about local days, kept as zones have most days in common.
pub struct Days {
    model: Model,
    known: BTreeMap<i64, Box<Day>>,
}

impl Days {
    pub fn of(spec: &CalendarSpec) -> Self {
        Self { model: Model::of(spec), known: BTreeMap::new() }
    }

    fn day(&mut self, day: i64) -> &Day {
        let date = || NaiveDate::from_epoch_days(day as i32).unwrap();
        self.known.entry(day).or_insert_with(|| Box::new(self.model.day(date())))
    }

    /// The open periods of `[from, to)`, which are some quarters of days long, in seconds: by what the clock of a zone shows in
    /// each minute.
    pub fn periods(&mut self, zone: Tz, from: i64, to: i64) -> Vec<Period> {
        let (mut out, mut opened) = (Vec::new(), None);
        let mut here = offset(zone, from);
        for quarter in (from..to).step_by(QUARTER as usize) {
            let next = offset(zone, quarter + QUARTER);
            // The clock is looked at in each minute of a quarter in which it is set, and else once.
            let step = if here == next { QUARTER } else { 60 };
            for second in (quarter..quarter + QUARTER).step_by(step as usize) {
                let ahead = if here == next { here } else { offset(zone, second) };
                assert_eq!(ahead % 60, 0, "{zone} shows other seconds than UTC");
                self.look(second, ahead, step / 60, &mut opened, &mut out);
            }
            here = next;
        }
        out.extend(opened.map(|start| period(start, to)));
        out
    }

    /// Looks at so many minutes of a clock that is so far ahead, and notes when it opens and closes.
    fn look(&mut self, from: i64, ahead: i64, minutes: i64, opened: &mut Option<i64>, out: &mut Vec<Period>) {
        let mut second = from;
        let end = from + minutes * 60;
        while second < end {
            let local = second + ahead;
            let midnight = local - local.rem_euclid(DAY);
            let until = end.min(midnight + DAY - ahead);
            let (first, last) = ((local - midnight) / 60, (until + ahead - midnight) / 60);
            for open in &self.day(midnight / DAY)[first as usize..last as usize] {
                if *open && opened.is_none() {
                    *opened = Some(second);
                } else if !*open && let Some(start) = opened.take() {
                    out.push(period(start, second));
                }
                second += 60;
            }
        }
    }
}

fn period(start: i64, end: i64) -> Period {
    Period { start: Timestamp::from_millis(start * 1_000), end: Timestamp::from_millis(end * 1_000) }
}

/// Hours that are hard for clocks which are set at night. Open on a set of weekdays, one bit each.
pub fn hard_hours(zone: &str, kind: usize, weekdays: usize) -> CalendarSpec {
    let intervals: &[(&str, &str)] = match kind % 4 {
        // Across midnight, and on from where it ends.
        0 => &[("22:00", "02:30"), ("02:30", "03:15"), ("12:00", "13:00")],
        1 => &[("00:00", "24:00")],
        // Many short ones, up to both ends of the day, the clock's gaps and folds within and between them.
        2 => &[
            ("00:00", "00:01"),
            ("00:30", "01:00"),
            ("01:30", "02:00"),
            ("02:00", "02:30"),
            ("02:59", "03:01"),
            ("23:30", "24:00"),
        ],
        _ => &[("09:00", "12:00"), ("12:00", "17:00"), ("17:00", "01:00")],
    };
    let intervals: Vec<_> =
        intervals.iter().map(|(from, to)| serde_json::json!({ "from": from, "to": to })).collect();
    let open = Weekday::ALL.into_iter().filter(|weekday| weekdays & (1 << *weekday as usize) != 0);
    let weekly: Vec<_> =
        open.map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": intervals })).collect();
    let yearly = |month: u8, day: u8| serde_json::json!({ "kind": "yearly", "month": month, "day": day });
    let rules = [
        yearly(1, 1),
        yearly(12, 31),
        serde_json::json!({ "kind": "easter", "offset_days": 1 }),
        serde_json::json!({ "kind": "yearly_weekday", "month": 10, "weekday": "monday", "nth": -1 }),
    ];
    let holidays: Vec<_> =
        rules.iter().map(|rule| serde_json::json!({ "name": "Closed", "rule": rule })).collect();
    serde_json::from_value(serde_json::json!({
        "zone": zone,
        "weekly": weekly,
        "holidays": holidays,
        "breaks": [
            { "on": { "kind": "weekday", "weekday": "saturday" }, "interval": { "from": "23:45", "to": "00:15" } },
            { "on": { "kind": "weekday", "weekday": "sunday" }, "interval": { "from": "02:15", "to": "02:45" } },
        ],
    }))
    .unwrap()
}

#[test]
fn a_day_that_is_painted_is_what_a_look_at_each_minute_finds() {
    let mut dice = Dice(41);
    for _ in 0..40 {
        let near = 10_957 + dice.below(14_000) as i64;
        let spec = dice.spec("UTC", near);
        let (model, mut days) = (Model::of(&spec), Days::of(&spec));
        for day in near - 4..near + 4 {
            let painted = days.day(day);
            for (minute, open) in painted.iter().enumerate() {
                assert_eq!(model.is_open(day * DAY + minute as i64 * 60), *open, "{spec:?}");
            }
        }
    }
}
