//! Lists of tickets: saved views, and all that an actor may see.

use super::Handle;
use crate::ids::ViewId;
use crate::model::{Sort, Ticket, View};
use crate::policy::Scope;
use crate::query::{self, Count, Cursor, TicketQuery, Vocabulary};
use crate::store::ReadTx;
use crate::{Error, Result};

/// A page of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketPage {
    /// The tickets, in order.
    pub tickets: Vec<Ticket>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<Cursor>,
}

impl Handle {
    /// A page of a saved view, behind a cursor.
    ///
    /// # Errors
    /// `view.not_found`.
    pub fn view(&self, id: ViewId, after: Option<Cursor>, limit: u32) -> Result<TicketPage> {
        self.with_view(id, |tx, scope, vocabulary, view| self.page(tx, scope, vocabulary, view, after, limit))
    }

    /// How many tickets a saved view holds: exactly up to the limit, `at least` beyond.
    ///
    /// # Errors
    /// `view.not_found`.
    pub fn count_view(&self, id: ViewId) -> Result<Count> {
        self.with_view(id, |tx, scope, vocabulary, view| {
            let filter = query::compile(&view.filter, vocabulary)?;
            let cap = self.desk.shared().limits.count;
            let count = tx.count_tickets(self.desk.id, &filter, &scope.tickets, cap.saturating_add(1))?;
            Ok(if count > cap { Count::AtLeast { count: cap } } else { Count::Exactly { count } })
        })
    }

    /// All tickets that the actor may see, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn tickets(&self, after: Option<Cursor>, limit: u32) -> Result<TicketPage> {
        self.read(|tx, scope| {
            self.list(tx, scope, &query::Predicate::everything(), Sort::default(), after, limit)
        })
    }

    fn with_view<T>(
        &self,
        id: ViewId,
        mut f: impl FnMut(&mut dyn ReadTx, &Scope, &Vocabulary<'_>, &View) -> Result<T>,
    ) -> Result<T> {
        self.read(|tx, scope| {
            let config = self.desk.config(tx)?;
            let view =
                config.view(id).ok_or_else(|| Error::not_found("view.not_found", "there is no such view"))?;
            let vocabulary = Vocabulary { me: self.actor.person(), ..config.vocabulary() };
            f(tx, scope, &vocabulary, view).map_err(|error| match error.code() {
                "condition.me_unknown" => {
                    error.hint("this view is about whoever looks at it: open it as a person")
                }
                _ => error,
            })
        })
    }

    fn page(
        &self,
        tx: &mut dyn ReadTx,
        scope: &Scope,
        vocabulary: &Vocabulary<'_>,
        view: &View,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<TicketPage> {
        let filter = query::compile(&view.filter, vocabulary)?;
        self.list(tx, scope, &filter, view.sort, after, limit)
    }

    fn list(
        &self,
        tx: &mut dyn ReadTx,
        scope: &Scope,
        filter: &query::Predicate,
        sort: Sort,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<TicketPage> {
        let limit = self.desk.shared().limits.page_of(limit);
        let asked =
            TicketQuery { filter, scope: &scope.tickets, sort, after, limit: limit.saturating_add(1) };
        let mut tickets = tx.tickets(self.desk.id, &asked)?;
        let more = tickets.len() > limit as usize;
        tickets.truncate(limit as usize);
        let cursor = |ticket: &Ticket| Cursor { key: sort.by.key(ticket), number: ticket.number };
        let next = if more { tickets.last().map(cursor) } else { None };
        let tickets = tickets.into_iter().map(|ticket| scope.shown(ticket)).collect();
        Ok(TicketPage { tickets, next })
    }
}
