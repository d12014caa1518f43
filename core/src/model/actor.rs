use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, TriggerId};

/// What a person may be on a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Role {
    /// Asks for help.
    Requester,
    /// Answers.
    Agent,
    /// Answers and configures the desk.
    Admin,
}

/// A rule in the version that acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RuleRef {
    /// The trigger.
    pub id: TriggerId,
    /// Its version.
    pub version: u32,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Actor {
    /// The application that embeds the desk.
    Host,
    /// A person who answers.
    Agent {
        /// Who.
        person: PersonId,
    },
    /// A person who asks.
    Requester {
        /// Who.
        person: PersonId,
        /// Whether the host vouches that it is this person: signed in, or mail that is aligned.
        verified: bool,
    },
    /// A trigger.
    Rule {
        /// Which, in which version.
        rule: RuleRef,
    },
    /// The engine itself: a timer, a follow-on.
    System,
}

impl Actor {
    /// The person who acts, when it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Agent { person } | Self::Requester { person, .. } => Some(*person),
            Self::Host | Self::Rule { .. } | Self::System => None,
        }
    }

    /// Whether an agent acts.
    pub fn is_agent(&self) -> bool {
        matches!(self, Self::Agent { .. })
    }
}
