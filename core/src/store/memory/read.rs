use std::ops::{Bound, Deref};
use std::sync::Arc;

use super::Tx;
use super::list;
use super::state::{Desk, State};
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketNumber};
use crate::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, LogEntry, Person, Standing, Subject, Text, Ticket, Visibility,
};
use crate::query::{Predicate, TicketQuery};
use crate::store::{
    ConfigReads, DueTicket, IntakeReads, LogReads, OutboxReads, PeopleReads, StoreError, StoreResult,
    TicketKey, TicketReads, TicketRow,
};

impl<S: Deref<Target = State>> Tx<S> {
    fn desk(&self, desk: DeskId) -> Option<&Desk> {
        self.state.desks.get(&desk)
    }
}

fn owned<T: Clone>(row: &Arc<T>) -> T {
    T::clone(row)
}

/// From behind a key, or from the beginning.
fn behind<K>(after: Option<K>) -> (Bound<K>, Bound<K>) {
    (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded)
}

impl<S: Deref<Target = State>> TicketReads for Tx<S> {
    fn ticket(&mut self, desk: DeskId, key: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>> {
        let Some(desk) = self.desk(desk) else { return Ok(None) };
        let number = match key {
            TicketKey::Number(number) => Some(number),
            TicketKey::Id(id) => desk.numbers.get(&id).copied(),
        };
        let ticket = number.and_then(|number| desk.tickets.get(&number));
        Ok(ticket.filter(|ticket| scope.holds(ticket)).map(owned))
    }

    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>> {
        Ok(self.desk(desk).map(|desk| list::page(desk, query, Ticket::clone)).unwrap_or_default())
    }

    fn rows(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<TicketRow>> {
        let row = |ticket: &Ticket| TicketRow::of(ticket, query.sort.by);
        Ok(self.desk(desk).map(|desk| list::page(desk, query, row)).unwrap_or_default())
    }

    fn count_tickets(
        &mut self,
        desk: DeskId,
        filter: &Predicate,
        scope: &Predicate,
        cap: u32,
    ) -> StoreResult<u32> {
        Ok(self.desk(desk).map_or(0, |desk| list::count(desk, filter, scope, cap)))
    }

    fn comments(
        &mut self,
        desk: DeskId,
        ticket: TicketNumber,
        only: Option<Visibility>,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Comment>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let first = (Bound::Excluded((ticket, after)), Bound::Included((ticket, u32::MAX)));
        let comments = desk.comments.range(first).map(|(_, comment)| comment);
        comments
            .filter(|comment| only.is_none_or(|only| comment.visibility() == only))
            .take(limit as usize)
            .map(|comment| desk.with_texts(comment))
            .collect()
    }

    fn due_tickets(
        &mut self,
        desk: Option<DeskId>,
        up_to: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<DueTicket>> {
        let due = self.state.due.iter().take_while(|due| due.at <= up_to);
        let due = due.filter(|due| desk.is_none_or(|desk| due.desk == desk));
        Ok(due.take(limit as usize).copied().collect())
    }

    fn next_due(&mut self) -> StoreResult<Option<Timestamp>> {
        Ok(self.state.due.first().map(|due| due.at))
    }
}

impl Desk {
    /// The comment with its texts, as far as they were not erased.
    fn with_texts(&self, kept: &Arc<Comment>) -> StoreResult<Comment> {
        let mut comment = owned(kept);
        let body = comment.body_mut();
        let names = body.attachments.iter_mut().map(|attachment| &mut attachment.name);
        for Text { content, text } in std::iter::once(&mut body.text).chain(names) {
            let Some(found) = self.contents.get(&content.id) else { continue };
            let found = std::str::from_utf8(&found.bytes)
                .map_err(|_| StoreError::Corrupt(format!("{} is no text", content.id)))?;
            *text = Some(found.to_owned());
        }
        Ok(comment)
    }
}

impl<S: Deref<Target = State>> PeopleReads for Tx<S> {
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>> {
        Ok(self.desk(desk).and_then(|desk| desk.people.get(&id)).map(owned))
    }

    fn standing(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Standing>> {
        Ok(self.desk(desk).and_then(|desk| desk.people.get(&id)).map(|person| Standing::from(&**person)))
    }

    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>> {
        let Some(desk) = self.desk(desk) else { return Ok(None) };
        Ok(desk.addresses.get(key).and_then(|id| desk.people.get(id)).map(owned))
    }

    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let people = desk.people.range(behind(after)).take(limit as usize);
        Ok(people.map(|(_, person)| owned(person)).collect())
    }

    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let members = desk.members.range((team, first_id())..).take_while(|(of, _)| *of == team);
        Ok(members.filter_map(|(_, id)| desk.people.get(id)).map(owned).collect())
    }
}

/// The id before all others of its kind.
fn first_id<I: crate::ids::Id>() -> I {
    I::from_bytes([0; 16])
}

impl<S: Deref<Target = State>> ConfigReads for Tx<S> {
    fn desks(&mut self) -> StoreResult<Vec<DeskId>> {
        Ok(self.state.desks.keys().copied().collect())
    }

    fn counters(&mut self, desk: DeskId) -> StoreResult<DeskCounters> {
        Ok(self.desk(desk).map(|desk| desk.counters).unwrap_or_default())
    }

    fn config(
        &mut self,
        desk: DeskId,
        kind: ConfigKind,
        key: [u8; 16],
        version: Option<u32>,
    ) -> StoreResult<Option<Config>> {
        let Some(desk) = self.desk(desk) else { return Ok(None) };
        let versions = version.map_or(0..=u32::MAX, |version| version..=version);
        let mut found = desk.configs.range((kind, key, *versions.start())..=(kind, key, *versions.end()));
        Ok(found.next_back().map(|(_, config)| owned(config)))
    }

    fn configs(&mut self, desk: DeskId, kind: ConfigKind) -> StoreResult<Vec<Config>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let of_kind = desk.configs.range((kind, [0; 16], 0)..=(kind, [u8::MAX; 16], u32::MAX));
        let mut latest: Vec<(&[u8; 16], &Arc<Config>)> = Vec::new();
        for ((_, key, _), config) in of_kind {
            latest.pop_if(|(earlier, _)| *earlier == key);
            latest.push((key, config));
        }
        Ok(latest.into_iter().map(|(_, config)| owned(config)).collect())
    }
}

impl<S: Deref<Target = State>> LogReads for Tx<S> {
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let skipped = usize::try_from(after).unwrap_or(usize::MAX);
        let entries = desk.log.iter().skip(skipped).zip(after.saturating_add(1)..);
        let entries = entries.take(limit as usize);
        Ok(entries.map(|(events, position)| LogEntry { position, events: events.to_vec() }).collect())
    }

