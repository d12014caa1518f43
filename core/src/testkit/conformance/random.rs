//! Random steps, compared after each with a model that is too simple to be wrong.

use super::dump::{dump, dump_all_desks, listed};
use super::naive::Naive;
use super::{Broken, Factory, Verdict, play, promise, read, same};
use crate::ids::DeskId;
use crate::query::{Cursor, TicketQuery};
use crate::store::{Durability, ReadTx, Store, StoreError, StoreExt};
use crate::testkit::generate::{Step, World};

/// A store and its model, at which the same is done.
struct Twins {
    store: Box<dyn Store>,
    naive: Naive,
    worlds: Vec<World>,
}

impl Twins {
    fn new(empty: Factory<'_>, seed: u64) -> Self {
        let worlds = vec![World::new(seed, DeskId(2)), World::new(seed ^ 0xffff, DeskId(1))];
        Self { store: empty(), naive: Naive::default(), worlds }
    }

    /// Does a step at both; the store has to answer as the model.
    fn step(&mut self, desk: DeskId, step: &Step) -> Verdict {
        let mut naive = self.naive.clone();
        let wanted = play(&mut naive, desk, step);
        if wanted.is_ok() {
            self.naive = naive;
        }
        let answer = self.store.with_write(Durability::Full, |tx| play(tx, desk, step));
        match (answer, wanted) {
            (Err(StoreError::Conflict), Err(StoreError::Conflict)) => Ok(()),
            (Ok(have), Ok(want)) => same("the answer to a step", have, want),
            (have, want) => Err(Broken::new(format!("{step:?}\n  answered {have:?}\n  expected {want:?}"))),
        }
    }

    fn compare(&mut self, world: &World) -> Verdict {
        let (have, all) = read(&*self.store, |tx| Ok((dump(tx, world)?, dump_all_desks(tx)?)))?;
        have.must_be(&dump(&mut self.naive, world)?, "the desk")?;
        all.must_be(&dump_all_desks(&mut self.naive)?, "all desks")
    }

    /// Asks both for a random list, and for a page of it behind a ticket that may not lie in it.
    fn compare_list(&mut self, world: &mut World) -> Verdict {
        let (filter, scope, sort) = (world.predicate(), world.predicate(), world.sort());
        let cap = world.rng.below(6);
        let (last, other) = (world.rng.pick(&world.tickets), world.rng.pick(&world.tickets));
        // A cursor comes from outside: it may be none that a page ended with.
        let other = if world.rng.chance(30) { other } else { last.clone() };
        let after = last.zip(other);
        let after = after.map(|(last, other)| Cursor { key: sort.by.key(&last), number: other.number });
        let query = TicketQuery { filter: &filter, scope: &scope, sort, after, limit: 4 };
        let desk = world.desk;
        let ask = |tx: &mut dyn ReadTx| {
            let all = listed(tx, desk, (&filter, &scope), sort)?;
            let page: Vec<u32> = tx.tickets(desk, &query)?.iter().map(|ticket| ticket.number.0).collect();
            let rows = tx.rows(desk, &query)?;
            Ok::<_, Broken>((all, page, rows, tx.count_tickets(desk, &filter, &scope, cap)?))
        };
        let have = read(&*self.store, ask)?;
        let want = ask(&mut self.naive)?;
        same(&format!("{query:?}, counted up to {cap}"), have, want)
    }
}

/// Two desks grow side by side; after every step, all that can be read is as in the model.
pub fn random_steps_equal_the_naive_model(empty: Factory<'_>) -> Verdict {
    for seed in 0..4 {
        let mut twins = Twins::new(empty, seed);
        let mut worlds = twins.worlds.clone();
        let mut conflicts = 0;
        for _ in 0..40 {
            for world in &mut worlds {
                let step = world.step();
                conflicts += u32::from(matches!(step, Step::Conflict(_)));
                twins.step(world.desk, &step)?;
                twins.compare(world)?;
            }
        }
        promise("some steps conflicted", conflicts > 0)?;
    }
    Ok(())
}

/// Filters, scopes, orders, cursors and caps of all forms list and count the tickets that the model does.
pub fn random_lists_equal_the_naive_model(empty: Factory<'_>) -> Verdict {
    for seed in 100..103 {
        let mut twins = Twins::new(empty, seed);
        let mut worlds = twins.worlds.clone();
        for _ in 0..60 {
            for world in &mut worlds {
                let step = world.step();
                twins.step(world.desk, &step)?;
            }
        }
        for world in &mut worlds {
            for _ in 0..150 {
                twins.compare_list(world)?;
            }
        }
    }
    Ok(())
}
