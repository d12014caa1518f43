use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use crate::Timestamp;
use crate::ids::{ContentId, DeskId, EffectId, PersonId, TeamId, TicketId, TicketNumber};
use crate::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, EffectState, Event, Inbound,
    InboundKey, Person, SortField, Subject, Ticket,
};
use crate::store::DueTicket;

/// All desks, and what is looked for over all of them.
#[derive(Default)]
pub(super) struct State {
    pub desks: BTreeMap<DeskId, Desk>,
    /// Tickets with a timer.
    pub due: BTreeSet<DueTicket>,
    /// Pending effects, by when they may be handed over.
    pub ready: BTreeSet<(Timestamp, EffectId, DeskId)>,
}

/// Names one version of something configured.
pub(super) type ConfigVersion = (ConfigKind, [u8; 16], u32);

/// Where an event lies: which entry of the log, and its place in it.
pub(super) struct EventPlace {
    pub seq: u32,
    pub entry: usize,
    pub at: usize,
}

/// One desk: its rows, and the indexes that follow from them.
#[derive(Default)]
pub(super) struct Desk {
    pub counters: DeskCounters,
    pub tickets: BTreeMap<TicketNumber, Arc<Ticket>>,
    pub comments: BTreeMap<(TicketNumber, u32), Arc<Comment>>,
    /// Entry `n` has position `n + 1`.
    pub log: Vec<Arc<[Event]>>,
    pub people: BTreeMap<PersonId, Arc<Person>>,
    pub addresses: HashMap<String, PersonId>,
    pub configs: BTreeMap<ConfigVersion, Arc<Config>>,
    pub contents: HashMap<ContentId, Arc<Content>>,
    pub effects: BTreeMap<EffectId, Arc<Effect>>,
    pub arrivals: BTreeMap<Digest, Arc<Arrival>>,
    pub inbounds: BTreeMap<InboundKey, Arc<Inbound>>,
    pub receipts: HashMap<Digest, Arc<str>>,
    pub cached: HashMap<Digest, Arc<[u8]>>,

    pub numbers: HashMap<TicketId, TicketNumber>,
    pub requested: BTreeSet<(PersonId, TicketNumber)>,
    /// Unsolved tickets by team, next breach and number.
    pub unsolved_by_team: BTreeSet<(Option<TeamId>, i64, TicketNumber)>,
    /// Unsolved tickets by assignee, next breach and number.
    pub unsolved_by_assignee: BTreeSet<(Option<PersonId>, i64, TicketNumber)>,
    /// Events of each subject, by rising sequence number.
    pub subjects: HashMap<Subject, Vec<EventPlace>>,
    /// Active people by team.
    pub members: BTreeSet<(TeamId, PersonId)>,
    pub effects_by_state: BTreeSet<(EffectState, EffectId)>,
}

/// A row under its key, or that there is none.
pub(super) enum Row {
    Counters(DeskCounters),
    Ticket(TicketNumber, Option<Arc<Ticket>>),
    Comment((TicketNumber, u32), Option<Arc<Comment>>),
    /// The last entry of the log.
    Entry(Option<Arc<[Event]>>),
    Person(PersonId, Option<Arc<Person>>),
    Address(String, Option<PersonId>),
    Config(ConfigVersion, Option<Arc<Config>>),
    Content(ContentId, Option<Arc<Content>>),
    Effect(EffectId, Option<Arc<Effect>>),
    Arrival(Digest, Option<Arc<Arrival>>),
    Inbound(InboundKey, Option<Arc<Inbound>>),
    Receipt(Digest, Option<Arc<str>>),
    Cached(Digest, Option<Arc<[u8]>>),
}

/// Puts a value under a key, or takes it away; answers what was there.
trait Exchange<K, V> {
    fn exchange(&mut self, key: K, value: Option<V>) -> Option<V>;
}

impl<K: Ord, V> Exchange<K, V> for BTreeMap<K, V> {
    fn exchange(&mut self, key: K, value: Option<V>) -> Option<V> {
        match value {
            Some(value) => self.insert(key, value),
            None => self.remove(&key),
        }
    }
}

impl<K: Hash + Eq, V> Exchange<K, V> for HashMap<K, V> {
    fn exchange(&mut self, key: K, value: Option<V>) -> Option<V> {
        match value {
            Some(value) => self.insert(key, value),
            None => self.remove(&key),
        }
    }
}

