//! Folds the events of a ticket once more, and notes on the way what happened to each of its clocks and when it stood still.

use super::book::Book;
use super::cause::UpdateSoFar;
use super::types::{MarkKind, SpanState, TargetPart, TimelineCause, TimelineMark, TimelineTarget};
use crate::engine::evolve::{created, evolve, tick};
use crate::engine::pages::each_event;
use crate::ids::DeskId;
use crate::model::{
    Actor, Clock, ClockChange, ClockState, ClockTransition, Event, EventBody, StatusCategory, Subject, Ticket,
};
use crate::sla::{self, NotCounted, Why, not_counted_before};
use crate::store::ReadTx;
use crate::{Error, ErrorKind, Result, Timestamp};

/// A time in which a clock did not run.
#[derive(Clone)]
pub(super) struct Idle {
    pub from: Timestamp,
    /// None as long as it lasts.
    pub to: Option<Timestamp>,
    pub state: SpanState,
    pub category: Option<StatusCategory>,
    pub by: Option<TimelineCause>,
}

/// What was noted of a clock.
pub(super) struct Noted {
    pub idle: Vec<Idle>,
    pub marks: Vec<TimelineMark>,
    /// What the marks told last that it runs against.
    target: TimelineTarget,
    state: ClockState,
    due_at: Option<Timestamp>,
}

/// A ticket as its events make it, with what was noted of each of its clocks.
pub(super) struct Folded {
    pub ticket: Ticket,
    /// The instant up to which it is told: not before the last update.
    pub now: Timestamp,
    pub noted: Vec<Noted>,
}

/// Folds the events of a ticket; what is due up to `now` and did not run yet is taken for done.
pub(super) fn fold(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    stored: &Ticket,
    now: Timestamp,
    book: &mut Book,
) -> Result<Folded> {
    let subject = Subject::Ticket { id: stored.id, number: stored.number };
    let (mut folded, mut so_far): (Option<Folded>, _) = (None, UpdateSoFar::default());
    each_event(tx, desk, subject, |tx, event| {
        so_far.take(event);
        let Some(folded) = &mut folded else {
            folded = Some(Folded { ticket: created(event)?, now, noted: Vec::new() });
            return Ok(());
        };
        evolve(&mut folded.ticket, event)?;
        note_status(tx, book, folded, event, &so_far)?;
        if let EventBody::ClockChanged { change } = &event.body {
            let cause = match so_far.cause(change.clock.metric, change.transition) {
                Some((seq, actor)) => Some(cause(tx, book, event, seq, actor)?),
                None => None,
            };
            folded.note(tx, book, change, (event.at, Some(event.seq)), cause)?;
        }
        Ok(())
    })?;
    let mut folded = folded.ok_or_else(out_of_order)?;
    folded.now = now.max(folded.ticket.updated_at);
    while let Some((at, change)) = sla::due_change(&folded.ticket, folded.now) {
        tick(&mut folded.ticket, &change)?;
        folded.note(tx, book, &change, (at, None), None)?;
    }
    Ok(folded)
}

/// Remembers who gave the ticket a status: clocks that stand still do so for another reason now, and one that begins late asks for it.
fn note_status(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    folded: &mut Folded,
    event: &Event,
    so_far: &UpdateSoFar,
) -> Result<()> {
    if let EventBody::FieldsChanged { .. } = event.body
        && let Some((category, seq, actor)) = so_far.status()
        && seq == event.seq
    {
        let cause = cause(tx, book, event, seq, actor)?;
        for (clock, noted) in folded.ticket.clocks.iter().zip(&mut folded.noted) {
            if clock.state == ClockState::Paused && sla::pauses_in(clock.metric, category) {
                noted.stand_still(SpanState::Paused, Some(category), event.at, Some(cause.clone()));
            }
        }
        book.statuses.push((event.at, category, cause));
    }
    Ok(())
}

fn cause(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    event: &Event,
    seq: u32,
    actor: Actor,
) -> Result<TimelineCause> {
    Ok(TimelineCause { seq, update: event.update, actor, name: book.name(tx, actor)? })
}

fn out_of_order() -> Error {
    Error::new(ErrorKind::Corrupt, "corrupt.event_order", "a clock does not follow on what it was")
}

