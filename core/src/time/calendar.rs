//! Business calendars that answer questions about open time.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::LocalDate;
use super::check::check;
use super::compiled::{Compiled, Step};
use super::hours::LocalHours;
use super::open_year::OpenYear;
use super::periods::Periods;
use super::spec::{CalendarSpec, DayHours};
use super::years::{start_of_year, year_of_second};
use crate::{Error, Result, Timestamp};

/// Calendars that are combined from more than this are surely a mistake.
const MAX_PARTS: usize = 64;

/// A checked calendar: when it is open, and how much open time lies between instants.
///
/// An instant is open when its wall-clock time lies in an open interval of its local date, so a day on which the
/// clock is set has more or less open time than the clock shows. Open time is real time, in milliseconds.
///
/// There is no horizon: an answer is `None` only when the open time up to the end of 9999 (or back to the beginning
/// of 1970) does not suffice. Years are computed when they are first asked for and then kept, for all clones; cloning
/// is cheap.
///
/// ```
/// use frontdesk::Timestamp;
/// use frontdesk::time::{BusinessCalendar, CalendarSpec};
/// let spec: CalendarSpec = serde_json::from_str(r#"{
///   "zone": "Europe/Berlin",
///   "weekly": [{ "weekday": "friday", "intervals": [{ "from": "09:00", "to": "17:00" }] },
///              { "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] }]
/// }"#).unwrap();
/// let calendar = BusinessCalendar::compile(&spec).unwrap();
/// let friday_noon = Timestamp::parse("2026-11-27T12:00:00+01:00").unwrap();
/// let due = calendar.add(friday_noon, 6 * 3_600_000).unwrap();
/// assert_eq!(due, Timestamp::parse("2026-11-30T10:00:00+01:00").unwrap());
/// assert_eq!(calendar.between(friday_noon, due), 6 * 3_600_000);
/// ```
#[derive(Clone)]
pub struct BusinessCalendar(Arc<Compiled>);

impl BusinessCalendar {
    /// Checks a calendar and makes it ready for questions.
    ///
    /// # Errors
    /// `calendar.…` with the JSON Pointer of the first fault: `unknown_zone`, `bad_time`, `empty_interval`,
    /// `crosses_midnight`, `bad_date`, `date_out_of_range`, `bad_range`, `bad_yearly_date`, `bad_month`, `bad_nth`,
    /// `bad_easter_offset`, `duplicate_weekday`, `duplicate_shift`, `too_many`.
    pub fn compile(spec: &CalendarSpec) -> Result<Self> {
        Ok(Self::of_steps(vec![Step::Hours(Arc::new(check(spec)?))]))
    }

    /// The calendar that is always open.
    pub fn always() -> Self {
        Self::of_steps(vec![Step::Hours(Arc::new(LocalHours::always()))])
    }

    /// The calendar that is open when this one and the other are.
    ///
    /// # Errors
    /// `calendar.too_many` when it would be made of more than 64 calendars.
    pub fn intersection(&self, other: &Self) -> Result<Self> {
        self.combine(other, Step::Intersection)
    }

    /// The calendar that is open when this one or the other is.
    ///
    /// # Errors
    /// `calendar.too_many` when it would be made of more than 64 calendars.
    pub fn union(&self, other: &Self) -> Result<Self> {
        self.combine(other, Step::Union)
    }

    fn combine(&self, other: &Self, how: Step) -> Result<Self> {
        let parts = self.parts().count() + other.parts().count();
        if parts > MAX_PARTS {
            let number = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
            return Err(Error::limit(
                "calendar.too_many",
                "combined calendars",
                number(parts),
                number(MAX_PARTS),
            ));
        }
        let steps = self.0.steps().iter().chain(other.0.steps()).cloned().chain([how]).collect();
        Ok(Self::of_steps(steps))
    }

