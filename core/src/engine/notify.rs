//! Which mails an update sends: an agent's reply to those whom the ticket concerns, and what rules ask for.

use super::context::Context;
use super::draft::Draft;
use super::part::Recorded;
use super::unsubscribe::concerned;
use super::{people, values};
use crate::ids::{Id, MailboxId, PersonId, TemplateId};
use crate::model::{
    Actor, Effect, EffectBody, EffectState, EventBody, MailEffect, MailReason, MailRecipient, Person,
    RuleRef, TextRef, Ticket, Visibility, address_key,
};
use crate::outbound::MailboxAddress;
use crate::{ErrorKind, Result};

/// A mail that a rule asked for. Its recipient was resolved when the action ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleMail {
    pub(crate) rule: RuleRef,
    pub(crate) recipient: PersonId,
    pub(crate) template: TemplateId,
}

/// So long an address that nobody vouches for waits for its next confirmation.
const CONFIRMATION_PAUSE: i64 = 24 * 3_600_000;

/// Resolves whom a rule's mail goes to, with the ticket as it stands when the action runs.
pub(crate) fn recipients(
    context: &mut Context<'_>,
    draft: &Draft,
    to: MailRecipient,
) -> Result<Vec<PersonId>> {
    let work = draft.work();
    Ok(match to {
        MailRecipient::Requester => vec![work.requester],
        MailRecipient::Participants => work.participants.clone(),
        MailRecipient::Assignee => work.assignee.into_iter().collect(),
        MailRecipient::Person { person } => vec![person],
        MailRecipient::Team => match work.team {
            // As they are written: no update saves somebody who is in a team before its rules run.
            Some(team) => {
                context.tx.team_members(context.desk, team)?.into_iter().map(|person| person.id).collect()
            }
            None => Vec::new(),
        },
    })
}

/// Queues the mails of an update.
pub(crate) fn queue(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    comment: Option<&Recorded>,
    mails: Vec<RuleMail>,
) -> Result<()> {
    if let Some(comment) =
        comment.filter(|comment| comment.visibility == Visibility::Public && actor.is_agent())
    {
        let concerned: Vec<PersonId> = concerned(draft.work()).collect();
        for recipient in concerned.into_iter().filter(|person| actor.person() != Some(*person)) {
            let reason = MailReason::Reply { comment: comment.id, index: comment.index };
            send(context, draft, recipient, reason)?;
        }
    }
    let mut seen: Vec<(PersonId, TemplateId)> = Vec::new();
    for mail in mails {
        if !seen.contains(&(mail.recipient, mail.template)) {
            seen.push((mail.recipient, mail.template));
            notify(context, draft, &mail, comment)?;
        }
    }
    Ok(())
}

/// Queues a rule's mail, unless it must not be sent.
fn notify(
    context: &mut Context<'_>,
    draft: &mut Draft,
    mail: &RuleMail,
    comment: Option<&Recorded>,
) -> Result<()> {
    let config = std::sync::Arc::clone(&context.config);
    let Some(template) = config.template(mail.template) else {
        return suppress(draft, mail.recipient, "no_template");
    };
    let Some(person) = context.person(mail.recipient)? else {
        return suppress(draft, mail.recipient, "no_person");
    };
    if let Some(comment) = comment.filter(|_| !person.is_agent()) {
        if comment.automatic {
            return suppress(draft, mail.recipient, "automatic_mail");
        }
        if comment.no_answer && comment.author.person() == Some(person.id) {
            return suppress(draft, mail.recipient, "no_answer");
        }
    }
    let reason = MailReason::Notification { template: template.id, version: template.version };
    // Whoever opens a ticket in somebody's name, with nobody to vouch for it, must not make the desk send them what they wrote.
    let unproved = Actor::Requester { person: person.id, verified: false };
    let may_be_forged = comment.is_some_and(|comment| comment.index == 1 && comment.author == unproved);
    if person.is_vouched_for() && (person.is_agent() || !may_be_forged) {
        return match values::fill_mail(context, draft, template, &person, comment) {
            Err(error) if error.kind() == ErrorKind::LimitExceeded => suppress(draft, person.id, "too_long"),
            filled => send_to(context, draft, &person, reason, Some(filled?)).map(drop),
        };
    }
    // Nobody vouches for this address: it gets at most one mail in a while, which holds nothing that came from there.
    if person.confirmed_at.is_some_and(|last| draft.at.millis() - last.millis() < CONFIRMATION_PAUSE) {
        return suppress(draft, mail.recipient, "unverified");
    }
    let silent = !template.subject.is_empty() && !template.subject.uses_requester_text();
    let queued = if silent && !template.body.uses_requester_text() {
        let filled = values::fill_mail(context, draft, template, &person, comment)?;
        send_to(context, draft, &person, reason, Some(filled))?
    } else {
        send_to(context, draft, &person, MailReason::Confirmation, None)?
    };
    if queued {
        let confirmed = Person { confirmed_at: Some(draft.at), ..person };
        people::save(context, Actor::System, draft.update, draft.at, confirmed);
    }
    Ok(())
}