impl State {
    /// Brings a row to its place, with all indexes, and answers the row that was there: brought back, it undoes the change.
    pub(super) fn swap(&mut self, id: DeskId, row: Row) -> Row {
        let Self { desks, due, ready } = self;
        let desk = desks.entry(id).or_default();
        match row {
            Row::Counters(counters) => Row::Counters(std::mem::replace(&mut desk.counters, counters)),
            Row::Ticket(number, ticket) => {
                let old = desk.swap_ticket(number, ticket.clone());
                let timer =
                    |ticket: &Arc<Ticket>| ticket.wake_at().map(|at| DueTicket { at, desk: id, number });
                let (was, is) = (old.as_ref().and_then(timer), ticket.as_ref().and_then(timer));
                replace_in(due, was, is);
                Row::Ticket(number, old)
            }
            Row::Effect(key, effect) => {
                let old = desk.swap_effect(key, effect.clone());
                let waiting = |effect: &Arc<Effect>| {
                    (effect.state == EffectState::Pending).then_some((effect.ready_at, key, id))
                };
                let (was, is) = (old.as_ref().and_then(waiting), effect.as_ref().and_then(waiting));
                replace_in(ready, was, is);
                Row::Effect(key, old)
            }
            Row::Entry(Some(events)) => {
                desk.push_entry(events);
                Row::Entry(None)
            }
            Row::Entry(None) => Row::Entry(desk.pop_entry()),
            Row::Person(key, person) => Row::Person(key, desk.swap_person(key, person)),
            Row::Comment(key, value) => Row::Comment(key, desk.comments.exchange(key, value)),
            Row::Address(key, value) => {
                let old = desk.addresses.exchange(key.clone(), value);
                Row::Address(key, old)
            }
            Row::Config(key, value) => Row::Config(key, desk.configs.exchange(key, value)),
            Row::Content(key, value) => Row::Content(key, desk.contents.exchange(key, value)),
            Row::Inbound(key, value) => Row::Inbound(key, desk.inbounds.exchange(key, value)),
            Row::Arrival(key, value) => Row::Arrival(key, desk.arrivals.exchange(key, value)),
            Row::Receipt(key, value) => Row::Receipt(key, desk.receipts.exchange(key, value)),
            Row::Cached(key, value) => Row::Cached(key, desk.cached.exchange(key, value)),
        }
    }
}

/// Moves an entry of an index, when it moves at all.
fn replace_in<T: Ord>(index: &mut BTreeSet<T>, was: Option<T>, is: Option<T>) {
    if was != is {
        if let Some(was) = was {
            index.remove(&was);
        }
        if let Some(is) = is {
            index.insert(is);
        }
    }
}

impl Desk {
    fn swap_ticket(&mut self, number: TicketNumber, ticket: Option<Arc<Ticket>>) -> Option<Arc<Ticket>> {
        let old = self.tickets.exchange(number, ticket.clone());
        let (was, is) = (old.as_deref(), ticket.as_deref());
        if was.map(|ticket| ticket.id) != is.map(|ticket| ticket.id) {
            was.map(|ticket| self.numbers.remove(&ticket.id));
            is.map(|ticket| self.numbers.insert(ticket.id, number));
        }
        let requester = |ticket: &Ticket| (ticket.requester, number);
        replace_in(&mut self.requested, was.map(requester), is.map(requester));
        let team = |ticket: &Ticket| {
            let breach = SortField::NextBreach.key(ticket);
            ticket.category.is_unsolved().then_some((ticket.team, breach, number))
        };
        replace_in(&mut self.unsolved_by_team, was.and_then(team), is.and_then(team));
        let assignee = |ticket: &Ticket| {
            let breach = SortField::NextBreach.key(ticket);
            ticket.category.is_unsolved().then_some((ticket.assignee, breach, number))
        };
        replace_in(&mut self.unsolved_by_assignee, was.and_then(assignee), is.and_then(assignee));
        old
    }

    fn swap_effect(&mut self, id: EffectId, effect: Option<Arc<Effect>>) -> Option<Arc<Effect>> {
        let state = effect.as_ref().map(|effect| (effect.state, id));
        let old = self.effects.exchange(id, effect);
        replace_in(&mut self.effects_by_state, old.as_ref().map(|old| (old.state, id)), state);
        old
    }

    fn swap_person(&mut self, id: PersonId, person: Option<Arc<Person>>) -> Option<Arc<Person>> {
        let old = self.people.exchange(id, person.clone());
        let teams = |person: &Option<Arc<Person>>| match person {
            Some(person) if person.active => person.teams.clone(),
            _ => Vec::new(),
        };
        let (was, is) = (teams(&old), teams(&person));
        if was != is {
            for team in was {
                self.members.remove(&(team, id));
            }
            self.members.extend(is.into_iter().map(|team| (team, id)));
        }
        old
    }

    /// Whether the sequence number of each event rises above those that its subject has.
    pub(super) fn is_continued_by(&self, events: &[Event]) -> bool {
        let mut above = HashMap::new();
        for run in events.chunk_by(|one, next| one.subject == next.subject) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let logged = || self.subjects.get(&first.subject)?.last().map(|place| place.seq);
            let before = above.insert(first.subject, last.seq).or_else(logged);
            if before.is_some_and(|seq| seq >= first.seq) || !run.is_sorted_by(|one, next| one.seq < next.seq)
            {
                return false;
            }
        }
        true
    }

    fn push_entry(&mut self, events: Arc<[Event]>) {
        let entry = self.log.len();
        for (at, event) in events.iter().enumerate() {
            let place = EventPlace { seq: event.seq, entry, at };
            self.subjects.entry(event.subject).or_default().push(place);
        }
        self.log.push(events);
    }

    fn pop_entry(&mut self) -> Option<Arc<[Event]>> {
        let events = self.log.pop()?;
        for event in events.iter() {
            if let Some(places) = self.subjects.get_mut(&event.subject) {
                places.pop();
                if places.is_empty() {
                    self.subjects.remove(&event.subject);
                }
            }
        }
        Some(events)
    }
}
