//! The one door: a store with many desks, a desk, and the handle of an actor on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::engine::{self, Context, Delivery, DeskConfig, Receipt, Request, Verified};
#[cfg(feature = "mail")]
use crate::engine::{Accepted, IncomingMail, IntakeReceipt};
use crate::ids::{DeskId, EffectId, PersonId, TicketId, TicketNumber, ViewId};
use crate::keys::{DeskKeys, Keys};
use crate::limits::Limits;
use crate::model::{Actor, Comment, LogEntry, Person, Sort, SortField, Ticket, View};
use crate::policy::{self, Permission, Scope};
use crate::query::{self, Count, Cursor, TicketQuery, Vocabulary};
use crate::report::{self, Report, ReportQuery};
use crate::store::{Durability, LeasedEffect, ReadTx, Store, StoreError, StoreExt, TicketKey, WriteTx};
use crate::{Error, Result, Timestamp};

/// A store that is open, with the desks in it. Cheap to clone; every clone is the same.
#[derive(Clone)]
pub struct Frontdesk(Arc<Shared>);

struct Shared {
    store: Box<dyn Store>,
    keys: Keys,
    clock: Box<dyn Clock>,
    limits: Limits,
    durability: Durability,
    /// The latest committed configuration of each desk that was used.
    configs: Mutex<HashMap<DeskId, Arc<DeskConfig>>>,
}

impl Frontdesk {
    /// Opens the desks of a store. `keys` sign reply addresses: keep them as long as old mail should find its ticket.
    pub fn open(
        store: impl Store + 'static,
        keys: Keys,
        clock: impl Clock + 'static,
        limits: Limits,
    ) -> Self {
        Self(Arc::new(Shared {
            store: Box::new(store),
            keys,
            clock: Box::new(clock),
            limits,
            durability: Durability::Full,
            configs: Mutex::new(HashMap::new()),
        }))
    }

    /// One of the desks. It comes into being with the first thing that is written to it.
    pub fn desk(&self, id: DeskId) -> Desk {
        Desk { frontdesk: self.clone(), id, keys: self.0.keys.desk(id) }
    }

    /// When the engine has to be called again by itself: the next timer of any desk.
    ///
    /// # Errors
    /// Those of the store.
    pub fn next_wakeup(&self) -> Result<Option<Timestamp>> {
        self.0.store.with_read(|tx| Ok(tx.next_due()?))
    }

    /// Lets time pass on all desks: runs what is due, each at its own instant, in order of instants. How often it is called makes
    /// no difference to what happens.
    ///
    /// # Errors
    /// Those of the store. What ran before stays.
    pub fn tick(&self, budget: &Budget) -> Result<TickReport> {
        let now = self.0.clock.now();
        let mut report = TickReport { timers: 0, next_wakeup: None, more: false };
        while report.timers < budget.timers {
            let due = self.0.store.with_read(|tx| Ok::<_, Error>(tx.due_tickets(now, 1)?))?;
            let Some(due) = due.first().copied() else { break };
            // At the instant of this timer, so that timers of all tickets run in order of their instants.
            let ran = self.desk(due.desk).write(|context| {
                let key = TicketKey::Number(due.number);
                let everything = query::Predicate::everything();
                let Some(mut ticket) = context.tx.ticket(context.desk, key, &everything)? else {
                    return Ok(0);
                };
                let ran = engine::run_timers(context, &mut ticket, due.at)?;
                context.flush()?;
                Ok(ran)
            })?;
            report.timers += ran.max(1);
        }
        report.next_wakeup = self.next_wakeup()?;
        report.more = report.next_wakeup.is_some_and(|next| next <= now);
        Ok(report)
    }
}

