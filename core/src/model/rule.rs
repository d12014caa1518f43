use serde::{Deserialize, Serialize};

use super::value::Value;
use crate::ids::{PersonId, TemplateId, TriggerId};

pub(crate) fn yes() -> bool {
    true
}

/// A tree of conditions, as it is written: `{"all": […], "any": […]}`, `{"not": …}` or `{"field", "op", "value"}`.
///
/// ```
/// use frontdesk::model::ConditionNode;
/// let tree: ConditionNode = serde_json::from_str(r#"{
///     "all": [{"field": "status", "op": "is", "value": "new"}],
///     "any": [{"field": "priority", "op": "greater_than", "value": "normal"},
///             {"not": {"field": "tags", "op": "includes_none", "value": ["vip"]}}]
/// }"#).unwrap();
/// assert!(matches!(tree, ConditionNode::Group(_)));
///
/// // Members of two of them are a mistake, and so are unknown ones.
/// for mixed in [r#"{"all": [], "not": {}}"#, r#"{"field": "status", "op": "is", "any": []}"#, r#"{"field": "status"}"#, r#"{"al": []}"#] {
///     assert!(serde_json::from_str::<ConditionNode>(mixed).is_err());
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "WrittenNode")]
pub enum ConditionNode {
    /// One comparison.
    Leaf(Leaf),
    /// The opposite of a condition.
    Not {
        /// What must not hold.
        not: Box<ConditionNode>,
    },
    /// Holds when every `all` holds and one of `any`, or `any` is empty.
    Group(NodeGroup),
}

/// A condition as it is read: which of the three it is shows in its members, and members of two of them are a mistake.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNode {
    all: Option<Vec<ConditionNode>>,
    any: Option<Vec<ConditionNode>>,
    not: Option<Box<ConditionNode>>,
    field: Option<String>,
    op: Option<String>,
    value: Option<Value>,
}

impl TryFrom<WrittenNode> for ConditionNode {
    type Error = &'static str;

    fn try_from(written: WrittenNode) -> Result<Self, Self::Error> {
        let WrittenNode { all, any, not, field, op, value } = written;
        let is_group = all.is_some() || any.is_some();
        let is_leaf = field.is_some() || op.is_some() || value.is_some();
        match (not, field, op) {
            (Some(not), None, None) if !is_group && !is_leaf => Ok(Self::Not { not }),
            (None, Some(field), Some(op)) if !is_group => {
                Ok(Self::Leaf(Leaf { field, op, value: value.unwrap_or_default() }))
            }
            (None, None, None) if !is_leaf => {
                Ok(Self::Group(NodeGroup { all: all.unwrap_or_default(), any: any.unwrap_or_default() }))
            }
            _ => Err("a condition has either `field`, `op` and `value`, or `not`, or `all` and `any`"),
        }
    }
}

impl ConditionNode {
    /// The condition that always holds.
    pub fn always() -> Self {
        Self::Group(NodeGroup::default())
    }

    /// Holds when all of these hold.
    pub fn all(all: Vec<ConditionNode>) -> Self {
        Self::Group(NodeGroup { all, any: Vec::new() })
    }

    /// Holds when one of these holds; also when there is none.
    pub fn any(any: Vec<ConditionNode>) -> Self {
        Self::Group(NodeGroup { all: Vec::new(), any })
    }

    /// One comparison.
    pub fn leaf(field: &str, op: Operator, value: impl Into<Value>) -> Self {
        Self::Leaf(Leaf { field: field.to_owned(), op: op.name().to_owned(), value: value.into() })
    }
}

/// Conditions taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NodeGroup {
    /// Every one must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub all: Vec<ConditionNode>,
    /// One must hold, when there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub any: Vec<ConditionNode>,
}

/// One comparison of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Leaf {
    /// The field: `status`, `tags`, `comment.text`, `fields.<key>`, …
    pub field: String,
    /// The operator: the name of an [`Operator`].
    pub op: String,
    /// The operand; left out for operators that take none.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub value: Value,
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// How a field is compared.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Operator {
            $($(#[$doc])* $name,)+
        }

        impl Operator {
            /// All operators.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The operator of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

operators! {
    /// Equal; null means none.
    Is = "is",
    /// Not equal.
    IsNot = "is_not",
    /// One of a list.
    In = "in",
    /// None of a list.
    NotIn = "not_in",
    /// Before, in the order of the field.
    LessThan = "less_than",
    /// After, in the order of the field.
    GreaterThan = "greater_than",
    /// There is a value.
    Present = "present",
    /// There is none.
    NotPresent = "not_present",
    /// The set holds one of a list.
    IncludesAny = "includes_any",
    /// The set holds all of a list.
    IncludesAll = "includes_all",
    /// The set holds none of a list.
    IncludesNone = "includes_none",
    /// The text holds these words, as whole words.
    ContainsWord = "contains_word",
    /// The text holds this text.
    ContainsText = "contains_text",
    /// The text matches a regular expression.
    Matches = "matches",
    /// The update changed it.
    Changed = "changed",
    /// The update left it alone.
    NotChanged = "not_changed",
    /// The update changed it to this.
    ChangedTo = "changed_to",
    /// The update changed it from this.
    ChangedFrom = "changed_from",
    /// The update did not change it to this.
    NotChangedTo = "not_changed_to",
    /// The update did not change it from this.
    NotChangedFrom = "not_changed_from",
    /// The actor's own part of the update changed it.
    ChangedByActor = "changed_by_actor",
}

/// Whom a rule's mail goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum MailRecipient {
    /// Who asks.
    Requester,
    /// Who takes part besides.
    Participants,
    /// The agent who has to act.
    Assignee,
    /// Every agent of the ticket's team.
    Team,
    /// A certain person.
    Person {
        /// Who.
        person: PersonId,
    },
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Action {
    /// Sets or, with null, clears a field: `status`, `priority`, `type`, `assignee`, `team`, `due_at`, `fields.<key>`.
    Set {
        /// Which field.
        field: String,
        /// Its new value.
        to: Value,
    },
    /// Adds tags.
    AddTags {
        /// Which.
        tags: Vec<String>,
    },
    /// Takes tags away.
    RemoveTags {
        /// Which.
        tags: Vec<String>,
    },
    /// Adds an internal note.
    AddNote {
        /// Its text; `{{path}}` stands for a value.
        text: String,
    },
    /// Sends a mail made from a template.
    SendMail {
        /// To whom.
        to: MailRecipient,
        /// The template.
        template: TemplateId,
    },
    /// Ends the walk over the triggers for this update.
    Stop,
}

impl MailRecipient {
    /// The person, when it is a certain one.
    pub(crate) fn person(self) -> Option<PersonId> {
        match self {
            Self::Person { person } => Some(person),
            _ => None,
        }
    }
}

/// A rule that acts in the update that makes its conditions true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Trigger {
    /// Its id; the desk gives one to what is saved without.
    #[serde(default = "TriggerId::unset")]
    pub id: TriggerId,
    /// Its version; given by the desk when it is saved.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// Its place among the triggers; equal places go by id.
    pub position: i64,
    /// Whether it is in use.
    #[serde(default = "yes")]
    #[cfg_attr(feature = "uniffi", uniffi(default = true))]
    pub active: bool,
    /// When it acts.
    pub conditions: ConditionNode,
    /// What it does, in order.
    pub actions: Vec<Action>,
}
