//! What an update does to the status by itself, and what it refuses.

use frontdesk::ids::{TeamId, TicketId};
use frontdesk::model::{Comment, LinkKind, StatusCategory, TicketLink, Visibility};
use frontdesk::{CreateTicket, ErrorKind, UpdateTicket};
use serde_json::json;

use crate::world::{World, id};

on_each_store!(
    a_requester_creates_a_new_ticket_with_a_description,
    a_description_by_an_agent_is_no_reply,
    the_first_public_reply_opens_a_new_ticket_and_a_note_does_not,
    assignment_opens_a_new_ticket_and_a_team_alone_does_not,
    a_comment_of_the_requester_reopens,
    an_agent_who_takes_part_answers_and_does_not_reopen,
    a_comment_of_an_agent_does_not_reopen,
    reopening_can_be_switched_off,
    an_explicit_status_wins_over_normalization,
    a_ticket_does_not_become_new_again,
    a_closed_ticket_takes_no_update,
    a_closed_ticket_is_followed_up_by_a_new_one,
);

fn category(world: &World, ticket: TicketId) -> StatusCategory {
    world.ticket(ticket).category
}

fn a_requester_creates_a_new_ticket_with_a_description(world: World) {
    let ticket = world.ticket(world.ask());
    assert_eq!((ticket.number.0, ticket.version, ticket.category), (1, 1, StatusCategory::New));
    assert_eq!((ticket.requester, ticket.title.as_str()), (world.rita, "Printer on fire"));
    let comments = world.as_rita().comments(ticket.number, 0, 10).unwrap();
    assert!(matches!(&comments[..], [Comment::Public(one)] if one.body.text.as_str() == "It burns."));
    assert_eq!(ticket.facts.first_request_at, Some(ticket.created_at));
}

fn a_description_by_an_agent_is_no_reply(world: World) {
    let create = CreateTicket::new(world.rita, "She called", "Her printer burns.");
    let ticket = world.ticket(world.as_ann().execute(create).unwrap().ticket);
    assert_eq!((ticket.category, ticket.facts.agent_replies), (StatusCategory::New, 0));
    assert_eq!(ticket.facts.first_request_at, None, "the requester has not written yet");
}

fn the_first_public_reply_opens_a_new_ticket_and_a_note_does_not(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).note("Which printer?"));
    assert_eq!(category(&world, ticket), StatusCategory::New);
    world.by_rita(UpdateTicket::new(ticket).reply("Hurry!"));
    assert_eq!(category(&world, ticket), StatusCategory::New);
    world.by_ann(UpdateTicket::new(ticket).reply("Pull the plug."));
    assert_eq!(category(&world, ticket), StatusCategory::Open);
}

fn assignment_opens_a_new_ticket_and_a_team_alone_does_not(world: World) {
    let team = id::<TeamId>(1);
    world.save(json!({ "config": "team", "id": team, "name": "Fire" }));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("team", team.to_string()));
    assert_eq!((category(&world, ticket), world.ticket(ticket).team), (StatusCategory::New, Some(team)));
    world.by_ann(UpdateTicket::new(ticket).set("assignee", world.bob.to_string()));
    assert_eq!(category(&world, ticket), StatusCategory::Open);

    let mut create = CreateTicket::new(world.rita, "Again", "It burns again.");
    create.changes = UpdateTicket::new(ticket).set("assignee", world.ann.to_string()).changes;
    let assigned = world.as_ann().execute(create).unwrap().ticket;
    assert_eq!(category(&world, assigned), StatusCategory::Open);
}

fn a_comment_of_the_requester_reopens(world: World) {
    let ticket = world.ask();
    for status in ["pending", "hold", "solved"] {
        world.by_ann(UpdateTicket::new(ticket).set("status", status));
        assert_eq!(category(&world, ticket).name(), status);
        world.by_rita(UpdateTicket::new(ticket).reply("Still burning."));
        assert_eq!(category(&world, ticket), StatusCategory::Open, "from {status}");
    }
}

