//! The clocks that a ticket must have, found anew from the whole list of what happened.

use super::history::{History, Warning};
use super::hours::{Counted, used, when_used};
use super::measures::{Measure, Phase, measures};
use super::moments::{Moment, moments};

/// A clock, as far as anybody can see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub metric: &'static str,
    /// Whose time it measures, when that is a team's.
    pub team: Option<u8>,
    pub state: &'static str,
    pub started_at: i64,
    /// How much has counted so far.
    pub used: i64,
    pub target: i64,
    pub policy: (u8, u32),
    pub priority: Option<&'static str>,
    pub calendar: Option<(u8, u32)>,
    /// The deadline, while it runs or when it ended so; and the warnings to come.
    pub due_at: Option<i64>,
    pub to_warn_at: Vec<i64>,
    /// Whether the present target was broken; and the deadline of the first that was.
    pub breached: bool,
    pub breached_at: Option<i64>,
    /// The instants of the breaches and warnings that were told of this clock, in order of instants.
    pub told_breaches: Vec<i64>,
    pub told_warnings: Vec<i64>,
    pub ended_at: Option<i64>,
}

/// A row of a policy that applies, and the calendar on which its time runs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    version: Version,
    millis: i64,
    /// The thresholds of its warnings, as running time.
    warnings: Vec<i64>,
    calendar: Option<(u8, u32, usize)>,
}

/// A part of the time that counts, on the calendar on which it is measured.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: i64,
    to: Option<i64>,
    calendar: Option<(u8, u32, usize)>,
}

impl Piece {
    fn hours(&self) -> Option<usize> {
        self.calendar.map(|(_, _, hours)| hours)
    }
}

/// What makes a target another one: policy, version of the policy, row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    policy: (u8, u32),
    priority: Option<&'static str>,
}

/// What was told since one start event, by whichever clock: nothing of it is told again.
#[derive(Default)]
struct Told {
    broken: Vec<Version>,
    first_breach: Option<i64>,
    warned: Vec<(Version, usize)>,
}

/// A clock while it is followed through the updates.
struct Clock {
    /// The update in which it began, which may be long after its start event.
    began: usize,
    /// The target after each update from that one on.
    targets: Vec<Target>,
    /// The last update that left it live; the one in which it began, when that one ended it.
    last_live: usize,
    state: &'static str,
    ended_at: Option<i64>,
    told_breaches: Vec<i64>,
    told_warnings: Vec<i64>,
    first_breach: Option<i64>,
    breached: bool,
}

/// The clocks of each metric in the order in which they began, as they stand at an instant, when all that was due has been told.
pub fn clocks(history: &History, now: i64) -> Vec<Seen> {
    let moments = moments(history);
    measures(&moments).iter().flat_map(|measure| of_measure(&moments, measure, now)).collect()
}

fn of_measure(moments: &[Moment], measure: &Measure, now: i64) -> Vec<Seen> {
    let mut told = Told::default();
    let mut clocks: Vec<Clock> = Vec::new();
    for at in measure.start..moments.len() {
        let phase = measure.phases[at - measure.start];
        let target = target(&moments[at], measure.metric);
        let until = moments.get(at + 1).map_or(now, |next| next.at);
        let goes_on = clocks.last().is_some_and(|clock| clock.state != "cancelled");
        match clocks.last_mut().filter(|_| goes_on) {
            None if phase.has_ended() && at > measure.start => continue,
            None => {
                let Some(target) = target else { continue };
                clocks.push(Clock::new(at, target, told.first_breach));
            }
            Some(clock) if phase.has_ended() => clock.keep_target(),
            Some(clock) => match target {
                Some(target) => clock.targets.push(target),
                None => {
                    clock.keep_target();
                    (clock.state, clock.ended_at) = ("cancelled", Some(moments[at].at));
                    continue;
                }
            },
        }
        let clock = clocks.last_mut().unwrap();
        let was_live = clock.state == "live";
        match phase {
            Phase::Fulfilled | Phase::Abandoned if was_live => {
                clock.state = if phase == Phase::Fulfilled { "fulfilled" } else { "abandoned" };
                clock.ended_at = Some(moments[at].at);
            }
            Phase::Fulfilled | Phase::Abandoned => {}
            Phase::Running | Phase::Paused => {
                clock.last_live = at;
                (clock.state, clock.ended_at) = ("live", None);
                tell(moments, measure, clock, &mut told, at, until);
            }
        }
    }
    clocks.iter().map(|clock| seen(moments, measure, clock, &told, now)).collect()
}

