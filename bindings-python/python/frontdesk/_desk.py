"""Stores, desks, and the handles of those who act."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from ._clock import ManualClock
from ._engine import Engine, Path, desk_id, opening, written_actor
from ._models import Actor, ActorAgent, ActorHost, ActorRequester, Limits, PersonId
from ._ops import HandleOperations, StoreOperations
from ._wire import Json, Parts, Place

T = TypeVar("T")

_HOST = written_actor(ActorHost())


class Frontdesk(StoreOperations):
    """An open store, with all desks in it."""

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
    ) -> Frontdesk:
        """Opens a store in an SQLite file, which is created when it is not there.

        - `secret`: Signs reply addresses, of at least 32 bytes. Without one it is kept beside the file, with `.key`
            behind its name.
        - `limits`: What a desk accepts at most.
        - `clock`: Where the time comes from, when it is not the machine.
        """
        return cls(Engine(opening(path, secret, limits), clock))

    @classmethod
    def in_memory(
        cls,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Frontdesk:
        """Opens a store that is gone when it is closed."""
        return cls(Engine(opening(None, secret, limits), clock))

    def desk(self, id: int) -> Desk:
        """One of its desks. A desk begins to be there when something is done with it."""
        return Desk(self, id)

    def close(self) -> None:
        """Closes the store. Calls that run end first, later ones fail with `call.closed`."""
        self._engine.close()

    def __enter__(self) -> Frontdesk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T:
        return self._engine.call(1, _HOST, operation, encode, decode, command)


class Desk:
    """One support desk. What is done on it is done by somebody: the host, an agent or a requester."""

    __slots__ = ("_id", "_owns", "frontdesk")

    frontdesk: Frontdesk
    """The store that it is in: for `tick`, `lease` and what else is done with all desks."""

    def __init__(self, frontdesk: Frontdesk, id: int, *, owns: bool = False) -> None:
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
    ) -> Desk:
        """The desk of an SQLite file, as `Frontdesk.open` opens it; closed with the desk."""
        return cls(Frontdesk.open(path, secret=secret, limits=limits, clock=clock), 1, owns=True)

    @classmethod
    def in_memory(
        cls,
        *,
        secret: bytes | None = None,
        limits: Limits | None = None,
        clock: ManualClock | None = None,
    ) -> Desk:
        """A desk that is gone when it is closed."""
        return cls(Frontdesk.in_memory(secret=secret, limits=limits, clock=clock), 1, owns=True)

    def host(self) -> Handle:
        """What the application itself does."""
        return self._handle(ActorHost())

    def agent(self, person: PersonId) -> Handle:
        """What somebody who answers does."""
        return self._handle(ActorAgent(person=person))

    def requester(self, person: PersonId) -> Handle:
        """What somebody who asks does, for whom the application vouches."""
        return self._handle(ActorRequester(person=person, verified=True))

    def _handle(self, actor: Actor) -> Handle:
        return Handle(self.frontdesk._engine, self._id, actor)

    def close(self) -> None:
        """Closes the store, when the desk was opened by itself."""
        if self._owns:
            self.frontdesk.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Handle(HandleOperations):
    """What an actor does on a desk."""

    __slots__ = ("_actor", "_desk", "_engine")

    def __init__(self, engine: Engine, desk: int, actor: Actor) -> None:
        self._engine = engine
        self._desk = desk
        self._actor = written_actor(actor)

    def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T:
        return self._engine.call(self._desk, self._actor, operation, encode, decode, command)
