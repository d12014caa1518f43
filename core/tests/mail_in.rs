//! What becomes of a mail that comes in: what it may do, what it says, who is answered.
#![cfg(feature = "mail")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod outbox_support;

use frontdesk::ids::TicketNumber;
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{Comment, EffectState, IntakeOutcome, MailRecipient, QuarantineReason, Ticket};
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

#[test]
fn vz_01_what_an_agent_writes_above_a_forwarded_mail_stays_among_agents() {
    let world = World::new();
    let forward = "From: ada@example.com\nTo: support@example.com\nSubject: Fwd: Re: Printer\n\
        Content-Type: text/html\n\n<p>He is a pest.</p><p>-----Original Message-----<br>\
        From: Jim &lt;jim@example.org&gt;<br>Sent: Monday<br>To: ada@example.com<br>Subject: Re: Printer</p>\
        <p>It smokes.</p>\n";
    let number = aligned(&world, forward).ticket().unwrap();
    let ticket = world.host.ticket_by_number(number).unwrap();
    assert_eq!(ticket.title.as_str(), "Re: Printer");
    let jim = world.host.person(ticket.requester).unwrap();
    assert_eq!(jim.addresses[0].address.as_str(), "jim@example.org");
    assert!(!jim.addresses[0].verified);
    let [Comment::Public(asked), Comment::Internal(note)] = &comments(&world, number)[..] else { panic!() };
    assert_eq!(asked.body.new_text(), "It smokes.");
    assert_eq!(note.body.new_text(), "He is a pest.");
    assert_eq!(world.host.comment_html(number, 1).unwrap(), None);
    world.by_agent(UpdateTicket::new(ticket.id).reply("Pull the plug."));
    let sent = read(&world.lease_one());
    assert_eq!(sent.subject, format!("Re: Printer ({number})"));
    world.host.verify().unwrap();
}

#[test]
fn an_agent_who_passes_on_their_own_mail_asks_and_notes() {
    let world = World::new();
    let forward = "From: ada@example.com\nTo: support@example.com\nSubject: Fwd: Printer\n\n\
        Mine.\n\n-----Original Message-----\nFrom: Ada <ada@example.com>\nSent: Monday\nTo: jim@example.org\n\
        Subject: Printer\n\nIt smokes.\n";
    let number = aligned(&world, forward).ticket().unwrap();
    assert_eq!(world.host.ticket_by_number(number).unwrap().requester, world.agent);
    let [Comment::Public(asked), Comment::Internal(note)] = &comments(&world, number)[..] else { panic!() };
    assert_eq!((asked.body.new_text(), note.body.new_text()), ("It smokes.".to_owned(), "Mine.".to_owned()));
    assert_ne!(asked.body.id, note.body.id);
    world.host.verify().unwrap();
}

#[test]
fn an_agents_answer_in_copy_is_no_forward() {
    let world = World::new();
    let answer = "From: ada@example.com\nTo: jim@example.org\nCc: support@example.com\nSubject: RE: Printer\n\n\
        Pull the plug.\n\nFrom: Jim <jim@example.org>\nSent: Monday\nTo: Ada\nSubject: Printer\n\nIt smokes.\n";
    let ticket = ticket(&world, aligned(&world, answer));
    assert_eq!(ticket.requester, world.agent);
}

#[test]
fn a_number_of_another_ticket_does_not_hide_the_marker_of_the_own_one() {
    let world = World::new();
    let ticket = world.ticket();
    let create = frontdesk::CreateTicket::new(world.joe, "Joe's", "Private.");
    world.host.execute(frontdesk::Command::from(create)).unwrap();
    let number = world.host.ticket(ticket).unwrap().number;
    let marker = world.keys.desk(outbox_support::DESK).body_marker(number, world.jane, 0);
    for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
        for body in [
            format!("Content-Type: text/plain\n\n{verdict:?}\n\n> {marker}\n"),
            format!("Content-Type: text/html\n\n<p>{verdict:?}</p><blockquote>{marker}</blockquote>\n"),
        ] {
            let outcome =
                take_in(&world, verdict, &format!("From: jane@example.org\nSubject: Re: Yours (#2)\n{body}"));
            assert!(
                matches!(outcome, IntakeOutcome::Appended { number: to, .. } if to == number),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn a_mail_that_says_nothing_is_put_aside() {
    let world = World::new();
    let blank = IntakeOutcome::Quarantined { reason: QuarantineReason::Blank };
    for rest in [
        "\n\n",
        "Subject: \nContent-Type: text/plain; charset=utf-8\n\n \u{a0}\n\n",
        "Content-Type: text/html\n\n<div><br></div>",
    ] {
        assert_eq!(aligned(&world, &format!("From: jane@example.org\n{rest}")), blank, "{rest:?}");
    }
}

#[test]
fn an_agent_answers_by_mail_when_their_domain_vouches_for_them() {
    let world = World::new();
    let ticket = world.ticket();
    let number = world.host.ticket(ticket).unwrap().number;
    let from = frontdesk::outbound::MailboxAddress::new("support@example.com").unwrap();
    let keys = world.keys.desk(outbox_support::DESK);
    let to = keys.reply_address(&from, number, world.agent, 0).unwrap();
    let answer = |header: &str, words: &str| {
        format!(
            "From: ada@example.com\nTo: {to}\n{header}Subject: Re: My order ({number})\n\n{words}\n\n\
             On Tue, 24 Nov 2026 at 10:00, Example Support <support@example.com> wrote:\n> canary-4711\n"
        )
    };
    let foreign = IntakeOutcome::Quarantined { reason: QuarantineReason::ForeignUpdate };
    assert_eq!(take_in(&world, AuthVerdict::None, &answer("", "Not me.")), foreign);
    assert_eq!(aligned(&world, &answer("Auto-Submitted: auto-replied\n", "I am away.")), foreign);
    assert_eq!(world.effects(EffectState::Pending), []);

    let outcome = aligned(&world, &answer("", "On its way."));
    assert!(matches!(outcome, IntakeOutcome::Appended { number: to, .. } if to == number), "{outcome:?}");
    assert_eq!(world.host.ticket(ticket).unwrap().category, frontdesk::model::StatusCategory::Open);
    let sent = world.lease_one();
    assert_eq!(sent.mail.rcpt_to, ["jane@example.org"]);
    let text = read(&sent).text.unwrap();
    assert!(text.starts_with("On its way.\n") && !text.contains("canary"), "{text}");

    let [.., Comment::Public(answered)] = &comments(&world, number)[..] else { panic!() };
    assert_eq!((answered.body.text.as_str(), answered.body.html), ("On its way.", false));

    // A quote that is not found ends in the marker of the notice.
    let marker = keys.body_marker(number, world.agent, 0);
    aligned(&world, &answer("", &format!("Ho!\n\nscripsit Support\ncanary-4711\n{marker}")));
    assert!(matches!(comments(&world, number)[..], [.., Comment::Internal(_)]));
    assert_eq!(world.lease(), []);

    world.save_person(world.agent, |person| person.active = false);
    assert_eq!(aligned(&world, &answer("", "I was dismissed.")), foreign);
}
