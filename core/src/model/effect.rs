use serde::{Deserialize, Serialize};

use super::content::TextRef;
use super::value::is_zero;
use crate::Timestamp;
use crate::ids::{
    CommentId, ContentId, EffectId, MailboxId, PersonId, TemplateId, TicketId, TicketNumber, UpdateId,
};

/// Why a mail is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum MailReason {
    /// A person's public comment, carried to those whom the ticket concerns.
    Reply {
        /// The comment.
        comment: CommentId,
        /// Its place in the ticket.
        index: u32,
    },
    /// A rule's mail.
    Notification {
        /// The template.
        template: TemplateId,
        /// Its version.
        version: u32,
    },
    /// The one mail that a requester whom nobody vouches for gets: it holds nothing of theirs.
    Confirmation,
}

/// A mail that is to be sent. It points to what it needs; bytes are made at the first hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MailEffect {
    /// Why.
    pub reason: MailReason,
    /// From which mailbox.
    pub mailbox: MailboxId,
    /// To whom.
    pub recipient: PersonId,
    /// The subject and text with their values filled in, as erasable content; none when a comment is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<TextRef>,
    /// Which reply addresses are good: the epoch of the ticket.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reply_epoch: u32,
}

/// What is to be done outside the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum EffectBody {
    /// Send a mail.
    Mail(MailEffect),
}

/// How far an effect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum EffectState {
    /// Waits to be handed over.
    Pending,
    /// Was delivered.
    Done,
    /// Was given up after too many tries.
    Dead,
    /// Must not be delivered any more.
    Cancelled,
}

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Effect {
    /// Its id: also the key by which a receiver tells a repetition.
    pub id: EffectId,
    /// The ticket that it belongs to.
    pub ticket: TicketId,
    /// The number of that ticket.
    pub number: TicketNumber,
    /// The update that made it.
    pub update: UpdateId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its place among the effects of one instant.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order: u32,
    /// What is to be done.
    pub body: EffectBody,
    /// How far it is.
    pub state: EffectState,
    /// Why it was cancelled or given up; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Not before this instant; while leased: until when the lease holds.
    pub ready_at: Timestamp,
    /// Raised by every lease: who comes with an older one has lost it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fence: u32,
    /// How often it was handed over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attempts: u32,
    /// The bytes that were made at the first hand-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<ContentId>,
}
