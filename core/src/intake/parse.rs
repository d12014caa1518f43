//! From the raw bytes of a mail to [`ParsedMail`], or to the reason why not.

use super::address::MailAddress;
pub use super::guard::{MailLimits, Refusal};
use super::guard::{Part, PartKind, Shape, guard};
use super::guard_fields::{bytes, leading_token, parameter};
use super::parse_body::{Body, LeafFacts, Role, role_of, unflow};
use super::parse_decode::{Decoder, has_stray_control, unfold};
use super::parse_facts::{HeaderFacts, MailFlag, ParsedAttachment, ParsedMail};
use super::parse_hash::ContentHash;
use super::parse_ids::clean_ids;
use super::parse_names::{file_name, head};
use super::parse_sender::sender;
use super::parse_transfer::decode;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Longest header value that is kept as a fact, in bytes.
const MAX_FACT: usize = 4 << 10;

/// Reads a mail once, from front to back. Time and memory grow with its size and no faster, whatever is in it;
/// the calling thread needs no deep stack.
///
/// ```
/// use frontdesk::intake::parse::{MailLimits, parse};
/// let raw = b"From: Ada <ada@example.org>\r\nTo: help@desk.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHi!\r\n";
/// let mail = parse(raw, &MailLimits::default()).unwrap();
/// assert_eq!(mail.from.address.as_str(), "ada@example.org");
/// assert_eq!(mail.subject, "Grüße");
/// assert_eq!(mail.text.as_deref(), Some("Hi!\n"));
/// ```
pub fn parse(raw: &[u8], limits: &MailLimits) -> Result<ParsedMail, Refusal> {
    // The field parsers are foreign code that reads what strangers write: a panic in there is one lost mail, not
    // a lost host.
    catch_unwind(AssertUnwindSafe(|| {
        let shape = guard(raw, limits)?;
        Reader { raw, limits, decoder: Decoder::new(), flags: Vec::new(), hash: ContentHash::new() }
            .read(&shape)
    }))
    .unwrap_or(Err(Refusal::ParserFault))
}

struct Reader<'x> {
    raw: &'x [u8],
    limits: &'x MailLimits,
    decoder: Decoder,
    flags: Vec<MailFlag>,
    hash: ContentHash,
}

/// The fields that have a place of their own. Of a field that may stand once, the first one counts.
#[derive(Default)]
struct Fields<'x> {
    from: Option<&'x [u8]>,
    from_count: usize,
    sender: Option<&'x [u8]>,
    reply_to: Vec<&'x [u8]>,
    to: Vec<&'x [u8]>,
    cc: Vec<&'x [u8]>,
    message_id: Option<&'x [u8]>,
    in_reply_to: Option<&'x [u8]>,
    references: Option<&'x [u8]>,
    subject: Option<&'x [u8]>,
    date: Option<&'x [u8]>,
    received: Option<&'x [u8]>,
}

impl<'x> Reader<'x> {
    fn read(mut self, shape: &Shape) -> Result<ParsedMail, Refusal> {
        let mut headers = HeaderFacts::default();
        let fields = self.sort_fields(shape, &mut headers);
        self.check_addresses(&fields)?;
        let from = match fields.from {
            Some(value) if fields.from_count == 1 => sender(value, &mut self.decoder)?,
            _ => return Err(Refusal::AmbiguousSender),
        };
        let subject = fields.subject.map(|value| self.decoder.text(value)).unwrap_or_default();
        let message_id = fields.message_id.and_then(|value| self.id(value));
        self.hash.add_head(
            from.address.key(),
            &subject,
            fields.date.unwrap_or_default(),
            message_id.as_deref(),
        );
        let (text, html, attachments) = self.read_parts(shape);
        let references = fields.references.map(|value| self.ids(value)).unwrap_or_default();
        let in_reply_to = fields.in_reply_to.map(|value| self.ids(value)).unwrap_or_default();
        let date = fields.date.and_then(|value| self.decoder.date(value));
        let received = fields.received.and_then(|v| v.rsplitn(2, |b| *b == b';').next());
        let mut mail = ParsedMail {
            from,
            sender: fields.sender.and_then(|value| self.decoder.mailboxes(value).into_iter().next()),
            reply_to: self.mailboxes(&fields.reply_to),
            to: self.mailboxes(&fields.to),
            cc: self.mailboxes(&fields.cc),
            date,
            received_at: received.and_then(|value| self.decoder.date(value)),
            subject,
            in_reply_to,
            references,
            headers,
            text,
            html,
            content_type: self.content_type(shape),
            flags: Vec::new(),
            content_hash: self.hash.finish(),
            message_id,
            attachments,
        };
        mail.flags = all_flags(self.flags, &self.decoder, shape, mail.message_id.is_some());
        Ok(mail)
    }

