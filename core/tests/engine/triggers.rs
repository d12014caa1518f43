//! Triggers: which fire, how often, and that they always fire alike.

use frontdesk::UpdateTicket;
use frontdesk::model::{Actor, EventBody, Priority, StatusCategory};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, World, id, leaf, policy, request, trigger};

on_each_store!(
    a_trigger_fires_once_per_update_and_again_in_the_next,
    a_change_lets_an_earlier_trigger_see_it,
    au_01_triggers_that_undo_each_other_end,
    stop_ends_the_walk_after_all_actions_of_its_rule,
    an_inactive_trigger_does_not_fire,
    a_new_version_counts_from_the_next_update_on,
    a_rule_that_assigns_opens,
    a_rule_neither_replies_nor_reopens_nor_returns_to_new,
    a_change_that_is_undone_is_none,
    a_note_of_a_rule_is_a_comment_of_the_same_update,
    the_closing_update_still_runs_triggers,
    a_rule_that_would_break_a_limit_holds_up_nothing,
    an_action_that_means_nothing_any_more_is_left_out_and_told,
);

fn set(field: &str, to: impl Into<Json>) -> Json {
    json!({ "type": "set", "field": field, "to": to.into() })
}

fn add_tags(tag: &str) -> Json {
    json!({ "type": "add_tags", "tags": [tag] })
}

fn a_trigger_fires_once_per_update_and_again_in_the_next(world: World) {
    world.save(trigger(1, json!({}), json!([{ "type": "add_note", "text": "Seen {{ticket.number}}" }])));
    let ticket = world.ask();
    assert_eq!(world.fired(ticket), [1]);
    world.by_ann(UpdateTicket::new(ticket).tag("x"));
    assert_eq!(world.fired(ticket), [1, 1]);
}

