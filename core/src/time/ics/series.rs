//! From an event to holidays: when a series begins and ends, and which of its days are not in it.

use std::collections::BTreeSet;

use super::event::Event;
use super::recurrence::Recurrence;
use super::values::When;
use crate::Result;
use crate::time::check::LAST_YEAR_OF_DATES;
use crate::time::check_holiday::{MAX_DAYS, MAX_RANGE_DAYS, MAX_WITHOUT};
use crate::time::holiday::{Rule, day_number, year_and_month};
use crate::time::years::FIRST_YEAR;
use crate::time::{Holiday, HolidayRule, LocalDate};

/// The holidays of one event, yet without its name.
#[derive(Debug, Default)]
pub(super) struct Series {
    pub holidays: Vec<Holiday>,
    pub last_day: Option<i64>,
    /// Whether it comes back without an end.
    pub endless: bool,
    /// Why parts of it are not there.
    pub left_out: Vec<String>,
}

/// A rule with the years in which it holds.
struct Yearly {
    rule: Rule,
    first: i32,
    last: Option<i32>,
}

type Spend<'a> = &'a mut dyn FnMut(usize) -> Result<()>;

impl Event {
    /// Its day alone, when it was taken out of a series.
    pub fn only_once(&self) -> std::result::Result<Series, String> {
        let (start, days) = (self.starts()?, self.days()?);
        let mut series = Series::default();
        series.add_date(start.day, days)?;
        Ok(series)
    }

    /// All its days but those on which something else holds. Answers why it cannot be a holiday; fails when it takes too long.
    pub fn series(&self, others: &[i64], spend: Spend<'_>) -> Result<std::result::Result<Series, String>> {
        match self.plan() {
            Ok((start, days, recurrence)) => self.follow(start, days, recurrence.as_ref(), others, spend),
            Err(why) => Ok(Err(why)),
        }
    }

    fn plan(&self) -> std::result::Result<(When, i64, Option<Recurrence>), String> {
        let (start, days) = (self.starts()?, self.days()?);
        if self.has_exception_rule {
            return Err("it has an `EXRULE`".to_owned());
        }
        let recurrence = match self.rules.as_slice() {
            [] => None,
            [rule] => Some(Recurrence::read(rule, start)?),
            _ => return Err("it has more than one `RRULE`".to_owned()),
        };
        if recurrence.is_some() && days > i64::from(MAX_DAYS) {
            return Err(format!("it comes back and lasts more than {MAX_DAYS} days"));
        }
        Ok((start, days, recurrence))
    }

    fn follow(
        &self,
        start: When,
        days: i64,
        recurrence: Option<&Recurrence>,
        others: &[i64],
        spend: Spend<'_>,
    ) -> Result<std::result::Result<Series, String>> {
        let mut series = Series::default();
        spend(self.more_dates.len() + self.left_out_dates.len())?;
        let mut except: BTreeSet<i64> = others.iter().copied().collect();
        for text in &self.left_out_dates {
            match When::read(text, self.zone) {
                Ok(when) => _ = except.insert(when.day),
                Err(why) => series.left_out.push(format!("an `EXDATE`: {why}")),
            }
        }
        let mut dates = BTreeSet::new();
        for text in &self.more_dates {
            match When::read(text, self.zone) {
                Ok(when) => _ = dates.insert(when.day),
                Err(why) => series.left_out.push(format!("an `RDATE`: {why}")),
            }
        }
        let yearly = match recurrence {
            Some(recurrence) => followed(recurrence, start.day, &mut dates, spend)?,
            None => {
                dates.insert(start.day);
                Vec::new()
            }
        };
        for rule in yearly {
            spend(except.len())?;
            let every = recurrence.map_or(1, |recurrence| recurrence.every);
            if let Err(why) = series.add_yearly(&rule, every, days, &except) {
                series.left_out.push(why);
            }
        }
        for day in dates.difference(&except) {
            if let Err(why) = series.add_date(*day, days) {
                series.left_out.push(why);
            }
        }
        let nothing = series.holidays.is_empty() && series.left_out.len() == 1;
        Ok(series.left_out.pop_if(|_| nothing).map_or(Ok(series), Err))
    }
}

impl Series {
    fn add_date(&mut self, day: i64, days: i64) -> std::result::Result<(), String> {
        if days > MAX_RANGE_DAYS {
            return Err(format!("it lasts more than {MAX_RANGE_DAYS} days"));
        }
        let last = day + days - 1;
        let rule = if days == 1 {
            HolidayRule::Date { date: written(day)? }
        } else {
            HolidayRule::Range { from: written(day)?, to: written(last)? }
        };
        self.holidays.push(Holiday::new("", rule));
        self.last_day = self.last_day.max(Some(last));
        Ok(())
    }

