//! The verdict table: what a hit is worth, by who sends and by who vouches for them.

use frontdesk::ids::{DeskId, MailboxId, TicketId, TicketNumber};
use frontdesk::intake::envelope::AuthVerdict::{self, Aligned, Fail, None as Nobody};
use frontdesk::model::CommentFlag::{Automatic, NoAnswer, Stranger, Unverified, WeakThreading};
use frontdesk::model::{
    ClockState, Comment, CommentFlag, IntakeOutcome, LinkKind, QuarantineReason, StatusCategory, ThreadedBy,
    Ticket,
};
use frontdesk::{CreateTicket, UpdateTicket};
use serde_json::json;

use crate::mails::{HELP, Mail, mail, read};
use crate::world::{HOUR, MINUTE, World, id, policy};

on_each_store!(
    each_row_of_the_table_is_worth_what_it_says,
    what_a_stranger_points_to_is_related_and_no_more,
    an_open_mailbox_lets_a_strangers_reply_join_by_a_known_message,
    an_answer_that_nobody_vouches_for_counts_for_clocks_and_commands_nothing,
    mailing_list_mail_is_ordinary_mail_where_a_mailbox_accepts_it,
);

/// Rita's ticket, which waits for an answer, and how mails point to it.
struct Asked {
    ticket: TicketId,
    number: TicketNumber,
    message_id: String,
    marker: String,
}

fn asked(world: &World) -> Asked {
    let began = world.intake(&mail("began", "It burns."), Aligned);
    let IntakeOutcome::Created { ticket, number } = began else { panic!("{began:?}") };
    world.by_ann(UpdateTicket::new(ticket).reply("Still?").set("status", "pending"));
    // A rule that writes to her, so that there is a mail of ours to point to.
    let delivery = world.lease().pop().unwrap();
    world.frontdesk.ack(delivery.desk, delivery.effect, delivery.fence).unwrap();
    let sent = read(&delivery);
    let marker = sent.text.as_deref().unwrap().lines().find(|line| line.contains("[fd:")).unwrap().to_owned();
    Asked { ticket, number, message_id: sent.message_id.unwrap(), marker }
}

/// A mailbox of the desk, with what it says besides.
fn open_mailbox(world: &World, says: &[(&str, serde_json::Value)]) {
    let mut mailbox =
        json!({ "config": "mailbox", "id": id::<MailboxId>(1), "name": "Help", "address": HELP });
    for (name, value) in says {
        mailbox[*name] = value.clone();
    }
    world.save(mailbox);
}

impl Asked {
    fn point(&self, world: &World, by: Option<ThreadedBy>, mail: Mail) -> Mail {
        match by {
            Some(ThreadedBy::ReplyAddress) => mail.to(&world.reply_address(self.number, world.rita)),
            Some(ThreadedBy::OwnMessageId) => mail.with("In-Reply-To", &format!("<{}>", self.message_id)),
            Some(ThreadedBy::BodyMarker) => {
                Mail { text: format!("{}\r\n{}", mail.text, self.marker), ..mail }
            }
            Some(ThreadedBy::ForeignMessageId) => mail.with("In-Reply-To", "<began@example.com>"),
            Some(ThreadedBy::SubjectToken) => mail.subject(&format!("Re: Printer ({})", self.number)),
            _ => mail,
        }
    }
}

const SIGNED: [Option<ThreadedBy>; 3] =
    [Some(ThreadedBy::ReplyAddress), Some(ThreadedBy::OwnMessageId), Some(ThreadedBy::BodyMarker)];
const STORED: Option<ThreadedBy> = Some(ThreadedBy::ForeignMessageId);
const SUBJECT: Option<ThreadedBy> = Some(ThreadedBy::SubjectToken);

const RITA: &str = "Rita <rita@example.com>";
const SAM: &str = "Sam <sam@example.com>";

/// What a mail is worth.
#[derive(Debug, Clone, PartialEq)]
enum Worth {
    Joins(Vec<CommentFlag>),
    Makes(Vec<CommentFlag>),
    Waits(QuarantineReason),
}

fn last(world: &World, number: TicketNumber) -> Comment {
    world.host().comments(number, 0, 100).unwrap().pop().unwrap()
}

fn worth(world: &World, mail: &Mail, verdict: AuthVerdict) -> Worth {
    let flags = |number| last(world, number).body().flags.clone();
    match world.intake(mail, verdict) {
        IntakeOutcome::Appended { number, .. } => Worth::Joins(flags(number)),
        IntakeOutcome::Created { number, .. } => Worth::Makes(flags(number)),
        IntakeOutcome::Quarantined { reason } => Worth::Waits(reason),
        other => panic!("{other:?}"),
    }
}

/// Desks with such a mailbox on which Rita has asked, each fresh.
fn desks<'w>(
    world: &'w World,
    says: &'w [(&'w str, serde_json::Value)],
) -> impl FnMut() -> (World, Asked) + 'w {
    let mut number = 1;
    move || {
        number += 1;
        let desk = world.beside(DeskId(number));
        open_mailbox(&desk, says);
        notify(&desk);
        let asked = asked(&desk);
        (desk, asked)
    }
}

