//! Promises in days: "by 16:00 on the next business day".

use super::check::time_of_day;
use super::hours::{DAY, LocalHours};
use super::span::Span;
use super::{BusinessCalendar, LocalDate};
use crate::{Error, Result, Timestamp};

/// A hundred years of days.
const MAX_DAYS: u32 = 36_525;

impl BusinessCalendar {
    /// A time of day, such as `16:00`, on the `days`-th date after that of `at` that has open time. Whether it is open at that
    /// time does not matter. For 0 it is on the same date, if that has open time and the time is not past; else on the next
    /// one that has.
    ///
    /// Dates and times are those of the calendar's zone; of a combined calendar, of the zone of its first part. A time that is
    /// skipped when the clock is set forward is the first instant after it; one that is shown twice is the first of both.
    /// `None` when there are not so many such dates up to the end of 9999.
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
    /// let friday = Timestamp::parse("2026-11-27T12:00:00+01:00").unwrap();
    /// let due = calendar.next_business_day_at(friday, 1, "16:00").unwrap();
    /// assert_eq!(due, Timestamp::parse("2026-11-30T16:00:00+01:00").ok());
    /// ```
    ///
    /// # Errors
    /// `calendar.bad_time` at `/time` when it is not `00:00` to `23:59`; `calendar.too_many` at `/days` for more than 36,525.
    pub fn next_business_day_at(&self, at: Timestamp, days: u32, time: &str) -> Result<Option<Timestamp>> {
        let second = time_of_day(time).filter(|second| *second < DAY).ok_or_else(|| {
            Error::invalid("calendar.bad_time", "this is not a time of day")
                .at("/time")
                .hint("write it as `16:00`")
        })?;
        if days > MAX_DAYS {
            let (days, cap) = (u64::from(days), u64::from(MAX_DAYS));
            return Err(Error::limit("calendar.too_many", "business days", days, cap).at("/days"));
        }
        let Some(clock) = self.parts().next() else { return Ok(None) };
        let today = clock.local_day(at.millis().div_euclid(1_000));
        if days == 0 && self.opens_on(clock, today) {
            let due = instant_of(clock, today, second);
            if due.is_some_and(|due| due >= at) {
                return Ok(due);
            }
        }
        let mut day = Some(today);
        for _ in 0..days.max(1) {
            day = day.and_then(|day| self.next_day_that_opens(clock, day));
        }
        Ok(day.and_then(|day| instant_of(clock, day, second)))
    }

    /// The first day after one that has open time.
    fn next_day_that_opens(&self, clock: &LocalHours, day: i64) -> Option<i64> {
        let mut day = day + 1;
        loop {
            LocalDate::from_day_number(day)?;
            if self.opens_on(clock, day) {
                return Some(day);
            }
            // Not day by day through a long closure. Where the clock is set back over midnight, the day before may come again.
            let opens = self.next_open(instant_of(clock, day, 0)?)?;
            day = (day + 1).max(clock.local_day(opens.millis().div_euclid(1_000)) - 1);
        }
    }

    /// Whether a date of a zone has open time.
    fn opens_on(&self, clock: &LocalHours, day: i64) -> bool {
        clock.clock_in(around(day)).any(|(span, offset)| {
            let from = span.start.max(day * DAY - offset);
            let to = span.end.min((day + 1) * DAY - offset);
            from < to && self.between(of_second(from), of_second(to)) > 0
        })
    }
}

/// No zone is a whole day away from UTC, and none skips more than one.
fn around(day: i64) -> Span {
    Span::new((day - 2) * DAY, (day + 3) * DAY)
}

/// The first instant at which the clock shows a time of a date, or a later one when it never does.
fn instant_of(clock: &LocalHours, day: i64, second: i64) -> Option<Timestamp> {
    let wanted = day * DAY + second;
    let reached = clock.clock_in(around(day)).find(|(span, offset)| span.end + offset > wanted);
    let (span, offset) = reached?;
    let instant = span.start.max(wanted - offset);
    let in_time = (0..=Timestamp::MAX.millis() / 1_000).contains(&instant);
    in_time.then(|| of_second(instant))
}

fn of_second(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1_000)
}
