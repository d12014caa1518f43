//! People: created and changed by commands and by mail.

use super::command::SavePerson;
use super::context::Context;
use super::id_gen::IdGen;
use crate::ids::{PersonId, UpdateId};
use crate::model::{
    Actor, ConfigKind, EVENT_VERSION, Event, EventBody, Person, PersonAddress, Subject, Text, address_key,
};
use crate::outbound::MailboxAddress;
use crate::{Error, ErrorKind, Result, Timestamp};

/// Saves a person as a new version, with its event. The rest of the command sees them like this.
pub(crate) fn save(
    context: &mut Context<'_>,
    actor: Actor,
    update: UpdateId,
    at: Timestamp,
    mut person: Person,
) -> Person {
    person.version += 1;
    let event = Event {
        v: EVENT_VERSION,
        subject: Subject::Person { id: person.id },
        seq: person.version,
        at,
        actor,
        update,
        cause: None,
        rule: None,
        body: EventBody::PersonSaved { person: Box::new(person.clone()) },
    };
    context.append(vec![event.without_texts()]);
    context.put_person(person.clone());
    person
}

/// A person who wrote from an address that is not known yet.
#[cfg(feature = "mail")]
pub(crate) fn create_by_mail(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    update: UpdateId,
    at: Timestamp,
    address: &str,
    name: Option<&str>,
    verified: bool,
) -> Person {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let organization = context.config.organization_of(domain);
    let address = PersonAddress { address: context.text(ids, at, address), verified, bouncing: false };
    let name = name.map(str::trim).filter(|name| !name.is_empty()).map(|name| context.text(ids, at, name));
    let person = Person {
        id: ids.next(at),
        version: 0,
        role: crate::model::Role::Requester,
        name,
        addresses: vec![address],
        organization,
        teams: Vec::new(),
        active: true,
        created_at: at,
        confirmed_at: None,
    };
    save(context, Actor::System, update, at, person)
}

/// Carries out the command that saves a person.
pub(crate) fn execute(
    context: &mut Context<'_>,
    actor: Actor,
    ids: &mut IdGen,
    at: Timestamp,
    command: SavePerson,
) -> Result<Person> {
    let update: UpdateId = ids.next(at);
    let existing = match command.id {
        None => None,
        Some(id) => Some(context.person(id)?.ok_or_else(|| person_not_found().at("/id"))?),
    };
    let version = existing.as_ref().map_or(0, |person| person.version);
    if command.base_version.is_some_and(|base| base != version) {
        let message = "somebody else saved this person meanwhile";
        return Err(Error::new(ErrorKind::Conflict, "person.conflict", message)
            .at("/base_version")
            .hint("look at the latest version, and save again on top of it")
            .detail("version", version));
    }
    check(context, existing.as_ref().map(|person| person.id), &command)?;
    let addresses = addresses(context, ids, at, existing.as_ref(), &command.addresses);
    let name = match (&command.name, existing.as_ref().and_then(|person| person.name.as_ref())) {
        (Some(new), Some(old)) if old.text.as_deref() == Some(new.as_str()) => Some(old.clone()),
        (Some(new), _) => Some(context.text(ids, at, new)),
        (None, _) => None,
    };
    let mut teams = command.teams;
    teams.sort_unstable();
    teams.dedup();
    let person = Person {
        id: existing.as_ref().map_or_else(|| ids.next(at), |person| person.id),
        version,
        role: command.role,
        name,
        addresses,
        organization: command.organization,
        teams,
        active: command.active,
        created_at: existing.as_ref().map_or(at, |person| person.created_at),
        confirmed_at: existing.as_ref().and_then(|person| person.confirmed_at),
    };
    Ok(save(context, actor, update, at, person))
}

/// The sender vouches for the new ones. Those that stay are as well proved as they were, and are tried again when they bounced.
fn addresses(
    context: &mut Context<'_>,
    ids: &mut IdGen,
    at: Timestamp,
    existing: Option<&Person>,
    wanted: &[String],
) -> Vec<PersonAddress> {
    let known = existing.map(|person| person.addresses.clone()).unwrap_or_default();
    let keep = |text: &Text, address: &str| text.text.as_deref() == Some(address);
    wanted
        .iter()
        .map(|address| match known.iter().find(|known| keep(&known.address, address)) {
            Some(known) => PersonAddress { bouncing: false, ..known.clone() },
            None => {
                PersonAddress { address: context.text(ids, at, address), verified: true, bouncing: false }
            }
        })
        .collect()
}

fn check(context: &mut Context<'_>, id: Option<PersonId>, command: &SavePerson) -> Result<()> {
    let (limits, name) = (context.limits, command.name.as_deref().unwrap_or_default());
    let (length, addresses) = (name.chars().count(), command.addresses.len());
    Error::unless_at_most("person.name_too_long", "the name in characters", length, limits.name_chars)
        .map_err(|error| error.at("/name"))?;
    Error::unless_at_most(
        "person.too_many_addresses",
        "the number of addresses",
        addresses,
        limits.addresses,
    )
    .map_err(|error| error.at("/addresses"))?;
    let mut keys: Vec<String> = Vec::new();
    for (nth, address) in command.addresses.iter().enumerate() {
        let path = format!("/addresses/{nth}");
        MailboxAddress::new(address).map_err(|error| error.at(path.clone()))?;
        let key = address_key(address);
        if context.config.is_own(&key) {
            let error = Error::invalid("person.own_address", "this is an address of the desk itself");
            return Err(error.at(path).hint("a person with it would be written to in a loop"));
        }
        let other = context.person_by_address(&key)?;
        if keys.contains(&key) || other.is_some_and(|other| Some(other.id) != id) {
            return Err(Error::invalid("person.address_taken", "this address belongs to a person already")
                .at(path)
                .hint("save that person, or take the address from them first"));
        }
        keys.push(key);
    }
    if let Some(nth) = command.teams.iter().position(|team| context.config.team(*team).is_none()) {
        return Err(Error::unknown("person.unknown_team", "team").at(format!("/teams/{nth}")));
    }
    if let Some(organization) = command.organization {
        let key = crate::ids::Id::to_bytes(organization);
        if context.tx.config(context.desk, ConfigKind::Organization, key, None)?.is_none() {
            return Err(Error::unknown("person.unknown_organization", "organization").at("/organization"));
        }
    }
    Ok(())
}

/// What is answered when a person is not there, or may not be seen.
pub(crate) fn person_not_found() -> Error {
    Error::not_found("person.not_found", "there is no such person")
}
