//! Why a trigger fired or did not in an update of the past, told from the log with the rules as they were then.

use frontdesk::ErrorKind;
use frontdesk::UpdateTicket;
use frontdesk::ids::{TicketId, TriggerId, UpdateId};
use frontdesk::rules::{NotEvaluated, RuleTrace, SlaEventKind, Verdict};
use serde_json::json;

use crate::world::{HOUR, World, id, leaf, policy, trigger};

on_each_store!(
    an_update_of_the_past_is_explained_with_the_rules_of_its_time,
    each_leaf_tells_what_it_found,
    a_creation_and_its_follow_ons_are_explained,
    a_breach_at_which_nothing_fired_is_explained,
    a_loop_that_was_stopped_is_explained,
    the_requester_is_seen_as_they_were,
    explanations_are_for_the_people_of_the_desk,
);

fn tags(tag: &str) -> serde_json::Value {
    json!([{ "type": "add_tags", "tags": [tag] }])
}

/// What is told of a trigger in the `nth` explained update.
fn rule(world: &World, ticket: TicketId, update: UpdateId, nth: usize, number: u8) -> RuleTrace {
    let explanation = world.as_ann().explain(world.ticket(ticket).number, update).unwrap();
    assert!(explanation.exact);
    let trace = &explanation.updates[nth].trace;
    trace.rules.iter().find(|rule| rule.rule.id == id::<TriggerId>(number)).unwrap().clone()
}

fn an_update_of_the_past_is_explained_with_the_rules_of_its_time(world: World) {
    world.save(trigger(1, leaf("priority", "is", "high"), tags("first")));
    let ticket = world.ask();
    let then = world.by_ann(UpdateTicket::new(ticket).set("priority", "high")).update;
    // Other rules now, and the ticket is another.
    world.save(trigger(1, leaf("priority", "is", "low"), tags("second")));
    world.save(trigger(2, leaf("priority", "is", "high"), tags("third")));
    let now = world.by_ann(UpdateTicket::new(ticket).set("priority", "low")).update;

    let told = rule(&world, ticket, then, 0, 1);
    assert_eq!((told.verdict, told.rule.version), (Verdict::Fired { changed: true }, 1));
    let explanation = world.host().explain(world.ticket(ticket).number, then).unwrap();
    assert_eq!(explanation.updates[0].trace.rules.len(), 1, "the second trigger was not there yet");
    assert!(explanation.explain().contains("fired and changed the ticket"));
    let told = rule(&world, ticket, now, 0, 1);
    assert_eq!((told.verdict, told.rule.version), (Verdict::Fired { changed: true }, 2));
    assert_eq!(rule(&world, ticket, now, 0, 2).verdict, Verdict::NotMatched);
}

fn each_leaf_tells_what_it_found(world: World) {
    let conditions = json!({ "all": [
        { "field": "comment.text", "op": "contains_word", "value": "refund" },
        { "field": "priority", "op": "changed_to", "value": "urgent" },
    ]});
    world.save(trigger(1, conditions, tags("money")));
    let ticket = world.ask();
    let update = UpdateTicket::new(ticket).reply("We give a refund.").set("priority", "high");
    let update = world.by_ann(update).update;
    let told = rule(&world, ticket, update, 0, 1);
    assert_eq!(told.verdict, Verdict::NotMatched);
    let leaves: Vec<_> = told.leaves.iter().map(|leaf| (leaf.field.as_str(), leaf.holds)).collect();
    assert_eq!(leaves, [("comment.text", true), ("priority", false)]);
    assert_eq!(told.leaves[1].actual.as_deref(), Some("high"));
    assert_eq!(told.why_not, ["/conditions/all/1"]);
}

