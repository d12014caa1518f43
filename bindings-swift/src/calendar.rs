//! Calendars by themselves, without a desk.

use std::sync::Arc;

use frontdesk::api::read_arguments;
use frontdesk::time::{
    BusinessCalendar, CalendarSpec, DayHours, Holiday, HolidayImport, LocalDate, OpenStretch, Period,
};
use frontdesk::{Error, ErrorKind, Result, Timestamp};

use crate::store::{Told, contained};

/// The most periods that are told at once.
const MOST_PERIODS: usize = 100_000;

/// The most stretches that are told at once.
const MOST_STRETCHES: usize = 100_000;

/// The most days that are explained at once. A day may hold dozens of intervals, as texts.
const MOST_DAYS: usize = 10_000;

/// A calendar of business hours. What computes may fail, if only by a fault of the engine: a panic in a call that cannot fail would end a
/// Swift app. Times are in milliseconds.
#[derive(Debug, uniffi::Object)]
pub struct NativeCalendar(BusinessCalendar);

/// Reads the hours that an `opening_hours` text of OpenStreetMap tells.
#[uniffi::export]
pub fn read_opening_hours(zone: &str, text: &str, holidays: Vec<Holiday>) -> Told<CalendarSpec> {
    contained(|| CalendarSpec::from_opening_hours(zone, text, holidays))
}

/// Reads holidays from an iCalendar.
#[uniffi::export]
pub fn read_ics(text: &str) -> Told<HolidayImport> {
    contained(|| HolidayImport::read_ics(text))
}

#[uniffi::export]
impl NativeCalendar {
    /// Checks hours.
    #[uniffi::constructor]
    pub fn new(hours: CalendarSpec) -> Told<Arc<Self>> {
        contained(|| BusinessCalendar::compile(&hours).map(shared))
    }

    /// Reads hours from JSON, and checks them.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Told<Arc<Self>> {
        let hours = || read_arguments::<CalendarSpec>(json.as_bytes(), Vec::new());
        contained(|| BusinessCalendar::compile(&hours()?).map(shared))
    }

    /// The calendar that is always open.
    #[uniffi::constructor]
    pub fn always() -> Arc<Self> {
        shared(BusinessCalendar::always())
    }

    /// What is open when both are.
    pub fn intersection(&self, other: &Self) -> Told<Arc<Self>> {
        contained(|| self.0.intersection(&other.0).map(shared))
    }

    /// What is open when one of both is.
    pub fn union(&self, other: &Self) -> Told<Arc<Self>> {
        contained(|| self.0.union(&other.0).map(shared))
    }

    /// When so much open time has gone by.
    pub fn add(&self, from: Timestamp, millis: i64) -> Told<Option<Timestamp>> {
        contained(|| Ok(self.0.add(from, millis)))
    }

    /// When so much open time has gone by since each of many instants.
    pub fn add_many(&self, instants: Vec<Timestamp>, millis: i64) -> Told<Vec<Option<Timestamp>>> {
        contained(|| Ok(instants.into_iter().map(|from| self.0.add(from, millis)).collect()))
    }

    /// From when so much open time goes by.
    pub fn sub(&self, until: Timestamp, millis: i64) -> Told<Option<Timestamp>> {
        contained(|| Ok(self.0.sub(until, millis)))
    }

    /// How much open time there is.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Told<i64> {
        contained(|| Ok(self.0.between(from, to)))
    }

    /// How much open time there is from each of many instants to the one at its place.
    pub fn between_many(&self, from: Vec<Timestamp>, to: Vec<Timestamp>) -> Told<Vec<i64>> {
        contained(|| Ok(from.into_iter().zip(to).map(|(from, to)| self.0.between(from, to)).collect()))
    }

    /// Whether it is open.
    pub fn is_open(&self, at: Timestamp) -> Told<bool> {
        contained(|| Ok(self.0.is_open(at)))
    }

    /// Whether it is a holiday.
    pub fn is_holiday(&self, at: Timestamp) -> Told<bool> {
        contained(|| Ok(self.0.is_holiday(at)))
    }

    /// Whether it is ever open.
    pub fn has_hours(&self) -> bool {
        self.0.has_hours()
    }

    /// When it is open, at this instant or after it.
    pub fn next_open(&self, at: Timestamp) -> Told<Option<Timestamp>> {
        contained(|| Ok(self.0.next_open(at)))
    }

    /// When it closes after this instant.
    pub fn next_close(&self, at: Timestamp) -> Told<Option<Timestamp>> {
        contained(|| Ok(self.0.next_close(at)))
    }

    /// The open periods of a stretch of time.
    pub fn periods(&self, from: Timestamp, to: Timestamp) -> Told<Vec<Period>> {
        contained(|| all(self.0.periods(from..to), MOST_PERIODS, "periods"))
    }

    /// A time of day on a later date that has open time; for 0 days perhaps on the same date.
    pub fn next_business_day_at(&self, at: Timestamp, days: i64, time: &str) -> Told<Option<Timestamp>> {
        contained(|| {
            if days < 0 {
                let negative = Error::invalid("call.malformed", "there is no negative number of days");
                return Err(negative.at("/days").hint("give 0 or more"));
            }
            // More than there may be is too many in any width.
            self.0.next_business_day_at(at, u32::try_from(days).unwrap_or(u32::MAX), time)
        })
    }

    /// Up to which day the holidays are known to be all there.
    pub fn covers_until(&self) -> Told<Option<LocalDate>> {
        contained(|| Ok(self.0.covers_until()))
    }

    /// Why a day is open or closed.
    pub fn day(&self, date: LocalDate) -> Told<Vec<DayHours>> {
        contained(|| Ok(self.0.day(date)))
    }

    /// Why the days of a stretch of time are open or closed.
    pub fn explain(&self, from: Timestamp, to: Timestamp) -> Told<Vec<DayHours>> {
        contained(|| all(self.0.explain(from..to), MOST_DAYS, "days"))
    }

    /// Every counted and skipped stretch of a stretch of time.
    pub fn stretches(&self, from: Timestamp, to: Timestamp) -> Told<Vec<OpenStretch>> {
        contained(|| all(self.0.stretches(from..to), MOST_STRETCHES, "stretches"))
    }
}

fn shared(calendar: BusinessCalendar) -> Arc<NativeCalendar> {
    Arc::new(NativeCalendar(calendar))
}

/// Everything of a stretch of time, which may be thousands of years long: what is told as one list is bounded.
fn all<T>(answers: impl Iterator<Item = T>, most: usize, what: &str) -> Result<Vec<T>> {
    let told: Vec<T> = answers.take(most + 1).collect();
    if told.len() <= most {
        return Ok(told);
    }
    let message = format!("the stretch of time has more than {most} {what}");
    Err(Error::new(ErrorKind::LimitExceeded, "calendar.too_many", message)
        .hint("ask for less at a time, one stretch after the other")
        .detail("limit", what)
        .detail("cap", u64::try_from(most).unwrap_or(u64::MAX)))
}
