//! From the data of a calendar to hours that can be computed with, or to the first fault and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::check_holiday::{checked_holiday, is_yearly};
use super::holiday::day_number;
use super::hours::{DAY, DatedSpans, HoursParts, LocalHours};
use super::span::{Span, tidy};
use super::spec::{Break, BreakDay, CalendarSpec, LocalInterval, Shift, WeekdayHours};
use super::{LocalDate, Weekday, zone};
use crate::{Error, Result};

const MAX_INTERVALS: usize = 24;
const MAX_HOLIDAYS: usize = 1_000;
/// Rules are looked at for every year, dates only for theirs.
const MAX_YEARLY_HOLIDAYS: usize = 100;
const MAX_SHIFTS: usize = 1_000;
const MAX_BREAKS: usize = 1_000;

/// Breaks cut hours into pieces: so many may be left of a day.
const MAX_PIECES: usize = 48;

/// Dates of a calendar end here, so that all later years follow from the rules alone.
pub(super) const LAST_YEAR_OF_DATES: i32 = 2199;

pub(super) fn check(spec: &CalendarSpec) -> Result<LocalHours> {
    let zone = zone::find(&spec.zone).map_err(|error| error.at("/zone"))?;
    at_most(spec.holidays.len(), MAX_HOLIDAYS, "holidays", "/holidays")?;
    let yearly = spec.holidays.iter().filter(|holiday| is_yearly(&holiday.rule)).count();
    at_most(yearly, MAX_YEARLY_HOLIDAYS, "holidays of every year", "/holidays")?;
    at_most(spec.shifts.len(), MAX_SHIFTS, "shifts", "/shifts")?;
    at_most(spec.breaks.len(), MAX_BREAKS, "breaks", "/breaks")?;
    let weekly = weekly(&spec.weekly)?;
    let holidays = spec
        .holidays
        .iter()
        .enumerate()
        .map(|(nth, holiday)| checked_holiday(nth, holiday))
        .collect::<Result<_>>()?;
    let shifts = shifts(&spec.shifts)?;
    let (weekly_breaks, breaks) = breaks(&spec.breaks)?;
    let covers_until = spec.covers_until.as_ref().map(|text| date(text, "/covers_until")).transpose()?;
    let hours =
        LocalHours::new(HoursParts { zone, holidays, weekly, weekly_breaks, shifts, breaks, covers_until });
    at_most(hours.most_pieces_of_a_day(), MAX_PIECES, "open intervals of a day", "/breaks")?;
    Ok(hours)
}

fn weekly(list: &[WeekdayHours]) -> Result<[Vec<Span>; 7]> {
    let mut week: [Vec<Span>; 7] = Default::default();
    let mut seen = BTreeSet::new();
    for (nth, hours) in list.iter().enumerate() {
        let path = format!("/weekly/{nth}");
        if !seen.insert(hours.weekday) {
            return Err(Error::invalid("calendar.duplicate_weekday", "this weekday is listed twice")
                .at(format!("{path}/weekday"))
                .hint("put all its intervals into one entry"));
        }
        for span in intervals(&hours.intervals, &path)? {
            add_weekly(&mut week, hours.weekday, span);
        }
    }
    Ok(week.map(tidy))
}

/// The part past midnight belongs to the next weekday.
fn add_weekly(week: &mut [Vec<Span>; 7], weekday: Weekday, span: Span) {
    let mut add = |weekday: Weekday, span: Span| {
        if let Some(spans) = week.get_mut(weekday as usize) {
            spans.push(span);
        }
    };
    add(weekday, Span::new(span.start, span.end.min(DAY)));
    if span.end > DAY {
        add(weekday.next(), Span::new(0, span.end - DAY));
    }
}

fn shifts(list: &[Shift]) -> Result<Vec<DatedSpans>> {
    let mut days = BTreeMap::new();
    for (nth, shift) in list.iter().enumerate() {
        let path = format!("/shifts/{nth}");
        let day = date(&shift.date, &format!("{path}/date"))?;
        let spans = intervals(&shift.intervals, &path)?;
        for (nth, span) in spans.iter().enumerate() {
            within_the_day(*span, &format!("{path}/intervals/{nth}"))?;
        }
        if days.insert(day, tidy(spans)).is_some() {
            return Err(Error::invalid("calendar.duplicate_shift", "this date has a shift already")
                .at(format!("{path}/date"))
                .hint("put all its intervals into one shift"));
        }
    }
    Ok(dated(days))
}

