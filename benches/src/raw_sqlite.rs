//! The peer of the SQLite store: what somebody would write by hand to note that a mail came in, and no more.

use std::path::Path;

use rusqlite::{Connection, Result, params};

const SCHEMA: &str = "
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, requester INTEGER NOT NULL, team INTEGER, assignee INTEGER,
    status INTEGER NOT NULL, priority INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    breach_at INTEGER NOT NULL
);
CREATE INDEX ticket_of_team ON ticket (team, status, breach_at);
CREATE INDEX ticket_of_requester ON ticket (requester);
CREATE INDEX ticket_updated ON ticket (updated_at);
CREATE TABLE message (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, message_id TEXT NOT NULL, author INTEGER NOT NULL,
    at INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX message_of_ticket ON message (ticket, at);
CREATE UNIQUE INDEX message_by_id ON message (message_id);
CREATE TABLE event (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
);
";

/// A mail as it is noted.
pub struct RawMail {
    pub message_id: String,
    pub author: i64,
    pub at: i64,
    pub subject: String,
    pub text: String,
}

pub struct RawDesk {
    db: Connection,
}

impl RawDesk {
    /// An empty database, as safe as ours.
    pub fn create(path: &Path) -> Result<Self> {
        let db = Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        db.execute_batch(SCHEMA)?;
        Ok(Self { db })
    }

    /// Notes mails with one commit: a ticket, a message and an event each.
    pub fn take_in(&mut self, mails: &[RawMail]) -> Result<()> {
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for mail in mails {
            tx.prepare_cached("INSERT INTO ticket VALUES (NULL, ?1, ?2, ?3, NULL, 0, 2, ?4, ?4, ?5)")?
                .execute(params![
                    mail.subject,
                    mail.author,
                    mail.author % 2 + 1,
                    mail.at,
                    mail.at + 28_800_000
                ])?;
            let ticket = tx.last_insert_rowid();
            tx.prepare_cached("INSERT INTO message VALUES (NULL, ?1, ?2, ?3, ?4, ?5)")?.execute(params![
                ticket,
                mail.message_id,
                mail.author,
                mail.at,
                mail.text
            ])?;
            let body = format!("{{\"title\":\"{}\",\"author\":{}}}", mail.subject, mail.author);
            tx.prepare_cached("INSERT INTO event VALUES (NULL, ?1, ?2, 'created', ?3)")?
                .execute(params![ticket, mail.at, body])?;
        }
        tx.commit()
    }
}
