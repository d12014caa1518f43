//! Every minute from 2000 to 2040 in every zone: `cargo xtask zones`, which takes a release build and some minutes.

use std::thread;

use chrono_tz::{IANA_TZDB_VERSION, TZ_VARIANTS, Tz};

use super::model_compared::compare_with;
use super::wall_clock::{Days, hard_hours, new_year, transitions};
use super::*;

const YEARS: std::ops::Range<i32> = 2000..2041;
const ALL_WEEK: usize = 0b111_1111;
const MONDAY_TO_FRIDAY: usize = 0b001_1111;

/// Four kinds of hours on all days, office hours, one of a single weekday, one that never opens, and calendars at random.
fn specs() -> Vec<CalendarSpec> {
    let mut specs: Vec<CalendarSpec> = (0..4).map(|kind| hard_hours("UTC", kind, ALL_WEEK)).collect();
    specs.extend(
        [(3, MONDAY_TO_FRIDAY), (0, 0b100_0000), (1, 0)].map(|(kind, days)| hard_hours("UTC", kind, days)),
    );
    let mut dice = Dice(51);
    specs.extend([12_000, 20_500].map(|near| dice.spec("UTC", near)));
    specs
}

/// Every question about every year of a zone. Answers how many minutes were looked at.
fn compare(zone: Tz, specs: &mut [(CalendarSpec, Days)], years: std::ops::Range<i32>) -> i64 {
    let mut minutes = 0;
    for (spec, days) in specs {
        zone.name().clone_into(&mut spec.zone);
        let calendar = BusinessCalendar::compile(spec).unwrap();
        for (from, to) in years.clone().map(|year| (new_year(year), new_year(year + 1))) {
            let expected = days.periods(zone, from, to);
            compare_with(&calendar, &expected, from, to, &|| serde_json::to_string(spec).unwrap());
            minutes += (to - from) / 60;
        }
    }
    minutes
}

fn with_days() -> Vec<(CalendarSpec, Days)> {
    specs().into_iter().map(|spec| (Days::of(&spec), spec)).map(|(days, spec)| (spec, days)).collect()
}

#[test]
fn a_year_of_some_zones_agrees_with_the_model_minute_by_minute() {
    for zone in ["Africa/Casablanca", "Pacific/Chatham"] {
        assert_eq!(compare(zone.parse().unwrap(), &mut with_days()[..3], 2027..2028), 3 * 365 * 1440);
    }
}

#[test]
#[ignore = "takes minutes, in a release build: cargo xtask zones"]
#[allow(clippy::print_stdout, reason = "what it prints is what it is run for")]
fn sl_04_every_minute_of_every_zone_agrees_with_the_model() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = |first: usize| {
        let mut specs = with_days();
        let zones = TZ_VARIANTS.iter().skip(first).step_by(threads);
        zones.map(|zone| compare(*zone, &mut specs, YEARS)).sum::<i64>()
    };
    let minutes: i64 = thread::scope(|scope| {
        let shares: Vec<_> = (0..threads).map(|first| scope.spawn(move || share(first))).collect();
        shares.into_iter().map(|share| share.join().unwrap()).sum()
    });
    let changes: usize = TZ_VARIANTS
        .iter()
        .map(|zone| transitions(*zone, new_year(YEARS.start), new_year(YEARS.end)).len())
        .sum();
    println!(
        "result: {} zones of tzdata {IANA_TZDB_VERSION}, {changes} changes of offset, {} calendars, {minutes} minutes, 0 differences",
        TZ_VARIANTS.len(),
        specs().len(),
    );
}
