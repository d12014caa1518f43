//! What the host gets to deliver, and how it is kept between tries.

use serde::{Deserialize, Serialize};

use crate::ids::{DeskId, EffectId};
use crate::model::Bytes;
use crate::outbound::RenderedMail;
use crate::{Error, ErrorKind, Result};

/// A mail that is handed over for delivery, until its lease ends. Settle it with `ack` or `fail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct Delivery {
    /// Of which desk.
    pub desk: DeskId,
    /// The effect: the same for every try, so also the key by which a receiver tells a repetition.
    pub effect: EffectId,
    /// Which lease this is. One with an older fence has been lost.
    pub fence: u32,
    /// The how-manieth try this is, from 1.
    pub attempt: u32,
    /// What is to be sent.
    pub mail: DeliveryMail,
}

/// A mail with its envelope. Every try sends the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct DeliveryMail {
    /// The sender in the envelope; `None` is the null path `<>`, to which nothing bounces or answers.
    pub mail_from: Option<String>,
    /// The recipients in the envelope.
    pub rcpt_to: Vec<String>,
    /// The mail as it travels.
    pub bytes: Bytes,
}

/// Why a try failed, and whether another one makes sense.
///
/// ```
/// use frontdesk::Failure;
/// assert!(!Failure::temporary("451 try again later").permanent);
/// assert!(Failure::permanent("550 no such user").permanent);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Failure {
    /// What went wrong, for people. It is kept, so it should hold no text of the mail.
    pub note: String,
    /// Whether every further try would fail as well, like after an SMTP reply of 5xx: then there is none.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub permanent: bool,
}

impl Failure {
    /// The next try may succeed.
    pub fn temporary(note: impl Into<String>) -> Self {
        Self { note: note.into(), permanent: false }
    }

    /// No try will succeed.
    pub fn permanent(note: impl Into<String>) -> Self {
        Self { note: note.into(), permanent: true }
    }
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    mail_from: Option<String>,
    rcpt_to: Vec<String>,
}

impl DeliveryMail {
    /// Written as one line of JSON with the envelope, and the mail behind it.
    pub(crate) fn freeze(&self) -> Result<Vec<u8>> {
        let envelope = Envelope { mail_from: self.mail_from.clone(), rcpt_to: self.rcpt_to.clone() };
        let mut frozen = serde_json::to_vec(&envelope)
            .map_err(|_| Error::new(ErrorKind::Internal, "internal.frozen_mail", "a mail cannot be kept"))?;
        frozen.push(b'\n');
        frozen.extend_from_slice(&self.bytes);
        Ok(frozen)
    }

    /// Reads what [`Self::freeze`] wrote.
    pub(crate) fn thaw(frozen: &[u8]) -> Result<Self> {
        let corrupt =
            || Error::new(ErrorKind::Corrupt, "corrupt.frozen_mail", "a mail that was kept cannot be read");
        let end = frozen.iter().position(|byte| *byte == b'\n').ok_or_else(corrupt)?;
        let (envelope, bytes) = frozen.split_at_checked(end).ok_or_else(corrupt)?;
        let Envelope { mail_from, rcpt_to } = serde_json::from_slice(envelope).map_err(|_| corrupt())?;
        Ok(Self { mail_from, rcpt_to, bytes: bytes.iter().skip(1).copied().collect::<Vec<u8>>().into() })
    }
}

impl From<RenderedMail> for DeliveryMail {
    fn from(mail: RenderedMail) -> Self {
        let RenderedMail { bytes, mail_from, rcpt_to } = mail;
        Self {
            mail_from: mail_from.map(|address| address.to_string()),
            rcpt_to: rcpt_to.iter().map(ToString::to_string).collect(),
            bytes: bytes.into(),
        }
    }
}
