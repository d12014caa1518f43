use std::ops::Deref;
use std::sync::Arc;

use super::Tx;
use super::state::{Row, State};
use crate::Timestamp;
use crate::ids::{DeskId, EffectId, TicketNumber};
use crate::model::{Comment, DeskCounters, EffectState, Event, Person, Text, Ticket, address_key};
use crate::store::{Change, LeasedEffect, OutboxReads, Settlement, StoreError, StoreResult, WriteTx};

/// How one step is taken back.
enum Undo {
    /// The desk was not there.
    Desk(DeskId),
    /// This row was there.
    Row(DeskId, Row),
}

/// The state while it is written to, and how to get back to what it was.
pub(super) struct Writing<'s> {
    state: &'s mut State,
    undo: Vec<Undo>,
}

impl<'s> Writing<'s> {
    pub(super) fn new(state: &'s mut State) -> Self {
        Self { state, undo: Vec::new() }
    }

    fn found(&mut self, desk: DeskId) {
        if !self.state.desks.contains_key(&desk) {
            self.state.desks.entry(desk).or_default();
            self.undo.push(Undo::Desk(desk));
        }
    }

    fn put(&mut self, desk: DeskId, row: Row) {
        let before = self.state.swap(desk, row);
        self.undo.push(Undo::Row(desk, before));
    }

    fn back_to(&mut self, mark: usize) {
        while self.undo.len() > mark {
            match self.undo.pop() {
                Some(Undo::Row(desk, before)) => drop(self.state.swap(desk, before)),
                Some(Undo::Desk(desk)) => drop(self.state.desks.remove(&desk)),
                None => break,
            }
        }
    }
}

impl Deref for Writing<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        self.state
    }
}

/// Takes back everything since a mark when it is dropped, also by a panic, unless it is told to keep it.
pub(super) struct Undone<'t, 's> {
    tx: &'t mut Tx<Writing<'s>>,
    mark: usize,
    keep: bool,
}

impl<'t, 's> Undone<'t, 's> {
    /// Runs a closure whose writes stay only when it answers `Ok`.
    pub(super) fn unless_ok(
        tx: &'t mut Tx<Writing<'s>>,
        f: impl FnOnce(&mut Tx<Writing<'s>>) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let mark = tx.state.undo.len();
        let mut undone = Self { tx, mark, keep: false };
        let result = f(undone.tx);
        undone.keep = result.is_ok();
        result
    }
}

impl Drop for Undone<'_, '_> {
    fn drop(&mut self) {
        if !self.keep {
            self.tx.state.back_to(self.mark);
        }
    }
}

impl WriteTx for Tx<Writing<'_>> {
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        changes.iter().try_for_each(|change| {
            self.state.found(desk);
            self.state.apply(desk, change)
        })
    }

    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        self.state.found(desk);
        let counters = self.state.counters(desk);
        let last_number = counters
            .last_number
            .checked_add(1)
            .ok_or_else(|| StoreError::Unavailable("the desk has used up its ticket numbers".to_owned()))?;
        self.state.put(desk, Row::Counters(DeskCounters { last_number, ..counters }));
        Ok(TicketNumber(last_number))
    }

    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>> {
        let waiting = self.state.ready.iter().take_while(|(ready, ..)| *ready <= now).take(limit as usize);
        let waiting: Vec<_> = waiting.map(|(_, id, desk)| (*desk, *id)).collect();
        let mut leased = Vec::with_capacity(waiting.len());
        for (desk, id) in waiting {
            let Some(mut effect) = self.effect(desk, id)? else { continue };
            effect.fence = effect.fence.saturating_add(1);
            effect.attempts = effect.attempts.saturating_add(1);
            effect.ready_at = lease_until;
            self.state.put(desk, Row::Effect(id, Some(Arc::new(effect.clone()))));
            leased.push(LeasedEffect { desk, effect });
        }
        Ok(leased)
    }

    fn settle_effect(
        &mut self,
        desk: DeskId,
        id: EffectId,
        fence: u32,
        how: &Settlement,
    ) -> StoreResult<bool> {
        let Some(mut effect) = self.effect(desk, id)? else { return Ok(false) };
        let was_leased = fence > 0 && effect.fence == fence;
        if !was_leased || effect.state != EffectState::Pending {
            return Ok(false);
        }
        match how {
            Settlement::Done => effect.state = EffectState::Done,
            Settlement::Retry { at, note } => {
                effect.ready_at = *at;
                effect.note.clone_from(note);
            }
            Settlement::Dead { note } => {
                effect.state = EffectState::Dead;
                effect.note.clone_from(note);
            }
            Settlement::Cancelled { note } => {
                effect.state = EffectState::Cancelled;
                effect.note.clone_from(note);
            }
        }
        self.state.put(desk, Row::Effect(id, Some(Arc::new(effect))));
        Ok(true)
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        Undone::unless_ok(self, |tx| f(tx))
    }
}

