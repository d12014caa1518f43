//! Mail in the name of somebody who did not write it, or who may not act any more.

use frontdesk::ids::TemplateId;
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{IntakeOutcome, QuarantineReason, Role};
use frontdesk::{Clock as _, Delivery, IncomingMail, SavePerson, UpdateTicket};
use serde_json::json;

use crate::mails::{bounce, mail, read};
use crate::world::{HOUR, World, id, leaf, trigger};

on_each_store!(
    si_01_what_somebody_writes_in_anothers_name_is_not_sent_to_them,
    si_16_who_may_not_act_any_more_does_not_answer_by_mail,
    a_note_above_a_mail_on_a_ticket_that_a_rule_closed_is_left_in_the_raw_mail,
    what_was_filled_for_an_agent_does_not_leave_once_they_are_none,
    lp_03_who_takes_part_learns_nothing_by_which_a_report_about_another_is_forged,
    lp_03_an_address_from_which_somebody_writes_is_written_to_again,
);

const NEW: &str = "New <new@example.org>";

fn si_01_what_somebody_writes_in_anothers_name_is_not_sent_to_them(world: World) {
    world.open_mailbox();
    let template = id::<TemplateId>(1);
    let body = "{{ticket.title}}: {{comment.text}}";
    world.save(json!({ "config": "template", "id": template, "name": "Ack", "subject": "Hi", "body": body }));
    let tell = json!([{ "type": "send_mail", "to": { "type": "requester" }, "template": template }]);
    world.save(trigger(1, leaf("comment.text", "present", json!(null)), tell));
    world.intake(&mail("first", "It burns.").from(NEW), AuthVerdict::Aligned);
    let sent = world.lease().pop().unwrap();
    assert!(String::from_utf8_lossy(&sent.mail.bytes).contains("It burns."), "they proved their address");

    for nth in 0..3 {
        let spam = mail(&format!("spam-{nth}"), "Buy pills.").from(NEW).subject("Pills");
        assert!(matches!(world.intake(&spam, AuthVerdict::None), IntakeOutcome::Created { .. }));
    }
    let sent = world.lease();
    assert_eq!(sent.len(), 1, "one confirmation in a while");
    let bytes = String::from_utf8_lossy(&sent[0].mail.bytes).to_lowercase();
    assert!(!bytes.contains("pills"), "{bytes}");
}

fn si_16_who_may_not_act_any_more_does_not_answer_by_mail(world: World) {
    world.open_mailbox();
    let first = world.intake(&mail("first", "It burns.").from(NEW), AuthVerdict::Aligned);
    let IntakeOutcome::Created { number, ticket } = first else { panic!("{first:?}") };
    let requester = world.ticket(ticket).requester;
    let gone = SavePerson {
        id: Some(requester),
        active: false,
        ..SavePerson::new(Role::Requester, "New", "new@example.org")
    };
    world.host().execute(gone).unwrap();
    let answer = mail("answer", "And now?").from(NEW).to(&world.reply_address(number, requester));
    let outcome = world.intake(&answer, AuthVerdict::Aligned);
    assert_eq!(outcome, IntakeOutcome::Quarantined { reason: QuarantineReason::ForeignUpdate });
    assert_eq!(world.ticket(ticket).facts.comments, 1);
}

