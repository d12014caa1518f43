//! What is told of the clocks of a ticket over time: when each ran, paused and why.

use frontdesk::ids::{CalendarId, MetricId, TeamId, TicketId, TicketNumber};
use frontdesk::model::{Actor, ClockState, Metric, Priority, StatusCategory, Threshold};
use frontdesk::time::StretchReason;
use frontdesk::{
    ApplyPolicies, ClockTimeline, ErrorKind, MarkKind, MergeTicket, SlaTimeline, SpanState, TargetPart,
    TimelineDetail, TimelineMark, TimelineSpan, Timestamp, UnmergeTicket, UpdateTicket,
};
use serde_json::{Value as Json, json};

use crate::world::{HOUR, MINUTE, World, at, id, leaf, policy, trigger};

on_each_store!(
    a_pause_is_told_with_who_made_it_and_why,
    what_waits_for_another_reason_is_another_span,
    a_solved_gap_is_told_when_the_ticket_is_opened_again,
    a_new_priority_is_told_with_what_changed,
    an_edited_policy_is_told_with_both_versions,
    each_stretch_is_told_on_the_hours_that_were_valid_then,
    a_holiday_is_told_by_its_name,
    what_is_due_and_did_not_run_is_told_as_if_it_had,
    what_was_abandoned_and_cancelled_is_told_so,
    a_late_match_tells_the_pauses_before_it,
    a_rule_that_pauses_is_named_in_its_version,
    a_clock_of_a_team_names_it,
    a_clock_over_decades_is_told_in_short,
    a_metric_of_the_desks_own_is_told_by_its_name,
    a_merge_is_told_until_it_is_undone,
    what_was_measured_anew_is_told_on_the_new_hours,
    without_clocks_there_is_nothing_to_tell,
    requesters_and_wrong_numbers_are_refused,
);

pub fn timeline(world: &World, ticket: TicketId) -> SlaTimeline {
    world.as_ann().sla_timeline(world.ticket(ticket).number).unwrap()
}

fn only_clock(world: &World, ticket: TicketId) -> ClockTimeline {
    let mut clocks = timeline(world, ticket).clocks;
    assert_eq!(clocks.len(), 1);
    clocks.remove(0)
}

/// Of each span what the clock did, from when until when and how much counted, in minutes since the ticket was created.
fn spans(clock: &ClockTimeline) -> Vec<(SpanState, i64, i64, i64)> {
    let minutes = |at: Timestamp| (at.millis() - clock.started_at.millis()) / MINUTE;
    let of = |span: &TimelineSpan| {
        (span.state, minutes(span.from), minutes(span.to), span.counted_millis / MINUTE)
    };
    clock.spans.iter().map(of).collect()
}

fn reasons(clock: &ClockTimeline) -> Vec<StretchReason> {
    clock.spans.iter().filter_map(|span| span.reason.clone()).collect()
}

fn retargets(clock: &ClockTimeline) -> Vec<&TimelineMark> {
    clock.marks.iter().filter(|mark| matches!(mark.what, MarkKind::Retargeted { .. })).collect()
}

pub fn target(metric: &str, millis: i64) -> Json {
    json!([{ "metric": metric, "millis": millis }])
}

/// Monday to Friday from nine to five in Berlin, with a break at noon and Epiphany off.
pub fn office(name: &str, until: &str) -> Json {
    let day = |weekday: &str| {
        let intervals = json!([{ "from": "09:00", "to": "12:00" }, { "from": "13:00", "to": until }]);
        json!({ "weekday": weekday, "intervals": intervals })
    };
    let weekly = ["monday", "tuesday", "wednesday", "thursday", "friday"].map(day);
    let epiphany = json!({ "name": "Epiphany", "rule": { "kind": "yearly", "month": 1, "day": 6 } });
    let hours = json!({ "zone": "Europe/Berlin", "weekly": weekly, "holidays": [epiphany] });
    json!({ "config": "calendar", "id": id::<CalendarId>(1), "name": name, "hours": hours })
}

