//! SL-01: a calendar computes or errors within a millisecond. That is about a question to a year that nobody has asked about, also of the
//! most expensive calendar that is accepted. A question over years computes each of them, once; their number and size are counted here,
//! since on a busy machine that says more than time.

use serde_json::{Value, json};

use super::*;
use crate::hang::within_ten_times;

/// As many intervals, breaks, shifts and holidays as a calendar may have. It is open on every day but those of 2029, and closes for five
/// minutes each half hour.
fn dearest() -> CalendarSpec {
    let hours = |(from, to): (u32, u32)| json!({ "from": clock(from), "to": clock(to) });
    let intervals: Vec<Value> = (0..24).map(|hour| hours((60 * hour, 60 * hour + 60))).collect();
    let pauses: Vec<Value> = (0..47).map(|half| hours((30 * half + 10, 30 * half + 15))).collect();
    let weekly = Weekday::ALL.map(|weekday| json!({ "weekday": weekday, "intervals": intervals }));
    let on = |weekday: Weekday| json!({ "kind": "weekday", "weekday": weekday });
    let mut breaks: Vec<Value> = Weekday::ALL
        .iter()
        .flat_map(|weekday| pauses.iter().map(move |pause| json!({ "on": on(*weekday), "interval": pause })))
        .collect();
    let date = |nth: usize| {
        let first = LocalDate::parse("2026-01-01").unwrap().day_number();
        LocalDate::from_day_number(first + nth as i64).unwrap().to_string()
    };
    let dated = |nth: usize| json!({ "kind": "date", "date": date(nth) });
    let left = 1_000 - breaks.len();
    breaks.extend((0..left).map(|nth| json!({ "on": dated(nth), "interval": pauses[nth % 47] })));
    let shifts: Vec<Value> =
        (0..1_000).map(|nth| json!({ "date": date(nth), "intervals": intervals })).collect();
    let closed = json!({ "kind": "range", "from": "2029-01-01", "to": "2029-12-31" });
    let rare = json!({ "kind": "yearly_weekday", "month": 2, "weekday": "monday", "nth": 5 });
    let holidays =
        (0..1_000).map(|nth| json!({ "name": "x", "rule": if nth < 900 { &closed } else { &rare } }));
    let holidays: Vec<Value> = holidays.collect();
    serde_json::from_value(json!({
        "zone": "Europe/Berlin", "weekly": weekly, "holidays": holidays, "shifts": shifts, "breaks": breaks,
    }))
    .unwrap()
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// So many spans a year may have: those of its days, and of the days beside it that reach over.
const SPANS_OF_A_YEAR: usize = 368 * 48;

#[test]
fn sl_01_the_most_expensive_calendar_is_the_last_that_is_accepted() {
    let whole = serde_json::to_value(dearest()).unwrap();
    for list in ["breaks", "shifts", "holidays"] {
        let mut more = whole.clone();
        let entry = more[list][0].clone();
        more[list].as_array_mut().unwrap().push(entry);
        let refused = BusinessCalendar::compile(&serde_json::from_value(more).unwrap()).unwrap_err();
        assert_eq!(
            (refused.code(), refused.path()),
            ("calendar.too_many", Some(format!("/{list}").as_str()))
        );
    }
    let day = calendar(whole).day(LocalDate::parse("2026-06-01").unwrap()).remove(0);
    assert_eq!(day.intervals.len(), 48);
}

#[test]
fn sl_01_a_first_question_to_a_year_is_answered_at_once() {
    for spec in [dearest(), office_spec()] {
        for day in ["2026-06-01T00:00:00Z", "2029-06-01T00:00:00Z", "2027-06-01T00:00:00Z"] {
            // Each try asks a calendar that knows nothing of the year yet.
            let mut fresh: Vec<_> = (0..3).map(|_| BusinessCalendar::compile(&spec).unwrap()).collect();
            assert!(
                within_ten_times(1, || assert!(fresh.pop().unwrap().next_open(at(day)).is_some())),
                "{day}"
            );
        }
    }
}

#[test]
fn sl_01_the_widest_questions_compute_each_year_once() {
    for spec in [dearest(), office_spec()] {
        let calendar = BusinessCalendar::compile(&spec).unwrap();
        let all = calendar.between(Timestamp::MIN, Timestamp::MAX);
        let (years, spans, bytes) = calendar.computed();
        assert!(
            years <= years::SLOTS as usize && spans <= years * SPANS_OF_A_YEAR,
            "{years} years, {spans} spans"
        );
        assert_eq!(calendar.add(Timestamp::MIN, all + 1), None);
        assert!(calendar.add(Timestamp::MIN, all).is_some());
        assert!(calendar.sub(Timestamp::MAX, all).is_some());
        assert_eq!(calendar.computed(), (years, spans, bytes), "what was computed is kept");
    }
}

/// As `benches/src/calendar.rs` measures them, where the time that a year takes is told too.
#[test]
fn a_year_of_office_hours_keeps_less_than_15_kilobytes() {
    let weekdays = &Weekday::ALL[..5];
    let nine_to_five = json!([{ "from": "09:00", "to": "17:00" }]);
    let weekly: Vec<Value> =
        weekdays.iter().map(|weekday| json!({ "weekday": weekday, "intervals": nine_to_five })).collect();
    for (pauses, most) in [(&[][..], 5_000), (&[(720, 750)], 9_000), (&[(720, 750), (900, 915)], 13_000)] {
        let breaks: Vec<Value> = weekdays
            .iter()
            .flat_map(|weekday| pauses.iter().map(move |(from, to)| (weekday, clock(*from), clock(*to))))
            .map(|(weekday, from, to)| {
                json!({ "on": { "kind": "weekday", "weekday": weekday }, "interval": { "from": from, "to": to } })
            })
            .collect();
        let calendar = calendar(json!({ "zone": "Europe/Berlin", "weekly": weekly, "breaks": breaks }));
        let start = at("2026-01-01T00:00:00Z");
        calendar.between(start, start.plus_millis(10 * 366 * 24 * HOUR));
        let (years, _, bytes) = calendar.computed();
        assert!(years >= 10 && bytes <= most, "{bytes} bytes with {} breaks a day", pauses.len());
    }
}
