"""A clock for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import _native
from ._wire import decode_instant, encode_duration, encode_instant


class ManualClock:
    """A clock that stands until it is told to go: tests of deadlines need no waiting."""

    __slots__ = ("_native",)

    def __init__(self, now: datetime) -> None:
        self._native = _native.ManualClock(encode_instant(now, ([], "now")))

    @property
    def now(self) -> datetime:
        """What it shows."""
        return decode_instant(self._native.now())

    def set(self, now: datetime) -> None:
        """Puts the hand on this instant, also backwards."""
        self._native.set(encode_instant(now, ([], "now")))

    def advance(self, by: timedelta) -> None:
        """Moves the hand forwards."""
        self._native.advance(encode_duration(by, ([], "by")))

    def __repr__(self) -> str:
        return f"ManualClock({self.now!r})"
