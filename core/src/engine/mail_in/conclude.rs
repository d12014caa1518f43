use super::arrive::unread_key;
use super::decide::{decide, refused};
use super::{IncomingMail, IntakeReceipt, route};
use crate::engine::context::Context;
use crate::engine::id_gen::{IdGen, derived_command};
use crate::ids::{CommandId, Id, MessageId};
use crate::intake::parse::Refusal;
use crate::intake::parse_facts::ParsedMail;
use crate::model::{
    Actor, Digest, EVENT_VERSION, Event, EventBody, Inbound, InboundKey, IntakeOutcome, Subject,
};
use crate::store::Change;
use crate::{Error, ErrorKind, Result};

/// What reading a mail came to; nothing when it was not read.
type Parsed = Option<std::result::Result<ParsedMail, Refusal>>;

/// A mail that is kept and was read, and what makes it the same mail another time.
pub(crate) struct Accepted<'a> {
    pub(super) incoming: IncomingMail<'a>,
    /// A digest of the raw bytes.
    bytes: Digest,
    parsed: Parsed,
    id: MessageId,
}

impl<'a> Accepted<'a> {
    pub(super) fn new(incoming: IncomingMail<'a>, bytes: Digest, parsed: Parsed) -> Self {
        let id = match &parsed {
            Some(Ok(mail)) => {
                let id = mail.message_id.as_deref().unwrap_or_default();
                let same = Digest::of(&[0; 16], format!("{id}\n{}", mail.content_hash).as_bytes());
                MessageId::from_bytes(same.to_bytes())
            }
            _ => unread_key(bytes).id,
        };
        Self { incoming, bytes, parsed, id }
    }

    pub(super) fn bytes(&self) -> Digest {
        self.bytes
    }

    pub(super) fn message(&self) -> MessageId {
        self.id
    }

    /// The command id of a mail is derived from what makes it the same.
    pub(super) fn command(&self) -> CommandId {
        derived_command("mail", self.incoming.received_at, &[&self.id.to_bytes()])
    }

    fn key(&self, context: &Context<'_>) -> InboundKey {
        let message_id = match &self.parsed {
            Some(Ok(mail)) => mail.message_id.as_deref().map(|id| route::id_digest(context, id)),
            _ => None,
        };
        InboundKey { message_id, id: self.id }
    }
}

/// Decides what becomes of a mail that was accepted, and records it.
pub(crate) fn conclude(context: &mut Context<'_>, accepted: &Accepted<'_>) -> Result<IntakeReceipt> {
    let key = accepted.key(context);
    let waiting = context.tx.arrival(context.desk, accepted.bytes)?;
    if waiting.is_some() {
        context.changes.push(Change::DropArrival(accepted.bytes));
    }
    if let Some(known) = recorded(context, accepted, key, waiting.is_some())? {
        if let Some(copy) = waiting.filter(|waiting| !waiting.kept) {
            context.changes.push(Change::EraseContent(copy.raw));
        }
        context.flush()?;
        let message = known.id;
        return Ok(IntakeReceipt { message, outcome: IntakeOutcome::Duplicate { of: message } });
    }
    let arrival = waiting.ok_or_else(concluded_meanwhile)?;
    let (mailbox, outcome) = match &accepted.parsed {
        Some(Ok(mail)) => decide(context, accepted, mail, arrival.raw)?,
        Some(Err(refusal)) => (None, refused(*refusal)),
        None => (None, IntakeOutcome::Parked),
    };
    let record = Inbound {
        id: key.id,
        message_id: key.message_id,
        received_at: arrival.received_at,
        raw: arrival.raw,
        size: arrival.size,
        mailbox,
        outcome,
    };
    if outcome.ticket().is_none() {
        // A mail on a ticket is told by the ticket's events; the others have nothing else to tell of them.
        let event = taken(context, accepted, &record);
        context.append(vec![event]);
    }
    context.changes.push(Change::PutInbound(Box::new(record)));
    context.flush()?;
    Ok(IntakeReceipt { message: key.id, outcome })
}

/// The record of the same mail, found by its bytes or by what it says. A mail that waits for its outcome has none by its bytes.
fn recorded(
    context: &mut Context<'_>,
    accepted: &Accepted<'_>,
    key: InboundKey,
    waits: bool,
) -> Result<Option<Inbound>> {
    let unread = unread_key(accepted.bytes);
    if !waits && let Some(known) = context.tx.inbound(context.desk, unread)? {
        return Ok(Some(known));
    }
    if key == unread { Ok(None) } else { Ok(context.tx.inbound(context.desk, key)?) }
}

fn taken(context: &Context<'_>, accepted: &Accepted<'_>, record: &Inbound) -> Event {
    let at = accepted.incoming.received_at.min(context.now);
    Event {
        v: EVENT_VERSION,
        subject: Subject::Message { id: record.id },
        seq: 1,
        at,
        actor: Actor::Host,
        update: IdGen::new(context.desk, "mail", accepted.command()).next(at),
        cause: None,
        rule: None,
        body: EventBody::MessageTaken { inbound: Box::new(record.clone()) },
    }
}

/// A mail that was begun too often is not read, so there is no telling which message it is a copy of.
fn concluded_meanwhile() -> Error {
    let message = "the mail was taken in by another call at the same time";
    Error::new(ErrorKind::Conflict, "intake.concluded_meanwhile", message).hint("hand it in again")
}
