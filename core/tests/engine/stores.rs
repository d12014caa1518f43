//! Stores around a store: one that counts and fails as the test says, one that runs every closure twice.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use frontdesk::Timestamp;
use frontdesk::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketNumber};
use frontdesk::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, LogEntry, Person, Subject, Ticket, Visibility,
};
use frontdesk::query::{Predicate, TicketQuery};
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{
    Change, ConfigReads, DueTicket, Durability, IntakeReads, LeasedEffect, LogReads, MemoryStore,
    OutboxReads, PeopleReads, ReadTx, Settlement, Store, StoreError, StoreResult, TicketKey, TicketReads,
    WriteTx,
};

/// A store that the test looks into, whose every call is counted and one of whose calls may fail. A transaction begins and ends with
/// a call, too.
#[derive(Clone)]
pub struct Watched {
    store: Arc<dyn Store>,
    watch: Arc<Watch>,
}

#[derive(Default)]
struct Watch {
    calls: AtomicU64,
    rows: AtomicU64,
    /// The names of the calls within transactions.
    asked: Mutex<Vec<&'static str>>,
    /// Which call fails; 0 when none does.
    fault_at: AtomicU64,
    /// Which call never answers, and what is done instead.
    end_at: OnceLock<(u64, fn() -> !)>,
    /// Whether what is committed durably is answered with an error.
    answers_get_lost: AtomicBool,
}

/// What was asked of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub calls: u64,
    /// Rows that were read, and changes that were written.
    pub rows: u64,
}

impl Watched {
    /// Make stores, one of each kind.
    pub const MAKERS: [fn() -> Self; 2] =
        [|| Self::new(MemoryStore::new()), || Self::new(SqliteStore::open_in_memory().unwrap())];

    pub fn new(store: impl Store + 'static) -> Self {
        Self { store: Arc::new(store), watch: Arc::default() }
    }

    /// What the closure costs.
    pub fn cost<T>(&self, work: impl FnOnce() -> T) -> (T, Cost) {
        self.watch.calls.store(0, Ordering::Relaxed);
        self.watch.rows.store(0, Ordering::Relaxed);
        let answer = work();
        let Watch { calls, rows, .. } = &*self.watch;
        (answer, Cost { calls: calls.load(Ordering::Relaxed), rows: rows.load(Ordering::Relaxed) })
    }

    /// What the closure asks for and writes, by the names of the calls.
    pub fn asked<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<&'static str>) {
        self.watch.asked.lock().unwrap().clear();
        let answer = work();
        (answer, self.watch.asked.lock().unwrap().clone())
    }

    /// Runs the closure while the `nth` call, from 1, fails. Tells whether it came to that.
    pub fn with_fault<T>(&self, nth: u64, work: impl FnOnce() -> T) -> (T, bool) {
        self.watch.fault_at.store(nth, Ordering::Relaxed);
        let (answer, cost) = self.cost(work);
        self.watch.fault_at.store(0, Ordering::Relaxed);
        (answer, cost.calls >= nth)
    }

    /// Ends with the `nth` call from now on.
    pub fn end_at(&self, nth: u64, end: fn() -> !) {
        self.watch.calls.store(0, Ordering::Relaxed);
        self.watch.end_at.set((nth, end)).unwrap();
    }

    /// Runs the closure while everything is committed, but told to have failed.
    pub fn with_lost_answers<T>(&self, work: impl FnOnce() -> T) -> T {
        self.watch.answers_get_lost.store(true, Ordering::Relaxed);
        let answer = work();
        self.watch.answers_get_lost.store(false, Ordering::Relaxed);
        answer
    }
}

fn fault() -> StoreError {
    StoreError::Unavailable("a fault was asked for".to_owned())
}

impl Watch {
    fn call<R: Rows>(&self, call: impl FnOnce() -> StoreResult<R>) -> StoreResult<R> {
        let nth = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some((at, end)) = self.end_at.get()
            && nth == *at
        {
            end();
        }
        if nth == self.fault_at.load(Ordering::Relaxed) {
            return Err(fault());
        }
        let answer = call()?;
        self.rows.fetch_add(answer.rows(), Ordering::Relaxed);
        Ok(answer)
    }
}

impl Store for Watched {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.watch.call(|| Ok(()))?;
        self.store.read(&mut |tx| f(&mut Tx { inner: tx, watch: &self.watch }))
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        self.watch.call(|| Ok(()))?;
        self.store.write(durability, &mut |tx| {
            f(&mut Tx { inner: tx, watch: &self.watch })?;
            self.watch.call(|| Ok(()))
        })?;
        let lost = durability == Durability::Full && self.watch.answers_get_lost.load(Ordering::Relaxed);
        if lost { Err(fault()) } else { Ok(()) }
    }
}

/// How many rows an answer holds.
trait Rows {
    fn rows(&self) -> u64;
}

impl<T> Rows for Vec<T> {
    fn rows(&self) -> u64 {
        self.len() as u64
    }
}

impl<T> Rows for Option<T> {
    fn rows(&self) -> u64 {
        u64::from(self.is_some())
    }
}

