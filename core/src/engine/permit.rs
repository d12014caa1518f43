//! Whether a mail may still leave: asked again before every hand-over, since much may have changed since it was queued.

use super::context::Context;
use super::notify::unreachable_because;
use super::pages::each_event;
use super::values::FilledMail;
use crate::ids::{CommentId, PersonId, TicketNumber};
use crate::model::{
    Comment, Effect, EventBody, MailEffect, MailReason, Mailbox, Person, PublicComment, Role, Subject,
    Ticket, Visibility,
};
use crate::query::Predicate;
use crate::store::TicketKey;
use crate::{Error, ErrorKind, Result};

/// Everything that a mail is made of, once it is permitted.
pub(crate) struct Permitted {
    pub(crate) ticket: Ticket,
    pub(crate) mailbox: Mailbox,
    pub(crate) recipient: Person,
    pub(crate) says: Says,
}

/// What a mail says.
pub(crate) enum Says {
    /// The words of a person. An internal note has no way in here.
    Reply(Box<PublicComment>),
    /// The text of a rule.
    Notification(FilledMail),
    /// That the message came in.
    Confirmation,
}

/// Collects what a mail is made of, or tells why it must not be sent any more.
pub(crate) fn permit(
    context: &mut Context<'_>,
    effect: &Effect,
    mail: &MailEffect,
) -> Result<std::result::Result<Permitted, &'static str>> {
    let everything = Predicate::everything();
    let Some(ticket) = context.tx.ticket(context.desk, TicketKey::Number(effect.number), &everything)? else {
        return Ok(Err("no_ticket"));
    };
    let Some(recipient) = context.person(mail.recipient)? else {
        return Ok(Err("no_person"));
    };
    if !recipient.active {
        return Ok(Err("not_active"));
    }
    if let Some(why) = unreachable_because(context, &ticket, &recipient) {
        return Ok(Err(why));
    }
    // A person with a signed reply address as theirs would make the desk write to itself.
    let address = recipient.addresses.first().map(|address| address.address.as_str()).unwrap_or_default();
    if context.keys.read_reply_address(address).is_some() {
        return Ok(Err("own_address"));
    }
    if !may_read(context, effect, mail, &ticket, &recipient)? {
        return Ok(Err("not_permitted"));
    }
    let Some(mailbox) = context.config.mailbox(mail.mailbox).cloned() else {
        return Ok(Err("no_mailbox"));
    };
    let says = match says(context, mail, ticket.number)? {
        Ok(says) => says,
        Err(why) => return Ok(Err(why)),
    };
    Ok(Ok(Permitted { ticket, mailbox, recipient, says }))
}

/// Whether the recipient may still read what the mail says. Agents read every ticket; others those that concern them.
fn may_read(
    context: &mut Context<'_>,
    effect: &Effect,
    mail: &MailEffect,
    ticket: &Ticket,
    recipient: &Person,
) -> Result<bool> {
    if recipient.is_agent() && !matches!(mail.reason, MailReason::Reply { .. }) {
        return Ok(true);
    }
    if !ticket.concerns(recipient.id) {
        return Ok(false);
    }
    // A rule's mail was filled for whom the recipient was then: one for an agent may quote an internal note.
    let filled = matches!(mail.reason, MailReason::Notification { .. });
    Ok(!(filled && was_agent_since(context, recipient.id, effect)?))
}

/// Whether a person was an agent when an effect was queued, or at some time after that.
fn was_agent_since(context: &mut Context<'_>, person: PersonId, effect: &Effect) -> Result<bool> {
    let (mut was_agent, mut since) = (false, false);
    each_event(context.tx, context.desk, Subject::Person { id: person }, |_, event| {
        if let EventBody::PersonSaved { person } = &event.body {
            let is_agent = person.role != Role::Requester;
            // Instants of a person need not rise: a late mail saves them at its own. What was once seen since then stays.
            since |= event.at >= effect.created_at;
            was_agent = is_agent || (since && was_agent);
        }
        Ok(())
    })?;
    Ok(was_agent)
}

fn says(
    context: &mut Context<'_>,
    mail: &MailEffect,
    ticket: TicketNumber,
) -> Result<std::result::Result<Says, &'static str>> {
    match (mail.reason, mail.filled) {
        (MailReason::Reply { comment, index }, _) => reply(context, ticket, comment, index),
        (MailReason::Notification { .. }, Some(filled)) => {
            let Some(content) = context.tx.content(context.desk, filled.id)? else {
                return Ok(Err("erased"));
            };
            let filled = serde_json::from_slice(&content.bytes).map_err(|_| {
                Error::new(ErrorKind::Corrupt, "corrupt.filled_mail", "the text of a mail cannot be read")
            })?;
            Ok(Ok(Says::Notification(filled)))
        }
        (MailReason::Notification { .. }, None) => Ok(Err("no_text")),
        (MailReason::Confirmation, _) => Ok(Ok(Says::Confirmation)),
    }
}

fn reply(
    context: &mut Context<'_>,
    ticket: TicketNumber,
    comment: CommentId,
    index: u32,
) -> Result<std::result::Result<Says, &'static str>> {
    let before = index.saturating_sub(1);
    let found = context.tx.comments(context.desk, ticket, Some(Visibility::Public), before, 1)?.pop();
    Ok(match found {
        Some(Comment::Public(public)) if public.body.id == comment => match public.body.text.text {
            Some(_) => Ok(Says::Reply(Box::new(public))),
            None => Err("erased"),
        },
        _ => Err("no_comment"),
    })
}
