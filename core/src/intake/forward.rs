//! A mail that an agent passed on: who wrote it first, and what. For agents only: anybody can write a banner.

use super::address::{Address, MailAddress};
use super::parse::{MailLimits, parse};
use super::parse_decode::Decoder;
use super::parse_facts::ParsedMail;
use super::parse_names::{head, one_line};
use super::parse_sender::sender;
use crate::text::subject::without_reply_marks;

/// Bytes of text in which a banner is looked for.
const MAX_SEARCH: usize = 256 << 10;
/// Lines in which the fields of a banner must stand.
const MAX_BANNER: usize = 15;

/// The mail inside a forwarded mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it.
    pub from: MailAddress,
    /// Its subject; empty when it is not told.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// What the forwarding person wrote above it.
    pub note: String,
}

/// How banners begin, in lower case: Gmail, Apple Mail, Thunderbird, Outlook and their translations.
const BANNERS: &[&str] = &[
    "forwarded message",
    "begin forwarded message",
    "original message",
    "forwarded by",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten",
    "ursprüngliche nachricht",
    "original-nachricht",
    "message transféré",
    "message transmis",
    "message d'origine",
    "début du message",
    "début du message réexpédié",
    "mensaje reenviado",
    "mensaje original",
    "inicio del mensaje",
    "messaggio inoltrato",
    "messaggio originale",
    "inizio messaggio",
    "doorgestuurd bericht",
    "oorspronkelijk bericht",
    "begin doorgestuurd",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "mensagem original",
    "vidarebefordrat",
    "ursprungligt meddelande",
    "videresendt",
    "oprindelig meddelelse",
    "edelleenlähetetty",
    "wiadomość przekazana",
    "przekazana wiadomość",
    "oryginalna wiadomość",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "исходное сообщение",
    "転送",
    "元のメッセージ",
    "转发",
    "原始邮件",
    "轉寄",
    "전달된 메시지",
];
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "lähettäjä",
    "od",
    "от",
    "expéditeur",
    "差出人",
    "发件人",
    "寄件者",
    "보낸 사람",
    "보낸사람",
];
const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "asunto",
    "oggetto",
    "onderwerp",
    "assunto",
    "ämne",
    "emne",
    "aihe",
    "temat",
    "тема",
    "件名",
    "主题",
    "主旨",
    "제목",
];

/// Finds the mail that this one passes on: an attached message, or a text under a banner. An answer passes nothing on,
/// though some programs quote as they forward.
pub fn unwrap_forward(mail: &ParsedMail, limits: &MailLimits) -> Option<Forwarded> {
    let subject = mail.subject.trim();
    if without_reply_marks(subject) != subject {
        return None;
    }
    let text = mail.words();
    inline(&text).or_else(|| {
        let attached = mail.attachments.iter().find(|part| part.content_type == "message/rfc822")?;
        let original = parse(&attached.content, limits).ok()?;
        let (text, note) = (original.words().into_owned(), text.trim().to_owned());
        Some(Forwarded { from: original.from, subject: original.subject, text, note })
    })
}

fn inline(text: &str) -> Option<Forwarded> {
    let searched = head(text, MAX_SEARCH);
    let mut at = 0;
    for line in searched.split_inclusive('\n') {
        let after = at + line.len();
        // Outlook sets no banner but a rule of underscores, and in some versions nothing but the fields.
        let starts_fields = is_banner(line) || is_rule(line);
        let body = if starts_fields { after } else { at };
        if (starts_fields || label(line, FROM).is_some())
            && let Some(mut found) = fields_under(text.get(body..)?)
        {
            found.note = text.get(..at)?.trim().to_owned();
            return Some(found);
        }
        at = after;
    }
    None
}

/// A banner stands alone in its line, between dashes or with a colon at its end.
fn is_banner(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['>', ' ']);
    let words = line.trim_matches(['-', '=', '_', ':', ' ', '\u{2014}']).to_lowercase();
    let is_set_off = words.len() < line.len();
    is_set_off && line.len() <= 200 && BANNERS.iter().any(|banner| words.starts_with(banner))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.bytes().all(|b| b == b'_')
}

/// The value of a line `Label: value`, in any of the languages; Apple and Gmail set labels in `*bold*`.
fn label<'x>(line: &'x str, labels: &[&str]) -> Option<&'x str> {
    let line = line.trim_start_matches(['>', ' ', '\t', '*']);
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{a0}']);
    if name.len() > 40 {
        return None;
    }
    let name = name.to_lowercase();
    labels.contains(&name.as_str()).then(|| value.trim().trim_start_matches('*').trim())
}

/// Reads the fields at the start of a forwarded text: a sender and at least one more must be there.
fn fields_under(text: &str) -> Option<Forwarded> {
    let (mut from, mut subject, mut fields, mut at) = (None, None, 0, 0);
    for line in text.split_inclusive('\n').take(MAX_BANNER) {
        let is_blank = line.trim_matches(['>', ' ', '\t', '\r', '\n']).is_empty();
        if is_blank && fields > 0 {
            break;
        }
        if let Some(value) = label(line, FROM) {
            from = from.or_else(|| written_address(value));
            fields += 1;
        } else if let Some(value) = label(line, SUBJECT) {
            subject = subject.or_else(|| Some(one_line(value)));
            fields += 1;
        } else if !is_blank {
            // Other fields, and the continuation of long ones.
            fields +=
                usize::from(line.split_once([':', '：']).is_some_and(|(name, _)| name.chars().count() <= 20));
            if fields == 0 {
                return None;
            }
        }
        at += line.len();
    }
    if fields < 2 {
        return None;
    }
    let text = text.get(at..)?.trim_start_matches(['\n', ' ', '>']).to_owned();
    Some(Forwarded { from: from?, subject: subject.unwrap_or_default(), text, note: String::new() })
}

/// `Ada <ada@example.org>`, and Outlook's `Ada [mailto:ada@example.org]`.
fn written_address(value: &str) -> Option<MailAddress> {
    if let Some((name, rest)) = value.split_once("[mailto:") {
        let address = Address::parse(rest.split(']').next()?).ok()?;
        let name = one_line(name);
        return Some(MailAddress { name: (!name.is_empty()).then_some(name), address });
    }
    let value = value.replace("<mailto:", "<");
    let value = match value.split_once('>') {
        Some((address, _)) => format!("{address}>"),
        None => value,
    };
    sender(format!(" {value}\n").as_bytes(), &mut Decoder::new()).ok()
}

#[cfg(test)]
#[path = "forward_tests.rs"]
mod tests;
