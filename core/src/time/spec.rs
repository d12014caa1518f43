//! The data of a calendar, as people write it and stores keep it. Times and dates are text here, because
//! [`BusinessCalendar::compile`](super::BusinessCalendar::compile) checks them and can say where a bad one stands.

use serde::{Deserialize, Serialize};

use super::{LocalDate, Weekday};

/// Business hours: a zone, the hours of each weekday, and what departs from them.
///
/// A holiday closes its day; else a shift replaces the hours of its date; else the weekday's hours count. Breaks
/// are taken out last.
///
/// ```
/// let spec: frontdesk::time::CalendarSpec = serde_json::from_str(r#"{
///   "zone": "Europe/Berlin",
///   "weekly": [{ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] }],
///   "holidays": [{ "name": "Easter Monday", "rule": { "kind": "easter", "offset_days": 1 } }]
/// }"#).unwrap();
/// assert!(frontdesk::time::BusinessCalendar::compile(&spec).unwrap().has_hours());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CalendarSpec {
    /// The IANA name of the time zone, such as `Europe/Berlin`.
    pub zone: String,
    /// The hours of the weekdays, each weekday at most once; one that is not listed is closed.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub weekly: Vec<WeekdayHours>,
    /// Days on which nothing is open.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub holidays: Vec<Holiday>,
    /// Dates with hours of their own, each date at most once.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub shifts: Vec<Shift>,
    /// What is taken out of the hours.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub breaks: Vec<Break>,
    /// The last day, `YYYY-MM-DD`, up to which the holidays are known to be all there. Saving a calendar whose day is near warns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub covers_until: Option<String>,
}

/// The hours of one weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct WeekdayHours {
    /// The weekday.
    pub weekday: Weekday,
    /// When it is open, in any order. The part of an interval past midnight belongs to the next weekday.
    pub intervals: Vec<LocalInterval>,
}

/// A stretch of wall-clock time that holds its beginning but not its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LocalInterval {
    /// The beginning, `00:00` to `23:59`.
    pub from: String,
    /// The end, up to `24:00`; one before the beginning lies past midnight, where that is allowed.
    pub to: String,
}

/// A day, or several, on which nothing is open.
///
/// All but name and rule is for rules of every year, and narrows them.
///
/// ```
/// let election_day: frontdesk::time::Holiday = serde_json::from_str(r#"{
///   "name": "Election",
///   "rule": { "kind": "yearly_weekday", "month": 11, "weekday": "tuesday", "nth": 2 },
///   "from_year": 2026, "every_years": 4, "until_year": 2050, "without": ["2034-11-14"]
/// }"#).unwrap();
/// assert_eq!(election_day.every_years, Some(4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Holiday {
    /// What people call it.
    pub name: String,
    /// When it is.
    pub rule: HolidayRule,
    /// How many days in a row it lasts, 1 to 31; one when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub days: Option<u8>,
    /// The first year in which it begins, 1970 to 2199.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub from_year: Option<u16>,
    /// The last year in which it begins, 1970 to 2199.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub until_year: Option<u16>,
    /// It begins in every so many years, counted from `from_year`, 1 to 100; more than one ends with 2199.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub every_years: Option<u8>,
    /// The days, `YYYY-MM-DD`, on which it does not begin although the rule says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub without: Vec<String>,
}

impl Holiday {
    /// A holiday on all days that its rule tells.
    ///
    /// ```
    /// use frontdesk::time::{Holiday, HolidayRule};
    /// let unity = Holiday::new("Unity", HolidayRule::Yearly { month: 10, day: 3 });
    /// assert_eq!(unity.from_year, None);
    /// ```
    pub fn new(name: impl Into<String>, rule: HolidayRule) -> Self {
        Self {
            name: name.into(),
            rule,
            days: None,
            from_year: None,
            until_year: None,
            every_years: None,
            without: Vec::new(),
        }
    }
}

/// When a holiday is. Dates lie in 1970 to 2199; rules hold for every year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum HolidayRule {
    /// One date.
    Date {
        /// `YYYY-MM-DD`.
        date: String,
    },
    /// At most 366 days in a row.
    Range {
        /// The first day, `YYYY-MM-DD`.
        from: String,
        /// The last day, `YYYY-MM-DD`.
        to: String,
    },
    /// The same month and day each year; 29 February only in leap years.
    Yearly {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// A weekday of a month, such as the fourth Thursday of November.
    YearlyWeekday {
        /// 1 to 12.
        month: u8,
        /// The weekday.
        weekday: Weekday,
        /// 1 to 5 from the month's beginning (a month without a fifth has no such holiday), or -1 for the last.
        nth: i8,
    },
    /// Days from Easter Sunday of the Western churches.
    Easter {
        /// -75 to 200: -2 is Good Friday, 1 is Easter Monday, 49 is Whit Sunday.
        offset_days: i16,
    },
}

/// A date with hours of its own in place of the weekday's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Shift {
    /// `YYYY-MM-DD`, 1970 to 2199.
    pub date: String,
    /// When it is open, not across midnight; none closes the day.
    pub intervals: Vec<LocalInterval>,
}

/// Time that is taken out of the hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Break {
    /// The days it is on.
    pub on: BreakDay,
    /// What is taken out. On a weekday it may cross midnight as hours do, on a date not.
    pub interval: LocalInterval,
}

/// The days a break is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum BreakDay {
    /// One date.
    Date {
        /// `YYYY-MM-DD`, 1970 to 2199.
        date: String,
    },
    /// Every such weekday, also when a shift replaces its hours.
    Weekday {
        /// The weekday.
        weekday: Weekday,
    },
}

/// One local day of a calendar, and why it is open when it is: the answer to "why is this due so late?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DayHours {
    /// The zone whose day this is.
    pub zone: String,
    /// The day.
    pub date: LocalDate,
    /// Wall-clock hours that are left when the breaks are taken out.
    pub intervals: Vec<LocalInterval>,
    /// Where the hours come from.
    pub reason: DayReason,
    /// What the breaks of the day took out, without what was closed anyway.
    pub breaks: Vec<LocalInterval>,
    /// How much real time the day is open: more or less than the wall clock shows when it is set that day.
    pub open_millis: i64,
}

/// Where the hours of a day come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum DayReason {
    /// A holiday closes it.
    Holiday {
        /// The first holiday of the list that falls on the day.
        name: String,
    },
    /// A shift has its hours.
    Shift,
    /// It has the hours of its weekday, perhaps none.
    Weekly,
}
