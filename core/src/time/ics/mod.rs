//! Holidays from iCalendar files (RFC 5545), as countries, schools and calendar programs publish them.

mod event;
mod lines;
mod recurrence;
mod series;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use self::event::Event;
use self::lines::ContentLine;
use self::series::Series;
use super::{Holiday, LocalDate};
use crate::{Error, Result};

/// Bytes of a text; those of a country for some decades have less than half of it.
const MAX_BYTES: usize = 4 << 20;
const MAX_EVENTS: usize = 10_000;
const MAX_HOLIDAYS: usize = 10_000;
/// Days that are looked at to find where series begin and end, and what is left out of them.
const MAX_STEPS: usize = 1_000_000;

/// What an iCalendar text says about holidays.
///
/// Every event becomes a holiday that closes each day it touches, whatever its hours and whether it is shown as free or
/// busy. Events that are cancelled are skipped, also single ones of a series; those that were moved are where they were
/// moved to. A series of every year becomes a rule, all else becomes dates.
///
/// ```
/// use frontdesk::time::{HolidayImport, HolidayRule};
/// let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Christmas Day\r\nDTSTART;VALUE=DATE:20261225\r\n\
///     DTEND;VALUE=DATE:20261226\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
/// let import = HolidayImport::read_ics(text).unwrap();
/// let christmas = &import.holidays[0];
/// assert_eq!(christmas.name, "Christmas Day");
/// assert_eq!(christmas.rule, HolidayRule::Yearly { month: 12, day: 25 });
/// assert_eq!(christmas.from_year, Some(2026));
/// assert!(import.left_out.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HolidayImport {
    /// The holidays in the order of the text, each once.
    pub holidays: Vec<Holiday>,
    /// The last day of the last holiday, when there is none that comes back without an end: what the calendar's `covers_until`
    /// may say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_until: Option<LocalDate>,
    /// What the text has and a calendar cannot say, in the order of the text.
    pub left_out: Vec<LeftOut>,
}

/// An event that did not become a holiday as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeftOut {
    /// The event's name, or its UID when it has none.
    pub what: String,
    /// The line it begins on, counted from 1.
    pub line: u32,
    /// Why, for people.
    pub why: String,
}

impl HolidayImport {
    /// Reads one or more iCalendars that stand one after the other in a text.
    ///
    /// A time with a zone, or with none, is on the date that is written. A time in UTC is on the date it has in the zone that
    /// the calendar names in `X-WR-TIMEZONE`; without that the event is left out, as nobody can say on which date it is.
    ///
    /// # Errors
    /// `ics.not_a_calendar` when the text does not begin as one, `ics.cut_off` when it ends too early, and `ics.too_large`,
    /// `ics.too_many`, `ics.too_long` when it has more than 4 MiB, more than 10,000 events or holidays, or series that take
    /// too long to follow. The path is `/text`, and the detail `line` tells where.
    pub fn read_ics(text: &str) -> Result<Self> {
        Error::unless_at_most("ics.too_large", "bytes of an iCalendar", text.len(), MAX_BYTES)
            .and_then(|()| events(text))
            .and_then(|events| Reading::default().read(&events))
            .map_err(|error| error.at("/text"))
    }
}

