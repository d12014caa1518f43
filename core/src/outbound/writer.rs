//! Writes a mail as the bytes that travel. The same mail gives the same bytes, whenever it is written.

use sha2::{Digest, Sha256};

use super::{
    Attachment, HeaderName, HeaderSafe, MailboxAddress, MsgId, NamedAddress, UnsubscribeUrl, base32, fold,
    part, words,
};
use crate::Timestamp;

/// `References` keeps the first and the newest ids within so many bytes.
pub const REFERENCES_MAX_BYTES: usize = 30_000;

/// Why no person wrote a mail (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutoSubmitted {
    /// It answers a mail: an acknowledgement.
    Replied,
    /// It came of something else: a rule, a reminder, a notice.
    Generated,
}

/// A mail before it is written.
///
/// ```
/// use frontdesk::outbound::{HeaderSafe, MailboxAddress, MsgId, NamedAddress, OutgoingMail};
/// use frontdesk::Timestamp;
///
/// let support = NamedAddress::from(MailboxAddress::new("support@example.com")?).named("Example Support");
/// let jane = NamedAddress::from(MailboxAddress::new("jane@example.org")?).named("Jane Döe");
/// let sent = Timestamp::parse("2026-11-24T12:00:00Z")?;
/// let mail = OutgoingMail::new(support, jane, MsgId::new("1@example.com")?, HeaderSafe::new("desk")?, sent)
///     .subject("Re: My order (#1042)")
///     .text("It is on its way.\n")
///     .render();
/// assert_eq!(mail.rcpt_to[0].as_str(), "jane@example.org");
/// assert!(mail.bytes.starts_with(b"From: \"Example Support\" <support@example.com>\r\n"));
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct OutgoingMail {
    from: NamedAddress,
    to: Vec<NamedAddress>,
    message_id: MsgId,
    loop_mark: HeaderSafe,
    date: Timestamp,
    reply_to: Option<NamedAddress>,
    subject: String,
    in_reply_to: Option<MsgId>,
    references: Vec<MsgId>,
    automatic: Option<AutoSubmitted>,
    bounces_to: Option<MailboxAddress>,
    unsubscribe: Option<UnsubscribeUrl>,
    further: Vec<(HeaderName, HeaderSafe)>,
    text: String,
    html: Option<String>,
    attachments: Vec<Attachment>,
}

/// A mail as it travels, and its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// The mail: ASCII, with lines of at most 998 bytes that end in CRLF.
    pub bytes: Vec<u8>,
    /// The sender in the envelope; `None` is the null path `<>`, to which nothing bounces or answers.
    pub mail_from: Option<MailboxAddress>,
    /// The recipients in the envelope: exactly those that `To` names.
    pub rcpt_to: Vec<MailboxAddress>,
}

impl OutgoingMail {
    /// A mail to one person, with the id [minted](crate::keys::DeskKeys::mint_message_id) for its effect and the
    /// [loop mark](crate::keys::DeskKeys::loop_mark) of the desk.
    #[must_use]
    pub fn new(
        from: NamedAddress,
        to: NamedAddress,
        message_id: MsgId,
        loop_mark: HeaderSafe,
        date: Timestamp,
    ) -> Self {
        Self {
            from,
            to: vec![to],
            message_id,
            loop_mark,
            date,
            reply_to: None,
            subject: String::new(),
            in_reply_to: None,
            references: Vec::new(),
            automatic: None,
            bounces_to: None,
            unsubscribe: None,
            further: Vec::new(),
            text: String::new(),
            html: None,
            attachments: Vec::new(),
        }
    }

    /// Goes to this person too, whom all others see in `To`.
    #[must_use]
    pub fn and_to(mut self, to: NamedAddress) -> Self {
        self.to.push(to);
        self
    }

    /// Where answers go.
    #[must_use]
    pub fn reply_to(mut self, address: NamedAddress) -> Self {
        self.reply_to = Some(address);
        self
    }

    /// The subject: any text, [cleaned](super::header_text) when written.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// The mail that this one answers.
    #[must_use]
    pub fn in_reply_to(mut self, id: MsgId) -> Self {
        self.in_reply_to = Some(id);
        self
    }

    /// The mails that this one continues, the oldest first. Past [`REFERENCES_MAX_BYTES`] the first and the newest
    /// are kept.
    #[must_use]
    pub fn references(mut self, ids: Vec<MsgId>) -> Self {
        self.references = ids;
        self
    }

    /// Says that no person wrote this: responders shall not answer, and the envelope has the null path as its
    /// sender.
    #[must_use]
    pub fn automatic(mut self, why: AutoSubmitted) -> Self {
        self.automatic = Some(why);
        self
    }

    /// Lets bounces go to this address, rather than to the sender or, of an automatic mail, nowhere.
    #[must_use]
    pub fn bounces_to(mut self, address: MailboxAddress) -> Self {
        self.bounces_to = Some(address);
        self
    }

