//! What leaves the desk: which mails, to whom, with which headers, and what must not leave any more.
#![cfg(feature = "mail")]

mod outbox_support;

use frontdesk::model::{DeskSettings, EffectState, MailRecipient, Role};
use frontdesk::outbound::MailboxAddress;
use frontdesk::{Failure, SaveConfig, Unsubscribe, UpdateTicket};
use outbox_support::{DESK, LEASE, World, header, read, unsubscribe_token};

const CANARY: &str = "canary-4711";

#[test]
fn a_reply_carries_the_comment_and_finds_its_way_back() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("It is on its way.\nAda"));
    let delivery = world.lease_one();
    let number = world.host.ticket(ticket).unwrap().number;
    assert_eq!(delivery.mail.rcpt_to, ["jane@example.org"]);
    assert_eq!(delivery.mail.mail_from.as_deref(), Some("support@example.com"));
    assert_eq!((delivery.attempt, delivery.fence), (1, 1));

    let mail = read(&delivery);
    assert_eq!(mail.subject, format!("Re: My order ({number})"));
    let text = mail.text.unwrap();
    assert!(text.starts_with("It is on its way.\nAda\n"));

    let keys = world.keys.desk(DESK);
    let token = keys.read_reply_address(mail.reply_to[0].address.as_str()).unwrap();
    assert!(token.ticket == number && token.participant.is(number, world.jane) && token.epoch == 0);
    assert_eq!(keys.find_body_marker(&text), Some(token));
    let minted = keys.read_message_id(&mail.message_id.unwrap()).unwrap();
    assert_eq!((minted.ticket, minted.effect), (number, delivery.effect));
    assert!(keys.is_own_loop_mark(&header(&delivery, "X-Frontdesk-Loop").unwrap()));
    assert_eq!(header(&delivery, "Auto-Submitted"), None);
    assert_eq!(header(&delivery, "In-Reply-To"), None);
}

#[test]
fn ob_06_every_try_sends_the_same_bytes() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Once."));
    let first = world.lease_one();
    assert_eq!(world.lease(), [], "it is leased");
    world.frontdesk.fail(DESK, first.effect, first.fence, &Failure::temporary("421 try later")).unwrap();
    assert_eq!(world.lease(), [], "it waits a minute");
    // What would be rendered differently now.
    world.by_agent(UpdateTicket::new(ticket).set("title", "Another title"));
    world.clock.advance_millis(60_000);
    let second = world.lease_one();
    assert_eq!((second.attempt, &second.mail), (2, &first.mail));
    world.clock.advance_millis(LEASE);
    let third = world.lease_one();
    assert_eq!((third.effect, third.attempt, &third.mail), (first.effect, 3, &first.mail));
    world.frontdesk.ack(DESK, third.effect, third.fence).unwrap();
    world.clock.advance_millis(1 << 40);
    assert_eq!(world.lease(), []);
    assert_eq!(world.effects(EffectState::Done).len(), 1);
}

#[test]
fn who_has_lost_the_lease_is_told_and_changes_nothing() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let lost = world.lease_one();
    world.clock.advance_millis(LEASE);
    let held = world.lease_one();
    for refused in [
        world.frontdesk.ack(DESK, lost.effect, lost.fence),
        world.frontdesk.fail(DESK, lost.effect, lost.fence, &Failure::permanent("late")),
        world.frontdesk.ack(DESK, lost.effect, 0),
    ] {
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), "effect.lease_lost");
        assert!(!refused.retryable());
    }
    assert_eq!(world.effects(EffectState::Pending).len(), 1);
    world.frontdesk.ack(DESK, held.effect, held.fence).unwrap();
    assert_eq!(world.frontdesk.ack(DESK, held.effect, held.fence).unwrap_err().code(), "effect.lease_lost");
}

