"""What goes wrong: one class a kind, and the kind says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from ._models import Detail, ErrorInfo, ErrorKind

__all__ = [
    "ConflictError",
    "CorruptError",
    "ForbiddenError",
    "FrontdeskError",
    "InternalError",
    "InvalidError",
    "LimitExceededError",
    "NotFoundError",
    "UnavailableError",
    "UsageError",
]


class FrontdeskError(Exception):
    """What all errors of frontdesk have in common."""

    info: ErrorInfo
    """The error as data."""

    def __init__(self, info: ErrorInfo) -> None:
        super().__init__(info)
        self.info = info

    @staticmethod
    def of(info: ErrorInfo) -> FrontdeskError:
        """The error of the class that its kind has, for example of one that a batch answered."""
        return _CLASSES[info.kind](info)

    @property
    def kind(self) -> ErrorKind:
        """What the caller should do."""
        return self.info.kind

    @property
    def code(self) -> str:
        """The stable, dotted code, for example `ticket.not_found`."""
        return self.info.code

    @property
    def message(self) -> str:
        """What is wrong, for people."""
        return self.info.message

    @property
    def path(self) -> str | None:
        """The JSON Pointer of the bad value."""
        return self.info.path

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.info.hint

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later without a change."""
        return self.info.retryable

    @property
    def details(self) -> Sequence[Detail]:
        """Facts for programs."""
        return self.info.details

    def __str__(self) -> str:
        path = f" at `{self.path}`" if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.message}{path}{hint} [{self.code}]"


class NotFoundError(FrontdeskError, LookupError):
    """There is no such thing, or the actor may not see it: the two look the same."""


class InvalidError(FrontdeskError, ValueError):
    """The input makes no sense: fix it and call again."""


class ConflictError(FrontdeskError):
    """Somebody else was first, or the thing is not in a state for that: reload, and decide anew."""


class ForbiddenError(FrontdeskError, PermissionError):
    """The actor may see the thing, but not do this to it."""


class UnavailableError(FrontdeskError):
    """The store cannot serve the call now: try again later."""


class LimitExceededError(FrontdeskError):
    """A counted limit was reached."""


class UsageError(FrontdeskError):
    """The host called the library in a way it does not allow."""


class CorruptError(FrontdeskError):
    """What is stored does not hold together."""


class InternalError(FrontdeskError):
    """A fault of frontdesk itself."""


_CLASSES: dict[ErrorKind, type[FrontdeskError]] = {
    ErrorKind.NOT_FOUND: NotFoundError,
    ErrorKind.INVALID: InvalidError,
    ErrorKind.CONFLICT: ConflictError,
    ErrorKind.FORBIDDEN: ForbiddenError,
    ErrorKind.UNAVAILABLE: UnavailableError,
    ErrorKind.LIMIT_EXCEEDED: LimitExceededError,
    ErrorKind.USAGE: UsageError,
    ErrorKind.CORRUPT: CorruptError,
    ErrorKind.INTERNAL: InternalError,
}