    fn subject_events(
        &mut self,
        desk: DeskId,
        subject: Subject,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Event>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let places = desk.subjects.get(&subject).map(Vec::as_slice).unwrap_or_default();
        let skipped = places.partition_point(|place| place.seq <= after);
        let wanted = places.iter().skip(skipped).take(limit as usize);
        Ok(wanted.filter_map(|place| desk.log.get(place.entry)?.get(place.at).cloned()).collect())
    }

    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        Ok(self.desk(desk).and_then(|desk| desk.contents.get(&id)).map(owned))
    }

    fn cached(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Vec<u8>>> {
        Ok(self.desk(desk).and_then(|desk| desk.cached.get(&key)).map(|bytes| bytes.to_vec()))
    }

    fn receipt(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<String>> {
        Ok(self.desk(desk).and_then(|desk| desk.receipts.get(&key)).map(|receipt| receipt.to_string()))
    }
}

impl<S: Deref<Target = State>> IntakeReads for Tx<S> {
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>> {
        Ok(self.desk(desk).and_then(|desk| desk.arrivals.get(&key)).map(owned))
    }

    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let arrivals = desk.arrivals.range(behind(after)).take(limit as usize);
        Ok(arrivals.map(|(_, arrival)| owned(arrival)).collect())
    }

    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>> {
        Ok(self.desk(desk).and_then(|desk| desk.inbounds.get(&key)).map(owned))
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let inbounds = desk.inbounds.range(behind(after)).take(limit as usize);
        Ok(inbounds.map(|(_, inbound)| owned(inbound)).collect())
    }

    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let message_id = Some(message_id);
        let behind = desk.inbounds.range(InboundKey { message_id, id: first_id() }..);
        let of_id = behind.take_while(|(key, _)| key.message_id == message_id);
        Ok(of_id.take(limit as usize).map(|(_, inbound)| owned(inbound)).collect())
    }
}

impl<S: Deref<Target = State>> OutboxReads for Tx<S> {
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>> {
        Ok(self.desk(desk).and_then(|desk| desk.effects.get(&id)).map(owned))
    }

    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>> {
        let Some(desk) = self.desk(desk) else { return Ok(Vec::new()) };
        let first = match after {
            Some(after) => Bound::Excluded((state, after)),
            None => Bound::Included((state, first_id())),
        };
        let ids = desk.effects_by_state.range((first, Bound::Unbounded));
        let ids = ids.take_while(|(in_state, _)| *in_state == state).take(limit as usize);
        Ok(ids.filter_map(|(_, id)| desk.effects.get(id)).map(owned).collect())
    }

    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>> {
        Ok(self.state.ready.first().map(|(ready, ..)| *ready))
    }
}
