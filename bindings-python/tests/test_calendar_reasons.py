"""Why a calendar counts a stretch of time, promises in days, and how far its holidays are known."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from frontdesk import (
    Break,
    BreakDayWeekday,
    BusinessCalendar,
    CalendarSpec,
    Holiday,
    HolidayRuleYearly,
    InvalidError,
    LimitExceededError,
    LocalInterval,
    OpenStretch,
    Shift,
    StretchReasonBreak,
    StretchReasonClosedWeekday,
    StretchReasonHoliday,
    StretchReasonOutsideHours,
    StretchReasonOutsideShift,
    StretchReasonShift,
    StretchReasonWeeklyHours,
    Weekday,
    WeekdayHours,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
FIRST = datetime(1970, 1, 1, tzinfo=timezone.utc)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=timezone.utc)
NEVER = BusinessCalendar(CalendarSpec(zone="UTC"))


@pytest.fixture
def office() -> BusinessCalendar:
    """Nine to five with a break on Thursdays; Christmas is closed, and the Saturday behind it has a shift."""
    working = [day for day in Weekday if day not in (Weekday.SATURDAY, Weekday.SUNDAY)]
    return BusinessCalendar(
        CalendarSpec(
            zone="Europe/Berlin",
            weekly=[WeekdayHours(weekday=day, intervals=[interval("09:00", "17:00")]) for day in working],
            holidays=[Holiday(name="Christmas", rule=HolidayRuleYearly(month=12, day=25))],
            shifts=[Shift(date="2026-12-26", intervals=[interval("10:00", "12:00")])],
            breaks=[Break(on=BreakDayWeekday(weekday=Weekday.THURSDAY), interval=interval("12:00", "13:00"))],
            covers_until="2027-12-26",
        )
    )


def interval(begin: str, end: str) -> LocalInterval:
    return LocalInterval(from_=begin, to=end)


def at(day: int, hour: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def test_every_stretch_has_its_reason(office: BusinessCalendar) -> None:
    told = list(office.stretches(at(24, 11), at(28, 10)))
    reasons = [
        (at(24, 11), True, StretchReasonWeeklyHours()),
        (at(24, 12), False, StretchReasonBreak()),
        (at(24, 13), True, StretchReasonWeeklyHours()),
        (at(24, 17), False, StretchReasonOutsideHours()),
        (at(25), False, StretchReasonHoliday(name="Christmas")),
        (at(26), False, StretchReasonOutsideShift()),
        (at(26, 10), True, StretchReasonShift()),
        (at(26, 12), False, StretchReasonOutsideShift()),
        (at(27), False, StretchReasonClosedWeekday()),
        (at(28), False, StretchReasonOutsideHours()),
        (at(28, 9), True, StretchReasonWeeklyHours()),
    ]
    assert [(one.from_, one.open, one.reason) for one in told] == reasons
    assert [one.to for one in told] == [one.from_ for one in told[1:]] + [at(28, 10)]
    assert all(one.from_.tzinfo is one.to.tzinfo is BERLIN and one.part == 0 for one in told)
    counted = sum((one.to - one.from_ for one in told if one.open), timedelta(0))
    assert counted == office.between(at(24, 11), at(28, 10)) == 8 * HOUR


def test_a_combination_tells_which_part_decides(office: BusinessCalendar) -> None:
    late = BusinessCalendar(CalendarSpec.from_opening_hours("Europe/Berlin", "Mo 13:00-20:00"))
    both = [(one.from_.hour, one.open, one.part) for one in (office & late).stretches(at(28, 8), at(28, 21))]
    assert both == [(8, False, 0), (9, False, 1), (13, True, 0), (17, False, 0)]


def test_days_on_which_the_clock_is_set_are_as_long_as_they_are() -> None:
    nights = BusinessCalendar(CalendarSpec.from_opening_hours("Europe/Berlin", "Su 00:00-06:00"))
    for month, day, hours in [(3, 29, 5), (10, 25, 7)]:
        opened, closed = nights.stretches(at(day, month=month), at(day, 12, month))
        assert opened.to.astimezone(timezone.utc) - opened.from_.astimezone(timezone.utc) == hours * HOUR
        assert (opened.to, closed.open) == (at(day, 6, month), False)
    [skipped, again] = [nights.next_business_day_at(at(day, month=month), 0, time(2, 30)) for month, day in [(3, 29), (10, 25)]]
    assert skipped == at(29, 3, 3), "the first instant after the time that is skipped"
    assert again is not None and (again.hour, again.minute, again.fold) == (2, 30, 0), "the first of both"


def test_stretches_are_computed_as_they_are_taken(office: BusinessCalendar) -> None:
    tracemalloc.start()
    try:
        told: Iterator[OpenStretch] = office.stretches(FIRST, LAST)
        assert sum(1 for _ in islice(told, 5_000)) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert list(office.stretches(LAST, FIRST)) == []
    year = FIRST + timedelta(days=365)
    assert [(one.from_, one.to, one.open) for one in BusinessCalendar.always().stretches(FIRST, year)] == [(FIRST, year, True)]
    [closed] = NEVER.stretches(FIRST, year)
    assert (closed.open, closed.reason) == (False, StretchReasonClosedWeekday())


def test_a_promise_in_days_is_kept_on_a_day_that_is_open(office: BusinessCalendar) -> None:
    assert office.next_business_day_at(at(24, 11), 0, time(16)) == at(24, 16)
    assert office.next_business_day_at(at(24, 17), 0, time(16)) == at(26, 16), "the time is past"
    assert office.next_business_day_at(at(24, 11), 1, time(16)) == at(26, 16), "the shift is closed then, and still counts"
    assert office.next_business_day_at(at(24, 11), 2, time(16, 30)) == at(28, 16) + timedelta(minutes=30)
    tokyo = timezone(9 * HOUR)
    found = office.next_business_day_at(at(24, 11).astimezone(tokyo), 1, time(16))
    assert found == at(26, 16) and found is not None and found.tzinfo is tokyo
    assert NEVER.next_business_day_at(FIRST, 1, time(9)) is None
    assert office.next_business_day_at(LAST - timedelta(days=9), 36_525, time(9)) is None


def test_how_far_holidays_are_known(office: BusinessCalendar) -> None:
    sooner = BusinessCalendar(CalendarSpec(zone="UTC", covers_until="2026-12-26"))
    assert office.covers_until == date(2027, 12, 26)
    assert (office & sooner | NEVER).covers_until == date(2026, 12, 26)
    assert NEVER.covers_until is BusinessCalendar.always().covers_until is None


def test_what_cannot_be_asked_is_told_with_its_path_and_a_hint(office: BusinessCalendar) -> None:
    now, naive = at(24), datetime(2026, 12, 24)
    wrong: list[tuple[str, str, Callable[..., Any], tuple[Any, ...]]] = [
        ("/begin", "give it a zone", office.stretches, (naive, now)),
        ("/end", "give it a zone", office.stretches, (now, naive)),
        ("/at", "give it a zone", office.next_business_day_at, (naive, 1, time(9))),
        ("/days", "give 0 or more", office.next_business_day_at, (now, -1, time(9))),
        ("/days", "a whole number", office.next_business_day_at, (now, 1.0, time(9))),
        ("/days", "numbers lie within", office.next_business_day_at, (now, 2**70, time(9))),
        ("/time", "not a time", office.next_business_day_at, (now, 1, "09:00")),
        ("/time", "time\\(16, 30\\)", office.next_business_day_at, (now, 1, time(9, 0, 1))),
        ("/time", "time\\(16, 30\\)", office.next_business_day_at, (now, 1, time(9, tzinfo=BERLIN))),
    ]
    for path, hint, question, of in wrong:
        with pytest.raises(InvalidError, match=hint) as refused:
            question(*of)
        assert (refused.value.path, refused.value.code) == (path, "call.malformed")
    for days in (36_526, 2**40):
        with pytest.raises(LimitExceededError) as many:
            office.next_business_day_at(now, days, time(9))
        assert (many.value.code, many.value.path) == ("calendar.too_many", "/days")
