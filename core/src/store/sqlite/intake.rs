use rusqlite::Params;
use serde::{Deserialize, Serialize};

use super::tx::{Tx, from_json, to_json};
use crate::Timestamp;
use crate::ids::{ContentId, DeskId, Id, MailboxId, MessageId};
use crate::model::{Arrival, Digest, Inbound, InboundKey, IntakeOutcome};
use crate::store::{IntakeReads, StoreResult};

const ARRIVAL: &str = "SELECT doc FROM waiting WHERE kind = 0 AND ready_at = 0 AND id = ? AND desk = ?";

/// What the record of a message holds besides its key.
#[derive(Serialize, Deserialize)]
struct Kept {
    received_at: Timestamp,
    raw: ContentId,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mailbox: Option<MailboxId>,
    outcome: IntakeOutcome,
}

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
    /// Records from rows of Message-ID, id and what lies in the heap.
    fn records(&self, sql: &str, values: impl Params) -> StoreResult<Vec<Inbound>> {
        let rows = self.all(sql, values, |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get_ref(2)?.as_bytes()?.to_vec()))
        })?;
        let record = |(message_id, id, kept): (Vec<u8>, [u8; 16], Vec<u8>)| {
            let Kept { received_at, raw, size, mailbox, outcome } = from_json(&kept)?;
            let message_id = <[u8; 16]>::try_from(message_id).ok().map(Digest::from_bytes);
            let id = MessageId::from_bytes(id);
            Ok(Inbound { id, message_id, received_at, raw, size, mailbox, outcome })
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

    pub fn put_inbound(&self, desk: DeskId, inbound: &Inbound) -> StoreResult<()> {
        let (message_id, id) = (blob(inbound.message_id), inbound.id.to_bytes());
        let Inbound { received_at, raw, size, mailbox, outcome, .. } = *inbound;
        let kept = Kept { received_at, raw, size, mailbox, outcome };
        let at = self.add_to_heap(None, to_json(&kept)?.as_bytes())?;
        // Most are new; the document of one that is not takes the place of the old one.
        let sql = "INSERT INTO inbound (desk, message_id, id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        if self.execute(sql, (desk.0, &message_id, id, at))? == 0 {
            let sql = "SELECT at FROM inbound WHERE desk = ? AND message_id = ? AND id = ?";
            let old: Option<i64> = self.one(sql, (desk.0, &message_id, id), |row| row.get(0))?;
            old.map_or(Ok(()), |old| self.drop_from_heap(old))?;
            let sql = "UPDATE inbound SET at = ? WHERE desk = ? AND message_id = ? AND id = ?";
            self.execute(sql, (at, desk.0, message_id, id))?;
        }
        Ok(())
    }
}
