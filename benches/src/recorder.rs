//! What the engine asks a store to write, noted down, so that another store can be given the same without an engine.

use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::Timestamp;
use frontdesk::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketNumber};
use frontdesk::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, LogEntry, Person, Subject, Ticket, Visibility,
};
use frontdesk::query::{Predicate, TicketQuery};
use frontdesk::store::{
    Change, ConfigReads, DueTicket, Durability, IntakeReads, LeasedEffect, LogReads, OutboxReads,
    PeopleReads, ReadTx, Settlement, Store, StoreError, StoreExt, StoreResult, TicketKey, TicketReads,
    WriteTx,
};

/// Something that a transaction wrote.
enum Write {
    Apply(DeskId, Vec<Change>),
    Claim { now: Timestamp, limit: u32, until: Timestamp },
    Settle { desk: DeskId, id: EffectId, fence: u32, how: Settlement },
}

/// What the transactions of a store wrote, in order.
#[derive(Default)]
pub struct Record(Vec<(Durability, Vec<Write>)>);

impl Record {
    /// Has a store write the same, with as many commits.
    pub fn play(&self, store: &impl Store) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|(durability, writes)| {
            store.with_write(*durability, |tx| writes.iter().try_for_each(|write| write.play(tx)))
        })
    }
}

impl Write {
    fn play(&self, tx: &mut dyn WriteTx) -> StoreResult<()> {
        match self {
            Self::Apply(desk, changes) => tx.apply(*desk, changes),
            Self::Claim { now, limit, until } => tx.claim_effects(*now, *limit, *until).map(drop),
            Self::Settle { desk, id, fence, how } => tx.settle_effect(*desk, *id, *fence, how).map(drop),
        }
    }
}

/// A store that notes what is written to it.
pub struct Recorder<S> {
    store: S,
    record: Arc<Mutex<Record>>,
}

/// Where a recorder notes it.
#[derive(Clone)]
pub struct Recorded(Arc<Mutex<Record>>);

impl Recorded {
    /// What was written since this was last asked.
    pub fn take(&self) -> Record {
        take(&mut *lock(&self.0))
    }
}

fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S: Store> Recorder<S> {
    pub fn new(store: S) -> (Self, Recorded) {
        let record = Arc::default();
        (Self { store, record: Arc::clone(&record) }, Recorded(record))
    }
}

impl<S: Store> Store for Recorder<S> {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.store.read(f)
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let mut written = Vec::new();
        self.store.write(durability, &mut |tx| {
            let mut noting = Noting { tx, written: Vec::new() };
            f(&mut noting)?;
            written = noting.written;
            Ok(())
        })?;
        if !written.is_empty() {
            lock(&self.record).0.push((durability, written));
        }
        Ok(())
    }
}

/// A transaction whose writes are noted.
struct Noting<'a> {
    tx: &'a mut dyn WriteTx,
    written: Vec<Write>,
}

impl WriteTx for Noting<'_> {
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        self.tx.apply(desk, changes)?;
        self.written.push(Write::Apply(desk, changes.to_vec()));
        Ok(())
    }

    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        self.tx.allocate_number(desk)
    }

    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>> {
        let claimed = self.tx.claim_effects(now, limit, until)?;
        if !claimed.is_empty() {
            self.written.push(Write::Claim { now, limit, until });
        }
        Ok(claimed)
    }

    fn settle_effect(
        &mut self,
        desk: DeskId,
        id: EffectId,
        fence: u32,
        how: &Settlement,
    ) -> StoreResult<bool> {
        self.written.push(Write::Settle { desk, id, fence, how: how.clone() });
        self.tx.settle_effect(desk, id, fence, how)
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        let Self { tx, written } = self;
        let mut step = Vec::new();
        tx.savepoint(&mut |tx| {
            let mut noting = Noting { tx, written: Vec::new() };
            f(&mut noting)?;
            step = noting.written;
            Ok(())
        })?;
        written.append(&mut step);
        Ok(())
    }
}

/// Reads go to the store as they are.
macro_rules! passed_on {
    ($($of:ident { $($name:ident($($value:ident: $kind:ty),*) -> $answer:ty;)+ })+) => {
        $(impl $of for Noting<'_> {
            $(fn $name(&mut self, $($value: $kind),*) -> StoreResult<$answer> {
                self.tx.$name($($value),*)
            })+
        })+
    };
}

passed_on! {
    TicketReads {
        ticket(desk: DeskId, key: TicketKey, scope: &Predicate) -> Option<Ticket>;
        tickets(desk: DeskId, query: &TicketQuery<'_>) -> Vec<Ticket>;
        count_tickets(desk: DeskId, filter: &Predicate, scope: &Predicate, cap: u32) -> u32;
        comments(desk: DeskId, ticket: TicketNumber, only: Option<Visibility>, after: u32, limit: u32) -> Vec<Comment>;
        due_tickets(desk: Option<DeskId>, up_to: Timestamp, limit: u32) -> Vec<DueTicket>;
        next_due() -> Option<Timestamp>;
    }
    PeopleReads {
        person(desk: DeskId, id: PersonId) -> Option<Person>;
        person_by_address(desk: DeskId, key: &str) -> Option<Person>;
        people(desk: DeskId, after: Option<PersonId>, limit: u32) -> Vec<Person>;
        team_members(desk: DeskId, team: TeamId) -> Vec<Person>;
    }
    ConfigReads {
        desks() -> Vec<DeskId>;
        counters(desk: DeskId) -> DeskCounters;
        config(desk: DeskId, kind: ConfigKind, key: [u8; 16], version: Option<u32>) -> Option<Config>;
        configs(desk: DeskId, kind: ConfigKind) -> Vec<Config>;
    }
    LogReads {
        log(desk: DeskId, after: u64, limit: u32) -> Vec<LogEntry>;
        subject_events(desk: DeskId, subject: Subject, after: u32, limit: u32) -> Vec<Event>;
        content(desk: DeskId, id: ContentId) -> Option<Content>;
        cached(desk: DeskId, key: Digest) -> Option<Vec<u8>>;
        receipt(desk: DeskId, key: Digest) -> Option<String>;
    }
    IntakeReads {
        arrival(desk: DeskId, key: Digest) -> Option<Arrival>;
        arrivals(desk: DeskId, after: Option<Digest>, limit: u32) -> Vec<Arrival>;
        inbound(desk: DeskId, key: InboundKey) -> Option<Inbound>;
        inbounds(desk: DeskId, after: Option<InboundKey>, limit: u32) -> Vec<Inbound>;
        inbounds_of(desk: DeskId, message_id: Digest, limit: u32) -> Vec<Inbound>;
    }
    OutboxReads {
        effect(desk: DeskId, id: EffectId) -> Option<Effect>;
        effects(desk: DeskId, state: EffectState, after: Option<EffectId>, limit: u32) -> Vec<Effect>;
        next_ready() -> Option<Timestamp>;
    }
}
