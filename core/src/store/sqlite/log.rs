use std::collections::HashMap;

use super::tx::{Tx, from_json, key, number_of, to_json};
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, Id};
use crate::model::{Content, Digest, Event, LogEntry, Subject};
use crate::store::{LogReads, StoreError, StoreResult};

/// The role of a place that is a ticket's key.
pub(super) const AT_TICKET: u8 = 0;
/// The role of a place that is a content's key in the heap.
const AT_CONTENT: u8 = 1;
/// The role of a place that is a person's key in the heap.
pub(super) const AT_PERSON: u8 = 6;
/// The role of a place that is an effect's key.
pub(super) const AT_EFFECT: u8 = 7;
/// The sequence number of a place that is the only one of its id and role.
pub(super) const NO_SEQ: u32 = 0;

/// What the places of a subject's events are kept under: its id and role.
fn place_of(subject: Subject) -> ([u8; 16], u8) {
    match subject {
        Subject::Ticket { id, .. } => (id.to_bytes(), 2),
        Subject::Person { id } => (id.to_bytes(), 3),
        Subject::Message { id } => (id.to_bytes(), 4),
        Subject::Config => ([0; 16], 5),
    }
}

impl LogReads for Tx<'_> {
    fn log(&mut self, desk: DeskId, after: u64, limit: u32) -> StoreResult<Vec<LogEntry>> {
        let Ok(after) = u32::try_from(after) else { return Ok(Vec::new()) };
        let sql = "SELECT key, events FROM log WHERE key > ? AND key <= ? ORDER BY key LIMIT ?";
        let entries = self.all(sql, (key(desk, after), key(desk, u32::MAX), limit), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let entry = |(key, events): &(i64, String)| {
            Ok(LogEntry { position: u64::from(number_of(*key)), events: from_json(events)? })
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
        let sql = "SELECT log.events FROM place JOIN log ON log.key = place.at \
            WHERE place.desk = ? AND place.id = ? AND place.role = ? AND place.seq > ? \
            ORDER BY place.seq LIMIT ?";
        let (id, role) = place_of(subject);
        let entries: Vec<Vec<Event>> = self.documents(sql, (desk.0, id, role, after, limit))?;
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
    /// Notes where something lies; false when its place was noted before.
    pub fn put_place(&self, place: (u32, [u8; 16], u8, u32, i64)) -> StoreResult<bool> {
        let sql = "INSERT INTO place (desk, id, role, seq, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
        Ok(self.execute(sql, place)? > 0)
    }

    pub fn append(&mut self, desk: DeskId, events: &[Event]) -> StoreResult<()> {
        self.execute("UPDATE desk SET position = position + 1 WHERE id = ?", [desk.0])?;
        let position = self.one("SELECT position FROM desk WHERE id = ?", [desk.0], |row| row.get(0))?;
        let position: i64 = position.unwrap_or_default();
        let position = u32::try_from(position)
            .map_err(|_| StoreError::Unavailable("the desk has used up its log positions".to_owned()))?;
        let at = key(desk, position);

        for (subject, (first, last)) in spans(events)? {
            let (id, role) = place_of(subject);
            let sql = "SELECT max(seq) FROM place WHERE desk = ? AND id = ? AND role = ?";
            let logged: Option<u32> = self.one(sql, (desk.0, id, role), |row| row.get(0))?.flatten();
            if logged.is_some_and(|logged| logged >= first) {
                return Err(StoreError::Conflict);
            }
            self.put_place((desk.0, id, role, last, at))?;
        }
        self.execute("INSERT INTO log (key, events) VALUES (?, ?)", (at, to_json(&events)?)).map(drop)
    }

    /// Where the only thing of an id and role lies.
    pub fn place(&self, desk: DeskId, id: [u8; 16], role: u8) -> StoreResult<Option<i64>> {
        let sql = "SELECT at FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
        self.one(sql, (desk.0, id, role, NO_SEQ), |row| row.get(0))
    }

    /// Writes a row of the heap, at its old place or a new one; answers which.
    pub fn put_in_heap(&self, there: Option<i64>, salt: Option<[u8; 16]>, bytes: &[u8]) -> StoreResult<i64> {
        match there {
            Some(key) => {
                self.execute("UPDATE heap SET salt = ?, bytes = ? WHERE key = ?", (salt, bytes, key))?;
                Ok(key)
            }
            None => {
                self.execute("INSERT INTO heap (salt, bytes) VALUES (?, ?)", (salt, bytes))?;
                Ok(self.last_key())
            }
        }
    }

    pub fn put_content(&mut self, desk: DeskId, content: &Content) -> StoreResult<()> {
        let id = content.id.to_bytes();
        let there = self.place(desk, id, AT_CONTENT)?;
        let key = self.put_in_heap(there, Some(content.salt), &content.bytes)?;
        if there.is_none() {
            self.put_place((desk.0, id, AT_CONTENT, NO_SEQ, key))?;
        }
        Ok(())
    }

    pub fn erase_content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<()> {
        if let Some(key) = self.place(desk, id.to_bytes(), AT_CONTENT)? {
            self.execute("DELETE FROM heap WHERE key = ?", [key])?;
            let sql = "DELETE FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
            self.execute(sql, (desk.0, id.to_bytes(), AT_CONTENT, NO_SEQ))?;
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
