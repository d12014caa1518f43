//! What an update makes of a status, whatever it was in between.

use frontdesk::UpdateTicket;
use frontdesk::model::StatusCategory;
use frontdesk::report::ReportQuery;
use serde_json::json;

use crate::world::{HOUR, World, at, leaf, policy, trigger};

on_each_store!(
    a_status_that_only_came_and_went_ends_no_reply_and_counts_for_nothing,
    thanks_on_a_solved_ticket_that_a_rule_solves_again_changes_nothing_of_when_it_was_solved,
    a_request_that_leaves_a_ticket_solved_starts_no_clock_later,
);

/// Solved, reopened and first replies of the whole time.
fn counted(world: &World) -> (u64, u64, u64) {
    let (from, to) = (at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
    let report = world.host().report(&ReportQuery { from, to, zone: "UTC".to_owned() }).unwrap();
    let days = report.days.iter();
    let (solved, reopened) = days.fold((0, 0), |sum, day| (sum.0 + day.solved, sum.1 + day.reopened));
    (solved, reopened, report.teams.iter().map(|team| team.first_replies).sum())
}

fn a_status_that_only_came_and_went_ends_no_reply_and_counts_for_nothing(world: World) {
    let untyped = json!({ "all": [
        { "field": "status", "op": "changed_to", "value": "solved" },
        { "field": "type", "op": "not_present" },
    ]});
    world.save(trigger(1, untyped, json!([{ "type": "set", "field": "status", "to": "open" }])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    let before = world.ticket(ticket);
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    let after = world.ticket(ticket);
    assert_eq!((after.status, after.status_since), (before.status, before.status_since));
    assert_eq!((after.facts.solved_at, after.facts.first_reply_abandoned_at), (None, None));
    world.by_ann(UpdateTicket::new(ticket).reply("Try again."));
    let after = world.ticket(ticket);
    assert!(after.facts.first_reply_at.is_some() && after.facts.gaps.is_empty());
    assert_eq!(counted(&world), (0, 0, 1));
    world.by_ann(UpdateTicket::new(ticket).set("type", "question").set("status", "solved"));
    assert_eq!((world.ticket(ticket).category, counted(&world)), (StatusCategory::Solved, (1, 0, 1)));
    world.check_explained(ticket);
    world.host().verify().unwrap();
}

fn thanks_on_a_solved_ticket_that_a_rule_solves_again_changes_nothing_of_when_it_was_solved(world: World) {
    let thanks = leaf("comment.text", "contains_word", "thanks");
    world.save(trigger(1, thanks, json!([{ "type": "set", "field": "status", "to": "solved" }])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Pull the plug.").set("status", "solved"));
    let before = world.ticket(ticket);
    world.pass(24 * HOUR);
    world.by_rita(UpdateTicket::new(ticket).reply("Many thanks!"));
    let after = world.ticket(ticket);
    assert_eq!((after.facts.solved_at, after.status_since), (before.facts.solved_at, before.status_since));
    assert_eq!((after.facts.gaps.len(), counted(&world)), (0, (1, 0, 1)));
    world.host().verify().unwrap();
}

fn a_request_that_leaves_a_ticket_solved_starts_no_clock_later(world: World) {
    world.save(json!({ "config": "settings", "reopen_on_comment": false }));
    world.save(policy(1, json!({}), json!([{ "metric": "first_reply", "millis": HOUR }])));
    // Rang up: nobody has asked in writing.
    let create = frontdesk::CreateTicket::new(world.rita, "Printer", "She says it burns.");
    let ticket = world.as_ann().execute(create).unwrap().ticket;
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    world.by_rita(UpdateTicket::new(ticket).reply("Thanks!"));
    world.pass(24 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    assert_eq!(world.ticket(ticket).clocks, []);
    world.host().verify().unwrap();
}
