//! Many desks in one store.

use super::dump::dump;
use super::{DESK, Factory, Verdict, grown, play, promise, read, same, write};
use crate::ids::DeskId;
use crate::model::DeskCounters;
use crate::query::Predicate;
use crate::store::{Durability, StoreError, StoreExt, TicketKey};
use crate::testkit::generate::{Step, World};

const SHADOW: DeskId = DeskId(8);

/// Whatever is done to one desk, another answers every read as before.
pub fn tn_01_nothing_that_is_done_to_a_desk_touches_another(empty: Factory<'_>) -> Verdict {
    for seed in 0..3 {
        let store = empty();
        // The same seed: both desks use the same ids, numbers, addresses and keys.
        let shadow = grown(&*store, seed, SHADOW, 40)?;
        let before = read(&*store, |tx| dump(tx, &shadow))?;
        let mut world = World::new(seed, DESK);
        for _ in 0..80 {
            let step = world.step();
            // A hand-over is of all desks.
            if matches!(step, Step::Claim { .. }) {
                continue;
            }
            let answer = store.with_write(Durability::Full, |tx| play(tx, DESK, &step));
            let conflicts = matches!(step, Step::Conflict(_));
            same("whether the step failed", answer.is_err(), conflicts)?;
            read(&*store, |tx| dump(tx, &shadow))?.must_be(&before, "the shadow desk")?;
        }
        promise("the other desk has grown", !world.tickets.is_empty() && !shadow.tickets.is_empty())?;
    }
    Ok(())
}

/// Two desks with the same ids, numbers, addresses and keys have nothing in common.
pub fn tn_01_the_same_keys_mean_other_things_on_another_desk(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let world = grown(&*store, 51, DESK, 60)?;
    let elsewhere = world.clone().on(SHADOW);
    let never = world.clone().on(DeskId(u32::MAX));
    write(&*store, |tx| Ok(tx.allocate_number(SHADOW)?))?;
    let nothing = empty();
    write(&*nothing, |tx| Ok(tx.allocate_number(SHADOW)?))?;
    for world in [elsewhere, never] {
        let found = read(&*store, |tx| dump(tx, &world))?;
        found.must_be(&read(&*nothing, |tx| dump(tx, &world))?, "a desk where nothing was done")?;
    }
    let everything = Predicate::everything();
    read(&*store, |tx| {
        for ticket in &world.tickets {
            same("a ticket", tx.ticket(SHADOW, TicketKey::Id(ticket.id), &everything)?, None)?;
        }
        Ok(())
    })
}

/// A desk needs no opening: it is there once something was written to it, and not before.
pub fn a_desk_begins_with_its_first_write(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let desks = || read(&*store, |tx| Ok(tx.desks()?));
    same("an empty store", desks()?, Vec::new())?;
    same("an unknown desk", read(&*store, |tx| Ok(tx.counters(DESK)?))?, DeskCounters::default())?;
    same("reading begins nothing", desks()?, Vec::new())?;
    let failed: Result<(), StoreError> = store.with_write(Durability::Full, |tx| {
        tx.allocate_number(SHADOW)?;
        Err(StoreError::Aborted)
    });
    promise("the writer fails", failed.is_err())?;
    same("a failed write begins nothing", desks()?, Vec::new())?;
    grown(&*store, 52, SHADOW, 5)?;
    grown(&*store, 52, DESK, 5)?;
    same("both, in order", desks()?, vec![DESK, SHADOW])
}