/// The outbox. Whoever delivers leases what is ready, sends it, and answers [`ack`](Frontdesk::ack) or [`fail`](Frontdesk::fail).
/// A lease that ends without an answer is handed over again, with the same bytes.
impl Frontdesk {
    /// Hands over mails of all desks that are ready, at most `limit` (and at most a page), for so long. Whether each may still be
    /// sent is asked again: what must not be sent is cancelled and not among them. Nothing is answered when nothing is ready.
    ///
    /// # Errors
    /// Those of the store; then nothing was handed over.
    pub fn lease(&self, limit: u32, lease_millis: i64) -> Result<Vec<Delivery>> {
        let limit = limit.clamp(1, self.0.limits.page);
        loop {
            let (claimed, deliveries) = self.claim(limit, lease_millis)?;
            if claimed == 0 || !deliveries.is_empty() {
                return Ok(deliveries);
            }
        }
    }

    /// Claims effects once. Answers how many, and those of them that are to be delivered.
    fn claim(&self, limit: u32, lease_millis: i64) -> Result<(usize, Vec<Delivery>)> {
        let shared = &self.0;
        let now = shared.clock.now();
        shared.store.with_write(shared.durability, |tx| {
            let leased = tx.claim_effects(now, limit, now.plus_millis(lease_millis.max(1)))?;
            let claimed = leased.len();
            let mut deliveries = Vec::with_capacity(claimed);
            for LeasedEffect { desk, effect } in leased {
                let desk = self.desk(desk);
                let config = desk.config(tx)?;
                deliveries.extend(engine::prepare(&mut desk.context(tx, config, now), effect)?);
            }
            Ok((claimed, deliveries))
        })
    }

    /// Notes that a mail was delivered.
    ///
    /// # Errors
    /// `effect.lease_lost` when the fence is not that of the last lease, or the effect was settled already.
    pub fn ack(&self, desk: DeskId, effect: EffectId, fence: u32) -> Result<()> {
        let shared = &self.0;
        shared.store.with_write(shared.durability, |tx| engine::ack(tx, desk, effect, fence))
    }

    /// Notes that a mail could not be delivered. It is tried again after a pause that doubles from a minute up to twelve hours, and
    /// given up with the note after [`Limits::attempts`] tries. The note is kept: it should hold no text of the mail.
    ///
    /// # Errors
    /// `effect.lease_lost` when the fence is not that of the last lease, or the effect was settled already.
    pub fn fail(&self, desk: DeskId, effect: EffectId, fence: u32, note: &str) -> Result<()> {
        let shared = &self.0;
        let now = shared.clock.now();
        shared.store.with_write(shared.durability, |tx| {
            engine::fail(tx, desk, effect, fence, note, &shared.limits, now)
        })
    }

    /// When the next mail of any desk is ready to be handed over.
    ///
    /// # Errors
    /// Those of the store.
    pub fn next_delivery(&self) -> Result<Option<Timestamp>> {
        self.0.store.with_read(|tx| Ok(tx.next_ready()?))
    }
}

/// How much one [`Frontdesk::tick`] may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// So many timers at most; the rest waits for the next tick.
    pub timers: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { timers: 1_000 }
    }
}

/// What a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TickReport {
    /// How many timers ran.
    pub timers: u32,
    /// When the next one is due.
    pub next_wakeup: Option<Timestamp>,
    /// Whether more is due already.
    pub more: bool,
}

/// One team's support desk.
#[derive(Clone)]
pub struct Desk {
    frontdesk: Frontdesk,
    id: DeskId,
    keys: DeskKeys,
}

impl Desk {
    /// The application itself acts: it configures, takes in mail and drains the outbox.
    pub fn host(&self) -> Handle {
        self.act_as(Actor::Host)
    }

    /// A person of the desk acts.
    pub fn agent(&self, person: PersonId) -> Handle {
        self.act_as(Actor::Agent { person })
    }

    /// A person who asks acts; the host vouches that it is this person.
    pub fn requester(&self, person: PersonId) -> Handle {
        self.act_as(Actor::Requester { person, verified: true })
    }

    fn act_as(&self, actor: Actor) -> Handle {
        Handle { desk: self.clone(), actor }
    }

    fn shared(&self) -> &Shared {
        &self.frontdesk.0
    }

    /// Runs a closure in a write transaction, and publishes the configuration it leaves once that is committed.
    fn write<T>(&self, f: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.write_with(self.shared().durability, f)
    }

