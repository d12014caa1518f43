//! SLA clocks day and night: when they start, stop, breach and change their target.

use frontdesk::ids::TicketId;
use frontdesk::model::{Clock, ClockState, ClockTransition, EventBody, Metric};
use frontdesk::{CreateTicket, Timestamp, UpdateTicket};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, MINUTE, World, id, leaf, policy, trigger};

on_each_store!(
    a_first_reply_exactly_at_the_deadline_is_met,
    a_breach_is_recorded_only_past_the_deadline_with_the_deadline_as_its_instant,
    a_reply_after_the_deadline_finds_the_breach_recorded_before_it,
    a_warning_comes_when_half_of_the_target_is_used_up,
    a_note_and_a_description_by_an_agent_do_not_meet_a_first_reply,
    a_new_priority_keeps_what_has_elapsed,
    a_stricter_target_that_is_used_up_is_breached_at_its_computed_instant,
    a_priority_without_a_row_cancels,
    reopening_resumes_the_resolution_clock_without_the_gap,
    a_first_reply_clock_does_not_come_back_after_it_ended,
    without_a_policy_clocks_are_cancelled_and_a_later_match_counts_from_the_start,
    solving_without_a_reply_abandons_the_first_reply,
    the_first_policy_by_position_applies,
    a_clock_keeps_the_version_of_its_policy_until_the_next_update,
    a_target_that_comes_back_is_broken_once,
    a_clock_that_begins_anew_tells_no_breach_again,
    a_clock_that_resumes_with_another_target_tells_it,
    what_is_overdue_is_worked_on_first,
    a_target_that_comes_back_does_not_warn_again,
    an_event_of_a_clock_tells_only_what_is_new,
);

fn one_hour() -> Json {
    json!([{ "metric": "first_reply", "millis": HOUR }])
}

fn clock(world: &World, ticket: TicketId, metric: Metric) -> Clock {
    let of_metric = |clock: &Clock| clock.metric == metric;
    world.ticket(ticket).clocks.into_iter().rfind(of_metric).unwrap()
}

