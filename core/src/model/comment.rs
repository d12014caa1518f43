use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::content::Text;
use super::ticket::Channel;
use crate::Timestamp;
use crate::ids::{CommentId, ContentId, MessageId, TicketNumber, UpdateId};

/// Who may read a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Visibility {
    /// Everybody whom the ticket concerns.
    Public,
    /// The people of the desk.
    Internal,
}

/// What a stretch of a comment's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TextPartKind {
    /// Written for this comment.
    New,
    /// Taken from an earlier message.
    Quoted,
    /// A signature.
    Signature,
}

/// A stretch of a comment's text. The stretches in order make up the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TextPart {
    /// What it is.
    pub kind: TextPartKind,
    /// How long, in bytes of UTF-8.
    pub len: u32,
}

/// A file that came with a comment. Its bytes stay in the raw message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Attachment {
    /// Its name, fit to be shown.
    pub name: Text,
    /// Its media type, as the message says.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Which attachment of the raw message it is, from 0.
    pub index: u32,
    /// Whether the text shows it in its place.
    #[serde(default)]
    pub inline: bool,
}

/// How a mail found its ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ThreadedBy {
    /// A signed reply address.
    ReplyAddress,
    /// A Message-ID that we gave, in In-Reply-To or References.
    OwnMessageId,
    /// A Message-ID that we have seen, in In-Reply-To or References.
    ForeignMessageId,
    /// The ticket number in the subject.
    SubjectToken,
    /// A signed marker in the text.
    BodyMarker,
}

/// What is to be noted about a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum CommentFlag {
    /// A machine wrote it: it opens nothing and touches no clock.
    Automatic,
    /// Nobody vouches that the sender is who they say.
    Unverified,
    /// It joined by a Message-ID alone, from a sender nobody vouches for.
    WeakThreading,
    /// Another message with other content had the same Message-ID.
    MessageIdReused,
    /// The sender is neither the requester nor a participant.
    Stranger,
    /// It reports that a mail of ours could not be delivered.
    Bounce,
    /// No rule answers its sender: nobody reads answers there, or a rule of another mailbox passed the mail on.
    NoAnswer,
}

/// What public comments and internal notes have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CommentBody {
    /// Its id.
    pub id: CommentId,
    /// The ticket.
    pub ticket: TicketNumber,
    /// Its place among the comments of the ticket, from 1.
    pub index: u32,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub author: Actor,
    /// The way by which it came.
    pub channel: Channel,
    /// The update that it was made in.
    pub update: UpdateId,
    /// The whole text.
    pub text: Text,
    /// What is new in the text and what is quoted; empty when all of it is new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<TextPart>,
    /// Files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The message that it came in, when it was a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The raw bytes of that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<ContentId>,
    /// Whether the message has an HTML form, which is read with `comment_html`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub html: bool,
    /// How the mail found the ticket; nothing when it made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threaded_by: Option<ThreadedBy>,
    /// What is to be noted, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<CommentFlag>,
}

impl CommentBody {
    /// The new part of the text, trimmed; empty once it was erased.
    pub fn new_text(&self) -> String {
        let text = self.text.as_str();
        if self.parts.is_empty() {
            return text.trim().to_owned();
        }
        let mut new = String::new();
        let mut at = 0;
        for part in &self.parts {
            let end = at + part.len as usize;
            if part.kind == TextPartKind::New {
                new.push_str(text.get(at..end).unwrap_or_default());
            }
            at = end;
        }
        new.trim().to_owned()
    }

    /// Whether it is flagged so.
    pub fn has(&self, flag: CommentFlag) -> bool {
        self.flags.contains(&flag)
    }
}

/// A comment that the requester and participants read. Only this can be rendered into a mail to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PublicComment {
    /// What it says.
    pub body: CommentBody,
}

/// A note among the people of the desk. It cannot become a public comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct InternalNote {
    /// What it says.
    pub body: CommentBody,
}

/// An entry of a ticket's conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "visibility", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Comment {
    /// For everybody whom the ticket concerns.
    Public(PublicComment),
    /// For the people of the desk.
    Internal(InternalNote),
}

impl Comment {
    /// A comment that these people may read.
    pub fn new(visibility: Visibility, body: CommentBody) -> Self {
        match visibility {
            Visibility::Public => Self::Public(PublicComment { body }),
            Visibility::Internal => Self::Internal(InternalNote { body }),
        }
    }

    /// What it says.
    pub fn body(&self) -> &CommentBody {
        match self {
            Self::Public(comment) => &comment.body,
            Self::Internal(note) => &note.body,
        }
    }

    /// What it says, to be changed.
    pub fn body_mut(&mut self) -> &mut CommentBody {
        match self {
            Self::Public(comment) => &mut comment.body,
            Self::Internal(note) => &mut note.body,
        }
    }

    /// Who may read it.
    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Public(_) => Visibility::Public,
            Self::Internal(_) => Visibility::Internal,
        }
    }
}
