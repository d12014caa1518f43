"""Many questions to a calendar at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from frontdesk import BusinessCalendar, CalendarSpec, InvalidError

HOUR = timedelta(hours=1)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=timezone.utc)
OFFICE = BusinessCalendar(CalendarSpec.from_opening_hours("Europe/Berlin", "Mo-Fr 09:00-17:00; Dec 25-26 off"))
ZONES = [timezone.utc, timezone(HOUR), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")]


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("count", [0, 3, 300])
def test_many_have_the_answers_of_single_ones(zone: timezone | ZoneInfo, count: int) -> None:
    instants = [datetime(2026, 1, 1, 0, 0, 0, 999, tzinfo=zone) + nth * timedelta(hours=31.3) for nth in range(count)]
    for duration in (timedelta(0), 5 * HOUR, -5 * HOUR, 30_000 * HOUR):
        due = OFFICE.add_many(iter(instants), duration)
        assert due == [OFFICE.add(at, duration) for at in instants]
        assert all(at is not None and at.tzinfo is zone for at in due)
    pairs = list(zip(instants, reversed(instants)))
    assert OFFICE.between_many(iter(pairs)) == [OFFICE.between(begin, end) for begin, end in pairs]


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)
    always = BusinessCalendar.always()
    assert always.between_many([(first, second), (second, first)]) == [HOUR, -HOUR]
    begun = always.add_many([first, second], HOUR)
    assert [(at.hour, at.fold) for at in begun if at] == [(2, 1), (3, 0)]


def test_never_and_the_end_of_time() -> None:
    instants = [datetime(1960, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 1, tzinfo=timezone.utc), LAST]
    assert BusinessCalendar(CalendarSpec(zone="UTC")).add_many(instants, HOUR) == [None] * 3
    assert OFFICE.add_many(instants, HOUR)[2] is None and OFFICE.add_many(instants, -HOUR)[0] is None
    assert OFFICE.add_many(instants, timedelta.max // 1000) == [None] * 3
    tokyo = LAST.replace(hour=12).astimezone(timezone(9 * HOUR))
    assert BusinessCalendar.always().add_many([tokyo], 11 * HOUR) == [LAST], "in its zone that is the year 10000"


def test_one_bad_instant_of_many_is_told_by_its_place() -> None:
    aware = datetime(2026, 1, 1, tzinfo=timezone.utc)
    wrong: Any
    for wrong in (datetime(2026, 1, 1), date(2026, 1, 1), None, 5, HOUR):
        with pytest.raises(InvalidError) as refused:
            OFFICE.add_many([aware, wrong], HOUR)
        assert (refused.value.path, refused.value.code) == ("/instants/1", "call.malformed")
        with pytest.raises(InvalidError) as refused:
            OFFICE.between_many([(aware, aware), (aware, wrong)])
        assert refused.value.path == "/pairs/1/1"
    with pytest.raises(InvalidError, match="give it a zone"):
        OFFICE.add_many([datetime(2026, 1, 1)], HOUR)
    for wrong in ((aware,), (aware, aware, aware), aware, None, "ab"):
        with pytest.raises(InvalidError, match="a tuple of two datetimes") as refused:
            OFFICE.between_many([(aware, aware), wrong])
        assert refused.value.path == "/pairs/1"
    for wrong in (aware, "2026", None):
        with pytest.raises(InvalidError, match="a list") as refused:
            OFFICE.add_many(wrong, HOUR)
        assert refused.value.path == "/instants"
        with pytest.raises(InvalidError) as refused:
            OFFICE.between_many(wrong)
        assert refused.value.path == "/pairs"
    with pytest.raises(InvalidError) as refused:
        OFFICE.add_many([aware], 5)  # type: ignore[arg-type]
    assert refused.value.path == "/duration"
