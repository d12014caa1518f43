"""The operations as data: how arguments are read from JSON, and how answers are written to it.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ._codec import *
from ._wire import *


class Operation(NamedTuple):
    """An operation."""

    method: str
    """The method that calls it once."""
    on: str
    """On what it works: `command`, `desk` or `store`."""
    arguments: Mapping[str, tuple[str, Callable[[Any, Parts], Any]]]
    """The arguments by their names in JSON: what the method calls each, and how it is read."""
    encode: Callable[[Any, Place], Any]
    """How its answer is written."""


OPERATIONS: Mapping[str, Operation] = {
    "create_ticket": Operation(
        "create_ticket",
        "command",
        {
            "requester": ("requester", lambda data, parts: data),
            "title": ("title", lambda data, parts: data),
            "comment": ("comment", lambda data, parts: decode_new_comment(data, parts)),
            "channel": ("channel", lambda data, parts: decode_channel(data, parts)),
            "mailbox": ("mailbox", lambda data, parts: data),
            "changes": ("changes", lambda data, parts: tuple([decode_field_edit(item, parts) for item in data])),
            "tags": ("tags", lambda data, parts: tuple(data)),
            "participants": ("participants", lambda data, parts: tuple(data)),
            "follow_up_of": ("follow_up_of", lambda data, parts: data),
        },
        lambda value, at: encode_ticket_receipt(value, at),
    ),
    "update_ticket": Operation(
        "update_ticket",
        "command",
        {
            "ticket": ("ticket", lambda data, parts: data),
            "base_version": ("base_version", lambda data, parts: data),
            "channel": ("channel", lambda data, parts: decode_channel(data, parts)),
            "changes": ("changes", lambda data, parts: tuple([decode_field_edit(item, parts) for item in data])),
            "add_tags": ("add_tags", lambda data, parts: tuple(data)),
            "remove_tags": ("remove_tags", lambda data, parts: tuple(data)),
            "add_participants": ("add_participants", lambda data, parts: tuple(data)),
            "remove_participants": ("remove_participants", lambda data, parts: tuple(data)),
            "comment": ("comment", lambda data, parts: None if (it := data) is None else decode_new_comment(it, parts)),
        },
        lambda value, at: encode_ticket_receipt(value, at),
    ),
    "save_person": Operation(
        "save_person",
        "command",
        {
            "id": ("id", lambda data, parts: data),
            "role": ("role", lambda data, parts: decode_role(data, parts)),
            "name": ("name", lambda data, parts: data),
            "addresses": ("addresses", lambda data, parts: tuple(data)),
            "organization": ("organization", lambda data, parts: data),
            "teams": ("teams", lambda data, parts: tuple(data)),
            "active": ("active", lambda data, parts: data),
            "base_version": ("base_version", lambda data, parts: data),
        },
        lambda value, at: encode_person_receipt(value, at),
    ),
    "save_config": Operation(
        "save_config",
        "command",
        {
            "config": ("config", lambda data, parts: decode_config(data, parts)),
            "base_version": ("base_version", lambda data, parts: data),
        },
        lambda value, at: encode_config_receipt(value, at),
    ),
    "unsubscribe": Operation(
        "unsubscribe",
        "command",
        {"token": ("token", lambda data, parts: data)},
        lambda value, at: encode_unsubscribe_receipt(value, at),
    ),
    "merge_ticket": Operation(
        "merge_ticket",
        "command",
        {
            "ticket": ("ticket", lambda data, parts: data),
            "into": ("into", lambda data, parts: data),
            "other_requester": ("other_requester", lambda data, parts: data),
        },
        lambda value, at: encode_ticket_receipt(value, at),
    ),
    "unmerge_ticket": Operation(
        "unmerge_ticket",
        "command",
        {"ticket": ("ticket", lambda data, parts: data)},
        lambda value, at: encode_ticket_receipt(value, at),
    ),
    "apply_policies": Operation(
        "apply_policies",
        "command",
        {
            "as_of": ("as_of", lambda data, parts: None if (it := data) is None else decode_instant(it)),
            "after": ("after", lambda data, parts: data),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_policies_receipt(value, at),
    ),
    "batch": Operation(
        "batch",
        "desk",
        {"requests": ("requests", lambda data, parts: tuple([decode_request(item, parts) for item in data]))},
        lambda value, at: encode_list(value, at, encode_batch_answer),
    ),
    "intake": Operation(
        "intake",
        "desk",
        {"mail": ("mail", lambda data, parts: decode_mail_in(data, parts))},
        lambda value, at: encode_intake_receipt(value, at),
    ),
    "intake_many": Operation(
        "intake_many",
        "desk",
        {"mails": ("mails", lambda data, parts: tuple([decode_mail_in(item, parts) for item in data]))},
        lambda value, at: encode_list(value, at, encode_intake_answer),
    ),
    "ticket": Operation(
        "ticket",
        "desk",
        {"id": ("id", lambda data, parts: data)},
        lambda value, at: encode_ticket(value, at),
    ),
    "ticket_by_number": Operation(
        "ticket_by_number",
        "desk",
        {"number": ("number", lambda data, parts: data)},
        lambda value, at: encode_ticket(value, at),
    ),
    "tickets_by_id": Operation(
        "tickets_by_id",
        "desk",
        {"ids": ("ids", lambda data, parts: tuple(data))},
        lambda value, at: encode_list(value, at, encode_ticket),
    ),
    "tickets": Operation(
        "tickets_page",
        "desk",
        {
            "after": ("after", lambda data, parts: None if (it := data) is None else decode_cursor(it, parts)),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_ticket_summary_page(value, at),
    ),
    "view": Operation(
        "view_page",
        "desk",
        {
            "id": ("id", lambda data, parts: data),
            "after": ("after", lambda data, parts: None if (it := data) is None else decode_cursor(it, parts)),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_ticket_summary_page(value, at),
    ),
    "count_view": Operation(
        "count_view",
        "desk",
        {"id": ("id", lambda data, parts: data)},
        lambda value, at: encode_count(value, at),
    ),
    "comments": Operation(
        "comments_page",
        "desk",
        {
            "ticket": ("ticket", lambda data, parts: data),
            "after": ("after", lambda data, parts: data),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_comment_page(value, at),
    ),
    "comment_html": Operation(
        "comment_html",
        "desk",
        {"ticket": ("ticket", lambda data, parts: data), "comment": ("comment", lambda data, parts: data)},
        lambda value, at: None if value is None else encode_html(value, at),
    ),
    "attachment": Operation(
        "attachment",
        "desk",
        {
            "ticket": ("ticket", lambda data, parts: data),
            "comment": ("comment", lambda data, parts: data),
            "nth": ("nth", lambda data, parts: data),
        },
        lambda value, at: encode_attachment_file(value, at),
    ),
    "events": Operation(
        "events_page",
        "desk",
        {
            "ticket": ("ticket", lambda data, parts: data),
            "after": ("after", lambda data, parts: data),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_event_page(value, at),
    ),
    "explain": Operation(
        "explain",
        "desk",
        {"ticket": ("ticket", lambda data, parts: data), "update": ("update", lambda data, parts: data)},
        lambda value, at: encode_explanation(value, at),
    ),
    "sla_timeline": Operation(
        "sla_timeline",
        "desk",
        {"ticket": ("ticket", lambda data, parts: data)},
        lambda value, at: encode_sla_timeline(value, at),
    ),
    "sla_timeline_text": Operation(
        "sla_timeline_text",
        "desk",
        {"ticket": ("ticket", lambda data, parts: data)},
        lambda value, at: encode_str(value, at),
    ),
    "sla_timeline_svg": Operation(
        "sla_timeline_svg",
        "desk",
        {"ticket": ("ticket", lambda data, parts: data)},
        lambda value, at: encode_str(value, at),
    ),
    "person": Operation(
        "person",
        "desk",
        {"id": ("id", lambda data, parts: data)},
        lambda value, at: encode_person(value, at),
    ),
    "person_by_address": Operation(
        "person_by_address",
        "desk",
        {"address": ("address", lambda data, parts: data)},
        lambda value, at: None if value is None else encode_person(value, at),
    ),
    "configs": Operation(
        "configs",
        "desk",
        {"kind": ("kind", lambda data, parts: decode_config_kind(data, parts))},
        lambda value, at: encode_list(value, at, encode_config),
    ),
    "report": Operation(
        "report",
        "desk",
        {
            "from": ("from_", lambda data, parts: decode_instant(data)),
            "to": ("to", lambda data, parts: decode_instant(data)),
            "zone": ("zone", lambda data, parts: data),
        },
        lambda value, at: encode_report(value, at),
    ),
    "what_if": Operation(
        "what_if",
        "desk",
        {
            "from": ("from_", lambda data, parts: decode_instant(data)),
            "to": ("to", lambda data, parts: decode_instant(data)),
            "policies": ("policies", lambda data, parts: tuple([decode_policy(item, parts) for item in data])),
            "calendars": ("calendars", lambda data, parts: tuple([decode_calendar(item, parts) for item in data])),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_what_if_report(value, at),
    ),
    "preview_policies": Operation(
        "preview_policies_page",
        "desk",
        {
            "as_of": ("as_of", lambda data, parts: None if (it := data) is None else decode_instant(it)),
            "after": ("after", lambda data, parts: data),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_policy_difference_page(value, at),
    ),
    "changes": Operation(
        "changes_page",
        "desk",
        {"after": ("after", lambda data, parts: data), "limit": ("limit", lambda data, parts: data)},
        lambda value, at: encode_log_page(value, at),
    ),
    "arrivals": Operation(
        "arrivals_page",
        "desk",
        {"after": ("after", lambda data, parts: data), "limit": ("limit", lambda data, parts: data)},
        lambda value, at: encode_arrival_page(value, at),
    ),
    "messages": Operation(
        "messages_page",
        "desk",
        {
            "after": ("after", lambda data, parts: None if (it := data) is None else decode_inbound_key(it, parts)),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_message_page(value, at),
    ),
    "raw_mail": Operation(
        "raw_mail",
        "desk",
        {"raw": ("raw", lambda data, parts: data)},
        lambda value, at: encode_raw_mail(value, at),
    ),
    "effects": Operation(
        "effects_page",
        "desk",
        {
            "state": ("state", lambda data, parts: decode_effect_state(data, parts)),
            "after": ("after", lambda data, parts: data),
            "limit": ("limit", lambda data, parts: data),
        },
        lambda value, at: encode_effect_page(value, at),
    ),
    "digest": Operation(
        "digest",
        "desk",
        {},
        lambda value, at: encode_str(value, at),
    ),
    "verify": Operation(
        "verify",
        "desk",
        {},
        lambda value, at: encode_verified(value, at),
    ),
    "tick": Operation(
        "tick",
        "store",
        {"timers": ("timers", lambda data, parts: data)},
        lambda value, at: encode_tick_report(value, at),
    ),
    "next_wakeup": Operation(
        "next_wakeup",
        "store",
        {},
        lambda value, at: None if value is None else encode_instant(value, at),
    ),
    "lease": Operation(
        "lease",
        "store",
        {
            "limit": ("limit", lambda data, parts: data),
            "lease_millis": ("lease", lambda data, parts: data * MILLISECOND),
        },
        lambda value, at: encode_list(value, at, encode_delivery),
    ),
    "ack": Operation(
        "ack",
        "store",
        {
            "desk": ("desk", lambda data, parts: data),
            "effect": ("effect", lambda data, parts: data),
            "fence": ("fence", lambda data, parts: data),
        },
        lambda value, at: None,
    ),
    "fail": Operation(
        "fail",
        "store",
        {
            "desk": ("desk", lambda data, parts: data),
            "effect": ("effect", lambda data, parts: data),
            "fence": ("fence", lambda data, parts: data),
            "failure": ("failure", lambda data, parts: decode_failure(data, parts)),
        },
        lambda value, at: None,
    ),
    "next_delivery": Operation(
        "next_delivery",
        "store",
        {},
        lambda value, at: None if value is None else encode_instant(value, at),
    ),
}