macro_rules! no_rows {
    ($($type:ty),+) => {$(impl Rows for $type {
        fn rows(&self) -> u64 {
            0
        }
    })+};
}

no_rows!((), bool, u32, DeskCounters, TicketNumber);

/// A transaction that is watched.
struct Tx<'a, T: ?Sized> {
    inner: &'a mut T,
    watch: &'a Watch,
}

macro_rules! watched {
    ($($name:ident($($arg:ident: $type:ty),*) -> $answer:ty;)+) => {$(
        fn $name(&mut self, $($arg: $type),*) -> StoreResult<$answer> {
            self.watch.asked.lock().unwrap().push(stringify!($name));
            self.watch.call(|| self.inner.$name($($arg),*))
        }
    )+};
}

impl<T: ReadTx + ?Sized> TicketReads for Tx<'_, T> {
    watched! {
        ticket(desk: DeskId, key: TicketKey, scope: &Predicate) -> Option<Ticket>;
        tickets(desk: DeskId, query: &TicketQuery<'_>) -> Vec<Ticket>;
        count_tickets(desk: DeskId, filter: &Predicate, scope: &Predicate, cap: u32) -> u32;
        comments(desk: DeskId, ticket: TicketNumber, only: Option<Visibility>, after: u32, limit: u32) -> Vec<Comment>;
        due_tickets(desk: Option<DeskId>, up_to: Timestamp, limit: u32) -> Vec<DueTicket>;
        next_due() -> Option<Timestamp>;
    }
}

impl<T: ReadTx + ?Sized> PeopleReads for Tx<'_, T> {
    watched! {
        person(desk: DeskId, id: PersonId) -> Option<Person>;
        person_by_address(desk: DeskId, key: &str) -> Option<Person>;
        people(desk: DeskId, after: Option<PersonId>, limit: u32) -> Vec<Person>;
        team_members(desk: DeskId, team: TeamId) -> Vec<Person>;
    }
}

impl<T: ReadTx + ?Sized> ConfigReads for Tx<'_, T> {
    watched! {
        desks() -> Vec<DeskId>;
        counters(desk: DeskId) -> DeskCounters;
        config(desk: DeskId, kind: ConfigKind, key: [u8; 16], version: Option<u32>) -> Option<Config>;
        configs(desk: DeskId, kind: ConfigKind) -> Vec<Config>;
    }
}

impl<T: ReadTx + ?Sized> LogReads for Tx<'_, T> {
    watched! {
        log(desk: DeskId, after: u64, limit: u32) -> Vec<LogEntry>;
        subject_events(desk: DeskId, subject: Subject, after: u32, limit: u32) -> Vec<Event>;
        content(desk: DeskId, id: ContentId) -> Option<Content>;
        cached(desk: DeskId, key: Digest) -> Option<Vec<u8>>;
        receipt(desk: DeskId, key: Digest) -> Option<String>;
    }
}

impl<T: ReadTx + ?Sized> IntakeReads for Tx<'_, T> {
    watched! {
        arrival(desk: DeskId, key: Digest) -> Option<Arrival>;
        arrivals(desk: DeskId, after: Option<Digest>, limit: u32) -> Vec<Arrival>;
        inbound(desk: DeskId, key: InboundKey) -> Option<Inbound>;
        inbounds(desk: DeskId, after: Option<InboundKey>, limit: u32) -> Vec<Inbound>;
        inbounds_of(desk: DeskId, message_id: Digest, limit: u32) -> Vec<Inbound>;
    }
}

impl<T: ReadTx + ?Sized> OutboxReads for Tx<'_, T> {
    watched! {
        effect(desk: DeskId, id: EffectId) -> Option<Effect>;
        effects(desk: DeskId, state: EffectState, after: Option<EffectId>, limit: u32) -> Vec<Effect>;
        next_ready() -> Option<Timestamp>;
    }
}

impl<T: WriteTx + ?Sized> WriteTx for Tx<'_, T> {
    watched! {
        allocate_number(desk: DeskId) -> TicketNumber;
        claim_effects(now: Timestamp, limit: u32, lease_until: Timestamp) -> Vec<LeasedEffect>;
        settle_effect(desk: DeskId, id: EffectId, fence: u32, how: &Settlement) -> bool;
    }

    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        self.watch.asked.lock().unwrap().push("apply");
        self.watch.call(|| self.inner.apply(desk, changes))?;
        self.watch.rows.fetch_add(changes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        let watch = self.watch;
        watch.asked.lock().unwrap().push("savepoint");
        watch.call(|| Ok(()))?;
        self.inner.savepoint(&mut |tx| f(&mut Tx { inner: tx, watch }))
    }
}

/// A store that runs every closure that writes twice, as one does whose first commit met somebody else's: the first run comes to
/// nothing.
pub struct Twice<S>(pub S);

impl<S: Store> Store for Twice<S> {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.0.read(f)
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let first = self.0.write(durability, &mut |tx| {
            f(tx)?;
            Err(StoreError::Aborted)
        });
        match first {
            Err(StoreError::Aborted) => self.0.write(durability, f),
            other => other,
        }
    }
}
