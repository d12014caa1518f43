//! The log, what it points to, and the records of messages.

use super::{DESK, Factory, Verdict, promise, read, same, write};
use crate::ids::{Id, PersonId, TicketNumber};
use crate::model::{Content, Digest, Event, IgnoredReason, Inbound, IntakeOutcome, LogEntry, Subject};
use crate::store::{Change, Durability, Store, StoreError, StoreExt};
use crate::testkit::generate::World;

const CONFIG: Subject = Subject::Config;

fn put(store: &dyn Store, changes: &[Change]) -> Verdict {
    write(store, |tx| Ok(tx.apply(DESK, changes)?))
}

/// Positions begin at 1 and have no gaps, whatever failed in between.
pub fn positions_have_no_gaps(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(31, DESK);
    let mut wanted = Vec::new();
    for position in 1..=9 {
        let events = vec![world.event(CONFIG), world.event(CONFIG)];
        let entry = [Change::Append(events.clone())];
        if position % 3 == 0 {
            let failed: Result<(), StoreError> = store.with_write(Durability::Full, |tx| {
                tx.apply(DESK, &entry)?;
                Err(StoreError::Aborted)
            });
            promise("the writer fails", failed.is_err())?;
        }
        put(&*store, &entry)?;
        wanted.push(LogEntry { position, events });
    }
    read(&*store, |tx| {
        same("what is counted", tx.counters(DESK)?.position, 9)?;
        for (after, limit) in [(0, 100), (0, 4), (4, 4), (8, 4), (9, 4), (u64::MAX, 4)] {
            let entries = wanted.iter().filter(|entry| entry.position > after).take(limit as usize);
            same("a page of the log", tx.log(DESK, after, limit)?, entries.cloned().collect())?;
        }
        Ok(())
    })
}

/// However the events of several subjects are mixed, each subject's come in the order of their numbers.
pub fn events_of_a_subject_come_in_order(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(32, DESK);
    let ticket = Subject::Ticket { id: world.id(), number: TicketNumber(1) };
    let person = Subject::Person { id: world.id::<PersonId>() };
    let mut of_ticket: Vec<Event> = Vec::new();
    for _ in 0..4 {
        let events = vec![world.event(ticket), world.event(person), world.event(CONFIG), world.event(ticket)];
        of_ticket.extend(events.iter().filter(|event| event.subject == ticket).cloned());
        put(&*store, &[Change::Append(events)])?;
    }
    read(&*store, |tx| {
        for (after, limit) in [(0, 100), (0, 3), (3, 3), (7, 3), (8, 3), (u32::MAX, 3)] {
            let wanted = of_ticket.iter().filter(|event| event.seq > after).take(limit as usize);
            let found = tx.subject_events(DESK, ticket, after, limit)?;
            same("a page of a subject", found, wanted.cloned().collect())?;
        }
        let others = tx.subject_events(DESK, person, 0, 9)?;
        same("another subject", others.iter().map(|event| event.seq).collect(), vec![1, 2, 3, 4])?;
        let unknown = Subject::Person { id: PersonId::from_bytes([0xfe; 16]) };
        same("an unknown subject", tx.subject_events(DESK, unknown, 0, 9)?, Vec::new())
    })
}

/// The sequence number is the identity of an event: it comes once.
pub fn an_event_that_does_not_continue_its_subject_conflicts(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(33, DESK);
    let (first, second) = (world.event(CONFIG), world.event(CONFIG));
    let other = world.event(Subject::Person { id: PersonId::from_bytes([3; 16]) });
    put(&*store, &[Change::Append(vec![first.clone()])])?;
    for events in [vec![first.clone()], vec![second.clone(), other, second.clone()]] {
        let answer =
            store.with_write(Durability::Full, |tx| tx.apply(DESK, &[Change::Append(events.clone())]));
        promise("an event that comes again conflicts", matches!(answer, Err(StoreError::Conflict)))?;
    }
    put(&*store, &[Change::Append(vec![second.clone()])])?;
    same("each once", read(&*store, |tx| Ok(tx.subject_events(DESK, CONFIG, 0, 9)?))?, vec![first, second])
}

