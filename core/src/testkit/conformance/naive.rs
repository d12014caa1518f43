//! What a store means, said as simply as possible: vectors that are searched from the beginning to the end.

use crate::Timestamp;
use crate::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketNumber};
use crate::model::Direction;
use crate::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, LogEntry, Person, Subject, Text, Ticket, Visibility, address_key,
};
use crate::query::{Predicate, TicketQuery};
use crate::store::{
    Change, ConfigReads, DueTicket, IntakeReads, LeasedEffect, LogReads, OutboxReads, PeopleReads,
    Settlement, StoreError, StoreResult, TicketKey, TicketReads, WriteTx,
};

/// The naive model of a store.
#[derive(Clone, Default)]
pub(super) struct Naive {
    desks: Vec<NaiveDesk>,
    nothing: NaiveDesk,
}

#[derive(Clone, Default)]
struct NaiveDesk {
    id: Option<DeskId>,
    counters: DeskCounters,
    tickets: Vec<Ticket>,
    comments: Vec<Comment>,
    log: Vec<LogEntry>,
    people: Vec<Person>,
    addresses: Vec<(String, PersonId)>,
    configs: Vec<Config>,
    contents: Vec<Content>,
    effects: Vec<Effect>,
    arrivals: Vec<Arrival>,
    inbounds: Vec<Inbound>,
    receipts: Vec<(Digest, String)>,
    cached: Vec<(Digest, Vec<u8>)>,
}

/// Replaces the row with the same key, or adds it.
fn put<T, K: PartialEq>(rows: &mut Vec<T>, row: T, key: impl Fn(&T) -> K) {
    rows.retain(|have| key(have) != key(&row));
    rows.push(row);
}

/// Rows in the order of their keys behind one of them.
fn behind<T: Clone, K: Ord>(
    rows: impl Iterator<Item = T>,
    key: impl Fn(&T) -> K,
    after: Option<K>,
    limit: u32,
) -> Vec<T> {
    let mut rows: Vec<T> = rows.filter(|row| after.as_ref().is_none_or(|after| key(row) > *after)).collect();
    rows.sort_by_key(key);
    rows.truncate(limit as usize);
    rows
}

impl Naive {
    fn desk(&self, id: DeskId) -> &NaiveDesk {
        self.desks.iter().find(|desk| desk.id == Some(id)).unwrap_or(&self.nothing)
    }

    /// Changes a desk, which begins with it.
    fn change<T>(&mut self, id: DeskId, f: impl FnOnce(&mut NaiveDesk) -> T) -> T {
        let mut desk = self.desk(id).clone();
        desk.id = Some(id);
        let answer = f(&mut desk);
        put(&mut self.desks, desk, |desk| desk.id);
        answer
    }
}

impl NaiveDesk {
    fn apply(&mut self, change: &Change) -> StoreResult<()> {
        match change {
            Change::PutTicket { ticket, before } => {
                let old =
                    self.tickets.iter().find(|have| have.id == ticket.id || have.number == ticket.number);
                if old.map(|old| old.version) != *before {
                    return Err(StoreError::Conflict);
                }
                self.counters.last_number = self.counters.last_number.max(ticket.number.0);
                put(&mut self.tickets, (**ticket).clone(), |ticket| ticket.number);
            }
            Change::PutComment(comment) => {
                let key = |comment: &Comment| (comment.body().ticket, comment.body().index);
                put(&mut self.comments, (**comment).clone(), key);
            }
            Change::Append(events) => {
                self.counters.position += 1;
                self.log.push(LogEntry { position: self.counters.position, events: events.clone() });
            }
            Change::PutPerson(person) => {
                let texts = person.addresses.iter().filter_map(|have| have.address.text.as_deref());
                let keys: Vec<_> = texts.map(address_key).collect();
                self.addresses.retain(|(key, owner)| *owner != person.id && !keys.contains(key));
                self.addresses.extend(keys.into_iter().map(|key| (key, person.id)));
                put(&mut self.people, (**person).clone(), |person| person.id);
            }
            Change::PutConfig(config) => {
                self.counters.config_version += 1;
                let key = |config: &Config| (config.kind(), config.key(), config.version());
                put(&mut self.configs, (**config).clone(), key);
            }
            Change::PutContent(content) => put(&mut self.contents, content.clone(), |content| content.id),
            Change::EraseContent(id) => self.contents.retain(|content| content.id != *id),
            Change::PutEffect(effect) => put(&mut self.effects, (**effect).clone(), |effect| effect.id),
            Change::PutArrival(arrival) => {
                put(&mut self.arrivals, (**arrival).clone(), |arrival| arrival.key)
            }
            Change::DropArrival(key) => self.arrivals.retain(|arrival| arrival.key != *key),
            Change::PutInbound(inbound) => put(&mut self.inbounds, (**inbound).clone(), Inbound::key),
            Change::PutReceipt { key, receipt, .. } => {
                put(&mut self.receipts, (*key, receipt.clone()), |(key, _)| *key);
            }
            Change::PutCached { key, bytes } => put(&mut self.cached, (*key, bytes.clone()), |(key, _)| *key),
        }
        Ok(())
    }

