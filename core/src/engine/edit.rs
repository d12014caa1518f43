//! Changes of fields, tags and participants, recorded only where something differs.

use super::context::Context;
use super::draft::Draft;
use crate::ids::PersonId;
use crate::model::{Actor, EventBody, FieldChange, FieldValue, RuleRef, StatusCategory};
use crate::rules::{Assignment, RawFieldValue};
use crate::{Error, Result};

/// Sets fields in order; of several for one field the last counts. Answers whether anything changed.
pub(crate) fn fields(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    rule: Option<RuleRef>,
    assignments: Vec<Assignment>,
) -> Result<bool> {
    let mut changes = Vec::new();
    for assignment in assignments {
        changes.extend(change(context, draft, assignment)?);
    }
    draft.record_fields(actor, rule, changes)
}

/// The change that an assignment means for the ticket as it stands; none when the field has the value already.
fn change(
    context: &mut Context<'_>,
    draft: &mut Draft,
    assignment: Assignment,
) -> Result<Option<FieldChange>> {
    let work = draft.work();
    let change = match assignment {
        Assignment::Title(title) => {
            let title: String = title.chars().take(context.limits.title_chars).collect();
            if work.title.text.as_deref() == Some(title.as_str()) {
                return Ok(None);
            }
            FieldChange::Title { to: context.text(&mut draft.ids, draft.at, &title) }
        }
        // `new` never returns: a rule's action to that end has no effect, a command was refused before it came here.
        Assignment::Status { category: StatusCategory::New, .. } if work.category != StatusCategory::New => {
            return Ok(None);
        }
        Assignment::Status { id, category } => FieldChange::Status { from: work.status, to: id, category },
        Assignment::Priority(to) => FieldChange::Priority { from: work.priority, to },
        Assignment::Type(to) => FieldChange::Type { from: work.kind, to },
        Assignment::Assignee(to) => FieldChange::Assignee { from: work.assignee, to },
        Assignment::Team(to) => FieldChange::Team { from: work.team, to },
        Assignment::DueAt(to) => FieldChange::DueAt { from: work.due_at, to },
        Assignment::Custom { field, to } => {
            let from = work.field(field).cloned();
            if same_value(from.as_ref(), to.as_ref()) {
                return Ok(None);
            }
            let to = to.map(|value| field_value(context, draft, value));
            FieldChange::Custom { id: field, from, to }
        }
    };
    Ok(if is_change(&change) { Some(change) } else { None })
}

fn is_change(change: &FieldChange) -> bool {
    match change {
        FieldChange::Title { .. } | FieldChange::Custom { .. } => true,
        FieldChange::Status { from, to, .. } => from != to,
        FieldChange::Priority { from, to } => from != to,
        FieldChange::Type { from, to } => from != to,
        FieldChange::Assignee { from, to } => from != to,
        FieldChange::Team { from, to } => from != to,
        FieldChange::DueAt { from, to } => from != to,
    }
}

fn same_value(have: Option<&FieldValue>, want: Option<&RawFieldValue>) -> bool {
    match (have, want) {
        (None, None) => true,
        (Some(FieldValue::Text(have)), Some(RawFieldValue::Text(want))) => {
            have.text.as_deref() == Some(want.as_str())
        }
        (Some(FieldValue::Integer(have)), Some(RawFieldValue::Integer(want))) => have == want,
        (Some(FieldValue::Choice(have)), Some(RawFieldValue::Choice(want))) => have == want,
        (Some(FieldValue::Bool(have)), Some(RawFieldValue::Bool(want))) => have == want,
        (Some(FieldValue::Date(have)), Some(RawFieldValue::Date(want))) => have == want,
        _ => false,
    }
}

fn field_value(context: &mut Context<'_>, draft: &mut Draft, value: RawFieldValue) -> FieldValue {
    match value {
        RawFieldValue::Text(text) => FieldValue::Text(context.text(&mut draft.ids, draft.at, &text)),
        RawFieldValue::Integer(number) => FieldValue::Integer(number),
        RawFieldValue::Choice(choice) => FieldValue::Choice(choice),
        RawFieldValue::Bool(yes) => FieldValue::Bool(yes),
        RawFieldValue::Date(day) => FieldValue::Date(day),
    }
}

/// What of `add` is new and what of `remove` is there; adding wins over removing.
fn difference<T: Ord + Clone>(have: &[T], add: &[T], remove: &[T]) -> (Vec<T>, Vec<T>) {
    let mut added: Vec<T> = add.iter().filter(|item| have.binary_search(item).is_err()).cloned().collect();
    let gone = |item: &&T| have.binary_search(item).is_ok() && !add.contains(item);
    let mut removed: Vec<T> = remove.iter().filter(gone).cloned().collect();
    for list in [&mut added, &mut removed] {
        list.sort();
        list.dedup();
    }
    (added, removed)
}

/// Adds and removes tags. Answers whether anything changed.
pub(crate) fn tags(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    rule: Option<RuleRef>,
    add: &[String],
    remove: &[String],
) -> Result<bool> {
    let have = &draft.work().tags;
    let (added, removed) = difference(have, add, remove);
    if added.is_empty() && removed.is_empty() {
        return Ok(false);
    }
    let count = have.len() + added.len() - removed.len();
    if count > context.limits.tags_per_ticket {
        let cap = context.limits.tags_per_ticket as u64;
        return Err(
            Error::limit("ticket.too_many_tags", "tags of the ticket", count as u64, cap).at("/add_tags")
        );
    }
    draft.record(actor, rule, EventBody::TagsChanged { added, removed })?;
    Ok(true)
}

/// Adds and removes participants; the requester is none. Answers whether anything changed.
pub(crate) fn participants(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    rule: Option<RuleRef>,
    add: &[PersonId],
    remove: &[PersonId],
) -> Result<bool> {
    let work = draft.work();
    let add: Vec<PersonId> = add.iter().copied().filter(|person| *person != work.requester).collect();
    let (added, removed) = difference(&work.participants, &add, remove);
    if added.is_empty() && removed.is_empty() {
        return Ok(false);
    }
    let count = work.participants.len() + added.len() - removed.len();
    if count > context.limits.participants_per_ticket {
        let cap = context.limits.participants_per_ticket as u64;
        let error =
            Error::limit("ticket.too_many_participants", "participants of the ticket", count as u64, cap);
        return Err(error.at("/add_participants"));
    }
    draft.record(actor, rule, EventBody::ParticipantsChanged { added, removed })?;
    Ok(true)
}
