//! Effects: handed over at least once, settled by whoever holds the last lease.

use super::{Broken, DESK, Factory, Verdict, read, same, write};
use crate::Timestamp;
use crate::ids::{DeskId, EffectId, TicketNumber};
use crate::model::{Effect, EffectState};
use crate::store::{Change, LeasedEffect, Settlement, Store};
use crate::testkit::generate::World;

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1_000)
}

/// An effect that is ready at a second.
fn effect(world: &mut World, second: i64) -> Effect {
    let ticket = world.ticket(TicketNumber(1));
    Effect { ready_at: at(second), ..world.effect(&ticket) }
}

fn put(store: &dyn Store, desk: DeskId, effect: &Effect) -> Verdict {
    let change = Change::PutEffect(Box::new(effect.clone()));
    write(store, |tx| Ok(tx.apply(desk, std::slice::from_ref(&change))?))
}

fn claim(store: &dyn Store, now: i64, until: i64) -> Result<Vec<LeasedEffect>, Broken> {
    write(store, |tx| Ok(tx.claim_effects(at(now), 100, at(until))?))
}

fn settle(store: &dyn Store, id: EffectId, fence: u32, how: &Settlement) -> Result<bool, Broken> {
    write(store, |tx| Ok(tx.settle_effect(DESK, id, fence, how)?))
}

fn stored(store: &dyn Store, id: EffectId) -> Result<Option<Effect>, Broken> {
    read(store, |tx| Ok(tx.effect(DESK, id)?))
}

fn leased(effect: &Effect, fence: u32, until: i64) -> LeasedEffect {
    let effect = Effect { fence, attempts: fence, ready_at: at(until), ..effect.clone() };
    LeasedEffect { desk: DESK, effect }
}

/// Within the lease nobody else gets it; after the lease it comes again, under a higher fence.
pub fn a_leased_effect_is_not_handed_over_twice(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let effect = effect(&mut World::new(41, DESK), 10);
    put(&*store, DESK, &effect)?;
    same("before it is ready", claim(&*store, 9, 20)?, Vec::new())?;
    same("when it is ready", claim(&*store, 10, 20)?, vec![leased(&effect, 1, 20)])?;
    same("within the lease", claim(&*store, 19, 40)?, Vec::new())?;
    same("when it is ready next", read(&*store, |tx| Ok(tx.next_ready()?))?, Some(at(20)))?;
    same("after the lease", claim(&*store, 20, 40)?, vec![leased(&effect, 2, 40)])?;
    same("as stored", stored(&*store, effect.id)?, Some(leased(&effect, 2, 40).effect))
}

/// Who comes with a fence that is not the last one has lost the lease.
pub fn a_stale_fence_is_refused(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(42, DESK);
    let effect = effect(&mut world, 10);
    put(&*store, DESK, &effect)?;
    same("without a lease", settle(&*store, effect.id, 0, &Settlement::Done)?, false)?;
    claim(&*store, 10, 20)?;
    claim(&*store, 20, 30)?;
    for fence in [0, 1, 3] {
        same("another fence", settle(&*store, effect.id, fence, &Settlement::Done)?, false)?;
    }
    same("nothing has changed", stored(&*store, effect.id)?, Some(leased(&effect, 2, 30).effect))?;
    let unknown = world.id();
    same("an unknown effect", settle(&*store, unknown, 1, &Settlement::Done)?, false)?;
    same("the last fence", settle(&*store, effect.id, 2, &Settlement::Done)?, true)
}

/// Done, dead and cancelled are ends, with a note where there is one.
pub fn a_settled_effect_is_not_handed_over_again(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(43, DESK);
    let note = || "it's over".to_owned();
    let ends = [
        (Settlement::Done, EffectState::Done, String::new()),
        (Settlement::Dead { note: note() }, EffectState::Dead, note()),
        (Settlement::Cancelled { note: note() }, EffectState::Cancelled, note()),
    ];
    for (how, state, note) in ends {
        let effect = effect(&mut world, 10);
        put(&*store, DESK, &effect)?;
        let got = claim(&*store, 10, 20)?;
        same("it is handed over", got, vec![leased(&effect, 1, 20)])?;
        same("it is settled", settle(&*store, effect.id, 1, &how)?, true)?;
        let wanted = Effect { state, note, ..leased(&effect, 1, 20).effect };
        same("as stored", stored(&*store, effect.id)?, Some(wanted))?;
        same("it is settled once", settle(&*store, effect.id, 1, &Settlement::Done)?, false)?;
        same("nothing is ready", claim(&*store, 1_000, 2_000)?, Vec::new())?;
        same("nothing ever will be", read(&*store, |tx| Ok(tx.next_ready()?))?, None)?;
    }
    Ok(())
}

/// A retry is ready at the instant that it names, not before, and its attempts are counted.
pub fn a_retried_effect_is_ready_when_it_says(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let effect = effect(&mut World::new(44, DESK), 10);
    put(&*store, DESK, &effect)?;
    claim(&*store, 10, 20)?;
    let retry = Settlement::Retry { at: at(50), note: "greylisted".to_owned() };
    same("it is put off", settle(&*store, effect.id, 1, &retry)?, true)?;
    same("before", claim(&*store, 49, 60)?, Vec::new())?;
    let told = Effect { note: "greylisted".to_owned(), ..effect.clone() };
    same("then", claim(&*store, 50, 60)?, vec![leased(&told, 2, 60)])?;
    same("the first lease is over", settle(&*store, effect.id, 1, &Settlement::Done)?, false)
}

/// The longest waiting comes first, then the smaller id, whatever the desk; `limit` cuts in this order.
pub fn effects_are_handed_over_in_order_over_all_desks(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(45, DESK);
    let other = DeskId(6);
    let effects = [10, 10, 5, 20, 30].map(|second| effect(&mut world, second));
    let [first, second, earliest, later, last] = &effects;
    let desks = [DESK, other, DESK, other, DESK];
    effects.iter().zip(desks).rev().try_for_each(|(effect, desk)| put(&*store, desk, effect))?;
    let got = |limit| {
        let got = write(&*store, |tx| Ok(tx.claim_effects(at(20), limit, at(100))?))?;
        Ok::<_, Broken>(got.into_iter().map(|leased| (leased.desk, leased.effect.id)).collect::<Vec<_>>())
    };
    same("none", got(0)?, Vec::new())?;
    same("two", got(2)?, vec![(DESK, earliest.id), (DESK, first.id)])?;
    same("the rest that is ready", got(9)?, vec![(other, second.id), (other, later.id)])?;
    same("the next", read(&*store, |tx| Ok(tx.next_ready()?))?, Some(last.ready_at))
}

/// What waits, what was given up and what was delivered can each be listed.
pub fn effects_are_listed_by_state(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(46, DESK);
    let states = [EffectState::Pending, EffectState::Done, EffectState::Dead, EffectState::Cancelled];
    let mut effects = Vec::new();
    for (second, state) in (0..16).zip(states.into_iter().cycle()) {
        let effect = Effect { state, ..effect(&mut world, second) };
        put(&*store, DESK, &effect)?;
        effects.push(effect);
    }
    for state in states {
        let wanted: Vec<Effect> = effects.iter().filter(|effect| effect.state == state).cloned().collect();
        let after = wanted.first().map(|effect| effect.id);
        read(&*store, |tx| {
            same("all", tx.effects(DESK, state, None, 9)?, wanted.clone())?;
            let page = wanted.iter().skip(1).take(2).cloned().collect();
            same("a page", tx.effects(DESK, state, after, 2)?, page)
        })?;
    }
    Ok(())
}
