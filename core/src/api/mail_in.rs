use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::engine::IncomingMail;
use crate::intake::envelope::{AuthVerdict, Envelope};
use crate::model::Bytes;

/// A raw mail as the host hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MailIn {
    /// The raw bytes.
    pub raw: Bytes,
    /// Whether the sender's domain vouches for it.
    pub verdict: AuthVerdict,
    /// When it was received.
    pub received_at: Timestamp,
    /// What the mail server knows of it.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub envelope: Envelope,
}

impl MailIn {
    pub(super) fn incoming(&self) -> IncomingMail<'_> {
        let Self { raw, verdict, received_at, envelope } = self;
        IncomingMail { raw, envelope, verdict: *verdict, received_at: *received_at }
    }
}
