use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::actor::{Actor, RuleRef};
use super::comment::{CommentBody, Visibility};
use super::config::ConfigKind;
use super::content::Digest;
use super::effect::EffectBody;
use super::field::FieldValue;
use super::inbound::Inbound;
use super::person::Person;
use super::sla::{ClockChange, MetricStep, PolicyPin};
use super::status::StatusCategory;
use super::ticket::{Channel, MergedTicket, Priority, TicketLink, TicketType};
use crate::Timestamp;
use crate::ids::{
    EffectId, FieldId, MailboxId, MessageId, MetricId, OrganizationId, PersonId, StatusId, TeamId, TicketId,
    TicketNumber, UpdateId,
};
use crate::model::Text;

/// What an event is about. Together with the sequence number it is the identity of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Subject {
    /// A ticket.
    Ticket {
        /// Its id.
        id: TicketId,
        /// Its number.
        number: TicketNumber,
    },
    /// A person.
    Person {
        /// Their id.
        id: PersonId,
    },
    /// A message that was taken in.
    Message {
        /// Its id.
        id: MessageId,
    },
    /// The configuration of the desk.
    Config,
}

/// The change of one field of a ticket, as its outcome. Texts are references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum FieldChange {
    /// The title.
    Title {
        /// What it is now.
        to: Text,
    },
    /// The status, with the category that it meant at that time.
    Status {
        /// What it was.
        from: StatusId,
        /// What it is now.
        to: StatusId,
        /// What that means.
        category: StatusCategory,
    },
    /// The priority.
    Priority {
        /// What it was.
        from: Option<Priority>,
        /// What it is now.
        to: Option<Priority>,
    },
    /// The type.
    Type {
        /// What it was.
        from: Option<TicketType>,
        /// What it is now.
        to: Option<TicketType>,
    },
    /// The assignee.
    Assignee {
        /// Who it was.
        from: Option<PersonId>,
        /// Who it is now.
        to: Option<PersonId>,
    },
    /// The team.
    Team {
        /// Which it was.
        from: Option<TeamId>,
        /// Which it is now.
        to: Option<TeamId>,
    },
    /// The due date.
    DueAt {
        /// What it was.
        from: Option<Timestamp>,
        /// What it is now.
        to: Option<Timestamp>,
    },
    /// A custom field.
    Custom {
        /// Which.
        id: FieldId,
        /// What it was.
        from: Option<FieldValue>,
        /// What it is now.
        to: Option<FieldValue>,
    },
}

/// That a version of something configured was saved. Its document is kept beside the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ConfigSaved {
    /// What sort of thing.
    pub config: ConfigKind,
    /// Its id, as its own kind writes it; `settings` for the settings of the desk.
    pub id: String,
    /// The version.
    pub version: u32,
    /// A digest over the canonical JSON of the document.
    pub digest: Digest,
}

