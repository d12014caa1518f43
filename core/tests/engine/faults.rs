//! A fault at any call of the store leaves nothing half done, and what is tried again comes out as if there had been none.

use frontdesk::ids::CommandId;
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{EffectState, IntakeOutcome};
use frontdesk::store::{MemoryStore, StoreError, StoreExt};
use frontdesk::{Budget, CreateTicket, ErrorKind, Request, SavePerson, UpdateTicket};
use serde_json::json;

use crate::cascades::cascade;
use crate::mails::{Mail, mail};
use crate::stores::{Twice, Watched};
use crate::world::{World, leaf, request, trigger};

fn cascading(store: &Watched) -> World {
    let world = World::on(store.clone());
    cascade(&world);
    world
}

/// Everything that a desk holds, with what its digest leaves out.
fn held(store: &Watched, world: &World) -> String {
    let counters = store.with_read::<_, StoreError>(|tx| tx.counters(world.desk_id)).unwrap();
    format!("{} {counters:?}", world.host().digest().unwrap())
}

/// Does the work with a fault at the first call of the store, at the second and so on, each time on a desk of its own, until it
/// comes to no fault. The faulty try must fail and leave the desk as it was, and the next must answer and leave what a try without
/// a fault does.
fn all_or_nothing<T: PartialEq + std::fmt::Debug>(
    prepare: impl Fn(&World),
    work: impl Fn(&World) -> frontdesk::Result<T>,
) {
    for fresh in Watched::MAKERS {
        all_or_nothing_on(fresh, &prepare, &work);
    }
}

fn all_or_nothing_on<T: PartialEq + std::fmt::Debug>(
    fresh: fn() -> Watched,
    prepare: &impl Fn(&World),
    work: &impl Fn(&World) -> frontdesk::Result<T>,
) {
    let prepared = || {
        let store = fresh();
        let world = cascading(&store);
        prepare(&world);
        (store, world)
    };
    let (store, world) = prepared();
    let wanted = (work(&world).unwrap(), held(&store, &world));
    for nth in 1.. {
        let (store, world) = prepared();
        let before = held(&store, &world);
        let (answer, came_to_it) = store.with_fault(nth, || work(&world));
        if !came_to_it {
            assert_eq!((answer.unwrap(), held(&store, &world)), wanted);
            assert!(nth > 5, "only {nth} calls");
            return;
        }
        let fault = answer.unwrap_err();
        assert_eq!((fault.kind(), fault.code()), (ErrorKind::Unavailable, "store.unavailable"), "call {nth}");
        assert_eq!(held(&store, &world), before, "call {nth}");
        assert_eq!((work(&world).unwrap(), held(&store, &world)), wanted, "call {nth}, again");
        world.host().verify().unwrap();
    }
    panic!("numbers do not end")
}

#[test]
fn au_03_a_fault_in_a_cascade_leaves_nothing_of_it() {
    all_or_nothing(
        |world| {
            world.ask();
        },
        |world| {
            let ticket = world.host().tickets(None, 1)?.tickets.remove(0).id;
            world.as_ann().execute(request(1, UpdateTicket::new(ticket).reply("On my way.").tag("vip")))
        },
    );
}

#[test]
fn au_03_a_fault_while_a_ticket_is_made_takes_no_number() {
    let create = |world: &World| {
        let mut create = CreateTicket::new(world.rita, "Fire", "It burns.");
        create.tags.push("vip".to_owned());
        world.as_ann().execute(request(1, create))
    };
    all_or_nothing(|_| (), create);
}

#[test]
fn au_03_a_fault_in_what_a_timer_sets_off_leaves_it_due_or_done() {
    Watched::MAKERS.into_iter().for_each(a_timer_among_faults);
}

fn a_timer_among_faults(fresh: fn() -> Watched) {
    let late = || {
        let store = fresh();
        let world = cascading(&store);
        world.ask();
        world.pass(90 * 60_000);
        (store, world)
    };
    let (store, world) = late();
    let before = held(&store, &world);
    world.tick();
    let after = held(&store, &world);
    let (mut due, mut done) = (0, 0);
    for nth in 1.. {
        let (store, world) = late();
        let (answer, came_to_it) = store.with_fault(nth, || world.frontdesk.tick(&Budget::default()));
        if !came_to_it {
            break;
        }
        answer.unwrap_err();
        let left = held(&store, &world);
        assert!(left == before || left == after, "call {nth}");
        (due, done) = (due + u32::from(left == before), done + u32::from(left == after));
        world.tick();
        assert_eq!(held(&store, &world), after, "call {nth}, again");
    }
    assert!(due > 5 && done > 0, "{due} due, {done} done");
}

