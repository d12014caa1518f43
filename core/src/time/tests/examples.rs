//! What the semantics promise, case by case.

use super::*;
use crate::hang::in_time;

#[test]
fn a_deadline_that_uses_up_an_interval_is_its_closing_time() {
    let (calendar, nine) = (office(), at("2026-11-24T09:00:00+01:00"));
    assert_eq!(calendar.add(nine, 8 * HOUR), Some(at("2026-11-24T17:00:00+01:00")));
    assert_eq!(calendar.add(nine, 8 * HOUR + 1), Some(at("2026-11-25T09:00:00.001+01:00")));
    let night = at("2026-11-24T03:00:00+01:00");
    assert_eq!(calendar.add(night, 0), Some(night));
    assert_eq!(calendar.sub(at("2026-11-24T17:00:00+01:00"), 8 * HOUR), Some(nine));
    assert_eq!(calendar.sub(night, HOUR), Some(at("2026-11-23T16:00:00+01:00")));
}

#[test]
fn a_nightly_shift_lasts_nothing_in_a_spring_gap_and_twice_in_an_autumn_fold() {
    let calendar = calendar(serde_json::json!({ "zone": "Europe/Berlin",
        "weekly": [{ "weekday": "sunday", "intervals": [{ "from": "02:00", "to": "03:00" }] }] }));
    let open = |from, to| calendar.between(at(from), at(to));
    assert_eq!(open("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"), 0);
    assert_eq!(open("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"), 7_200_000);
    assert_eq!(open("2026-11-01T00:00:00+01:00", "2026-11-02T00:00:00+01:00"), HOUR);
    let spring = calendar.day(LocalDate::parse("2026-03-29").unwrap());
    assert_eq!((spring[0].intervals.len(), spring[0].open_millis), (1, 0));
    let autumn = calendar.day(LocalDate::parse("2026-10-25").unwrap());
    assert_eq!(autumn[0].open_millis, 2 * HOUR);
}

#[test]
fn sl_02_a_calendar_of_all_hours_is_the_wall_clock() {
    let midnight_to_midnight: Vec<_> = Weekday::ALL
        .map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": [{ "from": "00:00", "to": "24:00" }] }))
        .into();
    let written = calendar(serde_json::json!({ "zone": "America/New_York", "weekly": midnight_to_midnight }));
    for calendar in [written, BusinessCalendar::always()] {
        for start in [
            "1970-01-01T00:00:00Z",
            "2026-03-08T06:59:59.999Z",
            "2026-11-01T05:30:00Z",
            "9990-12-31T23:59:59Z",
        ] {
            let start = at(start);
            for millis in
                [0, 1, 59_999, MINUTE, 24 * HOUR, 24 * HOUR + 1, 366 * 24 * HOUR, 9 * 365 * 24 * HOUR]
            {
                assert_eq!(calendar.add(start, millis), Some(start.plus_millis(millis)));
                assert_eq!(calendar.between(start, start.plus_millis(millis)), millis);
                assert_eq!(calendar.sub(start.plus_millis(millis), millis), Some(start));
            }
            assert!(calendar.is_open(start));
            assert_eq!((calendar.next_open(start), calendar.next_close(start)), (Some(start), None));
        }
        let all = Timestamp::MIN..Timestamp::MAX;
        assert_eq!(calendar.periods(all).count(), 1);
        assert_eq!(calendar.add(Timestamp::MIN, Timestamp::MAX.millis()), Some(Timestamp::MAX));
        assert_eq!(calendar.add(Timestamp::MIN, Timestamp::MAX.millis() + 1), None);
        assert_eq!(calendar.sub(Timestamp::MIN, 1), None);
        assert_eq!(calendar.add(Timestamp::MIN, i64::MAX), None);
        assert_eq!(calendar.add(Timestamp::MAX, i64::MIN), None);
    }
}

