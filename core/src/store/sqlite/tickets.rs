use super::list::{self, Listing};
use super::tx::{Tx, key, number_of, to_json};
use crate::Timestamp;
use crate::ids::{DeskId, Id, TicketNumber};
use crate::model::{Comment, Text, Ticket, Visibility};
use crate::query::{Predicate, TicketQuery};
use crate::store::{DueTicket, StoreError, StoreResult, TicketKey, TicketReads};

pub(super) const DUE: &str = "SELECT wake_at, desk, key FROM ticket \
    WHERE wake_at IS NOT NULL AND wake_at <= ?1 AND (?2 IS NULL OR desk = ?2) ORDER BY wake_at, desk, key LIMIT ?3";
pub(super) const NEXT_DUE: &str =
    "SELECT wake_at FROM ticket WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1";

impl TicketReads for Tx<'_> {
    fn ticket(&mut self, desk: DeskId, by: TicketKey, scope: &Predicate) -> StoreResult<Option<Ticket>> {
        let found: Option<Ticket> = match by {
            TicketKey::Number(number) => {
                self.document("SELECT doc FROM ticket WHERE key = ?", [key(desk, number.0)])?
            }
            TicketKey::Id(id) => {
                let sql = "SELECT doc FROM place JOIN ticket ON ticket.key = place.at \
                    WHERE place.desk = ? AND place.id = ? AND place.role = 0";
                self.document(sql, (desk.0, id.to_bytes()))?
            }
        };
        Ok(found.filter(|ticket| scope.holds(ticket)))
    }

    fn tickets(&mut self, desk: DeskId, query: &TicketQuery<'_>) -> StoreResult<Vec<Ticket>> {
        match list::page(desk, query) {
            Some(Listing { sql, values, needles }) => {
                self.look_for(needles);
                self.documents(&sql, rusqlite::params_from_iter(values))
            }
            None => Ok(Vec::new()),
        }
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
        let sql = "SELECT bytes FROM comment JOIN heap ON heap.key = comment.at \
            WHERE desk = ?1 AND number = ?2 AND idx > ?3 \
            AND (?4 IS NULL OR visibility = ?4) ORDER BY idx LIMIT ?5";
        let values = (desk.0, ticket.0, after, only.map(rank), limit);
        let mut comments: Vec<Comment> = self.documents(sql, values)?;
        for comment in &mut comments {
            texts(comment).try_for_each(|text| {
                text.text = self.text(desk, text.content.id)?;
                Ok::<_, StoreError>(())
            })?;
        }
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
    pub fn put_comment(&mut self, desk: DeskId, comment: &Comment) -> StoreResult<()> {
        let mut kept = comment.clone();
        // The texts stand in the contents: erasing them there is enough.
        texts(&mut kept).for_each(|text| text.text = None);
        let body = comment.body();
        let sql = "SELECT at FROM comment WHERE desk = ? AND number = ? AND idx = ?";
        let there = self.one(sql, (desk.0, body.ticket.0, body.index), |row| row.get(0))?;
        let at = self.put_in_heap(there, None, to_json(&kept)?.as_bytes())?;

        let sql = "INSERT INTO comment (desk, number, idx, visibility, at) VALUES (?, ?, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET visibility = excluded.visibility WHERE visibility <> excluded.visibility";
        let values = (desk.0, body.ticket.0, body.index, rank(comment.visibility()), at);
        self.execute(sql, values).map(drop)
    }
}

fn rank(visibility: Visibility) -> u8 {
    match visibility {
        Visibility::Public => 0,
        Visibility::Internal => 1,
    }
}

/// The texts of a comment: its own, and the names of its files.
fn texts(comment: &mut Comment) -> impl Iterator<Item = &mut Text> {
    let body = comment.body_mut();
    std::iter::once(&mut body.text).chain(body.attachments.iter_mut().map(|file| &mut file.name))
}