    fn of_steps(steps: Vec<Step>) -> Self {
        Self(Arc::new(Compiled::new(steps)))
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &LocalHours> {
        self.0.parts().map(Arc::as_ref)
    }

    pub(super) fn steps(&self) -> &[Step] {
        self.0.steps()
    }

    /// Whether it is ever open.
    pub fn has_hours(&self) -> bool {
        self.0.open_years().is_some()
    }

    /// The earliest instant, at or after `from`, when `millis` of open time have gone by since `from`; `None` when
    /// that is never. `from` itself for 0. A negative duration goes back, as [`sub`](Self::sub) does.
    pub fn add(&self, from: Timestamp, millis: i64) -> Option<Timestamp> {
        if millis < 0 {
            return self.sub(from, millis.checked_neg()?);
        }
        if millis == 0 {
            return Some(from);
        }
        let mut year = year_of(from);
        let open = self.year(year)?;
        let mut left = open.open_before(from.millis() - start(year)).checked_add(millis)?;
        let mut total = open.total();
        if left > total {
            let (first, last) = self.0.open_years()?;
            while left > total {
                left -= total;
                year = (year + 1).max(first);
                if year > last {
                    return None;
                }
                total = self.0.total(year);
            }
        }
        instant(start(year) + self.year(year)?.when_used_up(left)?)
    }

    /// The latest instant, at or before `until`, from which `millis` of open time go by to `until`; `None` when there
    /// is none since 1970 began. `until` itself for 0. A negative duration goes forward, as [`add`](Self::add) does.
    pub fn sub(&self, until: Timestamp, millis: i64) -> Option<Timestamp> {
        if millis < 0 {
            return self.add(until, millis.checked_neg()?);
        }
        if millis == 0 {
            return Some(until);
        }
        let mut year = year_of(until);
        let mut behind = self.year(year)?.open_before(until.millis() - start(year));
        let mut left = millis;
        let (first, last) = self.0.open_years()?;
        while left > behind {
            left -= behind;
            year = (year - 1).min(last);
            if year < first {
                return None;
            }
            behind = self.0.total(year);
        }
        instant(start(year) + self.year(year)?.when_taken_up(behind - left)?)
    }

    /// Milliseconds of open time from `from` to `to`; negative when `to` is the earlier one.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        if from > to {
            return -self.between(to, from);
        }
        let (first, last) = (year_of(from), year_of(to));
        let open_before = |at: Timestamp, year| {
            self.year(year).map_or(0, |open| open.open_before(at.millis() - start(year)))
        };
        let Some((first_open, last_open)) = self.0.open_years() else {
            return 0;
        };
        let whole_years = first.max(first_open)..last.min(last_open + 1);
        let whole: i64 = whole_years.map(|year| self.0.total(year)).sum();
        whole + open_before(to, last) - open_before(from, first)
    }

    /// Whether it is open at this instant. An interval is open when it begins and closed when it ends.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let year = year_of(at);
        let at = at.millis() - start(year);
        self.year(year).and_then(|open| open.span_after(at)).is_some_and(|(from, _)| from <= at)
    }

    /// Whether this instant lies on a holiday: of a calendar that is combined from several, on one of any.
    pub fn is_holiday(&self, at: Timestamp) -> bool {
        self.parts().any(|hours| hours.is_holiday(at.millis().div_euclid(1_000)))
    }

    /// The first open instant at or after this one.
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        self.span_after(at).map(|(from, _)| from.max(at))
    }

    /// The end of the first open period that ends after this instant; `None` also when that period never ends.
    pub fn next_close(&self, at: Timestamp) -> Option<Timestamp> {
        let (_, mut close) = self.span_after(at)?;
        loop {
            let end = close?;
            match self.span_after(end) {
                // Only at the turn of a year; do not walk to the end of time for a period that lasts so long.
                Some((next, _)) if next == end && self.0.is_open_for_good(end) => return None,
                Some((next, next_close)) if next == end => close = next_close,
                _ => return Some(end),
            }
        }
    }

    /// The open periods of a stretch of time, in order, cut to it. They are computed as they are taken.
    pub fn periods(&self, within: Range<Timestamp>) -> Periods<'_> {
        Periods::new(self, within)
    }

    /// The first open span of a year that ends after an instant: its beginning, and its end if time does not end
    /// first. Where the year ends, the next may go on with it.
    pub(super) fn span_after(&self, at: Timestamp) -> Option<(Timestamp, Option<Timestamp>)> {
        let (first, last) = self.0.open_years()?;
        let years = year_of(at).max(first)..=last;
        years.into_iter().find_map(|year| {
            let begin = start(year);
            let (from, to) = self.year(year)?.span_after(at.millis() - begin)?;
            Some((instant(begin + from)?, instant(begin + to)))
        })
    }

    /// Why a local date is open or closed, for each calendar that this one is combined from.
    pub fn day(&self, date: LocalDate) -> Vec<DayHours> {
        self.parts().filter_map(|hours| hours.explain(date.day_number())).collect()
    }

    /// Why each local day that a stretch of time touches is open or closed, for each calendar that this one is
    /// combined from, one after the other. This explains how a due instant came about. Each is computed as it is taken.
    pub fn explain(&self, within: Range<Timestamp>) -> impl Iterator<Item = DayHours> + use<> {
        let parts: Vec<Arc<LocalHours>> = self.0.parts().cloned().collect();
        parts.into_iter().flat_map(move |hours| {
            let day = |at: Timestamp| hours.local_day(at.millis().div_euclid(1_000));
            let (first, last) = (day(within.start), day(within.end.plus_millis(-1)));
            let last = if within.is_empty() { i64::MIN } else { last };
            (first..=last).filter_map(move |day| hours.explain(day))
        })
    }

    fn year(&self, year: i32) -> Option<&OpenYear> {
        self.0.year(year)
    }

    /// How many years were computed so far, how many open spans they have, and how many bytes the largest of them keeps.
    #[cfg(test)]
    pub(super) fn computed(&self) -> (usize, usize, usize) {
        self.0.computed().fold((0, 0, 0), |(years, spans, most), year| {
            (years + 1, spans + year.spans(), most.max(year.bytes()))
        })
    }
}

impl fmt::Debug for BusinessCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BusinessCalendar").field("open_years", &self.0.open_years()).finish_non_exhaustive()
    }
}

fn year_of(at: Timestamp) -> i32 {
    year_of_second(at.millis().div_euclid(1_000))
}

/// The first millisecond of a year.
fn start(year: i32) -> i64 {
    start_of_year(year) * 1_000
}

/// The instant, if it is one of ours.
fn instant(millis: i64) -> Option<Timestamp> {
    (Timestamp::MIN.millis()..=Timestamp::MAX.millis())
        .contains(&millis)
        .then(|| Timestamp::from_millis(millis))
}
