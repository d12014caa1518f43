use super::aim::{aim, close_stretch, note, pause, pause_as_told, push_stretch, settle_overdue};
use super::happened::Happened;
use super::metric::{self, End};
use super::policy::{CompiledPolicy, HoursOf};
use super::told::leave_out_told;
use crate::model::{
    Clock, ClockChange, ClockState, ClockTransition, Gap, Metric, PolicyPin, StatusCategory, Target, Ticket,
    Wait,
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

/// Works out what an update at `at` means for clocks. `ticket` is as the update leaves it; `created` tells that the update made it.
/// In one update: fulfilled before cancelled before paused before resumed before started.
pub(crate) fn transition(
    ticket: &Ticket,
    at: Timestamp,
    created: bool,
    happened: Happened,
    policies: &[CompiledPolicy],
    hours: &mut dyn HoursOf,
) -> Result<Transition> {
    let mut run = Run { ticket, at, clocks: ticket.clocks.clone(), changes: Vec::new(), hours };
    run.fulfil(happened)?;
    let policy = policies.iter().find(|policy| policy.filter.holds(ticket));
    let pin = policy.map(|policy| policy.pin);
    run.retarget(policy)?;
    run.pause()?;
    if ticket.category.is_unsolved() {
        run.resume(policy)?;
        run.go_on_after_solved(policy)?;
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
    fn fulfil(&mut self, happened: Happened) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            if let Some(ended) = metric::end(clock.metric, self.ticket, happened) {
                end(clock, ended, self.at, self.hours, &mut self.changes)?;
            }
        }
        Ok(())
    }

    /// Brings live clocks under the policy that applies now, or cancels them.
    fn retarget(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_live()) {
            let (policy, row) = match wanted(policy, clock.metric, self.ticket) {
                Ok(wanted) => wanted,
                Err(why) => {
                    end(clock, (ClockState::Cancelled, why), self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let same = has_target(clock, policy, row);
            if same && clock.calendar == policy.calendar {
                continue;
            }
            close_stretch(clock, self.at, self.hours)?;
            aim(clock, policy, row, self.at, self.hours)?;
            let mut told = Vec::new();
            note(clock, ClockTransition::Retargeted, self.at, &mut told);
            // On other hours it is the same target: that it is used up was told when the clock ran past it, or will be.
            if !same {
                settle_overdue(clock, self.at, &mut told);
            }
            if clock.state == ClockState::Paused {
                pause_as_told(clock, &mut told);
            }
            self.changes.append(&mut told);
        }
        Ok(())
    }

    /// Pauses clocks whose time does not count as the update leaves the ticket.
    fn pause(&mut self) -> Result<()> {
        let category = self.ticket.category;
        let pauses = |clock: &&mut Clock| {
            clock.state == ClockState::Running && metric::pauses_in(clock.metric, category)
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
        let category = self.ticket.category;
        let resumes = |clock: &&mut Clock| {
            clock.state == ClockState::Paused && !metric::pauses_in(clock.metric, category)
        };
        for clock in self.clocks.iter_mut().filter(resumes) {
            let Ok((policy, row)) = wanted(policy, clock.metric, self.ticket) else { continue };
            clock.state = ClockState::Running;
            aim(clock, policy, row, self.at, self.hours)?;
            note(clock, ClockTransition::Resumed, self.at, &mut self.changes);
        }
        Ok(())
    }

    /// Lets the clocks go on that ended when the ticket was solved, if it was opened again.
    fn go_on_after_solved(&mut self, policy: Option<&CompiledPolicy>) -> Result<()> {
        let stopped = |clock: &&mut Clock| {
            metric::measures_the_whole(clock.metric) && clock.state == ClockState::Fulfilled
        };
        for clock in self.clocks.iter_mut().filter(stopped) {
            let (policy, row) = match wanted(policy, clock.metric, self.ticket) {
                Ok(wanted) => wanted,
                Err(why) => {
                    end(clock, (ClockState::Cancelled, why), self.at, self.hours, &mut self.changes)?;
                    continue;
                }
            };
            let same = has_target(clock, policy, row);
            let pauses = metric::pauses_in(clock.metric, self.ticket.category);
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
        for metric in Metric::ALL {
            let there = |clock: &Clock| {
                let ended = clock.state == ClockState::Fulfilled && metric::measures_the_whole(metric);
                clock.metric == metric && (clock.state.is_live() || ended)
            };
            let start = metric::start(metric, self.ticket, created);
            let (Some(start), Some(row)) = (start, policy.row(metric, self.ticket.priority)) else {
                continue;
            };
            if !self.clocks.iter().any(there) {
                self.start(metric, start, policy, row)?;
            }
        }
        Ok(())
    }

    /// Starts a clock at `start`, measured wholly on the calendar of the policy, without the time for which it would have been paused. What an
    /// earlier clock of the same start broke or warned of is not told again.
    fn start(
        &mut self,
        metric: Metric,
        start: Timestamp,
        policy: &CompiledPolicy,
        row: &Target,
    ) -> Result<()> {
        let id = u32::try_from(self.clocks.len()).unwrap_or(u32::MAX);
        let cancelled = |clock: &&Clock| {
            clock.state == ClockState::Cancelled && clock.metric == metric && clock.started_at == start
        };
        let earlier = self.clocks.iter().rfind(cancelled);
        let pauses = metric::pauses_in(metric, self.ticket.category);
        let mut clock = Clock {
            id,
            metric,
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
        for pause in pauses_before(self.at, metric, self.ticket) {
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
        if let Some(ended) = metric::end(metric, self.ticket, Happened::default()) {
            end(&mut clock, ended, self.at, self.hours, &mut self.changes)?;
        }
        self.clocks.push(clock);
        Ok(())
    }
}

/// The stretches before `at`, in order, that do not count for a clock of a metric, each with what the status meant.
pub(crate) fn pauses_before(at: Timestamp, metric: Metric, ticket: &Ticket) -> Vec<Wait> {
    let facts = &ticket.facts;
    let mut pauses = Vec::new();
    if metric::measures_the_whole(metric) {
        let gap = |gap: &Gap| Wait { category: StatusCategory::Solved, from: gap.from, to: gap.to };
        pauses.extend(facts.gaps.iter().map(gap));
    }
    pauses.extend(facts.waits.iter().filter(|wait| metric::pauses_in(metric, wait.category)));
    if metric::pauses_in(metric, ticket.category) {
        let from = facts.category_since.unwrap_or(ticket.created_at);
        pauses.push(Wait { category: ticket.category, from, to: at });
    }
    pauses.sort_by_key(|pause| (pause.from, pause.to));
    pauses
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
