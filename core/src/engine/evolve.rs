//! The fold: what an event does to a ticket. The only code that changes one.

use crate::ids::{MetricId, StatusId, TicketNumber};
use crate::model::{
    Actor, ClockChange, ClockTransition, CommentBody, Event, EventBody, FieldChange, FieldEntry, FieldValue,
    Gap, MergedInto, MetricStep, OpenPromise, Pause, StatusCategory, Subject, Text, Ticket, TicketFacts,
    Wait,
};
use crate::{Error, ErrorKind, Result, Timestamp, sla};

fn out_of_order(event: &Event) -> Error {
    Error::new(ErrorKind::Corrupt, "corrupt.event_order", "an event does not follow on the one before it")
        .detail("seq", event.seq)
}

/// The ticket that its first event makes.
///
/// # Errors
/// `corrupt.event_order` when it is no such event.
pub fn created(event: &Event) -> Result<Ticket> {
    let (Subject::Ticket { id, number }, 1) = (event.subject, event.seq) else {
        return Err(out_of_order(event));
    };
    let EventBody::TicketCreated { channel, mailbox, title, requester, organization, status, category, team } =
        event.body.clone()
    else {
        return Err(out_of_order(event));
    };
    let by_requester = matches!(event.actor, Actor::Requester { .. });
    Ok(Ticket {
        id,
        number,
        version: 0,
        seq: 1,
        created_at: event.at,
        updated_at: event.at,
        channel,
        mailbox,
        title,
        requester,
        organization,
        status,
        category,
        status_since: event.at,
        priority: None,
        kind: None,
        assignee: None,
        team,
        tags: Vec::new(),
        participants: Vec::new(),
        unsubscribed: Vec::new(),
        fields: Vec::new(),
        due_at: None,
        links: Vec::new(),
        merged_into: None,
        merged: Vec::new(),
        reply_epoch: 0,
        policy: None,
        clocks: Vec::new(),
        facts: TicketFacts {
            first_request_at: by_requester.then_some(event.at),
            team_since: team.map(|_| event.at),
            ..TicketFacts::default()
        },
    })
}

/// Folds a further event of a ticket into it.
///
/// # Errors
/// `corrupt.event_order` when the event cannot follow on what was folded so far.
pub fn evolve(ticket: &mut Ticket, event: &Event) -> Result<()> {
    if event.seq != ticket.seq + 1 {
        return Err(out_of_order(event));
    }
    ticket.seq = event.seq;
    ticket.updated_at = event.at;
    match &event.body {
        EventBody::UpdateBegun { .. } => begin(ticket, event),
        EventBody::FieldsChanged { changes } => changes.iter().for_each(|change| set(ticket, change, event)),
        EventBody::StatusSettled { from, to, since } => settle(ticket, *from, *to, *since, event.at),
        EventBody::TeamSettled { since } => ticket.facts.team_since = *since,
        EventBody::TagsChanged { added, removed } => merge(&mut ticket.tags, added, removed),
        EventBody::ParticipantsChanged { added, removed } => merge(&mut ticket.participants, added, removed),
        EventBody::Unsubscribed { person } => {
            merge(&mut ticket.unsubscribed, std::slice::from_ref(person), &[]);
        }
        EventBody::Linked { link } => merge(&mut ticket.links, std::slice::from_ref(link), &[]),
        EventBody::MergedInto { ticket: into, status } => merged_into(ticket, *into, *status, event.at),
        EventBody::MergeUndone { .. } => merge_undone(ticket, event.at).ok_or_else(|| out_of_order(event))?,
        EventBody::Merged { merged } => ticket.merged.push(merged.clone()),
        EventBody::Unmerged { ticket: source } => ticket.merged.retain(|merged| merged.ticket != *source),
        EventBody::CommentAdded { from_requester, from_agent, comment, .. } => {
            commented(&mut ticket.facts, *from_requester, *from_agent, comment);
            if *from_requester {
                // Who asks again wants an answer.
                ticket.unsubscribed.retain(|person| comment.author.person() != Some(*person));
            }
        }
        EventBody::MetricStepped { metric, step, .. } => {
            stepped(&mut ticket.facts.promises, *metric, *step, event.at)
                .ok_or_else(|| out_of_order(event))?;
        }
        EventBody::PolicySelected { policy } => ticket.policy = *policy,
        EventBody::ClockChanged { change } => {
            tick(ticket, change).map_err(|_| out_of_order(event))?;
        }
        EventBody::TicketCreated { .. } => return Err(out_of_order(event)),
        // These tell about the ticket without changing it; unknown kinds come from a newer version.
        _ => {}
    }
    Ok(())
}

