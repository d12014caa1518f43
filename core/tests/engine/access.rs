//! Who may see and do what.

use frontdesk::ids::{DeskId, TicketId, ViewId};
use frontdesk::model::{Role, Visibility};
use frontdesk::query::Count;
use frontdesk::{CreateTicket, Error, ErrorKind, Handle, Limits, SaveConfig, SavePerson, UpdateTicket};
use serde_json::json;

use crate::script::{Script, configure};
use crate::world::{HOUR, World, id, log_of};

on_each_store!(
    a_requester_cannot_tell_anothers_ticket_from_none,
    a_requester_sees_no_internal_note,
    a_requester_changes_nothing_but_by_a_public_comment,
    an_inactive_agent_is_refused,
    a_requester_does_not_act_as_an_agent,
    an_agent_neither_configures_nor_reads_the_feed,
    a_view_shows_a_requester_their_own_tickets_only,
    tn_01_two_desks_in_a_store_do_not_see_each_other,
    tn_01_whatever_is_done_on_a_desk_leaves_its_neighbor_as_it_is,
    an_agent_changes_no_other_agent,
    comments_come_by_pages,
);

fn a_requester_cannot_tell_anothers_ticket_from_none(world: World) {
    let ticket = world.ask();
    let number = world.ticket(ticket).number;
    let sam = world.desk.requester(world.sam);
    let none = id::<TicketId>(99);
    let same = |seen: Error, none: Error| {
        assert_eq!(seen.kind(), ErrorKind::NotFound);
        assert_eq!(seen, none);
    };
    same(sam.ticket(ticket).unwrap_err(), sam.ticket(none).unwrap_err());
    let nowhere = frontdesk::ids::TicketNumber(99);
    same(sam.ticket_by_number(number).unwrap_err(), sam.ticket_by_number(nowhere).unwrap_err());
    same(sam.comments(number, 0, 10).unwrap_err(), sam.comments(nowhere, 0, 10).unwrap_err());
    let reply = |ticket| sam.execute(UpdateTicket::new(ticket).reply("Me too")).unwrap_err();
    same(reply(ticket), reply(none));
    assert_eq!(sam.person(world.rita).unwrap_err().kind(), ErrorKind::NotFound);
}

fn a_requester_sees_no_internal_note(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).note("She always burns things."));
    world.by_ann(UpdateTicket::new(ticket).reply("We are on our way."));
    let number = world.ticket(ticket).number;
    let seen = world.as_rita().comments(number, 0, 10).unwrap();
    assert_eq!(seen.iter().map(|one| one.body().index).collect::<Vec<_>>(), [1, 3]);
    assert!(seen.iter().all(|one| one.visibility() == Visibility::Public));
    assert_eq!(world.as_ann().comments(number, 0, 10).unwrap().len(), 3);
}

fn a_requester_changes_nothing_but_by_a_public_comment(world: World) {
    let ticket = world.ask();
    let position = world.position();
    let update = || UpdateTicket::new(ticket);
    let mut joined = update().reply("And Sam");
    joined.add_participants = vec![world.sam];
    let mut untagged = update().reply("Hi");
    untagged.remove_tags = vec!["vip".to_owned()];
    for refused in [
        update().set("priority", "urgent"),
        update().reply("Now!").set("status", "solved"),
        update().reply("Now!").tag("vip"),
        update().note("psst"),
        update(),
        joined,
        untagged,
    ] {
        let error = world.as_rita().execute(refused).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Forbidden, "permission.denied"));
    }
    let for_sam = CreateTicket::new(world.sam, "For Sam", "He asks me to");
    assert_eq!(world.as_rita().execute(for_sam).unwrap_err().kind(), ErrorKind::Forbidden);
    let mut urgent = CreateTicket::new(world.rita, "Urgent", "Very");
    urgent.changes = update().set("priority", "urgent").changes;
    assert_eq!(world.as_rita().execute(urgent).unwrap_err().kind(), ErrorKind::Forbidden);
    let person = SavePerson::new(Role::Requester, "Eve", "eve@example.com");
    assert_eq!(world.as_rita().execute(person).unwrap_err().kind(), ErrorKind::Forbidden);
    assert_eq!(world.as_rita().changes(0, 10).unwrap_err().kind(), ErrorKind::Forbidden);
    assert_eq!(world.position(), position);
}

