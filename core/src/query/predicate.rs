use crate::Timestamp;
use crate::ids::{FieldId, Id, PersonId};
use crate::model::{FieldValue, SortField, Ticket};
use crate::text::{Folded, Needle};

/// What a predicate looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Slot {
    /// The id of the status.
    Status,
    /// The category of the status, as its rank.
    Category,
    /// The priority, as its rank.
    Priority,
    /// The type, as its name.
    Type,
    /// The channel, as its name.
    Channel,
    /// The id of the requester.
    Requester,
    /// The id of the assignee.
    Assignee,
    /// The id of the team.
    Team,
    /// The id of the organization.
    Organization,
    /// The id of the mailbox.
    Mailbox,
    /// The id of the SLA policy.
    Policy,
    /// Whether any live clock has breached: 0 or 1.
    Breached,
    /// The ticket number.
    Number,
    /// When it was created, in milliseconds.
    CreatedAt,
    /// When it was last updated.
    UpdatedAt,
    /// Since when it has its status.
    StatusSince,
    /// The due date.
    DueAt,
    /// The next deadline of a running clock.
    NextBreach,
    /// The title.
    Title,
    /// The tags: a set of texts.
    Tags,
    /// The participants: a set of ids.
    Participants,
    /// A custom field. Bool as 0 or 1, date as days since 1970, choice and text as text.
    Custom(FieldId),
}

/// A value that a slot is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// A number, rank or instant.
    Number(i64),
    /// An id.
    Id([u8; 16]),
    /// A text.
    Text(String),
}

/// How a slot is compared. Each is false on a null; the negative operators are the negation of these.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Check {
    /// There is a value; for a set: it is not empty.
    Present,
    /// The value is one of these.
    OneOf(Vec<Scalar>),
    /// The number is less.
    Less(i64),
    /// The number is greater.
    Greater(i64),
    /// The set holds one of these.
    IncludesAny(Vec<Scalar>),
    /// The set holds all of these.
    IncludesAll(Vec<Scalar>),
    /// The text holds these words.
    ContainsWord(Needle),
    /// The text holds this text.
    ContainsText(Needle),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Of what.
    pub slot: Slot,
    /// How.
    pub check: Check,
}

/// A condition over the ticket alone, resolved against the desk's configuration. It is either true or false, never unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// Every one holds; true when there is none.
    All(Vec<Predicate>),
    /// One holds; false when there is none.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// One comparison.
    Test(Test),
}

impl Predicate {
    /// What holds for every ticket.
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// The tickets of a requester.
    pub fn requested_by(person: PersonId) -> Self {
        Self::Test(Test { slot: Slot::Requester, check: Check::OneOf(vec![Scalar::Id(person.to_bytes())]) })
    }

    /// Whether it may look at texts that people wrote. Recursion is bounded as below.
    pub(crate) fn reads_texts(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::reads_texts),
            Self::Not(part) => part.reads_texts(),
            Self::Test(test) => matches!(test.slot, Slot::Title | Slot::Custom(_)),
        }
    }

    /// Whether it holds for a ticket. Recursion is bounded by the depth that is accepted when a rule is saved.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(ticket)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(ticket)),
            Self::Not(part) => !part.holds(ticket),
            Self::Test(test) => test.holds(ticket),
        }
    }
}

/// What a slot holds in a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    Nothing,
    Number(i64),
    Id([u8; 16]),
    Text(&'a str),
}

impl Found<'_> {
    #[inline]
    fn is(&self, scalar: &Scalar) -> bool {
        match (self, scalar) {
            (Self::Number(have), Scalar::Number(want)) => have == want,
            (Self::Id(have), Scalar::Id(want)) => have == want,
            (Self::Text(have), Scalar::Text(want)) => have == want,
            _ => false,
        }
    }
}

fn id<I: Id>(id: Option<I>) -> Found<'static> {
    id.map_or(Found::Nothing, |id| Found::Id(id.to_bytes()))
}

fn instant(at: Option<Timestamp>) -> Found<'static> {
    at.map_or(Found::Nothing, |at| Found::Number(at.millis()))
}

