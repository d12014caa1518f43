//! The life of an update: the actor's part, normalization, triggers until stable, SLA, follow-ons. See `docs/ARCHITECTURE.md`.

use super::context::{Context, PinnedHours};
use super::draft::{Draft, actor_key};
use super::id_gen::{IdGen, follow_on};
use super::part::{NewTicket, Part, Target};
use super::{normalize, notify, trigger_run};
use crate::ids::{CommandId, CommentId, TicketId, UpdateId};
use crate::model::{Actor, Channel, ClockTransition, EventBody, RuleRef, Subject, Ticket};
use crate::rules::{SlaEvent, SlaEventKind, Trace};
use crate::sla::{self, Transition};
use crate::store::Change;
use crate::{Error, Result, Timestamp};

/// What an update left behind.
pub(crate) struct Done {
    pub(crate) ticket: Ticket,
    pub(crate) update: UpdateId,
    pub(crate) at: Timestamp,
    pub(crate) comment: Option<CommentId>,
}

/// Carries out an actor's part on a ticket, with everything that follows from it. Decided in memory; the changes are left in
/// the context, to be written together.
pub(crate) fn update(context: &mut Context<'_>, part: Part, mut trace: Option<&mut Trace>) -> Result<Done> {
    let Part { actor, channel, command, received_at, target, content } = part;
    let (before, at) = match &target {
        Target::Existing(ticket) => (Some(ticket.version), clamp(received_at, ticket.updated_at, context.now)),
        Target::New(_) => (None, clamp(received_at, Timestamp::MIN, context.now)),
    };
    let (mut draft, snapshot) = open(context, &actor, channel, command, at, target)?;
    let update = draft.update;
    let comment = super::apply_part::apply(context, &mut draft, actor, channel, content)?;
    let by_actor = if context.config.triggers.reads_actor_part() { draft.ticket.clone() } else { None };
    normalize::after_actor(context, &mut draft, &comment)?;
    let comment_id = comment.as_ref().map(|comment| comment.id);

    let run = trigger_run::Run {
        before: snapshot.as_ref(),
        by_actor: by_actor.as_ref(),
        actor,
        channel,
        comment: comment.as_ref(),
        sla_event: None,
    };
    let mut fired = Vec::new();
    let mails = trigger_run::run(context, &mut draft, &run, &mut fired, trace.as_deref_mut())?;
    notify::queue(context, &mut draft, actor, comment.as_ref(), mails)?;
    let events = sla_step(context, &mut draft)?;
    draft.write(context);
    let mut ticket = take(&mut draft)?;
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
    actor: &Actor,
    channel: Channel,
    command: CommandId,
    at: Timestamp,
    target: Target,
) -> Result<(Draft, Option<Ticket>)> {
    let mut ids = IdGen::new(context.desk, &actor_key(context.desk, actor), command);
    let update = ids.next(at);
    let (subject, ticket, new) = match target {
        Target::Existing(ticket) => (Subject::Ticket { id: ticket.id, number: ticket.number }, Some(*ticket), None),
        Target::New(new) => {
            let id: TicketId = ids.next(at);
            let number = context.tx.allocate_number(context.desk)?;
            (Subject::Ticket { id, number }, None, Some(new))
        }
    };
    let snapshot = ticket.clone();
    let mut draft = Draft {
        update,
        cause: None,
        depth: 0,
        at,
        subject,
        ids,
        ticket,
        events: Vec::new(),
        comments: Vec::new(),
        effects: Vec::new(),
    };
    if let Some(new) = new {
        let body = creation(context, &mut draft, channel, new)?;
        draft.record(*actor, None, body)?;
    }
    draft.record(*actor, None, EventBody::UpdateBegun { channel, depth: 0 })?;
    Ok((draft, snapshot))
}

fn creation(context: &mut Context<'_>, draft: &mut Draft, channel: Channel, new: NewTicket) -> Result<EventBody> {
    let category = crate::model::StatusCategory::New;
    let title: String = new.title.chars().take(context.limits.title_chars).collect();
    Ok(EventBody::TicketCreated {
        channel,
        mailbox: new.mailbox,
        title: context.text(&mut draft.ids, draft.at, &title),
        requester: new.requester,
        organization: new.organization,
        status: context.config.default_status(category)?,
        category,
        team: new.mailbox.and_then(|id| context.config.mailbox(id)).and_then(|mailbox| mailbox.team),
    })
}

fn take(draft: &mut Draft) -> Result<Ticket> {
    draft.work()?;
    draft.ticket.take().ok_or_else(|| Error::new(crate::ErrorKind::Internal, "internal.no_ticket", "no ticket"))
}

