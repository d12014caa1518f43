//! The table of the metrics, row by row: what starts, pauses and ends their clocks, day and night.

use frontdesk::ids::TicketId;
use frontdesk::model::{Clock, ClockState, ClockTransition, EventBody, Metric, Value};
use frontdesk::{Clock as _, CreateTicket, UpdateTicket};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, MINUTE, World, id, leaf, policy, trigger};

on_each_store!(
    a_next_reply_counts_from_the_oldest_question_that_waits,
    a_next_reply_that_is_solved_without_an_answer_is_abandoned,
    a_next_reply_begins_only_after_the_first_has_ended,
    each_reply_begins_a_periodic_update,
    a_pausable_update_stands_while_the_ticket_is_pending,
    a_requester_does_not_wait_while_the_ticket_is_pending,
    agents_do_not_work_while_the_ticket_is_pending_or_on_hold,
    a_clock_may_start_standing_and_counts_no_time_that_it_would_have_stood,
    each_team_has_its_own_time,
    a_team_that_gets_it_back_at_once_has_no_other_time,
    what_comes_while_the_ticket_stays_solved_starts_nothing_later,
    a_clock_that_stood_from_its_deadline_on_breaks_it_only_when_it_runs_on,
    a_target_that_is_used_up_breaks_while_the_clock_stands,
    metrics_do_not_disturb_each_other,
);

fn target(metric: &str, millis: i64) -> Json {
    json!([{ "metric": metric, "millis": millis }])
}

fn promise(world: &World, metric: &str, millis: i64) {
    world.save(policy(1, json!({}), target(metric, millis)));
}

fn clocks(world: &World, ticket: TicketId, metric: Metric) -> Vec<Clock> {
    let of_metric = |clock: &Clock| clock.metric == metric;
    world.ticket(ticket).clocks.into_iter().filter(of_metric).collect()
}

/// Of each clock its state, when it started since the ticket was created, and how long it ran in stretches that have ended.
fn told(world: &World, ticket: TicketId, metric: Metric) -> Vec<(ClockState, i64, i64)> {
    let created = world.ticket(ticket).created_at.millis();
    let ran = |clock: &Clock| clock.stretches.iter().map(|stretch| stretch.millis).sum();
    let clocks = clocks(world, ticket, metric);
    clocks.iter().map(|clock| (clock.state, clock.started_at.millis() - created, ran(clock))).collect()
}

