//! What becomes of a mail that comes in: what it may do, what it says, who is answered.
#![cfg(feature = "mail")]

mod outbox_support;

use frontdesk::ids::TicketNumber;
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{Comment, EffectState, IntakeOutcome, MailRecipient, Ticket};
use frontdesk::{IncomingMail, UpdateTicket};
use outbox_support::{World, header};

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
