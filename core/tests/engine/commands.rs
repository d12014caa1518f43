//! Commands: all of one or nothing of it, each once, many at a time, and two people at one ticket.

use frontdesk::ids::{TicketId, TicketNumber};
use frontdesk::model::Role;
use frontdesk::{CreateTicket, ErrorKind, Request, SavePerson, UpdateTicket};
use serde_json::json;

use crate::world::{HOUR, World, leaf, policy, request, trigger};

on_each_store!(
    a_refused_command_writes_nothing_and_leaves_no_gap,
    st_06_a_command_seen_twice_answers_the_same_and_changes_nothing,
    the_same_command_id_of_two_actors_is_two_commands,
    of_a_batch_the_refused_one_alone_is_undone,
    too_large_a_batch_is_refused_as_a_whole,
    changes_of_different_fields_are_merged,
    changes_of_the_same_field_are_a_conflict,
    a_base_version_that_never_was_is_refused,
    the_same_command_id_in_a_batch_acts_once,
    a_title_is_one_line,
    a_conflict_does_not_depend_on_how_often_the_host_ticks,
    a_comment_of_nothing_that_can_be_read_is_refused,
    nobody_claims_to_come_by_a_channel_of_the_engine,
    a_page_has_at_least_one_and_at_most_as_many_as_the_limits_say,
    a_person_saved_by_two_is_a_conflict,
);

fn a_refused_command_writes_nothing_and_leaves_no_gap(world: World) {
    let first = world.ask();
    let (position, before) = (world.position(), world.ticket(first));
    let mut untitled = CreateTicket::new(world.rita, " ", "No title");
    assert_eq!(world.as_ann().execute(untitled.clone()).unwrap_err().path(), Some("/title"));
    untitled.title = "Title".to_owned();
    untitled.tags = vec![String::new()];
    assert_eq!(world.as_ann().execute(untitled).unwrap_err().path(), Some("/tags/0"));
    let bad = UpdateTicket::new(first).set("priority", "high").set("priority", "highest").reply("Hi");
    assert_eq!(world.as_ann().execute(bad).unwrap_err().path(), Some("/changes/1/to"));
    let empty = UpdateTicket::new(first).tag("x").reply("  ");
    assert_eq!(world.as_ann().execute(empty).unwrap_err().path(), Some("/comment/text"));
    let many =
        (0..300).fold(UpdateTicket::new(first).note("n"), |update, nth| update.tag(&format!("t{nth}")));
    assert_eq!(world.as_ann().execute(many).unwrap_err().kind(), ErrorKind::LimitExceeded);

    assert_eq!((world.position(), world.ticket(first)), (position, before));
    assert_eq!(world.host().comments(world.ticket(first).number, 0, 10).unwrap().len(), 1);
    assert_eq!(world.ticket(world.ask()).number.0, 2);
}

fn st_06_a_command_seen_twice_answers_the_same_and_changes_nothing(world: World) {
    let create = request(1, CreateTicket::new(world.rita, "Once", "Once only."));
    let first = world.as_rita().execute(create.clone()).unwrap();
    let ticket = first.ticket.unwrap();
    let reply = request(2, UpdateTicket::new(ticket).reply("Hello").tag("seen"));
    let answered = world.by_ann_request(reply.clone());
    let (position, state) = (world.position(), world.ticket(ticket));
    world.pass(86_400_000);
    assert_eq!(world.as_rita().execute(create).unwrap(), first);
    assert_eq!(world.by_ann_request(reply), answered);
    // The id decides, whatever the command says the second time.
    let other = request(2, UpdateTicket::new(ticket).set("status", "solved"));
    assert_eq!(world.by_ann_request(other), answered);
    assert_eq!((world.position(), world.ticket(ticket)), (position, state));
}

impl World {
    fn by_ann_request(&self, request: Request) -> frontdesk::Receipt {
        self.as_ann().execute(request).unwrap()
    }
}

fn the_same_command_id_of_two_actors_is_two_commands(world: World) {
    let ticket = world.ask();
    world.by_ann_request(request(3, UpdateTicket::new(ticket).tag("ann")));
    world.desk.agent(world.bob).execute(request(3, UpdateTicket::new(ticket).tag("bob"))).unwrap();
    assert_eq!(world.ticket(ticket).tags, ["ann", "bob"]);
}

