//! Counts what was promised and what became of it, as it was and as it would have been.

use std::collections::BTreeMap;
use std::ops::Range;

use super::types::{Attainment, AttainmentRow, ChangedPromise, PromiseOutcome, WhatIf, WhatIfReport};
use crate::Timestamp;
use crate::ids::TeamId;
use crate::model::{Clock, ClockState, Measure, Priority, Ticket};

/// What makes a promise the same one: what it measures, and since when.
type Promise = (Timestamp, Measure);

/// The promises of a ticket, with the team whose time each measures and what became of it.
type Promises = BTreeMap<Promise, (Option<TeamId>, PromiseOutcome)>;

pub(super) struct Tally<'a> {
    asked: &'a WhatIf,
    tickets: u64,
    rows: BTreeMap<(Option<TeamId>, Option<Priority>, Measure), AttainmentRow>,
    changed_count: u64,
    changed: Vec<ChangedPromise>,
}

impl<'a> Tally<'a> {
    pub fn new(asked: &'a WhatIf) -> Self {
        Self { asked, tickets: 0, rows: BTreeMap::new(), changed_count: 0, changed: Vec::new() }
    }

    /// Counts a ticket, with the clocks that it has and those that it would have.
    pub fn take(&mut self, ticket: &Ticket, would_have: &[Clock]) {
        self.tickets += 1;
        let (before, after) = (promises(&ticket.clocks), promises(would_have));
        let mut all: Vec<&Promise> = before.keys().chain(after.keys()).collect();
        all.sort_unstable();
        all.dedup();
        for promise in all {
            let nothing = (None, PromiseOutcome::NotPromised);
            let (team, before) = before.get(promise).copied().unwrap_or(nothing);
            let (would_be_team, after) = after.get(promise).copied().unwrap_or(nothing);
            let team = team.or(would_be_team).or(ticket.team);
            self.count(ticket, *promise, team, (before, after));
        }
    }

    fn count(
        &mut self,
        ticket: &Ticket,
        (started_at, measure): Promise,
        team: Option<TeamId>,
        (before, after): (PromiseOutcome, PromiseOutcome),
    ) {
        let period = self.asked.from..self.asked.to;
        if [before, after].iter().all(|outcome| !falls_in(&period, *outcome)) {
            return;
        }
        let Measure { metric, custom } = measure;
        let row = self.rows.entry((team, ticket.priority, measure)).or_insert_with(|| AttainmentRow {
            team,
            priority: ticket.priority,
            metric,
            custom,
            before: Attainment::default(),
            after: Attainment::default(),
        });
        add(&mut row.before, before, &period);
        add(&mut row.after, after, &period);
        let broken = |outcome| matches!(outcome, PromiseOutcome::Broken { .. });
        if broken(before) != broken(after) {
            self.changed_count += 1;
            if self.changed.len() < self.asked.limit as usize {
                self.changed.push(ChangedPromise {
                    ticket: ticket.number,
                    metric,
                    custom,
                    started_at,
                    before,
                    after,
                });
            }
        }
    }

    pub fn report(self) -> WhatIfReport {
        WhatIfReport {
            tickets: self.tickets,
            attainment: self.rows.into_values().collect(),
            changed_count: self.changed_count,
            changed: self.changed,
        }
    }
}

fn add(attainment: &mut Attainment, outcome: PromiseOutcome, period: &Range<Timestamp>) {
    match outcome {
        PromiseOutcome::Met { at } if period.contains(&at) => attainment.met += 1,
        PromiseOutcome::Broken { at } if period.contains(&at) => attainment.broken += 1,
        _ => {}
    }
}

/// Whether a promise was kept or broken within a time.
fn falls_in(period: &Range<Timestamp>, outcome: PromiseOutcome) -> bool {
    match outcome {
        PromiseOutcome::Met { at } | PromiseOutcome::Broken { at } => period.contains(&at),
        _ => false,
    }
}

/// A promise that was given up and made anew has several clocks: the last of them tells what became of it, which knows of earlier breaches.
fn promises(clocks: &[Clock]) -> Promises {
    clocks.iter().map(|clock| ((clock.started_at, clock.measure()), (clock.team, outcome(clock)))).collect()
}

fn outcome(clock: &Clock) -> PromiseOutcome {
    if let Some(at) = clock.breached_at {
        return PromiseOutcome::Broken { at };
    }
    match (clock.state, clock.ended_at) {
        (ClockState::Fulfilled, Some(at)) => PromiseOutcome::Met { at },
        (ClockState::Abandoned, _) => PromiseOutcome::Abandoned,
        (ClockState::Cancelled, _) => PromiseOutcome::Cancelled,
        _ => PromiseOutcome::Open,
    }
}
