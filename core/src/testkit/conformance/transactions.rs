//! All or nothing.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::dump::{Dump, dump, dump_all_desks};
use super::{Broken, DESK, Factory, Verdict, grown, play, promise, read, same, steps_of, write};
use crate::ids::TicketNumber;
use crate::model::Ticket;
use crate::query::Predicate;
use crate::store::{Change, Durability, Store, StoreError, StoreExt, TicketKey, WriteTx};
use crate::testkit::generate::{Step, World};

/// What the desk and all desks answer.
fn seen(store: &dyn Store, world: &World) -> Result<(Dump, Dump), Broken> {
    read(store, |tx| Ok((dump(tx, world)?, dump_all_desks(tx)?)))
}

fn must_be_as_before(store: &dyn Store, world: &World, before: &(Dump, Dump)) -> Verdict {
    let after = seen(store, world)?;
    after.0.must_be(&before.0, "as before")?;
    after.1.must_be(&before.1, "as before")
}

/// Ends the closure that calls it as a bug would, but without a word on the terminal.
fn give_way() -> ! {
    resume_unwind(Box::new("a closure that panics"))
}

fn play_all(tx: &mut dyn WriteTx, steps: &[Step]) -> Result<(), StoreError> {
    steps.iter().try_for_each(|step| play(tx, DESK, step).map(drop))
}

/// A closure reads what it has written, before anybody else does.
pub fn a_closure_sees_its_own_writes(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(1, DESK);
    let steps = steps_of(&mut world, 30);
    let inside = write(&*store, |tx| {
        play_all(tx, &steps)?;
        dump(tx, &world)
    })?;
    promise("something was written", !world.tickets.is_empty())?;
    inside.must_be(&read(&*store, |tx| dump(tx, &world))?, "inside as afterwards")
}

/// When the closure answers an error, nothing of it stays.
pub fn an_error_leaves_everything_as_it_was(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(2, DESK);
    for round in 0..3 {
        let kept = steps_of(&mut world, 15);
        if round > 0 {
            write(&*store, |tx| Ok(play_all(tx, &kept)?))?;
        } else {
            world = World::new(2, DESK);
        }
        let mut failing = world.clone();
        let steps = steps_of(&mut failing, 15);
        let before = seen(&*store, &failing)?;
        let answer = store.write(Durability::Full, &mut |tx| {
            play_all(tx, &steps)?;
            tx.claim_effects(crate::Timestamp::MAX, 5, crate::Timestamp::MAX)?;
            Err(StoreError::Unavailable("as if".to_owned()))
        });
        promise("the error is answered", matches!(answer, Err(StoreError::Unavailable(_))))?;
        must_be_as_before(&*store, &failing, &before)?;
    }
    Ok(())
}

/// When the closure panics, nothing of it stays, and the store goes on.
pub fn a_panic_leaves_everything_as_it_was(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = grown(&*store, 3, DESK, 20)?;
    let mut failing = world.clone();
    let steps = steps_of(&mut failing, 15);
    let before = seen(&*store, &failing)?;
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        store.write(Durability::Full, &mut |tx| {
            play_all(tx, &steps)?;
            give_way()
        })
    }));
    promise("the panic goes on to the caller", panicked.is_err())?;
    must_be_as_before(&*store, &failing, &before)?;

    let in_a_read = catch_unwind(AssertUnwindSafe(|| store.read(&mut |_| give_way())));
    promise("the panic of a reader goes on to the caller", in_a_read.is_err())?;
    let steps = steps_of(&mut world, 5);
    write(&*store, |tx| Ok(play_all(tx, &steps)?))
}

/// A savepoint that fails takes back what was done in it, and nothing else.
pub fn a_savepoint_undoes_its_own_writes_alone(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = grown(&*store, 4, DESK, 15)?;
    let kept = steps_of(&mut world, 8);
    let mut failing = world.clone();
    let undone = steps_of(&mut failing, 12);
    let also_kept = steps_of(&mut world, 8);
    let inside = write(&*store, |tx| {
        play_all(tx, &kept)?;
        let before = dump(tx, &failing)?;
        let answer = tx.savepoint(&mut |tx| {
            play_all(tx, &undone)?;
            Err(StoreError::Conflict)
        });
        promise("the savepoint answers its error", matches!(answer, Err(StoreError::Conflict)))?;
        dump(tx, &failing)?.must_be(&before, "as before the savepoint")?;
        tx.savepoint(&mut |tx| play_all(tx, &also_kept))?;
        dump(tx, &world)
    })?;
    let twin = empty();
    let twin_world = grown(&*twin, 4, DESK, 31)?;
    same("the twin made the same tickets", twin_world.tickets.len(), world.tickets.len())?;
    inside.must_be(&read(&*store, |tx| dump(tx, &world))?, "inside as afterwards")?;
    inside.must_be(&read(&*twin, |tx| dump(tx, &world))?, "as if the failed savepoint had never been")
}

