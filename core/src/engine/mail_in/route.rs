//! Which mailbox a mail came to, and which ticket it belongs to: the first hit counts.

use crate::Result;
use crate::engine::config::own_addresses;
use crate::engine::context::Context;
use crate::engine::merge;
use crate::engine::pages::PAGE;
use crate::ids::{ContentId, Id, MailboxId, TicketNumber};
use crate::intake::envelope::Envelope;
use crate::intake::parse_facts::ParsedMail;
use crate::model::{Digest, Mailbox, ThreadedBy, Ticket, address_key};
use crate::outbound::ReplyToken;
use crate::query::Predicate;
use crate::store::TicketKey;

/// A ticket that a mail points to.
pub(super) struct Hit {
    pub(super) by: ThreadedBy,
    pub(super) ticket: Ticket,
}

impl Hit {
    /// Whether it rests on something that only we can have made.
    pub(super) fn is_signed(&self) -> bool {
        matches!(self.by, ThreadedBy::ReplyAddress | ThreadedBy::OwnMessageId | ThreadedBy::BodyMarker)
    }
}

/// Where mail servers note whom they delivered to: Postfix, qmail and Gmail, Exim, and what forwards.
const DELIVERED_TO: [&str; 5] =
    ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to"];

/// The addresses of a field that holds nothing else.
fn addresses(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(',')
        .map(|address| address.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>')))
}

/// Every address that the mail was sent to, those of the envelope first.
fn recipients<'m>(mail: &'m ParsedMail, envelope: &'m Envelope) -> impl Iterator<Item = &'m str> {
    let header = mail.to.iter().chain(&mail.cc).map(|party| party.address.as_str());
    let delivered = DELIVERED_TO.into_iter().flat_map(|name| mail.headers.all(name)).flat_map(addresses);
    envelope.rcpt_to.iter().map(String::as_str).chain(delivered).chain(header)
}

/// The mailbox that a mail came to: by an own address, else one that takes everything, else the first.
pub(super) fn mailbox(context: &Context<'_>, mail: &ParsedMail, envelope: &Envelope) -> Option<MailboxId> {
    let mailboxes = &context.config.mailboxes;
    let named =
        recipients(mail, envelope).find_map(|address| context.config.mailbox_of(&without_tag(address)));
    let any = || mailboxes.iter().find(|mailbox| mailbox.catch_all).or(mailboxes.first());
    named.or_else(any).map(|mailbox| mailbox.id)
}

/// An address as it is compared, without what stands behind a plus sign.
fn without_tag(address: &str) -> String {
    let key = address_key(address);
    match (key.split_once('+'), key.split_once('@')) {
        (Some((local, _)), Some((_, domain))) => format!("{local}@{domain}"),
        _ => key,
    }
}

/// The ticket that a mail belongs to, by the first thing in it that points to one. What is not signed counts only when
/// `joins` says so; else the first of it tells which ticket the mail may be related to, if nothing better is found.
pub(super) fn thread(
    context: &mut Context<'_>,
    mail: &ParsedMail,
    envelope: &Envelope,
    joins: &dyn Fn(&Hit) -> bool,
) -> Result<Option<Hit>> {
    let token = recipients(mail, envelope).find_map(|address| context.keys.read_reply_address(address));
    if let Some(ticket) = by_token(context, token)? {
        return Ok(Some(Hit { by: ThreadedBy::ReplyAddress, ticket }));
    }
    let ids: Vec<&str> =
        mail.in_reply_to.iter().chain(mail.references.iter().rev()).map(String::as_str).collect();
    for id in &ids {
        let minted = context.keys.read_message_id(id).map(|minted| minted.ticket);
        if let Some(ticket) = find(context, minted)? {
            return Ok(Some(Hit { by: ThreadedBy::OwnMessageId, ticket }));
        }
    }
    let mut related = None;
    for id in &ids {
        let digest = id_digest(context, id);
        for known in context.tx.inbounds_of(context.desk, digest, PAGE)? {
            if let Some(ticket) = find(context, known.outcome.ticket())? {
                let hit = Hit { by: ThreadedBy::ForeignMessageId, ticket };
                if joins(&hit) {
                    return Ok(Some(hit));
                }
                related.get_or_insert(hit);
            }
        }
    }
    if let Some(ticket) = find(context, subject_number(&mail.subject))? {
        let hit = Hit { by: ThreadedBy::SubjectToken, ticket };
        if joins(&hit) {
            return Ok(Some(hit));
        }
        related.get_or_insert(hit);
    }
    let body = mail.text.as_deref().or(mail.html.as_deref());
    let marker = body.and_then(|body| context.keys.find_body_marker(body));
    let marked = by_token(context, marker)?.map(|ticket| Hit { by: ThreadedBy::BodyMarker, ticket });
    Ok(marked.or(related))
}

/// A token leads to its ticket as long as the epoch stands.
fn by_token(context: &mut Context<'_>, token: Option<ReplyToken>) -> Result<Option<Ticket>> {
    let Some(token) = token else { return Ok(None) };
    let key = TicketKey::Number(token.ticket);
    let named = context.tx.ticket(context.desk, key, &Predicate::everything())?;
    let named = named.filter(|ticket| ticket.reply_epoch == token.epoch);
    named.map(|ticket| merge::lead(context, ticket)).transpose()
}

fn find(context: &mut Context<'_>, number: Option<TicketNumber>) -> Result<Option<Ticket>> {
    let Some(number) = number else { return Ok(None) };
    let found = context.tx.ticket(context.desk, TicketKey::Number(number), &Predicate::everything())?;
    found.map(|ticket| merge::lead(context, ticket)).transpose()
}

/// By what a Message-ID is found again: a digest, since an id often carries a name.
pub(super) fn id_digest(context: &Context<'_>, id: &str) -> Digest {
    Digest::of(&context.keys.content_salt(ContentId::from_bytes([0; 16])), id.as_bytes())
}

/// The number in `(#123)` or `[#123]`.
fn subject_number(subject: &str) -> Option<TicketNumber> {
    let inside = |open: &str, close: char| {
        let rest = subject.split(open).skip(1).last()?;
        let (digits, _) = rest.split_once(close)?;
        digits.parse().ok().map(TicketNumber)
    };
    inside("(#", ')').or_else(|| inside("[#", ']'))
}

/// The own addresses of all mailboxes.
pub(super) fn own(mailboxes: &[Mailbox]) -> Vec<crate::intake::address::Address> {
    let addresses = mailboxes.iter().flat_map(own_addresses);
    addresses.filter_map(|address| crate::intake::address::Address::parse(address).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_in_the_subject_counts() {
        assert_eq!(subject_number("Re: Broken (#12) again (#1042)"), Some(TicketNumber(1042)));
        assert_eq!(subject_number("Re: [#7] Broken"), Some(TicketNumber(7)));
        assert_eq!(subject_number("Broken #7 (#)"), None);
    }

    #[test]
    fn a_field_of_delivery_may_hold_several_addresses() {
        let found: Vec<_> = addresses(" <support@example.com>, help@example.com ").collect();
        assert_eq!(found, ["support@example.com", "help@example.com"]);
    }

    #[test]
    fn a_tag_behind_a_plus_sign_does_not_count() {
        assert_eq!(without_tag("Support+abc@Example.com"), "support@example.com");
        assert_eq!(without_tag("support@example.com"), "support@example.com");
    }
}
