use serde::{Deserialize, Serialize};

use super::actor::Role;
use super::content::Text;
use crate::Timestamp;
use crate::ids::{OrganizationId, PersonId, TeamId};

/// An address of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PersonAddress {
    /// The address, as it is written to.
    pub address: Text,
    /// Whether it was proved that it is this person's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
    /// Whether mail to it came back for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bouncing: bool,
}

/// Somebody who asks or answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Counts the changes.
    pub version: u32,
    /// What they are here.
    pub role: Role,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Their addresses; the first is written to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<PersonAddress>,
    /// The organization they belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The teams they work in, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamId>,
    /// Whether they may still act.
    pub active: bool,
    /// When they were first seen.
    pub created_at: Timestamp,
    /// When an unverified address last got its one confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
}

/// What of a person says whether they may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// What they are here.
    pub role: Role,
    /// Whether they may still act.
    pub active: bool,
}

impl From<&Person> for Standing {
    fn from(person: &Person) -> Self {
        Self { role: person.role, active: person.active }
    }
}

impl Standing {
    /// Whether this person answers rather than asks.
    pub fn is_agent(self) -> bool {
        self.role != Role::Requester
    }
}

impl Person {
    /// What to call them: the name, else the address, else nothing.
    pub fn display_name(&self) -> &str {
        match (&self.name, self.addresses.first()) {
            (Some(name), _) if !name.as_str().is_empty() => name.as_str(),
            (_, Some(first)) => first.address.as_str(),
            _ => "",
        }
    }

    /// Whether mail may go to this person as the desk's rules say: an agent, or somebody whose first address was proved. Others get at
    /// most one mail in a while.
    pub fn is_vouched_for(&self) -> bool {
        self.is_agent() || self.addresses.first().is_some_and(|address| address.verified)
    }

    /// Whether this person answers rather than asks.
    pub fn is_agent(&self) -> bool {
        Standing::from(self).is_agent()
    }
}

/// The form of an address by which it is found: the domain in lower case, and ASCII letters before it too.
pub fn address_key(address: &str) -> String {
    address.trim().to_ascii_lowercase()
}
