//! The count itself: a fold over the log that keeps a few facts of every ticket.

use std::collections::{BTreeMap, HashMap};

use super::days::{Days, Place};
use super::{Breaches, DayReport, Report, TeamReport};
use crate::ids::{TeamId, TicketNumber};
use crate::model::{
    Actor, ClockChange, ClockTransition, Event, EventBody, FieldChange, LogEntry, Measure, Metric,
    StatusCategory, Subject,
};
use crate::{Error, ErrorKind, Result, Timestamp};

/// What has to be known of a ticket to count what happens to it next.
struct Progress {
    team: Option<TeamId>,
    unsolved: bool,
    first_request_at: Option<Timestamp>,
    /// Whether the first reply came, or the ticket was solved without it.
    reply_settled: bool,
    /// The clocks that ran past a deadline, by what started them: under a new target one may do so again, also after it was cancelled
    /// for a while, and still counts once.
    breached: Vec<(Measure, Timestamp)>,
}

#[derive(Clone, Default)]
struct DayCount {
    created: u64,
    solved: u64,
    reopened: u64,
    /// By how much the backlog grew.
    growth: i64,
}

#[derive(Default)]
struct TeamCount {
    created: u64,
    /// How many promises were broken, by what they measure.
    breaches: BTreeMap<Measure, u64>,
    first_reply_millis: Vec<i64>,
    with_target: u64,
    in_time: u64,
}

pub(super) struct Tally {
    days: Days,
    tickets: HashMap<TicketNumber, Progress>,
    /// The backlog when the report begins.
    backlog: i64,
    by_day: Vec<DayCount>,
    by_team: BTreeMap<Option<TeamId>, TeamCount>,
}

impl Tally {
    pub(super) fn new(days: Days) -> Self {
        let by_day = vec![DayCount::default(); days.len()];
        Self { days, tickets: HashMap::new(), backlog: 0, by_day, by_team: BTreeMap::new() }
    }

    /// Counts one update.
    pub(super) fn take(&mut self, entry: &LogEntry) -> Result<()> {
        // Teams first: all events of an update happen at one instant, and count for the team that it leaves.
        for (number, event) in of_tickets(entry) {
            self.learn_team(number, event)?;
        }
        for (number, event) in of_tickets(entry) {
            self.count(number, event)?;
        }
        Ok(())
    }

