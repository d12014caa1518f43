use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use crate::ids::{ContentId, Id, MetricId};
use crate::model::{Actor, Channel, ClockTransition, EventBody, Metric, Ticket, Visibility};
use crate::query::Found;
use crate::text::Folded;

macro_rules! names {
    ($($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $name:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$variant_doc])* $name,)+
        }

        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in JSON and conditions.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    )+};
}

names! {
    /// Whether an update made the ticket.
    UpdateKind {
        /// It made the ticket.
        Create = "create",
        /// The ticket was there before.
        Change = "change",
    }
    /// As what somebody acts in an update.
    ActorRole {
        /// As one who asks, or takes part.
        Requester = "requester",
        /// As one who answers.
        Agent = "agent",
        /// As the application that embeds the desk.
        Host = "host",
        /// As a rule.
        Rule = "rule",
        /// As the engine itself.
        System = "system",
    }
    /// What happened to an SLA, so that a follow-on update tells the triggers.
    SlaEventKind {
        /// Another policy applies, or none.
        PolicyChanged = "policy_changed",
        /// A clock has another target.
        TargetChanged = "target_changed",
        /// A warning threshold was reached.
        Warning = "warning",
        /// A clock ran past its deadline.
        Breach = "breach",
    }
}

impl SlaEvent {
    /// What an event tells triggers about an SLA, in a follow-on update; nothing when they need not see it.
    pub fn told_by(body: &EventBody) -> Option<Self> {
        match body {
            EventBody::PolicySelected { .. } => {
                Some(Self { kind: SlaEventKind::PolicyChanged, metric: None, custom: None })
            }
            EventBody::ClockChanged { change } => {
                let kind = match change.transition {
                    ClockTransition::Retargeted => SlaEventKind::TargetChanged,
                    ClockTransition::Warned => SlaEventKind::Warning,
                    ClockTransition::Breached => SlaEventKind::Breach,
                    _ => return None,
                };
                Some(Self { kind, metric: Some(change.clock.metric), custom: change.clock.custom })
            }
            _ => None,
        }
    }
}

impl ActorRole {
    /// The role on the command decides, also when an agent is the requester.
    pub fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Host => Self::Host,
            Actor::Agent { .. } => Self::Agent,
            Actor::Requester { .. } => Self::Requester,
            Actor::Rule { .. } => Self::Rule,
            Actor::System => Self::System,
        }
    }
}

/// What happened to an SLA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SlaEvent {
    /// What happened.
    pub kind: SlaEventKind,
    /// To which metric; none when it concerns the policy.
    pub metric: Option<Metric>,
    /// To which metric of the desk's own, when it is one.
    pub custom: Option<MetricId>,
}

/// The comment that the actor made in the update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentInput<'a> {
    /// The text to look at: its new part.
    pub text: &'a str,
    /// Who may read it.
    pub visibility: Visibility,
    /// As what its author acts.
    pub author_role: ActorRole,
    /// Whether a machine wrote it.
    pub automatic: bool,
}

/// What conditions see of an update besides the ticket as it stands while rules run.
#[derive(Debug, Clone)]
pub struct UpdateContext<'a> {
    /// The ticket when the update began; nothing when the update makes it. `sla.*` fields are read from it.
    pub before: Option<&'a Ticket>,
    /// The ticket after the actor's own part: without normalization, and at creation without the desk's defaults.
    pub by_actor: &'a Ticket,
    /// Whether the actor named the status; asked at creation only, since a ticket is never without one.
    pub status_by_actor: bool,
    /// The way by which the update came.
    pub channel: Channel,
    /// As what the actor acts.
    pub actor_role: ActorRole,
    /// The actor's comment.
    pub comment: Option<CommentInput<'a>>,
    /// What happened to the SLA, in a follow-on update that tells it.
    pub sla_event: Option<SlaEvent>,
    /// Whether the instant of the update lies in business hours.
    pub in_business_hours: bool,
    /// Whether the instant of the update lies on a holiday of the calendar of these hours.
    pub on_holiday: bool,
    /// The address of the requester.
    pub requester_email: Option<&'a str>,
    /// Whether somebody vouches that the requester is who they say.
    pub requester_verified: bool,
    /// Texts that were folded for this update; begins empty.
    pub folded: FoldedTexts,
}

/// Texts that conditions have asked for, folded once for all of them.
#[derive(Debug, Default)]
pub struct FoldedTexts {
    comment: OnceCell<Folded>,
    title: OnceCell<(ContentId, Folded)>,
}

impl Clone for FoldedTexts {
    /// Folded texts are found again when they are asked for.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What only an update has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UpdateSlot {
    Kind,
    Channel,
    ActorRole,
    CommentText,
    CommentVisibility,
    CommentAuthorRole,
    CommentAutomatic,
    SlaEvent,
    SlaMetric,
    SlaCustomMetric,
    InBusinessHours,
    OnHoliday,
    RequesterEmail,
    RequesterVerified,
}