fn breached(world: &World, ticket: TicketId) -> Vec<i64> {
    let created = world.ticket(ticket).created_at.millis();
    let breach = |body| match body {
        EventBody::ClockChanged { change } if change.transition == ClockTransition::Breached => {
            Some(change.instant.millis() - created)
        }
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(|event| breach(event.body)).collect()
}

fn set(world: &World, ticket: TicketId, status: &str) {
    world.by_ann(UpdateTicket::new(ticket).set("status", status));
}

use ClockState::{Abandoned, Fulfilled, Paused, Running};

fn a_next_reply_counts_from_the_oldest_question_that_waits(world: World) {
    promise(&world, "next_reply", HOUR);
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Does it still burn?"));
    assert_eq!(told(&world, ticket, Metric::NextReply), [], "that was the first reply");
    world.pass(MINUTE);
    world.by_rita(UpdateTicket::new(ticket).reply("It does."));
    world.pass(MINUTE);
    world.by_rita(UpdateTicket::new(ticket).reply("A lot!"));
    world.by_ann(UpdateTicket::new(ticket).note("Where is the extinguisher?"));
    assert_eq!(told(&world, ticket, Metric::NextReply), [(Running, MINUTE, 0)]);
    world.pass(MINUTE);
    world.by_ann(UpdateTicket::new(ticket).reply("Take the stairs."));
    world.by_rita(UpdateTicket::new(ticket).reply("I am outside."));
    let expected = [(Fulfilled, MINUTE, 2 * MINUTE), (Running, 3 * MINUTE, 0)];
    assert_eq!(told(&world, ticket, Metric::NextReply), expected, "each unanswered question has a clock");
}

fn a_next_reply_that_is_solved_without_an_answer_is_abandoned(world: World) {
    promise(&world, "next_reply", HOUR);
    let [silent, answered] = [world.ask(), world.ask()].map(|ticket| {
        world.by_ann(UpdateTicket::new(ticket).reply("Does it still burn?"));
        world.by_rita(UpdateTicket::new(ticket).reply("It does."));
        ticket
    });
    set(&world, silent, "solved");
    world.by_ann(UpdateTicket::new(answered).reply("Out.").set("status", "solved"));
    assert_eq!(told(&world, silent, Metric::NextReply), [(Abandoned, 0, 0)]);
    assert_eq!(told(&world, answered, Metric::NextReply), [(Fulfilled, 0, 0)]);
    world.pass(MINUTE);
    set(&world, silent, "open");
    assert_eq!(told(&world, silent, Metric::NextReply).len(), 1, "nobody asked again");
    world.by_rita(UpdateTicket::new(silent).reply("Hello?"));
    assert_eq!(told(&world, silent, Metric::NextReply)[1], (Running, MINUTE, 0));
}

fn a_next_reply_begins_only_after_the_first_has_ended(world: World) {
    promise(&world, "next_reply", HOUR);
    let ticket = world.ask();
    world.pass(MINUTE);
    world.by_rita(UpdateTicket::new(ticket).reply("Hello?"));
    assert_eq!(told(&world, ticket, Metric::NextReply), []);
    // Solved without a reply, the first one has ended too, whether or not there was a promise for it.
    set(&world, ticket, "solved");
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    assert_eq!(told(&world, ticket, Metric::NextReply), [(Running, MINUTE, 0)]);
}

fn each_reply_begins_a_periodic_update(world: World) {
    promise(&world, "periodic_update", HOUR);
    let ticket = world.ask();
    assert_eq!(told(&world, ticket, Metric::PeriodicUpdate), []);
    for _ in 0..2 {
        world.pass(MINUTE);
        world.by_ann(UpdateTicket::new(ticket).reply("We are looking."));
    }
    set(&world, ticket, "pending");
    world.by_rita(UpdateTicket::new(ticket).reply("Hurry."));
    let expected = [(Fulfilled, MINUTE, MINUTE), (Running, 2 * MINUTE, 0)];
    assert_eq!(told(&world, ticket, Metric::PeriodicUpdate), expected);
    world.pass(2 * HOUR);
    assert_eq!(world.tick(), 1);
    assert_eq!(breached(&world, ticket), [HOUR + 2 * MINUTE]);
    set(&world, ticket, "solved");
    assert_eq!(told(&world, ticket, Metric::PeriodicUpdate)[1], (Fulfilled, 2 * MINUTE, 2 * HOUR));
    set(&world, ticket, "open");
    assert_eq!(told(&world, ticket, Metric::PeriodicUpdate).len(), 2, "to open it again promises no update");
}

fn a_pausable_update_stands_while_the_ticket_is_pending(world: World) {
    promise(&world, "pausable_update", HOUR);
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Which printer?").set("status", "pending"));
    assert_eq!(told(&world, ticket, Metric::PausableUpdate), [(Paused, 0, 0)], "it starts standing");
    world.pass(10 * HOUR);
    assert_eq!((world.tick(), world.frontdesk.next_wakeup().unwrap()), (0, None));
    world.by_rita(UpdateTicket::new(ticket).reply("The big one."));
    world.pass(30 * MINUTE);
    set(&world, ticket, "pending");
    assert_eq!(told(&world, ticket, Metric::PausableUpdate), [(Paused, 0, 30 * MINUTE)]);
    world.pass(HOUR);
    set(&world, ticket, "hold");
    let due_at = world.ticket(ticket).created_at.plus_millis(11 * HOUR + HOUR);
    assert_eq!(clocks(&world, ticket, Metric::PausableUpdate)[0].due_at, Some(due_at));
    world.pass(30 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).reply("It is out."));
    let expected = [(Fulfilled, 0, HOUR), (Running, 12 * HOUR, 0)];
    assert_eq!(told(&world, ticket, Metric::PausableUpdate), expected);
    assert!(breached(&world, ticket).is_empty(), "an update at the deadline is in time");
}

fn a_requester_does_not_wait_while_the_ticket_is_pending(world: World) {
    promise(&world, "requester_wait", HOUR);
    let ticket = world.ask();
    for (status, minutes) in [("pending", 10), ("hold", 20), ("pending", 20), ("open", 20)] {
        world.pass(10 * MINUTE);
        set(&world, ticket, status);
        world.pass((minutes - 10) * MINUTE);
    }
    // New for ten minutes, on hold for twenty, open for ten.
    set(&world, ticket, "solved");
    assert_eq!(told(&world, ticket, Metric::RequesterWait), [(Fulfilled, 0, 40 * MINUTE)]);
    world.pass(HOUR);
    set(&world, ticket, "open");
    world.pass(20 * MINUTE + 1);
    world.tick();
    assert_eq!(breached(&world, ticket), [2 * HOUR + 30 * MINUTE]);
}

