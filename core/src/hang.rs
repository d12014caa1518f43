//! For tests: a guard against work that takes ten times as long as it should, or never ends.

use std::time::{Duration, Instant};

/// A debug build takes ten to thirty times as long as a release.
const DEBUG: u64 = if cfg!(debug_assertions) { 10 } else { 1 };

/// Whether work is done within so many milliseconds. On a machine that is busy with other things one try may be slow; what is not linear
/// is slow each time.
pub(crate) fn in_time(millis: u64, mut work: impl FnMut()) -> bool {
    (0..3).any(|_| {
        let before = Spent::now();
        work();
        before.since() < Duration::from_millis(millis)
    })
}

/// Whether work is done within ten times what is promised of a release, in milliseconds. A debug build gets ten times that.
pub(crate) fn within_ten_times(promised: u64, work: impl FnMut()) -> bool {
    in_time(10 * DEBUG * promised, work)
}

/// Time that went by. Where the system tells how long it let this thread run, that counts: it says nothing about what else runs.
enum Spent {
    Running(Duration),
    Clock(Instant),
}

impl Spent {
    #[allow(clippy::disallowed_methods, reason = "a guard against a hang needs the machine's clock")]
    fn now() -> Self {
        running().map_or_else(|| Self::Clock(Instant::now()), Self::Running)
    }

    fn since(&self) -> Duration {
        match self {
            Self::Running(before) => running().unwrap_or(Duration::MAX).saturating_sub(*before),
            Self::Clock(before) => before.elapsed(),
        }
    }
}

/// How long this thread has run.
fn running() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_takes_longer_is_not_in_time() {
        let spin = |millis: u64| {
            let before = Spent::now();
            while before.since() < Duration::from_millis(millis) {}
        };
        assert!(in_time(1_000, || spin(20)));
        assert!(!in_time(20, || spin(40)));
    }
}
