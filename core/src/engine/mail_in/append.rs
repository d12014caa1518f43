//! A mail becomes a ticket or a comment.

use super::conclude::Accepted;
use super::decide::takes_comments;
use super::route;
use super::senders::{copies, mark_bouncing, person, sender};
use crate::engine::context::Context;
use crate::engine::draft::actor_key;
use crate::engine::id_gen::{IdGen, derived_command};
use crate::engine::merge;
use crate::engine::part::{NewTicket, Part, PartAttachment, PartComment, PartContent, PartMail, Target};
use crate::engine::timers::catch_up;
use crate::engine::update::{Done, update, update_further};
use crate::ids::{ContentId, Id, MailboxId, PersonId, TicketNumber};
use crate::intake::bounce::BounceFacts;
use crate::intake::envelope::AuthVerdict;
use crate::intake::forward::Forwarded;
use crate::intake::parse_facts::ParsedMail;
use crate::intake::quote;
use crate::model::{
    Actor, Channel, CommentFlag, EffectBody, IgnoredReason, IntakeOutcome, LinkKind, MailEffect, Person,
    TextPart, TextPartKind, ThreadedBy, Ticket, TicketLink, Visibility,
};
use crate::outbound::MintedId;
use crate::query::Predicate;
use crate::store::TicketKey;
use crate::{Error, ErrorKind, Result};

/// A mail on its way into a ticket.
pub(super) struct Mail<'a> {
    pub(super) accepted: &'a Accepted<'a>,
    pub(super) mail: &'a ParsedMail,
    pub(super) raw: ContentId,
    pub(super) mailbox: Option<MailboxId>,
    /// Who wrote it, when the address is known.
    pub(super) sender: Option<Person>,
    pub(super) flags: Vec<CommentFlag>,
    pub(super) threaded_by: Option<ThreadedBy>,
    /// An agent does not ask by it, but says something to whom the ticket concerns.
    pub(super) answers: bool,
    /// What an agent passes on by it.
    pub(super) forwarded: Option<Forwarded>,
}

impl Mail<'_> {
    /// A machine wrote it.
    pub(super) fn is_automatic(&self) -> bool {
        self.flags.contains(&CommentFlag::Automatic)
    }
}

/// Adds the mail to a ticket that takes updates, as it stands after its timers.
pub(super) fn join(context: &mut Context<'_>, mut mail: Mail<'_>, ticket: Ticket) -> Result<IntakeOutcome> {
    let mut ids = ids_of(context, mail.accepted);
    let sender = sender(context, &mut ids, &mail)?;
    note_reused_id(context, &mut mail)?;
    let part = said(context, &mail, &sender, Target::Existing(Box::new(ticket)));
    appended(update(context, part)?)
}

/// What somebody says on a ticket, or on the one that follows it up.
fn said(context: &Context<'_>, mail: &Mail<'_>, writer: &Person, target: Target) -> Part {
    let text = mail.mail.words();
    let actor = actor(mail, writer.id);
    if !writer.is_agent() {
        return part(context, mail, target, actor, text.into_owned(), Visibility::Public);
    }
    // What an agent passes on, and what a machine says in their name, is for the desk.
    let (text, visibility) = if mail.is_automatic() || (mail.answers && mail.forwarded.is_some()) {
        (text.into_owned(), Visibility::Internal)
    } else {
        spoken(context, &text)
    };
    let mut part = part(context, mail, target, actor, text, visibility);
    without_html(&mut part);
    part
}

/// What an agent says in a mail, and to whom. What they quote stays behind: a notice to the desk may hold an internal note.
/// Where the quote was not found, the marker at the end of the notice gives it away, and all of it stays among agents.
fn spoken(context: &Context<'_>, text: &str) -> (String, Visibility) {
    let new = quote::new_text(text, &quote::split(text));
    match context.keys.find_body_marker(&new) {
        Some(_) => (new, Visibility::Internal),
        None => (new, Visibility::Public),
    }
}

/// Leaves the HTML of a mail to the raw message: it says more than the comment does.
fn without_html(part: &mut Part) {
    if let Some(mail) = part.content.comment.as_mut().and_then(|comment| comment.mail.as_mut()) {
        mail.html = false;
    }
}

