//! Everything that a desk answers, as text: two desks are the same when their dumps are.

use std::fmt::Debug;

use super::{Broken, Verdict};
use crate::Timestamp;
use crate::ids::{DeskId, Id, TeamId};
use crate::model::{
    Arrival, Comment, ConfigKind, Direction, Effect, EffectState, Event, Inbound, LogEntry, Person, Sort,
    Visibility,
};
use crate::query::{Cursor, Predicate, TicketQuery};
use crate::store::{ReadTx, StoreResult, TicketKey};
use crate::testkit::generate::{SORT_FIELDS, World};

/// What a desk answered to every read, each under the name of the read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Dump(Vec<(String, String)>);

/// How many rows are asked for at a time: small, so that pages are many.
const PAGE: u32 = 3;

impl Dump {
    fn add(&mut self, read: impl Into<String>, answer: &impl Debug) {
        self.0.push((read.into(), format!("{answer:?}")));
    }

    /// Fails with the first read that is answered otherwise.
    pub(super) fn must_be(&self, wanted: &Self, promise: &str) -> Verdict {
        for (have, want) in self.0.iter().zip(&wanted.0) {
            if have != want {
                let ((read, have), (_, want)) = (have, want);
                return Err(Broken::new(format!("{promise}: {read}\n  answered {have}\n  expected {want}")));
            }
        }
        super::same(&format!("{promise}: the number of answers"), self.0.len(), wanted.0.len())
    }
}

/// Reads page after page until one is not full.
fn all_pages<T: Clone>(mut page: impl FnMut(Option<&T>) -> StoreResult<Vec<T>>) -> Result<Vec<T>, Broken> {
    let mut all: Vec<T> = Vec::new();
    loop {
        let next = page(all.last())?;
        let full = next.len() == PAGE as usize;
        if next.len() > PAGE as usize {
            return Err(Broken::new("a page is longer than its limit"));
        }
        all.extend(next);
        if !full {
            return Ok(all);
        }
        if all.len() > 1_000_000 {
            return Err(Broken::new("pages do not come to an end"));
        }
    }
}

/// The numbers and keys of all tickets in a predicate, read page by page.
pub(super) fn listed(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    (filter, scope): (&Predicate, &Predicate),
    sort: Sort,
) -> Result<Vec<(i64, u32)>, Broken> {
    let tickets = all_pages(|last| {
        let after = last.map(|last| Cursor { key: sort.by.key(last), number: last.number });
        tx.tickets(desk, &TicketQuery { filter, scope, sort, after, limit: PAGE })
    })?;
    Ok(tickets.iter().map(|ticket| (sort.by.key(ticket), ticket.number.0)).collect())
}

/// Asks a desk for everything that a world may have left in it.
pub(super) fn dump(tx: &mut dyn ReadTx, world: &World) -> Result<Dump, Broken> {
    let desk = world.desk;
    let mut dump = Dump::default();
    dump.add("counters", &tx.counters(desk)?);
    dump.add("is among the desks", &tx.desks()?.contains(&desk));
    tickets(&mut dump, tx, world)?;
    people(&mut dump, tx, world)?;
    configs(&mut dump, tx, world)?;
    log(&mut dump, tx, world)?;
    intake_and_outbox(&mut dump, tx, world)?;
    Ok(dump)
}

/// What is asked over all desks.
pub(super) fn dump_all_desks(tx: &mut dyn ReadTx) -> Result<Dump, Broken> {
    let mut dump = Dump::default();
    dump.add("desks", &tx.desks()?);
    dump.add("next_due", &tx.next_due()?);
    dump.add("due_tickets", &tx.due_tickets(None, Timestamp::MAX, u32::MAX)?);
    dump.add("due_tickets, the first", &tx.due_tickets(None, Timestamp::MAX, PAGE)?);
    dump.add("next_ready", &tx.next_ready()?);
    Ok(dump)
}

fn tickets(dump: &mut Dump, tx: &mut dyn ReadTx, world: &World) -> Verdict {
    let (desk, everything) = (world.desk, Predicate::everything());
    for by in SORT_FIELDS {
        for direction in [Direction::Ascending, Direction::Descending] {
            let numbers = listed(tx, desk, (&everything, &everything), Sort { by, direction })?;
            dump.add(format!("tickets by {by:?} {direction:?}"), &numbers);
        }
    }
    dump.add("count_tickets", &tx.count_tickets(desk, &everything, &everything, u32::MAX)?);
    for (id, number) in world.tickets.iter().map(|ticket| (ticket.id, ticket.number)) {
        dump.add(format!("ticket {number}"), &tx.ticket(desk, TicketKey::Number(number), &everything)?);
        let by_id = tx.ticket(desk, TicketKey::Id(id), &everything)?;
        dump.add(format!("ticket {number} by id"), &by_id.map(|ticket| ticket.number));
        for only in [None, Some(Visibility::Public), Some(Visibility::Internal)] {
            let comments = all_pages(|last: Option<&Comment>| {
                tx.comments(desk, number, only, last.map_or(0, |last| last.body().index), PAGE)
            })?;
            dump.add(format!("comments of {number}, only {only:?}"), &comments);
        }
    }
    Ok(())
}

