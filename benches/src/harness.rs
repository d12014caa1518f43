//! Measures two things in turns, so that what disturbs the machine disturbs both, and tells what came out.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// How long something took in each round, in nanoseconds a unit of work.
#[derive(Debug, Default, Clone)]
pub struct Times(Vec<f64>);

impl Times {
    /// Adds a round in which so many units took so long.
    pub fn add(&mut self, took: Duration, units: usize) {
        self.0.push(took.as_secs_f64() * 1e9 / units.max(1) as f64);
    }

    /// What half of the rounds stayed below.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The quickest round.
    pub fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// How long a piece of work takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let answer = work();
    (answer, begun.elapsed())
}

/// Lets two pieces of work take turns, each round a piece of `units`; the first round only warms up.
pub fn in_turns(
    rounds: usize,
    units: usize,
    mut ours: impl FnMut(),
    mut peer: impl FnMut(),
) -> (Times, Times) {
    let (mut of_ours, mut of_peer) = (Times::default(), Times::default());
    for round in 0..=rounds {
        let ((), took_ours) = timed(&mut ours);
        let ((), took_peer) = timed(&mut peer);
        if round > 0 {
            of_ours.add(took_ours, units);
            of_peer.add(took_peer, units);
        }
    }
    (of_ours, of_peer)
}

/// Measures a piece of work that has no peer.
pub fn alone(rounds: usize, units: usize, work: impl FnMut()) -> Times {
    in_turns(rounds, units, work, || ()).0
}

/// What was measured.
#[derive(Debug, Clone)]
pub enum Figure {
    /// Time a unit of work.
    Time(Times),
    /// Something that is counted, as a mean.
    Count(f64),
}

impl Figure {
    fn value(&self) -> f64 {
        match self {
            Self::Time(times) => times.median(),
            Self::Count(count) => *count,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Time(times) => format!("{} ({})", time(times.median()), time(times.least())),
            Self::Count(count) => format!("{count:.1}"),
        }
    }
}

/// What is to be reached.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// The speed of ours as a part of the peer's.
    Ratio(f64),
    /// At most so many nanoseconds, or so much counted.
    AtMost(f64),
    /// Told for its own sake.
    Told,
}

/// A line of the table.
#[derive(Debug)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// What it cost us.
    pub ours: Figure,
    /// What it cost the peer.
    pub peer: Option<Figure>,
    /// What it should cost.
    pub goal: Goal,
}

impl Row {
    /// The speed of ours as a part of the peer's.
    pub fn ratio(&self) -> Option<f64> {
        self.peer.as_ref().map(|peer| peer.value() / self.ours.value())
    }

    /// Whether the goal is reached; nothing without one.
    pub fn is_reached(&self) -> Option<bool> {
        match self.goal {
            Goal::Ratio(least) => Some(self.ratio()? >= least),
            Goal::AtMost(most) => Some(self.ours.value() <= most),
            Goal::Told => None,
        }
    }

    /// Whether something was measured at all.
    pub fn is_measured(&self) -> bool {
        let measured = |figure: &Figure| figure.value().is_finite() && figure.value() > 0.0;
        measured(&self.ours) && self.peer.as_ref().is_none_or(measured)
    }

    fn goal_text(&self) -> String {
        match (self.goal, &self.ours) {
            (Goal::Ratio(least), _) => format!("ratio ≥ {least:.2}"),
            (Goal::AtMost(most), Figure::Time(_)) => format!("≤ {}", time(most)),
            (Goal::AtMost(most), Figure::Count(_)) => format!("≤ {most}"),
            (Goal::Told, _) => String::new(),
        }
    }
}

/// What a bench found out.
#[derive(Debug, Default)]
pub struct Report {
    /// The lines of the table.
    pub rows: Vec<Row>,
    /// What one has to know to read them.
    pub notes: Vec<String>,
}

/// The table, as Markdown.
pub fn table(reports: &[Report]) -> String {
    let mut text = String::from(
        "| what | ours, median (least) | peer, median (least) | ratio | to reach | reached |\n|---|---:|---:|---:|---|---|\n",
    );
    for row in reports.iter().flat_map(|report| &report.rows) {
        let peer = row.peer.as_ref().map(Figure::text).unwrap_or_default();
        let ratio = row.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let reached = row.is_reached().map_or("", |reached| if reached { "yes" } else { "no" });
        let (what, ours, goal) = (&row.what, row.ours.text(), row.goal_text());
        let _ = writeln!(text, "| {what} | {ours} | {peer} | {ratio} | {goal} | {reached} |");
    }
    for note in reports.iter().flat_map(|report| &report.notes) {
        let _ = write!(text, "\n- {note}");
    }
    text
}

/// Nanoseconds, for people.
pub fn time(nanos: f64) -> String {
    match nanos {
        nanos if nanos < 1e3 => format!("{nanos:.0} ns"),
        nanos if nanos < 1e6 => format!("{:.1} µs", nanos / 1e3),
        nanos if nanos < 1e9 => format!("{:.1} ms", nanos / 1e6),
        nanos => format!("{:.1} s", nanos / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(nanos: &[u64]) -> Figure {
        let mut times = Times::default();
        nanos.iter().for_each(|nanos| times.add(Duration::from_nanos(*nanos), 1));
        Figure::Time(times)
    }

    fn row(ours: &[u64], peer: &[u64], goal: Goal) -> Row {
        Row { what: "a row".to_owned(), ours: times(ours), peer: Some(times(peer)), goal }
    }

    #[test]
    fn the_ratio_is_that_of_speeds_and_one_slow_round_does_not_count() {
        let row = row(&[100, 100, 9_000], &[30, 1, 30], Goal::Ratio(0.3));
        assert_eq!(row.ratio().map(|ratio| (ratio * 100.0).round()), Some(30.0));
        assert_eq!(row.is_reached(), Some(true));
    }

    #[test]
    fn a_goal_that_is_missed_is_told() {
        assert_eq!(row(&[100], &[29], Goal::Ratio(0.3)).is_reached(), Some(false));
        assert_eq!(row(&[100], &[29], Goal::AtMost(99.0)).is_reached(), Some(false));
        assert_eq!(row(&[100], &[29], Goal::Told).is_reached(), None);
        let report = Report { rows: vec![row(&[100], &[29], Goal::AtMost(99.0))], notes: Vec::new() };
        assert!(
            table(&[report]).ends_with("| a row | 100 ns (100 ns) | 29 ns (29 ns) | 0.29 | ≤ 99 ns | no |\n")
        );
    }

    #[test]
    fn nothing_measured_is_seen() {
        assert!(!row(&[], &[29], Goal::Told).is_measured());
        assert!(row(&[1], &[29], Goal::Told).is_measured());
    }
}
