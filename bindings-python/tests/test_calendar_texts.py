"""Calendars from texts that others write: `opening_hours` of OpenStreetMap, and iCalendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from frontdesk import (
    BusinessCalendar,
    CalendarSpec,
    Holiday,
    HolidayImport,
    HolidayRuleDate,
    HolidayRuleYearly,
    InvalidError,
    LeftOut,
    LimitExceededError,
    LocalInterval,
    Weekday,
)

BERLIN = ZoneInfo("Europe/Berlin")
ICS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Christmas Day
DTSTART;VALUE=DATE:20261225
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
SUMMARY:Company outing
DTSTART:20260612T080000Z
END:VEVENT
END:VCALENDAR
"""


def test_opening_hours_become_a_calendar() -> None:
    closed = [Holiday(name="Unity", rule=HolidayRuleYearly(month=10, day=3))]
    text = "Mo-Fr 09:00-12:30,13:30-17:30; Sa 10:00-14:00; 2026 Dec 24 09:00-12:00; Dec 25 off; PH off"
    spec = CalendarSpec.from_opening_hours("Europe/Berlin", text, closed)
    assert [hours.weekday for hours in spec.weekly] == list(Weekday)[:6]
    assert spec.weekly[0].intervals[0] == LocalInterval(from_="09:00", to="12:30")
    assert (spec.zone, spec.shifts[0].date) == ("Europe/Berlin", "2026-12-24")
    assert spec.holidays == (*closed, Holiday(name="Dec 25 off", rule=HolidayRuleYearly(month=12, day=25)))
    calendar = BusinessCalendar(spec)
    assert calendar.next_close(datetime(2026, 12, 24, 10, tzinfo=BERLIN)) == datetime(2026, 12, 24, 12, tzinfo=BERLIN)
    assert calendar.is_holiday(datetime(2026, 10, 3, 12, tzinfo=BERLIN))
    assert not BusinessCalendar(CalendarSpec.from_opening_hours("UTC", "off")).has_hours


@pytest.mark.parametrize(
    ("zone", "text", "code", "path", "position"),
    [
        ("UTC", "Mo-Fr 09:00+", "opening_hours.not_supported", "/text", "11"),
        ("UTC", "Mo-Fr 09:00-25:61", "opening_hours.bad_time", "/text", "12"),
        ("UTC", "whenever", "opening_hours.unknown", "/text", "0"),
        ("UTC", "2026 Feb 30 off", "opening_hours.bad_date", "/text", "0"),
        ("UTC", " ; ", "opening_hours.empty", "/text", None),
        ("Europe/Atlantis", "24/7", "calendar.unknown_zone", "/zone", None),
        ("UTC", "24/7\ud800", "call.malformed", "/text", None),
        ("UTC", None, "call.malformed", "/text", None),
        (5, "24/7", "call.malformed", "/zone", None),
    ],
)
def test_opening_hours_that_cannot_be_kept_are_refused(
    zone: Any, text: Any, code: str, path: str, position: str | None
) -> None:
    with pytest.raises(InvalidError) as refused:
        CalendarSpec.from_opening_hours(zone, text)
    error = refused.value
    assert (error.code, error.path) == (code, path)
    assert next((detail.value for detail in error.details if detail.name == "position"), None) == position
    assert error.hint or code == "call.malformed"


def test_faulty_holidays_beside_opening_hours_have_their_place() -> None:
    for holidays, path in [
        ([Holiday(name="None", rule=HolidayRuleDate(date="2026-02-30"))], "/holidays/0/rule/date"),
        (["Christmas"], "/holidays/0"),
        ("Christmas", "/holidays"),
    ]:
        with pytest.raises(InvalidError) as refused:
            CalendarSpec.from_opening_hours("UTC", "24/7", holidays)  # type: ignore[arg-type]
        assert refused.value.path == path
    with pytest.raises(LimitExceededError) as long:
        CalendarSpec.from_opening_hours("UTC", "24/7;" * 1000)
    assert (long.value.code, long.value.path) == ("opening_hours.too_long", "/text")


def test_holidays_are_read_and_what_is_left_out_is_told() -> None:
    read = HolidayImport.read_ics(ICS)
    assert read.holidays == (Holiday(name="Christmas Day", rule=HolidayRuleYearly(month=12, day=25), from_year=2026),)
    [left_out] = read.left_out
    assert isinstance(left_out, LeftOut)
    assert (left_out.what, left_out.line) == ("Company outing", 7) and "UTC" in left_out.why
    assert read.covers_until is None, "Christmas comes back without an end"
    once = HolidayImport.read_ics(ICS.replace("RRULE:FREQ=YEARLY\n", ""))
    assert once.covers_until == date(2026, 12, 25)
    spec = CalendarSpec.from_opening_hours("Europe/Berlin", "Mo-Fr 09:00-17:00", read.holidays)
    assert BusinessCalendar(spec).next_open(datetime(2026, 12, 25, tzinfo=BERLIN)) == datetime(2026, 12, 28, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "ics.not_a_calendar", "1"),
        ("<html>\n", "ics.not_a_calendar", "1"),
        (ICS.replace("END:VCALENDAR\n", ""), "ics.cut_off", "10"),
        ("\ud800", "call.malformed", None),
        (b"BEGIN:VCALENDAR", "call.malformed", None),
        (None, "call.malformed", None),
    ],
)
def test_what_is_no_icalendar_is_refused(text: Any, code: str, line: str | None) -> None:
    with pytest.raises(InvalidError) as refused:
        HolidayImport.read_ics(text)
    error = refused.value
    assert (error.code, error.path) == (code, "/text")
    assert next((detail.value for detail in error.details if detail.name == "line"), None) == line
    assert error.hint or line is None


def test_an_icalendar_that_is_too_large_is_refused() -> None:
    with pytest.raises(LimitExceededError) as large:
        HolidayImport.read_ics(ICS + "X" * (4 << 20))
    assert (large.value.code, large.value.path) == ("ics.too_large", "/text")