#[test]
fn au_03_a_fault_while_something_is_configured_or_somebody_saved_changes_nothing() {
    let person = |world: &World| {
        let mut sam = SavePerson::new(frontdesk::model::Role::Requester, "Samuel", "samuel@example.com");
        sam.id = Some(world.sam);
        world.host().execute(sam)
    };
    all_or_nothing(|_| (), person);
    let config =
        |world: &World| world.try_save(trigger(6, leaf("status", "is", "open"), json!([{ "type": "stop" }])));
    all_or_nothing(|_| (), config);
}

#[test]
fn ob_06_a_fault_while_mails_are_handed_over_hands_the_same_ones_over_again() {
    all_or_nothing(
        |world| {
            let ticket = world.ask();
            world.by_ann(UpdateTicket::new(ticket).reply("On my way."));
        },
        |world| {
            let mut leased = world.frontdesk.lease(10, 1_000)?;
            // The fence tells tries apart, if the store committed the first.
            leased.iter_mut().for_each(|one| one.fence = 0);
            Ok(leased)
        },
    );
}

#[test]
fn st_06_a_command_whose_commit_was_answered_with_an_error_acts_once() {
    Watched::MAKERS.into_iter().for_each(a_commit_whose_answer_is_lost);
}

fn a_commit_whose_answer_is_lost(fresh: fn() -> Watched) {
    let store = fresh();
    let world = cascading(&store);
    let ticket = world.ask();
    let update = || -> Request { request(7, UpdateTicket::new(ticket).reply("On my way.").tag("vip")) };
    store.with_lost_answers(|| world.as_ann().execute(update())).unwrap_err();
    let done = held(&store, &world);
    let receipt = world.as_ann().execute(update()).unwrap();
    assert_eq!(receipt.command, crate::world::id::<CommandId>(7));
    assert_eq!(held(&store, &world), done);
    assert_eq!(world.as_rita().comments(receipt.number.unwrap(), 0, 10).unwrap().len(), 2);
}

/// Mails of every fate, some of them about each other.
fn pile() -> Vec<Mail> {
    vec![
        mail("first", "It burns.").with("Cc", "cleo@example.org"),
        mail("second", "Still.").with("In-Reply-To", "<first@example.com>"),
        mail("away", "I am away.").with("Auto-Submitted", "auto-replied"),
        mail("two", "Who?").from("a@example.org, b@example.org"),
        mail("loop", "Ours.").from("help@desk.example"),
        mail("new", "Hello.").from("New <new@example.org>"),
        mail("first", "Another mail with the id of the first."),
        mail("third", "Out now.").with("References", "<first@example.com> <second@example.com>"),
    ]
}

/// What became of every mail, and that each is there once, with its bytes.
fn check_conserved(store: &Watched, world: &World, handed_in: &[Vec<u8>]) {
    let records = store.with_read::<_, StoreError>(|tx| tx.inbounds(world.desk_id, None, 1_000)).unwrap();
    let raw =
        |id| store.with_read::<_, StoreError>(|tx| tx.content(world.desk_id, id)).unwrap().unwrap().bytes;
    let waiting = world.host().arrivals(None, 100).unwrap();
    let mut kept: Vec<Vec<u8>> = records.iter().map(|record| raw(record.raw)).collect();
    kept.extend(waiting.iter().filter(|waiting| !waiting.kept).map(|waiting| raw(waiting.raw)));
    let mut wanted = handed_in.to_vec();
    kept.sort();
    wanted.sort();
    assert_eq!(kept, wanted, "each mail has one outcome or waits");
    for record in &records {
        let number = record.outcome.ticket();
        let comments = number.map_or(Vec::new(), |number| world.host().comments(number, 0, 100).unwrap());
        let told = comments.iter().filter(|comment| comment.body().message == Some(record.id)).count();
        assert_eq!(told, usize::from(number.is_some()), "{record:?}");
    }
}

#[test]
fn mp_09_whatever_fails_every_mail_that_was_accepted_has_one_outcome_or_waits() {
    Watched::MAKERS.into_iter().for_each(a_pile_among_faults);
}

