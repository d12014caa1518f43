use std::collections::VecDeque;

use super::again::Again;
use super::begun::Begun;
use super::{ExplainedUpdate, fold, not_told};
use crate::engine::by_actor::ByActor;
use crate::engine::config::DeskConfig;
use crate::engine::history::{self, with_texts};
use crate::engine::id_gen::follow_on;
use crate::engine::part::Recorded;
use crate::engine::trigger_run::Run;
use crate::ids::DeskId;
use crate::model::{Actor, Channel, CommentFlag, Event, EventBody, StatusCategory, Ticket};
use crate::rules::{NotEvaluated, SlaEvent, Trace, Tracer, walk};
use crate::store::ReadTx;
use crate::{Result, Timestamp};

/// An update as it was recorded, on its way to be told.
pub(super) struct Telling<'t> {
    tx: &'t mut dyn ReadTx,
    desk: DeskId,
    ticket: Option<Ticket>,
    /// What is to be told yet.
    updates: VecDeque<Vec<Event>>,
    /// The configuration of the update that is told.
    config: Option<DeskConfig>,
    told: Vec<ExplainedUpdate>,
    exact: bool,
}

impl<'t> Telling<'t> {
    pub(super) fn new(
        tx: &'t mut dyn ReadTx,
        desk: DeskId,
        before: Option<Ticket>,
        updates: VecDeque<Vec<Event>>,
    ) -> Self {
        Self { tx, desk, ticket: before, updates, config: None, told: Vec::new(), exact: true }
    }

    /// Tells everything; answers also whether the conditions came out as they did then.
    pub(super) fn tell(mut self) -> Result<(Vec<ExplainedUpdate>, bool)> {
        self.recorded(None)?;
        Ok((self.told, self.exact))
    }

    /// Tells the next update, and its follow-ons. Answers whether it was stopped because it went too deep.
    fn recorded(&mut self, sla_event: Option<SlaEvent>) -> Result<bool> {
        let Some(events) = self.updates.pop_front() else { return Ok(false) };
        let mut events = VecDeque::from(events);
        let before = self.ticket.clone();
        while let Some(event) = events.pop_front() {
            fold(&mut self.ticket, &event)?;
            match event.body {
                EventBody::UpdateBegun { channel, depth, config_version, requester_version } => {
                    let begun =
                        Begun { update: event.update, at: event.at, actor: event.actor, channel, depth };
                    self.load(config_version)?;
                    return self.begun(before, &begun, requester_version, sla_event, events);
                }
                EventBody::LoopDetected { .. } => {
                    self.stopped(&event, sla_event);
                    return Ok(true);
                }
                _ => {}
            }
        }
        Err(not_told())
    }

    fn load(&mut self, version: u32) -> Result<()> {
        if self.config.as_ref().is_none_or(|config| config.version != version) {
            self.config = Some(DeskConfig::load_at(self.tx, self.desk, version)?);
        }
        Ok(())
    }

    fn begun(
        &mut self,
        before: Option<Ticket>,
        begun: &Begun,
        requester_version: u32,
        sla_event: Option<SlaEvent>,
        mut events: VecDeque<Event>,
    ) -> Result<bool> {
        let mut part = Vec::new();
        while let Some(event) = events.pop_front_if(|event| begun.is_part(event)) {
            fold(&mut self.ticket, &event)?;
            part.push(event);
        }
        let by_actor = ByActor::of(self.ticket.as_ref().ok_or_else(not_told)?, &part);
        while let Some(event) = events.pop_front_if(|event| begun.is_normalization(event)) {
            fold(&mut self.ticket, &event)?;
        }
        let trace = if begun.is_timer(&part) {
            Trace::default()
        } else {
            let comment = self.comment(&part)?;
            let requester = by_actor.ticket.requester;
            let requester = history::person(self.tx, self.desk, requester, requester_version)?;
            let run = Run {
                before: before.as_ref(),
                by_actor: &by_actor,
                requester: requester.as_ref(),
                actor: begun.actor,
                channel: begun.channel,
                comment: comment.as_ref(),
                sla_event,
            };
            self.walk(&run, begun.at, &mut events)?
        };
        let (update, at, depth) = (begun.update, begun.at, begun.depth);
        self.told.push(ExplainedUpdate { update, at, depth, sla_event, trace });
        let seen: Vec<SlaEvent> = events.iter().filter_map(|event| SlaEvent::told_by(&event.body)).collect();
        for event in &events {
            fold(&mut self.ticket, event)?;
        }
        self.follow(begun, requester_version, seen)
    }

