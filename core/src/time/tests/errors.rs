//! Every fault of a calendar, where it stands and what to do about it.

use serde_json::{Value, json};

use super::*;

fn refused(mut change: Value) -> (String, String, String) {
    let whole = change.as_object_mut().unwrap();
    whole.entry("zone").or_insert(json!("UTC"));
    let spec: CalendarSpec = serde_json::from_value(change).unwrap();
    let error = BusinessCalendar::compile(&spec).unwrap_err();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (error.code().to_owned(), text(error.path()), text(error.hint_text()))
}

#[test]
fn sl_01_unknown_zones_are_refused_with_a_near_name() {
    let cases = [
        ("Europe/Kyiw", "did you mean `Europe/Kyiv`?"),
        ("europe/berlin", "did you mean `Europe/Berlin`?"),
        ("America/New York", "did you mean `America/New_York`?"),
        ("Tokyo", "did you mean `Asia/Tokyo`?"),
        ("", "write an IANA name, such as `Europe/Berlin` or `UTC`"),
        ("+02:00", "write an IANA name, such as `Europe/Berlin` or `UTC`"),
        ("München", "write an IANA name, such as `Europe/Berlin` or `UTC`"),
    ];
    for (zone, hint) in cases {
        let expected = ("calendar.unknown_zone".to_owned(), "/zone".to_owned(), hint.to_owned());
        assert_eq!(refused(json!({ "zone": zone })), expected, "{zone}");
    }
    assert_eq!(refused(json!({ "zone": "x".repeat(1_000_000) })).0, "calendar.unknown_zone");
}

#[test]
fn sl_01_every_fault_is_refused_where_it_stands() {
    let good = json!({ "from": "09:00", "to": "17:00" });
    let week =
        |interval: Value| json!({ "weekly": [{ "weekday": "monday", "intervals": [good, interval] }] });
    let times = |from: &str, to: &str| json!({ "from": from, "to": to });
    let holiday = |rule: Value| json!({ "holidays": [{ "name": "x", "rule": rule }] });
    let shift =
        |date: &str, interval: Value| json!({ "shifts": [{ "date": date, "intervals": [interval] }] });
    let pause = |on: Value, interval: Value| json!({ "breaks": [{ "on": on, "interval": interval }] });
    let monday = json!({ "weekday": "monday", "intervals": [good] });
    let nth = |month: i32, nth: i32| {
        holiday(json!({ "kind": "yearly_weekday", "month": month, "weekday": "monday", "nth": nth }))
    };
    let yearly = |month: i32, day: i32| holiday(json!({ "kind": "yearly", "month": month, "day": day }));
    let range = |from: &str, to: &str| holiday(json!({ "kind": "range", "from": from, "to": to }));
    let date = |text: &str| holiday(json!({ "kind": "date", "date": text }));
    let cases = [
        (week(times("9:00", "17:00")), "bad_time", "/weekly/0/intervals/1/from"),
        (week(times("24:00", "17:00")), "bad_time", "/weekly/0/intervals/1/from"),
        (week(times("09:00", "24:01")), "bad_time", "/weekly/0/intervals/1/to"),
        (week(times("09:00", "12:60")), "bad_time", "/weekly/0/intervals/1/to"),
        (week(times("09:00", "+1:00")), "bad_time", "/weekly/0/intervals/1/to"),
        (week(times("09:00", "1é:0")), "bad_time", "/weekly/0/intervals/1/to"),
        (week(times("09:00", "09:00")), "empty_interval", "/weekly/0/intervals/1"),
        (json!({ "weekly": [monday, monday] }), "duplicate_weekday", "/weekly/1/weekday"),
        (date("2026-02-29"), "bad_date", "/holidays/0/rule/date"),
        (date("2026-2-28"), "bad_date", "/holidays/0/rule/date"),
        (date("+026-02-28"), "bad_date", "/holidays/0/rule/date"),
        (date("1969-12-31"), "date_out_of_range", "/holidays/0/rule/date"),
        (date("2200-01-01"), "date_out_of_range", "/holidays/0/rule/date"),
        (range("2026-12-24", "soon"), "bad_date", "/holidays/0/rule/to"),
        (range("2026-12-24", "2026-12-23"), "bad_range", "/holidays/0/rule"),
        (range("2026-12-24", "2027-12-25"), "bad_range", "/holidays/0/rule"),
        (yearly(2, 30), "bad_yearly_date", "/holidays/0/rule"),
        (yearly(0, 1), "bad_yearly_date", "/holidays/0/rule"),
        (nth(13, 1), "bad_month", "/holidays/0/rule/month"),
        (nth(1, 0), "bad_nth", "/holidays/0/rule/nth"),
        (nth(1, 6), "bad_nth", "/holidays/0/rule/nth"),
        (nth(1, -2), "bad_nth", "/holidays/0/rule/nth"),
        (
            holiday(json!({ "kind": "easter", "offset_days": 201 })),
            "bad_easter_offset",
            "/holidays/0/rule/offset_days",
        ),
        (
            holiday(json!({ "kind": "easter", "offset_days": -76 })),
            "bad_easter_offset",
            "/holidays/0/rule/offset_days",
        ),
        (shift("2026-13-01", good.clone()), "bad_date", "/shifts/0/date"),
        (shift("2026-12-01", times("22:00", "06:00")), "crosses_midnight", "/shifts/0/intervals/0"),
        (shift("2026-12-01", times("x", "06:00")), "bad_time", "/shifts/0/intervals/0/from"),
        (
            json!({ "shifts": [{ "date": "2026-12-01", "intervals": [] }, { "date": "2026-12-01", "intervals": [] }] }),
            "duplicate_shift",
            "/shifts/1/date",
        ),
        (pause(json!({ "kind": "date", "date": "no" }), good.clone()), "bad_date", "/breaks/0/on/date"),
        (
            pause(json!({ "kind": "date", "date": "2026-12-01" }), times("23:00", "01:00")),
            "crosses_midnight",
            "/breaks/0/interval",
        ),
        (
            pause(json!({ "kind": "weekday", "weekday": "monday" }), times("9", "10")),
            "bad_time",
            "/breaks/0/interval/from",
        ),
    ];
    for (change, code, path) in cases {
        let shown = change.to_string();
        let (found, at, _) = refused(change);
        assert_eq!((found.as_str(), at.as_str()), (format!("calendar.{code}").as_str(), path), "{shown}");
    }
}

