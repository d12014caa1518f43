//! What triggers see of the SLA: follow-on updates in the same transaction, with a cause.

use frontdesk::UpdateTicket;
use frontdesk::model::{Actor, Event, EventBody, Priority};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, MINUTE, World, leaf, policy, trigger};

on_each_store!(
    a_breach_fires_triggers_in_a_follow_on_with_its_cause,
    a_follow_on_in_which_nothing_fires_leaves_nothing_behind,
    a_warning_fires_at_its_own_instant,
    triggers_can_tell_metrics_apart,
    a_policy_that_applies_is_seen_in_a_follow_on,
    updates_that_cause_each_other_without_end_are_stopped,
    a_loop_that_branches_is_stopped_as_a_whole,
    a_follow_on_of_a_breach_is_not_the_next_update_of_an_edited_policy,
    a_rule_that_changes_a_ticket_at_a_breach_selects_its_policy,
    follow_ons_run_no_triggers_on_a_closed_ticket,
);

fn one_hour(warnings: Json) -> Json {
    let target = |metric: &str| json!({ "metric": metric, "millis": HOUR, "warnings": warnings });
    json!([target("first_reply"), target("resolution")])
}

/// The update that follows on another, with its events.
fn follow_ons(events: &[Event]) -> Vec<&Event> {
    events.iter().filter(|event| event.cause.is_some()).collect()
}

fn a_breach_fires_triggers_in_a_follow_on_with_its_cause(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    let escalate = json!([{ "type": "set", "field": "assignee", "to": world.bob }, { "type": "add_tags", "tags": ["late"] }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), escalate));
    let ticket = world.ask();
    world.pass(HOUR + MINUTE);
    world.tick();
    let now = world.ticket(ticket);
    assert_eq!((now.assignee, &now.tags[..]), (Some(world.bob), &["late".to_owned()][..]));

    let events = world.events(ticket);
    let is_breach =
        |event: &&Event| matches!(&event.body, EventBody::ClockChanged { change } if change.clock.breached);
    let breach = events.iter().find(is_breach).unwrap();
    let followed = follow_ons(&events);
    assert!(!followed.is_empty());
    for event in &followed {
        assert_eq!((event.cause, event.at), (Some(breach.update), breach.at));
        assert_ne!(event.update, breach.update);
    }
    assert!(matches!(followed[0].body, EventBody::UpdateBegun { depth: 1, .. }));
    assert!(matches!((breach.actor, breach.cause), (Actor::System, None)));
    assert_eq!(world.fired(ticket), [1]);
}

fn a_follow_on_in_which_nothing_fires_leaves_nothing_behind(world: World) {
    world.save(policy(1, json!({}), one_hour(json!([]))));
    world.save(trigger(
        1,
        leaf("sla.event", "is", "warning"),
        json!([{ "type": "add_tags", "tags": ["x"] }]),
    ));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.tick();
    assert_eq!(world.ticket(ticket).facts.breaches, 2);
    assert!(follow_ons(&world.events(ticket)).is_empty());
}

fn a_warning_fires_at_its_own_instant(world: World) {
    world.save(policy(1, json!({}), one_hour(json!([{ "type": "before", "millis": MINUTE }]))));
    let urgent =
        json!([{ "type": "set", "field": "due_at", "to": 1_000 }, { "type": "add_tags", "tags": ["soon"] }]);
    world.save(trigger(1, leaf("sla.event", "is", "warning"), urgent));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    // The timers run long after, by the next update of the ticket.
    world.pass(5 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).note("Late"));
    let events = world.events(ticket);
    let tagged = events.iter().find(|event| matches!(event.body, EventBody::TagsChanged { .. })).unwrap();
    assert_eq!(tagged.at, created.plus_millis(HOUR - MINUTE));
    assert_eq!(world.fired(ticket), [1, 1], "once for each clock");
}

