use crate::model::{Metric, Visibility};
use crate::query::kind::{Kind, channels};
use crate::rules::context::{ActorRole, SlaEventKind, UpdateKind, UpdateSlot, visibility};

/// A field that only an update has, by its name in conditions.
pub(super) fn update_field(name: &str) -> Option<(UpdateSlot, Kind<'static>)> {
    Some(match name {
        "update.kind" => (UpdateSlot::Kind, names(UpdateKind::ALL.iter().map(|kind| kind.name()))),
        "update.channel" => (UpdateSlot::Channel, channels()),
        "actor.role" => (UpdateSlot::ActorRole, names(ActorRole::ALL.iter().map(|role| role.name()))),
        "comment.text" => (UpdateSlot::CommentText, Kind::Text),
        "comment.visibility" => {
            let both = [Visibility::Public, Visibility::Internal];
            (UpdateSlot::CommentVisibility, names(both.into_iter().map(visibility)))
        }
        "comment.author_role" => {
            (UpdateSlot::CommentAuthorRole, names(ActorRole::ALL.iter().map(|role| role.name())))
        }
        "comment.automatic" => (UpdateSlot::CommentAutomatic, Kind::Bool),
        "sla.event" => (UpdateSlot::SlaEvent, names(SlaEventKind::ALL.iter().map(|kind| kind.name()))),
        "sla.metric" => (UpdateSlot::SlaMetric, names(Metric::ALL.into_iter().map(Metric::name))),
        "sla.custom_metric" => (UpdateSlot::SlaCustomMetric, Kind::Metric),
        "in_business_hours" => (UpdateSlot::InBusinessHours, Kind::Bool),
        "on_holiday" => (UpdateSlot::OnHoliday, Kind::Bool),
        "requester.email" => (UpdateSlot::RequesterEmail, Kind::Text),
        "requester.verified" => (UpdateSlot::RequesterVerified, Kind::Bool),
        _ => return None,
    })
}

fn names(names: impl Iterator<Item = &'static str>) -> Kind<'static> {
    Kind::Names(names.collect())
}
