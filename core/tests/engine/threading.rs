//! What a mail may do, by who sends it and who vouches for that: a mail grants nothing.

use frontdesk::ids::{MailboxId, PersonId, TicketId, TicketNumber};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{CommentFlag, IntakeOutcome, LinkKind, QuarantineReason, ThreadedBy};
use frontdesk::{ErrorKind, UpdateTicket};
use serde_json::json;

use crate::mails::{HELP, Mail, mail, read};
use crate::world::{World, id, log_of, setting};

on_each_store!(
    si_01_no_spoof_of_a_sender_changes_or_reads_a_ticket,
    si_02_a_copy_grants_nothing_unless_desk_and_sender_say_so,
    si_02_who_joins_sees_nothing_that_was_said_before,
    si_03_guessed_addresses_never_find_a_ticket,
    si_04_mail_of_other_services_to_a_reply_address_is_seen_by_nobody_who_asks,
    a_mail_for_a_full_ticket_is_followed_up_by_a_new_one,
    tk_08_a_number_in_the_subject_lets_no_stranger_in,
    a_strangers_mail_with_a_valid_token_waits_for_a_person,
    a_mailbox_that_admits_strangers_lets_in_those_whom_their_domain_vouches_for,
);

const SECRET: &str = "canary-secret";

/// Rita's ticket, which she began by a mail with a Message-ID that others may know, with something in it that only she may read.
fn ritas(world: &World) -> (TicketId, TicketNumber) {
    world.open_mailbox();
    let began =
        mail("began", &format!("The code is {SECRET}.")).with("Date", "Mon, 5 Jan 2026 09:00:00 +0000");
    let IntakeOutcome::Created { ticket, number } = world.intake(&began, AuthVerdict::Aligned) else {
        panic!("it makes a ticket")
    };
    world.by_ann(UpdateTicket::new(ticket).reply("We look into it.").set("status", "pending"));
    for delivery in world.lease() {
        world.frontdesk.ack(delivery.desk, delivery.effect, delivery.fence).unwrap();
    }
    (ticket, number)
}

/// Ways to look like Rita, or to point to her ticket, without being her.
fn spoofs(world: &World, number: TicketNumber) -> Vec<Mail> {
    let froms = [
        "Rita <rita@example.com>",
        "rita@example.com",
        "RITA@EXAMPLE.COM",
        "\"rita@example.com\" <eve@evil.example>",
        "\"Rita <rita@example.com>\" <eve@evil.example>",
        "=?utf-8?q?rita=40example=2Ecom?= <eve@evil.example>",
        "rita@example.com <eve@evil.example>",
        "<rita@example.com> <eve@evil.example>",
        "rita@example.com, eve@evil.example",
        "eve@evil.example, rita@example.com",
        "rita@example.com (eve@evil.example)",
        "(rita@example.com) eve@evil.example",
        "Rita: rita@example.com;",
        "rita@example.com.evil.example",
        "rita@examp1e.com",
        "rіta@example.com",
        "rita+eve@example.com",
        "\"rita\"@example.com",
        "rita@example.com\u{0}",
        "<@evil.example:rita@example.com>",
    ];
    let token = world.reply_address(number, world.rita);
    let token = token.as_str();
    let ways: [&dyn Fn(Mail) -> Mail; 7] = [
        &|mail| mail.to(token),
        &|mail| mail.with("Cc", token),
        &|mail| mail.with("Delivered-To", token),
        &|mail| mail.with("In-Reply-To", "<began@example.com>"),
        &|mail| mail.with("References", "<x@y.example> <began@example.com>"),
        &|mail| mail.subject(&format!("Re: Printer ({number})")),
        &|mail| {
            mail.with("Sender", "rita@example.com")
                .with("Reply-To", "rita@example.com")
                .with("X-Original-From", "rita@example.com")
                .with("Resent-From", "rita@example.com")
                .with("Authentication-Results", "mx.desk.example; dmarc=pass header.from=example.com")
                .with("ARC-Authentication-Results", "i=1; mx.desk.example; dmarc=pass")
                .with("Received-SPF", "pass")
                .with("X-Frontdesk-Ticket", &number.to_string())
                .subject(&format!("[{number}] status: solved"))
        },
    ];
    let mut mails = Vec::new();
    for (nth, from) in froms.iter().enumerate() {
        for (way, point) in ways.iter().enumerate() {
            let text = "#status solved\r\nPlease add eve@evil.example and send me all of it.";
            let spoof = mail(&format!("spoof{nth}-{way}"), text).from(from);
            mails.push(point(spoof.with("Cc", "eve@evil.example")));
        }
    }
    // Two fields of which one reader takes the first and another the last.
    mails.push(mail("two1", "x").with("From", "eve@evil.example").to(token));
    mails.push(mail("two2", "x").from("eve@evil.example").with("From", "rita@example.com").to(token));
    mails
}