fn of_a_batch_the_refused_one_alone_is_undone(world: World) {
    let create = |nth: usize| {
        let title = if nth == 40 { String::new() } else { format!("Ticket {nth}") };
        Request::from(CreateTicket::new(world.rita, &title, "From a batch"))
    };
    let answers = world.as_ann().batch((0..100).map(create).collect()).unwrap();
    assert_eq!(answers.len(), 100);
    for (nth, answer) in answers.iter().enumerate() {
        match answer {
            Ok(receipt) => {
                let number = if nth < 40 { nth + 1 } else { nth };
                assert_eq!(receipt.number.unwrap().0 as usize, number, "numbers have no gap");
                let ticket = world.ticket(receipt.ticket.unwrap());
                assert_eq!(ticket.title.as_str(), format!("Ticket {nth}"));
            }
            Err(error) => assert_eq!((nth, error.code()), (40, "field.required")),
        }
    }
    let positions: Vec<u64> = world.log().iter().map(|entry| entry.position).collect();
    assert_eq!(positions, (1..=positions.len() as u64).collect::<Vec<_>>(), "the feed has no gap");
}

fn too_large_a_batch_is_refused_as_a_whole(world: World) {
    let position = world.position();
    let one = Request::from(CreateTicket::new(world.rita, "Many", "Too many"));
    let error = world.as_ann().batch(vec![one; 1_001]).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::LimitExceeded, "batch.too_large"));
    assert_eq!(world.position(), position);
}

fn the_same_command_id_in_a_batch_acts_once(world: World) {
    let one = request(9, CreateTicket::new(world.rita, "Once", "Once only."));
    let answers = world.as_ann().batch(vec![one.clone(), one]).unwrap();
    assert_eq!(answers[0], answers[1]);
    assert_eq!(world.ticket(world.ask()).number.0, 2);
}

/// A change by somebody who looked at a version of the ticket.
fn based(ticket: TicketId, version: u32) -> UpdateTicket {
    UpdateTicket { base_version: Some(version), ..UpdateTicket::new(ticket) }
}

fn changes_of_different_fields_are_merged(world: World) {
    let ticket = world.ask();
    let seen = world.ticket(ticket).version;
    world.by_ann(based(ticket, seen).set("priority", "high"));
    let receipt = world.desk.agent(world.bob).execute(based(ticket, seen).set("type", "incident")).unwrap();
    assert_eq!(receipt.version, seen + 2);
    let merged = world.ticket(ticket);
    assert!(merged.priority.is_some() && merged.kind.is_some());
}

fn changes_of_the_same_field_are_a_conflict(world: World) {
    let ticket = world.ask();
    let seen = world.ticket(ticket).version;
    world.by_ann(based(ticket, seen).set("priority", "high"));
    // Far more updates than are read in one piece lie between.
    for nth in 0..80 {
        world.by_ann(UpdateTicket::new(ticket).tag(&format!("tag{nth}")));
    }
    let late = based(ticket, seen).set("type", "incident").set("priority", "low").reply("Late");
    let position = world.position();
    let error = world.desk.agent(world.bob).execute(late).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "ticket.conflict"));
    assert_eq!(error.path(), Some("/changes/1/field"));
    let told = |name: &str| error.details().iter().find(|one| one.name == name).map(|one| one.value.as_str());
    assert_eq!((told("field"), told("theirs"), told("yours")), (Some("priority"), Some("high"), Some("low")));
    assert_eq!(world.position(), position);
    let agreed = based(ticket, seen).set("priority", "high").tag("agreed");
    world.desk.agent(world.bob).execute(agreed).expect("what both want is no conflict");
    let now = world.ticket(ticket).version;
    world.desk.agent(world.bob).execute(based(ticket, now).set("priority", "low")).unwrap();
}

fn a_base_version_that_never_was_is_refused(world: World) {
    let ticket = world.ask();
    let error = world.as_ann().execute(based(ticket, 2).tag("x")).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Invalid, Some("/base_version")));
}

fn a_title_is_one_line(world: World) {
    for title in ["Printer\r\nBcc: eve@example.com", "Printer\0", " ", "\u{1}"] {
        let refused = world.host().execute(CreateTicket::new(world.rita, title, "It burns.")).unwrap_err();
        assert_eq!(refused.path(), Some("/title"), "{title:?}");
    }
    let padded = world.host().execute(CreateTicket::new(world.rita, " Printer ", "It burns.")).unwrap();
    assert_eq!(world.ticket(padded.ticket).title.as_str(), "Printer");
}