impl Folded {
    /// Notes what happened to a clock, which the ticket has as it stands afterwards.
    fn note(
        &mut self,
        tx: &mut dyn ReadTx,
        book: &mut Book,
        change: &ClockChange,
        (at, seq): (Timestamp, Option<u32>),
        by: Option<TimelineCause>,
    ) -> Result<()> {
        let ticket = &self.ticket;
        let place = ticket.clocks.iter().position(|clock| clock.id == change.clock.id);
        let (Some(place), Some(clock)) = (place, place.and_then(|place| ticket.clocks.get(place))) else {
            return Err(out_of_order());
        };
        let target = book.target(tx, clock)?;
        if place == self.noted.len() {
            self.noted.push(Noted {
                idle: idle_before(ticket, clock, at, book),
                marks: Vec::new(),
                target: target.clone(),
                state: ClockState::Running,
                due_at: target.due_at,
            });
        }
        let noted = self.noted.get_mut(place).ok_or_else(out_of_order)?;
        let mut mark = |at, what| noted.marks.push(TimelineMark { at, what, seq, by: by.clone() });
        match change.transition {
            ClockTransition::Started => {
                mark(clock.started_at, MarkKind::Started { target: Box::new(target.clone()) })
            }
            ClockTransition::Paused => {
                // A metric of the desk's own pauses by its condition.
                let category = Some(ticket.category).filter(|_| clock.custom.is_none());
                mark(at, MarkKind::Paused { category });
            }
            ClockTransition::Resumed => {
                mark(at, MarkKind::Resumed { reopened: noted.state == ClockState::Fulfilled });
            }
            ClockTransition::Fulfilled => mark(at, MarkKind::Fulfilled),
            ClockTransition::Abandoned => mark(at, MarkKind::Abandoned),
            ClockTransition::NoPolicy => mark(at, MarkKind::NoPolicy),
            ClockTransition::NoTarget => mark(at, MarkKind::NoTarget),
            ClockTransition::Cancelled => mark(at, MarkKind::Cancelled),
            ClockTransition::Merged => mark(at, MarkKind::Merged),
            ClockTransition::Warned => {
                let (nth, threshold) = book.warning(tx, clock)?;
                mark(change.instant, MarkKind::Warned { nth, threshold });
            }
            ClockTransition::Breached => {
                mark(change.instant, MarkKind::Breached { target_millis: clock.target_millis });
            }
            ClockTransition::Retargeted => {}
        }
        noted.retarget(target, at, seq, &by);
        noted.stand(clock, ticket.category, at, by);
        Ok(())
    }
}

impl Noted {
    /// Tells that the clock has another target, when it has. What resumes on other hours is told by that alone.
    fn retarget(
        &mut self,
        target: TimelineTarget,
        at: Timestamp,
        seq: Option<u32>,
        by: &Option<TimelineCause>,
    ) {
        let changed = parts(&self.target, &target);
        if !changed.is_empty() {
            let before = TimelineTarget { due_at: self.due_at, ..self.target.clone() };
            let (before, after) = (Box::new(before), Box::new(target.clone()));
            let what = MarkKind::Retargeted { before, after, changed };
            self.marks.push(TimelineMark { at, what, seq, by: by.clone() });
        }
        self.due_at = target.due_at;
        self.target = target;
    }

    /// Notes since when the clock does not run, and why; and when it runs again.
    fn stand(&mut self, clock: &Clock, category: StatusCategory, at: Timestamp, by: Option<TimelineCause>) {
        let before = std::mem::replace(&mut self.state, clock.state);
        if before == clock.state {
            return;
        }
        match clock.state {
            ClockState::Paused => {
                let category = Some(category).filter(|_| clock.custom.is_none());
                self.stand_still(SpanState::Paused, category, at, by);
            }
            ClockState::Fulfilled => self.stand_still(SpanState::Solved, Some(category), at, by),
            ClockState::Merged => self.stand_still(SpanState::Merged, None, at, by),
            ClockState::Running | ClockState::Abandoned | ClockState::Cancelled => self.go_on(at),
        }
    }

    /// Notes that the clock stands still from an instant on, when it does not for the same reason already.
    fn stand_still(
        &mut self,
        state: SpanState,
        category: Option<StatusCategory>,
        at: Timestamp,
        by: Option<TimelineCause>,
    ) {
        let same = |idle: &&mut Idle| {
            idle.state == state && idle.category == category && idle.to.is_none_or(|to| to == at)
        };
        if let Some(idle) = self.idle.last_mut().filter(same) {
            idle.to = None;
            return;
        }
        self.go_on(at);
        self.idle.push(Idle { from: at, to: None, state, category, by });
    }

    fn go_on(&mut self, at: Timestamp) {
        if let Some(idle) = self.idle.last_mut() {
            idle.to.get_or_insert(at);
        }
    }
}

/// When a clock that is found at `at` would have stood still before, had it been there from its start.
fn idle_before(ticket: &Ticket, clock: &Clock, at: Timestamp, book: &Book) -> Vec<Idle> {
    let idle = |pause: &NotCounted| {
        let (state, category) = match pause.why {
            Why::Category(category) if category.is_unsolved() => (SpanState::Paused, Some(category)),
            Why::Category(category) => (SpanState::Solved, Some(category)),
            Why::Condition => (SpanState::Paused, None),
            Why::Merged => (SpanState::Merged, None),
        };
        let by = category.and_then(|category| book.who_set(pause.from, category));
        Idle { from: pause.from, to: Some(pause.to), state, category, by }
    };
    not_counted_before(at, clock.measure(), ticket)
        .iter()
        .filter(|pause| pause.to > clock.started_at)
        .map(idle)
        .collect()
}

/// What is different between two targets.
fn parts(before: &TimelineTarget, after: &TimelineTarget) -> Vec<TargetPart> {
    let mut changed = Vec::new();
    if before.policy.id != after.policy.id {
        changed.push(TargetPart::Policy);
    } else if before.policy != after.policy {
        changed.push(TargetPart::PolicyVersion);
    }
    if before.priority != after.priority {
        changed.push(TargetPart::Priority);
    }
    if before.target_millis != after.target_millis {
        changed.push(TargetPart::Target);
    }
    if before.calendar.map(|pin| pin.id) != after.calendar.map(|pin| pin.id) {
        changed.push(TargetPart::Calendar);
    } else if before.calendar != after.calendar {
        changed.push(TargetPart::CalendarVersion);
    }
    changed
}
