//! No mail is lost before it has an outcome, and none that brings the process down holds up the others.
#![cfg(all(feature = "sqlite", feature = "mail"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::ids::{ContentId, DeskId, Id, MailboxId, UpdateId};
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::{
    Actor, Arrival, CommentFlag, Digest, Event, EventBody, IntakeOutcome, ListMail, Mailbox, Subject,
};
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{
    Change, Durability, MemoryStore, ReadTx, Store, StoreError, StoreExt, StoreResult, WriteTx,
};
use frontdesk::{
    Frontdesk, Handle, IncomingMail, IntakeReceipt, Keys, Limits, ManualClock, SaveConfig, Timestamp,
};

const DESK: DeskId = DeskId(1);

/// A store whose process dies, when the test says so, before it commits durably: after the arrival of a mail was kept.
#[derive(Clone)]
struct Mortal {
    store: Arc<dyn Store>,
    dying: Arc<AtomicBool>,
    /// Durable commits that the disk refuses.
    refusals: Arc<AtomicU32>,
    /// The process dies in the commit that tells what became of the mail with these bytes.
    poison: Arc<Mutex<Option<Digest>>>,
}

impl Store for Mortal {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.store.read(f)
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        self.store.write(durability, &mut |tx| {
            let poison = *self.poison.lock().unwrap_or_else(PoisonError::into_inner);
            let waits = |tx: &mut dyn WriteTx| match poison {
                Some(poison) => tx.arrival(DESK, poison).unwrap().is_some(),
                None => false,
            };
            let waited = waits(tx);
            f(tx)?;
            if durability == Durability::Relaxed {
                return Ok(());
            }
            let dies = self.dying.load(Ordering::Relaxed) || (waited && !waits(tx));
            assert!(!dies, "the process dies");
            match self.refusals.load(Ordering::Relaxed) {
                0 => Ok(()),
                left => {
                    self.refusals.store(left - 1, Ordering::Relaxed);
                    Err(StoreError::Unavailable("the disk is full".to_owned()))
                }
            }
        })
    }
}

struct World {
    store: Mortal,
    frontdesk: Frontdesk,
    host: Handle,
}

