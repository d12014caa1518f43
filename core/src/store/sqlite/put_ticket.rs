use rusqlite::named_params;

use super::places::{ASKED_FOR, AT_TICKET, NO_SEQ};
use super::tx::{Tx, key, to_json};
use crate::ids::{DeskId, Id, PersonId};
use crate::model::{FieldEntry, FieldValue, SortField, Ticket};
use crate::store::{StoreError, StoreResult};

const INSERT: &str = "INSERT INTO ticket (key, desk, number, id, category, team, assignee, requester, \
    breach_key, wake_at, status, status_since, priority, type, channel, organization, mailbox, policy, \
    breached, breach_at, created_at, updated_at, due_at, title, tags, participants, doc) \
    VALUES (:key, :desk, :number, :id, :category, :team, :assignee, :requester, \
    :breach_key, :wake_at, :status, :status_since, :priority, :type, :channel, :organization, :mailbox, \
    :policy, :breached, :breach_at, :created_at, :updated_at, :due_at, :title, :tags, :participants, :doc) \
    ON CONFLICT DO NOTHING";

const UPDATE: &str = "UPDATE ticket SET status = :status, status_since = :status_since, \
    priority = :priority, type = :type, channel = :channel, organization = :organization, \
    mailbox = :mailbox, policy = :policy, breached = :breached, breach_at = :breach_at, \
    created_at = :created_at, updated_at = :updated_at, due_at = :due_at, title = :title, tags = :tags, \
    participants = :participants, doc = :doc WHERE key = :key";

/// SQLite rewrites the entries of an index whenever its columns are set, changed or not.
const MOVE: &str = "UPDATE ticket SET category = :category, team = :team, assignee = :assignee, \
    requester = :requester, breach_key = :breach_key, wake_at = :wake_at WHERE key = :key";

