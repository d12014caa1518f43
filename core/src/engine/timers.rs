//! Time that passes: what is due on tickets runs, each at its own instant, however often the host calls.

use std::sync::Arc;

use super::attempt::attempt;
use super::context::Context;
use super::draft::{Draft, actor_key};
use super::id_gen::{IdGen, derived_command};
use super::unsubscribe::concerned;
use super::update::{begin, follow};
use crate::ids::{Id, PersonId, TicketNumber};
use crate::model::{Actor, Channel, EventBody, Ticket};
use crate::query::Predicate;
use crate::rules::SlaEvent;
use crate::sla;
use crate::store::{Change, DueTicket, TicketKey};
use crate::{ErrorKind, Result, Timestamp};

/// Runs what is due on any ticket of the desk, in order of instants: before something changes by which it is decided, since it makes no
/// difference how often the host lets time pass. A ticket whose timer fails is left to `tick`, which tells of it. Answers how many ran.
pub(crate) fn run_due(context: &mut Context<'_>) -> Result<u32> {
    let (mut count, mut failed) = (0, Vec::new());
    while let Some(due) = next_due(context, &failed)? {
        // What was decided so far may be about the same tickets and people.
        context.flush()?;
        let ran = attempt(context, &mut |inner| run_due_ticket(inner, due))?;
        context.people.clear();
        match ran {
            Ok(ran) if ran > 0 => count += ran,
            Err(error) if error.kind() == ErrorKind::Unavailable => return Err(error),
            Ok(_) | Err(_) => failed.push(due.number),
        }
    }
    Ok(count)
}

/// Runs what is due on the desk when one of these people, or somebody whom rules name, has nobody who vouches for them: that they are
/// written to at most once in a while is the one thing that goes from ticket to ticket. Answers how many ran.
pub(super) fn run_before_confirmations(context: &mut Context<'_>, people: &[PersonId]) -> Result<u32> {
    let config = Arc::clone(&context.config);
    for id in people.iter().copied().chain(config.triggers.named_recipients()) {
        if context.person(id)?.is_some_and(|person| !person.is_vouched_for()) {
            return run_due(context);
        }
    }
    Ok(0)
}

/// The first ticket that is due and has not failed.
fn next_due(context: &mut Context<'_>, failed: &[TicketNumber]) -> Result<Option<DueTicket>> {
    let most = u32::try_from(failed.len()).unwrap_or(u32::MAX).saturating_add(1);
    let due = context.tx.due_tickets(Some(context.desk), context.now, most)?;
    Ok(due.into_iter().find(|due| !failed.contains(&due.number)))
}

/// Runs the timers of a ticket that are due at this instant, and writes what came of it. Answers how many ran.
pub(crate) fn run_due_ticket(context: &mut Context<'_>, due: DueTicket) -> Result<u32> {
    let everything = Predicate::everything();
    let key = TicketKey::Number(due.number);
    let Some(mut ticket) = context.tx.ticket(context.desk, key, &everything)? else { return Ok(0) };
    let ran = run_timers(context, &mut ticket, due.at)?;
    context.flush()?;
    Ok(ran)
}

/// Brings a ticket to where it stands now: what is due on it runs, and is written before anything is decided by it. So it makes no
/// difference to what is decided whether the host has let time pass before.
pub(crate) fn catch_up(context: &mut Context<'_>, ticket: &mut Ticket) -> Result<()> {
    let people: Vec<PersonId> = concerned(ticket).collect();
    if run_before_confirmations(context, &people)? > 0 {
        let (key, everything) = (TicketKey::Number(ticket.number), Predicate::everything());
        if let Some(now) = context.tx.ticket(context.desk, key, &everything)? {
            *ticket = now;
        }
    }
    let now = context.now;
    run_timers(context, ticket, now)?;
    context.flush()
}

/// Runs what is due on a ticket up to `now`, each at its own instant, and leaves the ticket as it stands after that. Answers how many
/// timers ran.
fn run_timers(context: &mut Context<'_>, ticket: &mut Ticket, now: Timestamp) -> Result<u32> {
    let before = ticket.version;
    let mut count = 0;
    while let Some((at, change)) = sla::due_change(ticket, now) {
        let at = at.max(ticket.updated_at);
        let parts = [
            &ticket.id.to_bytes()[..],
            &change.clock.id.to_be_bytes(),
            &change.clock.generation.to_be_bytes(),
        ];
        let command = derived_command("timer", at, &parts);
        let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &Actor::System), command);
        let mut draft = Draft::new(ids.next(at), at, ids, ticket.clone());
        begin(context, &mut draft, Actor::System, Channel::System)?;
        let body = EventBody::ClockChanged { change: Box::new(change) };
        let events = SlaEvent::told_by(&body).into_iter().collect();
        draft.record(Actor::System, None, body)?;
        draft.write(context);
        *ticket = draft.ticket.clone();
        follow(context, ticket, &draft, events, &mut Vec::new())?;
        count += 1;
    }
    if count > 0 {
        context.changes.push(Change::PutTicket { ticket: Box::new(ticket.clone()), before: Some(before) });
    }
    Ok(count)
}