/// A policy in office hours.
pub fn in_office_hours(targets: Json) -> Json {
    let mut policy = policy(1, json!({}), targets);
    policy["calendar"] = json!(id::<CalendarId>(1));
    policy["name"] = json!("Standard");
    policy
}

fn a_pause_is_told_with_who_made_it_and_why(world: World) {
    world.save(policy(1, json!({}), target("agent_work", 4 * HOUR)));
    let ticket = world.ask();
    world.pass(30 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).reply("Which one?").set("status", "pending"));
    world.pass(HOUR);
    world.by_rita(UpdateTicket::new(ticket).reply("The big one."));
    world.pass(15 * MINUTE);
    let clock = only_clock(&world, ticket);
    use SpanState::{Paused, Running};
    assert_eq!(spans(&clock), [(Running, 0, 30, 30), (Paused, 30, 90, 0), (Running, 90, 105, 15)]);
    assert_eq!((clock.counted_millis, clock.left_millis), (45 * MINUTE, 4 * HOUR - 45 * MINUTE));
    let paused = &clock.spans[1];
    let by = paused.by.as_ref().unwrap();
    assert_eq!(
        (paused.category, by.actor),
        (Some(StatusCategory::Pending), Actor::Agent { person: world.ann })
    );
    assert_eq!(by.name.as_deref(), Some("Ann"));
    let event = world.events(ticket).into_iter().find(|event| event.seq == by.seq).unwrap();
    assert_eq!(event.update, by.update);
    assert!(matches!(event.body, frontdesk::model::EventBody::FieldsChanged { .. }), "{event:?}");
    // That her answer opened the ticket again is her doing, though the engine drew the conclusion.
    let resumed = clock.marks.iter().find(|mark| matches!(mark.what, MarkKind::Resumed { reopened: false }));
    assert_eq!(resumed.unwrap().by.as_ref().unwrap().name.as_deref(), Some("Rita"));
    let due = clock.marks.last().unwrap();
    assert_eq!((&due.what, due.at), (&MarkKind::Due, clock.started_at.plus_millis(5 * HOUR)));
    assert_eq!(clock.target.due_at, Some(due.at));
}

fn what_waits_for_another_reason_is_another_span(world: World) {
    world.save(policy(1, json!({}), target("agent_work", 4 * HOUR)));
    let ticket = world.ask();
    for status in ["pending", "hold", "open"] {
        world.pass(HOUR);
        world.by_ann(UpdateTicket::new(ticket).set("status", status));
    }
    let clock = only_clock(&world, ticket);
    let categories: Vec<_> = clock.spans.iter().map(|span| (span.state, span.category)).collect();
    use SpanState::{Paused, Running};
    let waits = [StatusCategory::Pending, StatusCategory::Hold].map(|category| (Paused, Some(category)));
    assert_eq!(categories, [(Running, None), waits[0], waits[1]]);
}

fn a_solved_gap_is_told_when_the_ticket_is_opened_again(world: World) {
    world.save(policy(1, json!({}), target("resolution", 4 * HOUR)));
    let ticket = world.ask();
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    use SpanState::{Running, Solved};
    let solved = only_clock(&world, ticket);
    assert_eq!((solved.state, spans(&solved)), (ClockState::Fulfilled, vec![(Running, 0, 60, 60)]));
    world.pass(10 * HOUR);
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    let clock = only_clock(&world, ticket);
    assert_eq!(spans(&clock), [(Running, 0, 60, 60), (Solved, 60, 660, 0), (Running, 660, 720, 60)]);
    assert_eq!(clock.spans[1].by.as_ref().unwrap().name.as_deref(), Some("Ann"));
    let what: Vec<_> = clock.marks.iter().map(|mark| &mark.what).collect();
    assert!(
        matches!(
            what[..],
            [
                MarkKind::Started { .. },
                MarkKind::Fulfilled,
                MarkKind::Resumed { reopened: true },
                MarkKind::Fulfilled,
                MarkKind::Due,
            ]
        ),
        "{what:?}"
    );
}

