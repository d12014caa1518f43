//! Where things lie: the rows of the heap, and how they are found by id.

use super::tx::Tx;
use crate::ids::DeskId;
use crate::store::StoreResult;

/// The role of a place that is a ticket's key.
pub(super) const AT_TICKET: u8 = 0;
/// The role of a place that is a content's key in the heap.
pub(super) const AT_CONTENT: u8 = 1;
/// The roles of places that are log entries with events of the id; the sequence number is that of the last.
pub(super) const TICKET_EVENTS: u8 = 2;
pub(super) const PERSON_EVENTS: u8 = 3;
pub(super) const MESSAGE_EVENTS: u8 = 4;
pub(super) const CONFIG_EVENTS: u8 = 5;
/// The role of a place that is a person's key in the heap.
pub(super) const AT_PERSON: u8 = 6;
/// The role of a place that is an effect's key in the heap.
pub(super) const AT_EFFECT: u8 = 7;
/// The role of a place that is the key in the heap of a ticket's comment; the sequence number is its index.
pub(super) const AT_COMMENT: u8 = 8;
/// The role of a place that is the key of a ticket that the person asks for; the sequence number is that of the ticket.
pub(super) const ASKED_FOR: u8 = 9;
/// The sequence number of a place that is the only one of its id and role.
pub(super) const NO_SEQ: u32 = 0;

impl Tx<'_> {
    /// Notes where something lies; false when its place was noted before.
    pub fn put_place(&self, place: (u32, [u8; 16], u8, u32, i64)) -> StoreResult<bool> {
        let sql = "INSERT INTO place (desk, id, role, seq, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
        Ok(self.execute(sql, place)? > 0)
    }

    /// Where something lies.
    pub fn place(&self, desk: DeskId, id: [u8; 16], role: u8, seq: u32) -> StoreResult<Option<i64>> {
        let sql = "SELECT at FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
        self.one(sql, (desk.0, id, role, seq), |row| row.get(0))
    }

    /// Forgets where something lay.
    pub fn drop_place(&self, desk: DeskId, id: [u8; 16], role: u8, seq: u32) -> StoreResult<()> {
        let sql = "DELETE FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
        self.execute(sql, (desk.0, id, role, seq)).map(drop)
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

    /// Writes a document of an id to the heap; answers where.
    pub fn put_document(
        &self,
        desk: DeskId,
        id: [u8; 16],
        role: u8,
        seq: u32,
        document: &[u8],
    ) -> StoreResult<i64> {
        let there = self.place(desk, id, role, seq)?;
        let at = self.put_in_heap(there, None, document)?;
        if there.is_none() {
            self.put_place((desk.0, id, role, seq, at))?;
        }
        Ok(at)
    }
}
