use std::collections::VecDeque;

use super::not_told;
use crate::engine::evolve::evolve;
use crate::model::{Event, EventBody, RuleRef, Ticket};
use crate::rules::{Applied, CompiledAction, CompiledTrigger, Firing, UpdateContext};
use crate::{Error, Result};

/// A walk that was recorded: triggers fire where the record says so, and do what it says.
pub(super) struct Again<'e> {
    pub(super) ticket: Ticket,
    pub(super) events: &'e mut VecDeque<Event>,
    /// Whether the conditions hold where the record says that they did.
    pub(super) exact: bool,
}

impl Again<'_> {
    fn next_fired(&self) -> Option<RuleRef> {
        self.events.iter().find_map(|event| match event.body {
            EventBody::TriggerFired { rule, .. } => Some(rule),
            _ => None,
        })
    }
}

impl Firing for Again<'_> {
    type Error = Error;

    fn work(&self) -> &Ticket {
        &self.ticket
    }

    fn holds(&mut self, trigger: &CompiledTrigger, ctx: &UpdateContext<'_>) -> bool {
        let fired = self.next_fired() == Some(trigger.rule);
        self.exact &= trigger.condition.holds(ctx, &self.ticket) == fired;
        fired
    }

    fn fire(&mut self, trigger: &CompiledTrigger) -> Result<Applied> {
        while let Some(event) = self.events.pop_front() {
            evolve(&mut self.ticket, &event)?;
            if let EventBody::TriggerFired { changed, .. } = event.body {
                let stop = trigger.actions.contains(&CompiledAction::Stop);
                return Ok(Applied { changed, stop });
            }
        }
        Err(not_told())
    }
}
