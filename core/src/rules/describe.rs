//! What a field holds, in words for people. Used by traces only.

use std::fmt::Write as _;

use super::context::{UpdateContext, UpdateSlot};
use crate::Timestamp;
use crate::ids::{FieldId, StatusId, TeamId};
use crate::model::{ChoiceOption, FieldKind, FieldValue, Priority, Status, Ticket, Value};
use crate::query::kind::{Kind, ticket_field};
use crate::query::{Found, Slot, Vocabulary};

/// Characters of a text that are shown.
const SHOWN: usize = 200;
/// Members of a set that are shown.
const SHOWN_MEMBERS: usize = 20;

/// The value of a slot; nothing when it holds nothing.
pub(super) fn slot(slot: Slot, ticket: &Ticket, names: &Vocabulary<'_>) -> Option<String> {
    match slot {
        Slot::Status => {
            Some(names.status(ticket.status).map_or_else(|| ticket.category.name().to_owned(), status))
        }
        Slot::Category => Some(ticket.category.name().to_owned()),
        Slot::Priority => ticket.priority.map(Priority::name).map(str::to_owned),
        Slot::Type => ticket.kind.map(|kind| kind.name().to_owned()),
        Slot::Channel => Some(ticket.channel.name().to_owned()),
        Slot::Requester => Some(ticket.requester.to_string()),
        Slot::Assignee => ticket.assignee.map(|person| person.to_string()),
        Slot::Team => ticket.team.map(|id| team(id, names)),
        Slot::Organization => ticket.organization.map(|organization| organization.to_string()),
        Slot::Mailbox => ticket.mailbox.map(|mailbox| mailbox.to_string()),
        Slot::Policy => ticket.policy.map(|pin| pin.id.to_string()),
        Slot::Breached => Some(truth(ticket.is_breached())),
        Slot::Number => Some(ticket.number.to_string()),
        Slot::CreatedAt => Some(ticket.created_at.to_string()),
        Slot::UpdatedAt => Some(ticket.updated_at.to_string()),
        Slot::StatusSince => Some(ticket.status_since.to_string()),
        Slot::DueAt => ticket.due_at.map(|at| at.to_string()),
        Slot::NextBreach => ticket.next_breach_at().map(|at| at.to_string()),
        Slot::Title => ticket.title.text.as_deref().map(shortened),
        Slot::Tags => members(ticket.tags.iter().map(String::as_str)),
        Slot::Participants => members(ticket.participants.iter().map(ToString::to_string)),
        Slot::Custom(id) => ticket.field(id).and_then(|value| match value {
            FieldValue::Text(text) => text.text.as_deref().map(shortened),
            FieldValue::Integer(number) => Some(number.to_string()),
            FieldValue::Choice(held) => Some(choice(id, held, names)),
            FieldValue::Bool(yes) => Some(truth(*yes)),
            FieldValue::Date(day) => Some(day.to_string()),
        }),
    }
}

/// The value of what only an update has.
pub(super) fn update(slot: UpdateSlot, ctx: &UpdateContext<'_>) -> Option<String> {
    match ctx.read(slot) {
        Found::Nothing | Found::Id(_) => None,
        Found::Number(number) => Some(truth(number != 0)),
        Found::Text(text) => Some(shortened(text)),
    }
}

/// An operand of a field in the words in which the field's own value is told.
pub(super) fn operand(value: &Value, field: &str, names: &Vocabulary<'_>) -> String {
    let kind = ticket_field(field, names).map(|field| field.kind);
    let one = |value: &Value| match (value, &kind) {
        (Value::Null, _) => "nothing".to_owned(),
        (Value::Bool(yes), _) => truth(*yes),
        (Value::Integer(millis), Some(Kind::Instant)) => Timestamp::from_millis(*millis).to_string(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Text(choice), Some(Kind::Choice(options))) => label(choice, options),
        (Value::Text(text), _) => named(text, names).unwrap_or_else(|| shortened(text)),
        (Value::List(_), _) => "a list".to_owned(),
    };
    match value {
        Value::List(values) => members(values.iter().map(one)).unwrap_or_default(),
        single => one(single),
    }
}

fn named(text: &str, names: &Vocabulary<'_>) -> Option<String> {
    if let Ok(id) = text.parse::<StatusId>() {
        return names.status(id).map(status);
    }
    text.parse::<TeamId>().ok().map(|id| team(id, names))
}

pub(super) fn truth(yes: bool) -> String {
    if yes { "true" } else { "false" }.to_owned()
}

/// The name that agents read, and what it means when that is not the same.
pub(super) fn status(status: &Status) -> String {
    let category = status.category.name();
    if status.name.eq_ignore_ascii_case(category) {
        status.name.clone()
    } else {
        format!("{} ({category})", status.name)
    }
}

pub(super) fn team(id: TeamId, names: &Vocabulary<'_>) -> String {
    names.team(id).map_or_else(|| id.to_string(), |team| team.name.clone())
}

fn label(choice: &str, options: &[ChoiceOption]) -> String {
    let option = options.iter().find(|option| option.id == choice);
    option.map_or_else(|| choice.to_owned(), |option| option.label.clone())
}

fn choice(id: FieldId, choice: &str, names: &Vocabulary<'_>) -> String {
    match names.field_by_id(id).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => label(choice, options),
        _ => choice.to_owned(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

fn members<S: AsRef<str>>(members: impl ExactSizeIterator<Item = S>) -> Option<String> {
    let more = members.len().saturating_sub(SHOWN_MEMBERS);
    let shown: Vec<S> = members.take(SHOWN_MEMBERS).collect();
    if shown.is_empty() {
        return None;
    }
    let mut text = shown.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    Some(text)
}
