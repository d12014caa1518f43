//! Calendars by themselves, without a desk. `ts/calendar.ts` checks what comes in, and makes instants of what goes out.

use frontdesk::Timestamp;
use frontdesk::api::read_arguments;
use frontdesk::time::{BusinessCalendar, CalendarSpec, LocalDate};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

use crate::fault::{contained, json};
use crate::walks::{Days, Stretches};

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

    /// When so much open time has passed since each of many instants; not a number where that is never.
    #[napi(catch_unwind)]
    pub fn add_many(&self, instants: Float64Array, millis: i64) -> Float64Array {
        let due = |at: &f64| written(self.0.add(read(*at), millis)).map_or(f64::NAN, number);
        Float64Array::new(instants.iter().map(due).collect())
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

    /// The open time from each of many instants to the one that stands at its place.
    #[napi(catch_unwind)]
    pub fn between_many(&self, from: Float64Array, to: Float64Array) -> Float64Array {
        let open = |(from, to): (&f64, &f64)| number(self.0.between(read(*from), read(*to)));
        Float64Array::new(from.iter().zip(to.iter()).map(open).collect())
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

    /// A time of day on a later date that has open time; for 0 days perhaps on the same date.
    #[napi(catch_unwind)]
    pub fn next_business_day_at(&self, at: i64, days: i64, time: String) -> napi::Result<Option<i64>> {
        // More than there may be is too many in any width; there are no negative ones, as is checked before.
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        contained(|| self.0.next_business_day_at(instant(at), days, &time).map(written))
    }

    /// Up to which day the holidays are known to be all there.
    #[napi(catch_unwind)]
    pub fn covers_until(&self) -> Option<String> {
        self.0.covers_until().map(|date| date.to_string())
    }

    /// Why a local date is open or closed, as a JSON array.
    #[napi(catch_unwind)]
    pub fn day(&self, date: String) -> napi::Result<String> {
        contained(|| json(&self.0.day(LocalDate::parse(&date).map_err(|fault| fault.at("/date"))?)))
    }

    /// Why each local day that a stretch of time touches is open or closed.
    #[napi(catch_unwind)]
    pub fn explain(&self, from: i64, to: i64) -> Days {
        Days::new(self.0.explain(instant(from)..instant(to)))
    }

    /// Every counted and skipped stretch of a stretch of time.
    #[napi(catch_unwind)]
    pub fn stretches(&self, from: i64, to: i64) -> Stretches {
        Stretches::new(self.0.stretches(instant(from)..instant(to)))
    }
}

/// An instant of a list.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a date of JavaScript is a whole number of milliseconds, far below the limit"
)]
const fn read(millis: f64) -> Timestamp {
    instant(millis as i64)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the milliseconds up to the end of 9999 are exact in JavaScript"
)]
const fn number(millis: i64) -> f64 {
    millis as f64
}

const fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn written(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::millis)
}
