//! What is measured on a ticket, whether a policy has a target for it or not: the table of the eight metrics.

use super::history::Status;
use super::moments::Moment;

pub const METRICS: [&str; 8] = [
    "first_reply",
    "next_reply",
    "periodic_update",
    "pausable_update",
    "requester_wait",
    "agent_work",
    "resolution",
    "ownership",
];

/// How something that is measured stands after an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Running,
    Paused,
    Fulfilled,
    Abandoned,
}

impl Phase {
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Fulfilled | Self::Abandoned)
    }
}

/// One thing that is measured, from one start event.
#[derive(Debug)]
pub struct Measure {
    pub metric: &'static str,
    /// The update in which it starts.
    pub start: usize,
    /// How it stands after each update from that one on.
    pub phases: Vec<Phase>,
}

pub fn measures(moments: &[Moment]) -> Vec<Measure> {
    let of = |metric: &'static str| {
        let starts: Vec<usize> = match metric {
            "first_reply" => first_reply_starts(moments).into_iter().collect(),
            "next_reply" => next_reply_starts(moments),
            "periodic_update" | "pausable_update" => starts(moments, |moment| moment.answered),
            "ownership" => starts(moments, |moment| moment.team_changed && moment.team.is_some()),
            _ => vec![0],
        };
        starts.into_iter().map(move |start| Measure { metric, start, phases: phases(metric, moments, start) })
    };
    METRICS.into_iter().flat_map(of).collect()
}

/// The updates in which something happens that starts a clock. In an update that leaves the ticket solved it starts none.
fn starts(moments: &[Moment], happens: impl Fn(&Moment) -> bool) -> Vec<usize> {
    let does = |at: &usize| happens(&moments[*at]) && !moments[*at].status.is_solved();
    (0..moments.len()).filter(does).collect()
}

/// Where the first E is, whether it starts a clock or not.
fn first_asked(moments: &[Moment]) -> Option<usize> {
    moments.iter().position(|moment| moment.asked)
}

fn first_reply_starts(moments: &[Moment]) -> Option<usize> {
    first_asked(moments).filter(|at| !moments[*at].status.is_solved())
}

/// Where the first reply came, or was abandoned: at once, when the first E leaves the ticket solved.
fn first_reply_ended(moments: &[Moment]) -> Option<usize> {
    let first = first_asked(moments)?;
    let ends = |at: &usize| moments[*at].status.is_solved() || (*at > first && moments[*at].answered);
    (first..moments.len()).find(ends)
}

fn next_reply_starts(moments: &[Moment]) -> Vec<usize> {
    let mut starts = Vec::new();
    let Some(ended) = first_reply_ended(moments) else { return starts };
    let mut unanswered = false;
    for (at, moment) in moments.iter().enumerate().skip(ended + 1) {
        if moment.answered || moment.status.is_solved() {
            unanswered = false;
        } else if moment.asked && !unanswered {
            unanswered = true;
            starts.push(at);
        }
    }
    starts
}

fn phases(metric: &str, moments: &[Moment], start: usize) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for (at, moment) in moments.iter().enumerate().skip(start) {
        let (later, solved) = (at > start, moment.status.is_solved());
        let ended = phases.last().copied().filter(|phase| phase.has_ended());
        let running = if pauses(metric, moment.status) { Phase::Paused } else { Phase::Running };
        let phase = match metric {
            "requester_wait" | "agent_work" | "resolution" if solved => Phase::Fulfilled,
            "requester_wait" | "agent_work" | "resolution" => running,
            _ => match ended {
                Some(ended) => ended,
                None if !later => running,
                None => match metric {
                    "first_reply" | "next_reply" if moment.answered => Phase::Fulfilled,
                    "first_reply" | "next_reply" if solved => Phase::Abandoned,
                    "periodic_update" | "pausable_update" if moment.answered || solved => Phase::Fulfilled,
                    "ownership" if moment.team_changed || solved => Phase::Fulfilled,
                    _ => running,
                },
            },
        };
        phases.push(phase);
    }
    phases
}

fn pauses(metric: &str, status: Status) -> bool {
    match metric {
        "pausable_update" | "requester_wait" => status == Status::Pending,
        "agent_work" => matches!(status, Status::Pending | Status::Hold),
        _ => false,
    }
}