    fn write_with<T>(
        &self,
        durability: Durability,
        mut f: impl FnMut(&mut Context<'_>) -> Result<T>,
    ) -> Result<T> {
        let shared = self.shared();
        let now = shared.clock.now();
        let (answer, config) = shared.store.with_write(durability, |tx| {
            let config = self.config(tx)?;
            let mut context = self.context(tx, config, now);
            let answer = f(&mut context)?;
            Ok::<_, Error>((answer, context.config))
        })?;
        shared.configs.lock().unwrap_or_else(PoisonError::into_inner).insert(self.id, config);
        Ok(answer)
    }

    /// What a command works with in a transaction.
    fn context<'a>(
        &'a self,
        tx: &'a mut dyn WriteTx,
        config: Arc<DeskConfig>,
        now: Timestamp,
    ) -> Context<'a> {
        let (keys, limits) = (&self.keys, &self.shared().limits);
        Context { tx, desk: self.id, keys, limits, config, now, changes: Vec::new() }
    }

    /// The configuration that a transaction sees: the published one, as long as nobody saved another.
    fn config(&self, tx: &mut dyn ReadTx) -> Result<Arc<DeskConfig>> {
        let version = tx.counters(self.id)?.config_version;
        let published = {
            let configs = self.shared().configs.lock().unwrap_or_else(PoisonError::into_inner);
            configs.get(&self.id).cloned()
        };
        match published {
            Some(config) if config.version == version => Ok(config),
            _ => Ok(Arc::new(DeskConfig::load(tx, self.id)?)),
        }
    }
}

/// A desk as one actor sees it. Every call answers only what this actor may see.
#[derive(Clone)]
pub struct Handle {
    desk: Desk,
    actor: Actor,
}

/// A page of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketPage {
    /// The tickets, in order.
    pub tickets: Vec<Ticket>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<Cursor>,
}

impl Handle {
    /// Carries out a command: all of it, or nothing.
    ///
    /// # Errors
    /// What is wrong with the command, with the path to it; nothing was written then.
    pub fn execute(&self, request: impl Into<Request>) -> Result<Receipt> {
        let request = request.into();
        self.desk.write(|context| engine::execute(context, self.actor, request.clone()))
    }

    /// Carries out many commands in one transaction. One that fails undoes itself alone; the answers come in the same order.
    ///
    /// # Errors
    /// `batch.too_large`, or those of the store: then none was carried out.
    pub fn batch(&self, requests: Vec<Request>) -> Result<Vec<Result<Receipt>>> {
        let cap = self.desk.shared().limits.batch;
        if requests.len() > cap {
            return Err(Error::limit(
                "batch.too_large",
                "commands in the batch",
                requests.len() as u64,
                cap as u64,
            ));
        }
        self.desk.write(|context| {
            let mut answers = Vec::with_capacity(requests.len());
            for request in &requests {
                answers.push(attempt(context, &mut |inner| {
                    engine::execute(inner, self.actor, request.clone())
                })?);
            }
            Ok(answers)
        })
    }

    /// Takes in a raw mail. It ends in exactly one outcome; the same mail again is a duplicate.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host, and those of the store: then call again with the same mail.
    #[cfg(feature = "mail")]
    pub fn intake(&self, mail: IncomingMail<'_>) -> Result<IntakeReceipt> {
        let mut receipts = self.intake_many(&[mail])?;
        receipts.pop().unwrap_or_else(|| Err(StoreError::Aborted.into()))
    }

