//! Policies and calendars as they are configured now, brought to tickets without waiting for their next update; and what that would do.

use std::sync::Arc;

use serde::Serialize;

use super::command::ApplyPolicies;
use super::config::DeskConfig;
use super::context::{Context, PinnedHours};
use super::evolve::{tick, tick_until};
use super::id_gen::derived_command;
use super::own_update::own_update;
use super::receipt::PoliciesApplied;
use super::timers::catch_up;
use crate::ids::{CommandId, DeskId, Id, TicketNumber};
use crate::limits::Limits;
use crate::model::{Actor, Clock, Direction, EventBody, PolicyPin, Sort, SortField, StatusCategory, Ticket};
use crate::query::{Check, Cursor, Predicate, Scalar, Slot, Test, TicketQuery};
use crate::sla::{self, Occasion, Transition};
use crate::store::{ReadTx, TicketKey};
use crate::{Error, Result, Timestamp};

/// What bringing policies to a ticket would do to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct PolicyDifference {
    /// The ticket.
    pub ticket: TicketNumber,
    /// The policy that applies to it.
    pub policy_before: Option<PolicyPin>,
    /// The policy that would apply to it.
    pub policy_after: Option<PolicyPin>,
    /// The clocks that would change, and those that would start.
    pub clocks: Vec<ClockDifference>,
}

/// A clock as it stands, and as it would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct ClockDifference {
    /// As it stands; nothing when it would start.
    pub before: Option<Clock>,
    /// As it would stand.
    pub after: Clock,
}

/// What bringing policies to some tickets would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct PolicyDifferencePage {
    /// The tickets to which something would be done, by number.
    pub differences: Vec<PolicyDifference>,
    /// How many tickets were looked at.
    pub tickets: u32,
    /// Behind which ticket the next page begins; nothing on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<TicketNumber>,
}

/// Brings policies to the next tickets.
pub(crate) fn execute(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    apply: ApplyPolicies,
) -> Result<PoliciesApplied> {
    check(&apply, context.now)?;
    let limit = context.limits.page_of(apply.limit);
    let numbers = not_closed(context.tx, context.desk, apply.after, limit)?;
    let (tickets, next) = (count(&numbers), next(&numbers, limit));
    let mut changed = 0;
    for number in numbers {
        let done = apply_to(context, actor, command, number, apply.as_of);
        changed += u32::from(done.map_err(|error| error.detail("number", number.0))?);
    }
    Ok(PoliciesApplied { tickets, changed, next })
}

/// Brings policies to a ticket. Answers whether that did anything to it.
fn apply_to(
    context: &mut Context<'_>,
    actor: Actor,
    command: CommandId,
    number: TicketNumber,
    as_of: Option<Timestamp>,
) -> Result<bool> {
    let (key, everything) = (TicketKey::Number(number), Predicate::everything());
    let Some(mut ticket) = context.tx.ticket(context.desk, key, &everything)? else { return Ok(false) };
    catch_up(context, &mut ticket)?;
    let config = Arc::clone(&context.config);
    let at = context.now.max(ticket.updated_at);
    let hours = PinnedHours { tx: context.tx, desk: context.desk, config: &config };
    if transition(&ticket, at, as_of, hours)?.is_none() {
        return Ok(false);
    }
    let of_ticket = derived_command("apply_policies", at, &[&command.to_bytes(), &ticket.id.to_bytes()]);
    let occasion = Occasion { as_of, ..Occasion::default() };
    own_update(context, actor, of_ticket, ticket, EventBody::PoliciesApplied { as_of }, occasion)?;
    Ok(true)
}

