use std::ops::ControlFlow;

use super::fault::fault;
use super::places::{AT_CONTENT, CONFIG_EVENTS, MESSAGE_EVENTS, PERSON_EVENTS, TICKET_EVENTS};
use super::sheet::{ReadSheet, Rest, is_short};
use super::tx::{Tx, bytes_of, first_column, key, number_of};
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
        let sql = "SELECT log.key, log.at, bytes FROM log CROSS JOIN heap ON heap.key = log.at \
            WHERE log.key > ? AND log.key <= ? ORDER BY log.key LIMIT ?";
        let mut log = Vec::new();
        // Entries in a row often stand on the same sheet.
        let (mut sheet, mut entries) = (0, Vec::new());
        self.walk(sql, (key(desk, after), key(desk, u32::MAX), limit), |row| {
            let (key, at) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
            if sheet != at {
                (sheet, entries) = (at, ReadSheet::of(bytes_of(row, 2)?)?.entries()?);
            }
            let position = number_of(key);
            let found = entries.iter().position(|(at, _)| *at == position);
            let gone = || StoreError::Corrupt("an entry of the log is gone".to_owned());
            let (_, events) = entries.swap_remove(found.ok_or_else(gone)?);
            log.push(LogEntry { position: u64::from(position), events });
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(log)
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
        let mut events = Vec::new();
        for sheet in self.all(sql, (desk.0, id, role, after, limit), first_column)? {
            events.extend(ReadSheet::of(&sheet)?.entries()?.into_iter().flat_map(|(_, events)| events));
        }
        let wanted = events.into_iter().filter(|event| event.subject == subject && event.seq > after);
        Ok(wanted.take(limit as usize).collect())
    }

    fn content(&mut self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        self.find_content(desk, id)
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
    /// Notes where entries of the log lie that stand on a sheet.
    pub fn place_entries(&mut self, desk: DeskId, entries: &[(u32, &[Event])], at: i64) -> StoreResult<()> {
        for Span { subject, first, last } in spans(entries)? {
            let (id, role) = place_of(subject);
            let sql = "SELECT 1 FROM place WHERE desk = ? AND id = ? AND role = ? AND seq >= ? LIMIT 1";
            if self.one(sql, (desk.0, id, role, first), |_| Ok(()))?.is_some() {
                return Err(StoreError::Conflict);
            }
            self.put_place((desk.0, id, role, last, at))?;
        }
        for (position, _) in entries {
            self.execute("INSERT INTO log (key, at) VALUES (?, ?)", (key(desk, *position), at))?;
        }
        Ok(())
    }

    /// Notes where texts lie that stand on a sheet: once for all whose ids begin alike.
    pub fn place_texts(&self, desk: DeskId, texts: &[&Content], at: i64) -> StoreResult<()> {
        let mut families: Vec<_> = texts.iter().map(|text| family(text.id)).collect();
        families.sort_unstable();
        families.dedup();
        families.iter().try_for_each(|family| self.place_content(desk, family, at))
    }

    /// Keeps a content that stands on no sheet.
    pub fn put_content(&self, desk: DeskId, content: &Content) -> StoreResult<()> {
        if is_short(content) {
            return Ok(());
        }
        let at = self.add_to_heap(Some(content.salt), &content.bytes)?;
        self.place_content(desk, &content.id.to_bytes(), at)
    }

    fn place_content(&self, desk: DeskId, id: &[u8], at: i64) -> StoreResult<()> {
        let sql = "INSERT INTO place (desk, id, role, seq, at) VALUES (?1, ?2, ?3, ?4, ?4)";
        self.execute(sql, (desk.0, id, AT_CONTENT, at)).map(drop)
    }

    pub fn find_content(&self, desk: DeskId, id: ContentId) -> StoreResult<Option<Content>> {
        for ContentRow { salt, bytes, .. } in self.rows_of_content(desk, id)? {
            let content = match salt {
                Some(salt) => Some(Content { id, salt, bytes }),
                None => ReadSheet::of(&bytes)?.text(id)?,
            };
            if content.is_some() {
                return Ok(content);
            }
        }
        Ok(None)
    }

    pub fn erase_content(&self, desk: DeskId, id: ContentId) -> StoreResult<()> {
        for row in self.rows_of_content(desk, id)? {
            if row.salt.is_some() {
                self.drop_from_heap(row.at)?;
                self.drop_content_place(desk, &id.to_bytes(), row.at)?;
                continue;
            }
            match ReadSheet::of(&row.bytes)?.without_text(id)? {
                Rest::All => {}
                Rest::Some(rest) => self.replace_in_heap(row.at, None, &rest)?,
                Rest::Nothing => {
                    self.drop_from_heap(row.at)?;
                    self.drop_content_place(desk, &family(id), row.at)?;
                }
            }
        }
        Ok(())
    }

    fn drop_content_place(&self, desk: DeskId, id: &[u8], at: i64) -> StoreResult<()> {
        let sql = "DELETE FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
        self.execute(sql, (desk.0, id, AT_CONTENT, at)).map(drop)
    }

    /// The rows of the heap that a content may lie in.
    fn rows_of_content(&self, desk: DeskId, id: ContentId) -> StoreResult<Vec<ContentRow>> {
        let sql = "SELECT heap.key, salt, bytes FROM place CROSS JOIN heap ON heap.key = place.at \
            WHERE place.desk = ? AND place.id IN (?, ?) AND place.role = ?";
        self.all(sql, (desk.0, id.to_bytes(), family(id), AT_CONTENT), |row| {
            Ok(ContentRow { at: row.get(0)?, salt: row.get(1)?, bytes: row.get(2)? })
        })
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

/// A row of the heap: of a content when it has a salt, else a sheet.
struct ContentRow {
    at: i64,
    salt: Option<[u8; 16]>,
    bytes: Vec<u8>,
}

/// How the ids of what one command writes begin. To have it in common says nothing more: to look at a sheet in vain costs little.
fn family(id: ContentId) -> [u8; 10] {
    let mut family = [0; 10];
    family.iter_mut().zip(id.to_bytes()).for_each(|(to, from)| *to = from);
    family
}

/// The events of a subject among some entries: the first and the last sequence number.
struct Span {
    subject: Subject,
    first: u32,
    last: u32,
}

/// What each subject has; a conflict when a sequence number does not rise.
fn spans(entries: &[(u32, &[Event])]) -> StoreResult<Vec<Span>> {
    let mut spans: Vec<Span> = Vec::new();
    for Event { subject, seq, .. } in entries.iter().flat_map(|(_, events)| *events) {
        match spans.iter_mut().find(|span| span.subject == *subject) {
            Some(span) if span.last >= *seq => return Err(StoreError::Conflict),
            Some(span) => span.last = *seq,
            None => spans.push(Span { subject: *subject, first: *seq, last: *seq }),
        }
    }
    Ok(spans)
}