fn a_note_above_a_mail_on_a_ticket_that_a_rule_closed_is_left_in_the_raw_mail(world: World) {
    world.open_mailbox();
    let close = json!([{ "type": "set", "field": "status", "to": "closed" }]);
    world.save(trigger(1, leaf("status", "is", "new"), close));
    let passed_on = "Please look.\r\n\r\n---------- Forwarded message ---------\r\nFrom: New <new@example.org>\r\n\
                     Date: Mon, 5 Jan 2026 at 09:00\r\nSubject: Fire\r\nTo: <ann@example.com>\r\n\r\nIt burns.\r\n";
    let passed_on = mail("passed-on", passed_on).from("Ann <ann@example.com>").subject("Fwd: Fire");
    let outcome = world.intake(&passed_on, AuthVerdict::Aligned);
    let IntakeOutcome::Created { number, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(world.host().comments(number, 0, 9).unwrap().len(), 1);
}

fn what_was_filled_for_an_agent_does_not_leave_once_they_are_none(world: World) {
    world.open_mailbox();
    let template = id::<TemplateId>(1);
    world.save(json!({ "config": "template", "id": template, "name": "Told", "subject": "Hi", "body": "For agents." }));
    let tell = json!([{ "type": "send_mail", "to": { "type": "participants" }, "template": template }]);
    world.save(trigger(1, leaf("tags", "includes_any", json!(["told"])), tell));
    let first = world.intake(&mail("first", "It burns.").from(NEW), AuthVerdict::None);
    let IntakeOutcome::Created { ticket, .. } = first else { panic!("{first:?}") };
    let person = world.ticket(ticket).requester;
    let is_now = |role| {
        let saved = SavePerson { id: Some(person), ..SavePerson::new(role, "New", "new@example.org") };
        world.host().execute(saved).unwrap();
    };
    is_now(Role::Agent);
    let received_at = world.clock.now();
    world.pass(HOUR);
    let told = UpdateTicket { add_participants: vec![person], ..UpdateTicket::new(world.ask()).tag("told") };
    world.host().execute(told).unwrap();
    world.pass(HOUR);
    is_now(Role::Requester);
    // A mail that proves their address was received before all this, and is handed in only now.
    let (envelope, verdict) = (Envelope::default(), AuthVerdict::Aligned);
    let raw = mail("late", "Hello?").from(NEW).raw();
    world.host().intake(IncomingMail { raw: &raw, envelope: &envelope, verdict, received_at }).unwrap();
    assert_eq!(world.lease(), []);
}

/// Rita's ticket, on which Sam takes part, and what went to each.
fn with_sam(world: &World) -> (frontdesk::ids::TicketId, Delivery, Delivery) {
    world.open_mailbox();
    let asked = world.intake(&mail("asked", "It burns."), AuthVerdict::Aligned);
    let IntakeOutcome::Created { ticket, .. } = asked else { panic!("{asked:?}") };
    let mut answered = UpdateTicket::new(ticket).reply("Sam will help.");
    answered.add_participants.push(world.sam);
    world.by_ann(answered);
    let mut sent = world.lease();
    sent.sort_by_key(|delivery| delivery.mail.rcpt_to.clone());
    let (to_sam, to_rita) = (sent.pop().unwrap(), sent.pop().unwrap());
    (ticket, to_rita, to_sam)
}

fn lp_03_who_takes_part_learns_nothing_by_which_a_report_about_another_is_forged(world: World) {
    let (ticket, to_rita, to_sam) = with_sam(&world);
    let to_rita = read(&to_rita).message_id.unwrap();
    let answer = mail("answer", "Thanks.").with("In-Reply-To", &format!("<{to_rita}>"));
    let answer = answer.with("References", &format!("<asked@example.com> <{to_rita}>"));
    assert!(matches!(world.intake(&answer, AuthVerdict::Aligned), IntakeOutcome::Appended { .. }));
    world.by_ann(UpdateTicket::new(ticket).reply("You are welcome."));
    let sent = world.lease();
    let thread_of = |address: &str| {
        let delivery = sent.iter().rfind(|delivery| delivery.mail.rcpt_to == [address]).unwrap();
        assert!(String::from_utf8_lossy(&delivery.mail.bytes).contains("You are welcome."));
        read(delivery).references
    };
    assert_eq!(thread_of("rita@example.com"), ["asked@example.com", &to_rita, "answer@example.com"]);
    assert_eq!(thread_of("sam@example.com"), ["asked@example.com", "answer@example.com"]);

    // With the id of a mail to himself he only speaks of himself.
    let mut forged = bounce("forged", &to_sam);
    forged.text = forged.text.replace("sam@example.com", "rita@example.com");
    world.intake(&forged, AuthVerdict::None);
    assert!(!world.host().person(world.rita).unwrap().addresses[0].bouncing);
}

fn lp_03_an_address_from_which_somebody_writes_is_written_to_again(world: World) {
    let (ticket, to_rita, _) = with_sam(&world);
    let bouncing = || world.host().person(world.rita).unwrap().addresses[0].bouncing;
    world.intake(&bounce("bounce", &to_rita), AuthVerdict::None);
    assert!(bouncing());
    world.intake(&mail("spoofed", "Hello?"), AuthVerdict::None);
    assert!(bouncing(), "it may be anybody");
    let away = mail("away", "Nobody reads this any more.").with("Auto-Submitted", "auto-replied");
    let number = world.ticket(ticket).number;
    world.intake(&away.to(&world.reply_address(number, world.rita)), AuthVerdict::Aligned);
    assert!(bouncing(), "a machine answers");
    world.intake(&mail("back", "Hello?"), AuthVerdict::Aligned);
    assert!(!bouncing());

    world.intake(&bounce("bounce-2", &to_rita), AuthVerdict::None);
    assert!(bouncing());
    let rita = SavePerson::new(Role::Requester, "Rita", "rita@example.com");
    world.host().execute(SavePerson { id: Some(world.rita), ..rita }).unwrap();
    assert!(!bouncing(), "the host has asked her");
    world.by_ann(UpdateTicket::new(ticket).reply("There you are."));
    assert!(world.lease().iter().any(|delivery| delivery.mail.rcpt_to == ["rita@example.com"]));
}
