use super::{Scalar, Slot, Vocabulary};
use crate::model::{Channel, ChoiceOption, FieldKind, Operator, TicketType};

/// What a field holds, and so which operators and operands fit it.
#[derive(Debug, Clone)]
pub(crate) enum Kind<'v> {
    Status,
    Priority,
    /// One of a fixed list of names.
    Names(Vec<&'static str>),
    /// One of the choices of a custom field.
    Choice(&'v [ChoiceOption]),
    Person,
    Team,
    Organization,
    Mailbox,
    Policy,
    Metric,
    Number,
    Instant,
    Day,
    Bool,
    Text,
    Tags,
    People,
}

impl Kind<'_> {
    fn is_set(&self) -> bool {
        matches!(self, Self::Tags | Self::People)
    }

    fn is_ordered(&self) -> bool {
        matches!(self, Self::Status | Self::Priority | Self::Number | Self::Instant | Self::Day)
    }

    /// Whether an operator makes sense for such a field.
    pub fn fits(&self, op: Operator) -> bool {
        use Operator as Op;
        match op {
            Op::Is | Op::IsNot | Op::In | Op::NotIn => !self.is_set(),
            Op::LessThan | Op::GreaterThan => self.is_ordered(),
            Op::IncludesAny | Op::IncludesAll | Op::IncludesNone => self.is_set(),
            Op::ContainsWord | Op::ContainsText | Op::Matches => matches!(self, Self::Text),
            Op::ChangedTo | Op::ChangedFrom | Op::NotChangedTo | Op::NotChangedFrom => !self.is_set(),
            Op::Present | Op::NotPresent | Op::Changed | Op::NotChanged | Op::ChangedByActor => true,
        }
    }

    /// The names of the operators that fit and that `allowed` lets through, for hints.
    pub fn fitting(&self, allowed: impl Fn(Operator) -> bool) -> String {
        let names: Vec<_> =
            Operator::ALL.iter().filter(|op| self.fits(**op) && allowed(**op)).map(|op| op.name()).collect();
        names.join(", ")
    }
}

/// Whether an operator looks at the update rather than at a value.
pub(crate) fn is_change(op: Operator) -> bool {
    use Operator as Op;
    matches!(
        op,
        Op::Changed
            | Op::NotChanged
            | Op::ChangedTo
            | Op::ChangedFrom
            | Op::NotChangedTo
            | Op::NotChangedFrom
            | Op::ChangedByActor
    )
}

/// A field of a ticket: where it is read and what it holds.
#[derive(Debug, Clone)]
pub(crate) struct TicketField<'v> {
    pub slot: Slot,
    pub kind: Kind<'v>,
}

/// Names of the fields that every ticket has.
pub(crate) const TICKET_FIELDS: &[&str] = &[
    "status",
    "priority",
    "type",
    "channel",
    "requester",
    "assignee",
    "team",
    "organization",
    "mailbox",
    "number",
    "created_at",
    "updated_at",
    "status_since",
    "due_at",
    "title",
    "tags",
    "participants",
    "sla.policy",
    "sla.breached",
    "sla.next_breach",
];

/// The field of a ticket with this name.
pub(crate) fn ticket_field<'v>(name: &str, vocabulary: &Vocabulary<'v>) -> Option<TicketField<'v>> {
    let (slot, kind) = match name {
        "status" => (Slot::Status, Kind::Status),
        "priority" => (Slot::Priority, Kind::Priority),
        "type" => (Slot::Type, Kind::Names(TicketType::ALL.iter().map(|kind| kind.name()).collect())),
        "channel" => (Slot::Channel, channels()),
        "requester" => (Slot::Requester, Kind::Person),
        "assignee" => (Slot::Assignee, Kind::Person),
        "team" => (Slot::Team, Kind::Team),
        "organization" => (Slot::Organization, Kind::Organization),
        "mailbox" => (Slot::Mailbox, Kind::Mailbox),
        "number" => (Slot::Number, Kind::Number),
        "created_at" => (Slot::CreatedAt, Kind::Instant),
        "updated_at" => (Slot::UpdatedAt, Kind::Instant),
        "status_since" => (Slot::StatusSince, Kind::Instant),
        "due_at" => (Slot::DueAt, Kind::Instant),
        "title" => (Slot::Title, Kind::Text),
        "tags" => (Slot::Tags, Kind::Tags),
        "participants" => (Slot::Participants, Kind::People),
        "sla.policy" => (Slot::Policy, Kind::Policy),
        "sla.breached" => (Slot::Breached, Kind::Bool),
        "sla.next_breach" => (Slot::NextBreach, Kind::Instant),
        _ => {
            let field = vocabulary.field(name.strip_prefix("fields.")?)?;
            let kind = match &field.kind {
                FieldKind::Text => Kind::Text,
                FieldKind::Integer => Kind::Number,
                FieldKind::Choice { options } => Kind::Choice(options),
                FieldKind::Bool => Kind::Bool,
                FieldKind::Date => Kind::Day,
            };
            (Slot::Custom(field.id), kind)
        }
    };
    Some(TicketField { slot, kind })
}

/// The names of the channels, of a ticket or of an update.
pub(crate) fn channels() -> Kind<'static> {
    Kind::Names(Channel::ALL.iter().map(|channel| channel.name()).collect())
}

impl Scalar {
    /// The number that stands for a truth value.
    pub(crate) fn of_bool(yes: bool) -> Self {
        Self::Number(i64::from(yes))
    }
}

/// Names of what only an update has.
pub(crate) const UPDATE_FIELDS: &[&str] = &[
    "update.kind",
    "update.channel",
    "actor.role",
    "comment.text",
    "comment.visibility",
    "comment.author_role",
    "comment.automatic",
    "sla.event",
    "sla.metric",
    "sla.custom_metric",
    "in_business_hours",
    "on_holiday",
    "requester.email",
    "requester.verified",
];
