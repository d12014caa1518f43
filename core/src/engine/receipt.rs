//! What commands answer: each kind with what it always has, and [`Receipt`] for any.

use serde::{Deserialize, Serialize};

use super::command::{
    ApplyPolicies, Command, CreateTicket, MergeTicket, Request, SaveConfig, SavePerson, UnmergeTicket,
    Unsubscribe, UpdateTicket,
};
use crate::ids::{CommandId, CommentId, PersonId, TicketId, TicketNumber, UpdateId};
use crate::{Error, ErrorKind, Result, Timestamp};

/// What [`Handle::execute`](crate::Handle::execute) carries out: a command, or a request, which is one under an id of its sender's.
pub trait Executable: Into<Request> {
    /// What it answers.
    type Receipt;

    /// Its own receipt out of one for any command.
    ///
    /// # Errors
    /// `command.other_kind` when its sender used the id for a command of another kind before, and this is the answer to that.
    fn receipt(receipt: Receipt) -> Result<Self::Receipt>;
}

impl Executable for Request {
    type Receipt = Receipt;

    fn receipt(receipt: Receipt) -> Result<Receipt> {
        Ok(receipt)
    }
}

impl Executable for Command {
    type Receipt = Receipt;

    fn receipt(receipt: Receipt) -> Result<Receipt> {
        Ok(receipt)
    }
}

macro_rules! receipts {
    ($($(#[$doc:meta])* $name:ident of $($command:ident),+ { $($(#[$member_doc:meta])* $member:ident: $type:ty = $read:expr,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[non_exhaustive]
        pub struct $name {
            /// The command.
            pub command: CommandId,
            /// When it took effect.
            pub at: Timestamp,
            $($(#[$member_doc])* pub $member: $type,)+
        }

        impl $name {
            fn of(receipt: &Receipt) -> Result<Self> {
                Ok(Self {
                    command: receipt.command,
                    at: receipt.at,
                    $($member: {
                        let read: fn(&Receipt) -> Option<$type> = $read;
                        read(receipt).ok_or_else(of_another_kind)?
                    },)+
                })
            }
        }

        $(impl Executable for $command {
            type Receipt = $name;

            fn receipt(receipt: Receipt) -> Result<$name> {
                $name::of(&receipt)
            }
        })+
    )+};
}

receipts! {
    /// What creating or changing a ticket answers; a merge that of the ticket that stays, and its undoing that of the other one.
    TicketReceipt of CreateTicket, UpdateTicket, MergeTicket, UnmergeTicket {
        /// The ticket.
        ticket: TicketId = |receipt| receipt.ticket,
        /// The number of the ticket.
        number: TicketNumber = |receipt| receipt.number,
        /// The update, by which it is explained.
        update: UpdateId = |receipt| receipt.update,
        /// The comment that was added.
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<CommentId> = |receipt| Some(receipt.comment),
        /// The version of the ticket afterwards.
        version: u32 = |receipt| Some(receipt.version),
    }
    /// What taking somebody off the mail about a ticket answers.
    UnsubscribeReceipt of Unsubscribe {
        /// The ticket.
        ticket: TicketId = |receipt| receipt.ticket,
        /// The number of the ticket.
        number: TicketNumber = |receipt| receipt.number,
        /// The update, by which it is explained; nothing when they were off it already.
        #[serde(skip_serializing_if = "Option::is_none")]
        update: Option<UpdateId> = |receipt| Some(receipt.update),
        /// The version of the ticket afterwards.
        version: u32 = |receipt| Some(receipt.version),
    }
    /// What bringing policies to tickets answers.
    PoliciesReceipt of ApplyPolicies {
        /// How many tickets were looked at.
        tickets: u32 = |receipt| receipt.applied.map(|applied| applied.tickets),
        /// To how many of them anything was done.
        changed: u32 = |receipt| receipt.applied.map(|applied| applied.changed),
        /// Behind which ticket to go on; nothing when that was all.
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<TicketNumber> = |receipt| receipt.applied.map(|applied| applied.next),
    }
    /// What saving a person answers.
    PersonReceipt of SavePerson {
        /// The person.
        person: PersonId = |receipt| receipt.person,
        /// The version of the person afterwards.
        version: u32 = |receipt| Some(receipt.version),
    }
    /// What saving something that is configured answers.
    ConfigReceipt of SaveConfig {
        /// The id of what was saved, as its own kind writes it; `settings` for the settings of the desk.
        config: String = |receipt| receipt.config.clone(),
        /// The version of what was saved afterwards.
        version: u32 = |receipt| Some(receipt.version),
        /// What was carried out, but should be looked at once more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<ReceiptWarning> = |receipt| Some(receipt.warnings.clone()),
    }
}

fn of_another_kind() -> Error {
    Error::new(ErrorKind::Conflict, "command.other_kind", "the id was that of a command of another kind")
        .at("/command")
        .hint("give each command an id of its own")
}

/// The answer to a command of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Receipt {
    /// The command.
    pub command: CommandId,
    /// When it took effect.
    pub at: Timestamp,
    /// The ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub ticket: Option<TicketId>,
    /// The number of the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub number: Option<TicketNumber>,
    /// The update, by which it is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub update: Option<UpdateId>,
    /// The comment that was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub comment: Option<CommentId>,
    /// The person that was saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub person: Option<PersonId>,
    /// The id of what was configured, as its own kind writes it; `settings` for the settings of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub config: Option<String>,
    /// The version afterwards: of the ticket, the person or what was configured.
    pub version: u32,
    /// To how many tickets policies were brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub applied: Option<PoliciesApplied>,
    /// What was carried out, but should be looked at once more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ReceiptWarning>,
}

/// To how many tickets policies were brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PoliciesApplied {
    /// How many tickets were looked at.
    pub tickets: u32,
    /// To how many of them anything was done.
    pub changed: u32,
    /// Behind which ticket to go on; nothing when that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<TicketNumber>,
}

/// Something about a command that is allowed and dangerous.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReceiptWarning {
    /// The stable, dotted code, for example `mailbox.shared_domain`.
    pub code: String,
    /// What the danger is, for people.
    pub message: String,
    /// Which part of the command: a JSON Pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
