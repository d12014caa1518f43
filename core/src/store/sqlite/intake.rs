use super::tx::{Tx, to_json};
use crate::ids::{DeskId, Id};
use crate::model::{Arrival, Digest, Inbound, InboundKey};
use crate::store::{IntakeReads, StoreResult};

/// No Message-ID is an empty blob, which comes before all others.
fn blob(digest: Option<Digest>) -> Vec<u8> {
    digest.map(|digest| digest.to_bytes().to_vec()).unwrap_or_default()
}

impl IntakeReads for Tx<'_> {
    fn arrival(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Arrival>> {
        self.document("SELECT doc FROM arrival WHERE desk = ? AND key = ?", (desk.0, key.to_bytes()))
    }

    fn arrivals(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Arrival>> {
        let sql = "SELECT doc FROM arrival WHERE desk = ? AND key > ? ORDER BY key LIMIT ?";
        self.documents(sql, (desk.0, blob(after), limit))
    }

    fn inbound(&mut self, desk: DeskId, key: InboundKey) -> StoreResult<Option<Inbound>> {
        let sql = "SELECT bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND message_id = ? AND id = ?";
        self.document(sql, (desk.0, blob(key.message_id), key.id.to_bytes()))
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<InboundKey>, limit: u32) -> StoreResult<Vec<Inbound>> {
        let (message_id, id) =
            after.map(|key| (blob(key.message_id), key.id.to_bytes().to_vec())).unwrap_or_default();
        let sql = "SELECT bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND (message_id, id) > (?, ?) \
            ORDER BY message_id, id LIMIT ?";
        self.documents(sql, (desk.0, message_id, id, limit))
    }

    fn inbounds_of(&mut self, desk: DeskId, message_id: Digest, limit: u32) -> StoreResult<Vec<Inbound>> {
        let sql = "SELECT bytes FROM inbound JOIN heap ON heap.key = inbound.at \
            WHERE desk = ? AND message_id = ? ORDER BY id LIMIT ?";
        self.documents(sql, (desk.0, message_id.to_bytes(), limit))
    }
}

impl Tx<'_> {
    pub fn put_arrival(&self, desk: DeskId, arrival: &Arrival) -> StoreResult<()> {
        let sql = "INSERT INTO arrival (desk, key, doc) VALUES (?, ?, ?) \
            ON CONFLICT DO UPDATE SET doc = excluded.doc";
        self.execute(sql, (desk.0, arrival.key.to_bytes(), to_json(arrival)?)).map(drop)
    }

    pub fn drop_arrival(&self, desk: DeskId, key: Digest) -> StoreResult<()> {
        self.execute("DELETE FROM arrival WHERE desk = ? AND key = ?", (desk.0, key.to_bytes())).map(drop)
    }

    pub fn put_inbound(&self, desk: DeskId, inbound: &Inbound) -> StoreResult<()> {
        let (message_id, id) = (blob(inbound.message_id), inbound.id.to_bytes());
        let sql = "SELECT at FROM inbound WHERE desk = ? AND message_id = ? AND id = ?";
        let there = self.one(sql, (desk.0, &message_id, id), |row| row.get(0))?;
        let at = self.put_in_heap(there, None, to_json(inbound)?.as_bytes())?;
        if there.is_none() {
            let sql = "INSERT INTO inbound (desk, message_id, id, at) VALUES (?, ?, ?, ?)";
            self.execute(sql, (desk.0, message_id, id, at))?;
        }
        Ok(())
    }
}
