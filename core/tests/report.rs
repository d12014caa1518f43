//! The report of a desk says what a naive recount of its log says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use frontdesk::engine::{created, evolve};
use frontdesk::ids::{DeskId, Id, TeamId, TicketNumber};
use frontdesk::model::{EventBody, Role, Subject, Team, Ticket};
use frontdesk::report::ReportQuery;
use frontdesk::store::MemoryStore;
use frontdesk::{
    CreateTicket, Desk, Frontdesk, Keys, Limits, ManualClock, SaveConfig, SavePerson, Timestamp, UpdateTicket,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Every ticket as its events before an instant leave it.
fn as_of(desk: &Desk, end: Timestamp) -> BTreeMap<TicketNumber, Ticket> {
    let mut tickets = BTreeMap::new();
    for event in desk.host().changes(0, 200).unwrap().into_iter().flat_map(|entry| entry.events) {
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

#[test]
fn a_report_over_the_change_of_clocks_is_what_a_recount_says() {
    let clock = ManualClock::at(at("2026-03-27T09:00:00Z"));
    let keys = Keys::new(&[7; 32]).unwrap();
    let desk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), Limits::default()).desk(DeskId(1));
    let person = |role, name: &str| {
        let save = SavePerson::new(role, name, &format!("{name}@example.com"));
        desk.host().execute(save).unwrap().person.unwrap()
    };
    let (ann, rita) = (person(Role::Agent, "ann"), person(Role::Requester, "rita"));
    let team = TeamId::from_bytes([1; 16]);
    desk.host().execute(SaveConfig::from(Team { id: team, version: 0, name: "Fire".to_owned() })).unwrap();
    let ask = |when: &str| {
        clock.set(at(when));
        let create = CreateTicket::new(rita, "Printer on fire", "It burns.");
        desk.requester(rita).execute(create).unwrap().ticket.unwrap()
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
        let (before, after) = (as_of(&desk, at(bound[0])), as_of(&desk, at(bound[1])));
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
        let tickets = as_of(&desk, query.to);
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
