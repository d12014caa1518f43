//! How many pages of the write-ahead log a mail costs: steadier than time. Of the store alone: the changes are made by hand, with fewer
//! events than the engine writes. `cargo xtask bench sqlite` counts those of a whole intake.
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]
#![allow(clippy::disallowed_methods, reason = "a test looks into the file with statements of its own")]

mod sqlite_support;
#[path = "sqlite_support/wal.rs"]
mod wal;

use std::collections::BTreeMap;
use std::path::Path;

use frontdesk::Timestamp;
use frontdesk::ids::{DeskId, Id, TicketNumber};
use frontdesk::model::{
    Actor, Arrival, Channel, Clock, ClockState, Comment, CommentBody, Content, Digest, Effect, EffectBody,
    EffectState, Event, EventBody, Inbound, IntakeOutcome, MailEffect, MailReason, Metric, Person,
    PersonAddress, PolicyPin, Role, StatusCategory, Subject, Text, Ticket, TicketFacts, Visibility,
};
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{Change, Durability, LeasedEffect, Settlement, StoreError, StoreExt, WriteTx};
use sqlite_support::Place;
use wal::{empty_log, pages_in_log};

const DESK: DeskId = DeskId(1);
const START: i64 = 1_780_000_000_000;

/// Numbers without an order, always the same.
fn scattered(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// A mail that opens a ticket: what it is made of.
struct Mail {
    nth: u32,
    made: u64,
}

impl Mail {
    fn new(nth: u32) -> Self {
        Self { nth, made: 0 }
    }

    fn at(&self) -> Timestamp {
        Timestamp::from_millis(START + i64::from(self.nth) * 40_000)
    }

    fn chance(&mut self) -> u64 {
        self.made += 1;
        scattered(u64::from(self.nth) << 16 | self.made)
    }

    /// A UUIDv7 of the mail's instant. Ids of one mail begin alike, as the engine makes them.
    fn id<I: Id>(&mut self) -> I {
        let millis = u128::from(self.at().millis().unsigned_abs());
        let family = u128::from(scattered(u64::from(self.nth) << 16) >> 38);
        I::from_bytes((millis << 80 | 7 << 76 | family << 48 | u128::from(self.chance() >> 16)).to_be_bytes())
    }

    fn digest(&mut self) -> Digest {
        let bytes = u128::from(self.chance()) << 64 | u128::from(self.chance());
        Digest::from_bytes(bytes.to_be_bytes())
    }

    fn content(&mut self, bytes: Vec<u8>) -> Content {
        let salt = self.digest().to_bytes();
        Content { id: self.id(), salt, bytes }
    }

    fn text(&mut self, text: String, contents: &mut Vec<Change>) -> Text {
        let content = self.content(text.clone().into_bytes());
        let reference = content.reference();
        contents.push(Change::PutContent(content));
        Text { content: reference, text: Some(text) }
    }

    fn clock(&mut self, id: u32, metric: Metric, minutes: i64) -> Clock {
        Clock {
            id,
            metric,
            custom: None,
            team: None,
            generation: 1,
            state: ClockState::Running,
            started_at: self.at(),
            policy: PolicyPin { id: Id::from_bytes([5; 16]), version: 3 },
            priority: None,
            calendar: None,
            target_millis: minutes * 60_000,
            stretches: Vec::new(),
            running_since: self.at(),
            due_at: Some(self.at().plus_millis(minutes * 60_000)),
            warnings_at: vec![self.at().plus_millis(minutes * 48_000)],
            breached_at: None,
            breached: false,
            warned: Vec::new(),
            broken: Vec::new(),
            ended_at: None,
        }
    }

    /// The raw message and the note of its arrival, which are written before it is read.
    fn arrival(&mut self) -> (Vec<Change>, Arrival) {
        let size = 1_500 + self.chance() as usize % 1_000;
        let raw = self.content(vec![b'x'; size]);
        let arrival = Arrival {
            key: self.digest(),
            received_at: self.at(),
            raw: raw.id,
            size: size as u64,
            attempts: 1,
            kept: false,
        };
        (vec![Change::PutContent(raw), Change::PutArrival(Box::new(arrival.clone()))], arrival)
    }

    /// What the mail writes when it is understood, in one transaction.
    fn changes(&mut self, number: TicketNumber, arrival: &Arrival) -> Vec<Change> {
        let (at, mut contents) = (self.at(), Vec::new());
        let address = format!("requester{:x}@example.com", self.chance());
        let title = self.text("The printer on the third floor does not print".to_owned(), &mut contents);
        let body = self.text("It was fine this morning. ".repeat(58), &mut contents);
        let name = self.text("Rosalind Example".to_owned(), &mut contents);
        let address_text = self.text(address, &mut contents);
        let person = Person {
            id: self.id(),
            version: 1,
            role: Role::Requester,
            name: Some(name),
            addresses: vec![PersonAddress { address: address_text, verified: true, bouncing: false }],
            organization: None,
            teams: Vec::new(),
            active: true,
            created_at: at,
            confirmed_at: None,
        };
        let clocks = vec![self.clock(0, Metric::FirstReply, 60), self.clock(1, Metric::Resolution, 2_880)];
        let ticket = Ticket {
            id: self.id(),
            number,
            version: 1,
            seq: 4,
            created_at: at,
            updated_at: at,
            channel: Channel::Mail,
            mailbox: Some(Id::from_bytes([4; 16])),
            title,
            requester: person.id,
            organization: None,
            status: Id::from_bytes([1; 16]),
            category: StatusCategory::New,
            status_since: at,
            priority: None,
            kind: None,
            assignee: None,
            team: Some(Id::from_bytes([1 + (self.chance() % 5) as u8; 16])),
            tags: Vec::new(),
            participants: Vec::new(),
            unsubscribed: Vec::new(),
            fields: Vec::new(),
            due_at: None,
            links: Vec::new(),
            merged_into: None,
            merged: Vec::new(),
            reply_epoch: 0,
            policy: Some(PolicyPin { id: Id::from_bytes([5; 16]), version: 3 }),
            clocks,
            facts: TicketFacts { comments: 1, requester_comments: 1, ..TicketFacts::default() },
        };
        let message = Id::from_bytes(self.digest().to_bytes());
        let actor = Actor::Requester { person: person.id, verified: true };
        let comment = CommentBody {
            id: self.id(),
            ticket: number,
            index: 1,
            at,
            author: actor,
            channel: Channel::Mail,
            update: self.id(),
            text: body,
            parts: Vec::new(),
            attachments: Vec::new(),
            message: Some(message),
            raw: Some(arrival.raw),
            html: true,
            threaded_by: None,
            flags: Vec::new(),
        };
        let effect = Effect {
            id: self.id(),
            ticket: ticket.id,
            number,
            update: comment.update,
            created_at: at,
            order: 0,
            body: EffectBody::Mail(MailEffect {
                reason: MailReason::Notification { template: Id::from_bytes([6; 16]), version: 1 },
                mailbox: Id::from_bytes([4; 16]),
                recipient: person.id,
                filled: None,
                reply_epoch: 0,
            }),
            state: EffectState::Pending,
            note: String::new(),
            ready_at: at,
            fence: 0,
            attempts: 0,
            frozen: None,
        };
        let outcome = IntakeOutcome::Created { ticket: ticket.id, number };
        let inbound = Inbound {
            id: message,
            message_id: Some(self.digest()),
            received_at: at,
            raw: arrival.raw,
            size: arrival.size,
            mailbox: Some(Id::from_bytes([4; 16])),
            outcome,
        };
        let events = events(&ticket, &comment, &effect);

        contents.extend([
            Change::PutTicket { ticket: Box::new(ticket), before: None },
            Change::PutComment(Box::new(Comment::new(Visibility::Public, comment))),
            Change::Append(events),
            Change::PutPerson(Box::new(person)),
            Change::PutEffect(Box::new(effect)),
            Change::PutInbound(Box::new(inbound)),
            Change::DropArrival(arrival.key),
        ]);
        contents
    }
}

/// The four events of the ticket, without texts.
fn events(ticket: &Ticket, comment: &CommentBody, effect: &Effect) -> Vec<Event> {
    let bare = |text: &Text| Text { text: None, ..text.clone() };
    let bodies = [
        EventBody::TicketCreated {
            channel: Channel::Mail,
            mailbox: ticket.mailbox,
            title: bare(&ticket.title),
            requester: ticket.requester,
            organization: None,
            status: ticket.status,
            category: ticket.category,
            team: ticket.team,
        },
        EventBody::CommentAdded {
            visibility: Visibility::Public,
            from_requester: true,
            from_agent: false,
            comment: Box::new(CommentBody { text: bare(&comment.text), ..comment.clone() }),
        },
        EventBody::PolicySelected { policy: ticket.policy },
        EventBody::EffectQueued { effect: effect.id, what: effect.body.clone() },
    ];
    let event = |(seq, body)| Event {
        v: 1,
        subject: Subject::Ticket { id: ticket.id, number: ticket.number },
        seq,
        at: ticket.created_at,
        actor: comment.author,
        update: comment.update,
        cause: None,
        rule: None,
        body,
    };
    (1..).zip(bodies).map(event).collect()
}

const MEASURED: u32 = 50;

/// The pages that mails wrote: those of the commits that keep their bytes, and those of the durable ones that tell what became of them.
fn pages_of_mails(store: &SqliteStore, path: &Path, first: u32) -> [Vec<u32>; 2] {
    let [mut keeping, mut durable] = [const { Vec::new() }; 2];
    empty_log(path);
    for nth in first..first + MEASURED {
        let mut mail = Mail::new(nth);
        let (kept, arrival) = mail.arrival();
        store.with_write::<_, StoreError>(Durability::Relaxed, |tx| tx.apply(DESK, &kept)).unwrap();
        keeping.extend(pages_in_log(path));
        empty_log(path);
        let mut mail = Some(mail);
        store
            .with_write::<_, StoreError>(Durability::Full, |tx| {
                let number = tx.allocate_number(DESK)?;
                let changes = mail.take().unwrap().changes(number, &arrival);
                tx.apply(DESK, &changes)
            })
            .unwrap();
        durable.extend(pages_in_log(path));
        empty_log(path);
    }
    [keeping, durable]
}

/// Whoever delivers has sent what is ready.
fn deliver(tx: &mut dyn WriteTx) -> Result<(), StoreError> {
    for leased in tx.claim_effects(Timestamp::MAX, u32::MAX, Timestamp::MAX)? {
        let LeasedEffect { desk, effect } = leased;
        assert!(tx.settle_effect(desk, effect.id, effect.fence, &Settlement::Done)?);
    }
    Ok(())
}

/// How many of the pages belong to each table and index.
fn owners(path: &Path, pages: &[u32]) -> BTreeMap<String, usize> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut rows = db.prepare("SELECT pageno, name FROM dbstat").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?))).unwrap();
    let owners: BTreeMap<u32, String> = rows.map(Result::unwrap).collect();
    let mut counts = BTreeMap::new();
    for page in pages {
        let owner = owners.get(page).cloned().unwrap_or_default();
        *counts.entry(owner).or_default() += 1;
    }
    counts
}