/// What bringing policies to the next tickets would do to them at `now`, up to what rules would do about it. Nothing is written.
pub(crate) fn difference(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    limits: &Limits,
    apply: &ApplyPolicies,
    now: Timestamp,
) -> Result<PolicyDifferencePage> {
    check(apply, now)?;
    let limit = limits.page_of(apply.limit);
    let config = DeskConfig::load(tx, desk)?;
    let numbers = not_closed(tx, desk, apply.after, limit)?;
    let (tickets, next) = (count(&numbers), next(&numbers, limit));
    let mut differences = Vec::new();
    for number in numbers {
        let key = TicketKey::Number(number);
        let Some(mut ticket) = tx.ticket(desk, key, &Predicate::everything())? else { continue };
        tick_until(&mut ticket, now)?;
        let at = now.max(ticket.updated_at);
        let hours = PinnedHours { tx: &mut *tx, desk, config: &config };
        if let Some(transition) = transition(&ticket, at, apply.as_of, hours)? {
            differences.push(told(ticket, &transition)?);
        }
    }
    Ok(PolicyDifferencePage { differences, tickets, next })
}

/// What a transition would make of a ticket.
fn told(ticket: Ticket, transition: &Transition) -> Result<PolicyDifference> {
    let mut after = ticket.clone();
    transition.changes.iter().try_for_each(|change| tick(&mut after, change))?;
    let difference = |after: Clock| {
        let before = ticket.clocks.iter().find(|before| before.id == after.id).cloned();
        ClockDifference { before, after }
    };
    let clocks = after.clocks.into_iter().map(difference);
    Ok(PolicyDifference {
        ticket: ticket.number,
        policy_before: ticket.policy,
        policy_after: transition.selected.unwrap_or(ticket.policy),
        clocks: clocks.filter(|clock| clock.before.as_ref() != Some(&clock.after)).collect(),
    })
}

/// What the configuration as it is now makes of a ticket; nothing when it is so already.
fn transition(
    ticket: &Ticket,
    at: Timestamp,
    as_of: Option<Timestamp>,
    mut hours: PinnedHours<'_>,
) -> Result<Option<Transition>> {
    let (config, occasion) = (hours.config, Occasion { as_of, ..Occasion::default() });
    let transition = sla::transition(ticket, at, occasion, &config.policies, &mut hours)?;
    // On a solved ticket nothing but a promise of a metric of the desk's own is open: it is not told of a policy for its own sake.
    let selected = transition.selected.is_some() && ticket.category.is_unsolved();
    Ok(Some(transition).filter(|transition| selected || !transition.changes.is_empty()))
}

fn check(apply: &ApplyPolicies, now: Timestamp) -> Result<()> {
    if apply.as_of.is_some_and(|at| at > now) {
        return Err(Error::invalid("policy.as_of_in_the_future", "what is to come cannot be measured anew")
            .at("/as_of")
            .hint("give an instant that is past, or leave it out to apply policies from now on"));
    }
    Ok(())
}

/// The next tickets that are not closed, by number. On others no clock is open.
fn not_closed(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    after: Option<TicketNumber>,
    limit: u32,
) -> Result<Vec<TicketNumber>> {
    let categories = StatusCategory::ALL.into_iter().filter(|category| *category != StatusCategory::Closed);
    let ranks = categories.map(|category| Scalar::Number(category.rank())).collect();
    let filter = Predicate::Test(Test { slot: Slot::Category, check: Check::OneOf(ranks) });
    let query = TicketQuery {
        filter: &filter,
        scope: &Predicate::everything(),
        sort: Sort { by: SortField::Number, direction: Direction::Ascending },
        after: after.map(|number| Cursor { key: i64::from(number.0), number }),
        limit,
    };
    Ok(tx.rows(desk, &query)?.into_iter().map(|row| row.summary.number).collect())
}

fn count(numbers: &[TicketNumber]) -> u32 {
    u32::try_from(numbers.len()).unwrap_or(u32::MAX)
}

/// Behind which ticket to go on. A full page may have been the last: then the next is empty.
fn next(numbers: &[TicketNumber], limit: u32) -> Option<TicketNumber> {
    numbers.last().copied().filter(|_| count(numbers) == limit)
}
