use rusqlite::Params;

use super::sheet::ReadSheet;
use super::tx::{Tx, to_json};
use crate::ids::{DeskId, Id, MessageId};
use crate::model::{Arrival, Digest, Inbound, InboundKey};
use crate::store::{IntakeReads, StoreResult};

const ARRIVAL: &str = "SELECT doc FROM waiting WHERE kind = 0 AND ready_at = 0 AND id = ? AND desk = ?";

/// No Message-ID is an empty blob, which comes before all others.
fn blob(digest: Option<Digest>) -> Vec<u8> {
    digest.map(|digest| digest.to_bytes().to_vec()).unwrap_or_default()
}

impl IntakeReads for Tx<'_> {
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>> {
        self.document(ARRIVAL, (key.to_bytes(), desk.0))
    }

    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>> {
        let sql = "SELECT doc FROM waiting \
            WHERE kind = 0 AND ready_at = 0 AND id > ? AND desk = ? ORDER BY id LIMIT ?";
        self.documents(sql, (blob(after), desk.0, limit))
    }

    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>> {
        let sql = "SELECT message_id, id, bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND message_id = ? AND id = ?";
        Ok(self.records(sql, (desk.0, blob(key.message_id), key.id.to_bytes()))?.pop())
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>> {
        let (message_id, id) =
            after.map(|key| (blob(key.message_id), key.id.to_bytes().to_vec())).unwrap_or_default();
        let sql = "SELECT message_id, id, bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND (message_id, id) > (?, ?) \
            ORDER BY message_id, id LIMIT ?";
        self.records(sql, (desk.0, message_id, id, limit))
    }

    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>> {
        let sql = "SELECT message_id, id, bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND message_id = ? ORDER BY id LIMIT ?";
        self.records(sql, (desk.0, message_id.to_bytes(), limit))
    }
}

impl Tx<'_> {
    /// Records from rows of Message-ID, id and sheet.
    fn records(&self, sql: &'static str, values: impl Params) -> StoreResult<Vec<Inbound>> {
        let rows = self.all(sql, values, |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get_ref(2)?.as_bytes()?.to_vec()))
        })?;
        let record = |(message_id, id, sheet): (Vec<u8>, [u8; 16], Vec<u8>)| {
            let message_id = <[u8; 16]>::try_from(message_id).ok().map(Digest::from_bytes);
            ReadSheet::of(&sheet)?.record(InboundKey { message_id, id: MessageId::from_bytes(id) })
        };
        rows.into_iter().map(record).collect()
    }

    pub fn put_arrival(&self, desk: DeskId, arrival: &Arrival) -> StoreResult<()> {
        let sql = "INSERT INTO waiting (kind, ready_at, id, desk, doc) VALUES (0, 0, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET doc = excluded.doc";
        self.execute(sql, (arrival.key.to_bytes(), desk.0, to_json(arrival)?)).map(drop)
    }

    pub fn drop_arrival(&self, desk: DeskId, key: Digest) -> StoreResult<()> {
        let sql = "DELETE FROM waiting WHERE kind = 0 AND ready_at = 0 AND id = ? AND desk = ?";
        self.execute(sql, (key.to_bytes(), desk.0)).map(drop)
    }

    /// Notes on which sheet the record of a message stands.
    pub fn place_inbound(&self, desk: DeskId, key: InboundKey, at: i64) -> StoreResult<()> {
        let sql = "INSERT INTO inbound (desk, message_id, id, at) VALUES (?1, ?2, ?3, ?4) \
            ON CONFLICT DO UPDATE SET at = ?4";
        self.execute(sql, (desk.0, blob(key.message_id), key.id.to_bytes(), at)).map(drop)
    }
}