    /// Puts every field in its place and keeps those that are facts on their own.
    fn sort_fields(&mut self, shape: &Shape, headers: &mut HeaderFacts) -> Fields<'x> {
        let mut fields = Fields::default();
        for field in &shape.fields {
            let name = bytes(self.raw, &field.name).to_ascii_lowercase();
            let value = bytes(self.raw, &field.value);
            let once = match name.as_slice() {
                b"from" => {
                    fields.from_count += 1;
                    &mut fields.from
                }
                b"sender" => &mut fields.sender,
                b"message-id" => &mut fields.message_id,
                b"in-reply-to" => &mut fields.in_reply_to,
                b"references" => &mut fields.references,
                b"subject" => &mut fields.subject,
                b"date" => &mut fields.date,
                b"reply-to" => {
                    fields.reply_to.push(value);
                    continue;
                }
                b"to" => {
                    fields.to.push(value);
                    continue;
                }
                b"cc" => {
                    fields.cc.push(value);
                    continue;
                }
                b"received" => {
                    fields.received.get_or_insert(value);
                    continue;
                }
                name if is_fact(name) => {
                    let text = String::from_utf8_lossy(value);
                    let line: String = unfold(&text).chars().filter(|c| !c.is_control()).collect();
                    let line = if line.len() > MAX_FACT { head(&line, MAX_FACT).to_owned() } else { line };
                    headers.push(String::from_utf8_lossy(name).into_owned(), line);
                    continue;
                }
                _ => continue,
            };
            self.decoder.bad_header |= once.is_some();
            once.get_or_insert(value);
        }
        fields
    }

    /// The type of the whole as it is declared, even where the structure does not bear it out.
    fn content_type(&self, shape: &Shape) -> String {
        let declared = shape.parts.first().and_then(|part| part.type_field.as_ref());
        declared.map_or_else(|| "text/plain".to_owned(), |f| leading_token(bytes(self.raw, f)))
    }

    fn check_addresses(&self, fields: &Fields<'_>) -> Result<(), Refusal> {
        let lists = fields.reply_to.iter().chain(&fields.to).chain(&fields.cc);
        let count: usize = lists.chain(&fields.from).map(|v| memchr::memchr_iter(b'@', v).count()).sum();
        if count > self.limits.max_addresses { Err(Refusal::TooManyAddresses) } else { Ok(()) }
    }

    fn mailboxes(&mut self, values: &[&[u8]]) -> Vec<MailAddress> {
        values.iter().flat_map(|value| self.decoder.mailboxes(value)).collect()
    }

    fn ids(&mut self, value: &[u8]) -> Vec<String> {
        let (mut ids, dropped) = clean_ids(value);
        self.decoder.bad_header |= dropped;
        if ids.len() > self.limits.max_references {
            self.flags.push(MailFlag::TooManyReferences);
            ids.drain(..ids.len() - self.limits.max_references);
        }
        ids
    }

    /// The one id of a field. A field with a stray control is invalid as a whole.
    fn id(&mut self, value: &[u8]) -> Option<String> {
        if has_stray_control(value) {
            self.decoder.bad_header = true;
            return None;
        }
        self.ids(value).into_iter().next()
    }

    fn read_parts(&mut self, shape: &Shape) -> (Option<String>, Option<String>, Vec<ParsedAttachment>) {
        let mut body = Body::default();
        let mut attachments = Vec::new();
        let (mut text_left, mut html_left) = (self.limits.max_text, self.limits.max_text);
        for (index, part) in shape.parts.iter().enumerate() {
            if part.nested > 0 || part.kind == PartKind::Multipart {
                continue;
            }
            let name = self.part_name(part);
            let disposition = part.disposition_field.as_ref().map(|f| leading_token(bytes(self.raw, f)));
            let is_attachment = disposition.is_some_and(|d| d == "attachment");
            let facts = LeafFacts { is_attachment, has_name: name.is_some() };
            let (content, damaged) = decode(bytes(self.raw, &part.body), part.encoding);
            if damaged {
                self.flags.push(MailFlag::EncodingProblem);
            }
            match role_of(shape, index, &facts, !body.is_empty()) {
                Some(Role::Text { group }) => {
                    let text = self.read_text(part, &content, &mut text_left);
                    self.hash.add(b"text", text.as_bytes());
                    body.add_text(group, text);
                }
                Some(Role::Html { group }) => {
                    let html = self.read_text(part, &content, &mut html_left);
                    self.hash.add(b"html", html.as_bytes());
                    body.add_html(group, html);
                }
                Some(Role::Attachment { inline }) => {
                    let name = name.unwrap_or_else(|| default_name(&part.content_type));
                    self.hash.add(name.as_bytes(), &content);
                    let content_id = part.id_field.as_ref().and_then(|f| self.id(bytes(self.raw, f)));
                    let content_type = part.content_type.clone();
                    let content = content.into_owned();
                    attachments.push(ParsedAttachment { name, content_type, content_id, inline, content });
                }
                None => {}
            }
        }
        if attachments.len() > self.limits.max_attachments {
            self.flags.push(MailFlag::TooManyAttachments);
        }
        let (text, html) = body.finish();
        (text, html, attachments)
    }

    fn part_name(&mut self, part: &Part) -> Option<String> {
        let from_disposition = part.disposition_field.as_ref();
        let name = from_disposition
            .and_then(|f| self.decoder.parameter(bytes(self.raw, f), "filename"))
            .or_else(|| self.decoder.parameter(bytes(self.raw, part.type_field.as_ref()?), "name"))?;
        Some(file_name(&name).unwrap_or_else(|| default_name(&part.content_type)))
    }

    /// A text of the body, as far as there is room for it.
    fn read_text(&mut self, part: &Part, content: &[u8], left: &mut usize) -> String {
        let field = part.type_field.as_ref().map(|f| bytes(self.raw, f)).unwrap_or_default();
        let charset = parameter(field, "charset").map(|c| String::from_utf8_lossy(&c).into_owned());
        let kept = content.get(..*left).unwrap_or(content);
        if kept.len() < content.len() {
            self.flags.push(MailFlag::BodyTruncated);
            self.hash.add(b"whole", content);
        }
        *left -= kept.len();
        let text = self.decoder.body(kept, charset.as_deref());
        let is = |name: &str, wanted: &[u8]| {
            parameter(field, name).is_some_and(|v| v.eq_ignore_ascii_case(wanted))
        };
        if part.content_type == "text/plain" && is("format", b"flowed") {
            return unflow(&text, is("delsp", b"yes"));
        }
        text
    }
}

