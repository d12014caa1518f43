use super::context::UpdateContext;
use super::trace::Tracer;
use super::trigger::{CompiledTrigger, TriggerSet};
use crate::model::{RuleRef, Ticket};

/// What came of a trigger's actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Whether a field, a tag or a participant differs from before the firing; comments and effects do not count.
    pub changed: bool,
    /// Whether one of the actions was to stop.
    pub stop: bool,
}

/// Whoever carries out what triggers want.
pub trait Firing {
    /// Why it may fail.
    type Error;

    /// The ticket as it stands now.
    fn work(&self) -> &Ticket;

    /// Whether the trigger fires.
    fn holds(&mut self, trigger: &CompiledTrigger, ctx: &UpdateContext<'_>) -> bool {
        trigger.condition.holds(ctx, self.work())
    }

    /// Carries out all actions of a trigger, with normalization after them.
    ///
    /// # Errors
    /// Ends the walk.
    fn fire(&mut self, trigger: &CompiledTrigger) -> Result<Applied, Self::Error>;
}

/// How a walk went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walked {
    /// The triggers that fired, in order.
    pub fired: Vec<RuleRef>,
    /// Whether a trigger ended it.
    pub stopped: bool,
}

/// Walks the triggers until nothing changes any more: the first from the top that has not fired yet and whose conditions
/// hold fires; if that changed anything, the walk begins again at the top, otherwise it goes on. Each fires at most once.
///
/// # Errors
/// What `firing` answers.
pub fn walk<F: Firing>(
    set: &TriggerSet,
    ctx: &UpdateContext<'_>,
    firing: &mut F,
    mut tracer: Option<&mut Tracer<'_>>,
) -> Result<Walked, F::Error> {
    let triggers = set.triggers();
    let mut waiting: Vec<bool> = triggers.iter().map(|trigger| trigger.active).collect();
    let mut walked = Walked::default();
    let mut at = 0;
    while let (Some(trigger), Some(is_waiting)) = (triggers.get(at), waiting.get_mut(at)) {
        let place = at;
        at += 1;
        if !*is_waiting {
            continue;
        }
        let holds = firing.holds(trigger, ctx);
        if let Some(tracer) = tracer.as_deref_mut() {
            tracer.visited(place, firing.work());
        }
        if !holds {
            continue;
        }
        *is_waiting = false;
        let applied = firing.fire(trigger)?;
        walked.fired.push(trigger.rule);
        if let Some(tracer) = tracer.as_deref_mut() {
            tracer.fired(place, applied);
        }
        if applied.stop {
            walked.stopped = true;
            break;
        }
        if applied.changed {
            at = 0;
        }
    }
    if let Some(tracer) = tracer {
        tracer.tell(set, ctx);
    }
    Ok(walked)
}
