use crate::ids::{FieldId, PersonId, StatusId, TeamId};
use crate::model::{FieldDefinition, FieldKind, LocalDay, Priority, StatusCategory, TicketType, Value};
use crate::query::operand::{self, StatusOperand};
use crate::query::{Vocabulary, did_you_mean};
use crate::{Error, Result, Timestamp};

/// Bytes that a title may come with; the desk's own limit cuts it to fewer characters.
const MAX_TITLE: usize = 4_096;
/// Bytes that a custom text may have.
const MAX_CUSTOM_TEXT: usize = 64 * 1024;

/// A field and the value that it is to have: a change of a command or an action of a rule, resolved and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assignment {
    /// The status.
    Status {
        /// Which.
        id: StatusId,
        /// What it means.
        category: StatusCategory,
    },
    /// The priority, or none.
    Priority(Option<Priority>),
    /// The type, or none.
    Type(Option<TicketType>),
    /// The agent who has to act, or nobody.
    Assignee(Option<PersonId>),
    /// The team that has to act, or none.
    Team(Option<TeamId>),
    /// Until when somebody wants it done, or no such date.
    DueAt(Option<Timestamp>),
    /// What the ticket is about.
    Title(String),
    /// A custom field.
    Custom {
        /// Which.
        field: FieldId,
        /// Its value, or none.
        to: Option<RawFieldValue>,
    },
}

/// The value of a custom field before its text becomes content of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RawFieldValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// The id of a choice.
    Choice(String),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(LocalDay),
}

/// Fields that can be set, besides `fields.<key>`.
const SETTABLE: [&str; 7] = ["status", "priority", "type", "assignee", "team", "due_at", "title"];

impl Assignment {
    /// Resolves `{field, to}`; null clears a field. A category as status means the status that is its default.
    ///
    /// ```
    /// use frontdesk::model::{Priority, Value};
    /// use frontdesk::rules::{Assignment, Vocabulary};
    /// let set = Assignment::resolve("priority", &Value::from("high"), &Vocabulary::default());
    /// assert_eq!(set, Ok(Assignment::Priority(Some(Priority::High))));
    /// let error = Assignment::resolve("priority", &Value::from("hihg"), &Vocabulary::default()).unwrap_err();
    /// assert_eq!((error.code(), error.path()), ("field.bad_value", Some("/to")));
    /// ```
    ///
    /// # Errors
    /// At `/field`: `field.unknown`, `field.not_settable`. At `/to`: `field.bad_value`, `field.required` for null where there
    /// must be a value, `field.empty_text`, `field.too_long`, and `condition.me_unknown` for `me` where it means nobody.
    pub fn resolve(field: &str, to: &Value, vocabulary: &Vocabulary<'_>) -> Result<Self> {
        if let Some(key) = field.strip_prefix("fields.") {
            let definition = vocabulary.field(key).ok_or_else(|| unknown(field, vocabulary))?;
            let to = optional(to, |to| custom(to, definition)).map_err(at_value)?;
            return Ok(Self::Custom { field: definition.id, to });
        }
        let resolved = match field {
            "status" => status(to, vocabulary),
            "priority" => optional(to, operand::priority).map(Self::Priority),
            "type" => optional(to, kind).map(Self::Type),
            "assignee" => optional(to, |to| operand::person(to, vocabulary)).map(Self::Assignee),
            "team" => optional(to, |to| operand::team(to, vocabulary)).map(Self::Team),
            "due_at" => optional(to, operand::instant).map(Self::DueAt),
            "title" => title(to).map(Self::Title),
            other => return Err(unknown(other, vocabulary)),
        };
        resolved.map_err(at_value)
    }
}

fn optional<T>(to: &Value, read: impl FnOnce(&Value) -> Result<T>) -> Result<Option<T>> {
    if to.is_null() { Ok(None) } else { read(to).map(Some) }
}

/// Operands are read as conditions read them; here the fault is one of a field.
fn at_value(fault: Error) -> Error {
    let code = match fault.code() {
        "condition.bad_value" => "field.bad_value",
        "condition.empty_text" => "field.empty_text",
        "condition.text_too_long" => "field.too_long",
        _ => return fault.at("/to"),
    };
    let renamed = Error::new(fault.kind(), code, fault.message()).at("/to");
    let hinted = match fault.hint_text() {
        _ if code == "field.empty_text" => renamed.hint("clear the field with null"),
        Some(hint) => renamed.hint(hint),
        None => renamed,
    };
    fault.details().iter().fold(hinted, |error, detail| error.detail(&detail.name, &detail.value))
}

