//! JSON Schema of what is written in a form of its own. `x-frontdesk` says what it means, for the generators of bindings.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::error::ErrorInfo;
use crate::ids::*;
use crate::model::{
    Actor, Bytes, ConditionNode, Digest, Event, EventBody, Leaf, LocalDay, NodeGroup, RuleRef, Subject, Value,
};
use crate::time::LocalDate;
use crate::{Error, Timestamp};

macro_rules! ids {
    ($($type:ident),+) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let prefix = <$type as Id>::PREFIX;
                json_schema!({
                    "type": "string",
                    "pattern": format!("^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$"),
                    "x-frontdesk": "id",
                })
            }
        }
    )+};
}

ids!(
    TicketId,
    CommentId,
    PersonId,
    OrganizationId,
    TeamId,
    MailboxId,
    StatusId,
    FieldId,
    CalendarId,
    PolicyId,
    MetricId,
    TriggerId,
    ViewId,
    TemplateId,
    EffectId,
    CommandId,
    UpdateId,
    ContentId,
    MessageId
);

macro_rules! written {
    ($($type:ident: $schema:tt,)+) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

written! {
    Timestamp: { "type": "integer", "minimum": 0, "x-frontdesk": "instant", "description": "Milliseconds since 1970-01-01T00:00:00Z." },
    Digest: { "type": "string", "pattern": "^[0-9a-f]{32}$", "x-frontdesk": "digest" },
    LocalDay: { "type": "string", "format": "date", "x-frontdesk": "day" },
    LocalDate: { "type": "string", "format": "date", "x-frontdesk": "day" },
    Bytes: { "type": "integer", "minimum": 0, "x-frontdesk": "bytes", "description": "The place of the bytes among the parts of the call." },
}

/// An event without what happened, which stands beside these members as `kind` and `body`.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "it is there for its schema")]
struct EventEnvelope {
    /// The version of the body's form.
    v: u16,
    /// What it is about.
    subject: Subject,
    /// Its place among the events of the subject, from 1.
    seq: u32,
    /// When it happened.
    at: Timestamp,
    /// Who did it.
    actor: Actor,
    /// The update that it belongs to.
    update: UpdateId,
    /// The update that led to this one.
    #[serde(default)]
    cause: Option<UpdateId>,
    /// The rule that did it.
    #[serde(default)]
    rule: Option<RuleRef>,
}

impl JsonSchema for Event {
    fn schema_name() -> Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = EventEnvelope::json_schema(generator);
        let body = generator.subschema_for::<EventBody>();
        schema.insert("description".to_owned(), "The record of one thing that happened.".into());
        schema.insert("allOf".to_owned(), serde_json::json!([body]));
        schema.insert("x-frontdesk-beside".to_owned(), "body".into());
        schema
    }
}

/// An error is written as its members.
impl JsonSchema for Error {
    fn schema_name() -> Cow<'static, str> {
        ErrorInfo::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        ErrorInfo::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ErrorInfo::json_schema(generator)
    }
}

impl JsonSchema for ConditionNode {
    fn schema_name() -> Cow<'static, str> {
        "ConditionNode".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (leaf, group) = (generator.subschema_for::<Leaf>(), generator.subschema_for::<NodeGroup>());
        let node = generator.subschema_for::<Self>();
        json_schema!({
            "description": "A tree of comparisons.",
            "anyOf": [
                leaf,
                {
                    "type": "object",
                    "properties": { "not": node },
                    "required": ["not"],
                    "additionalProperties": false,
                    "title": "Not",
                    "description": "The opposite of a condition.",
                },
                group,
            ],
            "x-frontdesk": "condition",
        })
    }
}

impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<Self>();
        json_schema!({
            "description": "A value as commands, conditions and actions carry it: a text, a whole number, true or false, nothing, or a list of those.",
            "anyOf": [
                { "type": ["null", "boolean", "integer", "string"] },
                { "type": "array", "items": value },
            ],
            "x-frontdesk": "value",
        })
    }
}
