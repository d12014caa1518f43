//! The plain data of a desk: what is stored, what commands carry, what events tell. No behavior but small helpers.

mod actor;
mod bytes;
mod comment;
mod config;
mod content;
mod desk;
mod effect;
mod event;
mod field;
mod inbound;
mod mailbox;
mod person;
mod rule;
mod sla;
mod status;
mod summary;
mod ticket;
mod value;
mod view;

pub use actor::{Actor, Role, RuleRef};
pub use bytes::Bytes;
pub(crate) use bytes::with_parts;
pub use comment::{
    Attachment, Comment, CommentBody, CommentFlag, InternalNote, PublicComment, TextPart, TextPartKind,
    ThreadedBy, Visibility,
};
pub use config::{Calendar, Config, ConfigKind, Organization, Team, Template};
pub use content::{Content, Digest, Text, TextRef};
pub use desk::{DeskCounters, DeskSettings};
pub use effect::{Effect, EffectBody, EffectState, MailEffect, MailReason};
pub use event::{ConfigSaved, EVENT_VERSION, Event, EventBody, FieldChange, LogEntry, Subject};
#[cfg(feature = "sqlite")]
pub(crate) use event::{ReadBody, WrittenBody};
pub use field::{ChoiceOption, FieldDefinition, FieldEntry, FieldKind, FieldValue, LocalDay};
pub use inbound::{Arrival, IgnoredReason, Inbound, InboundKey, IntakeOutcome, QuarantineReason};
pub use mailbox::{ListMail, Mailbox};
pub use person::{Person, PersonAddress, Standing, address_key};
pub(crate) use rule::yes;
pub use rule::{Action, ConditionNode, Leaf, MailRecipient, NodeGroup, Operator, Trigger};
pub(crate) use sla::Measure;
pub use sla::{
    CalendarPin, Clock, ClockChange, ClockState, ClockTransition, CustomMetric, Metric, MetricStep,
    OpenPromise, Pause, Policy, PolicyPin, Stretch, Target, TargetVersion, Threshold, Warned,
};
pub use status::{Status, StatusCategory};
pub use summary::TicketSummary;
pub use ticket::{
    Channel, Gap, LinkKind, MergedInto, MergedTicket, Priority, Ticket, TicketFacts, TicketLink, TicketType,
    Wait,
};
pub use value::Value;
pub use view::{Column, Direction, Sort, SortField, View};
