"""The same for `asyncio`. Calls run on threads of the loop's executor, so the loop goes on meanwhile.

A call that has begun runs to its end though its task is cancelled: what it writes is written.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Coroutine, Generator
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from ._clock import ManualClock
from ._desk import _HOST
from ._engine import Engine, Path, desk_id, opening, written_actor
from ._models import Actor, ActorAgent, ActorHost, ActorRequester, Limits, Opening, PersonId
from ._ops import AsyncHandleOperations, AsyncStoreOperations
from ._pages import AsyncListing
from ._wire import Json, Parts, Place

__all__ = ["AsyncDesk", "AsyncFrontdesk", "AsyncHandle", "AsyncListing"]

T = TypeVar("T")


class _Closes(Protocol):
    async def close(self) -> None: ...


C = TypeVar("C", bound=_Closes)


class Opened(Generic[C]):
    """Something that is opened by `await`, or by `async with`, which closes it in the end."""

    __slots__ = ("_open", "_opened")

    def __init__(self, open: Callable[[], Coroutine[Any, Any, C]]) -> None:
        self._open = open
        self._opened: C | None = None

    def __await__(self) -> Generator[Any, None, C]:
        return self._open().__await__()

    async def __aenter__(self) -> C:
        self._opened = await self._open()
        return self._opened

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            await self._opened.close()


class AsyncFrontdesk(AsyncStoreOperations):
    """An open store, with all desks in it: `Frontdesk` for `asyncio`."""

    __slots__ = ("_engine",)

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Opened[AsyncFrontdesk]:
        """Opens a store in an SQLite file, as `Frontdesk.open`."""
        return Opened(lambda: cls._open(opening(path, secret, limits), clock))

    @classmethod
    def in_memory(
        cls,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Opened[AsyncFrontdesk]:
        """Opens a store that is gone when it is closed."""
        return Opened(lambda: cls._open(opening(None, secret, limits), clock))

    @classmethod
    async def _open(cls, opening: Opening, clock: ManualClock | None) -> AsyncFrontdesk:
        return cls(await to_thread(Engine, opening, clock))

    def desk(self, id: int) -> AsyncDesk:
        """One of its desks. A desk begins to be there when something is done with it."""
        return AsyncDesk(self, id)

    async def close(self) -> None:
        """Closes the store. Calls that run end first, later ones fail with `call.closed`."""
        await to_thread(self._engine.close)

    async def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T:
        return await to_thread(self._engine.call, 1, _HOST, operation, encode, decode, command)


class AsyncDesk:
    """One support desk: `Desk` for `asyncio`."""

    __slots__ = ("_id", "_owns", "frontdesk")

    frontdesk: AsyncFrontdesk
    """The store that it is in: for `tick`, `lease` and what else is done with all desks."""

    def __init__(self, frontdesk: AsyncFrontdesk, id: int, *, owns: bool = False) -> None:
        self.frontdesk = frontdesk
        self._id = desk_id(id)
        self._owns = owns

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Opened[AsyncDesk]:
        """The desk of an SQLite file; closed with the desk."""
        return Opened(lambda: cls._open(opening(path, secret, limits), clock))

    @classmethod
    def in_memory(
        cls,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Opened[AsyncDesk]:
        """A desk that is gone when it is closed."""
        return Opened(lambda: cls._open(opening(None, secret, limits), clock))

    @classmethod
    async def _open(cls, opening: Opening, clock: ManualClock | None) -> AsyncDesk:
        return cls(await AsyncFrontdesk._open(opening, clock), 1, owns=True)

    def host(self) -> AsyncHandle:
        """What the application itself does."""
        return self._handle(ActorHost())

    def agent(self, person: PersonId) -> AsyncHandle:
        """What somebody who answers does."""
        return self._handle(ActorAgent(person=person))

    def requester(self, person: PersonId) -> AsyncHandle:
        """What somebody who asks does, for whom the application vouches."""
        return self._handle(ActorRequester(person=person, verified=True))

    def _handle(self, actor: Actor) -> AsyncHandle:
        return AsyncHandle(self.frontdesk._engine, self._id, actor)

    async def close(self) -> None:
        """Closes the store, when the desk was opened by itself."""
        if self._owns:
            await self.frontdesk.close()


class AsyncHandle(AsyncHandleOperations):
    """What an actor does on a desk: `Handle` for `asyncio`."""

    __slots__ = ("_actor", "_desk", "_engine")

    def __init__(self, engine: Engine, desk: int, actor: Actor) -> None:
        self._engine = engine
        self._desk = desk
        self._actor = written_actor(actor)

    async def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T:
        return await to_thread(
            self._engine.call, self._desk, self._actor, operation, encode, decode, command
        )