fn a_new_priority_is_told_with_what_changed(world: World) {
    let rows = json!([
        { "metric": "resolution", "millis": 8 * HOUR },
        { "metric": "resolution", "priority": "urgent", "millis": HOUR, "warnings": [{ "type": "percent", "percent": 50 }] },
    ]);
    world.save(policy(1, json!({}), rows));
    let ticket = world.ask();
    world.pass(2 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("priority", "urgent"));
    let clock = only_clock(&world, ticket);
    let retargets = retargets(&clock);
    let [mark] = retargets[..] else { panic!("{retargets:?}") };
    let MarkKind::Retargeted { before, after, changed } = &mark.what else { panic!() };
    assert_eq!(changed[..], [TargetPart::Priority, TargetPart::Target]);
    let started = clock.started_at;
    assert_eq!((before.target_millis, before.due_at), (8 * HOUR, Some(started.plus_millis(8 * HOUR))));
    assert_eq!((after.priority, after.due_at), (Some(Priority::Urgent), Some(started.plus_millis(HOUR))));
    assert_eq!(mark.by.as_ref().unwrap().name.as_deref(), Some("Ann"));
    // What was used up when it began to apply is told at its computed instants, by nobody.
    let warned = clock.marks.iter().find(|mark| matches!(mark.what, MarkKind::Warned { .. })).unwrap();
    let half = MarkKind::Warned { nth: 1, threshold: Some(Threshold::Percent { percent: 50 }) };
    assert_eq!((&warned.what, warned.at, &warned.by), (&half, started.plus_millis(HOUR / 2), &None));
    let breached = MarkKind::Breached { target_millis: HOUR };
    assert!(clock.marks.iter().any(|mark| mark.what == breached && mark.at == started.plus_millis(HOUR)));
    assert_eq!((clock.breached, clock.left_millis), (true, -HOUR));
    assert_eq!(spans(&clock), [(SpanState::Running, 0, 120, 120)], "a new target does not cut what it ran");
}

fn an_edited_policy_is_told_with_both_versions(world: World) {
    let mut promise = policy(1, json!({}), target("first_reply", HOUR));
    world.save(promise.clone());
    let ticket = world.ask();
    promise["name"] = json!("Renamed");
    promise["targets"] = target("first_reply", 2 * HOUR);
    world.save(promise);
    world.pass(30 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).note("Looking"));
    let clock = only_clock(&world, ticket);
    let MarkKind::Retargeted { before, after, changed } = &retargets(&clock)[0].what else { panic!() };
    assert_eq!(changed[..], [TargetPart::PolicyVersion, TargetPart::Target]);
    let name = |name: &Option<String>| name.clone().unwrap();
    assert_eq!((name(&before.policy_name), before.policy.version), ("Policy 1".to_owned(), 1));
    assert_eq!((name(&after.policy_name), after.policy.version), ("Renamed".to_owned(), 2));
}

fn each_stretch_is_told_on_the_hours_that_were_valid_then(world: World) {
    world.save(office("Office", "17:00"));
    world.save(in_office_hours(target("resolution", 80 * HOUR)));
    world.clock.set(at("2026-01-08T15:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-09T08:30:00Z"));
    world.save(office("Long days", "20:00"));
    world.by_ann(UpdateTicket::new(ticket).note("Longer hours from now on."));
    world.clock.set(at("2026-01-09T20:00:00Z"));
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    let clock = only_clock(&world, ticket);
    let told: Vec<_> =
        clock.spans.iter().map(|span| (span.state, span.calendar.unwrap().version, span.to)).collect();
    use SpanState::{Closed, Running};
    let expected = [
        (Running, 1, at("2026-01-08T16:00:00Z")),
        (Closed, 1, at("2026-01-09T08:00:00Z")),
        (Running, 1, at("2026-01-09T08:30:00Z")),
        (Running, 2, at("2026-01-09T11:00:00Z")),
        (Closed, 2, at("2026-01-09T12:00:00Z")),
        (Running, 2, at("2026-01-09T19:00:00Z")),
        (Closed, 2, at("2026-01-09T20:00:00Z")),
    ];
    assert_eq!(told, expected);
    let MarkKind::Retargeted { before, after, changed } = &retargets(&clock)[0].what else { panic!() };
    assert_eq!(changed[..], [TargetPart::CalendarVersion]);
    let name = |name: &Option<String>| name.clone().unwrap();
    assert_eq!([name(&before.calendar_name), name(&after.calendar_name)], ["Office", "Long days"]);
    assert_eq!((timeline(&world, ticket).zone.as_str(), clock.counted_millis), ("Europe/Berlin", 11 * HOUR));
}