#[test]
fn sl_01_absurd_sizes_are_refused() {
    let interval = |minute: usize| {
        let time = |minute: usize| format!("{:02}:{:02}", minute / 60, minute % 60);
        json!({ "from": time(minute), "to": time(minute + 1) })
    };
    let whole = json!({ "from": "00:00", "to": "24:00" });
    let many = |count: usize, item: Value| vec![item; count];
    let break_at =
        |minute| json!({ "on": { "kind": "weekday", "weekday": "monday" }, "interval": interval(minute) });
    let day =
        |minute| json!({ "name": "x", "rule": { "kind": "date", "date": format!("2026-01-{minute:02}") } });
    let cases = [
        (
            json!({ "weekly": [{ "weekday": "monday", "intervals": (0..25).map(|n| interval(n * 2)).collect::<Vec<_>>() }] }),
            "/weekly/0/intervals",
        ),
        (json!({ "holidays": many(1_001, day(1)) }), "/holidays"),
        (
            json!({ "holidays": many(101, json!({ "name": "x", "rule": { "kind": "easter", "offset_days": 0 } })) }),
            "/holidays",
        ),
        (json!({ "shifts": many(1_001, json!({ "date": "2026-01-01", "intervals": [] })) }), "/shifts"),
        (json!({ "breaks": many(1_001, break_at(0)) }), "/breaks"),
        (
            json!({ "holidays": [{ "name": "n".repeat(201), "rule": { "kind": "easter", "offset_days": 0 } }] }),
            "/holidays/0/name",
        ),
        (
            json!({ "weekly": [{ "weekday": "monday", "intervals": [whole] }],
                "breaks": (1..50).map(|n| break_at(n * 4)).collect::<Vec<_>>() }),
            "/breaks",
        ),
    ];
    for (change, path) in cases {
        let (code, at, _) = refused(change);
        assert_eq!((code.as_str(), at.as_str()), ("calendar.too_many", path));
    }
}

#[test]
fn unknown_keys_are_refused() {
    for json in [
        r#"{ "zone": "UTC", "week": [] }"#,
        r#"{ "zone": "UTC", "weekly": [{ "weekday": "monday", "intervals": [], "from": "09:00" }] }"#,
        r#"{ "zone": "UTC", "holidays": [{ "name": "x", "rule": { "kind": "easter", "offset_days": 0, "nth": 1 } }] }"#,
        r#"{ "zone": "UTC", "weekly": [{ "weekday": "Montag", "intervals": [] }] }"#,
        r#"{ "weekly": [] }"#,
    ] {
        assert!(serde_json::from_str::<CalendarSpec>(json).is_err(), "{json}");
    }
}
