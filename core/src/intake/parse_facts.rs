//! What a mail says, owned and checked: every text is valid UTF-8 without NUL, every address is a valid one, every
//! message id is safe to put into a header.

use super::address::MailAddress;
use super::html_text::to_text;
use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A mail that was understood. Nothing in it is trusted: it is what somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedMail {
    /// The one mailbox of the one `From` field.
    pub from: MailAddress,
    /// Who handed it in for the author.
    pub sender: Option<MailAddress>,
    /// Where answers should go.
    pub reply_to: Vec<MailAddress>,
    /// The main recipients.
    pub to: Vec<MailAddress>,
    /// The other recipients.
    pub cc: Vec<MailAddress>,
    /// The message id, without brackets.
    pub message_id: Option<String>,
    /// The ids this answers, without brackets.
    pub in_reply_to: Vec<String>,
    /// The ids of the conversation, oldest first, without brackets; the newest ones where there were too many.
    pub references: Vec<String>,
    /// The subject in one line; empty when there is none.
    pub subject: String,
    /// What the sender's clock said: for display only, it is forged at will.
    pub date: Option<Timestamp>,
    /// When the last server says it took the mail (the top `Received` field).
    pub received_at: Option<Timestamp>,
    /// Fields that tell people and machines apart, and say how the mail came here.
    pub headers: HeaderFacts,
    /// The plain text, with `\n` line ends. Absent when a part of the body is there as HTML only.
    pub text: Option<String>,
    /// The HTML as it came, **not sanitized**, with `\n` line ends.
    pub html: Option<String>,
    /// Everything that is not the body.
    pub attachments: Vec<ParsedAttachment>,
    /// What was odd about it, each at most once.
    pub flags: Vec<MailFlag>,
    /// SHA-256 in hex over what the author sent (sender, subject, date, id, body, attachments) and nothing that
    /// transport adds or re-encodes.
    pub content_hash: String,
    /// `multipart/report` and such: the type of the whole, in lower case.
    pub content_type: String,
}

impl ParsedMail {
    /// What there is to read: the plain text; of a mail that is HTML only, the HTML as text.
    pub fn words(&self) -> Cow<'_, str> {
        match (&self.text, &self.html) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Some(html)) => Cow::Owned(to_text(html)),
            (None, None) => Cow::Borrowed(""),
        }
    }

    /// Whether something was odd in this way.
    pub fn has_flag(&self, flag: MailFlag) -> bool {
        self.flags.contains(&flag)
    }
}

/// A file that came with a mail, or a mail that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedAttachment {
    /// The name to show: no path, control or direction mark, at most 255 bytes. Never a storage key.
    pub name: String,
    /// What the sender says it is, in lower case. Nothing to rely on.
    pub content_type: String,
    /// The id by which the HTML refers to it.
    pub content_id: Option<String>,
    /// Meant to be shown within the text.
    pub inline: bool,
    /// The content, decoded from its transfer encoding. Archives and the like are never unpacked.
    pub content: Vec<u8>,
}

/// Something odd about a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MailFlag {
    /// A display name carries an address or a link.
    SuspiciousName,
    /// A field was left out or repaired: stray control characters, an invalid address or id, a repeated field.
    BadHeader,
    /// A text did not follow its character set.
    CharsetProblem,
    /// A body did not follow its transfer encoding.
    EncodingProblem,
    /// Boundaries are missing, too long, or never closed.
    BrokenStructure,
    /// A body was longer than is kept; the raw message has it all.
    BodyTruncated,
    /// More attachments than usual; all of them are there.
    TooManyAttachments,
    /// More references than are considered.
    TooManyReferences,
    /// There is no usable message id.
    MissingMessageId,
}

/// Header fields as they came: lower-case names, unfolded values, in the order of the mail (newest hop first).
///
/// Only fields that classification and routing read are kept; none of them ever sets a field of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderFacts(Vec<(String, String)>);

impl HeaderFacts {
    /// Facts from names and values, for tests and for hosts that classify mail they parsed themselves.
    ///
    /// ```
    /// use frontdesk::intake::parse_facts::HeaderFacts;
    /// let facts = HeaderFacts::new([("Precedence", "bulk")]);
    /// assert_eq!(facts.first("precedence"), Some("bulk"));
    /// ```
    pub fn new<'x>(fields: impl IntoIterator<Item = (&'x str, &'x str)>) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect())
    }

    pub(super) fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The values of a field, by its name in lower case.
    pub fn all<'x>(&'x self, name: &'x str) -> impl Iterator<Item = &'x str> {
        self.iter().filter(move |(n, _)| *n == name).map(|(_, value)| value)
    }

    /// The first value of a field, by its name in lower case.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }
}
