use serde::{Deserialize, Serialize};

use super::{Priority, StatusCategory, Ticket, TicketType};
use crate::clock::Timestamp;
use crate::ids::{PersonId, StatusId, TeamId, TicketId, TicketNumber};

/// A ticket as a row of a list: what people look at before they open one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct TicketSummary {
    /// Its id.
    pub id: TicketId,
    /// The number that people say.
    pub number: TicketNumber,
    /// What it is about, in a line; empty once that was erased.
    pub title: String,
    /// Who asks.
    pub requester: PersonId,
    /// Its status.
    pub status: StatusId,
    /// What the status means.
    pub category: StatusCategory,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// What sort of request it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(name = "type"))]
    pub kind: Option<TicketType>,
    /// The agent who has to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// The team that has to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Tags, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Timestamp,
    /// The earliest deadline of the SLA clocks that run, past or to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_at: Option<Timestamp>,
}

impl From<&Ticket> for TicketSummary {
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id,
            number: ticket.number,
            title: ticket.title.as_str().to_owned(),
            requester: ticket.requester,
            status: ticket.status,
            category: ticket.category,
            priority: ticket.priority,
            kind: ticket.kind,
            assignee: ticket.assignee,
            team: ticket.team,
            tags: ticket.tags.clone(),
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            deadline_at: ticket.nearest_deadline_at(),
        }
    }
}
