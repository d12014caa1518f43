//! Whether a person wrote a mail, and if not, what did. Wrong here means an endless exchange between two machines,
//! so every sign counts, in any case and in any place of a list of tokens.

use super::address::Address;
use super::bounce::{BounceFacts, standard_report, worded_report};
use super::envelope::Envelope;
use super::parse_facts::ParsedMail;
use serde::{Deserialize, Serialize};

/// What wrote a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// A person, as far as can be told.
    Person,
    /// A program.
    Automatic(AutoKind),
    /// A mailing list passed it on.
    List,
    /// A delivery report.
    Bounce(BounceFacts),
    /// We did.
    OwnLoop(LoopKind),
}

/// What kind of program wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AutoKind {
    /// Somebody is away.
    OutOfOffice,
    /// Another answer by a program.
    Reply,
    /// A read receipt.
    Receipt,
    /// A program that tells something on its own account.
    Notification,
    /// The same to many.
    Bulk,
}

/// How our own mail was recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoopKind {
    /// Our loop header.
    Header,
    /// Its id is one that we made.
    MessageId,
    /// It says it is from a mailbox of ours.
    Mailbox,
}

/// A sign that took part in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Where it was seen: a field's name in lower case, `return_path`, or `structure`.
    pub place: String,
    /// What was seen there.
    pub value: String,
}

/// The answer, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classified {
    /// What wrote the mail.
    pub class: Class,
    /// Whether a program may answer at all: only to persons, not to those who say that nobody reads answers, and not to
    /// what a rule of another mailbox passed on.
    pub may_acknowledge: bool,
    /// Every sign that was seen, the decisive ones and those that only add weight.
    pub reasons: Vec<Reason>,
}

/// What is ours, so that our own mail is known when it comes back.
pub struct OwnAddresses<'x> {
    /// The mailboxes of the desk.
    pub mailboxes: &'x [Address],
    /// Whether a message id (without brackets) is one that we made and signed.
    pub is_own_message_id: &'x dyn Fn(&str) -> bool,
    /// Whether the value of a loop header is one that we signed. Other desks write this header, too, and their mail is
    /// no loop.
    pub is_own_loop_mark: &'x dyn Fn(&str) -> bool,
}

impl OwnAddresses<'_> {
    /// Whether this is a mailbox of ours, with or without a `+tag`.
    pub fn contains(&self, address: &Address) -> bool {
        let base = address.local().split('+').next().unwrap_or_default();
        let same =
            |own: &Address| own.domain() == address.domain() && (own.local() == base || own == address);
        self.mailboxes.iter().any(same)
    }
}

/// Says what wrote a mail. Own loops first, then delivery reports, answers by programs, lists, other programs.
pub fn classify(mail: &ParsedMail, envelope: &Envelope, own: &OwnAddresses<'_>) -> Classified {
    let mut signs = Signs::default();
    if let Some(kind) = own_loop(mail, own, &mut signs) {
        return signs.decide(Class::OwnLoop(kind));
    }
    let is_null_path = null_path(mail, envelope, &mut signs);
    let is_daemon = daemon(mail, &mut signs);
    let subject = subject_kind(&mail.subject, &mut signs);
    if let Some(bounce) = bounce(mail, is_null_path, is_daemon, subject, &mut signs) {
        return signs.decide(Class::Bounce(bounce));
    }
    if mail.content_type == "multipart/report" {
        let is_receipt = report_type(mail).is_some_and(|t| t.contains("disposition-notification"));
        signs.add("structure", "multipart/report");
        let kind = if is_receipt { AutoKind::Receipt } else { AutoKind::Notification };
        return signs.decide(Class::Automatic(kind));
    }
    let is_reply = reply_signs(mail, &mut signs);
    let is_generated = generated_signs(mail, &mut signs);
    let is_list = list_signs(mail, &mut signs);
    let is_bulk = bulk_signs(mail, &mut signs);
    let reply_kind = match subject {
        Some(SubjectKind::Away) => AutoKind::OutOfOffice,
        _ => AutoKind::Reply,
    };
    let own_account = match subject {
        Some(SubjectKind::Away) => AutoKind::OutOfOffice,
        _ => AutoKind::Notification,
    };
    let class = if is_reply {
        Class::Automatic(reply_kind)
    } else if is_generated {
        Class::Automatic(own_account)
    } else if is_list {
        Class::List
    } else if is_bulk {
        Class::Automatic(AutoKind::Bulk)
    } else if is_null_path || is_daemon {
        Class::Automatic(own_account)
    } else {
        Class::Person
    };
    signs.no_reply |= is_passed_on(mail, &mut signs);
    signs.no_reply |= is_no_reply(mail, &mut signs);
    signs.decide(class)
}