fn a_creation_and_its_follow_ons_are_explained(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    world.save(trigger(1, leaf("update.kind", "is", "create"), tags("new")));
    world.save(trigger(2, leaf("sla.event", "is", "policy_changed"), tags("covered")));
    let ticket = world.ask();
    let update = world.events(ticket)[0].update;
    assert_eq!(rule(&world, ticket, update, 0, 1).verdict, Verdict::Fired { changed: true });
    assert_eq!(rule(&world, ticket, update, 0, 2).verdict, Verdict::NotMatched);
    assert_eq!(rule(&world, ticket, update, 1, 2).verdict, Verdict::Fired { changed: true });
    let explanation = world.host().explain(world.ticket(ticket).number, update).unwrap();
    let told = explanation.updates[1].sla_event.unwrap();
    assert_eq!((told.kind, explanation.updates[1].depth), (SlaEventKind::PolicyChanged, 1));
}

fn a_breach_at_which_nothing_fired_is_explained(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    let breach = json!({ "all": [
        { "field": "sla.event", "op": "is", "value": "breach" },
        { "field": "priority", "op": "is", "value": "urgent" },
    ]});
    world.save(trigger(1, breach, tags("late")));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.tick();
    let timer = world.events(ticket).last().unwrap().update;
    let explanation = world.host().explain(world.ticket(ticket).number, timer).unwrap();
    assert!(explanation.updates[0].trace.rules.is_empty(), "triggers see a timer only in its follow-on");
    let told = rule(&world, ticket, timer, 1, 1);
    assert_eq!(told.verdict, Verdict::NotMatched);
    assert_eq!(told.why_not, ["/conditions/all/1"]);
}

fn a_loop_that_was_stopped_is_explained(world: World) {
    let row = |priority: &str| json!({ "metric": "resolution", "priority": priority, "millis": HOUR });
    world.save(policy(1, json!({}), json!([row("low"), row("high")])));
    let flip = |number: u8, from: &str, to: &str| {
        let retargeted = json!({ "all": [
            { "field": "sla.event", "op": "is", "value": "target_changed" },
            { "field": "priority", "op": "is", "value": from },
        ]});
        let actions = json!([{ "type": "set", "field": "priority", "to": to }, { "type": "stop" }]);
        trigger(number, retargeted, actions)
    };
    world.save(flip(1, "low", "high"));
    world.save(flip(2, "high", "low"));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("priority", "low"));
    let update = world.by_ann(UpdateTicket::new(ticket).set("priority", "high")).update;
    let explanation = world.host().explain(world.ticket(ticket).number, update).unwrap();
    assert!(explanation.exact);
    let last = explanation.updates.last().unwrap();
    assert_eq!(last.depth, 11);
    let stopped = Verdict::NotEvaluated { reason: NotEvaluated::Depth };
    assert!(last.trace.rules.iter().all(|rule| rule.verdict == stopped));
    assert_eq!(explanation.updates.len(), 12);
}

fn the_requester_is_seen_as_they_were(world: World) {
    world.save(trigger(1, leaf("requester.email", "is", "rita@example.com"), tags("vip")));
    let ticket = world.ask();
    let update = world.events(ticket)[0].update;
    let mut person = frontdesk::SavePerson::new(frontdesk::model::Role::Requester, "Rita", "new@example.com");
    person.id = Some(world.rita);
    world.host().execute(person).unwrap();
    assert_eq!(rule(&world, ticket, update, 0, 1).verdict, Verdict::Fired { changed: true });
}

fn explanations_are_for_the_people_of_the_desk(world: World) {
    let ticket = world.ask();
    let update = world.events(ticket)[0].update;
    let number = world.ticket(ticket).number;
    assert_eq!(world.as_rita().explain(number, update).unwrap_err().kind(), ErrorKind::Forbidden);
    assert_eq!(world.as_rita().events(number, 0, 10).unwrap_err().kind(), ErrorKind::Forbidden);
    let other = world.host().explain(number, id::<UpdateId>(9)).unwrap_err();
    assert_eq!(other.code(), "update.not_found");
    let history = world.as_ann().events(number, 0, 100).unwrap();
    assert!(
        matches!(&history[0].body, frontdesk::model::EventBody::TicketCreated { title, .. } if title.as_str() == "Printer on fire")
    );
}
