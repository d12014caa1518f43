use super::decide::decide;
use super::{IncomingMail, IntakeReceipt};
use crate::engine::context::Context;
use crate::engine::id_gen::{IdGen, derived_command};
use crate::ids::{CommandId, ContentId, Id, MessageId};
use crate::intake::parse::{MailLimits, Refusal, parse};
use crate::intake::parse_facts::ParsedMail;
use crate::model::{
    Actor, Content, Digest, EVENT_VERSION, Event, EventBody, Inbound, IntakeOutcome, Subject,
};
use crate::store::Change;
use crate::{Error, ErrorKind, Result, Timestamp};

/// So often a message may be begun before it is put aside.
const MOST_ATTEMPTS: u32 = 3;

/// A mail that was read, and what makes it the same mail another time.
pub(crate) struct Accepted<'a> {
    pub(crate) incoming: IncomingMail<'a>,
    pub(crate) parsed: std::result::Result<ParsedMail, Refusal>,
    key: Digest,
}

impl<'a> Accepted<'a> {
    /// Reads a mail. Needs no transaction.
    pub(crate) fn read(incoming: IncomingMail<'a>, mail_bytes: usize) -> Self {
        let limits = MailLimits { max_size: mail_bytes, ..MailLimits::default() };
        let parsed = parse(incoming.raw, &limits);
        let key = match &parsed {
            Ok(mail) => {
                let id = mail.message_id.as_deref().unwrap_or_default();
                Digest::of(&[0; 16], format!("{id}\n{}", mail.content_hash).as_bytes())
            }
            Err(_) => Digest::of(&[1; 16], incoming.raw),
        };
        Self { incoming, parsed, key }
    }

    pub(crate) fn message(&self) -> MessageId {
        MessageId::from_bytes(self.key.to_bytes())
    }

    /// The command id of a mail is derived from what makes it the same.
    pub(crate) fn command(&self) -> CommandId {
        derived_command("mail", self.incoming.received_at, &[&self.key.to_bytes()])
    }
}

/// Keeps the raw bytes, and counts that the mail was begun: before it is understood, so that nothing is lost by what it does.
pub(crate) fn accept(context: &mut Context<'_>, accepted: &Accepted<'_>) -> Result<()> {
    let record = match context.tx.inbound(context.desk, accepted.key)? {
        Some(known) if known.outcome.is_some() => return Ok(()),
        Some(known) => Inbound { attempts: known.attempts + 1, ..known },
        None => {
            let received_at = accepted.incoming.received_at;
            let raw = raw_id(context, accepted, received_at);
            let content = Content {
                id: raw,
                salt: context.keys.content_salt(raw),
                bytes: accepted.incoming.raw.to_vec(),
            };
            context.changes.push(Change::PutContent(content));
            Inbound {
                id: accepted.message(),
                key: accepted.key,
                received_at,
                raw,
                size: accepted.incoming.raw.len() as u64,
                attempts: 1,
                mailbox: None,
                outcome: None,
            }
        }
    };
    context.changes.push(Change::PutInbound(Box::new(record)));
    context.flush()
}

fn raw_id(context: &Context<'_>, accepted: &Accepted<'_>, at: Timestamp) -> ContentId {
    IdGen::new(context.desk, "raw mail", accepted.command()).next(at)
}

/// Decides what becomes of a mail that was accepted, and records it.
pub(crate) fn conclude(context: &mut Context<'_>, accepted: &Accepted<'_>) -> Result<IntakeReceipt> {
    let message = accepted.message();
    let mut record = context.tx.inbound(context.desk, accepted.key)?.ok_or_else(|| {
        Error::new(ErrorKind::Corrupt, "corrupt.no_inbound", "the record of an accepted mail is gone")
    })?;
    if record.outcome.is_some() {
        return Ok(IntakeReceipt { message, outcome: IntakeOutcome::Duplicate { of: message } });
    }
    let (mailbox, outcome) = if record.attempts > MOST_ATTEMPTS {
        (None, IntakeOutcome::Parked)
    } else {
        decide(context, accepted, record.raw)?
    };
    record.mailbox = mailbox;
    record.outcome = Some(outcome);
    if outcome.ticket().is_none() {
        // A mail on a ticket is told by the ticket's events; the others have nothing else to tell of them.
        let at = accepted.incoming.received_at.min(context.now);
        let event = Event {
            v: EVENT_VERSION,
            subject: Subject::Message { id: message },
            seq: 1,
            at,
            actor: Actor::Host,
            update: IdGen::new(context.desk, "mail", accepted.command()).next(at),
            cause: None,
            rule: None,
            body: EventBody::MessageTaken { inbound: Box::new(record.clone()) },
        };
        context.changes.push(Change::Append(vec![event]));
    }
    context.changes.push(Change::PutInbound(Box::new(record)));
    context.flush()?;
    Ok(IntakeReceipt { message, outcome })
}
