//! From the data of a holiday to days that can be computed with, or to its first fault.

use super::Weekday;
use super::check::{LAST_YEAR_OF_DATES, at_most, date};
use super::holiday::{EVERY_YEAR, Occurrences, Rule, day_number};
use super::hours::NamedHoliday;
use super::spec::{Holiday, HolidayRule};
use super::years::FIRST_YEAR;
use crate::{Error, Result};

pub(super) const MAX_NAME_BYTES: usize = 200;
pub(super) const MAX_RANGE_DAYS: i64 = 366;
/// A holiday of November that lasts longer would reach into a year whose look says nothing about the November before.
pub(super) const MAX_DAYS: u8 = 31;
const MAX_EVERY: u8 = 100;
pub(super) const MAX_WITHOUT: usize = 250;

pub(super) fn checked_holiday(nth: usize, holiday: &Holiday) -> Result<NamedHoliday> {
    let path = format!("/holidays/{nth}");
    at_most(holiday.name.len(), MAX_NAME_BYTES, "bytes of a name", &format!("{path}/name"))?;
    let rule = rule(&holiday.rule, &format!("{path}/rule"))?;
    Ok(NamedHoliday { name: holiday.name.clone(), when: occurrences(holiday, rule, &path)? })
}

/// What narrows the rule.
fn occurrences(holiday: &Holiday, rule: Rule, path: &str) -> Result<Occurrences> {
    if let Some(field) = first_narrowing(holiday).filter(|_| !is_yearly(&holiday.rule)) {
        return Err(Error::invalid("calendar.not_yearly", "this is only for rules of every year")
            .at(format!("{path}/{field}"))
            .hint("leave it out; dates and ranges tell their days by themselves"));
    }
    let days = holiday.days.unwrap_or(1);
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::invalid("calendar.bad_days", "a holiday of every year cannot last so long")
            .at(format!("{path}/days"))
            .hint("1 to 31 days"));
    }
    let (from, until) =
        (year(holiday.from_year, path, "from_year")?, year(holiday.until_year, path, "until_year")?);
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        return Err(Error::invalid("calendar.bad_years", "it ends before it begins")
            .at(format!("{path}/until_year"))
            .hint("the last year is not before the first"));
    }
    let every = holiday.every_years.unwrap_or(1);
    if !(1..=MAX_EVERY).contains(&every) || every > 1 && from.is_none() {
        return Err(Error::invalid("calendar.bad_every_years", "this does not say in which years it is")
            .at(format!("{path}/every_years"))
            .hint("1 to 100 years, counted from `from_year`"));
    }
    at_most(holiday.without.len(), MAX_WITHOUT, "days that are left out", &format!("{path}/without"))?;
    let except = holiday.without.iter().enumerate();
    let mut except: Vec<i64> =
        except.map(|(nth, text)| date(text, &format!("{path}/without/{nth}"))).collect::<Result<_>>()?;
    except.sort_unstable();
    // Years after the last with dates look alike, so what is not in every year has to end before.
    let last = until.unwrap_or(if every > 1 { LAST_YEAR_OF_DATES } else { EVERY_YEAR.1 });
    let years = (from.unwrap_or(EVERY_YEAR.0), last);
    Ok(Occurrences { rule, days: i64::from(days), years, every: i32::from(every), except })
}

fn first_narrowing(holiday: &Holiday) -> Option<&'static str> {
    let given = [
        (holiday.days.is_some(), "days"),
        (holiday.from_year.is_some(), "from_year"),
        (holiday.until_year.is_some(), "until_year"),
        (holiday.every_years.is_some(), "every_years"),
        (!holiday.without.is_empty(), "without"),
    ];
    given.into_iter().find(|(given, _)| *given).map(|(_, field)| field)
}

fn year(year: Option<u16>, path: &str, field: &str) -> Result<Option<i32>> {
    let Some(year) = year.map(i32::from) else { return Ok(None) };
    if !(FIRST_YEAR..=LAST_YEAR_OF_DATES).contains(&year) {
        return Err(Error::invalid("calendar.date_out_of_range", "this year is too far away")
            .at(format!("{path}/{field}"))
            .hint("1970 to 2199; leave it out when there is none"));
    }
    Ok(Some(year))
}

/// Whether a rule is looked at for every year.
pub(super) fn is_yearly(rule: &HolidayRule) -> bool {
    !matches!(rule, HolidayRule::Date { .. } | HolidayRule::Range { .. })
}

fn rule(rule: &HolidayRule, path: &str) -> Result<Rule> {
    match rule {
        HolidayRule::Date { date: text } => {
            let day = date(text, &format!("{path}/date"))?;
            Ok(Rule::Days { first: day, last: day })
        }
        HolidayRule::Range { from, to } => {
            let (first, last) = (date(from, &format!("{path}/from"))?, date(to, &format!("{path}/to"))?);
            if !(first..first + MAX_RANGE_DAYS).contains(&last) {
                return Err(Error::invalid("calendar.bad_range", "this is no range of 1 to 366 days")
                    .at(path)
                    .hint("the last day comes after the first, within a year"));
            }
            Ok(Rule::Days { first, last })
        }
        HolidayRule::Yearly { month, day } => {
            // 2000 was a leap year: 29 February is a day of some years.
            let (month, day) = (u32::from(*month), u32::from(*day));
            if day_number(2000, month, day).is_none() {
                return Err(Error::invalid("calendar.bad_yearly_date", "no year has such a day")
                    .at(path)
                    .hint("a month has 1 to 31 days"));
            }
            Ok(Rule::Yearly { month, day })
        }
        HolidayRule::YearlyWeekday { month, weekday, nth } => yearly_weekday(*month, *weekday, *nth, path),
        HolidayRule::Easter { offset_days } => {
            // Far from the turn of the year, so that Easter of one year says nothing about another year.
            if !(-75..=200).contains(offset_days) {
                return Err(Error::invalid("calendar.bad_easter_offset", "this is too far from Easter")
                    .at(format!("{path}/offset_days"))
                    .hint("-75 to 200 days"));
            }
            Ok(Rule::Easter { offset_days: i64::from(*offset_days) })
        }
    }
}

fn yearly_weekday(month: u8, weekday: Weekday, nth: i8, path: &str) -> Result<Rule> {
    if !(1..=12).contains(&month) {
        return Err(Error::invalid("calendar.bad_month", "there is no such month")
            .at(format!("{path}/month"))
            .hint("1 to 12"));
    }
    let month = u32::from(month);
    match nth {
        1..=5 => Ok(Rule::Nth { month, weekday, nth: i64::from(nth) }),
        -1 => Ok(Rule::Last { month, weekday }),
        _ => Err(Error::invalid("calendar.bad_nth", "no month has such a weekday")
            .at(format!("{path}/nth"))
            .hint("1 to 5, or -1 for the last")),
    }
}
