//! The timeline of a ticket's clocks as people see it: as text and as a picture.

use frontdesk::UpdateTicket;
use frontdesk::ids::{TeamId, TicketId};
use serde_json::json;

use crate::sla_timeline::{in_office_hours, office, target, timeline};
use crate::world::{HOUR, MINUTE, World, at, id, policy};

on_each_store!(
    an_hour_is_told_in_text,
    three_days_are_told_in_text,
    pictures_are_drawn_of_an_hour_of_days_and_of_months,
    names_that_are_markup_stay_text,
    a_picture_of_many_clocks_tells_what_it_leaves_out,
);

/// A ticket of an hour, day and night.
fn an_hour(world: &World) -> TicketId {
    let half = json!([{ "type": "percent", "percent": 50 }, { "type": "before", "millis": 5 * MINUTE }]);
    let targets = json!([
        { "metric": "first_reply", "millis": 30 * MINUTE, "warnings": half },
        { "metric": "resolution", "millis": 2 * HOUR, "warnings": half },
    ]);
    let mut always = policy(1, json!({}), targets);
    always["name"] = json!("Day and night");
    world.save(always);
    let ticket = world.ask();
    world.pass(17 * MINUTE);
    world.tick();
    world.by_ann(UpdateTicket::new(ticket).reply("On my way."));
    world.pass(45 * MINUTE + 1_500);
    ticket
}

/// A ticket of three days in office hours: with a holiday, a pause, a new priority and a breach.
fn three_days(world: &World) -> TicketId {
    world.save(office("Office", "17:00"));
    let early = json!([{ "type": "percent", "percent": 75 }]);
    let rows = json!([
        { "metric": "first_reply", "millis": 4 * HOUR, "warnings": early },
        { "metric": "first_reply", "priority": "urgent", "millis": 2 * HOUR, "warnings": early },
        { "metric": "agent_work", "millis": 16 * HOUR, "warnings": early },
        { "metric": "agent_work", "priority": "urgent", "millis": 6 * HOUR, "warnings": early },
        { "metric": "next_reply", "priority": "urgent", "millis": 2 * HOUR, "warnings": early },
    ]);
    world.save(in_office_hours(rows));
    world.clock.set(at("2026-01-05T13:20:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-05T15:45:00Z"));
    world.by_ann(UpdateTicket::new(ticket).reply("Which one?").set("status", "pending"));
    world.clock.set(at("2026-01-07T08:40:00Z"));
    world.by_rita(UpdateTicket::new(ticket).reply("The big one. It burns!"));
    world.clock.set(at("2026-01-07T10:05:00Z"));
    world.desk.agent(world.bob).execute(UpdateTicket::new(ticket).set("priority", "urgent")).unwrap();
    world.clock.set(at("2026-01-07T14:10:00Z"));
    world.tick();
    world.by_ann(UpdateTicket::new(ticket).reply("A van is on its way."));
    world.clock.set(at("2026-01-08T09:30:00Z"));
    world.tick();
    ticket
}

/// A ticket of three months: with many pauses, reopened twice, under an edited policy and on edited hours.
fn three_months(world: &World) -> TicketId {
    world.save(office("Office", "17:00"));
    let early = json!([{ "type": "percent", "percent": 50 }, { "type": "percent", "percent": 90 }]);
    let rows = |hours: i64| {
        json!([
            { "metric": "first_reply", "millis": 8 * HOUR },
            { "metric": "requester_wait", "millis": hours * HOUR, "warnings": early },
            { "metric": "resolution", "millis": 400 * HOUR, "warnings": early },
            { "metric": "next_reply", "millis": 16 * HOUR },
        ])
    };
    world.save(in_office_hours(rows(120)));
    let ticket = world.ask();
    let step = |days: i64, update: UpdateTicket| {
        world.pass(days * 24 * HOUR + 100 * MINUTE);
        world.tick();
        world.by_ann(update);
    };
    let update = || UpdateTicket::new(ticket);
    step(0, update().reply("We look into it."));
    step(6, update().reply("Which firmware?").set("status", "pending"));
    step(9, update().set("status", "open"));
    step(12, update().reply("Out.").set("status", "solved"));
    world.pass(11 * 24 * HOUR);
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    let step = |days: i64, update: UpdateTicket| {
        world.pass(days * 24 * HOUR + 100 * MINUTE);
        world.tick();
        world.by_ann(update);
    };
    world.save(in_office_hours(rows(200)));
    step(4, update().reply("Again?"));
    world.save(office("Long days", "19:00"));
    step(10, update().set("status", "hold"));
    step(5, update().set("status", "pending"));
    step(15, update().set("status", "open"));
    step(14, update().reply("A new one is on its way."));
    step(3, update().set("status", "solved"));
    ticket
}

