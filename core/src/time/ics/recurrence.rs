//! `RRULE`s of every year, as rules of holidays.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::values::{When, shown};
use crate::time::Weekday;
use crate::time::holiday::{Rule, day_number, year_and_month};

/// More days than that of one year are no holidays.
const MAX_RULES: usize = 31;

/// A checked `RRULE`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Recurrence {
    pub every: i32,
    pub count: Option<u32>,
    /// The last day on which it may begin.
    pub until: Option<i64>,
    pub rules: Vec<Rule>,
}

/// The parts of a rule as they are written.
#[derive(Default)]
struct Parts {
    yearly: bool,
    every: Option<i32>,
    count: Option<u32>,
    until: Option<i64>,
    months: Vec<u32>,
    days: Vec<i32>,
    weekdays: Vec<(Option<i32>, Weekday)>,
    positions: Vec<i32>,
}

impl Recurrence {
    /// Reads what stands after `RRULE:`. Answers why a holiday cannot be like that.
    pub fn read(text: &str, start: When) -> Result<Self, String> {
        let parts = Parts::read(text)?;
        if !parts.yearly {
            return Err(format!("it is not of every year: `{}`", shown(text)));
        }
        let every = parts.every.unwrap_or(1);
        let rules = parts.rules(start).ok_or_else(|| format!("no holiday is like `{}`", shown(text)))?;
        Ok(Self { every, count: parts.count, until: parts.until, rules })
    }
}

impl Parts {
    fn read(text: &str) -> Result<Self, String> {
        let mut parts = Self::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let understood = parts.take(&key.trim().to_ascii_uppercase(), value.trim());
            understood.ok_or_else(|| format!("no holiday has a rule with `{}`", shown(part)))?;
        }
        Ok(parts)
    }

    fn take(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "FREQ" => self.yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => self.every = Some(value.parse().ok().filter(|every| (1..=100).contains(every))?),
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            // It may be an instant in UTC, where the start has a zone: a day more or less is no other year.
            "UNTIL" => self.until = Some(When::read_as_written(value)?.day),
            "BYMONTH" => self.months = numbers(value, 1..=12)?,
            "BYMONTHDAY" => self.days = numbers(value, -31..=31)?,
            "BYDAY" => self.weekdays = weekdays(value)?,
            "BYSETPOS" => self.positions = numbers(value, -366..=366)?,
            // Weeks begin somewhere, which only rules of weeks ask for.
            "WKST" => {}
            _ => return None,
        }
        Some(())
    }

    /// The rules, none when a holiday cannot be like that.
    fn rules(&self, start: When) -> Option<Vec<Rule>> {
        let (_, month_of_start) = year_and_month(start.day)?;
        let day_of_start = day_of_month(start.day)?;
        // Without a month these are of every month, or count through the year.
        if self.months.is_empty() && !(self.days.is_empty() && self.weekdays.is_empty()) {
            return None;
        }
        let months = if self.months.is_empty() { vec![month_of_start] } else { self.months.clone() };
        let mut rules = Vec::new();
        for month in months {
            match (self.days.as_slice(), self.weekdays.as_slice(), self.positions.as_slice()) {
                ([], [], []) => rules.push(Rule::Yearly { month, day: day_of_start }),
                (days, [], []) => {
                    for day in days {
                        rules.push(Rule::Yearly { month, day: from_either_end(month, *day)? });
                    }
                }
                ([], weekdays, []) => {
                    for (nth, weekday) in weekdays {
                        rules.push(nth_weekday(month, (*nth)?, *weekday)?);
                    }
                }
                ([], [(None, weekday)], [nth]) if self.months.len() == 1 => {
                    rules.push(nth_weekday(month, *nth, *weekday)?);
                }
                (days, [(None, weekday)], []) => rules.push(in_a_week(month, days, *weekday)?),
                _ => return None,
            }
            if rules.len() > MAX_RULES {
                return None;
            }
        }
        Some(rules)
    }
}

/// Each number once, so that no list of them is longer than there are numbers.
fn numbers<T: FromStr + Ord>(text: &str, of: RangeInclusive<T>) -> Option<Vec<T>> {
    let number = |text: &str| text.trim().parse().ok().filter(|number| of.contains(number));
    Some(text.split(',').map(number).collect::<Option<BTreeSet<T>>>()?.into_iter().collect())
}

fn weekdays(text: &str) -> Option<Vec<(Option<i32>, Weekday)>> {
    Some(text.split(',').map(weekday).collect::<Option<BTreeSet<_>>>()?.into_iter().collect())
}

/// Reads `MO`, `4TH` or `-1MO`.
fn weekday(text: &str) -> Option<(Option<i32>, Weekday)> {
    let text = text.trim();
    let split = text.len().checked_sub(2)?;
    let weekday = match text.get(split..)?.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth = text.get(..split)?;
    let number = || nth.parse().ok().filter(|nth| (-53..=53).contains(nth));
    Some((if nth.is_empty() { None } else { Some(number()?) }, weekday))
}

fn nth_weekday(month: u32, nth: i32, weekday: Weekday) -> Option<Rule> {
    match nth {
        1..=5 => Some(Rule::Nth { month, weekday, nth: i64::from(nth) }),
        -1 => Some(Rule::Last { month, weekday }),
        _ => None,
    }
}

/// A day of a month, or one counted from its end, where every year has the same.
fn from_either_end(month: u32, day: i32) -> Option<u32> {
    let last = last_day(month)?;
    let from_end = || (month != 2).then_some(i32::try_from(last).ok()? + 1 + day);
    let day = if day > 0 { Some(day) } else { from_end() };
    day.and_then(|day| u32::try_from(day).ok()).filter(|day| (1..=last).contains(day))
}

/// A weekday among seven days in a row: the second Monday is the one on 8 to 14.
fn in_a_week(month: u32, days: &[i32], weekday: Weekday) -> Option<Rule> {
    let mut days: Vec<u32> = days.iter().map(|day| from_either_end(month, *day)).collect::<Option<_>>()?;
    days.sort_unstable();
    let first = *days.first()?;
    if !days.iter().copied().eq(first..first + 7) {
        return None;
    }
    if month != 2 && first + 6 == last_day(month)? {
        return Some(Rule::Last { month, weekday });
    }
    ((first - 1) % 7 == 0).then_some(Rule::Nth { month, weekday, nth: i64::from((first - 1) / 7 + 1) })
}

fn last_day(month: u32) -> Option<u32> {
    (28..=31).rev().find(|day| day_number(2000, month, *day).is_some())
}

fn day_of_month(day: i64) -> Option<u32> {
    let (year, month) = year_and_month(day)?;
    u32::try_from(day - day_number(year, month, 1)? + 1).ok()
}
