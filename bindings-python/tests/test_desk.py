"""A desk as its users meet it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import frontdesk
import pytest
from frontdesk import (
    ActionAddTags,
    AuthVerdict,
    BatchAnswerDone,
    BatchAnswerRefused,
    ConfigKind,
    ConflictError,
    CreateTicket,
    Desk,
    FieldDefinition,
    FieldEdit,
    FieldKindDate,
    FieldValueDate,
    ForbiddenError,
    Frontdesk,
    FrontdeskError,
    IntakeOutcomeCreated,
    Leaf,
    Mailbox,
    MailIn,
    ManualClock,
    Metric,
    NewComment,
    NodeGroup,
    Not,
    NotFoundError,
    PersonId,
    Policy,
    Priority,
    PublicComment,
    Request,
    Role,
    SaveConfig,
    StatusCategory,
    Target,
    Team,
    ThresholdBefore,
    TicketId,
    Trigger,
    Visibility,
)


def person(desk: Desk, role: Role, name: str) -> PersonId:
    saved = desk.host().save_person(role=role, name=name, addresses=[f"{name.lower()}@shop.example"]).person
    assert saved is not None
    return saved


def said(text: str) -> NewComment:
    return NewComment(visibility=Visibility.PUBLIC, text=text)


@pytest.fixture
def ada(desk: Desk) -> PersonId:
    return person(desk, Role.AGENT, "Ada")


@pytest.fixture
def bob(desk: Desk) -> PersonId:
    return person(desk, Role.REQUESTER, "Bob")


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import requires, version

    assert version("frontdesk").count(".") == 2
    assert not requires("frontdesk")


def test_a_ticket_is_created_changed_and_read(desk: Desk, clock: ManualClock, ada: PersonId, bob: PersonId) -> None:
    agent = desk.agent(ada)
    receipt = agent.create_ticket(requester=bob, title="Printer", comment=said("It burns"), tags=["hot"])
    assert receipt.number == 1
    clock.advance(timedelta(minutes=1))
    agent.update_ticket(ticket=receipt.ticket, changes=[FieldEdit(field="priority", to="urgent")])
    ticket = agent.ticket(receipt.ticket)
    assert (ticket.title.text, ticket.priority, ticket.tags) == ("Printer", Priority.URGENT, ("hot",))
    assert ticket.updated_at == clock.now == datetime(2026, 1, 5, 9, 1, tzinfo=timezone.utc)
    match ticket:
        case frontdesk.Ticket(category=StatusCategory.OPEN | StatusCategory.NEW, priority=Priority.URGENT):
            pass
        case _:
            pytest.fail("the ticket does not match")
    match agent.comments(receipt.number).first():
        case PublicComment(author=frontdesk.ActorAgent(person=author), text=frontdesk.Text(text="It burns")):
            assert author == ada
        case other:
            pytest.fail(f"{other}")


def test_values_are_frozen_and_can_be_compared_copied_and_pickled(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    receipt = desk.agent(ada).create_ticket(requester=bob, title="a", comment=said("b"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        receipt.version = 5  # type: ignore[misc]
    assert not hasattr(receipt, "__dict__")
    assert copy.deepcopy(receipt) == pickle.loads(pickle.dumps(receipt)) == receipt
    assert dataclasses.replace(receipt, version=9).version == 9
    assert {receipt: 1}[receipt] == 1


def test_lists_go_on_to_the_end(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    for nth in range(7):
        desk.agent(ada).create_ticket(requester=bob, title=f"{nth}", comment=said("b"))
    for limit in (1, 2, 3, 7, 100):
        titles = [ticket.title for ticket in desk.agent(ada).tickets(limit=limit)]
        assert titles == [f"{nth}" for nth in reversed(range(7))]
    tickets = desk.agent(ada).tickets(limit=2)
    assert list(tickets) == list(tickets), "a list can be gone through again"
    assert [len(page.tickets) for page in tickets.pages()][:3] == [2, 2, 2]
    page = desk.agent(ada).tickets_page(limit=3)
    after = desk.agent(ada).tickets_page(after=page.next, limit=100)
    assert len(page.tickets) + len(after.tickets) == 7 and after.next is None
    positions = [entry.position for entry in desk.host().changes(limit=2)]
    assert positions == sorted(positions) and len(positions) == 9
    assert [entry.position for entry in desk.host().changes(after=4, limit=2)] == positions[4:]


def test_what_is_configured_comes_back_as_it_was(desk: Desk) -> None:
    host = desk.host()
    trigger = Trigger(
        name="Tag what burns",
        position=1,
        conditions=NodeGroup(
            all=[
                Not(condition=Leaf(field="tags", op="includes_any", value=("hot", "burning"))),
                Leaf(field="priority", op="is", value="urgent"),
            ]
        ),
        actions=[ActionAddTags(tags=["hot"])],
    )
    host.save_config(config=trigger)
    [saved] = host.configs(ConfigKind.TRIGGER)
    assert isinstance(saved, Trigger)
    assert saved.id != trigger.id and saved.version == 1
    assert saved.conditions == NodeGroup(all=tuple(trigger.conditions.all))  # type: ignore[union-attr]
    policy = Policy(
        name="Soon",
        position=1,
        filter=NodeGroup(),
        targets=[
            Target(
                metric=Metric.FIRST_REPLY,
                duration=timedelta(hours=4),
                warnings=[ThresholdBefore(duration=timedelta(minutes=30))],
            )
        ],
    )
    host.save_config(config=policy)
    [saved_policy] = host.configs(ConfigKind.POLICY)
    assert isinstance(saved_policy, Policy)
    assert saved_policy.targets[0].duration == timedelta(hours=4)
    assert saved_policy.targets[0].warnings == (ThresholdBefore(duration=timedelta(minutes=30)),)


def test_a_clock_is_tested_without_waiting(desk: Desk, clock: ManualClock, ada: PersonId, bob: PersonId) -> None:
    target = Target(metric=Metric.FIRST_REPLY, duration=timedelta(hours=4))
    desk.host().save_config(config=Policy(name="Soon", position=1, filter=NodeGroup(), targets=[target]))
    receipt = desk.requester(bob).create_ticket(requester=bob, title="a", comment=said("b"))
    assert desk.frontdesk.tick().timers == 0
    due = clock.now + timedelta(hours=4)
    wakeup = desk.frontdesk.next_wakeup()
    assert wakeup is not None and due <= wakeup <= due + timedelta(milliseconds=1)
    clock.set(wakeup)
    assert desk.frontdesk.tick().timers == 1
    [sla] = desk.agent(ada).ticket(receipt.ticket).clocks
    assert sla.breached and sla.target == timedelta(hours=4) and sla.due_at == due


def test_days_are_dates(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    desk.host().save_config(config=FieldDefinition(key="due", title="Due", kind=FieldKindDate()))
    receipt = desk.agent(ada).create_ticket(
        requester=bob, title="a", comment=said("b"), changes=[FieldEdit(field="fields.due", to="2026-02-03")]
    )
    [entry] = desk.agent(ada).ticket(receipt.ticket).fields
    assert entry.value == FieldValueDate(value=date(2026, 2, 3))
    report = desk.host().report(
        from_=datetime(2026, 1, 4, tzinfo=timezone.utc), to=datetime(2026, 1, 6, tzinfo=timezone.utc)
    )
    assert [day.date for day in report.days][:2] == [date(2026, 1, 4), date(2026, 1, 5)]


def test_bytes_travel_as_they_are(desk: Desk, clock: ManualClock) -> None:
    raw = b"From: a@b.example\r\nTo: help@shop.example\r\nSubject: \xff\r\nMessage-ID: <1@b.example>\r\n\r\nhello \x00\xfe\r\n"
    host = desk.host()
    host.save_config(config=Mailbox(name="Help", address="help@shop.example", open=True))
    mail = MailIn(raw=raw, verdict=AuthVerdict.ALIGNED, received_at=clock.now)
    first, again = host.intake_many([mail, dataclasses.replace(mail, raw=bytearray(raw))])  # type: ignore[arg-type]
    assert isinstance(first, frontdesk.IntakeAnswerTaken) and isinstance(again, frontdesk.IntakeAnswerTaken)
    assert isinstance(first.receipt.outcome, IntakeOutcomeCreated)
    assert again.receipt.outcome == frontdesk.IntakeOutcomeDuplicate(of=first.receipt.message)
    [record] = host.messages()
    assert host.raw_mail(record.raw).bytes == raw
    ada = person(desk, Role.AGENT, "Ada")
    desk.agent(ada).update_ticket(ticket=first.receipt.outcome.ticket, comment=said("hello back"))
    clock.advance(timedelta(minutes=1))
    [delivery] = desk.frontdesk.lease(limit=10, lease=timedelta(minutes=5))
    assert delivery.mail.rcpt_to == ("a@b.example",) and b"hello back" in delivery.mail.bytes
    desk.frontdesk.ack(desk=delivery.desk, effect=delivery.effect, fence=delivery.fence)
    assert desk.frontdesk.next_delivery() is None


def test_a_batch_answers_each_request(desk: Desk, bob: PersonId) -> None:
    done, refused = desk.host().batch(
        [
            Request(command=SaveConfig(config=Team(name="First"))),
            Request(command=CreateTicket(requester=bob, title="", comment=said("b"))),
        ]
    )
    assert isinstance(done, BatchAnswerDone) and done.receipt.config is not None
    assert isinstance(refused, BatchAnswerRefused)
    error = FrontdeskError.of(refused.error)
    assert isinstance(error, ValueError) and error.path is not None


def test_errors_are_what_python_calls_them(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    with pytest.raises(LookupError) as missing:
        desk.host().ticket(TicketId("tkt_00000000000000000000000000"))
    assert isinstance(missing.value, NotFoundError) and missing.value.code == "ticket.not_found"
    with pytest.raises(PermissionError) as forbidden:
        desk.requester(bob).save_config(config=Team(name="Mine"))
    assert isinstance(forbidden.value, ForbiddenError)
    receipt = desk.agent(ada).create_ticket(requester=bob, title="a", comment=said("b"))
    for title in ("x", "y"):
        edit = [FieldEdit(field="title", to=title)]
        if title == "x":
            desk.agent(ada).update_ticket(ticket=receipt.ticket, base_version=1, changes=edit)
            continue
        with pytest.raises(ConflictError) as conflict:
            desk.agent(ada).update_ticket(ticket=receipt.ticket, base_version=1, changes=edit)
        assert conflict.value.details and not conflict.value.retryable
        assert pickle.loads(pickle.dumps(conflict.value)).info == conflict.value.info
        assert "[ticket.conflict]" in str(conflict.value)


def test_a_command_acts_once(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    first = desk.agent(ada).create_ticket(requester=bob, title="a", comment=said("b"))
    again = desk.agent(ada).create_ticket(requester=bob, title="a", comment=said("b"), command=first.command)
    assert again == first and len(list(desk.agent(ada).tickets())) == 1
    with pytest.raises(ValueError, match="command"):
        desk.agent(ada).create_ticket(
            requester=bob, title="a", comment=said("b"), command=frontdesk.CommandId("cmd_1")
        )


def test_a_file_keeps_what_is_written(tmp_path: Path) -> None:
    file = tmp_path / "grün.db"
    with Desk.open(file) as desk:
        person(desk, Role.AGENT, "Ada")
        digest = desk.host().digest()
    with Desk.open(str(file)) as desk:
        assert desk.host().digest() == digest
        assert desk.host().verify().tickets == 0


def test_one_store_has_many_desks() -> None:
    with Frontdesk.in_memory() as store:
        with store.desk(2) as second:
            person(second, Role.AGENT, "Ada")
        assert store.desk(1).host().person_by_address("ada@shop.example") is None
        assert store.desk(2).host().person_by_address("ada@shop.example") is not None


def test_limits_are_those_that_were_given() -> None:
    with Desk.in_memory(limits=frontdesk.Limits(comment_bytes=3)) as desk:
        bob = person(desk, Role.REQUESTER, "Bob")
        with pytest.raises(frontdesk.LimitExceededError):
            desk.host().create_ticket(requester=bob, title="t", comment=said("long"))


def test_two_stores_with_one_secret_and_clock_hold_the_same(clock: ManualClock) -> None:
    digests = set()
    for _ in range(2):
        with Desk.in_memory(secret=bytes(32), clock=clock) as desk:
            person(desk, Role.AGENT, "Ada")
            digests.add(desk.host().digest())
    assert len(digests) == 1


def test_notebooks_show_tickets_with_everything_escaped(desk: Desk, ada: PersonId, bob: PersonId) -> None:
    for _ in range(3):
        receipt = desk.agent(ada).create_ticket(
            requester=bob, title="<script>alert(1)</script>", comment=said("b"), tags=["a&b"]
        )
    ticket = desk.agent(ada).ticket(receipt.ticket)
    shown: list[Any] = [
        ticket,
        desk.agent(ada).tickets_page(limit=2),
        desk.agent(ada).tickets(limit=2),
    ]
    for one in shown:
        html = one._repr_html_()
        assert "<script" not in html and "&lt;script&gt;" in html and html.startswith("<table>")
    assert "a&amp;b" in shown[0]._repr_html_()
    assert "and more" in shown[1]._repr_html_() and "and more" in shown[2]._repr_html_()
    assert "&lt;script&gt;" in desk.agent(ada).events(ticket.number)._repr_html_()


def test_an_event_of_another_version_is_kept() -> None:
    from frontdesk._codec import decode_event_body, encode_event_body

    raw = {"kind": "teleported", "body": {"to": ["mars"]}}
    body = decode_event_body(raw, [])
    assert body == frontdesk.EventBodyUnknown(kind="teleported", body={"to": ["mars"]})
    assert encode_event_body(body, []) == raw
