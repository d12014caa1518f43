//! From a raw mail to its outcome. The raw bytes are kept first; then every message ends in exactly one outcome.

mod append;
mod arrive;
mod conclude;
mod decide;
mod route;
mod senders;

pub(crate) use arrive::{arrive, give_back};
pub(crate) use conclude::{Accepted, conclude};

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::ids::MessageId;
use crate::intake::envelope::{AuthVerdict, Envelope};
use crate::model::IntakeOutcome;

/// A mail as the host hands it in.
#[derive(Debug, Clone, Copy)]
pub struct IncomingMail<'a> {
    /// The raw bytes.
    pub raw: &'a [u8],
    /// What the mail server knows of it.
    pub envelope: &'a Envelope,
    /// Whether the sender's domain vouches for it.
    pub verdict: AuthVerdict,
    /// When it was received.
    pub received_at: Timestamp,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct IntakeReceipt {
    /// The id under which its record is kept.
    pub message: MessageId,
    /// What became of it.
    pub outcome: IntakeOutcome,
}
