//! Hours and holidays from texts in forms that others write: answered as JSON.

use frontdesk::api::read_arguments;
use frontdesk::time::{CalendarSpec, Holiday, HolidayImport};
use napi_derive::napi;
use serde::Deserialize;

use crate::fault::{contained, json};

/// What `opening_hours` are read with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningHours {
    zone: String,
    text: String,
    #[serde(default)]
    holidays: Vec<Holiday>,
}

/// Reads a text of OpenStreetMap, given as JSON with its zone and holidays: the hours of a calendar.
#[napi(catch_unwind)]
pub fn read_opening_hours(arguments: String) -> napi::Result<String> {
    contained(|| {
        let OpeningHours { zone, text, holidays } = read_arguments(arguments.as_bytes(), Vec::new())?;
        json(&CalendarSpec::from_opening_hours(&zone, &text, holidays)?)
    })
}

/// Reads an iCalendar: its holidays, and what was left out.
#[napi(catch_unwind)]
pub fn read_ics(text: String) -> napi::Result<String> {
    contained(|| json(&HolidayImport::read_ics(&text)?))
}