    fn add_yearly(
        &mut self,
        yearly: &Yearly,
        every: i32,
        days: i64,
        except: &BTreeSet<i64>,
    ) -> std::result::Result<(), String> {
        // What lies before the first year of calendars is nobody's loss, but the count of years goes on.
        let before = (FIRST_YEAR - yearly.first).max(0);
        let first = yearly.first + (before + every - 1) / every * every;
        if yearly.last.is_some_and(|last| last < first) || first > LAST_YEAR_OF_DATES {
            return Err("it lies before 1970 or after 2199".to_owned());
        }
        let rule = written_rule(&yearly.rule).ok_or("no holiday has such a rule")?;
        let mut holiday = Holiday::new("", rule);
        let is_one = |day: &&i64| {
            year_and_month(**day).is_some_and(|(year, _)| {
                (first..=yearly.last.unwrap_or(i32::MAX)).contains(&year)
                    && (year - first) % every == 0
                    && yearly.rule.day_of_year(year) == Some(**day)
            })
        };
        holiday.without = except.iter().filter(is_one).filter_map(|day| written(*day).ok()).collect();
        if holiday.without.len() > MAX_WITHOUT {
            return Err(format!("more than {MAX_WITHOUT} of its days are left out"));
        }
        holiday.days = u8::try_from(days).ok().filter(|days| *days > 1);
        holiday.from_year = year(first).filter(|_| yearly.first >= FIRST_YEAR || every > 1);
        holiday.every_years = u8::try_from(every).ok().filter(|every| *every > 1);
        holiday.until_year = yearly.last.and_then(year);
        self.holidays.push(holiday);
        let last_day = yearly.last.and_then(|last| yearly.rule.day_of_year(last));
        self.last_day = self.last_day.max(last_day.map(|day| day + days - 1));
        self.endless |= yearly.last.is_none();
        Ok(())
    }
}

/// The years in which the rules hold. A start that no rule tells is the first of the series all the same, and goes to `dates`.
fn followed(
    recurrence: &Recurrence,
    start: i64,
    dates: &mut BTreeSet<i64>,
    spend: Spend<'_>,
) -> Result<Vec<Yearly>> {
    let Some((first_year, _)) = year_and_month(start) else { return Ok(Vec::new()) };
    let every = recurrence.every;
    let mut left = recurrence.count.unwrap_or(u32::MAX);
    if !recurrence.rules.iter().any(|rule| rule.day_of_year(first_year) == Some(start)) {
        dates.insert(start);
        left -= 1;
    }
    if recurrence.count.is_none() && recurrence.until.is_none() {
        let begins = |rule: &Rule| {
            let passed = rule.day_of_year(first_year).is_some_and(|day| day < start);
            if passed { first_year + every } else { first_year }
        };
        let yearly = |rule: &Rule| Yearly { rule: *rule, first: begins(rule), last: None };
        return Ok(recurrence.rules.iter().map(yearly).collect());
    }
    let until = recurrence.until.unwrap_or(i64::MAX);
    let mut found: Vec<Option<Yearly>> = recurrence.rules.iter().map(|_| None).collect();
    let mut year = first_year;
    'years: while year <= LAST_YEAR_OF_DATES && left > 0 {
        spend(recurrence.rules.len())?;
        let days = recurrence.rules.iter().enumerate();
        let mut days: Vec<(i64, usize)> =
            days.filter_map(|(nth, rule)| Some((rule.day_of_year(year)?, nth))).collect();
        days.sort_unstable();
        for (day, nth) in days.into_iter().filter(|(day, _)| *day >= start) {
            if day > until || left == 0 {
                break 'years;
            }
            left -= 1;
            if let (Some(place), Some(rule)) = (found.get_mut(nth), recurrence.rules.get(nth)) {
                let first = place.as_ref().map_or(year, |yearly| yearly.first);
                *place = Some(Yearly { rule: *rule, first, last: Some(year) });
            }
        }
        year += every;
    }
    Ok(found.into_iter().flatten().collect())
}

fn written(day: i64) -> std::result::Result<String, String> {
    let outside = || "it lies before 1970 or after 2199".to_owned();
    if day < 0 || day_number(LAST_YEAR_OF_DATES + 1, 1, 1).is_none_or(|end| day >= end) {
        return Err(outside());
    }
    LocalDate::from_day_number(day).map(|date| date.to_string()).ok_or_else(outside)
}

fn written_rule(rule: &Rule) -> Option<HolidayRule> {
    let small = |number: u32| u8::try_from(number).ok();
    match *rule {
        Rule::Yearly { month, day } => Some(HolidayRule::Yearly { month: small(month)?, day: small(day)? }),
        Rule::Nth { month, weekday, nth } => {
            Some(HolidayRule::YearlyWeekday { month: small(month)?, weekday, nth: i8::try_from(nth).ok()? })
        }
        Rule::Last { month, weekday } => {
            Some(HolidayRule::YearlyWeekday { month: small(month)?, weekday, nth: -1 })
        }
        Rule::Days { .. } | Rule::Easter { .. } => None,
    }
}

fn year(year: i32) -> Option<u16> {
    u16::try_from(year.min(LAST_YEAR_OF_DATES)).ok()
}
