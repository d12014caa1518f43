//! Tickets that go on in another one, and come back.

use frontdesk::ids::{MetricId, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{ClockState, ClockTransition, Event, EventBody, IntakeOutcome, StatusCategory};
use frontdesk::{
    ApplyPolicies, CreateTicket, ErrorKind, MergeTicket, Timestamp, UnmergeTicket, Unsubscribe, UpdateTicket,
    WhatIf,
};
use serde_json::json;

use crate::mails::{mail, read};
use crate::world::{HOUR, MINUTE, World, id, leaf, policy, request, trigger};

on_each_store!(
    its_clocks_stand_still_until_it_comes_back,
    what_was_broken_stays_broken_and_nothing_breaks_meanwhile,
    it_stands_as_it_did_before,
    a_clock_that_was_paused_comes_back_paused,
    a_policy_that_matches_later_does_not_count_the_time_in_between,
    a_policy_that_was_edited_meanwhile_applies_when_it_comes_back,
    promises_of_the_desks_own_metrics_wait_too,
    the_other_ticket_keeps_its_clocks,
    it_takes_no_update_but_that_one,
    mail_for_it_leads_to_the_other_one,
    who_took_part_takes_part_there_until_it_is_undone,
    who_opted_out_is_left_alone,
    who_came_with_another_one_stays,
    a_link_to_unsubscribe_leads_to_the_other_one,
    it_comes_back_from_one_that_was_closed,
    another_requester_has_to_be_meant,
    what_makes_no_sense_is_refused,
    triggers_see_the_other_ticket_alone_and_it_is_explained,
    what_if_makes_of_it_what_happened,
    the_backlog_counts_it_once,
);

fn promise(world: &World) {
    let row = |metric: &str, millis: i64| json!({ "metric": metric, "millis": millis });
    world.save(policy(1, json!({}), json!([row("first_reply", HOUR), row("agent_work", 8 * HOUR)])));
}

fn merge(world: &World, ticket: TicketId, into: TicketId) {
    world.as_ann().execute(MergeTicket::new(ticket, into)).unwrap();
}

fn unmerge(world: &World, ticket: TicketId) {
    world.as_ann().execute(UnmergeTicket { ticket }).unwrap();
}

fn told(world: &World, ticket: TicketId) -> Vec<ClockTransition> {
    let transition = |event: Event| match event.body {
        EventBody::ClockChanged { change } => Some(change.transition),
        _ => None,
    };
    world.events(ticket).into_iter().filter_map(transition).collect()
}

fn due(world: &World, ticket: TicketId) -> Vec<Option<Timestamp>> {
    world.ticket(ticket).clocks.iter().map(|clock| clock.deadline_at()).collect()
}

fn its_clocks_stand_still_until_it_comes_back(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    let created = world.ticket(source).created_at;
    world.pass(20 * MINUTE);
    merge(&world, source, target);
    let clocks = world.ticket(source).clocks;
    assert!(clocks.iter().all(|clock| clock.state == ClockState::Merged));
    assert_eq!((world.ticket(source).wake_at(), due(&world, source)), (None, vec![None, None]));
    world.pass(24 * HOUR);
    world.tick();
    unmerge(&world, source);
    let later = |millis: i64| Some(created.plus_millis(24 * HOUR + millis));
    assert_eq!(due(&world, source), [later(HOUR), later(8 * HOUR)]);
    let after = world.ticket(source).clocks;
    assert!(
        clocks
            .iter()
            .zip(&after)
            .all(|(one, other)| (one.id, one.started_at) == (other.id, other.started_at))
    );
    use ClockTransition::{Merged, Resumed, Started};
    assert_eq!(told(&world, source), [Started, Started, Merged, Merged, Resumed, Resumed]);
    world.pass(40 * MINUTE + 1);
    assert_eq!(world.tick(), 1, "the first reply, whose hour is over now");
    assert_eq!(world.ticket(source).clocks[0].breached_at, later(HOUR));
    world.host().verify().unwrap();
}

fn what_was_broken_stays_broken_and_nothing_breaks_meanwhile(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    world.pass(2 * HOUR);
    // What is due runs before the merge, also when the host has not ticked.
    merge(&world, source, target);
    assert_eq!(world.ticket(source).facts.breaches, 1);
    world.pass(24 * HOUR);
    world.tick();
    unmerge(&world, source);
    world.tick();
    assert_eq!(world.ticket(source).facts.breaches, 1);
    // Merged and back within the same instant nothing has changed for its clocks.
    let before = due(&world, source);
    merge(&world, source, target);
    unmerge(&world, source);
    assert_eq!((due(&world, source), world.ticket(source).facts.absences.len()), (before, 1));
}

fn it_stands_as_it_did_before(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    world.by_ann(UpdateTicket::new(source).reply("Which one?").set("status", "pending"));
    let before = world.ticket(source);
    world.pass(MINUTE);
    merge(&world, source, target);
    let merged = world.ticket(source);
    assert_eq!(
        (merged.category, merged.merged_into.unwrap().ticket),
        (StatusCategory::Closed, world.ticket(target).number)
    );
    assert_eq!(merged.facts, before.facts, "for what it is measured by its status has not changed");
    unmerge(&world, source);
    let after = world.ticket(source);
    assert_eq!(
        (after.status, after.category, after.status_since),
        (before.status, before.category, before.status_since)
    );
    assert_eq!((after.merged_into, world.ticket(target).merged.len()), (None, 0));
}

fn a_clock_that_was_paused_comes_back_paused(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    world.pass(HOUR / 2);
    world.by_ann(UpdateTicket::new(source).reply("Which one?").set("status", "pending"));
    merge(&world, source, target);
    world.pass(HOUR);
    unmerge(&world, source);
    let states: Vec<_> = world.ticket(source).clocks.iter().map(|clock| clock.state).collect();
    assert_eq!(states, [ClockState::Fulfilled, ClockState::Paused]);
    world.pass(HOUR);
    world.by_rita(UpdateTicket::new(source).reply("The big one."));
    let now = world.ticket(source).updated_at;
    assert_eq!(due(&world, source)[1], Some(now.plus_millis(8 * HOUR - HOUR / 2)));
}

fn a_policy_that_matches_later_does_not_count_the_time_in_between(world: World) {
    let [source, target] = [world.ask(), world.ask()];
    let created = world.ticket(source).created_at;
    world.pass(HOUR / 2);
    merge(&world, source, target);
    world.pass(24 * HOUR);
    unmerge(&world, source);
    promise(&world);
    world.host().execute(ApplyPolicies::now()).unwrap();
    assert_eq!(
        due(&world, source),
        [Some(created.plus_millis(25 * HOUR)), Some(created.plus_millis(32 * HOUR))]
    );
}

fn a_policy_that_was_edited_meanwhile_applies_when_it_comes_back(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    let created = world.ticket(source).created_at;
    world.pass(HOUR / 2);
    merge(&world, source, target);
    world.save(policy(1, json!({}), json!([{ "metric": "agent_work", "millis": 4 * HOUR }])));
    world.host().execute(ApplyPolicies::now()).unwrap();
    assert!(world.ticket(source).clocks.iter().all(|clock| clock.state == ClockState::Merged));
    world.pass(HOUR);
    unmerge(&world, source);
    let states: Vec<_> = world.ticket(source).clocks.iter().map(|clock| clock.state).collect();
    assert_eq!(states, [ClockState::Cancelled, ClockState::Running]);
    assert_eq!(due(&world, source)[1], Some(created.plus_millis(5 * HOUR)));
}

fn promises_of_the_desks_own_metrics_wait_too(world: World) {
    let tag = |tag: &str| leaf("tags", "includes_any", json!([tag]));
    let metric = json!({ "config": "metric", "id": id::<MetricId>(1), "name": "Quote", "start": tag("quote"), "stop": tag("quoted") });
    world.save(metric);
    world.save(policy(
        1,
        json!({}),
        json!([{ "metric": "custom", "custom": id::<MetricId>(1), "millis": HOUR }]),
    ));
    let [source, target] = [world.ask(), world.ask()];
    world.by_ann(UpdateTicket::new(source).tag("quote"));
    let opened = world.ticket(source).updated_at;
    world.pass(10 * MINUTE);
    merge(&world, source, target);
    world.pass(3 * HOUR);
    unmerge(&world, source);
    assert_eq!(due(&world, source), [Some(opened.plus_millis(4 * HOUR))]);
}

fn the_other_ticket_keeps_its_clocks(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    let before = world.ticket(target).clocks;
    world.pass(MINUTE);
    merge(&world, source, target);
    assert_eq!(world.ticket(target).clocks, before);
    assert_eq!(world.ticket(target).merged[0].ticket, world.ticket(source).number);
}

fn it_takes_no_update_but_that_one(world: World) {
    let [source, target] = [world.ask(), world.ask()];
    merge(&world, source, target);
    let refused = world.as_ann().execute(UpdateTicket::new(source).note("Still here?")).unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Conflict, "ticket.merged"));
    assert_eq!(refused.details()[0].value, world.ticket(target).number.0.to_string());
    assert_eq!(world.host().execute(ApplyPolicies::now()).unwrap().changed, 0);
    unmerge(&world, source);
    world.by_ann(UpdateTicket::new(source).note("Back again"));
}