impl World {
    fn on(store: impl Store + 'static) -> Self {
        let store = Mortal {
            store: Arc::new(store),
            dying: Arc::default(),
            refusals: Arc::default(),
            poison: Arc::default(),
        };
        let clock = ManualClock::at(Timestamp::parse("2026-11-24T09:00:00Z").unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let frontdesk = Frontdesk::open(store.clone(), keys, clock, Limits::default());
        let host = frontdesk.desk(DESK).host();
        let mailbox = Mailbox {
            id: MailboxId::from_bytes([1; 16]),
            version: 0,
            name: "Support".to_owned(),
            address: "support@example.com".to_owned(),
            aliases: Vec::new(),
            team: None,
            list_mail: ListMail::Automatic,
            open: false,
            admit_strangers: false,
            catch_all: false,
            dedicated_domain: true,
        };
        host.execute(SaveConfig::from(mailbox)).unwrap();
        Self { store, frontdesk, host }
    }

    fn each() -> [Self; 2] {
        [Self::on(MemoryStore::new()), Self::on(SqliteStore::open_in_memory().unwrap())]
    }

    fn intake_many(&self, raws: &[&[u8]]) -> Vec<frontdesk::Result<IntakeReceipt>> {
        let envelope = Envelope::default();
        let mail = |raw| IncomingMail {
            raw,
            envelope: &envelope,
            verdict: AuthVerdict::Aligned,
            received_at: Timestamp::parse("2026-11-24T08:59:00Z").unwrap(),
        };
        let mails: Vec<_> = raws.iter().map(|raw| mail(*raw)).collect();
        self.host.intake_many(&mails).unwrap()
    }

    fn intake(&self, raw: &[u8]) -> IntakeReceipt {
        self.intake_many(&[raw]).pop().unwrap().unwrap()
    }

    /// Hands a mail in, and the process dies over it.
    fn die_over(&self, raw: &[u8]) {
        self.store.dying.store(true, Ordering::Relaxed);
        catch_unwind(AssertUnwindSafe(|| self.intake_many(&[raw]))).unwrap_err();
        self.store.dying.store(false, Ordering::Relaxed);
    }

    fn waiting(&self) -> Vec<Arrival> {
        self.host.arrivals(None, 1_000).unwrap()
    }

    fn raw(&self, id: ContentId) -> Option<Vec<u8>> {
        let content = self.store.with_read::<_, StoreError>(|tx| tx.content(DESK, id)).unwrap();
        content.map(|content| content.bytes)
    }

    /// The raw bytes that records of messages keep.
    fn kept(&self) -> Vec<ContentId> {
        let records = self.store.with_read::<_, StoreError>(|tx| tx.inbounds(DESK, None, 1_000)).unwrap();
        records.iter().map(|record| record.raw).collect()
    }
}

fn mail(id: &str, text: &str) -> Vec<u8> {
    let fields = "From: Jane <jane@example.org>\r\nTo: support@example.com\r\nSubject: Help\r\n";
    format!("{fields}Message-ID: <{id}@example.org>\r\n\r\n{text}\r\n").into_bytes()
}

/// The same mail as it came another way.
fn by_another_way(raw: &[u8]) -> Vec<u8> {
    [b"Received: from relay.example.net by mx.example.com; Tue, 24 Nov 2026 08:59:00 +0000\r\n", raw].concat()
}

fn is_created(receipt: &IntakeReceipt) -> bool {
    matches!(receipt.outcome, IntakeOutcome::Created { .. })
}

#[test]
fn mp_10_a_mail_over_which_the_process_died_three_times_is_parked_and_the_next_is_taken() {
    for world in World::each() {
        let (poison, next) = (mail("poison", "Boom."), mail("next", "Hello."));
        for attempts in 1..=3 {
            world.die_over(&poison);
            let [waiting] = world.waiting().try_into().unwrap();
            assert_eq!(waiting.attempts, attempts);
            assert_eq!(world.raw(waiting.raw).as_ref(), Some(&poison), "its bytes are kept");
        }
        let receipts = world.intake_many(&[&poison, &next]);
        let [parked, taken] = receipts.try_into().unwrap();
        let (parked, taken) = (parked.unwrap(), taken.unwrap());
        assert_eq!(parked.outcome, IntakeOutcome::Parked);
        assert!(is_created(&taken));
        assert_eq!(world.waiting(), []);
        assert_eq!(world.kept().len(), 2);
        // Handed in once more, it is known by its bytes.
        assert_eq!(world.intake(&poison).outcome, IntakeOutcome::Duplicate { of: parked.message });
        assert_eq!(world.waiting(), []);
    }
}

#[test]
fn mp_10_of_mails_that_were_handed_in_together_only_the_one_at_fault_is_parked() {
    for world in World::each() {
        let mails = [mail("before", "Hello."), mail("poison", "Boom."), mail("after", "Hello.")];
        let raws: Vec<&[u8]> = mails.iter().map(Vec::as_slice).collect();
        *world.store.poison.lock().unwrap() = Some(Digest::of(&[1; 16], &mails[1]));
        for _ in 0..3 {
            catch_unwind(AssertUnwindSafe(|| world.intake_many(&raws))).unwrap_err();
        }
        // It is not read any more, so there is nothing to die over.
        *world.store.poison.lock().unwrap() = None;
        let receipts = world.intake_many(&raws).into_iter().map(|receipt| receipt.unwrap().outcome);
        let [before, poison, after] = receipts.collect::<Vec<_>>().try_into().unwrap();
        assert!(matches!(before, IntakeOutcome::Duplicate { .. }), "it was taken alone, the second time");
        assert_eq!(poison, IntakeOutcome::Parked);
        assert!(matches!(after, IntakeOutcome::Created { .. }));
        assert_eq!(world.waiting(), []);
    }
}

#[test]
fn a_mail_is_not_parked_because_the_store_was_away() {
    for world in World::each() {
        let raw = mail("patient", "Hello.");
        world.store.refusals.store(8, Ordering::Relaxed);
        for _ in 0..8 {
            let envelope = Envelope::default();
            let received_at = Timestamp::parse("2026-11-24T08:59:00Z").unwrap();
            let incoming =
                IncomingMail { raw: &raw, envelope: &envelope, verdict: AuthVerdict::Aligned, received_at };
            assert_eq!(world.host.intake(incoming).unwrap_err().code(), "store.unavailable");
        }
        assert!(is_created(&world.intake(&raw)));
    }
}

#[test]
fn a_mail_over_which_the_process_died_less_often_is_taken_as_if_nothing_had_happened() {
    for (world, other) in World::each().into_iter().zip(World::each()) {
        let raw = mail("late", "Hello.");
        for _ in 0..2 {
            world.die_over(&raw);
        }
        assert_eq!(world.intake(&raw), other.intake(&raw));
        assert_eq!(world.host.digest().unwrap(), other.host.digest().unwrap());
        world.host.verify().unwrap();
    }
}

#[test]
fn a_mail_that_waits_makes_no_difference_to_the_digest() {
    for world in World::each() {
        let before = world.host.digest().unwrap();
        world.die_over(&mail("waiting", "Hello."));
        assert_eq!(world.waiting().len(), 1);
        assert_eq!(world.host.digest().unwrap(), before);
    }
}

#[test]
fn mp_11_copies_in_one_call_are_one_ticket_and_duplicates() {
    for world in World::each() {
        let raw = mail("copied", "Hello.");
        let receipts = world.intake_many(&[&raw, &raw, &raw, &raw, &raw]);
        let receipts: Vec<_> = receipts.into_iter().map(Result::unwrap).collect();
        assert!(is_created(&receipts[0]));
        for copy in &receipts[1..] {
            assert_eq!(copy.outcome, IntakeOutcome::Duplicate { of: receipts[0].message });
        }
        assert_eq!(world.waiting(), []);
        let [kept] = world.kept().try_into().unwrap();
        assert_eq!(world.raw(kept), Some(raw));
    }
}

#[test]
fn a_duplicate_leaves_its_bytes_only_with_the_first() {
    for world in World::each() {
        let first = mail("twice", "Hello.");
        let second = by_another_way(&first);
        assert!(is_created(&world.intake(&first)));
        let [kept] = world.kept().try_into().unwrap();

        world.die_over(&second);
        let [waiting] = world.waiting().try_into().unwrap();
        assert_eq!(world.raw(waiting.raw).as_ref(), Some(&second));
        assert!(matches!(world.intake(&second).outcome, IntakeOutcome::Duplicate { .. }));
        assert_eq!(world.raw(waiting.raw), None, "the copy is not needed");

        // The very same bytes share their place with those of the record.
        assert!(matches!(world.intake(&first).outcome, IntakeOutcome::Duplicate { .. }));
        assert_eq!(world.raw(kept), Some(first));
        assert_eq!(world.kept(), [kept]);
        assert_eq!(world.waiting(), []);
    }
}

#[test]
fn bytes_that_were_erased_do_not_come_back_with_a_duplicate() {
    for world in World::each() {
        let raw = mail("erased", "Hello.");
        world.intake(&raw);
        let [kept] = world.kept().try_into().unwrap();
        let erase = [Change::EraseContent(kept)];
        world.store.with_write::<_, StoreError>(Durability::Full, |tx| tx.apply(DESK, &erase)).unwrap();
        assert!(matches!(world.intake(&raw).outcome, IntakeOutcome::Duplicate { .. }));
        assert_eq!(world.raw(kept), None);
    }
}

#[test]
fn mp_13_a_message_id_with_other_content_is_kept_and_flagged() {
    for world in World::each() {
        let receipts = [mail("same", "One."), mail("same", "Two.")].map(|raw| world.intake(&raw));
        assert!(receipts.iter().all(is_created));
        assert_eq!(world.kept().len(), 2);
        for (receipt, flagged) in receipts.iter().zip([false, true]) {
            let number = receipt.outcome.ticket().unwrap();
            let comments = world.host.comments(number, 0, 10).unwrap();
            assert_eq!(comments[0].body().flags.contains(&CommentFlag::MessageIdReused), flagged);
        }
    }
}

/// A ticket whose log goes on where the ticket does not takes no update any more.
fn break_ticket(world: &World, raw: &[u8]) {
    let number = world.intake(raw).outcome.ticket().unwrap();
    let ticket = world.host.ticket_by_number(number).unwrap();
    let event = Event {
        v: 1,
        subject: Subject::Ticket { id: ticket.id, number },
        seq: ticket.seq + 1_000,
        at: ticket.created_at,
        actor: Actor::System,
        update: UpdateId::from_bytes([9; 16]),
        cause: None,
        rule: None,
        body: EventBody::PolicySelected { policy: None },
    };
    let append = [Change::Append(vec![event])];
    world.store.with_write::<_, StoreError>(Durability::Full, |tx| tx.apply(DESK, &append)).unwrap();
}

#[test]
fn a_mail_that_fails_again_and_again_fails_alone_and_is_parked() {
    for world in World::each() {
        break_ticket(&world, &mail("broken", "Hello."));
        let answer = mail("answer", "Again.");
        let answer = [b"In-Reply-To: <broken@example.org>\r\n".as_slice(), &answer].concat();
        for round in 0..3 {
            let other = mail(&format!("other{round}"), "Hello.");
            let [failed, taken] = world.intake_many(&[&answer, &other]).try_into().unwrap();
            failed.unwrap_err();
            assert!(is_created(&taken.unwrap()));
            assert_eq!(world.waiting().len(), 1);
        }
        assert_eq!(world.intake(&answer).outcome, IntakeOutcome::Parked);
        assert_eq!(world.waiting(), []);
    }
}

#[test]
fn what_was_handed_in_is_what_has_an_outcome_and_what_waits() {
    for world in World::each() {
        let (mut outcomes, mut handed_in) = (0, 0);
        for nth in 0..40 {
            let raw = mail(&format!("mail{nth}"), "Hello.");
            handed_in += 1;
            match nth % 5 {
                // Handed in again, or not.
                1 => {
                    world.die_over(&raw);
                    world.intake(&raw);
                    outcomes += 1;
                }
                3 => world.die_over(&raw),
                4 => {
                    world.die_over(&by_another_way(&raw));
                    world.intake(&raw);
                    handed_in += 1;
                    outcomes += 1;
                }
                _ => {
                    world.intake(&raw);
                    outcomes += 1;
                }
            }
        }
        assert_eq!(world.kept().len(), outcomes);
        assert_eq!(handed_in, outcomes + world.waiting().len());
        let waiting: Vec<_> = world.waiting().iter().map(|mail| world.raw(mail.raw).unwrap()).collect();
        for raw in waiting {
            world.intake(&raw);
        }
        assert_eq!(world.waiting(), []);
        assert_eq!(world.kept().len(), 40, "each message once");
    }
}

#[test]
fn only_the_host_sees_what_waits() {
    let [world, _] = World::each();
    let somebody = world.frontdesk.desk(DESK).agent(frontdesk::ids::PersonId::from_bytes([3; 16]));
    somebody.arrivals(None, 10).unwrap_err();
}