/// A savepoint in a savepoint: the inner one fails alone; the outer one takes the inner one with it.
pub fn savepoints_nest(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let number = |tx: &mut dyn WriteTx| tx.allocate_number(DESK).map(|number| number.0);
    write(&*store, |tx| {
        number(tx)?;
        tx.savepoint(&mut |tx| {
            number(tx)?;
            let inner = tx.savepoint(&mut |tx| {
                number(tx)?;
                Err(StoreError::Aborted)
            });
            if inner.is_ok() || tx.counters(DESK)?.last_number != 2 {
                return Err(StoreError::Corrupt("the inner savepoint was not undone alone".to_owned()));
            }
            number(tx).map(drop)
        })?;
        same("the outer one is kept", tx.counters(DESK)?.last_number, 3)?;
        let outer = tx.savepoint(&mut |tx| {
            tx.savepoint(&mut |tx| number(tx).map(drop))?;
            number(tx)?;
            Err(StoreError::Aborted)
        });
        promise("the outer savepoint fails", outer.is_err())?;
        same("the inner one is undone with the outer one", tx.counters(DESK)?.last_number, 3)
    })?;
    same("afterwards", read(&*store, |tx| Ok(tx.counters(DESK)?.last_number))?, 3)
}

/// A panic that is caught outside a savepoint has undone what was done in it.
pub fn a_panic_in_a_savepoint_undoes_its_own_writes_alone(empty: Factory<'_>) -> Verdict {
    let store = empty();
    write(&*store, |tx| {
        tx.allocate_number(DESK)?;
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            tx.savepoint(&mut |tx| {
                tx.allocate_number(DESK)?;
                give_way()
            })
        }));
        promise("the panic goes on to the caller", panicked.is_err())?;
        same("the savepoint is undone", tx.counters(DESK)?.last_number, 1)?;
        tx.allocate_number(DESK)?;
        Ok(())
    })?;
    same("the rest is kept", read(&*store, |tx| Ok(tx.counters(DESK)?.last_number))?, 2)
}

/// A closure may be run again from the start: what it did the first time does not show.
pub fn a_closure_that_runs_twice_makes_the_same(empty: Factory<'_>) -> Verdict {
    let (once, twice) = (empty(), empty());
    let mut world = World::new(5, DESK);
    let steps = steps_of(&mut world, 30);
    let run = |store: &dyn Store, fail: bool| {
        store.with_write(Durability::Full, |tx| {
            let said = steps.iter().map(|step| play(tx, DESK, step)).collect::<Result<Vec<_>, _>>()?;
            if fail { Err(StoreError::Aborted) } else { Ok(said) }
        })
    };
    promise("the first run is rolled back", run(&*twice, true).is_err())?;
    same("the store says the same", run(&*twice, false)?, run(&*once, false)?)?;
    let (once, twice) = (seen(&*once, &world)?, seen(&*twice, &world)?);
    twice.0.must_be(&once.0, "run twice as run once")
}

fn put(store: &dyn Store, ticket: &Ticket, before: Option<u32>) -> Result<(), StoreError> {
    store.with_write(Durability::Full, |tx| {
        tx.apply(DESK, &[Change::PutTicket { ticket: Box::new(ticket.clone()), before }])
    })
}

fn stored(store: &dyn Store, number: TicketNumber) -> Result<Option<Ticket>, Broken> {
    read(store, |tx| Ok(tx.ticket(DESK, TicketKey::Number(number), &Predicate::everything())?))
}

/// Who writes a ticket with a version that is not the stored one has lost a race.
pub fn a_stale_version_conflicts(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(6, DESK);
    let first = world.ticket(TicketNumber(1));
    let second = world.changed(&first);
    let late = world.changed(&first);
    put(&*store, &first, None)?;
    put(&*store, &second, Some(first.version))?;
    for stale in [Some(first.version), Some(second.version + 1), Some(0)] {
        let answer = put(&*store, &late, stale);
        promise("another version conflicts", matches!(answer, Err(StoreError::Conflict)))?;
    }
    same("the ticket that was first stands", stored(&*store, first.number)?, Some(second))?;
    let unknown = world.ticket(TicketNumber(2));
    let answer = put(&*store, &unknown, Some(unknown.version));
    promise("a ticket that is not there conflicts", matches!(answer, Err(StoreError::Conflict)))
}

/// A ticket is new only once: neither its id nor its number may be there.
pub fn a_new_ticket_that_exists_conflicts(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(7, DESK);
    let first = world.ticket(TicketNumber(1));
    put(&*store, &first, None)?;
    let same_number = world.ticket(TicketNumber(1));
    let same_id = Ticket { id: first.id, ..world.ticket(TicketNumber(2)) };
    for twin in [&first, &same_number, &same_id] {
        let answer = put(&*store, twin, None);
        promise("a ticket that is there conflicts", matches!(answer, Err(StoreError::Conflict)))?;
    }
    same("the first stands", stored(&*store, first.number)?, Some(first))?;
    same("nothing else came", stored(&*store, TicketNumber(2))?, None)
}