fn a_holiday_is_told_by_its_name(world: World) {
    world.save(office("Office", "17:00"));
    world.save(in_office_hours(target("first_reply", 4 * HOUR)));
    world.clock.set(at("2026-01-05T15:30:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-07T11:30:00Z"));
    let clock = only_clock(&world, ticket);
    use StretchReason::{Holiday, OutsideHours, WeeklyHours};
    let epiphany = Holiday { name: "Epiphany".to_owned() };
    let hours = [WeeklyHours, OutsideHours, epiphany, OutsideHours, WeeklyHours, OutsideHours];
    assert_eq!(reasons(&clock), hours);
    assert_eq!(clock.counted_millis, 3 * HOUR + 30 * MINUTE);
}

fn what_is_due_and_did_not_run_is_told_as_if_it_had(world: World) {
    let warned = json!([{ "metric": "first_reply", "millis": HOUR, "warnings": [{ "type": "before", "millis": 10 * MINUTE }] }]);
    world.save(policy(1, json!({}), warned));
    let ticket = world.ask();
    world.pass(3 * HOUR);
    let asleep = only_clock(&world, ticket);
    let told: Vec<_> = asleep.marks.iter().map(|mark| (mark.seq.is_some(), mark.at)).collect();
    let started = asleep.started_at;
    let instants = [0, 50 * MINUTE, HOUR].map(|millis| started.plus_millis(millis));
    assert_eq!(told, [(true, instants[0]), (false, instants[1]), (false, instants[2])]);
    assert_eq!((asleep.breached, asleep.breached_at), (true, Some(instants[2])));
    assert_eq!(world.ticket(ticket).facts.breaches, 0, "nothing is written");
    assert_eq!(world.tick(), 2);
    let mut awake = only_clock(&world, ticket);
    assert!(awake.marks.iter().all(|mark| mark.seq.is_some()));
    awake.marks.iter_mut().zip(&asleep.marks).for_each(|(awake, asleep)| awake.seq = asleep.seq);
    assert_eq!(awake, asleep);
}

fn what_was_abandoned_and_cancelled_is_told_so(world: World) {
    let targets =
        json!([{ "metric": "first_reply", "millis": HOUR }, { "metric": "resolution", "millis": HOUR }]);
    world.save(policy(1, leaf("tags", "includes_none", json!(["free"])), targets));
    let (silent, free) = (world.ask(), world.ask());
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(silent).set("status", "solved"));
    world.by_ann(UpdateTicket::new(free).tag("free"));
    let last = |ticket, nth: usize| {
        let clock = timeline(&world, ticket).clocks.remove(nth);
        let mark = clock.marks.iter().rfind(|mark| mark.what != MarkKind::Due).unwrap().clone();
        (clock.metric, clock.state, mark.what, mark.by.and_then(|by| by.name))
    };
    let ann = || Some("Ann".to_owned());
    let abandoned = (Metric::FirstReply, ClockState::Abandoned, MarkKind::Abandoned, ann());
    assert_eq!(last(silent, 0), abandoned);
    assert_eq!(last(silent, 1), (Metric::Resolution, ClockState::Fulfilled, MarkKind::Fulfilled, ann()));
    assert_eq!(last(free, 1), (Metric::Resolution, ClockState::Cancelled, MarkKind::NoPolicy, ann()));
    world.pass(HOUR);
    assert_eq!(
        timeline(&world, free).clocks[0].spans.last().unwrap().to,
        timeline(&world, free).clocks[0].ended_at.unwrap()
    );
}