#[test]
fn sl_06_every_set_of_weekdays_works() {
    let week = at("2026-11-23T00:00:00Z");
    for set in 0_u32..128 {
        let days: Vec<_> =
            Weekday::ALL.into_iter().filter(|weekday| set & (1 << *weekday as u32) != 0).collect();
        let weekly: Vec<_> = days
            .iter()
            .map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": [{ "from": "09:00", "to": "10:00" }] }))
            .collect();
        let calendar = calendar(serde_json::json!({ "zone": "UTC", "weekly": weekly }));
        assert_eq!(calendar.has_hours(), set != 0);
        assert_eq!(calendar.between(week, week.plus_millis(7 * 24 * HOUR)), days.len() as i64 * HOUR);
        let first = days.first().map(|day| week.plus_millis(*day as i64 * 24 * HOUR + 9 * HOUR));
        assert_eq!(calendar.next_open(week), first);
        let hours = days.len() as i64;
        let last = days.last().map(|day| week.plus_millis(*day as i64 * 24 * HOUR + 10 * HOUR));
        if set != 0 {
            assert_eq!(calendar.add(week, hours * HOUR), last);
            let next_week = last.map(|last| last.plus_millis(7 * 24 * HOUR));
            assert_eq!(calendar.add(week, 2 * hours * HOUR), next_week);
        }
    }
}

#[test]
fn sl_09_a_calendar_without_hours_answers_never_at_once() {
    let empty = calendar(serde_json::json!({ "zone": "Europe/Berlin" }));
    let mondays: Vec<_> = (1..=12)
        .flat_map(|month| (1..=5).map(move |nth| (month, nth)))
        .map(|(month, nth)| {
            let rule = serde_json::json!({ "kind": "yearly_weekday", "month": month, "weekday": "monday", "nth": nth });
            serde_json::json!({ "name": "closed", "rule": rule })
        })
        .collect();
    let always_closed = calendar(serde_json::json!({ "zone": "Europe/Berlin", "holidays": mondays,
        "weekly": [{ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "10:00" }] }] }));
    assert!(always_closed.day(LocalDate::parse("2026-11-23").unwrap())[0].intervals.is_empty());
    let in_a_gap = calendar(serde_json::json!({ "zone": "Europe/Berlin",
        "shifts": [{ "date": "2026-03-29", "intervals": [{ "from": "02:00", "to": "03:00" }] }] }));
    let now = at("2026-11-24T12:00:00Z");
    for calendar in [empty, always_closed, in_a_gap] {
        assert!(!calendar.has_hours());
        assert_eq!((calendar.add(now, 1), calendar.sub(now, 1)), (None, None));
        assert_eq!((calendar.add(now, 0), calendar.sub(now, 0)), (Some(now), Some(now)));
        assert_eq!((calendar.next_open(now), calendar.next_close(now)), (None, None));
        assert_eq!(calendar.between(Timestamp::MIN, Timestamp::MAX), 0);
        assert_eq!(calendar.periods(Timestamp::MIN..Timestamp::MAX).next(), None);
    }
}

#[test]
fn sl_09_a_calendar_that_opens_once_is_found_however_far_off() {
    let calendar = calendar(serde_json::json!({ "zone": "Pacific/Kiritimati",
        "shifts": [{ "date": "2100-01-01", "intervals": [{ "from": "00:00", "to": "01:00" }] }] }));
    let (now, close) = (at("1970-01-01T00:00:00Z"), at("2099-12-31T11:00:00Z"));
    assert_eq!(calendar.add(now, HOUR), Some(close));
    assert_eq!(calendar.add(now, HOUR + 1), None);
    assert_eq!(calendar.next_close(now), Some(close));
    assert_eq!(calendar.sub(Timestamp::MAX, HOUR), Some(at("2099-12-31T10:00:00Z")));
    assert_eq!(calendar.add(close, 1), None);
}

#[test]
fn sl_01_the_widest_questions_do_not_hang() {
    // They compute three hundred years, more than a millisecond has room for: `dearest.rs` counts that, and measures a single year.
    let in_time = in_time(2_000, || {
        let calendar = office();
        let all = calendar.between(Timestamp::MIN, Timestamp::MAX);
        assert_eq!(calendar.add(Timestamp::MIN, all + 1), None);
        assert!(calendar.add(Timestamp::MIN, all).is_some());
        assert!(calendar.sub(Timestamp::MAX, all).is_some());
    });
    assert!(in_time);
}

