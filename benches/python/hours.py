"""Questions to a calendar: nine to five in Berlin with twenty holidays, from instants all over a year, in the zone of the calendar.

The peer is the package `businesstimedelta`. It is asked the same, and has to answer the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

import businesstimedelta  # type: ignore[import-not-found]
import pytz  # type: ignore[import-untyped]
from frontdesk import BusinessCalendar, CalendarSpec, Holiday, HolidayRuleYearly, LocalInterval, Weekday, WeekdayHours
from harness import Size, Work, in_turns, row, side_by_side

WORKING = [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]
HOLIDAYS = [(1 + nth % 12, 1 + nth * 5 % 28) for nth in range(20)]
"""Month and day of each."""
YEARS = range(2025, 2034)
"""The peer knows no holidays of every year."""
BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = [datetime(2026, 1, 1, tzinfo=BERLIN) + nth * 37 % 5000 * timedelta(hours=1.7) for nth in range(5000)]
"""Neighbors in the list are far apart, so that also a few of them are from all over the year."""

SPANS = [("a day", 1, 8, 50), ("a week", 7, 40, 16), ("a month", 30, 170, 4), ("a year", 365, 2000, 1), ("three years", 1096, 6000, 1)]
"""Each with its days, about as many open hours, and how often the peer is asked in a round."""


def hours(quick: bool) -> Iterator[str]:
    """Open time added and measured."""
    office = calendar()
    size = Size(2, 10) if quick else Size(50, 5000)
    instants = cycle(INSTANTS)
    five_hours = timedelta(hours=5)
    added, between = in_turns(
        size, lambda: office.add(next(instants), five_hours), lambda: office.between(INSTANTS[0], next(instants))
    )
    yield row("Python: calendar, add five hours", added, most=8_000)
    yield row("Python: calendar, between two instants", between, most=8_000)
    for name, days, open_hours, asked in SPANS:
        yield from beside_peer(office, quick, name, timedelta(days=days), timedelta(hours=open_hours), asked)


def beside_peer(
    office: BusinessCalendar, quick: bool, name: str, span: timedelta, open_time: timedelta, asked: int
) -> Iterator[str]:
    """The same questions to both, one by one and to ours also all at once."""
    peer = peers_calendar()
    length = businesstimedelta.BusinessTimeDelta(peer, timedelta=open_time)
    pairs = [(begin, begin + span) for begin in INSTANTS]
    for begin, end in pairs[:3] if quick else pairs[:20]:
        if office.add(begin, open_time) != begin + length or office.between(begin, end) != peer.difference(begin, end).timedelta:
            raise ValueError(f"the peer answers something else about {name} from {begin}")

    rounds, times, many, asked = (1, 10, 20, 1) if quick else (20, 2000, 5000, asked)
    ours, theirs = cycle(INSTANTS), cycle(INSTANTS)
    single, at_once, of_peer = side_by_side(
        rounds,
        Work(lambda: office.add(next(ours), open_time), times),
        Work(lambda: office.add_many(INSTANTS[:many], open_time), 1, many),
        Work(lambda: next(theirs) + length, asked),
    )
    yield row(f"Python: calendar, add {name}; peer: businesstimedelta", single, of_peer, ratio=30)
    yield row(f"Python: calendar, add {name}, many at once; peer: businesstimedelta", at_once, of_peer, ratio=100)

    our_pairs, their_pairs = cycle(pairs), cycle(pairs)
    single, at_once, of_peer = side_by_side(
        rounds,
        Work(lambda: office.between(*next(our_pairs)), times),
        Work(lambda: office.between_many(pairs[:many]), 1, many),
        Work(lambda: peer.difference(*next(their_pairs)), asked),
    )
    yield row(f"Python: calendar, between, {name}; peer: businesstimedelta", single, of_peer, ratio=30)
    yield row(f"Python: calendar, between, {name}, many at once; peer: businesstimedelta", at_once, of_peer, ratio=100)


def calendar() -> BusinessCalendar:
    """Ours."""
    nine_to_five = [LocalInterval(from_="09:00", to="17:00")]
    return BusinessCalendar(
        CalendarSpec(
            zone="Europe/Berlin",
            weekly=[WeekdayHours(weekday=day, intervals=nine_to_five) for day in WORKING],
            holidays=[
                Holiday(name=f"{month}-{day}", rule=HolidayRuleYearly(month=month, day=day)) for month, day in HOLIDAYS
            ],
        )
    )


def peers_calendar() -> Any:
    """The same as the peer has it."""
    zone = pytz.timezone("Europe/Berlin")
    dates = {date(year, month, day): "closed" for year in YEARS for month, day in HOLIDAYS}
    working = businesstimedelta.WorkDayRule(
        start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=zone
    )
    return businesstimedelta.Rules([working, businesstimedelta.HolidayRule(dates, tz=zone)])
