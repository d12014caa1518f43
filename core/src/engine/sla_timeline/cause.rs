//! Who made something happen to a clock: found in the events of the update that came before it.

use crate::ids::UpdateId;
use crate::model::{Actor, ClockTransition, Event, EventBody, FieldChange, Metric, StatusCategory};

/// What an event did that clocks depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Did {
    Created,
    Asked,
    Replied,
    Status(StatusCategory),
    Team,
    Priority,
    Other,
}

/// What an update did so far, in order.
#[derive(Default)]
pub(super) struct UpdateSoFar {
    update: Option<UpdateId>,
    /// Who began it.
    actor: Option<Actor>,
    did: Vec<(u32, Actor, Did)>,
}

impl UpdateSoFar {
    /// Takes in the next event of the ticket.
    pub fn take(&mut self, event: &Event) {
        if self.update != Some(event.update) {
            *self = Self { update: Some(event.update), actor: None, did: Vec::new() };
        }
        let mut did = |what| self.did.push((event.seq, event.actor, what));
        match &event.body {
            EventBody::UpdateBegun { .. } => self.actor = Some(event.actor),
            EventBody::TicketCreated { .. } => did(Did::Created),
            EventBody::CommentAdded { from_agent: true, .. } => did(Did::Replied),
            EventBody::CommentAdded { from_requester: true, .. } => did(Did::Asked),
            EventBody::FieldsChanged { changes } => {
                for change in changes {
                    did(match change {
                        FieldChange::Status { category, .. } => Did::Status(*category),
                        FieldChange::Team { .. } => Did::Team,
                        FieldChange::Priority { .. } => Did::Priority,
                        _ => Did::Other,
                    });
                }
            }
            EventBody::TagsChanged { .. }
            | EventBody::CommentAdded { .. }
            | EventBody::PoliciesApplied { .. }
            | EventBody::MetricStepped { .. }
            | EventBody::MergedInto { .. }
            | EventBody::MergeUndone { .. }
            | EventBody::ParticipantsChanged { .. } => did(Did::Other),
            _ => {}
        }
    }

    /// The event that made a transition of a clock happen, and who did it. None when only time has passed.
    pub fn cause(&self, metric: Metric, transition: ClockTransition) -> Option<(u32, Actor)> {
        use ClockTransition as To;
        let status = |did: Did| matches!(did, Did::Status(_));
        let replied = |did| did == Did::Replied;
        let said = |did| matches!(did, Did::Created | Did::Asked | Did::Replied);
        let team = |did| did == Did::Team;
        let priority = |did| did == Did::Priority;
        let found = match transition {
            To::Warned | To::Breached => return None,
            To::Started if metric == Metric::Ownership => self.last(team).or_else(|| self.last(said)),
            To::Started => self.last(said),
            To::Paused | To::Resumed | To::Abandoned => self.last(status),
            To::Fulfilled => match metric {
                Metric::RequesterWait | Metric::AgentWork | Metric::Resolution => self.last(status),
                Metric::Ownership => self.last(team).or_else(|| self.last(status)),
                _ => self.last(replied).or_else(|| self.last(status)),
            },
            To::Retargeted | To::NoPolicy | To::NoTarget | To::Cancelled | To::Merged => {
                self.last(priority).or_else(|| self.last(|did| did == Did::Other))
            }
        };
        found.or_else(|| self.last(|_| true)).map(|(seq, actor)| (seq, self.who(actor)))
    }

    /// The last status that was set, with the event and who did it.
    pub fn status(&self) -> Option<(StatusCategory, u32, Actor)> {
        self.did.iter().rev().find_map(|(seq, actor, did)| match did {
            Did::Status(category) => Some((*category, *seq, self.who(*actor))),
            _ => None,
        })
    }

    fn last(&self, is_it: impl Fn(Did) -> bool) -> Option<(u32, Actor)> {
        self.did.iter().rev().find(|(_, _, did)| is_it(*did)).map(|(seq, actor, _)| (*seq, *actor))
    }

    /// What the engine does by itself follows from what somebody did.
    fn who(&self, actor: Actor) -> Actor {
        if actor == Actor::System { self.actor.unwrap_or(actor) } else { actor }
    }
}
