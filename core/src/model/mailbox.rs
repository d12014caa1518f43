use serde::{Deserialize, Serialize};

use crate::ids::{MailboxId, TeamId};

/// What happens to mail of mailing lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ListMail {
    /// It is automatic mail: it starts nothing.
    #[default]
    Automatic,
    /// It is ordinary mail.
    Accept,
}

/// An address at which the desk is written to, and as which it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Mailbox {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "MailboxId::unset")]
    pub id: MailboxId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// The name in the From of answers.
    pub name: String,
    /// The address that answers come from.
    pub address: String,
    /// Other own addresses that lead to it.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub aliases: Vec<String>,
    /// The team that new tickets go to.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub team: Option<TeamId>,
    /// What happens to mail of mailing lists.
    #[serde(default)]
    pub list_mail: ListMail,
    /// A public list or forum, nothing in it private: a stranger's reply to a known message joins its ticket.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub open: bool,
    /// Whether a reply of somebody who does not take part joins a ticket, flagged, when it goes to the ticket's signed address and the
    /// sender's domain vouches for it. Else it waits in quarantine: only who knows that no other service mails codes to such addresses
    /// lets strangers in.
    #[serde(default)]
    pub admit_strangers: bool,
    /// Whether it takes mail that goes to none of the desk's addresses, as by a forward or a list.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub catch_all: bool,
    /// The domain of its address receives mail for nobody but the desk. Else whoever asks could pass for somebody of that domain, since the
    /// codes by which other services find out land in tickets: saving such a mailbox answers a warning.
    #[serde(default)]
    pub dedicated_domain: bool,
}
