//! Machines that answer machines, mail that comes back, and our own mail.

use frontdesk::ids::{DeskId, TemplateId, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{
    ClockState, CommentFlag, EventBody, IgnoredReason, IntakeOutcome, QuarantineReason, StatusCategory,
    Visibility,
};
use frontdesk::{CreateTicket, Delivery, UpdateTicket};
use serde_json::{Value as Json, json};

use crate::mails::{HELP, Mail, bounce, mail, read};
use crate::world::{HOUR, MINUTE, World, id, leaf, log_of, policy, trigger};

on_each_store!(
    lp_01_automatic_mail_is_never_acknowledged,
    lp_01_redirected_mail_is_a_persons_but_gets_no_automatic_answer,
    lp_01_two_desks_that_acknowledge_each_other_come_to_an_end,
    automatic_mail_that_joins_a_ticket_touches_no_clock,
    lp_03_a_bounce_is_a_note_that_wakes_no_trigger_and_no_clock,
    lp_03_an_address_that_bounced_gets_no_mail_any_more,
    lp_04_our_own_mail_that_comes_back_is_left_alone,
);

/// Acknowledges every comment of somebody who asks.
fn acknowledging(world: &World) {
    world.open_mailbox();
    let template = id::<TemplateId>(1);
    world.save(json!({ "config": "template", "id": template, "name": "Ack", "body": "Thank you." }));
    let tell = json!([{ "type": "send_mail", "to": { "type": "requester" }, "template": template }]);
    world.save(trigger(1, leaf("comment.text", "present", json!(null)), tell));
}

fn settle(world: &World) -> Vec<Delivery> {
    let leased = world.lease();
    leased.iter().for_each(|one| world.frontdesk.ack(one.desk, one.effect, one.fence).unwrap());
    leased
}

/// Rita's ticket, and the acknowledgement that she got.
fn asked(world: &World) -> (TicketId, Delivery) {
    let IntakeOutcome::Created { ticket, .. } =
        world.intake(&mail("asked", "It burns."), AuthVerdict::Aligned)
    else {
        panic!("it makes a ticket")
    };
    (ticket, settle(world).pop().unwrap())
}

fn both_metrics() -> Json {
    json!([{ "metric": "first_reply", "millis": HOUR }, { "metric": "resolution", "millis": 8 * HOUR }])
}

/// How often the clocks of a ticket changed.
fn clock_changes(world: &World, ticket: TicketId) -> usize {
    let is_change = |body: &EventBody| matches!(body, EventBody::ClockChanged { .. });
    world.events(ticket).iter().filter(|event| is_change(&event.body)).count()
}

fn lp_01_automatic_mail_is_never_acknowledged(world: World) {
    acknowledging(&world);
    let (ticket, acknowledgement) = asked(&world);
    world.by_ann(UpdateTicket::new(ticket).reply("Solved.").set("status", "solved"));
    settle(&world);
    let reply_to = read(&acknowledgement).reply_to[0].address.as_str().to_owned();
    let marks = [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated; owner-email=\"rita@example.com\""),
        ("Precedence", "Bulk"),
        ("Precedence", "auto_reply"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("X-Autoreply", "yes"),
        ("X-Autorespond", "away"),
        ("List-Id", "<l.lists.example>"),
        ("Return-Path", "<>"),
    ];
    for (nth, (name, value)) in marks.iter().enumerate() {
        let away = mail(&format!("away{nth}"), "I am away.").with(name, value);
        let joined = world.intake(&away.clone().to(&reply_to), AuthVerdict::Aligned);
        assert!(matches!(joined, IntakeOutcome::Appended { .. }), "{name}: {joined:?}");
        let alone = world.intake(&Mail { id: format!("alone{nth}"), ..away }, AuthVerdict::Aligned);
        assert_eq!(alone, IntakeOutcome::Quarantined { reason: QuarantineReason::Automatic }, "{name}");
        assert_eq!(world.lease(), [], "{name}");
    }
    assert_eq!(world.ticket(ticket).category, StatusCategory::Solved, "it opens nothing");
    let suppressed = |body: &EventBody| matches!(body, EventBody::MailSuppressed { .. });
    let told = world.events(ticket).iter().filter(|event| suppressed(&event.body)).count();
    assert_eq!(told, marks.len(), "what is not sent is told");
}

fn automatic_mail_that_joins_a_ticket_touches_no_clock(world: World) {
    world.open_mailbox();
    world.save(policy(1, json!({}), both_metrics()));
    // Ann opened it: with Rita's first word a reply is owed, with Ann's it is given.
    let create = CreateTicket::new(world.rita, "She called", "Her printer burns.");
    let ticket = world.as_ann().execute(create).unwrap().ticket;
    world
        .host()
        .execute(UpdateTicket { add_participants: vec![world.ann], ..UpdateTicket::new(ticket) })
        .unwrap();
    let states =
        |world: &World| world.ticket(ticket).clocks.iter().map(|clock| clock.state).collect::<Vec<_>>();
    let mut nth = 0;
    let mut away = |address: &str, person, verdict| {
        nth += 1;
        let number = world.ticket(ticket).number;
        let mail = mail(&format!("away{nth}"), "I am away.").from(address);
        let mail = mail.to(&world.reply_address(number, person)).with("Auto-Submitted", "auto-replied");
        world.pass(MINUTE);
        let (before, told) = (world.ticket(ticket), clock_changes(&world, ticket));
        let outcome = world.intake(&mail, verdict);
        assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{outcome:?}");
        let after = world.ticket(ticket);
        assert_eq!((&after.clocks, after.category), (&before.clocks, before.category));
        assert_eq!((clock_changes(&world, ticket), after.facts.comments), (told, before.facts.comments + 1));
    };
    let (running, ended) = (ClockState::Running, ClockState::Fulfilled);
    for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
        away("rita@example.com", world.rita, verdict);
        assert_eq!(states(&world), [running], "nobody has asked");
    }
    world.by_rita(UpdateTicket::new(ticket).reply("It does."));
    assert_eq!(states(&world), [running, running]);
    away("ann@example.com", world.ann, AuthVerdict::Aligned);
    away("rita@example.com", world.rita, AuthVerdict::Aligned);
    assert_eq!(states(&world), [running, running], "nobody has answered");
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    assert_eq!(states(&world), [ended, ended]);
    away("rita@example.com", world.rita, AuthVerdict::Aligned);
    assert_eq!(states(&world), [ended, ended], "nothing opens again");
    world.host().verify().unwrap();
}