fn an_inactive_agent_is_refused(world: World) {
    let ticket = world.ask();
    let mut leave = SavePerson::new(Role::Agent, "Ann", "ann@example.com");
    (leave.id, leave.active) = (Some(world.ann), false);
    world.host().execute(leave).unwrap();
    let error = world.as_ann().execute(UpdateTicket::new(ticket).reply("Bye")).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Forbidden, "permission.not_active"));
    assert_eq!(world.as_ann().ticket(ticket).unwrap_err().kind(), ErrorKind::Forbidden);
    let assign = UpdateTicket::new(ticket).set("assignee", world.ann.to_string());
    let error = world.desk.agent(world.bob).execute(assign).unwrap_err();
    assert_eq!((error.code(), error.path()), ("ticket.not_an_agent", Some("/changes/0/to")));
}

fn a_requester_does_not_act_as_an_agent(world: World) {
    let ticket = world.ask();
    let pretender = world.desk.agent(world.rita);
    assert_eq!(pretender.ticket(ticket).unwrap_err().kind(), ErrorKind::Forbidden);
    let update = UpdateTicket::new(ticket).set("priority", "urgent");
    assert_eq!(pretender.execute(update).unwrap_err().kind(), ErrorKind::Forbidden);
}

fn an_agent_neither_configures_nor_reads_the_feed(world: World) {
    let team = frontdesk::model::Team { id: id(1), version: 0, name: "Fire".to_owned() };
    let save = || SaveConfig::from(team.clone());
    assert_eq!(world.as_ann().execute(save()).unwrap_err().kind(), ErrorKind::Forbidden);
    assert_eq!(world.as_ann().changes(0, 10).unwrap_err().kind(), ErrorKind::Forbidden);
    let promote = SavePerson::new(Role::Admin, "Eve", "eve@example.com");
    assert_eq!(world.as_ann().execute(promote.clone()).unwrap_err().kind(), ErrorKind::Forbidden);
    let admin = world.host().execute(promote).unwrap().person;
    assert_eq!(world.desk.agent(admin).execute(save()).unwrap().version, 1);
}

fn a_view_shows_a_requester_their_own_tickets_only(world: World) {
    let view = id::<ViewId>(1);
    world.save(json!({
        "config": "view", "id": view, "name": "Unsolved",
        "filter": { "field": "status", "op": "less_than", "value": "solved" },
        "sort": { "by": "number", "direction": "descending" },
    }));
    let mine: Vec<TicketId> = (0..5).map(|_| world.ask()).collect();
    let other = CreateTicket::new(world.sam, "Sam's", "Mine burns too.");
    let other = world.desk.requester(world.sam).execute(other).unwrap().ticket;
    world.by_ann(UpdateTicket::new(mine[1]).set("status", "solved"));

    let page = world.as_ann().view(view, None, 3).unwrap();
    let numbers =
        |page: &frontdesk::TicketSummaryPage| page.tickets.iter().map(|one| one.number.0).collect::<Vec<_>>();
    assert_eq!(numbers(&page), [6, 5, 4]);
    let rest = world.as_ann().view(view, page.next, 3).unwrap();
    assert_eq!((numbers(&rest), rest.next), (vec![3, 1], None));
    assert_eq!(world.as_ann().count_view(view).unwrap(), Count::Exactly { count: 5 });

    let sam = world.desk.requester(world.sam);
    let seen = sam.view(view, None, 10).unwrap();
    assert_eq!(seen.tickets.iter().map(|one| one.id).collect::<Vec<_>>(), [other]);
    assert_eq!(sam.count_view(view).unwrap(), Count::Exactly { count: 1 });
}

