//! Every kind of what is kept or sent: a new one does not compile until it is named here, and fails until there is an example.

use crate::engine::Command;
use crate::model::{
    ClockTransition, EventBody, FieldChange, FieldValue, IgnoredReason, IntakeOutcome, QuarantineReason,
};

/// The name of a kind by its variant, and the names of all.
macro_rules! kinds {
    ($name:ident, $all:ident: $kind:ident { $($variant:ident => $text:literal,)+ }) => {
        pub(super) fn $name(of: &$kind) -> &'static str {
            match of {
                $($kind::$variant { .. } => $text,)+
            }
        }

        pub(super) const $all: &[&str] = &[$($text),+];
    };
}

/// All values of a kind.
macro_rules! all {
    ($all:ident: $kind:ident { $($variant:ident,)+ }) => {
        pub(super) const $all: &[$kind] = {
            let _every_one = |of: $kind| match of {
                $($kind::$variant => (),)+
            };
            &[$($kind::$variant),+]
        };
    };
}

kinds!(event_name, EVENTS: EventBody {
    TicketCreated => "ticket_created",
    UpdateBegun => "update_begun",
    FieldsChanged => "fields_changed",
    TagsChanged => "tags_changed",
    ParticipantsChanged => "participants_changed",
    Unsubscribed => "unsubscribed",
    StatusSettled => "status_settled",
    TeamSettled => "team_settled",
    Linked => "linked",
    MergedInto => "merged_into",
    MergeUndone => "merge_undone",
    Merged => "merged",
    Unmerged => "unmerged",
    CommentAdded => "comment_added",
    PoliciesApplied => "policies_applied",
    MetricStepped => "metric_stepped",
    PolicySelected => "policy_selected",
    ClockChanged => "clock_changed",
    TriggerFired => "trigger_fired",
    ActionSkipped => "action_skipped",
    EffectQueued => "effect_queued",
    MailSuppressed => "mail_suppressed",
    LoopDetected => "loop_detected",
    PersonSaved => "person_saved",
    ConfigSaved => "config_saved",
    MessageTaken => "message_taken",
    Unknown => "unknown",
});

kinds!(field_name, FIELDS: FieldChange {
    Title => "title",
    Status => "status",
    Priority => "priority",
    Type => "type",
    Assignee => "assignee",
    Team => "team",
    DueAt => "due_at",
    Custom => "custom",
});

kinds!(value_name, VALUES: FieldValue {
    Text => "text",
    Integer => "integer",
    Choice => "choice",
    Bool => "bool",
    Date => "date",
});

kinds!(transition_name, TRANSITIONS: ClockTransition {
    Started => "started",
    Paused => "paused",
    Resumed => "resumed",
    Retargeted => "retargeted",
    Cancelled => "cancelled",
    Merged => "merged",
    Fulfilled => "fulfilled",
    Abandoned => "abandoned",
    NoPolicy => "no_policy",
    NoTarget => "no_target",
    Warned => "warned",
    Breached => "breached",
});

/// None of the metrics that there are pauses while its ticket is unsolved.
pub(super) const NEVER_MADE: ClockTransition = ClockTransition::Paused;

kinds!(command_name, COMMANDS: Command {
    CreateTicket => "create_ticket",
    UpdateTicket => "update_ticket",
    SavePerson => "save_person",
    SaveConfig => "save_config",
    Unsubscribe => "unsubscribe",
    ApplyPolicies => "apply_policies",
    MergeTicket => "merge_ticket",
    UnmergeTicket => "unmerge_ticket",
});

kinds!(outcome_name, OUTCOMES: IntakeOutcome {
    Created => "created",
    Appended => "appended",
    Quarantined => "quarantined",
    Ignored => "ignored",
    Duplicate => "duplicate",
    Parked => "parked",
});

all!(QUARANTINE_REASONS: QuarantineReason {
    ForeignUpdate,
    AuthenticationFailed,
    AmbiguousSender,
    BadSender,
    Automatic,
    Blank,
    Unparsable,
    OverLimits,
});

all!(IGNORED_REASONS: IgnoredReason {
    Loop,
    Bounce,
});
