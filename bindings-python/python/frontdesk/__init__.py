"""A help desk you embed: tickets, e-mail, SLA clocks, rules and reports as a library."""

from . import _models, errors
from ._calendar import BusinessCalendar
from ._clock import ManualClock
from ._desk import Desk, Frontdesk, Handle
from ._models import *
from ._pages import AsyncListing, Listing
from .aio import AsyncDesk, AsyncFrontdesk, AsyncHandle
from .errors import *

__all__ = [
    "AsyncDesk",
    "AsyncFrontdesk",
    "AsyncHandle",
    "AsyncListing",
    "BusinessCalendar",
    "Desk",
    "Frontdesk",
    "Handle",
    "Listing",
    "ManualClock",
]
__all__ += _models.__all__
__all__ += errors.__all__
