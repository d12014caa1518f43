//! Instants as a clock on the wall of a place shows them.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;

use super::Weekday;
use super::hours::DAY;
use super::zone::{first_change, offset_at};
use crate::Timestamp;

/// A place whose clocks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(Tz);

/// What a clock on the wall shows. Written as `Mon 2026-01-05 10:00 +01:00`, with seconds where they are not 0 and never with parts of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LocalTime {
    /// Seconds since 1970 began, if the clock had always gone as it does now.
    pub wall: i64,
    offset: i64,
}

impl Place {
    /// The place of an IANA zone; one where clocks show UTC when there is no such zone.
    pub fn of(zone: &str) -> Self {
        Self(zone.parse().unwrap_or(Tz::UTC))
    }

    /// The name of its zone.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What its clocks show at an instant.
    pub fn at(self, at: Timestamp) -> LocalTime {
        let second = at.millis().div_euclid(1_000);
        let offset = offset_at(self.0, second);
        LocalTime { wall: second + offset, offset }
    }

    /// The first instant at which its clocks show so much, or more where that is left out when they are put forward.
    pub fn instant(self, wall: i64) -> Timestamp {
        let (before, after) = (offset_at(self.0, wall - DAY), offset_at(self.0, wall + DAY));
        let shows = |offset: &i64| offset_at(self.0, wall - offset) == *offset;
        let second = match [before, after].into_iter().filter(shows).map(|offset| wall - offset).min() {
            Some(second) => second,
            None => first_change(self.0, before, wall - DAY, wall + DAY),
        };
        Timestamp::from_millis(second.saturating_mul(1_000))
    }
}

impl LocalTime {
    fn date(self) -> NaiveDate {
        DateTime::from_timestamp(self.wall, 0).unwrap_or_default().date_naive()
    }

    /// Hour, minute and second of the day.
    pub fn time(self) -> (u32, u32, u32) {
        let time = DateTime::from_timestamp(self.wall, 0).unwrap_or_default().time();
        (time.hour(), time.minute(), time.second())
    }

    /// Year, month and day of the month, from 1.
    pub fn day(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// `Mon`.
    pub fn weekday(self) -> &'static str {
        match Weekday::of_day(self.wall.div_euclid(DAY)) {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        }
    }

    /// `Jan`.
    pub fn month(self) -> &'static str {
        const NAMES: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        NAMES.get(self.date().month0() as usize).copied().unwrap_or_default()
    }

    /// `10:00` or `10:00:05`.
    pub fn clock(self) -> String {
        let (hour, minute, second) = self.time();
        match second {
            0 => format!("{hour:02}:{minute:02}"),
            second => format!("{hour:02}:{minute:02}:{second:02}"),
        }
    }
}

/// The second, counted as [`LocalTime::wall`], at which a month begins; months past the twelfth are those of later years.
pub(crate) fn start_of_month(year: i32, month0: i32) -> i64 {
    let (year, month) = (year + month0.div_euclid(12), month0.rem_euclid(12).unsigned_abs() + 1);
    NaiveDate::from_ymd_opt(year, month, 1).map_or(i64::MAX, |date| i64::from(date.to_epoch_days()) * DAY)
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.day();
        let (sign, away) = if self.offset < 0 { ('-', -self.offset) } else { ('+', self.offset) };
        let (weekday, clock) = (self.weekday(), self.clock());
        write!(
            f,
            "{weekday} {year:04}-{month:02}-{day:02} {clock} {sign}{:02}:{:02}",
            away / 3_600,
            away / 60 % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_clock_on_the_wall_is_read_with_its_offset() {
        let berlin = Place::of("Europe/Berlin");
        assert_eq!(berlin.at(at("2026-01-05T09:00:00Z")).to_string(), "Mon 2026-01-05 10:00 +01:00");
        assert_eq!(berlin.at(at("2026-07-05T22:00:05.25Z")).to_string(), "Mon 2026-07-06 00:00:05 +02:00");
        let st_johns = Place::of("America/St_Johns");
        assert_eq!(st_johns.at(at("2026-01-05T09:00:00Z")).to_string(), "Mon 2026-01-05 05:30 -03:30");
        assert_eq!(
            Place::of("Mars/Base").at(at("2026-01-05T09:00:01Z")).to_string(),
            "Mon 2026-01-05 09:00:01 +00:00"
        );
        let kiritimati = Place::of("Pacific/Kiritimati");
        assert_eq!(kiritimati.at(Timestamp::MAX).to_string(), "Sat 10000-01-01 13:59:59 +14:00");
    }

    #[test]
    fn an_instant_is_found_by_what_the_wall_shows_also_when_clocks_are_set() {
        let berlin = Place::of("Europe/Berlin");
        let wall = |text: &str| Timestamp::parse(text).unwrap().millis() / 1_000;
        assert_eq!(berlin.instant(wall("2026-01-05T10:00:00Z")), at("2026-01-05T09:00:00Z"));
        // Shown twice in autumn: the first counts. Left out in spring: what comes after.
        assert_eq!(berlin.instant(wall("2026-10-25T02:30:00Z")), at("2026-10-25T00:30:00Z"));
        assert_eq!(berlin.instant(wall("2026-03-29T02:30:00Z")), at("2026-03-29T01:00:00Z"));
        assert_eq!(berlin.instant(wall("2026-03-29T03:00:00Z")), at("2026-03-29T01:00:00Z"));
        // Samoa left out a whole day.
        let apia = Place::of("Pacific/Apia");
        assert_eq!(apia.instant(wall("2011-12-30T00:00:00Z")), apia.instant(wall("2011-12-31T00:00:00Z")));
        assert_eq!(start_of_month(2026, 12), wall("2027-01-01T00:00:00Z"));
    }
}
