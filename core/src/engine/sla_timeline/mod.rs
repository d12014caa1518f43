//! When the clocks of a ticket ran and paused, and why: told from the log, as data, as text and as a picture.

mod book;
mod cause;
mod fold;
mod spans;
mod svg;
mod text;
mod types;
mod words;

use self::book::Book;
use self::fold::{Folded, Noted, fold};
use self::spans::{Budget, spans, stretches};
pub use self::types::{
    ClockTimeline, MarkKind, SlaTimeline, SpanState, TargetPart, TimelineCause, TimelineDetail, TimelineMark,
    TimelineSpan, TimelineTarget,
};
use super::config::DeskConfig;
use crate::ids::DeskId;
use crate::model::{Clock, ClockState, Stretch, Ticket};
use crate::store::ReadTx;
use crate::{Result, Timestamp};

/// Tells what happened to the clocks of a ticket, up to `now`.
pub(crate) fn sla_timeline(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    ticket: &Ticket,
    config: &DeskConfig,
    now: Timestamp,
) -> Result<SlaTimeline> {
    let mut book = Book::new(desk);
    let Folded { ticket, now, noted } = fold(tx, desk, ticket, now, &mut book)?;
    let mut ran = Vec::with_capacity(ticket.clocks.len());
    for (clock, noted) in ticket.clocks.iter().zip(noted) {
        ran.push((clock, noted, stretches(tx, &mut book, clock, now)?));
    }
    // The shortest first, as long as there is room to tell hours one by one.
    ran.sort_by_key(|(clock, ..)| (until(clock, now).millis() - clock.started_at.millis(), clock.id));
    let (mut clocks, mut budget) = (Vec::with_capacity(ran.len()), Budget::new());
    for (clock, noted, stretches) in ran {
        clocks.push(told(tx, &mut book, clock, (noted, &stretches), now, &mut budget)?);
    }
    clocks.sort_by_key(|clock| clock.id);
    let zone = match clocks.iter().rev().find_map(|clock| clock.target.zone.clone()) {
        Some(zone) => zone,
        None => match config.settings.calendar.and_then(|id| config.calendar(id)) {
            Some((pin, _)) => book.hours(tx, pin)?.zone,
            None => "UTC".to_owned(),
        },
    };
    Ok(SlaTimeline { ticket: ticket.number, now, zone, clocks })
}

/// Whether nothing is due any more, although nothing was kept.
fn gave_up(state: ClockState) -> bool {
    matches!(state, ClockState::Cancelled | ClockState::Merged)
}

/// Up to when there is something to tell of a clock.
fn until(clock: &Clock, now: Timestamp) -> Timestamp {
    clock.ended_at.unwrap_or(now)
}

fn told(
    tx: &mut dyn ReadTx,
    book: &mut Book,
    clock: &Clock,
    (noted, stretches): (Noted, &[Stretch]),
    now: Timestamp,
    budget: &mut Budget,
) -> Result<ClockTimeline> {
    let lasts = (clock.started_at, until(clock, now));
    let (spans, detail) = spans(tx, book, lasts, stretches, &noted.idle, budget)?;
    let counted_millis = stretches.iter().map(|stretch| stretch.millis).sum();
    let mut marks = noted.marks;
    if let Some(due) = clock.due_at.filter(|_| !clock.breached && !gave_up(clock.state)) {
        marks.push(TimelineMark { at: due, what: MarkKind::Due, seq: None, by: None });
    }
    marks.sort_by_key(|mark| mark.at);
    Ok(ClockTimeline {
        id: clock.id,
        metric: clock.metric,
        custom: clock.custom,
        custom_name: clock.custom.map_or(Ok(None), |metric| book.metric(tx, metric))?,
        team: clock.team,
        team_name: clock.team.map_or(Ok(None), |team| book.team(tx, team))?,
        state: clock.state,
        target: book.target(tx, clock)?,
        started_at: clock.started_at,
        ended_at: clock.ended_at,
        breached_at: clock.breached_at,
        breached: clock.breached,
        counted_millis,
        left_millis: clock.target_millis - counted_millis,
        warnings_at: clock.warnings_at.clone(),
        detail,
        spans,
        marks,
    })
}