#[derive(Default)]
struct Signs {
    reasons: Vec<Reason>,
    no_reply: bool,
}

impl Signs {
    fn add(&mut self, place: &str, value: &str) {
        self.reasons.push(Reason { place: place.to_owned(), value: value.to_owned() });
    }

    fn decide(self, class: Class) -> Classified {
        let may_acknowledge = class == Class::Person && !self.no_reply;
        Classified { class, may_acknowledge, reasons: self.reasons }
    }
}

fn own_loop(mail: &ParsedMail, own: &OwnAddresses<'_>, signs: &mut Signs) -> Option<LoopKind> {
    if let Some(value) = mail.headers.all("x-frontdesk-loop").find(|value| (own.is_own_loop_mark)(value)) {
        signs.add("x-frontdesk-loop", value);
        return Some(LoopKind::Header);
    }
    if let Some(id) = mail.message_id.as_deref().filter(|id| (own.is_own_message_id)(id)) {
        signs.add("message-id", id);
        return Some(LoopKind::MessageId);
    }
    own.contains(&mail.from.address).then(|| {
        signs.add("from", mail.from.address.key());
        LoopKind::Mailbox
    })
}

fn null_path(mail: &ParsedMail, envelope: &Envelope, signs: &mut Signs) -> bool {
    // The host knows better than a field that anybody can write.
    let is_null = match &envelope.mail_from {
        Some(_) => envelope.is_null_return_path(),
        None => mail.headers.first("return-path").is_some_and(|path| matches!(path.trim(), "" | "<>")),
    };
    if is_null {
        signs.add("return_path", "<>");
    }
    is_null
}

fn daemon(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let local = mail.from.address.local();
    let is_daemon = ["mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon"].contains(&local)
        || local.starts_with("microsoftexchange329e71ec");
    if is_daemon {
        signs.add("from", local);
    }
    is_daemon
}

fn bounce(
    mail: &ParsedMail,
    is_null_path: bool,
    is_daemon: bool,
    subject: Option<SubjectKind>,
    signs: &mut Signs,
) -> Option<BounceFacts> {
    if let Some(report) = standard_report(mail) {
        signs.add("structure", "message/delivery-status");
        return Some(report);
    }
    let failed = mail.headers.first("x-failed-recipients");
    if let Some(failed) = failed {
        signs.add("x-failed-recipients", failed);
    }
    // Words alone decide nothing: the sender must be a mail system. A postmaster is a person, too.
    let is_system = is_daemon || (is_null_path && subject == Some(SubjectKind::Bounce));
    let is_person = mail.from.address.local() == "postmaster" && !is_null_path;
    (is_system || (failed.is_some() && is_null_path)).then(|| worded_report(mail)).filter(|report| {
        let blames = !report.recipients.is_empty() && !is_person;
        subject == Some(SubjectKind::Bounce) || failed.is_some() || blames
    })
}

/// Tokens of a value: `All, OOF` and `auto-replied; owner=x`, in lower case.
fn tokens(value: &str) -> impl Iterator<Item = String> + '_ {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '(' | ')');
    value.split(is_between).filter(|token| !token.is_empty()).map(str::to_ascii_lowercase)
}

/// Fields of answers by programs.
fn reply_signs(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let mut seen = false;
    for (name, value) in mail.headers.iter() {
        let first = || tokens(value).next().unwrap_or_default();
        let is_sign = match name {
            "auto-submitted" => first().starts_with("auto-replied"),
            "x-autoreply"
            | "x-autorespond"
            | "x-autoresponse"
            | "x-autoresponder"
            | "x-auto-reply"
            | "x-mail-autoreply"
            | "x-zendesk-auto-reply"
            | "x-vacation" => !matches!(first().as_str(), "no" | "false" | "0"),
            "x-autoreply-from"
            | "x-autoreply-domain"
            | "x-autoreply-subject"
            | "x-auto-reply-from"
            | "x-auto-response-from"
            | "x-autogenerated-reply" => true,
            "x-autogenerated" => first() == "reply",
            "precedence" | "x-precedence" => {
                tokens(value).any(|t| matches!(t.as_str(), "auto_reply" | "auto-reply"))
            }
            _ => false,
        };
        if is_sign {
            signs.add(name, value);
            seen = true;
        }
    }
    seen
}

/// Fields of programs that write on their own account.
fn generated_signs(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let mut seen = false;
    for (name, value) in mail.headers.iter() {
        let is_sign = match name {
            "auto-submitted" => {
                tokens(value).next().is_some_and(|t| t != "no" && !t.starts_with("auto-replied"))
            }
            "x-auto-response-suppress" => {
                tokens(value).any(|t| matches!(t.as_str(), "all" | "autoreply" | "oof"))
            }
            "x-cron-env"
            | "x-fc-machinegenerated"
            | "x-github-reason"
            | "x-gitlab-notificationreason"
            | "x-jira-fingerprint" => true,
            "x-autogenerated" => tokens(value).next().is_some_and(|t| t != "reply"),
            _ => false,
        };
        if is_sign {
            signs.add(name, value);
            seen = true;
        }
    }
    seen
}