/// All events of a text.
fn events(text: &str) -> Result<Vec<Event>> {
    let mut events: Vec<Event> = Vec::new();
    // The event that is being read, with how many components are open within it: their properties are not its own.
    let mut open: Option<(Event, usize)> = None;
    let (mut in_calendar, mut calendars, mut first_of_calendar, mut last_line) = (false, 0, 0, 1);
    let mut zone = None;
    for line in lines::content_lines(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        last_line = line.number;
        let begins = line.is("BEGIN").then_some(line.value.trim());
        let ends = line.is("END").then_some(line.value.trim());
        if !in_calendar {
            if begins.is_some_and(|what| what.eq_ignore_ascii_case("VCALENDAR")) {
                (in_calendar, calendars, first_of_calendar, zone) = (true, calendars + 1, events.len(), None);
            } else if calendars == 0 {
                return Err(not_a_calendar(line.number));
            }
        } else if let Some((event, depth)) = &mut open {
            match (begins, ends) {
                (Some(_), _) => *depth += 1,
                (_, Some(_)) if *depth > 0 => *depth -= 1,
                (_, Some(_)) => {
                    events.extend(open.take().map(|(event, _)| event));
                    Error::unless_at_most("ics.too_many", "events", events.len(), MAX_EVENTS)?;
                }
                _ if *depth == 0 => event.take(&line),
                _ => {}
            }
        } else if begins.is_some_and(|what| what.eq_ignore_ascii_case("VEVENT")) {
            open = Some((Event::beginning_at(line.number), 0));
        } else if ends.is_some_and(|what| what.eq_ignore_ascii_case("VCALENDAR")) {
            in_calendar = false;
            for event in events.iter_mut().skip(first_of_calendar) {
                event.zone = zone;
            }
        } else if let Some(named) = named_zone(&line) {
            zone = Some(named);
        }
    }
    if calendars == 0 {
        return Err(not_a_calendar(last_line));
    }
    if in_calendar {
        return Err(Error::invalid(
            "ics.cut_off",
            format!("the text ends with line {last_line}, within a calendar"),
        )
        .hint("fetch the file again; its last line is `END:VCALENDAR`")
        .detail("line", last_line));
    }
    Ok(events)
}

/// The zone in which programs show a calendar. Not in the standard, but all that matter write it.
fn named_zone(line: &ContentLine<'_>) -> Option<Tz> {
    line.is("X-WR-TIMEZONE").then(|| line.value.trim().parse().ok()).flatten()
}

fn not_a_calendar(line: u32) -> Error {
    Error::invalid("ics.not_a_calendar", format!("line {line} does not begin an iCalendar"))
        .hint("pass the text of an `.ics` file; its first line is `BEGIN:VCALENDAR`")
        .detail("line", line)
}

/// What was found so far.
#[derive(Default)]
struct Reading {
    holidays: Vec<Holiday>,
    seen: BTreeSet<Holiday>,
    left_out: Vec<LeftOut>,
    last_day: Option<i64>,
    endless: bool,
    steps: usize,
}

impl Reading {
    fn read(mut self, events: &[Event]) -> Result<HolidayImport> {
        // By UID, the days of series on which something else holds.
        let mut overridden: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        let mut cancelled = BTreeSet::new();
        for event in events {
            match event.overrides() {
                Some(Ok(day)) => overridden.entry(event.uid.as_str()).or_default().push(day),
                None if event.cancelled && !event.uid.is_empty() => {
                    cancelled.insert(event.uid.as_str());
                }
                // Told below, in the order of the text.
                Some(Err(_)) | None => {}
            }
        }
        for event in events {
            let single = event.overrides();
            if event.cancelled && !matches!(single, Some(Err(_))) || cancelled.contains(event.uid.as_str()) {
                continue;
            }
            let others = overridden.get(event.uid.as_str()).filter(|_| single.is_none());
            let others = others.map_or(&[][..], Vec::as_slice);
            self.spend(others.len())?;
            let series = match single {
                Some(Err(why)) => Err(why),
                Some(Ok(_)) => event.only_once(),
                None => event.series(others, &mut |steps| self.spend(steps))?,
            };
            match series {
                Ok(series) => self.keep(event, series)?,
                Err(why) => self.leave_out(event, why),
            }
        }
        let covers_until = self.last_day.filter(|_| !self.endless).and_then(LocalDate::from_day_number);
        Ok(HolidayImport { holidays: self.holidays, covers_until, left_out: self.left_out })
    }

    fn spend(&mut self, steps: usize) -> Result<()> {
        self.steps = self.steps.saturating_add(steps);
        Error::unless_at_most("ics.too_long", "steps along series of events", self.steps, MAX_STEPS)
    }

    fn keep(&mut self, event: &Event, series: Series) -> Result<()> {
        self.endless |= series.endless;
        self.last_day = self.last_day.max(series.last_day);
        for why in series.left_out {
            self.leave_out(event, why);
        }
        for mut holiday in series.holidays {
            holiday.name = event.name().to_owned();
            if self.seen.insert(holiday.clone()) {
                self.holidays.push(holiday);
            }
        }
        Error::unless_at_most("ics.too_many", "holidays", self.holidays.len(), MAX_HOLIDAYS)
    }

    fn leave_out(&mut self, event: &Event, why: String) {
        self.left_out.push(LeftOut { what: event.known_as().to_owned(), line: event.line, why });
    }
}
