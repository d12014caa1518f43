from typing import final

__all__ = ["ManualClock", "NativeError", "Store", "open"]

@final
class ManualClock:
    def __new__(cls, /, millis: int) -> ManualClock: ...
    def set(self, /, millis: int) -> None: ...
    def advance(self, /, millis: int) -> None: ...
    def now(self, /) -> int: ...

class NativeError(Exception): ...

@final
class Store:
    def dispatch(
        self,
        /,
        desk: int,
        actor: bytes,
        operation: str,
        command: str | None,
        arguments: bytes,
        parts: list[bytes],
    ) -> tuple[bytes, list[bytes]]: ...
    def close(self, /) -> None: ...

def open(opening: bytes, parts: list[bytes], clock: ManualClock | None = None) -> Store: ...
