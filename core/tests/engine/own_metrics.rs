//! Metrics of the desk's own: when their promises open, pause and end, and the clocks that policies give them.

use frontdesk::ids::{MetricId, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{ClockState, ClockTransition, Event, EventBody, Metric, MetricStep};
use frontdesk::{ApplyPolicies, CreateTicket, Timestamp, UpdateTicket, WhatIf};
use serde_json::{Value as Json, json};

use crate::mails::mail;
use crate::world::{HOUR, MINUTE, World, id, leaf, policy, trigger};

on_each_store!(
    a_state_opens_a_promise_and_another_fulfils_it,
    what_happens_opens_one_anew_each_time,
    a_pause_is_a_state,
    what_stops_it_already_opens_nothing,
    a_cancelled_promise_is_no_breach,
    a_reset_begins_anew,
    closing_abandons,
    a_late_match_counts_from_where_the_promise_opened,
    a_solved_ticket_may_have_a_promise,
    triggers_see_which_metric_it_was,
    a_metric_that_is_put_away_gives_its_promises_up,
    a_new_version_counts_from_the_next_update_on,
    reports_and_what_if_count_it,
    what_a_machine_writes_counts_for_nothing,
    what_makes_no_sense_is_refused_with_the_path,
);

fn has_tag(tag: &str) -> Json {
    leaf("tags", "includes_any", json!([tag]))
}

/// A metric by its conditions.
fn metric(number: u8, conditions: Json) -> Json {
    let mut metric =
        json!({ "config": "metric", "id": id::<MetricId>(number), "name": format!("Metric {number}") });
    for (name, condition) in conditions.as_object().unwrap() {
        metric[name] = condition.clone();
    }
    metric
}

/// A policy that promises a metric of the desk's own within an hour.
fn promised(number: u8) -> Json {
    policy(1, json!({}), json!([{ "metric": "custom", "custom": id::<MetricId>(number), "millis": HOUR }]))
}

fn quote() -> Json {
    metric(1, json!({ "start": has_tag("quote"), "stop": has_tag("quoted") }))
}

fn tag(world: &World, ticket: TicketId, tag: &str) {
    world.by_ann(UpdateTicket::new(ticket).tag(tag));
}

fn untag(world: &World, ticket: TicketId, tag: &str) {
    world.by_ann(UpdateTicket { remove_tags: vec![tag.to_owned()], ..UpdateTicket::new(ticket) });
}

/// What the log tells of the clocks of a ticket.
fn told(world: &World, ticket: TicketId) -> Vec<ClockTransition> {
    let transition = |event: Event| match event.body {
        EventBody::ClockChanged { change } => Some(change.transition),
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(transition).collect()
}

fn steps(world: &World, ticket: TicketId) -> Vec<MetricStep> {
    let step = |event: Event| match event.body {
        EventBody::MetricStepped { step, .. } => Some(step),
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(step).collect()
}

fn states(world: &World, ticket: TicketId) -> Vec<ClockState> {
    world.ticket(ticket).clocks.iter().map(|clock| clock.state).collect()
}

fn a_state_opens_a_promise_and_another_fulfils_it(world: World) {
    world.save(quote());
    world.save(promised(1));
    let ticket = world.ask();
    assert_eq!(world.ticket(ticket).clocks, []);
    world.pass(MINUTE);
    tag(&world, ticket, "quote");
    let opened = world.ticket(ticket).updated_at;
    let clock = world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock.metric, clock.custom), (Metric::Custom, Some(id(1))));
    assert_eq!((clock.started_at, clock.due_at), (opened, Some(opened.plus_millis(HOUR))));
    world.pass(MINUTE);
    // It stands already, so that what else happens opens no other.
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    tag(&world, ticket, "quoted");
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled]);
    assert_eq!(world.ticket(ticket).facts.promises, []);
    untag(&world, ticket, "quoted");
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled], "that it may go on opens none");
    untag(&world, ticket, "quote");
    tag(&world, ticket, "quote");
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled, ClockState::Running]);
    world.pass(HOUR + 1);
    assert_eq!(world.tick(), 1);
    assert_eq!(
        world.ticket(ticket).clocks[1].breached_at,
        Some(world.ticket(ticket).clocks[1].started_at.plus_millis(HOUR))
    );
    world.check_explained(ticket);
    world.host().verify().unwrap();
}