impl UpdateContext<'_> {
    /// Whether the update makes the ticket.
    pub fn kind(&self) -> UpdateKind {
        if self.before.is_none() { UpdateKind::Create } else { UpdateKind::Change }
    }

    /// The value of a slot. Without a comment, its slots hold nothing.
    pub(crate) fn read(&self, slot: UpdateSlot) -> Found<'_> {
        let truth = |yes: bool| Found::Number(i64::from(yes));
        match slot {
            UpdateSlot::Kind => Found::Text(self.kind().name()),
            UpdateSlot::Channel => Found::Text(self.channel.name()),
            UpdateSlot::ActorRole => Found::Text(self.actor_role.name()),
            UpdateSlot::CommentText => text(self.comment.map(|comment| comment.text)),
            UpdateSlot::CommentVisibility => text(self.comment.map(|comment| visibility(comment.visibility))),
            UpdateSlot::CommentAuthorRole => text(self.comment.map(|comment| comment.author_role.name())),
            UpdateSlot::CommentAutomatic => {
                self.comment.map_or(Found::Nothing, |comment| truth(comment.automatic))
            }
            UpdateSlot::SlaEvent => text(self.sla_event.map(|event| event.kind.name())),
            UpdateSlot::SlaMetric => text(self.sla_event.and_then(|event| event.metric).map(Metric::name)),
            UpdateSlot::SlaCustomMetric => self
                .sla_event
                .and_then(|event| event.custom)
                .map_or(Found::Nothing, |metric| Found::Id(metric.to_bytes())),
            UpdateSlot::InBusinessHours => truth(self.in_business_hours),
            UpdateSlot::OnHoliday => truth(self.on_holiday),
            UpdateSlot::RequesterEmail => text(self.requester_email),
            UpdateSlot::RequesterVerified => truth(self.requester_verified),
        }
    }

    /// The comment's text, folded when it is first asked for.
    pub(crate) fn folded_comment(&self) -> Option<&Folded> {
        let comment = self.comment.as_ref()?;
        Some(self.folded.comment.get_or_init(|| Folded::new(comment.text)))
    }

    /// Asks something of the ticket's title, folded when it is first asked for. Rules do not change titles, so one place is enough.
    pub(crate) fn ask_title(&self, work: &Ticket, ask: impl Fn(&Folded) -> bool) -> bool {
        let Some(title) = work.title.text.as_deref() else {
            return false;
        };
        let content = work.title.content.id;
        let (known, folded) = self.folded.title.get_or_init(|| (content, Folded::new(title)));
        if *known == content { ask(folded) } else { ask(&Folded::new(title)) }
    }
}

/// An empty text counts as none.
fn text(text: Option<&str>) -> Found<'_> {
    text.filter(|text| !text.is_empty()).map_or(Found::Nothing, Found::Text)
}

/// The name of a visibility in conditions.
pub(crate) fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Internal => "internal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConditionNode;
    use crate::rules::Condition;
    use crate::rules::tests::fixture::{desk, leaf, text, ticket, update};

    #[test]
    fn texts_are_folded_only_when_a_leaf_gets_to_ask_for_them() {
        let (desk, ticket) = (desk(), ticket());
        let mut ctx = update(Some(&ticket), &ticket);
        let comment = CommentInput {
            text: "A refund, please",
            visibility: Visibility::Public,
            author_role: ActorRole::Requester,
            automatic: false,
        };
        ctx.comment = Some(comment);
        let asks = |priority| {
            let words =
                [leaf("comment.text", "contains_word", "refund"), leaf("title", "contains_word", "print")];
            let nodes = words.into_iter().chain([leaf("priority", "is", priority)]).collect();
            Condition::compile(&ConditionNode::all(nodes), &desk.vocabulary()).unwrap()
        };
        assert!(!asks("high").holds(&ctx, &ticket));
        assert!(ctx.folded.comment.get().is_none() && ctx.folded.title.get().is_none());
        assert!(asks("normal").holds(&ctx, &ticket));
        assert!(ctx.folded.comment.get().is_some() && ctx.folded.title.get().is_some());
    }

    #[test]
    fn a_title_that_is_another_text_is_not_mistaken_for_the_one_that_was_folded() {
        let mut ticket = ticket();
        let before = ticket.clone();
        let ctx = update(Some(&before), &before);
        let asks = |ticket: &Ticket, word: &str| {
            let condition = Condition::compile(&leaf("title", "contains_word", word), &desk().vocabulary());
            condition.unwrap().holds(&ctx, ticket)
        };
        assert!(asks(&ticket, "invoice"));
        ticket.title = text(8, "Out of paper");
        assert!(asks(&ticket, "paper") && !asks(&ticket, "invoice"));
        ticket.title.text = None;
        assert!(!asks(&ticket, "paper"));
    }
}
