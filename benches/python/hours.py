"""Questions to a calendar: nine to five in Berlin with a holiday, from instants all over a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import cycle

from frontdesk import BusinessCalendar, CalendarSpec, Holiday, HolidayRuleYearly, LocalInterval, Weekday, WeekdayHours
from harness import Size, in_turns, row

WORKING = [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]
BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)


def hours(quick: bool) -> Iterator[str]:
    """Open time added and measured."""
    size = Size(2, 10) if quick else Size(50, 5000)
    nine_to_five = [LocalInterval(from_="09:00", to="17:00")]
    office = BusinessCalendar(
        CalendarSpec(
            zone="Europe/Berlin",
            weekly=[WeekdayHours(weekday=day, intervals=nine_to_five) for day in WORKING],
            holidays=[Holiday(name="New Year", rule=HolidayRuleYearly(month=1, day=1))],
        )
    )
    instants = cycle([BEGIN + nth * timedelta(hours=1.7) for nth in range(5000)])
    five_hours = timedelta(hours=5)
    added, between = in_turns(
        size, lambda: office.add(next(instants), five_hours), lambda: office.between(BEGIN, next(instants))
    )
    yield row("Python: calendar, add five hours", added, most=8_000)
    yield row("Python: calendar, between two instants", between, most=8_000)
