//! Counted limits. Reaching one is a typed error or a quarantine with a reason, never silent.

use serde::{Deserialize, Serialize};

/// What a desk accepts at most.
///
/// ```
/// use frontdesk::Limits;
/// let limits = Limits { mail_bytes: 10 << 20, ..Limits::default() };
/// assert!(limits.mail_bytes < Limits::default().mail_bytes);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Limits {
    /// Bytes of a raw mail.
    pub mail_bytes: usize,
    /// Characters of a title; a longer one is cut.
    pub title_chars: usize,
    /// Bytes of a comment's text.
    pub comment_bytes: usize,
    /// Comments of a ticket.
    pub comments_per_ticket: u32,
    /// Tags of a ticket.
    pub tags_per_ticket: usize,
    /// Participants of a ticket.
    pub participants_per_ticket: usize,
    /// Active and inactive triggers of a desk.
    pub triggers: usize,
    /// Updates that lead to each other.
    pub depth: u32,
    /// Commands in a batch.
    pub batch: usize,
    /// Tickets on a page; at least one.
    pub page: u32,
    /// Up to here tickets are counted one by one.
    pub count: u32,
    /// Hand-overs of an effect before it is given up.
    pub attempts: u32,
    /// Characters of a person's name.
    pub name_chars: usize,
    /// Addresses of a person.
    pub addresses: usize,
}

impl Limits {
    /// So many that somebody asks for, at least one and at most a page.
    pub(crate) fn page_of(&self, asked: u32) -> u32 {
        asked.min(self.page).max(1)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            mail_bytes: 25 << 20,
            title_chars: 250,
            comment_bytes: 1 << 20,
            comments_per_ticket: 5_000,
            tags_per_ticket: 200,
            participants_per_ticket: 50,
            triggers: 2_000,
            depth: 10,
            batch: 1_000,
            page: 100,
            count: 10_000,
            attempts: 12,
            name_chars: 1_000,
            addresses: 100,
        }
    }
}
