//! Two people at one ticket: changes to different fields are merged, different changes to the same field are a conflict.

use super::command::FieldEdit;
use super::context::Context;
use crate::model::{EventBody, FieldChange, FieldValue, Subject, Ticket};
use crate::rules::{Assignment, RawFieldValue};
use crate::{Error, ErrorKind, Result};

/// Events are read backwards in pieces of so many.
const PIECE: u32 = 64;

/// Checks that nobody gave the fields of `assignments`, which are `edits` resolved, another value since the ticket had the version
/// `base`.
pub(crate) fn check(
    context: &mut Context<'_>,
    ticket: &Ticket,
    base: u32,
    edits: &[FieldEdit],
    assignments: &[Assignment],
) -> Result<()> {
    if base > ticket.version {
        return Err(Error::invalid("ticket.bad_base_version", "the ticket has never had this version")
            .at("/base_version")
            .hint("send the version that you read the ticket in"));
    }
    let mut updates_left = ticket.version - base;
    let mut end = ticket.seq;
    while updates_left > 0 && end > 0 {
        let start = end.saturating_sub(PIECE);
        let subject = Subject::Ticket { id: ticket.id, number: ticket.number };
        let events = context.tx.subject_events(context.desk, subject, start, end - start)?;
        for event in events.iter().rev() {
            match &event.body {
                EventBody::FieldsChanged { changes } => {
                    for change in changes {
                        if let Some(nth) = assignments.iter().position(|wanted| clash(ticket, change, wanted))
                        {
                            return Err(conflict(ticket, nth, edits, assignments));
                        }
                    }
                }
                EventBody::UpdateBegun { .. } => updates_left -= 1,
                _ => {}
            }
            if updates_left == 0 {
                return Ok(());
            }
        }
        end = start;
    }
    Ok(())
}

/// Whether an earlier change was to what an assignment sets, and the ticket does not hold that already.
fn clash(ticket: &Ticket, change: &FieldChange, assignment: &Assignment) -> bool {
    let same_field = match (change, assignment) {
        (FieldChange::Title { .. }, Assignment::Title(_))
        | (FieldChange::Status { .. }, Assignment::Status { .. })
        | (FieldChange::Priority { .. }, Assignment::Priority(_))
        | (FieldChange::Type { .. }, Assignment::Type(_))
        | (FieldChange::Assignee { .. }, Assignment::Assignee(_))
        | (FieldChange::Team { .. }, Assignment::Team(_))
        | (FieldChange::DueAt { .. }, Assignment::DueAt(_)) => true,
        (FieldChange::Custom { id, .. }, Assignment::Custom { field, .. }) => id == field,
        _ => false,
    };
    same_field && held(ticket, assignment) != wanted(assignment)
}

/// The error that tells both values, each as a command writes it; one that is nothing is left out.
fn conflict(ticket: &Ticket, nth: usize, edits: &[FieldEdit], assignments: &[Assignment]) -> Error {
    let message = "somebody else changed this field meanwhile";
    let error = Error::new(ErrorKind::Conflict, "ticket.conflict", message)
        .at(format!("/changes/{nth}/field"))
        .hint("load the ticket again and decide anew")
        .detail("version", ticket.version);
    let field = edits.get(nth).map(|edit| edit.field.clone());
    let assignment = assignments.get(nth);
    [
        ("field", field),
        ("theirs", assignment.and_then(|assignment| held(ticket, assignment))),
        ("yours", assignment.and_then(wanted)),
    ]
    .into_iter()
    .fold(error, |error, (name, value)| match value {
        Some(value) => error.detail(name, value),
        None => error,
    })
}

/// What a ticket holds in the field that an assignment sets.
fn held(ticket: &Ticket, assignment: &Assignment) -> Option<String> {
    match assignment {
        Assignment::Title(_) => ticket.title.text.clone(),
        Assignment::Status { .. } => Some(ticket.status.to_string()),
        Assignment::Priority(_) => ticket.priority.map(|priority| priority.name().to_owned()),
        Assignment::Type(_) => ticket.kind.map(|kind| kind.name().to_owned()),
        Assignment::Assignee(_) => ticket.assignee.map(|person| person.to_string()),
        Assignment::Team(_) => ticket.team.map(|team| team.to_string()),
        Assignment::DueAt(_) => ticket.due_at.map(|at| at.to_string()),
        Assignment::Custom { field, .. } => ticket.field(*field).and_then(|value| match value {
            FieldValue::Text(text) => text.text.clone(),
            FieldValue::Integer(number) => Some(number.to_string()),
            FieldValue::Choice(choice) => Some(choice.clone()),
            FieldValue::Bool(yes) => Some(yes.to_string()),
            FieldValue::Date(day) => Some(day.to_string()),
        }),
    }
}

/// What an assignment wants there.
fn wanted(assignment: &Assignment) -> Option<String> {
    match assignment {
        Assignment::Title(title) => Some(title.clone()),
        Assignment::Status { id, .. } => Some(id.to_string()),
        Assignment::Priority(to) => to.map(|priority| priority.name().to_owned()),
        Assignment::Type(to) => to.map(|kind| kind.name().to_owned()),
        Assignment::Assignee(to) => to.map(|person| person.to_string()),
        Assignment::Team(to) => to.map(|team| team.to_string()),
        Assignment::DueAt(to) => to.map(|at| at.to_string()),
        Assignment::Custom { to, .. } => to.as_ref().map(|value| match value {
            RawFieldValue::Text(text) => text.clone(),
            RawFieldValue::Integer(number) => number.to_string(),
            RawFieldValue::Choice(choice) => choice.clone(),
            RawFieldValue::Bool(yes) => yes.to_string(),
            RawFieldValue::Date(day) => day.to_string(),
        }),
    }
}
