use super::kind::Kind;
use super::operand::{self, StatusOperand};
use super::{Check, Predicate, Scalar, Slot, Test, Vocabulary};
use crate::ids::Id;
use crate::model::{Operator, Value};
use crate::{Error, Result};

/// A check and whether its opposite is meant.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub negated: bool,
    pub check: Check,
}

impl Comparison {
    fn plain(check: Check) -> Self {
        Self { negated: false, check }
    }

    fn opposite(check: Check) -> Self {
        Self { negated: true, check }
    }
}

/// Refuses an operand where the operator takes none.
pub(crate) fn no_operand(op: Operator, value: &Value) -> Result<()> {
    if value.is_null() {
        return Ok(());
    }
    let fault = Error::invalid("condition.unexpected_value", format!("`{}` takes no value", op.name()));
    Err(fault.at("/value").hint("leave `value` out"))
}

/// Compiles an operator that needs no update, and its operand. Errors lie under `/value`.
pub(crate) fn comparison(
    kind: &Kind<'_>,
    op: Operator,
    value: &Value,
    vocabulary: &Vocabulary<'_>,
) -> Result<Comparison> {
    use Operator as Op;
    if matches!(op, Op::Present | Op::NotPresent) {
        no_operand(op, value)?;
    }
    let one = |value: &Value| kind.scalar(value, vocabulary);
    let compiled = || {
        Ok(match op {
            Op::Present => Comparison::plain(Check::Present),
            Op::NotPresent => Comparison::opposite(Check::Present),
            Op::Is if value.is_null() => Comparison::opposite(Check::Present),
            Op::IsNot if value.is_null() => Comparison::plain(Check::Present),
            Op::Is => Comparison::plain(Check::OneOf(vec![one(value)?])),
            Op::IsNot => Comparison::opposite(Check::OneOf(vec![one(value)?])),
            Op::In => Comparison::plain(Check::OneOf(operand::list(value, one)?)),
            Op::NotIn => Comparison::opposite(Check::OneOf(operand::list(value, one)?)),
            Op::LessThan => Comparison::plain(Check::Less(bound(one(value)?)?)),
            Op::GreaterThan => Comparison::plain(Check::Greater(bound(one(value)?)?)),
            Op::IncludesAny => Comparison::plain(Check::IncludesAny(operand::list(value, one)?)),
            Op::IncludesAll => Comparison::plain(Check::IncludesAll(operand::list(value, one)?)),
            Op::IncludesNone => Comparison::opposite(Check::IncludesAny(operand::list(value, one)?)),
            Op::ContainsWord => Comparison::plain(Check::ContainsWord(operand::needle(value)?)),
            Op::ContainsText => Comparison::plain(Check::ContainsText(operand::needle(value)?)),
            Op::Matches
            | Op::Changed
            | Op::NotChanged
            | Op::ChangedTo
            | Op::ChangedFrom
            | Op::NotChangedTo
            | Op::NotChangedFrom
            | Op::ChangedByActor => return Err(does_not_fit(kind, op, |_| true)),
        })
    };
    compiled().map_err(|fault| fault.under("/value"))
}

/// The number that an ordered field is compared with.
fn bound(scalar: Scalar) -> Result<i64> {
    match scalar {
        Scalar::Number(number) => Ok(number),
        Scalar::Id(_) | Scalar::Text(_) => {
            Err(Error::invalid("condition.bad_value", "a number is expected").hint("write it without quotes"))
        }
    }
}

/// The error for an operator that makes no sense for a field; the hint names those that do and that `allowed` lets through.
pub(crate) fn does_not_fit(kind: &Kind<'_>, op: Operator, allowed: impl Fn(Operator) -> bool) -> Error {
    let message = format!("`{}` does not fit this field", op.name());
    Error::invalid("condition.operator_does_not_fit", message)
        .hint(format!("these fit: {}", kind.fitting(allowed)))
}

/// Compiles a comparison of a ticket's slot. Errors lie under `/value`.
pub(crate) fn predicate(
    slot: Slot,
    kind: &Kind<'_>,
    op: Operator,
    value: &Value,
    vocabulary: &Vocabulary<'_>,
) -> Result<Predicate> {
    if matches!(kind, Kind::Status) && !value.is_null() {
        let read = |value: &Value| operand::status(value, vocabulary);
        let wanted = match op {
            Operator::Is | Operator::IsNot => Some(read(value).map(|one| vec![one])),
            Operator::In | Operator::NotIn => Some(operand::list(value, read)),
            _ => None,
        };
        if let Some(wanted) = wanted {
            let any = one_of_statuses(&wanted.map_err(|fault| fault.under("/value"))?);
            let negated = matches!(op, Operator::IsNot | Operator::NotIn);
            return Ok(if negated { Predicate::Not(Box::new(any)) } else { any });
        }
    }
    let slot = match (kind, op) {
        (Kind::Status, Operator::LessThan | Operator::GreaterThan) => Slot::Category,
        _ => slot,
    };
    let Comparison { negated, check } = comparison(kind, op, value, vocabulary)?;
    let test = Predicate::Test(Test { slot, check });
    Ok(if negated { Predicate::Not(Box::new(test)) } else { test })
}

/// Categories compare with the category of the ticket, statuses with its status.
fn one_of_statuses(wanted: &[StatusOperand]) -> Predicate {
    let mut categories = Vec::new();
    let mut statuses = Vec::new();
    for one in wanted {
        match one {
            StatusOperand::Category(category) => categories.push(Scalar::Number(category.rank())),
            StatusOperand::Id(id, _) => statuses.push(Scalar::Id(id.to_bytes())),
        }
    }
    let test = |slot, values| Predicate::Test(Test { slot, check: Check::OneOf(values) });
    match (categories.is_empty(), statuses.is_empty()) {
        (false, true) => test(Slot::Category, categories),
        (true, _) => test(Slot::Status, statuses),
        (false, false) => {
            Predicate::Any(vec![test(Slot::Category, categories), test(Slot::Status, statuses)])
        }
    }
}