fn agents_do_not_work_while_the_ticket_is_pending_or_on_hold(world: World) {
    promise(&world, "agent_work", HOUR);
    let ticket = world.ask();
    for status in ["pending", "hold", "open", "hold", "solved", "hold", "open"] {
        world.pass(MINUTE);
        set(&world, ticket, status);
    }
    world.pass(MINUTE);
    set(&world, ticket, "solved");
    assert_eq!(told(&world, ticket, Metric::AgentWork), [(Fulfilled, 0, 3 * MINUTE)]);
    let transitions: Vec<_> = world
        .events(ticket)
        .into_iter()
        .filter_map(|event| match event.body {
            EventBody::ClockChanged { change } => Some(change.transition),
            _ => None,
        })
        .collect();
    use ClockTransition as T;
    let first = [T::Started, T::Paused, T::Resumed, T::Paused, T::Fulfilled];
    let opened_again = [T::Paused, T::Resumed, T::Fulfilled];
    assert_eq!(
        transitions,
        [first.as_slice(), &opened_again].concat(),
        "from pending to hold it only stands"
    );
    world.host().verify().unwrap();
}

fn a_clock_may_start_standing_and_counts_no_time_that_it_would_have_stood(world: World) {
    world.save(policy(1, leaf("tags", "includes_any", json!(["vip"])), target("agent_work", HOUR)));
    let ticket = world.ask();
    for status in ["hold", "open", "solved", "open", "pending"] {
        world.pass(10 * MINUTE);
        set(&world, ticket, status);
    }
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    // New, open after hold, and open again after solved.
    assert_eq!(told(&world, ticket, Metric::AgentWork), [(Paused, 0, 30 * MINUTE)]);
    set(&world, ticket, "open");
    let due_at = world.clock.now().plus_millis(30 * MINUTE);
    assert_eq!(clocks(&world, ticket, Metric::AgentWork)[0].due_at, Some(due_at));
    world.host().verify().unwrap();
}

fn each_team_has_its_own_time(world: World) {
    let [first, second] = [1, 2].map(|number| {
        let team = id::<frontdesk::ids::TeamId>(number);
        world.save(json!({ "config": "team", "id": team, "name": format!("Team {number}") }));
        team
    });
    promise(&world, "ownership", HOUR);
    let ticket = world.ask();
    let give = |team: Option<frontdesk::ids::TeamId>| {
        world.pass(MINUTE);
        let to = team.map_or(Value::Null, |team| team.to_string().into());
        world.by_ann(UpdateTicket::new(ticket).set("team", to));
    };
    assert_eq!(told(&world, ticket, Metric::Ownership), [], "nobody owns it");
    give(Some(first));
    give(Some(second));
    give(None);
    give(Some(first));
    world.pass(MINUTE);
    set(&world, ticket, "solved");
    set(&world, ticket, "open");
    let expected =
        [(Fulfilled, MINUTE, MINUTE), (Fulfilled, 2 * MINUTE, MINUTE), (Fulfilled, 4 * MINUTE, MINUTE)];
    assert_eq!(told(&world, ticket, Metric::Ownership), expected, "to open it again assigns nothing");
    let teams: Vec<_> = clocks(&world, ticket, Metric::Ownership).iter().map(|clock| clock.team).collect();
    assert_eq!(teams, [Some(first), Some(second), Some(first)]);
    give(Some(second));
    assert_eq!(told(&world, ticket, Metric::Ownership)[3], (Running, 6 * MINUTE, 0));
}

fn what_comes_while_the_ticket_stays_solved_starts_nothing_later(world: World) {
    let team = id::<frontdesk::ids::TeamId>(1);
    world.save(json!({ "config": "team", "id": team, "name": "Team" }));
    let targets = ["next_reply", "periodic_update", "pausable_update", "ownership"];
    let targets = targets.map(|metric| json!({ "metric": metric, "millis": HOUR }));
    world.save(policy(1, json!({}), json!(targets)));
    world.save(json!({ "config": "settings", "reopen_on_comment": false }));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    let before = world.ticket(ticket).clocks.len();
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    world.by_ann(UpdateTicket::new(ticket).reply("Really?"));
    world.by_ann(UpdateTicket::new(ticket).set("team", team.to_string()));
    set(&world, ticket, "open");
    assert_eq!(world.ticket(ticket).clocks.len(), before);
    world.host().verify().unwrap();
}