fn breaks(list: &[Break]) -> Result<([Vec<Span>; 7], Vec<DatedSpans>)> {
    let mut week: [Vec<Span>; 7] = Default::default();
    let mut days: BTreeMap<i64, Vec<Span>> = BTreeMap::new();
    for (nth, item) in list.iter().enumerate() {
        let path = format!("/breaks/{nth}");
        let span = interval(&item.interval, &format!("{path}/interval"))?;
        match &item.on {
            BreakDay::Weekday { weekday } => add_weekly(&mut week, *weekday, span),
            BreakDay::Date { date: text } => {
                let day = date(text, &format!("{path}/on/date"))?;
                within_the_day(span, &format!("{path}/interval"))?;
                days.entry(day).or_default().push(span);
            }
        }
    }
    let days = days.into_iter().map(|(day, spans)| (day, tidy(spans))).collect();
    Ok((week.map(tidy), dated(days)))
}

fn dated(days: BTreeMap<i64, Vec<Span>>) -> Vec<DatedSpans> {
    days.into_iter().map(|(day, spans)| DatedSpans { day, spans }).collect()
}

fn intervals(list: &[LocalInterval], path: &str) -> Result<Vec<Span>> {
    let path = format!("{path}/intervals");
    at_most(list.len(), MAX_INTERVALS, "intervals of a day", &path)?;
    list.iter().enumerate().map(|(nth, item)| interval(item, &format!("{path}/{nth}"))).collect()
}

/// Seconds since the day began; the end is past `DAY` when the interval crosses midnight.
fn interval(interval: &LocalInterval, path: &str) -> Result<Span> {
    let time = |text: &str, latest: i64, side: &str| {
        time_of_day(text).filter(|second| *second <= latest).ok_or_else(|| {
            Error::invalid("calendar.bad_time", "this is not a time of day")
                .at(format!("{path}/{side}"))
                .hint("write it as `09:00`; an interval may end at `24:00`")
        })
    };
    let from = time(&interval.from, DAY - 60, "from")?;
    let to = time(&interval.to, DAY, "to")?;
    if from == to {
        return Err(Error::invalid("calendar.empty_interval", "this interval is empty")
            .at(path)
            .hint("a whole day is `00:00` to `24:00`"));
    }
    Ok(Span::new(from, if to > from { to } else { to + DAY }))
}

fn within_the_day(span: Span, path: &str) -> Result<()> {
    if span.end <= DAY {
        return Ok(());
    }
    Err(Error::invalid("calendar.crosses_midnight", "on a date, an interval may not go past midnight")
        .at(path)
        .hint("end it at `24:00` and give the rest to the next date"))
}

/// Seconds of `HH:MM`, up to `24:00`.
pub(super) fn time_of_day(text: &str) -> Option<i64> {
    let well_formed = text.len() == 5
        && text.bytes().enumerate().all(|(at, b)| if at == 2 { b == b':' } else { b.is_ascii_digit() });
    if !well_formed {
        return None;
    }
    let hour: i64 = text.get(0..2)?.parse().ok()?;
    let minute: i64 = text.get(3..5)?.parse().ok()?;
    let second = hour * 3_600 + minute * 60;
    (minute < 60 && second <= DAY).then_some(second)
}

pub(super) fn date(text: &str, path: &str) -> Result<i64> {
    let day = LocalDate::parse(text).map_err(|error| error.at(path))?.day_number();
    if day < 0 || day_number(LAST_YEAR_OF_DATES + 1, 1, 1).is_none_or(|end| day >= end) {
        return Err(Error::invalid("calendar.date_out_of_range", "this date is too far away")
            .at(path)
            .hint("dates of a calendar lie in the years 1970 to 2199"));
    }
    Ok(day)
}

pub(super) fn at_most(count: usize, cap: usize, what: &str, path: &str) -> Result<()> {
    if count <= cap {
        return Ok(());
    }
    let number = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
    Err(Error::limit("calendar.too_many", what, number(count), number(cap)).at(path))
}
