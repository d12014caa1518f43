//! The timeline of one ticket: who did what, and what followed from it.

use std::fmt::Write as _;

use frontdesk::model::{Actor, Comment, Event, Ticket};
use frontdesk::query::Cursor;

use super::WIDTH;
use super::names::Names;
use super::words::{fit, instant};
use crate::demo::Result;
use crate::demo::office::Office;

mod deeds;

/// A ticket with more events than this is too long to be read.
const MOST_EVENTS: u32 = 70;
const PAGE: u32 = 100;
const WHO: usize = 28;

/// The ticket with the most to tell: answered, opened again, late, marked; the first of equals.
pub fn telling_ticket(office: &Office) -> Result<Option<Ticket>> {
    let mut best: Option<Ticket> = None;
    let mut after: Option<Cursor> = None;
    loop {
        let page = office.desk.host().tickets(after, PAGE)?;
        let ids: Vec<_> = page.tickets.iter().map(|row| row.id).collect();
        // The newest come first, and the first of equals is wanted.
        for ticket in office.desk.host().tickets_by_id(&ids)? {
            let better = best.as_ref().is_none_or(|best| telling(&ticket) >= telling(best));
            best = if better { Some(ticket) } else { best };
        }
        after = page.next;
        if after.is_none() {
            return Ok(best);
        }
    }
}

fn telling(ticket: &Ticket) -> u32 {
    let facts = &ticket.facts;
    let worth = |holds: bool, points: u32| if holds { points } else { 0 };
    let points = worth(facts.agent_replies > 0, 3)
        + worth(facts.requester_comments > 1, 3)
        + worth(!facts.gaps.is_empty(), 3)
        + worth(facts.breaches > 0, 2)
        + worth(ticket.has_tag("outage") || ticket.has_tag("billing"), 2)
        + worth(facts.comments > facts.agent_replies + facts.requester_comments, 1);
    if ticket.seq > MOST_EVENTS { 0 } else { points }
}

/// All events of a ticket.
pub fn events(office: &Office, ticket: &Ticket) -> Result<Vec<Event>> {
    let host = office.desk.host();
    let mut events: Vec<Event> = Vec::new();
    loop {
        let page = host.events(ticket.number, events.last().map_or(0, |event| event.seq), PAGE)?;
        if page.is_empty() {
            return Ok(events);
        }
        events.extend(page);
    }
}

/// The timeline. What one actor did at one instant stands in one paragraph.
pub fn text(office: &Office, names: &Names<'_>, ticket: &Ticket, events: &[Event]) -> Result<String> {
    let comments = comments(office, ticket)?;
    let mut text = format!(
        "Ticket {} “{}”, {} (times in UTC)\n",
        ticket.number,
        fit(ticket.title.as_str(), 60).trim_end(),
        ticket.category.name()
    );
    let mut before: Option<(String, &Actor)> = None;
    for event in events {
        let at = instant(event.at);
        for deed in deeds::of(event, names, &comments) {
            let who = names.actor(&event.actor);
            let same_time = before.as_ref().is_some_and(|(then, _)| *then == at);
            let same_actor = same_time && before.as_ref().is_some_and(|(_, actor)| **actor == event.actor);
            let at_shown = if same_time { "" } else { &at };
            let who = if same_actor { "" } else { &who };
            let line = format!("  {at_shown:16}  {}  {}", fit(who, WHO), fit(&deed, WIDTH - WHO - 22));
            let _ = writeln!(text, "{}", line.trim_end());
            before = Some((at.clone(), &event.actor));
        }
    }
    Ok(text)
}

fn comments(office: &Office, ticket: &Ticket) -> Result<Vec<Comment>> {
    let host = office.desk.host();
    let mut comments: Vec<Comment> = Vec::new();
    loop {
        let after = comments.last().map_or(0, |comment| comment.body().index);
        let page = host.comments(ticket.number, after, PAGE)?;
        if page.is_empty() {
            return Ok(comments);
        }
        comments.extend(page);
    }
}