/// Makes a ticket of a mail for one that takes no more comments. Where an agent answers, it is for those whom that one concerned.
pub(super) fn follow_up(
    context: &mut Context<'_>,
    mut mail: Mail<'_>,
    before: &Ticket,
) -> Result<IntakeOutcome> {
    let mut ids = ids_of(context, mail.accepted);
    let writer = sender(context, &mut ids, &mail)?;
    note_reused_id(context, &mut mail)?;
    let (requester, subject, others) = if mail.answers {
        let requester = context.person(before.requester)?.unwrap_or_else(|| writer.clone());
        let others = before.participants.iter().copied().filter(|person| *person != writer.id).collect();
        // The subject of a notification to the desk is not for those who ask.
        (requester, before.title.as_str(), others)
    } else {
        let aligned = mail.accepted.incoming.verdict == AuthVerdict::Aligned;
        let copies = copies(context, &mut ids, &mail, writer.id, aligned)?;
        (writer.clone(), mail.mail.subject.as_str(), copies)
    };
    let new = new_ticket(subject, &requester, mail.mailbox);
    let mut part = said(context, &mail, &writer, Target::New(new));
    part.content.links.push(TicketLink { kind: LinkKind::FollowUpOf, ticket: before.number });
    part.content.add_participants = others;
    Ok(created(&update(context, part)?))
}

/// Makes a ticket of the mail. What an agent forwards is asked by whoever wrote it first.
pub(super) fn create(
    context: &mut Context<'_>,
    mut mail: Mail<'_>,
    related: Option<TicketNumber>,
) -> Result<IntakeOutcome> {
    let mut ids = ids_of(context, mail.accepted);
    let aligned = mail.accepted.incoming.verdict == AuthVerdict::Aligned;
    let forwarded = mail.forwarded.take();
    let writer = sender(context, &mut ids, &mail)?;
    let (requester, verified) = match &forwarded {
        Some(forwarded) => (person(context, &mut ids, mail.accepted, &forwarded.from)?, false),
        None => (writer.clone(), aligned),
    };
    note_reused_id(context, &mut mail)?;
    let subject = forwarded.as_ref().map_or(&mail.mail.subject, |forwarded| &forwarded.subject);
    let text = forwarded.as_ref().map_or_else(|| mail.mail.words().into_owned(), |found| found.text.clone());
    let new = new_ticket(subject, &requester, mail.mailbox);
    let copies = copies(context, &mut ids, &mail, requester.id, aligned)?;
    let asker = Actor::Requester { person: requester.id, verified };
    let mut part = part(context, &mail, Target::New(new), asker, text, Visibility::Public);
    part.content.links.extend(related.map(|ticket| TicketLink { kind: LinkKind::Related, ticket }));
    part.content.add_participants = copies;
    if forwarded.is_some() {
        // It has what the agent wrote to the desk above what they pass on.
        without_html(&mut part);
    }
    let mut done = update(context, part)?;
    let note = forwarded.map(|forwarded| forwarded.note).filter(|note| !note.is_empty());
    // A rule may have closed the ticket already: then the raw mail keeps the note.
    if let Some(note) = note.filter(|_| takes_comments(context, &done.ticket)) {
        done = add_note(context, mail.accepted, writer.id, done.ticket, note)?;
    }
    Ok(created(&done))
}

fn new_ticket(subject: &str, requester: &Person, mailbox: Option<MailboxId>) -> NewTicket {
    let title = match subject.trim() {
        "" => "(no subject)".to_owned(),
        subject => subject.to_owned(),
    };
    NewTicket { title, requester: requester.id, organization: requester.organization, mailbox }
}

fn created(done: &Done) -> IntakeOutcome {
    IntakeOutcome::Created { ticket: done.ticket.id, number: done.ticket.number }
}

/// What an agent wrote above a mail that they passed on is for the desk.
fn add_note(
    context: &mut Context<'_>,
    accepted: &Accepted<'_>,
    agent: PersonId,
    ticket: Ticket,
    note: String,
) -> Result<Done> {
    context.flush()?;
    let note = cut(note, context.limits.comment_bytes);
    let parts = split(&note);
    let comment = PartComment { parts, ..PartComment::typed(Visibility::Internal, note) };
    let part = Part {
        actor: Actor::Agent { person: agent },
        channel: Channel::Mail,
        // A command of its own: an agent may pass on what they wrote themselves.
        command: derived_command("note", accepted.incoming.received_at, &[&accepted.command().to_bytes()]),
        received_at: accepted.incoming.received_at,
        target: Target::Existing(Box::new(ticket)),
        content: PartContent { comment: Some(comment), ..PartContent::default() },
    };
    update_further(context, part)
}

