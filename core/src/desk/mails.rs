//! What came by mail: the HTML of comments, and their files.

use super::Handle;
use crate::engine::{self, AttachmentFile, ReadHtml};
use crate::ids::{ContentId, TicketNumber};
use crate::intake::sanitize::SafeHtml;
use crate::model::Comment;
use crate::policy::{self, Permission, Scope};
use crate::store::{Durability, ReadTx, StoreError, StoreExt, TicketKey};
use crate::{Error, Result};

impl Handle {
    /// The HTML of a comment that came by mail, made safe to show; nothing when it came without. It is sanitized when it is first
    /// asked for, and cached from then on.
    ///
    /// # Errors
    /// `ticket.not_found` and `comment.not_found`, also when the actor may not see it.
    pub fn comment_html(&self, ticket: TicketNumber, comment: u32) -> Result<Option<SafeHtml>> {
        let desk = self.desk.id;
        let limits = &self.desk.shared().limits;
        let read = self.read(|tx, scope| {
            let comment = self.comment(tx, scope, ticket, comment)?;
            engine::html(tx, desk, limits, comment.body())
        })?;
        let Some(ReadHtml { html, cache }) = read else { return Ok(None) };
        if let Some(cache) = cache {
            let changes = [cache];
            // What cannot be cached now is made again next time.
            let _ = self
                .desk
                .shared()
                .store
                .with_write::<_, StoreError>(Durability::Relaxed, |tx| tx.apply(desk, &changes));
        }
        Ok(Some(html))
    }

    /// A file that came with a comment, by its place in the comment's attachments, from 0.
    ///
    /// # Errors
    /// `ticket.not_found`, `comment.not_found` and `attachment.not_found`, also when the actor may not see it or it was erased.
    pub fn attachment(&self, ticket: TicketNumber, comment: u32, nth: u32) -> Result<AttachmentFile> {
        let limits = &self.desk.shared().limits;
        self.read(|tx, scope| {
            let comment = self.comment(tx, scope, ticket, comment)?;
            engine::attachment(tx, self.desk.id, limits, comment.body(), nth)
        })
    }

    /// The raw bytes of a mail, as the record of it and its comment name them: also of one that was quarantined, ignored or parked. For
    /// the host.
    ///
    /// # Errors
    /// `permission.denied` for anybody but the host; `mail.not_found`, also once it was erased.
    pub fn raw_mail(&self, raw: ContentId) -> Result<Vec<u8>> {
        policy::authorize(&self.actor, false, Permission::Operate)?;
        let content = self.read(|tx, _| Ok(tx.content(self.desk.id, raw)?))?;
        content
            .map(|content| content.bytes)
            .ok_or_else(|| Error::not_found("mail.not_found", "there is no such mail"))
    }

    /// One comment, by its index.
    fn comment(
        &self,
        tx: &mut dyn ReadTx,
        scope: &Scope,
        ticket: TicketNumber,
        index: u32,
    ) -> Result<Comment> {
        let not_found = || Error::not_found("comment.not_found", "there is no such comment");
        let before = index.checked_sub(1).ok_or_else(not_found)?;
        tx.ticket(self.desk.id, TicketKey::Number(ticket), &scope.tickets)?
            .ok_or_else(engine::ticket_not_found)?;
        let found = tx.comments(self.desk.id, ticket, scope.comments, before, 1)?.pop();
        found.filter(|comment| comment.body().index == index).ok_or_else(not_found)
    }
}
