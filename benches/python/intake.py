"""Mail into an SQLite file by `intake_many`, in turns with Rust: the same mails, as many with one commit."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import perf_counter_ns

from frontdesk import AuthVerdict, Desk, IntakeAnswerTaken, IntakeOutcomeCreated, MailIn, ManualClock
from harness import Times, row

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SECRET = b"a secret that everybody may know"


def intake(quick: bool) -> Iterator[str]:
    """A mail, by the batch."""
    batch, batches = (10, 3) if quick else (100, 40)
    with tempfile.TemporaryDirectory() as folder, Rust(folder, batch * batches, batch) as rust:
        clock = ManualClock(EPOCH)
        mails = [mail(line) for line in (Path(folder) / "mails.jsonl").read_text().splitlines()]
        with Desk.open(Path(folder) / "theirs.sqlite3", secret=SECRET, clock=clock) as desk:
            ours, peer = Times(), Times()
            for begin in range(0, len(mails), batch):
                turn = mails[begin : begin + batch]
                pass_time(desk, clock, turn[-1].received_at)
                ours.rounds.append(take_in(desk, turn) / batch)
                peer.rounds.append(rust.turn() / batch)
    # The first turn only warms up.
    del ours.rounds[0], peer.rounds[0]
    yield row(f"Python: a mail into SQLite, {batch} a commit; peer: Rust", ours, peer, ratio=0.9)


def mail(line: str) -> MailIn:
    """A mail that the Rust side wrote down."""
    told = json.loads(line)
    received_at = EPOCH + timedelta(milliseconds=told["received_at"])
    return MailIn(raw=told["raw"].encode(), verdict=AuthVerdict(told["verdict"]), received_at=received_at)


def take_in(desk: Desk, mails: list[MailIn]) -> int:
    """Takes mails in. Answers how many nanoseconds that took."""
    begun = perf_counter_ns()
    answers = desk.host().intake_many(mails)
    took = perf_counter_ns() - begun
    for answer in answers:
        assert isinstance(answer, IntakeAnswerTaken) and isinstance(answer.receipt.outcome, IntakeOutcomeCreated), answer
    return took


def pass_time(desk: Desk, clock: ManualClock, to: datetime) -> None:
    """What a host does all the time: timers run, and mail that is ready leaves."""
    clock.set(to)
    while desk.frontdesk.tick().more:
        pass
    while deliveries := desk.frontdesk.lease(limit=100, lease=timedelta(minutes=1)):
        for delivery in deliveries:
            desk.frontdesk.ack(desk=delivery.desk, effect=delivery.effect, fence=delivery.fence)


class Rust:
    """The Rust side: a program that has made the mails and both desks, and takes a batch in when it is told to."""

    def __init__(self, folder: str, mails: int, batch: int) -> None:
        command = [os.environ["FRONTDESK_BENCHES"], "beside", folder, str(mails), str(batch)]
        self._program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def turn(self) -> int:
        """Lets it take a batch in. Answers how many nanoseconds that took."""
        assert self._program.stdin is not None
        print(file=self._program.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        assert self._program.stdout is not None
        if line := self._program.stdout.readline():
            return line
        raise RuntimeError("the Rust side has ended")

    def __enter__(self) -> Rust:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.communicate()