    /// Offers to unsubscribe with one click (RFC 8058).
    #[must_use]
    pub fn unsubscribe(mut self, url: UnsubscribeUrl) -> Self {
        self.unsubscribe = Some(url);
        self
    }

    /// Adds a header of the host's own.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderSafe) -> Self {
        self.further.push((name, value));
        self
    }

    /// What the mail says, as plain text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// What the mail says, as HTML, beside the plain text.
    #[must_use]
    pub fn html(mut self, html: impl Into<String>) -> Self {
        self.html = Some(html.into());
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn attach(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Writes the mail.
    #[must_use]
    pub fn render(&self) -> RenderedMail {
        let mut bytes =
            Vec::with_capacity(2_048 + self.text.len() + self.html.as_ref().map_or(0, String::len));
        self.write_headers(&mut bytes);
        self.write_body(&mut bytes);
        let sender = match self.automatic {
            Some(_) => None,
            None => Some(self.from.address()),
        };
        RenderedMail {
            bytes,
            mail_from: self.bounces_to.as_ref().or(sender).cloned(),
            rcpt_to: self.to.iter().map(|to| to.address().clone()).collect(),
        }
    }

    fn write_headers(&self, out: &mut Vec<u8>) {
        fold::write(out, "From", fold::addresses([&self.from]));
        if let Some(reply_to) = &self.reply_to {
            fold::write(out, "Reply-To", fold::addresses([reply_to]));
        }
        fold::write(out, "To", fold::addresses(&self.to));
        let subject = words::unstructured(&self.subject);
        if !subject.is_empty() {
            fold::write(out, "Subject", subject);
        }
        fold::write(out, "Date", [rfc_5322_date(self.date)]);
        fold::write(out, "Message-ID", [bracketed(&self.message_id)]);
        if let Some(id) = &self.in_reply_to {
            fold::write(out, "In-Reply-To", [bracketed(id)]);
        }
        if !self.references.is_empty() {
            fold::write(out, "References", kept_references(&self.references).map(bracketed));
        }
        if let Some(why) = self.automatic {
            let why = match why {
                AutoSubmitted::Replied => "auto-replied",
                AutoSubmitted::Generated => "auto-generated",
            };
            fold::write(out, "Auto-Submitted", [why]);
            fold::write(out, "X-Auto-Response-Suppress", ["All"]);
        }
        if let Some(url) = &self.unsubscribe {
            fold::write(out, "List-Unsubscribe", [format!("<{}>", url.as_str())]);
            fold::write(out, "List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]);
        }
        fold::write(out, "X-Frontdesk-Loop", [self.loop_mark.as_str()]);
        for (name, value) in &self.further {
            fold::write(out, name.as_str(), value.as_str().split(' '));
        }
        fold::write(out, "MIME-Version", ["1.0"]);
    }

    fn write_body(&self, out: &mut Vec<u8>) {
        if self.attachments.is_empty() {
            return self.write_texts(out);
        }
        let boundary = self.boundary("mixed");
        part::begin_multipart(out, "mixed", &boundary);
        part::next_part(out, &boundary);
        self.write_texts(out);
        for attachment in &self.attachments {
            part::next_part(out, &boundary);
            attachment.write(out);
        }
        part::end_multipart(out, &boundary);
    }

    fn write_texts(&self, out: &mut Vec<u8>) {
        let Some(html) = &self.html else { return part::write_text(out, "text/plain", &self.text) };
        let boundary = self.boundary("alternative");
        part::begin_multipart(out, "alternative", &boundary);
        part::next_part(out, &boundary);
        part::write_text(out, "text/plain", &self.text);
        part::next_part(out, &boundary);
        part::write_text(out, "text/html", html);
        part::end_multipart(out, &boundary);
    }

    /// No content can hold it: quoted-printable and base 64 never give `=_`, and text that has it is encoded.
    fn boundary(&self, of: &str) -> String {
        let digest: [u8; 32] =
            Sha256::new().chain_update(of).chain_update(self.message_id.as_str()).finalize().into();
        let (half, _) = digest.split_at(16);
        format!("=_{}", base32::encode(half))
    }
}

fn bracketed(id: &MsgId) -> String {
    format!("<{id}>")
}

/// The first id and as many of the newest as fit, in their order.
fn kept_references(ids: &[MsgId]) -> impl Iterator<Item = &MsgId> {
    // Brackets, a space, and the end of a line.
    let size = |id: &MsgId| id.as_str().len() + 5;
    let (first, later) = ids.split_first().map_or((None, ids), |(first, later)| (Some(first), later));
    let mut spent = "References:".len() + first.map_or(0, size);
    let newest = later.iter().rev().take_while(|id| {
        spent += size(id);
        spent <= REFERENCES_MAX_BYTES
    });
    let dropped = later.len() - newest.count();
    first.into_iter().chain(later.iter().skip(dropped))
}

/// `Tue, 24 Nov 2026 12:00:00 +0000`.
fn rfc_5322_date(instant: Timestamp) -> String {
    chrono::DateTime::from_timestamp_millis(instant.millis()).unwrap_or_default().to_rfc2822()
}
