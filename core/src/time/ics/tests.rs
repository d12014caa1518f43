//! Files as they are published, and files that nobody should publish.

use super::*;
use crate::hang::in_time;
use crate::time::{BusinessCalendar, CalendarSpec, HolidayRule, Weekday};

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n")
}

/// Events that are told by their lines, without those that begin and end them.
fn read(events: &[&str]) -> HolidayImport {
    let events: String = events
        .iter()
        .map(|lines| format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", lines.replace('|', "\n")))
        .collect();
    let import = HolidayImport::read_ics(&calendar(&events)).unwrap();
    let spec: CalendarSpec = serde_json::from_value(serde_json::json!({ "zone": "UTC" })).unwrap();
    let compiled = BusinessCalendar::compile(&CalendarSpec { holidays: import.holidays.clone(), ..spec });
    assert!(compiled.is_ok(), "{compiled:?}");
    import
}

fn one(lines: &str) -> Holiday {
    let mut import = read(&[lines]);
    assert_eq!((import.holidays.len(), import.left_out.as_slice()), (1, &[][..]), "{lines}: {import:?}");
    import.holidays.remove(0)
}

fn whys(lines: &str) -> Vec<String> {
    read(&[lines]).left_out.into_iter().map(|left_out| left_out.why).collect()
}

fn on(date: &str) -> HolidayRule {
    HolidayRule::Date { date: date.to_owned() }
}

fn days(from: &str, to: &str) -> HolidayRule {
    HolidayRule::Range { from: from.to_owned(), to: to.to_owned() }
}

/// The days of a year that an import closes, as `MM-DD`.
fn closed(import: &HolidayImport, year: i32) -> Vec<String> {
    let spec = CalendarSpec {
        holidays: import.holidays.clone(),
        ..serde_json::from_value(serde_json::json!({ "zone": "UTC" })).unwrap()
    };
    let calendar = BusinessCalendar::compile(&spec).unwrap();
    let first = LocalDate::parse(&format!("{year}-01-01")).unwrap().day_number();
    let dates = (first..first + 366).filter_map(LocalDate::from_day_number);
    let dates = dates.filter(|date| date.to_string().starts_with(&year.to_string()));
    let closed =
        dates.filter(|date| matches!(calendar.day(*date)[0].reason, crate::time::DayReason::Holiday { .. }));
    closed.map(|date| date.to_string().split_off(5)).collect()
}

#[test]
fn a_file_of_a_country_is_read_with_its_folds_escapes_and_line_ends() {
    let text = "\u{feff}BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Holidays//EN\r\nBEGIN:VTIMEZONE\r\n\
        BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n\
        END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nsummary;LANGUAGE=\"x:y\":New Year\\, the\r\n  first\\nday\r\n\
        DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270102\r\nTRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\n\
        SUMMARY:Wake up\r\nDURATION:P3D\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n\r\n\
        BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270106\r\nSUMMARY:Epiphany\r\nEND:VEVENT\r\nEND:VCALENDAR";
    for text in [text.to_owned(), text.replace("\r\n", "\n")] {
        let import = HolidayImport::read_ics(&text).unwrap();
        let expected = [
            Holiday::new("New Year, the first day", on("2027-01-01")),
            Holiday::new("Epiphany", on("2027-01-06")),
        ];
        assert_eq!(import.holidays, expected);
        assert_eq!(import.covers_until, Some(LocalDate::parse("2027-01-06").unwrap()));
        assert_eq!(import.left_out, []);
    }
}

#[test]
fn an_event_closes_every_day_it_touches() {
    let cases = [
        ("DTSTART;VALUE=DATE:20261224", on("2026-12-24")),
        ("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261224", on("2026-12-24")),
        ("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261227", days("2026-12-24", "2026-12-26")),
        ("DTSTART:20261224|DURATION:P1W", days("2026-12-24", "2026-12-30")),
        (
            "DTSTART;TZID=Europe/Berlin:20261224T000000|DTEND;TZID=Europe/Berlin:20261225T000000",
            on("2026-12-24"),
        ),
        ("DTSTART:20261224T220000|DTEND:20261225T020000", days("2026-12-24", "2026-12-25")),
        ("DTSTART:20261224T180000|DURATION:PT6H", on("2026-12-24")),
        ("DTSTART:20261224T180000|DURATION:P1DT6H0M1S", days("2026-12-24", "2026-12-26")),
        ("DTSTART:20261224T180000", on("2026-12-24")),
    ];
    for (lines, rule) in cases {
        assert_eq!(one(lines).rule, rule, "{lines}");
    }
}

#[test]
fn a_time_in_utc_is_on_the_date_of_the_calendar_s_zone() {
    let event = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20261223T230000Z\nDTEND:20261224T230000Z\nEND:VEVENT\n";
    let import =
        HolidayImport::read_ics(&calendar(&format!("X-WR-TIMEZONE:Europe/Berlin\n{event}"))).unwrap();
    assert_eq!(import.holidays, [Holiday::new("x", on("2026-12-24"))]);
    let nowhere = HolidayImport::read_ics(&calendar(event)).unwrap();
    assert!(nowhere.holidays.is_empty() && nowhere.left_out[0].why.contains("X-WR-TIMEZONE"));
    // The zone of one calendar is not that of the next.
    let two = calendar("X-WR-TIMEZONE:Europe/Berlin\n") + &calendar(event);
    assert_eq!(HolidayImport::read_ics(&two).unwrap().left_out[0].line, 7);
}

#[test]
fn series_of_every_year_become_rules() {
    let yearly = |month, day| HolidayRule::Yearly { month, day };
    let nth = |month, weekday, nth| HolidayRule::YearlyWeekday { month, weekday, nth };
    let cases = [
        ("20261225", "FREQ=YEARLY", yearly(12, 25)),
        ("20261225", "FREQ=YEARLY;INTERVAL=1;WKST=MO", yearly(12, 25)),
        ("20261225", "freq=yearly;bymonth=12;bymonthday=25", yearly(12, 25)),
        ("20261231", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", yearly(12, 31)),
        ("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", nth(11, Weekday::Thursday, 4)),
        ("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=+4TH", nth(11, Weekday::Thursday, 4)),
        ("20260525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", nth(5, Weekday::Monday, -1)),
        (
            "20260525",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYMONTHDAY=25,26,27,28,29,30,31",
            nth(5, Weekday::Monday, -1),
        ),
        (
            "20261012",
            "FREQ=YEARLY;BYMONTH=10;BYDAY=MO;BYMONTHDAY=8,9,10,11,12,13,14",
            nth(10, Weekday::Monday, 2),
        ),
        ("20261012", "FREQ=YEARLY;BYMONTH=10;BYDAY=MO;BYSETPOS=2", nth(10, Weekday::Monday, 2)),
    ];
    for (start, rule, expected) in cases {
        let holiday = one(&format!("DTSTART;VALUE=DATE:{start}|RRULE:{rule}"));
        assert_eq!(holiday, Holiday { from_year: Some(2026), ..Holiday::new("Holiday", expected) }, "{rule}");
    }
}

#[test]
fn series_begin_end_and_skip_years_as_they_say() {
    let years = |lines: &str| {
        let holiday = one(lines);
        (holiday.from_year, holiday.until_year, holiday.every_years)
    };
    assert_eq!(years("DTSTART:19010101|RRULE:FREQ=YEARLY"), (None, None, None));
    assert_eq!(years("DTSTART:20260101|RRULE:FREQ=YEARLY;COUNT=3"), (Some(2026), Some(2028), None));
    assert_eq!(years("DTSTART:20260601|RRULE:FREQ=YEARLY;UNTIL=20300531"), (Some(2026), Some(2029), None));
    assert_eq!(
        years("DTSTART:20260601|RRULE:FREQ=YEARLY;UNTIL=20300601T000000Z"),
        (Some(2026), Some(2030), None)
    );
    assert_eq!(years("DTSTART:19681105|RRULE:FREQ=YEARLY;INTERVAL=4"), (Some(1972), None, Some(4)));
    // Leap days count only where they are.
    assert_eq!(years("DTSTART:20240229|RRULE:FREQ=YEARLY;COUNT=3"), (Some(2024), Some(2032), None));
    let two = read(&["DTSTART:20260701|RRULE:FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1;COUNT=4"]);
    assert_eq!(
        [2026, 2027, 2028].map(|year| closed(&two, year).join(" ")),
        ["07-01", "01-01 07-01", "01-01"]
    );
    assert_eq!(two.covers_until, Some(LocalDate::parse("2028-01-01").unwrap()));
    // A start that the rule does not tell is the first of the series.
    let odd = read(&["DTSTART:20260702|RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1;COUNT=2"]);
    assert_eq!([2026, 2027, 2028].map(|year| closed(&odd, year).join(" ")), ["07-02", "07-01", ""]);
}

#[test]
fn a_series_of_several_days_goes_over_the_new_year() {
    let import = read(&["DTSTART;VALUE=DATE:20261230|DTEND;VALUE=DATE:20270103|RRULE:FREQ=YEARLY;COUNT=2"]);
    assert_eq!(import.holidays[0].days, Some(4));
    assert_eq!(closed(&import, 2026), ["12-30", "12-31"]);
    assert_eq!(closed(&import, 2027), ["01-01", "01-02", "12-30", "12-31"]);
    assert_eq!(closed(&import, 2028), ["01-01", "01-02"]);
    assert_eq!(import.covers_until, Some(LocalDate::parse("2028-01-02").unwrap()));
}

#[test]
fn dates_are_added_to_a_series_and_left_out_of_it() {
    let import =
        read(&["DTSTART:20260501|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20270501,20280502|RDATE:20270503"]);
    assert_eq!(import.holidays[0].without, ["2027-05-01"]);
    assert_eq!([2026, 2027, 2028].map(|year| closed(&import, year).join(" ")), ["05-01", "05-03", "05-01"]);
    assert_eq!(import.covers_until, None);
    let dates = read(&["DTSTART:20260501|RDATE:20260502,20260503|EXDATE:20260502"]);
    assert_eq!(closed(&dates, 2026), ["05-01", "05-03"]);
}

#[test]
fn single_events_of_a_series_are_moved_and_cancelled() {
    let import = read(&[
        "UID:a|SUMMARY:Outing|DTSTART:20260601|RRULE:FREQ=YEARLY",
        "UID:a|SUMMARY:Outing|RECURRENCE-ID;VALUE=DATE:20270601|DTSTART:20270608",
        "UID:a|SUMMARY:Outing|RECURRENCE-ID;VALUE=DATE:20280601|DTSTART:20280601|STATUS:CANCELLED",
        "UID:b|SUMMARY:Nothing|DTSTART:20260701|STATUS:cancelled",
        "UID:b|RECURRENCE-ID:20260701|DTSTART:20260702",
        "UID:a|SUMMARY:Outing|RECURRENCE-ID;RANGE=THISANDFUTURE:20290601|DTSTART:20290602",
    ]);
    let closed = [2026, 2027, 2028, 2029].map(|year| closed(&import, year).join(" "));
    assert_eq!(closed, ["06-01", "06-08", "", "06-01"]);
    assert_eq!(import.left_out.len(), 1);
    assert_eq!(import.left_out[0].what, "Outing");
}

#[test]
fn what_a_calendar_cannot_say_is_told_with_its_name_and_place() {
    let import = read(&[
        "SUMMARY:Team meeting|DTSTART:20260601|RRULE:FREQ=WEEKLY",
        "UID:7@example.com|RRULE:FREQ=YEARLY",
        "SUMMARY:Good|DTSTART:20260602",
    ]);
    let left_out: Vec<_> =
        import.left_out.iter().map(|left_out| (left_out.what.as_str(), left_out.line)).collect();
    assert_eq!(left_out, [("Team meeting", 3), ("7@example.com", 8)]);
    assert_eq!(import.left_out[0].why, "it is not of every year: `FREQ=WEEKLY`");
    assert_eq!(import.left_out[1].why, "it has no `DTSTART`");
    assert_eq!(import.holidays.len(), 1);
    for lines in [
        "DTSTART:20260601|RRULE:FREQ=MONTHLY;BYMONTHDAY=1",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYMONTHDAY=1",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYDAY=20MO",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYMONTH=6;BYDAY=-2MO",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYMONTH=6;BYDAY=XX",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:20261103|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYYEARDAY=100",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;BYWEEKNO=20",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;INTERVAL=0",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;COUNT=-1",
        "DTSTART:20260601|RRULE:FREQ=YEARLY;UNTIL=soon",
        "DTSTART:20260601|RRULE:",
        "DTSTART:20260601|RRULE:FREQ=YEARLY|RRULE:FREQ=YEARLY;BYMONTH=7",
        "DTSTART:20260601|RRULE:FREQ=YEARLY|EXRULE:FREQ=YEARLY;INTERVAL=2",
        "DTSTART:20260601|DURATION:P32D|RRULE:FREQ=YEARLY",
        "DTSTART:20260601|DTEND:20260531",
        "DTSTART:20260601|DTEND:20280531",
        "DTSTART:20260601|DURATION:-P1D",
        "DTSTART:20260601|DURATION:P99999999999D",
        "DTSTART:20260601|DURATION:P999999999W",
        "DTSTART:20260601|DURATION:PT",
        "DTSTART:2026-06-01",
        "DTSTART:20260230",
        "DTSTART:20260601T250000",
        "DTSTART:é2026060",
        "DTSTART:19691231",
        "DTSTART:22000101",
        "DTSTART:22000101|RRULE:FREQ=YEARLY",
        "DTSTART:19600101|RRULE:FREQ=YEARLY;COUNT=2",
        "DTSTART:20260601|EXDATE:tomorrow|EXDATE:20260601",
    ] {
        let import = read(&[lines]);
        assert_eq!((import.holidays.len(), import.left_out.len()), (0, 1), "{lines}: {import:?}");
    }
    assert_eq!(whys("DTSTART:20260601|RDATE;VALUE=PERIOD:20260602T000000/P1D").len(), 1);
}

#[test]
fn the_same_holiday_of_two_calendars_is_there_once() {
    let import = read(&["UID:1|SUMMARY:x|DTSTART:20260601", "UID:2|SUMMARY:x|DTSTART:20260601"]);
    assert_eq!(import.holidays.len(), 1);
}

#[test]
fn what_is_no_calendar_is_refused() {
    let refused = |text: &str| {
        let error = HolidayImport::read_ics(text).unwrap_err();
        assert_eq!(error.path(), Some("/text"));
        assert!(error.hint_text().is_some());
        error.code()
    };
    assert_eq!(refused(""), "ics.not_a_calendar");
    assert_eq!(refused("<!DOCTYPE html>\n<html>"), "ics.not_a_calendar");
    assert_eq!(refused("BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"), "ics.not_a_calendar");
    assert_eq!(refused("\u{feff}\n\n{}"), "ics.not_a_calendar");
    assert_eq!(refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMM"), "ics.cut_off");
    assert_eq!(refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"), "ics.cut_off");
    assert_eq!(refused(&"x".repeat(MAX_BYTES + 1)), "ics.too_large");
    assert_eq!(refused(&calendar(&"BEGIN:VEVENT\nEND:VEVENT\n".repeat(MAX_EVENTS + 1))), "ics.too_many");
    let dates: Vec<String> = (0..20_000)
        .map(|day| LocalDate::from_day_number(day).unwrap().to_string().replace('-', ""))
        .collect();
    let rdates = format!("BEGIN:VEVENT\nDTSTART:20260101\nRDATE:{}\nEND:VEVENT\n", dates.join(","));
    assert_eq!(refused(&calendar(&rdates)), "ics.too_many");
    let counted = "BEGIN:VEVENT\nDTSTART:00010101\nRRULE:FREQ=YEARLY;COUNT=9999\nEND:VEVENT\n".repeat(1_000);
    assert_eq!(refused(&calendar(&counted)), "ics.too_long");
    let same = "BEGIN:VEVENT\nUID:1\nDTSTART:20260101\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260101\nDTSTART:20260101\nEND:VEVENT\n";
    assert_eq!(refused(&calendar(&same.repeat(5_000))), "ics.too_long");
}

#[test]
fn hostile_texts_take_no_longer_than_their_length_explains() {
    let fill = |piece: &str| piece.repeat((MAX_BYTES - 200) / piece.len());
    for text in [
        calendar(&fill("BEGIN:A\n")),
        calendar(&format!("BEGIN:VEVENT\n{}", fill("BEGIN:A\n"))),
        calendar(&format!("BEGIN:VEVENT\nSUMMARY:{}\nEND:VEVENT\n", fill("\\"))),
        calendar(&format!("BEGIN:VEVENT\nSUMMARY{}\nEND:VEVENT\n", fill(";A=\""))),
        calendar(&format!("BEGIN:VEVENT\nSUMMARY:x{}\nEND:VEVENT\n", fill("\n y"))),
        calendar(&format!("BEGIN:VEVENT\nDTSTART:20260101\n{}\nEND:VEVENT\n", fill("EXDATE:20260101\n"))),
        calendar(&format!(
            "BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=1{}\nEND:VEVENT\n",
            fill(",1")
        )),
        calendar(&format!(
            "BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1MO{}\nEND:VEVENT\n",
            fill(",1MO")
        )),
        fill("BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        fill("\n"),
    ] {
        assert!(in_time(3_000, || _ = HolidayImport::read_ics(&text)), "{:?}", text.get(..60));
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fail_otherwise_than_by_an_error(
        lines in proptest::collection::vec(
            "(BEGIN|END|DTSTART|DTEND|RRULE|EXDATE|RDATE|DURATION|SUMMARY|UID|RECURRENCE-ID|STATUS|X)[;:=A-Z]{0,3}[:;](VEVENT|VCALENDAR|FREQ=YEARLY|BYDAY=[0-9-]{0,2}MO|BYMONTH=[0-9]{1,2}|[0-9]{8}|P[0-9]{0,3}[DWT]|[0-9TZ,;=\\PC]{0,12}){0,3}",
            0..20,
        ),
    ) {
        let text = calendar(&format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", lines.join("\n")));
        if let Ok(import) = HolidayImport::read_ics(&text) {
            let spec: CalendarSpec = serde_json::from_value(serde_json::json!({ "zone": "UTC" })).unwrap();
            let compiled = BusinessCalendar::compile(&CalendarSpec { holidays: import.holidays, ..spec });
            proptest::prop_assert!(compiled.is_ok());
        }
    }
}