fn an_agent_who_takes_part_answers_and_does_not_reopen(world: World) {
    let ticket = world.ask();
    let mut join = UpdateTicket::new(ticket).set("status", "solved");
    join.add_participants = vec![world.ann];
    world.desk.agent(world.bob).execute(join).unwrap();
    // Whoever takes part as an agent answers; it is the role on the command that counts.
    world.by_ann(UpdateTicket::new(ticket).reply("Is it out?"));
    assert_eq!(category(&world, ticket), StatusCategory::Solved);
}

fn a_comment_of_an_agent_does_not_reopen(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    world.by_ann(UpdateTicket::new(ticket).reply("Glad to hear."));
    assert_eq!(category(&world, ticket), StatusCategory::Solved);
}

fn reopening_can_be_switched_off(world: World) {
    world.save(json!({ "config": "settings", "reopen_on_comment": false }));
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "solved"));
    world.by_rita(UpdateTicket::new(ticket).reply("Thanks."));
    assert_eq!(category(&world, ticket), StatusCategory::Solved);
}

fn an_explicit_status_wins_over_normalization(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Is it out?").set("status", "pending"));
    assert_eq!(category(&world, ticket), StatusCategory::Pending);
    let assigned = world.ask();
    let hold = UpdateTicket::new(assigned).set("assignee", world.bob.to_string()).set("status", "hold");
    world.by_ann(hold);
    assert_eq!(category(&world, assigned), StatusCategory::Hold);
    // `new` does not survive an assignment, however explicit it is.
    let third = world.ask();
    let keep = UpdateTicket::new(third).set("status", "new").set("assignee", world.bob.to_string());
    world.by_ann(keep);
    assert_eq!(category(&world, third), StatusCategory::Open);
}

fn a_ticket_does_not_become_new_again(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).set("status", "new"));
    world.by_ann(UpdateTicket::new(ticket).set("status", "open"));
    let back = UpdateTicket::new(ticket).set("priority", "high").set("status", "new");
    let error = world.as_ann().execute(back).unwrap_err();
    assert_eq!((error.code(), error.path()), ("ticket.never_new_again", Some("/changes/1/to")));
    assert_eq!(world.ticket(ticket).priority, None);
}

fn a_closed_ticket_takes_no_update(world: World) {
    let ticket = world.ask();
    world.by_ann(UpdateTicket::new(ticket).reply("Done.").set("status", "closed"));
    let number = world.ticket(ticket).number;
    for refused in [
        world.as_ann().execute(UpdateTicket::new(ticket).set("status", "open")),
        world.as_ann().execute(UpdateTicket::new(ticket).tag("late")),
        world.as_rita().execute(UpdateTicket::new(ticket).reply("One more thing")),
    ] {
        let error = refused.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "ticket.closed"));
    }
    let comments = world.host().comments(number, 0, 10).unwrap();
    assert_eq!(comments.iter().filter(|one| one.visibility() == Visibility::Public).count(), 2);
}

fn a_closed_ticket_is_followed_up_by_a_new_one(world: World) {
    let (ticket, other) = (world.ask(), world.ask());
    let number = world.ticket(ticket).number;
    let follow = |of| CreateTicket {
        follow_up_of: Some(of),
        ..CreateTicket::new(world.rita, "Again", "It burns again.")
    };
    let early = world.as_rita().execute(follow(ticket)).unwrap_err();
    assert_eq!((early.code(), early.path()), ("ticket.not_closed", Some("/follow_up_of")));
    world.by_ann(UpdateTicket::new(ticket).set("status", "closed"));
    let next = world.as_rita().execute(follow(ticket)).unwrap().ticket;
    assert_eq!(world.ticket(next).links, [TicketLink { kind: LinkKind::FollowUpOf, ticket: number }]);
    world.by_ann(UpdateTicket::new(other).set("status", "closed"));
    let foreign = CreateTicket { requester: world.sam, ..follow(other) };
    let hidden = world.desk.requester(world.sam).execute(foreign).unwrap_err();
    assert_eq!((hidden.code(), hidden.path()), ("ticket.not_found", Some("/follow_up_of")));
}
