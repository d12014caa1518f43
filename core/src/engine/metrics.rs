//! The desk's own metrics: what an update means for their promises.

use super::config::DeskConfig;
use super::draft::Draft;
use super::trigger_run::Run;
use crate::ids::MetricId;
use crate::model::{
    Actor, Channel, ConditionNode, CustomMetric, EventBody, MetricStep, StatusCategory, Ticket,
};
use crate::query::tree::build;
use crate::rules::{ActorRole, Condition, UpdateContext, Vocabulary};
use crate::{Error, Result};

/// A metric with its conditions resolved.
#[derive(Debug, Clone)]
pub(crate) struct CompiledMetric {
    pub(crate) id: MetricId,
    pub(crate) version: u32,
    active: bool,
    start: Condition,
    stop: Condition,
    pause: Option<Condition>,
    cancel: Option<Condition>,
    reset: Option<Condition>,
}

impl CompiledMetric {
    /// # Errors
    /// Those of the first condition at fault, with the path to it.
    pub(crate) fn compile(metric: &CustomMetric, vocabulary: &Vocabulary<'_>) -> Result<Self> {
        // In which order metrics are resolved must make no difference.
        let vocabulary = &Vocabulary { metrics: &[], ..*vocabulary };
        let compile = |node: &ConditionNode, name: &str| {
            let compiled = check_fields(node).and_then(|()| Condition::compile(node, vocabulary));
            compiled.map_err(|error| error.under(&format!("/{name}")))
        };
        let maybe = |node: &Option<ConditionNode>, name: &str| {
            node.as_ref().map(|node| compile(node, name)).transpose()
        };
        Ok(Self {
            id: metric.id,
            version: metric.version,
            active: metric.active,
            start: compile(&metric.start, "start")?,
            stop: compile(&metric.stop, "stop")?,
            pause: maybe(&metric.pause, "pause")?,
            cancel: maybe(&metric.cancel, "cancel")?,
            reset: maybe(&metric.reset, "reset")?,
        })
    }
}

/// What clocks do is known only after the metrics, and what the time of day is changes without an update.
fn check_fields(node: &ConditionNode) -> Result<()> {
    build(node, &mut |leaf, _| {
        let field = leaf.field.as_str();
        if !field.starts_with("sla.") && !matches!(field, "in_business_hours" | "on_holiday") {
            return Ok(());
        }
        Err(Error::invalid(
            "metric.field_does_not_fit",
            "a metric does not go by clocks, nor by the time of day",
        )
        .at("/field")
        .hint("put a calendar on the policy that promises it, so that only its hours count"))
    })
    .map(drop)
}

/// Records what an update, whose rules are through, means for promises.
pub(super) fn step(draft: &mut Draft, run: &Run<'_>, config: &DeskConfig) -> Result<()> {
    if config.metrics.is_empty() {
        return Ok(());
    }
    let mut seen = run.seen(config, draft.at);
    // What a machine wrote counts for nothing.
    seen.comment = seen.comment.filter(|comment| !comment.automatic);
    for metric in &config.metrics {
        for step in steps(metric, &Look { seen: &seen, ticket: draft.work() }) {
            let (metric, version) = (metric.id, metric.version);
            draft.record(Actor::System, None, EventBody::MetricStepped { metric, version, step })?;
        }
    }
    Ok(())
}

/// What becomes of the promise of a metric, in order.
fn steps(metric: &CompiledMetric, look: &Look<'_>) -> Vec<MetricStep> {
    let promise = look.ticket.facts.promise(metric.id);
    let is_closed = look.ticket.category == StatusCategory::Closed;
    let ends = promise.and_then(|_| {
        if look.holds(&metric.stop) {
            Some(MetricStep::Fulfilled)
        } else if !metric.active
            || look.holds_maybe(metric.cancel.as_ref())
            || look.becomes(metric.reset.as_ref())
        {
            Some(MetricStep::Cancelled)
        } else {
            is_closed.then_some(MetricStep::Abandoned)
        }
    });
    let mut steps: Vec<MetricStep> = ends.into_iter().collect();
    let is_open = promise.is_some() && ends.is_none();
    let is_reset = ends == Some(MetricStep::Cancelled) && look.becomes(metric.reset.as_ref());
    let is_over = is_closed || look.stands(&metric.stop) || look.stands_maybe(metric.cancel.as_ref());
    let opens = !is_open && metric.active && !is_over && (is_reset || look.becomes(Some(&metric.start)));
    if opens {
        steps.push(MetricStep::Opened);
    }
    let is_paused = is_open && promise.is_some_and(|promise| promise.paused_since.is_some());
    let pauses = (is_open || opens) && look.stands_maybe(metric.pause.as_ref());
    match (is_paused, pauses) {
        (false, true) => steps.push(MetricStep::Paused),
        (true, false) if is_open => steps.push(MetricStep::Resumed),
        _ => {}
    }
    steps
}

/// A ticket as an update leaves it, and what happened in the update.
struct Look<'a> {
    seen: &'a UpdateContext<'a>,
    ticket: &'a Ticket,
}

impl Look<'_> {
    fn holds(&self, condition: &Condition) -> bool {
        condition.holds(self.seen, self.ticket)
    }

    fn holds_maybe(&self, condition: Option<&Condition>) -> bool {
        condition.is_some_and(|condition| self.holds(condition))
    }

    /// Whether it would be true if nothing happened to the ticket.
    fn stands(&self, condition: &Condition) -> bool {
        stands(condition, self.seen, self.ticket)
    }

    fn stands_maybe(&self, condition: Option<&Condition>) -> bool {
        condition.is_some_and(|condition| self.stands(condition))
    }

    /// Whether it is the update that makes it true.
    fn becomes(&self, condition: Option<&Condition>) -> bool {
        let stood = |condition: &Condition| {
            self.seen.before.is_some_and(|before| stands(condition, self.seen, before))
        };
        condition.is_some_and(|condition| self.holds(condition) && !stood(condition))
    }
}

/// Whether a condition would be true of a ticket to which nothing happens at this instant.
fn stands(condition: &Condition, seen: &UpdateContext<'_>, ticket: &Ticket) -> bool {
    let nothing = UpdateContext {
        before: Some(ticket),
        by_actor: ticket,
        status_by_actor: false,
        channel: Channel::System,
        actor_role: ActorRole::System,
        comment: None,
        sla_event: None,
        ..seen.clone()
    };
    condition.holds(&nothing, ticket)
}