/// Takes mails in by a large commit, and delivers what is ready.
fn fill(store: &SqliteStore, mails: std::ops::Range<u32>) {
    store
        .with_write::<_, StoreError>(Durability::Relaxed, |tx| {
            for nth in mails.clone() {
                let mut mail = Mail::new(nth);
                let (mut changes, arrival) = mail.arrival();
                let number = tx.allocate_number(DESK)?;
                changes.extend(mail.changes(number, &arrival));
                tx.apply(DESK, &changes)?;
            }
            deliver(tx)
        })
        .unwrap();
}

#[test]
fn a_mail_costs_few_pages_among_ten_thousand_tickets() {
    let place = Place::new("pages");
    let path = place.new_file();
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    for batch in 0..16 {
        fill(&store, batch * 500..(batch + 1) * 500);
    }
    // Pages of a tree split in waves: what a mail costs is the mean over a time in which the desk grows by half.
    let [mut keeping, mut durable] = [const { Vec::new() }; 2];
    let (mut next, mut measured) = (8_000, 0);
    while next < 12_000 {
        let [kept, concluded] = pages_of_mails(&store, &path, next);
        keeping.extend(kept);
        durable.extend(concluded);
        measured += MEASURED;
        fill(&store, next + MEASURED..next + 500);
        next += 500;
    }
    let a_mail = |pages: usize| pages as f64 / f64::from(measured);
    for (what, pages) in [("keeps the bytes", &keeping), ("is durable", &durable)] {
        println!("{:.2} pages for the commit that {what}", a_mail(pages.len()));
        for (owner, pages) in owners(&path, pages) {
            println!("{:6.2} {owner}", a_mail(pages));
        }
    }
    let (keeping, durable) = (a_mail(keeping.len()), a_mail(durable.len()));
    assert!(durable <= 14.0, "{durable} pages a durable commit");
    assert!(keeping <= 5.5, "{keeping} pages to keep the bytes");
}
