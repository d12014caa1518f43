//! Agents who answer by mail: they answer, whether they take part in the ticket or not, and also where it is closed by now.

use frontdesk::UpdateTicket;
use frontdesk::ids::{TicketId, TicketNumber};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{Actor, Comment, IntakeOutcome, LinkKind, StatusCategory};
use serde_json::json;

use crate::mails::{Mail, mail, read};
use crate::world::World;

on_each_store!(
    an_agent_who_takes_part_answers_by_mail,
    an_agent_who_asked_asks_again_by_mail,
    an_agents_answer_on_a_closed_ticket_goes_to_whom_it_concerned,
    an_agents_follow_up_that_nobody_vouches_for_tells_nothing_to_others,
    what_an_agent_passes_on_is_asked_by_who_wrote_it_and_told_to_nobody_else,
    what_a_machine_says_in_an_agents_name_is_for_the_desk,
    an_answer_continues_the_last_mail_of_who_asks_however_much_was_noted_since,
    to_whom_nobody_can_write_nothing_is_queued,
);

const ANN: &str = "Ann <ann@example.com>";
/// A notice to the desk, as a mail program quotes it.
const QUOTE: &str =
    "\r\n\r\nOn Mon, 5 Jan 2026 at 09:00, Help <help@desk.example> wrote:\r\n> A secret of the desk.\r\n";

/// A ticket that somebody asked for by mail.
fn asked_by(world: &World, from: &str) -> (TicketId, TicketNumber) {
    world.open_mailbox();
    match world.intake(&mail("asked", "It burns.").from(from), AuthVerdict::Aligned) {
        IntakeOutcome::Created { ticket, number } => (ticket, number),
        other => panic!("{other:?}"),
    }
}

fn ritas(world: &World) -> (TicketId, TicketNumber) {
    asked_by(world, "Rita <rita@example.com>")
}

/// What Ann answers to a notice, by her signed address.
fn answer(world: &World, number: TicketNumber, id: &str) -> Mail {
    mail(id, &format!("Pull the plug.{QUOTE}")).from(ANN).to(&world.reply_address(number, world.ann))
}

fn last(world: &World, number: TicketNumber) -> Comment {
    world.host().comments(number, 0, 100).unwrap().pop().unwrap()
}

fn lets_ann_take_part(world: &World, ticket: TicketId) {
    let mut update = UpdateTicket::new(ticket);
    update.add_participants.push(world.ann);
    world.host().execute(update).unwrap();
}

