use super::kind::Kind;
use super::suggest::did_you_mean;
use super::{Scalar, Vocabulary};
use crate::ids::{Id, MailboxId, MetricId, OrganizationId, PersonId, PolicyId, StatusId, TeamId};
use crate::model::{ChoiceOption, LocalDay, Priority, StatusCategory, Value};
use crate::text::Needle;
use crate::{Error, Result, Timestamp};

/// Operands that a list may have.
pub(crate) const MAX_LIST: usize = 500;
/// Bytes that an operand of text may have.
pub(crate) const MAX_TEXT: usize = 4_096;
/// Bytes that a tag may have.
pub(crate) const MAX_TAG: usize = 100;

/// The largest whole number that JSON carries to every language unchanged: 2^53 - 1.
pub(crate) const MAX_NUMBER: u64 = (1 << 53) - 1;

/// What a status is compared with: the desk's own status, or all of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusOperand {
    Id(StatusId, StatusCategory),
    Category(StatusCategory),
}

impl StatusOperand {
    pub fn category(self) -> StatusCategory {
        match self {
            Self::Id(_, category) | Self::Category(category) => category,
        }
    }
}

const BAD_VALUE: &str = "condition.bad_value";

fn bad(message: impl Into<String>) -> Error {
    Error::invalid(BAD_VALUE, message)
}

fn unlisted<'c>(name: &str, what: &str, known: impl IntoIterator<Item = &'c str>) -> Error {
    let known: Vec<_> = known.into_iter().collect();
    let hint = did_you_mean(name, known.iter().copied())
        .unwrap_or_else(|| format!("known are: {}", known.join(", ")));
    bad(format!("this is no {what}")).hint(hint)
}

fn text<'t>(value: &'t Value, what: &str) -> Result<&'t str> {
    match value {
        Value::Text(text) if text.is_empty() => {
            Err(Error::invalid("condition.empty_text", "an empty text compares with nothing")
                .hint("use `present` or `not_present`"))
        }
        Value::Text(text) if text.len() > MAX_TEXT => Err(Error::limit(
            "condition.text_too_long",
            "the text in bytes",
            text.len() as u64,
            MAX_TEXT as u64,
        )),
        Value::Text(text) => Ok(text),
        Value::Null => {
            Err(bad("a value is missing").hint("for no value use `present`, `not_present` or `is` null"))
        }
        _ => Err(bad(format!("{what} is expected, written as a text")).hint("put it in quotes")),
    }
}

fn id<I: Id>(value: &Value, what: &str) -> Result<I> {
    let text = text(value, what)?;
    I::parse(text)
        .map_err(|_| bad(format!("{what} is expected")).hint(format!("it looks like `{}_…`", I::PREFIX)))
}

/// A person's id, or `me`.
pub(crate) fn person(value: &Value, vocabulary: &Vocabulary<'_>) -> Result<PersonId> {
    if value.as_text() != Some("me") {
        return id(value, "the id of a person");
    }
    vocabulary.me.ok_or_else(|| {
        Error::invalid("condition.me_unknown", "`me` means nobody here")
            .hint("rules act for everybody alike: name a person by id")
    })
}

/// The id of a team that the desk has.
pub(crate) fn team(value: &Value, vocabulary: &Vocabulary<'_>) -> Result<TeamId> {
    let team = id(value, "the id of a team")?;
    vocabulary.team(team).map(|team| team.id).ok_or_else(|| Error::unknown(BAD_VALUE, "team"))
}

/// The id of a metric of the desk's own.
pub(crate) fn metric(value: &Value, vocabulary: &Vocabulary<'_>) -> Result<MetricId> {
    let metric = id(value, "the id of a metric")?;
    vocabulary.metric(metric).map(|metric| metric.id).ok_or_else(|| Error::unknown(BAD_VALUE, "metric"))
}

/// An instant in milliseconds or as RFC 3339 text.
pub(crate) fn instant(value: &Value) -> Result<Timestamp> {
    match value {
        Value::Integer(millis) => {
            let instant = Timestamp::from_millis(*millis);
            if instant.millis() == *millis {
                Ok(instant)
            } else {
                Err(bad("this instant is out of range").hint("it is in milliseconds since 1970"))
            }
        }
        Value::Text(text) => Timestamp::parse(text)
            .map_err(|_| bad("this is not an instant").hint("write milliseconds, or `2026-11-24T12:00:00Z`")),
        _ => Err(bad("an instant is expected").hint("write milliseconds, or `2026-11-24T12:00:00Z`")),
    }
}

/// A day.
pub(crate) fn day(value: &Value) -> Result<LocalDay> {
    LocalDay::parse(text(value, "a day")?)
        .ok_or_else(|| bad("this is no day of the calendar").hint("write it as `2026-11-24`"))
}

/// A whole number.
pub(crate) fn number(value: &Value) -> Result<i64> {
    match value {
        Value::Integer(number) if number.unsigned_abs() <= MAX_NUMBER => Ok(*number),
        Value::Integer(_) => Err(bad("this number is too large").hint(
            "it is at most 9007199254740991, which every language can hold; keep a longer one as a text",
        )),
        _ => Err(bad("a whole number is expected").hint("write it without quotes")),
    }
}

/// Yes or no.
pub(crate) fn truth(value: &Value) -> Result<bool> {
    match value {
        Value::Bool(yes) => Ok(*yes),
        _ => Err(bad("true or false is expected").hint("write it without quotes")),
    }
}

