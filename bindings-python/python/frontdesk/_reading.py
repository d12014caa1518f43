"""Hours and holidays from texts in forms that others write. The classes that they become have these as methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from . import _native

if TYPE_CHECKING:
    from ._models import CalendarSpec, Holiday, HolidayImport
    from ._wire import Place

T = TypeVar("T")


def opening_hours(zone: str, text: str, holidays: Sequence[Holiday]) -> CalendarSpec:
    """The hours that a text of OpenStreetMap tells."""
    from ._codec import decode_calendar_spec, encode_holiday
    from ._engine import written
    from ._wire import encode_list, encode_str

    root: Place = []
    arguments = {
        "zone": encode_str(zone, (root, "zone")),
        "text": encode_str(text, (root, "text")),
        "holidays": encode_list(holidays, (root, "holidays"), encode_holiday),
    }
    return decode_calendar_spec(_read(_native.read_opening_hours, written(arguments)), [])


def ics(text: str) -> HolidayImport:
    """The holidays that an iCalendar tells."""
    from ._codec import decode_holiday_import
    from ._wire import encode_str

    return decode_holiday_import(_read(_native.read_ics, encode_str(text, ([], "text"))), [])


def _read(read: Callable[[T], bytes], of: T) -> Any:
    from ._engine import raised

    try:
        return _native.read_json(read(of))
    except _native.NativeError as error:
        raise raised(error) from None