    /// Takes in many raw mails, in order, with one durable commit. One that fails undoes itself alone: its raw bytes are kept, and it
    /// is to be handed in again.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host, and those of the store: then call again with the same mails.
    #[cfg(feature = "mail")]
    pub fn intake_many(&self, mails: &[IncomingMail<'_>]) -> Result<Vec<Result<IntakeReceipt>>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let bytes = self.desk.shared().limits.mail_bytes;
        let accepted: Vec<Accepted<'_>> = mails.iter().map(|mail| Accepted::read(*mail, bytes)).collect();
        // The raw bytes are kept before they are understood. This need not be synced: the commit of the outcomes is.
        self.desk.write_with(Durability::Relaxed, |context| {
            accepted.iter().try_for_each(|mail| engine::accept(context, mail))
        })?;
        self.desk.write(|context| {
            accepted.iter().map(|mail| attempt(context, &mut |inner| engine::conclude(inner, mail))).collect()
        })
    }

    /// A ticket, by its id.
    ///
    /// # Errors
    /// `ticket.not_found`, also when the actor may not see it.
    pub fn ticket(&self, id: TicketId) -> Result<Ticket> {
        self.find(TicketKey::Id(id))
    }

    /// A ticket, by the number that people say.
    ///
    /// # Errors
    /// `ticket.not_found`, also when the actor may not see it.
    pub fn ticket_by_number(&self, number: TicketNumber) -> Result<Ticket> {
        self.find(TicketKey::Number(number))
    }

    fn find(&self, key: TicketKey) -> Result<Ticket> {
        self.read(|tx, scope| {
            tx.ticket(self.desk.id, key, &scope.tickets)?.ok_or_else(engine::ticket_not_found)
        })
    }

    /// The comments of a ticket behind an index, in order: for a requester the public ones.
    ///
    /// # Errors
    /// `ticket.not_found`, also when the actor may not see it.
    pub fn comments(&self, ticket: TicketNumber, after: u32, limit: u32) -> Result<Vec<Comment>> {
        self.read(|tx, scope| {
            let key = TicketKey::Number(ticket);
            tx.ticket(self.desk.id, key, &scope.tickets)?.ok_or_else(engine::ticket_not_found)?;
            Ok(tx.comments(self.desk.id, ticket, scope.comments, after, limit)?)
        })
    }

    /// A person. Requesters see themselves.
    ///
    /// # Errors
    /// `person.not_found`, also when the actor may not see them.
    pub fn person(&self, id: PersonId) -> Result<Person> {
        let hidden = matches!(self.actor, Actor::Requester { person, .. } if person != id);
        let found = self.read(|tx, _| Ok(if hidden { None } else { tx.person(self.desk.id, id)? }))?;
        found.ok_or_else(|| Error::not_found("person.not_found", "there is no such person"))
    }

    /// A page of a saved view, behind a cursor.
    ///
    /// # Errors
    /// `view.not_found`.
    pub fn view(&self, id: ViewId, after: Option<Cursor>, limit: u32) -> Result<TicketPage> {
        self.with_view(id, |tx, scope, vocabulary, view| self.page(tx, scope, vocabulary, view, after, limit))
    }

    /// How many tickets a saved view holds: exactly up to the limit, `at least` beyond.
    ///
    /// # Errors
    /// `view.not_found`.
    pub fn count_view(&self, id: ViewId) -> Result<Count> {
        self.with_view(id, |tx, scope, vocabulary, view| {
            let filter = query::compile(&view.filter, vocabulary)?;
            let cap = self.desk.shared().limits.count;
            let count = tx.count_tickets(self.desk.id, &filter, &scope.tickets, cap.saturating_add(1))?;
            Ok(if count > cap { Count::AtLeast { count: cap } } else { Count::Exactly { count } })
        })
    }

    /// All tickets that the actor may see, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn tickets(&self, after: Option<Cursor>, limit: u32) -> Result<TicketPage> {
        let sort = Sort { by: SortField::Number, direction: crate::model::Direction::Descending };
        self.read(|tx, scope| self.list(tx, scope, &query::Predicate::everything(), sort, after, limit))
    }