fn a_late_match_tells_the_pauses_before_it(world: World) {
    world.save(policy(1, leaf("tags", "includes_any", json!(["vip"])), target("agent_work", 8 * HOUR)));
    let ticket = world.ask();
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "hold"));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    world.pass(HOUR);
    world.by_rita(UpdateTicket::new(ticket).reply("It burns again."));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).set("status", "pending"));
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).tag("vip"));
    world.pass(HOUR);
    let clock = only_clock(&world, ticket);
    use SpanState::{Paused, Running, Solved};
    let expected = [
        (Running, 0, 60, 60),
        (Paused, 60, 120, 0),
        (Solved, 120, 180, 0),
        (Running, 180, 240, 60),
        (Paused, 240, 360, 0),
    ];
    assert_eq!(spans(&clock), expected);
    assert!(
        clock.spans.iter().filter(|span| span.state != Running).all(|span| span.by.is_some()),
        "{clock:?}"
    );
    assert!(matches!(clock.marks[0].what, MarkKind::Started { .. }));
    assert_eq!(clock.marks[0].at, clock.started_at);
}

fn a_rule_that_pauses_is_named_in_its_version(world: World) {
    world.save(policy(1, json!({}), target("agent_work", 8 * HOUR)));
    let waits = json!([{ "type": "set", "field": "status", "to": "hold" }]);
    world.save(trigger(3, leaf("tags", "includes_any", json!(["parts"])), waits));
    let ticket = world.ask();
    world.pass(HOUR);
    world.by_ann(UpdateTicket::new(ticket).tag("parts"));
    world.pass(HOUR);
    let clock = only_clock(&world, ticket);
    let by = clock.spans[1].by.as_ref().unwrap();
    let Actor::Rule { rule } = by.actor else { panic!("{by:?}") };
    assert_eq!((rule.version, by.name.as_deref()), (1, Some("Trigger 3")));
}

fn a_clock_of_a_team_names_it(world: World) {
    let team = id::<TeamId>(5);
    world.save(json!({ "config": "team", "id": team, "name": "Night shift" }));
    world.save(policy(1, json!({}), target("ownership", 8 * HOUR)));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("team", team.to_string()));
    let clock = only_clock(&world, ticket);
    assert_eq!((clock.team, clock.team_name.as_deref()), (Some(team), Some("Night shift")));
    assert!(timeline(&world, ticket).to_text().contains("1. Ownership of Night shift: running"));
}

fn a_clock_over_decades_is_told_in_short(world: World) {
    world.save(office("Office", "17:00"));
    let both =
        json!([{ "metric": "first_reply", "millis": HOUR }, { "metric": "resolution", "millis": HOUR }]);
    world.save(in_office_hours(both));
    let ticket = world.ask();
    world.pass(100 * HOUR);
    world.by_ann(UpdateTicket::new(ticket).reply("Soon."));
    world.clock.set(at("2056-01-05T09:00:00Z"));
    world.tick();
    let told = timeline(&world, ticket);
    let [reply, resolution] = &told.clocks[..] else { panic!() };
    assert_eq!((reply.detail, resolution.detail), (TimelineDetail::Exact, TimelineDetail::Summed));
    let [span] = &resolution.spans[..] else { panic!("{} spans", resolution.spans.len()) };
    assert_eq!((span.state, span.counted_millis), (SpanState::Hours, resolution.counted_millis));
    assert!(resolution.counted_millis > 30 * 250 * 7 * HOUR);
    assert!(told.to_text().contains("its hours are not told one by one"));
    assert!(told.to_svg().len() < 40_000);
    // Over the longest time that there is, it does not take longer.
    world.clock.set(Timestamp::MAX);
    assert_eq!(timeline(&world, ticket).clocks[1].spans.len(), 1);
}

