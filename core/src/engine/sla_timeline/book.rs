//! What people call what a timeline tells of, and the calendars in the versions on which clocks were measured: each read once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::types::{TimelineCause, TimelineTarget};
use crate::engine::config::no_calendar;
use crate::ids::{DeskId, Id, MetricId, PersonId, TeamId};
use crate::model::{
    Actor, CalendarPin, Clock, Config, ConfigKind, Policy, PolicyPin, RuleRef, StatusCategory, Target,
    Threshold,
};
use crate::sla;
use crate::store::ReadTx;
use crate::time::BusinessCalendar;
use crate::{Result, Timestamp};

/// A calendar in a version.
#[derive(Clone)]
pub(super) struct Hours {
    pub name: String,
    pub zone: String,
    pub calendar: Arc<BusinessCalendar>,
}

/// Something configured, in a version.
type Key = ([u8; 16], u32);

pub(super) struct Book {
    desk: DeskId,
    calendars: BTreeMap<Key, Hours>,
    policies: BTreeMap<Key, Option<Arc<Policy>>>,
    rules: BTreeMap<Key, Option<String>>,
    people: BTreeMap<PersonId, Option<String>>,
    /// Who gave a ticket a status of a category, and when.
    pub statuses: Vec<(Timestamp, StatusCategory, TimelineCause)>,
}

impl Book {
    pub fn new(desk: DeskId) -> Self {
        Self {
            desk,
            calendars: BTreeMap::new(),
            policies: BTreeMap::new(),
            rules: BTreeMap::new(),
            people: BTreeMap::new(),
            statuses: Vec::new(),
        }
    }

    /// The calendar of a pin.
    ///
    /// # Errors
    /// `corrupt.no_calendar` when it is not there.
    pub fn hours(&mut self, tx: &mut dyn ReadTx, pin: CalendarPin) -> Result<Hours> {
        let key = (pin.id.to_bytes(), pin.version);
        if let Some(hours) = self.calendars.get(&key) {
            return Ok(hours.clone());
        }
        let found = tx.config(self.desk, ConfigKind::Calendar, key.0, Some(key.1))?;
        let Some(Config::Calendar(calendar)) = found else { return Err(no_calendar()) };
        let hours = Hours {
            calendar: Arc::new(BusinessCalendar::compile(&calendar.hours)?),
            name: calendar.name,
            zone: calendar.hours.zone,
        };
        self.calendars.insert(key, hours.clone());
        Ok(hours)
    }

    fn policy(&mut self, tx: &mut dyn ReadTx, pin: PolicyPin) -> Result<Option<Arc<Policy>>> {
        let key = (pin.id.to_bytes(), pin.version);
        if let Some(policy) = self.policies.get(&key) {
            return Ok(policy.clone());
        }
        let policy = match tx.config(self.desk, ConfigKind::Policy, key.0, Some(key.1))? {
            Some(Config::Policy(policy)) => Some(Arc::new(policy)),
            _ => None,
        };
        self.policies.insert(key, policy.clone());
        Ok(policy)
    }

    /// What a clock runs against.
    pub fn target(&mut self, tx: &mut dyn ReadTx, clock: &Clock) -> Result<TimelineTarget> {
        let hours = clock.calendar.map(|pin| self.hours(tx, pin)).transpose()?;
        let policy = self.policy(tx, clock.policy)?;
        Ok(TimelineTarget {
            policy: clock.policy,
            policy_name: policy.map(|policy| policy.name.clone()),
            priority: clock.priority,
            target_millis: clock.target_millis,
            calendar: clock.calendar,
            calendar_name: hours.as_ref().map(|hours| hours.name.clone()),
            zone: hours.map(|hours| hours.zone),
            due_at: clock.due_at,
        })
    }

    /// Which warning of its target a clock has come to, from 1, and the threshold that the policy has for it.
    pub fn warning(&mut self, tx: &mut dyn ReadTx, clock: &Clock) -> Result<(u32, Option<Threshold>)> {
        let of_target = clock.warned.iter().find(|warned| warned.target == clock.target());
        let nth = of_target.map_or(0, |warned| warned.count);
        let policy = self.policy(tx, clock.policy)?;
        let row = policy.as_ref().and_then(|policy| {
            let of_clock = |row: &&Target| row.measure() == clock.measure() && row.priority == clock.priority;
            policy.targets.iter().find(of_clock)
        });
        let place = nth.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        let threshold =
            row.zip(place).and_then(|(row, place)| sla::warnings_in_order(row).get(place).copied());
        Ok((nth, threshold.map(|(_, threshold)| threshold)))
    }

    /// What people call whoever acts.
    pub fn name(&mut self, tx: &mut dyn ReadTx, actor: Actor) -> Result<Option<String>> {
        match actor {
            Actor::Rule { rule } => self.rule(tx, rule),
            actor => actor.person().map_or(Ok(None), |person| self.person(tx, person)),
        }
    }

    fn rule(&mut self, tx: &mut dyn ReadTx, rule: RuleRef) -> Result<Option<String>> {
        let key = (rule.id.to_bytes(), rule.version);
        if let Some(name) = self.rules.get(&key) {
            return Ok(name.clone());
        }
        let name = match tx.config(self.desk, ConfigKind::Trigger, key.0, Some(key.1))? {
            Some(Config::Trigger(trigger)) => Some(trigger.name),
            _ => None,
        };
        self.rules.insert(key, name.clone());
        Ok(name)
    }

    fn person(&mut self, tx: &mut dyn ReadTx, id: PersonId) -> Result<Option<String>> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let name = tx.person(self.desk, id)?.and_then(|person| person.name).and_then(|name| name.text);
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// What people call a metric of the desk's own now.
    pub fn metric(&self, tx: &mut dyn ReadTx, id: MetricId) -> Result<Option<String>> {
        Ok(match tx.config(self.desk, ConfigKind::Metric, id.to_bytes(), None)? {
            Some(Config::Metric(metric)) => Some(metric.name),
            _ => None,
        })
    }

    /// What people call a team now.
    pub fn team(&self, tx: &mut dyn ReadTx, id: TeamId) -> Result<Option<String>> {
        Ok(match tx.config(self.desk, ConfigKind::Team, id.to_bytes(), None)? {
            Some(Config::Team(team)) => Some(team.name),
            _ => None,
        })
    }

    /// Who gave the ticket a status of a category at an instant.
    pub fn who_set(&self, at: Timestamp, category: StatusCategory) -> Option<TimelineCause> {
        let set =
            |(when, to, _): &&(Timestamp, StatusCategory, TimelineCause)| *when == at && *to == category;
        self.statuses.iter().rfind(set).map(|(_, _, cause)| cause.clone())
    }
}
