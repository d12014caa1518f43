//! Policies and calendars that are brought to tickets at once, and what that would do.

use frontdesk::ids::{CalendarId, PolicyId, TicketId, TicketNumber};
use frontdesk::model::{ClockState, ClockTransition, Event, EventBody};
use frontdesk::{
    ApplyPolicies, Clock as _, ErrorKind, PoliciesReceipt, PolicyDifference, Timestamp, UpdateTicket,
};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, MINUTE, World, at, id, leaf, policy, request, trigger};

on_each_store!(
    a_new_version_waits_for_the_next_update_until_it_is_applied,
    a_used_up_target_breaks_at_the_instant_at_which_it_was_used_up,
    as_of_measures_anew_what_ran_since,
    as_of_tells_what_other_hours_would_have_broken,
    as_of_keeps_what_was_broken,
    a_paused_clock_stays_paused,
    the_preview_is_what_is_done_then,
    it_goes_on_where_it_ended_and_may_begin_anew,
    what_is_due_runs_before,
    triggers_see_it_and_it_is_explained,
    nobody_has_worked_on_the_ticket,
    solved_tickets_are_left_alone,
    only_those_who_configure_may,
    what_is_to_come_is_refused,
);

fn reply_in(millis: i64) -> Json {
    policy(1, json!({}), json!([{ "metric": "first_reply", "millis": millis }]))
}

/// Each day in UTC between these hours.
fn each_day(from: &str, to: &str) -> Json {
    let day = |weekday: &str| json!({ "weekday": weekday, "intervals": [{ "from": from, "to": to }] });
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let weekly: Vec<Json> = days.map(day).to_vec();
    let hours = json!({ "zone": "Etc/UTC", "weekly": weekly });
    json!({ "config": "calendar", "id": id::<CalendarId>(1), "name": "Hours", "hours": hours })
}

fn in_hours(metric: &str, millis: i64) -> Json {
    let mut policy = policy(1, json!({}), json!([{ "metric": metric, "millis": millis }]));
    policy["calendar"] = json!(id::<CalendarId>(1));
    policy
}

fn apply(world: &World, apply: ApplyPolicies) -> PoliciesReceipt {
    world.host().execute(apply).unwrap()
}

fn preview(world: &World, apply: ApplyPolicies) -> Vec<PolicyDifference> {
    world.as_ann().preview_policies(&apply).unwrap().differences
}

/// What the log tells of a clock, from its start on.
fn told(world: &World, ticket: TicketId) -> Vec<(ClockTransition, Timestamp)> {
    let change = |event: Event| match event.body {
        EventBody::ClockChanged { change } => Some((change.transition, change.instant)),
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(change).collect()
}

fn a_new_version_waits_for_the_next_update_until_it_is_applied(world: World) {
    world.save(reply_in(4 * HOUR));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.save(reply_in(2 * HOUR));
    world.pass(MINUTE);
    world.tick();
    let clock = || world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock().policy.version, clock().due_at), (1, Some(created.plus_millis(4 * HOUR))));
    let receipt = apply(&world, ApplyPolicies::now());
    assert_eq!((receipt.tickets, receipt.changed, receipt.next), (1, 1, None));
    assert_eq!((clock().policy.version, clock().due_at), (2, Some(created.plus_millis(2 * HOUR))));
    assert_eq!(world.ticket(ticket).policy.unwrap().version, 2);
    world.host().verify().unwrap();
}

fn a_used_up_target_breaks_at_the_instant_at_which_it_was_used_up(world: World) {
    world.save(reply_in(4 * HOUR));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.pass(2 * HOUR);
    world.save(reply_in(HOUR));
    apply(&world, ApplyPolicies::now());
    let now = created.plus_millis(2 * HOUR);
    let expected = [
        (ClockTransition::Started, created),
        (ClockTransition::Retargeted, now),
        (ClockTransition::Breached, created.plus_millis(HOUR)),
    ];
    assert_eq!(told(&world, ticket), expected);
}