fn si_01_no_spoof_of_a_sender_changes_or_reads_a_ticket(world: World) {
    world.save(json!({ "config": "settings", "cc_participates": true }));
    let (ticket, number) = ritas(&world);
    let spoofs = spoofs(&world, number);
    assert!(spoofs.len() >= 40);
    let before = world.ticket(ticket);
    for (verdict, spoof) in
        spoofs.iter().flat_map(|spoof| [AuthVerdict::None, AuthVerdict::Fail].map(|verdict| (verdict, spoof)))
    {
        // The same bytes with another verdict would be a duplicate.
        let spoof = Mail { id: format!("{}-{verdict:?}", spoof.id), ..spoof.clone() };
        let answer = world.try_intake(&spoof.raw(), verdict).unwrap();
        let after = world.ticket(ticket);
        assert_eq!(
            (
                after.requester,
                &after.participants,
                &after.tags,
                &after.fields,
                after.assignee,
                after.priority
            ),
            (before.requester, &before.participants, &before.tags, &before.fields, None, None),
            "{spoof:?}"
        );
        match answer.outcome {
            // It looks like Rita, as far as one can tell: her answer counts as a comment, and says that nobody vouches for it.
            IntakeOutcome::Appended { number: joined, .. } => {
                assert_eq!((joined, verdict), (number, AuthVerdict::None), "{spoof:?}");
                let comment = world.host().comments(number, after.facts.comments - 1, 1).unwrap().remove(0);
                assert!(comment.body().has(CommentFlag::Unverified), "{spoof:?}");
                assert!(!comment.body().author.is_agent());
                assert_eq!(comment.body().author.person(), Some(world.rita), "{spoof:?}");
            }
            IntakeOutcome::Created { number: new, .. } => assert_ne!(new, number),
            IntakeOutcome::Quarantined { .. } | IntakeOutcome::Ignored { .. } => {}
            other => panic!("{other:?}"),
        }
        if verdict == AuthVerdict::Fail {
            assert!(matches!(answer.outcome, IntakeOutcome::Quarantined { .. }), "{spoof:?}");
        }
        // Nothing goes out that says what was said before, and nothing goes to whoever it was.
        for delivery in world.lease() {
            let told = format!("{:?}", read(&delivery));
            assert!(!told.contains(SECRET), "{spoof:?} {told}");
        }
    }
    assert_eq!(
        world.ticket(ticket).category,
        frontdesk::model::StatusCategory::Open,
        "an answer reopens, no more"
    );
    let eve = world.host().person_by_address("eve@evil.example").unwrap();
    for eve in eve.into_iter().filter(|eve| eve.id != world.rita) {
        assert!(!eve.addresses[0].verified, "nobody vouched for it");
        assert_eq!(world.desk.requester(eve.id).ticket(ticket).unwrap_err().kind(), ErrorKind::NotFound);
    }
    world.host().verify().unwrap();
}

fn takes_part(world: &World, ticket: TicketId, address: &str) -> bool {
    let person = world.host().person_by_address(address).unwrap();
    person.is_some_and(|person| world.ticket(ticket).participants.contains(&person.id))
}

fn created(outcome: IntakeOutcome) -> TicketId {
    match outcome {
        IntakeOutcome::Created { ticket, .. } => ticket,
        other => panic!("{other:?}"),
    }
}

