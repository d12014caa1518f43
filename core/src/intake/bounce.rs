//! What a bounce says: which address failed, how, and for which of our mails.

use super::address::Address;
use super::guard_fields::{bytes, scan_block};
use super::parse::MailLimits;
use super::parse_facts::ParsedMail;
use super::parse_ids::clean_ids;
use super::parse_names::{head, one_line};
use serde::{Deserialize, Serialize};

/// Recipients that are read from one report.
const MAX_RECIPIENTS: usize = 100;
/// Bytes of a report, or of a bounce in plain words, that are read.
const MAX_REPORT: usize = 64 << 10;
/// Bytes that are kept of a diagnostic.
const MAX_DIAGNOSTIC: usize = 500;

/// A bounce or another delivery report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BounceFacts {
    /// The addresses it is about. Empty when it does not say, or not in a way that can be read.
    pub recipients: Vec<BouncedRecipient>,
    /// The id of the mail that was not delivered, without brackets.
    pub original_message_id: Option<String>,
    /// Whether this is a report as RFC 3464 has it, not words that were understood.
    pub standard: bool,
}

/// What happened to the mail for one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BouncedRecipient {
    /// The address.
    pub address: Address,
    /// What was done.
    pub action: DeliveryAction,
    /// The enhanced status, for example `5.1.1`.
    pub status: Option<String>,
    /// What the other server said, in one line, at most 500 bytes.
    pub diagnostic: Option<String>,
}

impl BouncedRecipient {
    /// Whether another try makes no sense.
    pub fn is_permanent(&self) -> bool {
        self.action == DeliveryAction::Failed && !self.status.as_deref().is_some_and(|s| s.starts_with('4'))
    }
}

/// What a mail server did with a mail (RFC 3464 `Action`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryAction {
    /// Given up.
    Failed,
    /// Still trying.
    Delayed,
    /// Delivered.
    Delivered,
    /// Passed on to a server that will not report.
    Relayed,
    /// Delivered to a list, and passed on from there.
    Expanded,
}

/// Reads a delivery report (RFC 3464), if the mail has one.
pub(super) fn standard_report(mail: &ParsedMail) -> Option<BounceFacts> {
    let report = mail.attachments.iter().find(|part| {
        matches!(part.content_type.as_str(), "message/delivery-status" | "message/global-delivery-status")
    })?;
    let mut recipients = Vec::new();
    let limits = MailLimits { max_headers: 10_000, ..MailLimits::default() };
    let raw = report.content.get(..MAX_REPORT).unwrap_or(&report.content);
    let mut at = 0;
    while at < raw.len() && recipients.len() < MAX_RECIPIENTS {
        let block = scan_block(raw, at, true, &limits, |_| false).ok()?;
        let field = |wanted: &str| {
            let found =
                block.fields.iter().find(|f| bytes(raw, &f.name).eq_ignore_ascii_case(wanted.as_bytes()))?;
            Some(one_line(&String::from_utf8_lossy(bytes(raw, &found.value))))
        };
        let address = field("final-recipient").and_then(|v| typed_address(&v));
        let address = address.or_else(|| field("original-recipient").and_then(|v| typed_address(&v)));
        if let Some(address) = address {
            recipients.push(BouncedRecipient {
                address,
                action: field("action").map_or(DeliveryAction::Failed, |v| action(&v)),
                status: field("status").and_then(|v| enhanced_status(&v)),
                diagnostic: field("diagnostic-code").map(|v| diagnostic(&v)),
            });
        }
        at = block.body.max(at + 1);
    }
    Some(BounceFacts { recipients, original_message_id: original_message_id(mail), standard: true })
}