fn triggers_can_tell_metrics_apart(world: World) {
    world.save(policy(1, json!({}), one_hour(json!([]))));
    let breach_of = |metric: &str| json!({ "all": [{ "field": "sla.event", "op": "is", "value": "breach" }, { "field": "sla.metric", "op": "is", "value": metric }] });
    world.save(trigger(1, breach_of("first_reply"), json!([{ "type": "add_tags", "tags": ["reply"] }])));
    world.save(trigger(2, breach_of("resolution"), json!([{ "type": "add_tags", "tags": ["solve"] }])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("In time"));
    world.pass(2 * HOUR);
    world.tick();
    assert_eq!(world.fired(ticket), [2]);
}

fn a_policy_that_applies_is_seen_in_a_follow_on(world: World) {
    world.save(policy(1, json!({}), one_hour(json!([]))));
    world.save(trigger(
        1,
        leaf("sla.event", "is", "policy_changed"),
        json!([{ "type": "add_tags", "tags": ["covered"] }]),
    ));
    let ticket = world.ask();
    assert_eq!(world.ticket(ticket).tags, ["covered"]);
    let events = world.events(ticket);
    assert!(follow_ons(&events).iter().all(|event| event.cause == Some(events[0].update)));
    assert_eq!(
        world.log().iter().filter(|entry| entry.events[0].at == events[0].at).count() as u64,
        world.position()
    );
}

fn updates_that_cause_each_other_without_end_are_stopped(world: World) {
    let row = |priority: &str| json!({ "metric": "resolution", "priority": priority, "millis": HOUR });
    world.save(policy(1, json!({}), json!([row("low"), row("high")])));
    let flip = |number: u8, from: &str, to: &str| {
        let retargeted = json!({ "all": [{ "field": "sla.event", "op": "is", "value": "target_changed" }, { "field": "priority", "op": "is", "value": from }] });
        trigger(
            number,
            retargeted,
            json!([{ "type": "set", "field": "priority", "to": to }, { "type": "stop" }]),
        )
    };
    world.save(flip(1, "low", "high"));
    world.save(flip(2, "high", "low"));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    let events = world.events(ticket);
    let loops: Vec<_> =
        events.iter().filter(|event| matches!(event.body, EventBody::LoopDetected { .. })).collect();
    assert_eq!(loops.len(), 1);
    assert_eq!(world.fired(ticket), [2, 1, 2, 1, 2, 1, 2, 1, 2, 1], "ten deep");
    let EventBody::LoopDetected { rules } = &loops[0].body else { panic!("it was one before") };
    assert_eq!(rules.len(), 10);
    assert_eq!(world.ticket(ticket).priority, Some(Priority::High));
}

fn a_loop_that_branches_is_stopped_as_a_whole(world: World) {
    let row =
        |metric: &str, priority: &str| json!({ "metric": metric, "priority": priority, "millis": HOUR });
    let rows =
        ["first_reply", "resolution"].map(|metric| ["low", "high"].map(|priority| row(metric, priority)));
    world.save(policy(1, json!({}), json!(rows.as_flattened())));
    let flip = |number: u8, from: &str, to: &str| {
        let retargeted = json!({ "all": [{ "field": "sla.event", "op": "is", "value": "target_changed" }, { "field": "priority", "op": "is", "value": from }] });
        trigger(
            number,
            retargeted,
            json!([{ "type": "set", "field": "priority", "to": to }, { "type": "stop" }]),
        )
    };
    world.save(flip(1, "low", "high"));
    world.save(flip(2, "high", "low"));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    let events = world.events(ticket);
    let loops = events.iter().filter(|event| matches!(event.body, EventBody::LoopDetected { .. })).count();
    assert_eq!((loops, world.fired(ticket).len()), (1, 10), "each update retargets two clocks");
    world.check_explained(ticket);
}

fn a_follow_on_of_a_breach_is_not_the_next_update_of_an_edited_policy(world: World) {
    world.save(policy(1, json!({}), one_hour(json!([]))));
    world.save(trigger(
        1,
        leaf("sla.event", "is", "breach"),
        json!([{ "type": "add_note", "text": "Late" }]),
    ));
    let ticket = world.ask();
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": 4 * HOUR }])));
    world.pass(2 * HOUR);
    world.tick();
    assert_eq!(world.fired(ticket), [1, 1], "both metrics are late");
    assert_eq!(world.ticket(ticket).clocks[0].policy.version, 1, "a note is no reason to look for a policy");
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    assert_eq!(world.ticket(ticket).clocks[0].policy.version, 2);
}

fn a_rule_that_changes_a_ticket_at_a_breach_selects_its_policy(world: World) {
    let urgent = json!([{ "metric": "first_reply", "priority": "urgent", "millis": 3 * HOUR }]);
    world.save(policy(1, leaf("priority", "is", "urgent"), urgent));
    world.save(policy(2, json!({}), one_hour(json!([]))));
    let raise = json!([{ "type": "set", "field": "priority", "to": "urgent" }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), raise));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.tick();
    let clock = &world.ticket(ticket).clocks[0];
    assert_eq!((clock.target_millis, clock.breached), (3 * HOUR, false));
}

fn follow_ons_run_no_triggers_on_a_closed_ticket(world: World) {
    world.save(policy(1, leaf("priority", "is", "low"), one_hour(json!([]))));
    let tag = json!([{ "type": "add_tags", "tags": ["covered"] }]);
    world.save(trigger(1, leaf("sla.event", "is", "policy_changed"), tag));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low").set("status", "closed"));
    assert!(world.ticket(ticket).tags.is_empty());
    world.check_explained(ticket);
}
