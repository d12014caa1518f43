use serde_json::{Map, Value, json};

/// The JSON Schema of everything that travels, with the operations beside it.
pub fn write() -> String {
    let described = frontdesk::api::describe();
    let mut operations = Map::new();
    for operation in described.operations {
        let written = json!({
            "description": operation.doc,
            "on": operation.on,
            "arguments": operation.arguments,
            "answer": operation.answer,
            "items": operation.paging.map(|paging| paging.items),
        });
        operations.insert(operation.name.to_owned(), written);
    }
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "frontdesk",
        "description": "What is called, and what is answered. Generated: see `cargo xtask codegen`.",
        "operations": operations,
        "$defs": Value::Object(described.types),
    });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
