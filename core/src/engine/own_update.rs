//! An update that the engine makes by itself for somebody: no rule sees its part, only what becomes of clocks by it.

use std::sync::Arc;

use super::context::{Context, PinnedHours};
use super::draft::{Draft, actor_key};
use super::id_gen::IdGen;
use super::update::{Done, begin, follow, record_transition};
use crate::Result;
use crate::ids::CommandId;
use crate::model::{Actor, Channel, EventBody, Ticket};
use crate::sla::{self, Occasion};
use crate::store::Change;

/// Records what is told of a ticket by whoever asked for it, and what becomes of its clocks; then rules see the latter. It is no work on the
/// ticket by anybody, so that it counts as the engine's. Everything is written.
pub(super) fn own_update(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    ticket: Ticket,
    told: EventBody,
    occasion: Occasion,
) -> Result<Done> {
    let config = Arc::clone(&context.config);
    let at = context.now.max(ticket.updated_at);
    let before = ticket.version;
    let mut ids = IdGen::new(context.desk, &actor_key(context.desk, &actor), command);
    let mut draft = Draft::new(ids.next(at), at, ids, ticket);
    begin(context, &mut draft, Actor::System, Channel::System)?;
    draft.record(actor, None, told)?;
    let mut hours = PinnedHours { tx: context.tx, desk: context.desk, config: &config };
    let transition = sla::transition(draft.work(), at, occasion, &config.policies, &mut hours)?;
    let events = record_transition(&mut draft, transition)?;
    draft.write(context);
    let mut ticket = draft.ticket.clone();
    follow(context, &mut ticket, &draft, events, &mut Vec::new())?;
    context.changes.push(Change::PutTicket { ticket: Box::new(ticket.clone()), before: Some(before) });
    context.flush()?;
    Ok(Done { ticket, update: draft.update, at, comment: None })
}
