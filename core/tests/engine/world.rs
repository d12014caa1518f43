//! A desk with a few people in it, on a store of choice, with a clock that the test moves.

use frontdesk::ids::{CommandId, DeskId, Id, PersonId, TicketId};
use frontdesk::model::{Config, Event, EventBody, LogEntry, Role, Subject, Ticket};
use frontdesk::rules::{RuleTrace, Verdict};
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{MemoryStore, Store};
use frontdesk::{
    Budget, ConfigReceipt, CreateTicket, Desk, Error, Frontdesk, Handle, Keys, Limits, ManualClock, Request,
    SaveConfig, SavePerson, TicketReceipt, Timestamp, UpdateTicket,
};
use serde_json::Value as Json;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

/// Makes a test on each store of functions that take a fresh [`World`].
macro_rules! on_each_store {
    ($($promise:ident),+ $(,)?) => {
        mod on_memory {
            $(#[test]
            fn $promise() {
                super::$promise(crate::world::World::on_memory());
            })+
        }
        mod on_sqlite {
            $(#[test]
            fn $promise() {
                super::$promise(crate::world::World::on_sqlite());
            })+
        }
    };
}

pub struct World {
    pub frontdesk: Frontdesk,
    pub clock: ManualClock,
    pub desk: Desk,
    pub desk_id: DeskId,
    /// An agent, and another.
    pub ann: PersonId,
    pub bob: PersonId,
    /// A requester, and another.
    pub rita: PersonId,
    pub sam: PersonId,
}

impl World {
    pub fn on_memory() -> Self {
        Self::on(MemoryStore::new())
    }

    pub fn on_sqlite() -> Self {
        Self::on(SqliteStore::open_in_memory().unwrap())
    }

    /// Desk 1 of a fresh store, on a Monday morning.
    pub fn on(store: impl Store + 'static) -> Self {
        Self::within(store, Limits::default())
    }

    /// One on each store, within limits.
    pub fn each_within(limits: Limits) -> [Self; 2] {
        let sqlite = SqliteStore::open_in_memory().unwrap();
        [Self::within(MemoryStore::new(), limits), Self::within(sqlite, limits)]
    }

    fn within(store: impl Store + 'static, limits: Limits) -> Self {
        let clock = ManualClock::at(at("2026-01-05T09:00:00Z"));
        let frontdesk = Frontdesk::open(store, keys(), clock.clone(), limits);
        Self::in_desk(frontdesk, clock, DeskId(1))
    }

    /// Another desk of the same store, with people of its own.
    pub fn beside(&self, desk_id: DeskId) -> Self {
        Self::in_desk(self.frontdesk.clone(), self.clock.clone(), desk_id)
    }

    fn in_desk(frontdesk: Frontdesk, clock: ManualClock, desk_id: DeskId) -> Self {
        let desk = frontdesk.desk(desk_id);
        // Each with a command id of its own, so that a store that is opened again has the same people.
        let person = |number: u8, role, name: &str| {
            let address = format!("{}@example.com", name.to_lowercase());
            let id = Some(CommandId::from_bytes([0xf0 + number; 16]));
            let command = SavePerson::new(role, name, &address).into();
            desk.host().execute(Request { id, command }).unwrap().person.unwrap()
        };
        Self {
            ann: person(0, Role::Agent, "Ann"),
            bob: person(1, Role::Agent, "Bob"),
            rita: person(2, Role::Requester, "Rita"),
            sam: person(3, Role::Requester, "Sam"),
            frontdesk,
            clock,
            desk,
            desk_id,
        }
    }

    pub fn host(&self) -> Handle {
        self.desk.host()
    }

    pub fn as_ann(&self) -> Handle {
        self.desk.agent(self.ann)
    }

    pub fn as_rita(&self) -> Handle {
        self.desk.requester(self.rita)
    }

    /// Rita asks.
    pub fn ask(&self) -> TicketId {
        let create = CreateTicket::new(self.rita, "Printer on fire", "It burns.");
        self.as_rita().execute(create).unwrap().ticket
    }

    pub fn by_ann(&self, update: UpdateTicket) -> TicketReceipt {
        self.as_ann().execute(update).unwrap()
    }

    pub fn by_rita(&self, update: UpdateTicket) -> TicketReceipt {
        self.as_rita().execute(update).unwrap()
    }

    pub fn ticket(&self, id: TicketId) -> Ticket {
        self.host().ticket(id).unwrap()
    }

