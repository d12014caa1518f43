//! Holidays that begin, end, skip years, last several days or are left out; and how far they are known.

use proptest::prelude::*;

use super::super::holiday::day_number;
use super::*;

fn spec_with(holiday: &Holiday) -> CalendarSpec {
    let always = Weekday::ALL.map(|weekday| {
        serde_json::json!({ "weekday": weekday, "intervals": [{ "from": "00:00", "to": "24:00" }] })
    });
    serde_json::from_value(serde_json::json!({ "zone": "UTC", "weekly": always, "holidays": [holiday] }))
        .unwrap()
}

fn refused(change: impl FnOnce(&mut Holiday)) -> (&'static str, String) {
    let mut holiday = Holiday::new("x", HolidayRule::Yearly { month: 5, day: 1 });
    change(&mut holiday);
    let error = BusinessCalendar::compile(&spec_with(&holiday)).unwrap_err();
    assert!(error.hint_text().is_some());
    (error.code(), error.path().unwrap_or_default().to_owned())
}

#[test]
fn what_narrows_a_holiday_is_checked_where_it_stands() {
    let at = |code, field: &str| (code, format!("/holidays/0/{field}"));
    assert_eq!(refused(|x| x.days = Some(0)), at("calendar.bad_days", "days"));
    assert_eq!(refused(|x| x.days = Some(32)), at("calendar.bad_days", "days"));
    assert_eq!(refused(|x| x.from_year = Some(1969)), at("calendar.date_out_of_range", "from_year"));
    assert_eq!(refused(|x| x.until_year = Some(2200)), at("calendar.date_out_of_range", "until_year"));
    let backwards = |x: &mut Holiday| (x.from_year, x.until_year) = (Some(2030), Some(2029));
    assert_eq!(refused(backwards), at("calendar.bad_years", "until_year"));
    assert_eq!(refused(|x| x.every_years = Some(2)), at("calendar.bad_every_years", "every_years"));
    let never = |x: &mut Holiday| (x.from_year, x.every_years) = (Some(2026), Some(0));
    assert_eq!(refused(never), at("calendar.bad_every_years", "every_years"));
    assert_eq!(refused(|x| x.without = vec!["1 May".to_owned()]), at("calendar.bad_date", "without/0"));
    assert_eq!(
        refused(|x| x.without = vec!["2026-05-01".to_owned(); 251]),
        at("calendar.too_many", "without")
    );
    let dated = |x: &mut Holiday| {
        (x.rule, x.days) = (HolidayRule::Date { date: "2026-05-01".to_owned() }, Some(2));
    };
    assert_eq!(refused(dated), at("calendar.not_yearly", "days"));
}

#[test]
fn a_plain_holiday_is_written_as_it_always_was() {
    let plain = Holiday::new("x", HolidayRule::Easter { offset_days: 1 });
    let json = serde_json::json!({ "name": "x", "rule": { "kind": "easter", "offset_days": 1 } });
    assert_eq!(serde_json::to_value(&plain).unwrap(), json);
    assert_eq!(serde_json::from_value::<Holiday>(json).unwrap(), plain);
}

#[test]
fn holidays_are_known_up_to_the_earliest_day_that_a_part_tells() {
    let until = |date: &str| calendar(serde_json::json!({ "zone": "UTC", "covers_until": date }));
    let (early, late) = (until("2026-12-26"), until("2027-12-26"));
    let both = late.intersection(&BusinessCalendar::always()).unwrap().union(&early).unwrap();
    assert_eq!(both.covers_until().unwrap().to_string(), "2026-12-26");
    assert_eq!(office().covers_until(), None);
    let spec: CalendarSpec =
        serde_json::from_value(serde_json::json!({ "zone": "UTC", "covers_until": "soon" })).unwrap();
    let error = BusinessCalendar::compile(&spec).unwrap_err();
    assert_eq!((error.code(), error.path()), ("calendar.bad_date", Some("/covers_until")));
}

/// The days of a rule, read as it is written.
fn begins(rule: &HolidayRule, year: i32) -> Option<i64> {
    match *rule {
        HolidayRule::Yearly { month, day } => day_number(year, u32::from(month), u32::from(day)),
        HolidayRule::YearlyWeekday { month, weekday, nth } => {
            let days = (1..=31).filter_map(|day| day_number(year, u32::from(month), day));
            let mut days: Vec<i64> = days.filter(|day| Weekday::of_day(*day) == weekday).collect();
            if nth == -1 { days.pop() } else { days.get(nth as usize - 1).copied() }
        }
        _ => None,
    }
}

fn any_rule() -> impl Strategy<Value = HolidayRule> {
    prop_oneof![
        (1_u8..=12, 1_u8..=29).prop_map(|(month, day)| HolidayRule::Yearly { month, day }),
        Just(HolidayRule::Yearly { month: 12, day: 31 }),
        (1_u8..=12, 0_usize..7, prop_oneof![Just(-1_i8), 1_i8..=5]).prop_map(|(month, weekday, nth)| {
            HolidayRule::YearlyWeekday { month, weekday: Weekday::ALL[weekday], nth }
        }),
    ]
}

proptest! {
    #[test]
    fn a_narrowed_holiday_closes_the_days_it_tells_and_no_others(
        rule in any_rule(),
        days in proptest::option::of(1_u8..=31),
        from in proptest::option::of(1970_u16..2195),
        lasts in proptest::option::of(0_u16..30),
        every in 1_u8..6,
        left_out in 0_i32..10,
        year in prop_oneof![1971_i32..2199, 2199_i32..2203, 2203_i32..9990],
    ) {
        let every = every.min(if from.is_some() { 5 } else { 1 });
        let until = lasts.map(|lasts| (from.unwrap_or(2026) + lasts).min(2199));
        let except: Option<i64> = begins(&rule, (year.min(2199) - left_out % 3).max(1970));
        let holiday = Holiday {
            days, from_year: from, until_year: until, every_years: (every > 1).then_some(every),
            without: except.iter().filter_map(|day| LocalDate::from_day_number(*day)).map(|day| day.to_string()).collect(),
            ..Holiday::new("x", rule.clone())
        };
        let calendar = BusinessCalendar::compile(&spec_with(&holiday)).unwrap();
        let first_day = day_number(year, 1, 1).unwrap();
        let mut closed = std::collections::BTreeSet::new();
        for year in year - 1..=year + 1 {
            let from = i32::from(from.unwrap_or(0));
            let last = until.map_or(if every > 1 { 2199 } else { i32::MAX }, i32::from);
            let holds = (from..=last).contains(&year) && (year - from) % i32::from(every) == 0;
            if let Some(day) = begins(&rule, year).filter(|day| holds && except != Some(*day)) {
                closed.extend(day..day + i64::from(days.unwrap_or(1)));
            }
        }
        for day in first_day..first_day + 365 {
            let noon = Timestamp::from_millis((day * 24 + 12) * HOUR);
            prop_assert_eq!(calendar.is_open(noon), !closed.contains(&day), "{}", noon);
            prop_assert_eq!(calendar.is_holiday(noon), closed.contains(&day));
        }
    }
}
