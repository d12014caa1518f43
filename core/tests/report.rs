//! The report of a desk says what a naive recount of its log says.
#![cfg(feature = "testkit")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use frontdesk::engine::{created, evolve};
use frontdesk::ids::{DeskId, Id, PersonId, PolicyId, TeamId, TicketId, TicketNumber};
use frontdesk::model::{ClockTransition, EventBody, LogEntry, Metric, Role, Subject, Team, Ticket};
use frontdesk::report::ReportQuery;
use frontdesk::store::MemoryStore;
use frontdesk::testkit::Rng;
use frontdesk::{
    Budget, CreateTicket, Desk, Frontdesk, Keys, Limits, ManualClock, SaveConfig, SavePerson, Timestamp,
    UpdateTicket,
};
use serde_json::json;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn log(desk: &Desk) -> Vec<LogEntry> {
    let mut log: Vec<LogEntry> = Vec::new();
    loop {
        let more = desk.host().changes(log.last().map_or(0, |entry| entry.position), 100).unwrap();
        if more.is_empty() {
            return log;
        }
        log.extend(more);
    }
}

/// Every ticket as its events before an instant leave it.
fn as_of(desk: &Desk, end: Timestamp) -> BTreeMap<TicketNumber, Ticket> {
    let mut tickets = BTreeMap::new();
    for event in log(desk).into_iter().flat_map(|entry| entry.events) {
        let Subject::Ticket { number, .. } = event.subject else { continue };
        if event.at >= end {
            continue;
        }
        if matches!(event.body, EventBody::TicketCreated { .. }) {
            tickets.insert(number, created(&event).unwrap());
        } else {
            evolve(tickets.get_mut(&number).unwrap(), &event).unwrap();
        }
    }
    tickets
}

/// A desk with an agent, a requester and two teams, whose clock the test moves.
struct World {
    frontdesk: Frontdesk,
    desk: Desk,
    clock: ManualClock,
    ann: PersonId,
    rita: PersonId,
}

impl World {
    fn new(start: &str) -> Self {
        let clock = ManualClock::at(at(start));
        let keys = Keys::new(&[7; 32]).unwrap();
        let frontdesk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), Limits::default());
        let desk = frontdesk.desk(DeskId(1));
        let person = |role, name: &str| {
            let save = SavePerson::new(role, name, &format!("{name}@example.com"));
            desk.host().execute(save).unwrap().person
        };
        let (ann, rita) = (person(Role::Agent, "ann"), person(Role::Requester, "rita"));
        for (id, name) in [(1, "Fire"), (2, "Water")] {
            let team = Team { id: TeamId::from_bytes([id; 16]), version: 0, name: name.to_owned() };
            desk.host().execute(SaveConfig::from(team)).unwrap();
        }
        Self { frontdesk, desk, clock, ann, rita }
    }

    fn ask(&self) -> TicketId {
        let create = CreateTicket::new(self.rita, "Printer on fire", "It burns.");
        self.desk.requester(self.rita).execute(create).unwrap().ticket
    }

    /// One-hour targets for high priority, two hours for low, none without a priority.
    fn promise(&self) {
        let row = |metric: &str, priority: &str, hours: i64| json!({ "metric": metric, "priority": priority, "millis": hours * HOUR });
        let targets =
            [row("first_reply", "high", 1), row("resolution", "high", 1), row("resolution", "low", 2)];
        let id = PolicyId::from_bytes([1; 16]);
        let policy = json!({ "config": "policy", "id": id, "name": "All", "position": 1, "filter": {}, "targets": targets });
        let config = serde_json::from_value(policy).unwrap();
        self.desk.host().execute(SaveConfig { config, base_version: None }).unwrap();
    }
}

const HOUR: i64 = 3_600_000;

