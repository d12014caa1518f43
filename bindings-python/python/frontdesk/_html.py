"""How notebooks show tickets and lists. Whatever people typed is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._models import Ticket, TicketSummary, TicketSummaryPage

_COLUMNS = ("number", "title", "category", "priority", "requester", "updated")


def ticket(ticket: Ticket | TicketSummary) -> str:
    """One ticket, as a table of its facts."""
    facts = {
        "title": _title(ticket),
        "status": ticket.category.value,
        "priority": ticket.priority.value if ticket.priority else "",
        "requester": ticket.requester,
        "assignee": ticket.assignee or "",
        "team": ticket.team or "",
        "tags": ", ".join(ticket.tags),
        "created": f"{ticket.created_at:%Y-%m-%d %H:%M} UTC",
        "updated": f"{ticket.updated_at:%Y-%m-%d %H:%M} UTC",
    }
    rows = "".join(f"<tr><th>{name}</th><td>{escape(fact)}</td></tr>" for name, fact in facts.items())
    return f"<table><caption>Ticket #{ticket.number}</caption>{rows}</table>"


def ticket_page(found: TicketSummaryPage) -> str:
    """A page of tickets."""
    return page(found.tickets, found.next is not None)


def page(items: Sequence[object], more: bool) -> str:
    """A page of anything; tickets are shown with their facts side by side."""
    from ._models import Ticket, TicketSummary

    tickets = [item for item in items if isinstance(item, (Ticket, TicketSummary))]
    if len(tickets) == len(items):
        head, rows = _row("th", _COLUMNS), [_row("td", _cells(ticket)) for ticket in tickets]
    else:
        head, rows = "", [_row("td", (repr(item),)) for item in items]
    rest = "<p>… and more</p>" if more else ""
    return f"<table>{head}{''.join(rows)}</table>{rest}"


def _cells(ticket: Ticket | TicketSummary) -> Iterable[str]:
    priority = ticket.priority.value if ticket.priority else ""
    updated = f"{ticket.updated_at:%Y-%m-%d %H:%M} UTC"
    title = _title(ticket)
    return (f"#{ticket.number}", title, ticket.category.value, priority, ticket.requester, updated)


def _row(cell: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{cell}>{escape(text)}</{cell}>" for text in cells) + "</tr>"


def _title(ticket: Ticket | TicketSummary) -> str:
    title = ticket.title if isinstance(ticket.title, str) else ticket.title.text
    return title or "(erased)"
