//! The definition of open time, taken literally: look at the wall clock and read the calendar. Slow, and made of
//! nothing that the calendars are made of.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Timelike};
use chrono_tz::Tz;

use super::*;

/// A calendar that is read, not compiled. Only the text of its times is taken apart beforehand.
pub struct Model {
    zone: Tz,
    weekly: Vec<(u32, Vec<Minutes>)>,
    holidays: Vec<HolidayRule>,
    shifts: Vec<(NaiveDate, Vec<Minutes>)>,
    breaks: Vec<(Option<NaiveDate>, u32, Minutes)>,
}

type Minutes = (u32, u32);

impl Model {
    pub fn of(spec: &CalendarSpec) -> Self {
        Self {
            zone: spec.zone.parse().unwrap(),
            weekly: spec.weekly.iter().map(|hours| (number(hours.weekday), all(&hours.intervals))).collect(),
            holidays: spec.holidays.iter().map(|holiday| holiday.rule.clone()).collect(),
            shifts: spec.shifts.iter().map(|shift| (date(&shift.date), all(&shift.intervals))).collect(),
            breaks: spec
                .breaks
                .iter()
                .map(|item| match &item.on {
                    BreakDay::Date { date: text } => (Some(date(text)), 0, minutes(&item.interval)),
                    BreakDay::Weekday { weekday } => (None, number(*weekday), minutes(&item.interval)),
                })
                .collect(),
        }
    }

    /// Whether it is open at this second since 1970 began.
    pub fn is_open(&self, second: i64) -> bool {
        let utc = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        let local = self.zone.from_utc_datetime(&utc).naive_local();
        let (date, minute) = (local.date(), local.hour() * 60 + local.minute());
        if self.holidays.iter().any(|rule| falls_on(rule, date)) {
            return false;
        }
        let today = date.weekday().num_days_from_monday();
        let open = match self.shifts.iter().find(|(day, _)| *day == date) {
            Some((_, hours)) => hours.iter().any(|(from, to)| (*from..*to).contains(&minute)),
            None => self.weekly.iter().any(|(weekday, hours)| {
                hours.iter().any(|hours| holds_weekly(*weekday, *hours, today, minute))
            }),
        };
        open && !self.breaks.iter().any(|(day, weekday, hours)| match day {
            Some(day) => *day == date && (hours.0..hours.1).contains(&minute),
            None => holds_weekly(*weekday, *hours, today, minute),
        })
    }
}

/// A local day, minute by minute.
pub type Day = [bool; 1440];

impl Model {
    /// The same read for a whole local day at once: hours are painted over it, breaks are wiped out of it.
    pub fn day(&self, date: NaiveDate) -> Day {
        let mut day = [false; 1440];
        if self.holidays.iter().any(|rule| falls_on(rule, date)) {
            return day;
        }
        let today = date.weekday().num_days_from_monday();
        match self.shifts.iter().find(|(of, _)| *of == date) {
            Some((_, hours)) => hours.iter().for_each(|hours| paint(&mut day, *hours, true)),
            None => {
                for (weekday, hours) in &self.weekly {
                    hours.iter().for_each(|hours| paint_weekly(&mut day, *weekday, *hours, today, true));
                }
            }
        }
        for (of, weekday, hours) in &self.breaks {
            match of {
                Some(of) if *of == date => paint(&mut day, *hours, false),
                Some(_) => {}
                None => paint_weekly(&mut day, *weekday, *hours, today, false),
            }
        }
        day
    }
}

fn paint(day: &mut Day, (from, to): Minutes, open: bool) {
    day[from as usize..to as usize].fill(open);
}

fn paint_weekly(day: &mut Day, weekday: u32, (from, to): Minutes, today: u32, open: bool) {
    if weekday == today {
        paint(day, (from, if from < to { to } else { 1440 }), open);
    }
    if from > to && (weekday + 1) % 7 == today {
        paint(day, (0, to), open);
    }
}

fn holds_weekly(weekday: u32, (from, to): Minutes, today: u32, minute: u32) -> bool {
    let yesterday = (today + 6) % 7;
    if from < to {
        weekday == today && (from..to).contains(&minute)
    } else {
        weekday == today && minute >= from || weekday == yesterday && minute < to
    }
}

fn falls_on(rule: &HolidayRule, day: NaiveDate) -> bool {
    match rule {
        HolidayRule::Date { date: text } => date(text) == day,
        HolidayRule::Range { from, to } => date(from) <= day && day <= date(to),
        HolidayRule::Yearly { month, day: of_month } => {
            day.month() == u32::from(*month) && day.day() == u32::from(*of_month)
        }
        HolidayRule::YearlyWeekday { month, weekday, nth } => {
            let same =
                day.month() == u32::from(*month) && day.weekday().num_days_from_monday() == number(*weekday);
            let last = (day + chrono::Days::new(7)).month() != day.month();
            same && if *nth == -1 { last } else { (day.day() - 1) / 7 + 1 == *nth as u32 }
        }
        HolidayRule::Easter { offset_days } => {
            easter(day.year()) + chrono::Duration::days(i64::from(*offset_days)) == day
        }
    }
}

/// The Sunday after the paschal full moon, by the algorithm of Oudin.
fn easter(year: i32) -> NaiveDate {
    let golden = year % 19;
    let century = year / 100;
    let moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = moon - (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    let shift = moon - weekday;
    let month = 3 + (shift + 40) / 44;
    let day = shift + 28 - 31 * (month / 4);
    NaiveDate::from_ymd_opt(year, month as u32, day as u32).unwrap()
}

fn number(weekday: Weekday) -> u32 {
    Weekday::ALL.iter().position(|other| *other == weekday).unwrap() as u32
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn all(list: &[LocalInterval]) -> Vec<Minutes> {
    list.iter().map(minutes).collect()
}

fn minutes(interval: &LocalInterval) -> Minutes {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap();
        hour.parse::<u32>().unwrap() * 60 + minute.parse::<u32>().unwrap()
    };
    (minute(&interval.from), minute(&interval.to))
}

/// The open periods of `[from, to)`, in seconds, found by looking every `step` seconds.
pub fn periods(is_open: impl Fn(i64) -> bool, from: i64, to: i64, step: i64) -> Vec<Period> {
    let mut out: Vec<Period> = Vec::new();
    for second in (from..to).step_by(step as usize).filter(|second| is_open(*second)) {
        let (start, end) =
            (Timestamp::from_millis(second * 1_000), Timestamp::from_millis((second + step).min(to) * 1_000));
        match out.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => out.push(Period { start, end }),
        }
    }
    out
}
