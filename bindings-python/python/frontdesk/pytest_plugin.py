"""Fixtures for tests of what is built on a desk: `desk` is empty and in memory, and `clock` is the time on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from frontdesk import Desk, ManualClock


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at nine in the morning of a Monday, in UTC, until it is told to go."""
    return ManualClock(datetime(2026, 1, 5, 9, tzinfo=timezone.utc))


@pytest.fixture
def desk(clock: ManualClock) -> Iterator[Desk]:
    """An empty desk in memory, whose time is that of `clock`."""
    with Desk.in_memory(clock=clock) as desk:
        yield desk