fn send(context: &mut Context<'_>, draft: &mut Draft, recipient: PersonId, reason: MailReason) -> Result<()> {
    match context.person(recipient)? {
        Some(person) => send_to(context, draft, &person, reason, None).map(drop),
        None => suppress(draft, recipient, "no_person"),
    }
}

/// Queues a mail to a person who can be written to. Answers whether it was queued.
fn send_to(
    context: &mut Context<'_>,
    draft: &mut Draft,
    person: &Person,
    reason: MailReason,
    filled: Option<TextRef>,
) -> Result<bool> {
    if let Some(why) = unreachable_because(context, draft.work(), person) {
        suppress(draft, person.id, why)?;
        return Ok(false);
    }
    let Some(mailbox) = mailbox(context, draft)? else {
        suppress(draft, person.id, "no_mailbox")?;
        return Ok(false);
    };
    let work = draft.work();
    let body = EffectBody::Mail(MailEffect {
        reason,
        mailbox,
        recipient: person.id,
        filled,
        reply_epoch: work.reply_epoch,
    });
    let effect = Effect {
        ticket: work.id,
        number: work.number,
        id: draft.ids.next(draft.at),
        update: draft.update,
        created_at: draft.at,
        order: u32::try_from(draft.effects.len()).unwrap_or(u32::MAX),
        body,
        state: EffectState::Pending,
        note: String::new(),
        ready_at: draft.at,
        fence: 0,
        attempts: 0,
        frozen: None,
    };
    draft.record(
        Actor::System,
        None,
        EventBody::EffectQueued { effect: effect.id, what: effect.body.clone() },
    )?;
    draft.effects.push(effect);
    Ok(true)
}

/// Why no mail can or may go to a person.
pub(crate) fn unreachable_because(
    context: &Context<'_>,
    ticket: &Ticket,
    person: &Person,
) -> Option<&'static str> {
    if ticket.unsubscribed.contains(&person.id) {
        return Some("unsubscribed");
    }
    let Some(address) = person.addresses.first().filter(|address| address.address.text.is_some()) else {
        return Some("no_address");
    };
    if address.bouncing {
        return Some("bouncing");
    }
    if MailboxAddress::new(address.address.as_str()).is_err() {
        return Some("bad_address");
    }
    // Mail to an own address would come back as a new message.
    context.config.is_own(&address_key(address.address.as_str())).then_some("own_address")
}

/// The mailbox that a ticket's mail goes out from: its own, else the first of the desk.
fn mailbox(context: &Context<'_>, draft: &Draft) -> Result<Option<MailboxId>> {
    let work = draft.work();
    let own = work.mailbox.filter(|id| context.config.mailbox(*id).is_some());
    Ok(own
        .or_else(|| context.config.mailboxes.iter().map(|mailbox| mailbox.id).min_by_key(|id| id.to_bytes())))
}

fn suppress(draft: &mut Draft, recipient: PersonId, reason: &str) -> Result<()> {
    draft.record(Actor::System, None, EventBody::MailSuppressed { recipient, reason: reason.to_owned() })
}