fn an_hour_is_told_in_text(world: World) {
    let ticket = an_hour(&world);
    insta::assert_snapshot!("sla_timeline_hour", timeline(&world, ticket).to_text());
}

fn three_days_are_told_in_text(world: World) {
    let ticket = three_days(&world);
    insta::assert_snapshot!("sla_timeline_days", timeline(&world, ticket).to_text());
}

fn pictures_are_drawn_of_an_hour_of_days_and_of_months(world: World) {
    let ticket = an_hour(&world);
    insta::assert_snapshot!("sla_timeline_hour_svg", timeline(&world, ticket).to_svg());
    let world = world.beside(frontdesk::ids::DeskId(2));
    let ticket = three_days(&world);
    insta::assert_snapshot!("sla_timeline_days_svg", timeline(&world, ticket).to_svg());
    world.clock.set(at("2026-01-05T09:00:00Z"));
    let world = world.beside(frontdesk::ids::DeskId(3));
    let ticket = three_months(&world);
    insta::assert_snapshot!("sla_timeline_months_svg", timeline(&world, ticket).to_svg());
}

fn names_that_are_markup_stay_text(world: World) {
    let hostile = "<script>alert('1')</script>&\"\u{202e}]]>";
    let mut hours = office(hostile, "17:00");
    hours["hours"]["holidays"][0]["name"] = json!(format!("{hostile}\n\u{1b}"));
    hours["hours"]["holidays"][0]["rule"]["day"] = json!(5);
    world.save(hours);
    let mut promise = in_office_hours(target("ownership", HOUR));
    promise["name"] = json!(hostile);
    world.save(promise);
    world.save(json!({ "config": "team", "id": id::<TeamId>(1), "name": hostile }));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("team", id::<TeamId>(1).to_string()));
    world.pass(40 * HOUR);
    let told = timeline(&world, ticket);
    assert_eq!(told.clocks[0].team_name.as_deref(), Some(hostile), "data is as it was saved");
    let (svg, text) = (told.to_svg(), told.to_text());
    assert!(svg.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;]]&gt;"), "{svg}");
    for sign in ["<script", "\u{202e}", "\u{1b}"] {
        assert!(!svg.contains(sign), "{sign:?} in {svg}");
    }
    for sign in ["\u{202e}", "\u{1b}"] {
        assert!(!text.contains(sign), "{sign:?} in {text}");
    }
    // A parser finds what was meant: elements of a picture alone, and nothing that loads or runs.
    for element in svg.split('<').skip(1) {
        let name = element.trim_start_matches('/').split([' ', '>', '/', '\n']).next().unwrap();
        let known = ["svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "text", "g"];
        assert!(known.contains(&name), "{name}");
        assert!(!element.contains("href") && !element.contains("onload"), "{element}");
    }
    let starts = ["   ", "SLA", "1."];
    let begins = |line: &str| line.is_empty() || starts.iter().any(|start| line.starts_with(start));
    assert!(text.lines().all(begins), "{text}");
}

fn a_picture_of_many_clocks_tells_what_it_leaves_out(world: World) {
    world.save(policy(1, json!({}), target("periodic_update", HOUR)));
    let ticket = world.ask();
    for _ in 0..70 {
        world.by_ann(UpdateTicket::new(ticket).reply("Still at it."));
        world.pass(30 * MINUTE);
    }
    let svg = timeline(&world, ticket).to_svg();
    assert!(svg.contains("10 earlier clocks are left out"), "{svg}");
    assert_eq!(svg.matches("Periodic update; ").count(), 60);
    let many = || json!([{ "metric": "resolution", "millis": 90 * HOUR }, { "metric": "resolution", "priority": "high", "millis": HOUR }]);
    world.save(policy(1, json!({}), many()));
    let ticket = world.ask();
    for nth in 0..40 {
        world.pass(10 * MINUTE);
        let priority = if nth % 2 == 0 { json!("high") } else { json!(null) };
        let priority: frontdesk::model::Value = serde_json::from_value(priority).unwrap();
        world.by_ann(UpdateTicket::new(ticket).set("priority", priority));
    }
    let svg = timeline(&world, ticket).to_svg();
    assert!(svg.contains("labels left out"), "{svg}");
}
