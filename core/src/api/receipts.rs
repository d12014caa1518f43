//! What each kind of command answers. A [`Receipt`] is that of any.

use serde::Serialize;

use crate::ids::{CommandId, CommentId, PersonId, TicketId, TicketNumber, UpdateId};
use crate::{Error, ErrorKind, Receipt, ReceiptWarning, Result, Timestamp};

macro_rules! receipts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident: $type:ty = $read:expr,)+ })+) => {$(
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

        impl TryFrom<Receipt> for $name {
            type Error = Error;

            /// Fails when a sender used the id of a command once more for one of another kind: the receipt is that of the first.
            fn try_from(receipt: Receipt) -> Result<Self> {
                $(let $member = {
                    let read: fn(&Receipt) -> Option<$type> = $read;
                    read(&receipt).ok_or_else(of_another_kind)?
                };)+
                Ok(Self { command: receipt.command, at: receipt.at, $($member,)+ })
            }
        }
    )+};
}

receipts! {
    /// What creating or changing a ticket answers.
    TicketReceipt {
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
    UnsubscribeReceipt {
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
    /// What saving a person answers.
    PersonReceipt {
        /// The person.
        person: PersonId = |receipt| receipt.person,
        /// The version of the person afterwards.
        version: u32 = |receipt| Some(receipt.version),
    }
    /// What saving something that is configured answers.
    ConfigReceipt {
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