fn si_02_a_copy_grants_nothing_unless_desk_and_sender_say_so(world: World) {
    world.open_mailbox();
    let copied = |id: &str| mail(id, "It burns.").with("Cc", "Cleo <cleo@example.org>, help@desk.example");
    let ticket = created(world.intake(&copied("closed"), AuthVerdict::Aligned));
    assert!(!takes_part(&world, ticket, "cleo@example.org"), "the desk does not say so");

    world.save(json!({ "config": "settings", "cc_participates": true }));
    let ticket = created(world.intake(&copied("doubtful"), AuthVerdict::None));
    assert!(!takes_part(&world, ticket, "cleo@example.org"), "nobody vouches for the sender");
    let ticket = created(world.intake(&copied("aligned"), AuthVerdict::Aligned));
    assert!(takes_part(&world, ticket, "cleo@example.org"));
    assert!(!takes_part(&world, ticket, HELP), "own addresses never");
    let cleo = world.host().person_by_address("cleo@example.org").unwrap().unwrap();
    assert!(!cleo.addresses[0].verified, "to be named proves nothing");
    // To take part by mail is not to read the ticket.
    assert_eq!(world.desk.requester(cleo.id).ticket(ticket).unwrap_err().kind(), ErrorKind::NotFound);

    // Nobody lets others into a ticket by naming them later, however well their own mail is vouched for.
    let number = world.ticket(ticket).number;
    let later = mail("later", "Eve, see below.")
        .with("Cc", "eve@evil.example")
        .to(&world.reply_address(number, world.rita));
    assert!(matches!(world.intake(&later, AuthVerdict::Aligned), IntakeOutcome::Appended { .. }));
    assert!(!takes_part(&world, ticket, "eve@evil.example"));
    let stranger = mail("stranger", "And me?").from("sam@example.com").with("Cc", "eve@evil.example");
    world.intake(&stranger.to(&world.reply_address(number, world.rita)), AuthVerdict::Aligned);
    assert!(
        !takes_part(&world, ticket, "eve@evil.example") && !takes_part(&world, ticket, "sam@example.com")
    );
}

fn si_02_who_joins_sees_nothing_that_was_said_before(world: World) {
    let (ticket, _) = ritas(&world);
    let mut join = UpdateTicket::new(ticket).reply("Sam helps us from here on.");
    join.add_participants.push(world.sam);
    world.by_ann(join);
    world.by_ann(UpdateTicket::new(ticket).reply("It works again."));
    let leased = world.lease();
    let to_sam: Vec<_> =
        leased.iter().filter(|delivery| delivery.mail.rcpt_to == ["sam@example.com"]).collect();
    assert_eq!(to_sam.len(), 2);
    for delivery in to_sam {
        let told = format!("{:?}", read(delivery));
        assert!(!told.contains(SECRET) && !told.contains("We look into it."), "{told}");
        assert!(!String::from_utf8_lossy(&delivery.mail.bytes).contains(SECRET));
    }
}

/// So many guesses are made; with `FRONTDESK_GUESSES` more.
fn guesses() -> u64 {
    setting("FRONTDESK_GUESSES").unwrap_or(2_000)
}

fn si_03_guessed_addresses_never_find_a_ticket(world: World) {
    let (ticket, number) = ritas(&world);
    let real = world.reply_address(number, world.rita);
    let (local, _) = real.split_once('@').unwrap();
    let (_, token) = local.rsplit_once('+').unwrap();
    let letters: Vec<char> = token.chars().collect();
    let comments = world.ticket(ticket).facts.comments;
    let mut rng = frontdesk::testkit::Rng::new(4711);
    for guess in 0..guesses() {
        // Rita herself guesses, and knows all of the token but a few letters.
        let mut guessed = letters.clone();
        let at = rng.below(guessed.len() as u32) as usize;
        guessed[at] =
            rng.pick(&['0', '7', 'a', 'k', 'z']).filter(|letter| *letter != guessed[at]).unwrap_or('y');
        let to = match guess % 4 {
            0 => format!("help+{}@desk.example", number.0),
            1 => format!("help+id{}@desk.example", number.0),
            _ => format!("help+{}@desk.example", guessed.into_iter().collect::<String>()),
        };
        let outcome = world.intake(&mail(&format!("guess{guess}"), "In?").to(&to), AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Created { .. }), "{to}: {outcome:?}");
    }
    assert_eq!(world.ticket(ticket).facts.comments, comments);
}

/// Mail by which other services prove that somebody reads an address.
const SERVICES: [(&str, &str, &str); 8] = [
    (
        "Slack <feedback@slack.example>",
        "Slack confirmation code: ABC-123",
        "Your confirmation code is ABC-123",
    ),
    (
        "Apple <noreply@email.apple.example>",
        "Verify your Apple Account email address",
        "Enter this code: 739201",
    ),
    (
        "Mattermost <no-reply@mattermost.example>",
        "[Mattermost] Email Verification",
        "https://chat.example/verify?token=s3cr3t",
    ),
    (
        "GitLab <gitlab@mg.gitlab.example>",
        "Confirmation instructions",
        "https://gitlab.example/confirm?token=s3cr3t",
    ),
    ("Zoom <no-reply@zoom.example>", "Activate your account", "https://zoom.example/activate/s3cr3t"),
    ("Notion <notify@mail.notion.example>", "Your login code", "sparo-delmi-keru-s3cr3t"),
    ("<verify@accounts.example>", "=?utf-8?b?VmVyaWZ5?=", "One-time password: 118822 s3cr3t"),
    ("Workspace <workspace-noreply@google.example>", "You were invited", "https://join.example/s3cr3t"),
];

