use serde::{Deserialize, Serialize};

use super::content::Text;
use super::field::{FieldEntry, FieldValue};
use super::sla::{Clock, OpenPromise, Pause, PolicyPin};
use super::status::StatusCategory;
use super::value::is_zero;
use crate::Timestamp;
use crate::ids::{
    FieldId, MailboxId, MetricId, OrganizationId, PersonId, StatusId, TeamId, TicketId, TicketNumber,
};

/// How urgent a ticket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Priority {
    /// Can wait.
    Low,
    /// As usual.
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All priorities in their order.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Its place in the order, from 1.
    pub fn rank(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Normal => 2,
            Self::High => 3,
            Self::Urgent => 4,
        }
    }

    /// The name in JSON and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The priority of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.name() == name)
    }
}

/// What sort of request a ticket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TicketType {
    /// Somebody wants to know something.
    Question,
    /// Something does not work.
    Incident,
    /// The cause behind incidents.
    Problem,
    /// Something to do.
    Task,
}

impl TicketType {
    /// All types.
    pub const ALL: [Self; 4] = [Self::Question, Self::Incident, Self::Problem, Self::Task];

    /// The name in JSON and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Incident => "incident",
            Self::Problem => "problem",
            Self::Task => "task",
        }
    }

    /// The type of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The way by which something came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Channel {
    /// A mail.
    Mail,
    /// A form.
    Form,
    /// A call of the host.
    Api,
    /// A chat.
    Chat,
    /// The engine itself: a rule, a timer.
    System,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 5] = [Self::Mail, Self::Form, Self::Api, Self::Chat, Self::System];

    /// The name in JSON and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Form => "form",
            Self::Api => "api",
            Self::Chat => "chat",
            Self::System => "system",
        }
    }

    /// The channel of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// How two tickets belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum LinkKind {
    /// This ticket follows up a closed one.
    FollowUpOf,
    /// They have to do with each other.
    Related,
}

/// A link to another ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TicketLink {
    /// How they belong together.
    pub kind: LinkKind,
    /// The other one.
    pub ticket: TicketNumber,
}

/// A stretch in which a ticket was solved before it was opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Gap {
    /// When it was solved.
    pub from: Timestamp,
    /// When it was opened again.
    pub to: Timestamp,
}

/// A stretch in which a ticket was pending or on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Wait {
    /// Which of the two.
    pub category: StatusCategory,
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
}

/// Where a ticket went on, and how it stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MergedInto {
    /// The ticket that it went on in.
    pub ticket: TicketNumber,
    /// When it was merged.
    pub since: Timestamp,
    /// The status that it had, and has again when the merge is undone.
    pub status: StatusId,
    /// What that meant.
    pub category: StatusCategory,
    /// Since when it had that status.
    pub status_since: Timestamp,
}

/// A ticket that goes on in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MergedTicket {
    /// Which.
    pub ticket: TicketNumber,
    /// Who takes part in the other one because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub participants: Vec<PersonId>,
}

/// What an update needs to know of a ticket's past without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TicketFacts {
    /// Comments of all kinds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub comments: u32,
    /// Public comments by agents who are not the requester.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub agent_replies: u32,
    /// Public comments by the requester and participants.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub requester_comments: u32,
    /// When the requester or a participant first wanted an answer: the start of the first reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_request_at: Option<Timestamp>,
    /// When the ticket was solved without a first reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_reply_abandoned_at: Option<Timestamp>,
    /// When the first public reply of an agent came after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_reply_at: Option<Timestamp>,
    /// When the requester's oldest comment came that no agent has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_unanswered_at: Option<Timestamp>,
    /// When a person of the desk last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_updated_at: Option<Timestamp>,
    /// When the requester or a participant last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_updated_at: Option<Timestamp>,
    /// When it was last assigned to an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_at: Option<Timestamp>,
    /// When it was last solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<Timestamp>,
    /// The stretches in which it was solved before it was opened again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Since when its status means what it means now; nothing as long as it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_since: Option<Timestamp>,
    /// The stretches in which it was pending or on hold, in order, without the present one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Wait>,
    /// When an agent last replied in public: whoever asks may expect to hear more. Nothing once it was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_reply_at: Option<Timestamp>,
    /// When it was given to its team. Nothing once it was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_since: Option<Timestamp>,
    /// The stretches for which it was merged into another ticket, in order, without the present one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub absences: Vec<Pause>,
    /// The promises of metrics of the desk's own that are open, ordered by metric.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub promises: Vec<OpenPromise>,
    /// How many clocks ran past their deadline.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub breaches: u32,
}