/// Whether classification or routing reads this field (its name is in lower case).
fn is_fact(name: &[u8]) -> bool {
    name.starts_with(b"list-")
        || name.starts_with(b"x-auto")
        || matches!(
            name,
            b"auto-submitted"
                | b"precedence"
                | b"x-precedence"
                | b"return-path"
                | b"content-type"
                | b"feedback-id"
                | b"delivered-to"
                | b"x-original-to"
                | b"envelope-to"
                | b"x-envelope-to"
                | b"x-forwarded-to"
                | b"x-frontdesk-loop"
                | b"x-loop"
                | b"x-mail-autoreply"
                | b"x-mailing-list"
                | b"mailing-list"
                | b"x-beenthere"
                | b"x-mailman-version"
                | b"x-failed-recipients"
                | b"x-fc-machinegenerated"
                | b"x-ms-exchange-inbox-rules-loop"
                | b"x-ms-exchange-generated-message-source"
                | b"x-mc-user"
                | b"x-cron-env"
                | b"x-github-reason"
                | b"x-gitlab-notificationreason"
                | b"x-jira-fingerprint"
                | b"x-spam-flag"
                | b"x-spam-status"
                | b"authentication-results"
                | b"x-mailer"
                | b"x-vacation"
                | b"x-report-abuse"
                | b"x-campaignid"
                | b"x-notifications"
                | b"x-zendesk-auto-reply"
        )
}

fn default_name(content_type: &str) -> String {
    match content_type {
        "message/rfc822" | "message/global" => "message.eml",
        "text/calendar" => "invite.ics",
        "text/plain" | "text/rfc822-headers" | "message/delivery-status" => "attachment.txt",
        "text/html" => "attachment.html",
        "image/png" => "image.png",
        "image/jpeg" => "image.jpg",
        "image/gif" => "image.gif",
        "application/pdf" => "attachment.pdf",
        _ => "attachment.bin",
    }
    .to_owned()
}

fn all_flags(mut flags: Vec<MailFlag>, decoder: &Decoder, shape: &Shape, has_id: bool) -> Vec<MailFlag> {
    let seen = [
        (decoder.suspicious_name, MailFlag::SuspiciousName),
        (decoder.bad_header || shape.junk_headers, MailFlag::BadHeader),
        (decoder.charset_problem, MailFlag::CharsetProblem),
        (shape.broken, MailFlag::BrokenStructure),
        (!has_id, MailFlag::MissingMessageId),
    ];
    flags.extend(seen.into_iter().filter_map(|(is, flag)| is.then_some(flag)));
    flags.sort_unstable();
    flags.dedup();
    flags
}
