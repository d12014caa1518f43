"""How plain values are written to JSON and read from it.

A value's place is that of what it lies in and its name there; at the root lie the bytes that travel beside the JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from ._models import ErrorInfo, ErrorKind, Value
from ._native import instant
from .errors import FrontdeskError

T = TypeVar("T")
Name = TypeVar("Name", bound=Enum)

Json: TypeAlias = "dict[str, Any]"
Parts: TypeAlias = "list[bytes]"
Place: TypeAlias = "tuple[Place, str | int] | list[bytes]"

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MILLISECOND = timedelta(milliseconds=1)
MOST = 2**53 - 1
"""The largest whole number that JSON carries everywhere."""
DEEPEST = 120
"""The engine reads little deeper than this."""


def malformed(message: str, at: Place, hint: str | None = None) -> FrontdeskError:
    """The error for a value that cannot be written, with the path to it."""
    names: list[str] = []
    while isinstance(at, tuple):
        at, name = at
        names.append(str(name).replace("~", "~0").replace("/", "~1"))
    path = "".join(f"/{name}" for name in reversed(names))
    return FrontdeskError.of(
        ErrorInfo(
            kind=ErrorKind.INVALID,
            code="call.malformed",
            message=message,
            path=path,
            hint=hint,
            retryable=False,
            details=(),
        )
    )


def not_a(wanted: str, value: object, at: Place) -> FrontdeskError:
    """The error for a value of another type."""
    return malformed(f"this is a {type(value).__name__}, not {wanted}", at)


def not_one_of(union: str, value: object, at: Place) -> FrontdeskError:
    """The error for a value that is none of the classes of a union."""
    return not_a(f"one of `{union}`", value, at)


def checked(value: object, of: type, at: Place) -> None:
    """Sees to it that a value is of a class."""
    if not isinstance(value, of):
        raise not_a(f"a `{of.__name__}`", value, at)


def encode_str(value: str, at: Place) -> str:
    """A text, which is Unicode."""
    if not isinstance(value, str):
        raise not_a("a text", value, at)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise malformed("this text is not Unicode: it has half of a surrogate pair", at) from None
    return value


def encode_int(value: int, at: Place) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise not_a("a whole number", value, at)
    if not -MOST <= value <= MOST:
        raise malformed("this number is too large", at, "numbers lie within 2**53 - 1 of zero")
    return value


def encode_size(value: int, at: Place) -> int:
    """A whole number that is not negative."""
    if encode_int(value, at) < 0:
        raise malformed("this number is negative", at, "give 0 or more")
    return value


def encode_bool(value: bool, at: Place) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise not_a("a bool", value, at)
    return value


def encode_instant(value: datetime, at: Place) -> int:
    """An instant: digits below a millisecond are dropped."""
    if not isinstance(value, datetime):
        raise not_a("a datetime", value, at)
    if value.utcoffset() is None:
        hint = "give it a zone: `datetime(…, tzinfo=timezone.utc)`, or `.astimezone()` for local time"
        raise malformed("this datetime has no time zone", at, hint)
    return (value - EPOCH) // MILLISECOND


def encode_day(value: date, at: Place) -> str:
    """A day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise not_a("a date", value, at)
    return value.isoformat()


def encode_clock_time(value: time, at: Place) -> str:
    """A time of day on the clocks of a place, in whole minutes."""
    if not isinstance(value, time):
        raise not_a("a time", value, at)
    if value.tzinfo is not None or value.second or value.microsecond:
        raise malformed("this time has a zone, or parts of a minute", at, "give hours and minutes: `time(16, 30)`")
    return value.isoformat("minutes")


def encode_duration(value: timedelta, at: Place) -> int:
    """A length of time: digits below a millisecond are dropped."""
    if not isinstance(value, timedelta):
        raise not_a("a timedelta", value, at)
    return encode_int(value // MILLISECOND, at)


def encode_bytes(value: bytes, at: Place) -> int:
    """Bytes, which travel beside the JSON."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise not_a("bytes", value, at)
    root = at
    while isinstance(root, tuple):
        root = root[0]
    root.append(bytes(value))
    return len(root) - 1


def encode_name(value: Name, names: type[Name], at: Place) -> str:
    """One of some names. The plain text of it does as well."""
    if type(value) is not names:
        try:
            value = names(value)
        except ValueError:
            known = ", ".join(f"`{name.value}`" for name in names)
            raise malformed(f"this is no `{names.__name__}`", at, f"there are: {known}") from None
    written: str = value.value
    return written


def encode_list(values: Sequence[T], at: Place, encode: Callable[[T, Place], object]) -> list[object]:
    """Several of something; a text is not taken for a list of letters."""
    if isinstance(values, (str, bytes, bytearray, dict)) or not isinstance(values, Iterable):
        raise not_a("a list", values, at)
    return [encode(value, (at, nth)) for nth, value in enumerate(values)]


def not_too_deep(at: Place) -> None:
    """Ends what goes on without end, long before the stack does."""
    place, depth = at, 0
    while isinstance(place, tuple):
        place, depth = place[0], depth + 1
    if depth > DEEPEST:
        raise malformed("this is nested too deeply", at)


def encode_value(value: Value, at: Place) -> object:
    """A value as commands, conditions and actions carry it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return encode_str(value, at)
    if isinstance(value, int) and value.bit_length() < 64:
        # Which numbers a field takes is for the engine to say.
        return value
    if isinstance(value, int):
        return encode_int(value, at)
    not_too_deep(at)
    return encode_list(value, at, encode_value)


def decode_value(data: Any) -> Value:
    """A value as commands, conditions and actions carry it."""
    return tuple([decode_value(item) for item in data]) if isinstance(data, list) else data


decode_instant = instant
"""An instant, in UTC."""


def decode_duration(data: int) -> timedelta:
    """A length of time."""
    return data * MILLISECOND


def decode_nothing(data: Any, parts: Parts) -> None:
    """The answer of what only succeeds."""


def decode_unknown(of: str, data: object) -> FrontdeskError:
    """The error for data that names no variant."""
    return malformed(f"{data!r} is no `{of}`", [])
