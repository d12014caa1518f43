use std::collections::HashMap;
use std::sync::Arc;

use super::history;
use crate::ids::{
    CalendarId, DeskId, Id, MailboxId, OrganizationId, PersonId, StatusId, TeamId, TemplateId, ViewId,
};
use crate::model::{
    Action, Calendar, CalendarPin, Config, ConfigKind, DeskSettings, FieldDefinition, Mailbox, Organization,
    Policy, PolicyPin, Status, StatusCategory, Team, Template, Trigger, View, address_key,
};
use crate::query;
use crate::rules::{self, TemplateText, TriggerSet, Vocabulary};
use crate::sla::CompiledPolicy;
use crate::store::ReadTx;
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

/// The configuration of a desk, resolved and ready for use. It is made anew when the desk's configuration version rises.
#[derive(Debug)]
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
    /// Whom triggers write to by name.
    pub(crate) named_recipients: Vec<PersonId>,
    compiled_templates: Vec<CompiledTemplate>,
    calendars: Vec<(CalendarPin, Arc<BusinessCalendar>)>,
    /// Organizations by the mail domains of their people, in lower case.
    domains: HashMap<String, OrganizationId>,
    always: Arc<BusinessCalendar>,
}

/// Reads what is configured of one kind.
macro_rules! items {
    ($read:expr, $kind:ident) => {{
        let mut items = Vec::new();
        for config in $read(ConfigKind::$kind)? {
            if let Config::$kind(item) = config {
                items.push(item);
            }
        }
        items
    }};
}

impl DeskConfig {
    /// Reads and resolves what is saved.
    pub(crate) fn load(tx: &mut dyn ReadTx, desk: DeskId) -> Result<Self> {
        let version = tx.counters(desk)?.config_version;
        Self::resolve(version, &mut |kind| Ok(tx.configs(desk, kind)?))
    }

    /// Reads and resolves what was saved when the desk's configuration had this version.
    pub(crate) fn load_at(tx: &mut dyn ReadTx, desk: DeskId, version: u32) -> Result<Self> {
        let saved = history::versions(tx, desk, version)?;
        Self::resolve(version, &mut |kind| history::as_of(tx, desk, kind, &saved))
    }

    fn resolve(version: u32, read: &mut dyn FnMut(ConfigKind) -> Result<Vec<Config>>) -> Result<Self> {
        let statuses = with_builtin(items!(read, Status));
        let fields = items!(read, Field);
        let teams = items!(read, Team);
        let templates: Vec<Template> = items!(read, Template);
        let vocabulary = Vocabulary {
            statuses: &statuses,
            fields: &fields,
            teams: &teams,
            templates: &templates,
            me: None,
        };
        let (mut triggers, mut named_recipients) = (Vec::new(), Vec::new());
        for trigger in items!(read, Trigger) {
            named_recipients.extend(trigger.actions.iter().filter_map(Action::named_recipient));
            let compiled = rules::compile_trigger(&trigger, &vocabulary);
            triggers.push(compiled.map_err(|error| needed(error, ConfigKind::Trigger, &trigger.name))?);
        }
        let mut calendars = Vec::new();
        for calendar in items!(read, Calendar) {
            calendars.push(compile_calendar(&calendar)?);
        }
        let mut policies = Vec::new();
        for policy in items!(read, Policy) {
            if policy.active {
                let compiled = compile_policy(&policy, &vocabulary, &calendars);
                policies.push(compiled.map_err(|error| needed(error, ConfigKind::Policy, &policy.name))?);
            }
        }
        policies.sort_by_key(|policy| (policy.position, policy.pin.id));
        let mut compiled_templates = Vec::new();
        for template in &templates {
            compiled_templates.push(compile_template(template)?);
        }
        let mut domains = HashMap::new();
        for organization in items!(read, Organization) {
            let Organization { id, domains: of_it, .. } = organization;
            domains.extend(of_it.into_iter().map(|domain| (domain.to_ascii_lowercase(), id)));
        }
        let settings = items!(read, Settings).pop().unwrap_or_default();
        Ok(Self {
            version,
            triggers: TriggerSet::new(triggers),
            mailboxes: items!(read, Mailbox),
            views: items!(read, View),
            statuses,
            fields,
            teams,
            templates,
            settings,
            policies,
            named_recipients,
            compiled_templates,
            calendars,
            domains,
            always: Arc::new(BusinessCalendar::always()),
        })
    }

    /// Checks that saved views still make sense; rules and policies were checked as they were resolved.
    pub(crate) fn check_views(&self) -> Result<()> {
        self.views.iter().try_for_each(|view| {
            check_view(view, &self.vocabulary()).map_err(|error| needed(error, ConfigKind::View, &view.name))
        })
    }

    /// What names in rules resolve against.
    pub(crate) fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary {
            statuses: &self.statuses,
            fields: &self.fields,
            teams: &self.teams,
            templates: &self.templates,
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

/// Tells whose fault it is, where it is not that of what is saved.
fn needed(error: Error, kind: ConfigKind, name: &str) -> Error {
    error.detail("config", kind.name()).detail("name", name)
}

/// The address of a mailbox and its aliases.
pub(crate) fn own_addresses(mailbox: &Mailbox) -> impl Iterator<Item = &str> {
    std::iter::once(mailbox.address.as_str()).chain(mailbox.aliases.iter().map(String::as_str))
}

/// Every category has a status from the start. A saved one with the same id takes the place of the built-in one.
fn with_builtin(saved: Vec<Status>) -> Vec<Status> {
    let mut statuses = saved;
    for category in StatusCategory::ALL {
        let builtin = builtin_status(category);
        if !statuses.iter().any(|status| status.id == builtin.id) {
            statuses.push(builtin);
        }
    }
    statuses.sort_by_key(|status| (status.category, status.id));
    statuses
}

/// The status that a category has before the desk names its own.
pub(crate) fn builtin_status(category: StatusCategory) -> Status {
    let mut bytes = [0; 16];
    if let Some(last) = bytes.last_mut() {
        *last = u8::try_from(category.rank() + 1).unwrap_or(u8::MAX);
    }
    let (name, label) = match category {
        StatusCategory::New => ("New", "Open"),
        StatusCategory::Open => ("Open", "Open"),
        StatusCategory::Pending => ("Pending", "Awaiting your reply"),
        StatusCategory::Hold => ("On hold", "Open"),
        StatusCategory::Solved => ("Solved", "Solved"),
        StatusCategory::Closed => ("Closed", "Closed"),
    };
    let id = StatusId::from_bytes(bytes);
    Status { id, version: 0, name: name.to_owned(), label: label.to_owned(), category, default: false }
}

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
        _ => Err(Error::new(
            ErrorKind::Corrupt,
            "corrupt.no_calendar",
            "a clock names a calendar that is not there",
        )),
    }
}

pub(crate) fn compile_policy(
    policy: &Policy,
    vocabulary: &Vocabulary<'_>,
    calendars: &[(CalendarPin, Arc<BusinessCalendar>)],
) -> Result<CompiledPolicy> {
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
                return Err(
                    Error::invalid("policy.unknown_calendar", "there is no such calendar").at("/calendar")
                );
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
