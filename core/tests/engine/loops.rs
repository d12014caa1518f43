//! Machines that answer machines, mail that comes back, and our own mail.

use frontdesk::ids::{TemplateId, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{
    CommentFlag, EventBody, IgnoredReason, IntakeOutcome, QuarantineReason, StatusCategory, Visibility,
};
use frontdesk::{Delivery, UpdateTicket};
use serde_json::json;

use crate::mails::{Mail, bounce, mail, read};
use crate::world::{World, id, leaf, log_of, trigger};

on_each_store!(
    lp_01_automatic_mail_is_never_acknowledged,
    lp_01_redirected_mail_is_a_persons_but_gets_no_automatic_answer,
    lp_01_two_desks_that_acknowledge_each_other_come_to_an_end,
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
    let other = world.beside(frontdesk::ids::DeskId(2));
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
    let (ticket, acknowledgement) = asked(&world);
    let before = world.ticket(ticket);
    let fired = world.fired(ticket).len();
    let outcome = world.intake(&bounce("bounce", &acknowledgement), AuthVerdict::None);
    let IntakeOutcome::Appended { number, .. } = outcome else { panic!("{outcome:?}") };
    let note = world.host().comments(number, 1, 10).unwrap().remove(0);
    assert_eq!(note.visibility(), Visibility::Internal);
    assert!(note.body().has(CommentFlag::Bounce));
    let after = world.ticket(ticket);
    assert_eq!(world.fired(ticket).len(), fired, "no trigger");
    world.check_explained(ticket);
    assert_eq!(
        (after.category, after.status_since, &after.clocks),
        (before.category, before.status_since, &before.clocks)
    );
    assert_eq!(world.lease(), []);
    assert_eq!(world.as_rita().comments(number, 0, 10).unwrap().len(), 1);
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
    acknowledging(&world);
    let (ticket, acknowledgement) = asked(&world);
    world.by_ann(UpdateTicket::new(ticket).reply("Hello."));
    let reply = settle(&world).pop().unwrap();
    let looped = IntakeOutcome::Ignored { reason: IgnoredReason::Loop };
    let before = world.ticket(ticket);
    for (nth, sent) in [&acknowledgement, &reply].into_iter().enumerate() {
        for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
            // Once as it went out, and once as a forwarder changes it.
            let raw = [format!("X-Way: {nth}{verdict:?}\r\n").as_bytes(), &sent.mail.bytes].concat();
            assert!(is_looped_or_known(&world, &raw, verdict, looped), "{nth} {verdict:?}");
            let text = String::from_utf8(raw).unwrap();
            let stripped =
                text.replace("X-Frontdesk-Loop", "X-Other").replace("help@desk.example", "fwd@desk.example");
            assert!(is_looped_or_known(&world, stripped.as_bytes(), verdict, looped), "{nth} {verdict:?}");
        }
    }
    let own = mail("own", "From our own address.").from("Help <HELP@desk.example>");
    assert_eq!(world.intake(&own, AuthVerdict::Aligned), looped);
    let feed = log_of(&world.desk);
    let ours =
        |body: &EventBody| matches!(body, EventBody::MessageTaken { inbound } if inbound.outcome == looped);
    assert!(feed.iter().flat_map(|entry| &entry.events).any(|event| ours(&event.body)), "with a record");
    assert_eq!(world.ticket(ticket), before);
    assert_eq!(world.lease(), []);
}

fn is_looped_or_known(world: &World, raw: &[u8], verdict: AuthVerdict, looped: IntakeOutcome) -> bool {
    let outcome = world.try_intake(raw, verdict).unwrap().outcome;
    outcome == looped || matches!(outcome, IntakeOutcome::Duplicate { .. })
}
