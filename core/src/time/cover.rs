//! How far the data of holidays reaches.

use super::hours::{DAY, LocalHours};
use super::{BusinessCalendar, CalendarSpec, LocalDate};
use crate::Timestamp;

impl BusinessCalendar {
    /// The last day up to which the holidays are known to be all there: of a combined calendar, the earliest of those that tell
    /// one. `None` when none does.
    ///
    /// ```
    /// use frontdesk::time::{BusinessCalendar, CalendarSpec, LocalDate};
    /// let spec: CalendarSpec =
    ///     serde_json::from_str(r#"{ "zone": "Europe/Berlin", "covers_until": "2027-12-26" }"#).unwrap();
    /// let calendar = BusinessCalendar::compile(&spec).unwrap();
    /// assert_eq!(calendar.covers_until(), LocalDate::parse("2027-12-26").ok());
    /// assert_eq!(BusinessCalendar::always().covers_until(), None);
    /// ```
    pub fn covers_until(&self) -> Option<LocalDate> {
        let earliest = self.parts().filter_map(LocalHours::covers_until).min();
        earliest.and_then(LocalDate::from_day_number)
    }
}

impl CalendarSpec {
    /// Whether the holidays are known for so many days from an instant at least; also when nothing tells how far they reach.
    pub(crate) fn covers(&self, now: Timestamp, days: i64) -> bool {
        let until = self.covers_until.as_ref().and_then(|text| LocalDate::parse(text).ok());
        until.is_none_or(|until| until.day_number() >= now.millis().div_euclid(DAY * 1_000) + days)
    }
}
