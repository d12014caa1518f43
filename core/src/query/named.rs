use super::Vocabulary;
use super::kind::{Kind, ticket_field};
use super::tree::build;
use crate::Result;
use crate::ids::{Id, MailboxId, OrganizationId, PersonId, PolicyId};
use crate::model::{ConditionNode, Leaf, Value};

/// Something that a condition compares with by its id, and that the vocabulary does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Person(PersonId),
    Organization(OrganizationId),
    Mailbox(MailboxId),
    Policy(PolicyId),
}

/// What a condition, which compiles, names by id, each with the JSON Pointer to it from the root.
pub(crate) fn named(node: &ConditionNode, vocabulary: &Vocabulary<'_>) -> Result<Vec<(String, Named)>> {
    let mut found = Vec::new();
    build(node, &mut |leaf, path| {
        found.extend(of_leaf(leaf, vocabulary).into_iter().map(|(at, named)| (format!("{path}{at}"), named)));
        Ok(())
    })?;
    Ok(found)
}

fn of_leaf(leaf: &Leaf, vocabulary: &Vocabulary<'_>) -> Vec<(String, Named)> {
    let Some(field) = ticket_field(&leaf.field, vocabulary) else { return Vec::new() };
    let of = |at: String, value: &Value| of_value(&field.kind, value).map(|named| (at, named));
    match &leaf.value {
        Value::List(values) => {
            let each = values.iter().enumerate();
            each.filter_map(|(nth, value)| of(format!("/value/{nth}"), value)).collect()
        }
        value => of("/value".to_owned(), value).into_iter().collect(),
    }
}

fn of_value(kind: &Kind<'_>, value: &Value) -> Option<Named> {
    let id = value.as_text()?;
    match kind {
        // `me` is no id, and whoever it is is there.
        Kind::Person | Kind::People => PersonId::parse(id).ok().map(Named::Person),
        Kind::Organization => OrganizationId::parse(id).ok().map(Named::Organization),
        Kind::Mailbox => MailboxId::parse(id).ok().map(Named::Mailbox),
        Kind::Policy => PolicyId::parse(id).ok().map(Named::Policy),
        _ => None,
    }
}
