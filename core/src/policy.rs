//! Who may see and do what. The one place that decides; its scope is a conjunct of every query.

use crate::model::{Actor, LinkKind, Ticket, TicketFacts, TicketSummary, Visibility};
use crate::query::Predicate;
use crate::{Error, ErrorKind, Result};

/// What an actor may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// Which tickets.
    pub tickets: Predicate,
    /// Which comments: all, or only those of a visibility.
    pub comments: Option<Visibility>,
    /// How much of a ticket.
    pub detail: TicketDetail,
}

/// How much of a ticket somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TicketDetail {
    /// All of it.
    Everything,
    /// Not how the desk works on it; and no links to a ticket that the sender of a mail only named: that there is such a ticket is nothing
    /// they should learn. What follows up another ticket was sent by somebody who takes part in that one, or to a mailbox that is open
    /// to everybody.
    ForRequesters,
}

impl Scope {
    /// A ticket in this scope, as the actor sees it: those who ask see no tags, clocks and counts of the desk.
    pub fn shown(&self, mut ticket: Ticket) -> Ticket {
        if self.detail == TicketDetail::ForRequesters {
            let all = ticket.links.len();
            ticket.links.retain(|link| link.kind != LinkKind::Related);
            // Each link was an event, by whose number it would be told nevertheless.
            let hidden = u32::try_from(all - ticket.links.len()).unwrap_or_default();
            ticket.seq = ticket.seq.saturating_sub(hidden);
            // Nor whose tickets went on in it, or that it went on in another.
            ticket.seq = ticket.seq.saturating_sub(u32::try_from(ticket.merged.len()).unwrap_or_default());
            ticket.merged.clear();
            ticket.merged_into = None;
            ticket.tags.clear();
            ticket.clocks.clear();
            ticket.policy = None;
            ticket.facts = TicketFacts { solved_at: ticket.facts.solved_at, ..TicketFacts::default() };
        }
        ticket
    }

    /// A row of a list in this scope, as the actor sees it.
    pub fn shown_row(&self, mut row: TicketSummary) -> TicketSummary {
        if self.detail == TicketDetail::ForRequesters {
            row.tags.clear();
            row.deadline_at = None;
        }
        row
    }
}

/// Something that an actor wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Permission {
    /// Create a ticket for oneself and comment on it in public.
    Ask,
    /// Change tickets, add notes, create tickets for others.
    Work,
    /// Change people.
    ManagePeople,
    /// Change the configuration.
    Configure,
    /// Take in mail, drain the outbox, let time pass, read the feed.
    Operate,
}

/// What `actor` may see.
pub fn scope(actor: &Actor) -> Scope {
    match actor {
        Actor::Requester { person, .. } => Scope {
            tickets: Predicate::requested_by(*person),
            comments: Some(Visibility::Public),
            detail: TicketDetail::ForRequesters,
        },
        Actor::Host | Actor::Agent { .. } | Actor::Rule { .. } | Actor::System => {
            Scope { tickets: Predicate::everything(), comments: None, detail: TicketDetail::Everything }
        }
    }
}

/// Checks that `actor` may do something. `admin` tells that the person has that role.
///
/// # Errors
/// `permission.denied`.
pub fn authorize(actor: &Actor, admin: bool, permission: Permission) -> Result<()> {
    let allowed = match actor {
        Actor::Host => true,
        Actor::Agent { .. } => match permission {
            Permission::Ask | Permission::Work | Permission::ManagePeople => true,
            Permission::Configure => admin,
            Permission::Operate => false,
        },
        Actor::Requester { .. } => permission == Permission::Ask,
        Actor::Rule { .. } | Actor::System => permission == Permission::Work,
    };
    if allowed {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Forbidden, "permission.denied", "this actor may not do that"))
}
