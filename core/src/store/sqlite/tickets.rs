use rusqlite::{Params, Row};

use super::fault::fault;
use super::list::{self, Listing};
use super::places::AT_COMMENT;
use super::row;
use super::sheet::ReadSheet;
use super::sql::Sql;
use super::tx::{Tx, bytes_of, enough, from_json, key, number_of};
use crate::Timestamp;
use crate::ids::{DeskId, Id, TicketId, TicketNumber};
use crate::model::{Comment, Content, Text, Ticket, Visibility};
use crate::query::{Predicate, TicketQuery};
use crate::store::{Change, DueTicket, StoreError, StoreResult, TicketKey, TicketReads, TicketRow};

pub(super) const DUE: &str = "SELECT wake_at, desk, key FROM ticket \
    WHERE wake_at IS NOT NULL AND wake_at <= ?1 AND (?2 IS NULL OR desk = ?2) ORDER BY wake_at, desk, key LIMIT ?3";
pub(super) const NEXT_DUE: &str =
    "SELECT wake_at FROM ticket WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1";

/// The columns of which a ticket is made.
pub(super) const WHOLE: &str = "doc, title";

impl TicketReads for Tx<'_> {
    fn ticket(&mut self, desk: DeskId, by: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>> {
        let in_scope = |ticket: &Ticket| scope.holds(ticket);
        self.seen(|seen| &mut seen.tickets, (desk, by), in_scope, |tx| tx.stored_ticket(desk, by))
    }

    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>> {
        self.listed(desk, query, WHOLE, whole)
    }

    fn rows(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<TicketRow>> {
        self.listed(desk, query, row::COLUMNS, |found| row::read(found, query.sort.by))
    }

    fn count_tickets(
        &mut self,
        desk: DeskId,
        filter: &Predicate,
        scope: &Predicate,
        cap: u32,
    ) -> StoreResult<u32> {
        let Listing { sql, values, needles } = list::count(desk, filter, scope, cap);
        self.look_for(needles);
        let count = self.one(&sql, rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(count.unwrap_or_default())
    }

    fn comments(
        &mut self,
        desk: DeskId,
        ticket: TicketNumber,
        only: Option<Visibility>,
        after: u32,
        limit: u32,
    ) -> StoreResult<Vec<Comment>> {
        let sql = "SELECT place.seq, heap.key, bytes \
            FROM ticket CROSS JOIN place CROSS JOIN heap ON heap.key = place.at \
            WHERE ticket.key = ? AND place.desk = ? AND place.id = ticket.id AND place.role = ? \
            AND place.seq > ? ORDER BY place.seq";
        let (mut comments, mut sheet) = (Vec::new(), CommentSheet::default());
        if limit == 0 {
            return Ok(comments);
        }
        self.walk(sql, (key(desk, ticket.0), desk.0, AT_COMMENT, after), |row| {
            let (index, at) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
            sheet.turn_to(at, bytes_of(row, 2)?)?;
            let comment = sheet.comment(ticket, index)?;
            if only.is_none_or(|only| comment.visibility() == only) {
                comments.push(self.with_texts(desk, comment, &sheet)?);
            }
            Ok(enough(&comments, limit))
        })?;
        Ok(comments)
    }

    fn due_tickets(
        &mut self,
        desk: Option<DeskId>,
        up_to: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<DueTicket>> {
        self.all(DUE, (up_to.millis(), desk.map(|desk| desk.0), limit), |row| {
            let (at, desk, key) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let number = TicketNumber(number_of(key));
            Ok(DueTicket { at: Timestamp::from_millis(at), desk: DeskId(desk), number })
        })
    }

    fn next_due(&mut self) -> StoreResult<Option<Timestamp>> {
        self.one(NEXT_DUE, [], |row| row.get(0).map(Timestamp::from_millis))
    }
}

impl Tx<'_> {
    fn stored_ticket(&self, desk: DeskId, by: TicketKey) -> StoreResult<Option<Ticket>> {
        let mut found = match by {
            TicketKey::Number(number) => {
                let sql = "SELECT doc, title FROM ticket WHERE key = ?";
                self.stored_tickets(sql, [key(desk, number.0)])?
            }
            TicketKey::Id(id) => {
                let sql = "SELECT doc, title FROM place JOIN ticket ON ticket.key = place.at \
                    WHERE place.desk = ? AND place.id = ? AND place.role = 0";
                self.stored_tickets(sql, (desk.0, id.to_bytes()))?
            }
        };
        Ok(found.pop())
    }

    /// Tickets from rows of their documents and titles.
    pub fn stored_tickets<'s>(
        &self,
        sql: impl Into<Sql<'s>>,
        values: impl Params,
    ) -> StoreResult<Vec<Ticket>> {
        self.every(sql, values, whole)
    }

    /// What is read of each ticket on a page.
    fn listed<T>(
        &mut self,
        desk: DeskId,
        query: &TicketQuery<'_>,
        columns: &'static str,
        read: impl FnMut(&Row<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let Some(Listing { sql, values, needles }) = list::page(desk, query, columns) else {
            return Ok(Vec::new());
        };
        self.look_for(needles);
        self.every(&sql, rusqlite::params_from_iter(values), read)
    }

    /// A comment with those of its texts that were not erased. Most stand on its own sheet.
    fn with_texts(&self, desk: DeskId, mut comment: Comment, sheet: &CommentSheet) -> StoreResult<Comment> {
        for text in texts(&mut comment) {
            let id = text.content.id;
            let content = match ReadSheet::of(&sheet.row)?.text(id)? {
                Some(content) => Some(content),
                None => self.find_content(desk, id)?,
            };
            text.text = content.map(as_text).transpose()?;
        }
        Ok(comment)
    }

    /// Notes on which sheet a comment of a ticket with this id stands.
    pub fn place_comment(&mut self, desk: DeskId, ticket: TicketId, index: u32, at: i64) -> StoreResult<()> {
        self.put_place_anew(desk, (ticket.to_bytes(), AT_COMMENT, index), at)
    }

    /// The id of a ticket that is there or among what is written with it.
    pub fn ticket_id(&self, desk: DeskId, number: TicketNumber, changes: &[Change]) -> StoreResult<TicketId> {
        let written = changes.iter().find_map(|change| match change {
            Change::PutTicket { ticket, .. } if ticket.number == number => Some(ticket.id),
            _ => None,
        });
        let there = || {
            let sql = "SELECT id FROM ticket WHERE key = ?";
            self.one(sql, [key(desk, number.0)], |row| row.get(0).map(TicketId::from_bytes))
        };
        written.map_or_else(there, |id| Ok(Some(id)))?.ok_or(StoreError::Conflict)
    }
}

/// A ticket, from its document and title.
fn whole(row: &Row<'_>) -> StoreResult<Ticket> {
    let mut ticket: Ticket = from_json(bytes_of(row, 0)?)?;
    ticket.title.text = row.get(1).map_err(fault)?;
    Ok(ticket)
}

/// A comment as it stands on a sheet. Its texts are contents: to erase them there is enough.
pub(super) fn without_texts(comment: &Comment) -> Comment {
    let mut bare = comment.clone();
    texts(&mut bare).for_each(|text| text.text = None);
    bare
}

fn as_text(content: Content) -> StoreResult<String> {
    let Content { id, bytes, .. } = content;
    String::from_utf8(bytes).map_err(|_| StoreError::Corrupt(format!("{id} is no text")))
}

/// The sheet on which the comment at hand stands. The next often stands on the same.
#[derive(Default)]
struct CommentSheet {
    at: i64,
    row: Vec<u8>,
    comments: Vec<Comment>,
}

impl CommentSheet {
    fn turn_to(&mut self, at: i64, row: &[u8]) -> StoreResult<()> {
        if self.at != at {
            *self = Self { at, row: row.to_vec(), comments: ReadSheet::of(row)?.comments()? };
        }
        Ok(())
    }

    fn comment(&self, ticket: TicketNumber, index: u32) -> StoreResult<Comment> {
        let is_it = |comment: &&Comment| (comment.body().ticket, comment.body().index) == (ticket, index);
        let gone = || StoreError::Corrupt("a comment is gone".to_owned());
        self.comments.iter().find(is_it).cloned().ok_or_else(gone)
    }
}

/// The texts of a comment: its own, and the names of its files.
fn texts(comment: &mut Comment) -> impl Iterator<Item = &mut Text> {
    let body = comment.body_mut();
    std::iter::once(&mut body.text).chain(body.attachments.iter_mut().map(|file| &mut file.name))
}
