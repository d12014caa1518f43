//! What an actor reads.

use super::Handle;
use crate::engine::{
    self, ApplyPolicies, Explanation, PolicyDifferencePage, SlaTimeline, Verified, WhatIf, WhatIfReport,
};
use crate::ids::{EffectId, PersonId, TicketId, TicketNumber, UpdateId};
use crate::model::{
    Actor, Arrival, Comment, Config, ConfigKind, Digest, Effect, EffectState, Event, Inbound, InboundKey,
    LogEntry, Person, Subject, Ticket, address_key,
};
use crate::policy::{self, Permission};
use crate::report::{self, Report, ReportQuery};
use crate::store::TicketKey;
use crate::{Error, Result};

impl Handle {
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

    /// Tickets, by their ids, in that order; those that are not there, or that the actor may not see, are left out.
    ///
    /// # Errors
    /// `ticket.too_many_ids` for more than a page of them, as the limits have it.
    pub fn tickets_by_id(&self, ids: &[TicketId]) -> Result<Vec<Ticket>> {
        let page = self.desk.shared().limits.page_of(u32::MAX) as usize;
        Error::unless_at_most("ticket.too_many_ids", "ids at once", ids.len(), page)
            .map_err(|error| error.at("/ids").hint("ask for them in several calls"))?;
        self.read(|tx, scope| {
            let mut tickets = Vec::with_capacity(ids.len());
            for id in ids {
                let found = tx.ticket(self.desk.id, TicketKey::Id(*id), &scope.tickets)?;
                tickets.extend(found.map(|ticket| scope.shown(ticket)));
            }
            Ok(tickets)
        })
    }

    fn find(&self, key: TicketKey) -> Result<Ticket> {
        self.read(|tx, scope| {
            let found = tx.ticket(self.desk.id, key, &scope.tickets)?.ok_or_else(engine::ticket_not_found)?;
            Ok(scope.shown(found))
        })
    }