/// A mail of ours that came back: a note on its ticket, a mark on the address; without a ticket it is left alone.
pub(super) fn bounce(
    context: &mut Context<'_>,
    accepted: &Accepted<'_>,
    mail: &ParsedMail,
    raw: ContentId,
    mailbox: Option<MailboxId>,
    facts: &BounceFacts,
) -> Result<IntakeOutcome> {
    let minted = returned(context, mail, facts);
    let number = match minted {
        Some(minted) => Some(minted.ticket),
        None => {
            let hit = route::thread(context, mail, accepted.incoming.envelope, &|_| false)?;
            hit.filter(route::Hit::is_signed).map(|hit| hit.ticket.number)
        }
    };
    let everything = Predicate::everything();
    let found = match number {
        Some(number) => context.tx.ticket(context.desk, TicketKey::Number(number), &everything)?,
        None => None,
    };
    let found = found.map(|ticket| merge::lead(context, ticket)).transpose()?;
    let Some(mut ticket) = found else {
        return Ok(IntakeOutcome::Ignored { reason: IgnoredReason::Bounce });
    };
    catch_up(context, &mut ticket)?;
    if !takes_comments(context, &ticket) {
        return Ok(IntakeOutcome::Ignored { reason: IgnoredReason::Bounce });
    }
    let mut ids = ids_of(context, accepted);
    if let Some(sent) = minted
        && let Some(effect) = context.tx.effect(context.desk, sent.effect)?
    {
        let EffectBody::Mail(MailEffect { recipient, .. }) = effect.body;
        for lost in facts.recipients.iter().filter(|lost| lost.is_permanent()) {
            mark_bouncing(context, &mut ids, accepted, recipient, lost.address.as_str())?;
        }
    }
    let mail = Mail {
        accepted,
        mail,
        raw,
        mailbox,
        sender: None,
        flags: vec![CommentFlag::Bounce],
        threaded_by: Some(ThreadedBy::OwnMessageId),
        answers: false,
        forwarded: None,
    };
    let text = mail.mail.words().into_owned();
    let part =
        part(context, &mail, Target::Existing(Box::new(ticket)), Actor::System, text, Visibility::Internal);
    appended(update(context, part)?)
}

fn appended(done: Done) -> Result<IntakeOutcome> {
    let comment = done
        .comment
        .ok_or_else(|| Error::new(ErrorKind::Internal, "internal.no_comment", "a mail made no comment"))?;
    Ok(IntakeOutcome::Appended { ticket: done.ticket.id, number: done.ticket.number, comment })
}

fn ids_of(context: &Context<'_>, accepted: &Accepted<'_>) -> IdGen {
    IdGen::new(context.desk, &format!("{}/mail", actor_key(context.desk, &Actor::Host)), accepted.command())
}

/// The mail of ours that a bounce is about.
fn returned(context: &Context<'_>, mail: &ParsedMail, facts: &BounceFacts) -> Option<MintedId> {
    let named = mail.in_reply_to.iter().chain(mail.references.iter().rev());
    facts.original_message_id.iter().chain(named).find_map(|id| context.keys.read_message_id(id))
}

/// Flags a mail whose Message-ID another mail with other content has used.
fn note_reused_id(context: &mut Context<'_>, mail: &mut Mail<'_>) -> Result<()> {
    let Some(id) = &mail.mail.message_id else { return Ok(()) };
    let digest = route::id_digest(context, id);
    // Its own record is not yet among them.
    if !context.tx.inbounds_of(context.desk, digest, 1)?.is_empty() {
        mail.flags.push(CommentFlag::MessageIdReused);
    }
    Ok(())
}

/// As whom the writer of a mail acts: an agent who answers, or one who asks, vouched for when the mail is aligned.
fn actor(mail: &Mail<'_>, person: PersonId) -> Actor {
    if mail.answers {
        return Actor::Agent { person };
    }
    Actor::Requester { person, verified: mail.accepted.incoming.verdict == AuthVerdict::Aligned }
}

fn part(
    context: &Context<'_>,
    mail: &Mail<'_>,
    target: Target,
    actor: Actor,
    text: String,
    visibility: Visibility,
) -> Part {
    let Mail { accepted, mail: parsed, raw, flags, threaded_by, .. } = mail;
    let text = cut(text, context.limits.comment_bytes);
    let parts = split(&text);
    let comment = PartComment {
        visibility,
        text,
        parts,
        mail: Some(part_mail(accepted, parsed, *raw)),
        threaded_by: *threaded_by,
        flags: flags.clone(),
    };
    Part {
        actor,
        channel: Channel::Mail,
        command: accepted.command(),
        received_at: accepted.incoming.received_at,
        target,
        content: PartContent { comment: Some(comment), ..PartContent::default() },
    }
}

/// What of a text is new, what is quoted, what is a signature; nothing when all of it is new.
fn split(text: &str) -> Vec<TextPart> {
    let parts = quote::split(text);
    if parts.iter().all(|part| part.kind == TextPartKind::New) { Vec::new() } else { parts }
}

/// The beginning of a text that fits; the raw message keeps the rest.
fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

fn part_mail(accepted: &Accepted<'_>, mail: &ParsedMail, raw: ContentId) -> PartMail {
    let attachments = (0u32..).zip(&mail.attachments).map(|(index, file)| PartAttachment {
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.content.len() as u64,
        index,
        inline: file.inline,
    });
    PartMail {
        message: accepted.message(),
        raw,
        html: mail.html.is_some(),
        attachments: attachments.collect(),
    }
}
