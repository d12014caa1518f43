//! Intersections and unions.

use super::model::{Model, periods};
use super::model_compared::compare_with;
use super::specs::Dice;
use super::*;

#[test]
fn combined_calendars_are_open_when_both_or_either_are() {
    let zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"];
    let mut dice = Dice(21);
    for round in 0..40 {
        let day = 10_957 + dice.below(20_000) as i64;
        let mut spec = || {
            let zone = zones[dice.below(zones.len() as u64) as usize];
            dice.spec(zone, day)
        };
        let (a, b) = (spec(), spec());
        let (from, to) = ((day - 3) * 86_400, (day + 4) * 86_400);
        let (here, there) = (BusinessCalendar::compile(&a).unwrap(), BusinessCalendar::compile(&b).unwrap());
        let (a, b) = (Model::of(&a), Model::of(&b));
        let what = || format!("round {round}");
        let both = periods(|second| a.is_open(second) && b.is_open(second), from, to, 60);
        compare_with(&here.intersection(&there).unwrap(), &both, from, to, &what);
        let either = periods(|second| a.is_open(second) || b.is_open(second), from, to, 60);
        compare_with(&here.union(&there).unwrap(), &either, from, to, &what);
    }
}

#[test]
fn combinations_of_combinations_keep_their_meaning() {
    let one_day = |weekday: &str| {
        calendar(serde_json::json!({ "zone": "UTC",
            "weekly": [{ "weekday": weekday, "intervals": [{ "from": "00:00", "to": "24:00" }] }] }))
    };
    let (monday, tuesday, wednesday) = (one_day("monday"), one_day("tuesday"), one_day("wednesday"));
    let early = monday.union(&tuesday).unwrap();
    let late = tuesday.union(&wednesday).unwrap();
    let week = at("2026-11-23T00:00:00Z")..at("2026-11-30T00:00:00Z");
    let only: Vec<_> = early.intersection(&late).unwrap().periods(week).collect();
    assert_eq!(only, [Period { start: at("2026-11-24T00:00:00Z"), end: at("2026-11-25T00:00:00Z") }]);
    let never = monday.intersection(&tuesday).unwrap();
    assert!(!never.has_hours());
    assert_eq!(never.add(at("2026-11-23T00:00:00Z"), 1), None);
    assert!(never.union(&monday).unwrap().has_hours());
}

#[test]
fn a_combination_of_too_many_calendars_is_refused() {
    let mut combined = office();
    for _ in 0..6 {
        combined = combined.union(&combined).unwrap();
    }
    let error = combined.intersection(&office()).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("calendar.too_many", crate::ErrorKind::LimitExceeded));
    let at = at("2026-11-24T10:00:00Z");
    assert_eq!(combined.add(at, HOUR), office().add(at, HOUR));
}
