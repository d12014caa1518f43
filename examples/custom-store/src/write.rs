use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use frontdesk::Timestamp;
use frontdesk::ids::{DeskId, EffectId, TicketNumber};
use frontdesk::model::{DeskCounters, Effect, EffectState, Event, Person, Ticket, address_key};
use frontdesk::store::{Change, LeasedEffect, Settlement, StoreError, StoreResult, WriteTx};

use crate::state::{State, row};

impl WriteTx for State {
    fn apply(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<()> {
        changes.iter().try_for_each(|change| {
            self.counters.entry(desk).or_default();
            self.apply_one(desk, change)
        })
    }

    fn allocate_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        let counters = self.count(desk);
        counters.last_number += 1;
        Ok(TicketNumber(counters.last_number))
    }

    fn claim_effects(
        &mut self,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> StoreResult<Vec<LeasedEffect>> {
        let mut ready: Vec<_> = self
            .effects
            .iter()
            .filter(|(_, effect)| effect.state == EffectState::Pending && effect.ready_at <= now)
            .map(|((desk, id), effect)| (effect.ready_at, *id, *desk))
            .collect();
        ready.sort();
        ready.truncate(limit as usize);

        let mut leased = Vec::new();
        for (_, id, desk) in ready {
            let Some(mut effect) = row(&self.effects, desk, id) else { continue };
            effect.fence += 1;
            effect.attempts += 1;
            effect.ready_at = lease_until;
            self.effects.insert((desk, id), Arc::new(effect.clone()));
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
        let leased = row(&self.effects, desk, id).filter(|effect| fence > 0 && effect.fence == fence);
        let Some(effect) = leased.filter(|effect| effect.state == EffectState::Pending) else {
            return Ok(false);
        };
        let ended = |state, note: &String| Effect { state, note: note.clone(), ..effect.clone() };
        let settled = match how {
            Settlement::Done => ended(EffectState::Done, &String::new()),
            Settlement::Retry { at, note } => Effect { ready_at: *at, note: note.clone(), ..effect },
            Settlement::Dead { note } => ended(EffectState::Dead, note),
            Settlement::Cancelled { note } => ended(EffectState::Cancelled, note),
            other => return Err(unknown(other)),
        };
        self.effects.insert((desk, id), Arc::new(settled));
        Ok(true)
    }

    fn savepoint(&mut self, f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>) -> StoreResult<()> {
        let before = self.clone();
        // A caller may catch the panic of a savepoint and go on with the transaction.
        let answer = catch_unwind(AssertUnwindSafe(|| f(self)));
        if !matches!(answer, Ok(Ok(()))) {
            *self = before;
        }
        answer.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A later version of frontdesk may ask for more than this store knows: then it must not pretend.
fn unknown(what: &impl std::fmt::Debug) -> StoreError {
    StoreError::Unavailable(format!("this store does not know {what:?}"))
}

impl State {
    fn count(&mut self, desk: DeskId) -> &mut DeskCounters {
        self.counters.entry(desk).or_default()
    }

    fn apply_one(&mut self, desk: DeskId, change: &Change) -> StoreResult<()> {
        match change {
            Change::PutTicket { ticket, before } => return self.put_ticket(desk, ticket, *before),
            Change::Append(events) => return self.append(desk, events),
            Change::PutPerson(person) => self.put_person(desk, person),
            Change::PutComment(comment) => {
                let key = (comment.body().ticket, comment.body().index);
                self.comments.insert((desk, key), Arc::new((**comment).clone()));
            }
            Change::PutConfig(config) => {
                self.count(desk).config_version += 1;
                let key = (config.kind(), config.key(), config.version());
                self.configs.insert((desk, key), Arc::new((**config).clone()));
            }
            Change::PutContent(content) => {
                self.contents.insert((desk, content.id), Arc::new(content.clone()));
            }
            Change::EraseContent(id) => {
                self.contents.remove(&(desk, *id));
            }
            Change::PutEffect(effect) => {
                self.effects.insert((desk, effect.id), Arc::new((**effect).clone()));
            }
            Change::PutInbound(inbound) => {
                self.inbounds.insert((desk, inbound.key()), Arc::new((**inbound).clone()));
            }
            Change::PutArrival(arrival) => {
                self.arrivals.insert((desk, arrival.key), Arc::new((**arrival).clone()));
            }
            Change::DropArrival(key) => {
                self.arrivals.remove(&(desk, *key));
            }
            Change::PutReceipt { key, receipt, .. } => {
                self.receipts.insert((desk, *key), Arc::new(receipt.clone()));
            }
            Change::PutCached { key, bytes } => {
                self.cached.insert((desk, *key), Arc::new(bytes.clone()));
            }
            other => return Err(unknown(other)),
        }
        Ok(())
    }

    fn put_ticket(&mut self, desk: DeskId, ticket: &Ticket, before: Option<u32>) -> StoreResult<()> {
        let by_number = row(&self.tickets, desk, ticket.number).map(|old| (old.id, old.version));
        let by_id = row(&self.numbers, desk, ticket.id);
        let as_expected = match before {
            None => by_number.is_none() && by_id.is_none(),
            Some(version) => by_number == Some((ticket.id, version)),
        };
        if !as_expected {
            return Err(StoreError::Conflict);
        }
        let counters = self.count(desk);
        counters.last_number = counters.last_number.max(ticket.number.0);
        self.numbers.insert((desk, ticket.id), Arc::new(ticket.number));
        self.tickets.insert((desk, ticket.number), Arc::new(ticket.clone()));
        Ok(())
    }

    fn append(&mut self, desk: DeskId, events: &[Event]) -> StoreResult<()> {
        for event in events {
            let (first, last) = ((event.subject, 0), (event.subject, u32::MAX));
            let logged = self.events.range((desk, first)..=(desk, last)).next_back();
            if logged.is_some_and(|(_, logged)| logged.seq >= event.seq) {
                return Err(StoreError::Conflict);
            }
            self.events.insert((desk, (event.subject, event.seq)), Arc::new(event.clone()));
        }
        let counters = self.count(desk);
        counters.position += 1;
        let position = counters.position;
        self.log.insert((desk, position), Arc::new(events.to_vec()));
        Ok(())
    }

    fn put_person(&mut self, desk: DeskId, person: &Person) {
        self.addresses.retain(|(of, _), owner| *of != desk || **owner != person.id);
        for address in person.addresses.iter().filter_map(|have| have.address.text.as_deref()) {
            self.addresses.insert((desk, address_key(address)), Arc::new(person.id));
        }
        self.people.insert((desk, person.id), Arc::new(person.clone()));
    }
}
