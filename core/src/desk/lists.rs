//! Lists of tickets: saved views, and all that an actor may see.

use serde::Serialize;

use super::Handle;
use crate::ids::ViewId;
use crate::model::{Sort, TicketSummary, View};
use crate::policy::Scope;
use crate::query::{self, Count, Cursor, TicketQuery, Vocabulary};
use crate::store::{ReadTx, TicketRow};
use crate::{Error, Result};

/// A page of tickets, each as a row. `tickets_by_id` has them whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct TicketSummaryPage {
    /// The tickets, in order.
    pub tickets: Vec<TicketSummary>,
    /// Where the next page begins; nothing on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

impl Handle {
    /// A page of a saved view, behind a cursor.
    ///
    /// # Errors
    /// `view.not_found`.
    pub fn view(&self, id: ViewId, after: Option<Cursor>, limit: u32) -> Result<TicketSummaryPage> {
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
    pub fn tickets(&self, after: Option<Cursor>, limit: u32) -> Result<TicketSummaryPage> {
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
    ) -> Result<TicketSummaryPage> {
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
    ) -> Result<TicketSummaryPage> {
        let limit = self.desk.shared().limits.page_of(limit);
        let asked =
            TicketQuery { filter, scope: &scope.tickets, sort, after, limit: limit.saturating_add(1) };
        let mut rows = tx.rows(self.desk.id, &asked)?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let cursor = |row: &TicketRow| Cursor { key: row.key, number: row.summary.number };
        let next = if more { rows.last().map(cursor) } else { None };
        let tickets = rows.into_iter().map(|row| scope.shown_row(row.summary)).collect();
        Ok(TicketSummaryPage { tickets, next })
    }
}
