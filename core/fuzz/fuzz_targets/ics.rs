//! Hostile iCalendar files: what is read of one makes a calendar, and what is left out is told.

#![no_main]

use frontdesk::time::{BusinessCalendar, CalendarSpec, HolidayImport};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(HolidayImport { holidays, .. }) = HolidayImport::read_ics(text) {
        let hours = CalendarSpec::from_opening_hours("Europe/Berlin", "24/7", holidays);
        BusinessCalendar::compile(&hours.expect("they fit to hours"))
            .expect("holidays that were read are holidays of a calendar");
    }
});