    /// All tickets, the newest first.
    pub fn tickets(&self) -> Vec<Ticket> {
        let (host, mut all, mut after) = (self.host(), Vec::new(), None);
        loop {
            let page = host.tickets(after, 100).unwrap();
            let ids: Vec<_> = page.tickets.iter().map(|row| row.id).collect();
            all.extend(host.tickets_by_id(&ids).unwrap());
            match page.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    pub fn pass(&self, millis: i64) {
        self.clock.advance_millis(millis);
    }

    pub fn tick(&self) -> u32 {
        self.frontdesk.tick(&Budget::default()).unwrap().timers
    }

    /// Saves something configured, given as JSON with its `kind`.
    pub fn save(&self, config: Json) {
        self.try_save(config).unwrap();
    }

    pub fn try_save(&self, config: Json) -> Result<ConfigReceipt, Error> {
        let config: Config = serde_json::from_value(config).unwrap();
        self.host().execute(SaveConfig { config, base_version: None })
    }

    /// The whole feed of the desk.
    pub fn log(&self) -> Vec<LogEntry> {
        log_of(&self.desk)
    }

    /// The last position of the feed.
    pub fn position(&self) -> u64 {
        self.log().last().map_or(0, |entry| entry.position)
    }

    /// The events of a ticket, in order.
    pub fn events(&self, id: TicketId) -> Vec<Event> {
        let of_ticket = |event: &Event| matches!(event.subject, Subject::Ticket { id: of, .. } if of == id);
        self.log().into_iter().flat_map(|entry| entry.events).filter(of_ticket).collect()
    }

    /// Every update of a ticket is explained as it was recorded: the same triggers fired, and the conditions come out the same.
    pub fn check_explained(&self, id: TicketId) {
        let (events, number) = (self.events(id), self.ticket(id).number);
        let mut roots: Vec<_> = events.iter().filter(|event| event.cause.is_none()).collect();
        roots.dedup_by_key(|event| event.update);
        let mut fired = Vec::new();
        for root in roots {
            let explanation = self.host().explain(number, root.update).unwrap();
            assert!(explanation.exact, "{}", explanation.explain());
            let rules = explanation.updates.iter().flat_map(|update| &update.trace.rules);
            let is_fired = |rule: &&RuleTrace| matches!(rule.verdict, Verdict::Fired { .. });
            fired.extend(rules.filter(is_fired).map(|rule| rule.rule.id.to_bytes()[15]));
        }
        let mut recorded = self.fired(id);
        // Within an update the record goes by firing, the trace by position.
        fired.sort_unstable();
        recorded.sort_unstable();
        assert_eq!(fired, recorded);
    }

    /// The ids of the triggers that fired on a ticket, in order, by the number they were made from.
    pub fn fired(&self, id: TicketId) -> Vec<u8> {
        let rule = |event: Event| match event.body {
            EventBody::TriggerFired { rule, .. } => Some(rule.id.to_bytes()[15]),
            _ => None,
        };
        self.events(id).into_iter().filter_map(rule).collect()
    }
}

/// The keys of every world.
pub fn keys() -> Keys {
    Keys::new(&[7; 32]).unwrap()
}

pub fn log_of(desk: &Desk) -> Vec<LogEntry> {
    let mut log: Vec<LogEntry> = Vec::new();
    loop {
        let after = log.last().map_or(0, |entry| entry.position);
        let more = desk.host().changes(after, 100).unwrap();
        if more.is_empty() {
            return log;
        }
        log.extend(more);
    }
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An id of any kind that is made of a small number.
pub fn id<I: Id>(number: u8) -> I {
    let mut bytes = [0; 16];
    bytes[15] = number;
    I::from_bytes(bytes)
}

/// A request with a command id.
pub fn request(number: u8, command: impl Into<Request>) -> Request {
    Request { id: Some(id::<CommandId>(number)), ..command.into() }
}

/// A trigger as JSON; its position is its number.
pub fn trigger(number: u8, conditions: Json, actions: Json) -> Json {
    let id = id::<frontdesk::ids::TriggerId>(number);
    serde_json::json!({
        "config": "trigger", "id": id, "name": format!("Trigger {number}"), "position": number,
        "conditions": conditions, "actions": actions,
    })
}

/// A condition of one leaf.
pub fn leaf(field: &str, op: &str, value: impl Into<Json>) -> Json {
    serde_json::json!({ "all": [{ "field": field, "op": op, "value": value.into() }] })
}

/// A policy as JSON; its position is its number. It has no warnings but where a target says so.
pub fn policy(number: u8, filter: Json, targets: Json) -> Json {
    let id = id::<frontdesk::ids::PolicyId>(number);
    serde_json::json!({
        "config": "policy", "id": id, "name": format!("Policy {number}"), "position": number,
        "filter": filter, "targets": targets,
    })
}

/// How much a test is to do, when its environment says so.
#[allow(clippy::disallowed_methods, reason = "the switches of a test come from its environment")]
pub fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap())
}