    fn with_view<T>(
        &self,
        id: ViewId,
        mut f: impl FnMut(&mut dyn ReadTx, &Scope, &Vocabulary<'_>, &View) -> Result<T>,
    ) -> Result<T> {
        self.read(|tx, scope| {
            let config = self.desk.config(tx)?;
            let view =
                config.view(id).ok_or_else(|| Error::not_found("view.not_found", "there is no such view"))?;
            let vocabulary = Vocabulary { me: self.actor.person(), ..config.vocabulary() };
            f(tx, scope, &vocabulary, view)
        })
    }

    fn page(
        &self,
        tx: &mut dyn ReadTx,
        scope: &Scope,
        vocabulary: &Vocabulary<'_>,
        view: &View,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<TicketPage> {
        let filter = query::compile(&view.filter, vocabulary)?;
        self.list(tx, scope, &filter, view.sort, after, limit)
    }

    fn list(
        &self,
        tx: &mut dyn ReadTx,
        scope: &Scope,
        filter: &query::Predicate,
        sort: Sort,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<TicketPage> {
        let limit = limit.clamp(1, self.desk.shared().limits.page);
        let asked = TicketQuery { filter, scope: &scope.tickets, sort, after, limit: limit + 1 };
        let mut tickets = tx.tickets(self.desk.id, &asked)?;
        let more = tickets.len() > limit as usize;
        tickets.truncate(limit as usize);
        let cursor = |ticket: &Ticket| Cursor { key: sort.by.key(ticket), number: ticket.number };
        let next = if more { tickets.last().map(cursor) } else { None };
        Ok(TicketPage { tickets, next })
    }

    /// Counts what happened over some local days, from the log: days and teams. It reads the whole log of the desk. A breach counts once
    /// time has passed it: call [`Frontdesk::tick`] before.
    ///
    /// # Errors
    /// `permission.denied` for requesters, `report.unknown_zone`, `report.bad_range`, and those of the store.
    pub fn report(&self, query: &ReportQuery) -> Result<Report> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        self.read(|tx, _| report::report(tx, self.desk.id, query))
    }

    /// What happened behind a position, in order, for the host.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host.
    pub fn changes(&self, after: u64, limit: u32) -> Result<Vec<LogEntry>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        self.read(|tx, _| Ok(tx.log(self.desk.id, after, limit)?))
    }

    /// A digest over what the desk holds: the same for two desks to which the same happened, whatever stores they are kept in. It
    /// reads the whole desk.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host; those of the store.
    pub fn digest(&self) -> Result<String> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        self.read(|tx, _| engine::digest(tx, self.desk.id))
    }

    /// Checks that every ticket is what its events make of it. It reads the whole desk.
    ///
    /// # Errors
    /// `corrupt.fold_differs` with the `number` of the first ticket that is not; `permission.denied` for anybody but the host.
    pub fn verify(&self) -> Result<Verified> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        self.read(|tx, _| engine::verify(tx, self.desk.id))
    }

    /// Runs a closure in a read transaction, with the scope of the actor.
    fn read<T>(&self, mut f: impl FnMut(&mut dyn ReadTx, &Scope) -> Result<T>) -> Result<T> {
        let scope = policy::scope(&self.actor);
        self.desk.shared().store.with_read(|tx| {
            engine::check_actor(tx, self.desk.id, &self.actor)?;
            f(tx, &scope)
        })
    }
}

/// Runs one of several pieces of work in a savepoint of its own. The inner error is that of the piece, which then left nothing behind;
/// the outer one is that of the store.
fn attempt<T>(
    context: &mut Context<'_>,
    work: &mut dyn FnMut(&mut Context<'_>) -> Result<T>,
) -> Result<Result<T>> {
    let mut answer = None;
    let Context { tx, desk, keys, limits, config, now, .. } = context;
    let done = tx.savepoint(&mut |tx: &mut dyn WriteTx| {
        let mut inner = Context {
            tx,
            desk: *desk,
            keys,
            limits,
            config: Arc::clone(config),
            now: *now,
            changes: Vec::new(),
        };
        let result = work(&mut inner);
        let failed = result.is_err();
        answer = Some((result, inner.config));
        if failed { Err(StoreError::Aborted) } else { Ok(()) }
    });
    match (done, answer) {
        (Ok(()), Some((result, config))) => {
            context.config = config;
            Ok(result)
        }
        (Err(StoreError::Aborted), Some((result, _))) => Ok(result),
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StoreError::Aborted.into()),
    }
}
