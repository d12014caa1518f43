"""Business calendars by themselves: open time without a desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, ParamSpec, TypeVar, final, overload

from . import _native
from ._codec import decode_calendar_spec, decode_day_hours, decode_stretch_reason, encode_calendar_spec
from ._engine import raised, written
from ._models import CalendarSpec, DayHours, OpenStretch, Period
from ._wire import (
    Place,
    checked,
    decode_duration,
    decode_instant,
    encode_clock_time,
    encode_day,
    encode_duration,
    encode_instant,
    encode_list,
    encode_size,
    encode_str,
    not_a,
)

T = TypeVar("T")
P = ParamSpec("P")

_ROOT: Place = []
_AT, _BEGIN, _DATE, _DAYS, _DURATION, _END, _INSTANTS, _OTHER, _PAIRS, _TIME = (
    (_ROOT, name)
    for name in ("at", "begin", "date", "days", "duration", "end", "instants", "other", "pairs", "time")
)


@final
class BusinessCalendar:
    """When somebody works, and arithmetic with the time they work.

    Open time is real time: a day on which the clock is set has more or less of it than the clock shows. Instants are
    aware datetimes, read to the millisecond; answers are in the zone of the datetime that was asked about, or in UTC
    where that zone would lie past the year 9999. Time begins in 1970: what is earlier counts as that.

    A calendar does not change, and is as good in many threads as in one.
    """

    __slots__ = ("_made_of", "_native")

    _native: _native.BusinessCalendar
    _made_of: tuple[Callable[..., BusinessCalendar], tuple[Any, ...]]
    """What makes the same calendar, and of what."""

    def __init__(self, hours: CalendarSpec) -> None:
        """The calendar of these hours. A fault in them is an `InvalidError` with the path to it."""
        spec = encode_calendar_spec(hours, _ROOT)
        self._native = _asked(_native.BusinessCalendar, written(spec))
        self._made_of = (BusinessCalendar, (decode_calendar_spec(spec, []),))

    @staticmethod
    def from_json(text: str) -> BusinessCalendar:
        """The calendar of hours that are written as JSON, as they are stored and sent."""
        native = _asked(_native.BusinessCalendar, encode_str(text, _ROOT).encode())
        return _calendar(native, BusinessCalendar, decode_calendar_spec(json.loads(text), []))

    @staticmethod
    def always() -> BusinessCalendar:
        """The calendar that is always open."""
        return _calendar(_asked(_native.BusinessCalendar.always), BusinessCalendar.always)

    def intersection(self, other: BusinessCalendar) -> BusinessCalendar:
        """The calendar that is open when this one and the other are: `a & b`."""
        checked(other, BusinessCalendar, _OTHER)
        native = _asked(self._native.intersection, other._native)
        return _calendar(native, BusinessCalendar.intersection, self, other)

    def union(self, other: BusinessCalendar) -> BusinessCalendar:
        """The calendar that is open when this one or the other is: `a | b`."""
        checked(other, BusinessCalendar, _OTHER)
        native = _asked(self._native.union, other._native)
        return _calendar(native, BusinessCalendar.union, self, other)

    def add(self, at: datetime, duration: timedelta) -> datetime | None:
        """When so much open time has gone by since `at`; nothing when that is never. A negative one goes back."""
        millis = encode_duration(duration, _DURATION)
        return _in_zone(_asked(self._native.add, encode_instant(at, _AT), millis), at.tzinfo)

    def sub(self, at: datetime, duration: timedelta) -> datetime | None:
        """From when so much open time goes by to `at`; nothing when there is not so much since 1970."""
        millis = encode_duration(duration, _DURATION)
        return _in_zone(_asked(self._native.sub, encode_instant(at, _AT), millis), at.tzinfo)

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """How much open time lies between two instants; negative when `end` is the earlier one."""
        instants = encode_instant(begin, _BEGIN), encode_instant(end, _END)
        return decode_duration(_asked(self._native.between, *instants))

    def add_many(self, instants: Iterable[datetime], duration: timedelta) -> list[datetime | None]:
        """`add` for many instants, in their order: quicker than one by one."""
        millis, asked = encode_duration(duration, _DURATION), _listed(instants, _INSTANTS)
        try:
            return _asked(self._native.add_many, asked, millis)
        except (TypeError, ValueError):
            encode_list(asked, _INSTANTS, encode_instant)
            raise

    def between_many(self, pairs: Iterable[tuple[datetime, datetime]]) -> list[timedelta]:
        """`between` for many pairs of a begin and an end, in their order: quicker than one by one."""
        asked = _listed(pairs, _PAIRS)
        try:
            return _asked(self._native.between_many, asked)
        except (TypeError, ValueError):
            encode_list(asked, _PAIRS, _encode_pair)
            raise

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at this instant: from when it opens, until before it closes."""
        return _asked(self._native.is_open, encode_instant(at, _AT))

    def is_holiday(self, at: datetime) -> bool:
        """Whether this instant lies on a holiday, of any of the calendars that this one is combined from."""
        return _asked(self._native.is_holiday, encode_instant(at, _AT))

    @property
    def has_hours(self) -> bool:
        """Whether it is ever open."""
        return _asked(self._native.has_hours)

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant at or after this one; nothing when there is none."""
        return _in_zone(_asked(self._native.next_open, encode_instant(at, _AT)), at.tzinfo)

    def next_close(self, at: datetime) -> datetime | None:
        """When the first open period that ends after this instant does; nothing when there is none, or it never ends."""
        return _in_zone(_asked(self._native.next_close, encode_instant(at, _AT)), at.tzinfo)

    def periods(self, begin: datetime, end: datetime) -> Iterator[Period]:
        """The open periods of a stretch of time, cut to it. Each is computed as it is taken."""
        return self._periods(encode_instant(begin, _BEGIN), encode_instant(end, _END), begin.tzinfo)

    def _periods(self, begin: int, end: int, zone: tzinfo | None) -> Iterator[Period]:
        while (found := _asked(self._native.period, begin, end)) is not None:
            start, begin = found
            yield Period(start=_in_zone(start, zone), end=_in_zone(begin, zone))

    def next_business_day_at(self, at: datetime, days: int, time: time) -> datetime | None:
        """A time of day on the so many-th date after that of `at` that has open time; for 0 days on the same date, if
        that has open time and the time is not past, else on the next that has. Whether it is open at that time does
        not matter. Nothing when there are not so many such dates.

        Dates and times are those of the calendar's zone; of a combined calendar, of the zone of its first part. A time
        that is skipped when the clock is set is the first instant after it; of one that comes twice it is the first.
        """
        asked = encode_instant(at, _AT), encode_size(days, _DAYS), encode_clock_time(time, _TIME)
        return _in_zone(_asked(self._native.next_business_day_at, *asked), at.tzinfo)

    @property
    def covers_until(self) -> date | None:
        """The last day up to which the holidays are known to be all there: of a combined calendar, the earliest of
        those that tell one. Nothing when none does.
        """
        day = _asked(self._native.covers_until)
        return None if day is None else date.fromisoformat(day)

    def day(self, date: date) -> Sequence[DayHours]:
        """Why a local date is open or closed: one answer for each calendar that this one is combined from."""
        days = json.loads(_asked(self._native.day, encode_day(date, _DATE)))
        return tuple([decode_day_hours(day, []) for day in days])

    def explain(self, begin: datetime, end: datetime) -> Iterator[DayHours]:
        """Why each local day that a stretch of time touches is open or closed: for each calendar that this one is
        combined from, one after the other. Each day is computed as it is taken.
        """
        return _days(_asked(self._native.explain, encode_instant(begin, _BEGIN), encode_instant(end, _END)))

    def stretches(self, begin: datetime, end: datetime) -> Iterator[OpenStretch]:
        """Every counted and skipped stretch between two instants with its reason, in order and without gaps. Each is
        computed as it is taken.

        A stretch goes on over midnight when the reason stays. Of a combined calendar, what is closed tells the first
        part that closes it, and what is open the first that opens it.

        Python subtracts two datetimes of one `ZoneInfo` as the clock shows them: ask in UTC to subtract real time.
        """
        instants = encode_instant(begin, _BEGIN), encode_instant(end, _END)
        return _stretches(_asked(self._native.stretches, *instants), begin.tzinfo)

    def __and__(self, other: BusinessCalendar) -> BusinessCalendar:
        return self.intersection(other) if isinstance(other, BusinessCalendar) else NotImplemented

    def __or__(self, other: BusinessCalendar) -> BusinessCalendar:
        return self.union(other) if isinstance(other, BusinessCalendar) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BusinessCalendar) and self._made_of == other._made_of

    def __hash__(self) -> int:
        return hash(self._made_of)

    def __reduce__(self) -> tuple[Callable[..., BusinessCalendar], tuple[Any, ...]]:
        return self._made_of

    def __repr__(self) -> str:
        make, parts = self._made_of
        return f"{make.__qualname__}({', '.join(map(repr, parts))})"


def _calendar(
    native: _native.BusinessCalendar, make: Callable[..., BusinessCalendar], *parts: object
) -> BusinessCalendar:
    calendar = BusinessCalendar.__new__(BusinessCalendar)
    calendar._native = native
    calendar._made_of = (make, parts)
    return calendar


def _days(days: _native.Days) -> Iterator[DayHours]:
    while (day := _asked(next, days, None)) is not None:
        yield decode_day_hours(json.loads(day), [])


def _stretches(stretches: _native.Stretches, zone: tzinfo | None) -> Iterator[OpenStretch]:
    while (found := _asked(next, stretches, None)) is not None:
        stretch = json.loads(found)
        yield OpenStretch(
            from_=_in_zone(stretch["from"], zone),
            to=_in_zone(stretch["to"], zone),
            open=stretch["open"],
            reason=decode_stretch_reason(stretch["reason"], []),
            part=stretch["part"],
        )


def _listed(values: Iterable[T], at: Place) -> list[T]:
    if isinstance(values, (str, bytes, bytearray, dict)) or not isinstance(values, Iterable):
        raise not_a("a list", values, at)
    return list(values)


def _encode_pair(pair: object, at: Place) -> object:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise not_a("a tuple of two datetimes", pair, at)
    return encode_list(pair, at, encode_instant)


def _asked(question: Callable[P, T], *of: P.args, **named: P.kwargs) -> T:
    try:
        return question(*of, **named)
    except _native.NativeError as error:
        raise raised(error) from None


@overload
def _in_zone(millis: int, zone: tzinfo | None) -> datetime: ...
@overload
def _in_zone(millis: int | None, zone: tzinfo | None) -> datetime | None: ...
def _in_zone(millis: int | None, zone: tzinfo | None) -> datetime | None:
    if millis is None:
        return None
    instant = decode_instant(millis)
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant
