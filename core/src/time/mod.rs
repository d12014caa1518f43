//! Business calendars: when a team works, and arithmetic with the time it works.
//!
//! [`CalendarSpec`] is the data; [`BusinessCalendar`] is what answers questions. Everything here is computed from
//! its arguments and the compiled-in IANA time zone data alone.

mod business_day;
mod calendar;
mod check;
mod check_holiday;
mod compiled;
mod cover;
mod date;
mod holiday;
mod hours;
mod ics;
mod index;
mod local;
mod open_year;
mod opening_hours;
mod periods;
mod span;
mod spec;
mod stretches;
#[cfg(test)]
mod tests;
mod years;
mod zone;

pub use calendar::BusinessCalendar;
pub use date::{LocalDate, Weekday};
pub use ics::{HolidayImport, LeftOut};
pub(crate) use local::{LocalTime, Place, start_of_month};
pub use periods::{Period, Periods};
pub use spec::{
    Break, BreakDay, CalendarSpec, DayHours, DayReason, Holiday, HolidayRule, LocalInterval, Shift,
    WeekdayHours,
};
pub use stretches::{OpenStretch, StretchReason};
