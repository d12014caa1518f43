use frontdesk::Timestamp;
use frontdesk::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketNumber};
use frontdesk::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Direction, Effect, EffectState,
    Event, Inbound, InboundKey, LogEntry, Person, Subject, Text, Ticket, Visibility,
};
use frontdesk::query::{Predicate, TicketQuery};
use frontdesk::store::{
    ConfigReads, DueTicket, IntakeReads, LogReads, OutboxReads, PeopleReads, StoreResult, TicketKey,
    TicketReads,
};

use crate::state::{State, page, row, rows_of};

impl State {
    fn find<'s>(
        &'s self,
        desk: DeskId,
        filter: &'s Predicate,
        scope: &'s Predicate,
    ) -> impl Iterator<Item = &'s Ticket> {
        let tickets = rows_of(&self.tickets, desk).map(|(_, ticket)| ticket);
        // The scope is what the actor may see: it always has to hold, whatever the filter says.
        tickets.filter(|ticket| scope.holds(ticket) && filter.holds(ticket))
    }

    /// The text that a comment names, unless it was erased.
    fn fill(&self, desk: DeskId, text: &mut Text) {
        let content = self.contents.get(&(desk, text.content.id));
        text.text = content.map(|content| String::from_utf8_lossy(&content.bytes).into_owned());
    }
}

impl TicketReads for State {
    fn ticket(&mut self, desk: DeskId, key: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>> {
        let number = match key {
            TicketKey::Id(id) => row(&self.numbers, desk, id),
            TicketKey::Number(number) => Some(number),
        };
        let ticket = number.and_then(|number| row(&self.tickets, desk, number));
        Ok(ticket.filter(|ticket| scope.holds(ticket)))
    }

    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>> {
        let place = |ticket: &Ticket| (query.sort.by.key(ticket), ticket.number);
        let after = query.after.map(|after| (after.key, after.number));
        let mut found: Vec<Ticket> = self.find(desk, query.filter, query.scope).cloned().collect();
        found.sort_by_key(place);
        match query.sort.direction {
            Direction::Ascending => found.retain(|ticket| after.is_none_or(|after| place(ticket) > after)),
            Direction::Descending => {
                found.retain(|ticket| after.is_none_or(|after| place(ticket) < after));
                found.reverse();
            }
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
        let found = self.find(desk, filter, scope).take(cap as usize).count();
        Ok(u32::try_from(found).unwrap_or(cap))
    }

    fn comments(
        &mut self,
        desk: DeskId,
        ticket: TicketNumber,
        only: Option<Visibility>,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Comment>> {
        let mut comments = page(&self.comments, desk, Some((ticket, after)), limit, |comment| {
            comment.body().ticket == ticket && only.is_none_or(|only| comment.visibility() == only)
        });
        for comment in &mut comments {
            let body = comment.body_mut();
            self.fill(desk, &mut body.text);
            body.attachments.iter_mut().for_each(|attached| self.fill(desk, &mut attached.name));
        }
        Ok(comments)
    }

    fn due_tickets(
        &mut self,
        desk: Option<DeskId>,
        up_to: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<DueTicket>> {
        let due = self.tickets.iter().filter_map(|((desk, number), ticket)| {
            Some(DueTicket { at: ticket.wake_at()?, desk: *desk, number: *number })
        });
        let mut due: Vec<DueTicket> =
            due.filter(|due| due.at <= up_to && desk.is_none_or(|desk| due.desk == desk)).collect();
        due.sort();
        due.truncate(limit as usize);
        Ok(due)
    }

    fn next_due(&mut self) -> StoreResult<Option<Timestamp>> {
        Ok(self.tickets.values().filter_map(|ticket| ticket.wake_at()).min())
    }
}

impl PeopleReads for State {
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>> {
        Ok(row(&self.people, desk, id))
    }

    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>> {
        let id = row(&self.addresses, desk, key.to_owned());
        Ok(id.and_then(|id| row(&self.people, desk, id)))
    }

    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>> {
        Ok(page(&self.people, desk, after, limit, |_| true))
    }

    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>> {
        Ok(page(&self.people, desk, None, u32::MAX, |person| person.active && person.teams.contains(&team)))
    }
}

impl ConfigReads for State {
    fn desks(&mut self) -> StoreResult<Vec<DeskId>> {
        Ok(self.counters.keys().copied().collect())
    }

    fn counters(&mut self, desk: DeskId) -> StoreResult<DeskCounters> {
        Ok(self.counters.get(&desk).copied().unwrap_or_default())
    }

    fn config(
        &mut self,
        desk: DeskId,
        kind: ConfigKind,
        key: [u8; 16],
        version: Option<u32>,
    ) -> StoreResult<Option<Config>> {
        let versions = page(&self.configs, desk, None, u32::MAX, |config| {
            (config.kind(), config.key()) == (kind, key)
                && version.is_none_or(|version| config.version() == version)
        });
        Ok(versions.into_iter().next_back())
    }

    fn configs(&mut self, desk: DeskId, kind: ConfigKind) -> StoreResult<Vec<Config>> {
        let mut latest: Vec<Config> = Vec::new();
        for config in page(&self.configs, desk, None, u32::MAX, |config| config.kind() == kind) {
            latest.pop_if(|earlier| earlier.key() == config.key());
            latest.push(config);
        }
        Ok(latest)
    }
}

impl LogReads for State {
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>> {
        let entries = rows_of(&self.log, desk).filter(|(position, _)| **position > after);
        let entries =
            entries.map(|(position, events)| LogEntry { position: *position, events: events.clone() });
        Ok(entries.take(limit as usize).collect())
    }

    fn subject_events(
        &mut self,
        desk: DeskId,
        subject: Subject,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Event>> {
        Ok(page(&self.events, desk, Some((subject, after)), limit, |event| event.subject == subject))
    }

    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        Ok(row(&self.contents, desk, id))
    }

    fn cached(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Vec<u8>>> {
        Ok(row(&self.cached, desk, key))
    }

    fn receipt(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<String>> {
        Ok(row(&self.receipts, desk, key))
    }
}

impl IntakeReads for State {
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>> {
        Ok(row(&self.arrivals, desk, key))
    }

    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>> {
        Ok(page(&self.arrivals, desk, after, limit, |_| true))
    }

    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>> {
        Ok(row(&self.inbounds, desk, key))
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>> {
        Ok(page(&self.inbounds, desk, after, limit, |_| true))
    }

    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>> {
        Ok(page(&self.inbounds, desk, None, limit, |inbound| inbound.message_id == Some(message_id)))
    }
}

impl OutboxReads for State {
    fn effect(&mut self, desk: DeskId, id: EffectId) -> StoreResult<Option<Effect>> {
        Ok(row(&self.effects, desk, id))
    }

    fn effects(
        &mut self,
        desk: DeskId,
        state: EffectState,
        after: Option<EffectId>,
        limit: u32,
    ) -> StoreResult<Vec<Effect>> {
        Ok(page(&self.effects, desk, after, limit, |effect| effect.state == state))
    }

    fn next_ready(&mut self) -> StoreResult<Option<Timestamp>> {
        let pending = self.effects.values().filter(|effect| effect.state == EffectState::Pending);
        Ok(pending.map(|effect| effect.ready_at).min())
    }
}
