//! What is read out of a mail again: its HTML, sanitized, and its files.

use frontdesk::UpdateTicket;
use frontdesk::ids::{ContentId, MailboxId, OrganizationId, TicketNumber};
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{ConfigKind, EventBody, IntakeOutcome, QuarantineReason};
use frontdesk::{Clock, Handle, IncomingMail};
use serde_json::json;

use crate::stores::Watched;
use crate::world::{World, id};

on_each_store!(
    a_mail_that_starts_nothing_is_kept_as_it_came,
    a_writer_belongs_to_the_organization_of_their_domain,
    html_is_sanitized_when_it_is_read,
    files_are_read_by_whoever_may_see_the_comment,
    many_files_are_all_on_the_comment,
);

const MAIL: &str = "From: Rita <rita@example.com>\r\nTo: help@desk.example\r\nSubject: Broken\r\nMessage-ID: <1@example.com>\r\n\
MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
--b\r\nContent-Type: text/html\r\n\r\n<p onclick=\"run()\">It is <b>broken</b><script>run()</script></p>\r\n\
--b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=\"../log.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
ZXJyb3IgNDI=\r\n--b--\r\n";

/// Takes a mail in that makes a ticket.
fn take_in(world: &World, raw: &str) -> TicketNumber {
    match try_take_in(world, raw) {
        IntakeOutcome::Created { number, .. } => number,
        other => panic!("{other:?}"),
    }
}

fn try_take_in(world: &World, raw: &str) -> IntakeOutcome {
    let mailbox = id::<MailboxId>(1);
    world.save(json!({ "config": "mailbox", "id": mailbox, "name": "Help", "address": "help@desk.example" }));
    let envelope = Envelope::default();
    let received_at = world.clock.now();
    let mail =
        IncomingMail { raw: raw.as_bytes(), envelope: &envelope, verdict: AuthVerdict::Aligned, received_at };
    world.host().intake(mail).unwrap().outcome
}

fn a_writer_belongs_to_the_organization_of_their_domain(world: World) {
    let organization = id::<OrganizationId>(1);
    let save = |number: u8, domains: serde_json::Value| {
        let id = id::<OrganizationId>(number);
        world.try_save(json!({ "config": "organization", "id": id, "name": "Example", "domains": domains }))
    };
    save(1, json!(["Customer.example"])).unwrap();
    let taken = save(2, json!(["other.example", "customer.example"])).unwrap_err();
    assert_eq!((taken.code(), taken.path()), ("organization.domain_taken", Some("/config/domains/1")));
    let bad = save(2, json!(["@customer"])).unwrap_err();
    assert_eq!((bad.code(), bad.path()), ("organization.bad_domain", Some("/config/domains/0")));

    let number = take_in(&world, &MAIL.replace("rita@example.com", "zoe@customer.example"));
    assert_eq!(world.host().ticket_by_number(number).unwrap().organization, Some(organization));
    let zoe = world.as_ann().person_by_address("Zoe@Customer.Example").unwrap().unwrap();
    assert_eq!(zoe.organization, Some(organization));
    assert_eq!(
        world.as_rita().person_by_address("zoe@customer.example").unwrap_err().code(),
        "permission.denied"
    );
    assert_eq!(world.as_ann().configs(ConfigKind::Organization).unwrap().len(), 1);
}

fn html_is_sanitized_when_it_is_read(world: World) {
    let number = take_in(&world, MAIL);
    let digest = world.host().digest().unwrap();
    let first = world.as_rita().comment_html(number, 1).unwrap().unwrap();
    assert_eq!(first.as_str().trim_end(), "<p>It is <b>broken</b></p>");
    assert_eq!(world.as_ann().comment_html(number, 1).unwrap().unwrap(), first);
    assert_eq!(world.host().digest().unwrap(), digest, "reading is no change");

    let ticket = world.host().ticket_by_number(number).unwrap();
    world.by_ann(UpdateTicket::new(ticket.id).note("No HTML here"));
    assert_eq!(world.as_ann().comment_html(number, 2).unwrap(), None);
    let hidden = world.as_rita().comment_html(number, 2).unwrap_err();
    let missing = world.as_rita().comment_html(number, 3).unwrap_err();
    assert_eq!(hidden, missing, "a note looks to the requester as if it were not there");
    assert_eq!(hidden.code(), "comment.not_found");
    let stranger = world.desk.requester(world.sam).comment_html(number, 1).unwrap_err();
    assert_eq!(stranger.code(), "ticket.not_found");
}

