//! SLA clocks on a calendar of business hours.

use frontdesk::UpdateTicket;
use frontdesk::ids::CalendarId;
use frontdesk::model::{ClockState, ClockTransition, Event, EventBody};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, World, at, id, leaf, policy, trigger};

on_each_store!(
    a_weekend_does_not_count,
    a_target_that_ends_with_the_day_is_due_at_closing_time,
    a_solved_gap_and_a_weekend_are_both_left_out,
    a_running_clock_keeps_the_hours_it_ran_on,
    edited_hours_break_no_target_again,
    edited_hours_break_no_target_that_the_clock_stood_at,
    a_rule_can_ask_for_holidays_and_hours,
);

/// Monday to Friday, from nine until an hour of the day, in Berlin.
fn office(number: u8, until: &str) -> Json {
    let day = |weekday: &str| json!({ "weekday": weekday, "intervals": [{ "from": "09:00", "to": until }] });
    let weekly: Vec<Json> = ["monday", "tuesday", "wednesday", "thursday", "friday"].map(day).to_vec();
    let hours = json!({ "zone": "Europe/Berlin", "weekly": weekly });
    json!({ "config": "calendar", "id": id::<CalendarId>(number), "name": "Office", "hours": hours })
}

/// A policy on the first calendar.
fn in_office_hours(targets: Json) -> Json {
    let mut policy = policy(1, json!({}), targets);
    policy["calendar"] = json!(id::<CalendarId>(1));
    policy
}

fn reply_in(millis: i64) -> Json {
    json!([{ "metric": "first_reply", "millis": millis, "warnings": [{ "type": "percent", "percent": 50 }] }])
}

fn a_weekend_does_not_count(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(reply_in(4 * HOUR)));
    // Friday at three in the afternoon in Berlin, which is at one hour from UTC in winter.
    world.clock.set(at("2026-01-09T14:00:00Z"));
    let ticket = world.ask();
    let clock = &world.ticket(ticket).clocks[0];
    assert_eq!(clock.due_at, Some(at("2026-01-12T10:00:00Z")));
    assert_eq!(clock.warnings_at, [at("2026-01-09T16:00:00Z")]);
    world.clock.set(at("2026-01-12T10:00:00Z"));
    assert_eq!(world.tick(), 1, "the warning alone");
    world.by_ann(UpdateTicket::new(ticket).reply("Monday it is."));
    let clock = &world.ticket(ticket).clocks[0];
    assert_eq!(
        (clock.state, clock.breached, clock.stretches[0].millis),
        (ClockState::Fulfilled, false, 4 * HOUR)
    );
}

fn a_target_that_ends_with_the_day_is_due_at_closing_time(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(reply_in(2 * HOUR)));
    world.clock.set(at("2026-01-09T14:00:00Z"));
    let ticket = world.ask();
    assert_eq!(world.ticket(ticket).clocks[0].due_at, Some(at("2026-01-09T16:00:00Z")));
}

fn a_solved_gap_and_a_weekend_are_both_left_out(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(json!([{ "metric": "resolution", "millis": 8 * HOUR }])));
    world.clock.set(at("2026-01-08T14:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-08T15:00:00Z"));
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    world.clock.set(at("2026-01-09T14:00:00Z"));
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    // One hour on Thursday, two on Friday, five on Monday.
    assert_eq!(world.ticket(ticket).clocks[0].due_at, Some(at("2026-01-12T13:00:00Z")));
}

fn a_running_clock_keeps_the_hours_it_ran_on(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(reply_in(10 * HOUR)));
    let ticket = world.ask();
    world.save(office(1, "12:00"));
    assert_eq!(world.ticket(ticket).clocks[0].due_at, Some(at("2026-01-06T11:00:00Z")));
    // At three on Monday five hours had counted; from then on the mornings alone count.
    world.clock.set(at("2026-01-05T14:00:00Z"));
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    let clock = &world.ticket(ticket).clocks[0];
    assert_eq!(clock.stretches.iter().map(|one| one.millis).collect::<Vec<_>>(), [5 * HOUR]);
    assert_eq!(clock.due_at, Some(at("2026-01-07T10:00:00Z")));
}

fn edited_hours_break_no_target_again(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(reply_in(HOUR)));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    assert_eq!(world.tick(), 2, "a warning and a breach");
    world.save(office(1, "18:00"));
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    let clock = &world.ticket(ticket).clocks[0];
    assert_eq!((clock.calendar.unwrap().version, clock.breached), (2, true));
    let told = |what: ClockTransition| {
        let is = |event: &Event| matches!(&event.body, EventBody::ClockChanged { change } if change.transition == what);
        world.events(ticket).iter().filter(|event| is(event)).count()
    };
    assert_eq!((told(ClockTransition::Warned), told(ClockTransition::Breached)), (1, 1));
}

/// A breach is recorded only when a clock runs strictly past its deadline. A target that is used up when it begins to apply is broken at
/// once, but with other hours it is the same target: policy, version and row.
fn edited_hours_break_no_target_that_the_clock_stood_at(world: World) {
    world.save(office(1, "17:00"));
    world.save(in_office_hours(json!([{ "metric": "agent_work", "millis": HOUR }])));
    let ticket = world.ask();
    let due = world.ticket(ticket).created_at.plus_millis(HOUR);
    let set = |status: &str| world.by_ann(UpdateTicket::new(ticket).set("status", status));
    let breached_at = || world.ticket(ticket).clocks[0].breached_at;
    world.pass(HOUR);
    set("pending");
    world.pass(HOUR);
    world.save(office(1, "18:00"));
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    assert_eq!(breached_at(), None, "it stands at its deadline");
    world.save(office(1, "19:00"));
    set("open");
    assert_eq!((world.tick(), breached_at()), (0, None), "it has not run on yet");
    world.pass(1);
    assert_eq!((world.tick(), breached_at()), (1, Some(due)));
}

fn a_rule_can_ask_for_holidays_and_hours(world: World) {
    let mut office = office(1, "17:00");
    // The world begins on 5 January at ten in Berlin.
    office["hours"]["holidays"] =
        json!([{ "name": "Epiphany", "rule": { "kind": "yearly", "month": 1, "day": 6 } }]);
    world.save(office);
    world.save(json!({ "config": "settings", "calendar": id::<CalendarId>(1) }));
    let tag = |tag: &str| json!([{ "type": "add_tags", "tags": [tag] }]);
    world.save(trigger(1, leaf("on_holiday", "is", true), tag("holiday")));
    world.save(trigger(2, leaf("in_business_hours", "is", false), tag("closed")));
    assert!(world.ticket(world.ask()).tags.is_empty());
    world.pass(13 * HOUR + HOUR / 2);
    assert_eq!(world.ticket(world.ask()).tags, ["closed"], "half an hour before midnight in Berlin");
    world.pass(HOUR);
    assert_eq!(world.ticket(world.ask()).tags, ["closed", "holiday"]);
    world.pass(24 * HOUR);
    assert_eq!(world.ticket(world.ask()).tags, ["closed"]);
}
