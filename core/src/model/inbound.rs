use serde::{Deserialize, Serialize};

use super::content::Digest;
use crate::Timestamp;
use crate::ids::{CommentId, ContentId, MailboxId, MessageId, TicketId, TicketNumber};

/// Why a message waits in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum QuarantineReason {
    /// A valid reply address or Message-ID, but from somebody who does not take part.
    ForeignUpdate,
    /// Authentication of the sender failed.
    AuthenticationFailed,
    /// Not exactly one sender.
    AmbiguousSender,
    /// The sender's address is none.
    BadSender,
    /// A machine wrote it, and there is no ticket that it belongs to.
    Automatic,
    /// Nothing in it.
    Blank,
    /// It cannot be understood as a mail.
    Unparsable,
    /// More or larger than what is accepted.
    OverLimits,
}

/// Why a message was left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum IgnoredReason {
    /// We sent it ourselves.
    Loop,
    /// A delivery failure that belongs to no ticket.
    Bounce,
}

/// What became of a message: exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum IntakeOutcome {
    /// It made a ticket.
    Created {
        /// The ticket.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
    },
    /// It became a comment on a ticket.
    Appended {
        /// The ticket.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
        /// The comment.
        comment: CommentId,
    },
    /// It waits for a person to decide.
    Quarantined {
        /// Why.
        reason: QuarantineReason,
    },
    /// It was left alone; its record is kept.
    Ignored {
        /// Why.
        reason: IgnoredReason,
    },
    /// The same message was taken in before.
    Duplicate {
        /// As this one.
        of: MessageId,
    },
    /// It made the engine fail three times, and was put aside so that others go on.
    Parked,
}

impl IntakeOutcome {
    /// The name of the kind, as in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Appended { .. } => "appended",
            Self::Quarantined { .. } => "quarantined",
            Self::Ignored { .. } => "ignored",
            Self::Duplicate { .. } => "duplicate",
            Self::Parked => "parked",
        }
    }

    /// The ticket that it made or joined.
    pub fn ticket(&self) -> Option<TicketNumber> {
        match self {
            Self::Created { number, .. } | Self::Appended { number, .. } => Some(*number),
            _ => None,
        }
    }
}

/// A mail that was handed in, and of which it is not yet told what became: it is written before the mail is read, and deleted with
/// the record of its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Arrival {
    /// A digest of the raw bytes.
    pub key: Digest,
    /// When it was received, as the host says.
    pub received_at: Timestamp,
    /// The raw bytes.
    pub raw: ContentId,
    /// How many bytes.
    pub size: u64,
    /// How often it was begun.
    pub attempts: u32,
    /// Whether the bytes are those of a message with a record, which keeps them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
}

/// Under what the record of a message is kept, so that all records of one Message-ID lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct InboundKey {
    /// A digest of its Message-ID under the desk's salt; nothing for a message without one or that was not read.
    pub message_id: Option<Digest>,
    /// The id of the message.
    pub id: MessageId,
}

/// The record of a message: what became of it. By it answers find their ticket, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Inbound {
    /// Its id, derived from what makes it the same message: its Message-ID and canonical content, or its bytes when they cannot be
    /// read.
    pub id: MessageId,
    /// A digest of its Message-ID under the desk's salt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Digest>,
    /// When it was received, as the host says.
    pub received_at: Timestamp,
    /// The raw bytes.
    pub raw: ContentId,
    /// How many bytes.
    pub size: u64,
    /// The mailbox that it came to, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<MailboxId>,
    /// What became of it.
    pub outcome: IntakeOutcome,
}

impl Inbound {
    /// Under what it is kept.
    pub fn key(&self) -> InboundKey {
        InboundKey { message_id: self.message_id, id: self.id }
    }
}
