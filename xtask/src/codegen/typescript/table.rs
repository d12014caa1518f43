//! `table.ts`: how the scenarios get from the wire to the methods and back. It is no part of the package.

use super::decode::{self, Reader};
use super::encode::{self, Writer};
use super::operations::Taken;
use super::sides::Sides;
use super::text::imports;
use crate::codegen::ir::{Api, Field, On, Operation, Ty};
use crate::codegen::words::{camel, pascal};

pub fn write(api: &Api, sides: &Sides) -> String {
    let listed: String = api.operations.iter().map(|operation| line(api, sides, operation)).collect();
    let body = format!(
        "\n/** An operation, by the name that it has on the wire. */\n\
         export interface Row {{\n  readonly method: string;\n  readonly on: \"command\" | \"desk\" | \"store\";\n  \
         /** What the method takes. */\n  readonly take: (wire: Wire, parts: Parts) => readonly unknown[];\n  \
         /** Its answer as the wire has it. */\n  readonly tell: (value: never, at: Place) => unknown;\n}}\n\n\
         export const operations: Readonly<Record<string, Row>> = {{\n{listed}}};\n"
    );
    let functions =
        |prefix: &str| api.types.iter().map(|ty| format!("{prefix}{}", ty.name)).collect::<Vec<_>>();
    let types: Vec<String> = api.types.iter().map(|ty| ty.name.clone()).collect();
    let words = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let import =
        |kind, names: Vec<String>, from| imports(&body, kind, names.iter().map(String::as_str), from);
    [
        import("import", functions("decode"), "./decode.js"),
        import("import", functions("encode"), "./encode.js"),
        import("import type", types, "./models.js"),
        import("import", words(&decode::HELPERS), "./reading.js"),
        import("import type", words(&["Parts", "Wire"]), "./reading.js"),
        import("import", words(&encode::HELPERS), "./writing.js"),
        import("import type", words(&["Place"]), "./writing.js"),
        body.clone(),
    ]
    .concat()
}

fn line(api: &Api, sides: &Sides, operation: &Operation) -> String {
    let method = camel(&operation.name);
    let method = if operation.paging.is_some() { format!("{method}Page") } else { method };
    let on = match operation.on {
        On::Command => "command",
        On::Desk => "desk",
        On::Store => "store",
    };
    let (take, tell) = (arguments(api, operation), answer(api, sides, operation));
    let used =
        |names: &str, text: &str| if text.contains("parts") { names.to_owned() } else { "wire".to_owned() };
    let taking = if operation.arguments.is_empty() { String::new() } else { used("wire, parts", &take) };
    let telling = match &operation.answer {
        None => String::new(),
        Some(ty) => format!("value: {}, at", sides.ty(ty, super::sides::Side::Out)),
    };
    format!(
        "  {}: {{\n    method: \"{method}\",\n    on: \"{on}\",\n    take: ({taking}) => [{take}],\n    tell: ({telling}) => {tell},\n  }},\n",
        operation.name
    )
}

fn arguments(api: &Api, operation: &Operation) -> String {
    if operation.on == On::Command {
        return format!("decode{}(wire, parts)", pascal(&operation.name));
    }
    let reader = Reader { api };
    let taken = Taken::of(operation);
    let object = |fields: &[&Field]| {
        let members: Vec<String> = fields
            .iter()
            .map(|field| format!("{}: {}", camel(&field.name), reader.field(field, "wire")))
            .collect();
        format!("{{ {} }}", members.join(", "))
    };
    if taken.together() {
        return object(&operation.arguments.iter().collect::<Vec<_>>());
    }
    let required = taken.required.iter().map(|field| reader.field(field, "wire"));
    let optional = (!taken.optional.is_empty()).then(|| object(&taken.optional));
    required.chain(optional).collect::<Vec<_>>().join(", ")
}

fn answer(api: &Api, sides: &Sides, operation: &Operation) -> String {
    let written = |ty: &Ty| Writer { api, sides }.value(ty, "value", "at");
    operation.answer.as_ref().map_or_else(|| "null".to_owned(), written)
}
