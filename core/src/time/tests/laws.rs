//! The laws of open time, for calendars at random.

use proptest::prelude::*;

use super::specs::Dice;
use super::*;

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Kathmandu",
];

pub fn any_calendar() -> impl Strategy<Value = BusinessCalendar> {
    (any::<u64>(), 0..ZONES.len(), 0_i64..30_000).prop_map(|(seed, zone, near)| {
        let mut dice = Dice(seed);
        let mut compiled = || BusinessCalendar::compile(&dice.spec(ZONES[zone], near)).unwrap();
        match seed % 4 {
            0 => compiled().intersection(&compiled()).unwrap(),
            1 => compiled().union(&compiled()).unwrap(),
            _ => compiled(),
        }
    })
}

pub fn any_instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        8 => (0_i64..4_102_444_800_000).prop_map(Timestamp::from_millis),
        1 => (0_i64..=Timestamp::MAX.millis()).prop_map(Timestamp::from_millis),
        1 => Just(Timestamp::MIN),
        1 => Just(Timestamp::MAX),
    ]
}

fn any_duration() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(0),
        0..HOUR,
        (0_i64..400).prop_map(|quarters| quarters * 15 * MINUTE),
        0..10 * 365 * 24 * HOUR,
    ]
}

proptest! {
    #[test]
    fn what_is_added_lies_between(calendar in any_calendar(), t in any_instant(), d in any_duration()) {
        if let Some(due) = calendar.add(t, d) {
            prop_assert!(due >= t);
            prop_assert_eq!(calendar.between(t, due), d);
            // The earliest such instant: a millisecond before, some of it is left.
            prop_assert!(due == t || calendar.between(t, due.plus_millis(-1)) < d);
        } else {
            prop_assert!(calendar.between(t, Timestamp::MAX) <= d);
        }
    }

    #[test]
    fn adding_twice_is_adding_the_sum(
        calendar in any_calendar(), t in any_instant(), a in any_duration(), b in any_duration(),
    ) {
        let twice = calendar.add(t, a).and_then(|after| calendar.add(after, b));
        prop_assert_eq!(twice, calendar.add(t, a + b));
        let twice = calendar.sub(t, a).and_then(|before| calendar.sub(before, b));
        prop_assert_eq!(twice, calendar.sub(t, a + b));
    }

    #[test]
    fn what_is_subtracted_lies_between(calendar in any_calendar(), t in any_instant(), d in any_duration()) {
        if let Some(from) = calendar.sub(t, d) {
            prop_assert!(from <= t);
            prop_assert_eq!(calendar.between(from, t), d);
            prop_assert!(from == t || calendar.between(from.plus_millis(1), t) < d);
            let back = calendar.add(from, d);
            prop_assert!(back <= Some(t));
            let back = back.unwrap();
            prop_assert_eq!(calendar.between(back, t), 0);
            prop_assert!(d == 0 || calendar.between(back.plus_millis(-1), t) > 0);
        } else {
            prop_assert!(calendar.between(Timestamp::MIN, t) < d);
        }
    }

    #[test]
    fn a_negative_duration_goes_the_other_way(
        calendar in any_calendar(), t in any_instant(), d in any_duration(),
    ) {
        prop_assert_eq!(calendar.add(t, -d), calendar.sub(t, d));
        prop_assert_eq!(calendar.sub(t, -d), calendar.add(t, d));
    }

    #[test]
    fn between_is_additive_and_monotone(
        calendar in any_calendar(), a in any_instant(), b in any_instant(), c in any_instant(),
    ) {
        prop_assert_eq!(calendar.between(a, b) + calendar.between(b, c), calendar.between(a, c));
        let (first, last) = (a.min(b), a.max(b));
        let open = calendar.between(first, last);
        prop_assert!((0..=last.millis() - first.millis()).contains(&open));
    }

    #[test]
    fn later_starts_and_longer_durations_are_due_later(
        calendar in any_calendar(), a in any_instant(), b in any_instant(), d in any_duration(), more in any_duration(),
    ) {
        // Never comes after every instant.
        let due = |t, d| calendar.add(t, d).map_or(i64::MAX, Timestamp::millis);
        prop_assert!(due(a.min(b), d) <= due(a.max(b), d));
        prop_assert!(due(a, d) <= due(a, d + more));
    }

    #[test]
    fn openings_and_closings_bound_the_open_time(calendar in any_calendar(), t in any_instant()) {
        match calendar.next_open(t) {
            Some(open) => {
                prop_assert!(open >= t && calendar.is_open(open));
                prop_assert_eq!(calendar.is_open(t), open == t);
                prop_assert_eq!(calendar.between(t, open), 0);
                if let Some(close) = calendar.next_close(t) {
                    prop_assert!(close > open && !calendar.is_open(close));
                    prop_assert_eq!(calendar.between(open, close), close.millis() - open.millis());
                }
            }
            None => {
                prop_assert_eq!(calendar.next_close(t), None);
                prop_assert_eq!(calendar.between(t, Timestamp::MAX), 0);
            }
        }
    }

    #[test]
    fn periods_make_up_the_open_time(calendar in any_calendar(), t in any_instant(), days in 0_i64..800) {
        let end = t.plus_millis(days * 24 * HOUR);
        let periods: Vec<Period> = calendar.periods(t..end).collect();
        let sum: i64 = periods.iter().map(|period| period.end.millis() - period.start.millis()).sum();
        prop_assert_eq!(sum, calendar.between(t, end));
        prop_assert!(periods.windows(2).all(|pair| pair[0].end < pair[1].start));
    }

    #[test]
    fn the_data_survives_its_json(seed in any::<u64>()) {
        let spec = Dice(seed).spec("Europe/Berlin", 20_000);
        let json = serde_json::to_string(&spec).unwrap();
        let back: CalendarSpec = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
        prop_assert_eq!(back, spec);
    }
}
