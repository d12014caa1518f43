//! How often the host lets time pass makes no difference, and neither does the store.

use frontdesk::ids::{CommandId, DeskId, Id, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{Config, Event, IntakeOutcome, Ticket};
use frontdesk::store::{Change, Durability, MemoryStore, StoreError, StoreExt};
use frontdesk::testkit::Rng;
use frontdesk::{Budget, Command, CreateTicket, Request, UpdateTicket};
use serde_json::json;

use crate::mails::mail;
use crate::stores::Watched;
use crate::world::{HOUR, MINUTE, World, leaf, policy, trigger};

fn configure(world: &World) {
    let warnings = json!([{ "type": "percent", "percent": 50 }]);
    let row = |metric: &str, priority: Option<&str>, millis: i64| json!({ "metric": metric, "priority": priority, "millis": millis, "warnings": warnings });
    let targets = json!([
        row("first_reply", None, HOUR),
        row("resolution", None, 3 * HOUR),
        row("resolution", Some("high"), HOUR),
        row("first_reply", Some("high"), 20 * MINUTE),
    ]);
    world.save(policy(1, leaf("tags", "includes_none", json!(["free"])), targets));
    let escalate = json!([{ "type": "set", "field": "priority", "to": "high" }, { "type": "add_tags", "tags": ["late"] }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), escalate));
    world.save(trigger(
        2,
        leaf("sla.event", "is", "warning"),
        json!([{ "type": "add_note", "text": "Soon: {{ticket.status}}" }]),
    ));
}

/// A random update of a ticket, and whether the requester does it.
fn update(rng: &mut Rng, ticket: TicketId) -> (UpdateTicket, bool) {
    let update = UpdateTicket::new(ticket);
    match rng.below(8) {
        0 | 1 => (update.reply("And now?"), true),
        2 => (update.reply("We look."), false),
        3 => (update.reply("Done.").set("status", "solved"), false),
        4 => (update.set("priority", if rng.chance(50) { "high" } else { "low" }), false),
        5 => (update.set("status", rng.pick(&["open", "pending", "solved"]).unwrap()), false),
        6 => (update.tag("free"), false),
        _ => (UpdateTicket { remove_tags: vec!["free".to_owned()], ..update }, false),
    }
}

/// Runs the script of a seed, and tells the tickets and their events as JSON.
fn run(world: &World, seed: u64, every_minute: bool) -> String {
    configure(world);
    let mut rng = Rng::new(seed);
    let mut tickets: Vec<TicketId> = Vec::new();
    for step in 0..40_u64 {
        for _ in 0..rng.below(40) {
            world.pass(MINUTE);
            if every_minute {
                world.tick();
            }
        }
        // Rules, too, may change between a deadline and the next tick.
        if rng.chance(10) {
            let again = json!([{ "type": "add_tags", "tags": [format!("late-{step}")] }]);
            world.save(trigger(3, leaf("sla.event", "is", "breach"), again));
        }
        let (command, asks) = match tickets.get(rng.below(4) as usize).copied() {
            None => (Command::from(CreateTicket::new(world.rita, "Fire", "It burns.")), true),
            Some(ticket) => {
                let (update, asks) = update(&mut rng, ticket);
                (Command::from(update), asks)
            }
        };
        let id = Some(CommandId::from_bytes(u128::from(step + 1).to_be_bytes()));
        let handle = if asks { world.as_rita() } else { world.as_ann() };
        let receipt = handle.execute(Request { id, command }).unwrap();
        if tickets.len() < 4 && !tickets.contains(&receipt.ticket.unwrap()) {
            tickets.extend(receipt.ticket);
        }
    }
    world.pass(10 * HOUR);
    while world.tick() > 0 {}
    tickets.iter().for_each(|ticket| world.check_explained(*ticket));
    let told = |ticket: &TicketId| {
        let events: Vec<Event> = world.events(*ticket);
        serde_json::to_string(&(world.ticket(*ticket), events)).unwrap()
    };
    tickets.iter().map(told).collect::<Vec<_>>().join("\n")
}