/// Reads a bounce in plain words: the lines `<address>: reason` that qmail and Postfix write, indented addresses
/// as of Exim and Exchange, addresses with a colon, and the `X-Failed-Recipients` field.
pub(super) fn worded_report(mail: &ParsedMail) -> BounceFacts {
    let mut recipients: Vec<BouncedRecipient> = Vec::new();
    let mut add = |address: Address, rest: String| {
        let known = recipients.iter().any(|r| r.address == address);
        if !known && recipients.len() < MAX_RECIPIENTS {
            recipients.push(BouncedRecipient {
                address,
                action: DeliveryAction::Failed,
                status: enhanced_status(&rest),
                diagnostic: (!rest.is_empty()).then(|| diagnostic(&rest)),
            });
        }
    };
    let text = mail.text.as_deref().unwrap_or_default();
    let text = head(text, MAX_REPORT);
    let notice = text.split("\n--- ").next().unwrap_or(text);
    let mut lines = notice.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((address, first)) = failed_address(line) else { continue };
        let mut rest = first.to_owned();
        for _ in 0..4 {
            match lines.peek() {
                Some(next) if !next.trim().is_empty() && failed_address(next).is_none() => {
                    rest.push(' ');
                    rest.push_str(next.trim());
                    lines.next();
                }
                _ => break,
            }
        }
        add(address, rest.trim().to_owned());
    }
    for field in mail.headers.all("x-failed-recipients") {
        field
            .split(',')
            .filter_map(|a| Address::parse(a).ok())
            .for_each(|address| add(address, String::new()));
    }
    let original_message_id = original_message_id(mail).or_else(|| text.lines().find_map(message_id_line));
    BounceFacts { recipients, original_message_id, standard: false }
}

/// The address that a line of a notice blames, and the rest of the line.
fn failed_address(line: &str) -> Option<(Address, &str)> {
    if let Some((address, rest)) = line.trim_start().strip_prefix('<').and_then(|l| l.split_once('>')) {
        let rest = rest.trim_start().strip_prefix(':')?;
        return Some((Address::parse(address).ok()?, rest.trim()));
    }
    // GMX and WEB.DE write the address at the start of a line of its own.
    if let Some(address) = line.trim_end().strip_suffix(':').and_then(|word| Address::parse(word).ok()) {
        return Some((address, ""));
    }
    let indented = line.strip_prefix("  ").or_else(|| line.strip_prefix('\t'))?;
    let (word, rest) = indented.trim().split_once(char::is_whitespace).unwrap_or((indented.trim(), ""));
    let address = Address::parse(word.trim_end_matches(':')).ok()?;
    let is_blamed = rest.is_empty() || rest.starts_with("on ") || word.ends_with(':');
    is_blamed.then_some((address, rest))
}

/// `rfc822; ada@example.org`
fn typed_address(value: &str) -> Option<Address> {
    let address = value.split_once(';').map_or(value, |(_, address)| address);
    Address::parse(address.trim().trim_matches(['<', '>'])).ok()
}

fn action(value: &str) -> DeliveryAction {
    match value.split_whitespace().next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "delayed" => DeliveryAction::Delayed,
        "delivered" => DeliveryAction::Delivered,
        "relayed" => DeliveryAction::Relayed,
        "expanded" => DeliveryAction::Expanded,
        _ => DeliveryAction::Failed,
    }
}

/// The first `5.1.1`-like word.
fn enhanced_status(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let mut numbers = word.split('.');
        let class = numbers.next().filter(|n| matches!(*n, "2" | "4" | "5"))?;
        let is_number = |n: &&str| (1..=3).contains(&n.len());
        let subject = numbers.next().filter(is_number)?;
        let detail = numbers.next().filter(is_number)?;
        numbers.next().is_none().then(|| format!("{class}.{subject}.{detail}"))
    })
}

fn diagnostic(value: &str) -> String {
    head(&one_line(value), MAX_DIAGNOSTIC).to_owned()
}

/// The id in the copy of our mail that came back.
fn original_message_id(mail: &ParsedMail) -> Option<String> {
    let returned = mail.attachments.iter().filter(|part| {
        matches!(
            part.content_type.as_str(),
            "message/rfc822"
                | "text/rfc822-headers"
                | "message/rfc822-headers"
                | "message/global"
                | "message/global-headers"
        )
    });
    let limits = MailLimits::default();
    returned.into_iter().find_map(|part| {
        let raw = part.content.as_slice();
        let block = scan_block(raw, 0, true, &limits, |_| false).ok()?;
        let field = block.fields.iter().find(|f| bytes(raw, &f.name).eq_ignore_ascii_case(b"message-id"))?;
        clean_ids(bytes(raw, &field.value)).0.into_iter().next()
    })
}

fn message_id_line(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let name = line.get(..11)?;
    name.eq_ignore_ascii_case("message-id:")
        .then(|| clean_ids(line.get(11..)?.as_bytes()).0.into_iter().next())?
}