/// Filters mark what they pass on, and what a program passes on may come back to it.
fn lp_01_redirected_mail_is_a_persons_but_gets_no_automatic_answer(world: World) {
    acknowledging(&world);
    let redirected = mail("redirected", "It burns.").with("X-Loop", "rita@example.com");
    let outcome = world.intake(&redirected, AuthVerdict::Aligned);
    let IntakeOutcome::Created { number, .. } = outcome else { panic!("{outcome:?}") };
    assert!(world.host().comments(number, 0, 1).unwrap()[0].body().has(CommentFlag::NoAnswer));
    assert_eq!(world.lease(), []);
}

/// Another desk acknowledges our acknowledgement, and so on.
fn lp_01_two_desks_that_acknowledge_each_other_come_to_an_end(world: World) {
    acknowledging(&world);
    let other = world.beside(DeskId(2));
    acknowledging(&other);
    other.save(json!({ "config": "mailbox", "id": id::<frontdesk::ids::MailboxId>(1), "name": "Them", "address": "them@other.example" }));
    // A mail of ours to them, as if a person had written it from our address.
    let first = mail("first", "Hello?").from("desk@first.example").to("them@other.example");
    let mut on_the_way = vec![(2, first.raw())];
    let mut mails = 0;
    while let Some((to, raw)) = on_the_way.pop() {
        mails += 1;
        assert!(mails < 20, "it does not end");
        let desk = if to == 1 { &world } else { &other };
        desk.try_intake(&raw, AuthVerdict::Aligned).unwrap();
        for sent in settle(desk) {
            on_the_way.push((3 - to, sent.mail.bytes.into_vec()));
        }
    }
    assert_eq!(mails, 2, "a question and its acknowledgement");
}