fn as_of_measures_anew_what_ran_since(world: World) {
    world.save(each_day("08:00", "16:00"));
    world.save(in_hours("first_reply", 20 * HOUR));
    world.clock.set(at("2026-01-05T08:00:00Z"));
    let ticket = world.ask();
    world.save(each_day("08:00", "12:00"));
    world.clock.set(at("2026-01-06T10:00:00Z"));
    // Four hours of the first day are left out; what was measured before noon of it stays.
    apply(&world, ApplyPolicies::as_of(at("2026-01-05T10:00:00Z")));
    let clock = world.ticket(ticket).clocks[0].clone();
    let stretch = |nth: usize| {
        let stretch = clock.stretches[nth];
        (stretch.from, stretch.to, stretch.millis, stretch.calendar.unwrap().version)
    };
    let [begin, cut, end] = ["2026-01-05T08:00:00Z", "2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z"].map(at);
    assert_eq!(stretch(0), (begin, cut, 2 * HOUR, 1));
    assert_eq!(stretch(1), (cut, end, 4 * HOUR, 2));
    assert_eq!(clock.due_at, Some(at("2026-01-10T08:00:00Z").plus_millis(-20 * HOUR)), "14 hours more");
    world.host().verify().unwrap();
    // Once more there is nothing left to do.
    assert_eq!(apply(&world, ApplyPolicies::as_of(cut)).changed, 0);
    // From now on it would have counted as it did.
    let other = world.ask();
    world.save(each_day("08:00", "10:00"));
    world.clock.set(at("2026-01-06T12:00:00Z"));
    apply(&world, ApplyPolicies::now());
    assert_eq!(world.ticket(other).clocks[0].stretches[0].millis, 2 * HOUR);
}

fn as_of_tells_what_other_hours_would_have_broken(world: World) {
    world.save(each_day("08:00", "10:00"));
    world.save(in_hours("first_reply", 3 * HOUR));
    world.clock.set(at("2026-01-05T08:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-05T15:00:00Z"));
    world.save(each_day("08:00", "16:00"));
    apply(&world, ApplyPolicies::as_of(at("2026-01-01T00:00:00Z")));
    let due = at("2026-01-05T11:00:00Z");
    let ticket = world.ticket(ticket);
    assert_eq!((ticket.clocks[0].breached_at, ticket.facts.breaches), (Some(due), 1));
    assert_eq!((world.tick(), ticket.clocks[0].due_at), (0, Some(due)));
}

fn as_of_keeps_what_was_broken(world: World) {
    world.save(each_day("08:00", "16:00"));
    world.save(in_hours("first_reply", HOUR));
    world.clock.set(at("2026-01-05T08:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-05T10:00:00Z"));
    assert_eq!(world.tick(), 1);
    world.save(each_day("12:00", "16:00"));
    apply(&world, ApplyPolicies::as_of(at("2026-01-05T08:00:00Z")));
    let clock = world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock.breached, clock.breached_at), (true, Some(at("2026-01-05T09:00:00Z"))));
    assert_eq!(clock.due_at, Some(at("2026-01-05T13:00:00Z")));
    world.clock.set(at("2026-01-05T15:00:00Z"));
    assert_eq!(world.tick(), 0, "one breach for a target");
}

fn a_paused_clock_stays_paused(world: World) {
    world.save(each_day("08:00", "16:00"));
    world.save(in_hours("agent_work", 8 * HOUR));
    world.clock.set(at("2026-01-05T08:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-05T14:00:00Z"));
    world.by_ann(UpdateTicket::new(ticket).set("status", "pending"));
    world.save(each_day("08:00", "12:00"));
    world.clock.set(at("2026-01-06T14:00:00Z"));
    apply(&world, ApplyPolicies::as_of(at("2026-01-05T00:00:00Z")));
    let clock = world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock.state, clock.due_at, clock.stretches[0].millis), (ClockState::Paused, None, 4 * HOUR));
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    assert_eq!(world.ticket(ticket).clocks[0].due_at, Some(at("2026-01-07T12:00:00Z")));
}

fn the_preview_is_what_is_done_then(world: World) {
    world.save(reply_in(4 * HOUR));
    let tickets = [world.ask(), world.ask()];
    world.by_ann(UpdateTicket::new(tickets[1]).tag("vip"));
    world.pass(2 * HOUR);
    world.save(reply_in(HOUR));
    let mut vip = policy(
        2,
        leaf("tags", "includes_any", json!(["vip"])),
        json!([{ "metric": "resolution", "millis": HOUR }]),
    );
    vip["position"] = json!(0);
    world.save(vip);
    let position = world.position();
    let differences = preview(&world, ApplyPolicies::now());
    assert_eq!(world.position(), position, "nothing is written");
    assert_eq!(differences.len(), 2);
    let second = &differences[1];
    assert_eq!(second.policy_before.unwrap().id, id::<PolicyId>(1));
    assert_eq!(second.policy_after.unwrap().id, id::<PolicyId>(2));
    let states: Vec<_> =
        second.clocks.iter().map(|clock| (clock.before.is_some(), clock.after.state)).collect();
    assert_eq!(states, [(true, ClockState::Cancelled), (false, ClockState::Running)]);
    apply(&world, ApplyPolicies::now());
    for (difference, ticket) in differences.iter().zip(tickets.map(|ticket| world.ticket(ticket))) {
        assert_eq!((difference.ticket, difference.policy_after), (ticket.number, ticket.policy));
        for clock in &difference.clocks {
            assert_eq!(ticket.clocks[clock.after.id as usize], clock.after);
        }
    }
    assert_eq!(preview(&world, ApplyPolicies::now()), []);
}

