//! Local dates and weekdays: days without a zone.

use std::fmt;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Weekday {
    /// The first day of the week.
    Monday,
    /// The second day of the week.
    Tuesday,
    /// The third day of the week.
    Wednesday,
    /// The fourth day of the week.
    Thursday,
    /// The fifth day of the week.
    Friday,
    /// The sixth day of the week.
    Saturday,
    /// The seventh day of the week.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    pub(super) const fn next(self) -> Self {
        match self {
            Self::Monday => Self::Tuesday,
            Self::Tuesday => Self::Wednesday,
            Self::Wednesday => Self::Thursday,
            Self::Thursday => Self::Friday,
            Self::Friday => Self::Saturday,
            Self::Saturday => Self::Sunday,
            Self::Sunday => Self::Monday,
        }
    }

    pub(super) fn of_day(day: i64) -> Self {
        match (day + 3).rem_euclid(7) {
            0 => Self::Monday,
            1 => Self::Tuesday,
            2 => Self::Wednesday,
            3 => Self::Thursday,
            4 => Self::Friday,
            5 => Self::Saturday,
            _ => Self::Sunday,
        }
    }
}

/// A day of the Gregorian calendar without a zone, written `YYYY-MM-DD`.
///
/// ```
/// use frontdesk::time::{LocalDate, Weekday};
/// let date = LocalDate::parse("2026-11-24").unwrap();
/// assert_eq!(date.weekday(), Weekday::Tuesday);
/// assert_eq!(date.to_string(), "2026-11-24");
/// assert!(LocalDate::parse("2026-02-29").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalDate(NaiveDate);

impl LocalDate {
    /// Reads `YYYY-MM-DD`, four digits of a year and two of month and day.
    ///
    /// # Errors
    /// `calendar.bad_date` when the text has another form, or there is no such day.
    pub fn parse(text: &str) -> Result<Self> {
        let date = parse_date(text).ok_or_else(|| {
            Error::invalid("calendar.bad_date", "this is not a date").hint("write it as `2026-12-24`")
        })?;
        Ok(Self(date))
    }

    /// The day of the week that this date falls on.
    pub fn weekday(self) -> Weekday {
        Weekday::of_day(self.day_number())
    }

    /// Days since 1970-01-01.
    pub(super) fn day_number(self) -> i64 {
        i64::from(self.0.to_epoch_days())
    }

    pub(super) fn from_day_number(day: i64) -> Option<Self> {
        let date = NaiveDate::from_epoch_days(i32::try_from(day).ok()?)?;
        (0..=9999).contains(&date.year()).then_some(Self(date))
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let well_formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !well_formed {
        return None;
    }
    let number = |range: Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
}

impl TryFrom<String> for LocalDate {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<LocalDate> for String {
    fn from(date: LocalDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Debug for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
