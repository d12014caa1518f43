use regex::{Regex, RegexBuilder};

use super::question::{How, Question, TextSource};
use super::update_field::update_field;
use crate::model::{Leaf, Operator, Value};
use crate::query::compare::{comparison, does_not_fit, no_operand, predicate};
use crate::query::kind::{Kind, TicketField, UPDATE_FIELDS, is_change, ticket_field};
use crate::query::{Found, Predicate, Slot, Vocabulary, operand, operator, unknown_field};
use crate::rules::context::UpdateSlot;
use crate::{Error, Result};

/// Bytes that a regular expression may have.
const MAX_PATTERN: usize = 1_000;
/// Bytes that a compiled regular expression may take.
const MAX_PROGRAM: usize = 256 * 1024;

/// Where the actual value of a leaf is read for a trace.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    Ticket(Slot),
    Sla(Slot),
    Update(UpdateSlot),
}

pub(super) fn compile(leaf: &Leaf, vocabulary: &Vocabulary<'_>) -> Result<(Source, Question)> {
    if let Some((slot, kind)) = update_field(&leaf.field) {
        return Ok((Source::Update(slot), of_update(slot, &kind, leaf, vocabulary)?));
    }
    let field = ticket_field(&leaf.field, vocabulary)
        .ok_or_else(|| unknown_field(&leaf.field, vocabulary, UPDATE_FIELDS))?;
    if matches!(field.slot, Slot::Policy | Slot::Breached | Slot::NextBreach) {
        return Ok((Source::Sla(field.slot), of_sla(&field, leaf, vocabulary)?));
    }
    Ok((Source::Ticket(field.slot), of_ticket(&field, leaf, vocabulary)?))
}

/// The operator of a leaf; `allowed` lets through what the source can answer.
fn fitting(kind: &Kind<'_>, leaf: &Leaf, allowed: fn(Operator) -> bool) -> Result<Operator> {
    let op = operator(&leaf.op)?;
    if kind.fits(op) && allowed(op) { Ok(op) } else { Err(does_not_fit(kind, op, allowed).at("/op")) }
}

fn of_update(
    slot: UpdateSlot,
    kind: &Kind<'_>,
    leaf: &Leaf,
    vocabulary: &Vocabulary<'_>,
) -> Result<Question> {
    let op = fitting(kind, leaf, |op| !is_change(op))?;
    if op == Operator::Matches {
        return matches(TextSource::Update(slot), &leaf.value);
    }
    let compiled = comparison(kind, op, &leaf.value, vocabulary)?;
    Ok(Question::Update { slot, negated: compiled.negated, check: compiled.check })
}

/// `sla.*` fields read the state before the update, so that they never change in it: `sla.event` tells of changes.
fn of_sla(field: &TicketField<'_>, leaf: &Leaf, vocabulary: &Vocabulary<'_>) -> Result<Question> {
    let op = fitting(&field.kind, leaf, |op| !is_change(op))?;
    let predicate = predicate(field.slot, &field.kind, op, &leaf.value, vocabulary)?;
    let nothing = if field.slot == Slot::Breached { Found::Number(0) } else { Found::Nothing };
    let at_creation = match &predicate {
        Predicate::Not(inner) => !passes(inner, nothing),
        plain => passes(plain, nothing),
    };
    Ok(Question::Sla { predicate, at_creation })
}

fn passes(predicate: &Predicate, found: Found<'_>) -> bool {
    matches!(predicate, Predicate::Test(test) if test.check.accepts(found))
}

fn of_ticket(field: &TicketField<'_>, leaf: &Leaf, vocabulary: &Vocabulary<'_>) -> Result<Question> {
    let TicketField { slot, kind } = field;
    let by_system = matches!(slot, Slot::Number | Slot::CreatedAt | Slot::UpdatedAt | Slot::StatusSince);
    let allowed: fn(Operator) -> bool =
        if by_system { |op| op != Operator::ChangedByActor } else { |_| true };
    let op = fitting(kind, leaf, allowed)?;
    if op == Operator::Matches {
        return matches(TextSource::Ticket(*slot), &leaf.value);
    }
    if is_change(op) {
        return change(field, op, &leaf.value, vocabulary);
    }
    Ok(match predicate(*slot, kind, op, &leaf.value, vocabulary)? {
        Predicate::Test(test) if *slot == Slot::Title && test.check.folds() => Question::Title(test.check),
        predicate => Question::Ticket(predicate),
    })
}

fn change(
    field: &TicketField<'_>,
    op: Operator,
    value: &Value,
    vocabulary: &Vocabulary<'_>,
) -> Result<Question> {
    use Operator as Op;
    if matches!(op, Op::Changed | Op::NotChanged | Op::ChangedByActor) {
        no_operand(op, value)?;
    }
    let wanted = || match value {
        Value::Null => Ok(None),
        value => predicate(field.slot, &field.kind, Op::Is, value, vocabulary).map(Some),
    };
    let how = match op {
        Op::ChangedTo | Op::NotChangedTo => How::To(wanted()?),
        Op::ChangedFrom | Op::NotChangedFrom => How::From(wanted()?),
        Op::ChangedByActor => How::ByActor,
        _ => How::Changed,
    };
    let negated = matches!(op, Op::NotChanged | Op::NotChangedTo | Op::NotChangedFrom);
    Ok(Question::Changed { slot: field.slot, negated, how })
}

fn matches(source: TextSource, value: &Value) -> Result<Question> {
    let pattern = pattern(value).map_err(|fault| fault.under("/value"))?;
    Ok(Question::Matches { source, pattern })
}

fn pattern(value: &Value) -> Result<Regex> {
    let pattern = operand::pattern(value)?;
    if pattern.len() > MAX_PATTERN {
        let (length, cap) = (pattern.len() as u64, MAX_PATTERN as u64);
        return Err(Error::limit("condition.pattern_too_long", "the pattern in bytes", length, cap));
    }
    RegexBuilder::new(pattern)
        .size_limit(MAX_PROGRAM)
        .dfa_size_limit(MAX_PROGRAM)
        .nest_limit(32)
        .build()
        .map_err(|fault| match fault {
            regex::Error::CompiledTooBig(_) => {
                Error::invalid("condition.pattern_too_big", "this pattern takes too much memory")
                    .hint("repeat less, or use a smaller class of characters")
            }
            fault => Error::invalid("condition.bad_pattern", "this is no regular expression")
                .hint(last_line(&fault)),
        })
}

/// The line of the regex crate's message that says what is wrong; the ones before draw the place.
fn last_line(fault: &regex::Error) -> String {
    let text = fault.to_string();
    let line = text.lines().next_back().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
