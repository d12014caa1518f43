use crate::Timestamp;
use crate::ids::ContentId;
use crate::model::{Arrival, Comment, Config, Content, Digest, Effect, Event, Inbound, Person, Ticket};

/// One thing that is to be written. What is written again under the same key replaces what was there.
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
    /// Adds a comment, or replaces the one of the same ticket and index. Its texts are taken from the contents that it names, which
    /// the caller writes too; its ticket is there, or written in the same call.
    PutComment(Box<Comment>),
    /// Adds an entry to the log: the events of one update, in order, behind those of people who were saved on the way to it. The store
    /// gives it its position. The sequence numbers of a subject rise; an event that does not is a conflict.
    Append(Vec<Event>),
    /// Writes a person, with the addresses by which they are found: those that were not erased. An address that was another
    /// person's finds this one from now on.
    PutPerson(Box<Person>),
    /// Adds a version of something configured and raises the desk's configuration version.
    PutConfig(Box<Config>),
    /// Keeps a text or file. Its id is used once: what it names never becomes something else, and is not written again once it was
    /// erased.
    PutContent(Content),
    /// Deletes a text or file, and its salt; nothing happens when there is none. Comments that name it are read without it from now
    /// on: a store that keeps their texts elsewhere too has to delete them there. Tickets and people carry their texts in their rows;
    /// the caller writes those again.
    EraseContent(ContentId),
    /// Writes a row of the outbox.
    PutEffect(Box<Effect>),
    /// Notes that a mail arrived, or that it was begun once more.
    PutArrival(Box<Arrival>),
    /// Deletes the note of an arrival; nothing happens when there is none.
    DropArrival(Digest),
    /// Writes the record of a message that came in.
    PutInbound(Box<Inbound>),
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