fn what_happens_opens_one_anew_each_time(world: World) {
    let note = leaf("comment.visibility", "is", "internal");
    world.save(metric(1, json!({ "start": note, "stop": note })));
    world.save(promised(1));
    let ticket = world.ask();
    for _ in 0..3 {
        world.pass(MINUTE);
        world.by_ann(UpdateTicket::new(ticket).note("Looking"));
        world.by_ann(UpdateTicket::new(ticket).set("type", "task"));
    }
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled, ClockState::Fulfilled, ClockState::Running]);
}

fn a_pause_is_a_state(world: World) {
    let mut quote = quote();
    quote["pause"] = leaf("status", "is", "pending");
    world.save(quote);
    world.save(promised(1));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("quote").set("status", "pending"));
    assert_eq!(
        (states(&world, ticket), steps(&world, ticket)),
        (vec![ClockState::Paused], vec![MetricStep::Opened, MetricStep::Paused])
    );
    world.pass(3 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    let open = world.ticket(ticket).updated_at;
    assert_eq!(world.ticket(ticket).clocks[0].due_at, Some(open.plus_millis(HOUR)));
    world.pass(HOUR / 2);
    world.by_ann(UpdateTicket::new(ticket).set("status", "pending"));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "hold"));
    assert_eq!(
        world.ticket(ticket).clocks[0].due_at,
        Some(world.ticket(ticket).updated_at.plus_millis(HOUR / 2))
    );
    assert_eq!(world.ticket(ticket).facts.promises[0].pauses.len(), 2);
}

fn what_stops_it_already_opens_nothing(world: World) {
    world.save(quote());
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quoted");
    tag(&world, ticket, "quote");
    assert_eq!(steps(&world, ticket), []);
    let created =
        CreateTicket { tags: vec!["quote".to_owned()], ..CreateTicket::new(world.rita, "Lamp", "How much?") };
    let created = world.as_ann().execute(created).unwrap().ticket;
    assert_eq!(steps(&world, created), [MetricStep::Opened], "what a new ticket has was not there before");
}

fn a_cancelled_promise_is_no_breach(world: World) {
    let mut quote = quote();
    quote["cancel"] = has_tag("no_quote");
    world.save(quote);
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    world.pass(MINUTE);
    tag(&world, ticket, "no_quote");
    world.pass(3 * HOUR);
    assert_eq!((world.tick(), states(&world, ticket)), (0, vec![ClockState::Cancelled]));
    assert_eq!(told(&world, ticket), [ClockTransition::Started, ClockTransition::Cancelled]);
    // In one update what fulfils comes before what cancels.
    let both = world.ask();
    tag(&world, both, "quote");
    world.by_ann(UpdateTicket::new(both).tag("no_quote").tag("quoted"));
    assert_eq!(states(&world, both), [ClockState::Fulfilled]);
}

fn a_reset_begins_anew(world: World) {
    let mut quote = quote();
    quote["reset"] = leaf("priority", "is", "urgent");
    world.save(quote);
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    world.pass(MINUTE);
    world.save(policy(
        1,
        json!({}),
        json!([
            { "metric": "custom", "custom": id::<MetricId>(1), "millis": HOUR },
            { "metric": "custom", "custom": id::<MetricId>(1), "priority": "urgent", "millis": HOUR / 2 },
        ]),
    ));
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    let now = world.ticket(ticket).updated_at;
    let clocks = world.ticket(ticket).clocks;
    assert_eq!(states(&world, ticket), [ClockState::Cancelled, ClockState::Running]);
    assert_eq!((clocks[1].started_at, clocks[1].due_at), (now, Some(now.plus_millis(HOUR / 2))));
    world.by_ann(UpdateTicket::new(ticket).note("Still urgent"));
    assert_eq!(states(&world, ticket).len(), 2);
    assert_eq!(steps(&world, ticket), [MetricStep::Opened, MetricStep::Cancelled, MetricStep::Opened]);
}

fn closing_abandons(world: World) {
    world.save(quote());
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    world.by_ann(UpdateTicket::new(ticket).set("status", "closed"));
    assert_eq!((states(&world, ticket), world.ticket(ticket).wake_at()), (vec![ClockState::Abandoned], None));
}