impl Slot {
    /// The value of a slot that holds one; of a set only whether it holds anything.
    #[inline]
    pub(crate) fn read(self, ticket: &Ticket) -> Found<'_> {
        match self {
            Self::Status => id(Some(ticket.status)),
            Self::Category => Found::Number(ticket.category.rank()),
            Self::Priority => ticket.priority.map_or(Found::Nothing, |p| Found::Number(p.rank())),
            Self::Type => ticket.kind.map_or(Found::Nothing, |kind| Found::Text(kind.name())),
            Self::Channel => Found::Text(ticket.channel.name()),
            Self::Requester => id(Some(ticket.requester)),
            Self::Assignee => id(ticket.assignee),
            Self::Team => id(ticket.team),
            Self::Organization => id(ticket.organization),
            Self::Mailbox => id(ticket.mailbox),
            Self::Policy => id(ticket.policy.map(|pin| pin.id)),
            Self::Breached => Found::Number(i64::from(ticket.is_breached())),
            Self::Number => Found::Number(SortField::Number.key(ticket)),
            Self::CreatedAt => instant(Some(ticket.created_at)),
            Self::UpdatedAt => instant(Some(ticket.updated_at)),
            Self::StatusSince => instant(Some(ticket.status_since)),
            Self::DueAt => instant(ticket.due_at),
            Self::NextBreach => instant(ticket.next_breach_at()),
            Self::Title => ticket.title.text.as_deref().map_or(Found::Nothing, Found::Text),
            Self::Custom(field) => match ticket.field(field) {
                None => Found::Nothing,
                Some(FieldValue::Integer(number)) => Found::Number(*number),
                Some(FieldValue::Bool(yes)) => Found::Number(i64::from(*yes)),
                Some(FieldValue::Date(day)) => Found::Number(i64::from(day.days())),
                Some(FieldValue::Choice(choice)) => Found::Text(choice),
                Some(FieldValue::Text(text)) => text.text.as_deref().map_or(Found::Nothing, Found::Text),
            },
            Self::Tags if ticket.tags.is_empty() => Found::Nothing,
            Self::Participants if ticket.participants.is_empty() => Found::Nothing,
            Self::Tags | Self::Participants => Found::Number(1),
        }
    }

    fn includes(self, ticket: &Ticket, scalar: &Scalar) -> bool {
        match (self, scalar) {
            (Self::Tags, Scalar::Text(tag)) => ticket.has_tag(tag),
            (Self::Participants, Scalar::Id(id)) => {
                ticket.participants.binary_search(&PersonId::from_bytes(*id)).is_ok()
            }
            _ => false,
        }
    }
}

impl Test {
    /// Whether it holds for a ticket.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        match &self.check {
            Check::IncludesAny(values) => values.iter().any(|value| self.slot.includes(ticket, value)),
            Check::IncludesAll(values) => values.iter().all(|value| self.slot.includes(ticket, value)),
            check => check.accepts(self.slot.read(ticket)),
        }
    }
}

impl Check {
    /// Whether a value passes that is no set.
    #[inline]
    pub(crate) fn accepts(&self, found: Found<'_>) -> bool {
        match (self, found) {
            (_, Found::Nothing) => false,
            (Self::Present, _) => true,
            (Self::OneOf(values), found) => values.iter().any(|value| found.is(value)),
            (Self::Less(than), Found::Number(number)) => number < *than,
            (Self::Greater(than), Found::Number(number)) => number > *than,
            (Self::ContainsWord(_) | Self::ContainsText(_), Found::Text(text)) => {
                self.accepts_folded(&Folded::new(text))
            }
            _ => false,
        }
    }

    /// Whether a text passes that was folded before; only for checks that fold.
    pub(crate) fn accepts_folded(&self, text: &Folded) -> bool {
        match self {
            Self::ContainsWord(needle) => text.contains_word(needle),
            Self::ContainsText(needle) => text.contains_text(needle),
            _ => false,
        }
    }

    /// Whether it looks at a folded text.
    pub(crate) fn folds(&self) -> bool {
        matches!(self, Self::ContainsWord(_) | Self::ContainsText(_))
    }
}
