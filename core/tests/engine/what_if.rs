//! What drafts of policies and calendars would have made of the past.

use frontdesk::model::{Calendar, Config, Metric, Policy};
use frontdesk::testkit::Rng;
use frontdesk::{Clock as _, PromiseOutcome, SavePerson, Timestamp, UpdateTicket, WhatIf, WhatIfReport};
use frontdesk::{ErrorKind, model::Role};
use serde_json::{Value as Json, json};

use crate::script::{Script, configure};
use crate::world::{HOUR, MINUTE, World, leaf, policy};

on_each_store!(
    a_stricter_draft_breaks_what_was_kept,
    a_looser_draft_keeps_what_was_broken,
    a_draft_is_tried_on_what_the_ticket_was_then,
    a_draft_of_a_calendar_counts_other_hours,
    what_is_saved_now_makes_of_the_past_what_happened,
    drafts_are_checked_as_if_they_were_saved,
    only_the_asked_time_counts,
    nothing_is_written,
);

fn draft(json: Json) -> Policy {
    match serde_json::from_value(json).unwrap() {
        Config::Policy(policy) => policy,
        other => panic!("{other:?}"),
    }
}

fn calendar(json: Json) -> Calendar {
    match serde_json::from_value(json).unwrap() {
        Config::Calendar(calendar) => calendar,
        other => panic!("{other:?}"),
    }
}

fn target(metric: &str, millis: i64) -> Json {
    json!([{ "metric": metric, "millis": millis }])
}

fn always(world: &World) -> WhatIf {
    WhatIf::new(Timestamp::MIN, world.clock.now().plus_millis(1))
}

fn ask(world: &World, policies: Vec<Policy>) -> WhatIfReport {
    world.as_ann().what_if(&WhatIf { policies, ..always(world) }).unwrap()
}

/// Of each row what was kept and broken before, and after.
fn attainment(report: &WhatIfReport) -> Vec<(Metric, [u64; 2], [u64; 2])> {
    let counts = |attainment: frontdesk::Attainment| [attainment.met, attainment.broken];
    report.attainment.iter().map(|row| (row.metric, counts(row.before), counts(row.after))).collect()
}

fn a_stricter_draft_breaks_what_was_kept(world: World) {
    world.save(policy(1, json!({}), target("first_reply", 2 * HOUR)));
    let [quick, slow] = [world.ask(), world.ask()];
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(quick).reply("Out."));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(slow).reply("Out."));
    let created = world.ticket(slow).created_at;
    let report = ask(&world, vec![draft(policy(1, json!({}), target("first_reply", HOUR)))]);
    assert_eq!((report.tickets, report.changed_count), (2, 1));
    assert_eq!(attainment(&report), [(Metric::FirstReply, [2, 0], [1, 1])]);
    let changed = &report.changed[0];
    assert_eq!((changed.ticket, changed.started_at), (world.ticket(slow).number, created));
    assert_eq!(changed.before, PromiseOutcome::Met { at: created.plus_millis(HOUR + 10 * MINUTE) });
    assert_eq!(changed.after, PromiseOutcome::Broken { at: created.plus_millis(HOUR) });
}

fn a_looser_draft_keeps_what_was_broken(world: World) {
    world.save(policy(1, json!({}), target("agent_work", HOUR)));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    let report = ask(&world, vec![draft(policy(1, json!({}), target("agent_work", 3 * HOUR)))]);
    assert_eq!(attainment(&report), [(Metric::AgentWork, [0, 1], [1, 0])]);
    // Without the policy nothing would have been promised.
    let mut gone = draft(policy(1, json!({}), target("agent_work", HOUR)));
    gone.active = false;
    let report = ask(&world, vec![gone]);
    assert_eq!(attainment(&report), [(Metric::AgentWork, [0, 1], [0, 0])]);
    assert_eq!(report.changed[0].after, PromiseOutcome::NotPromised);
}

fn a_draft_is_tried_on_what_the_ticket_was_then(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    world.pass(2 * HOUR);
    let mut untag = UpdateTicket::new(ticket);
    untag.remove_tags = vec!["vip".to_owned()];
    world.by_ann(untag);
    world.pass(2 * HOUR);
    let vip = |filter, millis| vec![draft(policy(1, filter, target("first_reply", millis)))];
    let tagged = || leaf("tags", "includes_any", json!(["vip"]));
    assert_eq!(attainment(&ask(&world, vip(tagged(), HOUR))), [(Metric::FirstReply, [0, 0], [0, 1])]);
    let report = ask(&world, vip(tagged(), 3 * HOUR));
    assert_eq!(attainment(&report), [], "it was cancelled before its deadline");
    let titled = |word: &str| leaf("title", "contains_text", json!(word));
    assert_eq!(ask(&world, vip(titled("fire"), HOUR)).changed_count, 1, "also texts are as they were");
    assert_eq!(ask(&world, vip(titled("flood"), HOUR)).changed_count, 0);
}

