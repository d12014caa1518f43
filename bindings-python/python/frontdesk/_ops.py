"""The operations as methods.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from ._codec import *
from ._models import *
from ._pages import AsyncListing, Listing
from ._wire import *


class HandleOperations:
    """What an actor does on a desk."""

    __slots__ = ()

    @abstractmethod
    def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T: ...

    def create_ticket(
        self,
        *,
        requester: PersonId,
        title: str,
        comment: NewComment,
        channel: Channel = Channel.API,
        mailbox: MailboxId | None = None,
        changes: Sequence[FieldEdit] = (),
        tags: Sequence[str] = (),
        participants: Sequence[PersonId] = (),
        follow_up_of: TicketId | None = None,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Creates a ticket.

        - `requester`: Who asks.
        - `title`: What it is about, in a line.
        - `comment`: The description: the first comment.
        - `channel`: The way by which it comes.
        - `mailbox`: The mailbox that answers go out from; by default the first.
        - `changes`: Fields to set.
        - `tags`: Tags.
        - `participants`: People who take part.
        - `follow_up_of`: The closed ticket that this one follows up, when it does.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "create_ticket",
            lambda at: {
                "requester": encode_str(requester, (at, "requester")),
                "title": encode_str(title, (at, "title")),
                "comment": encode_new_comment(comment, (at, "comment")),
                "channel": encode_channel(channel, (at, "channel")),
                "mailbox": None if mailbox is None else encode_str(mailbox, (at, "mailbox")),
                "changes": encode_list(changes, (at, "changes"), encode_field_edit),
                "tags": encode_list(tags, (at, "tags"), encode_str),
                "participants": encode_list(participants, (at, "participants"), encode_str),
                "follow_up_of": None if follow_up_of is None else encode_str(follow_up_of, (at, "follow_up_of")),
            },
            decode_ticket_receipt,
            command,
        )

    def update_ticket(
        self,
        *,
        ticket: TicketId,
        base_version: int | None = None,
        channel: Channel = Channel.API,
        changes: Sequence[FieldEdit] = (),
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
        add_participants: Sequence[PersonId] = (),
        remove_participants: Sequence[PersonId] = (),
        comment: NewComment | None = None,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Changes a ticket: fields, tags, participants and at most one comment, all at once.

        - `ticket`: Which ticket.
        - `base_version`: The version that the sender looked at. Changes to other fields since then are
            merged; a change to the same field is a conflict.
        - `channel`: The way by which it comes.
        - `changes`: Fields to set.
        - `add_tags`: Tags to add.
        - `remove_tags`: Tags to take away.
        - `add_participants`: People who take part from now on.
        - `remove_participants`: People who no longer take part.
        - `comment`: A comment.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "update_ticket",
            lambda at: {
                "ticket": encode_str(ticket, (at, "ticket")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
                "channel": encode_channel(channel, (at, "channel")),
                "changes": encode_list(changes, (at, "changes"), encode_field_edit),
                "add_tags": encode_list(add_tags, (at, "add_tags"), encode_str),
                "remove_tags": encode_list(remove_tags, (at, "remove_tags"), encode_str),
                "add_participants": encode_list(add_participants, (at, "add_participants"), encode_str),
                "remove_participants": encode_list(remove_participants, (at, "remove_participants"), encode_str),
                "comment": None if comment is None else encode_new_comment(comment, (at, "comment")),
            },
            decode_ticket_receipt,
            command,
        )

    def save_person(
        self,
        *,
        role: Role,
        id: PersonId | None = None,
        name: str | None = None,
        addresses: Sequence[str] = (),
        organization: OrganizationId | None = None,
        teams: Sequence[TeamId] = (),
        active: bool = True,
        base_version: int | None = None,
        command: CommandId | None = None,
    ) -> PersonReceipt:
        """Creates a person, or replaces what is known of one: what is left out is taken away.

        - `id`: Who; without one a new person.
        - `role`: What they are here.
        - `name`: Their name.
        - `addresses`: Their addresses; the first is written to. The sender vouches for those that the
            person did not have. Those that they had are as well proved as before, and are written to again if
            mail to them came back.
        - `organization`: The organization they belong to.
        - `teams`: The teams they work in.
        - `active`: Whether they may act.
        - `base_version`: The version of the person that the sender has seen. When there is a later one,
            nothing is saved.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "save_person",
            lambda at: {
                "id": None if id is None else encode_str(id, (at, "id")),
                "role": encode_role(role, (at, "role")),
                "name": None if name is None else encode_str(name, (at, "name")),
                "addresses": encode_list(addresses, (at, "addresses"), encode_str),
                "organization": None if organization is None else encode_str(organization, (at, "organization")),
                "teams": encode_list(teams, (at, "teams"), encode_str),
                "active": encode_bool(active, (at, "active")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
            },
            decode_person_receipt,
            command,
        )

    def save_config(
        self,
        *,
        config: Config,
        base_version: int | None = None,
        command: CommandId | None = None,
    ) -> ConfigReceipt:
        """Saves something configured as a new version.

        - `config`: What; its `version` is given by the desk.
        - `base_version`: The version that the sender looked at; another one in the desk is a conflict.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "save_config",
            lambda at: {
                "config": encode_config(config, (at, "config")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
            },
            decode_config_receipt,
            command,
        )

    def unsubscribe(self, *, token: str, command: CommandId | None = None) -> UnsubscribeReceipt:
        """Takes somebody off the mail about a ticket: what the link in a mail's `List-Unsubscribe` asks
        for. For the host.

        - `token`: The token in the link.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "unsubscribe",
            lambda at: {"token": encode_str(token, (at, "token"))},
            decode_unsubscribe_receipt,
            command,
        )

    def merge_ticket(
        self,
        *,
        ticket: TicketId,
        into: TicketId,
        other_requester: bool = False,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Lets a ticket go on in another, as when somebody asked twice: it is closed, its clocks stand
        still, and mail for it goes to the other one.

        - `ticket`: The ticket that goes on in the other one.
        - `into`: The ticket that stays.
        - `other_requester`: That somebody else asks there is meant: each will be written to about what
            the other says.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "merge_ticket",
            lambda at: {
                "ticket": encode_str(ticket, (at, "ticket")),
                "into": encode_str(into, (at, "into")),
                "other_requester": encode_bool(other_requester, (at, "other_requester")),
            },
            decode_ticket_receipt,
            command,
        )

    def unmerge_ticket(self, *, ticket: TicketId, command: CommandId | None = None) -> TicketReceipt:
        """Undoes a merge: the ticket stands as it did, and its clocks go on without the time in between.

        - `ticket`: The ticket that went on in another.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "unmerge_ticket",
            lambda at: {"ticket": encode_str(ticket, (at, "ticket"))},
            decode_ticket_receipt,
            command,
        )

    def apply_policies(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
        command: CommandId | None = None,
    ) -> PoliciesReceipt:
        """Brings the policies and calendars of the desk to the next tickets that are not closed, as they
        are configured now, without waiting for their next update. Carry it out again behind `next`
        until there is none.

        - `as_of`: From when on time counts as calendars have it now, for clocks that are open: what they
            have run since is measured anew, and what it breaks is told with the instant at which it broke.
            What was told before stays. Without it time up to now counts as it did.
        - `after`: Behind which ticket to go on.
        - `limit`: How many tickets to look at, at most a page.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return self._call(
            "apply_policies",
            lambda at: {
                "as_of": None if as_of is None else encode_instant(as_of, (at, "as_of")),
                "after": None if after is None else encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_policies_receipt,
            command,
        )

    def batch(self, requests: Sequence[Request]) -> Sequence[BatchAnswer]:
        """Carries out many commands in one transaction. One that fails undoes itself alone; the answers
        come in the same order.

        - `requests`: The commands, in order.
        """
        return self._call(
            "batch",
            lambda at: {"requests": encode_list(requests, (at, "requests"), encode_request)},
            lambda data, parts: tuple([decode_batch_answer(item, parts) for item in data]),
        )

    def intake(self, mail: MailIn) -> IntakeReceipt:
        """Takes in a raw mail. It ends in exactly one outcome; the same mail again is a duplicate. For the
        host.

        - `mail`: The mail.
        """
        return self._call(
            "intake",
            lambda at: {"mail": encode_mail_in(mail, (at, "mail"))},
            decode_intake_receipt,
        )

    def intake_many(self, mails: Sequence[MailIn]) -> Sequence[IntakeAnswer]:
        """Takes in many raw mails, in order, with one durable commit. One that fails undoes itself alone:
        its bytes are kept, and it is to be handed in again. For the host.

        - `mails`: The mails, in order.
        """
        return self._call(
            "intake_many",
            lambda at: {"mails": encode_list(mails, (at, "mails"), encode_mail_in)},
            lambda data, parts: tuple([decode_intake_answer(item, parts) for item in data]),
        )

    def ticket(self, id: TicketId) -> Ticket:
        """A ticket, by its id.

        - `id`: Which.
        """
        return self._call(
            "ticket",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_ticket,
        )

    def ticket_by_number(self, number: TicketNumber) -> Ticket:
        """A ticket, by the number that people say.

        - `number`: Which.
        """
        return self._call(
            "ticket_by_number",
            lambda at: {"number": encode_int(number, (at, "number"))},
            decode_ticket,
        )

    def tickets_by_id(self, ids: Sequence[TicketId]) -> Sequence[Ticket]:
        """Tickets, by their ids, in that order; those that are not there, or that the actor may not see,
        are left out. As many ids as the limits allow on a page.

        - `ids`: Which.
        """
        return self._call(
            "tickets_by_id",
            lambda at: {"ids": encode_list(ids, (at, "ids"), encode_str)},
            lambda data, parts: tuple([decode_ticket(item, parts) for item in data]),
        )

    def tickets(self, *, after: Cursor | None = None, limit: int = 100) -> Listing[TicketSummary]:
        """All tickets that the actor may see, newest first, each as a row. All of them, page by page as
        they are asked for.

        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """

        def fetch(after: Cursor | None) -> TicketSummaryPage:
            return self.tickets_page(after=after, limit=limit)

        return Listing(fetch, after, "tickets")

    def tickets_page(self, *, after: Cursor | None = None, limit: int = 100) -> TicketSummaryPage:
        """One page of `tickets`. All tickets that the actor may see, newest first, each as a row.

        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """
        return self._call(
            "tickets",
            lambda at: {
                "after": None if after is None else encode_cursor(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_ticket_summary_page,
        )

    def view(self, id: ViewId, *, after: Cursor | None = None, limit: int = 100) -> Listing[TicketSummary]:
        """The tickets of a saved view, each as a row. All of them, page by page as they are asked for.

        - `id`: Which.
        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """

        def fetch(after: Cursor | None) -> TicketSummaryPage:
            return self.view_page(id=id, after=after, limit=limit)

        return Listing(fetch, after, "tickets")

    def view_page(self, id: ViewId, *, after: Cursor | None = None, limit: int = 100) -> TicketSummaryPage:
        """One page of `view`. The tickets of a saved view, each as a row.

        - `id`: Which.
        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """
        return self._call(
            "view",
            lambda at: {
                "id": encode_str(id, (at, "id")),
                "after": None if after is None else encode_cursor(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_ticket_summary_page,
        )

    def count_view(self, id: ViewId) -> Count:
        """How many tickets a saved view holds: exactly up to the limit, `at_least` beyond.

        - `id`: Which.
        """
        return self._call(
            "count_view",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_count,
        )

    def comments(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> Listing[Comment]:
        """The comments of a ticket, in order: for a requester the public ones. All of them, page by page
        as they are asked for.

        - `ticket`: Of which ticket.
        - `after`: Behind which index.
        - `limit`: How many comments a page holds at most.
        """

        def fetch(after: int) -> CommentPage:
            return self.comments_page(ticket=ticket, after=after, limit=limit)

        return Listing(fetch, after, "comments")

    def comments_page(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> CommentPage:
        """One page of `comments`. The comments of a ticket, in order: for a requester the public ones.

        - `ticket`: Of which ticket.
        - `after`: Behind which index.
        - `limit`: How many comments a page holds at most.
        """
        return self._call(
            "comments",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "after": encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_comment_page,
        )

    def comment_html(self, *, ticket: TicketNumber, comment: int) -> Html | None:
        """The HTML of a comment that came by mail, made safe to show; nothing when it came without.

        - `ticket`: Of which ticket.
        - `comment`: The index of the comment.
        """
        return self._call(
            "comment_html",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "comment": encode_int(comment, (at, "comment")),
            },
            lambda data, parts: None if (it := data) is None else decode_html(it, parts),
        )

    def attachment(self, *, ticket: TicketNumber, comment: int, nth: int) -> AttachmentFile:
        """A file that came with a comment.

        - `ticket`: Of which ticket.
        - `comment`: The index of the comment.
        - `nth`: The place among the attachments of the comment, from 0.
        """
        return self._call(
            "attachment",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "comment": encode_int(comment, (at, "comment")),
                "nth": encode_int(nth, (at, "nth")),
            },
            decode_attachment_file,
        )

    def events(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> Listing[Event]:
        """What happened to a ticket, in order, with the texts that were not erased. For the people of the
        desk. All of them, page by page as they are asked for.

        - `ticket`: To which ticket.
        - `after`: Behind which sequence number.
        - `limit`: How many events a page holds at most.
        """

        def fetch(after: int) -> EventPage:
            return self.events_page(ticket=ticket, after=after, limit=limit)

        return Listing(fetch, after, "events")

    def events_page(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> EventPage:
        """One page of `events`. What happened to a ticket, in order, with the texts that were not erased.
        For the people of the desk.

        - `ticket`: To which ticket.
        - `after`: Behind which sequence number.
        - `limit`: How many events a page holds at most.
        """
        return self._call(
            "events",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "after": encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_event_page,
        )

    def explain(self, *, ticket: TicketNumber, update: UpdateId) -> Explanation:
        """Why each trigger fired, did not fire or changed nothing in an update of a ticket and in what
        followed on it. For the people of the desk.

        - `ticket`: The ticket.
        - `update`: The update.
        """
        return self._call(
            "explain",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "update": encode_str(update, (at, "update")),
            },
            decode_explanation,
        )

    def sla_timeline(self, ticket: TicketNumber) -> SlaTimeline:
        """What happened to the SLA clocks of a ticket over time: when each ran and when it did not, why,
        who made it so, and how much has counted; up to now. For the people of the desk.

        - `ticket`: The ticket.
        """
        return self._call(
            "sla_timeline",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            decode_sla_timeline,
        )

    def sla_timeline_text(self, ticket: TicketNumber) -> str:
        """The timeline of a ticket's SLA clocks as lines of plain English text, with local times: for a
        terminal or a note. For the people of the desk.

        - `ticket`: The ticket.
        """
        return self._call(
            "sla_timeline_text",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            lambda data, parts: str(data),
        )

    def sla_timeline_svg(self, ticket: TicketNumber) -> str:
        """The timeline of a ticket's SLA clocks as a picture in SVG, with a legend, for light and dark
        grounds: it needs no script, font or other file. For the people of the desk.

        - `ticket`: The ticket.
        """
        return self._call(
            "sla_timeline_svg",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            lambda data, parts: str(data),
        )

    def person(self, id: PersonId) -> Person:
        """A person. Requesters see themselves.

        - `id`: Who.
        """
        return self._call(
            "person",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_person,
        )

    def person_by_address(self, address: str) -> Person | None:
        """The person with an address, if there is one. For the people of the desk.

        - `address`: The address.
        """
        return self._call(
            "person_by_address",
            lambda at: {"address": encode_str(address, (at, "address"))},
            lambda data, parts: None if (it := data) is None else decode_person(it, parts),
        )

    def configs(self, kind: ConfigKind) -> Sequence[Config]:
        """The latest version of everything of a kind that is configured, in order of ids. For the people
        of the desk.

        - `kind`: The kind.
        """
        return self._call(
            "configs",
            lambda at: {"kind": encode_config_kind(kind, (at, "kind"))},
            lambda data, parts: tuple([decode_config(item, parts) for item in data]),
        )

    def report(self, *, from_: datetime, to: datetime, zone: str = "UTC") -> Report:
        """Counts what happened over some local days: days and teams. It reads the whole log of the desk.
        For the people of the desk.

        - `from_`: The first instant that counts.
        - `to`: The first instant that counts no more; at most 3,700 local days later.
        - `zone`: The IANA name of the time zone whose days are reported.
        """
        return self._call(
            "report",
            lambda at: {
                "from": encode_instant(from_, (at, "from")),
                "to": encode_instant(to, (at, "to")),
                "zone": encode_str(zone, (at, "zone")),
            },
            decode_report,
        )

    def what_if(
        self,
        *,
        from_: datetime,
        to: datetime,
        policies: Sequence[Policy] = (),
        calendars: Sequence[Calendar] = (),
        limit: int = 100,
    ) -> WhatIfReport:
        """What drafts of policies and calendars would have made of the past: which promises would have
        been broken, and how many kept. Nothing is written.

        - `from_`: The first instant that counts.
        - `to`: The first instant that counts no more.
        - `policies`: Policies as they would be: one with the id of a saved policy stands in its place,
            others are added.
        - `calendars`: Calendars as they would be: one with the id of a saved calendar stands in its
            place, others are added.
        - `limit`: How many changed promises are listed at most; all are counted.
        """
        return self._call(
            "what_if",
            lambda at: {
                "from": encode_instant(from_, (at, "from")),
                "to": encode_instant(to, (at, "to")),
                "policies": encode_list(policies, (at, "policies"), encode_policy),
                "calendars": encode_list(calendars, (at, "calendars"), encode_calendar),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_what_if_report,
        )

    def preview_policies(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
    ) -> Listing[PolicyDifference]:
        """What bringing the policies and calendars of the desk to its tickets would do to their clocks, up
        to what rules would do about it. Nothing is written. For the people of the desk. All of them,
        page by page as they are asked for.

        - `as_of`: From when on time would count as calendars have it now; without it from now on.
        - `after`: Behind which ticket.
        - `limit`: How many tickets to look at for a page at most.
        """

        def fetch(after: TicketNumber | None) -> PolicyDifferencePage:
            return self.preview_policies_page(as_of=as_of, after=after, limit=limit)

        return Listing(fetch, after, "differences")

    def preview_policies_page(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
    ) -> PolicyDifferencePage:
        """One page of `preview_policies`. What bringing the policies and calendars of the desk to its
        tickets would do to their clocks, up to what rules would do about it. Nothing is written. For
        the people of the desk.

        - `as_of`: From when on time would count as calendars have it now; without it from now on.
        - `after`: Behind which ticket.
        - `limit`: How many tickets to look at for a page at most.
        """
        return self._call(
            "preview_policies",
            lambda at: {
                "as_of": None if as_of is None else encode_instant(as_of, (at, "as_of")),
                "after": None if after is None else encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_policy_difference_page,
        )

    def changes(self, *, after: int = 0, limit: int = 100) -> Listing[LogEntry]:
        """What happened on the desk, in order: a feed to follow. For the host. All of them, page by page
        as they are asked for.

        - `after`: Behind which position.
        - `limit`: How many entries a page holds at most.
        """

        def fetch(after: int) -> LogPage:
            return self.changes_page(after=after, limit=limit)

        return Listing(fetch, after, "entries")

    def changes_page(self, *, after: int = 0, limit: int = 100) -> LogPage:
        """One page of `changes`. What happened on the desk, in order: a feed to follow. For the host.

        - `after`: Behind which position.
        - `limit`: How many entries a page holds at most.
        """
        return self._call(
            "changes",
            lambda at: {"after": encode_int(after, (at, "after")), "limit": encode_int(limit, (at, "limit"))},
            decode_log_page,
        )

    def arrivals(self, *, after: Digest | None = None, limit: int = 100) -> Listing[Arrival]:
        """Mails that were handed in and have no outcome, because the process ended before it or the call
        failed. They are to be handed in again. For the host. All of them, page by page as they are
        asked for.

        - `after`: Behind which digest.
        - `limit`: How many mails a page holds at most.
        """

        def fetch(after: Digest | None) -> ArrivalPage:
            return self.arrivals_page(after=after, limit=limit)

        return Listing(fetch, after, "arrivals")

    def arrivals_page(self, *, after: Digest | None = None, limit: int = 100) -> ArrivalPage:
        """One page of `arrivals`. Mails that were handed in and have no outcome, because the process ended
        before it or the call failed. They are to be handed in again. For the host.

        - `after`: Behind which digest.
        - `limit`: How many mails a page holds at most.
        """
        return self._call(
            "arrivals",
            lambda at: {
                "after": None if after is None else encode_str(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_arrival_page,
        )

    def messages(self, *, after: InboundKey | None = None, limit: int = 100) -> Listing[Inbound]:
        """The records of messages that came in: what became of each, also of those that were quarantined.
        For the host. All of them, page by page as they are asked for.

        - `after`: Behind which record.
        - `limit`: How many records a page holds at most.
        """

        def fetch(after: InboundKey | None) -> MessagePage:
            return self.messages_page(after=after, limit=limit)

        return Listing(fetch, after, "messages")

    def messages_page(self, *, after: InboundKey | None = None, limit: int = 100) -> MessagePage:
        """One page of `messages`. The records of messages that came in: what became of each, also of those
        that were quarantined. For the host.

        - `after`: Behind which record.
        - `limit`: How many records a page holds at most.
        """
        return self._call(
            "messages",
            lambda at: {
                "after": None if after is None else encode_inbound_key(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_message_page,
        )

    def raw_mail(self, raw: ContentId) -> RawMail:
        """The raw bytes of a mail, as the record of it and its comment name them. For the host.

        - `raw`: The content.
        """
        return self._call(
            "raw_mail",
            lambda at: {"raw": encode_str(raw, (at, "raw"))},
            decode_raw_mail,
        )

    def effects(
        self,
        state: EffectState,
        *,
        after: EffectId | None = None,
        limit: int = 100,
    ) -> Listing[Effect]:
        """What waits to be sent, was sent, was given up or must not be sent any more, with the reason. For
        the host. All of them, page by page as they are asked for.

        - `state`: In which state.
        - `after`: Behind which of them.
        - `limit`: How many a page holds at most.
        """

        def fetch(after: EffectId | None) -> EffectPage:
            return self.effects_page(state=state, after=after, limit=limit)

        return Listing(fetch, after, "effects")

    def effects_page(
        self,
        state: EffectState,
        *,
        after: EffectId | None = None,
        limit: int = 100,
    ) -> EffectPage:
        """One page of `effects`. What waits to be sent, was sent, was given up or must not be sent any
        more, with the reason. For the host.

        - `state`: In which state.
        - `after`: Behind which of them.
        - `limit`: How many a page holds at most.
        """
        return self._call(
            "effects",
            lambda at: {
                "state": encode_effect_state(state, (at, "state")),
                "after": None if after is None else encode_str(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_effect_page,
        )

    def digest(self) -> str:
        """A digest over what the desk holds: the same for two desks to which the same happened. It reads
        the whole desk. For the host.
        """
        return self._call(
            "digest",
            lambda at: {},
            lambda data, parts: str(data),
        )

    def verify(self) -> Verified:
        """Checks that every ticket is what its events make of it. It reads the whole desk. For the host."""
        return self._call(
            "verify",
            lambda at: {},
            decode_verified,
        )


class StoreOperations:
    """What is done with all desks of a store."""

    __slots__ = ()

    @abstractmethod
    def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T: ...

    def tick(self, *, timers: int = 1000) -> TickReport:
        """Lets time pass on all desks: runs what is due, each at its own instant. How often it is called
        makes no difference to what happens.

        - `timers`: So many timers at most; the rest waits for the next tick.
        """
        return self._call(
            "tick",
            lambda at: {"timers": encode_int(timers, (at, "timers"))},
            decode_tick_report,
        )

    def next_wakeup(self) -> datetime | None:
        """When `tick` has to be called again: the next timer of any desk."""
        return self._call(
            "next_wakeup",
            lambda at: {},
            lambda data, parts: None if (it := data) is None else decode_instant(it),
        )

    def lease(self, *, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Hands over mails of all desks that are ready. Send each, then answer `ack` or `fail`; a lease
        that ends without an answer is handed over again.

        - `limit`: How many at most.
        - `lease`: For how long they are handed over.
        """
        return self._call(
            "lease",
            lambda at: {
                "limit": encode_int(limit, (at, "limit")),
                "lease_millis": encode_duration(lease, (at, "lease_millis")),
            },
            lambda data, parts: tuple([decode_delivery(item, parts) for item in data]),
        )

    def ack(self, *, desk: DeskId, effect: EffectId, fence: int) -> None:
        """Notes that a mail was delivered.

        - `desk`: Of which desk.
        - `effect`: The effect of the delivery.
        - `fence`: The fence of the delivery.
        """
        return self._call(
            "ack",
            lambda at: {
                "desk": encode_int(desk, (at, "desk")),
                "effect": encode_str(effect, (at, "effect")),
                "fence": encode_int(fence, (at, "fence")),
            },
            decode_nothing,
        )

    def fail(self, *, desk: DeskId, effect: EffectId, fence: int, failure: Failure) -> None:
        """Notes that a mail could not be delivered: it is tried again later, or given up.

        - `desk`: Of which desk.
        - `effect`: The effect of the delivery.
        - `fence`: The fence of the delivery.
        - `failure`: Why, and whether another try makes sense.
        """
        return self._call(
            "fail",
            lambda at: {
                "desk": encode_int(desk, (at, "desk")),
                "effect": encode_str(effect, (at, "effect")),
                "fence": encode_int(fence, (at, "fence")),
                "failure": encode_failure(failure, (at, "failure")),
            },
            decode_nothing,
        )

    def next_delivery(self) -> datetime | None:
        """When the next mail of any desk is ready to be handed over."""
        return self._call(
            "next_delivery",
            lambda at: {},
            lambda data, parts: None if (it := data) is None else decode_instant(it),
        )


class AsyncHandleOperations:
    """What an actor does on a desk."""

    __slots__ = ()

    @abstractmethod
    async def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T: ...

    async def create_ticket(
        self,
        *,
        requester: PersonId,
        title: str,
        comment: NewComment,
        channel: Channel = Channel.API,
        mailbox: MailboxId | None = None,
        changes: Sequence[FieldEdit] = (),
        tags: Sequence[str] = (),
        participants: Sequence[PersonId] = (),
        follow_up_of: TicketId | None = None,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Creates a ticket.

        - `requester`: Who asks.
        - `title`: What it is about, in a line.
        - `comment`: The description: the first comment.
        - `channel`: The way by which it comes.
        - `mailbox`: The mailbox that answers go out from; by default the first.
        - `changes`: Fields to set.
        - `tags`: Tags.
        - `participants`: People who take part.
        - `follow_up_of`: The closed ticket that this one follows up, when it does.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "create_ticket",
            lambda at: {
                "requester": encode_str(requester, (at, "requester")),
                "title": encode_str(title, (at, "title")),
                "comment": encode_new_comment(comment, (at, "comment")),
                "channel": encode_channel(channel, (at, "channel")),
                "mailbox": None if mailbox is None else encode_str(mailbox, (at, "mailbox")),
                "changes": encode_list(changes, (at, "changes"), encode_field_edit),
                "tags": encode_list(tags, (at, "tags"), encode_str),
                "participants": encode_list(participants, (at, "participants"), encode_str),
                "follow_up_of": None if follow_up_of is None else encode_str(follow_up_of, (at, "follow_up_of")),
            },
            decode_ticket_receipt,
            command,
        )

    async def update_ticket(
        self,
        *,
        ticket: TicketId,
        base_version: int | None = None,
        channel: Channel = Channel.API,
        changes: Sequence[FieldEdit] = (),
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
        add_participants: Sequence[PersonId] = (),
        remove_participants: Sequence[PersonId] = (),
        comment: NewComment | None = None,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Changes a ticket: fields, tags, participants and at most one comment, all at once.

        - `ticket`: Which ticket.
        - `base_version`: The version that the sender looked at. Changes to other fields since then are
            merged; a change to the same field is a conflict.
        - `channel`: The way by which it comes.
        - `changes`: Fields to set.
        - `add_tags`: Tags to add.
        - `remove_tags`: Tags to take away.
        - `add_participants`: People who take part from now on.
        - `remove_participants`: People who no longer take part.
        - `comment`: A comment.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "update_ticket",
            lambda at: {
                "ticket": encode_str(ticket, (at, "ticket")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
                "channel": encode_channel(channel, (at, "channel")),
                "changes": encode_list(changes, (at, "changes"), encode_field_edit),
                "add_tags": encode_list(add_tags, (at, "add_tags"), encode_str),
                "remove_tags": encode_list(remove_tags, (at, "remove_tags"), encode_str),
                "add_participants": encode_list(add_participants, (at, "add_participants"), encode_str),
                "remove_participants": encode_list(remove_participants, (at, "remove_participants"), encode_str),
                "comment": None if comment is None else encode_new_comment(comment, (at, "comment")),
            },
            decode_ticket_receipt,
            command,
        )

    async def save_person(
        self,
        *,
        role: Role,
        id: PersonId | None = None,
        name: str | None = None,
        addresses: Sequence[str] = (),
        organization: OrganizationId | None = None,
        teams: Sequence[TeamId] = (),
        active: bool = True,
        base_version: int | None = None,
        command: CommandId | None = None,
    ) -> PersonReceipt:
        """Creates a person, or replaces what is known of one: what is left out is taken away.

        - `id`: Who; without one a new person.
        - `role`: What they are here.
        - `name`: Their name.
        - `addresses`: Their addresses; the first is written to. The sender vouches for those that the
            person did not have. Those that they had are as well proved as before, and are written to again if
            mail to them came back.
        - `organization`: The organization they belong to.
        - `teams`: The teams they work in.
        - `active`: Whether they may act.
        - `base_version`: The version of the person that the sender has seen. When there is a later one,
            nothing is saved.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "save_person",
            lambda at: {
                "id": None if id is None else encode_str(id, (at, "id")),
                "role": encode_role(role, (at, "role")),
                "name": None if name is None else encode_str(name, (at, "name")),
                "addresses": encode_list(addresses, (at, "addresses"), encode_str),
                "organization": None if organization is None else encode_str(organization, (at, "organization")),
                "teams": encode_list(teams, (at, "teams"), encode_str),
                "active": encode_bool(active, (at, "active")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
            },
            decode_person_receipt,
            command,
        )

    async def save_config(
        self,
        *,
        config: Config,
        base_version: int | None = None,
        command: CommandId | None = None,
    ) -> ConfigReceipt:
        """Saves something configured as a new version.

        - `config`: What; its `version` is given by the desk.
        - `base_version`: The version that the sender looked at; another one in the desk is a conflict.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "save_config",
            lambda at: {
                "config": encode_config(config, (at, "config")),
                "base_version": None if base_version is None else encode_int(base_version, (at, "base_version")),
            },
            decode_config_receipt,
            command,
        )

    async def unsubscribe(self, *, token: str, command: CommandId | None = None) -> UnsubscribeReceipt:
        """Takes somebody off the mail about a ticket: what the link in a mail's `List-Unsubscribe` asks
        for. For the host.

        - `token`: The token in the link.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "unsubscribe",
            lambda at: {"token": encode_str(token, (at, "token"))},
            decode_unsubscribe_receipt,
            command,
        )

    async def merge_ticket(
        self,
        *,
        ticket: TicketId,
        into: TicketId,
        other_requester: bool = False,
        command: CommandId | None = None,
    ) -> TicketReceipt:
        """Lets a ticket go on in another, as when somebody asked twice: it is closed, its clocks stand
        still, and mail for it goes to the other one.

        - `ticket`: The ticket that goes on in the other one.
        - `into`: The ticket that stays.
        - `other_requester`: That somebody else asks there is meant: each will be written to about what
            the other says.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "merge_ticket",
            lambda at: {
                "ticket": encode_str(ticket, (at, "ticket")),
                "into": encode_str(into, (at, "into")),
                "other_requester": encode_bool(other_requester, (at, "other_requester")),
            },
            decode_ticket_receipt,
            command,
        )

    async def unmerge_ticket(self, *, ticket: TicketId, command: CommandId | None = None) -> TicketReceipt:
        """Undoes a merge: the ticket stands as it did, and its clocks go on without the time in between.

        - `ticket`: The ticket that went on in another.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "unmerge_ticket",
            lambda at: {"ticket": encode_str(ticket, (at, "ticket"))},
            decode_ticket_receipt,
            command,
        )

    async def apply_policies(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
        command: CommandId | None = None,
    ) -> PoliciesReceipt:
        """Brings the policies and calendars of the desk to the next tickets that are not closed, as they
        are configured now, without waiting for their next update. Carry it out again behind `next`
        until there is none.

        - `as_of`: From when on time counts as calendars have it now, for clocks that are open: what they
            have run since is measured anew, and what it breaks is told with the instant at which it broke.
            What was told before stays. Without it time up to now counts as it did.
        - `after`: Behind which ticket to go on.
        - `limit`: How many tickets to look at, at most a page.
        - `command`: By which the sender knows it, so that it acts once however often it is sent.
        """
        return await self._call(
            "apply_policies",
            lambda at: {
                "as_of": None if as_of is None else encode_instant(as_of, (at, "as_of")),
                "after": None if after is None else encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_policies_receipt,
            command,
        )

    async def batch(self, requests: Sequence[Request]) -> Sequence[BatchAnswer]:
        """Carries out many commands in one transaction. One that fails undoes itself alone; the answers
        come in the same order.

        - `requests`: The commands, in order.
        """
        return await self._call(
            "batch",
            lambda at: {"requests": encode_list(requests, (at, "requests"), encode_request)},
            lambda data, parts: tuple([decode_batch_answer(item, parts) for item in data]),
        )

    async def intake(self, mail: MailIn) -> IntakeReceipt:
        """Takes in a raw mail. It ends in exactly one outcome; the same mail again is a duplicate. For the
        host.

        - `mail`: The mail.
        """
        return await self._call(
            "intake",
            lambda at: {"mail": encode_mail_in(mail, (at, "mail"))},
            decode_intake_receipt,
        )

    async def intake_many(self, mails: Sequence[MailIn]) -> Sequence[IntakeAnswer]:
        """Takes in many raw mails, in order, with one durable commit. One that fails undoes itself alone:
        its bytes are kept, and it is to be handed in again. For the host.

        - `mails`: The mails, in order.
        """
        return await self._call(
            "intake_many",
            lambda at: {"mails": encode_list(mails, (at, "mails"), encode_mail_in)},
            lambda data, parts: tuple([decode_intake_answer(item, parts) for item in data]),
        )

    async def ticket(self, id: TicketId) -> Ticket:
        """A ticket, by its id.

        - `id`: Which.
        """
        return await self._call(
            "ticket",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_ticket,
        )

    async def ticket_by_number(self, number: TicketNumber) -> Ticket:
        """A ticket, by the number that people say.

        - `number`: Which.
        """
        return await self._call(
            "ticket_by_number",
            lambda at: {"number": encode_int(number, (at, "number"))},
            decode_ticket,
        )

    async def tickets_by_id(self, ids: Sequence[TicketId]) -> Sequence[Ticket]:
        """Tickets, by their ids, in that order; those that are not there, or that the actor may not see,
        are left out. As many ids as the limits allow on a page.

        - `ids`: Which.
        """
        return await self._call(
            "tickets_by_id",
            lambda at: {"ids": encode_list(ids, (at, "ids"), encode_str)},
            lambda data, parts: tuple([decode_ticket(item, parts) for item in data]),
        )

    def tickets(self, *, after: Cursor | None = None, limit: int = 100) -> AsyncListing[TicketSummary]:
        """All tickets that the actor may see, newest first, each as a row. All of them, page by page as
        they are asked for.

        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """

        async def fetch(after: Cursor | None) -> TicketSummaryPage:
            return await self.tickets_page(after=after, limit=limit)

        return AsyncListing(fetch, after, "tickets")

    async def tickets_page(self, *, after: Cursor | None = None, limit: int = 100) -> TicketSummaryPage:
        """One page of `tickets`. All tickets that the actor may see, newest first, each as a row.

        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """
        return await self._call(
            "tickets",
            lambda at: {
                "after": None if after is None else encode_cursor(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_ticket_summary_page,
        )

    def view(
        self,
        id: ViewId,
        *,
        after: Cursor | None = None,
        limit: int = 100,
    ) -> AsyncListing[TicketSummary]:
        """The tickets of a saved view, each as a row. All of them, page by page as they are asked for.

        - `id`: Which.
        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """

        async def fetch(after: Cursor | None) -> TicketSummaryPage:
            return await self.view_page(id=id, after=after, limit=limit)

        return AsyncListing(fetch, after, "tickets")

    async def view_page(
        self,
        id: ViewId,
        *,
        after: Cursor | None = None,
        limit: int = 100,
    ) -> TicketSummaryPage:
        """One page of `view`. The tickets of a saved view, each as a row.

        - `id`: Which.
        - `after`: Where the page begins.
        - `limit`: How many tickets a page holds at most.
        """
        return await self._call(
            "view",
            lambda at: {
                "id": encode_str(id, (at, "id")),
                "after": None if after is None else encode_cursor(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_ticket_summary_page,
        )

    async def count_view(self, id: ViewId) -> Count:
        """How many tickets a saved view holds: exactly up to the limit, `at_least` beyond.

        - `id`: Which.
        """
        return await self._call(
            "count_view",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_count,
        )

    def comments(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> AsyncListing[Comment]:
        """The comments of a ticket, in order: for a requester the public ones. All of them, page by page
        as they are asked for.

        - `ticket`: Of which ticket.
        - `after`: Behind which index.
        - `limit`: How many comments a page holds at most.
        """

        async def fetch(after: int) -> CommentPage:
            return await self.comments_page(ticket=ticket, after=after, limit=limit)

        return AsyncListing(fetch, after, "comments")

    async def comments_page(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> CommentPage:
        """One page of `comments`. The comments of a ticket, in order: for a requester the public ones.

        - `ticket`: Of which ticket.
        - `after`: Behind which index.
        - `limit`: How many comments a page holds at most.
        """
        return await self._call(
            "comments",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "after": encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_comment_page,
        )

    async def comment_html(self, *, ticket: TicketNumber, comment: int) -> Html | None:
        """The HTML of a comment that came by mail, made safe to show; nothing when it came without.

        - `ticket`: Of which ticket.
        - `comment`: The index of the comment.
        """
        return await self._call(
            "comment_html",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "comment": encode_int(comment, (at, "comment")),
            },
            lambda data, parts: None if (it := data) is None else decode_html(it, parts),
        )

    async def attachment(self, *, ticket: TicketNumber, comment: int, nth: int) -> AttachmentFile:
        """A file that came with a comment.

        - `ticket`: Of which ticket.
        - `comment`: The index of the comment.
        - `nth`: The place among the attachments of the comment, from 0.
        """
        return await self._call(
            "attachment",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "comment": encode_int(comment, (at, "comment")),
                "nth": encode_int(nth, (at, "nth")),
            },
            decode_attachment_file,
        )

    def events(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> AsyncListing[Event]:
        """What happened to a ticket, in order, with the texts that were not erased. For the people of the
        desk. All of them, page by page as they are asked for.

        - `ticket`: To which ticket.
        - `after`: Behind which sequence number.
        - `limit`: How many events a page holds at most.
        """

        async def fetch(after: int) -> EventPage:
            return await self.events_page(ticket=ticket, after=after, limit=limit)

        return AsyncListing(fetch, after, "events")

    async def events_page(self, ticket: TicketNumber, *, after: int = 0, limit: int = 100) -> EventPage:
        """One page of `events`. What happened to a ticket, in order, with the texts that were not erased.
        For the people of the desk.

        - `ticket`: To which ticket.
        - `after`: Behind which sequence number.
        - `limit`: How many events a page holds at most.
        """
        return await self._call(
            "events",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "after": encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_event_page,
        )

    async def explain(self, *, ticket: TicketNumber, update: UpdateId) -> Explanation:
        """Why each trigger fired, did not fire or changed nothing in an update of a ticket and in what
        followed on it. For the people of the desk.

        - `ticket`: The ticket.
        - `update`: The update.
        """
        return await self._call(
            "explain",
            lambda at: {
                "ticket": encode_int(ticket, (at, "ticket")),
                "update": encode_str(update, (at, "update")),
            },
            decode_explanation,
        )

    async def sla_timeline(self, ticket: TicketNumber) -> SlaTimeline:
        """What happened to the SLA clocks of a ticket over time: when each ran and when it did not, why,
        who made it so, and how much has counted; up to now. For the people of the desk.

        - `ticket`: The ticket.
        """
        return await self._call(
            "sla_timeline",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            decode_sla_timeline,
        )

    async def sla_timeline_text(self, ticket: TicketNumber) -> str:
        """The timeline of a ticket's SLA clocks as lines of plain English text, with local times: for a
        terminal or a note. For the people of the desk.

        - `ticket`: The ticket.
        """
        return await self._call(
            "sla_timeline_text",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            lambda data, parts: str(data),
        )

    async def sla_timeline_svg(self, ticket: TicketNumber) -> str:
        """The timeline of a ticket's SLA clocks as a picture in SVG, with a legend, for light and dark
        grounds: it needs no script, font or other file. For the people of the desk.

        - `ticket`: The ticket.
        """
        return await self._call(
            "sla_timeline_svg",
            lambda at: {"ticket": encode_int(ticket, (at, "ticket"))},
            lambda data, parts: str(data),
        )

    async def person(self, id: PersonId) -> Person:
        """A person. Requesters see themselves.

        - `id`: Who.
        """
        return await self._call(
            "person",
            lambda at: {"id": encode_str(id, (at, "id"))},
            decode_person,
        )

    async def person_by_address(self, address: str) -> Person | None:
        """The person with an address, if there is one. For the people of the desk.

        - `address`: The address.
        """
        return await self._call(
            "person_by_address",
            lambda at: {"address": encode_str(address, (at, "address"))},
            lambda data, parts: None if (it := data) is None else decode_person(it, parts),
        )

    async def configs(self, kind: ConfigKind) -> Sequence[Config]:
        """The latest version of everything of a kind that is configured, in order of ids. For the people
        of the desk.

        - `kind`: The kind.
        """
        return await self._call(
            "configs",
            lambda at: {"kind": encode_config_kind(kind, (at, "kind"))},
            lambda data, parts: tuple([decode_config(item, parts) for item in data]),
        )

    async def report(self, *, from_: datetime, to: datetime, zone: str = "UTC") -> Report:
        """Counts what happened over some local days: days and teams. It reads the whole log of the desk.
        For the people of the desk.

        - `from_`: The first instant that counts.
        - `to`: The first instant that counts no more; at most 3,700 local days later.
        - `zone`: The IANA name of the time zone whose days are reported.
        """
        return await self._call(
            "report",
            lambda at: {
                "from": encode_instant(from_, (at, "from")),
                "to": encode_instant(to, (at, "to")),
                "zone": encode_str(zone, (at, "zone")),
            },
            decode_report,
        )

    async def what_if(
        self,
        *,
        from_: datetime,
        to: datetime,
        policies: Sequence[Policy] = (),
        calendars: Sequence[Calendar] = (),
        limit: int = 100,
    ) -> WhatIfReport:
        """What drafts of policies and calendars would have made of the past: which promises would have
        been broken, and how many kept. Nothing is written.

        - `from_`: The first instant that counts.
        - `to`: The first instant that counts no more.
        - `policies`: Policies as they would be: one with the id of a saved policy stands in its place,
            others are added.
        - `calendars`: Calendars as they would be: one with the id of a saved calendar stands in its
            place, others are added.
        - `limit`: How many changed promises are listed at most; all are counted.
        """
        return await self._call(
            "what_if",
            lambda at: {
                "from": encode_instant(from_, (at, "from")),
                "to": encode_instant(to, (at, "to")),
                "policies": encode_list(policies, (at, "policies"), encode_policy),
                "calendars": encode_list(calendars, (at, "calendars"), encode_calendar),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_what_if_report,
        )

    def preview_policies(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
    ) -> AsyncListing[PolicyDifference]:
        """What bringing the policies and calendars of the desk to its tickets would do to their clocks, up
        to what rules would do about it. Nothing is written. For the people of the desk. All of them,
        page by page as they are asked for.

        - `as_of`: From when on time would count as calendars have it now; without it from now on.
        - `after`: Behind which ticket.
        - `limit`: How many tickets to look at for a page at most.
        """

        async def fetch(after: TicketNumber | None) -> PolicyDifferencePage:
            return await self.preview_policies_page(as_of=as_of, after=after, limit=limit)

        return AsyncListing(fetch, after, "differences")

    async def preview_policies_page(
        self,
        *,
        as_of: datetime | None = None,
        after: TicketNumber | None = None,
        limit: int = 100,
    ) -> PolicyDifferencePage:
        """One page of `preview_policies`. What bringing the policies and calendars of the desk to its
        tickets would do to their clocks, up to what rules would do about it. Nothing is written. For
        the people of the desk.

        - `as_of`: From when on time would count as calendars have it now; without it from now on.
        - `after`: Behind which ticket.
        - `limit`: How many tickets to look at for a page at most.
        """
        return await self._call(
            "preview_policies",
            lambda at: {
                "as_of": None if as_of is None else encode_instant(as_of, (at, "as_of")),
                "after": None if after is None else encode_int(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_policy_difference_page,
        )

    def changes(self, *, after: int = 0, limit: int = 100) -> AsyncListing[LogEntry]:
        """What happened on the desk, in order: a feed to follow. For the host. All of them, page by page
        as they are asked for.

        - `after`: Behind which position.
        - `limit`: How many entries a page holds at most.
        """

        async def fetch(after: int) -> LogPage:
            return await self.changes_page(after=after, limit=limit)

        return AsyncListing(fetch, after, "entries")

    async def changes_page(self, *, after: int = 0, limit: int = 100) -> LogPage:
        """One page of `changes`. What happened on the desk, in order: a feed to follow. For the host.

        - `after`: Behind which position.
        - `limit`: How many entries a page holds at most.
        """
        return await self._call(
            "changes",
            lambda at: {"after": encode_int(after, (at, "after")), "limit": encode_int(limit, (at, "limit"))},
            decode_log_page,
        )

    def arrivals(self, *, after: Digest | None = None, limit: int = 100) -> AsyncListing[Arrival]:
        """Mails that were handed in and have no outcome, because the process ended before it or the call
        failed. They are to be handed in again. For the host. All of them, page by page as they are
        asked for.

        - `after`: Behind which digest.
        - `limit`: How many mails a page holds at most.
        """

        async def fetch(after: Digest | None) -> ArrivalPage:
            return await self.arrivals_page(after=after, limit=limit)

        return AsyncListing(fetch, after, "arrivals")

    async def arrivals_page(self, *, after: Digest | None = None, limit: int = 100) -> ArrivalPage:
        """One page of `arrivals`. Mails that were handed in and have no outcome, because the process ended
        before it or the call failed. They are to be handed in again. For the host.

        - `after`: Behind which digest.
        - `limit`: How many mails a page holds at most.
        """
        return await self._call(
            "arrivals",
            lambda at: {
                "after": None if after is None else encode_str(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_arrival_page,
        )

    def messages(self, *, after: InboundKey | None = None, limit: int = 100) -> AsyncListing[Inbound]:
        """The records of messages that came in: what became of each, also of those that were quarantined.
        For the host. All of them, page by page as they are asked for.

        - `after`: Behind which record.
        - `limit`: How many records a page holds at most.
        """

        async def fetch(after: InboundKey | None) -> MessagePage:
            return await self.messages_page(after=after, limit=limit)

        return AsyncListing(fetch, after, "messages")

    async def messages_page(self, *, after: InboundKey | None = None, limit: int = 100) -> MessagePage:
        """One page of `messages`. The records of messages that came in: what became of each, also of those
        that were quarantined. For the host.

        - `after`: Behind which record.
        - `limit`: How many records a page holds at most.
        """
        return await self._call(
            "messages",
            lambda at: {
                "after": None if after is None else encode_inbound_key(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_message_page,
        )

    async def raw_mail(self, raw: ContentId) -> RawMail:
        """The raw bytes of a mail, as the record of it and its comment name them. For the host.

        - `raw`: The content.
        """
        return await self._call(
            "raw_mail",
            lambda at: {"raw": encode_str(raw, (at, "raw"))},
            decode_raw_mail,
        )

    def effects(
        self,
        state: EffectState,
        *,
        after: EffectId | None = None,
        limit: int = 100,
    ) -> AsyncListing[Effect]:
        """What waits to be sent, was sent, was given up or must not be sent any more, with the reason. For
        the host. All of them, page by page as they are asked for.

        - `state`: In which state.
        - `after`: Behind which of them.
        - `limit`: How many a page holds at most.
        """

        async def fetch(after: EffectId | None) -> EffectPage:
            return await self.effects_page(state=state, after=after, limit=limit)

        return AsyncListing(fetch, after, "effects")

    async def effects_page(
        self,
        state: EffectState,
        *,
        after: EffectId | None = None,
        limit: int = 100,
    ) -> EffectPage:
        """One page of `effects`. What waits to be sent, was sent, was given up or must not be sent any
        more, with the reason. For the host.

        - `state`: In which state.
        - `after`: Behind which of them.
        - `limit`: How many a page holds at most.
        """
        return await self._call(
            "effects",
            lambda at: {
                "state": encode_effect_state(state, (at, "state")),
                "after": None if after is None else encode_str(after, (at, "after")),
                "limit": encode_int(limit, (at, "limit")),
            },
            decode_effect_page,
        )

    async def digest(self) -> str:
        """A digest over what the desk holds: the same for two desks to which the same happened. It reads
        the whole desk. For the host.
        """
        return await self._call(
            "digest",
            lambda at: {},
            lambda data, parts: str(data),
        )

    async def verify(self) -> Verified:
        """Checks that every ticket is what its events make of it. It reads the whole desk. For the host."""
        return await self._call(
            "verify",
            lambda at: {},
            decode_verified,
        )


class AsyncStoreOperations:
    """What is done with all desks of a store."""

    __slots__ = ()

    @abstractmethod
    async def _call(
        self,
        operation: str,
        encode: Callable[[Place], Json],
        decode: Callable[[Any, Parts], T],
        command: str | None = None,
    ) -> T: ...

    async def tick(self, *, timers: int = 1000) -> TickReport:
        """Lets time pass on all desks: runs what is due, each at its own instant. How often it is called
        makes no difference to what happens.

        - `timers`: So many timers at most; the rest waits for the next tick.
        """
        return await self._call(
            "tick",
            lambda at: {"timers": encode_int(timers, (at, "timers"))},
            decode_tick_report,
        )

    async def next_wakeup(self) -> datetime | None:
        """When `tick` has to be called again: the next timer of any desk."""
        return await self._call(
            "next_wakeup",
            lambda at: {},
            lambda data, parts: None if (it := data) is None else decode_instant(it),
        )

    async def lease(self, *, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Hands over mails of all desks that are ready. Send each, then answer `ack` or `fail`; a lease
        that ends without an answer is handed over again.

        - `limit`: How many at most.
        - `lease`: For how long they are handed over.
        """
        return await self._call(
            "lease",
            lambda at: {
                "limit": encode_int(limit, (at, "limit")),
                "lease_millis": encode_duration(lease, (at, "lease_millis")),
            },
            lambda data, parts: tuple([decode_delivery(item, parts) for item in data]),
        )

    async def ack(self, *, desk: DeskId, effect: EffectId, fence: int) -> None:
        """Notes that a mail was delivered.

        - `desk`: Of which desk.
        - `effect`: The effect of the delivery.
        - `fence`: The fence of the delivery.
        """
        return await self._call(
            "ack",
            lambda at: {
                "desk": encode_int(desk, (at, "desk")),
                "effect": encode_str(effect, (at, "effect")),
                "fence": encode_int(fence, (at, "fence")),
            },
            decode_nothing,
        )

    async def fail(self, *, desk: DeskId, effect: EffectId, fence: int, failure: Failure) -> None:
        """Notes that a mail could not be delivered: it is tried again later, or given up.

        - `desk`: Of which desk.
        - `effect`: The effect of the delivery.
        - `fence`: The fence of the delivery.
        - `failure`: Why, and whether another try makes sense.
        """
        return await self._call(
            "fail",
            lambda at: {
                "desk": encode_int(desk, (at, "desk")),
                "effect": encode_str(effect, (at, "effect")),
                "fence": encode_int(fence, (at, "fence")),
                "failure": encode_failure(failure, (at, "failure")),
            },
            decode_nothing,
        )

    async def next_delivery(self) -> datetime | None:
        """When the next mail of any desk is ready to be handed over."""
        return await self._call(
            "next_delivery",
            lambda at: {},
            lambda data, parts: None if (it := data) is None else decode_instant(it),
        )
