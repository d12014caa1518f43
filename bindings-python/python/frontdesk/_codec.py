"""How the types are read from JSON, and written to it.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from . import _models as m
from ._native import Maker
from ._wire import (
    MILLISECOND,
    Json,
    Parts,
    Place,
    checked,
    decode_instant,
    decode_unknown,
    decode_value,
    encode_bool,
    encode_bytes,
    encode_day,
    encode_duration,
    encode_instant,
    encode_int,
    encode_list,
    encode_name,
    encode_str,
    encode_value,
    not_one_of,
    not_too_deep,
)


_make_action_set = Maker(m.ActionSet)
_make_action_add_tags = Maker(m.ActionAddTags)
_make_action_remove_tags = Maker(m.ActionRemoveTags)
_make_action_add_note = Maker(m.ActionAddNote)
_make_action_send_mail = Maker(m.ActionSendMail)


def decode_action(data: Any, parts: Parts) -> m.Action:
    match data["type"]:
        case "set":
            return _make_action_set(data["field"], decode_value(data["to"]))
        case "add_tags":
            return _make_action_add_tags(tuple(data["tags"]))
        case "remove_tags":
            return _make_action_remove_tags(tuple(data["tags"]))
        case "add_note":
            return _make_action_add_note(data["text"])
        case "send_mail":
            return _make_action_send_mail(decode_mail_recipient(data["to"], parts), data["template"])
        case "stop":
            return m.ActionStop()
    raise decode_unknown("Action", data["type"])


def encode_action(value: m.Action, at: Place) -> Json:
    match value:
        case m.ActionSet():
            return {
                "type": "set",
                "field": encode_str(value.field, (at, "field")),
                "to": encode_value(value.to, (at, "to")),
            }
        case m.ActionAddTags():
            return {"type": "add_tags", "tags": encode_list(value.tags, (at, "tags"), encode_str)}
        case m.ActionRemoveTags():
            return {"type": "remove_tags", "tags": encode_list(value.tags, (at, "tags"), encode_str)}
        case m.ActionAddNote():
            return {"type": "add_note", "text": encode_str(value.text, (at, "text"))}
        case m.ActionSendMail():
            return {
                "type": "send_mail",
                "to": encode_mail_recipient(value.to, (at, "to")),
                "template": encode_str(value.template, (at, "template")),
            }
        case m.ActionStop():
            return {"type": "stop"}
    raise not_one_of("Action", value, at)


_make_actor_agent = Maker(m.ActorAgent)
_make_actor_requester = Maker(m.ActorRequester)
_make_actor_rule = Maker(m.ActorRule)


def decode_actor(data: Any, parts: Parts) -> m.Actor:
    match data["type"]:
        case "host":
            return m.ActorHost()
        case "agent":
            return _make_actor_agent(data["person"])
        case "requester":
            return _make_actor_requester(data["person"], data["verified"])
        case "rule":
            return _make_actor_rule(decode_rule_ref(data["rule"], parts))
        case "system":
            return m.ActorSystem()
    raise decode_unknown("Actor", data["type"])


def encode_actor(value: m.Actor, at: Place) -> Json:
    match value:
        case m.ActorHost():
            return {"type": "host"}
        case m.ActorAgent():
            return {"type": "agent", "person": encode_str(value.person, (at, "person"))}
        case m.ActorRequester():
            return {
                "type": "requester",
                "person": encode_str(value.person, (at, "person")),
                "verified": encode_bool(value.verified, (at, "verified")),
            }
        case m.ActorRule():
            return {"type": "rule", "rule": encode_rule_ref(value.rule, (at, "rule"))}
        case m.ActorSystem():
            return {"type": "system"}
    raise not_one_of("Actor", value, at)


_make_apply_policies = Maker(m.ApplyPolicies)


def decode_apply_policies(data: Any, parts: Parts) -> m.ApplyPolicies:
    return _make_apply_policies(
        None if (it := data.get("as_of")) is None else decode_instant(it),
        data.get("after"),
        data.get("limit", 100),
    )


def encode_apply_policies(value: m.ApplyPolicies, at: Place) -> Json:
    checked(value, m.ApplyPolicies, at)
    data: Json
    data = {"limit": encode_int(value.limit, (at, "limit"))}
    if value.as_of is not None:
        data["as_of"] = encode_instant(value.as_of, (at, "as_of"))
    if value.after is not None:
        data["after"] = encode_int(value.after, (at, "after"))
    return data


_make_arrival = Maker(m.Arrival)


def decode_arrival(data: Any, parts: Parts) -> m.Arrival:
    return _make_arrival(
        data["key"],
        decode_instant(data["received_at"]),
        data["raw"],
        data["size"],
        data["attempts"],
        data.get("kept", False),
    )


def encode_arrival(value: m.Arrival, at: Place) -> Json:
    checked(value, m.Arrival, at)
    data: Json
    data = {
        "key": encode_str(value.key, (at, "key")),
        "received_at": encode_instant(value.received_at, (at, "received_at")),
        "raw": encode_str(value.raw, (at, "raw")),
        "size": encode_int(value.size, (at, "size")),
        "attempts": encode_int(value.attempts, (at, "attempts")),
    }
    if value.kept:
        data["kept"] = encode_bool(value.kept, (at, "kept"))
    return data


_make_arrival_page = Maker(m.ArrivalPage)


def decode_arrival_page(data: Any, parts: Parts) -> m.ArrivalPage:
    return _make_arrival_page(
        tuple([decode_arrival(item, parts) for item in data["arrivals"]]),
        data.get("next"),
    )


def encode_arrival_page(value: m.ArrivalPage, at: Place) -> Json:
    checked(value, m.ArrivalPage, at)
    data: Json
    data = {"arrivals": encode_list(value.arrivals, (at, "arrivals"), encode_arrival)}
    if value.next is not None:
        data["next"] = encode_str(value.next, (at, "next"))
    return data


_make_attachment = Maker(m.Attachment)


def decode_attachment(data: Any, parts: Parts) -> m.Attachment:
    return _make_attachment(
        decode_text(data["name"], parts),
        data["content_type"],
        data["size"],
        data["index"],
        data.get("inline", False),
    )


def encode_attachment(value: m.Attachment, at: Place) -> Json:
    checked(value, m.Attachment, at)
    return {
        "name": encode_text(value.name, (at, "name")),
        "content_type": encode_str(value.content_type, (at, "content_type")),
        "size": encode_int(value.size, (at, "size")),
        "index": encode_int(value.index, (at, "index")),
        "inline": encode_bool(value.inline, (at, "inline")),
    }


_make_attachment_file = Maker(m.AttachmentFile)


def decode_attachment_file(data: Any, parts: Parts) -> m.AttachmentFile:
    return _make_attachment_file(data["name"], data["content_type"], parts[data["bytes"]])


def encode_attachment_file(value: m.AttachmentFile, at: Place) -> Json:
    checked(value, m.AttachmentFile, at)
    return {
        "name": encode_str(value.name, (at, "name")),
        "content_type": encode_str(value.content_type, (at, "content_type")),
        "bytes": encode_bytes(value.bytes, (at, "bytes")),
    }


_make_attainment = Maker(m.Attainment)


def decode_attainment(data: Any, parts: Parts) -> m.Attainment:
    return _make_attainment(data["met"], data["broken"])


def encode_attainment(value: m.Attainment, at: Place) -> Json:
    checked(value, m.Attainment, at)
    return {"met": encode_int(value.met, (at, "met")), "broken": encode_int(value.broken, (at, "broken"))}


_make_attainment_row = Maker(m.AttainmentRow)


def decode_attainment_row(data: Any, parts: Parts) -> m.AttainmentRow:
    return _make_attainment_row(
        data.get("team"),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        decode_metric(data["metric"], parts),
        data.get("custom"),
        decode_attainment(data["before"], parts),
        decode_attainment(data["after"], parts),
    )


def encode_attainment_row(value: m.AttainmentRow, at: Place) -> Json:
    checked(value, m.AttainmentRow, at)
    data: Json
    data = {
        "metric": encode_metric(value.metric, (at, "metric")),
        "before": encode_attainment(value.before, (at, "before")),
        "after": encode_attainment(value.after, (at, "after")),
    }
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    return data


_auth_verdict = {name.value: name for name in m.AuthVerdict}


def decode_auth_verdict(data: Any, parts: Parts) -> m.AuthVerdict:
    try:
        return _auth_verdict[data]
    except (KeyError, TypeError):
        raise decode_unknown("AuthVerdict", data) from None


def encode_auth_verdict(value: m.AuthVerdict, at: Place) -> str:
    return encode_name(value, m.AuthVerdict, at)


_make_batch_answer_done = Maker(m.BatchAnswerDone)
_make_batch_answer_refused = Maker(m.BatchAnswerRefused)


def decode_batch_answer(data: Any, parts: Parts) -> m.BatchAnswer:
    match data["type"]:
        case "done":
            return _make_batch_answer_done(decode_receipt(data["receipt"], parts))
        case "refused":
            return _make_batch_answer_refused(decode_error_info(data["error"], parts))
    raise decode_unknown("BatchAnswer", data["type"])


def encode_batch_answer(value: m.BatchAnswer, at: Place) -> Json:
    match value:
        case m.BatchAnswerDone():
            return {"type": "done", "receipt": encode_receipt(value.receipt, (at, "receipt"))}
        case m.BatchAnswerRefused():
            return {"type": "refused", "error": encode_error_info(value.error, (at, "error"))}
    raise not_one_of("BatchAnswer", value, at)


_make_breaches = Maker(m.Breaches)


def decode_breaches(data: Any, parts: Parts) -> m.Breaches:
    return _make_breaches(decode_metric(data["metric"], parts), data.get("custom"), data["count"])


def encode_breaches(value: m.Breaches, at: Place) -> Json:
    checked(value, m.Breaches, at)
    data: Json
    data = {
        "metric": encode_metric(value.metric, (at, "metric")),
        "count": encode_int(value.count, (at, "count")),
    }
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    return data


_make_break = Maker(m.Break)


def decode_break(data: Any, parts: Parts) -> m.Break:
    return _make_break(decode_break_day(data["on"], parts), decode_local_interval(data["interval"], parts))


def encode_break(value: m.Break, at: Place) -> Json:
    checked(value, m.Break, at)
    return {
        "on": encode_break_day(value.on, (at, "on")),
        "interval": encode_local_interval(value.interval, (at, "interval")),
    }


_make_break_day_date = Maker(m.BreakDayDate)
_make_break_day_weekday = Maker(m.BreakDayWeekday)


def decode_break_day(data: Any, parts: Parts) -> m.BreakDay:
    match data["kind"]:
        case "date":
            return _make_break_day_date(data["date"])
        case "weekday":
            return _make_break_day_weekday(decode_weekday(data["weekday"], parts))
    raise decode_unknown("BreakDay", data["kind"])


def encode_break_day(value: m.BreakDay, at: Place) -> Json:
    match value:
        case m.BreakDayDate():
            return {"kind": "date", "date": encode_str(value.date, (at, "date"))}
        case m.BreakDayWeekday():
            return {"kind": "weekday", "weekday": encode_weekday(value.weekday, (at, "weekday"))}
    raise not_one_of("BreakDay", value, at)


_make_calendar = Maker(m.Calendar)


def decode_calendar(data: Any, parts: Parts) -> m.Calendar:
    return _make_calendar(
        data.get("id", "cal_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        decode_calendar_spec(data["hours"], parts),
    )


def encode_calendar(value: m.Calendar, at: Place) -> Json:
    checked(value, m.Calendar, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "hours": encode_calendar_spec(value.hours, (at, "hours")),
    }


_make_calendar_pin = Maker(m.CalendarPin)


def decode_calendar_pin(data: Any, parts: Parts) -> m.CalendarPin:
    return _make_calendar_pin(data["id"], data["version"])


def encode_calendar_pin(value: m.CalendarPin, at: Place) -> Json:
    checked(value, m.CalendarPin, at)
    return {"id": encode_str(value.id, (at, "id")), "version": encode_int(value.version, (at, "version"))}


_make_calendar_spec = Maker(m.CalendarSpec)


def decode_calendar_spec(data: Any, parts: Parts) -> m.CalendarSpec:
    return _make_calendar_spec(
        data["zone"],
        tuple([decode_weekday_hours(item, parts) for item in data.get("weekly", ())]),
        tuple([decode_holiday(item, parts) for item in data.get("holidays", ())]),
        tuple([decode_shift(item, parts) for item in data.get("shifts", ())]),
        tuple([decode_break(item, parts) for item in data.get("breaks", ())]),
        data.get("covers_until"),
    )


def encode_calendar_spec(value: m.CalendarSpec, at: Place) -> Json:
    checked(value, m.CalendarSpec, at)
    data: Json
    data = {
        "zone": encode_str(value.zone, (at, "zone")),
        "weekly": encode_list(value.weekly, (at, "weekly"), encode_weekday_hours),
        "holidays": encode_list(value.holidays, (at, "holidays"), encode_holiday),
        "shifts": encode_list(value.shifts, (at, "shifts"), encode_shift),
        "breaks": encode_list(value.breaks, (at, "breaks"), encode_break),
    }
    if value.covers_until is not None:
        data["covers_until"] = encode_str(value.covers_until, (at, "covers_until"))
    return data


_make_changed_promise = Maker(m.ChangedPromise)


def decode_changed_promise(data: Any, parts: Parts) -> m.ChangedPromise:
    return _make_changed_promise(
        data["ticket"],
        decode_metric(data["metric"], parts),
        data.get("custom"),
        decode_instant(data["started_at"]),
        decode_promise_outcome(data["before"], parts),
        decode_promise_outcome(data["after"], parts),
    )


def encode_changed_promise(value: m.ChangedPromise, at: Place) -> Json:
    checked(value, m.ChangedPromise, at)
    data: Json
    data = {
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "metric": encode_metric(value.metric, (at, "metric")),
        "started_at": encode_instant(value.started_at, (at, "started_at")),
        "before": encode_promise_outcome(value.before, (at, "before")),
        "after": encode_promise_outcome(value.after, (at, "after")),
    }
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    return data


_channel = {name.value: name for name in m.Channel}


def decode_channel(data: Any, parts: Parts) -> m.Channel:
    try:
        return _channel[data]
    except (KeyError, TypeError):
        raise decode_unknown("Channel", data) from None


def encode_channel(value: m.Channel, at: Place) -> str:
    return encode_name(value, m.Channel, at)


_make_choice_option = Maker(m.ChoiceOption)


def decode_choice_option(data: Any, parts: Parts) -> m.ChoiceOption:
    return _make_choice_option(data["id"], data["label"])


def encode_choice_option(value: m.ChoiceOption, at: Place) -> Json:
    checked(value, m.ChoiceOption, at)
    return {"id": encode_str(value.id, (at, "id")), "label": encode_str(value.label, (at, "label"))}


_make_clock = Maker(m.Clock)


def decode_clock(data: Any, parts: Parts) -> m.Clock:
    return _make_clock(
        data["id"],
        decode_metric(data["metric"], parts),
        data.get("custom"),
        data.get("team"),
        data["generation"],
        decode_clock_state(data["state"], parts),
        decode_instant(data["started_at"]),
        decode_policy_pin(data["policy"], parts),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        None if (it := data.get("calendar")) is None else decode_calendar_pin(it, parts),
        data["target_millis"] * MILLISECOND,
        tuple([decode_stretch(item, parts) for item in data.get("stretches", ())]),
        decode_instant(data["running_since"]),
        None if (it := data.get("due_at")) is None else decode_instant(it),
        tuple([decode_instant(item) for item in data.get("warnings_at", ())]),
        tuple([decode_warned(item, parts) for item in data.get("warned", ())]),
        None if (it := data.get("breached_at")) is None else decode_instant(it),
        data.get("breached", False),
        tuple([decode_target_version(item, parts) for item in data.get("broken", ())]),
        None if (it := data.get("ended_at")) is None else decode_instant(it),
    )


def encode_clock(value: m.Clock, at: Place) -> Json:
    checked(value, m.Clock, at)
    data: Json
    data = {
        "id": encode_int(value.id, (at, "id")),
        "metric": encode_metric(value.metric, (at, "metric")),
        "generation": encode_int(value.generation, (at, "generation")),
        "state": encode_clock_state(value.state, (at, "state")),
        "started_at": encode_instant(value.started_at, (at, "started_at")),
        "policy": encode_policy_pin(value.policy, (at, "policy")),
        "target_millis": encode_duration(value.target, (at, "target_millis")),
        "running_since": encode_instant(value.running_since, (at, "running_since")),
    }
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    if value.calendar is not None:
        data["calendar"] = encode_calendar_pin(value.calendar, (at, "calendar"))
    if value.stretches:
        data["stretches"] = encode_list(value.stretches, (at, "stretches"), encode_stretch)
    if value.due_at is not None:
        data["due_at"] = encode_instant(value.due_at, (at, "due_at"))
    if value.warnings_at:
        data["warnings_at"] = encode_list(value.warnings_at, (at, "warnings_at"), encode_instant)
    if value.warned:
        data["warned"] = encode_list(value.warned, (at, "warned"), encode_warned)
    if value.breached_at is not None:
        data["breached_at"] = encode_instant(value.breached_at, (at, "breached_at"))
    if value.breached:
        data["breached"] = encode_bool(value.breached, (at, "breached"))
    if value.broken:
        data["broken"] = encode_list(value.broken, (at, "broken"), encode_target_version)
    if value.ended_at is not None:
        data["ended_at"] = encode_instant(value.ended_at, (at, "ended_at"))
    return data


_make_clock_change = Maker(m.ClockChange)


def decode_clock_change(data: Any, parts: Parts) -> m.ClockChange:
    return _make_clock_change(
        decode_clock_transition(data["transition"], parts),
        decode_instant(data["instant"]),
        data.get("kept_stretches", 0),
        decode_clock(data["clock"], parts),
    )


def encode_clock_change(value: m.ClockChange, at: Place) -> Json:
    checked(value, m.ClockChange, at)
    data: Json
    data = {
        "transition": encode_clock_transition(value.transition, (at, "transition")),
        "instant": encode_instant(value.instant, (at, "instant")),
        "clock": encode_clock(value.clock, (at, "clock")),
    }
    if value.kept_stretches:
        data["kept_stretches"] = encode_int(value.kept_stretches, (at, "kept_stretches"))
    return data


_make_clock_difference = Maker(m.ClockDifference)


def decode_clock_difference(data: Any, parts: Parts) -> m.ClockDifference:
    return _make_clock_difference(
        None if (it := data.get("before")) is None else decode_clock(it, parts),
        decode_clock(data["after"], parts),
    )


def encode_clock_difference(value: m.ClockDifference, at: Place) -> Json:
    checked(value, m.ClockDifference, at)
    data: Json
    data = {"after": encode_clock(value.after, (at, "after"))}
    if value.before is not None:
        data["before"] = encode_clock(value.before, (at, "before"))
    return data


_clock_state = {name.value: name for name in m.ClockState}


def decode_clock_state(data: Any, parts: Parts) -> m.ClockState:
    try:
        return _clock_state[data]
    except (KeyError, TypeError):
        raise decode_unknown("ClockState", data) from None


def encode_clock_state(value: m.ClockState, at: Place) -> str:
    return encode_name(value, m.ClockState, at)


_make_clock_timeline = Maker(m.ClockTimeline)


def decode_clock_timeline(data: Any, parts: Parts) -> m.ClockTimeline:
    return _make_clock_timeline(
        data["id"],
        decode_metric(data["metric"], parts),
        data.get("custom"),
        data.get("custom_name"),
        data.get("team"),
        data.get("team_name"),
        decode_clock_state(data["state"], parts),
        decode_timeline_target(data["target"], parts),
        decode_instant(data["started_at"]),
        None if (it := data.get("ended_at")) is None else decode_instant(it),
        None if (it := data.get("breached_at")) is None else decode_instant(it),
        data["breached"],
        data["counted_millis"] * MILLISECOND,
        data["left_millis"] * MILLISECOND,
        tuple([decode_instant(item) for item in data.get("warnings_at", ())]),
        decode_timeline_detail(data["detail"], parts),
        tuple([decode_timeline_span(item, parts) for item in data["spans"]]),
        tuple([decode_timeline_mark(item, parts) for item in data["marks"]]),
    )


def encode_clock_timeline(value: m.ClockTimeline, at: Place) -> Json:
    checked(value, m.ClockTimeline, at)
    data: Json
    data = {
        "id": encode_int(value.id, (at, "id")),
        "metric": encode_metric(value.metric, (at, "metric")),
        "state": encode_clock_state(value.state, (at, "state")),
        "target": encode_timeline_target(value.target, (at, "target")),
        "started_at": encode_instant(value.started_at, (at, "started_at")),
        "breached": encode_bool(value.breached, (at, "breached")),
        "counted_millis": encode_duration(value.counted, (at, "counted_millis")),
        "left_millis": encode_duration(value.left, (at, "left_millis")),
        "detail": encode_timeline_detail(value.detail, (at, "detail")),
        "spans": encode_list(value.spans, (at, "spans"), encode_timeline_span),
        "marks": encode_list(value.marks, (at, "marks"), encode_timeline_mark),
    }
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    if value.custom_name is not None:
        data["custom_name"] = encode_str(value.custom_name, (at, "custom_name"))
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.team_name is not None:
        data["team_name"] = encode_str(value.team_name, (at, "team_name"))
    if value.ended_at is not None:
        data["ended_at"] = encode_instant(value.ended_at, (at, "ended_at"))
    if value.breached_at is not None:
        data["breached_at"] = encode_instant(value.breached_at, (at, "breached_at"))
    if value.warnings_at:
        data["warnings_at"] = encode_list(value.warnings_at, (at, "warnings_at"), encode_instant)
    return data


_clock_transition = {name.value: name for name in m.ClockTransition}


def decode_clock_transition(data: Any, parts: Parts) -> m.ClockTransition:
    try:
        return _clock_transition[data]
    except (KeyError, TypeError):
        raise decode_unknown("ClockTransition", data) from None


def encode_clock_transition(value: m.ClockTransition, at: Place) -> str:
    return encode_name(value, m.ClockTransition, at)


_make_column = Maker(m.Column)


def decode_column(data: Any, parts: Parts) -> m.Column:
    return _make_column(data["field"])


def encode_column(value: m.Column, at: Place) -> Json:
    checked(value, m.Column, at)
    return {"field": encode_str(value.field, (at, "field"))}


def decode_command(data: Any, parts: Parts) -> m.Command:
    match data["type"]:
        case "create_ticket":
            return decode_create_ticket(data, parts)
        case "update_ticket":
            return decode_update_ticket(data, parts)
        case "save_person":
            return decode_save_person(data, parts)
        case "save_config":
            return decode_save_config(data, parts)
        case "unsubscribe":
            return decode_unsubscribe(data, parts)
        case "apply_policies":
            return decode_apply_policies(data, parts)
        case "merge_ticket":
            return decode_merge_ticket(data, parts)
        case "unmerge_ticket":
            return decode_unmerge_ticket(data, parts)
    raise decode_unknown("Command", data["type"])


def encode_command(value: m.Command, at: Place) -> Json:
    match value:
        case m.CreateTicket():
            return {"type": "create_ticket", **encode_create_ticket(value, at)}
        case m.UpdateTicket():
            return {"type": "update_ticket", **encode_update_ticket(value, at)}
        case m.SavePerson():
            return {"type": "save_person", **encode_save_person(value, at)}
        case m.SaveConfig():
            return {"type": "save_config", **encode_save_config(value, at)}
        case m.Unsubscribe():
            return {"type": "unsubscribe", **encode_unsubscribe(value, at)}
        case m.ApplyPolicies():
            return {"type": "apply_policies", **encode_apply_policies(value, at)}
        case m.MergeTicket():
            return {"type": "merge_ticket", **encode_merge_ticket(value, at)}
        case m.UnmergeTicket():
            return {"type": "unmerge_ticket", **encode_unmerge_ticket(value, at)}
    raise not_one_of("Command", value, at)


def decode_comment(data: Any, parts: Parts) -> m.Comment:
    match data["visibility"]:
        case "public":
            return decode_public_comment(data, parts)
        case "internal":
            return decode_internal_note(data, parts)
    raise decode_unknown("Comment", data["visibility"])


def encode_comment(value: m.Comment, at: Place) -> Json:
    match value:
        case m.PublicComment():
            return {"visibility": "public", **encode_public_comment(value, at)}
        case m.InternalNote():
            return {"visibility": "internal", **encode_internal_note(value, at)}
    raise not_one_of("Comment", value, at)


_make_comment_body = Maker(m.CommentBody)


def decode_comment_body(data: Any, parts: Parts) -> m.CommentBody:
    return _make_comment_body(
        data["id"],
        data["ticket"],
        data["index"],
        decode_instant(data["at"]),
        decode_actor(data["author"], parts),
        decode_channel(data["channel"], parts),
        data["update"],
        decode_text(data["text"], parts),
        tuple([decode_text_part(item, parts) for item in data.get("parts", ())]),
        tuple([decode_attachment(item, parts) for item in data.get("attachments", ())]),
        data.get("message"),
        data.get("raw"),
        data.get("html", False),
        None if (it := data.get("threaded_by")) is None else decode_threaded_by(it, parts),
        tuple([decode_comment_flag(item, parts) for item in data.get("flags", ())]),
    )


def encode_comment_body(value: m.CommentBody, at: Place) -> Json:
    checked(value, m.CommentBody, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "index": encode_int(value.index, (at, "index")),
        "at": encode_instant(value.at, (at, "at")),
        "author": encode_actor(value.author, (at, "author")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "update": encode_str(value.update, (at, "update")),
        "text": encode_text(value.text, (at, "text")),
    }
    if value.parts:
        data["parts"] = encode_list(value.parts, (at, "parts"), encode_text_part)
    if value.attachments:
        data["attachments"] = encode_list(value.attachments, (at, "attachments"), encode_attachment)
    if value.message is not None:
        data["message"] = encode_str(value.message, (at, "message"))
    if value.raw is not None:
        data["raw"] = encode_str(value.raw, (at, "raw"))
    if value.html:
        data["html"] = encode_bool(value.html, (at, "html"))
    if value.threaded_by is not None:
        data["threaded_by"] = encode_threaded_by(value.threaded_by, (at, "threaded_by"))
    if value.flags:
        data["flags"] = encode_list(value.flags, (at, "flags"), encode_comment_flag)
    return data


_comment_flag = {name.value: name for name in m.CommentFlag}


def decode_comment_flag(data: Any, parts: Parts) -> m.CommentFlag:
    try:
        return _comment_flag[data]
    except (KeyError, TypeError):
        raise decode_unknown("CommentFlag", data) from None


def encode_comment_flag(value: m.CommentFlag, at: Place) -> str:
    return encode_name(value, m.CommentFlag, at)


_make_comment_page = Maker(m.CommentPage)


def decode_comment_page(data: Any, parts: Parts) -> m.CommentPage:
    return _make_comment_page(
        tuple([decode_comment(item, parts) for item in data["comments"]]),
        data.get("next"),
    )


def encode_comment_page(value: m.CommentPage, at: Place) -> Json:
    checked(value, m.CommentPage, at)
    data: Json
    data = {"comments": encode_list(value.comments, (at, "comments"), encode_comment)}
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


def decode_condition_node(data: Any, parts: Parts) -> m.ConditionNode:
    if "field" in data:
        return decode_leaf(data, parts)
    if "not" in data:
        return m.Not(condition=decode_condition_node(data["not"], parts))
    return decode_node_group(data, parts)


def encode_condition_node(value: m.ConditionNode, at: Place) -> Json:
    not_too_deep(at)
    match value:
        case m.Leaf():
            return encode_leaf(value, at)
        case m.Not():
            return {"not": encode_condition_node(value.condition, (at, "not"))}
        case m.NodeGroup():
            return encode_node_group(value, at)
    raise not_one_of("ConditionNode", value, at)


def decode_config(data: Any, parts: Parts) -> m.Config:
    match data["config"]:
        case "status":
            return decode_status(data, parts)
        case "field":
            return decode_field_definition(data, parts)
        case "team":
            return decode_team(data, parts)
        case "organization":
            return decode_organization(data, parts)
        case "mailbox":
            return decode_mailbox(data, parts)
        case "calendar":
            return decode_calendar(data, parts)
        case "policy":
            return decode_policy(data, parts)
        case "metric":
            return decode_custom_metric(data, parts)
        case "template":
            return decode_template(data, parts)
        case "trigger":
            return decode_trigger(data, parts)
        case "view":
            return decode_view(data, parts)
        case "settings":
            return decode_desk_settings(data, parts)
    raise decode_unknown("Config", data["config"])


def encode_config(value: m.Config, at: Place) -> Json:
    match value:
        case m.Status():
            return {"config": "status", **encode_status(value, at)}
        case m.FieldDefinition():
            return {"config": "field", **encode_field_definition(value, at)}
        case m.Team():
            return {"config": "team", **encode_team(value, at)}
        case m.Organization():
            return {"config": "organization", **encode_organization(value, at)}
        case m.Mailbox():
            return {"config": "mailbox", **encode_mailbox(value, at)}
        case m.Calendar():
            return {"config": "calendar", **encode_calendar(value, at)}
        case m.Policy():
            return {"config": "policy", **encode_policy(value, at)}
        case m.CustomMetric():
            return {"config": "metric", **encode_custom_metric(value, at)}
        case m.Template():
            return {"config": "template", **encode_template(value, at)}
        case m.Trigger():
            return {"config": "trigger", **encode_trigger(value, at)}
        case m.View():
            return {"config": "view", **encode_view(value, at)}
        case m.DeskSettings():
            return {"config": "settings", **encode_desk_settings(value, at)}
    raise not_one_of("Config", value, at)


_config_kind = {name.value: name for name in m.ConfigKind}


def decode_config_kind(data: Any, parts: Parts) -> m.ConfigKind:
    try:
        return _config_kind[data]
    except (KeyError, TypeError):
        raise decode_unknown("ConfigKind", data) from None


def encode_config_kind(value: m.ConfigKind, at: Place) -> str:
    return encode_name(value, m.ConfigKind, at)


_make_config_receipt = Maker(m.ConfigReceipt)


def decode_config_receipt(data: Any, parts: Parts) -> m.ConfigReceipt:
    return _make_config_receipt(
        data["command"],
        decode_instant(data["at"]),
        data["config"],
        data["version"],
        tuple([decode_receipt_warning(item, parts) for item in data.get("warnings", ())]),
    )


def encode_config_receipt(value: m.ConfigReceipt, at: Place) -> Json:
    checked(value, m.ConfigReceipt, at)
    data: Json
    data = {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "config": encode_str(value.config, (at, "config")),
        "version": encode_int(value.version, (at, "version")),
    }
    if value.warnings:
        data["warnings"] = encode_list(value.warnings, (at, "warnings"), encode_receipt_warning)
    return data


_make_config_saved = Maker(m.ConfigSaved)


def decode_config_saved(data: Any, parts: Parts) -> m.ConfigSaved:
    return _make_config_saved(
        decode_config_kind(data["config"], parts),
        data["id"],
        data["version"],
        data["digest"],
    )


def encode_config_saved(value: m.ConfigSaved, at: Place) -> Json:
    checked(value, m.ConfigSaved, at)
    return {
        "config": encode_config_kind(value.config, (at, "config")),
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "digest": encode_str(value.digest, (at, "digest")),
    }


_make_count_exactly = Maker(m.CountExactly)
_make_count_at_least = Maker(m.CountAtLeast)


def decode_count(data: Any, parts: Parts) -> m.Count:
    match data["type"]:
        case "exactly":
            return _make_count_exactly(data["count"])
        case "at_least":
            return _make_count_at_least(data["count"])
    raise decode_unknown("Count", data["type"])


def encode_count(value: m.Count, at: Place) -> Json:
    match value:
        case m.CountExactly():
            return {"type": "exactly", "count": encode_int(value.count, (at, "count"))}
        case m.CountAtLeast():
            return {"type": "at_least", "count": encode_int(value.count, (at, "count"))}
    raise not_one_of("Count", value, at)


_make_create_ticket = Maker(m.CreateTicket)


def decode_create_ticket(data: Any, parts: Parts) -> m.CreateTicket:
    return _make_create_ticket(
        data["requester"],
        data["title"],
        decode_new_comment(data["comment"], parts),
        decode_channel(data.get("channel", "api"), parts),
        data.get("mailbox"),
        tuple([decode_field_edit(item, parts) for item in data.get("changes", ())]),
        tuple(data.get("tags", ())),
        tuple(data.get("participants", ())),
        data.get("follow_up_of"),
    )


def encode_create_ticket(value: m.CreateTicket, at: Place) -> Json:
    checked(value, m.CreateTicket, at)
    data: Json
    data = {
        "requester": encode_str(value.requester, (at, "requester")),
        "title": encode_str(value.title, (at, "title")),
        "comment": encode_new_comment(value.comment, (at, "comment")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "mailbox": None if value.mailbox is None else encode_str(value.mailbox, (at, "mailbox")),
        "changes": encode_list(value.changes, (at, "changes"), encode_field_edit),
        "tags": encode_list(value.tags, (at, "tags"), encode_str),
        "participants": encode_list(value.participants, (at, "participants"), encode_str),
    }
    if value.follow_up_of is not None:
        data["follow_up_of"] = encode_str(value.follow_up_of, (at, "follow_up_of"))
    return data


_make_cursor = Maker(m.Cursor)


def decode_cursor(data: Any, parts: Parts) -> m.Cursor:
    return _make_cursor(data["key"], data["number"])


def encode_cursor(value: m.Cursor, at: Place) -> Json:
    checked(value, m.Cursor, at)
    return {"key": encode_int(value.key, (at, "key")), "number": encode_int(value.number, (at, "number"))}


_make_custom_metric = Maker(m.CustomMetric)


def decode_custom_metric(data: Any, parts: Parts) -> m.CustomMetric:
    return _make_custom_metric(
        data.get("id", "met_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        decode_condition_node(data["start"], parts),
        decode_condition_node(data["stop"], parts),
        None if (it := data.get("pause")) is None else decode_condition_node(it, parts),
        None if (it := data.get("cancel")) is None else decode_condition_node(it, parts),
        None if (it := data.get("reset")) is None else decode_condition_node(it, parts),
        data.get("active", True),
    )


def encode_custom_metric(value: m.CustomMetric, at: Place) -> Json:
    checked(value, m.CustomMetric, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "start": encode_condition_node(value.start, (at, "start")),
        "stop": encode_condition_node(value.stop, (at, "stop")),
        "active": encode_bool(value.active, (at, "active")),
    }
    if value.pause is not None:
        data["pause"] = encode_condition_node(value.pause, (at, "pause"))
    if value.cancel is not None:
        data["cancel"] = encode_condition_node(value.cancel, (at, "cancel"))
    if value.reset is not None:
        data["reset"] = encode_condition_node(value.reset, (at, "reset"))
    return data


_make_day_hours = Maker(m.DayHours)


def decode_day_hours(data: Any, parts: Parts) -> m.DayHours:
    return _make_day_hours(
        data["zone"],
        date.fromisoformat(data["date"]),
        tuple([decode_local_interval(item, parts) for item in data["intervals"]]),
        decode_day_reason(data["reason"], parts),
        tuple([decode_local_interval(item, parts) for item in data["breaks"]]),
        data["open_millis"] * MILLISECOND,
    )


def encode_day_hours(value: m.DayHours, at: Place) -> Json:
    checked(value, m.DayHours, at)
    return {
        "zone": encode_str(value.zone, (at, "zone")),
        "date": encode_day(value.date, (at, "date")),
        "intervals": encode_list(value.intervals, (at, "intervals"), encode_local_interval),
        "reason": encode_day_reason(value.reason, (at, "reason")),
        "breaks": encode_list(value.breaks, (at, "breaks"), encode_local_interval),
        "open_millis": encode_duration(value.open, (at, "open_millis")),
    }


_make_day_reason_holiday = Maker(m.DayReasonHoliday)


def decode_day_reason(data: Any, parts: Parts) -> m.DayReason:
    match data["kind"]:
        case "holiday":
            return _make_day_reason_holiday(data["name"])
        case "shift":
            return m.DayReasonShift()
        case "weekly":
            return m.DayReasonWeekly()
    raise decode_unknown("DayReason", data["kind"])


def encode_day_reason(value: m.DayReason, at: Place) -> Json:
    match value:
        case m.DayReasonHoliday():
            return {"kind": "holiday", "name": encode_str(value.name, (at, "name"))}
        case m.DayReasonShift():
            return {"kind": "shift"}
        case m.DayReasonWeekly():
            return {"kind": "weekly"}
    raise not_one_of("DayReason", value, at)


_make_day_report = Maker(m.DayReport)


def decode_day_report(data: Any, parts: Parts) -> m.DayReport:
    return _make_day_report(
        date.fromisoformat(data["date"]),
        data["created"],
        data["solved"],
        data["reopened"],
        data["backlog"],
    )


def encode_day_report(value: m.DayReport, at: Place) -> Json:
    checked(value, m.DayReport, at)
    return {
        "date": encode_day(value.date, (at, "date")),
        "created": encode_int(value.created, (at, "created")),
        "solved": encode_int(value.solved, (at, "solved")),
        "reopened": encode_int(value.reopened, (at, "reopened")),
        "backlog": encode_int(value.backlog, (at, "backlog")),
    }


_make_delivery = Maker(m.Delivery)


def decode_delivery(data: Any, parts: Parts) -> m.Delivery:
    return _make_delivery(
        data["desk"],
        data["effect"],
        data["fence"],
        data["attempt"],
        decode_delivery_mail(data["mail"], parts),
    )


def encode_delivery(value: m.Delivery, at: Place) -> Json:
    checked(value, m.Delivery, at)
    return {
        "desk": encode_int(value.desk, (at, "desk")),
        "effect": encode_str(value.effect, (at, "effect")),
        "fence": encode_int(value.fence, (at, "fence")),
        "attempt": encode_int(value.attempt, (at, "attempt")),
        "mail": encode_delivery_mail(value.mail, (at, "mail")),
    }


_make_delivery_mail = Maker(m.DeliveryMail)


def decode_delivery_mail(data: Any, parts: Parts) -> m.DeliveryMail:
    return _make_delivery_mail(data.get("mail_from"), tuple(data["rcpt_to"]), parts[data["bytes"]])


def encode_delivery_mail(value: m.DeliveryMail, at: Place) -> Json:
    checked(value, m.DeliveryMail, at)
    data: Json
    data = {
        "rcpt_to": encode_list(value.rcpt_to, (at, "rcpt_to"), encode_str),
        "bytes": encode_bytes(value.bytes, (at, "bytes")),
    }
    if value.mail_from is not None:
        data["mail_from"] = encode_str(value.mail_from, (at, "mail_from"))
    return data


_make_desk_settings = Maker(m.DeskSettings)


def decode_desk_settings(data: Any, parts: Parts) -> m.DeskSettings:
    return _make_desk_settings(
        data.get("version", 0),
        data.get("reopen_on_comment", True),
        data.get("cc_participates", False),
        data.get("calendar"),
        data.get("unsubscribe_url"),
    )


def encode_desk_settings(value: m.DeskSettings, at: Place) -> Json:
    checked(value, m.DeskSettings, at)
    data: Json
    data = {
        "version": encode_int(value.version, (at, "version")),
        "reopen_on_comment": encode_bool(value.reopen_on_comment, (at, "reopen_on_comment")),
        "cc_participates": encode_bool(value.cc_participates, (at, "cc_participates")),
        "calendar": None if value.calendar is None else encode_str(value.calendar, (at, "calendar")),
    }
    if value.unsubscribe_url is not None:
        data["unsubscribe_url"] = encode_str(value.unsubscribe_url, (at, "unsubscribe_url"))
    return data


_make_detail = Maker(m.Detail)


def decode_detail(data: Any, parts: Parts) -> m.Detail:
    return _make_detail(data["name"], data["value"])


def encode_detail(value: m.Detail, at: Place) -> Json:
    checked(value, m.Detail, at)
    return {"name": encode_str(value.name, (at, "name")), "value": encode_str(value.value, (at, "value"))}


_direction = {name.value: name for name in m.Direction}


def decode_direction(data: Any, parts: Parts) -> m.Direction:
    try:
        return _direction[data]
    except (KeyError, TypeError):
        raise decode_unknown("Direction", data) from None


def encode_direction(value: m.Direction, at: Place) -> str:
    return encode_name(value, m.Direction, at)


_make_effect = Maker(m.Effect)


def decode_effect(data: Any, parts: Parts) -> m.Effect:
    return _make_effect(
        data["id"],
        data["ticket"],
        data["number"],
        data["update"],
        decode_instant(data["created_at"]),
        data.get("order", 0),
        decode_effect_body(data["body"], parts),
        decode_effect_state(data["state"], parts),
        data.get("note", ""),
        decode_instant(data["ready_at"]),
        data.get("fence", 0),
        data.get("attempts", 0),
        data.get("frozen"),
    )


def encode_effect(value: m.Effect, at: Place) -> Json:
    checked(value, m.Effect, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "ticket": encode_str(value.ticket, (at, "ticket")),
        "number": encode_int(value.number, (at, "number")),
        "update": encode_str(value.update, (at, "update")),
        "created_at": encode_instant(value.created_at, (at, "created_at")),
        "body": encode_effect_body(value.body, (at, "body")),
        "state": encode_effect_state(value.state, (at, "state")),
        "ready_at": encode_instant(value.ready_at, (at, "ready_at")),
    }
    if value.order:
        data["order"] = encode_int(value.order, (at, "order"))
    if value.note:
        data["note"] = encode_str(value.note, (at, "note"))
    if value.fence:
        data["fence"] = encode_int(value.fence, (at, "fence"))
    if value.attempts:
        data["attempts"] = encode_int(value.attempts, (at, "attempts"))
    if value.frozen is not None:
        data["frozen"] = encode_str(value.frozen, (at, "frozen"))
    return data


def decode_effect_body(data: Any, parts: Parts) -> m.EffectBody:
    match data["type"]:
        case "mail":
            return decode_mail_effect(data, parts)
    raise decode_unknown("EffectBody", data["type"])


def encode_effect_body(value: m.EffectBody, at: Place) -> Json:
    match value:
        case m.MailEffect():
            return {"type": "mail", **encode_mail_effect(value, at)}
    raise not_one_of("EffectBody", value, at)


_make_effect_page = Maker(m.EffectPage)


def decode_effect_page(data: Any, parts: Parts) -> m.EffectPage:
    return _make_effect_page(
        tuple([decode_effect(item, parts) for item in data["effects"]]),
        data.get("next"),
    )


def encode_effect_page(value: m.EffectPage, at: Place) -> Json:
    checked(value, m.EffectPage, at)
    data: Json
    data = {"effects": encode_list(value.effects, (at, "effects"), encode_effect)}
    if value.next is not None:
        data["next"] = encode_str(value.next, (at, "next"))
    return data


_effect_state = {name.value: name for name in m.EffectState}


def decode_effect_state(data: Any, parts: Parts) -> m.EffectState:
    try:
        return _effect_state[data]
    except (KeyError, TypeError):
        raise decode_unknown("EffectState", data) from None


def encode_effect_state(value: m.EffectState, at: Place) -> str:
    return encode_name(value, m.EffectState, at)


_make_envelope = Maker(m.Envelope)


def decode_envelope(data: Any, parts: Parts) -> m.Envelope:
    return _make_envelope(data.get("mail_from"), tuple(data.get("rcpt_to", ())))


def encode_envelope(value: m.Envelope, at: Place) -> Json:
    checked(value, m.Envelope, at)
    return {
        "mail_from": None if value.mail_from is None else encode_str(value.mail_from, (at, "mail_from")),
        "rcpt_to": encode_list(value.rcpt_to, (at, "rcpt_to"), encode_str),
    }


_make_error_info = Maker(m.ErrorInfo)


def decode_error_info(data: Any, parts: Parts) -> m.ErrorInfo:
    return _make_error_info(
        decode_error_kind(data["kind"], parts),
        data["code"],
        data["message"],
        data.get("path"),
        data.get("hint"),
        data["retryable"],
        tuple([decode_detail(item, parts) for item in data.get("details", ())]),
    )


def encode_error_info(value: m.ErrorInfo, at: Place) -> Json:
    checked(value, m.ErrorInfo, at)
    data: Json
    data = {
        "kind": encode_error_kind(value.kind, (at, "kind")),
        "code": encode_str(value.code, (at, "code")),
        "message": encode_str(value.message, (at, "message")),
        "retryable": encode_bool(value.retryable, (at, "retryable")),
    }
    if value.path is not None:
        data["path"] = encode_str(value.path, (at, "path"))
    if value.hint is not None:
        data["hint"] = encode_str(value.hint, (at, "hint"))
    if value.details:
        data["details"] = encode_list(value.details, (at, "details"), encode_detail)
    return data


_error_kind = {name.value: name for name in m.ErrorKind}


def decode_error_kind(data: Any, parts: Parts) -> m.ErrorKind:
    try:
        return _error_kind[data]
    except (KeyError, TypeError):
        raise decode_unknown("ErrorKind", data) from None


def encode_error_kind(value: m.ErrorKind, at: Place) -> str:
    return encode_name(value, m.ErrorKind, at)


_make_event = Maker(m.Event)


def decode_event(data: Any, parts: Parts) -> m.Event:
    return _make_event(
        data["v"],
        decode_subject(data["subject"], parts),
        data["seq"],
        decode_instant(data["at"]),
        decode_actor(data["actor"], parts),
        data["update"],
        data.get("cause"),
        None if (it := data.get("rule")) is None else decode_rule_ref(it, parts),
        decode_event_body(data, parts),
    )


def encode_event(value: m.Event, at: Place) -> Json:
    checked(value, m.Event, at)
    return {
        **encode_event_body(value.body, at),
        "v": encode_int(value.v, (at, "v")),
        "subject": encode_subject(value.subject, (at, "subject")),
        "seq": encode_int(value.seq, (at, "seq")),
        "at": encode_instant(value.at, (at, "at")),
        "actor": encode_actor(value.actor, (at, "actor")),
        "update": encode_str(value.update, (at, "update")),
        "cause": None if value.cause is None else encode_str(value.cause, (at, "cause")),
        "rule": None if value.rule is None else encode_rule_ref(value.rule, (at, "rule")),
    }


_make_event_body_ticket_created = Maker(m.EventBodyTicketCreated)
_make_event_body_update_begun = Maker(m.EventBodyUpdateBegun)
_make_event_body_fields_changed = Maker(m.EventBodyFieldsChanged)
_make_event_body_tags_changed = Maker(m.EventBodyTagsChanged)
_make_event_body_participants_changed = Maker(m.EventBodyParticipantsChanged)
_make_event_body_unsubscribed = Maker(m.EventBodyUnsubscribed)
_make_event_body_status_settled = Maker(m.EventBodyStatusSettled)
_make_event_body_team_settled = Maker(m.EventBodyTeamSettled)
_make_event_body_linked = Maker(m.EventBodyLinked)
_make_event_body_merged_into = Maker(m.EventBodyMergedInto)
_make_event_body_merge_undone = Maker(m.EventBodyMergeUndone)
_make_event_body_merged = Maker(m.EventBodyMerged)
_make_event_body_unmerged = Maker(m.EventBodyUnmerged)
_make_event_body_comment_added = Maker(m.EventBodyCommentAdded)
_make_event_body_policies_applied = Maker(m.EventBodyPoliciesApplied)
_make_event_body_metric_stepped = Maker(m.EventBodyMetricStepped)
_make_event_body_policy_selected = Maker(m.EventBodyPolicySelected)
_make_event_body_clock_changed = Maker(m.EventBodyClockChanged)
_make_event_body_trigger_fired = Maker(m.EventBodyTriggerFired)
_make_event_body_action_skipped = Maker(m.EventBodyActionSkipped)
_make_event_body_effect_queued = Maker(m.EventBodyEffectQueued)
_make_event_body_mail_suppressed = Maker(m.EventBodyMailSuppressed)
_make_event_body_loop_detected = Maker(m.EventBodyLoopDetected)
_make_event_body_person_saved = Maker(m.EventBodyPersonSaved)
_make_event_body_config_saved = Maker(m.EventBodyConfigSaved)
_make_event_body_message_taken = Maker(m.EventBodyMessageTaken)


def decode_event_body(data: Any, parts: Parts) -> m.EventBody:
    match data["kind"]:
        case "ticket_created":
            body = data["body"]
            return _make_event_body_ticket_created(
                decode_channel(body["channel"], parts),
                body.get("mailbox"),
                decode_text(body["title"], parts),
                body["requester"],
                body.get("organization"),
                body["status"],
                decode_status_category(body["category"], parts),
                body.get("team"),
            )
        case "update_begun":
            body = data["body"]
            return _make_event_body_update_begun(
                decode_channel(body["channel"], parts),
                body["depth"],
                body["config_version"],
                body["requester_version"],
            )
        case "fields_changed":
            body = data["body"]
            return _make_event_body_fields_changed(
                tuple([decode_field_change(item, parts) for item in body["changes"]]),
            )
        case "tags_changed":
            body = data["body"]
            return _make_event_body_tags_changed(tuple(body["added"]), tuple(body["removed"]))
        case "participants_changed":
            body = data["body"]
            return _make_event_body_participants_changed(tuple(body["added"]), tuple(body["removed"]))
        case "unsubscribed":
            body = data["body"]
            return _make_event_body_unsubscribed(body["person"])
        case "status_settled":
            body = data["body"]
            return _make_event_body_status_settled(
                decode_status_category(body["from"], parts),
                decode_status_category(body["to"], parts),
                decode_instant(body["since"]),
            )
        case "team_settled":
            body = data["body"]
            return _make_event_body_team_settled(
                None if (it := body.get("since")) is None else decode_instant(it),
            )
        case "linked":
            body = data["body"]
            return _make_event_body_linked(decode_ticket_link(body["link"], parts))
        case "merged_into":
            body = data["body"]
            return _make_event_body_merged_into(body["ticket"], body["status"])
        case "merge_undone":
            body = data["body"]
            return _make_event_body_merge_undone(body["ticket"])
        case "merged":
            body = data["body"]
            return _make_event_body_merged(decode_merged_ticket(body["merged"], parts))
        case "unmerged":
            body = data["body"]
            return _make_event_body_unmerged(body["ticket"])
        case "comment_added":
            body = data["body"]
            return _make_event_body_comment_added(
                decode_visibility(body["visibility"], parts),
                body["from_requester"],
                body["from_agent"],
                decode_comment_body(body["comment"], parts),
            )
        case "policies_applied":
            body = data["body"]
            return _make_event_body_policies_applied(
                None if (it := body.get("as_of")) is None else decode_instant(it),
            )
        case "metric_stepped":
            body = data["body"]
            return _make_event_body_metric_stepped(
                body["metric"],
                body["version"],
                decode_metric_step(body["step"], parts),
            )
        case "policy_selected":
            body = data["body"]
            return _make_event_body_policy_selected(
                None if (it := body.get("policy")) is None else decode_policy_pin(it, parts),
            )
        case "clock_changed":
            body = data["body"]
            return _make_event_body_clock_changed(decode_clock_change(body["change"], parts))
        case "trigger_fired":
            body = data["body"]
            return _make_event_body_trigger_fired(decode_rule_ref(body["rule"], parts), body["changed"])
        case "action_skipped":
            body = data["body"]
            return _make_event_body_action_skipped(
                decode_rule_ref(body["rule"], parts),
                body["action"],
                body["code"],
            )
        case "effect_queued":
            body = data["body"]
            return _make_event_body_effect_queued(body["effect"], decode_effect_body(body["what"], parts))
        case "mail_suppressed":
            body = data["body"]
            return _make_event_body_mail_suppressed(body["recipient"], body["reason"])
        case "loop_detected":
            body = data["body"]
            return _make_event_body_loop_detected(
                tuple([decode_rule_ref(item, parts) for item in body["rules"]]),
            )
        case "person_saved":
            body = data["body"]
            return _make_event_body_person_saved(decode_person(body["person"], parts))
        case "config_saved":
            body = data["body"]
            return _make_event_body_config_saved(decode_config_saved(body["saved"], parts))
        case "message_taken":
            body = data["body"]
            return _make_event_body_message_taken(decode_inbound(body["inbound"], parts))
        case kind:
            return m.EventBodyUnknown(kind=kind, body=data["body"])


def encode_event_body(value: m.EventBody, at: Place) -> Json:
    data: Json
    match value:
        case m.EventBodyTicketCreated():
            inner = (at, "body")
            data = {
                "channel": encode_channel(value.channel, (inner, "channel")),
                "title": encode_text(value.title, (inner, "title")),
                "requester": encode_str(value.requester, (inner, "requester")),
                "status": encode_str(value.status, (inner, "status")),
                "category": encode_status_category(value.category, (inner, "category")),
            }
            if value.mailbox is not None:
                data["mailbox"] = encode_str(value.mailbox, (inner, "mailbox"))
            if value.organization is not None:
                data["organization"] = encode_str(value.organization, (inner, "organization"))
            if value.team is not None:
                data["team"] = encode_str(value.team, (inner, "team"))
            return {"kind": "ticket_created", "body": data}
        case m.EventBodyUpdateBegun():
            inner = (at, "body")
            return {"kind": "update_begun", "body": {
                "channel": encode_channel(value.channel, (inner, "channel")),
                "depth": encode_int(value.depth, (inner, "depth")),
                "config_version": encode_int(value.config_version, (inner, "config_version")),
                "requester_version": encode_int(value.requester_version, (inner, "requester_version")),
            }}
        case m.EventBodyFieldsChanged():
            inner = (at, "body")
            return {"kind": "fields_changed", "body": {"changes": encode_list(value.changes, (inner, "changes"), encode_field_change)}}
        case m.EventBodyTagsChanged():
            inner = (at, "body")
            return {"kind": "tags_changed", "body": {
                "added": encode_list(value.added, (inner, "added"), encode_str),
                "removed": encode_list(value.removed, (inner, "removed"), encode_str),
            }}
        case m.EventBodyParticipantsChanged():
            inner = (at, "body")
            return {"kind": "participants_changed", "body": {
                "added": encode_list(value.added, (inner, "added"), encode_str),
                "removed": encode_list(value.removed, (inner, "removed"), encode_str),
            }}
        case m.EventBodyUnsubscribed():
            inner = (at, "body")
            return {"kind": "unsubscribed", "body": {"person": encode_str(value.person, (inner, "person"))}}
        case m.EventBodyStatusSettled():
            inner = (at, "body")
            return {"kind": "status_settled", "body": {
                "from": encode_status_category(value.from_, (inner, "from")),
                "to": encode_status_category(value.to, (inner, "to")),
                "since": encode_instant(value.since, (inner, "since")),
            }}
        case m.EventBodyTeamSettled():
            inner = (at, "body")
            data = {}
            if value.since is not None:
                data["since"] = encode_instant(value.since, (inner, "since"))
            return {"kind": "team_settled", "body": data}
        case m.EventBodyLinked():
            inner = (at, "body")
            return {"kind": "linked", "body": {"link": encode_ticket_link(value.link, (inner, "link"))}}
        case m.EventBodyMergedInto():
            inner = (at, "body")
            return {"kind": "merged_into", "body": {
                "ticket": encode_int(value.ticket, (inner, "ticket")),
                "status": encode_str(value.status, (inner, "status")),
            }}
        case m.EventBodyMergeUndone():
            inner = (at, "body")
            return {"kind": "merge_undone", "body": {"ticket": encode_int(value.ticket, (inner, "ticket"))}}
        case m.EventBodyMerged():
            inner = (at, "body")
            return {"kind": "merged", "body": {"merged": encode_merged_ticket(value.merged, (inner, "merged"))}}
        case m.EventBodyUnmerged():
            inner = (at, "body")
            return {"kind": "unmerged", "body": {"ticket": encode_int(value.ticket, (inner, "ticket"))}}
        case m.EventBodyCommentAdded():
            inner = (at, "body")
            return {"kind": "comment_added", "body": {
                "visibility": encode_visibility(value.visibility, (inner, "visibility")),
                "from_requester": encode_bool(value.from_requester, (inner, "from_requester")),
                "from_agent": encode_bool(value.from_agent, (inner, "from_agent")),
                "comment": encode_comment_body(value.comment, (inner, "comment")),
            }}
        case m.EventBodyPoliciesApplied():
            inner = (at, "body")
            data = {}
            if value.as_of is not None:
                data["as_of"] = encode_instant(value.as_of, (inner, "as_of"))
            return {"kind": "policies_applied", "body": data}
        case m.EventBodyMetricStepped():
            inner = (at, "body")
            return {"kind": "metric_stepped", "body": {
                "metric": encode_str(value.metric, (inner, "metric")),
                "version": encode_int(value.version, (inner, "version")),
                "step": encode_metric_step(value.step, (inner, "step")),
            }}
        case m.EventBodyPolicySelected():
            inner = (at, "body")
            data = {}
            if value.policy is not None:
                data["policy"] = encode_policy_pin(value.policy, (inner, "policy"))
            return {"kind": "policy_selected", "body": data}
        case m.EventBodyClockChanged():
            inner = (at, "body")
            return {"kind": "clock_changed", "body": {"change": encode_clock_change(value.change, (inner, "change"))}}
        case m.EventBodyTriggerFired():
            inner = (at, "body")
            return {"kind": "trigger_fired", "body": {
                "rule": encode_rule_ref(value.rule, (inner, "rule")),
                "changed": encode_bool(value.changed, (inner, "changed")),
            }}
        case m.EventBodyActionSkipped():
            inner = (at, "body")
            return {"kind": "action_skipped", "body": {
                "rule": encode_rule_ref(value.rule, (inner, "rule")),
                "action": encode_int(value.action, (inner, "action")),
                "code": encode_str(value.code, (inner, "code")),
            }}
        case m.EventBodyEffectQueued():
            inner = (at, "body")
            return {"kind": "effect_queued", "body": {
                "effect": encode_str(value.effect, (inner, "effect")),
                "what": encode_effect_body(value.what, (inner, "what")),
            }}
        case m.EventBodyMailSuppressed():
            inner = (at, "body")
            return {"kind": "mail_suppressed", "body": {
                "recipient": encode_str(value.recipient, (inner, "recipient")),
                "reason": encode_str(value.reason, (inner, "reason")),
            }}
        case m.EventBodyLoopDetected():
            inner = (at, "body")
            return {"kind": "loop_detected", "body": {"rules": encode_list(value.rules, (inner, "rules"), encode_rule_ref)}}
        case m.EventBodyPersonSaved():
            inner = (at, "body")
            return {"kind": "person_saved", "body": {"person": encode_person(value.person, (inner, "person"))}}
        case m.EventBodyConfigSaved():
            inner = (at, "body")
            return {"kind": "config_saved", "body": {"saved": encode_config_saved(value.saved, (inner, "saved"))}}
        case m.EventBodyMessageTaken():
            inner = (at, "body")
            return {"kind": "message_taken", "body": {"inbound": encode_inbound(value.inbound, (inner, "inbound"))}}
        case m.EventBodyUnknown():
            return {"kind": value.kind, "body": value.body}
    raise not_one_of("EventBody", value, at)


_make_event_page = Maker(m.EventPage)


def decode_event_page(data: Any, parts: Parts) -> m.EventPage:
    return _make_event_page(tuple([decode_event(item, parts) for item in data["events"]]), data.get("next"))


def encode_event_page(value: m.EventPage, at: Place) -> Json:
    checked(value, m.EventPage, at)
    data: Json
    data = {"events": encode_list(value.events, (at, "events"), encode_event)}
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


_make_explained_update = Maker(m.ExplainedUpdate)


def decode_explained_update(data: Any, parts: Parts) -> m.ExplainedUpdate:
    return _make_explained_update(
        data["update"],
        decode_instant(data["at"]),
        data["depth"],
        None if (it := data.get("sla_event")) is None else decode_sla_event(it, parts),
        decode_trace(data["trace"], parts),
    )


def encode_explained_update(value: m.ExplainedUpdate, at: Place) -> Json:
    checked(value, m.ExplainedUpdate, at)
    data: Json
    data = {
        "update": encode_str(value.update, (at, "update")),
        "at": encode_instant(value.at, (at, "at")),
        "depth": encode_int(value.depth, (at, "depth")),
        "trace": encode_trace(value.trace, (at, "trace")),
    }
    if value.sla_event is not None:
        data["sla_event"] = encode_sla_event(value.sla_event, (at, "sla_event"))
    return data


_make_explanation = Maker(m.Explanation)


def decode_explanation(data: Any, parts: Parts) -> m.Explanation:
    return _make_explanation(
        data["ticket"],
        tuple([decode_explained_update(item, parts) for item in data["updates"]]),
        data["exact"],
    )


def encode_explanation(value: m.Explanation, at: Place) -> Json:
    checked(value, m.Explanation, at)
    return {
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "updates": encode_list(value.updates, (at, "updates"), encode_explained_update),
        "exact": encode_bool(value.exact, (at, "exact")),
    }


_make_failure = Maker(m.Failure)


def decode_failure(data: Any, parts: Parts) -> m.Failure:
    return _make_failure(data["note"], data.get("permanent", False))


def encode_failure(value: m.Failure, at: Place) -> Json:
    checked(value, m.Failure, at)
    return {
        "note": encode_str(value.note, (at, "note")),
        "permanent": encode_bool(value.permanent, (at, "permanent")),
    }


_make_field_change_title = Maker(m.FieldChangeTitle)
_make_field_change_status = Maker(m.FieldChangeStatus)
_make_field_change_priority = Maker(m.FieldChangePriority)
_make_field_change_type = Maker(m.FieldChangeType)
_make_field_change_assignee = Maker(m.FieldChangeAssignee)
_make_field_change_team = Maker(m.FieldChangeTeam)
_make_field_change_due_at = Maker(m.FieldChangeDueAt)
_make_field_change_custom = Maker(m.FieldChangeCustom)


def decode_field_change(data: Any, parts: Parts) -> m.FieldChange:
    match data["field"]:
        case "title":
            return _make_field_change_title(decode_text(data["to"], parts))
        case "status":
            return _make_field_change_status(
                data["from"],
                data["to"],
                decode_status_category(data["category"], parts),
            )
        case "priority":
            return _make_field_change_priority(
                None if (it := data.get("from")) is None else decode_priority(it, parts),
                None if (it := data.get("to")) is None else decode_priority(it, parts),
            )
        case "type":
            return _make_field_change_type(
                None if (it := data.get("from")) is None else decode_ticket_type(it, parts),
                None if (it := data.get("to")) is None else decode_ticket_type(it, parts),
            )
        case "assignee":
            return _make_field_change_assignee(data.get("from"), data.get("to"))
        case "team":
            return _make_field_change_team(data.get("from"), data.get("to"))
        case "due_at":
            return _make_field_change_due_at(
                None if (it := data.get("from")) is None else decode_instant(it),
                None if (it := data.get("to")) is None else decode_instant(it),
            )
        case "custom":
            return _make_field_change_custom(
                data["id"],
                None if (it := data.get("from")) is None else decode_field_value(it, parts),
                None if (it := data.get("to")) is None else decode_field_value(it, parts),
            )
    raise decode_unknown("FieldChange", data["field"])


def encode_field_change(value: m.FieldChange, at: Place) -> Json:
    data: Json
    match value:
        case m.FieldChangeTitle():
            return {"field": "title", "to": encode_text(value.to, (at, "to"))}
        case m.FieldChangeStatus():
            return {
                "field": "status",
                "from": encode_str(value.from_, (at, "from")),
                "to": encode_str(value.to, (at, "to")),
                "category": encode_status_category(value.category, (at, "category")),
            }
        case m.FieldChangePriority():
            data = {"field": "priority"}
            if value.from_ is not None:
                data["from"] = encode_priority(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_priority(value.to, (at, "to"))
            return data
        case m.FieldChangeType():
            data = {"field": "type"}
            if value.from_ is not None:
                data["from"] = encode_ticket_type(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_ticket_type(value.to, (at, "to"))
            return data
        case m.FieldChangeAssignee():
            data = {"field": "assignee"}
            if value.from_ is not None:
                data["from"] = encode_str(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_str(value.to, (at, "to"))
            return data
        case m.FieldChangeTeam():
            data = {"field": "team"}
            if value.from_ is not None:
                data["from"] = encode_str(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_str(value.to, (at, "to"))
            return data
        case m.FieldChangeDueAt():
            data = {"field": "due_at"}
            if value.from_ is not None:
                data["from"] = encode_instant(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_instant(value.to, (at, "to"))
            return data
        case m.FieldChangeCustom():
            data = {"field": "custom", "id": encode_str(value.id, (at, "id"))}
            if value.from_ is not None:
                data["from"] = encode_field_value(value.from_, (at, "from"))
            if value.to is not None:
                data["to"] = encode_field_value(value.to, (at, "to"))
            return data
    raise not_one_of("FieldChange", value, at)


_make_field_definition = Maker(m.FieldDefinition)


def decode_field_definition(data: Any, parts: Parts) -> m.FieldDefinition:
    return _make_field_definition(
        data.get("id", "fld_00000000000000000000000000"),
        data.get("version", 0),
        data["key"],
        data["title"],
        decode_field_kind(data["kind"], parts),
        data.get("indexed", False),
    )


def encode_field_definition(value: m.FieldDefinition, at: Place) -> Json:
    checked(value, m.FieldDefinition, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "key": encode_str(value.key, (at, "key")),
        "title": encode_str(value.title, (at, "title")),
        "kind": encode_field_kind(value.kind, (at, "kind")),
        "indexed": encode_bool(value.indexed, (at, "indexed")),
    }


_make_field_edit = Maker(m.FieldEdit)


def decode_field_edit(data: Any, parts: Parts) -> m.FieldEdit:
    return _make_field_edit(data["field"], decode_value(data["to"]))


def encode_field_edit(value: m.FieldEdit, at: Place) -> Json:
    checked(value, m.FieldEdit, at)
    return {"field": encode_str(value.field, (at, "field")), "to": encode_value(value.to, (at, "to"))}


_make_field_entry = Maker(m.FieldEntry)


def decode_field_entry(data: Any, parts: Parts) -> m.FieldEntry:
    return _make_field_entry(data["field"], decode_field_value(data["value"], parts))


def encode_field_entry(value: m.FieldEntry, at: Place) -> Json:
    checked(value, m.FieldEntry, at)
    return {"field": encode_str(value.field, (at, "field")), "value": encode_field_value(value.value, (at, "value"))}


_make_field_kind_choice = Maker(m.FieldKindChoice)


def decode_field_kind(data: Any, parts: Parts) -> m.FieldKind:
    match data["type"]:
        case "text":
            return m.FieldKindText()
        case "integer":
            return m.FieldKindInteger()
        case "choice":
            return _make_field_kind_choice(
                tuple([decode_choice_option(item, parts) for item in data["options"]]),
            )
        case "bool":
            return m.FieldKindBool()
        case "date":
            return m.FieldKindDate()
    raise decode_unknown("FieldKind", data["type"])


def encode_field_kind(value: m.FieldKind, at: Place) -> Json:
    match value:
        case m.FieldKindText():
            return {"type": "text"}
        case m.FieldKindInteger():
            return {"type": "integer"}
        case m.FieldKindChoice():
            return {"type": "choice", "options": encode_list(value.options, (at, "options"), encode_choice_option)}
        case m.FieldKindBool():
            return {"type": "bool"}
        case m.FieldKindDate():
            return {"type": "date"}
    raise not_one_of("FieldKind", value, at)


_make_field_value_text = Maker(m.FieldValueText)
_make_field_value_integer = Maker(m.FieldValueInteger)
_make_field_value_choice = Maker(m.FieldValueChoice)
_make_field_value_bool = Maker(m.FieldValueBool)
_make_field_value_date = Maker(m.FieldValueDate)


def decode_field_value(data: Any, parts: Parts) -> m.FieldValue:
    match data["type"]:
        case "text":
            return _make_field_value_text(decode_text(data["value"], parts))
        case "integer":
            return _make_field_value_integer(data["value"])
        case "choice":
            return _make_field_value_choice(data["value"])
        case "bool":
            return _make_field_value_bool(data["value"])
        case "date":
            return _make_field_value_date(date.fromisoformat(data["value"]))
    raise decode_unknown("FieldValue", data["type"])


def encode_field_value(value: m.FieldValue, at: Place) -> Json:
    match value:
        case m.FieldValueText():
            return {"type": "text", "value": encode_text(value.value, (at, "value"))}
        case m.FieldValueInteger():
            return {"type": "integer", "value": encode_int(value.value, (at, "value"))}
        case m.FieldValueChoice():
            return {"type": "choice", "value": encode_str(value.value, (at, "value"))}
        case m.FieldValueBool():
            return {"type": "bool", "value": encode_bool(value.value, (at, "value"))}
        case m.FieldValueDate():
            return {"type": "date", "value": encode_day(value.value, (at, "value"))}
    raise not_one_of("FieldValue", value, at)


_make_gap = Maker(m.Gap)


def decode_gap(data: Any, parts: Parts) -> m.Gap:
    return _make_gap(decode_instant(data["from"]), decode_instant(data["to"]))


def encode_gap(value: m.Gap, at: Place) -> Json:
    checked(value, m.Gap, at)
    return {"from": encode_instant(value.from_, (at, "from")), "to": encode_instant(value.to, (at, "to"))}


_make_holiday = Maker(m.Holiday)


def decode_holiday(data: Any, parts: Parts) -> m.Holiday:
    return _make_holiday(
        data["name"],
        decode_holiday_rule(data["rule"], parts),
        data.get("days"),
        data.get("from_year"),
        data.get("until_year"),
        data.get("every_years"),
        tuple(data.get("without", ())),
    )


def encode_holiday(value: m.Holiday, at: Place) -> Json:
    checked(value, m.Holiday, at)
    data: Json
    data = {
        "name": encode_str(value.name, (at, "name")),
        "rule": encode_holiday_rule(value.rule, (at, "rule")),
    }
    if value.days is not None:
        data["days"] = encode_int(value.days, (at, "days"))
    if value.from_year is not None:
        data["from_year"] = encode_int(value.from_year, (at, "from_year"))
    if value.until_year is not None:
        data["until_year"] = encode_int(value.until_year, (at, "until_year"))
    if value.every_years is not None:
        data["every_years"] = encode_int(value.every_years, (at, "every_years"))
    if value.without:
        data["without"] = encode_list(value.without, (at, "without"), encode_str)
    return data


_make_holiday_import = Maker(m.HolidayImport)


def decode_holiday_import(data: Any, parts: Parts) -> m.HolidayImport:
    return _make_holiday_import(
        tuple([decode_holiday(item, parts) for item in data["holidays"]]),
        None if (it := data.get("covers_until")) is None else date.fromisoformat(it),
        tuple([decode_left_out(item, parts) for item in data["left_out"]]),
    )


def encode_holiday_import(value: m.HolidayImport, at: Place) -> Json:
    checked(value, m.HolidayImport, at)
    data: Json
    data = {
        "holidays": encode_list(value.holidays, (at, "holidays"), encode_holiday),
        "left_out": encode_list(value.left_out, (at, "left_out"), encode_left_out),
    }
    if value.covers_until is not None:
        data["covers_until"] = encode_day(value.covers_until, (at, "covers_until"))
    return data


_make_holiday_rule_date = Maker(m.HolidayRuleDate)
_make_holiday_rule_range = Maker(m.HolidayRuleRange)
_make_holiday_rule_yearly = Maker(m.HolidayRuleYearly)
_make_holiday_rule_yearly_weekday = Maker(m.HolidayRuleYearlyWeekday)
_make_holiday_rule_easter = Maker(m.HolidayRuleEaster)


def decode_holiday_rule(data: Any, parts: Parts) -> m.HolidayRule:
    match data["kind"]:
        case "date":
            return _make_holiday_rule_date(data["date"])
        case "range":
            return _make_holiday_rule_range(data["from"], data["to"])
        case "yearly":
            return _make_holiday_rule_yearly(data["month"], data["day"])
        case "yearly_weekday":
            return _make_holiday_rule_yearly_weekday(
                data["month"],
                decode_weekday(data["weekday"], parts),
                data["nth"],
            )
        case "easter":
            return _make_holiday_rule_easter(data["offset_days"])
    raise decode_unknown("HolidayRule", data["kind"])


def encode_holiday_rule(value: m.HolidayRule, at: Place) -> Json:
    match value:
        case m.HolidayRuleDate():
            return {"kind": "date", "date": encode_str(value.date, (at, "date"))}
        case m.HolidayRuleRange():
            return {
                "kind": "range",
                "from": encode_str(value.from_, (at, "from")),
                "to": encode_str(value.to, (at, "to")),
            }
        case m.HolidayRuleYearly():
            return {
                "kind": "yearly",
                "month": encode_int(value.month, (at, "month")),
                "day": encode_int(value.day, (at, "day")),
            }
        case m.HolidayRuleYearlyWeekday():
            return {
                "kind": "yearly_weekday",
                "month": encode_int(value.month, (at, "month")),
                "weekday": encode_weekday(value.weekday, (at, "weekday")),
                "nth": encode_int(value.nth, (at, "nth")),
            }
        case m.HolidayRuleEaster():
            return {"kind": "easter", "offset_days": encode_int(value.offset_days, (at, "offset_days"))}
    raise not_one_of("HolidayRule", value, at)


_make_html = Maker(m.Html)


def decode_html(data: Any, parts: Parts) -> m.Html:
    return _make_html(data["html"], data["truncated"])


def encode_html(value: m.Html, at: Place) -> Json:
    checked(value, m.Html, at)
    return {
        "html": encode_str(value.html, (at, "html")),
        "truncated": encode_bool(value.truncated, (at, "truncated")),
    }


_ignored_reason = {name.value: name for name in m.IgnoredReason}


def decode_ignored_reason(data: Any, parts: Parts) -> m.IgnoredReason:
    try:
        return _ignored_reason[data]
    except (KeyError, TypeError):
        raise decode_unknown("IgnoredReason", data) from None


def encode_ignored_reason(value: m.IgnoredReason, at: Place) -> str:
    return encode_name(value, m.IgnoredReason, at)


_make_inbound = Maker(m.Inbound)


def decode_inbound(data: Any, parts: Parts) -> m.Inbound:
    return _make_inbound(
        data["id"],
        data.get("message_id"),
        decode_instant(data["received_at"]),
        data["raw"],
        data["size"],
        data.get("mailbox"),
        decode_intake_outcome(data["outcome"], parts),
    )


def encode_inbound(value: m.Inbound, at: Place) -> Json:
    checked(value, m.Inbound, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "received_at": encode_instant(value.received_at, (at, "received_at")),
        "raw": encode_str(value.raw, (at, "raw")),
        "size": encode_int(value.size, (at, "size")),
        "outcome": encode_intake_outcome(value.outcome, (at, "outcome")),
    }
    if value.message_id is not None:
        data["message_id"] = encode_str(value.message_id, (at, "message_id"))
    if value.mailbox is not None:
        data["mailbox"] = encode_str(value.mailbox, (at, "mailbox"))
    return data


_make_inbound_key = Maker(m.InboundKey)


def decode_inbound_key(data: Any, parts: Parts) -> m.InboundKey:
    return _make_inbound_key(data.get("message_id"), data["id"])


def encode_inbound_key(value: m.InboundKey, at: Place) -> Json:
    checked(value, m.InboundKey, at)
    data: Json
    data = {"id": encode_str(value.id, (at, "id"))}
    if value.message_id is not None:
        data["message_id"] = encode_str(value.message_id, (at, "message_id"))
    return data


_make_intake_answer_taken = Maker(m.IntakeAnswerTaken)
_make_intake_answer_failed = Maker(m.IntakeAnswerFailed)


def decode_intake_answer(data: Any, parts: Parts) -> m.IntakeAnswer:
    match data["type"]:
        case "taken":
            return _make_intake_answer_taken(decode_intake_receipt(data["receipt"], parts))
        case "failed":
            return _make_intake_answer_failed(decode_error_info(data["error"], parts))
    raise decode_unknown("IntakeAnswer", data["type"])


def encode_intake_answer(value: m.IntakeAnswer, at: Place) -> Json:
    match value:
        case m.IntakeAnswerTaken():
            return {"type": "taken", "receipt": encode_intake_receipt(value.receipt, (at, "receipt"))}
        case m.IntakeAnswerFailed():
            return {"type": "failed", "error": encode_error_info(value.error, (at, "error"))}
    raise not_one_of("IntakeAnswer", value, at)


_make_intake_outcome_created = Maker(m.IntakeOutcomeCreated)
_make_intake_outcome_appended = Maker(m.IntakeOutcomeAppended)
_make_intake_outcome_quarantined = Maker(m.IntakeOutcomeQuarantined)
_make_intake_outcome_ignored = Maker(m.IntakeOutcomeIgnored)
_make_intake_outcome_duplicate = Maker(m.IntakeOutcomeDuplicate)


def decode_intake_outcome(data: Any, parts: Parts) -> m.IntakeOutcome:
    match data["outcome"]:
        case "created":
            return _make_intake_outcome_created(data["ticket"], data["number"])
        case "appended":
            return _make_intake_outcome_appended(data["ticket"], data["number"], data["comment"])
        case "quarantined":
            return _make_intake_outcome_quarantined(decode_quarantine_reason(data["reason"], parts))
        case "ignored":
            return _make_intake_outcome_ignored(decode_ignored_reason(data["reason"], parts))
        case "duplicate":
            return _make_intake_outcome_duplicate(data["of"])
        case "parked":
            return m.IntakeOutcomeParked()
    raise decode_unknown("IntakeOutcome", data["outcome"])


def encode_intake_outcome(value: m.IntakeOutcome, at: Place) -> Json:
    match value:
        case m.IntakeOutcomeCreated():
            return {
                "outcome": "created",
                "ticket": encode_str(value.ticket, (at, "ticket")),
                "number": encode_int(value.number, (at, "number")),
            }
        case m.IntakeOutcomeAppended():
            return {
                "outcome": "appended",
                "ticket": encode_str(value.ticket, (at, "ticket")),
                "number": encode_int(value.number, (at, "number")),
                "comment": encode_str(value.comment, (at, "comment")),
            }
        case m.IntakeOutcomeQuarantined():
            return {"outcome": "quarantined", "reason": encode_quarantine_reason(value.reason, (at, "reason"))}
        case m.IntakeOutcomeIgnored():
            return {"outcome": "ignored", "reason": encode_ignored_reason(value.reason, (at, "reason"))}
        case m.IntakeOutcomeDuplicate():
            return {"outcome": "duplicate", "of": encode_str(value.of, (at, "of"))}
        case m.IntakeOutcomeParked():
            return {"outcome": "parked"}
    raise not_one_of("IntakeOutcome", value, at)


_make_intake_receipt = Maker(m.IntakeReceipt)


def decode_intake_receipt(data: Any, parts: Parts) -> m.IntakeReceipt:
    return _make_intake_receipt(data["message"], decode_intake_outcome(data["outcome"], parts))


def encode_intake_receipt(value: m.IntakeReceipt, at: Place) -> Json:
    checked(value, m.IntakeReceipt, at)
    return {
        "message": encode_str(value.message, (at, "message")),
        "outcome": encode_intake_outcome(value.outcome, (at, "outcome")),
    }


_make_internal_note = Maker(m.InternalNote)


def decode_internal_note(data: Any, parts: Parts) -> m.InternalNote:
    return _make_internal_note(
        data["id"],
        data["ticket"],
        data["index"],
        decode_instant(data["at"]),
        decode_actor(data["author"], parts),
        decode_channel(data["channel"], parts),
        data["update"],
        decode_text(data["text"], parts),
        tuple([decode_text_part(item, parts) for item in data.get("parts", ())]),
        tuple([decode_attachment(item, parts) for item in data.get("attachments", ())]),
        data.get("message"),
        data.get("raw"),
        data.get("html", False),
        None if (it := data.get("threaded_by")) is None else decode_threaded_by(it, parts),
        tuple([decode_comment_flag(item, parts) for item in data.get("flags", ())]),
    )


def encode_internal_note(value: m.InternalNote, at: Place) -> Json:
    checked(value, m.InternalNote, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "index": encode_int(value.index, (at, "index")),
        "at": encode_instant(value.at, (at, "at")),
        "author": encode_actor(value.author, (at, "author")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "update": encode_str(value.update, (at, "update")),
        "text": encode_text(value.text, (at, "text")),
    }
    if value.parts:
        data["parts"] = encode_list(value.parts, (at, "parts"), encode_text_part)
    if value.attachments:
        data["attachments"] = encode_list(value.attachments, (at, "attachments"), encode_attachment)
    if value.message is not None:
        data["message"] = encode_str(value.message, (at, "message"))
    if value.raw is not None:
        data["raw"] = encode_str(value.raw, (at, "raw"))
    if value.html:
        data["html"] = encode_bool(value.html, (at, "html"))
    if value.threaded_by is not None:
        data["threaded_by"] = encode_threaded_by(value.threaded_by, (at, "threaded_by"))
    if value.flags:
        data["flags"] = encode_list(value.flags, (at, "flags"), encode_comment_flag)
    return data


_make_leaf = Maker(m.Leaf)


def decode_leaf(data: Any, parts: Parts) -> m.Leaf:
    return _make_leaf(data["field"], data["op"], decode_value(data.get("value")))


def encode_leaf(value: m.Leaf, at: Place) -> Json:
    checked(value, m.Leaf, at)
    data: Json
    data = {"field": encode_str(value.field, (at, "field")), "op": encode_str(value.op, (at, "op"))}
    if value.value is not None:
        data["value"] = encode_value(value.value, (at, "value"))
    return data


_make_leaf_trace = Maker(m.LeafTrace)


def decode_leaf_trace(data: Any, parts: Parts) -> m.LeafTrace:
    return _make_leaf_trace(
        data["path"],
        data["field"],
        data["op"],
        decode_value(data.get("operand")),
        data["wanted"],
        data.get("actual"),
        data.get("before"),
        data["holds"],
    )


def encode_leaf_trace(value: m.LeafTrace, at: Place) -> Json:
    checked(value, m.LeafTrace, at)
    data: Json
    data = {
        "path": encode_str(value.path, (at, "path")),
        "field": encode_str(value.field, (at, "field")),
        "op": encode_str(value.op, (at, "op")),
        "wanted": encode_str(value.wanted, (at, "wanted")),
        "holds": encode_bool(value.holds, (at, "holds")),
    }
    if value.operand is not None:
        data["operand"] = encode_value(value.operand, (at, "operand"))
    if value.actual is not None:
        data["actual"] = encode_str(value.actual, (at, "actual"))
    if value.before is not None:
        data["before"] = encode_str(value.before, (at, "before"))
    return data


_make_left_out = Maker(m.LeftOut)


def decode_left_out(data: Any, parts: Parts) -> m.LeftOut:
    return _make_left_out(data["what"], data["line"], data["why"])


def encode_left_out(value: m.LeftOut, at: Place) -> Json:
    checked(value, m.LeftOut, at)
    return {
        "what": encode_str(value.what, (at, "what")),
        "line": encode_int(value.line, (at, "line")),
        "why": encode_str(value.why, (at, "why")),
    }


_make_limits = Maker(m.Limits)


def decode_limits(data: Any, parts: Parts) -> m.Limits:
    return _make_limits(
        data.get("mail_bytes", 26214400),
        data.get("title_chars", 250),
        data.get("comment_bytes", 1048576),
        data.get("comments_per_ticket", 5000),
        data.get("tags_per_ticket", 200),
        data.get("participants_per_ticket", 50),
        data.get("triggers", 2000),
        data.get("depth", 10),
        data.get("batch", 1000),
        data.get("page", 100),
        data.get("count", 10000),
        data.get("attempts", 12),
        data.get("name_chars", 1000),
        data.get("addresses", 100),
    )


def encode_limits(value: m.Limits, at: Place) -> Json:
    checked(value, m.Limits, at)
    return {
        "mail_bytes": encode_int(value.mail_bytes, (at, "mail_bytes")),
        "title_chars": encode_int(value.title_chars, (at, "title_chars")),
        "comment_bytes": encode_int(value.comment_bytes, (at, "comment_bytes")),
        "comments_per_ticket": encode_int(value.comments_per_ticket, (at, "comments_per_ticket")),
        "tags_per_ticket": encode_int(value.tags_per_ticket, (at, "tags_per_ticket")),
        "participants_per_ticket": encode_int(value.participants_per_ticket, (at, "participants_per_ticket")),
        "triggers": encode_int(value.triggers, (at, "triggers")),
        "depth": encode_int(value.depth, (at, "depth")),
        "batch": encode_int(value.batch, (at, "batch")),
        "page": encode_int(value.page, (at, "page")),
        "count": encode_int(value.count, (at, "count")),
        "attempts": encode_int(value.attempts, (at, "attempts")),
        "name_chars": encode_int(value.name_chars, (at, "name_chars")),
        "addresses": encode_int(value.addresses, (at, "addresses")),
    }


_link_kind = {name.value: name for name in m.LinkKind}


def decode_link_kind(data: Any, parts: Parts) -> m.LinkKind:
    try:
        return _link_kind[data]
    except (KeyError, TypeError):
        raise decode_unknown("LinkKind", data) from None


def encode_link_kind(value: m.LinkKind, at: Place) -> str:
    return encode_name(value, m.LinkKind, at)


_list_mail = {name.value: name for name in m.ListMail}


def decode_list_mail(data: Any, parts: Parts) -> m.ListMail:
    try:
        return _list_mail[data]
    except (KeyError, TypeError):
        raise decode_unknown("ListMail", data) from None


def encode_list_mail(value: m.ListMail, at: Place) -> str:
    return encode_name(value, m.ListMail, at)


_make_local_interval = Maker(m.LocalInterval)


def decode_local_interval(data: Any, parts: Parts) -> m.LocalInterval:
    return _make_local_interval(data["from"], data["to"])


def encode_local_interval(value: m.LocalInterval, at: Place) -> Json:
    checked(value, m.LocalInterval, at)
    return {"from": encode_str(value.from_, (at, "from")), "to": encode_str(value.to, (at, "to"))}


_make_log_entry = Maker(m.LogEntry)


def decode_log_entry(data: Any, parts: Parts) -> m.LogEntry:
    return _make_log_entry(data["position"], tuple([decode_event(item, parts) for item in data["events"]]))


def encode_log_entry(value: m.LogEntry, at: Place) -> Json:
    checked(value, m.LogEntry, at)
    return {
        "position": encode_int(value.position, (at, "position")),
        "events": encode_list(value.events, (at, "events"), encode_event),
    }


_make_log_page = Maker(m.LogPage)


def decode_log_page(data: Any, parts: Parts) -> m.LogPage:
    return _make_log_page(
        tuple([decode_log_entry(item, parts) for item in data["entries"]]),
        data.get("next"),
    )


def encode_log_page(value: m.LogPage, at: Place) -> Json:
    checked(value, m.LogPage, at)
    data: Json
    data = {"entries": encode_list(value.entries, (at, "entries"), encode_log_entry)}
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


_make_mail_effect = Maker(m.MailEffect)


def decode_mail_effect(data: Any, parts: Parts) -> m.MailEffect:
    return _make_mail_effect(
        decode_mail_reason(data["reason"], parts),
        data["mailbox"],
        data["recipient"],
        None if (it := data.get("filled")) is None else decode_text_ref(it, parts),
        data.get("reply_epoch", 0),
    )


def encode_mail_effect(value: m.MailEffect, at: Place) -> Json:
    checked(value, m.MailEffect, at)
    data: Json
    data = {
        "reason": encode_mail_reason(value.reason, (at, "reason")),
        "mailbox": encode_str(value.mailbox, (at, "mailbox")),
        "recipient": encode_str(value.recipient, (at, "recipient")),
    }
    if value.filled is not None:
        data["filled"] = encode_text_ref(value.filled, (at, "filled"))
    if value.reply_epoch:
        data["reply_epoch"] = encode_int(value.reply_epoch, (at, "reply_epoch"))
    return data


_make_mail_in = Maker(m.MailIn)


def decode_mail_in(data: Any, parts: Parts) -> m.MailIn:
    return _make_mail_in(
        parts[data["raw"]],
        decode_auth_verdict(data["verdict"], parts),
        decode_instant(data["received_at"]),
        decode_envelope(data.get("envelope", {}), parts),
    )


def encode_mail_in(value: m.MailIn, at: Place) -> Json:
    checked(value, m.MailIn, at)
    return {
        "raw": encode_bytes(value.raw, (at, "raw")),
        "verdict": encode_auth_verdict(value.verdict, (at, "verdict")),
        "received_at": encode_instant(value.received_at, (at, "received_at")),
        "envelope": encode_envelope(value.envelope, (at, "envelope")),
    }


_make_mail_reason_reply = Maker(m.MailReasonReply)
_make_mail_reason_notification = Maker(m.MailReasonNotification)


def decode_mail_reason(data: Any, parts: Parts) -> m.MailReason:
    match data["reason"]:
        case "reply":
            return _make_mail_reason_reply(data["comment"], data["index"])
        case "notification":
            return _make_mail_reason_notification(data["template"], data["version"])
        case "confirmation":
            return m.MailReasonConfirmation()
    raise decode_unknown("MailReason", data["reason"])


def encode_mail_reason(value: m.MailReason, at: Place) -> Json:
    match value:
        case m.MailReasonReply():
            return {
                "reason": "reply",
                "comment": encode_str(value.comment, (at, "comment")),
                "index": encode_int(value.index, (at, "index")),
            }
        case m.MailReasonNotification():
            return {
                "reason": "notification",
                "template": encode_str(value.template, (at, "template")),
                "version": encode_int(value.version, (at, "version")),
            }
        case m.MailReasonConfirmation():
            return {"reason": "confirmation"}
    raise not_one_of("MailReason", value, at)


_make_mail_recipient_person = Maker(m.MailRecipientPerson)


def decode_mail_recipient(data: Any, parts: Parts) -> m.MailRecipient:
    match data["type"]:
        case "requester":
            return m.MailRecipientRequester()
        case "participants":
            return m.MailRecipientParticipants()
        case "assignee":
            return m.MailRecipientAssignee()
        case "team":
            return m.MailRecipientTeam()
        case "person":
            return _make_mail_recipient_person(data["person"])
    raise decode_unknown("MailRecipient", data["type"])


def encode_mail_recipient(value: m.MailRecipient, at: Place) -> Json:
    match value:
        case m.MailRecipientRequester():
            return {"type": "requester"}
        case m.MailRecipientParticipants():
            return {"type": "participants"}
        case m.MailRecipientAssignee():
            return {"type": "assignee"}
        case m.MailRecipientTeam():
            return {"type": "team"}
        case m.MailRecipientPerson():
            return {"type": "person", "person": encode_str(value.person, (at, "person"))}
    raise not_one_of("MailRecipient", value, at)


_make_mailbox = Maker(m.Mailbox)


def decode_mailbox(data: Any, parts: Parts) -> m.Mailbox:
    return _make_mailbox(
        data.get("id", "mbx_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        data["address"],
        tuple(data.get("aliases", ())),
        data.get("team"),
        decode_list_mail(data.get("list_mail", "automatic"), parts),
        data.get("open", False),
        data.get("admit_strangers", False),
        data.get("catch_all", False),
        data.get("dedicated_domain", False),
    )


def encode_mailbox(value: m.Mailbox, at: Place) -> Json:
    checked(value, m.Mailbox, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "address": encode_str(value.address, (at, "address")),
        "aliases": encode_list(value.aliases, (at, "aliases"), encode_str),
        "team": None if value.team is None else encode_str(value.team, (at, "team")),
        "list_mail": encode_list_mail(value.list_mail, (at, "list_mail")),
        "open": encode_bool(value.open, (at, "open")),
        "admit_strangers": encode_bool(value.admit_strangers, (at, "admit_strangers")),
        "catch_all": encode_bool(value.catch_all, (at, "catch_all")),
        "dedicated_domain": encode_bool(value.dedicated_domain, (at, "dedicated_domain")),
    }


_make_mark_kind_started = Maker(m.MarkKindStarted)
_make_mark_kind_paused = Maker(m.MarkKindPaused)
_make_mark_kind_resumed = Maker(m.MarkKindResumed)
_make_mark_kind_retargeted = Maker(m.MarkKindRetargeted)
_make_mark_kind_warned = Maker(m.MarkKindWarned)
_make_mark_kind_breached = Maker(m.MarkKindBreached)


def decode_mark_kind(data: Any, parts: Parts) -> m.MarkKind:
    match data["type"]:
        case "started":
            return _make_mark_kind_started(decode_timeline_target(data["target"], parts))
        case "paused":
            return _make_mark_kind_paused(
                None if (it := data.get("category")) is None else decode_status_category(it, parts),
            )
        case "resumed":
            return _make_mark_kind_resumed(data["reopened"])
        case "retargeted":
            return _make_mark_kind_retargeted(
                decode_timeline_target(data["before"], parts),
                decode_timeline_target(data["after"], parts),
                tuple([decode_target_part(item, parts) for item in data["changed"]]),
            )
        case "warned":
            return _make_mark_kind_warned(
                data["nth"],
                None if (it := data.get("threshold")) is None else decode_threshold(it, parts),
            )
        case "breached":
            return _make_mark_kind_breached(data["target_millis"] * MILLISECOND)
        case "fulfilled":
            return m.MarkKindFulfilled()
        case "abandoned":
            return m.MarkKindAbandoned()
        case "no_policy":
            return m.MarkKindNoPolicy()
        case "no_target":
            return m.MarkKindNoTarget()
        case "cancelled":
            return m.MarkKindCancelled()
        case "merged":
            return m.MarkKindMerged()
        case "due":
            return m.MarkKindDue()
    raise decode_unknown("MarkKind", data["type"])


def encode_mark_kind(value: m.MarkKind, at: Place) -> Json:
    data: Json
    match value:
        case m.MarkKindStarted():
            return {"type": "started", "target": encode_timeline_target(value.target, (at, "target"))}
        case m.MarkKindPaused():
            data = {"type": "paused"}
            if value.category is not None:
                data["category"] = encode_status_category(value.category, (at, "category"))
            return data
        case m.MarkKindResumed():
            return {"type": "resumed", "reopened": encode_bool(value.reopened, (at, "reopened"))}
        case m.MarkKindRetargeted():
            return {
                "type": "retargeted",
                "before": encode_timeline_target(value.before, (at, "before")),
                "after": encode_timeline_target(value.after, (at, "after")),
                "changed": encode_list(value.changed, (at, "changed"), encode_target_part),
            }
        case m.MarkKindWarned():
            data = {"type": "warned", "nth": encode_int(value.nth, (at, "nth"))}
            if value.threshold is not None:
                data["threshold"] = encode_threshold(value.threshold, (at, "threshold"))
            return data
        case m.MarkKindBreached():
            return {"type": "breached", "target_millis": encode_duration(value.target, (at, "target_millis"))}
        case m.MarkKindFulfilled():
            return {"type": "fulfilled"}
        case m.MarkKindAbandoned():
            return {"type": "abandoned"}
        case m.MarkKindNoPolicy():
            return {"type": "no_policy"}
        case m.MarkKindNoTarget():
            return {"type": "no_target"}
        case m.MarkKindCancelled():
            return {"type": "cancelled"}
        case m.MarkKindMerged():
            return {"type": "merged"}
        case m.MarkKindDue():
            return {"type": "due"}
    raise not_one_of("MarkKind", value, at)


_make_merge_ticket = Maker(m.MergeTicket)


def decode_merge_ticket(data: Any, parts: Parts) -> m.MergeTicket:
    return _make_merge_ticket(data["ticket"], data["into"], data.get("other_requester", False))


def encode_merge_ticket(value: m.MergeTicket, at: Place) -> Json:
    checked(value, m.MergeTicket, at)
    return {
        "ticket": encode_str(value.ticket, (at, "ticket")),
        "into": encode_str(value.into, (at, "into")),
        "other_requester": encode_bool(value.other_requester, (at, "other_requester")),
    }


_make_merged_into = Maker(m.MergedInto)


def decode_merged_into(data: Any, parts: Parts) -> m.MergedInto:
    return _make_merged_into(
        data["ticket"],
        decode_instant(data["since"]),
        data["status"],
        decode_status_category(data["category"], parts),
        decode_instant(data["status_since"]),
    )


def encode_merged_into(value: m.MergedInto, at: Place) -> Json:
    checked(value, m.MergedInto, at)
    return {
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "since": encode_instant(value.since, (at, "since")),
        "status": encode_str(value.status, (at, "status")),
        "category": encode_status_category(value.category, (at, "category")),
        "status_since": encode_instant(value.status_since, (at, "status_since")),
    }


_make_merged_ticket = Maker(m.MergedTicket)


def decode_merged_ticket(data: Any, parts: Parts) -> m.MergedTicket:
    return _make_merged_ticket(data["ticket"], tuple(data.get("participants", ())))


def encode_merged_ticket(value: m.MergedTicket, at: Place) -> Json:
    checked(value, m.MergedTicket, at)
    data: Json
    data = {"ticket": encode_int(value.ticket, (at, "ticket"))}
    if value.participants:
        data["participants"] = encode_list(value.participants, (at, "participants"), encode_str)
    return data


_make_message_page = Maker(m.MessagePage)


def decode_message_page(data: Any, parts: Parts) -> m.MessagePage:
    return _make_message_page(
        tuple([decode_inbound(item, parts) for item in data["messages"]]),
        None if (it := data.get("next")) is None else decode_inbound_key(it, parts),
    )


def encode_message_page(value: m.MessagePage, at: Place) -> Json:
    checked(value, m.MessagePage, at)
    data: Json
    data = {"messages": encode_list(value.messages, (at, "messages"), encode_inbound)}
    if value.next is not None:
        data["next"] = encode_inbound_key(value.next, (at, "next"))
    return data


_metric = {name.value: name for name in m.Metric}


def decode_metric(data: Any, parts: Parts) -> m.Metric:
    try:
        return _metric[data]
    except (KeyError, TypeError):
        raise decode_unknown("Metric", data) from None


def encode_metric(value: m.Metric, at: Place) -> str:
    return encode_name(value, m.Metric, at)


_metric_step = {name.value: name for name in m.MetricStep}


def decode_metric_step(data: Any, parts: Parts) -> m.MetricStep:
    try:
        return _metric_step[data]
    except (KeyError, TypeError):
        raise decode_unknown("MetricStep", data) from None


def encode_metric_step(value: m.MetricStep, at: Place) -> str:
    return encode_name(value, m.MetricStep, at)


_make_new_comment = Maker(m.NewComment)


def decode_new_comment(data: Any, parts: Parts) -> m.NewComment:
    return _make_new_comment(decode_visibility(data["visibility"], parts), data["text"])


def encode_new_comment(value: m.NewComment, at: Place) -> Json:
    checked(value, m.NewComment, at)
    return {
        "visibility": encode_visibility(value.visibility, (at, "visibility")),
        "text": encode_str(value.text, (at, "text")),
    }


_make_node_group = Maker(m.NodeGroup)


def decode_node_group(data: Any, parts: Parts) -> m.NodeGroup:
    return _make_node_group(
        tuple([decode_condition_node(item, parts) for item in data.get("all", ())]),
        tuple([decode_condition_node(item, parts) for item in data.get("any", ())]),
    )


def encode_node_group(value: m.NodeGroup, at: Place) -> Json:
    checked(value, m.NodeGroup, at)
    data: Json
    data = {}
    if value.all:
        data["all"] = encode_list(value.all, (at, "all"), encode_condition_node)
    if value.any:
        data["any"] = encode_list(value.any, (at, "any"), encode_condition_node)
    return data


_not_evaluated = {name.value: name for name in m.NotEvaluated}


def decode_not_evaluated(data: Any, parts: Parts) -> m.NotEvaluated:
    try:
        return _not_evaluated[data]
    except (KeyError, TypeError):
        raise decode_unknown("NotEvaluated", data) from None


def encode_not_evaluated(value: m.NotEvaluated, at: Place) -> str:
    return encode_name(value, m.NotEvaluated, at)


_make_open_promise = Maker(m.OpenPromise)


def decode_open_promise(data: Any, parts: Parts) -> m.OpenPromise:
    return _make_open_promise(
        data["metric"],
        decode_instant(data["since"]),
        tuple([decode_pause(item, parts) for item in data.get("pauses", ())]),
        None if (it := data.get("paused_since")) is None else decode_instant(it),
    )


def encode_open_promise(value: m.OpenPromise, at: Place) -> Json:
    checked(value, m.OpenPromise, at)
    data: Json
    data = {
        "metric": encode_str(value.metric, (at, "metric")),
        "since": encode_instant(value.since, (at, "since")),
    }
    if value.pauses:
        data["pauses"] = encode_list(value.pauses, (at, "pauses"), encode_pause)
    if value.paused_since is not None:
        data["paused_since"] = encode_instant(value.paused_since, (at, "paused_since"))
    return data


_make_open_stretch = Maker(m.OpenStretch)


def decode_open_stretch(data: Any, parts: Parts) -> m.OpenStretch:
    return _make_open_stretch(
        decode_instant(data["from"]),
        decode_instant(data["to"]),
        data["open"],
        decode_stretch_reason(data["reason"], parts),
        data["part"],
    )


def encode_open_stretch(value: m.OpenStretch, at: Place) -> Json:
    checked(value, m.OpenStretch, at)
    return {
        "from": encode_instant(value.from_, (at, "from")),
        "to": encode_instant(value.to, (at, "to")),
        "open": encode_bool(value.open, (at, "open")),
        "reason": encode_stretch_reason(value.reason, (at, "reason")),
        "part": encode_int(value.part, (at, "part")),
    }


_make_opening = Maker(m.Opening)


def decode_opening(data: Any, parts: Parts) -> m.Opening:
    return _make_opening(
        data.get("path"),
        None if (it := data.get("secret")) is None else parts[it],
        decode_limits(data.get("limits", {}), parts),
    )


def encode_opening(value: m.Opening, at: Place) -> Json:
    checked(value, m.Opening, at)
    return {
        "path": None if value.path is None else encode_str(value.path, (at, "path")),
        "secret": None if value.secret is None else encode_bytes(value.secret, (at, "secret")),
        "limits": encode_limits(value.limits, (at, "limits")),
    }


_make_organization = Maker(m.Organization)


def decode_organization(data: Any, parts: Parts) -> m.Organization:
    return _make_organization(
        data.get("id", "org_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        tuple(data.get("domains", ())),
    )


def encode_organization(value: m.Organization, at: Place) -> Json:
    checked(value, m.Organization, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "domains": encode_list(value.domains, (at, "domains"), encode_str),
    }


_make_pause = Maker(m.Pause)


def decode_pause(data: Any, parts: Parts) -> m.Pause:
    return _make_pause(decode_instant(data["from"]), decode_instant(data["to"]))


def encode_pause(value: m.Pause, at: Place) -> Json:
    checked(value, m.Pause, at)
    return {"from": encode_instant(value.from_, (at, "from")), "to": encode_instant(value.to, (at, "to"))}


_make_period = Maker(m.Period)


def decode_period(data: Any, parts: Parts) -> m.Period:
    return _make_period(decode_instant(data["start"]), decode_instant(data["end"]))


def encode_period(value: m.Period, at: Place) -> Json:
    checked(value, m.Period, at)
    return {"start": encode_instant(value.start, (at, "start")), "end": encode_instant(value.end, (at, "end"))}


_make_person = Maker(m.Person)


def decode_person(data: Any, parts: Parts) -> m.Person:
    return _make_person(
        data["id"],
        data["version"],
        decode_role(data["role"], parts),
        None if (it := data.get("name")) is None else decode_text(it, parts),
        tuple([decode_person_address(item, parts) for item in data.get("addresses", ())]),
        data.get("organization"),
        tuple(data.get("teams", ())),
        data["active"],
        decode_instant(data["created_at"]),
        None if (it := data.get("confirmed_at")) is None else decode_instant(it),
    )


def encode_person(value: m.Person, at: Place) -> Json:
    checked(value, m.Person, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "role": encode_role(value.role, (at, "role")),
        "active": encode_bool(value.active, (at, "active")),
        "created_at": encode_instant(value.created_at, (at, "created_at")),
    }
    if value.name is not None:
        data["name"] = encode_text(value.name, (at, "name"))
    if value.addresses:
        data["addresses"] = encode_list(value.addresses, (at, "addresses"), encode_person_address)
    if value.organization is not None:
        data["organization"] = encode_str(value.organization, (at, "organization"))
    if value.teams:
        data["teams"] = encode_list(value.teams, (at, "teams"), encode_str)
    if value.confirmed_at is not None:
        data["confirmed_at"] = encode_instant(value.confirmed_at, (at, "confirmed_at"))
    return data


_make_person_address = Maker(m.PersonAddress)


def decode_person_address(data: Any, parts: Parts) -> m.PersonAddress:
    return _make_person_address(
        decode_text(data["address"], parts),
        data.get("verified", False),
        data.get("bouncing", False),
    )


def encode_person_address(value: m.PersonAddress, at: Place) -> Json:
    checked(value, m.PersonAddress, at)
    data: Json
    data = {"address": encode_text(value.address, (at, "address"))}
    if value.verified:
        data["verified"] = encode_bool(value.verified, (at, "verified"))
    if value.bouncing:
        data["bouncing"] = encode_bool(value.bouncing, (at, "bouncing"))
    return data


_make_person_receipt = Maker(m.PersonReceipt)


def decode_person_receipt(data: Any, parts: Parts) -> m.PersonReceipt:
    return _make_person_receipt(data["command"], decode_instant(data["at"]), data["person"], data["version"])


def encode_person_receipt(value: m.PersonReceipt, at: Place) -> Json:
    checked(value, m.PersonReceipt, at)
    return {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "person": encode_str(value.person, (at, "person")),
        "version": encode_int(value.version, (at, "version")),
    }


_make_policies_applied = Maker(m.PoliciesApplied)


def decode_policies_applied(data: Any, parts: Parts) -> m.PoliciesApplied:
    return _make_policies_applied(data["tickets"], data["changed"], data.get("next"))


def encode_policies_applied(value: m.PoliciesApplied, at: Place) -> Json:
    checked(value, m.PoliciesApplied, at)
    data: Json
    data = {
        "tickets": encode_int(value.tickets, (at, "tickets")),
        "changed": encode_int(value.changed, (at, "changed")),
    }
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


_make_policies_receipt = Maker(m.PoliciesReceipt)


def decode_policies_receipt(data: Any, parts: Parts) -> m.PoliciesReceipt:
    return _make_policies_receipt(
        data["command"],
        decode_instant(data["at"]),
        data["tickets"],
        data["changed"],
        data.get("next"),
    )


def encode_policies_receipt(value: m.PoliciesReceipt, at: Place) -> Json:
    checked(value, m.PoliciesReceipt, at)
    data: Json
    data = {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "tickets": encode_int(value.tickets, (at, "tickets")),
        "changed": encode_int(value.changed, (at, "changed")),
    }
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


_make_policy = Maker(m.Policy)


def decode_policy(data: Any, parts: Parts) -> m.Policy:
    return _make_policy(
        data.get("id", "sla_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        data["position"],
        decode_condition_node(data["filter"], parts),
        data.get("calendar"),
        tuple([decode_target(item, parts) for item in data["targets"]]),
        data.get("active", True),
    )


def encode_policy(value: m.Policy, at: Place) -> Json:
    checked(value, m.Policy, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "position": encode_int(value.position, (at, "position")),
        "filter": encode_condition_node(value.filter, (at, "filter")),
        "calendar": None if value.calendar is None else encode_str(value.calendar, (at, "calendar")),
        "targets": encode_list(value.targets, (at, "targets"), encode_target),
        "active": encode_bool(value.active, (at, "active")),
    }


_make_policy_difference = Maker(m.PolicyDifference)


def decode_policy_difference(data: Any, parts: Parts) -> m.PolicyDifference:
    return _make_policy_difference(
        data["ticket"],
        None if (it := data.get("policy_before")) is None else decode_policy_pin(it, parts),
        None if (it := data.get("policy_after")) is None else decode_policy_pin(it, parts),
        tuple([decode_clock_difference(item, parts) for item in data["clocks"]]),
    )


def encode_policy_difference(value: m.PolicyDifference, at: Place) -> Json:
    checked(value, m.PolicyDifference, at)
    data: Json
    data = {
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "clocks": encode_list(value.clocks, (at, "clocks"), encode_clock_difference),
    }
    if value.policy_before is not None:
        data["policy_before"] = encode_policy_pin(value.policy_before, (at, "policy_before"))
    if value.policy_after is not None:
        data["policy_after"] = encode_policy_pin(value.policy_after, (at, "policy_after"))
    return data


_make_policy_difference_page = Maker(m.PolicyDifferencePage)


def decode_policy_difference_page(data: Any, parts: Parts) -> m.PolicyDifferencePage:
    return _make_policy_difference_page(
        tuple([decode_policy_difference(item, parts) for item in data["differences"]]),
        data["tickets"],
        data.get("next"),
    )


def encode_policy_difference_page(value: m.PolicyDifferencePage, at: Place) -> Json:
    checked(value, m.PolicyDifferencePage, at)
    data: Json
    data = {
        "differences": encode_list(value.differences, (at, "differences"), encode_policy_difference),
        "tickets": encode_int(value.tickets, (at, "tickets")),
    }
    if value.next is not None:
        data["next"] = encode_int(value.next, (at, "next"))
    return data


_make_policy_pin = Maker(m.PolicyPin)


def decode_policy_pin(data: Any, parts: Parts) -> m.PolicyPin:
    return _make_policy_pin(data["id"], data["version"])


def encode_policy_pin(value: m.PolicyPin, at: Place) -> Json:
    checked(value, m.PolicyPin, at)
    return {"id": encode_str(value.id, (at, "id")), "version": encode_int(value.version, (at, "version"))}


_priority = {name.value: name for name in m.Priority}


def decode_priority(data: Any, parts: Parts) -> m.Priority:
    try:
        return _priority[data]
    except (KeyError, TypeError):
        raise decode_unknown("Priority", data) from None


def encode_priority(value: m.Priority, at: Place) -> str:
    return encode_name(value, m.Priority, at)


_make_promise_outcome_met = Maker(m.PromiseOutcomeMet)
_make_promise_outcome_broken = Maker(m.PromiseOutcomeBroken)


def decode_promise_outcome(data: Any, parts: Parts) -> m.PromiseOutcome:
    match data["type"]:
        case "not_promised":
            return m.PromiseOutcomeNotPromised()
        case "open":
            return m.PromiseOutcomeOpen()
        case "met":
            return _make_promise_outcome_met(decode_instant(data["at"]))
        case "broken":
            return _make_promise_outcome_broken(decode_instant(data["at"]))
        case "abandoned":
            return m.PromiseOutcomeAbandoned()
        case "cancelled":
            return m.PromiseOutcomeCancelled()
    raise decode_unknown("PromiseOutcome", data["type"])


def encode_promise_outcome(value: m.PromiseOutcome, at: Place) -> Json:
    match value:
        case m.PromiseOutcomeNotPromised():
            return {"type": "not_promised"}
        case m.PromiseOutcomeOpen():
            return {"type": "open"}
        case m.PromiseOutcomeMet():
            return {"type": "met", "at": encode_instant(value.at, (at, "at"))}
        case m.PromiseOutcomeBroken():
            return {"type": "broken", "at": encode_instant(value.at, (at, "at"))}
        case m.PromiseOutcomeAbandoned():
            return {"type": "abandoned"}
        case m.PromiseOutcomeCancelled():
            return {"type": "cancelled"}
    raise not_one_of("PromiseOutcome", value, at)


_make_public_comment = Maker(m.PublicComment)


def decode_public_comment(data: Any, parts: Parts) -> m.PublicComment:
    return _make_public_comment(
        data["id"],
        data["ticket"],
        data["index"],
        decode_instant(data["at"]),
        decode_actor(data["author"], parts),
        decode_channel(data["channel"], parts),
        data["update"],
        decode_text(data["text"], parts),
        tuple([decode_text_part(item, parts) for item in data.get("parts", ())]),
        tuple([decode_attachment(item, parts) for item in data.get("attachments", ())]),
        data.get("message"),
        data.get("raw"),
        data.get("html", False),
        None if (it := data.get("threaded_by")) is None else decode_threaded_by(it, parts),
        tuple([decode_comment_flag(item, parts) for item in data.get("flags", ())]),
    )


def encode_public_comment(value: m.PublicComment, at: Place) -> Json:
    checked(value, m.PublicComment, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "index": encode_int(value.index, (at, "index")),
        "at": encode_instant(value.at, (at, "at")),
        "author": encode_actor(value.author, (at, "author")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "update": encode_str(value.update, (at, "update")),
        "text": encode_text(value.text, (at, "text")),
    }
    if value.parts:
        data["parts"] = encode_list(value.parts, (at, "parts"), encode_text_part)
    if value.attachments:
        data["attachments"] = encode_list(value.attachments, (at, "attachments"), encode_attachment)
    if value.message is not None:
        data["message"] = encode_str(value.message, (at, "message"))
    if value.raw is not None:
        data["raw"] = encode_str(value.raw, (at, "raw"))
    if value.html:
        data["html"] = encode_bool(value.html, (at, "html"))
    if value.threaded_by is not None:
        data["threaded_by"] = encode_threaded_by(value.threaded_by, (at, "threaded_by"))
    if value.flags:
        data["flags"] = encode_list(value.flags, (at, "flags"), encode_comment_flag)
    return data


_quarantine_reason = {name.value: name for name in m.QuarantineReason}


def decode_quarantine_reason(data: Any, parts: Parts) -> m.QuarantineReason:
    try:
        return _quarantine_reason[data]
    except (KeyError, TypeError):
        raise decode_unknown("QuarantineReason", data) from None


def encode_quarantine_reason(value: m.QuarantineReason, at: Place) -> str:
    return encode_name(value, m.QuarantineReason, at)


_make_raw_mail = Maker(m.RawMail)


def decode_raw_mail(data: Any, parts: Parts) -> m.RawMail:
    return _make_raw_mail(parts[data["bytes"]])


def encode_raw_mail(value: m.RawMail, at: Place) -> Json:
    checked(value, m.RawMail, at)
    return {"bytes": encode_bytes(value.bytes, (at, "bytes"))}


_make_receipt = Maker(m.Receipt)


def decode_receipt(data: Any, parts: Parts) -> m.Receipt:
    return _make_receipt(
        data["command"],
        decode_instant(data["at"]),
        data.get("ticket"),
        data.get("number"),
        data.get("update"),
        data.get("comment"),
        data.get("person"),
        data.get("config"),
        data["version"],
        None if (it := data.get("applied")) is None else decode_policies_applied(it, parts),
        tuple([decode_receipt_warning(item, parts) for item in data.get("warnings", ())]),
    )


def encode_receipt(value: m.Receipt, at: Place) -> Json:
    checked(value, m.Receipt, at)
    data: Json
    data = {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "version": encode_int(value.version, (at, "version")),
    }
    if value.ticket is not None:
        data["ticket"] = encode_str(value.ticket, (at, "ticket"))
    if value.number is not None:
        data["number"] = encode_int(value.number, (at, "number"))
    if value.update is not None:
        data["update"] = encode_str(value.update, (at, "update"))
    if value.comment is not None:
        data["comment"] = encode_str(value.comment, (at, "comment"))
    if value.person is not None:
        data["person"] = encode_str(value.person, (at, "person"))
    if value.config is not None:
        data["config"] = encode_str(value.config, (at, "config"))
    if value.applied is not None:
        data["applied"] = encode_policies_applied(value.applied, (at, "applied"))
    if value.warnings:
        data["warnings"] = encode_list(value.warnings, (at, "warnings"), encode_receipt_warning)
    return data


_make_receipt_warning = Maker(m.ReceiptWarning)


def decode_receipt_warning(data: Any, parts: Parts) -> m.ReceiptWarning:
    return _make_receipt_warning(data["code"], data["message"], data.get("path"), data.get("hint"))


def encode_receipt_warning(value: m.ReceiptWarning, at: Place) -> Json:
    checked(value, m.ReceiptWarning, at)
    data: Json
    data = {
        "code": encode_str(value.code, (at, "code")),
        "message": encode_str(value.message, (at, "message")),
    }
    if value.path is not None:
        data["path"] = encode_str(value.path, (at, "path"))
    if value.hint is not None:
        data["hint"] = encode_str(value.hint, (at, "hint"))
    return data


_make_report = Maker(m.Report)


def decode_report(data: Any, parts: Parts) -> m.Report:
    return _make_report(
        tuple([decode_day_report(item, parts) for item in data["days"]]),
        tuple([decode_team_report(item, parts) for item in data["teams"]]),
    )


def encode_report(value: m.Report, at: Place) -> Json:
    checked(value, m.Report, at)
    return {
        "days": encode_list(value.days, (at, "days"), encode_day_report),
        "teams": encode_list(value.teams, (at, "teams"), encode_team_report),
    }


_make_request = Maker(m.Request)


def decode_request(data: Any, parts: Parts) -> m.Request:
    return _make_request(data.get("id"), decode_command(data["command"], parts))


def encode_request(value: m.Request, at: Place) -> Json:
    checked(value, m.Request, at)
    return {
        "id": None if value.id is None else encode_str(value.id, (at, "id")),
        "command": encode_command(value.command, (at, "command")),
    }


_role = {name.value: name for name in m.Role}


def decode_role(data: Any, parts: Parts) -> m.Role:
    try:
        return _role[data]
    except (KeyError, TypeError):
        raise decode_unknown("Role", data) from None


def encode_role(value: m.Role, at: Place) -> str:
    return encode_name(value, m.Role, at)


_make_rule_ref = Maker(m.RuleRef)


def decode_rule_ref(data: Any, parts: Parts) -> m.RuleRef:
    return _make_rule_ref(data["id"], data["version"])


def encode_rule_ref(value: m.RuleRef, at: Place) -> Json:
    checked(value, m.RuleRef, at)
    return {"id": encode_str(value.id, (at, "id")), "version": encode_int(value.version, (at, "version"))}


_make_rule_trace = Maker(m.RuleTrace)


def decode_rule_trace(data: Any, parts: Parts) -> m.RuleTrace:
    return _make_rule_trace(
        decode_rule_ref(data["rule"], parts),
        data["name"],
        decode_verdict(data["verdict"], parts),
        tuple([decode_leaf_trace(item, parts) for item in data.get("leaves", ())]),
        tuple(data.get("why_not", ())),
    )


def encode_rule_trace(value: m.RuleTrace, at: Place) -> Json:
    checked(value, m.RuleTrace, at)
    data: Json
    data = {
        "rule": encode_rule_ref(value.rule, (at, "rule")),
        "name": encode_str(value.name, (at, "name")),
        "verdict": encode_verdict(value.verdict, (at, "verdict")),
    }
    if value.leaves:
        data["leaves"] = encode_list(value.leaves, (at, "leaves"), encode_leaf_trace)
    if value.why_not:
        data["why_not"] = encode_list(value.why_not, (at, "why_not"), encode_str)
    return data


_make_save_config = Maker(m.SaveConfig)


def decode_save_config(data: Any, parts: Parts) -> m.SaveConfig:
    return _make_save_config(decode_config(data["config"], parts), data.get("base_version"))


def encode_save_config(value: m.SaveConfig, at: Place) -> Json:
    checked(value, m.SaveConfig, at)
    return {
        "config": encode_config(value.config, (at, "config")),
        "base_version": None if value.base_version is None else encode_int(value.base_version, (at, "base_version")),
    }


_make_save_person = Maker(m.SavePerson)


def decode_save_person(data: Any, parts: Parts) -> m.SavePerson:
    return _make_save_person(
        data.get("id"),
        decode_role(data["role"], parts),
        data.get("name"),
        tuple(data.get("addresses", ())),
        data.get("organization"),
        tuple(data.get("teams", ())),
        data.get("active", True),
        data.get("base_version"),
    )


def encode_save_person(value: m.SavePerson, at: Place) -> Json:
    checked(value, m.SavePerson, at)
    return {
        "id": None if value.id is None else encode_str(value.id, (at, "id")),
        "role": encode_role(value.role, (at, "role")),
        "name": None if value.name is None else encode_str(value.name, (at, "name")),
        "addresses": encode_list(value.addresses, (at, "addresses"), encode_str),
        "organization": None if value.organization is None else encode_str(value.organization, (at, "organization")),
        "teams": encode_list(value.teams, (at, "teams"), encode_str),
        "active": encode_bool(value.active, (at, "active")),
        "base_version": None if value.base_version is None else encode_int(value.base_version, (at, "base_version")),
    }


_make_shift = Maker(m.Shift)


def decode_shift(data: Any, parts: Parts) -> m.Shift:
    return _make_shift(
        data["date"],
        tuple([decode_local_interval(item, parts) for item in data["intervals"]]),
    )


def encode_shift(value: m.Shift, at: Place) -> Json:
    checked(value, m.Shift, at)
    return {
        "date": encode_str(value.date, (at, "date")),
        "intervals": encode_list(value.intervals, (at, "intervals"), encode_local_interval),
    }


_make_sla_event = Maker(m.SlaEvent)


def decode_sla_event(data: Any, parts: Parts) -> m.SlaEvent:
    return _make_sla_event(
        decode_sla_event_kind(data["kind"], parts),
        None if (it := data.get("metric")) is None else decode_metric(it, parts),
        data.get("custom"),
    )


def encode_sla_event(value: m.SlaEvent, at: Place) -> Json:
    checked(value, m.SlaEvent, at)
    data: Json
    data = {"kind": encode_sla_event_kind(value.kind, (at, "kind"))}
    if value.metric is not None:
        data["metric"] = encode_metric(value.metric, (at, "metric"))
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    return data


_sla_event_kind = {name.value: name for name in m.SlaEventKind}


def decode_sla_event_kind(data: Any, parts: Parts) -> m.SlaEventKind:
    try:
        return _sla_event_kind[data]
    except (KeyError, TypeError):
        raise decode_unknown("SlaEventKind", data) from None


def encode_sla_event_kind(value: m.SlaEventKind, at: Place) -> str:
    return encode_name(value, m.SlaEventKind, at)


_make_sla_timeline = Maker(m.SlaTimeline)


def decode_sla_timeline(data: Any, parts: Parts) -> m.SlaTimeline:
    return _make_sla_timeline(
        data["ticket"],
        decode_instant(data["now"]),
        data["zone"],
        tuple([decode_clock_timeline(item, parts) for item in data["clocks"]]),
    )


def encode_sla_timeline(value: m.SlaTimeline, at: Place) -> Json:
    checked(value, m.SlaTimeline, at)
    return {
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "now": encode_instant(value.now, (at, "now")),
        "zone": encode_str(value.zone, (at, "zone")),
        "clocks": encode_list(value.clocks, (at, "clocks"), encode_clock_timeline),
    }


_make_sort = Maker(m.Sort)


def decode_sort(data: Any, parts: Parts) -> m.Sort:
    return _make_sort(decode_sort_field(data["by"], parts), decode_direction(data["direction"], parts))


def encode_sort(value: m.Sort, at: Place) -> Json:
    checked(value, m.Sort, at)
    return {
        "by": encode_sort_field(value.by, (at, "by")),
        "direction": encode_direction(value.direction, (at, "direction")),
    }


_sort_field = {name.value: name for name in m.SortField}


def decode_sort_field(data: Any, parts: Parts) -> m.SortField:
    try:
        return _sort_field[data]
    except (KeyError, TypeError):
        raise decode_unknown("SortField", data) from None


def encode_sort_field(value: m.SortField, at: Place) -> str:
    return encode_name(value, m.SortField, at)


_span_state = {name.value: name for name in m.SpanState}


def decode_span_state(data: Any, parts: Parts) -> m.SpanState:
    try:
        return _span_state[data]
    except (KeyError, TypeError):
        raise decode_unknown("SpanState", data) from None


def encode_span_state(value: m.SpanState, at: Place) -> str:
    return encode_name(value, m.SpanState, at)


_make_status = Maker(m.Status)


def decode_status(data: Any, parts: Parts) -> m.Status:
    return _make_status(
        data.get("id", "sta_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        data["label"],
        decode_status_category(data["category"], parts),
        data.get("default", False),
    )


def encode_status(value: m.Status, at: Place) -> Json:
    checked(value, m.Status, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "label": encode_str(value.label, (at, "label")),
        "category": encode_status_category(value.category, (at, "category")),
        "default": encode_bool(value.default, (at, "default")),
    }


_status_category = {name.value: name for name in m.StatusCategory}


def decode_status_category(data: Any, parts: Parts) -> m.StatusCategory:
    try:
        return _status_category[data]
    except (KeyError, TypeError):
        raise decode_unknown("StatusCategory", data) from None


def encode_status_category(value: m.StatusCategory, at: Place) -> str:
    return encode_name(value, m.StatusCategory, at)


_make_stretch = Maker(m.Stretch)


def decode_stretch(data: Any, parts: Parts) -> m.Stretch:
    return _make_stretch(
        decode_instant(data["from"]),
        decode_instant(data["to"]),
        data["millis"] * MILLISECOND,
        None if (it := data.get("calendar")) is None else decode_calendar_pin(it, parts),
    )


def encode_stretch(value: m.Stretch, at: Place) -> Json:
    checked(value, m.Stretch, at)
    data: Json
    data = {
        "from": encode_instant(value.from_, (at, "from")),
        "to": encode_instant(value.to, (at, "to")),
        "millis": encode_duration(value.duration, (at, "millis")),
    }
    if value.calendar is not None:
        data["calendar"] = encode_calendar_pin(value.calendar, (at, "calendar"))
    return data


_make_stretch_reason_holiday = Maker(m.StretchReasonHoliday)


def decode_stretch_reason(data: Any, parts: Parts) -> m.StretchReason:
    match data["kind"]:
        case "weekly_hours":
            return m.StretchReasonWeeklyHours()
        case "shift":
            return m.StretchReasonShift()
        case "outside_hours":
            return m.StretchReasonOutsideHours()
        case "closed_weekday":
            return m.StretchReasonClosedWeekday()
        case "outside_shift":
            return m.StretchReasonOutsideShift()
        case "holiday":
            return _make_stretch_reason_holiday(data["name"])
        case "break":
            return m.StretchReasonBreak()
    raise decode_unknown("StretchReason", data["kind"])


def encode_stretch_reason(value: m.StretchReason, at: Place) -> Json:
    match value:
        case m.StretchReasonWeeklyHours():
            return {"kind": "weekly_hours"}
        case m.StretchReasonShift():
            return {"kind": "shift"}
        case m.StretchReasonOutsideHours():
            return {"kind": "outside_hours"}
        case m.StretchReasonClosedWeekday():
            return {"kind": "closed_weekday"}
        case m.StretchReasonOutsideShift():
            return {"kind": "outside_shift"}
        case m.StretchReasonHoliday():
            return {"kind": "holiday", "name": encode_str(value.name, (at, "name"))}
        case m.StretchReasonBreak():
            return {"kind": "break"}
    raise not_one_of("StretchReason", value, at)


_make_subject_ticket = Maker(m.SubjectTicket)
_make_subject_person = Maker(m.SubjectPerson)
_make_subject_message = Maker(m.SubjectMessage)


def decode_subject(data: Any, parts: Parts) -> m.Subject:
    match data["type"]:
        case "ticket":
            return _make_subject_ticket(data["id"], data["number"])
        case "person":
            return _make_subject_person(data["id"])
        case "message":
            return _make_subject_message(data["id"])
        case "config":
            return m.SubjectConfig()
    raise decode_unknown("Subject", data["type"])


def encode_subject(value: m.Subject, at: Place) -> Json:
    match value:
        case m.SubjectTicket():
            return {
                "type": "ticket",
                "id": encode_str(value.id, (at, "id")),
                "number": encode_int(value.number, (at, "number")),
            }
        case m.SubjectPerson():
            return {"type": "person", "id": encode_str(value.id, (at, "id"))}
        case m.SubjectMessage():
            return {"type": "message", "id": encode_str(value.id, (at, "id"))}
        case m.SubjectConfig():
            return {"type": "config"}
    raise not_one_of("Subject", value, at)


_make_target = Maker(m.Target)


def decode_target(data: Any, parts: Parts) -> m.Target:
    return _make_target(
        decode_metric(data["metric"], parts),
        data.get("custom"),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        data["millis"] * MILLISECOND,
        tuple([decode_threshold(item, parts) for item in data.get("warnings", ())]),
    )


def encode_target(value: m.Target, at: Place) -> Json:
    checked(value, m.Target, at)
    data: Json
    data = {
        "metric": encode_metric(value.metric, (at, "metric")),
        "priority": None if value.priority is None else encode_priority(value.priority, (at, "priority")),
        "millis": encode_duration(value.duration, (at, "millis")),
        "warnings": encode_list(value.warnings, (at, "warnings"), encode_threshold),
    }
    if value.custom is not None:
        data["custom"] = encode_str(value.custom, (at, "custom"))
    return data


_target_part = {name.value: name for name in m.TargetPart}


def decode_target_part(data: Any, parts: Parts) -> m.TargetPart:
    try:
        return _target_part[data]
    except (KeyError, TypeError):
        raise decode_unknown("TargetPart", data) from None


def encode_target_part(value: m.TargetPart, at: Place) -> str:
    return encode_name(value, m.TargetPart, at)


_make_target_version = Maker(m.TargetVersion)


def decode_target_version(data: Any, parts: Parts) -> m.TargetVersion:
    return _make_target_version(
        decode_policy_pin(data["policy"], parts),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
    )


def encode_target_version(value: m.TargetVersion, at: Place) -> Json:
    checked(value, m.TargetVersion, at)
    data: Json
    data = {"policy": encode_policy_pin(value.policy, (at, "policy"))}
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    return data


_make_team = Maker(m.Team)


def decode_team(data: Any, parts: Parts) -> m.Team:
    return _make_team(data.get("id", "tea_00000000000000000000000000"), data.get("version", 0), data["name"])


def encode_team(value: m.Team, at: Place) -> Json:
    checked(value, m.Team, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
    }


_make_team_report = Maker(m.TeamReport)


def decode_team_report(data: Any, parts: Parts) -> m.TeamReport:
    return _make_team_report(
        data.get("team"),
        data["created"],
        tuple([decode_breaches(item, parts) for item in data["breaches"]]),
        data["first_replies"],
        None if (it := data.get("median_first_reply_millis")) is None else it * MILLISECOND,
        data["first_replies_with_target"],
        data["first_replies_in_time"],
    )


def encode_team_report(value: m.TeamReport, at: Place) -> Json:
    checked(value, m.TeamReport, at)
    data: Json
    data = {
        "created": encode_int(value.created, (at, "created")),
        "breaches": encode_list(value.breaches, (at, "breaches"), encode_breaches),
        "first_replies": encode_int(value.first_replies, (at, "first_replies")),
        "first_replies_with_target": encode_int(value.first_replies_with_target, (at, "first_replies_with_target")),
        "first_replies_in_time": encode_int(value.first_replies_in_time, (at, "first_replies_in_time")),
    }
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.median_first_reply is not None:
        data["median_first_reply_millis"] = encode_duration(value.median_first_reply, (at, "median_first_reply_millis"))
    return data


_make_template = Maker(m.Template)


def decode_template(data: Any, parts: Parts) -> m.Template:
    return _make_template(
        data.get("id", "tpl_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        data.get("subject", ""),
        data["body"],
    )


def encode_template(value: m.Template, at: Place) -> Json:
    checked(value, m.Template, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "subject": encode_str(value.subject, (at, "subject")),
        "body": encode_str(value.body, (at, "body")),
    }


_make_text = Maker(m.Text)


def decode_text(data: Any, parts: Parts) -> m.Text:
    return _make_text(data["id"], data["digest"], data.get("text"))


def encode_text(value: m.Text, at: Place) -> Json:
    checked(value, m.Text, at)
    data: Json
    data = {"id": encode_str(value.id, (at, "id")), "digest": encode_str(value.digest, (at, "digest"))}
    if value.text is not None:
        data["text"] = encode_str(value.text, (at, "text"))
    return data


_make_text_part = Maker(m.TextPart)


def decode_text_part(data: Any, parts: Parts) -> m.TextPart:
    return _make_text_part(decode_text_part_kind(data["kind"], parts), data["len"])


def encode_text_part(value: m.TextPart, at: Place) -> Json:
    checked(value, m.TextPart, at)
    return {"kind": encode_text_part_kind(value.kind, (at, "kind")), "len": encode_int(value.len, (at, "len"))}


_text_part_kind = {name.value: name for name in m.TextPartKind}


def decode_text_part_kind(data: Any, parts: Parts) -> m.TextPartKind:
    try:
        return _text_part_kind[data]
    except (KeyError, TypeError):
        raise decode_unknown("TextPartKind", data) from None


def encode_text_part_kind(value: m.TextPartKind, at: Place) -> str:
    return encode_name(value, m.TextPartKind, at)


_make_text_ref = Maker(m.TextRef)


def decode_text_ref(data: Any, parts: Parts) -> m.TextRef:
    return _make_text_ref(data["id"], data["digest"])


def encode_text_ref(value: m.TextRef, at: Place) -> Json:
    checked(value, m.TextRef, at)
    return {"id": encode_str(value.id, (at, "id")), "digest": encode_str(value.digest, (at, "digest"))}


_threaded_by = {name.value: name for name in m.ThreadedBy}


def decode_threaded_by(data: Any, parts: Parts) -> m.ThreadedBy:
    try:
        return _threaded_by[data]
    except (KeyError, TypeError):
        raise decode_unknown("ThreadedBy", data) from None


def encode_threaded_by(value: m.ThreadedBy, at: Place) -> str:
    return encode_name(value, m.ThreadedBy, at)


_make_threshold_percent = Maker(m.ThresholdPercent)
_make_threshold_before = Maker(m.ThresholdBefore)


def decode_threshold(data: Any, parts: Parts) -> m.Threshold:
    match data["type"]:
        case "percent":
            return _make_threshold_percent(data["percent"])
        case "before":
            return _make_threshold_before(data["millis"] * MILLISECOND)
    raise decode_unknown("Threshold", data["type"])


def encode_threshold(value: m.Threshold, at: Place) -> Json:
    match value:
        case m.ThresholdPercent():
            return {"type": "percent", "percent": encode_int(value.percent, (at, "percent"))}
        case m.ThresholdBefore():
            return {"type": "before", "millis": encode_duration(value.duration, (at, "millis"))}
    raise not_one_of("Threshold", value, at)


_make_tick_failure = Maker(m.TickFailure)


def decode_tick_failure(data: Any, parts: Parts) -> m.TickFailure:
    return _make_tick_failure(data["desk"], data["ticket"], decode_error_info(data["error"], parts))


def encode_tick_failure(value: m.TickFailure, at: Place) -> Json:
    checked(value, m.TickFailure, at)
    return {
        "desk": encode_int(value.desk, (at, "desk")),
        "ticket": encode_int(value.ticket, (at, "ticket")),
        "error": encode_error_info(value.error, (at, "error")),
    }


_make_tick_report = Maker(m.TickReport)


def decode_tick_report(data: Any, parts: Parts) -> m.TickReport:
    return _make_tick_report(
        data["timers"],
        None if (it := data.get("next_wakeup")) is None else decode_instant(it),
        data["more"],
        tuple([decode_tick_failure(item, parts) for item in data["failures"]]),
    )


def encode_tick_report(value: m.TickReport, at: Place) -> Json:
    checked(value, m.TickReport, at)
    data: Json
    data = {
        "timers": encode_int(value.timers, (at, "timers")),
        "more": encode_bool(value.more, (at, "more")),
        "failures": encode_list(value.failures, (at, "failures"), encode_tick_failure),
    }
    if value.next_wakeup is not None:
        data["next_wakeup"] = encode_instant(value.next_wakeup, (at, "next_wakeup"))
    return data


_make_ticket = Maker(m.Ticket)


def decode_ticket(data: Any, parts: Parts) -> m.Ticket:
    return _make_ticket(
        data["id"],
        data["number"],
        data["version"],
        data["seq"],
        decode_instant(data["created_at"]),
        decode_instant(data["updated_at"]),
        decode_channel(data["channel"], parts),
        data.get("mailbox"),
        decode_text(data["title"], parts),
        data["requester"],
        data.get("organization"),
        data["status"],
        decode_status_category(data["category"], parts),
        decode_instant(data["status_since"]),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        None if (it := data.get("type")) is None else decode_ticket_type(it, parts),
        data.get("assignee"),
        data.get("team"),
        tuple(data.get("tags", ())),
        tuple(data.get("participants", ())),
        tuple(data.get("unsubscribed", ())),
        tuple([decode_field_entry(item, parts) for item in data.get("fields", ())]),
        None if (it := data.get("due_at")) is None else decode_instant(it),
        tuple([decode_ticket_link(item, parts) for item in data.get("links", ())]),
        None if (it := data.get("merged_into")) is None else decode_merged_into(it, parts),
        tuple([decode_merged_ticket(item, parts) for item in data.get("merged", ())]),
        data.get("reply_epoch", 0),
        None if (it := data.get("policy")) is None else decode_policy_pin(it, parts),
        tuple([decode_clock(item, parts) for item in data.get("clocks", ())]),
        decode_ticket_facts(data["facts"], parts),
    )


def encode_ticket(value: m.Ticket, at: Place) -> Json:
    checked(value, m.Ticket, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "number": encode_int(value.number, (at, "number")),
        "version": encode_int(value.version, (at, "version")),
        "seq": encode_int(value.seq, (at, "seq")),
        "created_at": encode_instant(value.created_at, (at, "created_at")),
        "updated_at": encode_instant(value.updated_at, (at, "updated_at")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "title": encode_text(value.title, (at, "title")),
        "requester": encode_str(value.requester, (at, "requester")),
        "status": encode_str(value.status, (at, "status")),
        "category": encode_status_category(value.category, (at, "category")),
        "status_since": encode_instant(value.status_since, (at, "status_since")),
        "facts": encode_ticket_facts(value.facts, (at, "facts")),
    }
    if value.mailbox is not None:
        data["mailbox"] = encode_str(value.mailbox, (at, "mailbox"))
    if value.organization is not None:
        data["organization"] = encode_str(value.organization, (at, "organization"))
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    if value.type is not None:
        data["type"] = encode_ticket_type(value.type, (at, "type"))
    if value.assignee is not None:
        data["assignee"] = encode_str(value.assignee, (at, "assignee"))
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.tags:
        data["tags"] = encode_list(value.tags, (at, "tags"), encode_str)
    if value.participants:
        data["participants"] = encode_list(value.participants, (at, "participants"), encode_str)
    if value.unsubscribed:
        data["unsubscribed"] = encode_list(value.unsubscribed, (at, "unsubscribed"), encode_str)
    if value.fields:
        data["fields"] = encode_list(value.fields, (at, "fields"), encode_field_entry)
    if value.due_at is not None:
        data["due_at"] = encode_instant(value.due_at, (at, "due_at"))
    if value.links:
        data["links"] = encode_list(value.links, (at, "links"), encode_ticket_link)
    if value.merged_into is not None:
        data["merged_into"] = encode_merged_into(value.merged_into, (at, "merged_into"))
    if value.merged:
        data["merged"] = encode_list(value.merged, (at, "merged"), encode_merged_ticket)
    if value.reply_epoch:
        data["reply_epoch"] = encode_int(value.reply_epoch, (at, "reply_epoch"))
    if value.policy is not None:
        data["policy"] = encode_policy_pin(value.policy, (at, "policy"))
    if value.clocks:
        data["clocks"] = encode_list(value.clocks, (at, "clocks"), encode_clock)
    return data


_make_ticket_facts = Maker(m.TicketFacts)


def decode_ticket_facts(data: Any, parts: Parts) -> m.TicketFacts:
    return _make_ticket_facts(
        data.get("comments", 0),
        data.get("agent_replies", 0),
        data.get("requester_comments", 0),
        None if (it := data.get("first_request_at")) is None else decode_instant(it),
        None if (it := data.get("first_reply_abandoned_at")) is None else decode_instant(it),
        None if (it := data.get("first_reply_at")) is None else decode_instant(it),
        None if (it := data.get("oldest_unanswered_at")) is None else decode_instant(it),
        None if (it := data.get("agent_updated_at")) is None else decode_instant(it),
        None if (it := data.get("requester_updated_at")) is None else decode_instant(it),
        None if (it := data.get("assigned_at")) is None else decode_instant(it),
        None if (it := data.get("solved_at")) is None else decode_instant(it),
        tuple([decode_gap(item, parts) for item in data.get("gaps", ())]),
        None if (it := data.get("category_since")) is None else decode_instant(it),
        tuple([decode_wait(item, parts) for item in data.get("waits", ())]),
        None if (it := data.get("last_reply_at")) is None else decode_instant(it),
        None if (it := data.get("team_since")) is None else decode_instant(it),
        tuple([decode_pause(item, parts) for item in data.get("absences", ())]),
        tuple([decode_open_promise(item, parts) for item in data.get("promises", ())]),
        data.get("breaches", 0),
    )


def encode_ticket_facts(value: m.TicketFacts, at: Place) -> Json:
    checked(value, m.TicketFacts, at)
    data: Json
    data = {}
    if value.comments:
        data["comments"] = encode_int(value.comments, (at, "comments"))
    if value.agent_replies:
        data["agent_replies"] = encode_int(value.agent_replies, (at, "agent_replies"))
    if value.requester_comments:
        data["requester_comments"] = encode_int(value.requester_comments, (at, "requester_comments"))
    if value.first_request_at is not None:
        data["first_request_at"] = encode_instant(value.first_request_at, (at, "first_request_at"))
    if value.first_reply_abandoned_at is not None:
        data["first_reply_abandoned_at"] = encode_instant(value.first_reply_abandoned_at, (at, "first_reply_abandoned_at"))
    if value.first_reply_at is not None:
        data["first_reply_at"] = encode_instant(value.first_reply_at, (at, "first_reply_at"))
    if value.oldest_unanswered_at is not None:
        data["oldest_unanswered_at"] = encode_instant(value.oldest_unanswered_at, (at, "oldest_unanswered_at"))
    if value.agent_updated_at is not None:
        data["agent_updated_at"] = encode_instant(value.agent_updated_at, (at, "agent_updated_at"))
    if value.requester_updated_at is not None:
        data["requester_updated_at"] = encode_instant(value.requester_updated_at, (at, "requester_updated_at"))
    if value.assigned_at is not None:
        data["assigned_at"] = encode_instant(value.assigned_at, (at, "assigned_at"))
    if value.solved_at is not None:
        data["solved_at"] = encode_instant(value.solved_at, (at, "solved_at"))
    if value.gaps:
        data["gaps"] = encode_list(value.gaps, (at, "gaps"), encode_gap)
    if value.category_since is not None:
        data["category_since"] = encode_instant(value.category_since, (at, "category_since"))
    if value.waits:
        data["waits"] = encode_list(value.waits, (at, "waits"), encode_wait)
    if value.last_reply_at is not None:
        data["last_reply_at"] = encode_instant(value.last_reply_at, (at, "last_reply_at"))
    if value.team_since is not None:
        data["team_since"] = encode_instant(value.team_since, (at, "team_since"))
    if value.absences:
        data["absences"] = encode_list(value.absences, (at, "absences"), encode_pause)
    if value.promises:
        data["promises"] = encode_list(value.promises, (at, "promises"), encode_open_promise)
    if value.breaches:
        data["breaches"] = encode_int(value.breaches, (at, "breaches"))
    return data


_make_ticket_link = Maker(m.TicketLink)


def decode_ticket_link(data: Any, parts: Parts) -> m.TicketLink:
    return _make_ticket_link(decode_link_kind(data["kind"], parts), data["ticket"])


def encode_ticket_link(value: m.TicketLink, at: Place) -> Json:
    checked(value, m.TicketLink, at)
    return {"kind": encode_link_kind(value.kind, (at, "kind")), "ticket": encode_int(value.ticket, (at, "ticket"))}


_make_ticket_receipt = Maker(m.TicketReceipt)


def decode_ticket_receipt(data: Any, parts: Parts) -> m.TicketReceipt:
    return _make_ticket_receipt(
        data["command"],
        decode_instant(data["at"]),
        data["ticket"],
        data["number"],
        data["update"],
        data.get("comment"),
        data["version"],
    )


def encode_ticket_receipt(value: m.TicketReceipt, at: Place) -> Json:
    checked(value, m.TicketReceipt, at)
    data: Json
    data = {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "ticket": encode_str(value.ticket, (at, "ticket")),
        "number": encode_int(value.number, (at, "number")),
        "update": encode_str(value.update, (at, "update")),
        "version": encode_int(value.version, (at, "version")),
    }
    if value.comment is not None:
        data["comment"] = encode_str(value.comment, (at, "comment"))
    return data


_make_ticket_summary = Maker(m.TicketSummary)


def decode_ticket_summary(data: Any, parts: Parts) -> m.TicketSummary:
    return _make_ticket_summary(
        data["id"],
        data["number"],
        data["title"],
        data["requester"],
        data["status"],
        decode_status_category(data["category"], parts),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        None if (it := data.get("type")) is None else decode_ticket_type(it, parts),
        data.get("assignee"),
        data.get("team"),
        tuple(data.get("tags", ())),
        decode_instant(data["created_at"]),
        decode_instant(data["updated_at"]),
        None if (it := data.get("deadline_at")) is None else decode_instant(it),
    )


def encode_ticket_summary(value: m.TicketSummary, at: Place) -> Json:
    checked(value, m.TicketSummary, at)
    data: Json
    data = {
        "id": encode_str(value.id, (at, "id")),
        "number": encode_int(value.number, (at, "number")),
        "title": encode_str(value.title, (at, "title")),
        "requester": encode_str(value.requester, (at, "requester")),
        "status": encode_str(value.status, (at, "status")),
        "category": encode_status_category(value.category, (at, "category")),
        "created_at": encode_instant(value.created_at, (at, "created_at")),
        "updated_at": encode_instant(value.updated_at, (at, "updated_at")),
    }
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    if value.type is not None:
        data["type"] = encode_ticket_type(value.type, (at, "type"))
    if value.assignee is not None:
        data["assignee"] = encode_str(value.assignee, (at, "assignee"))
    if value.team is not None:
        data["team"] = encode_str(value.team, (at, "team"))
    if value.tags:
        data["tags"] = encode_list(value.tags, (at, "tags"), encode_str)
    if value.deadline_at is not None:
        data["deadline_at"] = encode_instant(value.deadline_at, (at, "deadline_at"))
    return data


_make_ticket_summary_page = Maker(m.TicketSummaryPage)


def decode_ticket_summary_page(data: Any, parts: Parts) -> m.TicketSummaryPage:
    return _make_ticket_summary_page(
        tuple([decode_ticket_summary(item, parts) for item in data["tickets"]]),
        None if (it := data.get("next")) is None else decode_cursor(it, parts),
    )


def encode_ticket_summary_page(value: m.TicketSummaryPage, at: Place) -> Json:
    checked(value, m.TicketSummaryPage, at)
    data: Json
    data = {"tickets": encode_list(value.tickets, (at, "tickets"), encode_ticket_summary)}
    if value.next is not None:
        data["next"] = encode_cursor(value.next, (at, "next"))
    return data


_ticket_type = {name.value: name for name in m.TicketType}


def decode_ticket_type(data: Any, parts: Parts) -> m.TicketType:
    try:
        return _ticket_type[data]
    except (KeyError, TypeError):
        raise decode_unknown("TicketType", data) from None


def encode_ticket_type(value: m.TicketType, at: Place) -> str:
    return encode_name(value, m.TicketType, at)


_make_timeline_cause = Maker(m.TimelineCause)


def decode_timeline_cause(data: Any, parts: Parts) -> m.TimelineCause:
    return _make_timeline_cause(
        data["seq"],
        data["update"],
        decode_actor(data["actor"], parts),
        data.get("name"),
    )


def encode_timeline_cause(value: m.TimelineCause, at: Place) -> Json:
    checked(value, m.TimelineCause, at)
    data: Json
    data = {
        "seq": encode_int(value.seq, (at, "seq")),
        "update": encode_str(value.update, (at, "update")),
        "actor": encode_actor(value.actor, (at, "actor")),
    }
    if value.name is not None:
        data["name"] = encode_str(value.name, (at, "name"))
    return data


_timeline_detail = {name.value: name for name in m.TimelineDetail}


def decode_timeline_detail(data: Any, parts: Parts) -> m.TimelineDetail:
    try:
        return _timeline_detail[data]
    except (KeyError, TypeError):
        raise decode_unknown("TimelineDetail", data) from None


def encode_timeline_detail(value: m.TimelineDetail, at: Place) -> str:
    return encode_name(value, m.TimelineDetail, at)


_make_timeline_mark = Maker(m.TimelineMark)


def decode_timeline_mark(data: Any, parts: Parts) -> m.TimelineMark:
    return _make_timeline_mark(
        decode_instant(data["at"]),
        decode_mark_kind(data["what"], parts),
        data.get("seq"),
        None if (it := data.get("by")) is None else decode_timeline_cause(it, parts),
    )


def encode_timeline_mark(value: m.TimelineMark, at: Place) -> Json:
    checked(value, m.TimelineMark, at)
    data: Json
    data = {"at": encode_instant(value.at, (at, "at")), "what": encode_mark_kind(value.what, (at, "what"))}
    if value.seq is not None:
        data["seq"] = encode_int(value.seq, (at, "seq"))
    if value.by is not None:
        data["by"] = encode_timeline_cause(value.by, (at, "by"))
    return data


_make_timeline_span = Maker(m.TimelineSpan)


def decode_timeline_span(data: Any, parts: Parts) -> m.TimelineSpan:
    return _make_timeline_span(
        decode_instant(data["from"]),
        decode_instant(data["to"]),
        decode_span_state(data["state"], parts),
        None if (it := data.get("reason")) is None else decode_stretch_reason(it, parts),
        None if (it := data.get("calendar")) is None else decode_calendar_pin(it, parts),
        None if (it := data.get("category")) is None else decode_status_category(it, parts),
        None if (it := data.get("by")) is None else decode_timeline_cause(it, parts),
        data["counted_millis"] * MILLISECOND,
        data["total_millis"] * MILLISECOND,
    )


def encode_timeline_span(value: m.TimelineSpan, at: Place) -> Json:
    checked(value, m.TimelineSpan, at)
    data: Json
    data = {
        "from": encode_instant(value.from_, (at, "from")),
        "to": encode_instant(value.to, (at, "to")),
        "state": encode_span_state(value.state, (at, "state")),
        "counted_millis": encode_duration(value.counted, (at, "counted_millis")),
        "total_millis": encode_duration(value.total, (at, "total_millis")),
    }
    if value.reason is not None:
        data["reason"] = encode_stretch_reason(value.reason, (at, "reason"))
    if value.calendar is not None:
        data["calendar"] = encode_calendar_pin(value.calendar, (at, "calendar"))
    if value.category is not None:
        data["category"] = encode_status_category(value.category, (at, "category"))
    if value.by is not None:
        data["by"] = encode_timeline_cause(value.by, (at, "by"))
    return data


_make_timeline_target = Maker(m.TimelineTarget)


def decode_timeline_target(data: Any, parts: Parts) -> m.TimelineTarget:
    return _make_timeline_target(
        decode_policy_pin(data["policy"], parts),
        data.get("policy_name"),
        None if (it := data.get("priority")) is None else decode_priority(it, parts),
        data["target_millis"] * MILLISECOND,
        None if (it := data.get("calendar")) is None else decode_calendar_pin(it, parts),
        data.get("calendar_name"),
        data.get("zone"),
        None if (it := data.get("due_at")) is None else decode_instant(it),
    )


def encode_timeline_target(value: m.TimelineTarget, at: Place) -> Json:
    checked(value, m.TimelineTarget, at)
    data: Json
    data = {
        "policy": encode_policy_pin(value.policy, (at, "policy")),
        "target_millis": encode_duration(value.target, (at, "target_millis")),
    }
    if value.policy_name is not None:
        data["policy_name"] = encode_str(value.policy_name, (at, "policy_name"))
    if value.priority is not None:
        data["priority"] = encode_priority(value.priority, (at, "priority"))
    if value.calendar is not None:
        data["calendar"] = encode_calendar_pin(value.calendar, (at, "calendar"))
    if value.calendar_name is not None:
        data["calendar_name"] = encode_str(value.calendar_name, (at, "calendar_name"))
    if value.zone is not None:
        data["zone"] = encode_str(value.zone, (at, "zone"))
    if value.due_at is not None:
        data["due_at"] = encode_instant(value.due_at, (at, "due_at"))
    return data


_make_trace = Maker(m.Trace)


def decode_trace(data: Any, parts: Parts) -> m.Trace:
    return _make_trace(tuple([decode_rule_trace(item, parts) for item in data["rules"]]))


def encode_trace(value: m.Trace, at: Place) -> Json:
    checked(value, m.Trace, at)
    return {"rules": encode_list(value.rules, (at, "rules"), encode_rule_trace)}


_make_trigger = Maker(m.Trigger)


def decode_trigger(data: Any, parts: Parts) -> m.Trigger:
    return _make_trigger(
        data.get("id", "trg_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        data["position"],
        data.get("active", True),
        decode_condition_node(data["conditions"], parts),
        tuple([decode_action(item, parts) for item in data["actions"]]),
    )


def encode_trigger(value: m.Trigger, at: Place) -> Json:
    checked(value, m.Trigger, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "position": encode_int(value.position, (at, "position")),
        "active": encode_bool(value.active, (at, "active")),
        "conditions": encode_condition_node(value.conditions, (at, "conditions")),
        "actions": encode_list(value.actions, (at, "actions"), encode_action),
    }


_make_unmerge_ticket = Maker(m.UnmergeTicket)


def decode_unmerge_ticket(data: Any, parts: Parts) -> m.UnmergeTicket:
    return _make_unmerge_ticket(data["ticket"])


def encode_unmerge_ticket(value: m.UnmergeTicket, at: Place) -> Json:
    checked(value, m.UnmergeTicket, at)
    return {"ticket": encode_str(value.ticket, (at, "ticket"))}


_make_unsubscribe = Maker(m.Unsubscribe)


def decode_unsubscribe(data: Any, parts: Parts) -> m.Unsubscribe:
    return _make_unsubscribe(data["token"])


def encode_unsubscribe(value: m.Unsubscribe, at: Place) -> Json:
    checked(value, m.Unsubscribe, at)
    return {"token": encode_str(value.token, (at, "token"))}


_make_unsubscribe_receipt = Maker(m.UnsubscribeReceipt)


def decode_unsubscribe_receipt(data: Any, parts: Parts) -> m.UnsubscribeReceipt:
    return _make_unsubscribe_receipt(
        data["command"],
        decode_instant(data["at"]),
        data["ticket"],
        data["number"],
        data.get("update"),
        data["version"],
    )


def encode_unsubscribe_receipt(value: m.UnsubscribeReceipt, at: Place) -> Json:
    checked(value, m.UnsubscribeReceipt, at)
    data: Json
    data = {
        "command": encode_str(value.command, (at, "command")),
        "at": encode_instant(value.at, (at, "at")),
        "ticket": encode_str(value.ticket, (at, "ticket")),
        "number": encode_int(value.number, (at, "number")),
        "version": encode_int(value.version, (at, "version")),
    }
    if value.update is not None:
        data["update"] = encode_str(value.update, (at, "update"))
    return data


_make_update_ticket = Maker(m.UpdateTicket)


def decode_update_ticket(data: Any, parts: Parts) -> m.UpdateTicket:
    return _make_update_ticket(
        data["ticket"],
        data.get("base_version"),
        decode_channel(data.get("channel", "api"), parts),
        tuple([decode_field_edit(item, parts) for item in data.get("changes", ())]),
        tuple(data.get("add_tags", ())),
        tuple(data.get("remove_tags", ())),
        tuple(data.get("add_participants", ())),
        tuple(data.get("remove_participants", ())),
        None if (it := data.get("comment")) is None else decode_new_comment(it, parts),
    )


def encode_update_ticket(value: m.UpdateTicket, at: Place) -> Json:
    checked(value, m.UpdateTicket, at)
    return {
        "ticket": encode_str(value.ticket, (at, "ticket")),
        "base_version": None if value.base_version is None else encode_int(value.base_version, (at, "base_version")),
        "channel": encode_channel(value.channel, (at, "channel")),
        "changes": encode_list(value.changes, (at, "changes"), encode_field_edit),
        "add_tags": encode_list(value.add_tags, (at, "add_tags"), encode_str),
        "remove_tags": encode_list(value.remove_tags, (at, "remove_tags"), encode_str),
        "add_participants": encode_list(value.add_participants, (at, "add_participants"), encode_str),
        "remove_participants": encode_list(value.remove_participants, (at, "remove_participants"), encode_str),
        "comment": None if value.comment is None else encode_new_comment(value.comment, (at, "comment")),
    }


_make_verdict_fired = Maker(m.VerdictFired)
_make_verdict_not_evaluated = Maker(m.VerdictNotEvaluated)


def decode_verdict(data: Any, parts: Parts) -> m.Verdict:
    match data["type"]:
        case "fired":
            return _make_verdict_fired(data["changed"])
        case "not_matched":
            return m.VerdictNotMatched()
        case "not_evaluated":
            return _make_verdict_not_evaluated(decode_not_evaluated(data["reason"], parts))
    raise decode_unknown("Verdict", data["type"])


def encode_verdict(value: m.Verdict, at: Place) -> Json:
    match value:
        case m.VerdictFired():
            return {"type": "fired", "changed": encode_bool(value.changed, (at, "changed"))}
        case m.VerdictNotMatched():
            return {"type": "not_matched"}
        case m.VerdictNotEvaluated():
            return {"type": "not_evaluated", "reason": encode_not_evaluated(value.reason, (at, "reason"))}
    raise not_one_of("Verdict", value, at)


_make_verified = Maker(m.Verified)


def decode_verified(data: Any, parts: Parts) -> m.Verified:
    return _make_verified(data["tickets"], data["events"])


def encode_verified(value: m.Verified, at: Place) -> Json:
    checked(value, m.Verified, at)
    return {
        "tickets": encode_int(value.tickets, (at, "tickets")),
        "events": encode_int(value.events, (at, "events")),
    }


_make_view = Maker(m.View)


def decode_view(data: Any, parts: Parts) -> m.View:
    return _make_view(
        data.get("id", "viw_00000000000000000000000000"),
        data.get("version", 0),
        data["name"],
        decode_condition_node(data["filter"], parts),
        decode_sort(data.get("sort", {"by":"number","direction":"descending"}), parts),
        tuple([decode_column(item, parts) for item in data.get("columns", ())]),
    )


def encode_view(value: m.View, at: Place) -> Json:
    checked(value, m.View, at)
    return {
        "id": encode_str(value.id, (at, "id")),
        "version": encode_int(value.version, (at, "version")),
        "name": encode_str(value.name, (at, "name")),
        "filter": encode_condition_node(value.filter, (at, "filter")),
        "sort": encode_sort(value.sort, (at, "sort")),
        "columns": encode_list(value.columns, (at, "columns"), encode_column),
    }


_visibility = {name.value: name for name in m.Visibility}


def decode_visibility(data: Any, parts: Parts) -> m.Visibility:
    try:
        return _visibility[data]
    except (KeyError, TypeError):
        raise decode_unknown("Visibility", data) from None


def encode_visibility(value: m.Visibility, at: Place) -> str:
    return encode_name(value, m.Visibility, at)


_make_wait = Maker(m.Wait)


def decode_wait(data: Any, parts: Parts) -> m.Wait:
    return _make_wait(
        decode_status_category(data["category"], parts),
        decode_instant(data["from"]),
        decode_instant(data["to"]),
    )


def encode_wait(value: m.Wait, at: Place) -> Json:
    checked(value, m.Wait, at)
    return {
        "category": encode_status_category(value.category, (at, "category")),
        "from": encode_instant(value.from_, (at, "from")),
        "to": encode_instant(value.to, (at, "to")),
    }


_make_warned = Maker(m.Warned)


def decode_warned(data: Any, parts: Parts) -> m.Warned:
    return _make_warned(decode_target_version(data["target"], parts), data["count"])


def encode_warned(value: m.Warned, at: Place) -> Json:
    checked(value, m.Warned, at)
    return {
        "target": encode_target_version(value.target, (at, "target")),
        "count": encode_int(value.count, (at, "count")),
    }


_weekday = {name.value: name for name in m.Weekday}


def decode_weekday(data: Any, parts: Parts) -> m.Weekday:
    try:
        return _weekday[data]
    except (KeyError, TypeError):
        raise decode_unknown("Weekday", data) from None


def encode_weekday(value: m.Weekday, at: Place) -> str:
    return encode_name(value, m.Weekday, at)


_make_weekday_hours = Maker(m.WeekdayHours)


def decode_weekday_hours(data: Any, parts: Parts) -> m.WeekdayHours:
    return _make_weekday_hours(
        decode_weekday(data["weekday"], parts),
        tuple([decode_local_interval(item, parts) for item in data["intervals"]]),
    )


def encode_weekday_hours(value: m.WeekdayHours, at: Place) -> Json:
    checked(value, m.WeekdayHours, at)
    return {
        "weekday": encode_weekday(value.weekday, (at, "weekday")),
        "intervals": encode_list(value.intervals, (at, "intervals"), encode_local_interval),
    }


_make_what_if_report = Maker(m.WhatIfReport)


def decode_what_if_report(data: Any, parts: Parts) -> m.WhatIfReport:
    return _make_what_if_report(
        data["tickets"],
        tuple([decode_attainment_row(item, parts) for item in data["attainment"]]),
        data["changed_count"],
        tuple([decode_changed_promise(item, parts) for item in data["changed"]]),
    )


def encode_what_if_report(value: m.WhatIfReport, at: Place) -> Json:
    checked(value, m.WhatIfReport, at)
    return {
        "tickets": encode_int(value.tickets, (at, "tickets")),
        "attainment": encode_list(value.attainment, (at, "attainment"), encode_attainment_row),
        "changed_count": encode_int(value.changed_count, (at, "changed_count")),
        "changed": encode_list(value.changed, (at, "changed"), encode_changed_promise),
    }