/// A rule that mails an agent's answer to whoever asks.
fn notify(world: &World) {
    let template = id::<frontdesk::ids::TemplateId>(1);
    world.save(json!({ "config": "template", "id": template, "name": "Told", "body": "{{comment.text}}" }));
    let to_requester = json!([{ "type": "send_mail", "to": { "type": "requester" }, "template": template }]);
    let by_agent = crate::world::leaf("comment.author_role", "is", "agent");
    world.save(crate::world::trigger(1, by_agent, to_requester));
}

fn each_row_of_the_table_is_worth_what_it_says(world: World) {
    let foreign = || Worth::Waits(QuarantineReason::ForeignUpdate);
    let failed = || Worth::Waits(QuarantineReason::AuthenticationFailed);
    let mut rows = vec![
        (Aligned, RITA, STORED, Worth::Joins(vec![])),
        (Aligned, RITA, SUBJECT, Worth::Joins(vec![])),
        (Aligned, RITA, None, Worth::Makes(vec![])),
        (Aligned, SAM, None, Worth::Makes(vec![])),
        (Nobody, RITA, STORED, Worth::Joins(vec![Unverified, WeakThreading])),
        (Nobody, RITA, SUBJECT, Worth::Makes(vec![Unverified])),
        (Nobody, RITA, None, Worth::Makes(vec![Unverified])),
        (Nobody, SAM, None, Worth::Makes(vec![Unverified])),
    ];
    for by in SIGNED {
        rows.push((Aligned, RITA, by, Worth::Joins(vec![])));
        rows.push((Nobody, RITA, by, Worth::Joins(vec![Unverified])));
        rows.extend([Aligned, Nobody].map(|verdict| (verdict, SAM, by, foreign())));
    }
    for by in SIGNED.into_iter().chain([STORED, SUBJECT, None]) {
        rows.extend([RITA, SAM].map(|from| (Fail, from, by, failed())));
    }
    let mut desk = desks(&world, &[]);
    for (verdict, from, by, wanted) in rows {
        let (world, asked) = desk();
        let row = format!("{verdict:?} {from} {by:?}");
        let before = world.ticket(asked.ticket);
        let mail = asked.point(&world, by, mail("answer", "Still.").from(from));
        assert_eq!(worth(&world, &mail, verdict), wanted, "{row}");
        let after = world.ticket(asked.ticket);
        if matches!(wanted, Worth::Joins(_)) {
            assert_eq!(last(&world, asked.number).body().threaded_by, by, "{row}");
            assert_eq!(
                (before.category, after.category),
                (StatusCategory::Pending, StatusCategory::Open),
                "{row}"
            );
        } else {
            assert_eq!(after, before, "{row}");
        }
        assert_eq!((after.requester, after.participants), (before.requester, before.participants), "{row}");
    }
}

fn what_a_stranger_points_to_is_related_and_no_more(world: World) {
    let mut desk = desks(&world, &[]);
    for by in [STORED, SUBJECT] {
        for (verdict, flags) in [(Aligned, vec![]), (Nobody, vec![Unverified])] {
            let (world, asked) = desk();
            let before = world.ticket(asked.ticket);
            let mail = asked.point(&world, by, mail("stranger", "Me too.").from(SAM));
            let outcome = world.intake(&mail, verdict);
            let IntakeOutcome::Created { ticket, number } = outcome else { panic!("{by:?} {outcome:?}") };
            let made = world.ticket(ticket);
            let links: Vec<_> = made.links.iter().map(|link| (link.kind, link.ticket)).collect();
            assert_eq!(links, [(LinkKind::Related, asked.number)], "{by:?} {verdict:?}");
            assert_eq!((made.requester, &made.participants), (world.sam, &vec![]));
            assert_eq!(last(&world, number).body().flags, flags);
            assert_eq!(last(&world, number).body().threaded_by, None);
            assert_eq!(world.ticket(asked.ticket), before, "nothing comes to the ticket itself");
        }
    }
}

fn an_open_mailbox_lets_a_strangers_reply_join_by_a_known_message(world: World) {
    let says = [("open", json!(true))];
    let mut desk = desks(&world, &says);
    for (verdict, flags) in [(Aligned, vec![Stranger]), (Nobody, vec![Unverified, WeakThreading, Stranger])] {
        let (world, asked) = desk();
        let before = world.ticket(asked.ticket);
        let reply = |id: &str| mail(id, "Me too.").from(SAM).with("Cc", "eve@evil.example");
        let joined = worth(&world, &asked.point(&world, STORED, reply("joins")), verdict);
        assert_eq!(joined, Worth::Joins(flags), "{verdict:?}");
        let after = world.ticket(asked.ticket);
        // It is said, and changes nothing: whoever says it takes no part, and is not waited for.
        assert_eq!((after.requester, &after.participants), (before.requester, &before.participants));
        assert_eq!((after.category, &after.clocks), (StatusCategory::Pending, &before.clocks));
        let sam = world.desk.requester(world.sam);
        assert_eq!(sam.ticket(asked.ticket).unwrap_err().code(), "ticket.not_found");
        // What is signed for somebody, and a number, let a stranger in there as little as anywhere.
        for by in SIGNED {
            let signed = asked.point(&world, by, reply(&format!("{by:?}")));
            assert_eq!(worth(&world, &signed, verdict), Worth::Waits(QuarantineReason::ForeignUpdate));
        }
        let numbered = worth(&world, &asked.point(&world, SUBJECT, reply("number")), verdict);
        assert!(matches!(numbered, Worth::Makes(_)), "{numbered:?}");
        // Nor does it let in what fails, or make those who take part strangers.
        let failed = worth(&world, &asked.point(&world, STORED, reply("failed")), Fail);
        assert_eq!(failed, Worth::Waits(QuarantineReason::AuthenticationFailed));
        let ritas = worth(&world, &asked.point(&world, STORED, mail("rita", "Still.")), Aligned);
        assert_eq!(ritas, Worth::Joins(vec![]));
    }
}