fn without_clocks_there_is_nothing_to_tell(world: World) {
    world.save(office("Office", "17:00"));
    world.save(json!({ "config": "settings", "calendar": id::<CalendarId>(1) }));
    let ticket = world.ask();
    let told = timeline(&world, ticket);
    assert_eq!((told.clocks.len(), told.zone.as_str()), (0, "Europe/Berlin"));
    let text = "SLA clocks of ticket #1 up to Mon 2026-01-05 10:00 +01:00 (Europe/Berlin)\n\nNo SLA clock has started.\n";
    assert_eq!(told.to_text(), text);
    assert!(told.to_svg().contains("No SLA clock has started."));
}

fn requesters_and_wrong_numbers_are_refused(world: World) {
    let ticket = world.ask();
    let denied = world.as_rita().sla_timeline(world.ticket(ticket).number).unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::Forbidden);
    let missing = world.as_ann().sla_timeline(TicketNumber(99)).unwrap_err();
    assert_eq!((missing.kind(), missing.code()), (ErrorKind::NotFound, "ticket.not_found"));
}

fn a_metric_of_the_desks_own_is_told_by_its_name(world: World) {
    let tag = |tag: &str| leaf("tags", "includes_any", json!([tag]));
    let metric = id::<MetricId>(1);
    world.save(json!({
        "config": "metric", "id": metric, "name": "Time to quote", "start": tag("quote"), "stop": tag("quoted"),
        "pause": tag("asked"), "cancel": tag("no"),
    }));
    world.save(policy(1, json!({}), json!([{ "metric": "custom", "custom": metric, "millis": HOUR }])));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).tag("quote"));
    world.pass(10 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).tag("asked"));
    world.pass(20 * MINUTE);
    world.by_ann(UpdateTicket::new(ticket).tag("no"));
    let clock = only_clock(&world, ticket);
    assert_eq!((clock.custom, clock.custom_name.as_deref()), (Some(metric), Some("Time to quote")));
    use SpanState::{Paused, Running};
    assert_eq!(spans(&clock), [(Running, 0, 10, 10), (Paused, 10, 30, 0)]);
    assert_eq!(clock.marks.last().unwrap().what, MarkKind::Cancelled);
    let text = timeline(&world, ticket).to_text();
    for told in ["Time to quote", "by its condition"] {
        assert!(text.contains(told), "{text}");
    }
}

fn a_merge_is_told_until_it_is_undone(world: World) {
    world.save(policy(1, json!({}), target("agent_work", HOUR)));
    let [ticket, other] = [world.ask(), world.ask()];
    world.pass(10 * MINUTE);
    world.as_ann().execute(MergeTicket::new(ticket, other)).unwrap();
    let clock = only_clock(&world, ticket);
    assert_eq!((clock.state, &clock.marks.last().unwrap().what), (ClockState::Merged, &MarkKind::Merged));
    world.pass(30 * MINUTE);
    world.as_ann().execute(UnmergeTicket { ticket }).unwrap();
    world.pass(5 * MINUTE);
    let clock = only_clock(&world, ticket);
    use SpanState::{Merged, Running};
    assert_eq!(spans(&clock), [(Running, 0, 10, 10), (Merged, 10, 40, 0), (Running, 40, 45, 5)]);
    assert_eq!(clock.spans[1].by.as_ref().unwrap().name.as_deref(), Some("Ann"));
    let told = timeline(&world, ticket);
    assert!(
        told.to_text().contains("went on in another") && told.to_svg().contains("merged, then taken back")
    );
}

fn what_was_measured_anew_is_told_on_the_new_hours(world: World) {
    world.save(office("Office", "17:00"));
    world.save(in_office_hours(target("first_reply", 10 * HOUR)));
    world.clock.set(at("2026-01-05T13:00:00Z"));
    let ticket = world.ask();
    world.clock.set(at("2026-01-05T15:00:00Z"));
    world.save(office("Office", "15:00"));
    world.host().execute(ApplyPolicies::as_of(at("2026-01-05T00:00:00Z"))).unwrap();
    let clock = only_clock(&world, ticket);
    use SpanState::{Closed, Running};
    assert_eq!(spans(&clock), [(Running, 0, 60, 60), (Closed, 60, 120, 0)]);
    assert!(clock.spans.iter().all(|span| span.calendar.unwrap().version == 2));
}
