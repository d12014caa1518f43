//! The names of what ids mean.

use frontdesk::Handle;
use frontdesk::ids::{FieldId, PersonId, PolicyId, TeamId, TemplateId, TriggerId};
use frontdesk::model::{Actor, Config};

use crate::demo::office::Office;

/// The names of what ids mean: of people as the desk keeps them, of what is configured as it was configured.
pub struct Names<'a> {
    config: &'a [Config],
    host: Handle,
}

impl<'a> Names<'a> {
    pub fn of(office: &'a Office) -> Self {
        Self { config: &office.setup.config, host: office.desk.host() }
    }

    pub fn person(&self, id: PersonId) -> String {
        self.host.person(id).map_or_else(|_| "somebody".to_owned(), |person| person.display_name().to_owned())
    }

    /// The first name is enough in narrow columns.
    pub fn first_name(&self, id: PersonId) -> String {
        self.person(id).split_whitespace().next().unwrap_or_default().to_owned()
    }

    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Host => "the host".to_owned(),
            Actor::Agent { person } | Actor::Requester { person, .. } => self.person(*person),
            Actor::Rule { rule } => format!("“{}”", self.trigger(rule.id)),
            _ => "the desk".to_owned(),
        }
    }

    pub fn team(&self, id: TeamId) -> &str {
        self.find(|config| match config {
            Config::Team(team) if team.id == id => Some(&team.name),
            _ => None,
        })
    }

    pub fn trigger(&self, id: TriggerId) -> &str {
        self.find(|config| match config {
            Config::Trigger(trigger) if trigger.id == id => Some(&trigger.name),
            _ => None,
        })
    }

    pub fn template(&self, id: TemplateId) -> &str {
        self.find(|config| match config {
            Config::Template(template) if template.id == id => Some(&template.name),
            _ => None,
        })
    }

    pub fn policy(&self, id: PolicyId) -> &str {
        self.find(|config| match config {
            Config::Policy(policy) if policy.id == id => Some(&policy.name),
            _ => None,
        })
    }

    pub fn field(&self, id: FieldId) -> &str {
        self.find(|config| match config {
            Config::Field(field) if field.id == id => Some(&field.key),
            _ => None,
        })
    }

    fn find(&self, name: impl Fn(&'a Config) -> Option<&'a String>) -> &'a str {
        self.config.iter().find_map(name).map_or("?", String::as_str)
    }
}
