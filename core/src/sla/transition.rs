use super::aim::{
    aim, close_stretch, measure_anew, note, pause, pause_as_told, push_stretch, settle_overdue,
};
use super::happened::Happened;
use super::metric::{self, End};
use super::not_counted::not_counted_before;
use super::policy::{CompiledPolicy, HoursOf};
use super::told::leave_out_told;
use crate::model::{
    Clock, ClockChange, ClockState, ClockTransition, Measure, Metric, PolicyPin, Target, Ticket,
};
use crate::{Result, Timestamp};

/// What an update means for the SLA of its ticket.
#[derive(Debug, Default)]
pub(crate) struct Transition {
    /// The policy that applies from now on, when that changed.
    pub(crate) selected: Option<Option<PolicyPin>>,
    /// What happened to clocks, in order.
    pub(crate) changes: Vec<ClockChange>,
}

/// Why clocks are looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Occasion {
    /// An update made the ticket.
    pub(crate) created: bool,
    /// What an update did that starts and ends clocks.
    pub(crate) happened: Happened,
    /// From when on time counts as calendars have it now, also what was measured already.
    pub(crate) as_of: Option<Timestamp>,
}

/// Works out what an update at `at` means for clocks. `ticket` is as the update leaves it.
/// In one update: fulfilled before cancelled before paused before resumed before started.
pub(crate) fn transition(
    ticket: &Ticket,
    at: Timestamp,
    occasion: Occasion,
    policies: &[CompiledPolicy],
    hours: &mut dyn HoursOf,
) -> Result<Transition> {
    let Occasion { created, happened, as_of } = occasion;
    let mut run = Run { ticket, at, clocks: ticket.clocks.clone(), changes: Vec::new(), hours };
    if ticket.merged_into.is_some() {
        run.leave()?;
        return Ok(run.into_transition(None));
    }
    run.fulfil(&happened)?;
    let policy = policies.iter().find(|policy| policy.filter.holds(ticket));
    let pin = policy.map(|policy| policy.pin);
    run.retarget(policy, as_of)?;
    run.pause()?;
    run.resume(policy)?;
    run.go_on(policy)?;
    if let Some(policy) = policy {
        run.activate(policy, created)?;
    }
    Ok(run.into_transition((pin != ticket.policy).then_some(pin)))
}

struct Run<'a> {
    ticket: &'a Ticket,
    at: Timestamp,
    clocks: Vec<Clock>,
    changes: Vec<ClockChange>,
    hours: &'a mut dyn HoursOf,
}

