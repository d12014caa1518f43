"""What checkers of types say of code that uses the package: this is right, and the lines that are marked are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from frontdesk import (
    ActionAddTags,
    Desk,
    IntakeOutcome,
    IntakeOutcomeAppended,
    IntakeOutcomeCreated,
    IntakeOutcomeDuplicate,
    IntakeOutcomeIgnored,
    IntakeOutcomeParked,
    IntakeOutcomeQuarantined,
    Leaf,
    NewComment,
    PersonId,
    Ticket,
    TicketId,
    TicketNumber,
    TicketReceipt,
    Trigger,
    Visibility,
)


def ask(desk: Desk, who: PersonId, title: str) -> TicketId:
    comment = NewComment(visibility=Visibility.PUBLIC, text="…")
    receipt: TicketReceipt = desk.requester(who).create_ticket(requester=who, title=title, comment=comment)
    return receipt.ticket


def titles(desk: Desk, agent: PersonId) -> list[str]:
    return [ticket.title for ticket in desk.agent(agent).tickets()]


def told(outcome: IntakeOutcome) -> str:
    match outcome:
        case IntakeOutcomeCreated(number=number) | IntakeOutcomeAppended(number=number):
            return f"ticket {number}"
        case IntakeOutcomeQuarantined(reason=reason):
            return reason.value
        case IntakeOutcomeIgnored(reason=ignored):
            return ignored.value
        case IntakeOutcomeDuplicate(of=message):
            return message
        case IntakeOutcomeParked():
            return "parked"


def times(ticket: Ticket) -> tuple[datetime, Sequence[timedelta]]:
    return ticket.created_at, [clock.target for clock in ticket.clocks]


def rule() -> Trigger:
    burning = Leaf(field="title", op="contains", value="fire")
    return Trigger(name="Fire", position=1, conditions=burning, actions=[ActionAddTags(tags=["fire"])])


def wrong(desk: Desk, ticket: Ticket, who: PersonId) -> None:
    desk.host().ticket(who)  # type: ignore[arg-type]
    desk.host().comments(7)  # type: ignore[arg-type]
    desk.host().comments(TicketNumber(7))
    desk.host().create_ticket(requester=who)  # type: ignore[call-arg]
    desk.host().save_person(role="agent")  # type: ignore[arg-type]
    ticket.title = ticket.title  # type: ignore[misc]
    print(ticket.subject)  # type: ignore[attr-defined]
