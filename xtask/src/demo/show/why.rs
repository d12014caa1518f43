//! Why one trigger fired and another did not.

use frontdesk::model::{Event, Ticket};
use frontdesk::rules::{LeafTrace, RuleTrace, Trace, Verdict};

use super::WIDTH;
use super::words::fit;
use crate::demo::Result;
use crate::demo::office::Office;

/// The first trigger that fired when the ticket was created, and the first that did not; nothing when there are no such two.
pub fn text(office: &Office, ticket: &Ticket, events: &[Event]) -> Result<Option<String>> {
    let Some(created) = events.first() else { return Ok(None) };
    let explanation = office.desk.host().explain(ticket.number, created.update)?;
    let Some(update) = explanation.updates.first() else { return Ok(None) };
    let first = |wanted: fn(&Verdict) -> bool| update.trace.rules.iter().find(|rule| wanted(&rule.verdict));
    let fired = first(|verdict| matches!(verdict, Verdict::Fired { .. }));
    let silent = first(|verdict| matches!(verdict, Verdict::NotMatched));
    let (Some(fired), Some(silent)) = (fired, silent) else { return Ok(None) };
    let lines: Vec<String> = why(fired).into_iter().chain(why_not(silent)).collect();
    Ok(Some(format!("Why triggers did what they did when {} was created\n{}", ticket.number, lines.concat())))
}

fn why(rule: &RuleTrace) -> Vec<String> {
    let held = rule.leaves.iter().filter(|leaf| leaf.holds);
    let head = line(2, &format!("“{}” fired, because", rule.name));
    std::iter::once(head).chain(held.map(|leaf| line(5, &comparison(leaf)))).collect()
}

fn comparison(leaf: &LeafTrace) -> String {
    let actual = leaf.actual.as_deref().unwrap_or("nothing");
    let asked = format!("{} {} {}", leaf.field, leaf.op.replace('_', " "), leaf.wanted);
    format!("- {}: it was {actual}", asked.trim_end())
}

fn why_not(rule: &RuleTrace) -> Vec<String> {
    let told = Trace { rules: vec![rule.clone()] }.explain();
    let told = told.strip_prefix("1. ").unwrap_or(&told);
    told.lines().map(|told| line(if told.starts_with(' ') { 5 } else { 2 }, told)).collect()
}

fn line(indent: usize, text: &str) -> String {
    format!("{}{}\n", " ".repeat(indent), fit(text, WIDTH - indent).trim_end())
}