/// What happened: an outcome, never a decision that is to be taken again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("x-frontdesk-open" = true)))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum EventBody {
    /// A ticket was created.
    TicketCreated {
        /// The way by which it came.
        channel: Channel,
        /// The mailbox.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mailbox: Option<MailboxId>,
        /// What it is about.
        title: Text,
        /// Who asks.
        requester: PersonId,
        /// The organization of the requester.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organization: Option<OrganizationId>,
        /// The first status.
        status: StatusId,
        /// What it means.
        category: StatusCategory,
        /// The team of the mailbox.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<TeamId>,
    },
    /// An update began; the events up to the next one of this kind belong to it.
    UpdateBegun {
        /// The way by which it came.
        channel: Channel,
        /// How many updates led to it.
        depth: u32,
        /// The desk's configuration version that it was decided by.
        config_version: u32,
        /// The version of the requester that its rules saw.
        requester_version: u32,
    },
    /// Fields changed.
    FieldsChanged {
        /// Each change.
        changes: Vec<FieldChange>,
    },
    /// Tags came or went.
    TagsChanged {
        /// Which came.
        added: Vec<String>,
        /// Which went.
        removed: Vec<String>,
    },
    /// Participants came or went.
    ParticipantsChanged {
        /// Who came.
        added: Vec<PersonId>,
        /// Who went.
        removed: Vec<PersonId>,
    },
    /// Somebody wants no more mail about the ticket.
    Unsubscribed {
        /// Who.
        person: PersonId,
    },
    /// What an update made of the status, once its rules were through: what only came and went in between counts for nothing.
    StatusSettled {
        /// What the status meant before the update.
        from: StatusCategory,
        /// What it means now.
        to: StatusCategory,
        /// Since when the ticket has its status.
        since: Timestamp,
    },
    /// That an update took its ticket from its team counts for nothing, as it gave it back.
    TeamSettled {
        /// Since when the team has the ticket.
        since: Option<Timestamp>,
    },
    /// Another ticket was linked.
    Linked {
        /// The link.
        link: TicketLink,
    },
    /// The ticket goes on in another one.
    MergedInto {
        /// In which.
        ticket: TicketNumber,
        /// The status that it has meanwhile, which means closed.
        status: StatusId,
    },
    /// That the ticket goes on in another one was undone.
    MergeUndone {
        /// In which it went on.
        ticket: TicketNumber,
    },
    /// Another ticket goes on in this one.
    Merged {
        /// Which, and who takes part because of it.
        merged: MergedTicket,
    },
    /// That another ticket goes on in this one was undone.
    Unmerged {
        /// Which.
        ticket: TicketNumber,
    },
    /// A comment was added.
    CommentAdded {
        /// Who may read it.
        visibility: Visibility,
        /// Whether it counts as one of the requester or a participant (`E`), and not as automatic.
        from_requester: bool,
        /// Whether it counts as a reply of an agent (`A`).
        from_agent: bool,
        /// The comment, without its texts.
        comment: Box<CommentBody>,
    },
    /// The policies and calendars of the desk were brought to the ticket, without waiting for its next update.
    PoliciesApplied {
        /// From when on time counts as calendars have it now; nothing when from then on only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        as_of: Option<Timestamp>,
    },
    /// A promise of a metric of the desk's own opened, ended or changed.
    MetricStepped {
        /// The metric.
        metric: MetricId,
        /// The version whose conditions decided it.
        version: u32,
        /// What became of the promise.
        step: MetricStep,
    },
    /// Another SLA policy applies, or none.
    PolicySelected {
        /// Which, in which version.
        policy: Option<PolicyPin>,
    },
    /// A clock changed.
    ClockChanged {
        /// How.
        change: Box<ClockChange>,
    },
    /// A trigger fired.
    TriggerFired {
        /// Which, in which version.
        rule: RuleRef,
        /// Whether anything changed by it.
        changed: bool,
    },
    /// An action of a trigger was left out, because it would have broken a limit. The trigger's other actions counted.
    ActionSkipped {
        /// Which trigger, in which version.
        rule: RuleRef,
        /// Which of its actions, from 0.
        action: u32,
        /// The code of the limit.
        code: String,
    },
    /// Something is to be done outside the desk.
    EffectQueued {
        /// Its row of the outbox.
        effect: EffectId,
        /// What.
        what: EffectBody,
    },
    /// A rule wanted to send a mail that must not be sent.
    MailSuppressed {
        /// To whom.
        recipient: PersonId,
        /// Why.
        reason: String,
    },
    /// Updates that cause each other went too deep and were stopped.
    LoopDetected {
        /// The rules that fired on the way.
        rules: Vec<RuleRef>,
    },
    /// A person was created or changed.
    PersonSaved {
        /// The person, without texts.
        person: Box<Person>,
    },
    /// Something was configured.
    ConfigSaved {
        /// What.
        saved: ConfigSaved,
    },
    /// A message ended in its outcome.
    MessageTaken {
        /// Its record.
        inbound: Box<Inbound>,
    },
    /// A kind that this version does not know: kept as it is.
    #[serde(skip)]
    Unknown {
        /// The kind.
        kind: String,
        /// The body, as JSON.
        body: String,
    },
}