fn a_late_match_counts_from_where_the_promise_opened(world: World) {
    let mut quote = quote();
    quote["pause"] = leaf("status", "is", "pending");
    world.save(quote);
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    let opened = world.ticket(ticket).updated_at;
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).set("status", "pending"));
    world.pass(20 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    world.save(promised(1));
    world.pass(5 * MINUTE);
    world.host().execute(ApplyPolicies::now()).unwrap();
    let clock = world.ticket(ticket).clocks[0].clone();
    assert_eq!((clock.started_at, clock.due_at), (opened, Some(opened.plus_millis(HOUR + 20 * MINUTE))));
}

fn a_solved_ticket_may_have_a_promise(world: World) {
    let status = |status: &str| leaf("status", "is", status);
    world.save(metric(1, json!({ "start": status("solved"), "stop": leaf("status", "is_not", "solved") })));
    world.save(promised(1));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    assert_eq!(states(&world, ticket), [ClockState::Running]);
    world.save(policy(
        1,
        json!({}),
        json!([{ "metric": "custom", "custom": id::<MetricId>(1), "millis": MINUTE }]),
    ));
    world.pass(2 * MINUTE);
    assert_eq!(world.host().execute(ApplyPolicies::now()).unwrap().changed, 1);
    assert_eq!(
        world.ticket(ticket).clocks[0].breached_at,
        Some(world.ticket(ticket).clocks[0].started_at.plus_millis(MINUTE))
    );
    world.by_rita(UpdateTicket::new(ticket).reply("Not quite."));
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled]);
}

fn triggers_see_which_metric_it_was(world: World) {
    world.save(quote());
    world.save(metric(2, json!({ "start": has_tag("visit"), "stop": has_tag("visited") })));
    world.save(policy(
        1,
        json!({}),
        json!([
            { "metric": "custom", "custom": id::<MetricId>(1), "millis": HOUR },
            { "metric": "custom", "custom": id::<MetricId>(2), "millis": 2 * HOUR },
        ]),
    ));
    let late = |number: u8, tag: &str| {
        let conditions = json!({ "all": [
            { "field": "sla.event", "op": "is", "value": "breach" },
            { "field": "sla.custom_metric", "op": "is", "value": id::<MetricId>(number) },
        ] });
        trigger(number, conditions, json!([{ "type": "add_tags", "tags": [tag] }]))
    };
    world.save(late(1, "late_quote"));
    world.save(late(2, "late_visit"));
    let unknown =
        trigger(3, leaf("sla.custom_metric", "is", json!(id::<MetricId>(9))), json!([{ "type": "stop" }]));
    assert_eq!(world.try_save(unknown).unwrap_err().code(), "condition.bad_value");
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("quote").tag("visit"));
    world.pass(HOUR + 1);
    world.tick();
    assert_eq!(world.ticket(ticket).tags, ["late_quote", "quote", "visit"]);
    world.pass(HOUR);
    world.tick();
    assert_eq!(world.ticket(ticket).tags, ["late_quote", "late_visit", "quote", "visit"]);
    world.check_explained(ticket);
}

fn a_metric_that_is_put_away_gives_its_promises_up(world: World) {
    world.save(quote());
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    let mut away = quote();
    away["active"] = json!(false);
    world.save(away);
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    assert_eq!(states(&world, ticket), [ClockState::Cancelled]);
    untag(&world, ticket, "quote");
    tag(&world, ticket, "quote");
    assert_eq!(steps(&world, ticket), [MetricStep::Opened, MetricStep::Cancelled]);
}

fn a_new_version_counts_from_the_next_update_on(world: World) {
    world.save(quote());
    world.save(promised(1));
    let ticket = world.ask();
    tag(&world, ticket, "quote");
    world.save(metric(1, json!({ "start": has_tag("quote"), "stop": has_tag("sent") })));
    tag(&world, ticket, "quoted");
    assert_eq!(states(&world, ticket), [ClockState::Running]);
    tag(&world, ticket, "sent");
    assert_eq!(states(&world, ticket), [ClockState::Fulfilled]);
    let version = |event: Event| match event.body {
        EventBody::MetricStepped { version, .. } => Some(version),
        _ => None,
    };
    assert_eq!(world.events(ticket).into_iter().filter_map(version).collect::<Vec<_>>(), [1, 2]);
}

