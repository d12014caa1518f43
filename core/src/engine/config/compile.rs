//! What is saved of each kind, made ready for use; the same checks it before it is saved.

use std::sync::Arc;

use super::CompiledTemplate;
use crate::ids::{DeskId, Id, PersonId};
use crate::model::{Calendar, CalendarPin, Config, ConfigKind, Policy, PolicyPin, Template, Trigger, View};
use crate::query;
use crate::rules::{self, TemplateText, Vocabulary};
use crate::sla::CompiledPolicy;
use crate::store::ReadTx;
use crate::time::BusinessCalendar;
use crate::{Error, ErrorKind, Result};

pub(crate) fn compile_calendar(calendar: &Calendar) -> Result<(CalendarPin, Arc<BusinessCalendar>)> {
    let pin = CalendarPin { id: calendar.id, version: calendar.version };
    Ok((pin, Arc::new(BusinessCalendar::compile(&calendar.hours)?)))
}

/// An earlier version of a calendar, which a clock is still measured on.
pub(crate) fn load_hours(
    tx: &mut dyn ReadTx,
    desk: DeskId,
    pin: CalendarPin,
) -> Result<Arc<BusinessCalendar>> {
    match tx.config(desk, ConfigKind::Calendar, pin.id.to_bytes(), Some(pin.version))? {
        Some(Config::Calendar(calendar)) => Ok(compile_calendar(&calendar)?.1),
        _ => Err(no_calendar()),
    }
}

pub(crate) fn no_calendar() -> Error {
    Error::new(ErrorKind::Corrupt, "corrupt.no_calendar", "a clock names a calendar that is not there")
}

pub(crate) fn compile_policy(
    policy: &Policy,
    vocabulary: &Vocabulary<'_>,
    calendars: &[(CalendarPin, Arc<BusinessCalendar>)],
) -> Result<CompiledPolicy> {
    for (nth, target) in policy.targets.iter().enumerate() {
        if target.custom.is_some_and(|metric| vocabulary.metric(metric).is_none()) {
            return Err(
                Error::unknown("policy.unknown_metric", "metric").at(format!("/targets/{nth}/custom"))
            );
        }
    }
    let filter = query::compile(&policy.filter, vocabulary).map_err(|error| error.under("/filter"))?;
    let calendar = match policy.calendar {
        None => None,
        Some(id) => match calendars.iter().find(|(pin, _)| pin.id == id) {
            Some((pin, hours)) if hours.has_hours() => Some(*pin),
            Some(_) => {
                return Err(Error::invalid("policy.calendar_without_hours", "this calendar is never open")
                    .at("/calendar")
                    .hint("a clock on it would never run"));
            }
            None => {
                return Err(Error::invalid("policy.unknown_calendar", "there is no such calendar")
                    .at("/calendar")
                    .hint("save it first, or leave it out to count day and night"));
            }
        },
    };
    Ok(CompiledPolicy {
        pin: PolicyPin { id: policy.id, version: policy.version },
        position: policy.position,
        filter,
        calendar,
        targets: policy.targets.clone(),
    })
}

pub(crate) fn compile_template(template: &Template) -> Result<CompiledTemplate> {
    Ok(CompiledTemplate {
        id: template.id,
        version: template.version,
        subject: TemplateText::parse(&template.subject).map_err(|error| error.under("/subject"))?,
        body: TemplateText::parse(&template.body).map_err(|error| error.under("/body"))?,
    })
}

/// Checks that a view can be shown, by whoever looks at it.
pub(crate) fn check_view(view: &View, vocabulary: &Vocabulary<'_>) -> Result<()> {
    let vocabulary = &Vocabulary { me: Some(PersonId::from_bytes([0; 16])), ..*vocabulary };
    query::compile(&view.filter, vocabulary).map_err(|error| error.under("/filter"))?;
    for (nth, column) in view.columns.iter().enumerate() {
        query::check_field(&column.field, vocabulary)
            .map_err(|error| error.at(format!("/columns/{nth}/field")))?;
    }
    Ok(())
}

/// Checks that a trigger makes sense.
pub(crate) fn check_trigger(trigger: &Trigger, vocabulary: &Vocabulary<'_>) -> Result<()> {
    rules::compile_trigger(trigger, vocabulary).map(drop)
}
