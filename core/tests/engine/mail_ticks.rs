//! Mail that comes while timers are due: it is decided as if the host had let time pass just before.

use frontdesk::ids::{TemplateId, TicketId};
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::IntakeOutcome;
use frontdesk::testkit::Rng;
use frontdesk::{Clock as _, CreateTicket, IncomingMail, Request, UpdateTicket};
use serde_json::json;

use crate::mails::{bounce, mail};
use crate::world::{HOUR, MINUTE, World, id, leaf, policy, trigger};

/// Makes a test on each store of functions that make their worlds.
macro_rules! on_both_stores {
    ($($promise:ident),+ $(,)?) => {
        mod on_memory {
            $(#[test]
            fn $promise() {
                super::$promise(crate::world::World::on_memory);
            })+
        }
        mod on_sqlite {
            $(#[test]
            fn $promise() {
                super::$promise(crate::world::World::on_sqlite);
            })+
        }
    };
}

on_both_stores!(
    a_bounce_finds_its_ticket_as_it_stands_after_its_timers,
    whoever_proves_their_address_after_a_deadline_is_saved_as_they_stand_then,
    what_an_agent_passes_on_late_is_one_thing_with_the_note_above_it,
    a_mail_for_a_ticket_that_a_timer_closes_is_followed_up,
    a_ticket_that_a_timer_closes_can_be_followed_up_by_command,
    a_confirmation_to_somebody_whom_a_rule_names_counts_on_every_ticket,
    a_confirmation_that_is_due_on_one_ticket_counts_on_the_next,
    however_often_the_host_ticks_between_mails_the_desk_is_the_same,
);

const NEW: &str = "New <new@example.org>";

/// A desk that confirms what comes in, and may mail the requester when a deadline is missed after two days.
fn confirming(fresh: fn() -> World, tells_of_breaches: bool) -> World {
    let world = fresh();
    world.open_mailbox();
    let template = id::<TemplateId>(1);
    let text =
        json!({ "config": "template", "id": template, "name": "Ack", "subject": "Hi", "body": "Thank you." });
    world.save(text);
    let tell = json!([{ "type": "send_mail", "to": { "type": "requester" }, "template": template }]);
    world.save(trigger(1, leaf("comment.text", "present", json!(null)), tell.clone()));
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": 48 * HOUR }])));
    if tells_of_breaches {
        world.save(trigger(2, leaf("sla.event", "is", "breach"), tell));
    }
    world
}

/// A desk on which a missed deadline closes the ticket after an hour.
fn closing(fresh: fn() -> World) -> World {
    let world = fresh();
    world.open_mailbox();
    world.save(policy(1, json!({}), json!([{ "metric": "resolution", "millis": HOUR }])));
    let close = json!([{ "type": "set", "field": "status", "to": "closed" }]);
    world.save(trigger(1, leaf("sla.event", "is", "breach"), close));
    world
}

/// Lets time pass beyond all deadlines; the host may notice or not.
fn pass(world: &World, ticks: bool) {
    world.pass(50 * HOUR);
    if ticks {
        world.tick();
    }
}

fn a_bounce_finds_its_ticket_as_it_stands_after_its_timers(fresh: fn() -> World) {
    let run = |ticks| {
        let world = confirming(fresh, false);
        world.intake(&mail("asked", "It burns."), AuthVerdict::Aligned);
        let sent = world.lease().pop().unwrap();
        pass(&world, ticks);
        let outcome = world.intake(&bounce("bounce", &sent), AuthVerdict::None);
        assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{outcome:?}");
        (outcome, world.host().digest().unwrap())
    };
    assert_eq!(run(true), run(false));
}

fn whoever_proves_their_address_after_a_deadline_is_saved_as_they_stand_then(fresh: fn() -> World) {
    let run = |ticks, tells_of_breaches, joins| {
        let world = confirming(fresh, tells_of_breaches);
        let first = world.intake(&mail("asked", "It burns.").from(NEW), AuthVerdict::None);
        let IntakeOutcome::Created { number, ticket } = first else { panic!("{first:?}") };
        let requester = world.ticket(ticket).requester;
        pass(&world, ticks);
        let second = mail("second", "And now?").from(NEW);
        let second = if joins { second.to(&world.reply_address(number, requester)) } else { second };
        let outcome = world.intake(&second, AuthVerdict::Aligned);
        assert_eq!(matches!(outcome, IntakeOutcome::Appended { .. }), joins, "{outcome:?}");
        (outcome, world.host().digest().unwrap())
    };
    for (tells_of_breaches, joins) in [(false, true), (false, false), (true, true), (true, false)] {
        assert_eq!(
            run(true, tells_of_breaches, joins),
            run(false, tells_of_breaches, joins),
            "{tells_of_breaches} {joins}"
        );
    }
}

fn what_an_agent_passes_on_late_is_one_thing_with_the_note_above_it(fresh: fn() -> World) {
    let run = |ticks| {
        let world = confirming(fresh, true);
        let passed_on = "Please look.\r\n\r\n---------- Forwarded message ---------\r\nFrom: New <new@example.org>\r\n\
                         Date: Mon, 5 Jan 2026 at 09:00\r\nSubject: Fire\r\nTo: <ann@example.com>\r\n\r\nIt burns.\r\n";
        let raw = mail("passed-on", passed_on).from("Ann <ann@example.com>").subject("Fwd: Fire").raw();
        let (envelope, verdict, received_at) = (Envelope::default(), AuthVerdict::Aligned, world.clock.now());
        pass(&world, ticks);
        // It was received before the deadline, and is handed in after it.
        let incoming = IncomingMail { raw: &raw, envelope: &envelope, verdict, received_at };
        let outcome = world.host().intake(incoming).unwrap().outcome;
        let IntakeOutcome::Created { number, ticket } = outcome else { panic!("{outcome:?}") };
        let said: Vec<_> = world.host().comments(number, 0, 9).unwrap();
        assert_eq!(said.len(), 2, "what was asked, and the note");
        assert!(said.iter().all(|comment| comment.body().at == received_at));
        world.tick();
        assert!(world.ticket(ticket).is_breached());
        world.host().digest().unwrap()
    };
    assert_eq!(run(true), run(false));
}

