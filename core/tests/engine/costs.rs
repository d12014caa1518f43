//! What commands cost a store, in calls, rows and pages: counts say on every machine what times say on a quiet one.

use frontdesk::UpdateTicket;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, Store};

use crate::script::configure;
use crate::sqlite_support::Place;
use crate::stores::{Cost, Watched};
use crate::wal::{empty_log, pages_in_log};
use crate::world::World;

const FEW: u32 = 5;
const MANY: u32 = 4_950;
/// So often each update is made: trees split their pages now and then.
const TIMES: usize = 20;

/// What replies and notes cost on a ticket with so many comments, and what `of_each` says around each.
fn costs_of_updates<T>(
    store: impl Store + 'static,
    comments: u32,
    mut of_each: impl FnMut(&mut dyn FnMut()) -> T,
) -> [Vec<(Cost, T)>; 2] {
    let store = Watched::new(store);
    let world = World::on(store.clone());
    configure(&world);
    let ticket = world.ask();
    let missing = comments - world.ticket(ticket).facts.comments;
    let notes = (0..missing).map(|_| UpdateTicket::new(ticket).note("One more.").into()).collect::<Vec<_>>();
    for notes in notes.chunks(500) {
        world.as_ann().batch(notes.to_vec()).unwrap().into_iter().for_each(|answer| {
            answer.unwrap();
        });
    }
    assert_eq!(world.ticket(ticket).facts.comments, comments);
    let updates =
        [UpdateTicket::new(ticket).reply("We look into it."), UpdateTicket::new(ticket).note("Again.")];
    updates.map(|update| {
        let mut one = || {
            let mut cost = None;
            let around = of_each(&mut || cost = Some(store.cost(|| world.by_ann(update.clone())).1));
            (cost.unwrap(), around)
        };
        (0..TIMES).map(|_| one()).collect()
    })
}

#[test]
fn an_update_at_five_thousand_comments_costs_what_it_costs_at_five() {
    let costs = |comments| costs_of_updates(MemoryStore::new(), comments, |update| update());
    let (few, many) = (costs(FEW), costs(MANY));
    assert_eq!(few, many);
    assert!(few.iter().flatten().all(|(cost, ())| cost.calls > 3 && cost.rows < 40), "{few:?}");
}

/// Of a file, also the pages that are written. The trees of a small desk are a page each and grow to their height by a hundred comments.
#[test]
fn an_update_at_five_thousand_comments_writes_the_pages_that_it_writes_at_a_hundred() {
    let place = Place::new("costs");
    let costs = |comments| {
        let path = place.new_file();
        let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
        costs_of_updates(store, comments, |update| {
            empty_log(&path);
            update();
            pages_in_log(&path).len()
        })
    };
    let (few, many) = (costs(100), costs(MANY));
    for (few, many) in few.into_iter().zip(many) {
        let calls = |costs: &[(Cost, usize)]| costs.iter().map(|(cost, _)| *cost).collect::<Vec<_>>();
        let pages = |costs: &[(Cost, usize)]| costs.iter().map(|(_, pages)| pages).sum::<usize>();
        assert_eq!(calls(&few), calls(&many));
        let (few, many) = (pages(&few), pages(&many));
        assert!(few > 3 * TIMES && many <= few + few / 4, "{few} pages, then {many}");
    }
}
