//! A desk with many tickets, written straight into a store: a tenth of them unsolved.

use frontdesk::Timestamp;
use frontdesk::ids::{ContentId, DeskId, Id, PersonId, PolicyId, StatusId, TeamId, TicketId, TicketNumber};
use frontdesk::model::{
    Channel, Clock, ClockState, Digest, Metric, Person, PersonAddress, PolicyPin, Priority, Role,
    StatusCategory, Text, TextRef, Ticket, TicketFacts,
};
use frontdesk::store::{Change, Durability, Store, StoreError, StoreExt};

use crate::mails::scattered;

pub const DESK: DeskId = DeskId(1);
const TEAMS: u64 = 10;
const AGENTS: u64 = 20;
/// So many tickets each requester has.
const EACH: u32 = 30;
/// Tickets with one commit.
const BATCH: u32 = 1_000;
const BEGIN: i64 = 1_767_225_600_000;

/// Makes tickets, always the same.
pub struct Tickets {
    count: u32,
}

impl Tickets {
    pub fn new(count: u32) -> Self {
        Self { count }
    }

    pub fn team(nth: u64) -> TeamId {
        TeamId::from_bytes([1 + (nth % TEAMS) as u8; 16])
    }

    pub fn agent(nth: u64) -> PersonId {
        PersonId::from_bytes([1 + (nth % AGENTS) as u8; 16])
    }

    pub fn requester(nth: u64) -> PersonId {
        PersonId::from_bytes((0x7fff_u128 << 112 | u128::from(nth)).to_be_bytes())
    }

    /// Writes the agents and the first requester.
    pub fn write_people(&self, store: &dyn Store) -> Result<(), StoreError> {
        let mut people: Vec<Person> = (0..AGENTS).map(|nth| person(Self::agent(nth), Role::Agent)).collect();
        people.push(person(Self::requester(0), Role::Requester));
        let people: Vec<Change> = people.into_iter().map(|one| Change::PutPerson(Box::new(one))).collect();
        store.with_write::<_, StoreError>(Durability::Relaxed, |tx| tx.apply(DESK, &people))
    }

    /// Writes all of them, the agents and the first requester.
    pub fn write(&self, store: &dyn Store) -> Result<(), StoreError> {
        self.write_people(store)?;
        for begin in (1..=self.count).step_by(BATCH as usize) {
            store.with_write::<_, StoreError>(Durability::Relaxed, |tx| {
                for _ in begin..(begin + BATCH).min(self.count + 1) {
                    let number = tx.allocate_number(DESK)?;
                    let ticket = Box::new(self.ticket(number.0));
                    tx.apply(DESK, &[Change::PutTicket { ticket, before: None }])?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    pub fn ticket(&self, number: u32) -> Ticket {
        let n = u64::from(number);
        let at = Timestamp::from_millis(BEGIN + i64::from(number) * 60_000);
        let unsolved = scattered(n).is_multiple_of(10);
        let category = if unsolved { StatusCategory::Open } else { StatusCategory::Solved };
        let requesters = u64::from(self.count / EACH).max(1);
        Ticket {
            id: TicketId::from_bytes((u128::from(n) << 64 | u128::from(scattered(n))).to_be_bytes()),
            number: TicketNumber(number),
            version: 1,
            seq: 4,
            created_at: at,
            updated_at: at,
            channel: Channel::Mail,
            mailbox: None,
            title: text(n, "The printer on the third floor does not print"),
            requester: Self::requester(scattered(n ^ 1) % requesters),
            organization: None,
            status: StatusId::from_bytes((category.rank() as u128 + 1).to_be_bytes()),
            category,
            status_since: at,
            priority: Some(Priority::Normal),
            kind: None,
            assignee: scattered(n ^ 2).is_multiple_of(2).then(|| Self::agent(scattered(n ^ 3))),
            team: Some(Self::team(scattered(n ^ 4))),
            tags: vec!["printer".to_owned()],
            participants: Vec::new(),
            unsubscribed: Vec::new(),
            fields: Vec::new(),
            due_at: None,
            links: Vec::new(),
            merged_into: None,
            merged: Vec::new(),
            reply_epoch: 0,
            policy: Some(policy()),
            clocks: vec![clock(at, unsolved, scattered(n ^ 5))],
            facts: TicketFacts { comments: 1, requester_comments: 1, ..TicketFacts::default() },
        }
    }
}

fn policy() -> PolicyPin {
    PolicyPin { id: PolicyId::from_bytes([1; 16]), version: 1 }
}

fn clock(at: Timestamp, running: bool, chance: u64) -> Clock {
    Clock {
        id: 0,
        metric: Metric::Resolution,
        custom: None,
        team: None,
        generation: 0,
        state: if running { ClockState::Running } else { ClockState::Fulfilled },
        started_at: at,
        policy: policy(),
        priority: None,
        calendar: None,
        target_millis: 144_000_000,
        stretches: Vec::new(),
        running_since: at,
        due_at: running.then(|| at.plus_millis(144_000_000 + (chance % 86_400_000) as i64)),
        warnings_at: Vec::new(),
        breached_at: None,
        breached: false,
        warned: Vec::new(),
        broken: Vec::new(),
        ended_at: None,
    }
}

fn text(n: u64, text: &str) -> Text {
    let content =
        TextRef { id: ContentId::from_bytes(u128::from(n).to_be_bytes()), digest: Digest::default() };
    Text { content, text: Some(text.to_owned()) }
}

fn person(id: PersonId, role: Role) -> Person {
    let address = text(0, &format!("{id}@people.example"));
    Person {
        id,
        version: 1,
        role,
        name: None,
        addresses: vec![PersonAddress { address, verified: true, bouncing: false }],
        organization: None,
        teams: Vec::new(),
        active: true,
        created_at: Timestamp::from_millis(BEGIN),
        confirmed_at: None,
    }
}