impl Run<'_> {
    fn into_transition(self, selected: Option<Option<PolicyPin>>) -> Transition {
        let mut changes = self.changes;
        leave_out_told(&self.ticket.clocks, &mut changes);
        Transition { selected, changes }
    }

    /// Stops the clocks of a ticket that goes on in another.
    fn leave(&mut self) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            let merged = (ClockState::Merged, ClockTransition::Merged);
            end(clock, merged, self.at, self.hours, &mut self.changes)?;
        }
        Ok(())
    }

    /// Ends clocks whose promise was kept, or can no longer be, with the target that they had when the update began.
    fn fulfil(&mut self, happened: &Happened) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            if let Some(ended) = metric::end(clock.measure(), self.ticket, happened) {
                end(clock, ended, self.at, self.hours, &mut self.changes)?;
            }
        }
        Ok(())
    }

    /// Brings live clocks under the policy that applies now, or cancels them.
    fn retarget(&mut self, policy: Option<&CompiledPolicy>, as_of: Option<Timestamp>) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            let (policy, row) = match wanted(policy, clock.measure(), self.ticket) {
                Ok(wanted) => wanted,
                Err(why) => {
                    end(clock, (ClockState::Cancelled, why), self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let mut aimed = clock.clone();
            close_stretch(&mut aimed, self.at, self.hours)?;
            let measured_anew = match as_of {
                Some(from) => measure_anew(&mut aimed, from, policy.calendar, self.hours)?,
                None => false,
            };
            let same = has_target(clock, policy, row);
            if same && clock.calendar == policy.calendar && !measured_anew {
                continue;
            }
            aim(&mut aimed, policy, row, self.at, self.hours)?;
            let mut told = Vec::new();
            note(&mut aimed, ClockTransition::Retargeted, self.at, &mut told);
            // On other hours from now on it is the same target: that it is used up was told when the clock ran past it, or will be.
            if !same || measured_anew {
                settle_overdue(&mut aimed, self.at, &mut told);
            }
            if aimed.state == ClockState::Paused {
                pause_as_told(&mut aimed, &mut told);
            }
            self.changes.append(&mut told);
            *clock = aimed;
        }
        Ok(())
    }

    /// Pauses clocks whose time does not count as the update leaves the ticket.
    fn pause(&mut self) -> Result<()> {
        let ticket = self.ticket;
        let pauses = |clock: &&mut Clock| {
            clock.state == ClockState::Running && metric::pauses(clock.measure(), ticket)
        };
        for clock in self.clocks.iter_mut().filter(pauses) {
            close_stretch(clock, self.at, self.hours)?;
            pause(clock);
            note(clock, ClockTransition::Paused, self.at, &mut self.changes);
        }
        Ok(())
    }

    /// Lets clocks run on that were paused. What they are aimed at was settled before.
    fn resume(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        let ticket = self.ticket;
        let resumes = |clock: &&mut Clock| {
            clock.state == ClockState::Paused && !metric::pauses(clock.measure(), ticket)
        };
        for clock in self.clocks.iter_mut().filter(resumes) {
            let Ok((policy, row)) = wanted(policy, clock.measure(), self.ticket) else { continue };
            clock.state = ClockState::Running;
            aim(clock, policy, row, self.at, self.hours)?;
            note(clock, ClockTransition::Resumed, self.at, &mut self.changes);
        }
        Ok(())
    }

    /// Lets the clocks go on that ended when the ticket was solved, if it was opened again, and those that stopped when it went on in another.
    fn go_on(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        let unsolved = self.ticket.category.is_unsolved();
        let stopped = |clock: &&mut Clock| match clock.state {
            ClockState::Merged => true,
            ClockState::Fulfilled => unsolved && metric::measures_the_whole(clock.metric),
            _ => false,
        };
        for clock in self.clocks.iter_mut().filter(stopped) {
            let (policy, row) = match wanted(policy, clock.measure(), self.ticket) {
                Ok(wanted) => wanted,
                Err(why) => {
                    end(clock, (ClockState::Cancelled, why), self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let same = has_target(clock, policy, row);
            let pauses = metric::pauses(clock.measure(), self.ticket);
            clock.state = if pauses { ClockState::Paused } else { ClockState::Running };
            clock.ended_at = None;
            aim(clock, policy, row, self.at, self.hours)?;
            let mut told = Vec::new();
            let how = if pauses { ClockTransition::Paused } else { ClockTransition::Resumed };
            note(clock, how, self.at, &mut told);
            if !same {
                note(clock, ClockTransition::Retargeted, self.at, &mut told);
                settle_overdue(clock, self.at, &mut told);
            }
            if pauses {
                pause_as_told(clock, &mut told);
            }
            self.changes.append(&mut told);
        }
        Ok(())
    }

    /// Starts the clocks whose start event has come, from that event on.
    fn activate(&mut self, policy: &CompiledPolicy, created: bool) -> Result<()> {
        for row in policy.rows(self.ticket.priority) {
            let measure = row.measure();
            let there = |clock: &Clock| {
                let ended =
                    clock.state == ClockState::Fulfilled && metric::measures_the_whole(measure.metric);
                clock.measure() == measure && (clock.state.is_live() || ended)
            };
            if let Some(start) = metric::start(measure, self.ticket, created)
                && !self.clocks.iter().any(there)
            {
                self.start(start, policy, row)?;
            }
        }
        Ok(())
    }

    /// Starts a clock at `start`, measured wholly on the calendar of the policy, without the time for which it would have been paused. What an
    /// earlier clock of the same start broke or warned of is not told again.
    fn start(&mut self, start: Timestamp, policy: &CompiledPolicy, row: &Target) -> Result<()> {
        let measure @ Measure { metric, custom } = row.measure();
        let id = u32::try_from(self.clocks.len()).unwrap_or(u32::MAX);
        let cancelled = |clock: &&Clock| {
            clock.state == ClockState::Cancelled && clock.measure() == measure && clock.started_at == start
        };
        let earlier = self.clocks.iter().rfind(cancelled);
        let pauses = metric::pauses(measure, self.ticket);
        let mut clock = Clock {
            id,
            metric,
            custom,
            team: self.ticket.team.filter(|_| metric == Metric::Ownership),
            generation: 0,
            state: if pauses { ClockState::Paused } else { ClockState::Running },
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
        for pause in not_counted_before(self.at, measure, self.ticket) {
            push_stretch(&mut clock, from, pause.from, policy.calendar, self.hours)?;
            from = from.max(pause.to);
        }
        push_stretch(&mut clock, from, self.at, policy.calendar, self.hours)?;
        aim(&mut clock, policy, row, self.at, self.hours)?;
        let mut told = Vec::new();
        note(&mut clock, ClockTransition::Started, start, &mut told);
        settle_overdue(&mut clock, self.at, &mut told);
        if pauses {
            pause_as_told(&mut clock, &mut told);
        }
        self.changes.append(&mut told);
        if let Some(ended) = metric::end(measure, self.ticket, &Happened::default()) {
            end(&mut clock, ended, self.at, self.hours, &mut self.changes)?;
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
    measure: Measure,
    ticket: &Ticket,
) -> std::result::Result<(&'p CompiledPolicy, &'p Target), ClockTransition> {
    let policy = policy.ok_or(ClockTransition::NoPolicy)?;
    let row = policy.row(measure, ticket.priority).ok_or(ClockTransition::NoTarget)?;
    Ok((policy, row))
}

fn end(
    clock: &mut Clock,
    (state, transition): End,
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
