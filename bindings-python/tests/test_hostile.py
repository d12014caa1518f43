"""What must not happen, whatever is passed: the process lives on, and errors say what is wrong and where."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import frontdesk
import pytest
from frontdesk import (
    AuthVerdict,
    Desk,
    Frontdesk,
    FrontdeskError,
    InternalError,
    InvalidError,
    Leaf,
    MailIn,
    ManualClock,
    NewComment,
    NodeGroup,
    Not,
    PersonId,
    Role,
    UsageError,
    Visibility,
)
from frontdesk._native import NativeError

BAD_ARGUMENTS: list[tuple[str, dict[str, Any], str]] = [
    ("save_person", {"role": 5}, "/role"),
    ("save_person", {"role": "agent", "name": 5}, "/name"),
    ("save_person", {"role": "agent", "name": b"Ada"}, "/name"),
    ("save_person", {"role": "agent", "name": "half \ud800"}, "/name"),
    ("save_person", {"role": "agent", "active": 1}, "/active"),
    ("save_person", {"role": "agent", "addresses": "ada@shop.example"}, "/addresses"),
    ("save_person", {"role": "agent", "addresses": ["a@b.example", None]}, "/addresses/1"),
    ("save_person", {"role": "agent", "addresses": {"a@b.example": 1}}, "/addresses"),
    ("save_person", {"role": "agent", "base_version": 2**70}, "/base_version"),
    ("save_person", {"role": "agent", "base_version": 2**40}, "/base_version"),
    ("save_person", {"role": "agent", "base_version": -1}, "/base_version"),
    ("save_person", {"role": "agent", "base_version": 1.0}, "/base_version"),
    ("save_person", {"role": "agent", "base_version": True}, "/base_version"),
    ("save_person", {"role": "agent", "command": 5}, "/command"),
    ("ticket", {"id": "tkt_"}, "/id"),
    ("ticket", {"id": "per_00000000000000000000000000"}, "/id"),
    ("ticket", {"id": "tkt_0000000000000000000000000\0"}, "/id"),
    ("save_config", {"config": "trigger"}, "/config"),
    ("save_config", {"config": None}, "/config"),
    ("batch", {"requests": [frontdesk.Request(command="create_ticket")]}, "/requests/0/command"),  # type: ignore[arg-type]
    ("report", {"from_": datetime(2026, 1, 1), "to": datetime(2026, 1, 1, tzinfo=timezone.utc)}, "/from"),
    ("report", {"from_": date(2026, 1, 1), "to": date(2026, 1, 2)}, "/from"),
    ("report", {"from_": 0, "to": 1}, "/from"),
    ("intake", {"mail": MailIn(raw="text", verdict=AuthVerdict.NONE, received_at=datetime.now(timezone.utc))}, "/mail/raw"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("operation", "arguments", "path"), BAD_ARGUMENTS, ids=range(len(BAD_ARGUMENTS)))
def test_what_cannot_be_written_is_refused_with_its_path(
    desk: Desk, operation: str, arguments: dict[str, Any], path: str
) -> None:
    before = desk.host().digest()
    with pytest.raises(InvalidError) as refused:
        getattr(desk.host(), operation)(**arguments)
    assert refused.value.path == path
    assert desk.host().digest() == before


def test_durations_and_clocks_are_checked_too(desk: Desk) -> None:
    with pytest.raises(InvalidError, match="/lease_millis"):
        desk.frontdesk.lease(limit=1, lease=300)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="/now"):
        ManualClock(datetime(2026, 1, 1))
    with pytest.raises(InvalidError, match="/by"):
        ManualClock(datetime(2026, 1, 1, tzinfo=timezone.utc)).advance(5)  # type: ignore[arg-type]
    for wrong in (-1, 2**32, 2**80, "1"):
        with pytest.raises(InvalidError, match="/desk"):
            desk.frontdesk.desk(wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="/actor/person"):
        desk.agent(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError) as nobody:
        desk.agent(PersonId("nobody")).digest()
    assert (nobody.value.code, nobody.value.path) == ("call.malformed", "/actor")


def test_any_text_of_unicode_comes_back_as_it_was_but_for_nul(desk: Desk) -> None:
    host = desk.host()
    for text in ["NUL \0 inside", "\U0001f4a9 \uffff \u202e", "\x7f\x80\u2028", "e\u0301", "a" * 1000]:
        bob = host.save_person(role=Role.REQUESTER).person
        assert bob is not None
        comment = NewComment(visibility=Visibility.PUBLIC, text=text)
        receipt = host.create_ticket(requester=bob, title="t", comment=comment)
        first = host.comments(receipt.number).first()
        assert first is not None and first.text.text == text.replace("\0", "")


@pytest.mark.parametrize("seed", range(8))
def test_random_texts_come_back_or_are_refused(desk: Desk, seed: int) -> None:
    chance, host = random.Random(seed), desk.host()
    bob = host.save_person(role=Role.REQUESTER).person
    kinds = [(0, 0x80), (0, 0x20), (0x80, 0x800), (0x800, 0x10000), (0xD800, 0xE000), (0xFFF0, 0x10000), (0x10000, 0x110000)]
    refused = 0
    for _ in range(40):
        kind = chance.choice(kinds)
        text = "a" + "".join(chr(chance.randrange(*chance.choice([kind, kinds[0]]))) for _ in range(20)) + "z"
        comment = NewComment(visibility=Visibility.PUBLIC, text=text)
        if any(0xD800 <= ord(letter) < 0xE000 for letter in text):
            refused += 1
            with pytest.raises(InvalidError) as error:
                host.create_ticket(requester=bob, title="t", comment=comment)
            assert error.value.path == "/comment/text"
        else:
            created = host.create_ticket(requester=bob, title="t", comment=comment)
            [read] = host.comments(created.number)
            assert read.text.text == text.replace("\0", "")
    assert 0 < refused < 40


class Tags(list[str]):
    """A list that does something when it is gone through."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__(["hot"])
        self.then = then

    def __iter__(self) -> Iterator[str]:
        self.then()
        return super().__iter__()