fn people(dump: &mut Dump, tx: &mut dyn ReadTx, world: &World) -> Verdict {
    let desk = world.desk;
    let people = all_pages(|last: Option<&Person>| tx.people(desk, last.map(|last| last.id), PAGE))?;
    dump.add("people", &people);
    for person in &world.people {
        dump.add(format!("person {}", person.id), &tx.person(desk, person.id)?);
        dump.add(format!("standing {}", person.id), &tx.standing(desk, person.id)?);
    }
    for key in world.address_keys() {
        dump.add(
            format!("person_by_address {key}"),
            &tx.person_by_address(desk, &key)?.map(|found| found.id),
        );
    }
    for team in world.teams().into_iter().chain([TeamId::from_bytes([0xff; 16])]) {
        dump.add(format!("team_members {team}"), &tx.team_members(desk, team)?);
    }
    Ok(())
}

fn configs(dump: &mut Dump, tx: &mut dyn ReadTx, world: &World) -> Verdict {
    let desk = world.desk;
    for kind in ConfigKind::ALL {
        dump.add(format!("configs {kind:?}"), &tx.configs(desk, *kind)?);
    }
    for config in &world.configs {
        let (kind, key, version) = (config.kind(), config.key(), config.version());
        dump.add(format!("config {kind:?} {version}"), &tx.config(desk, kind, key, Some(version))?);
        let latest = tx.config(desk, kind, key, None)?;
        dump.add(format!("config {kind:?}, the latest"), &latest.map(|latest| latest.version()));
        let later = tx.config(desk, kind, key, Some(version + 1_000))?;
        dump.add(format!("config {kind:?} that was never saved"), &later);
    }
    Ok(())
}

fn log(dump: &mut Dump, tx: &mut dyn ReadTx, world: &World) -> Verdict {
    let desk = world.desk;
    let entries =
        all_pages(|last: Option<&LogEntry>| tx.log(desk, last.map_or(0, |last| last.position), PAGE))?;
    dump.add("log", &entries);
    for (subject, _) in &world.subjects {
        let events = all_pages(|last: Option<&Event>| {
            tx.subject_events(desk, *subject, last.map_or(0, |last| last.seq), PAGE)
        })?;
        dump.add(format!("subject_events {subject:?}"), &events);
    }
    for id in &world.contents {
        dump.add(format!("content {id}"), &tx.content(desk, *id)?);
    }
    for key in &world.cached {
        dump.add(format!("cached {key}"), &tx.cached(desk, *key)?);
    }
    for key in &world.receipts {
        dump.add(format!("receipt {key}"), &tx.receipt(desk, *key)?);
    }
    Ok(())
}

fn intake_and_outbox(dump: &mut Dump, tx: &mut dyn ReadTx, world: &World) -> Verdict {
    let desk = world.desk;
    let arrivals = all_pages(|last: Option<&Arrival>| tx.arrivals(desk, last.map(|last| last.key), PAGE))?;
    dump.add("arrivals", &arrivals);
    for arrival in &world.arrivals {
        dump.add(format!("arrival {}", arrival.key), &tx.arrival(desk, arrival.key)?);
    }
    let inbounds = all_pages(|last: Option<&Inbound>| tx.inbounds(desk, last.map(Inbound::key), PAGE))?;
    dump.add("inbounds", &inbounds);
    for inbound in &world.inbounds {
        dump.add(format!("inbound {}", inbound.id), &tx.inbound(desk, inbound.key())?);
        if let Some(digest) = inbound.message_id {
            dump.add(format!("inbounds_of {digest}"), &tx.inbounds_of(desk, digest, PAGE)?);
        }
    }
    for state in [EffectState::Pending, EffectState::Done, EffectState::Dead, EffectState::Cancelled] {
        let effects =
            all_pages(|last: Option<&Effect>| tx.effects(desk, state, last.map(|last| last.id), PAGE))?;
        dump.add(format!("effects {state:?}"), &effects);
    }
    for effect in &world.effects {
        dump.add(format!("effect {}", effect.id), &tx.effect(desk, effect.id)?);
    }
    Ok(())
}