    /// The comments of a ticket behind an index, in order: for a requester the public ones. At most a page of them, as the limits have it.
    ///
    /// # Errors
    /// `ticket.not_found`, also when the actor may not see it.
    pub fn comments(&self, ticket: TicketNumber, after: u32, limit: u32) -> Result<Vec<Comment>> {
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, scope| {
            let key = TicketKey::Number(ticket);
            tx.ticket(self.desk.id, key, &scope.tickets)?.ok_or_else(engine::ticket_not_found)?;
            Ok(tx.comments(self.desk.id, ticket, scope.comments, after, limit)?)
        })
    }

    /// What happened to a ticket behind a sequence number, in order, with the texts that were not erased: for the people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters; `ticket.not_found`.
    pub fn events(&self, ticket: TicketNumber, after: u32, limit: u32) -> Result<Vec<Event>> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        let ticket = self.ticket_by_number(ticket)?;
        let subject = Subject::Ticket { id: ticket.id, number: ticket.number };
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, _| {
            let events = tx.subject_events(self.desk.id, subject, after, limit)?;
            events.into_iter().map(|event| engine::with_texts(tx, self.desk.id, event)).collect()
        })
    }

    /// Why each trigger fired, did not fire or changed nothing in an update of a ticket and in what followed on it: told from the
    /// log, with the rules as they were then. For the people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters; `ticket.not_found`, `update.not_found`.
    pub fn explain(&self, ticket: TicketNumber, update: UpdateId) -> Result<Explanation> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        let ticket = self.ticket_by_number(ticket)?;
        self.read(|tx, _| engine::explain(tx, self.desk.id, &ticket, update))
    }

    /// What happened to the SLA clocks of a ticket over time: when each ran and when it did not, why, who made it so, and how much has counted.
    /// Told from the log, each stretch on the version of the calendar that was valid then; up to now, with the deadline ahead. For the people
    /// of the desk.
    ///
    /// ```
    /// use frontdesk::model::{Config, Metric, Role};
    /// use frontdesk::store::MemoryStore;
    /// use frontdesk::{Clock as _, CreateTicket, Frontdesk, Keys, Limits, ManualClock, SaveConfig, SavePerson, SpanState, Timestamp};
    ///
    /// let clock = ManualClock::at(Timestamp::parse("2026-01-05T09:00:00Z")?);
    /// let desk = Frontdesk::open(MemoryStore::new(), Keys::new(&[7; 32])?, clock.clone(), Limits::default())
    ///     .desk(frontdesk::ids::DeskId(1));
    /// let policy = r#"{ "config": "policy", "name": "Standard", "position": 1, "filter": {},
    ///     "targets": [{ "metric": "first_reply", "millis": 7200000 }] }"#;
    /// let config: Config = serde_json::from_str(policy).unwrap();
    /// desk.host().execute(SaveConfig { config, base_version: None })?;
    /// let rita = desk.host().execute(SavePerson::new(Role::Requester, "Rita", "rita@example.com"))?.person;
    /// let ticket = desk.requester(rita).execute(CreateTicket::new(rita, "Printer", "It burns."))?;
    ///
    /// clock.advance_millis(90 * 60_000);
    /// let timeline = desk.host().sla_timeline(ticket.number)?;
    /// let first_reply = &timeline.clocks[0];
    /// assert_eq!((first_reply.metric, first_reply.spans[0].state), (Metric::FirstReply, SpanState::Running));
    /// assert_eq!((first_reply.counted_millis, first_reply.left_millis), (90 * 60_000, 30 * 60_000));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// `permission.denied` for requesters; `ticket.not_found`.
    pub fn sla_timeline(&self, ticket: TicketNumber) -> Result<SlaTimeline> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        let ticket = self.ticket_by_number(ticket)?;
        let now = self.desk.shared().clock.now();
        self.read(|tx, _| {
            let config = self.desk.config(tx)?;
            engine::sla_timeline(tx, self.desk.id, &ticket, &config, now)
        })
    }

    /// What drafts of policies and calendars would have made of the past: which promises would have been broken, and how many kept. Nothing
    /// is written. For the people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters; `what_if.bad_period`; what is wrong with a draft, with the path to it.
    pub fn what_if(&self, asked: &WhatIf) -> Result<WhatIfReport> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        let now = self.desk.shared().clock.now();
        self.read(|tx, _| engine::what_if(tx, self.desk.id, asked, now))
    }

    /// What [`ApplyPolicies`] would do to the next tickets at this instant, up to what rules would do about it. Nothing is written. For the
    /// people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters; `policy.as_of_in_the_future`.
    pub fn preview_policies(&self, apply: &ApplyPolicies) -> Result<PolicyDifferencePage> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        let shared = self.desk.shared();
        let (limits, now) = (&shared.limits, shared.clock.now());
        self.read(|tx, _| engine::policy_difference(tx, self.desk.id, limits, apply, now))
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

    /// The person with an address, for the people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters.
    pub fn person_by_address(&self, address: &str) -> Result<Option<Person>> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        self.read(|tx, _| Ok(tx.person_by_address(self.desk.id, &address_key(address))?))
    }

    /// The latest version of everything of a kind that is configured, in order of ids, for the people of the desk.
    ///
    /// # Errors
    /// `permission.denied` for requesters.
    pub fn configs(&self, kind: ConfigKind) -> Result<Vec<Config>> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        self.read(|tx, _| Ok(tx.configs(self.desk.id, kind)?))
    }

    /// Counts what happened over some local days, from the log: days and teams. It reads the whole log of the desk. A breach counts once
    /// time has passed it: call [`Frontdesk::tick`](crate::Frontdesk::tick) before.
    ///
    /// # Errors
    /// `permission.denied` for requesters, `report.unknown_zone`, `report.bad_range`, and those of the store.
    pub fn report(&self, query: &ReportQuery) -> Result<Report> {
        policy::authorize(&self.actor, false, Permission::Work)?;
        self.read(|tx, _| report::report(tx, self.desk.id, query))
    }

    /// What happened behind a position, in order, for the host. At most a page of it, as the limits have it.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host.
    pub fn changes(&self, after: u64, limit: u32) -> Result<Vec<LogEntry>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, _| Ok(tx.log(self.desk.id, after, limit)?))
    }

    /// Mails that were handed in and have no outcome, behind a digest of raw bytes, in order: the process ended before it, or the call
    /// failed. Their bytes are kept; they are to be handed in again. So what was handed in is what has an outcome and what waits here.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host.
    pub fn arrivals(&self, after: Option<Digest>, limit: u32) -> Result<Vec<Arrival>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, _| Ok(tx.arrivals(self.desk.id, after, limit)?))
    }

    /// The records of messages that came in, behind one of them, in the order of their keys: what became of each, and the raw mail that
    /// [`raw_mail`](Self::raw_mail) hands out, also of one that was quarantined. At most a page of them, as the limits have it.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host.
    pub fn messages(&self, after: Option<InboundKey>, limit: u32) -> Result<Vec<Inbound>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, _| Ok(tx.inbounds(self.desk.id, after, limit)?))
    }

    /// Effects in a state, behind one of them, in order of ids: what waits to be sent, what was sent, and what was given up or must not
    /// be sent any more, with the reason. At most a page of them, as the limits have it.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host.
    pub fn effects(&self, state: EffectState, after: Option<EffectId>, limit: u32) -> Result<Vec<Effect>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let limit = self.desk.shared().limits.page_of(limit);
        self.read(|tx, _| Ok(tx.effects(self.desk.id, state, after, limit)?))
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
}
