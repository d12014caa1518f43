"""Plays the stories of a desk through the typed interface, as every language does.

Their file is what `cargo xtask scenarios` writes, or what `FRONTDESK_SCENARIOS` names. As a script this prints one line;
`test_scenarios.py` plays each story as a test.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from frontdesk import Desk, Frontdesk, FrontdeskError, Handle, ManualClock
from frontdesk._codec import encode_error_info
from frontdesk._ops import HandleOperations, StoreOperations
from frontdesk._table import OPERATIONS

WRITTEN = Path(__file__).parents[2] / "target" / "scenarios.json"


def corpus() -> list[Any]:
    """The stories."""
    file = Path(os.environ.get("FRONTDESK_SCENARIOS", WRITTEN))
    scenarios: list[Any] = json.loads(file.read_text(encoding="utf-8"))["scenarios"]
    return scenarios


def play(scenario: Any) -> str:
    """Plays one story. Answers the digest of the desk at its end."""
    clock = ManualClock(datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=scenario["at"]))
    with Frontdesk.in_memory(secret=bytes.fromhex(scenario["secret"]), clock=clock) as frontdesk:
        kept: dict[str, Any] = {}
        for nth, step in enumerate(scenario["steps"]):
            if step["kind"] == "wait":
                clock.advance(timedelta(milliseconds=step["millis"]))
            else:
                try:
                    call(frontdesk, step, kept)
                except Exception as error:
                    raise AssertionError(f"step {nth}, {step['do']}: {error}") from error
        return frontdesk.desk(1).host().digest()


def call(frontdesk: Frontdesk, step: Any, kept: dict[str, Any]) -> None:
    """Does what a step says, and looks at what comes of it."""
    try:
        typed = in_types(frontdesk, filled(step, kept))
        answer = plainly(frontdesk, filled(step, kept)) if typed is None else typed()
    except FrontdeskError as error:
        if step.get("error") is None:
            raise
        assert_holds(step["error"], encode_error_info(error.info, []), "")
        return
    assert step.get("error") is None, f"{step['error']} was expected, answered was {answer}"
    if "expect" in step:
        assert_holds(filled(step["expect"], kept), answer, "")
    for name, pointer in step["keep"].items():
        kept[name] = found(answer, pointer)


def in_types(frontdesk: Frontdesk, step: Any) -> Callable[[], Any] | None:
    """The call as users write it, answering JSON; nothing for what the types cannot say, as a name that there is not."""
    try:
        operation = OPERATIONS[step["do"]]
        actor = frontdesk if operation.on == "store" else handle(frontdesk.desk(step["desk"]), step["as"])
        parts = [part.encode() for part in step["parts"]]
        arguments = {}
        for member, value in dict(step["with"]).items():
            name, decode = operation.arguments[member]
            arguments[name] = decode(value, parts)
        if operation.on == "command":
            arguments["command"] = step["command"]
        sent = getattr(Sent(), operation.method)(**arguments)
    except (LookupError, TypeError, ValueError, FrontdeskError):
        return None
    if not says(sent, step["with"]):
        return None
    return lambda: operation.encode(getattr(actor, operation.method)(**arguments), [])


class Sent(HandleOperations, StoreOperations):
    """What would be sent by a call."""

    def _call(self, operation: Any, encode: Any, decode: Any, command: Any = None) -> Any:
        return encode([])


def says(sent: Any, told: Any) -> bool:
    """Whether nothing that was told is lost in the types; what is nothing may be left out."""
    match told:
        case dict():
            return isinstance(sent, dict) and all(not told[name] or says(sent.get(name), told[name]) for name in told)
        case list():
            return isinstance(sent, list) and len(sent) == len(told) and all(map(says, sent, told))
    return bool(sent == told)


def plainly(frontdesk: Frontdesk, step: Any) -> Any:
    """The call as it travels. Only what is refused has to be called in this way."""

    def encode(at: Any) -> Any:
        at.extend(part.encode() for part in step["parts"])
        return step["with"]

    actor = json.dumps(step["as"]).encode()
    answer = frontdesk._engine.call(step["desk"], actor, step["do"], encode, lambda data, parts: data, step["command"])
    raise AssertionError(f"the types cannot say this, and it was answered: {answer}")


def handle(desk: Desk, actor: Any) -> Handle:
    """The handle of an actor."""
    match actor:
        case {"type": "agent", "person": person}:
            return desk.agent(person)
        case {"type": "requester", "person": person}:
            return desk.requester(person)
        case {"type": "host"}:
            return desk.host()
    raise KeyError(actor)


def filled(value: Any, kept: dict[str, Any]) -> Any:
    """A value in which `$name` is what was kept under the name."""
    match value:
        case str() if value.startswith("$"):
            return kept[value[1:]]
        case list():
            return [filled(item, kept) for item in value]
        case dict():
            return {name: filled(item, kept) for name, item in value.items()}
    return value


def found(answer: Any, pointer: str) -> Any:
    """What lies at a JSON Pointer."""
    for name in pointer.split("/")[1:]:
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    return answer


def assert_holds(expected: Any, answer: Any, at: str) -> None:
    """An answer is as expected; objects may hold more."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for name, value in expected.items():
            assert_holds(value, answer.get(name), f"{at}/{name}")
    elif isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        for nth, pair in enumerate(zip(expected, answer)):
            assert_holds(*pair, f"{at}/{nth}")
    else:
        same = expected == answer and isinstance(expected, bool) == isinstance(answer, bool)
        assert same, f"at `{at}`: expected {expected!r}, found {answer!r}"


def main() -> int:
    """Plays all, and tells in one line how it went."""
    scenarios, digests, passed = corpus(), hashlib.sha256(), 0
    for scenario in scenarios:
        try:
            digest = play(scenario)
            assert digest == scenario["digest"], f"the digest is {digest}, not {scenario['digest']}"
            passed += 1
        except AssertionError as error:
            digest = ""
            print(f"{scenario['name']}: {error}", file=sys.stderr)
        digests.update(f"{digest}\n".encode())
    print(f"scenarios: python, {passed}, {len(scenarios)}, {digests.hexdigest()}")
    return 0 if passed == len(scenarios) else 1


if __name__ == "__main__":
    sys.exit(main())
