//! Makes the bytes of a mail: who it is from, where answers go, what it continues, what it says.

use super::context::Context;
#[cfg(feature = "mail")]
use super::mail_read::{self, Answered};
use super::permit::{Permitted, Says};
use super::unsubscribe;
use crate::Result;
#[cfg(feature = "mail")]
use crate::ids::PersonId;
use crate::ids::TicketNumber;
#[cfg(feature = "mail")]
use crate::model::{Actor, Comment, EffectBody, Visibility};
use crate::model::{Effect, MailEffect, PublicComment, Ticket};
#[cfg(feature = "mail")]
use crate::outbound::MsgId;
use crate::outbound::{AutoSubmitted, MailboxAddress, NamedAddress, OutgoingMail};
use crate::text::subject::without_reply_marks;

/// So many comments of a ticket are looked through at a time for the mail that is answered, from the last one backwards, and so many times.
#[cfg(feature = "mail")]
const LOOK_BACK: (u32, u32) = (50, 20);

/// Writes the mail of an effect; nothing when the mailbox or the recipient has no address that can be written to.
pub(crate) fn render(
    context: &mut Context<'_>,
    effect: &Effect,
    mail: &MailEffect,
    permitted: &Permitted,
) -> Result<Option<OutgoingMail>> {
    let Permitted { ticket, mailbox, recipient, says } = permitted;
    let address = recipient.addresses.first().map(|address| address.address.as_str()).unwrap_or_default();
    let (Ok(from), Ok(to)) = (MailboxAddress::new(&mailbox.address), MailboxAddress::new(address)) else {
        return Ok(None);
    };
    let message_id = context.keys.mint_message_id(effect.id, ticket.number, &from);
    let reply_to = context.keys.reply_address(&from, ticket.number, recipient.id, mail.reply_epoch).ok();
    let marker = context.keys.body_marker(ticket.number, recipient.id, mail.reply_epoch);

    // Somebody whom nobody vouches for gets nothing from a rule that came from there: no name, no message id.
    let vouched = recipient.is_agent() || recipient.addresses.first().is_some_and(|address| address.verified);
    let echoes = matches!(says, Says::Reply(_)) || (vouched && !matches!(says, Says::Confirmation));
    let to = NamedAddress::from(to).named(if echoes { recipient.display_name() } else { "" });
    let sender = NamedAddress::from(from).named(&mailbox.name);

    let text = format!("{}\n\n{marker}\n", text(says, ticket.number).trim_end());
    let mut outgoing = OutgoingMail::new(sender, to, message_id, context.keys.loop_mark(), effect.created_at)
        .subject(subject(says, ticket))
        .text(text);
    if let Some(reply_to) = reply_to {
        outgoing = outgoing.reply_to(NamedAddress::from(reply_to).named(&mailbox.name));
    }
    let unsubscribe = unsubscribe::url(context, ticket.number, recipient.id, mail.reply_epoch);
    if let Some(url) = unsubscribe.filter(|_| !recipient.is_agent()) {
        outgoing = outgoing.unsubscribe(url);
    }
    if let Some(why) = automatic(says) {
        outgoing = outgoing.automatic(why);
    }
    #[cfg(feature = "mail")]
    if echoes && let Some(answered) = last_inbound(context, ticket)? {
        let thread = may_know(context, recipient.id, answered.thread)?;
        outgoing = outgoing.in_reply_to(answered.id).references(thread);
    }
    Ok(Some(outgoing))
}

fn automatic(says: &Says) -> Option<AutoSubmitted> {
    match says {
        Says::Reply(_) => None,
        Says::Notification(_) => Some(AutoSubmitted::Generated),
        Says::Confirmation => Some(AutoSubmitted::Replied),
    }
}

fn subject(says: &Says, ticket: &Ticket) -> String {
    match says {
        Says::Notification(filled) if !filled.subject.trim().is_empty() => filled.subject.clone(),
        Says::Reply(_) | Says::Notification(_) => {
            format!("Re: {} ({})", without_reply_marks(ticket.title.as_str()), ticket.number)
        }
        Says::Confirmation => format!("We have received your message ({})", ticket.number),
    }
}

fn text(says: &Says, number: TicketNumber) -> String {
    match says {
        Says::Reply(comment) => words_of(comment),
        Says::Notification(filled) => filled.body.clone(),
        Says::Confirmation => {
            format!("We have received your message and will answer you. Its number is {number}.")
        }
    }
}

/// What is new in a comment. What it quotes stays here: a quoted mail may have quoted what was internal.
fn words_of(comment: &PublicComment) -> String {
    comment.body.new_text()
}

/// Leaves out of a thread the ids of what we sent to others: with one of those, its recipient could be made to look as if their mail
/// came back.
#[cfg(feature = "mail")]
fn may_know(context: &mut Context<'_>, recipient: PersonId, thread: Vec<MsgId>) -> Result<Vec<MsgId>> {
    let mut known = Vec::with_capacity(thread.len());
    for id in thread {
        if let Some(minted) = context.keys.read_message_id(id.as_str()) {
            let sent = context.tx.effect(context.desk, minted.effect)?.map(|effect| effect.body);
            if !matches!(sent, Some(EffectBody::Mail(mail)) if mail.recipient == recipient) {
                continue;
            }
        }
        known.push(id);
    }
    Ok(known)
}

/// The newest mail on a ticket by somebody who asks, when it is among the last thousand comments. What an agent wrote by mail, the others
/// did not get from there.
#[cfg(feature = "mail")]
fn last_inbound(context: &mut Context<'_>, ticket: &Ticket) -> Result<Option<Answered>> {
    let (at_a_time, times) = LOOK_BACK;
    let mut end = ticket.facts.comments;
    for _ in 0..times {
        let start = end.saturating_sub(at_a_time);
        let public = Some(Visibility::Public);
        let comments = context.tx.comments(context.desk, ticket.number, public, start, end - start)?;
        let asked = |comment: &&Comment| {
            comment.body().index <= end && matches!(comment.body().author, Actor::Requester { .. })
        };
        for raw in comments.iter().rev().filter(asked).filter_map(|comment| comment.body().raw) {
            let answered = mail_read::answered(context.tx, context.desk, context.limits, raw)?;
            if answered.is_some() {
                return Ok(answered);
            }
        }
        if start == 0 {
            break;
        }
        end = start;
    }
    Ok(None)
}