fn a_draft_of_a_calendar_counts_other_hours(world: World) {
    let hours = |from: &str, to: &str| {
        let intervals = json!([{ "from": from, "to": to }]);
        json!({ "zone": "UTC", "weekly": [{ "weekday": "monday", "intervals": intervals }] })
    };
    let office = |from, to| json!({ "config": "calendar", "id": "cal_00000000000000000000000001", "name": "Office", "hours": hours(from, to) });
    world.save(office("08:00", "20:00"));
    let mut promise = policy(1, json!({}), target("first_reply", 2 * HOUR));
    promise["calendar"] = json!("cal_00000000000000000000000001");
    world.save(promise);
    let ticket = world.ask();
    world.pass(3 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).reply("Out."));
    let calendars = vec![calendar(office("10:00", "20:00"))];
    let report = world.as_ann().what_if(&WhatIf { calendars, ..always(&world) }).unwrap();
    assert_eq!(attainment(&report), [(Metric::FirstReply, [0, 1], [1, 0])], "the same policy on other hours");
}

fn what_is_saved_now_makes_of_the_past_what_happened(world: World) {
    configure(&world);
    let targets = Metric::ALL
        .into_iter()
        .filter(|metric| *metric != Metric::Custom)
        .map(|metric| json!({ "metric": metric, "millis": 8 * HOUR }))
        .collect::<Vec<_>>();
    world.save(policy(1, json!({}), json!(targets)));
    let (mut rng, mut tickets) = (Rng::new(7), Vec::new());
    for _ in 0..150 {
        world.pass(i64::from(rng.below(40)) * MINUTE);
        let update = match rng.pick(&tickets) {
            Some(ticket) if rng.chance(85) => UpdateTicket::new(ticket),
            _ => {
                tickets.push(world.ask());
                continue;
            }
        };
        let statuses = ["open", "pending", "hold", "solved"];
        match rng.below(4) {
            0 => drop(world.by_ann(update.reply("Well."))),
            1 => drop(world.by_rita(update.reply("Well?"))),
            _ => drop(world.by_ann(update.set("status", rng.pick(&statuses).unwrap()))),
        }
        if rng.chance(30) {
            world.tick();
        }
    }
    let report = ask(&world, Vec::new());
    assert_eq!((report.changed_count, report.tickets), (0, tickets.len() as u64));
    assert!(report.attainment.len() >= 6, "{:?}", report.attainment);
    for row in &report.attainment {
        assert_eq!(row.before, row.after, "{:?}", row.metric);
    }
    let sum = |count: fn(&frontdesk::AttainmentRow) -> u64| report.attainment.iter().map(count).sum::<u64>();
    assert!(sum(|row| row.before.met) > 20 && sum(|row| row.before.broken) > 20, "{report:?}");
}

fn drafts_are_checked_as_if_they_were_saved(world: World) {
    let refused = |what: WhatIf| {
        let error = world.as_ann().what_if(&what).unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_owned())
    };
    let mut bad = draft(policy(1, json!({}), target("first_reply", 0)));
    let policies = vec![draft(policy(2, json!({}), target("resolution", HOUR))), bad.clone()];
    assert_eq!(
        refused(WhatIf { policies, ..always(&world) }),
        ("policy.bad_target", "/policies/1/targets/0/millis".to_owned())
    );
    bad = draft(policy(1, leaf("colour", "is", "red"), target("first_reply", HOUR)));
    let policies = vec![bad];
    let (_, path) = refused(WhatIf { policies, ..always(&world) });
    assert!(path.starts_with("/policies/0/filter"), "{path}");
    let calendars =
        vec![calendar(json!({ "config": "calendar", "name": "Nowhere", "hours": { "zone": "Mars/Base" } }))];
    let (code, path) = refused(WhatIf { calendars, ..always(&world) });
    assert_eq!((code, path.as_str()), ("calendar.unknown_zone", "/calendars/0/hours/zone"));
    let now = world.clock.now();
    assert_eq!(refused(WhatIf::new(now, now)), ("what_if.bad_period", "/to".to_owned()));
    let denied = world.as_rita().what_if(&always(&world)).unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::Forbidden);
}

fn only_the_asked_time_counts(world: World) {
    world.save(policy(1, json!({}), target("first_reply", HOUR)));
    for _ in 0..3 {
        world.ask();
        world.pass(2 * HOUR);
    }
    let begin = world.tickets().last().unwrap().created_at;
    let count = |from: i64, to: i64| {
        let asked = WhatIf::new(begin.plus_millis(from * HOUR), begin.plus_millis(to * HOUR));
        let report = world.as_ann().what_if(&asked).unwrap();
        (report.tickets, report.attainment.first().map_or(0, |row| row.before.broken))
    };
    // Deadlines pass after one, three and five hours, whether or not the host has let time pass.
    assert_eq!([count(0, 1), count(0, 2), count(1, 4), count(4, 6)], [(1, 0), (1, 1), (2, 2), (3, 1)]);
}

fn nothing_is_written(world: World) {
    let mut script = Script::new(11);
    configure(&world);
    for _ in 0..60 {
        script.step(&world);
    }
    let before = (world.log().len(), world.host().digest().unwrap());
    let report = ask(&world, vec![draft(policy(9, json!({}), target("resolution", MINUTE)))]);
    assert!(report.tickets > 0);
    assert_eq!((world.log().len(), world.host().digest().unwrap()), before);
    world.as_ann().execute(SavePerson::new(Role::Requester, "New", "new@example.com")).unwrap();
}
