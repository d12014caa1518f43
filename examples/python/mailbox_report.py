"""Reads a mailbox, lets rules sort what came, and prints how well the promised times were kept.

    pip install frontdesk
    python mailbox_report.py ../mailbox/demo.mbox

The mails are taken in as they came, one after the other: the clock goes along. Take it away, and the desk lives now.
"""

from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.message import Message

from frontdesk import (
    ActionAddTags,
    ActionSet,
    AuthVerdict,
    Config,
    Desk,
    Handle,
    IntakeOutcomeAppended,
    IntakeOutcomeCreated,
    IntakeOutcomeQuarantined,
    Leaf,
    Mailbox,
    MailIn,
    ManualClock,
    Metric,
    NodeGroup,
    Policy,
    Target,
    Trigger,
)

RULES: list[Config] = [
    Mailbox(name="Support", address="support@nordwind.example", open=True, catch_all=True),
    Policy(
        name="An answer within a day",
        position=1,
        filter=NodeGroup(),
        targets=[
            Target(metric=Metric.FIRST_REPLY, duration=timedelta(days=1)),
            Target(metric=Metric.RESOLUTION, duration=timedelta(days=5)),
        ],
    ),
    Trigger(
        name="Outages are urgent",
        position=1,
        conditions=NodeGroup(
            all=[Leaf(field="update.kind", op="is", value="create")],
            any=[Leaf(field="title", op="contains_word", value=word) for word in ("outage", "down", "error")],
        ),
        actions=[ActionSet(field="priority", to="urgent"), ActionAddTags(tags=["outage"])],
    ),
]


def mails(path: str) -> Iterator[MailIn]:
    """The mails of an mbox file, in the order in which they were received."""
    box = mailbox.mbox(path, create=False)
    received = [
        (datetime.strptime(message.get_from().split(" ", 1)[1].strip(), "%a %b %d %H:%M:%S %Y"), key)
        for key, message in box.items()
    ]
    for at, key in sorted(received):
        received_at = at.replace(tzinfo=timezone.utc)
        yield MailIn(raw=box.get_bytes(key), verdict=verdict(box[key]), received_at=received_at)
    box.close()


def verdict(message: Message) -> AuthVerdict:
    """Whether the sender's domain vouches for a mail, as one's own mail server wrote into the topmost field."""
    found = str(message.get("Authentication-Results", ""))
    if "dmarc=pass" in found:
        return AuthVerdict.ALIGNED
    return AuthVerdict.FAIL if "dmarc=fail" in found else AuthVerdict.NONE


def take_in(host: Handle, mail: MailIn) -> str:
    """Takes in a mail. Answers what became of it."""
    match host.intake(mail).outcome:
        case IntakeOutcomeCreated():
            return "new tickets"
        case IntakeOutcomeAppended():
            return "answers"
        case IntakeOutcomeQuarantined(reason=reason):
            return f"quarantined: {reason}"
        case other:
            return type(other).__name__.removeprefix("IntakeOutcome").lower()


def main(path: str) -> None:
    """Prints what came, and the report."""
    incoming = list(mails(path))
    begin, end = incoming[0].received_at, incoming[-1].received_at + timedelta(days=7)
    clock = ManualClock(begin)
    with Desk.in_memory(clock=clock) as desk:
        host = desk.host()
        for config in RULES:
            host.save_config(config=config)
        counts: Counter[str] = Counter()
        for mail in incoming:
            clock.set(mail.received_at)
            counts[take_in(host, mail)] += 1
        clock.set(end)
        while desk.frontdesk.tick().more:
            pass

        print(f"{len(incoming)} mails from {begin:%Y-%m-%d} to {incoming[-1].received_at:%Y-%m-%d}")
        for outcome, count in counts.most_common():
            print(f"{count:6}  {outcome}")
        urgent = [ticket for ticket in host.tickets() if "outage" in ticket.tags]
        print(f"{len(urgent):6}  of them urgent")

        report = host.report(from_=begin, to=end, zone="Europe/Berlin")
        print("\nSLA report")
        for team in report.teams:
            print(f"{team.created:6}  tickets without a team" if team.team is None else f"{team.created:6}  {team.team}")
            for breaches in team.breaches:
                print(f"{breaches.count:6}  too late: {breaches.metric}")


if __name__ == "__main__":
    main(sys.argv[1])
