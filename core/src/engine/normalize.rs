//! What follows from a change by itself: new becomes open, an answer of the requester opens again.

use super::context::Context;
use super::draft::Draft;
use super::part::Recorded;
use crate::Result;
use crate::model::{Actor, EventBody, FieldChange, RuleRef, StatusCategory, Ticket};
use crate::sla::Happened;

/// After the actor's own part.
pub(crate) fn after_actor(
    context: &mut Context<'_>,
    draft: &mut Draft,
    comment: &Option<Recorded>,
) -> Result<()> {
    let explicit = draft.events.iter().any(|event| sets_status(&event.body));
    let replied = comment.as_ref().is_some_and(|comment| comment.from_agent);
    let asked = comment.as_ref().is_some_and(|comment| comment.from_requester);
    let work = draft.work();
    let created = work.version == 1;
    match work.category {
        StatusCategory::New if replied || work.assignee.is_some() => {
            open(context, draft, Actor::System, None)
        }
        StatusCategory::Pending | StatusCategory::Hold | StatusCategory::Solved
            if asked && !created && !explicit && context.config.settings.reopen_on_comment =>
        {
            open(context, draft, Actor::System, None)
        }
        _ => Ok(()),
    }
}

/// After the action list of a rule: a comment by a rule neither opens nor reopens, but an assignment does.
pub(crate) fn after_rule(context: &mut Context<'_>, draft: &mut Draft, rule: RuleRef) -> Result<()> {
    let work = draft.work();
    if work.category == StatusCategory::New && work.assignee.is_some() {
        return open(context, draft, Actor::Rule { rule }, Some(rule));
    }
    Ok(())
}

/// After the rules: tells what became of team and status since `before`, when that means something for the ticket's history.
pub(crate) fn settle(draft: &mut Draft, before: Option<&Ticket>) -> Result<()> {
    let team_since = draft.work().facts.team_since;
    if let Some(before) = before.filter(|before| before.team == draft.work().team)
        && before.facts.team_since != team_since
    {
        draft.record(Actor::System, None, EventBody::TeamSettled { since: before.facts.team_since })?;
    }
    let work = draft.work();
    let from = before.map_or(StatusCategory::New, |before| before.category);
    let (to, now_since) = (work.category, work.status_since);
    let since =
        before.filter(|before| before.status == work.status).map_or(now_since, |before| before.status_since);
    let solved_or_reopened = from.is_unsolved() != to.is_unsolved();
    // What was said or done about a ticket that stays solved opens no promise.
    let in_vain = !to.is_unsolved() && Happened::in_events(&draft.events).anything();
    if solved_or_reopened || in_vain || since != now_since {
        draft.record(Actor::System, None, EventBody::StatusSettled { from, to, since })?;
    }
    Ok(())
}

fn sets_status(body: &EventBody) -> bool {
    let is_status = |change: &FieldChange| matches!(change, FieldChange::Status { .. });
    matches!(body, EventBody::FieldsChanged { changes } if changes.iter().any(is_status))
}

fn open(context: &mut Context<'_>, draft: &mut Draft, actor: Actor, rule: Option<RuleRef>) -> Result<()> {
    let category = StatusCategory::Open;
    let to = context.config.default_status(category)?;
    let from = draft.work().status;
    draft.record_fields(actor, rule, vec![FieldChange::Status { from, to, category }]).map(drop)
}
