use crate::Timestamp;
use crate::ids::{
    CommandId, CommentId, ContentId, MailboxId, MessageId, OrganizationId, PersonId, TicketNumber,
};
use crate::model::{
    Actor, Channel, CommentFlag, MergedTicket, TextPart, ThreadedBy, Ticket, TicketLink, Visibility,
};
use crate::rules::Assignment;

/// The ticket of an update.
pub(crate) enum Target {
    New(NewTicket),
    Existing(Box<Ticket>),
}

/// What a new ticket begins with.
pub(crate) struct NewTicket {
    pub(crate) title: String,
    pub(crate) requester: PersonId,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) mailbox: Option<MailboxId>,
}

/// An actor's own part of an update, checked and resolved.
pub(crate) struct Part {
    pub(crate) actor: Actor,
    pub(crate) channel: Channel,
    pub(crate) command: CommandId,
    pub(crate) received_at: Timestamp,
    pub(crate) target: Target,
    pub(crate) content: PartContent,
}

/// What the actor changes.
#[derive(Default)]
pub(crate) struct PartContent {
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) add_tags: Vec<String>,
    pub(crate) remove_tags: Vec<String>,
    pub(crate) add_participants: Vec<PersonId>,
    pub(crate) remove_participants: Vec<PersonId>,
    pub(crate) links: Vec<TicketLink>,
    pub(crate) merge: Option<MergedTicket>,
    pub(crate) unmerge: Option<TicketNumber>,
    pub(crate) unsubscribe: Option<PersonId>,
    pub(crate) comment: Option<PartComment>,
}

/// The comment of an update.
pub(crate) struct PartComment {
    pub(crate) visibility: Visibility,
    pub(crate) text: String,
    pub(crate) parts: Vec<TextPart>,
    pub(crate) mail: Option<PartMail>,
    pub(crate) threaded_by: Option<ThreadedBy>,
    pub(crate) flags: Vec<CommentFlag>,
}

impl PartComment {
    /// A comment that a person typed.
    pub(crate) fn typed(visibility: Visibility, text: String) -> Self {
        Self { visibility, text, parts: Vec::new(), mail: None, threaded_by: None, flags: Vec::new() }
    }
}

/// The message that a comment came in.
pub(crate) struct PartMail {
    pub(crate) message: MessageId,
    pub(crate) raw: ContentId,
    pub(crate) html: bool,
    pub(crate) attachments: Vec<PartAttachment>,
}

/// A file that a comment came with.
pub(crate) struct PartAttachment {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) size: u64,
    pub(crate) index: u32,
    pub(crate) inline: bool,
}

/// A comment that was recorded, as the later steps of the update see it.
pub(crate) struct Recorded {
    pub(crate) id: CommentId,
    pub(crate) index: u32,
    pub(crate) visibility: Visibility,
    pub(crate) new_text: String,
    pub(crate) automatic: bool,
    pub(crate) no_answer: bool,
    /// It reports that a mail of ours was not delivered.
    pub(crate) bounce: bool,
    pub(crate) from_requester: bool,
    pub(crate) from_agent: bool,
    pub(crate) author: Actor,
}
