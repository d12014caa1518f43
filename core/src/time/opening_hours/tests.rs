//! What texts mean, and what is refused where.

use super::*;
use crate::hang::in_time;
use crate::time::BusinessCalendar;

fn spec(text: &str) -> CalendarSpec {
    CalendarSpec::from_opening_hours("Europe/Berlin", text, Vec::new())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The week as `Monday 09:00-17:00`, a line a weekday.
fn week(text: &str) -> Vec<String> {
    let of_day = |hours: &WeekdayHours| {
        let times: Vec<String> =
            hours.intervals.iter().map(|one| format!("{}-{}", one.from, one.to)).collect();
        format!("{:.3} {}", format!("{:?}", hours.weekday), times.join(","))
    };
    spec(text).weekly.iter().map(of_day).collect()
}

#[test]
fn weekdays_are_listed_in_ranges_and_over_the_turn_of_the_week() {
    let cases: &[(&str, &[&str])] = &[
        ("Mo-We 09:00-17:00", &["Mon 09:00-17:00", "Tue 09:00-17:00", "Wed 09:00-17:00"]),
        ("Sa-Mo 9:00-17:00", &["Mon 09:00-17:00", "Sat 09:00-17:00", "Sun 09:00-17:00"]),
        ("mo,TH 09:00-17:00", &["Mon 09:00-17:00", "Thu 09:00-17:00"]),
        ("Tu: 09:00-12:30, 13:30-17:30", &["Tue 09:00-12:30,13:30-17:30"]),
        ("Fr 22:00-04:00", &["Fri 22:00-04:00"]),
        ("Fr 22:00-28:00", &["Fri 22:00-04:00"]),
        ("Fr 18:00-24:00 open", &["Fri 18:00-24:00"]),
        ("Fr 18:00 – 20:00", &["Fri 18:00-20:00"]),
        (
            "Mo-Fr 09:00-17:00; We 09:00-12:00",
            &["Mon 09:00-17:00", "Tue 09:00-17:00", "Wed 09:00-12:00", "Thu 09:00-17:00", "Fri 09:00-17:00"],
        ),
        ("Mo-Tu 09:00-17:00; Tu off", &["Mon 09:00-17:00"]),
        ("Mo-Tu 09:00-17:00;; Tu,PH closed;", &["Mon 09:00-17:00"]),
        ("24/7; Mo-Sa off", &["Sun 00:00-24:00"]),
        ("off; Su 10:00-12:00", &["Sun 10:00-12:00"]),
        ("PH off", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(week(text), *expected, "{text}");
    }
    assert_eq!(week("24/7").len(), 7);
    assert_eq!(week("08:00-20:00").len(), 7);
}

#[test]
fn dates_become_shifts_and_what_is_off_becomes_holidays() {
    let spec = spec(
        "Mo-Fr 09:00-17:00; 2026 Dec 24,31 09:00-12:00; 2026 Dec 27-2027 Jan 2 off; 2026 Dec 30 10:00-11:00; Dec 25-26 off",
    );
    let shifts: Vec<_> = spec.shifts.iter().map(|shift| shift.date.as_str()).collect();
    // The 31st is off by a later rule.
    assert_eq!(shifts, ["2026-12-24", "2026-12-30"]);
    let range = |from: &str, to: &str| {
        let rule = HolidayRule::Range { from: from.to_owned(), to: to.to_owned() };
        Holiday::new("2026 Dec 27-2027 Jan 2 off", rule)
    };
    let christmas = Holiday {
        days: Some(2),
        ..Holiday::new("Dec 25-26 off", HolidayRule::Yearly { month: 12, day: 25 })
    };
    let expected = [range("2026-12-27", "2026-12-29"), range("2026-12-31", "2027-01-02"), christmas];
    assert_eq!(spec.holidays, expected);
}

#[test]
fn a_later_rule_replaces_dates_on_the_weekdays_it_names() {
    // 24 December 2026 is a Thursday.
    assert_eq!(spec("2026 Dec 24 09:00-12:00; Mo-Fr 09:00-17:00").shifts, []);
    assert_eq!(spec("2026 Dec 24 09:00-12:00; Fr 09:00-17:00").shifts.len(), 1);
    assert_eq!(spec("2026 Dec 24 off; Th 09:00-17:00").holidays, []);
    assert_eq!(spec("2026 Dec 24 09:00-12:00; PH off").shifts.len(), 1);
}

#[test]
fn given_holidays_close() {
    let unity = Holiday::new("Unity", HolidayRule::Yearly { month: 10, day: 3 });
    let spec = CalendarSpec::from_opening_hours("Europe/Berlin", "24/7; PH off", vec![unity]).unwrap();
    let calendar = BusinessCalendar::compile(&spec).unwrap();
    assert!(!calendar.is_open(crate::Timestamp::parse("2026-10-03T12:00:00+02:00").unwrap()));
}

#[test]
fn what_cannot_be_said_is_refused_where_it_stands() {
    let cases = [
        ("Mo-Fr 09:00-17:00; PH 10:00-12:00", "not_supported", 22),
        ("Mo,PH 10:00-12:00", "not_supported", 6),
        ("SH off", "not_supported", 0),
        ("week 1-10 Mo 09:00-12:00", "not_supported", 0),
        ("Mo sunrise-sunset", "not_supported", 3),
        ("Mo 09:00-sunset", "not_supported", 9),
        ("Mo (sunrise+01:00)-20:00", "not_supported", 3),
        ("Mo 09:00+", "not_supported", 8),
        ("Mo 09:00-12:00+", "not_supported", 14),
        ("Mo 09:00-12:00 \"by appointment\"", "not_supported", 15),
        ("Mo 09:00-12:00 || \"call us\"", "not_supported", 15),
        ("Mo[1] 09:00-12:00", "not_supported", 2),
        ("Mo 09:00-12:00, We 13:00-14:00", "not_supported", 16),
        ("Mo unknown", "not_supported", 3),
        ("easter off", "not_supported", 0),
        ("Dec 24 09:00-12:00", "not_supported", 0),
        ("Jan-Mar 09:00-12:00", "not_supported", 3),
        ("2026 Jan-Mar off", "not_supported", 8),
        ("2026 10:00-12:00", "not_supported", 5),
        ("Jul 1-Aug 31 off", "not_supported", 0),
        ("Feb 28-Mar 1 off", "not_supported", 0),
        ("2026 Feb 29 off", "bad_date", 0),
        ("Feb 30 off", "bad_date", 0),
        ("2026 Dec 27-Jan 2 off", "bad_date", 0),
        ("Dec 27-2027 Jan 2 off", "bad_date", 0),
        ("0000 Dec 27-9999 Jan 2 off", "bad_date", 0),
        ("2026 Dec 24 20:00-02:00", "crosses_midnight", 0),
        ("Dec 25 off; Mo-Fr 09:00-17:00", "order", 12),
        ("Dec 25 off; 2026 Dec 25 09:00-17:00", "order", 12),
        ("Mo 25:00-26:00", "bad_time", 3),
        ("Mo 09:60-10:00", "bad_time", 3),
        ("Mo 09:00-09:00", "bad_time", 3),
        ("Mo 9-17", "bad_time", 3),
        ("Mo 09:00-40:00", "bad_time", 3),
        ("Montag 09:00-17:00", "unknown", 0),
        ("Mo", "unknown", 2),
        ("Mo-", "unknown", 3),
        ("Mo 09:00", "unknown", 8),
        ("Mo 09:00-17:00 Tu 09:00-17:00", "unknown", 15),
        ("24/8", "unknown", 0),
        ("é; Mo 09:00-17:00", "unknown", 0),
        ("Mo 09:00-17:00; é", "unknown", 16),
    ];
    for (text, code, position) in cases {
        let error = CalendarSpec::from_opening_hours("UTC", text, Vec::new()).unwrap_err();
        let found = error.details().iter().find(|detail| detail.name == "position");
        assert_eq!(
            (error.code(), error.path(), found.map(|detail| detail.value.as_str())),
            (format!("opening_hours.{code}").as_str(), Some("/text"), Some(position.to_string().as_str())),
            "{text}: {error}"
        );
        assert!(error.hint_text().is_some(), "{text}");
    }
    let code = |text: &str| CalendarSpec::from_opening_hours("UTC", text, Vec::new()).unwrap_err().code();
    assert_eq!(code(" ; "), "opening_hours.empty");
    assert_eq!(code(&"x".repeat(MAX_BYTES + 1)), "opening_hours.too_long");
    assert_eq!(code("1969 Dec 24 off"), "calendar.date_out_of_range");
    let error = CalendarSpec::from_opening_hours("Berlin/Europe", "24/7", Vec::new()).unwrap_err();
    assert_eq!((error.code(), error.path()), ("calendar.unknown_zone", Some("/zone")));
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    for piece in [
        "2026 Jan 1-2026 Dec 31 off;",
        "Mo-Su 00:00-24:00;",
        "Jan 1 off;",
        "2026 Jan 1,",
        ";",
        "Mo,",
        "((",
        "Mo 09:00-10:00,",
    ] {
        let text = piece.repeat(MAX_BYTES / piece.len());
        assert!(in_time(1_000, || _ = CalendarSpec::from_opening_hours("UTC", &text, Vec::new())), "{piece}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fail_otherwise_than_by_an_error(
        text in "((Mo|Tu|PH|SH|Dec|Feb|2026|24/7|off|week)[ ,-]?|[0-9]{1,2}:[0-9]{2}[-,]?|[;,+|\"\\[\\]/ -]|\\PC){0,12}",
    ) {
        if let Ok(spec) = CalendarSpec::from_opening_hours("UTC", &text, Vec::new()) {
            proptest::prop_assert!(BusinessCalendar::compile(&spec).is_ok());
        }
    }
}