fn si_04_mail_of_other_services_to_a_reply_address_is_seen_by_nobody_who_asks(world: World) {
    let (ticket, number) = ritas(&world);
    let shown = |person: PersonId| {
        let handle = world.desk.requester(person);
        format!(
            "{:?}{:?}{:?}",
            handle.ticket(ticket),
            handle.comments(number, 0, 100),
            handle.tickets(None, 100)
        )
    };
    let before = (shown(world.rita), world.ticket(ticket));
    for (nth, (from, subject, text)) in SERVICES.iter().enumerate() {
        for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
            for automatic in [false, true] {
                let mut mail =
                    mail(&format!("service{nth}-{verdict:?}-{automatic}"), text).from(from).subject(subject);
                if automatic {
                    mail = mail.with("Auto-Submitted", "auto-generated");
                }
                let outcome = world.intake(&mail.to(&world.reply_address(number, world.rita)), verdict);
                let foreign = IntakeOutcome::Quarantined { reason: QuarantineReason::ForeignUpdate };
                assert_eq!(outcome, foreign, "{from}");
            }
        }
    }
    assert_eq!((shown(world.rita), world.ticket(ticket)), before, "not a byte of them");
    assert_eq!(world.lease(), []);
}

fn a_mail_for_a_full_ticket_is_followed_up_by_a_new_one(world: World) {
    world.open_mailbox();
    let IntakeOutcome::Created { number, .. } = world.intake(&mail("one", "It burns."), AuthVerdict::Aligned)
    else {
        panic!("it makes a ticket")
    };
    let ticket = world.host().ticket_by_number(number).unwrap();
    let note = || UpdateTicket::new(ticket.id).note("One more.").into();
    for _ in 0..10 {
        world.as_ann().batch((0..500).map(|_| note()).collect()).unwrap();
    }
    assert_eq!(world.ticket(ticket.id).facts.comments, 5_000);
    let answer = mail("two", "Still.").to(&world.reply_address(number, world.rita));
    let outcome = world.intake(&answer, AuthVerdict::Aligned);
    let IntakeOutcome::Created { ticket: follow_up, .. } = outcome else { panic!("{outcome:?}") };
    let links = world.ticket(follow_up).links;
    assert!(links.iter().any(|link| link.kind == LinkKind::FollowUpOf && link.ticket == number), "{links:?}");
}

fn tk_08_a_number_in_the_subject_lets_no_stranger_in(world: World) {
    let (ticket, number) = ritas(&world);
    let comments = world.ticket(ticket).facts.comments;
    let numbered =
        |id: &str, from: &str| mail(id, "Let me in.").from(from).subject(&format!("Re: Printer ({number})"));
    let mut related = 0;
    for (nth, from) in ["sam@example.com", "eve@evil.example", "ann@example.com"].iter().enumerate() {
        for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
            let new = created(world.intake(&numbered(&format!("number{nth}{verdict:?}"), from), verdict));
            related += world.ticket(new).links.iter().filter(|link| link.ticket == number).count();
            let sender = world.host().person_by_address(from).unwrap().unwrap().id;
            // Nor does it tell whether there is a ticket of that number.
            let as_sender = world.desk.requester(sender);
            let shown = as_sender.ticket(new).unwrap();
            assert_eq!(shown.links, []);
            let nobodys = mail(&format!("nobodys{nth}{verdict:?}"), "Let me in.")
                .from(from)
                .subject("Re: Printer (#999)");
            let other = as_sender.ticket(created(world.intake(&nobodys, verdict))).unwrap();
            assert_eq!((shown.links, shown.seq), (other.links, other.seq));
            let own = as_sender.tickets(None, 100).unwrap().tickets;
            assert!(own.iter().all(|own| as_sender.ticket(own.id).unwrap().links.is_empty()));
            assert_eq!(
                world.desk.requester(sender).ticket(ticket).err().map(|error| error.kind()),
                Some(ErrorKind::NotFound)
            );
        }
    }
    assert_eq!(related, 6, "each is only noted to be related");
    // Whoever takes part is let in by it, as long as somebody vouches that it is them.
    created(world.intake(&numbered("rita1", "rita@example.com"), AuthVerdict::None));
    let joined = world.intake(&numbered("rita2", "rita@example.com"), AuthVerdict::Aligned);
    assert!(matches!(joined, IntakeOutcome::Appended { .. }), "{joined:?}");
    assert_eq!(world.ticket(ticket).facts.comments, comments + 1);
    // In the text or in the name of a file it is no more than a number.
    let mut in_text = mail("text", &format!("About ticket ({number}) [{number}]"));
    in_text.subject = "Hello".to_owned();
    created(world.intake(&in_text, AuthVerdict::Aligned));
}

