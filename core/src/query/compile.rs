use super::compare;
use super::kind::{TICKET_FIELDS, UPDATE_FIELDS, is_change, ticket_field};
use super::suggest::did_you_mean;
use super::tree::{Tree, build};
use super::{Predicate, Vocabulary};
use crate::model::{ConditionNode, Leaf, Operator};
use crate::{Error, Result};

/// Compiles a filter: conditions over the ticket alone, as views, policies and scopes hold them.
///
/// ```
/// use frontdesk::model::{ConditionNode, Operator};
/// use frontdesk::query::{Vocabulary, compile};
/// let filter = ConditionNode::leaf("priority", Operator::GreaterThan, "normal");
/// assert!(compile(&filter, &Vocabulary::default()).is_ok());
///
/// let condition = ConditionNode::all(vec![ConditionNode::leaf("comment.text", Operator::ContainsWord, "refund")]);
/// let error = compile(&condition, &Vocabulary::default()).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("filter.not_stateless", Some("/all/0/field")));
/// ```
///
/// # Errors
/// The first fault in reading order, with the JSON Pointer from `node` to the member at fault:
/// `condition.unknown_field`, `condition.unknown_operator`, `condition.operator_does_not_fit`, a fault of the operand
/// (`condition.bad_value`, `condition.empty_list`, …), `condition.too_deep`, `condition.too_many_leaves`; and
/// `filter.not_stateless` for what only an update has.
pub fn compile(node: &ConditionNode, vocabulary: &Vocabulary<'_>) -> Result<Predicate> {
    build(node, &mut |leaf, _| filter_leaf(leaf, vocabulary)).map(predicate_of)
}

/// Recursion is bounded by the depth that `build` lets through.
fn predicate_of(tree: Tree<Predicate>) -> Predicate {
    match tree {
        Tree::All(parts) => Predicate::All(parts.into_iter().map(predicate_of).collect()),
        Tree::Any(parts) => Predicate::Any(parts.into_iter().map(predicate_of).collect()),
        Tree::Not(part) => Predicate::Not(Box::new(predicate_of(*part))),
        Tree::Leaf(predicate) => predicate,
    }
}

fn filter_leaf(leaf: &Leaf, vocabulary: &Vocabulary<'_>) -> Result<Predicate> {
    let name = leaf.field.as_str();
    if UPDATE_FIELDS.contains(&name) {
        return Err(not_stateless(format!("only an update has `{name}`")).at("/field"));
    }
    let field = ticket_field(name, vocabulary).ok_or_else(|| unknown_field(name, vocabulary, &[]))?;
    let op = operator(&leaf.op)?;
    if !field.kind.fits(op) {
        return Err(compare::does_not_fit(&field.kind, op, is_stateless).at("/op"));
    }
    if !is_stateless(op) {
        return Err(not_stateless(format!("`{}` works in triggers only", op.name())).at("/op"));
    }
    compare::predicate(field.slot, &field.kind, op, &leaf.value, vocabulary)
}

fn is_stateless(op: Operator) -> bool {
    !is_change(op) && op != Operator::Matches
}

fn not_stateless(message: String) -> Error {
    Error::invalid("filter.not_stateless", message).hint("a filter looks at the ticket alone")
}

/// The operator of a leaf.
pub(crate) fn operator(name: &str) -> Result<Operator> {
    Operator::from_name(name).ok_or_else(|| {
        let hint = did_you_mean(name, Operator::ALL.iter().map(|op| op.name())).unwrap_or_else(|| {
            let names: Vec<_> = Operator::ALL.iter().map(|op| op.name()).collect();
            format!("operators are: {}", names.join(", "))
        });
        Error::invalid("condition.unknown_operator", "there is no such operator").hint(hint).at("/op")
    })
}

/// Checks that tickets have a field of this name.
///
/// # Errors
/// `condition.unknown_field` at `/field`.
pub(crate) fn check_field(name: &str, vocabulary: &Vocabulary<'_>) -> Result<()> {
    match ticket_field(name, vocabulary) {
        Some(_) => Ok(()),
        None => Err(unknown_field(name, vocabulary, &[])),
    }
}

/// The error for a field that there is not; `more` are names that would be allowed besides those of tickets.
pub(crate) fn unknown_field(name: &str, vocabulary: &Vocabulary<'_>, more: &[&str]) -> Error {
    let custom: Vec<_> = vocabulary.fields.iter().map(|field| format!("fields.{}", field.key)).collect();
    let candidates = TICKET_FIELDS.iter().chain(more).copied().chain(custom.iter().map(String::as_str));
    let fault = Error::invalid("condition.unknown_field", "there is no such field").at("/field");
    fault.hint(did_you_mean(name, candidates.clone()).unwrap_or_else(|| {
        let names: Vec<_> = candidates.collect();
        format!("fields are: {}", names.join(", "))
    }))
}