#[test]
fn a_mail_that_fails_too_often_is_given_up_with_the_reason() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    for _ in 0..frontdesk::Limits::default().attempts {
        let delivery = world.lease_one();
        let failure = Failure::temporary("451 full");
        world.frontdesk.fail(DESK, delivery.effect, delivery.fence, &failure).unwrap();
        let waiting = world.host.effects(EffectState::Pending, None, 10).unwrap();
        assert!(waiting.iter().all(|effect| effect.note == "451 full"), "the host sees why");
        world.clock.advance_millis(12 * 3_600_000);
    }
    assert_eq!(world.lease(), []);
    let dead = world.host.effects(EffectState::Dead, None, 10).unwrap();
    assert_eq!((dead.len(), dead[0].note.as_str()), (1, "451 full"));
    assert_eq!(world.host.effects(EffectState::Dead, Some(dead[0].id), 10).unwrap(), []);
    assert!(world.requester().effects(EffectState::Dead, None, 10).is_err());
}

#[test]
fn a_mail_that_can_never_be_delivered_is_not_tried_again() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let delivery = world.lease_one();
    let failure = Failure::permanent("550 no such user");
    world.frontdesk.fail(DESK, delivery.effect, delivery.fence, &failure).unwrap();
    assert_eq!(world.frontdesk.next_delivery().unwrap(), None);
    let dead = world.host.effects(EffectState::Dead, None, 10).unwrap();
    assert_eq!((dead.len(), dead[0].note.as_str(), dead[0].attempts), (1, "550 no such user", 1));
}

#[test]
fn vz_01_an_internal_note_is_in_no_mail_to_somebody_who_asks() {
    let world = World::new();
    world.notify_on_comment(MailRecipient::Requester, "News", "New: {{comment.text}} by {{comment.author}}");
    let ticket = world.ticket();
    let mut with_joe = UpdateTicket::new(ticket).note(CANARY);
    with_joe.add_participants.push(world.joe);
    world.by_agent(with_joe);
    world.by_agent(UpdateTicket::new(ticket).reply("In public."));
    let leased = world.lease();
    let to_jane = leased.iter().filter(|delivery| delivery.mail.rcpt_to == ["jane@example.org"]).count();
    assert_eq!((leased.len(), to_jane), (5, 4), "three notices and a reply to Jane, a reply to Joe");
    for delivery in &leased {
        assert!(!format!("{:?}", read(delivery)).contains(CANARY));
        assert!(!String::from_utf8_lossy(&delivery.mail.bytes).contains(CANARY));
    }
}

#[test]
fn lp_09_a_rules_mail_is_marked_as_automatic_and_has_the_null_path() {
    let world = World::new();
    world.notify_on_comment(MailRecipient::Requester, "", "We read: {{comment.text}}");
    world.ticket();
    let delivery = world.lease_one();
    assert_eq!(header(&delivery, "Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(header(&delivery, "X-Auto-Response-Suppress").as_deref(), Some("All"));
    assert_eq!(delivery.mail.mail_from, None);
    let mail = read(&delivery);
    assert_eq!(mail.subject, "Re: My order (#1)");
    assert!(mail.text.unwrap().starts_with("We read: Where is it?\n"));
}

#[test]
fn vz_02_who_no_longer_takes_part_gets_no_mail_that_was_queued_before() {
    let world = World::new();
    let ticket = world.ticket();
    let mut reply = UpdateTicket::new(ticket).reply("For both of you.");
    reply.add_participants.push(world.joe);
    world.by_agent(reply);
    let mut without_joe = UpdateTicket::new(ticket);
    without_joe.remove_participants.push(world.joe);
    world.by_agent(without_joe);
    assert_eq!(world.lease_one().mail.rcpt_to, ["jane@example.org"]);
    let cancelled = world.effects(EffectState::Cancelled);
    assert_eq!((cancelled.len(), cancelled[0].note.as_str()), (1, "not_permitted"));
}

#[test]
fn vz_02_a_try_after_the_first_is_permitted_anew() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    world.lease_one();
    world.save_person(world.jane, |jane| jane.active = false);
    world.clock.advance_millis(LEASE);
    assert_eq!(world.cancelled_because(), "not_active");
}

#[test]
fn vz_02_a_notice_filled_for_an_agent_does_not_reach_them_as_a_requester() {
    let world = World::new();
    world.notify_on_comment(MailRecipient::Person { person: world.agent }, "Note", "{{comment.text}}");
    let ticket = world.ticket();
    let first = world.lease_one();
    world.frontdesk.ack(DESK, first.effect, first.fence).unwrap();
    let mut note = UpdateTicket::new(ticket).note(CANARY);
    note.add_participants.push(world.agent);
    world.by_agent(note);
    world.save_person(world.agent, |agent| agent.role = Role::Requester);
    assert_eq!(world.cancelled_because(), "not_permitted");
}

#[test]
fn lp_04_an_address_that_became_the_desks_own_is_not_written_to() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let mut mailbox = outbox_support::mailbox();
    mailbox.aliases.push("Jane@Example.org".to_owned());
    world.host.execute(frontdesk::Command::from(SaveConfig::from(mailbox))).unwrap();
    assert_eq!(world.cancelled_because(), "own_address");
}

