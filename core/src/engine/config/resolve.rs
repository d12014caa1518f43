//! How a configuration comes about: from all that is saved, or from the one before and what is saved now.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compile::{check_view, compile_calendar, compile_policy, compile_template};
use super::{DeskConfig, builtin_status};
use crate::engine::history;
use crate::engine::metrics::CompiledMetric;
use crate::ids::{DeskId, Id};
use crate::model::{
    Calendar, Config, ConfigKind, CustomMetric, DeskSettings, Organization, Policy, StatusCategory, Template,
};
use crate::rules::{self, TriggerSet};
use crate::sla;
use crate::store::ReadTx;
use crate::time::BusinessCalendar;
use crate::{Error, Result};

/// Each kind behind those that it names.
const IN_ORDER: [ConfigKind; 12] = [
    ConfigKind::Status,
    ConfigKind::Field,
    ConfigKind::Team,
    ConfigKind::Organization,
    ConfigKind::Mailbox,
    ConfigKind::Template,
    ConfigKind::Calendar,
    ConfigKind::Metric,
    ConfigKind::Policy,
    ConfigKind::Trigger,
    ConfigKind::View,
    ConfigKind::Settings,
];

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
        let mut config = Self::of_a_new_desk(version);
        for kind in IN_ORDER {
            for saved in read(kind)? {
                config.count_one(kind);
                config.put(saved)?;
            }
        }
        Ok(config)
    }

    /// What a desk has before anything is saved: a status for each category.
    fn of_a_new_desk(version: u32) -> Self {
        Self {
            version,
            statuses: StatusCategory::ALL.map(builtin_status).into(),
            fields: Vec::new(),
            teams: Vec::new(),
            mailboxes: Vec::new(),
            templates: Vec::new(),
            views: Vec::new(),
            settings: DeskSettings::default(),
            triggers: TriggerSet::default(),
            policies: Vec::new(),
            metrics: Vec::new(),
            custom_metrics: Vec::new(),
            compiled_templates: Vec::new(),
            calendars: Vec::new(),
            domains: BTreeMap::new(),
            counts: BTreeMap::new(),
            always: Arc::new(BusinessCalendar::always()),
        }
    }

    /// The configuration with what was saved just now, which is in the store already. Only what others were resolved by makes it
    /// necessary to resolve them again.
    ///
    /// # Errors
    /// That of something else which needs what this takes away.
    pub(crate) fn with(&self, tx: &mut dyn ReadTx, desk: DeskId, saved: &Config) -> Result<Self> {
        if matches!(saved.kind(), ConfigKind::Field | ConfigKind::Calendar) {
            let config = Self::load(tx, desk)?;
            config.check_views()?;
            return Ok(config);
        }
        let mut config = self.clone();
        config.version += 1;
        if saved.version() == 1 {
            config.count_one(saved.kind());
        }
        if let Config::Organization(organization) = saved {
            config.domains.retain(|_, of| *of != organization.id);
        }
        config.put(saved.clone())?;
        Ok(config)
    }

    /// The configuration with drafts of policies and calendars in place of what is saved. Their hours, filters and targets are checked as they
    /// are when they are saved.
    ///
    /// # Errors
    /// What is wrong with a draft, with the path to it.
    pub(crate) fn with_drafts(
        tx: &mut dyn ReadTx,
        desk: DeskId,
        policies: &[Policy],
        calendars: &[Calendar],
    ) -> Result<Self> {
        let mut config = Self::load(tx, desk)?;
        for (nth, draft) in calendars.iter().enumerate() {
            let version = config.calendar(draft.id).map_or(1, |(pin, _)| pin.version + 1);
            let draft = Calendar { id: draft_id(draft.id, nth), version, ..draft.clone() };
            let compiled = compile_calendar(&draft)
                .map_err(|error| error.under("/hours").under(&format!("/calendars/{nth}")))?;
            put(&mut config.calendars, compiled, |(pin, _)| pin.id);
        }
        config.policies.clear();
        for saved in tx.configs(desk, ConfigKind::Policy)? {
            match saved {
                Config::Policy(policy) if policies.iter().all(|draft| draft.id != policy.id) => {
                    config.put_policy(&policy)?;
                }
                _ => {}
            }
        }
        for (nth, draft) in policies.iter().enumerate() {
            let saved = tx.config(desk, ConfigKind::Policy, draft.id.to_bytes(), None)?;
            let version = saved.map_or(1, |saved| saved.version() + 1);
            let draft = Policy { id: draft_id(draft.id, nth), version, ..draft.clone() };
            let taken = sla::check_targets(&draft.targets).and_then(|()| config.take_policy(&draft));
            taken.map_err(|error| error.under(&format!("/policies/{nth}")))?;
        }
        Ok(config)
    }

    fn count_one(&mut self, kind: ConfigKind) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// Takes in one thing, or its next version.
    fn put(&mut self, saved: Config) -> Result<()> {
        match saved {
            Config::Status(status) => put(&mut self.statuses, status, |status| (status.category, status.id)),
            Config::Field(field) => put(&mut self.fields, field, |field| field.id),
            Config::Team(team) => put(&mut self.teams, team, |team| team.id),
            Config::Organization(Organization { id, domains, .. }) => {
                self.domains.extend(domains.into_iter().map(|domain| (domain.to_ascii_lowercase(), id)));
            }
            Config::Mailbox(mailbox) => put(&mut self.mailboxes, mailbox, |mailbox| mailbox.id),
            Config::Template(template) => self.put_template(template)?,
            Config::Calendar(calendar) => {
                put(&mut self.calendars, compile_calendar(&calendar)?, |(pin, _)| pin.id);
            }
            Config::Metric(metric) => self.put_metric(metric)?,
            Config::Policy(policy) => self.put_policy(&policy)?,
            Config::Trigger(trigger) => {
                let compiled = rules::compile_trigger(&trigger, &self.vocabulary());
                let compiled = compiled.map_err(|error| needed(error, ConfigKind::Trigger, &trigger.name))?;
                self.triggers.put(compiled);
            }
            Config::View(view) => put(&mut self.views, view, |view| view.id),
            Config::Settings(settings) => self.settings = settings,
        }
        Ok(())
    }

    fn put_template(&mut self, template: Template) -> Result<()> {
        put(&mut self.compiled_templates, compile_template(&template)?, |template| template.id);
        put(&mut self.templates, template, |template| template.id);
        Ok(())
    }

    fn put_metric(&mut self, metric: CustomMetric) -> Result<()> {
        let compiled = CompiledMetric::compile(&metric, &self.vocabulary());
        let compiled = compiled.map_err(|error| needed(error, ConfigKind::Metric, &metric.name))?;
        put(&mut self.metrics, compiled, |metric| metric.id);
        put(&mut self.custom_metrics, metric, |metric| metric.id);
        Ok(())
    }

    fn put_policy(&mut self, policy: &Policy) -> Result<()> {
        self.take_policy(policy).map_err(|error| needed(error, ConfigKind::Policy, &policy.name))
    }

    fn take_policy(&mut self, policy: &Policy) -> Result<()> {
        self.policies.retain(|other| other.pin.id != policy.id);
        if policy.active {
            let compiled = compile_policy(policy, &self.vocabulary(), &self.calendars)?;
            put(&mut self.policies, compiled, |policy| (policy.position, policy.pin.id));
        }
        Ok(())
    }

    /// Checks that saved views still make sense; rules and policies were checked as they were resolved.
    fn check_views(&self) -> Result<()> {
        self.views.iter().try_for_each(|view| {
            check_view(view, &self.vocabulary()).map_err(|error| needed(error, ConfigKind::View, &view.name))
        })
    }
}

/// The id of a draft; one that has none gets one that nothing saved has.
fn draft_id<I: Id>(id: I, nth: usize) -> I {
    if id.to_bytes() != [0; 16] {
        return id;
    }
    let mut bytes = [0; 16];
    let nth = u64::try_from(nth).unwrap_or(u64::MAX).saturating_add(1);
    if let Some(end) = bytes.last_chunk_mut() {
        *end = nth.to_be_bytes();
    }
    I::from_bytes(bytes)
}

/// Puts something into a list that is ordered by a key, in the place of what has the same one.
fn put<T, K: Ord>(items: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) {
    match items.binary_search_by_key(&key(&item), &key) {
        Ok(at) => {
            if let Some(before) = items.get_mut(at) {
                *before = item;
            }
        }
        Err(at) => items.insert(at, item),
    }
}

/// Tells whose fault it is, where it is not that of what is saved.
fn needed(error: Error, kind: ConfigKind, name: &str) -> Error {
    error.detail("config", kind.name()).detail("name", name)
}