#[test]
fn the_part_past_midnight_belongs_to_the_next_weekday() {
    let night = calendar(serde_json::json!({ "zone": "UTC",
        "weekly": [{ "weekday": "sunday", "intervals": [{ "from": "22:00", "to": "06:00" }] }],
        "holidays": [{ "name": "A Monday", "rule": { "kind": "date", "date": "2026-11-23" } }],
        "shifts": [{ "date": "2026-11-30", "intervals": [{ "from": "12:00", "to": "13:00" }] }],
        "breaks": [{ "on": { "kind": "weekday", "weekday": "sunday" }, "interval": { "from": "23:30", "to": "00:30" } }] }));
    let open = |from, to| night.between(at(from), at(to));
    assert_eq!(open("2026-11-15T12:00:00Z", "2026-11-16T18:00:00Z"), 7 * HOUR);
    assert_eq!(open("2026-11-22T12:00:00Z", "2026-11-23T18:00:00Z"), HOUR + 30 * MINUTE);
    assert_eq!(open("2026-11-29T12:00:00Z", "2026-11-30T06:00:00Z"), HOUR + 30 * MINUTE);
    assert_eq!(open("2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z"), HOUR);
}

#[test]
fn next_close_ends_the_first_period_that_ends_later() {
    let calendar = office();
    let (nine, five) = (at("2026-11-24T09:00:00+01:00"), at("2026-11-24T17:00:00+01:00"));
    assert_eq!(calendar.next_close(at("2026-11-24T03:00:00+01:00")), Some(five));
    assert_eq!(calendar.next_close(nine), Some(five));
    assert_eq!(calendar.next_close(five.plus_millis(-1)), Some(five));
    assert_eq!(calendar.next_close(five), Some(at("2026-11-25T17:00:00+01:00")));
    assert!(!calendar.is_open(five));
    assert_eq!(calendar.next_open(five), Some(at("2026-11-25T09:00:00+01:00")));
}

#[test]
fn a_period_that_never_ends_has_no_close() {
    let last = calendar(serde_json::json!({ "zone": "UTC",
        "weekly": Weekday::ALL.map(|weekday| serde_json::json!({ "weekday": weekday,
            "intervals": [{ "from": "00:00", "to": "24:00" }] })),
        "shifts": [{ "date": "2026-11-24", "intervals": [{ "from": "00:00", "to": "12:00" }] }] }));
    let (noon, midnight) = (at("2026-11-24T12:00:00Z"), at("2026-11-25T00:00:00Z"));
    assert_eq!(last.next_close(Timestamp::MIN), Some(noon));
    assert_eq!(last.next_close(noon.plus_millis(-1)), Some(noon));
    for later in [noon, midnight, at("2027-01-01T00:00:00Z"), Timestamp::MAX] {
        assert_eq!(last.next_close(later), None);
        assert_eq!(last.next_open(later), Some(later.max(midnight)));
    }
}

#[test]
fn a_period_across_the_turn_of_the_year_is_one() {
    let calendar = calendar(serde_json::json!({ "zone": "UTC",
        "weekly": [{ "weekday": "thursday", "intervals": [{ "from": "20:00", "to": "04:00" }] }] }));
    let (open, close) = (at("2026-12-31T20:00:00Z"), at("2027-01-01T04:00:00Z"));
    let days = at("2026-12-30T00:00:00Z")..at("2027-01-05T00:00:00Z");
    assert_eq!(calendar.periods(days).collect::<Vec<_>>(), [Period { start: open, end: close }]);
    assert_eq!(calendar.next_close(open), Some(close));
    assert_eq!(calendar.add(open, 8 * HOUR), Some(close));
}

#[test]
fn clones_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>(value: &T) -> T {
        value.clone()
    }
    let calendar = office();
    let (start, expected) = (
        at("2026-01-01T00:00:00Z"),
        office().between(at("2026-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z")),
    );
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let calendar = shared(&calendar);
            std::thread::spawn(move || calendar.between(start, at("2036-01-01T00:00:00Z")))
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap() == expected));
}

#[test]
fn a_holiday_is_one_by_the_local_date() {
    let calendar = calendar(serde_json::json!({ "zone": "Europe/Berlin",
        "holidays": [{ "name": "Labor Day", "rule": { "kind": "yearly", "month": 5, "day": 1 } }] }));
    for (instant, holiday) in [
        ("2026-04-30T23:59:59.999+02:00", false),
        ("2026-05-01T00:00:00+02:00", true),
        ("2026-05-01T23:59:59.999+02:00", true),
        ("2026-05-02T00:00:00+02:00", false),
    ] {
        assert_eq!(calendar.is_holiday(at(instant)), holiday, "{instant}");
    }
    let both = office().union(&calendar).unwrap();
    assert!(both.is_holiday(at("2026-05-01T12:00:00+02:00")));
    assert!(!BusinessCalendar::always().is_holiday(at("2026-05-01T12:00:00+02:00")));
}
