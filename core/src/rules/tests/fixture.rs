//! A small desk and tickets for the tests of rules.

use crate::Timestamp;
use crate::ids::{
    ContentId, FieldId, Id, PersonId, StatusId, TeamId, TemplateId, TicketId, TicketNumber, TriggerId,
};
use crate::model::{
    Action, Channel, ChoiceOption, ConditionNode, Digest, FieldDefinition, FieldKind, Leaf, Priority, Status,
    StatusCategory, Team, Template, Text, TextRef, Ticket, TicketFacts, TicketType, Trigger, Value,
};
use crate::rules::{ActorRole, FoldedTexts, UpdateContext, Vocabulary};

pub struct Desk {
    pub statuses: Vec<Status>,
    pub fields: Vec<FieldDefinition>,
    pub teams: Vec<Team>,
    pub templates: Vec<Template>,
}

pub fn status_id(n: u8) -> StatusId {
    StatusId::from_bytes([n; 16])
}

pub fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

pub fn field_id(n: u8) -> FieldId {
    FieldId::from_bytes([n; 16])
}

/// The status of each category has the rank as its id; 12 and 22 are further ones of `pending`, of which 22 says it is the default.
pub fn desk() -> Desk {
    let status = |n: u8, name: &str, category, default| Status {
        id: status_id(n),
        version: 1,
        name: name.to_owned(),
        label: format!("{name}!"),
        category,
        default,
    };
    let mut statuses: Vec<_> = StatusCategory::ALL
        .into_iter()
        .zip(0..)
        .map(|(category, n)| status(n, category.name(), category, category != StatusCategory::Pending))
        .collect();
    statuses.push(status(12, "Waiting for parts", StatusCategory::Pending, false));
    statuses.push(status(22, "Waiting for you", StatusCategory::Pending, true));
    let field = |n: u8, key: &str, kind| FieldDefinition {
        id: field_id(n),
        version: 1,
        key: key.to_owned(),
        title: key.to_owned(),
        kind,
        indexed: false,
    };
    let option = |id: &str, label: &str| ChoiceOption { id: id.to_owned(), label: label.to_owned() };
    Desk {
        statuses,
        fields: vec![
            field(
                1,
                "region",
                FieldKind::Choice { options: vec![option("eu", "Europe"), option("us", "America")] },
            ),
            field(2, "seats", FieldKind::Integer),
            field(3, "note", FieldKind::Text),
            field(4, "renewal", FieldKind::Date),
            field(5, "trial", FieldKind::Bool),
        ],
        teams: vec![Team { id: TeamId::from_bytes([1; 16]), version: 1, name: "Billing".to_owned() }],
        templates: vec![Template {
            id: TemplateId::from_bytes([1; 16]),
            version: 1,
            name: "Hello".to_owned(),
            subject: String::new(),
            body: "Hello".to_owned(),
        }],
    }
}

impl Desk {
    pub fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary {
            statuses: &self.statuses,
            fields: &self.fields,
            teams: &self.teams,
            templates: &self.templates,
            metrics: &[],
            me: None,
        }
    }
}

pub fn text(n: u8, text: &str) -> Text {
    let content = TextRef { id: ContentId::from_bytes([n; 16]), digest: Digest::default() };
    Text { content, text: Some(text.to_owned()) }
}

/// An open ticket in which everything is set that can be unset but custom fields, participants and the due date.
pub fn ticket() -> Ticket {
    Ticket {
        id: TicketId::from_bytes([1; 16]),
        number: TicketNumber(42),
        version: 1,
        seq: 1,
        created_at: Timestamp::from_millis(1_000),
        updated_at: Timestamp::from_millis(2_000),
        channel: Channel::Mail,
        mailbox: None,
        title: text(1, "Cannot print the INVOICE"),
        requester: person(1),
        organization: None,
        status: status_id(1),
        category: StatusCategory::Open,
        status_since: Timestamp::from_millis(1_500),
        priority: Some(Priority::Normal),
        kind: Some(TicketType::Incident),
        assignee: Some(person(2)),
        team: Some(TeamId::from_bytes([1; 16])),
        tags: vec!["printer".to_owned(), "vip".to_owned()],
        participants: vec![],
        unsubscribed: Vec::new(),
        fields: vec![],
        due_at: None,
        links: vec![],
        merged_into: None,
        merged: Vec::new(),
        reply_epoch: 0,
        policy: None,
        clocks: vec![],
        facts: TicketFacts::default(),
    }
}

/// An ordinary update by an agent without a comment.
pub fn update<'a>(before: Option<&'a Ticket>, by_actor: &'a Ticket) -> UpdateContext<'a> {
    UpdateContext {
        before,
        by_actor,
        status_by_actor: false,
        channel: Channel::Api,
        actor_role: ActorRole::Agent,
        comment: None,
        sla_event: None,
        in_business_hours: true,
        on_holiday: false,
        requester_email: None,
        requester_verified: false,
        folded: FoldedTexts::default(),
    }
}

pub fn leaf(field: &str, op: &str, value: impl Into<Value>) -> ConditionNode {
    ConditionNode::Leaf(Leaf { field: field.to_owned(), op: op.to_owned(), value: value.into() })
}

pub fn list<const N: usize>(values: [&str; N]) -> Value {
    Value::List(values.into_iter().map(Value::from).collect())
}

pub fn trigger(n: u8, conditions: ConditionNode, actions: Vec<Action>) -> Trigger {
    Trigger {
        id: TriggerId::from_bytes([n; 16]),
        version: 1,
        name: format!("Rule {n}"),
        position: i64::from(n),
        active: true,
        conditions,
        actions,
    }
}

/// What changes no ticket: a rule must have an action.
pub fn nothing() -> Vec<Action> {
    vec![Action::RemoveTags { tags: vec!["never_there".to_owned()] }]
}

pub fn set(field: &str, to: impl Into<Value>) -> Action {
    Action::Set { field: field.to_owned(), to: to.into() }
}

pub fn add_tag(tag: &str) -> Action {
    Action::AddTags { tags: vec![tag.to_owned()] }
}
