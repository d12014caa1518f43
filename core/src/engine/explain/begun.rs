use crate::Timestamp;
use crate::ids::UpdateId;
use crate::model::{Actor, Channel, Event, EventBody};

/// How an update began.
pub(super) struct Begun {
    pub(super) update: UpdateId,
    pub(super) at: Timestamp,
    pub(super) actor: Actor,
    pub(super) channel: Channel,
    pub(super) depth: u32,
}

impl Begun {
    /// Whether an event belongs to the actor's own part. The engine itself sets no fields in its part.
    pub(super) fn is_part(&self, event: &Event) -> bool {
        let by_actor = event.actor == self.actor && event.rule.is_none();
        by_actor
            && match event.body {
                EventBody::FieldsChanged { .. } => self.actor != Actor::System,
                EventBody::Linked { .. }
                | EventBody::Merged { .. }
                | EventBody::Unmerged { .. }
                | EventBody::Unsubscribed { .. }
                | EventBody::ParticipantsChanged { .. }
                | EventBody::CommentAdded { .. }
                | EventBody::TagsChanged { .. } => true,
                _ => false,
            }
    }

    pub(super) fn is_normalization(&self, event: &Event) -> bool {
        event.rule.is_none() && matches!(event.body, EventBody::FieldsChanged { .. })
    }

    /// Whether a timer made it: then its triggers are those of its follow-ons.
    pub(super) fn is_timer(&self, part: &[Event]) -> bool {
        self.actor == Actor::System && self.depth == 0 && part.is_empty()
    }
}