impl Clock {
    fn new(began: usize, target: Target, first_breach: Option<i64>) -> Self {
        let (told_breaches, told_warnings) = (Vec::new(), Vec::new());
        let targets = vec![target];
        Self {
            began,
            targets,
            last_live: began,
            state: "live",
            ended_at: None,
            told_breaches,
            told_warnings,
            first_breach,
            breached: false,
        }
    }

    fn keep_target(&mut self) {
        self.targets.push(self.target().clone());
    }

    fn target(&self) -> &Target {
        self.targets.last().unwrap()
    }

    fn calendar(&self, at: usize) -> Option<(u8, u32, usize)> {
        self.targets[at.max(self.began) - self.began].calendar
    }

    /// What of the measure has counted for this clock up to the update `last`, and after it as it stands then. What was before the clock
    /// began is measured on the calendar with which it began.
    fn counted(&self, moments: &[Moment], measure: &Measure, last: usize) -> Vec<Counted> {
        let pieces = self.pieces(moments, measure, last, last);
        let hours = |piece: &Piece| Counted { from: piece.from, to: piece.to, hours: piece.hours() };
        pieces.iter().map(hours).collect()
    }

    /// The same, with the calendar of each piece; what was measured anew after the update `known` is measured as it was before.
    fn pieces(&self, moments: &[Moment], measure: &Measure, last: usize, known: usize) -> Vec<Piece> {
        let running = |at: &usize| measure.phases[*at - measure.start] == Phase::Running;
        let piece = |at: usize| Piece {
            from: moments[at].at,
            to: (at < last).then(|| moments[at + 1].at),
            calendar: self.calendar(at),
        };
        let mut pieces: Vec<(usize, Piece)> =
            (measure.start..=last).filter(running).map(|at| (at, piece(at))).collect();
        for (anew, moment) in moments.iter().enumerate().take(known + 1).skip(self.began) {
            let Some(as_of) = moment.as_of else { continue };
            let ended = measure.phases[anew - measure.start].has_ended();
            if ended || target(moment, measure.metric).is_none() {
                continue;
            }
            let calendar = self.calendar(anew);
            let cut = |(at, piece): (usize, Piece)| {
                let later = Piece { from: piece.from.max(as_of), calendar, ..piece };
                let is_past = at < anew && piece.to.is_some_and(|to| to > later.from);
                let earlier = Piece { to: Some(later.from), ..piece };
                if is_past { vec![(at, earlier), (at, later)] } else { vec![(at, piece)] }
            };
            pieces = pieces.into_iter().flat_map(cut).collect();
        }
        pieces.into_iter().map(|(_, piece)| piece).filter(|piece| piece.to != Some(piece.from)).collect()
    }

    /// Whether an update has measured anew what had been measured by another calendar.
    fn is_measured_anew(&self, moments: &[Moment], measure: &Measure, at: usize) -> bool {
        let Some(as_of) = moments[at].as_of.filter(|_| at > self.began) else { return false };
        let before = self.pieces(moments, measure, at, at - 1);
        let differs =
            |piece: &Piece| piece.to.is_some_and(|to| to > as_of) && piece.calendar != self.calendar(at);
        before.iter().any(differs)
    }
}

