use super::tx::{Tx, to_json};
use crate::ids::{DeskId, Id, MessageId, TicketNumber};
use crate::model::{Digest, Inbound, MessageRef};
use crate::store::{IntakeReads, StoreResult};

impl IntakeReads for Tx<'_> {
    fn inbound(&mut self, desk: DeskId, key: Digest) -> StoreResult<Option<Inbound>> {
        self.document("SELECT doc FROM inbound WHERE desk = ? AND key = ?", (desk.0, key.to_bytes()))
    }

    fn inbounds(&mut self, desk: DeskId, after: Option<Digest>, limit: u32) -> StoreResult<Vec<Inbound>> {
        let after = after.map(|key| key.to_bytes().to_vec()).unwrap_or_default();
        let sql = "SELECT doc FROM inbound WHERE desk = ? AND key > ? ORDER BY key LIMIT ?";
        self.documents(sql, (desk.0, after, limit))
    }

    fn message_refs(&mut self, desk: DeskId, id_digest: Digest) -> StoreResult<Vec<MessageRef>> {
        let sql = "SELECT message, number FROM message_ref WHERE desk = ? AND digest = ? ORDER BY message";
        self.all(sql, (desk.0, id_digest.to_bytes()), |row| {
            let number: Option<u32> = row.get(1)?;
            let message = MessageId::from_bytes(row.get(0)?);
            Ok(MessageRef { id_digest, message, ticket: number.map(TicketNumber) })
        })
    }
}

impl Tx<'_> {
    pub fn put_inbound(&self, desk: DeskId, inbound: &Inbound) -> StoreResult<()> {
        let sql = "INSERT INTO inbound (desk, key, doc) VALUES (?, ?, ?) \
            ON CONFLICT DO UPDATE SET doc = excluded.doc";
        self.execute(sql, (desk.0, inbound.key.to_bytes(), to_json(inbound)?)).map(drop)
    }

    pub fn put_message_ref(&self, desk: DeskId, noted: &MessageRef) -> StoreResult<()> {
        let sql = "INSERT INTO message_ref (desk, digest, message, number) VALUES (?, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET number = excluded.number";
        let number = noted.ticket.map(|ticket| ticket.0);
        let values = (desk.0, noted.id_digest.to_bytes(), noted.message.to_bytes(), number);
        self.execute(sql, values).map(drop)
    }
}
