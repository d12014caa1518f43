//! Three days before and after every change of offset in every zone from 2000 to 2040, and the unusual ones told by hand.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::model_compared::compare_with;
use super::wall_clock::{DAY, Days, hard_hours, new_year, transitions};
use super::*;

/// Zones are dealt to so many tests, which run side by side.
const SHARES: usize = 4;

fn compare_share(share: usize) {
    let mut visited = 0;
    for (nth, zone) in TZ_VARIANTS.iter().enumerate().skip(share).step_by(SHARES) {
        // Every kind of hours meets every set of weekdays, and each zone has another pair.
        let spec = hard_hours(zone.name(), nth / SHARES, nth);
        visited += compare(*zone, &spec);
    }
    assert!(visited > 4_000, "only {visited} changes were found");
}

/// Answers how many changes there were.
fn compare(zone: Tz, spec: &CalendarSpec) -> usize {
    let calendar = BusinessCalendar::compile(spec).unwrap();
    let mut days = Days::of(spec);
    let changes = transitions(zone, new_year(2000), new_year(2041));
    for change in &changes {
        let hour = change - change % 3_600;
        let (from, to) = (hour - 3 * DAY, hour + 3 * DAY);
        let expected = days.periods(zone, from, to);
        compare_with(&calendar, &expected, from, to, &|| serde_json::to_string(spec).unwrap());
    }
    changes.len()
}

#[test]
fn sl_04_every_change_of_offset_agrees_with_the_model_first_share() {
    compare_share(0);
}

#[test]
fn sl_04_every_change_of_offset_agrees_with_the_model_second_share() {
    compare_share(1);
}

#[test]
fn sl_04_every_change_of_offset_agrees_with_the_model_third_share() {
    compare_share(2);
}

#[test]
fn sl_04_every_change_of_offset_agrees_with_the_model_last_share() {
    compare_share(3);
}

#[test]
fn sl_06_every_set_of_weekdays_agrees_with_the_model_where_clocks_are_set() {
    for (zone, year) in [("Australia/Lord_Howe", 2026), ("America/Havana", 2026), ("Pacific/Apia", 2011)] {
        let clock: Tz = zone.parse().unwrap();
        let changes = transitions(clock, new_year(year), new_year(year + 1));
        assert!(changes.len() >= 2, "{zone}");
        for set in 0..128 {
            let spec = hard_hours(zone, set, set);
            let (calendar, mut days) = (BusinessCalendar::compile(&spec).unwrap(), Days::of(&spec));
            for hour in changes.iter().map(|change| change - change % 3_600) {
                let (from, to) = (hour - 3 * DAY, hour + 4 * DAY);
                let expected = days.periods(clock, from, to);
                compare_with(&calendar, &expected, from, to, &|| format!("{zone}, {set:07b}"));
            }
        }
    }
}

/// Open minutes of a date, when every day is open from one time to another.
fn minutes(zone: &str, date: &str, from: &str, to: &str) -> i64 {
    let hours = serde_json::json!([{ "from": from, "to": to }]);
    let weekly = Weekday::ALL.map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": hours }));
    let calendar = calendar(serde_json::json!({ "zone": zone, "weekly": weekly }));
    calendar.day(LocalDate::parse(date).unwrap())[0].open_millis / MINUTE
}

#[test]
fn sl_04_lord_howe_sets_its_clock_by_half_an_hour() {
    let howe = |date, from, to| minutes("Australia/Lord_Howe", date, from, to);
    assert_eq!(howe("2026-04-05", "00:00", "24:00"), 24 * 60 + 30);
    assert_eq!(howe("2026-04-05", "01:30", "02:00"), 60);
    assert_eq!(howe("2026-04-05", "01:00", "01:30"), 30);
    assert_eq!(howe("2026-10-04", "00:00", "24:00"), 24 * 60 - 30);
    assert_eq!(howe("2026-10-04", "02:00", "02:30"), 0);
    assert_eq!(howe("2026-10-04", "01:45", "02:45"), 30);
}

#[test]
fn sl_04_apia_had_no_30_december_2011() {
    assert_eq!(minutes("Pacific/Apia", "2011-12-29", "00:00", "24:00"), 24 * 60);
    assert_eq!(minutes("Pacific/Apia", "2011-12-30", "00:00", "24:00"), 0);
    assert_eq!(minutes("Pacific/Apia", "2011-12-31", "00:00", "24:00"), 24 * 60);
    let hours = serde_json::json!([{ "from": "09:00", "to": "17:00" }]);
    let weekly = Weekday::ALL.map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": hours }));
    let shop = calendar(serde_json::json!({ "zone": "Pacific/Apia", "weekly": weekly }));
    let thursday = at("2011-12-29T16:00:00-10:00");
    assert_eq!(shop.add(thursday, 2 * HOUR), Some(at("2011-12-31T10:00:00+14:00")));
    assert_eq!(shop.sub(at("2011-12-31T10:00:00+14:00"), 2 * HOUR), Some(thursday));
}

#[test]
fn sl_04_dublin_has_its_daylight_saving_in_winter_by_the_letter_of_the_data() {
    let dublin = |date, from, to| minutes("Europe/Dublin", date, from, to);
    assert_eq!(dublin("2026-03-29", "01:00", "02:00"), 0);
    assert_eq!(dublin("2026-03-29", "00:30", "02:30"), 60);
    assert_eq!(dublin("2026-10-25", "01:00", "02:00"), 120);
    assert_eq!((dublin("2026-01-15", "09:00", "17:00"), dublin("2026-07-15", "09:00", "17:00")), (480, 480));
}

#[test]
fn sl_04_morocco_sets_its_clock_back_for_ramadan() {
    for zone in ["Africa/Casablanca", "Africa/El_Aaiun"] {
        assert_eq!(minutes(zone, "2026-02-15", "02:00", "03:00"), 120, "{zone}");
        assert_eq!(minutes(zone, "2026-02-15", "00:00", "24:00"), 25 * 60, "{zone}");
        assert_eq!(minutes(zone, "2026-03-22", "02:00", "03:00"), 0, "{zone}");
        assert_eq!(minutes(zone, "2026-03-22", "00:00", "24:00"), 23 * 60, "{zone}");
    }
}