#[test]
fn lp_04_a_signed_reply_address_is_not_written_to() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let number = world.host.ticket(ticket).unwrap().number;
    let support = MailboxAddress::new("support@example.com").unwrap();
    let own = world.keys.desk(DESK).reply_address(&support, number, world.joe, 0).unwrap();
    world.save_person(world.jane, |jane| jane.addresses = vec![own.to_string()]);
    assert_eq!(world.cancelled_because(), "own_address");
}

#[test]
fn who_moved_to_another_address_is_written_to_there() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let first = world.lease_one();
    world.save_person(world.jane, |jane| jane.addresses = vec!["jane@new.example".to_owned()]);
    world.clock.advance_millis(LEASE);
    let second = world.lease_one();
    assert_eq!(second.mail.rcpt_to, ["jane@new.example"]);
    assert_eq!(header(&second, "Message-ID"), header(&first, "Message-ID"));
    world.clock.advance_millis(LEASE);
    assert_eq!(world.lease_one().mail, second.mail);
}

#[test]
fn handing_over_leaves_the_digest_as_it_was_and_delivery_does_not() {
    let world = World::new();
    let ticket = world.ticket();
    let empty = world.host.digest().unwrap();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let queued = world.host.digest().unwrap();
    let delivery = world.lease_one();
    assert_eq!(world.host.digest().unwrap(), queued);
    world.frontdesk.ack(DESK, delivery.effect, delivery.fence).unwrap();
    let delivered = world.host.digest().unwrap();
    assert!(queued != empty && delivered != queued);
    assert_eq!(world.requester().digest().unwrap_err().code(), "permission.denied");
}

#[test]
fn a_ticket_that_is_not_what_its_events_make_of_it_is_found() {
    let world = World::new();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("Hello.").set("title", "Another").tag("vip"));
    let verified = world.host.verify().unwrap();
    assert_eq!(verified.tickets, 1);
    assert_eq!(verified.events, u64::from(world.host.ticket(ticket).unwrap().seq));
    world.spoil(ticket);
    let error = world.host.verify().unwrap_err();
    assert_eq!(error.code(), "corrupt.fold_differs");
    assert_eq!(error.details()[0].value, "1");
}

#[test]
fn a_reply_continues_the_last_mail_and_not_an_internal_one() {
    let world = World::new();
    let ticket = world.ticket();
    world.came_by_mail(ticket, 1, "second@example.org", &["first@example.org"]);
    world.by_agent(UpdateTicket::new(ticket).note("By mail, among us."));
    world.came_by_mail(ticket, 2, "internal@example.com", &[]);
    world.by_agent(UpdateTicket::new(ticket).reply("Hello."));
    let delivery = world.lease_one();
    assert_eq!(header(&delivery, "In-Reply-To").as_deref(), Some("<second@example.org>"));
    let references = "<first@example.org> <second@example.org>";
    assert_eq!(header(&delivery, "References").as_deref(), Some(references));
}

