use std::collections::HashSet;

use super::IncomingMail;
use super::conclude::Accepted;
use crate::Result;
use crate::engine::context::Context;
use crate::engine::id_gen::{IdGen, derived_command};
use crate::ids::{ContentId, Id, MessageId};
use crate::intake::parse::{MailLimits, parse};
use crate::model::{Arrival, Content, Digest, InboundKey};
use crate::store::Change;

/// So often a message may be begun before it is put aside.
const MOST_ATTEMPTS: u32 = 3;

/// A mail whose raw bytes are kept.
pub(crate) struct Arrived<'a> {
    incoming: IncomingMail<'a>,
    /// A digest of the raw bytes.
    bytes: Digest,
    /// Whether it may be read: not when it was begun too often, or its outcome is known by its bytes alone.
    readable: bool,
}

/// Keeps the raw bytes of mails, and counts that each was begun: before any of them is read, so that nothing is lost by what reading
/// does, and a mail that brings the process down again and again is noticed. Answers nothing, and keeps nothing, when one of several
/// was begun before: each is to come alone then, so that the one that is at fault is counted alone.
pub(crate) fn arrive<'a>(
    context: &mut Context<'_>,
    mails: &[IncomingMail<'a>],
) -> Result<Option<Vec<Arrived<'a>>>> {
    let digests: Vec<Digest> = mails.iter().map(|mail| Digest::of(&[1; 16], mail.raw)).collect();
    if mails.len() > 1 {
        for bytes in &digests {
            if context.tx.arrival(context.desk, *bytes)?.is_some() {
                return Ok(None);
            }
        }
    }
    let mut begun = HashSet::new();
    let mut arrived = Vec::with_capacity(mails.len());
    for (incoming, bytes) in mails.iter().zip(digests) {
        // The same bytes twice in one call are begun once.
        let attempts = begin(context, incoming, bytes, begun.insert(bytes))?;
        let readable = attempts.is_some_and(|attempts| attempts <= MOST_ATTEMPTS);
        arrived.push(Arrived { incoming: *incoming, bytes, readable });
    }
    Ok(Some(arrived))
}

/// Takes back that mails were begun: they were not at fault, the store was away.
pub(crate) fn give_back(context: &mut Context<'_>, mails: &[&Accepted<'_>]) -> Result<()> {
    let digests: HashSet<Digest> = mails.iter().map(|mail| mail.bytes()).collect();
    for bytes in digests {
        if let Some(waiting) = context.tx.arrival(context.desk, bytes)? {
            let attempts = waiting.attempts.saturating_sub(1);
            context.changes.push(Change::PutArrival(Box::new(Arrival { attempts, ..waiting })));
        }
    }
    context.flush()
}

/// How often a mail was begun; nothing when its outcome is known by its bytes.
fn begin(
    context: &mut Context<'_>,
    incoming: &IncomingMail<'_>,
    bytes: Digest,
    first: bool,
) -> Result<Option<u32>> {
    if context.tx.inbound(context.desk, unread_key(bytes))?.is_some() {
        return Ok(None);
    }
    let arrival = match context.tx.arrival(context.desk, bytes)? {
        Some(waiting) if first => Arrival { attempts: waiting.attempts.saturating_add(1), ..waiting },
        Some(waiting) => return Ok(Some(waiting.attempts)),
        None => new_arrival(context, incoming, bytes)?,
    };
    let attempts = arrival.attempts;
    context.changes.push(Change::PutArrival(Box::new(arrival)));
    context.flush()?;
    Ok(Some(attempts))
}

fn new_arrival(context: &mut Context<'_>, incoming: &IncomingMail<'_>, bytes: Digest) -> Result<Arrival> {
    let received_at = incoming.received_at;
    let command = derived_command("mail", received_at, &[&bytes.to_bytes()]);
    let raw: ContentId = IdGen::new(context.desk, "raw mail", command).next(received_at);
    let kept = context.tx.content(context.desk, raw)?.is_some();
    if !kept {
        let salt = context.keys.content_salt(raw);
        context.changes.push(Change::PutContent(Content { id: raw, salt, bytes: incoming.raw.to_vec() }));
    }
    Ok(Arrival { key: bytes, received_at, raw, size: incoming.raw.len() as u64, attempts: 1, kept })
}

/// Under what a mail is recorded that was not read, or cannot be.
pub(super) fn unread_key(bytes: Digest) -> InboundKey {
    InboundKey { message_id: None, id: MessageId::from_bytes(bytes.to_bytes()) }
}

impl<'a> Arrived<'a> {
    /// Reads the mail. Needs no transaction.
    pub(crate) fn read(self, mail_bytes: usize) -> Accepted<'a> {
        let limits = MailLimits { max_size: mail_bytes, ..MailLimits::default() };
        let parsed = self.readable.then(|| parse(self.incoming.raw, &limits));
        Accepted::new(self.incoming, self.bytes, parsed)
    }
}
