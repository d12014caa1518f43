//! What becomes of a mail that comes in: what it may do, what it says, who is answered.
#![cfg(feature = "mail")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "the support is that of the outbox, too")]
mod outbox_support;

use frontdesk::ids::TicketNumber;
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{Comment, EffectState, IntakeOutcome, MailRecipient, Ticket};
use frontdesk::{IncomingMail, UpdateTicket};
use outbox_support::{World, header, read};

/// Takes in a mail: its header, an empty line, its body.
fn take_in(world: &World, verdict: AuthVerdict, raw: &str) -> IntakeOutcome {
    world.clock.advance_millis(1_000);
    let envelope = Envelope::default();
    let received_at = frontdesk::Timestamp::parse("2026-11-24T09:00:00Z").unwrap();
    let mail = IncomingMail { raw: raw.as_bytes(), envelope: &envelope, verdict, received_at };
    world.host.intake(mail).unwrap().outcome
}

fn aligned(world: &World, raw: &str) -> IntakeOutcome {
    take_in(world, AuthVerdict::Aligned, raw)
}

fn comments(world: &World, number: TicketNumber) -> Vec<Comment> {
    world.host.comments(number, 0, 100).unwrap()
}

fn ticket(world: &World, outcome: IntakeOutcome) -> Ticket {
    world.host.ticket_by_number(outcome.ticket().unwrap()).unwrap()
}

#[test]
fn lp_01_no_rule_answers_whom_nobody_reads_or_what_a_rule_passed_on() {
    for from in [
        "From: Shop <no-reply@shop.example>",
        "From: jim@example.org\nX-MS-Exchange-Inbox-Rules-Loop: help@other.example",
        "From: jim@example.org\nX-Loop: jim@example.org",
    ] {
        let world = World::new();
        world.notify_on_comment(MailRecipient::Requester, "Got it", "Thank you.");
        let outcome =
            aligned(&world, &format!("{from}\nTo: support@example.com\nSubject: Order\n\nWhere is it?\n"));
        assert!(matches!(outcome, IntakeOutcome::Created { .. }), "{outcome:?}");
        assert_eq!(world.effects(EffectState::Pending), [], "{from}");
        // What a person answers goes out all the same.
        world.by_agent(UpdateTicket::new(ticket(&world, outcome).id).reply("On its way."));
        assert!(world.lease().iter().any(|sent| header(sent, "Auto-Submitted").is_none()), "{from}");
    }
}

/// A report that a mail to an address failed for good, with the header of the mail that it is about.
fn report(address: &str, message_id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n\
         Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{message_id}>\n\n--b--\n"
    )
}

#[test]
fn lp_03_a_report_marks_only_the_address_that_the_lost_mail_went_to() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let sent = read(&world.lease_one()).message_id.unwrap();
    let bouncing = |person| world.host.person(person).unwrap().addresses[0].bouncing;

    let forged = take_in(&world, AuthVerdict::None, &report("joe@example.org", &sent));
    assert!(matches!(forged, IntakeOutcome::Appended { .. }), "{forged:?}");
    assert!(!bouncing(world.joe) && !bouncing(world.jane));

    let honest = take_in(&world, AuthVerdict::None, &report("jane@example.org", &sent));
    assert!(matches!(honest, IntakeOutcome::Appended { .. }), "{honest:?}");
    assert!(bouncing(world.jane));
    let notes = comments(&world, honest.ticket().unwrap());
    assert!(notes.iter().skip(2).all(|note| matches!(note, Comment::Internal(_))));
    world.by_agent(UpdateTicket::new(ticket).reply("Nobody hears this."));
    assert_eq!(world.lease().len(), 0);
}