    /// Tells the follow-ons of an update: those that were recorded, and those in which nothing fired. Answers whether they were
    /// stopped.
    fn follow(&mut self, parent: &Begun, requester_version: u32, seen: Vec<SlaEvent>) -> Result<bool> {
        for (nth, sla_event) in seen.into_iter().enumerate() {
            let update = follow_on(parent.update, u32::try_from(nth).unwrap_or(u32::MAX), parent.at);
            let next = self.updates.front().and_then(|events| events.first()).map(|event| event.update);
            if next == Some(update) {
                if self.recorded(Some(sla_event))? {
                    return Ok(true);
                }
                continue;
            }
            let begun = Begun {
                update,
                at: parent.at,
                actor: Actor::System,
                channel: Channel::System,
                depth: parent.depth + 1,
            };
            self.silent(&begun, requester_version, sla_event)?;
        }
        Ok(false)
    }

    /// Tells a follow-on in which nothing fired. On a closed ticket no trigger was looked at.
    fn silent(&mut self, begun: &Begun, requester_version: u32, sla_event: SlaEvent) -> Result<()> {
        let ticket = self.ticket.clone().ok_or_else(not_told)?;
        let trace = if ticket.category == StatusCategory::Closed {
            self.not_evaluated(NotEvaluated::ClosedTicket)
        } else {
            let requester = history::person(self.tx, self.desk, ticket.requester, requester_version)?;
            let run = Run {
                before: Some(&ticket),
                by_actor: &ByActor::nothing(&ticket),
                requester: requester.as_ref(),
                actor: begun.actor,
                channel: begun.channel,
                comment: None,
                sla_event: Some(sla_event),
            };
            self.walk(&run, begun.at, &mut VecDeque::new())?
        };
        let (update, at, depth) = (begun.update, begun.at, begun.depth);
        self.told.push(ExplainedUpdate { update, at, depth, sla_event: Some(sla_event), trace });
        Ok(())
    }

    /// Tells a follow-on that was stopped before it began.
    fn stopped(&mut self, event: &Event, sla_event: Option<SlaEvent>) {
        let trace = self.not_evaluated(NotEvaluated::Depth);
        let depth = self.told.last().map_or(0, |last| last.depth + 1);
        self.told.push(ExplainedUpdate { update: event.update, at: event.at, depth, sla_event, trace });
    }

    /// Tells of every trigger that it was not looked at.
    fn not_evaluated(&self, why: NotEvaluated) -> Trace {
        let tell = |config: &DeskConfig| Trace::not_evaluated(&config.triggers, why);
        self.config.as_ref().map(tell).unwrap_or_default()
    }

    /// The comment that the actor made, with its text when that was not erased.
    fn comment(&mut self, part: &[Event]) -> Result<Option<Recorded>> {
        let Some(event) = part.iter().find(|event| matches!(event.body, EventBody::CommentAdded { .. }))
        else {
            return Ok(None);
        };
        match with_texts(self.tx, self.desk, event.clone())?.body {
            EventBody::CommentAdded { visibility, from_requester, from_agent, comment } => {
                let bounce = comment.has(CommentFlag::Bounce);
                Ok(Some(Recorded {
                    id: comment.id,
                    index: comment.index,
                    visibility,
                    new_text: comment.new_text(),
                    automatic: bounce || comment.has(CommentFlag::Automatic),
                    bounce,
                    no_answer: comment.has(CommentFlag::NoAnswer),
                    from_requester,
                    from_agent,
                    author: comment.author,
                }))
            }
            _ => Ok(None),
        }
    }

    /// Walks the triggers again; what they did is taken from the record.
    fn walk(&mut self, run: &Run<'_>, at: Timestamp, events: &mut VecDeque<Event>) -> Result<Trace> {
        if !run.wakes_triggers() {
            return Ok(Trace::default());
        }
        let config = self.config.as_ref().ok_or_else(not_told)?;
        let ticket = self.ticket.take().ok_or_else(not_told)?;
        let mut tracer = Tracer::new(config.vocabulary());
        let mut again = Again { ticket, events, exact: true };
        let walked = walk(&config.triggers, &run.seen(config, at), &mut again, Some(&mut tracer));
        let Again { ticket, exact, events } = again;
        self.ticket = Some(ticket);
        self.exact &= exact;
        walked?;
        if events.iter().any(|event| matches!(event.body, EventBody::TriggerFired { .. })) {
            return Err(not_told());
        }
        Ok(tracer.into_trace())
    }
}
