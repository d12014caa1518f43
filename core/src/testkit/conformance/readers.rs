//! Readers beside a writer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{Broken, DESK, Factory, Verdict, promise, read, same};
use crate::model::{Person, Subject};
use crate::store::{Change, Durability, Store, StoreError, StoreExt};
use crate::testkit::generate::World;

const COMMITS: u32 = 150;

/// One transaction raises three things alike; some of them fail half way.
fn keep_writing(store: &dyn Store) -> Verdict {
    let mut world = World::new(61, DESK);
    let mut person = world.person(None);
    for version in 1..=COMMITS {
        person.version = version;
        let event = world.event(Subject::Person { id: person.id });
        let changes = [Change::PutPerson(Box::new(person.clone())), Change::Append(vec![event])];
        for fails in [version % 3 == 0, false] {
            let answer = store.with_write(Durability::Relaxed, |tx| {
                tx.allocate_number(DESK)?;
                tx.apply(DESK, &changes)?;
                if fails { Err(StoreError::Aborted) } else { Ok(()) }
            });
            match answer {
                Err(StoreError::Aborted) if fails => {}
                Ok(()) => break,
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// What must be alike in every state that was committed.
fn look(store: &dyn Store) -> Result<u32, Broken> {
    read(store, |tx| {
        let first = tx.counters(DESK)?;
        let people: Vec<Person> = tx.people(DESK, None, 9)?;
        let seen = people.first().map_or(0, |person| person.version);
        same("the person as the number", seen, first.last_number)?;
        same("the log as the number", tx.log(DESK, 0, u32::MAX)?.len() as u64, u64::from(seen))?;
        same("the same again in one transaction", tx.counters(DESK)?, first)?;
        Ok(seen)
    })
}

/// Whoever reads while others write sees a state that was committed, and time does not run backwards.
pub fn readers_see_only_what_was_committed(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let store: &dyn Store = &*store;
    let done = AtomicBool::new(false);
    let watch = || {
        let mut last = 0;
        loop {
            let over = done.load(Ordering::SeqCst);
            let seen = look(store)?;
            promise("what was seen stays", seen >= last)?;
            last = seen;
            if over {
                return same("the last state", last, COMMITS);
            }
            // A lock need not be fair: without a pause the writer of a store with one connection may wait for minutes.
            thread::park_timeout(Duration::from_micros(100));
        }
    };
    let died = |_| Broken::new("a thread panicked");
    thread::scope(|scope| {
        let watchers = [scope.spawn(watch), scope.spawn(watch)];
        let written = scope.spawn(|| keep_writing(store)).join();
        done.store(true, Ordering::SeqCst);
        written.map_err(died)??;
        watchers.into_iter().try_for_each(|watcher| watcher.join().map_err(died)?)
    })
}
