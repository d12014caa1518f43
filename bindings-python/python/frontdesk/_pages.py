"""Lists that come in pages, as things to go through: lazily, and to the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar

from . import _html

T = TypeVar("T")


class Listing(Generic[T]):
    """Everything in a list, fetched page by page as it is asked for. Each time it is gone through it is fetched anew."""

    __slots__ = ("_after", "_fetch", "_items")

    def __init__(self, fetch: Callable[[Any], Any], after: object, items: str) -> None:
        self._fetch = fetch
        self._after = after
        self._items = items

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from getattr(page, self._items)

    def pages(self) -> Iterator[Any]:
        """The pages, one after the other."""
        after = self._after
        while True:
            page = self._fetch(after)
            yield page
            if page.next is None:
                return
            after = page.next

    def first(self) -> T | None:
        """The first thing, if there is one."""
        return next(iter(self), None)

    def _repr_html_(self) -> str:
        page = self._fetch(self._after)
        return _html.page(getattr(page, self._items), page.next is not None)


class AsyncListing(Generic[T]):
    """Everything in a list, fetched page by page as it is asked for. Each time it is gone through it is fetched anew."""

    __slots__ = ("_after", "_fetch", "_items")

    def __init__(self, fetch: Callable[[Any], Awaitable[Any]], after: object, items: str) -> None:
        self._fetch = fetch
        self._after = after
        self._items = items

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in getattr(page, self._items):
                yield item

    async def pages(self) -> AsyncIterator[Any]:
        """The pages, one after the other."""
        after = self._after
        while True:
            page = await self._fetch(after)
            yield page
            if page.next is None:
                return
            after = page.next

    async def first(self) -> T | None:
        """The first thing, if there is one."""
        async for item in self:
            return item
        return None
