//! Whoever a ticket concerns may want no mail about it.

use super::command::Unsubscribe;
use super::context::Context;
use super::execute::check_open;
use super::merge::lead;
use super::part::{Part, PartContent, Target};
use super::timers::catch_up;
use crate::Result;
use crate::ids::{CommandId, PersonId, TicketNumber};
use crate::model::{Actor, Channel, DeskSettings, Ticket};
use crate::outbound::UnsubscribeUrl;
use crate::query::Predicate;
use crate::store::TicketKey;
use crate::{Error, ErrorKind};

/// What a token asks for.
pub(super) enum Wanted {
    Update(Box<Part>),
    /// Nothing: it was honored before, as when a program follows every link of a mail.
    Nothing(Box<Ticket>),
}

/// Reads a token.
pub(super) fn wanted(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    unsubscribe: &Unsubscribe,
) -> Result<Wanted> {
    let unknown = || {
        Error::new(ErrorKind::NotFound, "unsubscribe.unknown_token", "this token stands for nobody")
            .at("/token")
    };
    let token = context.keys.read_unsubscribe_token(&unsubscribe.token).ok_or_else(unknown)?;
    let everything = Predicate::everything();
    let found = context.tx.ticket(context.desk, TicketKey::Number(token.ticket), &everything)?;
    let mut ticket = found.filter(|ticket| ticket.reply_epoch == token.epoch).ok_or_else(unknown)?;
    let person = concerned(&ticket).find(|person| token.participant.is(token.ticket, *person));
    let person = person.ok_or_else(unknown)?;
    // Where it goes on in another, that is the one about which there is mail.
    ticket = lead(context, ticket)?;
    catch_up(context, &mut ticket)?;
    if ticket.unsubscribed.contains(&person) || !ticket.concerns(person) {
        return Ok(Wanted::Nothing(Box::new(ticket)));
    }
    check_open(&ticket)?;
    Ok(Wanted::Update(Box::new(Part {
        actor,
        channel: Channel::Mail,
        command,
        received_at: context.now,
        target: Target::Existing(Box::new(ticket)),
        content: PartContent { unsubscribe: Some(person), ..PartContent::default() },
    })))
}

/// The requester and everybody who takes part.
pub(super) fn concerned(ticket: &Ticket) -> impl Iterator<Item = PersonId> {
    std::iter::once(ticket.requester).chain(ticket.participants.iter().copied())
}

/// Where a person unsubscribes from a ticket; nothing when the desk has no such place.
pub(super) fn url(
    context: &Context<'_>,
    ticket: TicketNumber,
    person: PersonId,
    epoch: u32,
) -> Option<UnsubscribeUrl> {
    let pattern = context.config.settings.unsubscribe_url.as_deref()?;
    let token = context.keys.unsubscribe_token(ticket, person, epoch);
    UnsubscribeUrl::new(&pattern.replace(DeskSettings::UNSUBSCRIBE_TOKEN, &token)).ok()
}

/// Checks the pattern that such places are made from.
pub(super) fn check_url(pattern: &str) -> Result<()> {
    if !pattern.contains(DeskSettings::UNSUBSCRIBE_TOKEN) {
        return Err(Error::invalid(
            "settings.no_unsubscribe_token",
            "the link does not say who unsubscribes",
        )
        .hint("put `{token}` where the token is to stand"));
    }
    // As long as a token may be.
    UnsubscribeUrl::new(&pattern.replace(DeskSettings::UNSUBSCRIBE_TOKEN, &"0".repeat(48))).map(drop)
}
