//! What a desk has configured, resolved and ready for use.

mod compile;
mod resolve;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use self::compile::{
    check_trigger, check_view, compile_policy, compile_template, load_hours, no_calendar,
};
pub(crate) use self::status::builtin_status;
use super::metrics::CompiledMetric;
use crate::ids::{CalendarId, MailboxId, OrganizationId, StatusId, TeamId, TemplateId, ViewId};
use crate::model::{
    CalendarPin, ConfigKind, CustomMetric, DeskSettings, FieldDefinition, Mailbox, Status, StatusCategory,
    Team, Template, View, address_key,
};
use crate::rules::{TemplateText, TriggerSet, Vocabulary};
use crate::sla::CompiledPolicy;
use crate::time::BusinessCalendar;
use crate::{Error, ErrorKind, Result};

/// A template with its placeholders resolved.
#[derive(Debug, Clone)]
pub(crate) struct CompiledTemplate {
    pub(crate) id: TemplateId,
    pub(crate) version: u32,
    pub(crate) subject: TemplateText,
    pub(crate) body: TemplateText,
}

/// The configuration of a desk in one version. What is saved next makes another one of it.
#[derive(Debug, Clone)]
pub(crate) struct DeskConfig {
    pub(crate) version: u32,
    pub(crate) statuses: Vec<Status>,
    pub(crate) fields: Vec<FieldDefinition>,
    pub(crate) teams: Vec<Team>,
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) templates: Vec<Template>,
    pub(crate) views: Vec<View>,
    pub(crate) settings: DeskSettings,
    pub(crate) triggers: TriggerSet,
    pub(crate) policies: Vec<CompiledPolicy>,
    pub(crate) metrics: Vec<CompiledMetric>,
    custom_metrics: Vec<CustomMetric>,
    compiled_templates: Vec<CompiledTemplate>,
    calendars: Vec<(CalendarPin, Arc<BusinessCalendar>)>,
    /// Organizations by the mail domains of their people, in lower case.
    domains: BTreeMap<String, OrganizationId>,
    /// How many there are of each kind that was saved.
    counts: BTreeMap<ConfigKind, usize>,
    always: Arc<BusinessCalendar>,
}

impl DeskConfig {
    /// How many of a kind were saved.
    pub(crate) fn count(&self, kind: ConfigKind) -> usize {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// What names in rules resolve against.
    pub(crate) fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary {
            statuses: &self.statuses,
            fields: &self.fields,
            teams: &self.teams,
            templates: &self.templates,
            metrics: &self.custom_metrics,
            me: None,
        }
    }

    /// The status that a category means when only the category is named.
    pub(crate) fn default_status(&self, category: StatusCategory) -> Result<StatusId> {
        let of_category = || self.statuses.iter().filter(|status| status.category == category);
        of_category()
            .find(|status| status.default)
            .or_else(|| of_category().min_by_key(|status| status.id))
            .map(|status| status.id)
            .ok_or_else(|| Error::new(ErrorKind::Internal, "internal.no_status", "a category has no status"))
    }

    pub(crate) fn status(&self, id: StatusId) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    pub(crate) fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    pub(crate) fn view(&self, id: ViewId) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    pub(crate) fn mailbox(&self, id: MailboxId) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| mailbox.id == id)
    }

    /// The mailbox of an address, given as [`address_key`] makes it.
    pub(crate) fn mailbox_of(&self, key: &str) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| own_addresses(mailbox).any(|own| address_key(own) == key))
    }

    /// Whether an address is one of the desk's own.
    pub(crate) fn is_own(&self, key: &str) -> bool {
        self.mailbox_of(key).is_some()
    }

    /// The organization to which people with addresses of a mail domain belong.
    pub(crate) fn organization_of(&self, domain: &str) -> Option<OrganizationId> {
        self.domains.get(&domain.to_ascii_lowercase()).copied()
    }

    pub(crate) fn template(&self, id: TemplateId) -> Option<&CompiledTemplate> {
        self.compiled_templates.iter().find(|template| template.id == id)
    }

    pub(crate) fn always(&self) -> Arc<BusinessCalendar> {
        Arc::clone(&self.always)
    }

    /// A calendar in this version, when it is the latest.
    pub(crate) fn hours(&self, pin: CalendarPin) -> Option<Arc<BusinessCalendar>> {
        self.calendars.iter().find(|(have, _)| *have == pin).map(|(_, hours)| Arc::clone(hours))
    }

    /// The latest version of a calendar.
    pub(crate) fn calendar(&self, id: CalendarId) -> Option<(CalendarPin, Arc<BusinessCalendar>)> {
        self.calendars.iter().find(|(pin, _)| pin.id == id).cloned()
    }

    /// The hours that the desk as a whole keeps.
    pub(crate) fn desk_hours(&self) -> Arc<BusinessCalendar> {
        self.settings
            .calendar
            .and_then(|id| self.calendar(id))
            .map_or_else(|| self.always(), |(_, hours)| hours)
    }
}

/// The address of a mailbox and its aliases.
pub(crate) fn own_addresses(mailbox: &Mailbox) -> impl Iterator<Item = &str> {
    std::iter::once(mailbox.address.as_str()).chain(mailbox.aliases.iter().map(String::as_str))
}

#[cfg(test)]
mod tests;