/// What happened to the clocks of a ticket and at which computed instants, in milliseconds since it was created.
fn transitions(world: &World, ticket: TicketId) -> Vec<(Metric, ClockTransition, i64)> {
    let created = world.ticket(ticket).created_at;
    let change = |body| match body {
        EventBody::ClockChanged { change } => {
            Some((change.clock.metric, change.transition, since(created, change.instant)))
        }
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(|event| change(event.body)).collect()
}

fn since(start: Timestamp, instant: Timestamp) -> i64 {
    instant.millis() - start.millis()
}

fn ran(clock: &Clock) -> i64 {
    clock.stretches.iter().map(|stretch| stretch.millis).sum()
}

fn a_first_reply_exactly_at_the_deadline_is_met(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    world.pass(HOUR);
    assert_eq!(world.tick(), 0, "a tick at the deadline records nothing");
    world.by_ann(UpdateTicket::new(ticket).reply("Just in time"));
    world.pass(HOUR);
    assert_eq!(world.tick(), 0);
    let clock = clock(&world, ticket, Metric::FirstReply);
    assert_eq!((clock.state, clock.breached, clock.breached_at), (ClockState::Fulfilled, false, None));
    assert_eq!((ran(&clock), world.ticket(ticket).facts.breaches), (HOUR, 0));
}

fn a_breach_is_recorded_only_past_the_deadline_with_the_deadline_as_its_instant(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    assert_eq!(
        world.frontdesk.next_wakeup().unwrap(),
        Some(world.ticket(ticket).created_at.plus_millis(HOUR + 1))
    );
    world.pass(HOUR);
    assert_eq!((world.tick(), world.ticket(ticket).is_breached()), (0, false));
    world.pass(1);
    assert_eq!((world.tick(), world.ticket(ticket).is_breached()), (1, true));
    world.pass(30 * MINUTE);
    assert_eq!(world.tick(), 0, "a breach is recorded once");
    use ClockTransition::{Breached, Started};
    let expected = [(Metric::FirstReply, Started, 0), (Metric::FirstReply, Breached, HOUR)];
    assert_eq!(transitions(&world, ticket), expected);
    assert_eq!(world.ticket(ticket).facts.breaches, 1);
}

fn a_reply_after_the_deadline_finds_the_breach_recorded_before_it(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    world.pass(HOUR + 1);
    world.by_ann(UpdateTicket::new(ticket).reply("Too late"));
    use ClockTransition::{Breached, Fulfilled, Started};
    let told: Vec<_> = transitions(&world, ticket).into_iter().map(|(_, what, at)| (what, at)).collect();
    assert_eq!(told, [(Started, 0), (Breached, HOUR), (Fulfilled, HOUR + 1)]);
    assert_eq!(world.tick(), 0);
}

fn a_warning_comes_when_half_of_the_target_is_used_up(world: World) {
    // Half of an odd number of milliseconds rounds down.
    let warned = json!([{ "metric": "first_reply", "millis": HOUR + 1, "warnings": [{ "type": "percent", "percent": 50 }] }]);
    world.save(policy(1, json!({}), warned));
    let ticket = world.ask();
    world.pass(HOUR / 2 - 1);
    assert_eq!(world.tick(), 0);
    world.pass(1);
    assert_eq!(world.tick(), 1);
    assert_eq!(
        transitions(&world, ticket).last(),
        Some(&(Metric::FirstReply, ClockTransition::Warned, HOUR / 2))
    );
    assert_eq!(world.tick(), 0);
}

fn a_note_and_a_description_by_an_agent_do_not_meet_a_first_reply(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    world.by_ann(UpdateTicket::new(ticket).set("assignee", world.bob.to_string()));
    assert_eq!(clock(&world, ticket, Metric::FirstReply).state, ClockState::Running);
    // A ticket that an agent opens starts the clock with the first word of the requester.
    let create = CreateTicket::new(world.rita, "She called", "Her printer burns.");
    let called = world.as_ann().execute(create).unwrap().ticket;
    assert!(world.ticket(called).clocks.is_empty());
    world.pass(MINUTE);
    world.by_rita(UpdateTicket::new(called).reply("It does."));
    let started = clock(&world, called, Metric::FirstReply).started_at;
    assert_eq!(since(world.ticket(called).created_at, started), MINUTE);
}

fn by_priority() -> Json {
    json!([
        { "metric": "resolution", "millis": 8 * HOUR },
        { "metric": "resolution", "priority": "high", "millis": 4 * HOUR, "warnings": [{ "type": "percent", "percent": 50 }] },
        { "metric": "resolution", "priority": "urgent", "millis": HOUR, "warnings": [{ "type": "percent", "percent": 50 }] },
    ])
}

fn a_new_priority_keeps_what_has_elapsed(world: World) {
    world.save(policy(1, json!({}), by_priority()));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    let clock = clock(&world, ticket, Metric::Resolution);
    assert_eq!((clock.started_at, clock.due_at), (created, Some(created.plus_millis(4 * HOUR))));
    assert_eq!(clock.warnings_at, [created.plus_millis(2 * HOUR)]);
    assert_eq!((clock.target_millis, ran(&clock)), (4 * HOUR, HOUR));
}

fn a_stricter_target_that_is_used_up_is_breached_at_its_computed_instant(world: World) {
    world.save(policy(1, json!({}), by_priority()));
    let ticket = world.ask();
    world.pass(3 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    use ClockTransition::{Breached, Retargeted, Started, Warned};
    let told: Vec<_> = transitions(&world, ticket).into_iter().map(|(_, what, at)| (what, at)).collect();
    assert_eq!(told, [(Started, 0), (Retargeted, 3 * HOUR), (Warned, HOUR / 2), (Breached, HOUR)]);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    let now = clock(&world, ticket, Metric::Resolution);
    assert!(!now.breached, "the new target is not broken yet");
    assert_eq!(since(now.started_at, now.breached_at.unwrap()), HOUR, "what was recorded stays");
}

fn a_priority_without_a_row_cancels(world: World) {
    world.save(policy(1, json!({}), by_priority()));
    world.save(policy(2, json!({}), json!([{ "metric": "resolution", "priority": "low", "millis": HOUR }])));
    let ticket = world.ask();
    world.pass(MINUTE);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    assert_eq!(
        transitions(&world, ticket).last(),
        Some(&(Metric::Resolution, ClockTransition::NoTarget, MINUTE))
    );
    assert_eq!(
        clock(&world, ticket, Metric::Resolution).state,
        ClockState::Cancelled,
        "no other policy steps in"
    );
}

fn reopening_resumes_the_resolution_clock_without_the_gap(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": 4 * HOUR }])));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    assert_eq!(clock(&world, ticket, Metric::Resolution).state, ClockState::Fulfilled);
    world.pass(100 * HOUR);
    assert_eq!(world.tick(), 0, "solved, it does not breach");
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    let resumed = clock(&world, ticket, Metric::Resolution);
    assert_eq!((resumed.id, resumed.state, resumed.ended_at), (0, ClockState::Running, None));
    assert_eq!(resumed.due_at, Some(created.plus_millis(104 * HOUR)));
    world.pass(3 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    let ended = clock(&world, ticket, Metric::Resolution);
    assert_eq!((ran(&ended), ended.breached, world.ticket(ticket).clocks.len()), (4 * HOUR, false, 1));
}

fn a_first_reply_clock_does_not_come_back_after_it_ended(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    let clocks = world.ticket(ticket).clocks;
    assert_eq!(clocks.iter().map(|clock| clock.state).collect::<Vec<_>>(), [ClockState::Fulfilled]);
}

fn without_a_policy_clocks_are_cancelled_and_a_later_match_counts_from_the_start(world: World) {
    world.save(policy(1, leaf("tags", "includes_any", json!(["vip"])), one_hour()));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    assert_eq!(
        clock(&world, ticket, Metric::FirstReply).due_at,
        Some(created.plus_millis(HOUR)),
        "a late first match"
    );
    world.pass(10 * MINUTE);
    let mut untag = UpdateTicket::new(ticket);
    untag.remove_tags = vec!["vip".to_owned()];
    world.by_ann(untag);
    assert_eq!(clock(&world, ticket, Metric::FirstReply).state, ClockState::Cancelled);
    assert_eq!((world.ticket(ticket).policy, world.frontdesk.next_wakeup().unwrap()), (None, None));
    world.pass(70 * MINUTE);
    assert_eq!(world.tick(), 0);
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    let again = clock(&world, ticket, Metric::FirstReply);
    assert_eq!(
        (again.id, again.started_at, again.breached_at),
        (1, created, Some(created.plus_millis(HOUR)))
    );
    use ClockTransition::{Breached, NoPolicy, Started};
    let told: Vec<_> = transitions(&world, ticket).into_iter().map(|(_, what, at)| (what, at)).collect();
    assert_eq!(told, [(Started, 0), (NoPolicy, 20 * MINUTE), (Started, 0), (Breached, HOUR)]);
}

fn solving_without_a_reply_abandons_the_first_reply(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let (silent, replied) = (world.ask(), world.ask());
    world.by_ann(UpdateTicket::new(silent).set("status", "solved"));
    world.by_ann(UpdateTicket::new(replied).reply("Out.").set("status", "solved"));
    assert_eq!(clock(&world, silent, Metric::FirstReply).state, ClockState::Abandoned);
    assert_eq!(clock(&world, replied, Metric::FirstReply).state, ClockState::Fulfilled);
    world.by_rita(UpdateTicket::new(silent).reply("Hello?"));
    assert_eq!(world.ticket(silent).clocks.len(), 1, "no new clock");
    world.pass(2 * HOUR);
    assert_eq!(world.tick(), 0);
}

fn the_first_policy_by_position_applies(world: World) {
    world.save(policy(2, json!({}), one_hour()));
    world.save(policy(
        1,
        leaf("priority", "is", "urgent"),
        json!([{ "metric": "first_reply", "priority": "urgent", "millis": MINUTE }]),
    ));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    assert_eq!(clock(&world, ticket, Metric::FirstReply).due_at, Some(created.plus_millis(HOUR)));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    assert_eq!(clock(&world, ticket, Metric::FirstReply).due_at, Some(created.plus_millis(MINUTE)));
}

fn a_clock_keeps_the_version_of_its_policy_until_the_next_update(world: World) {
    world.save(policy(1, json!({}), one_hour()));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": 2 * HOUR }])));
    world.pass(HOUR + 1);
    assert_eq!(world.tick(), 1, "the deadline that it had");
    world.by_ann(UpdateTicket::new(ticket).note("Late"));
    let now = clock(&world, ticket, Metric::FirstReply);
    assert_eq!((now.policy.version, now.due_at), (2, Some(created.plus_millis(2 * HOUR))));
    assert_eq!((now.breached, now.breached_at), (false, Some(created.plus_millis(HOUR))));
}

fn breaches(world: &World, ticket: TicketId) -> usize {
    transitions(world, ticket).iter().filter(|(_, what, _)| *what == ClockTransition::Breached).count()
}

fn a_target_that_comes_back_is_broken_once(world: World) {
    world.save(policy(1, json!({}), by_priority()));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    world.pass(2 * HOUR);
    assert_eq!(world.tick(), 2);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    world.pass(MINUTE);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    assert_eq!((breaches(&world, ticket), world.ticket(ticket).is_breached()), (1, true));
}

fn a_clock_that_begins_anew_tells_no_breach_again(world: World) {
    world.save(policy(1, leaf("tags", "includes_any", json!(["vip"])), one_hour()));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    world.pass(2 * HOUR);
    world.tick();
    let mut untag = UpdateTicket::new(ticket);
    untag.remove_tags = vec!["vip".to_owned()];
    world.by_ann(untag);
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    let again = clock(&world, ticket, Metric::FirstReply);
    assert_eq!((again.id, again.breached, again.breached_at), (1, true, Some(created.plus_millis(HOUR))));
    assert_eq!(breaches(&world, ticket), 1, "of one start event and one target");
}

fn a_clock_that_resumes_with_another_target_tells_it(world: World) {
    world.save(policy(1, json!({}), by_priority()));
    world.save(trigger(
        1,
        leaf("sla.event", "is", "target_changed"),
        json!([{ "type": "add_tags", "tags": ["retargeted"] }]),
    ));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    assert!(world.ticket(ticket).tags.is_empty(), "an ended clock keeps its target");
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    use ClockTransition::{Fulfilled, Resumed, Retargeted, Started};
    let told: Vec<_> = transitions(&world, ticket).into_iter().map(|(_, what, _)| what).collect();
    assert_eq!(told, [Started, Fulfilled, Resumed, Retargeted]);
    assert_eq!(world.ticket(ticket).tags, ["retargeted"]);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    assert_eq!(transitions(&world, ticket).last().unwrap().1, Resumed, "the target is the same");
}

fn what_is_overdue_is_worked_on_first(world: World) {
    let sort = json!({ "by": "next_breach", "direction": "ascending" });
    world.save(json!({ "config": "view", "id": id::<frontdesk::ids::ViewId>(1), "name": "All", "filter": {}, "sort": sort }));
    let without = world.ask();
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": 2 * HOUR }])));
    let late = world.ask();
    world.pass(3 * HOUR);
    let fresh = world.ask();
    world.tick();
    assert!(world.ticket(late).is_breached());
    let order = |world: &World| -> Vec<_> {
        world.host().view(id(1), None, 10).unwrap().tickets.iter().map(|ticket| ticket.id).collect()
    };
    assert_eq!(order(&world), [late, fresh, without]);
    world.by_ann(UpdateTicket::new(late).set("status", "solved"));
    assert_eq!(order(&world)[0], fresh, "what is solved waits for nobody");
}

fn a_target_that_comes_back_does_not_warn_again(world: World) {
    let warnings = json!([{ "type": "percent", "percent": 25 }, { "type": "percent", "percent": 50 }]);
    let target = |priority: Option<&str>, hours: i64| json!({ "metric": "resolution", "priority": priority, "millis": hours * HOUR, "warnings": warnings });
    world.save(policy(
        1,
        leaf("tags", "includes_none", json!(["away"])),
        json!([target(Some("low"), 40), target(Some("high"), 20)]),
    ));
    let ticket = world.ask();
    let set = |priority: &str| world.by_ann(UpdateTicket::new(ticket).set("priority", priority));
    set("high");
    world.pass(6 * HOUR);
    world.tick();
    for _ in 0..3 {
        set("low");
        set("high");
        world.by_ann(UpdateTicket::new(ticket).tag("away"));
        world.by_ann(UpdateTicket { remove_tags: vec!["away".to_owned()], ..UpdateTicket::new(ticket) });
    }
    let warned = |world: &World| {
        let is_warning = |event: &frontdesk::model::Event| matches!(&event.body, EventBody::ClockChanged { change } if change.transition == ClockTransition::Warned);
        world.events(ticket).iter().filter(|event| is_warning(event)).count()
    };
    assert_eq!(warned(&world), 1, "a quarter of the twenty hours");
    world.pass(5 * HOUR);
    world.tick();
    assert_eq!(warned(&world), 2, "and half of them");
    set("low");
    assert_eq!(warned(&world), 3, "a quarter of the forty");
    world.host().verify().unwrap();
}

fn an_event_of_a_clock_tells_only_what_is_new(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": 900 * HOUR }])));
    let ticket = world.ask();
    for _ in 0..40 {
        world.pass(HOUR);
        world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
        world.pass(HOUR);
        world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    }
    let clock = clock(&world, ticket, Metric::Resolution);
    assert_eq!((clock.stretches.len(), ran(&clock)), (40, 40 * HOUR));
    for event in world.events(ticket) {
        if let EventBody::ClockChanged { change } = event.body {
            assert!(change.clock.stretches.len() <= 1, "{change:?}");
        }
    }
    world.host().verify().unwrap();
}
