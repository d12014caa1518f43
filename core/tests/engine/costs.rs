//! What commands cost a store, in calls and rows: counts say on every machine what times say on a quiet one.

use frontdesk::UpdateTicket;
use frontdesk::store::MemoryStore;

use crate::script::configure;
use crate::stores::{Cost, Watched};
use crate::world::World;

/// What a reply and a note cost on a ticket with so many comments.
fn cost_of_an_update(comments: u32) -> [Cost; 2] {
    let store = Watched::new(MemoryStore::new());
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
    [UpdateTicket::new(ticket).reply("We look into it."), UpdateTicket::new(ticket).note("Again.")]
        .map(|update| store.cost(|| world.by_ann(update)).1)
}

#[test]
fn an_update_at_five_thousand_comments_costs_what_it_costs_at_five() {
    let (few, many) = (cost_of_an_update(5), cost_of_an_update(4_990));
    assert_eq!(few, many);
    assert!(few.iter().all(|cost| cost.calls > 3 && cost.rows < 40), "{few:?}");
}
