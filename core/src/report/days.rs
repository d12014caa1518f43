//! The local days of a report, as stretches of real time.

use chrono::{DateTime, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::ReportQuery;
use crate::time::LocalDate;
use crate::{Error, Result, Timestamp};

/// A report covers so many local days at most.
const MOST_DAYS: i64 = 3_700;

/// More than any zone is away from UTC, in seconds.
const FARTHEST: i64 = 16 * 3_600;

/// When an event happened, seen from the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Day(usize),
    After,
}

/// The days, each with the instant at which it begins.
pub(super) struct Days {
    from: Timestamp,
    to: Timestamp,
    dates: Vec<NaiveDate>,
    starts: Vec<Timestamp>,
}

impl Days {
    pub(super) fn of(query: &ReportQuery) -> Result<Self> {
        let zone: Tz = query.zone.parse().map_err(|_| {
            Error::invalid("report.unknown_zone", "there is no such time zone")
                .at("/zone")
                .hint("write an IANA name, such as `Europe/Berlin` or `UTC`")
        })?;
        let (from, to) = (query.from, query.to);
        if to <= from {
            return Err(bad_range("a report ends after it begins"));
        }
        let out_of_reach = || bad_range("this is not within the years 1970 to 9999");
        let first = date_at(zone, from.millis().div_euclid(1_000)).ok_or_else(out_of_reach)?;
        let last = date_at(zone, (to.millis() - 1).div_euclid(1_000)).ok_or_else(out_of_reach)?;
        let count = (last - first).num_days() + 1;
        if count > MOST_DAYS {
            return Err(bad_range("this is too long").hint(format!("ask for at most {MOST_DAYS} days")));
        }
        let dates: Vec<NaiveDate> = first.iter_days().take_while(|date| *date <= last).collect();
        let starts = dates.iter().map(|date| start_of(zone, *date)).collect();
        Ok(Self { from, to, dates, starts })
    }

    pub(super) fn len(&self) -> usize {
        self.dates.len()
    }

    pub(super) fn place(&self, at: Timestamp) -> Place {
        if at < self.from {
            Place::Before
        } else if at >= self.to {
            Place::After
        } else {
            let begun = self.starts.partition_point(|start| *start <= at);
            Place::Day(begun.saturating_sub(1))
        }
    }

    /// The dates, in order.
    pub(super) fn dates(&self) -> impl Iterator<Item = Result<LocalDate>> {
        self.dates.iter().map(|date| LocalDate::parse(&date.format("%Y-%m-%d").to_string()))
    }
}

fn bad_range(message: &str) -> Error {
    Error::invalid("report.bad_range", message).at("/to").hint("name the days from the first to the last")
}

fn date_at(zone: Tz, second: i64) -> Option<NaiveDate> {
    let instant = DateTime::from_timestamp(second, 0)?;
    let date = instant.with_timezone(&zone).date_naive();
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    (date <= last).then_some(date)
}

/// The instant at which a date begins. It is searched, because clocks may be put forward over midnight, or over a whole day.
fn start_of(zone: Tz, date: NaiveDate) -> Timestamp {
    let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp();
    let (mut before, mut begun) = (midnight - FARTHEST, midnight + FARTHEST);
    while begun - before > 1 {
        let middle = before + (begun - before) / 2;
        // Out of the calendar counts as later.
        if date_at(zone, middle).is_some_and(|there| there < date) {
            before = middle;
        } else {
            begun = middle;
        }
    }
    Timestamp::from_millis(begun * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn starts(zone: &str, from: &str, to: &str) -> Vec<(String, String)> {
        let days = Days::of(&ReportQuery::new(at(from), at(to)).in_zone(zone)).unwrap();
        let dates = days.dates().map(|date| date.unwrap().to_string());
        dates.zip(days.starts.iter().map(|start| start.to_string())).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(date, start)| ((*date).to_owned(), format!("{start}:00.000+00:00"))).collect()
    }

    #[test]
    fn a_day_of_berlin_has_23_or_25_hours_when_clocks_change() {
        let spring = starts("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
        let expected = [
            ("2026-03-28", "2026-03-27T23:00"),
            ("2026-03-29", "2026-03-28T23:00"),
            ("2026-03-30", "2026-03-29T22:00"),
        ];
        assert_eq!(spring, pairs(&expected));
        let autumn = starts("Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T23:00:00.001Z");
        assert_eq!(autumn, pairs(&[("2026-10-25", "2026-10-24T22:00"), ("2026-10-26", "2026-10-25T23:00")]));
    }

    #[test]
    fn a_day_without_midnight_begins_after_the_gap() {
        let cairo = starts("Africa/Cairo", "2026-04-24T10:00:00Z", "2026-04-24T11:00:00Z");
        assert_eq!(cairo, pairs(&[("2026-04-24", "2026-04-23T22:00")]));
    }

    #[test]
    fn a_date_that_a_zone_left_out_is_empty() {
        let query = ReportQuery::new(at("2011-12-30T00:00:00Z"), at("2011-12-31T00:00:00Z"));
        let days = Days::of(&query.in_zone("Pacific/Apia")).unwrap();
        assert_eq!(days.len(), 3);
        assert_eq!(days.place(at("2011-12-30T09:59:59.999Z")), Place::Day(0));
        assert_eq!(days.place(at("2011-12-30T10:00:00Z")), Place::Day(2));
    }

    #[test]
    fn ends_belong_to_what_comes_after() {
        let days =
            Days::of(&ReportQuery::new(at("2026-01-01T12:00:00Z"), at("2026-01-03T00:00:00Z"))).unwrap();
        assert_eq!(days.len(), 2);
        assert_eq!(days.place(at("2026-01-01T11:59:59.999Z")), Place::Before);
        assert_eq!(days.place(at("2026-01-01T12:00:00Z")), Place::Day(0));
        assert_eq!(days.place(at("2026-01-02T00:00:00Z")), Place::Day(1));
        assert_eq!(days.place(at("2026-01-03T00:00:00Z")), Place::After);
    }

    #[test]
    fn what_cannot_be_reported_is_refused() {
        let refused = |from: Timestamp, to: Timestamp, zone: &str| {
            let error = Days::of(&ReportQuery::new(from, to).in_zone(zone)).err().unwrap();
            (error.code(), error.path().map(str::to_owned))
        };
        let zero = Timestamp::MIN;
        let days = |days: i64| Timestamp::from_millis(days * 86_400_000);
        let bad_range = ("report.bad_range", Some("/to".to_owned()));
        assert_eq!(
            refused(zero, days(1), "Europe/Berlim"),
            ("report.unknown_zone", Some("/zone".to_owned()))
        );
        assert_eq!(refused(zero, zero, "UTC"), bad_range);
        assert_eq!(refused(days(1), zero, "UTC"), bad_range);
        assert_eq!(refused(zero, days(3_700).plus_millis(1), "UTC"), bad_range);
        assert_eq!(refused(days(2_932_896), Timestamp::MAX, "Asia/Tokyo"), bad_range);
        assert_eq!(Days::of(&ReportQuery::new(zero, days(3_700))).ok().unwrap().len(), 3_700);
    }
}