impl Writing<'_> {
    fn counters(&self, desk: DeskId) -> DeskCounters {
        self.desks.get(&desk).map(|desk| desk.counters).unwrap_or_default()
    }

    fn apply(&mut self, desk: DeskId, change: &Change) -> StoreResult<()> {
        match change {
            Change::PutTicket { ticket, before } => return self.put_ticket(desk, ticket, *before),
            Change::Append(events) => return self.append(desk, events),
            Change::PutPerson(person) => self.put_person(desk, person),
            Change::PutComment(comment) => {
                let body = comment.body();
                let key = (body.ticket, body.index);
                self.put(desk, Row::Comment(key, Some(Arc::new(without_texts(comment)))));
            }
            Change::PutConfig(config) => {
                let counters = self.counters(desk);
                let config_version = counters.config_version.saturating_add(1);
                self.put(desk, Row::Counters(DeskCounters { config_version, ..counters }));
                let key = (config.kind(), config.key(), config.version());
                self.put(desk, Row::Config(key, Some(Arc::new((**config).clone()))));
            }
            Change::PutContent(content) => {
                self.put(desk, Row::Content(content.id, Some(Arc::new(content.clone()))));
            }
            Change::EraseContent(id) => self.put(desk, Row::Content(*id, None)),
            Change::PutEffect(effect) => {
                self.put(desk, Row::Effect(effect.id, Some(Arc::new((**effect).clone()))));
            }
            Change::PutInbound(inbound) => {
                self.put(desk, Row::Inbound(inbound.key(), Some(Arc::new((**inbound).clone()))));
            }
            Change::PutArrival(arrival) => {
                self.put(desk, Row::Arrival(arrival.key, Some(Arc::new((**arrival).clone()))));
            }
            Change::DropArrival(key) => self.put(desk, Row::Arrival(*key, None)),
            Change::PutReceipt { key, receipt, at: _ } => {
                self.put(desk, Row::Receipt(*key, Some(Arc::from(receipt.as_str()))));
            }
            Change::PutCached { key, bytes } => {
                self.put(desk, Row::Cached(*key, Some(Arc::from(bytes.as_slice()))));
            }
        }
        Ok(())
    }

    fn put_ticket(&mut self, id: DeskId, ticket: &Ticket, before: Option<u32>) -> StoreResult<()> {
        let Some(desk) = self.desks.get(&id) else { return Err(StoreError::Conflict) };
        let there = desk.tickets.get(&ticket.number);
        let as_expected = match before {
            None => there.is_none() && !desk.numbers.contains_key(&ticket.id),
            Some(version) => there.is_some_and(|old| old.id == ticket.id && old.version == version),
        };
        if !as_expected {
            return Err(StoreError::Conflict);
        }
        let counters = self.counters(id);
        if counters.last_number < ticket.number.0 {
            self.put(id, Row::Counters(DeskCounters { last_number: ticket.number.0, ..counters }));
        }
        self.put(id, Row::Ticket(ticket.number, Some(Arc::new(ticket.clone()))));
        Ok(())
    }

    fn append(&mut self, id: DeskId, events: &[Event]) -> StoreResult<()> {
        if !self.desks.get(&id).is_some_and(|desk| desk.is_continued_by(events)) {
            return Err(StoreError::Conflict);
        }
        let counters = self.counters(id);
        self.put(id, Row::Counters(DeskCounters { position: counters.position + 1, ..counters }));
        self.put(id, Row::Entry(Some(Arc::from(events))));
        Ok(())
    }

    fn put_person(&mut self, id: DeskId, person: &Person) {
        let Some(desk) = self.desks.get(&id) else { return };
        let old = desk.people.get(&person.id).map(|old| address_keys(old)).unwrap_or_default();
        let new = address_keys(person);
        let owner = |key: &String| desk.addresses.get(key).copied();
        let dropped = old.into_iter().filter(|key| !new.contains(key) && owner(key) == Some(person.id));
        let mut moved: Vec<_> = dropped.map(|key| (key, None)).collect();
        let taken = new.iter().filter(|key| owner(key) != Some(person.id));
        moved.extend(taken.map(|key| (key.clone(), Some(person.id))));

        for (key, owner) in moved {
            self.put(id, Row::Address(key, owner));
        }
        self.put(id, Row::Person(person.id, Some(Arc::new(person.clone()))));
    }
}

/// The keys of the addresses that were not erased.
fn address_keys(person: &Person) -> Vec<String> {
    person.addresses.iter().filter_map(|have| have.address.text.as_deref()).map(address_key).collect()
}

/// The comment as it is kept: its texts stand in the contents, so that erasing them there is enough.
fn without_texts(comment: &Comment) -> Comment {
    let mut kept = comment.clone();
    let body = kept.body_mut();
    let names = body.attachments.iter_mut().map(|attachment| &mut attachment.name);
    std::iter::once(&mut body.text).chain(names).for_each(|Text { text, .. }| *text = None);
    kept
}