    fn text_of(&self, named: &Text) -> Text {
        let content = self.contents.iter().find(|content| content.id == named.content.id);
        let text = content.map(|content| String::from_utf8_lossy(&content.bytes).into_owned());
        Text { content: named.content, text }
    }

    fn with_texts(&self, comment: &Comment) -> Comment {
        let mut comment = comment.clone();
        let body = comment.body_mut();
        body.text = self.text_of(&body.text);
        body.attachments.iter_mut().for_each(|attached| attached.name = self.text_of(&attached.name));
        comment
    }
}

impl TicketReads for Naive {
    fn ticket(&mut self, desk: DeskId, key: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>> {
        let mut tickets = self.desk(desk).tickets.iter().filter(|ticket| scope.holds(ticket));
        let ticket = tickets.find(|ticket| match key {
            TicketKey::Id(id) => ticket.id == id,
            TicketKey::Number(number) => ticket.number == number,
        });
        Ok(ticket.cloned())
    }

    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>> {
        let place = |ticket: &Ticket| (query.sort.by.key(ticket), ticket.number);
        let found = self.desk(desk).tickets.iter();
        let mut found: Vec<_> =
            found.filter(|ticket| query.filter.holds(ticket) && query.scope.holds(ticket)).cloned().collect();
        found.sort_by_key(place);
        if query.sort.direction == Direction::Descending {
            found.reverse();
        }
        if let Some(after) = query.after {
            let end = (after.key, after.number);
            found.retain(|ticket| match query.sort.direction {
                Direction::Ascending => place(ticket) > end,
                Direction::Descending => place(ticket) < end,
            });
        }
        found.truncate(query.limit as usize);
        Ok(found)
    }

    fn count_tickets(
        &mut self,
        desk: DeskId,
        filter: &Predicate,
        scope: &Predicate,
        cap: u32,
    ) -> StoreResult<u32> {
        let tickets = self.desk(desk).tickets.iter();
        let found = tickets.filter(|ticket| filter.holds(ticket) && scope.holds(ticket)).count();
        Ok(u32::try_from(found).unwrap_or(u32::MAX).min(cap))
    }

    fn comments(
        &mut self,
        desk: DeskId,
        ticket: TicketNumber,
        only: Option<Visibility>,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Comment>> {
        let desk = self.desk(desk);
        let of_ticket = desk.comments.iter().filter(|comment| {
            comment.body().ticket == ticket && only.is_none_or(|only| comment.visibility() == only)
        });
        let of_ticket = of_ticket.map(|comment| desk.with_texts(comment));
        Ok(behind(of_ticket, |comment| comment.body().index, Some(after), limit))
    }

    fn due_tickets(
        &mut self,
        desk: Option<DeskId>,
        up_to: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<DueTicket>> {
        let mut due = Vec::new();
        for desk in self.desks.iter().filter(|known| desk.is_none() || known.id == desk) {
            let tickets = desk.tickets.iter().filter_map(|ticket| Some((ticket.wake_at()?, ticket.number)));
            let of_desk = tickets.zip(desk.id.iter().cycle());
            due.extend(of_desk.map(|((at, number), desk)| DueTicket { at, desk: *desk, number }));
        }
        due.retain(|due| due.at <= up_to);
        due.sort();
        due.truncate(limit as usize);
        Ok(due)
    }

    fn next_due(&mut self) -> StoreResult<Option<Timestamp>> {
        Ok(self.due_tickets(None, Timestamp::MAX, 1)?.first().map(|due| due.at))
    }
}

impl PeopleReads for Naive {
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>> {
        Ok(self.desk(desk).people.iter().find(|person| person.id == id).cloned())
    }

    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>> {
        let owner = self.desk(desk).addresses.iter().find(|(have, _)| have == key).map(|(_, owner)| *owner);
        owner.map_or(Ok(None), |owner| self.person(desk, owner))
    }

    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>> {
        Ok(behind(self.desk(desk).people.iter().cloned(), |person| person.id, after, limit))
    }

    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>> {
        let people = self.desk(desk).people.iter();
        let members = people.filter(|person| person.active && person.teams.contains(&team)).cloned();
        Ok(behind(members, |person| person.id, None, u32::MAX))
    }
}

impl ConfigReads for Naive {
    fn desks(&mut self) -> StoreResult<Vec<DeskId>> {
        Ok(behind(self.desks.iter().filter_map(|desk| desk.id), |id| *id, None, u32::MAX))
    }

    fn counters(&mut self, desk: DeskId) -> StoreResult<DeskCounters> {
        Ok(self.desk(desk).counters)
    }

    fn config(
        &mut self,
        desk: DeskId,
        kind: ConfigKind,
        key: [u8; 16],
        version: Option<u32>,
    ) -> StoreResult<Option<Config>> {
        let configs = self.desk(desk).configs.iter();
        let versions = configs.filter(|config| config.kind() == kind && config.key() == key);
        let wanted = versions.filter(|config| version.is_none_or(|version| config.version() == version));
        Ok(wanted.max_by_key(|config| config.version()).cloned())
    }

    fn configs(&mut self, desk: DeskId, kind: ConfigKind) -> StoreResult<Vec<Config>> {
        let mut latest: Vec<Config> = Vec::new();
        let of_kind = self.desk(desk).configs.iter().filter(|config| config.kind() == kind).cloned();
        for config in behind(of_kind, |config| (config.key(), config.version()), None, u32::MAX) {
            put(&mut latest, config, Config::key);
        }
        Ok(latest)
    }
}

impl LogReads for Naive {
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>> {
        Ok(behind(self.desk(desk).log.iter().cloned(), |entry| entry.position, Some(after), limit))
    }

    fn subject_events(
        &mut self,
        desk: DeskId,
        subject: Subject,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Event>> {
        let events = self.desk(desk).log.iter().flat_map(|entry| &entry.events);
        let of_subject = events.filter(|event| event.subject == subject).cloned();
        Ok(behind(of_subject, |event| event.seq, Some(after), limit))
    }

    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        Ok(self.desk(desk).contents.iter().find(|content| content.id == id).cloned())
    }

    fn cached(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Vec<u8>>> {
        Ok(self.desk(desk).cached.iter().find(|(have, _)| *have == key).map(|(_, bytes)| bytes.clone()))
    }

    fn receipt(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<String>> {
        Ok(self.desk(desk).receipts.iter().find(|(have, _)| *have == key).map(|(_, receipt)| receipt.clone()))
    }
}

impl IntakeReads for Naive {
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>> {
        Ok(self.desk(desk).arrivals.iter().find(|arrival| arrival.key == key).cloned())
    }

    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>> {
        Ok(behind(self.desk(desk).arrivals.iter().cloned(), |arrival| arrival.key, after, limit))
    }

    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>> {
        Ok(self.desk(desk).inbounds.iter().find(|inbound| inbound.key() == key).cloned())
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>> {
        Ok(behind(self.desk(desk).inbounds.iter().cloned(), Inbound::key, after, limit))
    }

    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>> {
        let inbounds = self.desk(desk).inbounds.iter();
        let of_id = inbounds.filter(|inbound| inbound.message_id == Some(message_id));
        Ok(behind(of_id.cloned(), |inbound| inbound.id, None, limit))
    }
}

impl OutboxReads for Naive {
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>> {
        Ok(self.desk(desk).effects.iter().find(|effect| effect.id == id).cloned())
    }

    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>> {
        let in_state = self.desk(desk).effects.iter().filter(|effect| effect.state == state);
        Ok(behind(in_state.cloned(), |effect| effect.id, after, limit))
    }

    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>> {
        let effects = self.desks.iter().flat_map(|desk| &desk.effects);
        let pending = effects.filter(|effect| effect.state == EffectState::Pending);
        Ok(pending.map(|effect| effect.ready_at).min())
    }
}

impl WriteTx for Naive {
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        changes.iter().try_for_each(|change| self.change(desk, |desk| desk.apply(change)))
    }

    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        Ok(self.change(desk, |desk| {
            desk.counters.last_number += 1;
            TicketNumber(desk.counters.last_number)
        }))
    }

    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>> {
        let mut ready = Vec::new();
        for desk in &self.desks {
            let pending = desk.effects.iter().filter(|effect| effect.state == EffectState::Pending);
            let pending = pending.filter(|effect| effect.ready_at <= now);
            ready.extend(pending.zip(desk.id.iter().cycle()).map(|(effect, desk)| (effect.clone(), *desk)));
        }
        ready.sort_by_key(|(effect, desk)| (effect.ready_at, effect.id, *desk));
        ready.truncate(limit as usize);
        let lease = ready.into_iter().map(|(effect, desk)| {
            let (fence, attempts) = (effect.fence + 1, effect.attempts + 1);
            let effect = Effect { fence, attempts, ready_at: lease_until, ..effect };
            self.change(desk, |desk| put(&mut desk.effects, effect.clone(), |effect| effect.id));
            LeasedEffect { desk, effect }
        });
        Ok(lease.collect())
    }

    fn settle_effect(
        &mut self,
        desk: DeskId,
        id: EffectId,
        fence: u32,
        how: &Settlement,
    ) -> StoreResult<bool> {
        let Some(old) = self.effect(desk, id)? else { return Ok(false) };
        if fence == 0 || old.fence != fence || old.state != EffectState::Pending {
            return Ok(false);
        }
        let settled = match how {
            Settlement::Done => Effect { state: EffectState::Done, ..old },
            Settlement::Retry { at, note } => Effect { ready_at: *at, note: note.clone(), ..old },
            Settlement::Dead { note } => Effect { state: EffectState::Dead, note: note.clone(), ..old },
            Settlement::Cancelled { note } => {
                Effect { state: EffectState::Cancelled, note: note.clone(), ..old }
            }
        };
        self.change(desk, |desk| put(&mut desk.effects, settled, |effect| effect.id));
        Ok(true)
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        let before = self.clone();
        f(self).inspect_err(|_| *self = before)
    }
}
