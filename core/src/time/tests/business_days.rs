//! "By 16:00 on the next business day".

use proptest::prelude::*;

use super::laws::{any_calendar, any_instant};
use super::*;

fn due(calendar: &BusinessCalendar, from: &str, days: u32, time: &str) -> Option<Timestamp> {
    calendar.next_business_day_at(at(from), days, time).unwrap()
}

#[test]
fn days_without_hours_are_not_counted() {
    let office = office();
    let cases = [
        ("2026-11-24T12:00:00+01:00", 1, "16:00", "2026-11-25T16:00:00+01:00"),
        ("2026-11-24T23:59:00+01:00", 1, "16:00", "2026-11-25T16:00:00+01:00"),
        ("2026-11-27T12:00:00+01:00", 1, "16:00", "2026-11-30T16:00:00+01:00"),
        ("2026-11-27T12:00:00+01:00", 3, "08:15", "2026-12-02T08:15:00+01:00"),
        // The shift on the Saturday counts, the holidays do not.
        ("2026-04-02T12:00:00+02:00", 1, "16:00", "2026-04-04T16:00:00+02:00"),
        ("2026-04-02T12:00:00+02:00", 2, "16:00", "2026-04-07T16:00:00+02:00"),
        // The same day, if there is time left.
        ("2026-11-24T12:00:00+01:00", 0, "16:00", "2026-11-24T16:00:00+01:00"),
        ("2026-11-24T16:00:00+01:00", 0, "16:00", "2026-11-24T16:00:00+01:00"),
        ("2026-11-24T16:00:01+01:00", 0, "16:00", "2026-11-25T16:00:00+01:00"),
        ("2026-11-28T12:00:00+01:00", 0, "16:00", "2026-11-30T16:00:00+01:00"),
    ];
    for (from, days, time, expected) in cases {
        assert_eq!(due(&office, from, days, time), Some(at(expected)), "{days} days after {from}");
    }
}

#[test]
fn a_time_that_is_skipped_or_shown_twice_is_the_first_there_is() {
    let week = |zone: &str| {
        let all = Weekday::ALL.map(|weekday| {
            serde_json::json!({ "weekday": weekday, "intervals": [{ "from": "09:00", "to": "17:00" }] })
        });
        calendar(serde_json::json!({ "zone": zone, "weekly": all }))
    };
    let berlin = week("Europe/Berlin");
    assert_eq!(due(&berlin, "2026-03-28T12:00:00+01:00", 1, "02:30"), Some(at("2026-03-29T03:00:00+02:00")));
    assert_eq!(due(&berlin, "2026-10-24T12:00:00+02:00", 1, "02:30"), Some(at("2026-10-25T02:30:00+02:00")));
    // Samoa had no 30 December 2011, and Beirut no first hour of 29 March 2026.
    let samoa = week("Pacific/Apia");
    assert_eq!(due(&samoa, "2011-12-29T12:00:00-10:00", 1, "16:00"), Some(at("2011-12-31T16:00:00+14:00")));
    let beirut = week("Asia/Beirut");
    assert_eq!(due(&beirut, "2026-03-28T12:00:00+02:00", 1, "00:00"), Some(at("2026-03-29T01:00:00+03:00")));
}

#[test]
fn a_combined_calendar_counts_in_the_zone_of_its_first_part() {
    let both = office().intersection(&BusinessCalendar::always()).unwrap();
    let from = "2026-11-24T23:30:00Z";
    assert_eq!(due(&both, from, 1, "16:00"), Some(at("2026-11-26T16:00:00+01:00")));
    let other_way = BusinessCalendar::always().intersection(&office()).unwrap();
    assert_eq!(due(&other_way, from, 1, "16:00"), Some(at("2026-11-25T16:00:00Z")));
}

#[test]
fn there_may_be_no_such_day_and_no_such_time() {
    let never = calendar(serde_json::json!({ "zone": "UTC" }));
    assert_eq!(due(&never, "2026-11-24T12:00:00Z", 0, "16:00"), None);
    let once = calendar(serde_json::json!({ "zone": "UTC",
        "shifts": [{ "date": "2190-01-01", "intervals": [{ "from": "09:00", "to": "10:00" }] }] }));
    assert_eq!(due(&once, "2026-11-24T12:00:00Z", 1, "16:00"), Some(at("2190-01-01T16:00:00Z")));
    assert_eq!(due(&once, "2026-11-24T12:00:00Z", 2, "16:00"), None);
    assert_eq!(due(&office(), "9999-12-31T23:00:00Z", 1, "16:00"), None);
    for time in ["24:00", "4 pm", "", "16:0", "-1:00"] {
        let error = office().next_business_day_at(at("2026-11-24T12:00:00Z"), 1, time).unwrap_err();
        assert_eq!((error.code(), error.path()), ("calendar.bad_time", Some("/time")));
    }
    let error = office().next_business_day_at(at("2026-11-24T12:00:00Z"), u32::MAX, "16:00").unwrap_err();
    assert_eq!((error.code(), error.path()), ("calendar.too_many", Some("/days")));
}

proptest! {
    #[test]
    fn dates_with_open_time_are_counted_one_by_one(
        calendar in any_calendar(), t in any_instant(), days in 1_u32..6,
    ) {
        let found = calendar.next_business_day_at(t, days, "00:00").unwrap();
        if let Some(due) = found {
            prop_assert!(due > t);
            // One day after the other is all of them at once.
            let mut one_by_one = Some(t);
            for _ in 0..days {
                one_by_one = one_by_one.and_then(|at| calendar.next_business_day_at(at, 1, "00:00").unwrap());
            }
            prop_assert_eq!(one_by_one, found);
        }
    }
}
