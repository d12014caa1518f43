use super::change::Change;
use super::error::StoreResult;
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketId, TicketNumber};
use crate::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, LogEntry, Person, SortField, Standing, Subject, Ticket, TicketSummary, Visibility,
};
use crate::query::{Predicate, TicketQuery};

/// How safe a write is when it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// It outlives the machine.
    #[default]
    Full,
    /// It outlives the process; when the machine fails, the last ones may be lost, never torn.
    Relaxed,
}

/// By what a ticket is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketKey {
    /// Its id.
    Id(TicketId),
    /// Its number.
    Number(TicketNumber),
}

/// A ticket as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// Its key in the order of the list.
    pub key: i64,
    /// What the list shows.
    pub summary: TicketSummary,
}

impl TicketRow {
    /// The row of a ticket in an order.
    pub fn of(ticket: &Ticket, by: SortField) -> Self {
        Self { key: by.key(ticket), summary: ticket.into() }
    }
}

/// A ticket whose timer is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueTicket {
    /// When.
    pub at: Timestamp,
    /// On which desk.
    pub desk: DeskId,
    /// Which ticket.
    pub number: TicketNumber,
}

/// An effect that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeasedEffect {
    /// Of which desk.
    pub desk: DeskId,
    /// The effect, with the fence of this lease.
    pub effect: Effect,
}

/// How a hand-over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Settlement {
    /// Delivered.
    Done,
    /// To be tried again at this instant.
    Retry {
        /// When.
        at: Timestamp,
        /// Why it failed.
        note: String,
    },
    /// Given up.
    Dead {
        /// Why.
        note: String,
    },
    /// Not to be delivered any more.
    Cancelled {
        /// Why.
        note: String,
    },
}

/// Tickets and their comments.
pub trait TicketReads {
    /// A ticket that lies in the scope.
    fn ticket(&mut self, desk: DeskId, key: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>>;

    /// A page of the tickets that lie in filter and scope, in order.
    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>>;

    /// The same page, of each ticket what a list shows. Worth writing where whole tickets cost more to read.
    fn rows(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<TicketRow>> {
        let tickets = self.tickets(desk, query)?;
        Ok(tickets.iter().map(|ticket| TicketRow::of(ticket, query.sort.by)).collect())
    }

    /// How many tickets lie in filter and scope; counting ends at `cap`.
    fn count_tickets(
        &mut self,
        desk: DeskId,
        filter: &Predicate,
        scope: &Predicate,
        cap: u32,
    ) -> StoreResult<u32>;

    /// Comments of a ticket behind the given index, in order. `None` reads all, `Some` only those of that visibility. Their texts and
    /// the names of their attachments are those of the contents that they name; nothing where the content was erased.
    fn comments(
        &mut self,
        desk: DeskId,
        ticket: TicketNumber,
        only: Option<Visibility>,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Comment>>;

    /// Tickets of a desk, or of any, whose timers are due at or before an instant, by (instant, desk, number).
    fn due_tickets(
        &mut self,
        desk: Option<DeskId>,
        up_to: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<DueTicket>>;

    /// When the next timer of any desk is due.
    fn next_due(&mut self) -> StoreResult<Option<Timestamp>>;
}

/// People.
pub trait PeopleReads {
    /// A person.
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>>;

    /// What of a person says whether they may act. Every call asks this: worth writing where a whole person costs more to read.
    fn standing(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Standing>> {
        Ok(self.person(desk, id)?.as_ref().map(Standing::from))
    }

    /// The person with an address, given as [`crate::model::address_key`] makes it.
    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>>;

    /// People behind an id, in order of ids.
    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>>;

    /// The active people of a team, in order of ids.
    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>>;
}

/// Configuration and counters.
pub trait ConfigReads {
    /// All desks of the store, in order. A desk begins with the first thing that is written to it.
    fn desks(&mut self) -> StoreResult<Vec<DeskId>>;

    /// What the desk counts; zeros for one that was never written to.
    fn counters(&mut self, desk: DeskId) -> StoreResult<DeskCounters>;

    /// A version of something configured, or the latest.
    fn config(
        &mut self,
        desk: DeskId,
        kind: ConfigKind,
        key: [u8; 16],
        version: Option<u32>,
    ) -> StoreResult<Option<Config>>;

    /// The latest version of everything of a kind, in order of keys.
    fn configs(&mut self, desk: DeskId, kind: ConfigKind) -> StoreResult<Vec<Config>>;
}

/// The log and what it points to.
pub trait LogReads {
    /// Entries behind a position, in order.
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>>;

    /// Events of one subject behind a sequence number, in order.
    fn subject_events(
        &mut self,
        desk: DeskId,
        subject: Subject,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Event>>;

    /// A text or file; nothing once it was erased.
    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>>;

    /// Something that can be made again.
    fn cached(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Vec<u8>>>;

    /// The answer to a command that was seen.
    fn receipt(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<String>>;
}

/// Messages that came in.
pub trait IntakeReads {
    /// A mail that waits for its outcome, by the digest of its bytes.
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>>;

    /// Mails that wait for their outcome behind a key, in order of keys.
    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>>;

    /// The record of a message.
    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>>;

    /// Records behind a key, in order of keys; those without a Message-ID come first.
    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>>;

    /// Records of messages with a Message-ID, in order of the messages' ids.
    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>>;
}

/// The outbox.
pub trait OutboxReads {
    /// An effect.
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>>;

    /// Effects in a state behind an id, in order of ids.
    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>>;

    /// When the next pending effect of any desk may be handed over.
    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>>;
}

/// A transaction that reads.
pub trait ReadTx: TicketReads + PeopleReads + ConfigReads + LogReads + IntakeReads + OutboxReads {}

impl<T: TicketReads + PeopleReads + ConfigReads + LogReads + IntakeReads + OutboxReads + ?Sized> ReadTx
    for T
{
}

/// A transaction that writes.
pub trait WriteTx: ReadTx {
    /// Writes changes in order. The first that conflicts ends it with an error; whoever goes on after that has to undo the step that it
    /// happened in, since some of it may be written.
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()>;

    /// The next ticket number of the desk: above all that were given, also to no ticket, and above those that tickets have.
    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber>;

    /// Hands over pending effects of any desk that are ready at `now`, at most `limit`, by (ready, id): each gets a new fence, one more
    /// attempt, and is not ready again before `lease_until`.
    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>>;

    /// Ends a hand-over. Answers whether the fence was that of the last lease and the effect still pending; otherwise nothing changes.
    /// There is no lease with the fence 0.
    fn settle_effect(
        &mut self,
        desk: DeskId,
        id: EffectId,
        fence: u32,
        how: &Settlement,
    ) -> StoreResult<bool>;

    /// Runs a closure so that its writes alone are undone when it answers an error or panics. A store may do so by refusing everything
    /// from then on, and running the whole transaction again.
    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()>;
}

/// A place where desks are kept.
pub trait Store: Send + Sync {
    /// Reads from one committed state.
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()>;

    /// Writes, all or nothing. The closure may be run more than once, each time from what was committed before: it should do nothing but
    /// use the transaction, and nothing that it answered before the last run counts.
    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()>;
}
