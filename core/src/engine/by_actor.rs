use crate::model::{Event, EventBody, FieldChange, Ticket};

/// A ticket after the actor's own part of an update, as `changed_by_actor` asks for it.
pub(crate) struct ByActor {
    /// Without normalization, and at creation without the team that the mailbox gave.
    pub(crate) ticket: Ticket,
    /// Whether the part changed the status.
    pub(crate) set_status: bool,
}

impl ByActor {
    /// The ticket as it stands after the events of the actor's part.
    pub(crate) fn of(ticket: &Ticket, part: &[Event]) -> Self {
        let set = |is: fn(&FieldChange) -> bool| {
            part.iter().any(|event| match &event.body {
                EventBody::FieldsChanged { changes } => changes.iter().any(is),
                _ => false,
            })
        };
        let set_team = set(|change| matches!(change, FieldChange::Team { .. }));
        let set_status = set(|change| matches!(change, FieldChange::Status { .. }));
        let mut ticket = ticket.clone();
        if ticket.version == 1 && !set_team {
            ticket.team = None;
        }
        Self { ticket, set_status }
    }

    /// The actor did nothing.
    pub(crate) fn nothing(ticket: &Ticket) -> Self {
        Self { ticket: ticket.clone(), set_status: false }
    }
}
