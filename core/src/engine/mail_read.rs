//! What is read out of a mail again: its HTML and its files. The raw mail is the truth; both are taken from it when they are asked for.

use serde::{Deserialize, Serialize};

use crate::ids::{ContentId, DeskId};
use crate::intake::parse::{MailLimits, parse};
use crate::intake::parse_facts::ParsedMail;
use crate::intake::sanitize::{SANITIZER_VERSION, SafeHtml, sanitize};
use crate::limits::Limits;
use crate::model::{Bytes, CommentBody, Digest};
use crate::outbound::MsgId;
use crate::store::{Change, ReadTx};
use crate::{Error, ErrorKind, Result};

/// A file that came with a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct AttachmentFile {
    /// Its name, fit to be shown and saved under: without folders and control characters.
    pub name: String,
    /// What the sender says that it is. It may lie: offer the file for download, do not show it in a page.
    pub content_type: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// The HTML of a comment, and what is to be cached of it.
pub(crate) struct ReadHtml {
    pub(crate) html: SafeHtml,
    pub(crate) cache: Option<Change>,
}

/// The HTML of a comment made safe to show; nothing when it came without, or when the mail was erased.
pub(crate) fn html(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    limits: &Limits,
    comment: &CommentBody,
) -> Result<Option<ReadHtml>> {
    let Some(raw) = comment.raw.filter(|_| comment.html) else { return Ok(None) };
    let key = cache_key(raw);
    if let Some(html) = tx.cached(desk, key)?.as_deref().and_then(SafeHtml::thaw) {
        return Ok(Some(ReadHtml { html, cache: None }));
    }
    let Some(html) = mail(tx, desk, limits, raw)?.and_then(|mail| mail.html) else { return Ok(None) };
    let html = sanitize(&html);
    let cache = Change::PutCached { key, bytes: html.freeze() };
    Ok(Some(ReadHtml { html, cache: Some(cache) }))
}

/// A file of a comment.
pub(crate) fn attachment(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    limits: &Limits,
    comment: &CommentBody,
    nth: u32,
) -> Result<AttachmentFile> {
    let not_found = || Error::not_found("attachment.not_found", "there is no such file");
    let known = comment.attachments.get(nth as usize).ok_or_else(not_found)?;
    let raw = comment.raw.ok_or_else(not_found)?;
    let mail = mail(tx, desk, limits, raw)?.ok_or_else(not_found)?;
    let file = mail.attachments.into_iter().nth(known.index as usize).ok_or_else(not_found)?;
    Ok(AttachmentFile { name: file.name, content_type: file.content_type, bytes: file.content.into() })
}

/// The mail that an outgoing one continues.
pub(super) struct Answered {
    pub(super) id: MsgId,
    /// What that mail continued, and itself.
    pub(super) thread: Vec<MsgId>,
}

/// What a mail continues that goes to anybody; nothing when it has no Message-ID, or was erased.
pub(super) fn answered(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    limits: &Limits,
    raw: ContentId,
) -> Result<Option<Answered>> {
    let Some(mail) = mail(tx, desk, limits, raw)? else { return Ok(None) };
    let Some(id) = mail.message_id.as_deref().and_then(|id| MsgId::new(id).ok()) else { return Ok(None) };
    let replied_to = mail.in_reply_to.iter().filter(|id| !mail.references.contains(id));
    let earlier = mail.references.iter().chain(replied_to).filter_map(|id| MsgId::new(id).ok());
    let thread = earlier.filter(|have| *have != id).chain([id.clone()]).collect();
    Ok(Some(Answered { id, thread }))
}

/// A mail that was kept, read again; nothing once it was erased.
fn mail(tx: &mut dyn ReadTx, desk: DeskId, limits: &Limits, raw: ContentId) -> Result<Option<ParsedMail>> {
    let Some(content) = tx.content(desk, raw)? else { return Ok(None) };
    let limits = MailLimits { max_size: limits.mail_bytes.max(content.bytes.len()), ..MailLimits::default() };
    parse(&content.bytes, &limits).map(Some).map_err(|_| {
        Error::new(ErrorKind::Corrupt, "corrupt.raw_mail", "a mail that was understood cannot be read again")
    })
}

/// Follows from the content alone, so that whoever erases it finds what was made of it.
fn cache_key(raw: ContentId) -> Digest {
    Digest::of(&[0; 16], format!("html/{SANITIZER_VERSION}/{raw}").as_bytes())
}