fn a_change_lets_an_earlier_trigger_see_it(world: World) {
    world.save(trigger(1, leaf("priority", "changed_to", "urgent"), json!([add_tags("paged")])));
    world.save(trigger(2, leaf("tags", "includes_any", json!(["vip"])), json!([set("priority", "urgent")])));
    world.save(trigger(3, leaf("tags", "includes_any", json!(["paged"])), json!([add_tags("seen")])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    assert_eq!(world.fired(ticket), [2, 1, 3]);
    let now = world.ticket(ticket);
    assert_eq!((now.priority, now.version), (Some(Priority::Urgent), 2));
    assert_eq!(now.tags, ["paged", "seen", "vip"]);
}

fn au_01_triggers_that_undo_each_other_end(world: World) {
    world.save(trigger(1, leaf("priority", "is", "low"), json!([set("priority", "high")])));
    world.save(trigger(2, leaf("priority", "is", "high"), json!([set("priority", "low")])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    assert_eq!(world.fired(ticket), [1, 2], "each once");
    assert_eq!(world.ticket(ticket).priority, Some(Priority::Low));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    assert_eq!(world.fired(ticket), [1, 2, 2, 1]);
    assert_eq!(world.ticket(ticket).priority, Some(Priority::High));
}

fn stop_ends_the_walk_after_all_actions_of_its_rule(world: World) {
    world.save(trigger(1, json!({}), json!([{ "type": "stop" }, add_tags("first")])));
    world.save(trigger(2, json!({}), json!([add_tags("second")])));
    let ticket = world.ask();
    assert_eq!((world.fired(ticket), world.ticket(ticket).tags), (vec![1], vec!["first".to_owned()]));
}

fn an_inactive_trigger_does_not_fire(world: World) {
    let mut off = trigger(1, json!({}), json!([add_tags("off")]));
    off["active"] = false.into();
    world.save(off);
    assert_eq!(world.fired(world.ask()), [0_u8; 0]);
}

fn a_new_version_counts_from_the_next_update_on(world: World) {
    world.save(trigger(1, json!({}), json!([add_tags("one")])));
    let ticket = world.ask();
    world.save(trigger(1, json!({}), json!([add_tags("two")])));
    assert_eq!(world.ticket(ticket).tags, ["one"]);
    world.by_ann(UpdateTicket::new(ticket).note("Go on"));
    assert_eq!(world.ticket(ticket).tags, ["one", "two"]);
    let versions = world.events(ticket).into_iter().filter_map(|event| match event.body {
        EventBody::TriggerFired { rule, .. } => Some(rule.version),
        _ => None,
    });
    assert_eq!(versions.collect::<Vec<_>>(), [1, 2]);
}

fn a_rule_that_assigns_opens(world: World) {
    let assign = json!([set("assignee", world.bob.to_string())]);
    world.save(trigger(1, leaf("update.kind", "is", "create"), assign));
    let ticket = world.ticket(world.ask());
    assert_eq!((ticket.assignee, ticket.category), (Some(world.bob), StatusCategory::Open));
}

fn a_rule_neither_replies_nor_reopens_nor_returns_to_new(world: World) {
    let note = json!({ "type": "add_note", "text": "Noted" });
    world.save(trigger(
        1,
        leaf("tags", "includes_any", json!(["again"])),
        json!([set("status", "new"), note]),
    ));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Done.").set("status", "solved"));
    world.by_ann(UpdateTicket::new(ticket).tag("again"));
    let now = world.ticket(ticket);
    assert_eq!((now.category, now.facts.agent_replies), (StatusCategory::Solved, 1));
    let unchanged = |body: &EventBody| matches!(body, EventBody::TriggerFired { changed: false, .. });
    assert!(world.events(ticket).iter().any(|event| unchanged(&event.body)), "it fired without net change");
}

fn a_change_that_is_undone_is_none(world: World) {
    world.save(trigger(1, leaf("priority", "is", "high"), json!([set("priority", "low")])));
    world.save(trigger(2, leaf("priority", "changed", Json::Null), json!([add_tags("changed")])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    assert_eq!(world.fired(ticket), [2]);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "high"));
    assert_eq!(world.fired(ticket), [2, 1], "low to high to low is no change");
}

fn a_note_of_a_rule_is_a_comment_of_the_same_update(world: World) {
    world.save(trigger(
        1,
        leaf("comment.visibility", "is", "public"),
        json!([{ "type": "add_note", "text": "New: {{ticket.title}}" }]),
    ));
    let ticket = world.ticket(world.ask());
    let comments = world.host().comments(ticket.number, 0, 10).unwrap();
    assert_eq!(comments.len(), 2);
    let (asked, note) = (comments[0].body(), comments[1].body());
    assert_eq!((note.text.as_str(), note.update), ("New: Printer on fire", asked.update));
    assert!(matches!(note.author, Actor::Rule { rule } if rule.id == id(1)));
    assert_eq!(world.as_rita().comments(ticket.number, 0, 10).unwrap().len(), 1);
}

fn the_closing_update_still_runs_triggers(world: World) {
    world.save(trigger(
        1,
        leaf("status", "changed_to", "closed"),
        json!([add_tags("archived"), set("priority", "low")]),
    ));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "closed"));
    let closed = world.ticket(ticket);
    assert_eq!((closed.tags, closed.priority), (vec!["archived".to_owned()], Some(Priority::Low)));
}

/// The feed, as JSON, after a short history in which triggers, clocks and timers take part.
fn feed_of_a_history(world: &World) -> String {
    world.save(trigger(1, leaf("priority", "is", "low"), json!([set("priority", "high"), add_tags("up")])));
    world.save(trigger(2, leaf("priority", "is", "high"), json!([set("priority", "low"), add_tags("down")])));
    world.save(trigger(
        3,
        leaf("sla.event", "present", Json::Null),
        json!([{ "type": "add_note", "text": "Clock" }]),
    ));
    let targets = json!([{ "metric": "resolution", "priority": "low", "millis": 1_000, "warnings": [{ "type": "percent", "percent": 50 }] }]);
    world.save(policy(1, json!({}), targets));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low").reply("Hello"));
    world.pass(10_000);
    world.tick();
    world.as_ann().execute(request(1, UpdateTicket::new(ticket).set("status", "solved"))).unwrap();
    world.as_ann().execute(request(1, UpdateTicket::new(ticket).set("status", "solved"))).unwrap();
    let log = world.log();
    assert!(log.iter().flat_map(|entry| &entry.events).any(|event| event.cause.is_some()));
    log.iter()
        .flat_map(|entry| serde_json::to_string(&(entry.position, &entry.events)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn au_02_the_same_history_makes_the_same_events_byte_for_byte() {
    let feed = feed_of_a_history(&World::on_memory());
    assert_eq!(feed, feed_of_a_history(&World::on_memory()));
    assert_eq!(feed, feed_of_a_history(&World::on_sqlite()));
}

fn a_rule_that_would_break_a_limit_holds_up_nothing(world: World) {
    let many = |from: u32| (from..from + 100).map(|nth| format!("tag{nth}")).collect::<Vec<_>>();
    let tags = |from: u32| json!({ "type": "add_tags", "tags": many(from) });
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    let then = json!({ "type": "add_tags", "tags": ["tag0", "tag1"] });
    world.save(trigger(
        1,
        leaf("sla.event", "is", "breach"),
        json!([tags(0), tags(100), tags(200), then, { "type": "set", "field": "priority", "to": "high" }]),
    ));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    assert_eq!(world.tick(), 1, "one ticket does not keep time from passing");
    let after = world.ticket(ticket);
    assert_eq!((after.tags.len(), after.priority), (200, Some(Priority::High)), "the other actions count");
    let skipped: Vec<_> = world
        .events(ticket)
        .into_iter()
        .filter_map(|event| match event.body {
            EventBody::ActionSkipped { action, code, .. } => Some((action, code)),
            _ => None,
        })
        .collect();
    assert_eq!(skipped, [(2, "ticket.too_many_tags".to_owned())]);
    world.check_explained(ticket);
}

fn an_action_that_means_nothing_any_more_is_left_out_and_told(world: World) {
    let actions = json!([
        { "type": "set", "field": "assignee", "to": world.bob },
        { "type": "add_note", "text": "{{ticket.due_at}}" },
        add_tags("seen"),
    ]);
    world.save(trigger(1, leaf("status", "is", "new"), actions));
    let bob = frontdesk::SavePerson::new(frontdesk::model::Role::Agent, "Bob", "bob@example.com");
    world.host().execute(frontdesk::SavePerson { id: Some(world.bob), active: false, ..bob }).unwrap();
    let ticket = world.ask();
    let after = world.ticket(ticket);
    assert_eq!((after.assignee, after.facts.comments, after.tags), (None, 1, vec!["seen".to_owned()]));
    let skipped = |event: frontdesk::model::Event| match event.body {
        EventBody::ActionSkipped { action, code, .. } => Some((action, code)),
        _ => None,
    };
    let skipped: Vec<_> = world.events(ticket).into_iter().filter_map(skipped).collect();
    assert_eq!(skipped, [(0, "ticket.not_an_agent".to_owned()), (1, "comment.empty".to_owned())]);
    world.check_explained(ticket);
}
