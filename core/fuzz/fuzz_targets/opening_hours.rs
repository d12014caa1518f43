//! Hostile opening hours: what is read of a text makes a calendar.

#![no_main]

use frontdesk::time::{BusinessCalendar, CalendarSpec};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(hours) = CalendarSpec::from_opening_hours("Europe/Berlin", text, Vec::new()) {
        BusinessCalendar::compile(&hours).expect("hours that were read are hours of a calendar");
    }
});
