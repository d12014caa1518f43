"""The same desk, awaited."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import frontdesk
import pytest
from frontdesk import (
    AsyncDesk,
    AsyncFrontdesk,
    AsyncHandle,
    AuthVerdict,
    Desk,
    Frontdesk,
    Handle,
    InvalidError,
    Mailbox,
    MailIn,
    ManualClock,
    NewComment,
    Role,
    UsageError,
    Visibility,
)
from frontdesk._engine import Engine


def test_a_desk_is_used_by_await(tmp_path: Path, clock: ManualClock) -> None:
    async def story() -> str:
        async with AsyncDesk.open(tmp_path / "desk.db", clock=clock) as desk:
            host = desk.host()
            bob = (await host.save_person(role=Role.REQUESTER, name="Bob")).person
            ada = (await host.save_person(role=Role.AGENT, name="Ada")).person
            assert bob is not None and ada is not None
            comment = NewComment(visibility=Visibility.PUBLIC, text="b")
            requester = desk.requester(bob)
            calls = [requester.create_ticket(requester=bob, title=f"{nth}", comment=comment) for nth in range(5)]
            await asyncio.gather(*calls)
            numbers = [ticket.number async for ticket in desk.agent(ada).tickets(limit=2)]
            assert numbers == [5, 4, 3, 2, 1]
            page = await desk.agent(ada).tickets_page(limit=2)
            assert [ticket.number for ticket in page.tickets] == [5, 4]
            assert (await desk.agent(ada).tickets().first()) is not None
            assert (await desk.frontdesk.tick()).timers == 0
            digest = await host.digest()
        with pytest.raises(UsageError):
            await host.digest()
        return digest

    digest = asyncio.run(story())
    with Desk.open(tmp_path / "desk.db", clock=clock) as desk:
        assert desk.host().digest() == digest


def test_a_store_is_opened_by_await_alone() -> None:
    async def story() -> None:
        store = await AsyncFrontdesk.in_memory()
        second = store.desk(2)
        await second.host().save_person(role=Role.AGENT)
        await second.close()
        assert await store.next_wakeup() is None
        with pytest.raises(InvalidError, match="/role"):
            await second.host().save_person(role=5)  # type: ignore[arg-type]
        await store.close()

    asyncio.run(story())


def test_the_loop_goes_on_during_a_call(clock: ManualClock) -> None:
    mail = b"From: a@b.example\r\nTo: help@shop.example\r\nMessage-ID: <%d@b.example>\r\n\r\n"
    mails = [
        MailIn(raw=mail % nth + b"word " * 20_000, verdict=AuthVerdict.ALIGNED, received_at=clock.now)
        for nth in range(20)
    ]

    async def story() -> tuple[float, float]:
        async with AsyncDesk.in_memory(clock=clock) as desk:
            await desk.host().save_config(config=Mailbox(name="Help", address="help@shop.example", open=True))
            begun = last = time.perf_counter()
            longest = 0.0
            call = asyncio.ensure_future(desk.host().intake_many(mails))
            while not call.done():
                await asyncio.sleep(0.001)
                now = time.perf_counter()
                longest, last = max(longest, now - last), now
            await call
            return longest, last - begun

    longest, took = asyncio.run(story())
    assert longest < took / 2, f"the loop stood for {longest} of {took} seconds"


def test_a_call_that_has_begun_runs_to_its_end_though_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()
    call = Engine.call

    def slow(engine: Engine, *arguments: Any) -> Any:
        begun.set()
        go_on.wait()
        answer = call(engine, *arguments)
        done.set()
        return answer

    async def story() -> None:
        async with AsyncDesk.in_memory() as desk:
            with monkeypatch.context() as patched:
                patched.setattr(Engine, "call", slow)
                saving = asyncio.ensure_future(desk.host().save_person(role=Role.AGENT, addresses=["a@b.example"]))
                while not begun.is_set():
                    await asyncio.sleep(0.001)
                saving.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await saving
            go_on.set()
            await asyncio.to_thread(done.wait)
            assert await desk.host().person_by_address("a@b.example") is not None

    asyncio.run(story())


@pytest.mark.parametrize(("sync", "awaited"), [(Handle, AsyncHandle), (Frontdesk, AsyncFrontdesk), (Desk, AsyncDesk)])
def test_both_have_the_same_methods_with_the_same_arguments(sync: type, awaited: type) -> None:
    def methods(of: type) -> dict[str, Callable[..., Any]]:
        return {name: method for name, method in inspect.getmembers(of, callable) if not name.startswith("_")}

    assert methods(sync).keys() == methods(awaited).keys()
    for name, method in methods(sync).items():
        expected = list(inspect.signature(method).parameters)
        assert list(inspect.signature(methods(awaited)[name]).parameters) == expected, name


def test_what_is_exported_is_there() -> None:
    assert len(set(frontdesk.__all__)) == len(frontdesk.__all__) > 150
    for name in frontdesk.__all__:
        assert hasattr(frontdesk, name), name


def test_a_duration_is_a_timedelta(clock: ManualClock) -> None:
    async def story() -> None:
        async with AsyncDesk.in_memory(clock=clock) as desk:
            assert await desk.frontdesk.lease(limit=1, lease=timedelta(minutes=1)) == ()

    asyncio.run(story())