fn lp_03_a_bounce_is_a_note_that_wakes_no_trigger_and_no_clock(world: World) {
    acknowledging(&world);
    world.save(policy(1, json!({}), both_metrics()));
    let (ticket, acknowledgement) = asked(&world);
    let number = world.ticket(ticket).number;
    // While a reply is owed, and when the ticket is solved: an agent's word would end the one clock, a requester's start the other.
    for (nth, state) in [ClockState::Running, ClockState::Fulfilled].into_iter().enumerate() {
        if state == ClockState::Fulfilled {
            world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
            settle(&world);
        }
        let before = world.ticket(ticket);
        assert_eq!(before.clocks.iter().map(|clock| clock.state).collect::<Vec<_>>(), [state; 2]);
        let (fired, told) = (world.fired(ticket).len(), clock_changes(&world, ticket));
        world.pass(10 * MINUTE);
        let outcome = world.intake(&bounce(&format!("bounce{nth}"), &acknowledgement), AuthVerdict::None);
        assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{outcome:?}");
        let note = world.host().comments(number, before.facts.comments, 10).unwrap().remove(0);
        assert_eq!(note.visibility(), Visibility::Internal);
        assert!(note.body().has(CommentFlag::Bounce));
        let after = world.ticket(ticket);
        assert_eq!(world.fired(ticket).len(), fired, "no trigger");
        world.check_explained(ticket);
        assert_eq!(
            (after.category, after.status_since, &after.clocks, clock_changes(&world, ticket)),
            (before.category, before.status_since, &before.clocks, told)
        );
        assert_eq!(world.lease(), []);
    }
    assert_eq!(world.as_rita().comments(number, 0, 10).unwrap().len(), 2, "what was asked, and the answer");
    // A person's word at the same place opens the ticket, starts its clock again and wakes the trigger.
    let (fired, told) = (world.fired(ticket).len(), clock_changes(&world, ticket));
    world.intake(&mail("again", "Still.").with("In-Reply-To", "<asked@example.com>"), AuthVerdict::Aligned);
    assert_eq!(world.ticket(ticket).clocks[1].state, ClockState::Running);
    assert_eq!((world.fired(ticket).len(), clock_changes(&world, ticket)), (fired + 1, told + 1));
    // One that belongs to nothing of ours is left alone, with a record.
    let mut foreign = bounce("foreign", &acknowledgement);
    foreign.text = foreign.text.replace("Message-ID: <v1.", "Message-ID: <v2.");
    assert_eq!(
        world.intake(&foreign, AuthVerdict::None),
        IntakeOutcome::Ignored { reason: IgnoredReason::Bounce }
    );
}

fn lp_03_an_address_that_bounced_gets_no_mail_any_more(world: World) {
    acknowledging(&world);
    let (ticket, acknowledgement) = asked(&world);
    world.by_ann(UpdateTicket::new(ticket).reply("Queued before the bounce."));
    world.intake(&bounce("bounce", &acknowledgement), AuthVerdict::None);
    assert!(world.host().person(world.rita).unwrap().addresses[0].bouncing);
    world.by_ann(UpdateTicket::new(ticket).reply("After it."));
    world.by_rita(UpdateTicket::new(ticket).reply("By another way."));
    assert_eq!(world.lease(), [], "neither what was queued nor what comes later");
    let reasons: Vec<String> = world
        .events(ticket)
        .into_iter()
        .filter_map(|event| match event.body {
            EventBody::MailSuppressed { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason == "bouncing"), "{reasons:?}");
}

fn lp_04_our_own_mail_that_comes_back_is_left_alone(world: World) {
    // Each verdict on a desk of its own: there, nothing of it has come back before.
    comes_back(&world, AuthVerdict::Aligned);
    comes_back(&world.beside(DeskId(2)), AuthVerdict::None);
    comes_back(&world.beside(DeskId(3)), AuthVerdict::Fail);
}

fn comes_back(world: &World, verdict: AuthVerdict) {
    acknowledging(world);
    let (ticket, acknowledgement) = asked(world);
    world.by_ann(UpdateTicket::new(ticket).reply("Hello."));
    let reply = settle(world).pop().unwrap();
    let looped = IntakeOutcome::Ignored { reason: IgnoredReason::Loop };
    let before = world.ticket(ticket);
    let own = mail("own", "From our own address.").from("Help <HELP@desk.example>").raw();
    let mut came = vec![own];
    for sent in [&acknowledgement, &reply] {
        // Once as it went out, and once as a forwarder changes it.
        let text = String::from_utf8(sent.mail.bytes.to_vec()).unwrap();
        let changed = text.replace("X-Frontdesk-Loop", "X-Other").replace(HELP, "fwd@desk.example");
        came.extend([sent.mail.bytes.to_vec(), changed.into_bytes()]);
    }
    for raw in &came {
        let taken = world.try_intake(raw, verdict).unwrap();
        assert_eq!(taken.outcome, looped, "{verdict:?} {}", String::from_utf8_lossy(raw));
        // On another round it is known.
        let again = [b"X-Way: again\r\n".as_slice(), raw].concat();
        let known = IntakeOutcome::Duplicate { of: taken.message };
        assert_eq!(world.try_intake(&again, verdict).unwrap().outcome, known);
    }
    let ours =
        |body: &EventBody| matches!(body, EventBody::MessageTaken { inbound } if inbound.outcome == looped);
    let feed = log_of(&world.desk);
    let recorded = feed.iter().flat_map(|entry| &entry.events).filter(|event| ours(&event.body)).count();
    assert_eq!(recorded, came.len(), "each with a record");
    assert_eq!(world.ticket(ticket), before);
    assert_eq!(world.lease(), []);
}
