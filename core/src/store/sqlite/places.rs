//! Where things lie: the rows of the heap, and how they are found by id.

use super::tx::Tx;
use crate::ids::DeskId;
use crate::store::{StoreError, StoreResult};

/// The role of a place that is a ticket's key.
pub(super) const AT_TICKET: u8 = 0;
/// The role of a place that is the key in the heap of a content, by its id; or of a sheet with contents, by how their ids begin. The sequence
/// number is that key, too.
pub(super) const AT_CONTENT: u8 = 1;
/// The roles of places that are sheets with events of the id; the sequence number is that of the last.
pub(super) const TICKET_EVENTS: u8 = 2;
pub(super) const PERSON_EVENTS: u8 = 3;
pub(super) const MESSAGE_EVENTS: u8 = 4;
pub(super) const CONFIG_EVENTS: u8 = 5;
/// The role of a place that is a person's key in the heap.
pub(super) const AT_PERSON: u8 = 6;
/// The role of a place that is an effect's key in the heap.
pub(super) const AT_EFFECT: u8 = 7;
/// The role of a place that is the sheet with a ticket's comment; the sequence number is its index.
pub(super) const AT_COMMENT: u8 = 8;
/// The role of a place that is the key of a ticket that the person asks for; the sequence number is that of the ticket.
pub(super) const ASKED_FOR: u8 = 9;
/// The sequence number of a place that is the only one of its id and role.
pub(super) const NO_SEQ: u32 = 0;

/// What something in the heap is found by: its id, role and sequence number.
pub(super) type Placed = ([u8; 16], u8, u32);

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

    /// Notes where something lies, also when it lay elsewhere before.
    pub fn put_place_anew(&self, desk: DeskId, (id, role, seq): Placed, at: i64) -> StoreResult<()> {
        let sql = "INSERT INTO place (desk, id, role, seq, at) VALUES (?1, ?2, ?3, ?4, ?5) \
            ON CONFLICT DO UPDATE SET at = ?5";
        self.execute(sql, (desk.0, id, role, seq, at)).map(drop)
    }

    /// Forgets where something lay.
    pub fn drop_place(&self, desk: DeskId, id: [u8; 16], role: u8, seq: u32) -> StoreResult<()> {
        let sql = "DELETE FROM place WHERE desk = ? AND id = ? AND role = ? AND seq = ?";
        self.execute(sql, (desk.0, id, role, seq)).map(drop)
    }

    /// Adds a row to the heap; answers where.
    pub fn add_to_heap(&self, salt: Option<[u8; 16]>, bytes: &[u8]) -> StoreResult<i64> {
        self.execute("INSERT INTO heap (salt, bytes) VALUES (?, ?)", (salt, bytes))?;
        Ok(self.last_key())
    }

    /// Writes a row of the heap anew.
    pub fn replace_in_heap(&self, at: i64, salt: Option<[u8; 16]>, bytes: &[u8]) -> StoreResult<()> {
        self.execute("UPDATE heap SET salt = ?, bytes = ? WHERE key = ?", (salt, bytes, at)).map(drop)
    }

    /// Takes a row from the heap.
    pub fn drop_from_heap(&self, at: i64) -> StoreResult<()> {
        self.execute("DELETE FROM heap WHERE key = ?", [at]).map(drop)
    }

    /// Adds what lies in the heap under an id, role and sequence number; answers where, or nothing when something lies there.
    pub fn add_at(
        &self,
        desk: DeskId,
        (id, role, seq): Placed,
        salt: Option<[u8; 16]>,
        bytes: &[u8],
    ) -> StoreResult<Option<i64>> {
        let at = self.add_to_heap(salt, bytes)?;
        if self.put_place((desk.0, id, role, seq, at))? {
            return Ok(Some(at));
        }
        self.drop_from_heap(at)?;
        Ok(None)
    }

    /// Writes anew what lies in the heap under an id, role and sequence number; answers where.
    pub fn replace_at(
        &self,
        desk: DeskId,
        (id, role, seq): Placed,
        salt: Option<[u8; 16]>,
        bytes: &[u8],
    ) -> StoreResult<i64> {
        let there = self.place(desk, id, role, seq)?;
        let at = there.ok_or_else(|| StoreError::Corrupt("a place is gone".to_owned()))?;
        self.replace_in_heap(at, salt, bytes)?;
        Ok(at)
    }
}
