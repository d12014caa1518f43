//! What outlives the process. The factory opens the same place each time, once the store before was dropped.

use super::dump::{Dump, dump, dump_all_desks};
use super::{Broken, DESK, Factory, Verdict, grown, play, promise, read, same, steps_of, write};
use crate::Timestamp;
use crate::ids::DeskId;
use crate::model::Subject;
use crate::store::{Change, Durability, Settlement, Store, StoreError, StoreExt};
use crate::testkit::generate::World;

fn seen(store: &dyn Store, world: &World) -> Result<(Dump, Dump), Broken> {
    read(store, |tx| Ok((dump(tx, world)?, dump_all_desks(tx)?)))
}

/// Everything that was written is answered as before.
pub fn what_was_written_is_there_after_opening_again(open: Factory<'_>) -> Verdict {
    let store = open();
    let worlds = [grown(&*store, 71, DESK, 60)?, grown(&*store, 72, DeskId(9), 60)?];
    let before = worlds.each_ref().map(|world| seen(&*store, world));
    drop(store);
    let store = open();
    for (world, before) in worlds.iter().zip(before) {
        let (before, after) = (before?, seen(&*store, world)?);
        after.0.must_be(&before.0, "the desk")?;
        after.1.must_be(&before.1, "all desks")?;
    }
    Ok(())
}

/// What failed has not come back.
pub fn what_was_rolled_back_is_not_there_after_opening_again(open: Factory<'_>) -> Verdict {
    let store = open();
    let mut world = grown(&*store, 73, DESK, 30)?;
    let steps = steps_of(&mut world, 20);
    let before = seen(&*store, &world)?;
    let failed: Result<(), StoreError> = store.with_write(Durability::Full, |tx| {
        steps.iter().try_for_each(|step| play(tx, DESK, step).map(drop))?;
        Err(StoreError::Aborted)
    });
    promise("the writer fails", failed.is_err())?;
    drop(store);
    let after = seen(&*open(), &world)?;
    after.0.must_be(&before.0, "the desk")?;
    after.1.must_be(&before.1, "all desks")
}

/// Numbers and positions go on where they were.
pub fn counters_go_on_after_opening_again(open: Factory<'_>) -> Verdict {
    let mut world = World::new(74, DESK);
    for round in 1..=4 {
        let store = open();
        let entry = [Change::Append(vec![world.event(Subject::Config)])];
        let number = write(&*store, |tx| {
            tx.apply(DESK, &entry)?;
            Ok(tx.allocate_number(DESK)?.0)
        })?;
        same("the number", number, round)?;
        same("the position", read(&*store, |tx| Ok(tx.counters(DESK)?.position))?, u64::from(round))?;
    }
    Ok(())
}

/// A lease that was given before holds, and one given later has a higher fence.
pub fn fences_hold_after_opening_again(open: Factory<'_>) -> Verdict {
    let at = |second: i64| Timestamp::from_millis(second * 1_000);
    let mut world = World::new(75, DESK);
    let ticket = world.ticket(crate::ids::TicketNumber(1));
    let mut effect = world.effect(&ticket);
    effect.ready_at = at(10);
    let put = [Change::PutEffect(Box::new(effect.clone()))];
    let claim = |now, until| {
        let leased = write(&*open(), |tx| Ok(tx.claim_effects(at(now), 9, at(until))?))?;
        Ok::<_, Broken>(leased.into_iter().map(|leased| leased.effect.fence).collect::<Vec<_>>())
    };
    let settle =
        |fence| write(&*open(), |tx| Ok(tx.settle_effect(DESK, effect.id, fence, &Settlement::Done)?));
    write(&*open(), |tx| Ok(tx.apply(DESK, &put)?))?;
    same("the first lease", claim(10, 20)?, vec![1])?;
    same("within the lease", claim(15, 30)?, Vec::new())?;
    same("the second lease", claim(20, 30)?, vec![2])?;
    same("the fence of the first", settle(1)?, false)?;
    same("the fence of the second", settle(2)?, true)?;
    same("it is settled", claim(1_000, 2_000)?, Vec::new())
}

/// Relaxed writes may be lost with the machine, not with the process.
pub fn relaxed_writes_outlive_the_store(open: Factory<'_>) -> Verdict {
    for round in 1..=3 {
        let store = open();
        let number = store.with_write(Durability::Relaxed, |tx| tx.allocate_number(DESK))?;
        same("the number", number.0, round)?;
    }
    Ok(())
}
