//! Step 3 of an update: triggers until stable, their actions turned into events.

use super::by_actor::ByActor;
use super::config::DeskConfig;
use super::context::Context;
use super::draft::Draft;
use super::execute::may_be_set;
use super::notify::{self, RuleMail};
use super::part::{PartComment, Recorded};
use super::{apply_part, edit, normalize, values};
use crate::model::{Actor, Channel, EventBody, Person, RuleRef, Ticket, Visibility};
use crate::rules::{
    ActorRole, Applied, CommentInput, CompiledAction, CompiledTrigger, Firing, FoldedTexts, SlaEvent,
    UpdateContext, walk,
};
use crate::{Error, ErrorKind, Result, Timestamp};

/// What triggers see of an update.
pub(crate) struct Run<'a> {
    pub(crate) before: Option<&'a Ticket>,
    pub(crate) by_actor: &'a ByActor,
    pub(crate) requester: Option<&'a Person>,
    pub(crate) actor: Actor,
    pub(crate) channel: Channel,
    pub(crate) comment: Option<&'a Recorded>,
    pub(crate) sla_event: Option<SlaEvent>,
}

impl Run<'_> {
    /// A mail that came back wakes no trigger: what a trigger sends because of it could come back, too.
    pub(crate) fn wakes_triggers(&self) -> bool {
        !self.comment.is_some_and(|comment| comment.bounce)
    }

    /// What conditions see.
    pub(crate) fn seen(&self, config: &DeskConfig, at: Timestamp) -> UpdateContext<'_> {
        let address = self.requester.and_then(|person| person.addresses.first());
        let hours = config.desk_hours();
        let comment = self.comment.map(|comment| CommentInput {
            text: &comment.new_text,
            visibility: comment.visibility,
            author_role: ActorRole::of(&comment.author),
            automatic: comment.automatic,
        });
        UpdateContext {
            before: self.before,
            by_actor: &self.by_actor.ticket,
            status_by_actor: self.by_actor.set_status,
            channel: self.channel,
            actor_role: ActorRole::of(&self.actor),
            comment,
            sla_event: self.sla_event,
            in_business_hours: hours.is_open(at),
            on_holiday: hours.is_holiday(at),
            requester_email: address.and_then(|address| address.address.text.as_deref()),
            requester_verified: address.is_some_and(|address| address.verified),
            folded: FoldedTexts::default(),
        }
    }
}

/// Walks the triggers, and answers the mails that they want to send. Rules that fired are added to `fired`.
pub(crate) fn run(
    context: &mut Context<'_>,
    draft: &mut Draft,
    run: &Run<'_>,
    fired: &mut Vec<RuleRef>,
) -> Result<Vec<RuleMail>> {
    let config = std::sync::Arc::clone(&context.config);
    if config.triggers.triggers().is_empty() || !run.wakes_triggers() {
        return Ok(Vec::new());
    }
    let seen = run.seen(&config, draft.at);
    let mut firing = Fire { context, draft, comment: run.comment, mails: Vec::new() };
    let walked = walk(&config.triggers, &seen, &mut firing, None)?;
    let mails = firing.mails;
    fired.extend(walked.fired);
    Ok(mails)
}

/// Carries out actions on the draft.
struct Fire<'r, 'a> {
    context: &'r mut Context<'a>,
    draft: &'r mut Draft,
    comment: Option<&'r Recorded>,
    mails: Vec<RuleMail>,
}

impl Firing for Fire<'_, '_> {
    type Error = Error;

    fn work(&self) -> &Ticket {
        self.draft.work()
    }

    fn fire(&mut self, trigger: &CompiledTrigger) -> Result<Applied> {
        let rule = trigger.rule;
        let before = self.draft.ticket.clone();
        let mut stop = false;
        for (action, nth) in trigger.actions.iter().zip(0..) {
            stop |= matches!(action, CompiledAction::Stop);
            match self.act(rule, action) {
                // A limit that a rule runs into must keep neither mail out nor time from passing.
                Err(error) if error.kind() == ErrorKind::LimitExceeded => {
                    self.skip(rule, nth, error.code())?
                }
                Err(error) => return Err(error),
                Ok(Some(why)) => self.skip(rule, nth, why)?,
                Ok(None) => {}
            }
        }
        normalize::after_rule(self.context, self.draft, rule)?;
        let changed = differs(&before, self.draft.work());
        self.draft.record(Actor::Rule { rule }, Some(rule), EventBody::TriggerFired { rule, changed })?;
        Ok(Applied { changed, stop })
    }
}

impl Fire<'_, '_> {
    /// Carries out an action, or tells why it is left out.
    fn act(&mut self, rule: RuleRef, action: &CompiledAction) -> Result<Option<&'static str>> {
        let actor = Actor::Rule { rule };
        match action {
            // Whoever has left since the rule was saved is not assigned to.
            CompiledAction::Set(assignment) if !may_be_set(self.context, assignment)? => {
                return Ok(Some("ticket.not_an_agent"));
            }
            CompiledAction::Set(assignment) => {
                edit::fields(self.context, self.draft, actor, Some(rule), vec![assignment.clone()])?;
            }
            CompiledAction::AddTags(tags) => {
                edit::tags(self.context, self.draft, actor, Some(rule), tags, &[])?;
            }
            CompiledAction::RemoveTags(tags) => {
                edit::tags(self.context, self.draft, actor, Some(rule), &[], tags)?;
            }
            CompiledAction::AddNote(text) => {
                let text = values::fill(self.context, self.draft, text, self.comment)?.replace('\0', "");
                if text.trim().is_empty() {
                    return Ok(Some("comment.empty"));
                }
                let note = PartComment::typed(Visibility::Internal, text);
                apply_part::add_comment(self.context, self.draft, actor, Some(rule), Channel::System, note)?;
            }
            CompiledAction::SendMail { to, template } => {
                let recipients = notify::recipients(self.context, self.draft, *to)?;
                let mail = |recipient| RuleMail { rule, recipient, template: *template };
                self.mails.extend(recipients.into_iter().map(mail));
            }
            CompiledAction::Stop => {}
        }
        Ok(None)
    }

    /// Records that an action was left out.
    fn skip(&mut self, rule: RuleRef, action: u32, code: &str) -> Result<()> {
        let body = EventBody::ActionSkipped { rule, action, code: code.to_owned() };
        self.draft.record(Actor::Rule { rule }, Some(rule), body)
    }
}

/// Whether rules changed fields, tags or participants; comments and effects do not count.
pub(crate) fn differs(before: &Ticket, after: &Ticket) -> bool {
    (before.status, before.priority, before.kind, before.assignee, before.team, before.due_at)
        != (after.status, after.priority, after.kind, after.assignee, after.team, after.due_at)
        || before.tags != after.tags
        || before.participants != after.participants
        || before.fields != after.fields
}