fn it_goes_on_where_it_ended_and_may_begin_anew(world: World) {
    world.save(reply_in(4 * HOUR));
    let tickets: Vec<TicketId> = (0..5).map(|_| world.ask()).collect();
    world.save(reply_in(2 * HOUR));
    let some = |after| ApplyPolicies { after, limit: 2, ..ApplyPolicies::now() };
    let page = world.as_ann().preview_policies(&some(None)).unwrap();
    assert_eq!((page.differences.len(), page.next), (2, Some(TicketNumber(2))));
    let first = world.host().execute(request(1, some(None))).unwrap();
    // The same command is carried out once.
    assert_eq!(world.host().execute(request(1, some(None))).unwrap(), first);
    let first = first.applied.unwrap();
    assert_eq!((first.tickets, first.changed, first.next), (2, 2, Some(TicketNumber(2))));
    // The process ends here, and another begins from the first ticket.
    let (mut after, mut changed) = (None, Vec::new());
    loop {
        let receipt = apply(&world, some(after));
        changed.push(receipt.changed);
        after = receipt.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(changed, [0, 2, 1]);
    assert!(tickets.iter().all(|ticket| world.ticket(*ticket).clocks[0].policy.version == 2));
}

fn what_is_due_runs_before(world: World) {
    world.save(reply_in(HOUR));
    let ticket = world.ask();
    let created = world.ticket(ticket).created_at;
    world.pass(3 * HOUR);
    // Saving runs what is due; what comes due between saving and applying does so before that.
    world.save(reply_in(4 * HOUR));
    world.pass(2 * HOUR);
    world.save(reply_in(6 * HOUR));
    apply(&world, ApplyPolicies::now());
    let breaches = |(what, _): &(ClockTransition, Timestamp)| *what == ClockTransition::Breached;
    let breaches: Vec<_> = told(&world, ticket).into_iter().filter(breaches).collect();
    assert_eq!(breaches, [(ClockTransition::Breached, created.plus_millis(HOUR))]);
}

fn triggers_see_it_and_it_is_explained(world: World) {
    world.save(reply_in(4 * HOUR));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.save(reply_in(HOUR));
    let tag = |tag: &str| json!([{ "type": "add_tags", "tags": [tag] }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), tag("late")));
    world.save(trigger(2, leaf("sla.event", "is", "target_changed"), tag("stricter")));
    world.save(trigger(3, json!({}), tag("always")));
    apply(&world, ApplyPolicies::now());
    assert_eq!(world.ticket(ticket).tags, ["always", "late", "stricter"]);
    world.check_explained(ticket);
    let applied = |event: &&Event| matches!(event.body, EventBody::PoliciesApplied { as_of: None });
    assert_eq!(world.events(ticket).iter().filter(applied).count(), 1);
}

fn nobody_has_worked_on_the_ticket(world: World) {
    world.save(reply_in(4 * HOUR));
    let ticket = world.ask();
    let before = world.ticket(ticket).facts;
    world.save(reply_in(2 * HOUR));
    world.pass(MINUTE);
    apply(&world, ApplyPolicies::now());
    assert_eq!(world.ticket(ticket).facts, before);
}

fn solved_tickets_are_left_alone(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": HOUR }])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    world.save(reply_in(2 * HOUR));
    let receipt = apply(&world, ApplyPolicies::now());
    assert_eq!((receipt.tickets, receipt.changed), (1, 0));
    assert_eq!(world.ticket(ticket).clocks[0].policy.version, 1);
}

fn only_those_who_configure_may(world: World) {
    let refused = world.as_ann().execute(ApplyPolicies::now()).unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Forbidden, "permission.denied"));
    let refused = world.as_rita().preview_policies(&ApplyPolicies::now()).unwrap_err();
    assert_eq!(refused.code(), "permission.denied");
}

fn what_is_to_come_is_refused(world: World) {
    let tomorrow = ApplyPolicies::as_of(world.clock.now().plus_millis(1));
    let refused = world.host().execute(tomorrow).unwrap_err();
    assert_eq!((refused.code(), refused.path()), ("policy.as_of_in_the_future", Some("/as_of")));
    let refused = world.host().preview_policies(&tomorrow).unwrap_err();
    assert_eq!(refused.code(), "policy.as_of_in_the_future");
    assert_eq!(apply(&world, ApplyPolicies::as_of(world.clock.now())).tickets, 0);
}