#[test]
fn a_clock_that_breaches_again_under_a_new_target_counts_once() {
    let world = World::new("2026-03-02T09:00:00Z");
    world.promise();
    let ticket = world.ask();
    let set = |priority: &str| {
        let update = UpdateTicket::new(ticket).set("priority", priority);
        world.desk.agent(world.ann).execute(update).unwrap();
    };
    set("high");
    world.clock.advance_millis(HOUR + 1);
    set("low");
    world.clock.advance_millis(HOUR + 1);
    world.frontdesk.tick(&Budget::default()).unwrap();
    let breaches = world.desk.host().ticket(ticket).unwrap().facts.breaches;
    assert_eq!(breaches, 3, "first reply, and resolution under both targets");
    let query = ReportQuery::new(at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"));
    let report = world.desk.host().report(&query).unwrap();
    assert_eq!(
        report.teams[0].breaches.iter().map(|breaches| (breaches.metric, breaches.count)).collect::<Vec<_>>(),
        [(Metric::FirstReply, 1), (Metric::Resolution, 1)]
    );
}

#[test]
fn reports_of_random_histories_are_what_a_recount_says() {
    let mut breaches = 0;
    for seed in 0..80 {
        let world = World::new("2026-03-28T06:00:00Z");
        world.promise();
        play(&world, &mut Rng::new(seed));
        let query = ReportQuery::new(at("2026-03-28T23:00:00Z"), at("2026-03-30T22:00:00Z"));
        let report = world.desk.host().report(&query.clone().in_zone("Europe/Berlin")).unwrap();
        let bounds = ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"];
        for (day, bound) in report.days.iter().zip(bounds.windows(2)) {
            let (before, after) = (as_of(&world.desk, at(bound[0])), as_of(&world.desk, at(bound[1])));
            let unsolved = after.values().filter(|ticket| ticket.category.is_unsolved()).count();
            assert_eq!(day.created, (after.len() - before.len()) as u64, "seed {seed}");
            assert_eq!(day.backlog, unsolved as u64, "seed {seed}");
        }
        let within = |instant: Timestamp| query.from <= instant && instant < query.to;
        let last = as_of(&world.desk, Timestamp::MAX);
        for team in &report.teams {
            for metric in Metric::ALL {
                let counted =
                    team.breaches.iter().find(|row| row.metric == metric).map_or(0, |row| row.count);
                let recount = first_breaches(&world.desk)
                    .into_iter()
                    .filter(|(_, broken_metric, broken, _)| *broken_metric == metric && within(*broken))
                    .filter(|(number, _, _, noted)| {
                        as_of(&world.desk, noted.plus_millis(1))[number].team == team.team
                    })
                    .count();
                assert_eq!(counted, recount as u64, "seed {seed} {:?} {metric:?}", team.team);
                breaches += counted;
            }
            let replied = last.values().filter_map(|ticket| {
                let (asked, reply) = (ticket.facts.first_request_at?, ticket.facts.first_reply_at?);
                let of_team = as_of(&world.desk, reply.plus_millis(1))[&ticket.number].team == team.team;
                (within(reply) && of_team).then_some(reply.millis() - asked.millis())
            });
            let mut waits: Vec<i64> = replied.collect();
            waits.sort_unstable();
            assert_eq!(team.first_replies, waits.len() as u64, "seed {seed}");
            let middle =
                |waits: &[i64]| (waits[(waits.len() - 1) / 2] + waits[waits.len() / 2]).div_euclid(2);
            let median = (!waits.is_empty()).then(|| middle(&waits));
            assert_eq!(team.median_first_reply_millis, median, "seed {seed}");
        }
    }
    assert!(breaches > 100, "the histories are to run past deadlines: {breaches}");
}

/// The first breach of each clock: when the promise was broken, and when that was noted.
fn first_breaches(desk: &Desk) -> Vec<(TicketNumber, Metric, Timestamp, Timestamp)> {
    let mut seen = BTreeSet::new();
    let events = log(desk).into_iter().flat_map(|entry| entry.events);
    let breaches = events.filter_map(|event| match (event.subject, event.body) {
        (Subject::Ticket { number, .. }, EventBody::ClockChanged { change })
            if change.transition == ClockTransition::Breached && seen.insert((number, change.clock.id)) =>
        {
            Some((number, change.clock.metric, change.instant, event.at))
        }
        _ => None,
    });
    breaches.collect()
}

/// Three days of a few tickets: asked, moved between teams, answered, solved, opened again; no two things at one instant.
fn play(world: &World, rng: &mut Rng) {
    let mut tickets = Vec::new();
    for _ in 0..50 {
        world.clock.advance_millis(i64::from(rng.below(9_000_000)) + 1);
        while world.frontdesk.tick(&Budget::default()).unwrap().more {}
        world.clock.advance_millis(1);
        let ticket = match rng.below(4) {
            0 => {
                tickets.push(world.ask());
                continue;
            }
            _ => rng.pick(&tickets),
        };
        let Some(ticket) = ticket else { continue };
        let update = UpdateTicket::new(ticket);
        let update = match rng.below(6) {
            0 => update.reply("We look."),
            1 => update.set("status", "solved"),
            2 => update.set("status", "open"),
            3 => update.set("priority", if rng.chance(50) { "high" } else { "low" }),
            _ => update.set("team", TeamId::from_bytes([1 + rng.below(2) as u8; 16]).to_string()),
        };
        world.desk.agent(world.ann).execute(update).unwrap();
    }
}

#[test]
fn a_report_over_the_change_of_clocks_is_what_a_recount_says() {
    let world = World::new("2026-03-27T09:00:00Z");
    let World { desk, clock, ann, rita, .. } = &world;
    let (ann, rita, team) = (*ann, *rita, TeamId::from_bytes([1; 16]));
    let ask = |when: &str| {
        clock.set(at(when));
        world.ask()
    };
    let act = |when: &str, update: UpdateTicket| {
        clock.set(at(when));
        desk.agent(ann).execute(update).unwrap();
    };
    let one = ask("2026-03-27T10:00:00Z");
    let two = ask("2026-03-28T22:59:59.999Z");
    let three = ask("2026-03-28T23:00:00Z");
    act("2026-03-28T23:30:00Z", UpdateTicket::new(two).set("team", team.to_string()).reply("Coming"));
    act("2026-03-29T21:59:59.999Z", UpdateTicket::new(one).set("status", "solved"));
    act("2026-03-29T22:00:00Z", UpdateTicket::new(one).set("status", "open"));
    act("2026-03-29T22:00:01Z", UpdateTicket::new(three).reply("Done").set("status", "solved"));
    act("2026-03-30T23:00:00Z", UpdateTicket::new(two).set("status", "solved"));

    let query = ReportQuery::new(at("2026-03-27T23:00:00Z"), at("2026-03-30T22:00:00Z"));
    let report = desk.agent(ann).report(&query.clone().in_zone("Europe/Berlin")).unwrap();
    let bounds =
        ["2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"];
    let mut solved_and_reopened = Vec::new();
    for (day, bound) in report.days.iter().zip(bounds.windows(2)) {
        let (before, after) = (as_of(desk, at(bound[0])), as_of(desk, at(bound[1])));
        let unsolved = after.values().filter(|ticket| ticket.category.is_unsolved()).count();
        assert_eq!(day.created, (after.len() - before.len()) as u64, "{}", day.date);
        assert_eq!(day.backlog, unsolved as u64, "{}", day.date);
        solved_and_reopened.push((day.date.to_string(), day.solved, day.reopened));
    }
    let row = |date: &str, solved, reopened| (date.to_owned(), solved, reopened);
    assert_eq!(
        solved_and_reopened,
        [row("2026-03-28", 0, 0), row("2026-03-29", 1, 0), row("2026-03-30", 1, 1)]
    );

    for counted in &report.teams {
        let tickets = as_of(desk, query.to);
        let facts = tickets.values().filter(|ticket| ticket.team == counted.team).map(|ticket| &ticket.facts);
        let waits: Vec<i64> = facts
            .filter_map(|facts| Some(facts.first_reply_at?.millis() - facts.first_request_at?.millis()))
            .collect();
        assert_eq!(waits.len(), 1);
        assert_eq!(counted.median_first_reply_millis, Some(waits[0]));
    }
    let created: Vec<_> = report.teams.iter().map(|counted| (counted.team, counted.created)).collect();
    assert_eq!(created, [(None, 2), (Some(team), 0)]);
    assert_eq!(desk.host().report(&query).unwrap().days.len(), 4, "UTC cuts the same time into four days");
    assert_eq!(desk.requester(rita).report(&query).unwrap_err().code(), "permission.denied");
}
