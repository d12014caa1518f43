//! Pages of lists: what is on one, and where the next begins.

use serde::Serialize;

use crate::ids::EffectId;
use crate::model::{Arrival, Comment, Digest, Effect, Event, Inbound, InboundKey, LogEntry};

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident { $(#[$items_doc:meta])* $items:ident: $item:ty, next: $next:ty = $key:expr })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[non_exhaustive]
        pub struct $name {
            $(#[$items_doc])*
            pub $items: Vec<$item>,
            /// Behind what the next page begins; nothing on the last.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub next: Option<$next>,
        }

        impl $name {
            /// A page of at most `limit` things. One that is full may be the last: then the next is empty.
            pub(super) fn of($items: Vec<$item>, limit: u32) -> Self {
                let key: fn(&$item) -> $next = $key;
                let next = if $items.len() < limit as usize { None } else { $items.last().map(key) };
                Self { $items, next }
            }
        }
    )+};
}

pages! {
    /// Comments of a ticket.
    CommentPage {
        /// The comments, in order.
        comments: Comment, next: u32 = |comment| comment.body().index
    }
    /// What happened to a ticket.
    EventPage {
        /// The events, in order.
        events: Event, next: u32 = |event| event.seq
    }
    /// What happened on a desk.
    LogPage {
        /// The entries, in order.
        entries: LogEntry, next: u64 = |entry| entry.position
    }
    /// Mails without an outcome.
    ArrivalPage {
        /// The mails, in order.
        arrivals: Arrival, next: Digest = |arrival| arrival.key
    }
    /// Records of messages.
    MessagePage {
        /// The records, in order.
        messages: Inbound, next: InboundKey = Inbound::key
    }
    /// Rows of the outbox.
    EffectPage {
        /// The effects, in order.
        effects: Effect, next: EffectId = |effect| effect.id
    }
}
