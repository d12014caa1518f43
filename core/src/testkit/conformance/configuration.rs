//! What is configured, with all its versions.

use super::{DESK, Factory, Verdict, read, same, write};
use crate::ids::{Id, OrganizationId, TeamId};
use crate::model::{Config, ConfigKind, DeskSettings, Organization, Team};
use crate::store::{Change, Store};

fn team(id: u8, version: u32, name: &str) -> Config {
    Team { id: TeamId::from_bytes([id; 16]), version, name: name.to_owned() }.into()
}

fn put(store: &dyn Store, config: &Config) -> Verdict {
    let change = Change::PutConfig(Box::new(config.clone()));
    write(store, |tx| Ok(tx.apply(DESK, std::slice::from_ref(&change))?))
}

/// A rule that fired in version 2 can be read in version 2 for ever; new work goes by the latest.
pub fn every_version_is_kept_and_the_latest_answered(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let first = [team(2, 1, "second line"), team(1, 1, "first line")];
    let later = [team(1, 2, "front"), team(1, 3, "front desk")];
    let settings = Config::from(DeskSettings { version: 1, ..DeskSettings::default() });
    let organization: Config = Organization {
        id: OrganizationId::from_bytes([1; 16]),
        version: 1,
        name: "An organization with the key of a team".to_owned(),
        domains: vec!["example.org".to_owned()],
    }
    .into();
    let all: Vec<&Config> = first.iter().chain(&later).chain([&settings, &organization]).collect();
    all.iter().try_for_each(|config| put(&*store, config))?;
    let [second_line, first_line] = &first;
    let [_, front_desk] = &later;
    read(&*store, |tx| {
        for config in &all {
            let found = tx.config(DESK, config.kind(), config.key(), Some(config.version()))?;
            same("a version", found.as_ref(), Some(*config))?;
        }
        let latest = tx.config(DESK, ConfigKind::Team, [1; 16], None)?;
        same("the latest", latest.as_ref(), Some(front_desk))?;
        same("a version to come", tx.config(DESK, ConfigKind::Team, first_line.key(), Some(4))?, None)?;
        same("another kind", tx.config(DESK, ConfigKind::View, [1; 16], None)?, None)?;
        let teams = tx.configs(DESK, ConfigKind::Team)?;
        same("the latest of each, by key", teams, vec![front_desk.clone(), second_line.clone()])?;
        same("the settings", tx.configs(DESK, ConfigKind::Settings)?, vec![settings.clone()])?;
        same("a kind without any", tx.configs(DESK, ConfigKind::Trigger)?, Vec::new())
    })
}

/// Each saved version counts, so that a cache knows when it is old.
pub fn the_desk_counts_changes_of_its_configuration(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let counted = || read(&*store, |tx| Ok(tx.counters(DESK)?.config_version));
    same("nothing was saved", counted()?, 0)?;
    put(&*store, &team(1, 1, "one"))?;
    put(&*store, &team(1, 2, "two"))?;
    same("two were saved", counted()?, 2)?;
    write(&*store, |tx| Ok(tx.allocate_number(DESK)?))?;
    same("something else was written", counted()?, 2)
}