fn begin(ticket: &mut Ticket, event: &Event) {
    ticket.version += 1;
    match event.actor {
        Actor::Agent { .. } => ticket.facts.agent_updated_at = Some(event.at),
        Actor::Requester { .. } => ticket.facts.requester_updated_at = Some(event.at),
        Actor::Host | Actor::Rule { .. } | Actor::System => {}
    }
}

/// Adds and removes members of a set that is kept as an ordered list.
fn merge<T: Ord + Clone>(set: &mut Vec<T>, added: &[T], removed: &[T]) {
    set.retain(|have| !removed.contains(have));
    for new in added {
        if let Err(at) = set.binary_search(new) {
            set.insert(at, new.clone());
        }
    }
}

fn set(ticket: &mut Ticket, change: &FieldChange, event: &Event) {
    match change {
        FieldChange::Title { to } => ticket.title = to.clone(),
        FieldChange::Status { to, category, .. } => {
            if ticket.category != *category {
                leave_category(ticket, event.at);
            }
            ticket.category = *category;
            ticket.status = *to;
            ticket.status_since = event.at;
        }
        FieldChange::Priority { to, .. } => ticket.priority = *to,
        FieldChange::Type { to, .. } => ticket.kind = *to,
        FieldChange::Assignee { to, .. } => {
            ticket.assignee = *to;
            if to.is_some() {
                ticket.facts.assigned_at = Some(event.at);
            }
        }
        FieldChange::Team { to, .. } => {
            ticket.team = *to;
            ticket.facts.team_since = to.map(|_| event.at);
        }
        FieldChange::DueAt { to, .. } => ticket.due_at = *to,
        FieldChange::Custom { id, to, .. } => {
            let at = ticket.fields.binary_search_by(|entry| entry.field.cmp(id));
            match (at, to) {
                (Ok(at), None) => {
                    ticket.fields.remove(at);
                }
                (Ok(at), Some(value)) => {
                    if let Some(entry) = ticket.fields.get_mut(at) {
                        entry.value = value.clone();
                    }
                }
                (Err(at), Some(value)) => {
                    ticket.fields.insert(at, FieldEntry { field: *id, value: value.clone() })
                }
                (Err(_), None) => {}
            }
        }
    }
}

/// Notes for how long the ticket waited. Where one update leaves and enters a category, nothing came between.
fn leave_category(ticket: &mut Ticket, at: Timestamp) {
    let (category, facts) = (ticket.category, &mut ticket.facts);
    let from = facts.category_since.replace(at).unwrap_or(ticket.created_at);
    if !matches!(category, StatusCategory::Pending | StatusCategory::Hold) || from >= at {
        return;
    }
    match facts.waits.last_mut() {
        Some(last) if last.category == category && last.to == from => last.to = at,
        _ => facts.waits.push(Wait { category, from, to: at }),
    }
}

/// Notes what an update means for the ticket's history.
fn settle(ticket: &mut Ticket, from: StatusCategory, to: StatusCategory, since: Timestamp, at: Timestamp) {
    ticket.status_since = since;
    let facts = &mut ticket.facts;
    match (from.is_unsolved(), to.is_unsolved()) {
        (true, false) => facts.solved_at = Some(at),
        (false, true) => facts.gaps.extend(facts.solved_at.map(|from| Gap { from, to: at })),
        _ => {}
    }
    if !to.is_unsolved() {
        facts.oldest_unanswered_at = None;
        facts.last_reply_at = None;
        facts.team_since = None;
        if facts.first_request_at.is_some() && facts.first_reply_at.is_none() {
            facts.first_reply_abandoned_at.get_or_insert(at);
        }
    }
}

fn commented(facts: &mut TicketFacts, from_requester: bool, from_agent: bool, comment: &CommentBody) {
    facts.comments = comment.index;
    if from_requester {
        facts.requester_comments += 1;
        facts.first_request_at.get_or_insert(comment.at);
        facts.oldest_unanswered_at.get_or_insert(comment.at);
    }
    if from_agent {
        facts.agent_replies += 1;
        facts.oldest_unanswered_at = None;
        facts.last_reply_at = Some(comment.at);
        if facts.first_request_at.is_some() && facts.first_reply_abandoned_at.is_none() {
            facts.first_reply_at.get_or_insert(comment.at);
        }
    }
}

