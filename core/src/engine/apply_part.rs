//! The actor's own part of an update, turned into events.

use super::context::Context;
use super::draft::Draft;
use super::edit;
use super::part::{PartComment, PartContent, PartMail, Recorded};
use crate::ids::CommentId;
use crate::model::{
    Actor, Attachment, Channel, Comment, CommentBody, CommentFlag, EventBody, RuleRef, Visibility,
};
use crate::{Error, Result};

/// Records what the actor does: the comment first, so that a reply and a solved status in one update count as answered.
pub(crate) fn apply(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    channel: Channel,
    content: PartContent,
) -> Result<Option<Recorded>> {
    for link in content.links {
        draft.record(actor, None, EventBody::Linked { link })?;
    }
    edit::participants(context, draft, actor, None, &content.add_participants, &content.remove_participants)?;
    if let Some(merged) = content.merge {
        draft.record(actor, None, EventBody::Merged { merged })?;
    }
    if let Some(ticket) = content.unmerge {
        draft.record(actor, None, EventBody::Unmerged { ticket })?;
    }
    if let Some(person) = content.unsubscribe.filter(|person| !draft.work().unsubscribed.contains(person)) {
        draft.record(actor, None, EventBody::Unsubscribed { person })?;
    }
    let comment = match content.comment {
        Some(comment) => Some(add_comment(context, draft, actor, None, channel, comment)?),
        None => None,
    };
    edit::fields(context, draft, actor, None, content.assignments)?;
    edit::tags(context, draft, actor, None, &content.add_tags, &content.remove_tags)?;
    Ok(comment)
}

/// Records a comment by an actor or rule.
pub(crate) fn add_comment(
    context: &mut Context<'_>,
    draft: &mut Draft,
    actor: Actor,
    rule: Option<RuleRef>,
    channel: Channel,
    comment: PartComment,
) -> Result<Recorded> {
    let PartComment { visibility, text, parts, mail, threaded_by, mut flags } = comment;
    let (count, created) = {
        let work = draft.work();
        (work.facts.comments, work.version == 1)
    };
    if count >= context.limits.comments_per_ticket {
        let cap = u64::from(context.limits.comments_per_ticket);
        return Err(Error::limit("comment.too_many", "comments of the ticket", u64::from(count) + 1, cap));
    }
    if text.len() > context.limits.comment_bytes {
        let cap = context.limits.comment_bytes as u64;
        return Err(Error::limit("comment.too_long", "bytes of the comment", text.len() as u64, cap)
            .at("/comment/text"));
    }
    flags.sort_unstable();
    flags.dedup();
    let id: CommentId = draft.ids.next(draft.at);
    let bounce = flags.contains(&CommentFlag::Bounce);
    let automatic = bounce || flags.contains(&CommentFlag::Automatic);
    let no_answer = flags.contains(&CommentFlag::NoAnswer);
    let public = visibility == Visibility::Public && !automatic;
    let work = draft.work();
    let asks = |actor: &Actor| matches!(actor, Actor::Requester { person, .. } if work.concerns(*person));
    let answers = |actor: &Actor| matches!(actor, Actor::Agent { person } if *person != work.requester);
    let from_requester = public && asks(&actor);
    // In the creating update an agent's comment is the description, not a reply.
    let from_agent = public && !created && answers(&actor);
    let at = draft.at;
    let text = context.text(&mut draft.ids, at, &text);
    let mut body = CommentBody {
        id,
        ticket: draft.work().number,
        index: count + 1,
        at,
        author: actor,
        channel,
        update: draft.update,
        text,
        parts,
        attachments: Vec::new(),
        message: None,
        raw: None,
        html: false,
        threaded_by,
        flags,
    };
    if let Some(mail) = mail {
        attach_mail(context, draft, &mut body, mail);
    }
    let recorded = Recorded {
        id,
        index: body.index,
        visibility,
        new_text: body.new_text(),
        automatic,
        no_answer,
        bounce,
        from_requester,
        from_agent,
        author: actor,
    };
    draft.comments.push(Comment::new(visibility, body.clone()));
    let event = EventBody::CommentAdded { visibility, from_requester, from_agent, comment: Box::new(body) };
    draft.record(actor, rule, event)?;
    Ok(recorded)
}

/// Notes the message that a comment came in.
fn attach_mail(context: &mut Context<'_>, draft: &mut Draft, body: &mut CommentBody, mail: PartMail) {
    let at = draft.at;
    body.message = Some(mail.message);
    body.raw = Some(mail.raw);
    body.html = mail.html;
    for file in mail.attachments {
        body.attachments.push(Attachment {
            name: context.text(&mut draft.ids, at, &file.name),
            content_type: file.content_type,
            size: file.size,
            index: file.index,
            inline: file.inline,
        });
    }
}
