//! A ticket that goes on in another: it is closed meanwhile, its clocks stand still, and what comes for it leads to the other one.

use super::command::{MergeTicket, UnmergeTicket};
use super::context::Context;
use super::execute::{check_open, load};
use super::id_gen::derived_command;
use super::own_update::own_update;
use super::part::{Part, PartContent, Target};
use super::timers::catch_up;
use super::unsubscribe::concerned;
use super::update::{Done, update};
use crate::ids::{CommandId, Id, PersonId, TicketNumber};
use crate::model::{Actor, Channel, EventBody, MergedTicket, StatusCategory, Ticket};
use crate::query::Predicate;
use crate::sla::Occasion;
use crate::store::TicketKey;
use crate::{Error, ErrorKind, Result};

/// Closes the ticket that goes on in another, and answers what that other one takes over: an update of its own.
pub(super) fn merge(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    merge: MergeTicket,
) -> Result<Part> {
    let MergeTicket { ticket, into, other_requester } = merge;
    if ticket == into {
        return Err(Error::invalid("ticket.merged_into_itself", "a ticket does not go on in itself")
            .at("/into")
            .hint("name the ticket that is to stay"));
    }
    let mut source = load(context, &actor, ticket).map_err(|error| error.at("/ticket"))?;
    catch_up(context, &mut source)?;
    let mut target = load(context, &actor, into).map_err(|error| error.at("/into"))?;
    catch_up(context, &mut target)?;
    check_open(&source).map_err(|error| error.at("/ticket"))?;
    check_open(&target).map_err(|error| error.at("/into"))?;
    if source.requester != target.requester && !other_requester {
        return Err(Error::new(
            ErrorKind::Conflict,
            "ticket.other_requester",
            "somebody else asks there, and each would be written to about what the other says",
        )
        .at("/other_requester")
        .hint("look whether that is meant, and say so by `other_requester`"));
    }
    let status = context.config.default_status(StatusCategory::Closed)?;
    let told = EventBody::MergedInto { ticket: target.number, status };
    let command_of_source = derived_command("merge", context.now, &[&command.to_bytes()]);
    let comes = |person: &PersonId| !target.concerns(*person) && !source.unsubscribed.contains(person);
    let participants: Vec<PersonId> = concerned(&source).filter(comes).collect();
    let merged = MergedTicket { ticket: source.number, participants: participants.clone() };
    own_update(context, actor, command_of_source, source, told, Occasion::default())?;
    Ok(Part {
        actor,
        channel: Channel::Api,
        command,
        received_at: context.now,
        target: Target::Existing(Box::new(target)),
        content: PartContent {
            add_participants: participants,
            merge: Some(merged),
            ..PartContent::default()
        },
    })
}

/// Takes a merge back: the other ticket first, then the one that went on in it, which stands as it did. Answers what became of that.
pub(super) fn unmerge(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    unmerge: UnmergeTicket,
) -> Result<Done> {
    let source = load(context, &actor, unmerge.ticket).map_err(|error| error.at("/ticket"))?;
    let Some(merged_into) = source.merged_into else {
        return Err(Error::new(ErrorKind::Conflict, "ticket.not_merged", "the ticket goes on in no other")
            .at("/ticket")
            .hint("it is not closed because of a merge"));
    };
    let mut target = ticket(context, merged_into.ticket)?;
    catch_up(context, &mut target)?;
    let given_back = EventBody::Unmerged { ticket: source.number };
    if target.category == StatusCategory::Closed {
        // What is closed takes no update by anybody: it is only told that the other one left.
        let of_target = derived_command("unmerge_closed", context.now, &[&command.to_bytes()]);
        own_update(context, actor, of_target, target, given_back, Occasion::default())?;
    } else {
        let content = PartContent {
            remove_participants: leaving(context, &target, source.number)?,
            unmerge: Some(source.number),
            ..PartContent::default()
        };
        let target = Target::Existing(Box::new(target));
        let (channel, received_at) = (Channel::Api, context.now);
        update(context, Part { actor, channel, command, received_at, target, content })?;
    }
    context.flush()?;
    let command_of_source = derived_command("unmerge", context.now, &[&command.to_bytes()]);
    let told = EventBody::MergeUndone { ticket: merged_into.ticket };
    own_update(context, actor, command_of_source, source, told, Occasion::default())
}

/// Who took part in a ticket because of one that leaves it, and of no other that goes on in it.
fn leaving(context: &mut Context<'_>, target: &Ticket, source: TicketNumber) -> Result<Vec<PersonId>> {
    let (left, stay): (Vec<_>, Vec<_>) = target.merged.iter().partition(|merged| merged.ticket == source);
    let mut leaving: Vec<PersonId> = left.iter().flat_map(|merged| merged.participants.clone()).collect();
    for merged in stay {
        let other = ticket(context, merged.ticket)?;
        leaving.retain(|person| !other.concerns(*person));
    }
    Ok(leaving)
}

fn ticket(context: &mut Context<'_>, number: TicketNumber) -> Result<Ticket> {
    let found = context.tx.ticket(context.desk, TicketKey::Number(number), &Predicate::everything())?;
    found.ok_or_else(lost)
}

/// The ticket in which another goes on, over as many as there are in between; the ticket itself when it goes on in none.
pub(super) fn lead(context: &mut Context<'_>, mut ticket: Ticket) -> Result<Ticket> {
    let mut seen: Vec<TicketNumber> = Vec::new();
    while let Some(merged_into) = ticket.merged_into {
        // A ticket that was merged takes no other in, so there is no way back to it.
        if seen.contains(&ticket.number) {
            return Err(lost());
        }
        seen.push(ticket.number);
        ticket = self::ticket(context, merged_into.ticket)?;
    }
    Ok(ticket)
}

fn lost() -> Error {
    Error::new(ErrorKind::Corrupt, "corrupt.merge", "a ticket was merged into one that is not there")
}
