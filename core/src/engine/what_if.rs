//! What drafts of policies and calendars would have made of the past: the log is folded once more, with other clocks. Nothing is written.
//!
//! What happened stays as it was, also where a rule did it because a promise was broken that would not have been.

mod tally;
mod types;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::tally::Tally;
pub use self::types::{Attainment, AttainmentRow, ChangedPromise, PromiseOutcome, WhatIf, WhatIfReport};
use super::config::{DeskConfig, no_calendar};
use super::evolve::{created, evolve, tick, tick_until};
use super::history::with_texts_of_ticket;
use super::pages::{PAGE, each};
use crate::ids::{DeskId, TicketNumber};
use crate::model::{CalendarPin, Clock, Event, EventBody, LogEntry, PolicyPin, Subject, Ticket};
use crate::sla::{self, Happened, HoursOf, Occasion};
use crate::store::ReadTx;
use crate::time::BusinessCalendar;
use crate::{Error, Result, Timestamp};

/// Tries drafts over the log of a desk, up to `now`.
pub(crate) fn what_if(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    asked: &WhatIf,
    now: Timestamp,
) -> Result<WhatIfReport> {
    if asked.from >= asked.to {
        return Err(Error::invalid("what_if.bad_period", "the time ends before it begins")
            .at("/to")
            .hint("`to` is the first instant that counts no more"));
    }
    let drafts = DeskConfig::with_drafts(tx, desk, &asked.policies, &asked.calendars)?;
    let mut replay = Replay {
        needs_texts: drafts.policies.iter().any(|policy| policy.filter.reads_texts()),
        drafts,
        until: now.min(asked.to.plus_millis(-1)),
        tickets: BTreeMap::new(),
    };
    let page = |tx: &mut dyn ReadTx, last: Option<&LogEntry>| {
        let after = last.map_or(0, |entry| entry.position);
        tx.log(desk, after, PAGE).map_err(Error::from)
    };
    each(tx, page, |tx, entry| replay.take(tx, desk, entry))?;
    replay.report(asked)
}

/// A ticket as it was, with the clocks that it would have had.
struct Replayed {
    ticket: Ticket,
    policy: Option<PolicyPin>,
    clocks: Vec<Clock>,
    breaches: u32,
}

struct Replay {
    drafts: DeskConfig,
    needs_texts: bool,
    /// The last instant that is looked at.
    until: Timestamp,
    tickets: BTreeMap<TicketNumber, Replayed>,
}

impl Replay {
    /// Folds an update: what it did to each of its tickets, and what the drafts would have made of that.
    fn take(&mut self, tx: &mut dyn ReadTx, desk: DeskId, entry: &LogEntry) -> Result<()> {
        for events in entry.events.chunk_by(|one, next| one.subject == next.subject) {
            if !self.needs_texts {
                self.fold(events)?;
                continue;
            }
            let with_texts = events.iter().cloned().map(|event| with_texts_of_ticket(tx, desk, event));
            self.fold(&with_texts.collect::<Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    /// Folds the events of one update of one ticket.
    fn fold(&mut self, events: &[Event]) -> Result<()> {
        let Some(Event { subject: Subject::Ticket { number, .. }, at, seq, .. }) = events.first() else {
            return Ok(());
        };
        let (mut events, at, is_new) = (events, *at, *seq == 1);
        if at > self.until {
            return Ok(());
        }
        if let (true, Some((first, rest))) = (is_new, events.split_first()) {
            let replayed =
                Replayed { ticket: created(first)?, policy: None, clocks: Vec::new(), breaches: 0 };
            self.tickets.insert(*number, replayed);
            events = rest;
        }
        let Some(replayed) = self.tickets.get_mut(number) else { return Ok(()) };
        replayed.let_time_pass(at)?;
        events.iter().try_for_each(|event| evolve(&mut replayed.ticket, event))?;
        // A deadline that is reached selects no policy: only what somebody or a rule did counts as an update.
        let tells_of_clocks = |event: &Event| {
            matches!(event.body, EventBody::UpdateBegun { .. } | EventBody::ClockChanged { .. })
        };
        if is_new || !events.iter().all(tells_of_clocks) {
            let occasion =
                Occasion { created: is_new, happened: Happened::in_events(events), ..Occasion::default() };
            replayed.settle(at, occasion, &self.drafts)?;
        }
        Ok(())
    }

    fn report(mut self, asked: &WhatIf) -> Result<WhatIfReport> {
        let mut tally = Tally::new(asked);
        for replayed in self.tickets.values_mut() {
            replayed.let_time_pass(self.until)?;
            // Nor does it matter whether the host has let time pass.
            tick_until(&mut replayed.ticket, self.until)?;
            tally.take(&replayed.ticket, &replayed.clocks);
        }
        Ok(tally.report())
    }
}

impl Replayed {
    /// Runs the timers that the ticket would have had.
    fn let_time_pass(&mut self, until: Timestamp) -> Result<()> {
        self.as_it_would_be(|ticket| tick_until(ticket, until))
    }

    /// Works out what an update would have meant for the clocks.
    fn settle(&mut self, at: Timestamp, occasion: Occasion, drafts: &DeskConfig) -> Result<()> {
        self.as_it_would_be(|ticket| {
            let hours = &mut OfDrafts(drafts);
            let after = sla::transition(ticket, at, occasion, &drafts.policies, hours)?;
            ticket.policy = after.selected.unwrap_or(ticket.policy);
            after.changes.iter().try_for_each(|change| tick(ticket, change))
        })
    }

    /// Gives the ticket the clocks that it would have, for as long as it is looked at.
    fn as_it_would_be(&mut self, look: impl FnOnce(&mut Ticket) -> Result<()>) -> Result<()> {
        self.swap();
        let looked = look(&mut self.ticket);
        self.swap();
        looked
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.ticket.clocks, &mut self.clocks);
        std::mem::swap(&mut self.ticket.policy, &mut self.policy);
        std::mem::swap(&mut self.ticket.facts.breaches, &mut self.breaches);
    }
}

/// All clocks that would have been are measured on the calendars of the drafts.
struct OfDrafts<'a>(&'a DeskConfig);

impl HoursOf for OfDrafts<'_> {
    fn hours(&mut self, pin: Option<CalendarPin>) -> Result<Arc<BusinessCalendar>> {
        let Some(pin) = pin else { return Ok(self.0.always()) };
        self.0.hours(pin).ok_or_else(no_calendar)
    }
}
