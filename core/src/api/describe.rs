//! The table as data, for the generators of bindings and documents.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value};

use super::operations::{OPERATIONS, On, Paging};
use crate::error::ErrorInfo;
use crate::model::{
    Calendar, CustomMetric, DeskSettings, FieldDefinition, Mailbox, Organization, Policy, Status, Team,
    Template, Trigger, View,
};
use crate::time::{DayHours, HolidayImport, OpenStretch, Period};
use crate::{
    ApplyPolicies, CreateTicket, MergeTicket, SaveConfig, SavePerson, UnmergeTicket, Unsubscribe,
    UpdateTicket,
};

/// The operations, and the types that they name.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Description {
    /// The operations, in the order of the table.
    pub operations: Vec<OperationDescription>,
    /// The types by name, each as JSON Schema.
    pub types: Map<String, Value>,
}

/// One operation.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct OperationDescription {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: String,
    /// On what it works.
    pub on: On,
    /// How it answers a list.
    pub paging: Option<Paging>,
    /// The type that it takes, where that has a name of its own.
    pub takes: Option<&'static str>,
    /// The schema of its arguments: an object.
    pub arguments: Value,
    /// The schema of what it answers.
    pub answer: Value,
}

/// The schemas of an operation.
pub(super) struct Schemas {
    arguments: Schema,
    answer: Schema,
}

pub(super) fn schemas<A: JsonSchema, T: JsonSchema>(generator: &mut SchemaGenerator) -> Schemas {
    Schemas { arguments: A::json_schema(generator), answer: generator.subschema_for::<T>() }
}

/// Describes all operations.
///
/// ```
/// let described = frontdesk::api::describe();
/// let ticket = described.operations.iter().find(|operation| operation.name == "ticket").unwrap();
/// assert_eq!(ticket.answer["$ref"], "#/$defs/Ticket");
/// assert!(described.types["Ticket"]["properties"]["title"].is_object());
/// ```
pub fn describe() -> Description {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let operations = OPERATIONS
        .iter()
        .map(|operation| {
            let Schemas { arguments, answer } = (operation.schemas)(&mut generator);
            OperationDescription {
                name: operation.name,
                doc: operation.doc.join(" "),
                on: operation.on,
                paging: operation.paging,
                takes: operation.takes,
                arguments: arguments.to_value(),
                answer: answer.to_value(),
            }
        })
        .collect();
    generator.subschema_for::<ErrorInfo>();
    #[cfg(feature = "sqlite")]
    generator.subschema_for::<super::Opening>();
    // A calendar by itself is no operation: it takes its hours, and tells these. Nor is reading holidays.
    generator.subschema_for::<Period>();
    generator.subschema_for::<DayHours>();
    generator.subschema_for::<OpenStretch>();
    generator.subschema_for::<HolidayImport>();
    name_variants(&mut generator);
    Description { operations, types: generator.take_definitions(true) }
}

/// Names the types that unions hold whole: their schemas are written into the variants, and would not be known by name otherwise.
fn name_variants(generator: &mut SchemaGenerator) {
    macro_rules! name {
        ($($type:ty),+ $(,)?) => {
            $(generator.subschema_for::<$type>();)+
        };
    }
    name!(
        CreateTicket,
        UpdateTicket,
        SavePerson,
        SaveConfig,
        Unsubscribe,
        ApplyPolicies,
        MergeTicket,
        UnmergeTicket
    );
    name!(
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
        View,
        DeskSettings
    );
}