/// The record of one thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Event {
    /// The version of the body's form.
    pub v: u16,
    /// What it is about.
    pub subject: Subject,
    /// Its place among the events of the subject, from 1.
    pub seq: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// The update that it belongs to.
    pub update: UpdateId,
    /// The update that led to this one.
    pub cause: Option<UpdateId>,
    /// The rule that did it.
    pub rule: Option<RuleRef>,
    /// What happened.
    pub body: EventBody,
}

/// The form of event bodies that this version writes.
pub const EVENT_VERSION: u16 = 1;

#[derive(Serialize)]
struct Written<'a, B: Serialize> {
    v: u16,
    subject: Subject,
    seq: u32,
    at: Timestamp,
    actor: Actor,
    update: UpdateId,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: &'a Option<UpdateId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: &'a Option<RuleRef>,
    #[serde(flatten)]
    body: B,
}

#[derive(Serialize)]
struct UnknownBody<'a> {
    kind: &'a str,
    body: serde_json::Value,
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn written<B: Serialize>(event: &Event, body: B) -> Written<'_, B> {
            let Event { v, subject, seq, at, actor, update, cause, rule, .. } = event;
            Written {
                v: *v,
                subject: *subject,
                seq: *seq,
                at: *at,
                actor: *actor,
                update: *update,
                cause,
                rule,
                body,
            }
        }
        match &self.body {
            EventBody::Unknown { kind, body } => {
                let body = serde_json::from_str(body).map_err(serde::ser::Error::custom)?;
                written(self, UnknownBody { kind, body }).serialize(serializer)
            }
            known => written(self, known).serialize(serializer),
        }
    }
}

/// The kind and body of an event, for stores that write what events have in common only once.
#[cfg(feature = "sqlite")]
pub(crate) struct WrittenBody<'a>(pub(crate) &'a EventBody);

#[cfg(feature = "sqlite")]
impl Serialize for WrittenBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            EventBody::Unknown { kind, body } => {
                let body = serde_json::from_str(body).map_err(serde::ser::Error::custom)?;
                UnknownBody { kind, body }.serialize(serializer)
            }
            known => known.serialize(serializer),
        }
    }
}

/// A [`WrittenBody`] as it is read again.
#[cfg(feature = "sqlite")]
#[derive(Deserialize)]
pub(crate) struct ReadBody {
    kind: String,
    #[serde(default)]
    body: serde_json::Value,
}

#[cfg(feature = "sqlite")]
impl ReadBody {
    pub(crate) fn known(self) -> serde_json::Result<EventBody> {
        read_body(self.kind, self.body)
    }
}

fn read_body(kind: String, body: serde_json::Value) -> serde_json::Result<EventBody> {
    if known_kind(&kind) {
        serde_json::from_value(serde_json::json!({ "kind": kind, "body": body }))
    } else {
        let body = crate::canonical::to_string(&body).map_err(serde::de::Error::custom)?;
        Ok(EventBody::Unknown { kind, body })
    }
}

#[derive(Deserialize)]
struct Read {
    kind: String,
    v: u16,
    subject: Subject,
    seq: u32,
    at: Timestamp,
    actor: Actor,
    update: UpdateId,
    #[serde(default)]
    cause: Option<UpdateId>,
    #[serde(default)]
    rule: Option<RuleRef>,
    #[serde(default)]
    body: serde_json::Value,
}

/// Answers whether this version knows a kind, by asking the derived reader.
fn known_kind(kind: &str) -> bool {
    let probe = serde_json::json!({ "kind": kind });
    match serde_json::from_value::<EventBody>(probe) {
        Ok(_) => true,
        Err(error) => !error.to_string().starts_with("unknown variant"),
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Read { kind, v, subject, seq, at, actor, update, cause, rule, body } =
            Read::deserialize(deserializer)?;
        let body = read_body(kind, body).map_err(serde::de::Error::custom)?;
        Ok(Self { v, subject, seq, at, actor, update, cause, rule, body })
    }
}

/// The events of one update, behind those of people who were saved on the way to it, as the log keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LogEntry {
    /// Its position in the feed of the desk: rising and without gaps.
    pub position: u64,
    /// What happened, in order.
    pub events: Vec<Event>,
}
