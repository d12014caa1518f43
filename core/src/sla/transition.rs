use super::aim::{aim, close_stretch, note, push_stretch, settle_overdue};
use super::policy::{CompiledPolicy, HoursOf};
use super::told::leave_out_told;
use crate::model::{Clock, ClockChange, ClockState, ClockTransition, Metric, PolicyPin, Target, Ticket};
use crate::{Result, Timestamp};

/// What an update means for the SLA of its ticket.
#[derive(Debug, Default)]
pub(crate) struct Transition {
    /// The policy that applies from now on, when that changed.
    pub(crate) selected: Option<Option<PolicyPin>>,
    /// What happened to clocks, in order.
    pub(crate) changes: Vec<ClockChange>,
}

/// Works out what an update at `at` means for clocks. `ticket` is as the update leaves it; `created` tells that the update made it.
/// In one update: fulfilled before cancelled before resumed before started.
pub(crate) fn transition(
    ticket: &Ticket,
    at: Timestamp,
    created: bool,
    policies: &[CompiledPolicy],
    hours: &mut dyn HoursOf,
) -> Result<Transition> {
    let mut run = Run { ticket, at, clocks: ticket.clocks.clone(), changes: Vec::new(), hours };
    run.fulfil()?;
    let policy = policies.iter().find(|policy| policy.filter.holds(ticket));
    let pin = policy.map(|policy| policy.pin);
    run.retarget(policy)?;
    if ticket.category.is_unsolved() {
        run.resume(policy)?;
    }
    if let Some(policy) = policy {
        run.activate(policy, created)?;
    }
    let mut changes = run.changes;
    leave_out_told(&ticket.clocks, &mut changes);
    Ok(Transition { selected: (pin != ticket.policy).then_some(pin), changes })
}

struct Run<'a> {
    ticket: &'a Ticket,
    at: Timestamp,
    clocks: Vec<Clock>,
    changes: Vec<ClockChange>,
    hours: &'a mut dyn HoursOf,
}