def test_code_of_the_caller_may_call_or_fail_in_the_middle_of_a_call(desk: Desk) -> None:
    host = desk.host()
    bob = host.save_person(role=Role.REQUESTER).person
    comment = NewComment(visibility=Visibility.PUBLIC, text="t")
    created = host.create_ticket(requester=bob, title="t", comment=comment, tags=Tags(host.verify))
    assert host.ticket(created.ticket).tags == ("hot",)
    before = host.digest()

    def fail() -> None:
        raise RuntimeError("of the caller")

    with pytest.raises(RuntimeError, match="of the caller"):
        host.create_ticket(requester=bob, title="t", comment=comment, tags=Tags(fail))
    assert host.digest() == before


def test_numbers_of_more_than_53_bits_are_refused(desk: Desk) -> None:
    for number in [2**53 - 1, -(2**53) + 1]:
        desk.host().save_config(config=frontdesk.View(name=f"{number}", filter=NodeGroup(), sort=SORT))
        policy = frontdesk.Policy(name="p", position=number, filter=NodeGroup(), targets=[TARGET])
        desk.host().save_config(config=policy)
    saved = desk.host().configs(frontdesk.ConfigKind.POLICY)
    assert {one.position for one in saved if isinstance(one, frontdesk.Policy)} == {2**53 - 1, -(2**53) + 1}
    for number in [2**53, -(2**53), 2**63, 2**64, 10**100, 10**5000, -(10**5000)]:
        policy = frontdesk.Policy(name="p", position=number, filter=NodeGroup(), targets=[TARGET])
        with pytest.raises(InvalidError) as refused:
            desk.host().save_config(config=policy)
        assert refused.value.path == "/config/position"
        value = Leaf(field="tags", op="includes_any", value=[number])
        with pytest.raises(InvalidError) as refused:
            desk.host().save_config(config=frontdesk.View(name="v", filter=value, sort=SORT))
        assert refused.value.path is not None and "/filter/value" in refused.value.path


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_is_refused(desk: Desk, depth: int) -> None:
    node: frontdesk.ConditionNode = NodeGroup()
    for _ in range(depth):
        node = Not(condition=node)
    with pytest.raises(InvalidError):
        desk.host().save_config(config=frontdesk.View(name="v", filter=node, sort=SORT))
    value: frontdesk.Value = ()
    for _ in range(depth):
        value = [value]
    with pytest.raises(InvalidError):
        desk.host().save_config(
            config=frontdesk.View(name="v", filter=Leaf(field="tags", op="is", value=value), sort=SORT)
        )


