//! What the demo tells programs.

use std::collections::BTreeMap;

use super::Result;
use super::intake::Taken;
use super::log::Log;
use super::office::Office;

/// What the demo tells programs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Figures {
    /// Messages that were handed in.
    pub messages: u64,
    /// How they ended in this run, by kind.
    pub outcomes: BTreeMap<&'static str, u64>,
    pub tickets: u64,
    pub comments: u64,
    pub events: u64,
    /// Mails that were queued.
    pub effects: u64,
    /// The same for two desks that hold the same.
    pub digest: String,
}

impl Figures {
    pub fn of(office: &Office, taken: &Taken) -> Result<Self> {
        let host = office.desk.host();
        let Log { tickets, comments, events, effects, .. } = Log::read(&host)?;
        Ok(Self {
            messages: taken.messages,
            outcomes: taken.outcomes.clone(),
            tickets,
            comments,
            events,
            effects,
            digest: host.digest()?,
        })
    }
}