fn a_clock_that_stood_from_its_deadline_on_breaks_it_only_when_it_runs_on(world: World) {
    promise(&world, "agent_work", HOUR);
    let created = CreateTicket::new(world.rita, "Printer", "It burns.");
    let [met, broken] = [0, 1].map(|_| world.as_rita().execute(created.clone()).unwrap().ticket);
    world.pass(HOUR);
    for ticket in [met, broken] {
        set(&world, ticket, "hold");
    }
    world.pass(HOUR);
    assert_eq!(world.tick(), 0);
    for ticket in [met, broken] {
        set(&world, ticket, "open");
    }
    assert_eq!(world.tick(), 0, "it has not run past its deadline");
    set(&world, met, "solved");
    world.pass(1);
    assert_eq!(world.tick(), 1);
    assert!(breached(&world, met).is_empty());
    assert_eq!(breached(&world, broken), [HOUR], "the deadline is where the pause began");
}

fn a_target_that_is_used_up_breaks_while_the_clock_stands(world: World) {
    let row = |priority: Option<&str>, millis: i64| json!({ "metric": "agent_work", "priority": priority, "millis": millis });
    world.save(policy(1, json!({}), json!([row(None, 10 * HOUR), row(Some("urgent"), HOUR)])));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    set(&world, ticket, "pending");
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    assert_eq!(breached(&world, ticket), [HOUR], "at once, at its computed instant");
    let clock = &clocks(&world, ticket, Metric::AgentWork)[0];
    assert_eq!((clock.state, clock.breached, clock.due_at), (Paused, true, None));
    world.host().verify().unwrap();
}

fn metrics_do_not_disturb_each_other(world: World) {
    let targets = Metric::ALL
        .into_iter()
        .filter(|metric| *metric != Metric::Custom)
        .map(|metric| json!({ "metric": metric, "millis": HOUR }))
        .collect::<Vec<_>>();
    world.save(policy(1, json!({}), json!(targets)));
    let ticket = world.ask();
    world.pass(MINUTE);
    world.by_ann(UpdateTicket::new(ticket).reply("Which printer?").set("status", "pending"));
    world.pass(MINUTE);
    world.by_rita(UpdateTicket::new(ticket).reply("The big one."));
    let expected = [
        (Metric::FirstReply, vec![(Fulfilled, 0, MINUTE)]),
        (Metric::NextReply, vec![(Running, 2 * MINUTE, 0)]),
        (Metric::PeriodicUpdate, vec![(Running, MINUTE, 0)]),
        (Metric::PausableUpdate, vec![(Running, MINUTE, 0)]),
        (Metric::RequesterWait, vec![(Running, 0, MINUTE)]),
        (Metric::AgentWork, vec![(Running, 0, MINUTE)]),
        (Metric::Resolution, vec![(Running, 0, 0)]),
        (Metric::Ownership, vec![]),
    ];
    for (metric, expected) in expected {
        assert_eq!(told(&world, ticket, metric), expected, "{metric:?}");
    }
    world.pass(HOUR);
    world.tick();
    assert_eq!(
        world.ticket(ticket).facts.breaches,
        4,
        "next reply and pausable update are at their deadlines"
    );
    world.host().verify().unwrap();
}

/// There and back within an update is no change, whoever did which part of it.
fn a_team_that_gets_it_back_at_once_has_no_other_time(world: World) {
    let team = |number: u8| id::<frontdesk::ids::TeamId>(number).to_string();
    for number in [1, 2] {
        world.save(json!({ "config": "team", "id": team(number), "name": format!("Team {number}") }));
    }
    promise(&world, "ownership", HOUR);
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("team", team(1)));
    let due = world.ticket(ticket).clocks[0].due_at;
    let back = json!([{ "type": "set", "field": "team", "to": team(1) }]);
    world.save(trigger(1, leaf("team", "is", team(2)), back));
    world.pass(50 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).set("team", team(2)));
    assert_eq!(world.ticket(ticket).clocks.len(), 1);
    assert_eq!((world.ticket(ticket).clocks[0].state, world.ticket(ticket).clocks[0].due_at), (Running, due));
    world.host().verify().unwrap();
}