/// It is closed meanwhile, and how it stood is kept. For its clocks and facts its status does not change.
fn merged_into(ticket: &mut Ticket, into: TicketNumber, closed: StatusId, at: Timestamp) {
    let Ticket { status, category, status_since, .. } = *ticket;
    ticket.merged_into = Some(MergedInto { ticket: into, since: at, status, category, status_since });
    ticket.status = closed;
    ticket.category = StatusCategory::Closed;
    ticket.status_since = at;
}

/// It stands as it did before. Nothing when it was not merged.
fn merge_undone(ticket: &mut Ticket, at: Timestamp) -> Option<()> {
    let MergedInto { since, status, category, status_since, .. } = ticket.merged_into.take()?;
    ticket.status = status;
    ticket.category = category;
    ticket.status_since = status_since;
    if since < at {
        ticket.facts.absences.push(Pause { from: since, to: at });
    }
    Some(())
}

/// Folds what became of a promise of the desk's own metrics. Nothing when it does not follow on what was open.
fn stepped(promises: &mut Vec<OpenPromise>, metric: MetricId, step: MetricStep, at: Timestamp) -> Option<()> {
    let place = promises.binary_search_by(|promise| promise.metric.cmp(&metric));
    match (step, place) {
        (MetricStep::Opened, Err(place)) => {
            promises.insert(place, OpenPromise { metric, since: at, pauses: Vec::new(), paused_since: None });
        }
        (MetricStep::Fulfilled | MetricStep::Cancelled | MetricStep::Abandoned, Ok(place)) => {
            promises.remove(place);
        }
        (MetricStep::Paused, Ok(place)) => promises.get_mut(place)?.paused_since = Some(at),
        (MetricStep::Resumed, Ok(place)) => {
            let promise = promises.get_mut(place)?;
            let from = promise.paused_since.take()?;
            if from < at {
                promise.pauses.push(Pause { from, to: at });
            }
        }
        (MetricStep::Opened, Ok(_)) | (_, Err(_)) => return None,
    }
    Some(())
}

/// Folds what happened to a clock.
///
/// # Errors
/// `corrupt.event_order` when the change does not follow on the clock as it was told before.
pub(super) fn tick(ticket: &mut Ticket, change: &ClockChange) -> Result<()> {
    let unknown =
        || Error::new(ErrorKind::Corrupt, "corrupt.event_order", "a clock does not follow on what it was");
    let kept = usize::try_from(change.kept_stretches).map_err(|_| unknown())?;
    let mut clock = change.clock.clone();
    match ticket.clocks.iter_mut().find(|known| known.id == clock.id) {
        Some(known) => {
            let stretches = known.stretches.get(..kept).ok_or_else(unknown)?;
            clock.stretches.splice(..0, stretches.iter().copied());
            *known = clock;
        }
        None if kept == 0 => ticket.clocks.push(clock),
        None => return Err(unknown()),
    }
    if change.transition == ClockTransition::Breached {
        ticket.facts.breaches += 1;
    }
    Ok(())
}

/// Folds what the clocks of a ticket come to by themselves up to an instant.
pub(super) fn tick_until(ticket: &mut Ticket, until: Timestamp) -> Result<()> {
    while let Some((_, change)) = sla::due_change(ticket, until) {
        tick(ticket, &change)?;
    }
    Ok(())
}

impl EventBody {
    /// Visits every text in the event: to take them out before the event is written, and to put them in before it is folded.
    pub fn visit_texts(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        match self {
            Self::TicketCreated { title, .. } => visit(title),
            Self::FieldsChanged { changes } => {
                for change in changes {
                    match change {
                        FieldChange::Title { to } => visit(to),
                        FieldChange::Custom { from, to, .. } => {
                            for value in [from, to].into_iter().flatten() {
                                if let FieldValue::Text(text) = value {
                                    visit(text);
                                }
                            }
                        }
                        _ => {}
                    }
                }
            }
            Self::CommentAdded { comment, .. } => {
                visit(&mut comment.text);
                comment.attachments.iter_mut().for_each(|attachment| visit(&mut attachment.name));
            }
            Self::PersonSaved { person } => {
                person.name.iter_mut().for_each(&mut *visit);
                person.addresses.iter_mut().for_each(|address| visit(&mut address.address));
            }
            _ => {}
        }
    }
}

impl Event {
    /// The event as it is written: without any text that a person typed.
    pub(crate) fn without_texts(mut self) -> Self {
        self.body.visit_texts(&mut |text| text.text = None);
        self
    }
}
