//! Calendars from `opening_hours` texts, as OpenStreetMap has them.

mod dates;
mod rule;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::BTreeMap;

use self::rule::{Days, Rule};
use self::tokens::Tokens;
use super::check::check;
use super::hours::DAY;
use super::{CalendarSpec, Holiday, HolidayRule, LocalDate, LocalInterval, Shift, Weekday, WeekdayHours};
use crate::{Error, Result};

/// OpenStreetMap itself has 255.
const MAX_BYTES: usize = 4_096;

impl CalendarSpec {
    /// A calendar from an `opening_hours` text of OpenStreetMap. As there, a rule replaces those before it on the days that it
    /// names.
    ///
    /// It may have weekdays, several hours of a day, hours past midnight, `24/7`, `off` and `closed`; dates with a year, which
    /// become shifts, or holidays when they are off; and dates without a year that are off. Holidays are closed, so `PH off`
    /// adds nothing. Whatever else a text says is refused.
    ///
    /// ```
    /// use frontdesk::time::{CalendarSpec, Weekday};
    /// let text = "Mo-Fr 09:00-12:30,13:30-17:30; Sa 10:00-14:00; 2026 Dec 24 09:00-12:00; PH off";
    /// let spec = CalendarSpec::from_opening_hours("Europe/Berlin", text, Vec::new()).unwrap();
    /// assert_eq!(spec.weekly.len(), 6);
    /// assert_eq!(spec.shifts[0].date, "2026-12-24");
    ///
    /// let error = CalendarSpec::from_opening_hours("Europe/Berlin", "Mo-Fr 09:00+", Vec::new()).unwrap_err();
    /// assert_eq!(error.code(), "opening_hours.not_supported");
    /// assert_eq!((error.details()[0].name.as_str(), error.details()[0].value.as_str()), ("position", "11"));
    /// ```
    ///
    /// # Errors
    /// `opening_hours.…` at `/text`, with the detail `position` (how many characters stand before): `unknown`,
    /// `not_supported`, `bad_time`, `bad_date`, `crosses_midnight`, `order`, and without a position `empty`, `too_long`; and
    /// those of [`BusinessCalendar::compile`](super::BusinessCalendar::compile).
    pub fn from_opening_hours(zone: &str, text: &str, holidays: Vec<Holiday>) -> Result<Self> {
        Error::unless_at_most("opening_hours.too_long", "bytes of opening hours", text.len(), MAX_BYTES)
            .map_err(|error| error.at("/text"))?;
        let mut tokens = Tokens::new(text);
        let mut hours = Hours::default();
        let mut rules = 0;
        loop {
            while tokens.take_sign(';') {}
            if tokens.peek().is_none() {
                break;
            }
            let rule = rule::read(&mut tokens)?;
            let written = tokens.since(rule.at);
            hours.add(rule, written, &tokens)?;
            rules += 1;
        }
        if rules == 0 {
            return Err(Error::invalid("opening_hours.empty", "there are no opening hours")
                .at("/text")
                .hint("write them as `Mo-Fr 09:00-17:00`, or `off`"));
        }
        let spec = hours.into_spec(zone, holidays);
        check(&spec)?;
        Ok(spec)
    }
}

type Times = Vec<(i64, i64)>;

/// What the rules read so far say.
#[derive(Default)]
struct Hours<'a> {
    week: BTreeMap<Weekday, Times>,
    /// By day since 1970-01-01; what is off, with the text that says so.
    dates: BTreeMap<i64, (Times, &'a str)>,
    yearly: Vec<Holiday>,
}

impl<'a> Hours<'a> {
    fn add(&mut self, rule: Rule, written: &'a str, tokens: &Tokens<'_>) -> Result<()> {
        let Rule { days, open, at } = rule;
        match days {
            Days::Weekdays(weekdays) => {
                if !weekdays.is_empty() && !open.is_empty() && !self.yearly.is_empty() {
                    return Err(order(tokens, at));
                }
                self.dates.retain(|day, _| !weekdays.contains(&Weekday::of_day(*day)));
                self.week.extend(weekdays.into_iter().map(|weekday| (weekday, open.clone())));
            }
            Days::Dates(dates) => {
                if !open.is_empty() && !self.yearly.is_empty() {
                    return Err(order(tokens, at));
                }
                if open.iter().any(|(_, to)| *to > DAY) {
                    let hint = "end it at `24:00`, and give the rest to the next date";
                    let what = "on a date, hours may not go past midnight";
                    return Err(
                        tokens.placed(at, Error::invalid("opening_hours.crosses_midnight", what).hint(hint))
                    );
                }
                for (from, to) in dates {
                    self.dates.extend((from..=to).map(|day| (day, (open.clone(), written))));
                }
            }
            Days::Yearly(_) if !open.is_empty() => {
                let hint = "give the year, as in `2026 Dec 24 09:00-12:00`";
                let what = "a date of every year cannot have hours of its own";
                return Err(tokens.placed(at, Error::invalid("opening_hours.not_supported", what).hint(hint)));
            }
            Days::Yearly(days) => {
                self.yearly.extend(days.into_iter().map(|(month, day, days)| Holiday {
                    days: (days > 1).then_some(days),
                    ..Holiday::new(named(written), HolidayRule::Yearly { month, day })
                }));
            }
        }
        Ok(())
    }

    fn into_spec(self, zone: &str, mut holidays: Vec<Holiday>) -> CalendarSpec {
        let mut shifts = Vec::new();
        let mut closed: Vec<(i64, i64, &str)> = Vec::new();
        for (day, (open, written)) in self.dates {
            if !open.is_empty() {
                shifts.push(Shift { date: date(day), intervals: intervals(&open) });
            } else if let Some(last) = closed
                .last_mut()
                .filter(|(from, to, why)| *to + 1 == day && *why == written && day - *from < 366)
            {
                last.1 = day;
            } else {
                closed.push((day, day, written));
            }
        }
        holidays.extend(closed.into_iter().map(|(from, to, written)| {
            let rule = if from == to {
                HolidayRule::Date { date: date(from) }
            } else {
                HolidayRule::Range { from: date(from), to: date(to) }
            };
            Holiday::new(named(written), rule)
        }));
        holidays.extend(self.yearly);
        let week = self.week.into_iter().filter(|(_, open)| !open.is_empty());
        let weekly =
            week.map(|(weekday, open)| WeekdayHours { weekday, intervals: intervals(&open) }).collect();
        CalendarSpec {
            zone: zone.to_owned(),
            weekly,
            holidays,
            shifts,
            breaks: Vec::new(),
            covers_until: None,
        }
    }
}

/// Holidays close whatever hours a day has, so what is off each year has to be the last word.
fn order(tokens: &Tokens<'_>, at: usize) -> Error {
    tokens.placed(
        at,
        Error::invalid("opening_hours.order", "these hours come after days that are off every year")
            .hint("put what is off every year at the end"),
    )
}

/// The text of a rule as the name of a holiday, no longer than that may be.
fn named(written: &str) -> String {
    const LONGEST: usize = 50;
    written.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn date(day: i64) -> String {
    LocalDate::from_day_number(day).map(|date| date.to_string()).unwrap_or_default()
}

fn intervals(open: &[(i64, i64)]) -> Vec<LocalInterval> {
    let time = |second: i64| format!("{:02}:{:02}", second / 3_600, second % 3_600 / 60);
    let to = |to: i64| if to > DAY { to - DAY } else { to };
    open.iter().map(|(from, end)| LocalInterval { from: time(*from), to: time(to(*end)) }).collect()
}
