use serde::{Deserialize, Serialize};

use super::desk::DeskSettings;
use super::field::FieldDefinition;
use super::mailbox::Mailbox;
use super::rule::Trigger;
use super::sla::{CustomMetric, Policy};
use super::status::Status;
use super::view::View;
use crate::ids::{CalendarId, Id, OrganizationId, TeamId, TemplateId};
use crate::time::CalendarSpec;

/// A team of agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Team {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "TeamId::unset")]
    pub id: TeamId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
}

/// An organization that people belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Organization {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "OrganizationId::unset")]
    pub id: OrganizationId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Mail domains whose people belong to it.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub domains: Vec<String>,
}

/// A calendar of business hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Calendar {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "CalendarId::unset")]
    pub id: CalendarId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// Its hours.
    pub hours: CalendarSpec,
}

/// A template of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Template {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "TemplateId::unset")]
    pub id: TemplateId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// The subject; empty means that of the ticket. `{{path}}` stands for a value.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub subject: String,
    /// The text. `{{path}}` stands for a value.
    pub body: String,
}

macro_rules! configs {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $text:literal,)+) => {
        /// Something that is configured. Each save makes a new version, and every version is kept.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "config", rename_all = "snake_case")]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "few are there at once, and a box would be in the way of who makes one")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum Config {
            $($(#[$doc])* $name($type),)+
        }

        /// What sort of thing is configured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum ConfigKind {
            $($(#[$doc])* $name,)+
        }

        impl ConfigKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The kind of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)+ _ => None }
            }
        }

        impl Config {
            /// What sort of thing it is.
            pub fn kind(&self) -> ConfigKind {
                match self { $(Self::$name(_) => ConfigKind::$name,)+ }
            }

            /// Its version.
            pub fn version(&self) -> u32 {
                match self { $(Self::$name(item) => item.version,)+ }
            }

            /// Gives it its version.
            pub fn set_version(&mut self, version: u32) {
                match self { $(Self::$name(item) => item.version = version,)+ }
            }

            /// Gives it its id, when it has none.
            pub(crate) fn set_key(&mut self, key: [u8; 16]) {
                match self { $(Self::$name(item) => item.set_config_key(key),)+ }
            }

            /// The 16 bytes of its id.
            pub fn key(&self) -> [u8; 16] {
                match self { $(Self::$name(item) => item.config_key(),)+ }
            }
        }

        $(impl From<$type> for Config {
            fn from(item: $type) -> Self {
                Self::$name(item)
            }
        })+
    };
}

configs! {
    /// A status.
    Status(Status) = "status",
    /// A custom field.
    Field(FieldDefinition) = "field",
    /// A team.
    Team(Team) = "team",
    /// An organization.
    Organization(Organization) = "organization",
    /// A mailbox.
    Mailbox(Mailbox) = "mailbox",
    /// A calendar.
    Calendar(Calendar) = "calendar",
    /// An SLA policy.
    Policy(Policy) = "policy",
    /// A metric of the desk's own.
    Metric(CustomMetric) = "metric",
    /// A template.
    Template(Template) = "template",
    /// A trigger.
    Trigger(Trigger) = "trigger",
    /// A view.
    View(View) = "view",
    /// The settings of the desk.
    Settings(DeskSettings) = "settings",
}

trait ConfigKey {
    fn config_key(&self) -> [u8; 16];
    fn set_config_key(&mut self, key: [u8; 16]);
}

macro_rules! config_keys {
    ($($type:ty),+) => {$(impl ConfigKey for $type {
        fn config_key(&self) -> [u8; 16] {
            self.id.to_bytes()
        }

        fn set_config_key(&mut self, key: [u8; 16]) {
            self.id = Id::from_bytes(key);
        }
    })+};
}

config_keys!(
    Status,
    FieldDefinition,
    Team,
    Organization,
    Mailbox,
    Calendar,
    Policy,
    CustomMetric,
    Template,
    Trigger,
    View
);

impl ConfigKey for DeskSettings {
    /// A desk has one of them.
    fn config_key(&self) -> [u8; 16] {
        [0; 16]
    }

    fn set_config_key(&mut self, _: [u8; 16]) {}
}