fn mail_for_it_leads_to_the_other_one(world: World) {
    world.open_mailbox();
    let [first, second, third] = [world.ask(), world.ask(), world.ask()];
    let number = world.ticket(first).number;
    let to = world.reply_address(number, world.rita);
    merge(&world, first, second);
    merge(&world, second, third);
    let by_address = mail("one", "It burns still.").to(&to);
    let by_subject = mail("two", "And smells.").subject(&format!("Re: Printer (#{})", number.0));
    for mail in [by_address, by_subject] {
        let outcome = world.intake(&mail, AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Appended { ticket, .. } if ticket == third), "{outcome:?}");
    }
    assert_eq!(world.ticket(first).facts.comments, 1);
    unmerge(&world, first);
    let outcome = world.intake(&mail("three", "Out now.").to(&to), AuthVerdict::Aligned);
    assert!(matches!(outcome, IntakeOutcome::Appended { ticket, .. } if ticket == first), "{outcome:?}");
}

fn who_took_part_takes_part_there_until_it_is_undone(world: World) {
    let [source, target] = [world.ask(), world.ask()];
    world.by_ann(UpdateTicket { add_participants: vec![world.sam, world.bob], ..UpdateTicket::new(source) });
    world.by_ann(UpdateTicket { add_participants: vec![world.bob], ..UpdateTicket::new(target) });
    merge(&world, source, target);
    let mut both = vec![world.sam, world.bob];
    both.sort_unstable();
    assert_eq!(world.ticket(target).participants, both);
    assert_eq!(world.ticket(target).merged[0].participants, [world.sam]);
    unmerge(&world, source);
    assert_eq!(world.ticket(target).participants, [world.bob], "who took part there before still does");
}

