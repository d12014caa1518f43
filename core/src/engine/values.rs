//! What placeholders of templates stand for, taken from the ticket as it stands.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::config::CompiledTemplate;
use super::context::Context;
use super::draft::Draft;
use super::part::Recorded;
use crate::ids::PersonId;
use crate::model::{Person, TextRef, Visibility};
use crate::rules::{Placeholder, TemplateText};
use crate::{Error, ErrorKind, Result};

/// The subject and text of a rule's mail, kept as erasable content until it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FilledMail {
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// Everything that a template may ask for.
struct Values {
    number: String,
    title: String,
    status: String,
    priority: &'static str,
    kind: &'static str,
    created_at: String,
    due_at: String,
    requester_name: String,
    requester_email: String,
    assignee: String,
    team: String,
    mailbox_name: String,
    mailbox_address: String,
    comment: String,
    author: String,
}

impl Values {
    fn collect(
        context: &mut Context<'_>,
        draft: &Draft,
        comment: Option<&Recorded>,
        internal: bool,
    ) -> Result<Self> {
        let work = draft.work();
        let requester = context.person(work.requester)?;
        let name = |person: &Option<Person>| {
            person.as_ref().map(Person::display_name).unwrap_or_default().to_owned()
        };
        let email = requester.as_ref().and_then(|person| person.addresses.first());
        let assignee = load(context, work.assignee)?;
        // A note never leaves by a placeholder: only the desk's people get its text.
        let shown = comment.filter(|comment| internal || comment.visibility == Visibility::Public);
        let author = load(context, shown.and_then(|comment| comment.author.person()))?;
        let mailbox =
            work.mailbox.and_then(|id| context.config.mailbox(id)).or(context.config.mailboxes.first());
        Ok(Self {
            number: work.number.to_string(),
            title: work.title.as_str().to_owned(),
            status: context.config.status(work.status).map(|status| status.label.clone()).unwrap_or_default(),
            priority: work.priority.map_or("", |priority| priority.name()),
            kind: work.kind.map_or("", |kind| kind.name()),
            created_at: work.created_at.to_string(),
            due_at: work.due_at.map(|at| at.to_string()).unwrap_or_default(),
            requester_name: name(&requester),
            requester_email: email.map(|address| address.address.as_str().to_owned()).unwrap_or_default(),
            assignee: name(&assignee),
            team: work
                .team
                .and_then(|id| context.config.team(id))
                .map(|team| team.name.clone())
                .unwrap_or_default(),
            mailbox_name: mailbox.map(|mailbox| mailbox.name.clone()).unwrap_or_default(),
            mailbox_address: mailbox.map(|mailbox| mailbox.address.clone()).unwrap_or_default(),
            comment: shown.map(|comment| comment.new_text.clone()).unwrap_or_default(),
            author: name(&author),
        })
    }

    fn get(&self, placeholder: Placeholder) -> Cow<'_, str> {
        let text: &str = match placeholder {
            Placeholder::TicketNumber => &self.number,
            Placeholder::TicketTitle => &self.title,
            Placeholder::TicketStatus => &self.status,
            Placeholder::TicketPriority => self.priority,
            Placeholder::TicketType => self.kind,
            Placeholder::TicketCreatedAt => &self.created_at,
            Placeholder::TicketDueAt => &self.due_at,
            Placeholder::RequesterName => &self.requester_name,
            Placeholder::RequesterEmail => &self.requester_email,
            Placeholder::AssigneeName => &self.assignee,
            Placeholder::TeamName => &self.team,
            Placeholder::MailboxName => &self.mailbox_name,
            Placeholder::MailboxAddress => &self.mailbox_address,
            Placeholder::CommentText => &self.comment,
            Placeholder::CommentAuthor => &self.author,
        };
        Cow::Borrowed(text)
    }
}

fn load(context: &mut Context<'_>, person: Option<PersonId>) -> Result<Option<Person>> {
    match person {
        Some(id) => context.person(id),
        None => Ok(None),
    }
}

/// Fills the text of an internal note.
pub(crate) fn fill(
    context: &mut Context<'_>,
    draft: &Draft,
    text: &TemplateText,
    comment: Option<&Recorded>,
) -> Result<String> {
    let values = Values::collect(context, draft, comment, true)?;
    text.fill(|placeholder| values.get(placeholder))
}

/// Fills a mail to a person, and keeps it as content.
pub(crate) fn fill_mail(
    context: &mut Context<'_>,
    draft: &mut Draft,
    template: &CompiledTemplate,
    recipient: &Person,
    comment: Option<&Recorded>,
) -> Result<TextRef> {
    let values = Values::collect(context, draft, comment, recipient.is_agent())?;
    let filled = FilledMail {
        subject: template.subject.fill(|placeholder| values.get(placeholder))?,
        body: template.body.fill(|placeholder| values.get(placeholder))?,
    };
    let bytes = serde_json::to_vec(&filled)
        .map_err(|_| Error::new(ErrorKind::Internal, "internal.filled_mail", "a mail cannot be kept"))?;
    Ok(context.keep(&mut draft.ids, draft.at, bytes))
}