    fn learn_team(&mut self, number: TicketNumber, event: &Event) -> Result<()> {
        match &event.body {
            EventBody::TicketCreated { team, category, .. } => {
                let by_requester = matches!(event.actor, Actor::Requester { .. });
                let progress = Progress {
                    team: *team,
                    unsolved: category.is_unsolved(),
                    first_request_at: by_requester.then_some(event.at),
                    reply_settled: false,
                    breached: Vec::new(),
                };
                self.tickets.insert(number, progress);
            }
            EventBody::FieldsChanged { changes } => {
                for change in changes {
                    if let FieldChange::Team { to, .. } = change {
                        known(&mut self.tickets, number)?.team = *to;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, number: TicketNumber, event: &Event) -> Result<()> {
        match &event.body {
            EventBody::TicketCreated { category, .. } => self.created(number, *category, event.at),
            // It waits in the other ticket.
            EventBody::MergedInto { .. } => self.left(number, event.at, -1),
            EventBody::MergeUndone { .. } => self.left(number, event.at, 1),
            EventBody::StatusSettled { to, .. } => self.settled(number, *to, event.at),
            EventBody::CommentAdded { from_requester: true, .. } => {
                known(&mut self.tickets, number)?.first_request_at.get_or_insert(event.at);
                Ok(())
            }
            EventBody::CommentAdded { from_agent: true, .. } => self.replied(number, event.at),
            EventBody::ClockChanged { change } => self.clock_changed(number, change, event.at),
            _ => Ok(()),
        }
    }

    fn created(&mut self, number: TicketNumber, category: StatusCategory, at: Timestamp) -> Result<()> {
        if category.is_unsolved() {
            self.grow(at, 1);
        }
        if let Some(day) = self.day(at) {
            day.created += 1;
        }
        if let Some(team) = self.team(number, at)? {
            team.created += 1;
        }
        Ok(())
    }

    fn settled(&mut self, number: TicketNumber, category: StatusCategory, at: Timestamp) -> Result<()> {
        let ticket = known(&mut self.tickets, number)?;
        let was_unsolved = std::mem::replace(&mut ticket.unsolved, category.is_unsolved());
        if !category.is_unsolved() {
            ticket.reply_settled |= ticket.first_request_at.is_some();
        }
        match (was_unsolved, category.is_unsolved()) {
            (true, false) => {
                self.grow(at, -1);
                if let Some(day) = self.day(at) {
                    day.solved += 1;
                }
            }
            (false, true) => {
                self.grow(at, 1);
                if let Some(day) = self.day(at) {
                    day.reopened += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A ticket that is not solved leaves the backlog, or comes back to it.
    fn left(&mut self, number: TicketNumber, at: Timestamp, growth: i64) -> Result<()> {
        if known(&mut self.tickets, number)?.unsolved {
            self.grow(at, growth);
        }
        Ok(())
    }

    fn replied(&mut self, number: TicketNumber, at: Timestamp) -> Result<()> {
        let ticket = known(&mut self.tickets, number)?;
        let Some(asked) = ticket.first_request_at.filter(|_| !ticket.reply_settled) else { return Ok(()) };
        ticket.reply_settled = true;
        if let Some(team) = self.team(number, at)? {
            team.first_reply_millis.push(at.millis() - asked.millis());
        }
        Ok(())
    }

    fn clock_changed(&mut self, number: TicketNumber, change: &ClockChange, at: Timestamp) -> Result<()> {
        if change.transition == ClockTransition::Breached {
            let breached = &mut known(&mut self.tickets, number)?.breached;
            let started = (change.clock.measure(), change.clock.started_at);
            if breached.contains(&started) {
                return Ok(());
            }
            breached.push(started);
        }
        // A target that is used up when it begins to apply is broken at its computed instant, not when that was found out.
        let at = if change.transition == ClockTransition::Breached { change.instant } else { at };
        let Some(team) = self.team(number, at)? else { return Ok(()) };
        match (change.transition, change.clock.metric) {
            (ClockTransition::Breached, _) => {
                *team.breaches.entry(change.clock.measure()).or_default() += 1;
            }
            (ClockTransition::Fulfilled, Metric::FirstReply) => {
                team.with_target += 1;
                team.in_time += u64::from(change.clock.breached_at.is_none());
            }
            _ => {}
        }
        Ok(())
    }

    fn grow(&mut self, at: Timestamp, by: i64) {
        if self.days.place(at) == Place::Before {
            self.backlog += by;
        } else if let Some(day) = self.day(at) {
            day.growth += by;
        }
    }

    /// The day of an instant within the report.
    fn day(&mut self, at: Timestamp) -> Option<&mut DayCount> {
        match self.days.place(at) {
            Place::Day(nth) => self.by_day.get_mut(nth),
            Place::Before | Place::After => None,
        }
    }

    /// The present team of a ticket, for what happened at an instant within the report.
    fn team(&mut self, number: TicketNumber, at: Timestamp) -> Result<Option<&mut TeamCount>> {
        let team = known(&mut self.tickets, number)?.team;
        let within = matches!(self.days.place(at), Place::Day(_));
        Ok(if within { Some(self.by_team.entry(team).or_default()) } else { None })
    }

    pub(super) fn report(self) -> Result<Report> {
        let mut backlog = self.backlog;
        let mut days = Vec::with_capacity(self.by_day.len());
        for (date, count) in self.days.dates().zip(self.by_day) {
            let DayCount { created, solved, reopened, growth } = count;
            backlog += growth;
            let backlog = u64::try_from(backlog).map_err(|_| out_of_order())?;
            days.push(DayReport { date: date?, created, solved, reopened, backlog });
        }
        let counted = |team: &TeamCount| {
            team.created > 0
                || team.with_target > 0
                || !team.breaches.is_empty()
                || !team.first_reply_millis.is_empty()
        };
        let teams = self.by_team.into_iter().filter(|(_, count)| counted(count));
        Ok(Report { days, teams: teams.map(|(team, count)| count.report(team)).collect() })
    }
}

impl TeamCount {
    fn report(mut self, team: Option<TeamId>) -> TeamReport {
        let breaches = self.breaches.into_iter().map(|(measure, count)| {
            let Measure { metric, custom } = measure;
            Breaches { metric, custom, count }
        });
        TeamReport {
            team,
            created: self.created,
            breaches: breaches.collect(),
            first_replies: self.first_reply_millis.len() as u64,
            median_first_reply_millis: median(&mut self.first_reply_millis),
            first_replies_with_target: self.with_target,
            first_replies_in_time: self.in_time,
        }
    }
}

/// The events of an update that are about a ticket, with its number.
fn of_tickets(entry: &LogEntry) -> impl Iterator<Item = (TicketNumber, &Event)> {
    entry.events.iter().filter_map(|event| match event.subject {
        Subject::Ticket { number, .. } => Some((number, event)),
        _ => None,
    })
}

fn known(tickets: &mut HashMap<TicketNumber, Progress>, number: TicketNumber) -> Result<&mut Progress> {
    tickets.get_mut(&number).ok_or_else(out_of_order)
}

fn out_of_order() -> Error {
    Error::new(ErrorKind::Corrupt, "corrupt.event_order", "an event does not follow on the one before it")
}

/// Of an even number the mean of the two in the middle, rounded down. Durations within a ticket are never negative.
fn median(millis: &mut [i64]) -> Option<i64> {
    millis.sort_unstable();
    let upper = *millis.get(millis.len() / 2)?;
    let lower = *millis.get((millis.len() - 1) / 2)?;
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_of_an_even_number_is_the_mean_rounded_down() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [7]), Some(7));
        assert_eq!(median(&mut [9, 2]), Some(5));
        assert_eq!(median(&mut [100, 1, 3]), Some(3));
        assert_eq!(median(&mut [4, 100, 1, 5]), Some(4));
    }
}
