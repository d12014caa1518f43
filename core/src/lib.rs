#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(missing_docs))]

pub mod api;
mod canonical;
pub mod clock;
mod desk;
pub mod engine;
pub mod error;
#[cfg(feature = "uniffi")]
pub mod ffi;
#[cfg(test)]
mod hang;
pub mod ids;
#[cfg(feature = "mail")]
pub mod intake;
pub mod keys;
mod limits;
pub mod model;
pub mod outbound;
pub mod policy;
pub mod query;
pub mod report;
pub mod rules;
mod sla;
pub mod store;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod text;
pub mod time;

pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use desk::{Budget, Desk, Frontdesk, Handle, TickFailure, TickReport, TicketSummaryPage};
pub use engine::{
    ApplyPolicies, Attainment, AttainmentRow, ChangedPromise, ClockDifference, ClockTimeline, Command,
    ConfigReceipt, CreateTicket, Delivery, DeliveryMail, Executable, ExplainedUpdate, Explanation, Failure,
    FieldEdit, MarkKind, MergeTicket, NewComment, PersonReceipt, PoliciesApplied, PoliciesReceipt,
    PolicyDifference, PolicyDifferencePage, PromiseOutcome, Receipt, ReceiptWarning, Request, SaveConfig,
    SavePerson, SlaTimeline, SpanState, TargetPart, TicketReceipt, TimelineCause, TimelineDetail,
    TimelineMark, TimelineSpan, TimelineTarget, UnmergeTicket, Unsubscribe, UnsubscribeReceipt, UpdateTicket,
    Verified, WhatIf, WhatIfReport,
};
#[cfg(feature = "mail")]
pub use engine::{AttachmentFile, IncomingMail, IntakeReceipt};
pub use error::{Detail, Error, ErrorInfo, ErrorKind, Result};
pub use keys::Keys;
pub use limits::Limits;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("frontdesk_model");
