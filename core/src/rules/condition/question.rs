use regex::Regex;

use crate::model::Ticket;
use crate::query::{Check, Found, Predicate, Slot};
use crate::rules::context::{UpdateContext, UpdateSlot};

/// What a leaf asks.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// Of the ticket as it stands while rules run.
    Ticket(Predicate),
    /// Of its title, which is folded once for all rules.
    Title(Check),
    /// Of the SLA before the update; a ticket that is being created has none.
    Sla { predicate: Predicate, at_creation: bool },
    /// Of the update.
    Update { slot: UpdateSlot, negated: bool, check: Check },
    /// Of a text, by a regular expression.
    Matches { source: TextSource, pattern: Regex },
    /// Of what the update changed.
    Changed { slot: Slot, negated: bool, how: How },
}

/// Where a text is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum TextSource {
    Ticket(Slot),
    Update(UpdateSlot),
}

/// Which change is meant. Without a predicate: to or from nothing.
#[derive(Debug, Clone)]
pub(super) enum How {
    Changed,
    ByActor,
    To(Option<Predicate>),
    From(Option<Predicate>),
}

impl Question {
    pub fn holds(&self, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        match self {
            Self::Ticket(predicate) => predicate.holds(work),
            Self::Title(check) => ctx.ask_title(work, |title| check.accepts_folded(title)),
            Self::Sla { predicate, at_creation } => {
                ctx.before.map_or(*at_creation, |before| predicate.holds(before))
            }
            Self::Update { slot, negated, check } => *negated != update_passes(*slot, check, ctx),
            Self::Matches { source, pattern } => {
                let found = match source {
                    TextSource::Ticket(slot) => slot.read(work),
                    TextSource::Update(slot) => ctx.read(*slot),
                };
                matches!(found, Found::Text(text) if pattern.is_match(text))
            }
            Self::Changed { slot, negated, how } => *negated != how.holds(*slot, ctx, work),
        }
    }

    /// How much work an answer is, roughly in nanoseconds.
    pub fn cost(&self) -> u32 {
        match self {
            Self::Ticket(Predicate::Test(test)) if test.check.folds() => 300,
            Self::Ticket(_) | Self::Sla { .. } => 8,
            Self::Changed { .. } => 5,
            Self::Update { check, .. } if check.folds() => 1_000,
            Self::Update { .. } => 4,
            Self::Title(_) => 100,
            Self::Matches { .. } => 2_000,
        }
    }
}

fn update_passes(slot: UpdateSlot, check: &Check, ctx: &UpdateContext<'_>) -> bool {
    if slot == UpdateSlot::CommentText && check.folds() {
        return ctx.folded_comment().is_some_and(|text| check.accepts_folded(text));
    }
    check.accepts(ctx.read(slot))
}

impl How {
    fn holds(&self, slot: Slot, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        match self {
            Self::Changed => changed(slot, ctx.before, work),
            Self::ByActor if slot == Slot::Status && ctx.before.is_none() => ctx.status_by_actor,
            Self::ByActor => changed(slot, ctx.before, ctx.by_actor),
            Self::To(to) => changed(slot, ctx.before, work) && is(slot, to.as_ref(), Some(work)),
            Self::From(from) => changed(slot, ctx.before, work) && is(slot, from.as_ref(), ctx.before),
        }
    }
}

/// Whether a slot differs; against no ticket at all: whether it holds anything.
fn changed(slot: Slot, before: Option<&Ticket>, after: &Ticket) -> bool {
    let Some(before) = before else {
        return slot.read(after) != Found::Nothing;
    };
    match slot {
        Slot::Tags => before.tags != after.tags,
        Slot::Participants => before.participants != after.participants,
        scalar => scalar.read(before) != scalar.read(after),
    }
}

/// Whether a slot holds what a predicate wants; without a predicate: nothing.
fn is(slot: Slot, wanted: Option<&Predicate>, ticket: Option<&Ticket>) -> bool {
    match (wanted, ticket) {
        (Some(wanted), Some(ticket)) => wanted.holds(ticket),
        (Some(_), None) => false,
        (None, ticket) => ticket.is_none_or(|ticket| slot.read(ticket) == Found::Nothing),
    }
}