/// Step 4: policy selection and clock transitions, recorded; answers what triggers must see of it.
fn sla_step(context: &mut Context<'_>, draft: &mut Draft) -> Result<Vec<SlaEvent>> {
    let config = std::sync::Arc::clone(&context.config);
    let work = draft.work()?;
    let created = work.version == 1;
    let Transition { selected, changes } =
        sla::transition(work, draft.at, created, &config.policies, &mut PinnedHours { context })?;
    let mut events = Vec::new();
    if let Some(policy) = selected {
        draft.record(Actor::System, None, EventBody::PolicySelected { policy })?;
        events.push(SlaEvent { kind: SlaEventKind::PolicyChanged, metric: None });
    }
    for change in changes {
        let kind = match change.transition {
            ClockTransition::Retargeted => Some(SlaEventKind::TargetChanged),
            ClockTransition::Warned => Some(SlaEventKind::Warning),
            ClockTransition::Breached => Some(SlaEventKind::Breach),
            _ => None,
        };
        events.extend(kind.map(|kind| SlaEvent { kind, metric: Some(change.clock.metric) }));
        draft.record(Actor::System, None, EventBody::ClockChanged { change: Box::new(change) })?;
    }
    Ok(events)
}

/// Lets triggers see what the SLA did: a follow-on update for each of `events`, and for what those cause in turn. A follow-on in
/// which nothing fires leaves nothing behind.
fn follow(
    context: &mut Context<'_>,
    ticket: &mut Ticket,
    parent: &Draft,
    events: Vec<SlaEvent>,
    fired: &mut Vec<RuleRef>,
) -> Result<()> {
    for (nth, event) in events.into_iter().enumerate() {
        let update = follow_on(parent.update, u32::try_from(nth).unwrap_or(u32::MAX), parent.at);
        let mut draft = Draft {
            update,
            cause: Some(parent.update),
            depth: parent.depth + 1,
            at: parent.at,
            subject: parent.subject,
            ids: IdGen::new(context.desk, &actor_key(context.desk, &Actor::System), CommandId::from(update)),
            ticket: Some(ticket.clone()),
            events: Vec::new(),
            comments: Vec::new(),
            effects: Vec::new(),
        };
        if draft.depth > context.limits.depth {
            draft.record(Actor::System, None, EventBody::LoopDetected { rules: fired.clone() })?;
            draft.write(context);
            *ticket = take(&mut draft)?;
            return Ok(());
        }
        let begun = EventBody::UpdateBegun { channel: Channel::System, depth: draft.depth };
        draft.record(Actor::System, None, begun)?;
        let run = trigger_run::Run {
            before: Some(ticket),
            by_actor: Some(ticket),
            actor: Actor::System,
            channel: Channel::System,
            comment: None,
            sla_event: Some(event),
        };
        let already = fired.len();
        let mails = trigger_run::run(context, &mut draft, &run, fired, None)?;
        if fired.len() == already {
            continue;
        }
        notify::queue(context, &mut draft, Actor::System, None, mails)?;
        let events = sla_step(context, &mut draft)?;
        draft.write(context);
        *ticket = take(&mut draft)?;
        follow(context, ticket, &draft, events, fired)?;
    }
    Ok(())
}

/// Runs what is due on a ticket up to `now`, each at its own instant, and leaves the ticket as it stands after that. Answers how many
/// timers ran.
pub(crate) fn run_timers(context: &mut Context<'_>, ticket: &mut Ticket, now: Timestamp) -> Result<u32> {
    let before = ticket.version;
    let mut count = 0;
    while let Some((at, change)) = sla::due_change(ticket, now) {
        let at = at.max(ticket.updated_at);
        let parts: [&[u8]; 3] = [
            &crate::ids::Id::to_bytes(ticket.id),
            &change.clock.id.to_be_bytes(),
            &change.clock.generation.to_be_bytes(),
        ];
        let command = super::id_gen::derived_command("timer", at, &parts);
        let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &Actor::System), command);
        let mut draft = Draft {
            update: ids.next(at),
            cause: None,
            depth: 0,
            at,
            subject: Subject::Ticket { id: ticket.id, number: ticket.number },
            ids,
            ticket: Some(ticket.clone()),
            events: Vec::new(),
            comments: Vec::new(),
            effects: Vec::new(),
        };
        let kind = match change.transition {
            ClockTransition::Warned => SlaEventKind::Warning,
            _ => SlaEventKind::Breach,
        };
        let event = SlaEvent { kind, metric: Some(change.clock.metric) };
        draft.record(Actor::System, None, EventBody::UpdateBegun { channel: Channel::System, depth: 0 })?;
        draft.record(Actor::System, None, EventBody::ClockChanged { change: Box::new(change) })?;
        draft.write(context);
        *ticket = take(&mut draft)?;
        follow(context, ticket, &draft, vec![event], &mut Vec::new())?;
        count += 1;
    }
    if count > 0 {
        context.changes.push(Change::PutTicket { ticket: Box::new(ticket.clone()), before: Some(before) });
    }
    Ok(count)
}
