use std::collections::HashMap;

use super::entry;
use super::places::{AT_CONTENT, CONFIG_EVENTS, MESSAGE_EVENTS, NO_SEQ, PERSON_EVENTS, TICKET_EVENTS};
use super::tx::{Tx, first_column, key, number_of};
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, Id};
use crate::model::{Content, Digest, Event, LogEntry, Subject};
use crate::store::{LogReads, StoreError, StoreResult};

/// What the places of a subject's events are kept under: its id and role.
fn place_of(subject: Subject) -> ([u8; 16], u8) {
    match subject {
        Subject::Ticket { id, .. } => (id.to_bytes(), TICKET_EVENTS),
        Subject::Person { id } => (id.to_bytes(), PERSON_EVENTS),
        Subject::Message { id } => (id.to_bytes(), MESSAGE_EVENTS),
        Subject::Config => ([0; 16], CONFIG_EVENTS),
    }
}

impl LogReads for Tx<'_> {
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>> {
        let Ok(after) = u32::try_from(after) else { return Ok(Vec::new()) };
        let sql = "SELECT log.key, bytes FROM log CROSS JOIN heap ON heap.key = log.at \
            WHERE log.key > ? AND log.key <= ? ORDER BY log.key LIMIT ?";
        let entries = self.all(sql, (key(desk, after), key(desk, u32::MAX), limit), |row| {
            Ok((number_of(row.get(0)?), row.get_ref(1)?.as_bytes()?.to_vec()))
        })?;
        let entry = |(position, events): &(u32, Vec<u8>)| {
            Ok(LogEntry { position: u64::from(*position), events: entry::read(events)? })
        };
        entries.iter().map(entry).collect()
    }

    fn subject_events(
        &mut self,
        desk: DeskId,
        subject: Subject,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Event>> {
        // Each place holds at least one event that is asked for.
        let sql = "SELECT bytes FROM place CROSS JOIN heap ON heap.key = place.at \
            WHERE place.desk = ? AND place.id = ? AND place.role = ? AND place.seq > ? \
            ORDER BY place.seq LIMIT ?";
        let (id, role) = place_of(subject);
        let entries = self.all(sql, (desk.0, id, role, after, limit), first_column)?;
        let entries = entries.iter().map(|events| entry::read(events)).collect::<StoreResult<Vec<_>>>()?;
        let events = entries.into_iter().flatten();
        let wanted = events.filter(|event| event.subject == subject && event.seq > after);
        Ok(wanted.take(limit as usize).collect())
    }

    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        let sql = "SELECT salt, bytes FROM place JOIN heap ON heap.key = place.at \
            WHERE place.desk = ? AND place.id = ? AND place.role = ? AND place.seq = ?";
        self.one(sql, (desk.0, id.to_bytes(), AT_CONTENT, NO_SEQ), |row| {
            Ok(Content { id, salt: row.get(0)?, bytes: row.get(1)? })
        })
    }

    fn cached(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Vec<u8>>> {
        let sql = "SELECT bytes FROM cached WHERE desk = ? AND key = ?";
        self.one(sql, (desk.0, key.to_bytes()), |row| row.get(0))
    }

    fn receipt(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<String>> {
        let sql = "SELECT doc FROM receipt WHERE desk = ? AND key = ?";
        self.one(sql, (desk.0, key.to_bytes()), |row| row.get(0))
    }
}

impl Tx<'_> {
    pub fn append(&mut self, desk: DeskId, events: &[Event]) -> StoreResult<()> {
        let position = key(desk, self.next_position(desk)?);
        let at = self.add_to_heap(None, entry::write(events)?.as_bytes())?;
        for (subject, (first, last)) in spans(events)? {
            let (id, role) = place_of(subject);
            let sql = "SELECT 1 FROM place WHERE desk = ? AND id = ? AND role = ? AND seq >= ? LIMIT 1";
            if self.one(sql, (desk.0, id, role, first), |_| Ok(()))?.is_some() {
                return Err(StoreError::Conflict);
            }
            self.put_place((desk.0, id, role, last, at))?;
        }
        self.execute("INSERT INTO log (key, at) VALUES (?, ?)", (position, at)).map(drop)
    }

    pub fn put_content(&mut self, desk: DeskId, content: &Content) -> StoreResult<()> {
        let id = content.id.to_bytes();
        self.put_at(desk, (id, AT_CONTENT, NO_SEQ), Some(content.salt), &content.bytes)
    }

    pub fn erase_content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<()> {
        if let Some(key) = self.place(desk, id.to_bytes(), AT_CONTENT, NO_SEQ)? {
            self.drop_from_heap(key)?;
            self.drop_place(desk, id.to_bytes(), AT_CONTENT, NO_SEQ)?;
        }
        Ok(())
    }

    /// A content that is a text; nothing once it was erased.
    pub fn text(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<String>> {
        let Some(content) = self.content(desk, id)? else { return Ok(None) };
        let text = String::from_utf8(content.bytes);
        text.map(Some).map_err(|_| StoreError::Corrupt(format!("{id} is no text")))
    }

    pub fn put_receipt(&self, desk: DeskId, key: Digest, receipt: &str, at: Timestamp) -> StoreResult<()> {
        let sql = "INSERT INTO receipt (desk, key, at, doc) VALUES (?, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET at = excluded.at, doc = excluded.doc";
        self.execute(sql, (desk.0, key.to_bytes(), at.millis(), receipt)).map(drop)
    }

    pub fn put_cached(&self, desk: DeskId, key: Digest, bytes: &[u8]) -> StoreResult<()> {
        let sql = "INSERT INTO cached (desk, key, bytes) VALUES (?, ?, ?) \
            ON CONFLICT DO UPDATE SET bytes = excluded.bytes";
        self.execute(sql, (desk.0, key.to_bytes(), bytes)).map(drop)
    }
}

/// The first and last sequence number of each subject; a conflict when one does not rise.
fn spans(events: &[Event]) -> StoreResult<HashMap<Subject, (u32, u32)>> {
    let mut spans: HashMap<Subject, (u32, u32)> = HashMap::new();
    for event in events {
        let (_, last) = spans.entry(event.subject).or_insert((event.seq, 0));
        if *last >= event.seq {
            return Err(StoreError::Conflict);
        }
        *last = event.seq;
    }
    Ok(spans)
}
