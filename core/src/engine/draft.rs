use super::context::Context;
use super::evolve::evolve;
use super::id_gen::IdGen;
use crate::ids::{DeskId, UpdateId};
use crate::model::{
    Actor, Comment, EVENT_VERSION, Effect, Event, EventBody, FieldChange, RuleRef, Subject, Ticket,
};
use crate::store::Change;
use crate::{Result, Timestamp};

/// An update in the making: the ticket as it stands, and the events that made it so.
pub(crate) struct Draft {
    pub(crate) update: UpdateId,
    pub(crate) cause: Option<UpdateId>,
    pub(crate) depth: u32,
    pub(crate) at: Timestamp,
    pub(crate) subject: Subject,
    pub(crate) ids: IdGen,
    pub(crate) ticket: Ticket,
    pub(crate) events: Vec<Event>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) effects: Vec<Effect>,
}

impl Draft {
    /// An update to a ticket that has recorded nothing yet.
    pub(crate) fn new(update: UpdateId, at: Timestamp, ids: IdGen, ticket: Ticket) -> Self {
        let subject = Subject::Ticket { id: ticket.id, number: ticket.number };
        let (events, comments, effects) = (Vec::new(), Vec::new(), Vec::new());
        Self { update, cause: None, depth: 0, at, subject, ids, ticket, events, comments, effects }
    }

    /// Records an event and folds it into the ticket.
    pub(crate) fn record(&mut self, actor: Actor, rule: Option<RuleRef>, body: EventBody) -> Result<()> {
        let seq = self.ticket.seq + 1;
        let event = Event {
            v: EVENT_VERSION,
            subject: self.subject,
            seq,
            at: self.at,
            actor,
            update: self.update,
            cause: self.cause,
            rule,
            body,
        };
        evolve(&mut self.ticket, &event)?;
        self.events.push(event);
        Ok(())
    }

    /// Records changes of fields, when there are any.
    pub(crate) fn record_fields(
        &mut self,
        actor: Actor,
        rule: Option<RuleRef>,
        changes: Vec<FieldChange>,
    ) -> Result<bool> {
        if changes.is_empty() {
            return Ok(false);
        }
        self.record(actor, rule, EventBody::FieldsChanged { changes })?;
        Ok(true)
    }

    /// The ticket as it stands.
    pub(crate) fn work(&self) -> &Ticket {
        &self.ticket
    }

    /// Hands over what is to be written, but for the ticket itself.
    pub(crate) fn write(&mut self, context: &mut Context<'_>) {
        let events: Vec<Event> = self.events.drain(..).map(Event::without_texts).collect();
        if !events.is_empty() {
            context.append(events);
        }
        let comments = self.comments.drain(..).map(|comment| Change::PutComment(Box::new(comment)));
        context.changes.extend(comments);
        let effects = self.effects.drain(..).map(|effect| Change::PutEffect(Box::new(effect)));
        context.changes.extend(effects);
    }
}

/// How an actor is written where ids are derived from it.
pub(crate) fn actor_key(desk: DeskId, actor: &Actor) -> String {
    match actor {
        Actor::Host => format!("{desk}/host"),
        Actor::System => format!("{desk}/system"),
        Actor::Agent { person } | Actor::Requester { person, .. } => format!("{desk}/{person}"),
        Actor::Rule { rule } => format!("{desk}/{}", rule.id),
    }
}