#[test]
fn html_is_made_once_and_read_from_the_cache_from_then_on() {
    for fresh in Watched::MAKERS {
        let store = fresh();
        let world = World::on(store.clone());
        let number = take_in(&world, MAIL);
        let read = |who: Handle| store.asked(|| who.comment_html(number, 1).unwrap().unwrap());
        let (made, asked) = read(world.as_rita());
        let asks = |asked: &[&str], what| asked.contains(&what);
        assert!(asks(&asked, "cached") && asks(&asked, "content") && asks(&asked, "apply"), "{asked:?}");
        for who in [world.as_rita(), world.as_ann(), world.host()] {
            let (again, asked) = read(who);
            assert_eq!(again, made);
            // Neither the raw mail is read, nor anything written.
            assert!(asks(&asked, "cached"), "{asked:?}");
            assert!(!asks(&asked, "content") && !asks(&asked, "apply"), "{asked:?}");
        }
        // What cannot be cached is made again the next time.
        let number = take_in(&world, &MAIL.replace("<1@", "<2@"));
        let html = || world.as_rita().comment_html(number, 1);
        let calls = store.cost(html).1.calls;
        let number = take_in(&world, &MAIL.replace("<1@", "<3@"));
        let html = || world.as_rita().comment_html(number, 1).unwrap().unwrap();
        let (first, came_to_it) = store.with_fault(calls, html);
        assert!(came_to_it);
        let (again, asked) = store.asked(html);
        assert_eq!(again, first);
        assert!(asks(&asked, "content") && asks(&asked, "apply"), "{asked:?}");
    }
}

fn a_mail_that_starts_nothing_is_kept_as_it_came(world: World) {
    let raw = MAIL.replace("Subject:", "Auto-Submitted: auto-replied\r\nSubject:");
    let outcome = try_take_in(&world, &raw);
    assert_eq!(outcome, IntakeOutcome::Quarantined { reason: QuarantineReason::Automatic });
    let taken = world.log().into_iter().flat_map(|entry| entry.events).find_map(|event| match event.body {
        EventBody::MessageTaken { inbound } => Some(*inbound),
        _ => None,
    });
    let record = taken.unwrap();
    assert_eq!(record.outcome, outcome);
    assert_eq!(world.host().raw_mail(record.raw).unwrap(), raw.as_bytes());
    assert_eq!(world.as_ann().raw_mail(record.raw).unwrap_err().code(), "permission.denied");
    assert_eq!(world.host().raw_mail(id::<ContentId>(9)).unwrap_err().code(), "mail.not_found");
}

fn files_are_read_by_whoever_may_see_the_comment(world: World) {
    let number = take_in(&world, MAIL);
    let comment = world.as_rita().comments(number, 0, 1).unwrap().remove(0);
    let listed = &comment.body().attachments[0];
    let file = world.as_rita().attachment(number, 1, 0).unwrap();
    assert_eq!((file.name.as_str(), &file.bytes[..]), ("log.txt", &b"error 42"[..]));
    assert_eq!((listed.name.as_str(), listed.size), (file.name.as_str(), 8));
    assert_eq!(world.as_rita().attachment(number, 1, 1).unwrap_err().code(), "attachment.not_found");
    let stranger = world.desk.requester(world.sam).attachment(number, 1, 0).unwrap_err();
    assert_eq!(stranger.code(), "ticket.not_found");
}

fn many_files_are_all_on_the_comment(world: World) {
    let files: String = (0..60)
        .map(|nth| {
            format!("--b\r\nContent-Disposition: attachment; filename={nth}.txt\r\n\r\nfile {nth}\r\n")
        })
        .collect();
    let (head, _) = MAIL.split_once("--b\r\n").unwrap();
    let number = take_in(&world, &format!("{head}--b\r\n\r\nSee all of them.\r\n{files}--b--\r\n"));
    let comment = world.as_rita().comments(number, 0, 1).unwrap().remove(0);
    assert_eq!(comment.body().attachments.len(), 60);
    for (nth, listed) in (0u32..).zip(&comment.body().attachments) {
        let file = world.as_rita().attachment(number, 1, nth).unwrap();
        assert_eq!(
            (listed.name.as_str(), file.bytes.into_vec()),
            (&*format!("{nth}.txt"), format!("file {nth}").into_bytes())
        );
    }
}
