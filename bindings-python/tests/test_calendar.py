"""Calendars by themselves."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from frontdesk import (
    BusinessCalendar,
    CalendarSpec,
    DayReasonHoliday,
    DayReasonWeekly,
    Holiday,
    HolidayRuleDate,
    HolidayRuleYearly,
    InvalidError,
    LimitExceededError,
    LocalInterval,
    Period,
    Weekday,
    WeekdayHours,
)

BERLIN = timezone(timedelta(hours=1))
HOUR = timedelta(hours=1)
FIRST = datetime(1970, 1, 1, tzinfo=timezone.utc)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=timezone.utc)


def hours(*days: Weekday, zone: str = "Europe/Berlin", begin: str = "09:00", end: str = "17:00") -> CalendarSpec:
    interval = LocalInterval(from_=begin, to=end)
    return CalendarSpec(zone=zone, weekly=[WeekdayHours(weekday=day, intervals=[interval]) for day in days])


@pytest.fixture
def office() -> BusinessCalendar:
    working = [day for day in Weekday if day not in (Weekday.SATURDAY, Weekday.SUNDAY)]
    christmas = Holiday(name="Christmas", rule=HolidayRuleYearly(month=12, day=25))
    spec = hours(*working)
    return BusinessCalendar(CalendarSpec(zone=spec.zone, weekly=spec.weekly, holidays=[christmas]))


def test_open_time_is_added_and_measured(office: BusinessCalendar) -> None:
    friday = datetime(2026, 11, 27, 16, tzinfo=BERLIN)
    monday = datetime(2026, 11, 30, 12, tzinfo=BERLIN)
    assert office.add(friday, 4 * HOUR) == monday
    assert office.sub(monday, 4 * HOUR) == friday
    assert office.add(monday, -4 * HOUR) == friday
    assert office.between(friday, monday) == 4 * HOUR
    assert office.between(monday, friday) == -4 * HOUR
    assert (office.is_open(friday), office.is_open(friday + HOUR), office.has_hours) == (True, False, True)
    assert office.next_open(friday + HOUR) == datetime(2026, 11, 30, 9, tzinfo=BERLIN)
    assert office.next_close(friday) == friday + HOUR
    assert office.add(friday, timedelta(0)) == friday


def test_a_holiday_is_closed_and_told(office: BusinessCalendar) -> None:
    christmas = datetime(2026, 12, 25, 12, tzinfo=BERLIN)
    assert office.is_holiday(christmas) and not office.is_open(christmas)
    assert office.next_open(christmas) == datetime(2026, 12, 28, 9, tzinfo=BERLIN)
    [day] = office.day(date(2026, 12, 25))
    assert (day.date, day.open, day.reason) == (date(2026, 12, 25), timedelta(0), DayReasonHoliday(name="Christmas"))
    [usual] = office.day(date(2026, 12, 24))
    assert (usual.open, usual.reason) == (8 * HOUR, DayReasonWeekly())
    assert usual.intervals == (LocalInterval(from_="09:00", to="17:00"),)
    told = list(office.explain(datetime(2026, 12, 24, 16, tzinfo=BERLIN), datetime(2026, 12, 28, 10, tzinfo=BERLIN)))
    assert [day.date.day for day in told] == [24, 25, 26, 27, 28]
    assert sum((day.open for day in told), timedelta(0)) == 16 * HOUR


def test_open_time_is_real_time_where_the_clock_is_set() -> None:
    nights = BusinessCalendar(hours(Weekday.SUNDAY, begin="00:00", end="06:00"))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert [day.open for one in (spring, autumn) for day in nights.day(one)] == [5 * HOUR, 7 * HOUR]
    zone = ZoneInfo("Europe/Berlin")
    midnight = datetime(2026, 3, 29, tzinfo=zone)
    done = nights.add(midnight, 3 * HOUR)
    assert done == datetime(2026, 3, 29, 4, tzinfo=zone)
    assert done is not None and done.tzinfo is zone and done.utcoffset() == 2 * HOUR
    assert nights.between(midnight, midnight + timedelta(days=1)) == 5 * HOUR
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    assert nights.between(first, first.replace(fold=1)) == HOUR, "the hour that comes twice counts twice"


def test_answers_are_in_the_zone_of_the_question(office: BusinessCalendar) -> None:
    tokyo = timezone(9 * HOUR, "JST")
    asked = datetime(2026, 11, 27, 23, 30, 0, 999_999, tokyo)
    found = office.add(asked, HOUR)
    assert found == datetime(2026, 11, 28, 0, 30, 0, 999_000, tokyo) and found.tzinfo is tokyo
    [period] = office.periods(asked, asked + HOUR)
    assert period == Period(start=asked.replace(microsecond=999_000), end=asked.replace(microsecond=999_000) + HOUR)
    assert period.start.tzinfo is period.end.tzinfo is tokyo
    new_year = BusinessCalendar.always().add(datetime(9999, 12, 31, 20, tzinfo=tokyo), 12 * HOUR)
    assert new_year == datetime(9999, 12, 31, 23, tzinfo=timezone.utc), "in a zone where that is the year 10000"


def test_what_is_never_is_nothing(office: BusinessCalendar) -> None:
    closed = BusinessCalendar(CalendarSpec(zone="UTC"))
    at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    assert not closed.has_hours
    assert closed.add(at, HOUR) is closed.sub(at, HOUR) is closed.next_open(at) is closed.next_close(at) is None
    assert closed.between(FIRST, LAST) == timedelta(0) and list(closed.periods(FIRST, LAST)) == []
    assert BusinessCalendar.always().next_close(at) is None
    assert office.add(LAST, HOUR) is None and office.sub(FIRST, HOUR) is None
    assert office.sub(datetime(1960, 1, 1, tzinfo=timezone.utc), HOUR) is None
    assert office.add(at, timedelta.max // 1000) is None
    assert list(office.periods(LAST, FIRST)) == [] and list(office.explain(LAST, FIRST)) == []


def test_calendars_are_combined(office: BusinessCalendar) -> None:
    shop = BusinessCalendar(hours(Weekday.FRIDAY, Weekday.SATURDAY, begin="12:00", end="20:00"))
    friday, saturday = datetime(2026, 11, 27, tzinfo=BERLIN), datetime(2026, 11, 28, tzinfo=BERLIN)
    both, either = office & shop, office | shop
    assert both.between(friday, saturday + timedelta(days=1)) == 5 * HOUR
    assert either.between(friday, saturday + timedelta(days=1)) == 19 * HOUR
    assert (both, either) == (office.intersection(shop), office.union(shop)) and both != either
    assert len(both.day(friday.date())) == 2
    with pytest.raises(TypeError):
        office & 5  # type: ignore[operator]
    with pytest.raises(InvalidError, match="/other"):
        office.union("shop")  # type: ignore[arg-type]
    with pytest.raises(LimitExceededError) as many:
        for _ in range(7):
            office = office | office
    assert many.value.code == "calendar.too_many"


def test_calendars_are_values(office: BusinessCalendar) -> None:
    for calendar in (office, BusinessCalendar.always(), office & BusinessCalendar.always() | office):
        again: BusinessCalendar = pickle.loads(pickle.dumps(calendar))
        assert again == copy.deepcopy(calendar) == calendar and {calendar: 1}[again] == 1
        assert again.between(FIRST, LAST) == calendar.between(FIRST, LAST)
    assert repr(BusinessCalendar.always()) == "BusinessCalendar.always()"
    assert repr(office).startswith("BusinessCalendar(CalendarSpec(zone='Europe/Berlin', weekly=(WeekdayHours(")
    assert repr(office | office) == f"BusinessCalendar.union({office!r}, {office!r})"
    assert BusinessCalendar(hours(Weekday.MONDAY)) != office


def test_a_calendar_is_read_from_json() -> None:
    text = '{"zone": "Europe/Berlin", "weekly": [{"weekday": "monday", "intervals": [{"from": "09:00", "to": "17:00"}]}]}'
    assert BusinessCalendar.from_json(text) == BusinessCalendar(hours(Weekday.MONDAY))
    for wrong, code, path in [
        (text.replace("Berlin", "Atlantis"), "calendar.unknown_zone", "/zone"),
        (text.replace("17:00", "25:00"), "calendar.bad_time", "/weekly/0/intervals/0/to"),
        (text.replace('"from"', '"form"'), "call.malformed", "/weekly/0/intervals/0/form"),
        (text.replace("monday", "lunedì"), "call.malformed", "/weekly/0/weekday"),
        (text + "}", "call.malformed", ""),
        ("[]", "call.malformed", ""),
        ("[" * 100_000, "call.malformed", ""),
        ("\ud800", "call.malformed", ""),
    ]:
        with pytest.raises(InvalidError) as refused:
            BusinessCalendar.from_json(wrong)
        assert (refused.value.code, refused.value.path) == (code, path)
        assert refused.value.__cause__ is None


def test_faults_are_told_with_their_path(office: BusinessCalendar) -> None:
    twice = Holiday(name="None", rule=HolidayRuleDate(date="2026-02-29"))
    aware, naive = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 1)
    wrong: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
        ("/holidays/0/rule/date", BusinessCalendar, (CalendarSpec(zone="UTC", holidays=[twice]),)),
        ("/weekly/0", BusinessCalendar, (CalendarSpec(zone="UTC", weekly=["monday"]),)),  # type: ignore[list-item]
        ("", BusinessCalendar, ({"zone": "UTC"},)),
        ("", BusinessCalendar.from_json, (b"{}",)),
        ("/at", office.add, (naive, HOUR)),
        ("/at", office.sub, ("2026-01-01", HOUR)),
        ("/duration", office.add, (aware, 3600)),
        ("/end", office.between, (aware, naive)),
        ("/begin", office.between, (date(2026, 1, 1), aware)),
        ("/at", office.is_open, (naive,)),
        ("/at", office.is_holiday, (None,)),
        ("/at", office.next_open, (naive,)),
        ("/at", office.next_close, (naive,)),
        ("/begin", office.periods, (naive, aware)),
        ("/end", office.explain, (aware, naive)),
        ("/date", office.day, (aware,)),
    ]
    for path, question, of in wrong:
        with pytest.raises(InvalidError) as refused:
            question(*of)
        assert refused.value.path == path
    with pytest.raises(InvalidError, match="no time zone.*give it a zone"):
        office.is_open(naive)


def test_all_of_time_is_gone_through_lazily(office: BusinessCalendar) -> None:
    tracemalloc.start()
    try:
        periods, days = office.periods(FIRST, LAST), office.explain(FIRST, LAST)
        assert [period.start.day for period in islice(periods, 3)] == [1, 2, 5]
        assert [day.date for day in islice(days, 2)] == [date(1970, 1, 1), date(1970, 1, 2)]
        assert sum(1 for _ in islice(periods, 20_000)) == sum(1 for _ in islice(days, 20_000)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_one_calendar_serves_many_threads(office: BusinessCalendar) -> None:
    begin = datetime(2026, 1, 1, tzinfo=timezone.utc)
    shared = office.explain(begin, begin + timedelta(days=400))

    def work(nth: int) -> tuple[datetime | None, int]:
        due = office.add(begin + timedelta(days=nth), 1000 * HOUR)
        with_reasons = 0
        try:
            with_reasons = sum(1 for _ in shared)
        except ValueError:
            pass  # Another thread is at it: Python says so of all its generators.
        return due, with_reasons

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(200)))
    assert [due for due, _ in answers] == [office.add(begin + timedelta(days=nth), 1000 * HOUR) for nth in range(200)]
    assert sum(days for _, days in answers) <= 401


def test_others_go_on_while_thousands_of_years_are_looked_through() -> None:
    holidays = [Holiday(name=f"{nth}", rule=HolidayRuleYearly(month=1 + nth % 12, day=1 + nth % 28)) for nth in range(100)]
    part = BusinessCalendar(CalendarSpec(zone="Europe/Berlin", weekly=hours(*Weekday).weekly, holidays=holidays))
    stop, longest = threading.Event(), 0.0

    def count() -> None:
        nonlocal longest
        last = time.perf_counter()
        while not stop.is_set():
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    calendar = part
    thread = threading.Thread(target=count)
    thread.start()
    begun = time.perf_counter()
    for _ in range(5):
        calendar = calendar & calendar
    calendar.between(FIRST, LAST)
    calendar.add(FIRST, timedelta(days=900_000))
    took = time.perf_counter() - begun
    stop.set()
    thread.join()
    assert longest < took / 2, f"nothing went on for {longest} of {took} seconds"