fn a_pile_among_faults(fresh: fn() -> Watched) {
    let raws: Vec<Vec<u8>> = pile().iter().map(Mail::raw).collect();
    for nth in 1.. {
        let store = fresh();
        let world = cascading(&store);
        let (answer, came_to_it) = store.with_fault(nth, || world.intake_many(&raws, AuthVerdict::Aligned));
        let begun = world.host().arrivals(None, 100).unwrap().len();
        match answer {
            // The arrivals were not kept, or nothing but them.
            Err(_) => check_conserved(&store, &world, if begun == 0 { &[] } else { &raws }),
            Ok(receipts) => {
                assert!(receipts.iter().filter(|receipt| receipt.is_err()).count() <= 1, "one fails alone");
                check_conserved(&store, &world, &raws);
            }
        }
        let again = world.intake_many(&raws, AuthVerdict::Aligned).unwrap();
        assert!(again.iter().all(Result::is_ok), "call {nth}");
        assert_eq!(world.host().arrivals(None, 100).unwrap(), []);
        check_conserved(&store, &world, &raws);
        world.host().verify().unwrap();
        if !came_to_it {
            assert!(nth > 50, "{nth} calls");
            return;
        }
    }
}

#[test]
fn mp_11_a_mail_handed_in_a_hundred_times_among_faults_is_one_comment_and_one_acknowledgement() {
    Watched::MAKERS.into_iter().for_each(a_mail_again_and_again_among_faults);
}

fn a_mail_again_and_again_among_faults(fresh: fn() -> Watched) {
    let first = mail("first", "It burns.").raw();
    let answer = mail("second", "Still.").with("In-Reply-To", "<first@example.com>").raw();
    let plain = {
        let store = fresh();
        let world = cascading(&store);
        for raw in [&first, &answer] {
            world.try_intake(raw, AuthVerdict::Aligned).unwrap();
        }
        held(&store, &world)
    };
    for nth in 1.. {
        let store = fresh();
        let world = cascading(&store);
        world.try_intake(&first, AuthVerdict::Aligned).unwrap();
        let (_, came_to_it) = store.with_fault(nth, || world.try_intake(&answer, AuthVerdict::Aligned));
        for _ in 0..if nth == 1 { 100 } else { 2 } {
            for raw in [&first, &answer] {
                world.try_intake(raw, AuthVerdict::Aligned).unwrap();
            }
        }
        // The counters count configuration and log entries, and a duplicate is none.
        assert_eq!(held(&store, &world), plain, "call {nth}");
        assert_eq!(world.tickets().iter().map(|ticket| ticket.facts.comments).collect::<Vec<_>>(), [2]);
        let pending = |tx: &mut dyn frontdesk::store::ReadTx| {
            tx.effects(world.desk_id, EffectState::Pending, None, 100)
        };
        assert_eq!(
            store.with_read::<_, StoreError>(pending).unwrap().len(),
            2,
            "an acknowledgement for each"
        );
        if !came_to_it {
            assert!(nth > 10, "{nth} calls");
            return;
        }
    }
}

#[test]
fn mp_12_a_mail_without_an_id_is_known_again_by_what_it_says() {
    let world = World::on(Twice(MemoryStore::new()));
    world.open_mailbox();
    let raw = String::from_utf8(mail("x", "It burns.").raw())
        .unwrap()
        .replace("Message-ID: <x@example.com>\r\n", "");
    let first = world.try_intake(raw.as_bytes(), AuthVerdict::Aligned).unwrap();
    let IntakeOutcome::Created { number, .. } = first.outcome else { panic!("{first:?}") };
    for nth in 0..20 {
        // Each time by another way, as a mailbox that is read again gives it.
        let again = format!("Received: by mx{nth}.example.com\r\nX-UID: {nth}\r\n{raw}");
        let receipt = world.try_intake(again.as_bytes(), AuthVerdict::Aligned).unwrap();
        assert_eq!(receipt.outcome, IntakeOutcome::Duplicate { of: first.message });
    }
    assert_eq!(world.host().comments(number, 0, 10).unwrap().len(), 1);
    let other = world.try_intake(raw.replace("burns", "melts").as_bytes(), AuthVerdict::Aligned).unwrap();
    assert!(matches!(other.outcome, IntakeOutcome::Created { .. }));
}