fn unknown(field: &str, vocabulary: &Vocabulary<'_>) -> Error {
    if crate::query::kind::ticket_field(field, vocabulary).is_some() {
        let fault = Error::invalid("field.not_settable", "this field cannot be set").at("/field");
        return match field {
            "tags" => fault.hint("tags are added and removed"),
            "participants" => fault.hint("participants are added and removed"),
            _ => fault.hint("the desk sets it"),
        };
    }
    let custom: Vec<_> = vocabulary.fields.iter().map(|field| format!("fields.{}", field.key)).collect();
    let known = SETTABLE.into_iter().chain(custom.iter().map(String::as_str));
    let fault = Error::invalid("field.unknown", "there is no such field").at("/field");
    fault.hint(did_you_mean(field, known.clone()).unwrap_or_else(|| {
        let names: Vec<_> = known.collect();
        format!("fields are: {}", names.join(", "))
    }))
}

fn required(what: &str) -> Error {
    Error::invalid("field.required", format!("a ticket must have a {what}"))
        .hint("leave the change out to keep what it has")
}

fn status(to: &Value, vocabulary: &Vocabulary<'_>) -> Result<Assignment> {
    if to.is_null() {
        return Err(required("status"));
    }
    let (id, category) = match operand::status(to, vocabulary)? {
        StatusOperand::Id(id, category) => (id, category),
        StatusOperand::Category(category) => {
            let status = vocabulary.default_status(category).ok_or_else(|| {
                let message = format!("the desk has no status that means `{}`", category.name());
                Error::invalid("field.bad_value", message).hint("name a status by its id")
            })?;
            (status.id, category)
        }
    };
    Ok(Assignment::Status { id, category })
}

fn kind(to: &Value) -> Result<TicketType> {
    let name = operand::name(to, TicketType::ALL.map(TicketType::name))?;
    TicketType::from_name(name)
        .ok_or_else(|| Error::invalid("field.bad_value", "this is no type").hint("name a type"))
}

fn title(to: &Value) -> Result<String> {
    match to {
        Value::Null => Err(required("title")),
        Value::Text(title) => clean_title(title),
        _ => Err(Error::invalid("field.bad_value", "a text is expected").hint("put it in quotes")),
    }
}

/// A title as tickets hold it: trimmed, not empty, one line without control characters.
///
/// # Errors
/// `field.required`, `field.bad_value`, `field.too_long`.
pub(crate) fn clean_title(title: &str) -> Result<String> {
    let title = title.trim();
    if title.is_empty() {
        return Err(required("title"));
    }
    if title.chars().any(char::is_control) {
        return Err(Error::invalid("field.bad_value", "a title is one line without control characters")
            .hint("leave out line breaks and tabs"));
    }
    capped(title, MAX_TITLE)
}

fn capped(text: &str, cap: usize) -> Result<String> {
    if text.len() > cap {
        return Err(Error::limit("field.too_long", "the text in bytes", text.len() as u64, cap as u64));
    }
    Ok(text.to_owned())
}

fn custom(to: &Value, definition: &FieldDefinition) -> Result<RawFieldValue> {
    Ok(match &definition.kind {
        FieldKind::Text => RawFieldValue::Text(custom_text(to)?),
        FieldKind::Integer => RawFieldValue::Integer(operand::number(to)?),
        FieldKind::Choice { options } => RawFieldValue::Choice(operand::choice(to, options)?),
        FieldKind::Bool => RawFieldValue::Bool(operand::truth(to)?),
        FieldKind::Date => RawFieldValue::Date(operand::day(to)?),
    })
}

fn custom_text(to: &Value) -> Result<String> {
    let Value::Text(text) = to else {
        return Err(Error::invalid("field.bad_value", "a text is expected").hint("put it in quotes"));
    };
    if text.trim().is_empty() {
        return Err(Error::invalid("condition.empty_text", "an empty text is no value")
            .hint("clear the field with null"));
    }
    if text.contains('\0') {
        return Err(Error::invalid("field.bad_value", "a text must not hold the character U+0000")
            .hint("leave it out"));
    }
    capped(text, MAX_CUSTOM_TEXT)
}
