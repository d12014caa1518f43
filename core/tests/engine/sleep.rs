//! A host that slept for weeks, that ticks twice, or whose clock jumps.

use frontdesk::ids::TicketId;
use frontdesk::model::{ClockTransition, EventBody};
use frontdesk::{Budget, Clock as _, Timestamp, UpdateTicket};
use serde_json::json;

use crate::world::{HOUR, MINUTE, World, leaf, policy, trigger};

on_each_store!(
    weeks_of_sleep_are_caught_up_in_order,
    a_tick_at_the_same_instant_changes_nothing,
    a_clock_that_jumps_ahead_and_back_breaks_nothing_twice,
    time_that_stands_still_lets_nothing_pass,
);

const DAY: i64 = 24 * HOUR;

fn promise(world: &World) {
    let warnings = json!([{ "type": "percent", "percent": 50 }, { "type": "before", "millis": MINUTE }]);
    let row = |metric: &str, priority: Option<&str>, millis: i64| json!({ "metric": metric, "priority": priority, "millis": millis, "warnings": warnings });
    let targets = json!([
        row("first_reply", None, HOUR),
        row("resolution", None, 9 * DAY),
        row("resolution", Some("urgent"), 12 * DAY),
    ]);
    world.save(policy(1, json!({}), targets));
    // What a rule does about a breach gives other deadlines, which come due while the host sleeps, too.
    let urgent = json!([{ "type": "set", "field": "priority", "to": "urgent" }]);
    let late = json!({ "all": [
        { "field": "sla.event", "op": "is", "value": "breach" },
        { "field": "sla.metric", "op": "is", "value": "resolution" },
    ] });
    world.save(trigger(1, late, urgent));
    let warned = leaf("sla.event", "is", "warning");
    world.save(trigger(2, warned, json!([{ "type": "add_tags", "tags": ["warned"] }])));
}

/// What clocks came to by themselves, in the order of the log: which ticket, what, and its instant.
fn came_due(world: &World) -> Vec<(TicketId, ClockTransition, Timestamp)> {
    let mut due = Vec::new();
    for event in world.log().into_iter().flat_map(|entry| entry.events) {
        if let (EventBody::ClockChanged { change }, frontdesk::model::Subject::Ticket { id, .. }) =
            (event.body, event.subject)
            && matches!(change.transition, ClockTransition::Warned | ClockTransition::Breached)
        {
            due.push((id, change.transition, change.instant));
        }
    }
    due
}

/// Twelve tickets, seven minutes apart.
fn ask_many(world: &World) -> Vec<TicketId> {
    let ask = |_| {
        world.pass(7 * MINUTE);
        world.ask()
    };
    (0..12).map(ask).collect()
}

fn weeks_of_sleep_are_caught_up_in_order(world: World) {
    promise(&world);
    let tickets = ask_many(&world);
    let asked = world.position();
    world.pass(5 * 7 * DAY);
    // A small budget: what is left over waits for the next call, and nothing is lost by that.
    let mut timers = 0;
    loop {
        let report = world.desk.frontdesk().tick(&Budget { timers: 5 }).unwrap();
        timers += report.timers;
        if !report.more {
            assert_eq!(report.next_wakeup, None);
            break;
        }
    }
    let due = came_due(&world);
    // Of each ticket two warnings and a breach for the first reply, and for each of two targets for its solution. The half of the second was
    // used up when it began to apply, so that this warning is told with the breach of the first.
    assert_eq!((timers, due.len()), (12 * 8, 12 * 9));
    let log = world.log();
    let slept = log.iter().filter(|entry| entry.position > asked);
    let instants = slept.flat_map(|entry| &entry.events).map(|event| event.at);
    assert!(instants.is_sorted(), "in the order of instants, over all tickets");
    for ticket in tickets {
        let created = world.ticket(ticket).created_at;
        let breaches = due.iter().filter(|(of, what, _)| *of == ticket && *what == ClockTransition::Breached);
        let after: Vec<i64> = breaches.map(|(_, _, at)| at.millis() - created.millis()).collect();
        assert_eq!(after, [HOUR, 9 * DAY, 12 * DAY], "each at the instant at which it was due");
        assert_eq!(world.ticket(ticket).tags, ["warned"]);
        world.check_explained(ticket);
    }
    world.host().verify().unwrap();
}

fn a_tick_at_the_same_instant_changes_nothing(world: World) {
    promise(&world);
    ask_many(&world);
    for _ in 0..20 {
        world.pass(26 * HOUR);
        world.tick();
        let digest = world.host().digest().unwrap();
        assert_eq!((world.tick(), world.host().digest().unwrap()), (0, digest));
    }
    assert_eq!(came_due(&world).len(), 12 * 9);
}

fn a_clock_that_jumps_ahead_and_back_breaks_nothing_twice(world: World) {
    promise(&world);
    let first = world.ask();
    let now = world.clock.now();
    world.clock.set(now.plus_millis(2 * HOUR));
    assert_eq!(world.tick(), 3, "two warnings and the breach of the first reply");
    world.clock.set(now.plus_millis(-3 * DAY));
    assert_eq!(world.tick(), 0);
    // What happens then does not fall before what has happened to the ticket.
    let told_at = world.ticket(first).updated_at;
    world.by_ann(UpdateTicket::new(first).note("Looking"));
    assert_eq!(world.ticket(first).updated_at, told_at);
    // Another ticket goes by the clock as it is, and is due by that.
    let second = world.ask();
    let created = world.ticket(second).created_at;
    assert_eq!(created, now.plus_millis(-3 * DAY));
    world.clock.set(created.plus_millis(HOUR));
    assert_eq!(world.tick(), 2, "its two warnings; at the deadline nothing is broken");
    world.clock.set(created.plus_millis(HOUR + 1));
    assert_eq!(world.tick(), 1);
    world.clock.set(now.plus_millis(3 * HOUR));
    assert_eq!(world.tick(), 0);
    let breaches = came_due(&world).into_iter().filter(|(_, what, _)| *what == ClockTransition::Breached);
    let expected = [(first, now.plus_millis(HOUR)), (second, created.plus_millis(HOUR))];
    assert_eq!(breaches.map(|(of, _, at)| (of, at)).collect::<Vec<_>>(), expected);
    world.host().verify().unwrap();
}

fn time_that_stands_still_lets_nothing_pass(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "requester_wait", "millis": 1 }])));
    let ticket = world.ask();
    for status in ["pending", "open", "pending", "open", "solved", "open"] {
        world.by_ann(UpdateTicket::new(ticket).set("status", status));
        assert_eq!(world.tick(), 0);
    }
    let clock = world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock.breached_at, clock.stretches), (None, Vec::new()));
    world.pass(2);
    assert_eq!(world.tick(), 1);
}