TARGET = frontdesk.Target(metric=frontdesk.Metric.RESOLUTION, duration=timedelta(hours=1))
SORT = frontdesk.Sort(by=frontdesk.SortField.NUMBER, direction=frontdesk.Direction.ASCENDING)


if os.environ.get("FRONTDESK_WHEEL") in ("published", "free-threaded"):

    def test_what_is_published_cannot_be_made_to_panic(desk: Desk) -> None:
        with pytest.raises(UsageError) as unknown:
            desk.host()._call("testing.panic", lambda at: {}, lambda data, parts: None)
        assert unknown.value.code == "call.unknown_operation"

else:

    def test_a_panic_is_an_error_and_the_desk_goes_on(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
        host = desk.host()
        before = host.digest()
        for _ in range(3):
            with pytest.raises(InternalError) as panicked:
                host._call("testing.panic", lambda at: {}, lambda data, parts: None)
            assert panicked.value.code == "internal.panic"
        assert host.digest() == before
        assert "a test asked for this" in capfd.readouterr().err


def test_an_operation_of_another_version_is_an_error(desk: Desk) -> None:
    with pytest.raises(UsageError) as unknown:
        desk.host()._call("fly", lambda at: {}, lambda data, parts: None)
    assert unknown.value.code == "call.unknown_operation"


def test_a_call_after_close_is_an_error() -> None:
    desk = Desk.in_memory()
    host = desk.host()
    desk.close()
    desk.close()
    with pytest.raises(UsageError) as closed:
        host.digest()
    assert closed.value.code == "call.closed"
    with pytest.raises(UsageError):
        desk.frontdesk.tick()
    with pytest.raises(UsageError), Frontdesk.in_memory() as store:
        store.close()
        store.tick()


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    not_a_database = tmp_path / "text.db"
    not_a_database.write_text("this is a text, and a long one at that " * 100)
    for path in (tmp_path, not_a_database, tmp_path / "none" / "desk.db", "nul\0.db", "half \udcff.db"):
        with pytest.raises(FrontdeskError):
            Desk.open(path)
    with pytest.raises(TypeError):
        Desk.open(5)  # type: ignore[arg-type]
    with pytest.raises(FrontdeskError):
        Desk.open(b"desk.db")  # type: ignore[arg-type]
    with pytest.raises(FrontdeskError, match="secret|key"):
        Desk.in_memory(secret=b"short")
    with pytest.raises(InvalidError, match="/secret"):
        Desk.in_memory(secret="text")  # type: ignore[arg-type]


def test_the_native_part_takes_nothing_amiss() -> None:
    store = frontdesk._native.open(b"{}", [], None)
    for arguments in (b"", b"[]", b"\xff", b"{" * 100_000, b'{"id": 5}', b'{"id": "tkt_\\ud800"}'):
        with pytest.raises(NativeError):
            store.dispatch(1, b'{"type": "host"}', "ticket", None, arguments, [])
    for actor in (b"", b"null", b"[" * 100_000, b'{"type": "system"}', b'{"type": "nobody"}'):
        with pytest.raises(NativeError):
            store.dispatch(1, actor, "digest", None, b"{}", [])
    for wrong in ([None], ["text"], None, [bytearray(1), 5]):
        with pytest.raises((TypeError, NativeError)):
            store.dispatch(1, b'{"type": "host"}', "digest", None, b"{}", wrong)  # type: ignore[arg-type]
    with pytest.raises(UnicodeEncodeError):
        store.dispatch(1, b'{"type": "host"}', "\ud800", None, b"{}", [])
    with pytest.raises(OverflowError):
        store.dispatch(2**32, b'{"type": "host"}', "digest", None, b"{}", [])
    with pytest.raises(NativeError):
        frontdesk._native.open(b'{"secret": 0}', [], None)
    with pytest.raises(OverflowError):
        frontdesk._native.ManualClock(2**63)
    for of in (int, str, type, Exception, frontdesk.Role, None):
        with pytest.raises((TypeError, AttributeError)):
            frontdesk._native.Maker(of)  # type: ignore[arg-type]
    for values in ((), (1,), (1, 2, 3)):
        with pytest.raises(TypeError):
            frontdesk._native.Maker(frontdesk.ActionSet)(*values)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_is_told_to_open_the_store_anew(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    with Desk.open(file) as desk:
        host = desk.host()
        host.save_person(role=Role.AGENT, name="Ada")
        digest = host.digest()
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            code = "nothing"
            try:
                with desk:
                    host.digest()
            except UsageError as error:
                code = error.code
            del desk, host
            with Desk.open(file) as anew:
                same = anew.host().digest() == digest
            os._exit(7 if (code, same) == ("call.forked", True) else 1)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 7
        host.save_person(role=Role.AGENT, name="Bob")
        assert host.digest() != digest


def test_no_thread_is_started_at_import_or_open(tmp_path: Path) -> None:
    code = """
import frontdesk, threading, pathlib
with frontdesk.Desk.open("threads.db") as desk:
    desk.host().digest()
    tasks = pathlib.Path("/proc/self/task")
    print(threading.active_count(), len(list(tasks.iterdir())) if tasks.exists() else 1)
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("1 1\n", "")


def test_a_second_of_midnight_and_the_last_instant_are_exact(desk: Desk) -> None:
    clock = ManualClock(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc))
    assert clock.now == datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=timezone.utc)
    clock.set(datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now == datetime(1970, 1, 1, tzinfo=timezone.utc)
    clock.advance(timedelta(microseconds=1_999))
    assert clock.now.microsecond == 1000


@pytest.mark.parametrize(
    "text",
    [
        "null",
        ' [true, false, null, "", [], {}, [[]], {"": {"": 0}}] ',
        f"[0, -0, -1, {2**53}, {2**63 - 1}, {2**63}, {2**64 - 1}, {2**64}, {-(2**63)}, {-(2**63) - 1}, {10**40}]",
        "[0.1, -2.5e-3, 1e400, 123456789.123456789]",
        '["ä€😀", "\\u00e4\\ud83d\\ude00\\n\\u0000", "\\ud800"]',
        '{"same": 1, "same": 2, "s\\u0061me": 3, "other": 4, "ä": 5}',
        json.dumps([{f"{first}{'x' * length}{first}": length for first in "abcxyz"} for length in range(80)] * 2),
        "[" * 400 + "]" * 400,
    ],
)
def test_json_is_read_as_python_reads_it(text: str) -> None:
    # As text, for which 1 and true are not the same.
    assert repr(frontdesk._native.read_json(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize("text", [b"", b"{", b"[1,]", b"{} {}", b'{"a" 1}', b"[01]", b'"\xff"', b"nul", b'{1: 2}'])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        frontdesk._native.read_json(text)


def test_every_instant_that_a_datetime_can_tell_is_exact() -> None:
    epoch, millisecond = datetime(1970, 1, 1, tzinfo=timezone.utc), timedelta(milliseconds=1)
    first = (datetime.min.replace(tzinfo=timezone.utc) - epoch) // millisecond
    last = (datetime.max.replace(tzinfo=timezone.utc) - epoch) // millisecond
    day = 24 * 60 * 60 * 1000
    # Days have no common measure with this step, so that it comes past all times of all days of a year.
    steps = range(first, last, 37 * day + 5_025_001)
    midnights = [millis - millis % day for millis in steps]
    for millis in (last, -1, 0, 1, *steps, *midnights[1:], *(millis - 1 for millis in midnights[1:])):
        told, right = frontdesk._native.instant(millis), epoch + millis * millisecond
        assert (told, told.date(), told.fold) == (right, right.date(), 0) and told.tzinfo is timezone.utc
    for outside in (first - 1, last + 1, -(2**63), 2**63 - 1):
        with pytest.raises(OverflowError):
            frontdesk._native.instant(outside)