/// A ticket as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// The number that people say.
    pub number: TicketNumber,
    /// How many updates it has had.
    pub version: u32,
    /// How many events it has had.
    pub seq: u32,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Timestamp,
    /// The way by which it came.
    pub channel: Channel,
    /// The mailbox that it came to and answers go out from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<MailboxId>,
    /// What it is about, in a line.
    pub title: Text,
    /// Who asks.
    pub requester: PersonId,
    /// The organization that the requester belonged to when the ticket was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// Its status.
    pub status: StatusId,
    /// What the status means.
    pub category: StatusCategory,
    /// Since when it has this status.
    pub status_since: Timestamp,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// What sort of request it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(name = "type"))]
    pub kind: Option<TicketType>,
    /// The agent who has to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// The team that has to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Tags, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// People who take part besides the requester, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<PersonId>,
    /// Whom it concerns but who want no mail about it, in order; a comment of theirs takes them off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsubscribed: Vec<PersonId>,
    /// Custom fields that are set, ordered by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldEntry>,
    /// Until when a person or rule wants it done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Other tickets that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<TicketLink>,
    /// The ticket that it was merged into. It is closed as long as it is, and takes no update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub merged_into: Option<MergedInto>,
    /// Tickets that were merged into it, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub merged: Vec<MergedTicket>,
    /// Raised to make all reply addresses given out so far worthless.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reply_epoch: u32,
    /// The SLA policy that applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyPin>,
    /// Its SLA clocks, running and ended, in the order in which they started.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Clock>,
    /// What happened so far, counted.
    pub facts: TicketFacts,
}

impl TicketFacts {
    /// The promise of a metric that is open.
    pub(crate) fn promise(&self, metric: MetricId) -> Option<&OpenPromise> {
        let at = self.promises.binary_search_by(|promise| promise.metric.cmp(&metric)).ok()?;
        self.promises.get(at)
    }
}

impl Ticket {
    /// The value of a custom field.
    pub fn field(&self, field: FieldId) -> Option<&FieldValue> {
        let at = self.fields.binary_search_by(|entry| entry.field.cmp(&field)).ok()?;
        self.fields.get(at).map(|entry| &entry.value)
    }

    /// Whether it carries a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.binary_search_by(|have| have.as_str().cmp(tag)).is_ok()
    }

    /// Whether this person is the requester or takes part.
    pub fn concerns(&self, person: PersonId) -> bool {
        self.requester == person || self.participants.binary_search(&person).is_ok()
    }

    /// When the next running clock reaches its deadline.
    pub fn next_breach_at(&self) -> Option<Timestamp> {
        self.clocks.iter().filter_map(Clock::next_breach_at).min()
    }

    /// The earliest deadline of the clocks that run, whether it is past or to come.
    pub fn nearest_deadline_at(&self) -> Option<Timestamp> {
        self.clocks.iter().filter_map(Clock::deadline_at).min()
    }

    /// Whether a clock that is still live has run past its deadline.
    pub fn is_breached(&self) -> bool {
        self.clocks.iter().any(|clock| clock.state.is_live() && clock.breached)
    }

    /// When the engine has to look at the ticket again by itself.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.clocks.iter().filter_map(Clock::wake_at).min()
    }
}