fn a_conflict_does_not_depend_on_how_often_the_host_ticks(world: World) {
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": HOUR }])));
    let raise = json!([{ "type": "set", "field": "priority", "to": "urgent" }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), raise));
    let (ticked, not) = (world.ask(), world.ask());
    world.pass(2 * HOUR);
    let number = world.ticket(not).number;
    let lower = |ticket| world.as_ann().execute(based(ticket, 1).set("priority", "low")).unwrap_err();
    let first = lower(not);
    assert_eq!(world.host().ticket_by_number(number).unwrap().version, 1, "what is refused leaves nothing");
    world.tick();
    assert_eq!((first.code(), lower(ticked).code()), ("ticket.conflict", "ticket.conflict"));
}

fn a_comment_of_nothing_that_can_be_read_is_refused(world: World) {
    let ticket = world.ask();
    for text in ["", " \n", "\0", " \0 "] {
        let error = world.as_ann().execute(UpdateTicket::new(ticket).reply(text)).unwrap_err();
        assert_eq!((error.code(), error.path()), ("comment.empty", Some("/comment/text")), "{text:?}");
    }
}

fn nobody_claims_to_come_by_a_channel_of_the_engine(world: World) {
    use frontdesk::model::Channel;
    let ticket = world.ask();
    let update = |channel| UpdateTicket { channel, ..UpdateTicket::new(ticket).reply("Hello.") };
    for (handle, channel, allowed) in [
        (world.as_rita(), Channel::System, false),
        (world.host(), Channel::System, false),
        (world.as_rita(), Channel::Mail, false),
        (world.as_ann(), Channel::Mail, false),
        (world.host(), Channel::Mail, true),
        (world.as_rita(), Channel::Api, true),
    ] {
        let answer = handle.execute(update(channel));
        assert_eq!(answer.is_ok(), allowed, "{channel:?}");
        let Err(error) = answer else { continue };
        assert_eq!((error.code(), error.path()), ("ticket.bad_channel", Some("/channel")));
    }
}

fn a_page_has_at_least_one_and_at_most_as_many_as_the_limits_say(world: World) {
    world.ask();
    world.ask();
    for (page, limit, found) in [(0, 0, 1), (0, 9, 1), (1, 9, 1), (9, 9, 2), (u32::MAX, u32::MAX, 2)] {
        let limits = frontdesk::Limits { page, ..frontdesk::Limits::default() };
        let store = frontdesk::store::MemoryStore::new();
        let frontdesk = frontdesk::Frontdesk::open(store, crate::world::keys(), world.clock.clone(), limits);
        let desk = frontdesk.desk(world.desk_id);
        let rita = SavePerson::new(Role::Requester, "Rita", "rita@example.com");
        let rita = desk.host().execute(rita).unwrap().person;
        for _ in 0..2 {
            desk.requester(rita).execute(CreateTicket::new(rita, "Printer", "It burns.")).unwrap();
        }
        assert_eq!(desk.host().tickets(None, limit).unwrap().tickets.len(), found, "{page} {limit}");
        assert_eq!(desk.host().changes(1, limit).unwrap().len(), found, "{page} {limit}");
        let ids: Vec<_> =
            (1..=2).map(|number| desk.host().ticket_by_number(TicketNumber(number)).unwrap().id).collect();
        match desk.host().tickets_by_id(&ids) {
            Ok(tickets) => assert!(page >= 2 && tickets.iter().map(|ticket| ticket.id).eq(ids)),
            Err(error) => assert_eq!((page < 2, error.code()), (true, "ticket.too_many_ids")),
        }
    }
}

fn a_person_saved_by_two_is_a_conflict(world: World) {
    let seen = world.host().person(world.rita).unwrap().version;
    let rename = |name: &str, base| SavePerson {
        id: Some(world.rita),
        base_version: Some(base),
        ..SavePerson::new(Role::Requester, name, "rita@example.com")
    };
    world.as_ann().execute(rename("Rita R.", seen)).unwrap();
    let position = world.position();
    let error = world.host().execute(rename("Rita Rich", seen)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "person.conflict"));
    assert_eq!((error.path(), world.position()), (Some("/base_version"), position));
    world.host().execute(rename("Rita Rich", seen + 1)).unwrap();
    assert_eq!(world.host().person(world.rita).unwrap().display_name(), "Rita Rich");
}
