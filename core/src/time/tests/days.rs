//! Why days are open or closed, and the JSON of it.

use super::*;

#[test]
fn sl_03_every_day_that_a_deadline_skipped_is_explained() {
    let calendar = office();
    let start = at("2026-04-02T16:00:00+02:00");
    let due = calendar.add(start, 6 * HOUR).unwrap();
    assert_eq!(due, at("2026-04-07T10:00:00+02:00"));
    let days: Vec<DayHours> = calendar.explain(start..due).collect();
    insta::assert_json_snapshot!("explained_days", days);
    let back: Vec<DayHours> = serde_json::from_str(&serde_json::to_string(&days).unwrap()).unwrap();
    assert_eq!(back, days);
}

#[test]
fn sl_03_breaks_are_told_as_far_as_they_closed_something() {
    let friday = office().day(LocalDate::parse("2026-11-27").unwrap());
    assert_eq!(friday.len(), 1);
    assert_eq!(friday[0].breaks, [LocalInterval { from: "12:00".to_owned(), to: "13:00".to_owned() }]);
    assert_eq!((friday[0].intervals.len(), friday[0].open_millis), (2, 7 * HOUR));
    let good_friday = office().day(LocalDate::parse("2026-04-03").unwrap());
    assert_eq!(good_friday[0].reason, DayReason::Holiday { name: "Good Friday".to_owned() });
    assert!(good_friday[0].breaks.is_empty() && good_friday[0].intervals.is_empty());
}

#[test]
fn a_day_that_a_zone_skipped_has_no_open_time() {
    let samoa = calendar(serde_json::json!({ "zone": "Pacific/Apia",
        "weekly": [{ "weekday": "friday", "intervals": [{ "from": "00:00", "to": "24:00" }] }] }));
    let open = |date| samoa.day(LocalDate::parse(date).unwrap())[0].open_millis;
    assert_eq!((open("2011-12-23"), open("2011-12-30"), open("2012-01-06")), (24 * HOUR, 0, 24 * HOUR));
}

#[test]
fn combined_calendars_explain_each_of_their_parts() {
    let both = office().intersection(&BusinessCalendar::always()).unwrap();
    let start = at("2026-11-24T22:00:00Z");
    let zones = |range| both.explain(range).map(|day| (day.zone, day.date.to_string())).collect::<Vec<_>>();
    let day = |zone: &str, date: &str| (zone.to_owned(), date.to_owned());
    assert_eq!(
        zones(start..start.plus_millis(2 * HOUR)),
        [day("Europe/Berlin", "2026-11-24"), day("Europe/Berlin", "2026-11-25"), day("UTC", "2026-11-24")]
    );
    assert_eq!(zones(start..start), []);
    assert_eq!(zones(Timestamp::MAX.plus_millis(-1)..Timestamp::MAX), [day("UTC", "9999-12-31")]);
}

#[test]
fn open_time_of_days_adds_up_to_the_open_time_between() {
    let calendar = office();
    let year = at("2026-01-01T00:00:00+01:00")..at("2027-01-01T00:00:00+01:00");
    let days: i64 = calendar.explain(year.clone()).map(|day| day.open_millis).sum();
    assert_eq!(days, calendar.between(year.start, year.end));
}

#[test]
fn the_json_of_a_calendar_is_stable() {
    let interval = |from: &str, to: &str| LocalInterval { from: from.to_owned(), to: to.to_owned() };
    let holiday = Holiday::new;
    let date = |text: &str| text.to_owned();
    let spec = CalendarSpec {
        zone: "Europe/Berlin".to_owned(),
        weekly: vec![WeekdayHours {
            weekday: Weekday::Monday,
            intervals: vec![interval("09:00", "12:00"), interval("22:00", "06:00")],
        }],
        holidays: vec![
            holiday("Outing", HolidayRule::Date { date: date("2026-06-12") }),
            holiday("Winter", HolidayRule::Range { from: date("2026-12-24"), to: date("2027-01-01") }),
            holiday("Unity", HolidayRule::Yearly { month: 10, day: 3 }),
            holiday("Thanks", HolidayRule::YearlyWeekday { month: 11, weekday: Weekday::Thursday, nth: 4 }),
            holiday("Spring", HolidayRule::YearlyWeekday { month: 5, weekday: Weekday::Monday, nth: -1 }),
            holiday("Easter Monday", HolidayRule::Easter { offset_days: 1 }),
        ],
        shifts: vec![Shift { date: date("2026-12-12"), intervals: vec![interval("10:00", "24:00")] }],
        breaks: vec![
            Break { on: BreakDay::Date { date: date("2026-12-12") }, interval: interval("12:00", "13:00") },
            Break {
                on: BreakDay::Weekday { weekday: Weekday::Friday },
                interval: interval("12:00", "12:30"),
            },
        ],
        covers_until: None,
    };
    assert!(BusinessCalendar::compile(&spec).is_ok());
    insta::assert_json_snapshot!("calendar", spec);
    let json = serde_json::to_value(&spec).unwrap();
    assert_eq!(serde_json::from_value::<CalendarSpec>(json).unwrap(), spec);
}
