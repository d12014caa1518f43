//! Promises of the calendars, as their users see them.

mod business_days;
mod combined;
mod days;
mod dearest;
mod errors;
mod every_minute;
mod examples;
mod holidays;
mod laws;
mod model;
mod model_compared;
mod specs;
mod stretches;
mod transitions;
mod wall_clock;
mod zones;

pub(super) use specs::Dice;

use super::*;
use crate::Timestamp;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn calendar(json: serde_json::Value) -> BusinessCalendar {
    BusinessCalendar::compile(&serde_json::from_value(json).unwrap()).unwrap()
}

/// Office hours in Berlin with the holidays of Easter.
fn office() -> BusinessCalendar {
    BusinessCalendar::compile(&office_spec()).unwrap()
}

fn office_spec() -> CalendarSpec {
    let hours = serde_json::json!([{ "from": "09:00", "to": "17:00" }]);
    let weekly: Vec<_> = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        .map(|weekday| serde_json::json!({ "weekday": weekday, "intervals": hours }))
        .into();
    let office = serde_json::json!({
        "zone": "Europe/Berlin",
        "weekly": weekly,
        "holidays": [
            { "name": "Good Friday", "rule": { "kind": "easter", "offset_days": -2 } },
            { "name": "Easter Monday", "rule": { "kind": "easter", "offset_days": 1 } },
        ],
        "shifts": [{ "date": "2026-04-04", "intervals": [{ "from": "10:00", "to": "14:00" }] }],
        "breaks": [{ "on": { "kind": "weekday", "weekday": "friday" }, "interval": { "from": "12:00", "to": "13:00" } }],
    });
    serde_json::from_value(office).unwrap()
}
