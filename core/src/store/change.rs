use crate::Timestamp;
use crate::ids::ContentId;
use crate::model::{Comment, Config, Content, Digest, Effect, Event, Inbound, MessageRef, Person, Ticket};

/// One thing that is to be written.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Writes a ticket. `before` is the version that it replaces, or `None` when it is new; another one in the store is a conflict.
    PutTicket {
        /// The ticket as it stands afterwards.
        ticket: Box<Ticket>,
        /// The version that was read.
        before: Option<u32>,
    },
    /// Adds a comment, or replaces the one of the same ticket and index.
    PutComment(Box<Comment>),
    /// Adds an entry to the log: the events of one update, in order. The store gives it its position.
    Append(Vec<Event>),
    /// Writes a person, with the addresses by which they are found.
    PutPerson(Box<Person>),
    /// Adds a version of something configured and raises the desk's configuration version.
    PutConfig(Box<Config>),
    /// Keeps a text or file.
    PutContent(Content),
    /// Deletes a text or file, and its salt.
    EraseContent(ContentId),
    /// Writes a row of the outbox.
    PutEffect(Box<Effect>),
    /// Writes the record of a message that came in.
    PutInbound(Box<Inbound>),
    /// Notes a Message-ID.
    PutMessageRef(MessageRef),
    /// Keeps the answer to a command, for its repetition.
    PutReceipt {
        /// A digest over the actor and the command's id.
        key: Digest,
        /// The answer, as JSON.
        receipt: String,
        /// When it was given.
        at: Timestamp,
    },
    /// Keeps something that can be made again, such as sanitized HTML.
    PutCached {
        /// What it was made from, and by which version.
        key: Digest,
        /// What was made.
        bytes: Vec<u8>,
    },
}

/// What one command writes, in order.
pub type ChangeSet = Vec<Change>;
