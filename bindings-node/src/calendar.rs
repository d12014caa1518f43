//! Calendars by themselves, without a desk. `ts/calendar.ts` checks what comes in, and makes instants of what goes out.

use frontdesk::api::read_arguments;
use frontdesk::time::{BusinessCalendar, CalendarSpec, DayHours, LocalDate};
use frontdesk::{Error, ErrorKind, Timestamp};
use napi_derive::napi;
use serde::Serialize;

use crate::fault::contained;

/// Local days, each computed when it is asked for.
#[napi]
pub struct Days(Box<dyn Iterator<Item = DayHours> + Send>);

#[napi]
impl Days {
    /// The next day, as JSON.
    #[napi(catch_unwind)]
    pub fn next(&mut self) -> napi::Result<Option<String>> {
        contained(|| self.0.next().map(|day| json(&day)).transpose())
    }
}

/// A stretch of open time.
#[napi(object, object_from_js = false)]
pub struct Stretch {
    /// Its first instant.
    pub start: i64,
    /// The first instant behind it.
    pub end: i64,
}

/// Business hours. Instants are milliseconds since 1970.
#[napi]
pub struct Calendar(BusinessCalendar);

#[napi]
impl Calendar {
    /// Reads and checks hours that are written as JSON.
    #[napi(factory, catch_unwind)]
    pub fn compile(hours: String) -> napi::Result<Self> {
        contained(|| {
            let hours: CalendarSpec = read_arguments(hours.as_bytes(), Vec::new())?;
            BusinessCalendar::compile(&hours).map(Self)
        })
    }

    /// The calendar that is always open.
    #[napi(factory, catch_unwind)]
    pub fn always() -> Self {
        Self(BusinessCalendar::always())
    }

    /// The calendar that is open when both are.
    #[napi(catch_unwind)]
    pub fn intersection(&self, other: &Calendar) -> napi::Result<Self> {
        contained(|| self.0.intersection(&other.0).map(Self))
    }

    /// The calendar that is open when one of the two is.
    #[napi(catch_unwind)]
    pub fn union(&self, other: &Calendar) -> napi::Result<Self> {
        contained(|| self.0.union(&other.0).map(Self))
    }

    /// Whether there is any open time.
    #[napi(catch_unwind)]
    pub fn has_hours(&self) -> bool {
        self.0.has_hours()
    }

    /// When so much open time has passed.
    #[napi(catch_unwind)]
    pub fn add(&self, at: i64, millis: i64) -> Option<i64> {
        written(self.0.add(instant(at), millis))
    }

    /// Since when so much open time has passed.
    #[napi(catch_unwind)]
    pub fn sub(&self, at: i64, millis: i64) -> Option<i64> {
        written(self.0.sub(instant(at), millis))
    }

    /// The open time between two instants.
    #[napi(catch_unwind)]
    pub fn between(&self, from: i64, to: i64) -> i64 {
        self.0.between(instant(from), instant(to))
    }

    /// Whether an instant is open.
    #[napi(catch_unwind)]
    pub fn is_open(&self, at: i64) -> bool {
        self.0.is_open(instant(at))
    }

    /// Whether an instant lies on a holiday.
    #[napi(catch_unwind)]
    pub fn is_holiday(&self, at: i64) -> bool {
        self.0.is_holiday(instant(at))
    }

    /// The first open instant from here on.
    #[napi(catch_unwind)]
    pub fn next_open(&self, at: i64) -> Option<i64> {
        written(self.0.next_open(instant(at)))
    }

    /// When it closes next.
    #[napi(catch_unwind)]
    pub fn next_close(&self, at: i64) -> Option<i64> {
        written(self.0.next_close(instant(at)))
    }

    /// The first open period of a stretch of time, cut to it.
    #[napi(catch_unwind)]
    pub fn period(&self, from: i64, to: i64) -> Option<Stretch> {
        let period = self.0.periods(instant(from)..instant(to)).next()?;
        Some(Stretch { start: period.start.millis(), end: period.end.millis() })
    }

    /// Why a local date is open or closed, as a JSON array.
    #[napi(catch_unwind)]
    pub fn day(&self, date: String) -> napi::Result<String> {
        contained(|| json(&self.0.day(LocalDate::parse(&date).map_err(|fault| fault.at("/date"))?)))
    }

    /// Why each local day that a stretch of time touches is open or closed.
    #[napi(catch_unwind)]
    pub fn explain(&self, from: i64, to: i64) -> Days {
        Days(Box::new(self.0.explain(instant(from)..instant(to))))
    }
}

const fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn written(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::millis)
}

fn json<T: Serialize>(value: &T) -> frontdesk::Result<String> {
    serde_json::to_string(value)
        .map_err(|_| Error::new(ErrorKind::Internal, "internal.answer", "an answer cannot be written"))
}
