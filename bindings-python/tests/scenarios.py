"""Plays the stories of a desk through the typed interface, as every language does.

Their file is what `cargo xtask scenarios` writes, or what `FRONTDESK_SCENARIOS` names. As a script this prints one line;
`test_scenarios.py` plays each story as a test.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from frontdesk import Desk, Frontdesk, FrontdeskError, Handle, ManualClock
from frontdesk._codec import encode_error_info
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
    operation = OPERATIONS[step["do"]]
    told: Any
    try:
        actor = frontdesk if operation.on == "store" else handle(frontdesk.desk(step["desk"]), filled(step["as"], kept))
        parts = [part.encode() for part in step["parts"]]
        arguments = {}
        for member, value in filled(step["with"], kept).items():
            name, decode = operation.arguments[member]
            arguments[name] = decode(value, parts)
        if operation.on == "command":
            arguments["command"] = filled(step["command"], kept)
        answer = operation.encode(getattr(actor, operation.method)(**arguments), [])
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


def handle(desk: Desk, actor: Any) -> Handle:
    """The handle of an actor."""
    match actor:
        case {"type": "agent", "person": person}:
            return desk.agent(person)
        case {"type": "requester", "person": person}:
            return desk.requester(person)
    return desk.host()


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
