use super::World;
use crate::Timestamp;
use crate::ids::{EffectId, TicketNumber};
use crate::model::{Arrival, Inbound, Subject};
use crate::store::{Change, ChangeSet, Settlement};

/// One thing that is done with a desk.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// Takes a ticket number, which must be this one, and writes.
    Open {
        /// The number that must be given.
        number: TicketNumber,
        /// What is written then.
        changes: ChangeSet,
    },
    /// Writes.
    Write(ChangeSet),
    /// Writes, and then a ticket that somebody else has changed: all of it must come to nothing.
    Conflict(ChangeSet),
    /// Hands over effects.
    Claim {
        /// When.
        now: Timestamp,
        /// How many at most.
        limit: u32,
        /// Until when.
        lease_until: Timestamp,
    },
    /// Ends a hand-over.
    Settle {
        /// Of which effect.
        id: EffectId,
        /// With which fence.
        fence: u32,
        /// How.
        how: Settlement,
    },
}

impl World {
    /// The next thing that is done. The world takes it as done, unless it is a [`Step::Conflict`].
    pub fn step(&mut self) -> Step {
        match self.rng.below(20) {
            0..=5 => self.open(),
            6..=9 if !self.tickets.is_empty() => Step::Write(self.update()),
            10..=11 if !self.tickets.is_empty() => {
                let mut before = self.clone();
                let mut changes = before.update();
                let stale = before.rng.pick(&before.tickets).map(|ticket| before.changed(&ticket));
                let stale = stale.map(|ticket| Change::PutTicket {
                    before: Some(ticket.version.saturating_sub(2)),
                    ticket: Box::new(ticket),
                });
                changes.extend(stale);
                self.rng = before.rng;
                Step::Conflict(changes)
            }
            12 => Step::Claim { now: self.instant(), limit: self.rng.below(4), lease_until: self.instant() },
            13..=14 if !self.effects.is_empty() => self.settle(),
            15..=16 => Step::Write(self.intake()),
            17 => Step::Write(self.configure()),
            _ => Step::Write(self.people_and_keys()),
        }
    }

    fn open(&mut self) -> Step {
        self.last_number += 1;
        let number = TicketNumber(self.last_number);
        let ticket = self.ticket(number);
        let subject = Subject::Ticket { id: ticket.id, number };
        let events = (0..=self.rng.below(3)).map(|_| self.event(subject)).collect();
        let mut changes = vec![
            Change::PutTicket { ticket: Box::new(ticket.clone()), before: None },
            Change::Append(events),
        ];
        if self.rng.chance(60) {
            let effect = self.effect(&ticket);
            changes.push(Change::PutEffect(Box::new(effect.clone())));
            self.effects.push(effect);
        }
        self.tickets.push(ticket);
        changes.extend(self.comment_on(number));
        Step::Open { number, changes }
    }

    fn update(&mut self) -> ChangeSet {
        let Some(old) = self.rng.pick(&self.tickets) else { return Vec::new() };
        let ticket = self.changed(&old);
        let subject = Subject::Ticket { id: ticket.id, number: ticket.number };
        let events = (0..=self.rng.below(3)).map(|_| self.event(subject)).collect();
        let before = Some(old.version);
        let mut changes =
            vec![Change::PutTicket { ticket: Box::new(ticket.clone()), before }, Change::Append(events)];
        let number = ticket.number;
        self.tickets.iter_mut().filter(|have| have.number == number).for_each(|have| *have = ticket.clone());
        changes.extend(self.comment_on(number));
        changes
    }

    fn comment_on(&mut self, number: TicketNumber) -> ChangeSet {
        let there = self.comments.iter().filter(|comment| comment.body().ticket == number).count();
        let index = u32::try_from(there).unwrap_or(u32::MAX).saturating_add(1);
        let (comment, contents) = self.comment(number, index);
        self.contents.extend(contents.iter().map(|content| content.id));
        let mut changes: ChangeSet = contents.into_iter().map(Change::PutContent).collect();
        self.comments.push(comment.clone());
        changes.push(Change::PutComment(Box::new(comment)));
        changes
    }

    fn settle(&mut self) -> Step {
        let effect = self.rng.pick(&self.effects).map(|effect| effect.id);
        let note = self.words();
        let how = match self.rng.below(4) {
            0 => Settlement::Done,
            1 => Settlement::Retry { at: self.instant(), note: self.words() },
            2 => Settlement::Dead { note },
            _ => Settlement::Cancelled { note },
        };
        let id = effect.unwrap_or_else(|| self.id());
        Step::Settle { id, fence: self.rng.below(3), how }
    }

    fn intake(&mut self) -> ChangeSet {
        match self.rng.below(3) {
            0 => {
                let known = if self.rng.chance(40) { self.rng.pick(&self.arrivals) } else { None };
                let arrival = known.unwrap_or_else(|| self.arrival());
                self.arrivals.push(arrival.clone());
                let attempts = arrival.attempts + self.rng.below(3);
                vec![Change::PutArrival(Box::new(Arrival { attempts, ..arrival }))]
            }
            1 => {
                let Some(known) = self.rng.pick(&self.inbounds) else { return Vec::new() };
                let changed = Inbound { outcome: self.outcome(), ..known };
                vec![Change::PutInbound(Box::new(changed))]
            }
            _ => {
                let arrival = self.rng.pick(&self.arrivals).unwrap_or_else(|| self.arrival());
                let inbound = self.inbound(&arrival);
                self.inbounds.push(inbound.clone());
                let event = self.event(Subject::Message { id: inbound.id });
                let gone = Change::DropArrival(arrival.key);
                vec![Change::PutInbound(Box::new(inbound)), gone, Change::Append(vec![event])]
            }
        }
    }

    fn configure(&mut self) -> ChangeSet {
        let config = self.config();
        self.configs.push(config.clone());
        let event = self.event(Subject::Config);
        vec![Change::PutConfig(Box::new(config)), Change::Append(vec![event])]
    }

    fn people_and_keys(&mut self) -> ChangeSet {
        let mut changes = Vec::new();
        match self.rng.below(5) {
            0 | 1 => {
                let old = if self.people.len() > 5 { self.rng.pick(&self.people) } else { None };
                let person = self.person(old.as_ref());
                let event = self.event(Subject::Person { id: person.id });
                self.people.retain(|have| have.id != person.id);
                self.people.push(person.clone());
                changes.push(Change::PutPerson(Box::new(person)));
                changes.push(Change::Append(vec![event]));
            }
            2 => {
                if let Some(id) = self.rng.pick(&self.contents) {
                    changes.push(Change::EraseContent(id));
                }
            }
            3 => {
                let key = self.digest();
                self.receipts.push(key);
                let receipt = format!("{{\"words\":{:?}}}", self.words());
                changes.push(Change::PutReceipt { key, receipt, at: self.now() });
            }
            _ => {
                let key = self.rng.pick_or_none(&self.cached).unwrap_or_else(|| self.digest());
                self.cached.retain(|have| *have != key);
                self.cached.push(key);
                changes.push(Change::PutCached { key, bytes: self.words().into_bytes() });
            }
        }
        changes
    }
}
