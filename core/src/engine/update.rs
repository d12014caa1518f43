//! The life of an update: the actor's part, normalization, triggers until stable, SLA, follow-ons. See `docs/ARCHITECTURE.md`.

use super::by_actor::ByActor;
use super::context::{Context, PinnedHours};
use super::draft::{Draft, actor_key};
use super::evolve::created;
use super::id_gen::{IdGen, follow_on};
use super::part::{NewTicket, Part, Target};
use super::timers::{run_before_confirmations, run_due};
use super::trigger_run::{Run, differs};
use super::unsubscribe::concerned;
use super::{metrics, normalize, notify, trigger_run};
use crate::ids::{CommandId, CommentId, TicketId, UpdateId};
use crate::model::{
    Actor, Channel, EVENT_VERSION, Event, EventBody, Person, RuleRef, StatusCategory, Subject, Ticket,
};
use crate::rules::SlaEvent;
use crate::sla::{self, Happened, Occasion, Transition};
use crate::store::Change;
use crate::{Result, Timestamp};

/// What an update left behind.
pub(crate) struct Done {
    pub(crate) ticket: Ticket,
    pub(crate) update: UpdateId,
    pub(crate) at: Timestamp,
    pub(crate) comment: Option<CommentId>,
}

/// Carries out an actor's part on a ticket, with everything that follows from it. Decided in memory; the changes are left in
/// the context, to be written together.
pub(crate) fn update(context: &mut Context<'_>, part: Part) -> Result<Done> {
    let mut people = part.content.add_participants.clone();
    match &part.target {
        Target::Existing(ticket) => people.extend(concerned(ticket)),
        // Nobody vouches for what comes in their name.
        Target::New(_) if matches!(part.actor, Actor::Requester { verified: false, .. }) => {
            run_due(context)?;
        }
        Target::New(new) => people.push(new.requester),
    }
    run_before_confirmations(context, &people)?;
    update_further(context, part)
}

/// Carries out another part of what an actor did at the same instant: nothing falls between.
pub(crate) fn update_further(context: &mut Context<'_>, part: Part) -> Result<Done> {
    let Part { actor, channel, command, received_at, target, content } = part;
    let (before, at) = match &target {
        Target::Existing(ticket) => {
            (Some(ticket.version), clamp(received_at, ticket.updated_at, context.now))
        }
        Target::New(_) => (None, clamp(received_at, Timestamp::MIN, context.now)),
    };
    let (mut draft, snapshot) = open(context, actor, command, at, target, channel)?;
    let update = draft.update;
    let requester = begin(context, &mut draft, actor, channel)?;
    let part_begins = draft.events.len();
    let comment = super::apply_part::apply(context, &mut draft, actor, channel, content)?;
    let by_actor = ByActor::of(&draft.ticket, draft.events.get(part_begins..).unwrap_or_default());
    normalize::after_actor(context, &mut draft, &comment)?;
    let comment_id = comment.as_ref().map(|comment| comment.id);

    let run = Run {
        before: snapshot.as_ref(),
        by_actor: &by_actor,
        requester: requester.as_ref(),
        actor,
        channel,
        comment: comment.as_ref(),
        sla_event: None,
    };
    let mut fired = Vec::new();
    let mails = trigger_run::run(context, &mut draft, &run, &mut fired)?;
    notify::queue(context, &mut draft, actor, comment.as_ref(), mails)?;
    normalize::settle(&mut draft, snapshot.as_ref())?;
    let events = sla_step(context, &mut draft, &run)?;
    draft.write(context);
    let mut ticket = draft.ticket.clone();
    follow(context, &mut ticket, &draft, events, &mut fired)?;
    context.changes.push(Change::PutTicket { ticket: Box::new(ticket.clone()), before });
    Ok(Done { ticket, update, at, comment: comment_id })
}

/// `at = clamp(received_at, ticket.updated_at, now)`: no instant falls within a ticket, none lies in the future.
fn clamp(received_at: Timestamp, updated_at: Timestamp, now: Timestamp) -> Timestamp {
    received_at.min(now).max(updated_at)
}

/// Begins the draft of an update, and gives the ticket as it stood before.
fn open(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    at: Timestamp,
    target: Target,
    channel: Channel,
) -> Result<(Draft, Option<Ticket>)> {
    let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &actor), command);
    let update: UpdateId = ids.next(at);
    match target {
        Target::Existing(ticket) => Ok((Draft::new(update, at, ids, (*ticket).clone()), Some(*ticket))),
        Target::New(new) => {
            let event = creation(context, &mut ids, actor, channel, update, at, new)?;
            let mut draft = Draft::new(update, at, ids, created(&event)?);
            draft.events.push(event);
            Ok((draft, None))
        }
    }
}