/// Erasing a content takes its words out of the comment that names it, and nothing else.
pub fn an_erased_content_is_gone_from_its_comment_too(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(34, DESK);
    let number = TicketNumber(1);
    let ticket = Change::PutTicket { ticket: Box::new(world.ticket(number)), before: None };
    let (comment, contents) = loop {
        let (comment, contents) = world.comment(number, 1);
        if contents.len() == 3 {
            break (comment, contents);
        }
    };
    let mut changes = vec![ticket, Change::PutComment(Box::new(comment.clone()))];
    changes.extend(contents.iter().cloned().map(Change::PutContent));
    put(&*store, &changes)?;
    let stored = || read(&*store, |tx| Ok(tx.comments(DESK, number, None, 0, 9)?));
    same("before", stored()?, vec![comment.clone()])?;

    let mut wanted = comment;
    for content in &contents {
        let found = read(&*store, |tx| Ok(tx.content(DESK, content.id)?))?;
        same("the content", found.as_ref(), Some(content))?;
        put(&*store, &[Change::EraseContent(content.id)])?;
        let body = wanted.body_mut();
        let names = body.attachments.iter_mut().map(|attached| &mut attached.name);
        let texts = std::iter::once(&mut body.text).chain(names);
        texts.filter(|text| text.content.id == content.id).for_each(|text| text.text = None);
        same("the comment without it", stored()?, vec![wanted.clone()])?;
        same("the content is gone", read(&*store, |tx| Ok(tx.content(DESK, content.id)?))?, None)?;
        put(&*store, &[Change::EraseContent(content.id)])?;
    }
    Ok(())
}

/// Contents of any length come back as they were given, whatever they were written with, and one is erased without another.
pub fn contents_are_kept_apart(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(36, DESK);
    let mut wanted = Vec::new();
    for with_log in [false, true] {
        let lengths = [0, 1, 1_500, 3_999, 4_000, 4_001, 4_096, 9_000, 70_000];
        let contents = lengths.map(|length| world.content(vec![b'x'; length]));
        let mut changes: Vec<Change> = contents.iter().cloned().map(Change::PutContent).collect();
        if with_log {
            changes.push(Change::Append(vec![world.event(CONFIG)]));
        }
        put(&*store, &changes)?;
        wanted.extend(contents);
    }
    let are = |wanted: &[Content]| {
        read(&*store, |tx| {
            wanted.iter().try_for_each(|content| {
                same("a content", tx.content(DESK, content.id)?.as_ref(), Some(content))
            })
        })
    };
    are(&wanted)?;
    while let Some(gone) = wanted.pop() {
        put(&*store, &[Change::EraseContent(gone.id)])?;
        same("it is gone", read(&*store, |tx| Ok(tx.content(DESK, gone.id)?))?, None)?;
        are(&wanted)?;
    }
    Ok(())
}

/// However much is written at once, each piece of it is found.
pub fn many_comments_and_entries_are_written_at_once(empty: Factory<'_>) -> Verdict {
    const MANY: u32 = 500;
    let store = empty();
    let mut world = World::new(37, DESK);
    let number = TicketNumber(1);
    let (mut comments, mut entries) = (Vec::new(), Vec::new());
    let mut changes = Vec::new();
    for index in 1..=MANY {
        let (comment, contents) = world.comment(number, index);
        changes.extend(contents.into_iter().map(Change::PutContent));
        changes.push(Change::PutComment(Box::new(comment.clone())));
        comments.push(comment);
        let events = vec![world.event(CONFIG)];
        changes.push(Change::Append(events.clone()));
        entries.push(LogEntry { position: u64::from(index), events });
    }
    changes.push(Change::PutTicket { ticket: Box::new(world.ticket(number)), before: None });
    put(&*store, &changes)?;
    read(&*store, |tx| {
        same("the comments", tx.comments(DESK, number, None, 0, MANY)?, comments.clone())?;
        same("the log", tx.log(DESK, 0, MANY)?, entries.clone())?;
        let events: Vec<Event> = entries.iter().flat_map(|entry| entry.events.clone()).collect();
        same("the events", tx.subject_events(DESK, CONFIG, 0, MANY)?, events)
    })
}

/// Receipts and cached bytes are answered as they were given; cached ones can be replaced.
pub fn receipts_and_what_can_be_made_again_are_kept(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(35, DESK);
    let (seen, unseen) = (world.digest(), world.digest());
    let receipt = r#"{"ticket":"it's","words":"ü\u0000"}"#.to_owned();
    let bytes: Vec<u8> = (0..=255).collect();
    let at = world.now();
    let cached = |bytes: &[u8]| Change::PutCached { key: seen, bytes: bytes.to_vec() };
    put(&*store, &[Change::PutReceipt { key: seen, receipt: receipt.clone(), at }, cached(b"old")])?;
    put(&*store, &[cached(&bytes)])?;
    read(&*store, |tx| {
        same("the receipt", tx.receipt(DESK, seen)?, Some(receipt.clone()))?;
        same("no receipt", tx.receipt(DESK, unseen)?, None)?;
        same("the bytes", tx.cached(DESK, seen)?, Some(bytes.clone()))?;
        same("no bytes", tx.cached(DESK, unseen)?, None)
    })
}

