//! A line on the terminal that tells how far a long mailbox is.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

const WIDTH: usize = 30;
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(100);

/// How far a mailbox is. It is shown on a terminal only, and only when it takes longer.
pub struct Progress {
    shown: bool,
    total: usize,
    done: usize,
    begun: Instant,
    drawn: Instant,
}

impl Progress {
    pub fn new(wanted: bool, total: usize) -> Self {
        let now = Instant::now();
        Self { shown: wanted && stderr().is_terminal(), total, done: 0, begun: now, drawn: now }
    }

    /// Notes that more messages are done.
    pub fn add(&mut self, messages: usize) {
        self.done += messages;
        let took = self.begun.elapsed();
        if self.shown && took > PATIENCE && self.drawn.elapsed() > PAUSE {
            self.drawn = Instant::now();
            let _ = write!(stderr(), "\r{}\x1b[K", line(self.done, self.total, took));
        }
    }
}

impl Drop for Progress {
    /// Leaves the terminal as it was.
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

fn line(done: usize, total: usize, took: Duration) -> String {
    let full = (WIDTH * done).checked_div(total).unwrap_or(WIDTH).min(WIDTH);
    let bar = format!("{}{}", "#".repeat(full), "-".repeat(WIDTH - full));
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    format!("[{bar}] {done} of {total} messages, {rate:.0}/s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_messages_and_rate() {
        let bar = format!("[{}{}]", "#".repeat(15), "-".repeat(15));
        assert_eq!(line(50, 100, Duration::from_secs(2)), format!("{bar} 50 of 100 messages, 25/s"));
        assert!(line(0, 0, Duration::ZERO).starts_with(&format!("[{}]", "#".repeat(30))));
    }
}
