//! The same history is the same on every store: answers, tickets, events, mails out, digest, errors.

use frontdesk::model::{Effect, EffectState};
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, Store, StoreError, StoreExt};

use crate::script::{Script, configure};
use crate::sqlite_support::Place;
use crate::stores::{Twice, Watched};
use crate::world::{World, setting};

const STEPS: usize = 40;

/// Plays the history of a seed, and tells all that was answered and all that is left.
fn play(store: impl Store + 'static, seed: u64) -> Vec<String> {
    let store = Watched::new(store);
    let world = World::on(store.clone());
    configure(&world);
    let mut script = Script::new(seed);
    let mut told: Vec<String> = (0..STEPS).map(|_| script.step(&world)).collect();
    for row in world.host().tickets(None, 100).unwrap().tickets {
        told.push(serde_json::to_string(&row).unwrap());
    }
    for ticket in world.tickets() {
        told.push(serde_json::to_string(&ticket).unwrap());
        told.push(format!("{:?}", world.host().comments(ticket.number, 0, 1_000)));
    }
    told.extend(world.log().iter().map(|entry| serde_json::to_string(&entry.events).unwrap()));
    told.extend(effects(&store, &world).iter().map(|effect| serde_json::to_string(effect).unwrap()));
    world.host().verify().unwrap();
    told.push(world.host().digest().unwrap());
    told
}

fn effects(store: &Watched, world: &World) -> Vec<Effect> {
    let states = [EffectState::Pending, EffectState::Done, EffectState::Dead, EffectState::Cancelled];
    let of = |state| store.with_read::<_, StoreError>(|tx| tx.effects(world.desk_id, state, None, 10_000));
    states.into_iter().flat_map(|state| of(state).unwrap()).collect()
}

fn assert_same(seed: u64, which: &str, have: &[String], want: &[String]) {
    for (nth, (have, want)) in have.iter().zip(want).enumerate() {
        assert_eq!(have, want, "{which}, seed {seed}, answer {nth}");
    }
    assert_eq!(have.len(), want.len(), "{which}, seed {seed}");
}

/// With `FRONTDESK_HISTORIES` more of them are played.
#[test]
fn random_histories_are_the_same_on_every_store_and_when_closures_run_twice() {
    let place = Place::new("agreement");
    let histories = setting("FRONTDESK_HISTORIES").unwrap_or(100);
    let (mut refused, mut created, mut sent) = (0, 0, 0);
    for seed in 0..histories {
        let plain = play(MemoryStore::new(), seed);
        assert_same(seed, "SQLite", &play(SqliteStore::open_in_memory().unwrap(), seed), &plain);
        assert_same(seed, "twice", &play(Twice(MemoryStore::new()), seed), &plain);
        if seed % 10 == 0 {
            let file = || SqliteStore::open(place.new_file(), SqliteOptions::default()).unwrap();
            assert_same(seed, "a file", &play(file(), seed), &plain);
            assert_same(seed, "a file, twice", &play(Twice(file()), seed), &plain);
        }
        let count = |word: &str| plain.iter().filter(|answer| answer.contains(word)).count();
        refused += count("Err(Error");
        created += count("Created");
        sent += count("rcpt_to");
    }
    let few = usize::try_from(histories).unwrap();
    assert!(
        refused > few && created > few && sent > few,
        "{refused} refused, {created} created, {sent} sent"
    );
}