/// A mail that waits is found by its key, replaced when it is begun once more, listed in the order of keys, and gone when it is dropped.
pub fn arrivals_wait_until_they_are_dropped(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(39, DESK);
    let mut waiting: Vec<_> = (0..6).map(|_| world.arrival()).collect();
    for arrival in &mut waiting {
        put(&*store, &[Change::PutArrival(Box::new(arrival.clone()))])?;
        arrival.attempts += 1;
        put(&*store, &[Change::PutArrival(Box::new(arrival.clone()))])?;
    }
    waiting.sort_by_key(|arrival| arrival.key);
    let gone = waiting.remove(1);
    put(&*store, &[Change::DropArrival(gone.key), Change::DropArrival(world.digest())])?;
    read(&*store, |tx| {
        for arrival in &waiting {
            same("one that waits", tx.arrival(DESK, arrival.key)?.as_ref(), Some(arrival))?;
        }
        same("one that is gone", tx.arrival(DESK, gone.key)?, None)?;
        same("all", tx.arrivals(DESK, None, 100)?, waiting.clone())?;
        let after = waiting.first().map(|arrival| arrival.key);
        let behind = waiting.iter().skip(1).take(2).cloned().collect();
        same("a page", tx.arrivals(DESK, after, 2)?, behind)
    })
}

/// The record of a message is found by its key, replaced by a later outcome, and listed in the order of keys.
pub fn records_of_messages_are_kept_by_key(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(36, DESK);
    let mut records: Vec<_> = (0..7).map(|_| record(&mut world)).collect();
    records.iter_mut().take(2).for_each(|record| record.message_id = None);
    for record in &mut records {
        put(&*store, &[Change::PutInbound(Box::new(record.clone()))])?;
        record.outcome = IntakeOutcome::Parked;
        put(&*store, &[Change::PutInbound(Box::new(record.clone()))])?;
    }
    records.sort_by_key(Inbound::key);
    let unknown = record(&mut world).key();
    read(&*store, |tx| {
        for record in &records {
            same("a record", tx.inbound(DESK, record.key())?.as_ref(), Some(record))?;
        }
        same("no record", tx.inbound(DESK, unknown)?, None)?;
        same("all", tx.inbounds(DESK, None, 100)?, records.clone())?;
        for (nth, after) in records.iter().enumerate() {
            let behind = records.iter().skip(nth + 1).take(2).cloned().collect();
            same("a page", tx.inbounds(DESK, Some(after.key()), 2)?, behind)?;
        }
        Ok(())
    })
}

fn record(world: &mut World) -> Inbound {
    let arrival = world.arrival();
    world.inbound(&arrival)
}

/// Half a digest is not enough to find a ticket.
pub fn message_ids_with_the_same_first_bits_are_kept_apart(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(37, DESK);
    let colliding = |last: u8| {
        let mut bytes = [0x5a; 16];
        bytes.iter_mut().skip(8).for_each(|byte| *byte = last);
        Digest::from_bytes(bytes)
    };
    let records =
        [1, 2, 0xff].map(|last| Inbound { message_id: Some(colliding(last)), ..record(&mut world) });
    let changes = records.clone().map(|record| Change::PutInbound(Box::new(record)));
    put(&*store, &changes)?;
    read(&*store, |tx| {
        for record in &records {
            let Some(message_id) = record.message_id else { continue };
            same("its own", tx.inbounds_of(DESK, message_id, 10)?, vec![record.clone()])?;
        }
        same("nobody's", tx.inbounds_of(DESK, colliding(3), 10)?, Vec::new())
    })
}

/// Several messages may have one Message-ID; each is listed once, in the order of their ids, as it was written last.
pub fn messages_with_one_message_id_lie_together(empty: Factory<'_>) -> Verdict {
    let store = empty();
    let mut world = World::new(38, DESK);
    let digest = world.digest();
    let mut records = [1, 2, 3].map(|_| Inbound { message_id: Some(digest), ..record(&mut world) });
    put(&*store, &[Change::PutInbound(Box::new(record(&mut world)))])?;
    for outcome in [IntakeOutcome::Parked, IntakeOutcome::Ignored { reason: IgnoredReason::Loop }] {
        for record in records.iter_mut().rev() {
            record.outcome = outcome;
            put(&*store, &[Change::PutInbound(Box::new(record.clone()))])?;
        }
    }
    records.sort_by_key(|record| record.id);
    read(&*store, |tx| {
        same("all of them", tx.inbounds_of(DESK, digest, 10)?, records.to_vec())?;
        same("the first two", tx.inbounds_of(DESK, digest, 2)?, records.iter().take(2).cloned().collect())
    })
}
