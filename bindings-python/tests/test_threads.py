"""Many threads, small stacks, and what other threads see of a call."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import frontdesk
import pytest
from frontdesk import (
    AuthVerdict,
    BusinessCalendar,
    CreateTicket,
    Desk,
    Mailbox,
    MailIn,
    ManualClock,
    NewComment,
    Request,
    Role,
    UsageError,
    Visibility,
)
from test_hostile import test_deep_nesting_is_refused as refuse_deep_nesting

MAILS = sorted((Path(__file__).parents[2] / "core/tests/mail").glob("*.eml"))
NINE = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)


def said(text: str) -> NewComment:
    return NewComment(visibility=Visibility.PUBLIC, text=text)


def test_eight_threads_hammer_one_store(tmp_path: Path) -> None:
    """Each does what people do: also to the same ticket, through the same handles, while timers run."""
    clock = ManualClock(NINE)
    with Desk.open(tmp_path / "desk.db", clock=clock) as desk:
        host = desk.host()
        bob = host.save_person(role=Role.REQUESTER, name="Bob").person
        shared = host.create_ticket(requester=bob, title="shared", comment=said("0"))
        calendar = BusinessCalendar.always()
        ready = threading.Barrier(8)

        def work(nth: int) -> list[int]:
            handle = host if nth % 2 else desk.requester(bob)
            numbers: list[int] = []
            ready.wait()
            for turn in range(5):
                created = handle.create_ticket(requester=bob, title=f"{nth}.{turn}", comment=said("…"))
                handle.update_ticket(ticket=shared.ticket, comment=said(f"{nth}.{turn}"))
                assert handle.ticket(created.ticket).title.text == f"{nth}.{turn}"
                assert created.number in [ticket.number for ticket in handle.tickets(limit=3)]
                clock.advance(timedelta(seconds=1))
                desk.frontdesk.tick()
                assert calendar.between(NINE, NINE + timedelta(hours=nth)) == timedelta(hours=nth)
                numbers.append(created.number)
            return numbers

        with ThreadPoolExecutor(8) as pool:
            numbers = [number for each in pool.map(work, range(8)) for number in each]
        assert sorted(numbers) == list(range(2, 42))
        assert host.ticket(shared.ticket).facts.comments == 41
        assert host.verify().tickets == 41


def test_a_store_is_closed_while_others_call() -> None:
    desk = Desk.in_memory()
    host = desk.host()
    begun = threading.Barrier(5)
    codes: list[str] = []

    def work() -> None:
        begun.wait()
        try:
            while True:
                host.digest()
        except UsageError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun.wait()
    time.sleep(0.05)
    desk.close()
    for thread in threads:
        thread.join()
    assert codes == ["call.closed"] * 4


@contextmanager
def small_stacks() -> Iterator[None]:
    before = threading.stack_size(256 * 1024)
    try:
        yield
    finally:
        threading.stack_size(before)


def on_a_small_stack(work: Callable[[], None]) -> None:
    errors: list[BaseException] = []

    def kept() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=kept)
    with small_stacks():
        thread.start()
    thread.join()
    if errors:
        raise errors[0]


def test_deep_nesting_on_a_small_stack_is_refused(desk: Desk) -> None:
    on_a_small_stack(lambda: refuse_deep_nesting(desk, 400))


def test_all_test_mail_is_taken_in_on_a_small_stack(desk: Desk, clock: ManualClock) -> None:
    def work() -> None:
        host = desk.host()
        host.save_config(config=Mailbox(name="Help", address="support@desk.example", open=True))
        for file in MAILS:
            mail = MailIn(raw=file.read_bytes(), verdict=AuthVerdict.ALIGNED, received_at=clock.now)
            for answer in host.intake_many([mail]):
                assert isinstance(answer, frontdesk.IntakeAnswerTaken), (file.name, answer)
        for ticket in host.tickets():
            for comment in host.comments(ticket.number):
                assert repr(comment)
        assert host.verify().tickets > 10

    assert len(MAILS) > 50
    on_a_small_stack(work)


def longest_stop(call: Callable[[], object]) -> float:
    """For how many seconds of its own work at most a call keeps other threads from running. The system may do so as well:
    the best of many tries tells what the call does by itself.
    """
    best, clock = 1.0, time.pthread_getcpuclockid(threading.get_ident())
    for _ in range(60):
        longest, ends = 0.0, threading.Event()

        def watch() -> None:
            nonlocal longest
            last = time.clock_gettime(clock)
            while not ends.is_set():
                now = time.clock_gettime(clock)
                longest, last = max(longest, now - last), now

        thread = threading.Thread(target=watch)
        thread.start()
        call()
        ends.set()
        thread.join()
        best = min(best, longest)
        if best < MOST:
            break
    return best


MOST = 0.005
"""Seconds for which a call may hold the interpreter lock."""


@pytest.fixture
def quick_switches() -> Iterator[None]:
    """Python hands over between two of its own instructions when asked; what is looked for is what it cannot."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(before)


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="other threads are not watched here")
@pytest.mark.usefixtures("quick_switches")
def test_no_call_keeps_other_threads_from_running(clock: ManualClock) -> None:
    """The interpreter lock is held for 5 ms at most: while a mail of 25 MB is taken in and read, also on long pages."""
    with Desk.in_memory(clock=clock) as desk:
        host = desk.host()
        host.save_config(config=Mailbox(name="Help", address="help@shop.example", open=True))
        bob = host.save_person(role=Role.REQUESTER, name="Bob").person
        head = b"From: a@b.example\r\nTo: help@shop.example\r\nMessage-ID: <1@b.example>\r\n\r\n"
        huge = MailIn(
            raw=head + b"word " * 5_000_000, verdict=AuthVerdict.ALIGNED, received_at=clock.now
        )
        create = Request(command=CreateTicket(requester=bob, title="t", comment=said("word " * 100)))
        host.batch([create] * 100)
        host.intake(huge)
        [record] = host.messages()
        calls: dict[str, Callable[[], object]] = {
            "intake of 25 MB": lambda: host.intake(huge),
            "raw mail of 25 MB": lambda: host.raw_mail(record.raw),
            "a batch of a hundred": lambda: host.batch([create] * 100),
            "a page": lambda: host.tickets_page(limit=100),
            "whole tickets": lambda: host.tickets_by_id([ticket.id for ticket in host.tickets_page(limit=100).tickets]),
            "verification": host.verify,
        }
        stops = {name: longest_stop(call) for name, call in calls.items()}
        assert all(stop < MOST for stop in stops.values()), stops
        numbers = json.dumps([1] * 2_000_000)
        assert longest_stop(lambda: json.loads(numbers)) > MOST, "what holds the lock is seen"
