//! What the host knows about a mail that the mail itself cannot be trusted to tell.

use serde::{Deserialize, Serialize};

/// The SMTP envelope of an inbound mail, as the host's mail server saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Envelope {
    /// `MAIL FROM`: absent when the host does not know it; empty or `<>` for the null return path of bounces.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub mail_from: Option<String>,
    /// `RCPT TO`: the addresses this copy was delivered to.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub rcpt_to: Vec<String>,
}

impl Envelope {
    /// Whether the sender asked for no answer: a null return path.
    ///
    /// ```
    /// use frontdesk::intake::envelope::Envelope;
    /// let bounce = Envelope { mail_from: Some("<>".into()), rcpt_to: vec![] };
    /// assert!(bounce.is_null_return_path());
    /// assert!(!Envelope::default().is_null_return_path());
    /// ```
    pub fn is_null_return_path(&self) -> bool {
        self.mail_from.as_deref().is_some_and(|path| matches!(path.trim(), "" | "<>"))
    }
}

/// Whether the domain in `From` vouches for this mail, as the host checked it (SPF, DKIM and DMARC alignment).
///
/// There is no default: a missing verdict must never read as a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum AuthVerdict {
    /// A check passed for the very domain of the `From` address.
    Aligned,
    /// Nothing is known: no check was made, or the domain publishes nothing.
    None,
    /// The domain says that this mail is not from it.
    Fail,
}