fn reports_and_what_if_count_it(world: World) {
    world.save(quote());
    world.save(metric(2, json!({ "start": has_tag("visit"), "stop": has_tag("visited") })));
    world.save(promised(1));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("quote").tag("visit"));
    world.pass(2 * HOUR);
    world.tick();
    let (from, to) = (Timestamp::from_millis(0), world.ticket(ticket).created_at.plus_millis(48 * HOUR));
    let draft = match serde_json::from_value(policy(
        1,
        json!({}),
        json!([{ "metric": "custom", "custom": id::<MetricId>(2), "millis": 3 * HOUR }]),
    ))
    .unwrap()
    {
        frontdesk::model::Config::Policy(policy) => policy,
        other => panic!("{other:?}"),
    };
    let report = world.as_ann().what_if(&WhatIf { policies: vec![draft], ..WhatIf::new(from, to) }).unwrap();
    let rows: Vec<_> =
        report.attainment.iter().map(|row| (row.custom, row.before.broken, row.after.broken)).collect();
    assert_eq!(rows, [(Some(id(1)), 1, 0)]);
    let asked = serde_json::from_value(json!({ "from": to.plus_millis(-72 * HOUR), "to": to })).unwrap();
    let team = world.as_ann().report(&asked).unwrap().teams[0].clone();
    let breaches: Vec<_> = team.breaches.iter().map(|row| (row.metric, row.custom, row.count)).collect();
    assert_eq!(breaches, [(Metric::Custom, Some(id(1)), 1)]);
}

fn what_a_machine_writes_counts_for_nothing(world: World) {
    world.open_mailbox();
    world.save(metric(
        1,
        json!({ "start": leaf("comment.author_role", "is", "requester"), "stop": has_tag("never") }),
    ));
    let ticket =
        world.as_ann().execute(CreateTicket::new(world.rita, "Printer", "It burns.")).unwrap().ticket;
    let to = world.reply_address(world.ticket(ticket).number, world.rita);
    world.intake(
        &mail("away", "I am away.").to(&to).with("Auto-Submitted", "auto-replied"),
        AuthVerdict::Aligned,
    );
    assert_eq!((world.ticket(ticket).facts.comments, steps(&world, ticket)), (2, vec![]));
    world.intake(&mail("here", "I am here.").to(&to), AuthVerdict::Aligned);
    assert_eq!(steps(&world, ticket), [MetricStep::Opened]);
}

fn what_makes_no_sense_is_refused_with_the_path(world: World) {
    let refused = |config: Json| {
        let error = world.try_save(config).unwrap_err();
        (error.code().to_owned(), error.path().unwrap_or_default().to_owned())
    };
    let at = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    assert_eq!(refused(promised(1)), at("policy.unknown_metric", "/config/targets/0/custom"));
    world.save(quote());
    let target = |target: Json| policy(1, json!({}), json!([target]));
    assert_eq!(
        refused(target(json!({ "metric": "custom", "millis": 1 }))),
        at("policy.custom_metric", "/config/targets/0/custom")
    );
    let preset = json!({ "metric": "resolution", "custom": id::<MetricId>(1), "millis": 1 });
    assert_eq!(refused(target(preset)), at("policy.custom_metric", "/config/targets/0/custom"));
    let wrong = metric(1, json!({ "start": has_tag("quote"), "stop": leaf("stauts", "is", "open") }));
    assert_eq!(refused(wrong), at("condition.unknown_field", "/config/stop/all/0/field"));
    let nobody = metric(
        1,
        json!({ "start": leaf("assignee", "is", json!(id::<frontdesk::ids::PersonId>(9))), "stop": has_tag("x") }),
    );
    assert_eq!(refused(nobody), at("condition.bad_value", "/config/start/all/0/value"));
    let of_another = metric(
        2,
        json!({ "start": leaf("sla.custom_metric", "is", json!(id::<MetricId>(1))), "stop": has_tag("x") }),
    );
    assert_eq!(refused(of_another), at("metric.field_does_not_fit", "/config/start/all/0/field"));
    for field in ["sla.breached", "in_business_hours", "on_holiday"] {
        let of_time = metric(
            2,
            json!({ "start": has_tag("x"), "stop": has_tag("y"), "pause": leaf(field, "is", true) }),
        );
        assert_eq!(refused(of_time), at("metric.field_does_not_fit", "/config/pause/all/0/field"));
    }
}
