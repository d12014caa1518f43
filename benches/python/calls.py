"""What a call costs: through Python, the engine and its store, and back as objects."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from frontdesk import (
    BatchAnswerDone,
    CreateTicket,
    Desk,
    Handle,
    Limits,
    Metric,
    NewComment,
    NodeGroup,
    Policy,
    Request,
    Role,
    Target,
    TicketId,
    Visibility,
)
from harness import Size, in_turns, row

ROWS = 1000
TEXT = "It burns, and smells of burnt plastic. What should I do about it?"


def calls(quick: bool) -> Iterator[str]:
    """A ticket, and a thousand of them, out of memory and out of a file."""
    each, many = (Size(2, 5), Size(2, 1)) if quick else (Size(60, 500), Size(60, 1))
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(page=ROWS)
        for store, opened in (
            ("memory", Desk.in_memory(limits=limits)),
            ("SQLite", Desk.open(Path(folder) / "support.db", limits=limits)),
        ):
            with opened as desk:
                agent, ticket = filled(desk)
                [one] = in_turns(each, lambda: agent.ticket(ticket))
                yield row(f"Python: a ticket, {store}", one, most=40_000)
                ids = [ticket.id for ticket in agent.tickets(limit=ROWS)]
                whole, rows = in_turns(many, lambda: agent.tickets_by_id(ids), lambda: agent.tickets_page(limit=ROWS))
                yield row(f"Python: {ROWS} tickets, {store}", whole, most=35_000_000)
                yield row(f"Python: {ROWS} rows of a list, {store}", rows, most=6_000_000)


def filled(desk: Desk) -> tuple[Handle, TicketId]:
    """An agent, and one of a thousand tickets that are like others: with tags, an assignee, answers, clocks."""
    host = desk.host()
    ada = host.save_person(role=Role.AGENT, name="Ada", addresses=["ada@desk.example"]).person
    rita = host.save_person(role=Role.REQUESTER, name="Rita", addresses=["rita@example.com"]).person
    assert ada is not None and rita is not None
    targets = [
        Target(metric=Metric.FIRST_REPLY, duration=timedelta(hours=1)),
        Target(metric=Metric.RESOLUTION, duration=timedelta(days=1)),
    ]
    host.save_config(config=Policy(name="All", position=1, filter=NodeGroup(), targets=targets))
    comment = NewComment(visibility=Visibility.PUBLIC, text=TEXT)
    requests = [
        Request(command=CreateTicket(requester=rita, title=f"Printer {nth} burns", tags=["fire", "printer"], comment=comment))
        for nth in range(ROWS)
    ]
    answer = host.batch(requests)[0]
    assert isinstance(answer, BatchAnswerDone) and answer.receipt.ticket is not None
    agent, ticket = desk.agent(ada), answer.receipt.ticket
    agent.update_ticket(ticket=ticket, comment=NewComment(visibility=Visibility.PUBLIC, text="Take the stairs."))
    return agent, ticket