fn list_signs(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let mut seen = false;
    for (name, value) in mail.headers.iter() {
        let is_sign = match name {
            "list-id" | "list-post" | "list-subscribe" | "list-archive" | "list-owner" | "list-help" => true,
            "mailing-list" | "x-mailing-list" | "x-beenthere" | "x-mailman-version" => true,
            "precedence" | "x-precedence" => tokens(value).any(|t| t == "list"),
            _ => false,
        };
        if is_sign {
            signs.add(name, value);
            seen = true;
        }
    }
    seen
}

fn bulk_signs(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let mut seen = false;
    for (name, value) in mail.headers.iter() {
        let is_sign = match name {
            "precedence" | "x-precedence" => tokens(value).any(|t| matches!(t.as_str(), "bulk" | "junk")),
            "x-mc-user" | "x-campaignid" => true,
            other => other.starts_with("list-unsubscribe"),
        };
        if is_sign {
            signs.add(name, value);
            seen = true;
        }
    }
    seen
}

/// A rule of another mailbox passed it on: Exchange and procmail mark a redirected mail as they mark an answer of their
/// own. The mail may well be a person's, but an answer by a program could go round.
fn is_passed_on(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let mut seen = false;
    for (name, value) in mail.headers.iter() {
        let is_sign = match name {
            "x-loop" | "x-ms-exchange-inbox-rules-loop" => true,
            "x-ms-exchange-generated-message-source" => value.to_ascii_lowercase().contains("rules agent"),
            _ => false,
        };
        if is_sign {
            signs.add(name, value);
            seen = true;
        }
    }
    seen
}

/// Nobody reads answers there. Web forms send so on behalf of persons, hence this does not make a machine.
fn is_no_reply(mail: &ParsedMail, signs: &mut Signs) -> bool {
    let plain: String = mail.from.address.local().chars().filter(char::is_ascii_alphanumeric).collect();
    let is = ["noreply", "donotreply", "noresponse", "nepasrepondre", "nichtantworten", "norespond"]
        .iter()
        .any(|word| plain.contains(word));
    if is {
        signs.add("from", mail.from.address.local());
    }
    is
}

fn report_type(mail: &ParsedMail) -> Option<String> {
    let value = mail.headers.first("content-type")?.to_ascii_lowercase();
    value
        .split(';')
        .find_map(|p| p.trim().strip_prefix("report-type=").map(|t| t.trim_matches('"').to_owned()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SubjectKind {
    Away,
    Bounce,
}

/// How subjects of automatic mail begin. A subject never decides alone: persons write "Out of office chairs", too.
const AWAY: &[&str] = &[
    "out of office",
    "out of the office",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "auto response",
    "autoresponse",
    "vacation",
    "away from",
    "abwesenheit",
    "automatische antwort",
    "réponse automatique",
    "absence",
    "respuesta automática",
    "fuera de la oficina",
    "risposta automatica",
    "fuori sede",
    "automatisch antwoord",
    "afwezig",
    "resposta automática",
    "autosvar",
    "frånvaro",
    "automatiskt svar",
    "automaattinen",
    "odpowiedź automatyczna",
    "automatická odpověď",
    "автоответ",
    "автоматический ответ",
    "自動返信",
    "自动回复",
    "自動回覆",
    "자동 회신",
];
const BOUNCE: &[&str] = &[
    "undeliver",
    "undelivered mail",
    "delivery status notification",
    "mail delivery failed",
    "mail delivery failure",
    "returned mail",
    "failure notice",
    "delivery failure",
    "delivery has failed",
    "delivery notification",
    "message delivery failure",
    "mail system error",
    "warning: could not send",
    "warning: message",
    "unzustellbar",
    "non remis",
    "échec de la remise",
    "no se puede entregar",
    "mancato recapito",
    "onbestelbaar",
    "mail delivery system",
    "message not delivered",
    "nondeliverable",
];

fn subject_kind(subject: &str, signs: &mut Signs) -> Option<SubjectKind> {
    let lower = subject.to_lowercase();
    let kind = if AWAY.iter().any(|start| lower.starts_with(start)) {
        SubjectKind::Away
    } else if BOUNCE.iter().any(|start| lower.starts_with(start)) {
        SubjectKind::Bounce
    } else {
        return None;
    };
    signs.add("subject", subject);
    Some(kind)
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
