"""The engine behind the typed layer: operations by name, with JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from . import _native
from ._clock import ManualClock
from ._codec import decode_error_info, encode_actor, encode_opening
from ._models import Actor, Limits, Opening
from ._wire import Json, Parts, Place, encode_str, encode_int, malformed
from .errors import FrontdeskError

T = TypeVar("T")
Path: TypeAlias = "str | os.PathLike[str]"


# What `json.dumps` finds out and makes anew for every call.
_write = json.JSONEncoder(separators=(",", ":")).encode


def opening(path: Path | None, secret: bytes | None, limits: Limits | None) -> Opening:
    """The options of a store."""
    named = None if path is None else os.fspath(path)
    return Opening(path=named, secret=secret, limits=Limits() if limits is None else limits)


def desk_id(desk: int) -> int:
    """The number of a desk, which the engine keeps in 32 bits."""
    if not 0 <= encode_int(desk, ([], "desk")) < 2**32:
        raise malformed("desks are numbered with 32 bits", ([], "desk"))
    return desk


def written_actor(actor: Actor) -> bytes:
    """An actor as it travels with every call."""
    return written(encode_actor(actor, ([], "actor")))


class Engine:
    """An open store."""

    __slots__ = ("_store",)

    def __init__(self, opening: Opening, clock: ManualClock | None) -> None:
        parts: Parts = []
        options = written(encode_opening(opening, parts))
        hand = None if clock is None else clock._native
        try:
            self._store = _native.open(options, parts, hand)
        except _native.NativeError as error:
            raise raised(error) from None

    def call(
        self,
        desk: int,
        actor: bytes,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None,
    ) -> T:
        """Calls an operation: writes its arguments, and reads what it answers."""
        parts: Parts = []
        if command is not None:
            encode_str(command, (parts, "command"))
        arguments = written(encode(parts))
        try:
            answer, parts = self._store.dispatch(desk, actor, operation, command, arguments, parts)
        except _native.NativeError as error:
            raise raised(error) from None
        return decode(_native.read_json(answer), parts)

    def close(self) -> None:
        """Closes the store; more than once is no more than once."""
        self._store.close()


def written(arguments: Json) -> bytes:
    """JSON as it travels."""
    return _write(arguments).encode()


def raised(error: _native.NativeError) -> FrontdeskError:
    """The error that the native part tells."""
    return FrontdeskError.of(decode_error_info(_native.read_json(error.args[0]), []))
