//! The desk of the demo: teams with their agents, a calendar, SLA policies, triggers and views.

use frontdesk::ids::{CommandId, Id, PersonId, TeamId};
use frontdesk::model::Config;
use frontdesk::time::BusinessCalendar;
use frontdesk::{Command, Desk, ManualClock, Request, SaveConfig, SavePerson, Timestamp};

use super::Result;

/// What the desk is configured with, in the order in which it is saved: JSON as an administrator would keep it in a file.
const COMMANDS: &str = include_str!("desk.json");

/// When the desk is configured: before any mail.
const OPENED: &str = "1980-01-01T00:00:00Z";

/// What the desk was configured with.
pub struct Setup {
    /// All that was saved but people.
    pub config: Vec<Config>,
    /// Who answers.
    pub agents: Vec<Agent>,
    /// When agents work.
    pub hours: BusinessCalendar,
}

/// Somebody who answers.
pub struct Agent {
    /// Who it is.
    pub id: PersonId,
    /// The teams whose tickets are answered.
    pub teams: Vec<TeamId>,
}

/// Configures the desk. Each command has an id of its own, so that doing it again changes nothing.
pub fn configure(desk: &Desk, clock: &ManualClock) -> Result<Setup> {
    clock.set(Timestamp::parse(OPENED)?);
    let commands = commands()?;
    let requests = (1u8..).zip(&commands).map(|(nth, command)| Request {
        id: Some(CommandId::from_bytes([nth; 16])),
        command: command.clone(),
    });
    let receipts = desk.host().batch(requests.collect())?;
    let mut setup = Setup { config: Vec::new(), agents: Vec::new(), hours: BusinessCalendar::always() };
    for (command, receipt) in commands.into_iter().zip(receipts) {
        let receipt = receipt?;
        match command {
            Command::SaveConfig(SaveConfig { config, .. }) => {
                if let Config::Calendar(calendar) = &config {
                    setup.hours = BusinessCalendar::compile(&calendar.hours)?;
                }
                setup.config.push(config);
            }
            Command::SavePerson(SavePerson { teams, .. }) => {
                setup.agents.extend(receipt.person.map(|id| Agent { id, teams }));
            }
            _ => {}
        }
    }
    Ok(setup)
}

/// The commands that configure the desk.
pub fn commands() -> Result<Vec<Command>> {
    Ok(serde_json::from_str(COMMANDS).map_err(|error| format!("desk.json cannot be read: {error}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk::ids::DeskId;
    use frontdesk::store::MemoryStore;
    use frontdesk::{Frontdesk, Keys, Limits};

    #[test]
    fn nobody_who_answers_has_an_address_of_the_desks_own_domain() {
        let clock = ManualClock::at(Timestamp::parse(OPENED).unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let desk = Frontdesk::open(MemoryStore::new(), keys, clock, Limits::default()).desk(DeskId(1));
        let (mut own, mut agents) = (Vec::new(), Vec::new());
        for command in commands().unwrap() {
            match &command {
                Command::SaveConfig(SaveConfig { config: Config::Mailbox(mailbox), .. }) => {
                    own.extend(mailbox.address.split_once('@').map(|(_, domain)| domain.to_owned()));
                }
                Command::SavePerson(person) => agents.extend(person.addresses.clone()),
                _ => {}
            }
            assert_eq!(desk.host().execute(command).unwrap().warnings, []);
        }
        assert!(!own.is_empty() && !agents.is_empty());
        assert!(agents.iter().all(|agent| !own.iter().any(|domain| agent.ends_with(&format!("@{domain}")))));
    }
}