impl Tx<'_> {
    pub fn put_ticket(&mut self, desk: DeskId, ticket: &Ticket, before: Option<u32>) -> StoreResult<()> {
        let old = match before {
            None => None,
            Some(version) => {
                let sql = "SELECT doc, title FROM ticket WHERE key = ?";
                let old = self.stored_tickets(sql, [key(desk, ticket.number.0)])?.pop();
                let as_expected = |old: &Ticket| old.version == version && old.id == ticket.id;
                Some(old.filter(as_expected).ok_or(StoreError::Conflict)?)
            }
        };
        match &old {
            None => {
                let place = (desk.0, ticket.id.to_bytes(), AT_TICKET, NO_SEQ, key(desk, ticket.number.0));
                if !self.put_place(place)? {
                    return Err(StoreError::Conflict);
                }
                if !self.insert_row(desk, ticket)? {
                    self.drop_place(desk, ticket.id.to_bytes(), AT_TICKET, NO_SEQ)?;
                    return Err(StoreError::Conflict);
                }
                self.is_taken(desk, ticket.number);
            }
            Some(old) => {
                self.update_row(desk, ticket)?;
                if placement(old) != placement(ticket) {
                    self.move_row(desk, ticket)?;
                }
            }
        }
        self.put_requester(desk, ticket, old.as_ref().map(|old| old.requester))?;
        self.put_participants(desk, ticket, old.as_ref().map_or(&[], |old| &old.participants))?;
        self.put_values(desk, ticket, old.as_ref().map_or(&[], |old| &old.fields))
    }

    /// Answers whether there was no ticket with this number.
    fn insert_row(&self, desk: DeskId, ticket: &Ticket) -> StoreResult<bool> {
        let values = named_params! {
            ":key": key(desk, ticket.number.0),
            ":desk": desk.0,
            ":number": ticket.number.0,
            ":id": ticket.id.to_bytes(),
            ":category": ticket.category.rank(),
            ":team": bytes(ticket.team),
            ":assignee": bytes(ticket.assignee),
            ":requester": ticket.requester.to_bytes(),
            ":breach_key": SortField::NextBreach.key(ticket),
            ":wake_at": ticket.wake_at().map(|at| at.millis()),
            ":status": ticket.status.to_bytes(),
            ":status_since": ticket.status_since.millis(),
            ":priority": SortField::Priority.key(ticket),
            ":type": ticket.kind.map(|kind| kind.name()),
            ":channel": ticket.channel.name(),
            ":organization": bytes(ticket.organization),
            ":mailbox": bytes(ticket.mailbox),
            ":policy": bytes(ticket.policy.map(|pin| pin.id)),
            ":breached": ticket.is_breached(),
            ":breach_at": ticket.next_breach_at().map(|at| at.millis()),
            ":created_at": ticket.created_at.millis(),
            ":updated_at": ticket.updated_at.millis(),
            ":due_at": ticket.due_at.map(|at| at.millis()),
            ":title": ticket.title.text,
            ":tags": tags(ticket)?,
            ":participants": !ticket.participants.is_empty(),
            ":doc": document(ticket)?,
        };
        Ok(self.execute(INSERT, values)? > 0)
    }

    fn update_row(&self, desk: DeskId, ticket: &Ticket) -> StoreResult<()> {
        let values = named_params! {
            ":key": key(desk, ticket.number.0),
            ":status": ticket.status.to_bytes(),
            ":status_since": ticket.status_since.millis(),
            ":priority": SortField::Priority.key(ticket),
            ":type": ticket.kind.map(|kind| kind.name()),
            ":channel": ticket.channel.name(),
            ":organization": bytes(ticket.organization),
            ":mailbox": bytes(ticket.mailbox),
            ":policy": bytes(ticket.policy.map(|pin| pin.id)),
            ":breached": ticket.is_breached(),
            ":breach_at": ticket.next_breach_at().map(|at| at.millis()),
            ":created_at": ticket.created_at.millis(),
            ":updated_at": ticket.updated_at.millis(),
            ":due_at": ticket.due_at.map(|at| at.millis()),
            ":title": ticket.title.text,
            ":tags": tags(ticket)?,
            ":participants": !ticket.participants.is_empty(),
            ":doc": document(ticket)?,
        };
        self.execute(UPDATE, values).map(drop)
    }

    fn move_row(&self, desk: DeskId, ticket: &Ticket) -> StoreResult<()> {
        let values = named_params! {
            ":key": key(desk, ticket.number.0),
            ":category": ticket.category.rank(),
            ":team": bytes(ticket.team),
            ":assignee": bytes(ticket.assignee),
            ":requester": ticket.requester.to_bytes(),
            ":breach_key": SortField::NextBreach.key(ticket),
            ":wake_at": ticket.wake_at().map(|at| at.millis()),
        };
        self.execute(MOVE, values).map(drop)
    }

    fn put_requester(&self, desk: DeskId, ticket: &Ticket, old: Option<PersonId>) -> StoreResult<()> {
        let number = ticket.number.0;
        if old == Some(ticket.requester) {
            return Ok(());
        }
        if let Some(old) = old {
            self.drop_place(desk, old.to_bytes(), ASKED_FOR, number)?;
        }
        let place = (desk.0, ticket.requester.to_bytes(), ASKED_FOR, number, key(desk, number));
        self.put_place(place).map(drop)
    }

    fn put_participants(&self, desk: DeskId, ticket: &Ticket, old: &[PersonId]) -> StoreResult<()> {
        let number = ticket.number.0;
        for person in without(old, &ticket.participants) {
            let sql = "DELETE FROM ticket_participant WHERE desk = ? AND person = ? AND number = ?";
            self.execute(sql, (desk.0, person.to_bytes(), number))?;
        }
        for person in without(&ticket.participants, old) {
            let sql = "INSERT INTO ticket_participant (desk, person, number) VALUES (?, ?, ?)";
            self.execute(sql, (desk.0, person.to_bytes(), number))?;
        }
        Ok(())
    }

    fn put_values(&self, desk: DeskId, ticket: &Ticket, old: &[FieldEntry]) -> StoreResult<()> {
        let number = ticket.number.0;
        for entry in old.iter().filter(|entry| ticket.field(entry.field).is_none()) {
            let sql = "DELETE FROM ticket_value WHERE desk = ? AND number = ? AND field = ?";
            self.execute(sql, (desk.0, number, entry.field.to_bytes()))?;
        }
        for entry in ticket.fields.iter().filter(|entry| !old.contains(entry)) {
            let sql = "INSERT INTO ticket_value (desk, number, field, num, text) VALUES (?, ?, ?, ?, ?) \
                ON CONFLICT DO UPDATE SET num = excluded.num, text = excluded.text";
            let (num, text) = columns(&entry.value);
            self.execute(sql, (desk.0, number, entry.field.to_bytes(), num, text))?;
        }
        Ok(())
    }
}

/// What the indexes hold of a ticket.
fn placement(ticket: &Ticket) -> impl PartialEq {
    let breach = SortField::NextBreach.key(ticket);
    (ticket.category, ticket.team, ticket.assignee, ticket.requester, breach, ticket.wake_at())
}

fn bytes<I: Id>(id: Option<I>) -> Option<[u8; 16]> {
    id.map(Id::to_bytes)
}

/// The tags as filters look for them: a list in JSON, or nothing when there are none.
fn tags(ticket: &Ticket) -> StoreResult<Option<String>> {
    if ticket.tags.is_empty() { Ok(None) } else { to_json(&ticket.tags).map(Some) }
}

/// A custom value as filters compare it. A text that was erased is neither.
fn columns(value: &FieldValue) -> (Option<i64>, Option<&str>) {
    match value {
        FieldValue::Integer(number) => (Some(*number), None),
        FieldValue::Bool(yes) => (Some(i64::from(*yes)), None),
        FieldValue::Date(day) => (Some(i64::from(day.days())), None),
        FieldValue::Choice(choice) => (None, Some(choice)),
        FieldValue::Text(text) => (None, text.text.as_deref()),
    }
}

/// What only the first of two ordered lists holds.
fn without<'a, T: Ord>(these: &'a [T], those: &'a [T]) -> impl Iterator<Item = &'a T> {
    these.iter().filter(|item| those.binary_search(item).is_err())
}

/// The document of a ticket, without its title: that has a column, to be searched.
fn document(ticket: &Ticket) -> StoreResult<String> {
    let mut kept = ticket.clone();
    kept.title.text = None;
    to_json(&kept)
}
