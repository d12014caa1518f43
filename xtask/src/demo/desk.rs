//! The desk of the demo: two teams, a calendar, SLA policies, triggers and views.

use frontdesk::ids::{CommandId, Id};
use frontdesk::{Desk, ManualClock, Request, Result, SaveConfig, Timestamp, model::Config};

/// What the desk is configured with, in the order in which it is saved: JSON as an administrator would keep it in a file.
const CONFIG: &str = include_str!("desk.json");

/// Configures the desk. Each command has an id of its own, so that doing it again changes nothing.
pub fn configure(desk: &Desk, clock: &ManualClock) -> Result<()> {
    clock.set(Timestamp::parse("2001-01-01T00:00:00Z")?);
    let items: Vec<Config> = serde_json::from_str(CONFIG).map_err(|error| {
        frontdesk::Error::invalid("demo.config", format!("desk.json cannot be read: {error}"))
    })?;
    let requests = (1u8..).zip(items).map(|(nth, config)| Request {
        id: Some(CommandId::from_bytes([nth; 16])),
        command: SaveConfig { config, base_version: None }.into(),
    });
    for answer in desk.host().batch(requests.collect())? {
        answer?;
    }
    Ok(())
}
