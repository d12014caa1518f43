//! What a desk holds, counted from its log.

use std::collections::HashMap;

use frontdesk::Handle;
use frontdesk::ids::{MessageId, TicketId};
use frontdesk::model::{Event, EventBody, Subject};

use super::Result;

const PAGE: u32 = 500;

/// What a desk holds.
#[derive(Debug, Default)]
pub struct Log {
    pub tickets: u64,
    pub comments: u64,
    pub events: u64,
    pub effects: u64,
    /// The tickets that messages made.
    pub made: HashMap<MessageId, TicketId>,
}

impl Log {
    /// Reads the whole log of a desk.
    pub fn read(host: &Handle) -> Result<Self> {
        let mut log = Self::default();
        let mut after = 0;
        loop {
            let entries = host.changes(after, PAGE)?;
            let Some(last) = entries.last() else { return Ok(log) };
            after = last.position;
            entries.iter().flat_map(|entry| &entry.events).for_each(|event| log.note(event));
        }
    }

    fn note(&mut self, event: &Event) {
        self.events += 1;
        match &event.body {
            EventBody::TicketCreated { .. } => self.tickets += 1,
            EventBody::CommentAdded { comment, .. } => {
                self.comments += 1;
                // The first comment of a ticket is what made it.
                if let (1, Some(message), Subject::Ticket { id, .. }) =
                    (comment.index, comment.message, event.subject)
                {
                    self.made.insert(message, id);
                }
            }
            EventBody::EffectQueued { .. } => self.effects += 1,
            _ => {}
        }
    }
}
