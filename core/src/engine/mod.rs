//! What happens when somebody does something: commands are decided, recorded as events, folded and written, all in one transaction.

mod apply_part;
mod apply_policies;
mod attempt;
mod by_actor;
mod command;
mod config;
mod configure;
mod conflict;
mod context;
mod delivery;
mod digest;
mod draft;
mod edit;
mod evolve;
mod execute;
mod explain;
mod history;
mod id_gen;
#[cfg(feature = "mail")]
mod mail_in;
#[cfg(feature = "mail")]
mod mail_read;
mod merge;
mod metrics;
mod normalize;
mod notify;
mod outbox;
mod own_update;
mod pages;
mod part;
mod people;
mod permit;
mod receipt;
mod render;
mod sla_timeline;
mod timers;
mod trigger_run;
mod unsubscribe;
mod update;
mod values;
mod verify;
mod what_if;

pub(crate) use apply_policies::difference as policy_difference;
pub use apply_policies::{ClockDifference, PolicyDifference, PolicyDifferencePage};
pub(crate) use attempt::attempt;
pub use command::{
    ApplyPolicies, Command, CreateTicket, FieldEdit, MergeTicket, NewComment, Request, SaveConfig,
    SavePerson, UnmergeTicket, Unsubscribe, UpdateTicket,
};
pub(crate) use config::DeskConfig;
pub(crate) use context::Context;
pub use delivery::{Delivery, DeliveryMail, Failure};
pub(crate) use digest::digest;
pub use evolve::{created, evolve};
pub(crate) use execute::{check_actor, execute, ticket_not_found};
pub(crate) use explain::explain;
pub use explain::{ExplainedUpdate, Explanation};
pub(crate) use history::with_texts;
#[cfg(feature = "mail")]
pub(crate) use mail_in::{Accepted, arrive, conclude, give_back};
#[cfg(feature = "mail")]
pub use mail_in::{IncomingMail, IntakeReceipt};
#[cfg(feature = "mail")]
pub use mail_read::AttachmentFile;
#[cfg(feature = "mail")]
pub(crate) use mail_read::{ReadHtml, attachment, html};
pub(crate) use outbox::{ack, fail, prepare};
pub use receipt::{
    ConfigReceipt, Executable, PersonReceipt, PoliciesApplied, PoliciesReceipt, Receipt, ReceiptWarning,
    TicketReceipt, UnsubscribeReceipt,
};
pub(crate) use sla_timeline::sla_timeline;
pub use sla_timeline::{
    ClockTimeline, MarkKind, SlaTimeline, SpanState, TargetPart, TimelineCause, TimelineDetail, TimelineMark,
    TimelineSpan, TimelineTarget,
};
pub(crate) use timers::run_due_ticket;
pub use verify::Verified;
pub(crate) use verify::verify;
pub(crate) use what_if::what_if;
pub use what_if::{Attainment, AttainmentRow, ChangedPromise, PromiseOutcome, WhatIf, WhatIfReport};