/// Tells the warnings and the breach of the target that holds from the update `at` until an instant.
fn tell(moments: &[Moment], measure: &Measure, clock: &mut Clock, told: &mut Told, at: usize, until: i64) {
    let from = moments[at].at;
    let runs = measure.phases[at - measure.start] == Phase::Running;
    let target = clock.target().clone();
    let before = clock.targets.len().checked_sub(2).map(|before| clock.targets[before].version);
    let begins_to_apply = before != Some(target.version) || clock.is_measured_anew(moments, measure, at);
    let counted = clock.counted(moments, measure, at);
    for (nth, threshold) in target.warnings.iter().enumerate() {
        let Some(reached) = when_used(&counted, *threshold) else { continue };
        let is_told = told.warned.contains(&(target.version, nth));
        let passed = (begins_to_apply && reached <= from) || (runs && reached <= until);
        if passed && !is_told {
            told.warned.push((target.version, nth));
            clock.told_warnings.push(reached);
        }
    }
    let due = when_used(&counted, target.millis);
    // It breaks only when it runs strictly past the deadline; one that was past when it began to apply is broken at once.
    let is_past = |due: i64| (begins_to_apply && due < from) || (runs && due.max(from) < until);
    if let Some(due) = due.filter(|due| is_past(*due))
        && !told.broken.contains(&target.version)
    {
        told.broken.push(target.version);
        told.first_breach.get_or_insert(due);
        clock.told_breaches.push(due);
    }
    clock.first_breach = told.first_breach;
    clock.breached = told.broken.contains(&target.version);
}

fn target(moment: &Moment, metric: &str) -> Option<Target> {
    let selected = moment.selected.as_ref()?;
    let row = selected.rows.iter().find(|row| row.metric == metric && row.priority == moment.priority)?;
    let threshold = |warning: &Warning| match warning {
        Warning::Percent(percent) => row.millis * percent / 100,
        Warning::Before(left) => row.millis - left,
    };
    // Two that come to the same are one.
    let mut warnings: Vec<i64> = row.warnings.iter().map(threshold).collect();
    warnings.sort_unstable();
    warnings.dedup();
    Some(Target {
        version: Version { policy: selected.policy, priority: row.priority },
        millis: row.millis,
        warnings,
        calendar: selected.calendar,
    })
}

/// The deadline of a clock that runs, or ran until it ended. One that begins and ends at once would have run.
fn due_at(moments: &[Moment], measure: &Measure, clock: &Clock) -> Option<i64> {
    let last = clock.last_live;
    let mut counted = clock.counted(moments, measure, last);
    match measure.phases[last - measure.start] {
        Phase::Running => {}
        Phase::Paused => return None,
        Phase::Fulfilled | Phase::Abandoned => {
            let hours = clock.targets[0].calendar.map(|(_, _, hours)| hours);
            counted.push(Counted { from: moments[last].at, to: None, hours });
        }
    }
    when_used(&counted, clock.target().millis)
}

fn seen(moments: &[Moment], measure: &Measure, clock: &Clock, told: &Told, now: i64) -> Seen {
    let last = clock.began + clock.targets.len() - 1;
    let runs = clock.state == "live" && measure.phases[last - measure.start] == Phase::Running;
    let target = clock.target();
    let counted = clock.counted(moments, measure, last);
    let untold = |nth: &usize| !told.warned.contains(&(target.version, *nth));
    let mut to_warn_at: Vec<i64> = (0..target.warnings.len())
        .filter(|nth| runs && untold(nth))
        .filter_map(|nth| when_used(&counted, target.warnings[nth]))
        .collect();
    to_warn_at.sort_unstable();
    let in_order = |instants: &[i64]| {
        let mut instants = instants.to_vec();
        instants.sort_unstable();
        instants
    };
    Seen {
        metric: measure.metric,
        team: moments[measure.start].team.filter(|_| measure.metric == "ownership"),
        state: match clock.state {
            "live" if runs => "running",
            "live" => "paused",
            ended => ended,
        },
        started_at: moments[measure.start].at,
        used: used(&counted, clock.ended_at.unwrap_or(now)),
        target: target.millis,
        policy: target.version.policy,
        priority: target.version.priority,
        calendar: target.calendar.map(|(number, version, _)| (number, version)),
        due_at: due_at(moments, measure, clock),
        to_warn_at,
        breached: clock.breached,
        breached_at: clock.first_breach,
        told_breaches: in_order(&clock.told_breaches),
        told_warnings: in_order(&clock.told_warnings),
        ended_at: clock.ended_at,
    }
}
