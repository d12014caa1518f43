use serde::{Deserialize, Serialize};

use super::context::UpdateContext;
use super::cycle::Applied;
use super::describe;
use super::trigger::{CompiledTrigger, TriggerSet};
use crate::model::{RuleRef, Ticket, Value};
use crate::query::Vocabulary;

/// Why the triggers did or did not act in an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Trace {
    /// Every trigger of the desk, in order.
    pub rules: Vec<RuleTrace>,
}

/// What became of one trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RuleTrace {
    /// Which, in which version.
    pub rule: RuleRef,
    /// What people call it.
    pub name: String,
    /// How it ended: that it fired, else what its last visit found.
    pub verdict: Verdict,
    /// Its comparisons in reading order, as that visit found them; empty when it was never visited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<LeafTrace>,
    /// When it did not match: the paths of the fewest comparisons that would have to turn out differently.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<String>,
}

/// How a trigger ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Verdict {
    /// It acted.
    Fired {
        /// Whether that changed the ticket.
        changed: bool,
    },
    /// Its conditions did not hold.
    NotMatched,
    /// Its conditions were not looked at.
    NotEvaluated {
        /// Why.
        reason: NotEvaluated,
    },
}

/// Why conditions were not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum NotEvaluated {
    /// It had acted in this update before.
    AlreadyFired,
    /// It is not in use.
    Inactive,
    /// The ticket was closed before the update.
    ClosedTicket,
    /// A trigger before it ended the walk.
    Stopped,
    /// Updates that cause each other went too deep.
    Depth,
}

/// One comparison and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeafTrace {
    /// The JSON Pointer from the rule.
    pub path: String,
    /// The field.
    pub field: String,
    /// The operator.
    pub op: String,
    /// The operand.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub operand: Value,
    /// The operand in words.
    pub wanted: String,
    /// What the field held, in words; nothing when it held nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// What the field held when the update began; told with operators that ask for a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Whether it held.
    pub holds: bool,
}

/// Notes a walk over the triggers, to tell it as a [`Trace`]. A walk without one pays nothing for it.
#[derive(Debug)]
pub struct Tracer<'v> {
    names: Vocabulary<'v>,
    /// The ticket as it stood at visits: one for each firing that changed it.
    stages: Vec<Ticket>,
    /// Whether the ticket changed after the last stage was kept.
    stale: bool,
    visits: Vec<Visit>,
    trace: Trace,
}

#[derive(Debug, Clone, Copy, Default)]
struct Visit {
    /// The stage of the last visit.
    stage: Option<usize>,
    /// Whether it fired, and if so whether that changed anything.
    fired: Option<bool>,
}

impl<'v> Tracer<'v> {
    /// A tracer that tells ids by the names that the desk gives them.
    pub fn new(names: Vocabulary<'v>) -> Self {
        Self { names, stages: Vec::new(), stale: true, visits: Vec::new(), trace: Trace::default() }
    }

    /// What was noted.
    pub fn into_trace(self) -> Trace {
        self.trace
    }

    pub(super) fn visited(&mut self, place: usize, work: &Ticket) {
        if self.stale {
            self.stages.push(work.clone());
            self.stale = false;
        }
        let stage = self.stages.len().checked_sub(1);
        self.note(place, |visit| visit.stage = stage);
    }

    pub(super) fn fired(&mut self, place: usize, applied: Applied) {
        self.note(place, |visit| visit.fired = Some(applied.changed));
        self.stale |= applied.changed;
    }

    fn note(&mut self, place: usize, note: impl FnOnce(&mut Visit)) {
        if self.visits.len() <= place {
            self.visits.resize(place + 1, Visit::default());
        }
        if let Some(visit) = self.visits.get_mut(place) {
            note(visit);
        }
    }

    /// Tells the walk that was noted. The last visit of each trigger is looked at again, which gives the same answers.
    pub(super) fn tell(&mut self, set: &TriggerSet, ctx: &UpdateContext<'_>) {
        let rules = set.triggers().iter().enumerate().map(|(place, trigger)| {
            let visit = self.visits.get(place).copied().unwrap_or_default();
            match visit.stage.and_then(|stage| self.stages.get(stage)) {
                Some(work) => told(trigger, visit.fired, ctx, work, &self.names),
                None if !trigger.active => not_evaluated(trigger, NotEvaluated::Inactive),
                None => not_evaluated(trigger, NotEvaluated::Stopped),
            }
        });
        self.trace = Trace { rules: rules.collect() };
        self.stages.clear();
        self.visits.clear();
        self.stale = true;
    }
}

impl Trace {
    /// The trace of an update in which no trigger was looked at.
    pub fn not_evaluated(set: &TriggerSet, reason: NotEvaluated) -> Self {
        let rules = set.triggers().iter().map(|trigger| {
            not_evaluated(trigger, if trigger.active { reason } else { NotEvaluated::Inactive })
        });
        Self { rules: rules.collect() }
    }
}

fn not_evaluated(trigger: &CompiledTrigger, reason: NotEvaluated) -> RuleTrace {
    RuleTrace {
        rule: trigger.rule,
        name: trigger.name.clone(),
        verdict: Verdict::NotEvaluated { reason },
        leaves: Vec::new(),
        why_not: Vec::new(),
    }
}

fn told(
    trigger: &CompiledTrigger,
    fired: Option<bool>,
    ctx: &UpdateContext<'_>,
    work: &Ticket,
    names: &Vocabulary<'_>,
) -> RuleTrace {
    let condition = &trigger.condition;
    let observed = condition.observe(ctx, work);
    let leaves: Vec<_> = observed
        .iter()
        .enumerate()
        .map(|(index, observed)| {
            let asks_change = observed.leaf.op.contains("changed");
            LeafTrace {
                path: format!("/conditions{}", observed.path),
                field: observed.leaf.field.clone(),
                op: observed.leaf.op.clone(),
                operand: observed.leaf.value.clone(),
                wanted: describe::operand(&observed.leaf.value, &observed.leaf.field, names),
                actual: condition.actual(index, ctx, work, names),
                before: if asks_change { condition.before(index, ctx, names) } else { None },
                holds: observed.holds,
            }
        })
        .collect();
    let (verdict, why_not) = match fired {
        Some(changed) => (Verdict::Fired { changed }, Vec::new()),
        None => (Verdict::NotMatched, condition.fewest_flips(&observed)),
    };
    let why_not = why_not.into_iter().filter_map(|index| leaves.get(index)).map(|leaf| leaf.path.clone());
    let why_not = why_not.collect();
    RuleTrace { rule: trigger.rule, name: trigger.name.clone(), verdict, leaves, why_not }
}