/// One of a fixed list of names.
pub(crate) fn name<'n>(value: &Value, known: impl IntoIterator<Item = &'n str>) -> Result<&'n str> {
    let name = text(value, "a name")?;
    let known: Vec<_> = known.into_iter().collect();
    let found = known.iter().copied().find(|known| *known == name);
    found.ok_or_else(|| unlisted(name, "known name", known))
}

/// The id of a choice of a custom field.
pub(crate) fn choice(value: &Value, options: &[ChoiceOption]) -> Result<String> {
    let wanted = text(value, "a choice")?;
    if options.iter().any(|option| option.id == wanted) {
        return Ok(wanted.to_owned());
    }
    if let Some(option) = options.iter().find(|option| option.label == wanted) {
        let error = bad("a choice is named by its id, not by its label");
        return Err(error.hint(format!("did you mean `{}`?", option.id)));
    }
    Err(unlisted(wanted, "choice of this field", options.iter().map(|option| option.id.as_str())))
}

/// A priority by name.
pub(crate) fn priority(value: &Value) -> Result<Priority> {
    let name = name(value, Priority::ALL.map(Priority::name))?;
    Priority::from_name(name).ok_or_else(|| bad("this is no priority"))
}

/// A category by name, or a status of the desk by id.
pub(crate) fn status(value: &Value, vocabulary: &Vocabulary<'_>) -> Result<StatusOperand> {
    let name = text(value, "a category or the id of a status")?;
    if let Some(category) = StatusCategory::from_name(name) {
        return Ok(StatusOperand::Category(category));
    }
    if let Ok(id) = StatusId::parse(name) {
        let status = vocabulary.status(id).ok_or_else(|| Error::unknown(BAD_VALUE, "status"))?;
        return Ok(StatusOperand::Id(status.id, status.category));
    }
    if let Some(status) =
        vocabulary.statuses.iter().find(|status| status.name == name || status.label == name)
    {
        let error = bad("a status is named by its id or its category");
        return Err(error.hint(format!("did you mean `{}`?", status.id)));
    }
    Err(unlisted(name, "category or id of a status", StatusCategory::ALL.map(StatusCategory::name)))
}

/// A tag as tickets hold it: trimmed, not empty, at most 100 bytes, without control characters.
///
/// # Errors
/// `tag.empty`, `tag.too_long`, `tag.control_character`.
pub fn clean_tag(tag: &str) -> Result<&str> {
    let tag = tag.trim();
    if tag.is_empty() {
        return Err(Error::invalid("tag.empty", "a tag must not be empty").hint("leave it out"));
    }
    if tag.len() > MAX_TAG {
        return Err(Error::limit("tag.too_long", "the tag in bytes", tag.len() as u64, MAX_TAG as u64));
    }
    if tag.chars().any(char::is_control) {
        return Err(Error::invalid("tag.control_character", "a tag must not hold control characters")
            .hint("write it on one line, without tabs"));
    }
    Ok(tag)
}

impl Kind<'_> {
    /// One operand of such a field. A status is read by [`status`], as it may mean two things.
    pub fn scalar(&self, value: &Value, vocabulary: &Vocabulary<'_>) -> Result<Scalar> {
        Ok(match self {
            Self::Status => Scalar::Number(status(value, vocabulary)?.category().rank()),
            Self::Priority => Scalar::Number(priority(value)?.rank()),
            Self::Names(known) => Scalar::Text(name(value, known.iter().copied())?.to_owned()),
            Self::Choice(options) => Scalar::Text(choice(value, options)?),
            Self::Person | Self::People => Scalar::Id(person(value, vocabulary)?.to_bytes()),
            Self::Team => Scalar::Id(team(value, vocabulary)?.to_bytes()),
            Self::Organization => {
                Scalar::Id(id::<OrganizationId>(value, "the id of an organization")?.to_bytes())
            }
            Self::Mailbox => Scalar::Id(id::<MailboxId>(value, "the id of a mailbox")?.to_bytes()),
            Self::Metric => Scalar::Id(metric(value, vocabulary)?.to_bytes()),
            Self::Policy => Scalar::Id(id::<PolicyId>(value, "the id of an SLA policy")?.to_bytes()),
            Self::Number => Scalar::Number(number(value)?),
            Self::Instant => Scalar::Number(instant(value)?.millis()),
            Self::Day => Scalar::Number(day(value)?.days().into()),
            Self::Bool => Scalar::of_bool(truth(value)?),
            Self::Text => Scalar::Text(text(value, "a text")?.to_owned()),
            Self::Tags => Scalar::Text(clean_tag(text(value, "a tag")?)?.to_owned()),
        })
    }
}

/// The members of an operand that is a list, each read by `read`; faults are told with the place in the list.
pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    let Value::List(values) = value else {
        return Err(bad("a list is expected").hint("write it as `[…]`"));
    };
    if values.is_empty() {
        return Err(Error::invalid("condition.empty_list", "an empty list compares with nothing")
            .hint("name a value, or use `present` or `not_present`"));
    }
    if values.len() > MAX_LIST {
        return Err(Error::limit(
            "condition.list_too_long",
            "the list",
            values.len() as u64,
            MAX_LIST as u64,
        ));
    }
    values
        .iter()
        .enumerate()
        .map(|(i, value)| read(value).map_err(|fault| fault.under(&format!("/{i}"))))
        .collect()
}

/// The text to look for.
pub(crate) fn needle(value: &Value) -> Result<Needle> {
    Needle::new(text(value, "a text")?).map_err(|fault| bad(fault.message()))
}

/// The pattern of a regular expression.
pub(crate) fn pattern(value: &Value) -> Result<&str> {
    text(value, "a regular expression")
}