fn a_strangers_mail_with_a_valid_token_waits_for_a_person(world: World) {
    let (ticket, number) = ritas(&world);
    world.by_ann(UpdateTicket::new(ticket).reply("By which she answers."));
    let delivery = world.lease().pop().unwrap();
    let sent = read(&delivery);
    let marker = sent.text.as_deref().unwrap().lines().find(|line| line.contains("[fd:")).unwrap().to_owned();
    let ways = [
        mail("w1", "Me.").to(sent.reply_to[0].address.as_str()),
        mail("w2", "Me.").with("In-Reply-To", &format!("<{}>", sent.message_id.as_deref().unwrap())),
        mail("w3", &format!("Me.\r\n{marker}")),
    ];
    let waits = IntakeOutcome::Quarantined { reason: QuarantineReason::ForeignUpdate };
    let feed = log_of(&world.desk).len();
    for (nth, way) in ways.iter().enumerate() {
        for verdict in [AuthVerdict::Aligned, AuthVerdict::None] {
            let stranger = Mail { id: format!("s{nth}{verdict:?}"), ..way.clone() }.from("sam@example.com");
            assert_eq!(world.intake(&stranger, verdict), waits, "{stranger:?}");
        }
    }
    assert_eq!(world.ticket(ticket).facts.comments, 3);
    assert_eq!(log_of(&world.desk).len(), feed + 6, "each is told");
    // Whoever lost the answers finds them again, with what was written.
    let messages = world.host().messages(None, 100).unwrap();
    let kept = messages.iter().filter(|message| message.outcome == waits);
    assert_eq!(
        kept.map(|message| world.host().raw_mail(message.raw).unwrap())
            .filter(|raw| raw.windows(3).any(|word| word == b"Me."))
            .count(),
        6
    );
    let rest = world.host().messages(Some(messages[2].key()), 100).unwrap();
    assert_eq!(rest, messages[3..]);
    assert!(world.as_ann().messages(None, 100).is_err());
    let by = [ThreadedBy::ReplyAddress, ThreadedBy::OwnMessageId, ThreadedBy::BodyMarker];
    for (way, by) in ways.iter().zip(by) {
        let IntakeOutcome::Appended { .. } = world.intake(way, AuthVerdict::None) else { panic!("{way:?}") };
        let comments = world.host().comments(number, 0, 100).unwrap();
        assert_eq!(comments.last().unwrap().body().threaded_by, Some(by));
    }
}

fn a_mailbox_that_admits_strangers_lets_in_those_whom_their_domain_vouches_for(world: World) {
    world.save(json!({
        "config": "mailbox", "id": id::<MailboxId>(1), "name": "Help", "address": HELP, "admit_strangers": true,
    }));
    let ticket = world.ask();
    let number = world.ticket(ticket).number;
    let address = world.reply_address(number, world.rita);
    let from_sam = |id: &str| mail(id, "I can help.").from("sam@example.com").to(&address);
    let quarantined = IntakeOutcome::Quarantined { reason: QuarantineReason::ForeignUpdate };
    assert_eq!(world.intake(&from_sam("unsure"), AuthVerdict::None), quarantined);
    let machine = from_sam("machine").with("Auto-Submitted", "auto-generated");
    assert_eq!(world.intake(&machine, AuthVerdict::Aligned), quarantined);
    assert!(matches!(world.intake(&from_sam("sure"), AuthVerdict::Aligned), IntakeOutcome::Appended { .. }));
    let comments = world.host().comments(number, 1, 10).unwrap();
    assert!(comments[0].body().has(CommentFlag::Stranger));
    assert!(!world.ticket(ticket).concerns(world.sam), "a mail makes nobody take part");
}