/// Records that an update begins, and by what it is decided; answers the requester as its rules see them.
pub(super) fn begin(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    channel: Channel,
) -> Result<Option<Person>> {
    let requester = context.person(draft.work().requester)?;
    let begun = EventBody::UpdateBegun {
        channel,
        depth: draft.depth,
        config_version: context.config.version,
        requester_version: requester.as_ref().map_or(0, |person| person.version),
    };
    draft.record(actor, None, begun)?;
    Ok(requester)
}

/// The event that makes a ticket.
fn creation(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    actor: Actor,
    channel: Channel,
    update: UpdateId,
    at: Timestamp,
    new: NewTicket,
) -> Result<Event> {
    let id: TicketId = ids.next(at);
    let number = context.tx.allocate_number(context.desk)?;
    let title: String = new.title.chars().take(context.limits.title_chars).collect();
    let category = StatusCategory::New;
    let body = EventBody::TicketCreated {
        channel,
        mailbox: new.mailbox,
        title: context.text(ids, at, &title),
        requester: new.requester,
        organization: new.organization,
        status: context.config.default_status(category)?,
        category,
        team: new.mailbox.and_then(|id| context.config.mailbox(id)).and_then(|mailbox| mailbox.team),
    };
    let subject = Subject::Ticket { id, number };
    Ok(Event { v: EVENT_VERSION, subject, seq: 1, at, actor, update, cause: None, rule: None, body })
}

/// Step 4: promises of the desk's own metrics, policy selection and clock transitions, recorded; answers what triggers must see of it.
fn sla_step(context: &mut Context<'_>, draft: &mut Draft, run: &Run<'_>) -> Result<Vec<SlaEvent>> {
    let config = std::sync::Arc::clone(&context.config);
    metrics::step(draft, run, &config)?;
    let work = draft.work();
    let created = work.version == 1;
    let occasion = Occasion { created, happened: Happened::in_events(&draft.events), as_of: None };
    let hours = &mut PinnedHours { tx: context.tx, desk: context.desk, config: &config };
    let transition = sla::transition(work, draft.at, occasion, &config.policies, hours)?;
    record_transition(draft, transition)
}

/// Records what becomes of clocks; answers what triggers must see of it.
pub(super) fn record_transition(draft: &mut Draft, transition: Transition) -> Result<Vec<SlaEvent>> {
    let Transition { selected, changes } = transition;
    let policy = selected.map(|policy| EventBody::PolicySelected { policy });
    let clocks = changes.into_iter().map(|change| EventBody::ClockChanged { change: Box::new(change) });
    let mut events = Vec::new();
    for body in policy.into_iter().chain(clocks) {
        events.extend(SlaEvent::told_by(&body));
        draft.record(Actor::System, None, body)?;
    }
    Ok(events)
}

/// Lets triggers see what the SLA did: a follow-on update for each of `events`, and for what those cause in turn. A follow-on in
/// which nothing fires leaves nothing behind; a closed ticket has none. Answers whether it was stopped because it went too deep,
/// which ends all follow-ons of the first update: where each causes several, there would be thousands at that depth.
pub(super) fn follow(
    context: &mut Context<'_>,
    ticket: &mut Ticket,
    parent: &Draft,
    events: Vec<SlaEvent>,
    fired: &mut Vec<RuleRef>,
) -> Result<bool> {
    for (nth, event) in events.into_iter().enumerate() {
        if ticket.category == StatusCategory::Closed {
            break;
        }
        let update = follow_on(parent.update, u32::try_from(nth).unwrap_or(u32::MAX), parent.at);
        let ids = IdGen::new(context.desk, &actor_key(context.desk, &Actor::System), CommandId::from(update));
        let mut draft = Draft::new(update, parent.at, ids, ticket.clone());
        draft.cause = Some(parent.update);
        draft.depth = parent.depth + 1;
        if draft.depth > context.limits.depth {
            draft.record(Actor::System, None, EventBody::LoopDetected { rules: fired.clone() })?;
            draft.write(context);
            *ticket = draft.ticket;
            return Ok(true);
        }
        let requester = begin(context, &mut draft, Actor::System, Channel::System)?;
        let run = Run {
            before: Some(ticket),
            by_actor: &ByActor::nothing(ticket),
            requester: requester.as_ref(),
            actor: Actor::System,
            channel: Channel::System,
            comment: None,
            sla_event: Some(event),
        };
        let already = fired.len();
        let mails = trigger_run::run(context, &mut draft, &run, fired)?;
        if fired.len() == already {
            continue;
        }
        notify::queue(context, &mut draft, Actor::System, None, mails)?;
        normalize::settle(&mut draft, Some(ticket))?;
        // By itself it selects no policy: a deadline that is reached is not the next update that an edited policy waits for.
        let changed = differs(ticket, draft.work());
        let events = if changed { sla_step(context, &mut draft, &run)? } else { Vec::new() };
        draft.write(context);
        *ticket = draft.ticket.clone();
        if follow(context, ticket, &draft, events, fired)? {
            return Ok(true);
        }
    }
    Ok(false)
}
