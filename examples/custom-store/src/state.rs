use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk::ids::{ContentId, DeskId, EffectId, PersonId, TicketId, TicketNumber};
use frontdesk::model::{
    Arrival, Comment, Config, ConfigKind, Content, DeskCounters, Digest, Effect, Event, Inbound, InboundKey,
    Person, Subject, Ticket,
};

/// Rows by their key, each with its desk in front, so that a stretch of the map is what one desk has.
///
/// The rows are shared between copies; only the maps are copied.
pub(crate) type Rows<K, V> = BTreeMap<(DeskId, K), Arc<V>>;

/// Everything that is stored. No index: what is looked for in another way is found by looking at all rows of the desk.
#[derive(Clone, Default)]
pub(crate) struct State {
    pub counters: BTreeMap<DeskId, DeskCounters>,
    pub tickets: Rows<TicketNumber, Ticket>,
    pub numbers: Rows<TicketId, TicketNumber>,
    pub comments: Rows<(TicketNumber, u32), Comment>,
    pub log: Rows<u64, Vec<Event>>,
    pub events: Rows<(Subject, u32), Event>,
    pub people: Rows<PersonId, Person>,
    pub addresses: Rows<String, PersonId>,
    pub configs: Rows<(ConfigKind, [u8; 16], u32), Config>,
    pub contents: Rows<ContentId, Content>,
    pub effects: Rows<EffectId, Effect>,
    pub arrivals: Rows<Digest, Arrival>,
    pub inbounds: Rows<InboundKey, Inbound>,
    pub receipts: Rows<Digest, String>,
    pub cached: Rows<Digest, Vec<u8>>,
}

/// The rows of one desk, in the order of their keys.
pub(crate) fn rows_of<K: Ord, V>(rows: &Rows<K, V>, desk: DeskId) -> impl Iterator<Item = (&K, &V)> {
    let of_desk = rows.iter().skip_while(move |((of, _), _)| *of < desk);
    of_desk.take_while(move |((of, _), _)| *of == desk).map(|((_, key), row)| (key, &**row))
}

/// One row.
pub(crate) fn row<K: Ord, V: Clone>(rows: &Rows<K, V>, desk: DeskId, key: K) -> Option<V> {
    rows.get(&(desk, key)).map(|row| V::clone(row))
}

/// At most so many rows of one desk behind a key, in order.
pub(crate) fn page<K: Ord, V: Clone>(
    rows: &Rows<K, V>,
    desk: DeskId,
    after: Option<K>,
    limit: u32,
    wanted: impl Fn(&V) -> bool,
) -> Vec<V> {
    rows_of(rows, desk)
        .filter(|(key, row)| after.as_ref().is_none_or(|after| *key > after) && wanted(row))
        .take(limit as usize)
        .map(|(_, row)| row.clone())
        .collect()
}