fn who_opted_out_is_left_alone(world: World) {
    world.open_mailbox();
    world.save(json!({ "config": "settings", "unsubscribe_url": "https://desk.example/off?{token}" }));
    let [source, target] = [world.ask(), world.ask()];
    let joined = UpdateTicket { add_participants: vec![world.sam], ..UpdateTicket::new(source) };
    world.by_ann(joined);
    for address in ["rita@example.com", "sam@example.com"] {
        let token = token(&world, source, address);
        world.host().execute(Unsubscribe { token }).unwrap();
    }
    merge(&world, source, target);
    let target = world.ticket(target);
    assert_eq!((target.participants, target.unsubscribed), (vec![], vec![]));
}

/// What the link in a mail about a ticket says of the person with an address.
fn token(world: &World, ticket: TicketId, address: &str) -> String {
    world.by_ann(UpdateTicket::new(ticket).reply("We look into it."));
    let mut token = None;
    for delivery in world.lease() {
        let mail = read(&delivery);
        if mail.to.iter().any(|to| to.address.as_str() == address) {
            let link = mail.headers.all("list-unsubscribe").next().unwrap();
            token = Some(link.trim_matches(['<', '>']).rsplit('?').next().unwrap().to_owned());
        }
        world.frontdesk.ack(delivery.desk, delivery.effect, delivery.fence).unwrap();
    }
    token.unwrap()
}

fn who_came_with_another_one_stays(world: World) {
    let of_sam = |title: &str| {
        let ticket = CreateTicket::new(world.sam, title, "It burns.");
        world.as_ann().execute(ticket).unwrap().ticket
    };
    let (target, [one, other]) = (world.ask(), [of_sam("One"), of_sam("Other")]);
    for ticket in [one, other] {
        let meant = MergeTicket { other_requester: true, ..MergeTicket::new(ticket, target) };
        world.as_ann().execute(meant).unwrap();
    }
    unmerge(&world, one);
    assert_eq!(world.ticket(target).participants, [world.sam]);
}

fn a_link_to_unsubscribe_leads_to_the_other_one(world: World) {
    world.open_mailbox();
    world.save(json!({ "config": "settings", "unsubscribe_url": "https://desk.example/off?{token}" }));
    let [source, target] = [world.ask(), world.ask()];
    let token = token(&world, source, "rita@example.com");
    merge(&world, source, target);
    world.host().execute(Unsubscribe { token }).unwrap();
    assert_eq!(world.ticket(target).unsubscribed, [world.rita]);
}

fn it_comes_back_from_one_that_was_closed(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    merge(&world, source, target);
    world.by_ann(UpdateTicket::new(target).set("status", "closed"));
    let clocks = world.ticket(target).clocks;
    world.pass(HOUR);
    unmerge(&world, source);
    let closed = world.ticket(target);
    assert_eq!((closed.category, closed.merged.len(), closed.clocks), (StatusCategory::Closed, 0, clocks));
    assert_eq!(world.ticket(source).clocks[0].state, ClockState::Running);
    world.host().verify().unwrap();
}

