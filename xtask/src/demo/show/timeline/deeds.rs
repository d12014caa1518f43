//! Events in words.

use frontdesk::ids::{Id, StatusId};
use frontdesk::model::{
    ClockChange, ClockTransition, Comment, CommentBody, EffectBody, Event, EventBody, FieldChange,
    FieldValue, MailReason, PolicyPin, StatusCategory, Visibility,
};

use crate::demo::show::names::Names;
use crate::demo::show::words::instant;

/// What an event tells people; nothing when it is there for the engine alone.
pub fn of(event: &Event, names: &Names<'_>, comments: &[Comment]) -> Vec<String> {
    match &event.body {
        EventBody::TicketCreated { channel, .. } => vec![format!("opened the ticket by {}", channel.name())],
        EventBody::FieldsChanged { changes } => {
            changes.iter().filter_map(|change| field(change, names)).collect()
        }
        EventBody::TagsChanged { added, removed } => vec![signed("tags", added, removed)],
        EventBody::ParticipantsChanged { added, removed } => {
            let people = |ids: &[_]| ids.iter().map(|id| names.person(*id)).collect::<Vec<_>>();
            vec![signed("participants", &people(added), &people(removed))]
        }
        EventBody::Linked { link } => vec![format!("linked to {}", link.ticket)],
        EventBody::CommentAdded { visibility, comment, .. } => vec![said(*visibility, comment, comments)],
        EventBody::MergedInto { ticket, .. } => vec![format!("goes on in {ticket}")],
        EventBody::MergeUndone { ticket } => vec![format!("goes on by itself, no more in {ticket}")],
        EventBody::Merged { merged } => vec![format!("takes in {}", merged.ticket)],
        EventBody::Unmerged { ticket } => vec![format!("gives back {ticket}")],
        EventBody::PoliciesApplied { .. } => vec!["applied the policies of the desk".to_owned()],
        EventBody::PolicySelected { policy } => vec![policy_of(*policy, names)],
        EventBody::ClockChanged { change } => clock(change).into_iter().collect(),
        // What it changed is told by itself.
        EventBody::TriggerFired { changed: true, .. } => Vec::new(),
        EventBody::TriggerFired { .. } => vec!["fired".to_owned()],
        EventBody::ActionSkipped { code, .. } => vec![format!("left out an action: {code}")],
        EventBody::EffectQueued { what, .. } => vec![mail(what, names)],
        EventBody::MailSuppressed { recipient, reason } => {
            vec![format!("no mail to {}: {}", names.person(*recipient), reason.replace('_', " "))]
        }
        EventBody::LoopDetected { .. } => vec!["a loop of triggers was stopped".to_owned()],
        _ => Vec::new(),
    }
}

fn field(change: &FieldChange, names: &Names<'_>) -> Option<String> {
    let (what, from, to) = match change {
        FieldChange::Title { to } => ("title", None, to.text.clone()),
        FieldChange::Status { from, category, .. } => {
            ("status", category_of(*from), Some(category.name().to_owned()))
        }
        FieldChange::Priority { from, to } => {
            ("priority", from.map(|p| p.name().to_owned()), to.map(|p| p.name().to_owned()))
        }
        FieldChange::Type { from, to } => {
            ("type", from.map(|t| t.name().to_owned()), to.map(|t| t.name().to_owned()))
        }
        FieldChange::Assignee { from, to } => {
            ("assignee", from.map(|id| names.person(id)), to.map(|id| names.person(id)))
        }
        FieldChange::Team { from, to } => {
            ("team", from.map(|id| names.team(id).to_owned()), to.map(|id| names.team(id).to_owned()))
        }
        FieldChange::DueAt { from, to } => ("due date", from.map(instant), to.map(instant)),
        FieldChange::Custom { id, from, to } => {
            (names.field(*id), from.as_ref().and_then(value), to.as_ref().and_then(value))
        }
        _ => return None,
    };
    let none = || "–".to_owned();
    Some(format!("{what} {} → {}", from.unwrap_or_else(none), to.unwrap_or_else(none)))
}

/// The built-in statuses are numbered in the order of their categories.
fn category_of(status: StatusId) -> Option<String> {
    let number = usize::from(status.to_bytes()[15]);
    StatusCategory::ALL.get(number.checked_sub(1)?).map(|category| category.name().to_owned())
}

fn value(value: &FieldValue) -> Option<String> {
    Some(match value {
        FieldValue::Text(text) => text.as_str().to_owned(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Choice(choice) => choice.clone(),
        FieldValue::Bool(yes) => yes.to_string(),
        FieldValue::Date(day) => day.to_string(),
        _ => return None,
    })
}

fn signed(what: &str, added: &[String], removed: &[String]) -> String {
    let added = added.iter().map(|one| format!("+{one}"));
    let removed = removed.iter().map(|one| format!("−{one}"));
    format!("{what} {}", added.chain(removed).collect::<Vec<_>>().join(" "))
}

fn said(visibility: Visibility, added: &CommentBody, comments: &[Comment]) -> String {
    let verb = match visibility {
        Visibility::Public => "wrote",
        Visibility::Internal => "noted",
    };
    let text = comments.iter().map(Comment::body).find(|comment| comment.id == added.id);
    let files = match added.attachments.len() {
        0 => String::new(),
        1 => " and a file".to_owned(),
        count => format!(" and {count} files"),
    };
    let text = text.map(CommentBody::new_text).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(48).collect();
    let dots = if short.len() < line.len() { " …" } else { "" };
    format!("{verb} “{}{dots}”{files}", short.trim_end())
}

fn policy_of(policy: Option<PolicyPin>, names: &Names<'_>) -> String {
    policy.map_or("no SLA policy".to_owned(), |pin| format!("SLA policy “{}”", names.policy(pin.id)))
}

fn clock(change: &ClockChange) -> Option<String> {
    let metric = change.clock.metric.name().replace('_', " ");
    let due = change.clock.due_at.map(|at| format!(", due {}", instant(at))).unwrap_or_default();
    Some(match change.transition {
        ClockTransition::Started => format!("{metric}: started{due}"),
        ClockTransition::Paused => format!("{metric}: paused"),
        ClockTransition::Resumed => format!("{metric}: goes on{due}"),
        ClockTransition::Retargeted => format!("{metric}: another target{due}"),
        ClockTransition::Fulfilled => {
            let late = if change.clock.breached { ", too late" } else { ", in time" };
            format!("{metric}: fulfilled{late}")
        }
        ClockTransition::Abandoned => format!("{metric}: solved without one"),
        ClockTransition::NoPolicy | ClockTransition::NoTarget => format!("{metric}: no target any more"),
        ClockTransition::Warned => format!("{metric}: WARNING{due}"),
        ClockTransition::Breached => format!("{metric}: BREACH"),
        _ => return None,
    })
}

fn mail(effect: &EffectBody, names: &Names<'_>) -> String {
    let EffectBody::Mail(mail) = effect else { return "an effect".to_owned() };
    let what = match mail.reason {
        MailReason::Reply { .. } => "reply".to_owned(),
        MailReason::Notification { template, .. } => format!("“{}”", names.template(template)),
        _ => "confirmation".to_owned(),
    };
    format!("mail to {}: {what}", names.person(mail.recipient))
}