fn an_agent_who_takes_part_answers_by_mail(world: World) {
    let (ticket, number) = ritas(&world);
    lets_ann_take_part(&world, ticket);
    let ways = [
        answer(&world, number, "signed"),
        answer(&world, number, "to-all")
            .to("rita@example.com, help@desk.example")
            .with("In-Reply-To", "<asked@example.com>"),
    ];
    for (nth, way) in ways.iter().enumerate() {
        let outcome = world.intake(way, AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{way:?} {outcome:?}");
        assert_eq!(last(&world, number).body().author, Actor::Agent { person: world.ann }, "{way:?}");
        let after = world.ticket(ticket);
        assert_eq!(
            (after.category, after.facts.agent_replies as usize),
            (StatusCategory::Open, nth + 1),
            "{way:?}"
        );
        let sent = world.lease();
        assert_eq!(sent.len(), 1, "{way:?}");
        assert_eq!(sent[0].mail.rcpt_to, ["rita@example.com"]);
        let told = String::from_utf8_lossy(&sent[0].mail.bytes).into_owned();
        assert!(told.contains("Pull the plug.") && !told.contains("secret"), "{told}");
        world.frontdesk.ack(sent[0].desk, sent[0].effect, sent[0].fence).unwrap();
    }
    // With nobody to vouch for it, it may be anybody: it is no answer of the desk.
    world.intake(&answer(&world, number, "doubtful"), AuthVerdict::None);
    assert!(!last(&world, number).body().author.is_agent());
    assert_eq!(world.lease(), []);
}

fn an_agent_who_asked_asks_again_by_mail(world: World) {
    let (ticket, number) = asked_by(&world, ANN);
    world.intake(&answer(&world, number, "again"), AuthVerdict::Aligned);
    assert_eq!(last(&world, number).body().author, Actor::Requester { person: world.ann, verified: true });
    assert_eq!(world.ticket(ticket).facts.agent_replies, 0);
}

/// Ann's mail on Rita's closed ticket, and the ticket that follows it up.
fn followed_up(world: &World, verdict: AuthVerdict) -> TicketNumber {
    world.save(json!({ "config": "settings", "cc_participates": true }));
    let (ticket, number) = ritas(world);
    lets_ann_take_part(world, ticket);
    let mut close = UpdateTicket::new(ticket).set("status", "closed");
    close.add_participants.push(world.sam);
    world.by_ann(close);
    let late = answer(world, number, "late")
        .subject("[desk only] a secret of the desk")
        .with("Cc", "Eve <eve@evil.example>");
    let IntakeOutcome::Created { number: new, .. } = world.intake(&late, verdict) else {
        panic!("{verdict:?}")
    };
    let links = world.host().ticket_by_number(new).unwrap().links;
    assert!(links.iter().any(|link| link.kind == LinkKind::FollowUpOf && link.ticket == number), "{links:?}");
    new
}

fn an_agents_answer_on_a_closed_ticket_goes_to_whom_it_concerned(world: World) {
    let number = followed_up(&world, AuthVerdict::Aligned);
    let ticket = world.host().ticket_by_number(number).unwrap();
    assert_eq!((ticket.requester, ticket.title.as_str()), (world.rita, "Printer"));
    assert_eq!(ticket.participants, [world.sam]);
    let said = last(&world, number);
    assert_eq!(said.body().author, Actor::Agent { person: world.ann });
    assert!(!said.body().text.as_str().contains("secret") && !said.body().html);
    let mut sent = world.lease();
    sent.sort_by_key(|delivery| delivery.mail.rcpt_to.clone());
    assert_eq!(
        sent.iter().flat_map(|delivery| &delivery.mail.rcpt_to).collect::<Vec<_>>(),
        ["rita@example.com", "sam@example.com"]
    );
    for delivery in sent {
        assert_eq!(read(&delivery).text.unwrap().lines().next(), Some("Pull the plug."));
        assert!(!String::from_utf8_lossy(&delivery.mail.bytes).contains("secret"));
    }
}

fn an_agents_follow_up_that_nobody_vouches_for_tells_nothing_to_others(world: World) {
    let number = followed_up(&world, AuthVerdict::None);
    let ticket = world.host().ticket_by_number(number).unwrap();
    assert_eq!((ticket.requester, ticket.participants), (world.ann, Vec::new()));
    assert!(!last(&world, number).body().text.as_str().contains("secret"));
    assert_eq!(world.lease(), []);
}

/// Carl's mail in Rita's conversation, which Ann passes on with a word of her own.
fn passed_on(id: &str) -> Mail {
    let text = "FYI, this one is a pain.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Carl <carl@other.example>\r\n\
                Date: Mon, 5 Jan 2026 at 08:00\r\nSubject: Printer\r\nTo: Ann <ann@example.com>\r\n\r\nMine burns, too.\r\n";
    mail(id, text).from(ANN).subject("Fwd: Printer")
}

fn what_an_agent_passes_on_is_asked_by_who_wrote_it_and_told_to_nobody_else(world: World) {
    let (ticket, number) = ritas(&world);
    lets_ann_take_part(&world, ticket);
    let token = world.reply_address(number, world.ann);
    for closed in [false, true] {
        if closed {
            world.by_ann(UpdateTicket::new(ticket).set("status", "closed"));
        }
        let in_thread = passed_on(&format!("thread-{closed}"))
            .with("References", "<asked@example.com> <carl@other.example>");
        let numbered = passed_on(&format!("numbered-{closed}")).subject(&format!("Fwd: Printer ({number})"));
        let signed = passed_on(&format!("signed-{closed}")).to(&token);
        for way in [in_thread, numbered, signed.clone()] {
            let outcome = world.intake(&way, AuthVerdict::Aligned);
            if way.to == token && !closed {
                // Sent to this very ticket: a note, with all that it says.
                assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{outcome:?}");
                let note = last(&world, number);
                assert!(
                    matches!(&note, Comment::Internal(note) if note.body.text.as_str().contains("Mine burns")),
                    "{note:?}"
                );
                continue;
            }
            let IntakeOutcome::Created { number: new, .. } = outcome else { panic!("{way:?} {outcome:?}") };
            let made = world.host().ticket_by_number(new).unwrap();
            let carl = world.host().person_by_address("carl@other.example").unwrap().unwrap();
            assert_eq!(made.requester, carl.id, "{way:?}");
            assert!(made.links.iter().any(|link| link.kind == LinkKind::Related && link.ticket == number));
            assert!(matches!(last(&world, new), Comment::Internal(_)), "{way:?}");
        }
        let told =
            |delivery: &frontdesk::Delivery| String::from_utf8_lossy(&delivery.mail.bytes).contains("a pain");
        assert!(!world.lease().iter().any(told));
    }
}

fn what_a_machine_says_in_an_agents_name_is_for_the_desk(world: World) {
    let (ticket, number) = ritas(&world);
    lets_ann_take_part(&world, ticket);
    let away = answer(&world, number, "away").with("Auto-Submitted", "auto-replied");
    assert!(matches!(world.intake(&away, AuthVerdict::Aligned), IntakeOutcome::Appended { .. }));
    assert!(matches!(last(&world, number), Comment::Internal(_)));
    assert_eq!(world.lease(), []);
    assert_eq!(world.ticket(ticket).category, StatusCategory::New);
}

fn an_answer_continues_the_last_mail_of_who_asks_however_much_was_noted_since(world: World) {
    let (ticket, number) = ritas(&world);
    // What Ann wrote by mail, Rita did not get from her.
    world.intake(&answer(&world, number, "from-anns-laptop"), AuthVerdict::Aligned);
    for nth in 0..120 {
        world.by_ann(UpdateTicket::new(ticket).note(&format!("Note {nth}")));
    }
    world.by_ann(UpdateTicket::new(ticket).reply("It works again."));
    for delivery in world.lease() {
        let sent = read(&delivery);
        assert_eq!(sent.in_reply_to, ["asked@example.com"]);
        assert_eq!(sent.references, ["asked@example.com"]);
    }
}

fn to_whom_nobody_can_write_nothing_is_queued(world: World) {
    let (ticket, _) = asked_by(&world, "J\u{f6}rg <j\u{f6}rg@example.com>");
    world.by_ann(UpdateTicket::new(ticket).reply("Hello?"));
    assert_eq!(world.lease(), []);
    let suppressed = |event: &frontdesk::model::Event| matches!(&event.body, frontdesk::model::EventBody::MailSuppressed { reason, .. } if reason == "bad_address");
    assert!(world.events(ticket).iter().any(suppressed), "the timeline tells it");
}