fn another_requester_has_to_be_meant(world: World) {
    let source = world.ask();
    let of_sam = CreateTicket::new(world.sam, "Same printer", "It burns.");
    let target = world.as_ann().execute(of_sam).unwrap().ticket;
    let refused = world.as_ann().execute(MergeTicket::new(source, target)).unwrap_err();
    assert_eq!((refused.code(), refused.path()), ("ticket.other_requester", Some("/other_requester")));
    let meant = MergeTicket { other_requester: true, ..MergeTicket::new(source, target) };
    world.as_ann().execute(meant).unwrap();
    assert_eq!(world.ticket(target).participants, [world.rita]);
    // That Rita's ticket went on there tells Sam nothing.
    let shown = world.desk.requester(world.sam).ticket(target).unwrap();
    assert_eq!(shown.merged, []);
}

fn what_makes_no_sense_is_refused(world: World) {
    let [one, other, closed] = [world.ask(), world.ask(), world.ask()];
    world.by_ann(UpdateTicket::new(closed).set("status", "closed"));
    let refused = |ticket, into| {
        let refused = world.as_ann().execute(MergeTicket::new(ticket, into)).unwrap_err();
        (refused.code().to_owned(), refused.path().unwrap_or_default().to_owned())
    };
    let at = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    assert_eq!(refused(one, one), at("ticket.merged_into_itself", "/into"));
    assert_eq!(refused(one, closed), at("ticket.closed", "/into"));
    assert_eq!(refused(closed, one), at("ticket.closed", "/ticket"));
    assert_eq!(refused(one, id(9)), at("ticket.not_found", "/into"));
    merge(&world, one, other);
    assert_eq!(refused(one, other), at("ticket.merged", "/ticket"));
    assert_eq!(refused(other, one), at("ticket.merged", "/into"), "no circle comes about");
    let by_rita = world.as_rita().execute(MergeTicket::new(other, one)).unwrap_err();
    assert_eq!(by_rita.code(), "permission.denied");
    let follow_up =
        CreateTicket { follow_up_of: Some(one), ..CreateTicket::new(world.rita, "Again", "It burns.") };
    assert_eq!(world.as_ann().execute(follow_up).unwrap_err().code(), "ticket.merged");
    let not_merged = world.as_ann().execute(UnmergeTicket { ticket: other }).unwrap_err();
    assert_eq!((not_merged.code(), not_merged.path()), ("ticket.not_merged", Some("/ticket")));
    // The same command is carried out once.
    let first = world.as_ann().execute(request(1, UnmergeTicket { ticket: one })).unwrap();
    assert_eq!(world.as_ann().execute(request(1, UnmergeTicket { ticket: one })).unwrap(), first);
}

fn triggers_see_the_other_ticket_alone_and_it_is_explained(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    world.save(trigger(
        1,
        leaf("update.kind", "is", "change"),
        json!([{ "type": "add_tags", "tags": ["touched"] }]),
    ));
    world.pass(MINUTE);
    merge(&world, source, target);
    unmerge(&world, source);
    assert_eq!(world.ticket(source).tags, Vec::<String>::new());
    assert_eq!(world.ticket(target).tags, ["touched"]);
    world.check_explained(source);
    world.check_explained(target);
}

fn what_if_makes_of_it_what_happened(world: World) {
    promise(&world);
    let [source, target] = [world.ask(), world.ask()];
    world.pass(HOUR / 2);
    merge(&world, source, target);
    world.pass(24 * HOUR);
    unmerge(&world, source);
    world.pass(HOUR / 4);
    world.by_ann(UpdateTicket::new(source).reply("Out."));
    let until = world.ticket(source).updated_at.plus_millis(1);
    let report = world.as_ann().what_if(&WhatIf::new(Timestamp::MIN, until)).unwrap();
    assert_eq!(report.changed_count, 0);
    assert!(report.attainment.iter().all(|row| row.before == row.after), "{report:?}");
}

fn the_backlog_counts_it_once(world: World) {
    let [source, target] = [world.ask(), world.ask()];
    let created = world.ticket(source).created_at;
    let backlog = || {
        let (from, to) = (created.plus_millis(-HOUR), created.plus_millis(HOUR));
        let asked = serde_json::from_value(json!({ "from": from, "to": to })).unwrap();
        world.as_ann().report(&asked).unwrap().days.last().unwrap().backlog
    };
    merge(&world, source, target);
    assert_eq!(backlog(), 1);
    unmerge(&world, source);
    assert_eq!(backlog(), 2);
}
