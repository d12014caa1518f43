//! Two people at one ticket: changes to different fields are merged, changes to the same field are a conflict.

use super::context::Context;
use crate::model::{EventBody, FieldChange, Subject, Ticket};
use crate::rules::Assignment;
use crate::{Error, ErrorKind, Result};

/// Events are read backwards in pieces of so many.
const PIECE: u32 = 64;

/// Checks that nobody changed the fields of `assignments` since the ticket had the version `base`.
pub(crate) fn check(
    context: &mut Context<'_>,
    ticket: &Ticket,
    base: u32,
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
                    changes.iter().try_for_each(|change| clash(change, assignments))?
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

fn clash(change: &FieldChange, assignments: &[Assignment]) -> Result<()> {
    let same = |assignment: &Assignment| match (change, assignment) {
        (FieldChange::Title { .. }, Assignment::Title(_)) => Some("title".to_owned()),
        (FieldChange::Status { .. }, Assignment::Status { .. }) => Some("status".to_owned()),
        (FieldChange::Priority { .. }, Assignment::Priority(_)) => Some("priority".to_owned()),
        (FieldChange::Type { .. }, Assignment::Type(_)) => Some("type".to_owned()),
        (FieldChange::Assignee { .. }, Assignment::Assignee(_)) => Some("assignee".to_owned()),
        (FieldChange::Team { .. }, Assignment::Team(_)) => Some("team".to_owned()),
        (FieldChange::DueAt { .. }, Assignment::DueAt(_)) => Some("due_at".to_owned()),
        (FieldChange::Custom { id, .. }, Assignment::Custom { field, .. }) if id == field => {
            Some(id.to_string())
        }
        _ => None,
    };
    match assignments
        .iter()
        .enumerate()
        .find_map(|(nth, assignment)| same(assignment).map(|field| (nth, field)))
    {
        None => Ok(()),
        Some((nth, field)) => Err(Error::new(
            ErrorKind::Conflict,
            "ticket.conflict",
            "somebody else changed this field meanwhile",
        )
        .at(format!("/changes/{nth}/field"))
        .hint("load the ticket again and decide anew")
        .detail("field", field)),
    }
}