fn a_mail_for_a_ticket_that_a_timer_closes_is_followed_up(fresh: fn() -> World) {
    let run = |ticks| {
        let world = closing(fresh);
        world.intake(&mail("first", "It burns."), AuthVerdict::Aligned);
        pass(&world, ticks);
        let second = mail("second", "Still.").with("In-Reply-To", "<first@example.com>");
        let outcome = world.intake(&second, AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Created { .. }), "{outcome:?}");
        (outcome, world.host().digest().unwrap())
    };
    assert_eq!(run(true), run(false));
}

fn a_ticket_that_a_timer_closes_can_be_followed_up_by_command(fresh: fn() -> World) {
    let run = |ticks| {
        let world = closing(fresh);
        let first = world.intake(&mail("first", "It burns."), AuthVerdict::Aligned);
        let IntakeOutcome::Created { ticket, .. } = first else { panic!("{first:?}") };
        let requester = world.ticket(ticket).requester;
        pass(&world, ticks);
        let mut again = CreateTicket::new(requester, "Again", "It burns again.");
        again.follow_up_of = Some(ticket);
        let request = Request { id: Some(id(7)), command: again.into() };
        let receipt = world.host().execute(request).unwrap();
        (receipt.number, world.host().digest().unwrap())
    };
    assert_eq!(run(true), run(false));
}

fn a_confirmation_to_somebody_whom_a_rule_names_counts_on_every_ticket(fresh: fn() -> World) {
    let run = |ticks| {
        let world = confirming(fresh, false);
        let first = world.intake(&mail("first", "It burns.").from(NEW), AuthVerdict::None);
        let IntakeOutcome::Created { ticket, .. } = first else { panic!("{first:?}") };
        let person = world.ticket(ticket).requester;
        let tell = json!([{ "type": "send_mail", "to": { "type": "person", "person": person }, "template": id::<TemplateId>(1) }]);
        world.save(trigger(3, leaf("sla.event", "is", "breach"), tell.clone()));
        world.save(trigger(4, leaf("tags", "includes_any", json!(["told"])), tell));
        let other = world.ask();
        pass(&world, ticks);
        let tagged = UpdateTicket::new(other).tag("told");
        world.host().execute(Request { id: Some(id(8)), command: tagged.into() }).unwrap();
        world.tick();
        world.host().digest().unwrap()
    };
    assert_eq!(run(true), run(false));
}

fn a_confirmation_that_is_due_on_one_ticket_counts_on_the_next(fresh: fn() -> World) {
    let run = |ticks| {
        let world = confirming(fresh, true);
        world.intake(&mail("first", "It burns.").from(NEW), AuthVerdict::None);
        pass(&world, ticks);
        world.intake(&mail("second", "It burns.").from(NEW), AuthVerdict::None);
        world.tick();
        (world.lease().len(), world.host().digest().unwrap())
    };
    assert_eq!(run(true), run(false));
}

/// Mails and updates of few people on few tickets, at random; the host ticks every few minutes, or never.
fn at_random(fresh: fn() -> World, seed: u64, ticks: bool) -> String {
    let world = confirming(fresh, true);
    let hours = |metric: &str, hours: i64| json!({ "metric": metric, "millis": hours * HOUR });
    world.save(policy(1, json!({}), json!([hours("first_reply", 1), hours("resolution", 30)])));
    let tell =
        json!([{ "type": "send_mail", "to": { "type": "participants" }, "template": id::<TemplateId>(1) }]);
    world.save(trigger(5, leaf("tags", "includes_any", json!(["told"])), tell));
    let mut rng = Rng::new(seed);
    let mut tickets = Vec::new();
    for step in 0..40 {
        for _ in 0..rng.below(12) {
            world.pass(20 * MINUTE);
            if ticks {
                world.tick();
            }
        }
        let from = rng.pick(&["A <a@example.org>", "B <b@example.org>", "C <c@example.org>"]).unwrap();
        let verdict = if rng.chance(30) { AuthVerdict::Aligned } else { AuthVerdict::None };
        let written = mail(&format!("mail-{step}"), "It burns.").from(from);
        let known: Option<TicketId> = rng.pick(&tickets);
        match (known, rng.below(4)) {
            (Some(ticket), 0) => {
                let ticket = world.ticket(ticket);
                let to = world.reply_address(ticket.number, ticket.requester);
                world.intake(&written.to(&to), verdict);
            }
            (Some(ticket), 1) => {
                let update = UpdateTicket::new(ticket);
                let update = if rng.chance(50) { update.tag("told") } else { update.reply("We look.") };
                let request = Request { id: Some(id(step)), command: update.into() };
                world.as_ann().execute(request).unwrap();
            }
            _ => {
                if let IntakeOutcome::Created { ticket, .. } = world.intake(&written, verdict) {
                    tickets.push(ticket);
                }
            }
        }
    }
    world.pass(60 * HOUR);
    world.tick();
    world.host().verify().unwrap();
    world.host().digest().unwrap()
}

fn however_often_the_host_ticks_between_mails_the_desk_is_the_same(fresh: fn() -> World) {
    for seed in 0..40 {
        let ticked = at_random(fresh, seed, true);
        assert_eq!(ticked, at_random(fresh, seed, false), "seed {seed}");
    }
}