impl Run<'_> {
    /// Ends clocks whose promise was kept, or can no longer be, with the target that they had when the update began.
    fn fulfil(&mut self) -> Result<()> {
        let facts = &self.ticket.facts;
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            let ended = match clock.metric {
                Metric::FirstReply if facts.first_reply_at.is_some() => {
                    Some((ClockState::Fulfilled, ClockTransition::Fulfilled))
                }
                Metric::FirstReply if facts.first_reply_abandoned_at.is_some() => {
                    Some((ClockState::Abandoned, ClockTransition::Abandoned))
                }
                Metric::Resolution if !self.ticket.category.is_unsolved() => {
                    Some((ClockState::Fulfilled, ClockTransition::Fulfilled))
                }
                _ => None,
            };
            if let Some((state, transition)) = ended {
                end(clock, state, transition, self.at, self.hours, &mut self.changes)?;
            }
        }
        Ok(())
    }

    /// Brings live clocks under the policy that applies now, or cancels them.
    fn retarget(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            let (policy, row) = match wanted(policy, clock.metric, self.ticket) {
                Ok(wanted) => wanted,
                Err(transition) => {
                    end(clock, ClockState::Cancelled, transition, self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let same = has_target(clock, policy, row);
            if same && clock.calendar == policy.calendar {
                continue;
            }
            close_stretch(clock, self.at, self.hours)?;
            aim(clock, policy, row, self.at, self.hours)?;
            note(clock, ClockTransition::Retargeted, self.at, &mut self.changes);
            settle_overdue(clock, self.at, &mut self.changes);
        }
        Ok(())
    }

    /// Lets the resolution clock of a ticket that was opened again run on.
    fn resume(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        let stopped =
            |clock: &&mut Clock| clock.metric == Metric::Resolution && clock.state == ClockState::Fulfilled;
        for clock in self.clocks.iter_mut().filter(stopped) {
            let (policy, row) = match wanted(policy, clock.metric, self.ticket) {
                Ok(wanted) => wanted,
                Err(transition) => {
                    end(clock, ClockState::Cancelled, transition, self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let same = has_target(clock, policy, row);
            clock.state = ClockState::Running;
            clock.ended_at = None;
            aim(clock, policy, row, self.at, self.hours)?;
            note(clock, ClockTransition::Resumed, self.at, &mut self.changes);
            if !same {
                note(clock, ClockTransition::Retargeted, self.at, &mut self.changes);
            }
            settle_overdue(clock, self.at, &mut self.changes);
        }
        Ok(())
    }

    /// Starts the clocks whose start event has come, from that event on.
    fn activate(&mut self, policy: &CompiledPolicy, created: bool) -> Result<()> {
        for metric in Metric::ALL {
            let over = |clock: &Clock| clock.metric == metric && clock.state != ClockState::Cancelled;
            let unsolved = self.ticket.category.is_unsolved();
            let start = match metric {
                Metric::FirstReply if unsolved => self.first_reply_start(),
                Metric::Resolution if unsolved || created => Some(self.ticket.created_at),
                _ => None,
            };
            let (Some(start), Some(row)) = (start, policy.row(metric, self.ticket.priority)) else {
                continue;
            };
            if !self.clocks.iter().any(over) {
                self.start(metric, start, policy, row)?;
            }
        }
        Ok(())
    }

    fn first_reply_start(&self) -> Option<Timestamp> {
        let facts = &self.ticket.facts;
        facts
            .first_request_at
            .filter(|_| facts.first_reply_at.is_none() && facts.first_reply_abandoned_at.is_none())
    }

    /// Starts a clock at `start`, measured wholly on the calendar of the policy, without the time for which the ticket was solved.
    /// What an earlier clock of the same start broke or warned of is not told again.
    fn start(
        &mut self,
        metric: Metric,
        start: Timestamp,
        policy: &CompiledPolicy,
        row: &Target,
    ) -> Result<()> {
        let id = u32::try_from(self.clocks.len()).unwrap_or(u32::MAX);
        let earlier = self.clocks.iter().rfind(|clock| clock.metric == metric && clock.started_at == start);
        let mut clock = Clock {
            id,
            metric,
            generation: 0,
            state: ClockState::Running,
            started_at: start,
            policy: policy.pin,
            priority: row.priority,
            calendar: policy.calendar,
            target_millis: row.millis,
            stretches: Vec::new(),
            running_since: self.at,
            due_at: None,
            warnings_at: Vec::new(),
            warned: earlier.map(|clock| clock.warned.clone()).unwrap_or_default(),
            breached_at: earlier.and_then(|clock| clock.breached_at),
            breached: false,
            broken: earlier.map(|clock| clock.broken.clone()).unwrap_or_default(),
            ended_at: None,
        };
        let mut from = start;
        if metric == Metric::Resolution {
            for gap in &self.ticket.facts.gaps {
                push_stretch(&mut clock, from, gap.from, policy.calendar, self.hours)?;
                from = gap.to;
            }
        }
        push_stretch(&mut clock, from, self.at, policy.calendar, self.hours)?;
        aim(&mut clock, policy, row, self.at, self.hours)?;
        note(&mut clock, ClockTransition::Started, start, &mut self.changes);
        settle_overdue(&mut clock, self.at, &mut self.changes);
        if metric == Metric::Resolution && !self.ticket.category.is_unsolved() {
            end(
                &mut clock,
                ClockState::Fulfilled,
                ClockTransition::Fulfilled,
                self.at,
                self.hours,
                &mut self.changes,
            )?;
        }
        self.clocks.push(clock);
        Ok(())
    }
}

/// Whether a clock runs against this row already, perhaps on earlier hours.
fn has_target(clock: &Clock, policy: &CompiledPolicy, row: &Target) -> bool {
    clock.policy == policy.pin && clock.priority == row.priority
}

/// The policy and row for a clock, or why there is none.
fn wanted<'p>(
    policy: Option<&'p CompiledPolicy>,
    metric: Metric,
    ticket: &Ticket,
) -> std::result::Result<(&'p CompiledPolicy, &'p Target), ClockTransition> {
    let policy = policy.ok_or(ClockTransition::NoPolicy)?;
    let row = policy.row(metric, ticket.priority).ok_or(ClockTransition::NoTarget)?;
    Ok((policy, row))
}

fn end(
    clock: &mut Clock,
    state: ClockState,
    transition: ClockTransition,
    at: Timestamp,
    hours: &mut dyn HoursOf,
    changes: &mut Vec<ClockChange>,
) -> Result<()> {
    close_stretch(clock, at, hours)?;
    clock.state = state;
    clock.ended_at = Some(at);
    clock.warnings_at.clear();
    note(clock, transition, at, changes);
    Ok(())
}
