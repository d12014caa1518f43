//! Compiled calendars against the literal model, minute by minute.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::model::{Model, periods};
use super::specs::Dice;
use super::*;

const DAY: i64 = 86_400;
const MINUTE_SECONDS: i64 = 60;

fn compare(spec: &CalendarSpec, from: i64, to: i64, step: i64) {
    let model = Model::of(spec);
    let expected = periods(|second| model.is_open(second), from, to, step);
    let calendar = BusinessCalendar::compile(spec).unwrap();
    compare_with(&calendar, &expected, from, to, &|| serde_json::to_string(spec).unwrap());
}

/// Every question about `[from, to)`, answered from the periods that the model has found.
pub fn compare_with(
    calendar: &BusinessCalendar,
    expected: &[Period],
    from: i64,
    to: i64,
    what: &dyn Fn() -> String,
) {
    let (start, end) = (Timestamp::from_millis(from * 1_000), Timestamp::from_millis(to * 1_000));
    let found: Vec<Period> = calendar.periods(start..end).collect();
    assert_eq!(found, expected, "{start} to {end}: {}", what());
    let mut open = 0;
    let mut closed_at = start;
    for period in expected {
        assert!(calendar.is_open(period.start), "{}", what());
        assert!(calendar.is_open(period.end.plus_millis(-1)), "{}", what());
        assert!(period.end == end || !calendar.is_open(period.end), "{}", what());
        if period.start > start {
            assert!(!calendar.is_open(period.start.plus_millis(-1)), "{}", what());
            assert_eq!(calendar.next_open(closed_at), Some(period.start), "{}", what());
        }
        if period.end < end {
            assert_eq!(calendar.next_close(closed_at), Some(period.end), "{}", what());
        }
        let length = period.end.millis() - period.start.millis();
        assert_eq!(calendar.between(start, period.start), open, "{}", what());
        if open > 0 {
            assert_eq!(calendar.add(start, open), Some(closed_at), "{}", what());
        }
        assert_eq!(calendar.add(start, open + 1), Some(period.start.plus_millis(1)), "{}", what());
        assert_eq!(calendar.sub(period.end, length), Some(period.start), "{}", what());
        open += length;
        assert_eq!(calendar.add(start, open), Some(period.end), "{}", what());
        closed_at = period.end;
    }
    assert_eq!(calendar.between(start, end), open, "{}", what());
}

fn offset(zone: Tz, second: i64) -> i32 {
    let utc = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
    zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
}

/// Days after which a zone has another offset than before.
fn days_of_change(zone: Tz, from: i64, to: i64) -> Vec<i64> {
    let day = |text| at(text).millis() / 1_000 / DAY;
    let (from, to) = (day(&format!("{from}-01-01T00:00:00Z")), day(&format!("{to}-12-31T00:00:00Z")));
    let days: Vec<i64> = (from..to).step_by(3).collect();
    days.windows(2).filter(|w| offset(zone, w[0] * DAY) != offset(zone, w[1] * DAY)).map(|w| w[0]).collect()
}

#[test]
fn sl_04_all_zones_agree_with_the_minute_by_minute_model_around_changes_of_offset() {
    let mut dice = Dice(4);
    for zone in TZ_VARIANTS {
        let changes = days_of_change(zone, 2000, 2040);
        let days: Vec<i64> = match changes.len() {
            0 => vec![10_957 + dice.below(14_000) as i64],
            count => (0..3).map(|_| changes[dice.below(count as u64) as usize]).collect(),
        };
        for day in days {
            let spec = dice.spec(zone.name(), day + 1);
            compare(&spec, (day - 1) * DAY, (day + 5) * DAY, MINUTE_SECONDS);
        }
    }
}

#[test]
fn sl_04_zones_with_unusual_changes_agree_with_the_model() {
    let unusual = [
        ("Australia/Lord_Howe", "2026-04-04"),
        ("Australia/Lord_Howe", "2026-10-03"),
        ("Pacific/Apia", "2011-12-29"),
        ("Pacific/Kwajalein", "1993-08-20"),
        ("Pacific/Kiritimati", "1994-12-30"),
        ("Asia/Pyongyang", "2015-08-14"),
        ("Asia/Kathmandu", "1985-12-31"),
        ("America/Sao_Paulo", "2018-11-03"),
        ("America/Havana", "2026-03-07"),
        ("Asia/Beirut", "2026-03-28"),
        ("Africa/Casablanca", "2026-02-14"),
        ("America/Noronha", "2000-10-07"),
        ("America/Caracas", "2007-12-08"),
        ("Antarctica/Troll", "2026-03-28"),
        ("Europe/Dublin", "1971-10-30"),
    ];
    let mut dice = Dice(11);
    for (zone, date) in unusual {
        let day = LocalDate::parse(date).unwrap().day_number();
        assert!(
            (day - 2..day + 4)
                .any(|d| offset(zone.parse().unwrap(), d * DAY)
                    != offset(zone.parse().unwrap(), (d + 1) * DAY)),
            "{zone}"
        );
        for _ in 0..6 {
            let spec = dice.spec(zone, day);
            compare(&spec, (day - 2) * DAY, (day + 6) * DAY, MINUTE_SECONDS);
        }
    }
}

#[test]
fn sl_04_offsets_with_seconds_agree_with_the_model() {
    // Monrovia was 44 minutes and 30 seconds behind until January 1972.
    let mut dice = Dice(12);
    for day in [0, 364, 732, 735] {
        for _ in 0..6 {
            let spec = dice.spec("Africa/Monrovia", day + 2);
            compare(&spec, day * DAY, (day + 6) * DAY, 30);
        }
    }
}

#[test]
fn sl_04_whole_years_agree_with_the_model_also_where_years_meet() {
    let years = [
        ("Europe/Berlin", 2026),
        ("America/New_York", 2099),
        ("Asia/Tokyo", 2199),
        ("Pacific/Auckland", 2200),
    ];
    let mut dice = Dice(13);
    for (zone, year) in years {
        let start = at(&format!("{year}-06-01T00:00:00Z")).millis() / 1_000;
        let spec = dice.spec(zone, (start / DAY + 210).min(84_000));
        compare(&spec, start, start + 400 * DAY, MINUTE_SECONDS);
    }
}

#[test]
fn sl_04_years_that_stand_for_others_agree_with_the_model() {
    let mut dice = Dice(14);
    for year in [2201, 2300, 2400, 3333, 5000, 7777, 9996, 9998] {
        let new_year = at(&format!("{year}-12-28T00:00:00Z")).millis() / 1_000;
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"] {
            let spec = dice.spec(zone, 20_000);
            compare(&spec, new_year, new_year + 8 * DAY, MINUTE_SECONDS);
            let easter = new_year - (285 - dice.below(90) as i64) * DAY;
            compare(&spec, easter, easter + 20 * DAY, MINUTE_SECONDS);
        }
    }
}
