//! People and the addresses by which they are found.

use super::{DESK, Factory, Verdict, promise, read, same, write};
use crate::ids::PersonId;
use crate::model::{Person, PersonAddress, address_key};
use crate::store::{Change, Store};
use crate::testkit::generate::World;

fn person_with(world: &mut World, addresses: &[&str]) -> Person {
    let mut person = world.person(None);
    person.addresses.clear();
    for address in addresses {
        let (address, _) = world.text((*address).to_owned());
        person.addresses.push(PersonAddress { address, verified: true, bouncing: false });
    }
    person
}

fn put(store: &dyn Store, person: &Person) -> Verdict {
    let change = Change::PutPerson(Box::new(person.clone()));
    write(store, |tx| Ok(tx.apply(DESK, std::slice::from_ref(&change))?))
}

fn found_by(store: &dyn Store, address: &str, wanted: Option<&Person>) -> Verdict {
    let found = read(store, |tx| Ok(tx.person_by_address(DESK, &address_key(address))?))?;
    same(&format!("the person with {address}"), found.as_ref(), wanted)
}

/// Whatever address they write from, it is the same person.
pub fn a_person_is_found_by_each_address(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(21, DESK);
    let ann = person_with(&mut world, &["ann@example.org", "Ann.Other@Example.ORG", "o'ann%_@example.org"]);
    let bob = person_with(&mut world, &["bob@example.org"]);
    put(&*store, &ann)?;
    put(&*store, &bob)?;
    for address in
        ["ann@example.org", "ann.other@example.org", "ANN.OTHER@example.org", "o'ann%_@example.org"]
    {
        found_by(&*store, address, Some(&ann))?;
    }
    found_by(&*store, "bob@example.org", Some(&bob))?;
    found_by(&*store, "o'annXX@example.org", None)?;
    let all = read(&*store, |tx| Ok(tx.people(DESK, None, 9)?))?;
    same("people in the order of ids", all, vec![ann.clone(), bob.clone()])?;
    let behind = read(&*store, |tx| Ok(tx.people(DESK, Some(ann.id), 9)?))?;
    same("people behind an id", behind, vec![bob])?;
    same("one of them", read(&*store, |tx| Ok(tx.person(DESK, ann.id)?))?, Some(ann))
}

/// Who writes an address last has it; who loses one keeps the others; who gives one up is not found by it.
pub fn an_address_that_moves_finds_its_new_person(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(22, DESK);
    let mut ann = person_with(&mut world, &["ann@example.org", "shared@example.org"]);
    let bob = person_with(&mut world, &["bob@example.org", "shared@example.org"]);
    put(&*store, &ann)?;
    put(&*store, &bob)?;
    found_by(&*store, "shared@example.org", Some(&bob))?;
    found_by(&*store, "ann@example.org", Some(&ann))?;

    ann.addresses.truncate(1);
    ann.version += 1;
    put(&*store, &ann)?;
    found_by(&*store, "shared@example.org", Some(&bob))?;
    ann.addresses.clear();
    ann.version += 1;
    put(&*store, &ann)?;
    found_by(&*store, "ann@example.org", None)?;
    same("without an address", read(&*store, |tx| Ok(tx.person(DESK, ann.id)?))?, Some(ann))
}

/// An address whose text was erased finds nobody; the person is still there.
pub fn an_address_that_was_erased_finds_nobody(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(23, DESK);
    let mut ann = person_with(&mut world, &["ann@example.org"]);
    put(&*store, &ann)?;
    ann.version += 1;
    ann.addresses.iter_mut().for_each(|have| have.address.text = None);
    put(&*store, &ann)?;
    found_by(&*store, "ann@example.org", None)?;
    found_by(&*store, "", None)?;
    same("the person", read(&*store, |tx| Ok(tx.person(DESK, ann.id)?))?, Some(ann))
}

/// A team's people are those who are active and in it now, in the order of their ids.
pub fn a_team_has_its_active_people(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(24, DESK);
    let [one, two, nobodys] = world.teams();
    let mut people: Vec<Person> = (0..6).map(|_| person_with(&mut world, &[])).collect();
    for (at, person) in people.iter_mut().enumerate() {
        person.active = at != 2;
        person.teams = if at % 2 == 0 { vec![one] } else { vec![one, two] };
    }
    people.iter().rev().try_for_each(|person| put(&*store, person))?;
    let members = |team| -> Result<Vec<PersonId>, _> {
        read(&*store, |tx| Ok(tx.team_members(DESK, team)?.into_iter().map(|person| person.id).collect()))
    };
    let wanted = |people: &[Person], team| -> Vec<PersonId> {
        let members = people.iter().filter(|person| person.active && person.teams.contains(&team));
        members.map(|person| person.id).collect()
    };
    promise("a team has several", wanted(&people, one).len() == 5)?;
    same("one team", members(one)?, wanted(&people, one))?;
    same("the other team", members(two)?, wanted(&people, two))?;
    same("a team without people", members(nobodys)?, Vec::new())?;

    for (at, person) in people.iter_mut().enumerate() {
        person.version += 1;
        person.active = at != 1;
        person.teams = if at < 3 { vec![two] } else { Vec::new() };
        put(&*store, person)?;
    }
    same("the team that all left", members(one)?, Vec::new())?;
    same("the team that some joined", members(two)?, wanted(&people, two))
}