#[test]
fn however_often_the_host_ticks_tickets_and_events_are_the_same_on_each_store() {
    let mut breached = 0;
    for seed in 0..30 {
        let once = run(&World::on_memory(), seed, false);
        assert_eq!(once, run(&World::on_memory(), seed, true), "ticks, seed {seed}");
        assert_eq!(once, run(&World::on_sqlite(), seed, false), "stores, seed {seed}");
        assert_eq!(once, run(&World::on_sqlite(), seed, true), "both, seed {seed}");
        breached += u32::from(once.contains("\"breached\":true"));
    }
    assert!(breached > 20, "the scripts are to run past deadlines");
}

#[test]
fn a_desk_that_is_broken_holds_up_no_other() {
    let store = Watched::new(MemoryStore::new());
    let broken = World::on(store.clone());
    let sound = broken.beside(DeskId(2));
    let (in_broken, in_sound) = [&broken, &sound]
        .map(|world| {
            world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
            world.ask()
        })
        .into();
    // A trigger that the desk would not have saved.
    let unknown: Config =
        serde_json::from_value(trigger(1, leaf("statsu", "is", "new"), json!([{ "type": "stop" }]))).unwrap();
    store
        .with_write::<_, StoreError>(Durability::Full, |tx| {
            tx.apply(broken.desk_id, &[Change::PutConfig(Box::new(unknown.clone()))])
        })
        .unwrap();
    sound.pass(2 * HOUR);
    let report = sound.frontdesk.tick(&Budget::default()).unwrap();
    assert_eq!((report.timers, report.more, report.next_wakeup), (2, false, None));
    let failed: Vec<_> = report.failures.iter().map(|failure| (failure.desk, failure.error.code())).collect();
    assert_eq!(failed, [(broken.desk_id, "condition.unknown_field")]);
    assert!(sound.ticket(in_sound).is_breached() && !broken.ticket(in_broken).is_breached());
}

#[test]
fn a_ticket_whose_timer_fails_holds_up_no_mail_to_another() {
    let store = Watched::new(MemoryStore::new());
    let world = World::on(store.clone());
    world.open_mailbox();
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    let broken = world.ticket(world.ask());
    // A row that is behind its own log: its next event comes again.
    let behind = Ticket { seq: 1, ..broken.clone() };
    let change = Change::PutTicket { ticket: Box::new(behind), before: Some(broken.version) };
    store
        .with_write::<_, StoreError>(Durability::Full, |tx| {
            tx.apply(world.desk_id, std::slice::from_ref(&change))
        })
        .unwrap();
    world.pass(2 * HOUR);
    // Nobody vouches for the sender, so that what is due on the desk runs first.
    let outcome = world.intake(&mail("new", "It burns."), AuthVerdict::None);
    assert!(matches!(outcome, IntakeOutcome::Created { .. }), "{outcome:?}");
    let report = world.frontdesk.tick(&Budget::default()).unwrap();
    let failed: Vec<_> = report.failures.iter().map(|failure| failure.ticket).collect();
    assert_eq!(failed, [broken.number]);
}

#[test]
fn a_mail_that_cannot_be_prepared_holds_up_no_other() {
    let store = Watched::new(MemoryStore::new());
    let broken = World::on(store.clone());
    let sound = broken.beside(DeskId(2));
    for world in [&broken, &sound] {
        world.open_mailbox();
        let ticket = world.ask();
        world.by_ann(UpdateTicket::new(ticket).reply("We look into it."));
    }
    let unknown: Config =
        serde_json::from_value(trigger(1, leaf("statsu", "is", "new"), json!([{ "type": "stop" }]))).unwrap();
    store
        .with_write::<_, StoreError>(Durability::Full, |tx| {
            tx.apply(broken.desk_id, &[Change::PutConfig(Box::new(unknown.clone()))])
        })
        .unwrap();
    let leased = sound.lease();
    assert_eq!(leased.iter().map(|delivery| delivery.desk).collect::<Vec<_>>(), [sound.desk_id]);
    assert_eq!(sound.lease(), [], "the other waits for its next try");
}
