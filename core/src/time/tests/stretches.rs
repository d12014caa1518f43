//! Every counted and skipped stretch with its reason.

use proptest::prelude::*;

use super::laws::{any_calendar, any_instant};
use super::*;
use crate::hang::in_time;

fn told(calendar: &BusinessCalendar, from: &str, to: &str) -> Vec<(String, String, StretchReason)> {
    calendar.stretches(at(from)..at(to)).map(|one| (berlin(one.from), berlin(one.to), one.reason)).collect()
}

/// The wall clock of Berlin, as day and time.
fn berlin(instant: Timestamp) -> String {
    let utc = chrono::DateTime::from_timestamp_millis(instant.millis()).unwrap();
    utc.with_timezone(&chrono_tz::Europe::Berlin).format("%d %H:%M").to_string()
}

#[test]
fn sl_03_every_stretch_that_a_deadline_skipped_is_explained() {
    use StretchReason::*;
    let holiday = |name: &str| Holiday { name: name.to_owned() };
    let expected = [
        ("02 16:00", "02 17:00", WeeklyHours),
        ("02 17:00", "03 00:00", OutsideHours),
        ("03 00:00", "04 00:00", holiday("Good Friday")),
        ("04 00:00", "04 10:00", OutsideShift),
        ("04 10:00", "04 14:00", Shift),
        ("04 14:00", "05 00:00", OutsideShift),
        ("05 00:00", "06 00:00", ClosedWeekday),
        ("06 00:00", "07 00:00", holiday("Easter Monday")),
        ("07 00:00", "07 09:00", OutsideHours),
        ("07 09:00", "07 10:00", WeeklyHours),
    ];
    let expected = expected.map(|(from, to, reason)| (from.to_owned(), to.to_owned(), reason));
    assert_eq!(told(&office(), "2026-04-02T16:00:00+02:00", "2026-04-07T10:00:00+02:00"), expected);
}

#[test]
fn a_break_is_told_within_hours_alone() {
    let of_day = told(&office(), "2026-11-27T08:00:00+01:00", "2026-11-27T18:00:00+01:00");
    let reasons: Vec<_> = of_day.into_iter().map(|(from, _, reason)| (from, reason)).collect();
    let expected = [
        ("27 08:00", StretchReason::OutsideHours),
        ("27 09:00", StretchReason::WeeklyHours),
        ("27 12:00", StretchReason::Break),
        ("27 13:00", StretchReason::WeeklyHours),
        ("27 17:00", StretchReason::OutsideHours),
    ];
    assert_eq!(reasons, expected.map(|(from, reason)| (from.to_owned(), reason)));
}

#[test]
fn a_combination_tells_which_part_closes_and_which_opens() {
    let afternoon = calendar(serde_json::json!({ "zone": "Europe/Berlin",
        "weekly": [{ "weekday": "tuesday", "intervals": [{ "from": "13:00", "to": "20:00" }] }] }));
    let parts = |calendar: BusinessCalendar| -> Vec<(String, bool, u32)> {
        let range = at("2026-11-24T08:00:00+01:00")..at("2026-11-24T21:00:00+01:00");
        calendar.stretches(range).map(|one| (berlin(one.from), one.open, one.part)).collect()
    };
    let row = |from: &str, open, part| (format!("24 {from}"), open, part);
    assert_eq!(
        parts(office().intersection(&afternoon).unwrap()),
        [row("08:00", false, 0), row("09:00", false, 1), row("13:00", true, 0), row("17:00", false, 0)]
    );
    assert_eq!(
        parts(office().union(&afternoon).unwrap()),
        [row("08:00", false, 0), row("09:00", true, 0), row("17:00", true, 1), row("20:00", false, 0)]
    );
    let always = BusinessCalendar::always();
    let nested = always.intersection(&office().union(&afternoon).unwrap()).unwrap();
    assert_eq!(parts(nested), [row("08:00", false, 1), row("09:00", true, 0), row("20:00", false, 1)]);
}

#[test]
fn what_never_changes_is_one_stretch_and_nothing_is_none() {
    let year = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    let all: Vec<_> = BusinessCalendar::always().stretches(year.clone()).collect();
    assert_eq!((all.len(), all[0].from, all[0].to), (1, year.start, year.end));
    assert_eq!(office().stretches(year.start..year.start).count(), 0);
    assert_eq!(office().stretches(year.end..year.start).count(), 0);
    let last = Timestamp::MAX.plus_millis(-1)..Timestamp::MAX;
    assert_eq!(office().stretches(last.clone()).next().map(|one| one.from..one.to), Some(last));
}

#[test]
fn only_what_is_taken_is_computed() {
    let calendar = office();
    assert!(in_time(100, || {
        assert_eq!(calendar.stretches(Timestamp::MIN..Timestamp::MAX).take(20).count(), 20);
    }));
}

#[test]
fn the_json_of_a_stretch_is_stable() {
    let range = at("2026-04-03T00:00:00+02:00")..at("2026-04-04T11:00:00+02:00");
    let found: Vec<OpenStretch> = office().stretches(range).collect();
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(
        json[0],
        serde_json::json!({ "from": 1_775_167_200_000_i64, "to": 1_775_253_600_000_i64, "open": false,
            "reason": { "kind": "holiday", "name": "Good Friday" }, "part": 0 })
    );
    assert_eq!(serde_json::from_value::<Vec<OpenStretch>>(json).unwrap(), found);
}

proptest! {
    #[test]
    fn stretches_are_gap_free_and_their_open_ones_are_the_open_time(
        calendar in any_calendar(), t in any_instant(), hours in 0_i64..1_500, millis in 0..HOUR,
    ) {
        let end = t.plus_millis(hours * HOUR + millis);
        let found: Vec<OpenStretch> = calendar.stretches(t..end).collect();
        let mut reached = t;
        for one in &found {
            prop_assert!(one.from == reached && one.from < one.to);
            prop_assert_eq!(one.open, matches!(one.reason, StretchReason::WeeklyHours | StretchReason::Shift));
            prop_assert_eq!(calendar.is_open(one.from), one.open);
            prop_assert_eq!(calendar.between(one.from, one.to), if one.open { one.to.millis() - one.from.millis() } else { 0 });
            reached = one.to;
        }
        prop_assert_eq!(reached, end);
        let differs = |pair: &[OpenStretch]| (&pair[0].reason, pair[0].part) != (&pair[1].reason, pair[1].part);
        prop_assert!(found.windows(2).all(differs));
        let open: i64 = found.iter().filter(|one| one.open).map(|one| one.to.millis() - one.from.millis()).sum();
        prop_assert_eq!(open, calendar.between(t, end));
    }
}