#[test]
fn a_confirmation_holds_nothing_of_the_requesters() {
    let world = World::new();
    world.notify_on_comment(MailRecipient::Requester, "Got {{ticket.title}}", "{{comment.text}}");
    world.doubt(world.jane);
    let ticket = world.ticket();
    world.came_by_mail(ticket, 1, "buy-now@example.org", &[]);
    let delivery = world.lease_one();
    let mail = read(&delivery);
    assert_eq!(mail.subject, "We have received your message (#1)");
    assert!(mail.text.as_deref().unwrap().starts_with("We have received your message and will answer you."));
    let raw = String::from_utf8(delivery.mail.bytes.to_vec()).unwrap();
    for theirs in ["My order", "Where is it", "Jane", "=?", "buy-now"] {
        assert!(!raw.contains(theirs), "{theirs}");
    }
    assert_eq!(header(&delivery, "To").as_deref(), Some("<jane@example.org>"));
    assert_eq!(header(&delivery, "Auto-Submitted").as_deref(), Some("auto-replied"));
}

#[test]
fn whoever_unsubscribes_gets_no_mail_about_the_ticket_until_they_write_again() {
    let world = World::new();
    let settings =
        |url: &str| DeskSettings { unsubscribe_url: Some(url.to_owned()), ..DeskSettings::default() };
    let refused = |url: &str| world.host.execute(SaveConfig::from(settings(url))).unwrap_err();
    assert_eq!(refused("https://desk.example/").code(), "settings.no_unsubscribe_token");
    assert_eq!(refused("http://desk.example/{token}").path(), Some("/config/unsubscribe_url"));

    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("No such place yet."));
    let without = world.lease_one();
    assert_eq!(header(&without, "List-Unsubscribe"), None);
    world.host.execute(SaveConfig::from(settings("https://desk.example/unsubscribe/{token}"))).unwrap();
    world.by_agent(UpdateTicket::new(ticket).reply("On its way."));
    let token = unsubscribe_token(&world.lease_one());

    let unsubscribe = |token: &str| Unsubscribe { token: token.to_owned() };
    let denied = world.requester().execute(unsubscribe(&token)).unwrap_err();
    assert_eq!(denied.code(), "permission.denied");
    let unknown = world.host.execute(unsubscribe(&token.replace('0', "1").replace('a', "b"))).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), ("unsubscribe.unknown_token", Some("/token")));
    world.host.execute(unsubscribe(&token)).unwrap();
    // Programs follow links, and more than once.
    let before = world.host.ticket(ticket).unwrap();
    let again = world.host.execute(unsubscribe(&token)).unwrap();
    assert_eq!((again.ticket, again.update), (ticket, None));
    assert_eq!(world.host.ticket(ticket).unwrap(), before);
    assert_eq!(world.host.ticket(ticket).unwrap().unsubscribed, [world.jane]);
    world.by_agent(UpdateTicket::new(ticket).reply("Nobody hears this."));
    assert_eq!(world.lease(), []);
    world.host.execute(unsubscribe(&token)).unwrap();

    let again = UpdateTicket::new(ticket).reply("And now?");
    world.requester().execute(again).unwrap();
    assert_eq!(world.host.ticket(ticket).unwrap().unsubscribed, []);
    world.by_agent(UpdateTicket::new(ticket).reply("Here."));
    world.lease_one();
    world.host.verify().unwrap();
}

#[test]
fn a_mail_that_waits_is_cancelled_when_its_recipient_unsubscribes() {
    let world = World::new();
    let url = Some("https://desk.example/unsubscribe/{token}".to_owned());
    world
        .host
        .execute(SaveConfig::from(DeskSettings { unsubscribe_url: url, ..DeskSettings::default() }))
        .unwrap();
    let ticket = world.ticket();
    world.by_agent(UpdateTicket::new(ticket).reply("One."));
    let first = world.lease_one();
    world.frontdesk.ack(DESK, first.effect, first.fence).unwrap();
    world.by_agent(UpdateTicket::new(ticket).reply("Two."));
    world.host.execute(Unsubscribe { token: unsubscribe_token(&first) }).unwrap();
    assert_eq!(world.cancelled_because(), "unsubscribed");
}
