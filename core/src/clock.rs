//! Instants and the injected clock. Nothing in the engine asks the machine for the time.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z, the same in every store and language.
///
/// ```
/// use frontdesk::Timestamp;
/// let noon = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
/// assert_eq!(noon.to_string(), "2026-11-24T12:00:00.000+00:00");
/// assert_eq!(noon.plus_millis(1_500).millis() - noon.millis(), 1_500);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(from = "i64", into = "i64")]
pub struct Timestamp(i64);

impl From<i64> for Timestamp {
    /// As [`Timestamp::from_millis`] reads it.
    fn from(millis: i64) -> Self {
        Self::from_millis(millis)
    }
}

impl From<Timestamp> for i64 {
    fn from(at: Timestamp) -> Self {
        at.millis()
    }
}

/// Year 9999 ends here: what cannot be written with four digits of a year is not an instant for us.
const LATEST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// The first instant that is accepted: the beginning of 1970.
    pub const MIN: Self = Self(0);
    /// The last instant that is accepted: the end of 9999.
    pub const MAX: Self = Self(LATEST);

    /// The instant so many milliseconds after 1970 began, brought into `MIN..=MAX`.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < 0 {
            Self(0)
        } else if millis > LATEST {
            Self(LATEST)
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970 began.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant so many milliseconds later (or earlier, when negative), brought into `MIN..=MAX`.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// Reads an RFC 3339 instant such as `2026-11-24T12:00:00Z`; digits below a millisecond are dropped.
    ///
    /// # Errors
    /// `timestamp.malformed` when the text is no instant.
    pub fn parse(text: &str) -> crate::Result<Self> {
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|instant| Self::from_millis(instant.timestamp_millis()))
            .map_err(|_| {
                crate::Error::invalid("timestamp.malformed", "this is not an instant")
                    .hint("write it as `2026-11-24T12:00:00Z`")
            })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::DateTime::from_timestamp_millis(self.0) {
            Some(instant) => f.write_str(&instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)),
            None => write!(f, "{} ms", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the engine takes the present instant from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one place where the machine's clock enters")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands until it is told to go: tests and replays need no waiting. Clones share the hand.
///
/// ```
/// use frontdesk::{Clock, ManualClock, Timestamp};
/// let clock = ManualClock::at(Timestamp::parse("2026-01-05T09:00:00Z").unwrap());
/// clock.advance_millis(60_000);
/// assert_eq!(clock.now().to_string(), "2026-01-05T09:01:00.000+00:00");
/// ```
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows this instant.
    pub fn at(instant: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(instant.millis())))
    }

    /// Puts the hand on this instant, also backwards.
    pub fn set(&self, instant: Timestamp) {
        self.0.store(instant.millis(), Ordering::SeqCst);
    }

    /// Moves the hand forwards.
    pub fn advance_millis(&self, millis: i64) {
        let advanced = |hand: i64| Some(hand.saturating_add(millis));
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, advanced);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}