fn clocks_of(ticket: &Ticket) -> Vec<ClockState> {
    ticket.clocks.iter().map(|clock| clock.state).collect()
}

fn both_clocks(world: &World) {
    let targets =
        json!([{ "metric": "first_reply", "millis": HOUR }, { "metric": "resolution", "millis": 8 * HOUR }]);
    world.save(policy(1, json!({}), targets));
}

/// A ticket that Ann opened for Rita: nobody has asked yet, so that no reply is owed.
fn opened_by_ann(world: &World) -> (TicketId, String) {
    let create = CreateTicket::new(world.rita, "She called", "Her printer burns.");
    let ticket = world.as_ann().execute(create).unwrap().ticket;
    assert_eq!(clocks_of(&world.ticket(ticket)), [ClockState::Running], "only that of the resolution");
    (ticket, world.reply_address(world.ticket(ticket).number, world.rita))
}

fn an_answer_that_nobody_vouches_for_counts_for_clocks_and_commands_nothing(world: World) {
    world.open_mailbox();
    both_clocks(&world);
    let (ticket, address) = opened_by_ann(&world);
    world.pass(MINUTE);
    let first = mail("first", "It does.\r\n/priority urgent\r\n/assign sam@example.com").to(&address);
    assert_eq!(worth(&world, &first, Nobody), Worth::Joins(vec![Unverified]));
    let asked = world.ticket(ticket);
    let owed = asked.clocks.last().unwrap();
    assert_eq!(clocks_of(&asked), [ClockState::Running; 2], "a reply is owed now");
    assert_eq!(owed.started_at, asked.created_at.plus_millis(MINUTE));
    assert_eq!((asked.priority, asked.assignee), (None, None), "commands are text");
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    assert_eq!(clocks_of(&world.ticket(ticket)), [ClockState::Fulfilled; 2]);
    let again = mail("again", "It burns again.").to(&address);
    assert_eq!(worth(&world, &again, Nobody), Worth::Joins(vec![Unverified]));
    let reopened = world.ticket(ticket);
    assert_eq!(reopened.category, StatusCategory::Open);
    assert_eq!(clocks_of(&reopened), [ClockState::Running, ClockState::Fulfilled]);
}

fn mailing_list_mail_is_ordinary_mail_where_a_mailbox_accepts_it(world: World) {
    let listed = |id: &str| mail(id, "It burns.").with("List-Id", "<l.lists.example>");
    let on_desk = |number, says: &[(&str, serde_json::Value)]| {
        let world = world.beside(DeskId(number));
        open_mailbox(&world, says);
        both_clocks(&world);
        world
    };
    // Without a word it is automatic: it starts nothing, no ticket and no clock.
    let world_without = on_desk(2, &[]);
    let waits = Worth::Waits(QuarantineReason::Automatic);
    assert_eq!(worth(&world_without, &listed("new"), Aligned), waits);
    let (ticket, address) = opened_by_ann(&world_without);
    let joined = worth(&world_without, &listed("joins").to(&address), Aligned);
    assert_eq!(joined, Worth::Joins(vec![Automatic]));
    assert_eq!(clocks_of(&world_without.ticket(ticket)), [ClockState::Running]);

    let world = on_desk(3, &[("list_mail", json!("accept"))]);
    assert_eq!(
        worth(&world, &listed("new"), Aligned),
        Worth::Makes(vec![NoAnswer]),
        "no rule answers a list"
    );
    let (ticket, address) = opened_by_ann(&world);
    assert_eq!(worth(&world, &listed("joins").to(&address), Aligned), Worth::Joins(vec![NoAnswer]));
    assert_eq!(clocks_of(&world.ticket(ticket)), [ClockState::Running; 2], "a reply is owed");
    world.by_ann(UpdateTicket::new(ticket).reply("Out.").set("status", "solved"));
    assert_eq!(worth(&world, &listed("again").to(&address), Aligned), Worth::Joins(vec![NoAnswer]));
    assert_eq!(world.ticket(ticket).category, StatusCategory::Open, "it opens again");
    // What says itself that a machine wrote it is automatic there, too.
    let machine = listed("machine").with("Auto-Submitted", "auto-generated");
    assert_eq!(worth(&world, &machine, Aligned), waits);
}