fn tn_01_two_desks_in_a_store_do_not_see_each_other(world: World) {
    let ticket = world.ask();
    let number = world.ticket(ticket).number;
    let other = world.frontdesk.desk(DeskId(2));
    let before = world.log();
    assert_eq!(other.host().ticket(ticket).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(other.host().ticket_by_number(number).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(other.host().comments(number, 0, 10).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(other.host().person(world.rita).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(other.agent(world.ann).ticket(ticket).unwrap_err().kind(), ErrorKind::NotFound);
    let update = UpdateTicket::new(ticket).tag("stolen");
    assert_eq!(other.host().execute(update).unwrap_err().kind(), ErrorKind::NotFound);
    let create = CreateTicket::new(world.rita, "Not here", "Rita is of the other desk");
    assert_eq!(other.host().execute(create).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(log_of(&other), []);

    let ria = SavePerson::new(Role::Requester, "Rita", "rita@example.com");
    let ria = other.host().execute(ria).unwrap().person;
    let create = CreateTicket::new(ria, "Here", "On the other desk");
    let theirs = other.host().execute(create).unwrap();
    assert_eq!(theirs.number, number, "numbers are counted by desk");
    assert_ne!(theirs.ticket, ticket);
    assert_eq!(world.host().ticket(theirs.ticket).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(world.log(), before);
}

fn an_agent_changes_no_other_agent(world: World) {
    let admin = SavePerson::new(Role::Admin, "Ada", "ada@example.com");
    let ada = world.host().execute(admin).unwrap().person;
    let demote = SavePerson { id: Some(ada), ..SavePerson::new(Role::Requester, "Ada", "ada@example.com") };
    let refused = world.as_ann().execute(demote.clone()).unwrap_err();
    assert_eq!(refused.code(), "permission.denied");
    assert_eq!(world.host().person(ada).unwrap().role, Role::Admin);
    world.desk.agent(ada).execute(demote).unwrap();
    let rename =
        SavePerson { id: Some(world.rita), ..SavePerson::new(Role::Requester, "R", "rita@example.com") };
    world.as_ann().execute(rename).unwrap();
}

fn comments_come_by_pages(world: World) {
    let ticket = world.ask();
    for nth in 0..100 {
        world.by_ann(UpdateTicket::new(ticket).note(&format!("Note {nth}")));
    }
    let number = world.ticket(ticket).number;
    let first = world.as_ann().comments(number, 0, u32::MAX).unwrap();
    assert_eq!(first.len(), 100);
    let rest = world.as_ann().comments(number, first.last().unwrap().body().index, u32::MAX).unwrap();
    assert_eq!(rest.iter().map(|one| one.body().index).collect::<Vec<_>>(), [101]);
}

/// The neighbor has lived through the same history, so that its commands and mails have the same ids, and then comes to rest: what is
/// due on it has run, what it had to send is sent.
fn tn_01_whatever_is_done_on_a_desk_leaves_its_neighbor_as_it_is(world: World) {
    configure(&world);
    let neighbor = world.beside(DeskId(2));
    configure(&neighbor);
    for seed in 0..6 {
        let mut script = Script::new(seed);
        (0..40).for_each(|_| drop(script.step(&neighbor)));
        world.pass(1_000 * HOUR);
        while world.tick() > 0 {}
        loop {
            let sent = world.lease();
            sent.iter().for_each(|one| world.frontdesk.ack(one.desk, one.effect, one.fence).unwrap());
            if sent.is_empty() {
                break;
            }
        }
        let held = || (neighbor.host().digest().unwrap(), log_of(&neighbor.desk));
        let (before, own) = (held(), world.position());
        let mut script = Script::new(seed);
        for step in 0..40 {
            let told = script.step(&world);
            assert_eq!(held(), before, "seed {seed}, step {step}: {told}");
        }
        assert!(world.position() > own && before.1.len() > 20);
    }
}

#[test]
fn a_view_is_counted_up_to_the_limit_and_says_so_beyond() {
    for world in World::each_within(Limits { count: 3, ..Limits::default() }) {
        let view = id::<ViewId>(1);
        let vip = json!({ "field": "tags", "op": "includes_any", "value": ["vip"] });
        let sort = json!({ "by": "number", "direction": "ascending" });
        world.save(json!({ "config": "view", "id": view, "name": "Important", "filter": vip, "sort": sort }));
        let count = |handle: Handle| handle.count_view(view).unwrap();
        for tickets in 1..=5 {
            // Beside each there is one that the view leaves out.
            world.ask();
            let ticket = world.ask();
            world.by_ann(UpdateTicket::new(ticket).tag("vip"));
            let counted = match tickets {
                ..=3 => Count::Exactly { count: tickets },
                _ => Count::AtLeast { count: 3 },
            };
            assert_eq!((count(world.as_ann()), count(world.host())), (counted, counted));
            assert_eq!(count(world.as_rita()), counted);
            // Whoever sees none of them is told of none.
            assert_eq!(count(world.desk.requester(world.sam)), Count::Exactly { count: 0 });
        }
        assert_eq!(world.as_ann().view(view, None, 100).unwrap().tickets.len(), 5, "all are there");
    }
}
