//! Swift and Kotlin: the blocking calls in Rust that UniFFI carries over, how its generator is to write the types, and what each language
//! puts over both. The types themselves are not written here: UniFFI takes them from the built library.

mod config;
mod errors;
mod kotlin;
mod names;
mod rust;
mod swift;
mod text;

use std::collections::BTreeSet;

use super::Generated;
use super::ir::{Api, Body, Field, Shape, Ty, Type, Variant};

/// The files of both languages.
pub fn generated(api: &Api) -> Vec<Generated> {
    vec![
        Generated { path: "bindings-swift/src/operations.rs", text: rust::operations(api) },
        Generated { path: "bindings-swift/src/scenario.rs", text: rust::scenario(api) },
        Generated { path: "bindings-swift/bindgen.toml", text: config::write(api) },
        Generated { path: "bindings-swift/swift/Sources/FrontdeskModel/Ids.swift", text: swift::ids(api) },
        Generated {
            path: "bindings-swift/swift/Sources/Frontdesk/Operations.swift",
            text: swift::operations(api),
        },
        Generated { path: "bindings-swift/swift/Sources/Frontdesk/Values.swift", text: swift::values(api) },
        Generated {
            path: "bindings-swift/swift/Sources/Frontdesk/FrontdeskError.swift",
            text: errors::swift(api),
        },
        Generated {
            path: "bindings-swift/swift/Tests/FrontdeskTests/ScenarioOperations.swift",
            text: swift::scenario(api),
        },
        Generated {
            path: "bindings-swift/kotlin/src/main/kotlin/io/frontdesk/model/Ids.kt",
            text: kotlin::ids(api),
        },
        Generated {
            path: "bindings-swift/kotlin/src/main/kotlin/io/frontdesk/Operations.kt",
            text: kotlin::operations(api),
        },
        Generated {
            path: "bindings-swift/kotlin/src/main/kotlin/io/frontdesk/FrontdeskError.kt",
            text: errors::kotlin(api),
        },
        Generated {
            path: "bindings-swift/kotlin/src/main/kotlin/io/frontdesk/model/Values.kt",
            text: kotlin::values(api),
        },
        Generated {
            path: "bindings-swift/kotlin/src/test/kotlin/io/frontdesk/ScenarioOperations.kt",
            text: kotlin::scenario(api),
        },
    ]
}

/// The prefix of an id, such as `tkt`, from the pattern that it is written in.
fn prefix(name: &str) -> String {
    let described = frontdesk::api::describe();
    let pattern = described
        .types
        .get(name)
        .and_then(|schema| schema.get("pattern"))
        .and_then(|pattern| pattern.as_str());
    pattern.and_then(|pattern| pattern.get(1..4)).unwrap_or_default().to_owned()
}

/// The types that hosts make: those that operations take, and what those hold.
fn made(api: &Api) -> BTreeSet<String> {
    let taken = api.operations.iter().flat_map(|op| op.arguments.iter().filter_map(|field| name(&field.ty)));
    let mut open: Vec<String> =
        api.operations.iter().filter_map(|op| op.takes.clone()).chain(taken).collect();
    let mut made = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(ty) = api.find(&name).filter(|_| made.insert(name.clone())) {
            open.extend(held(ty));
        }
    }
    made
}

/// The types that a type holds, by name.
fn held(ty: &Type) -> Vec<String> {
    let of_fields = |fields: &[Field]| fields.iter().filter_map(|field| name(&field.ty)).collect::<Vec<_>>();
    let of_variant = |variant: &Variant| match &variant.body {
        Body::Fields(fields) => of_fields(fields),
        Body::Same(name) => vec![name.clone()],
        Body::One(ty) => name(ty).into_iter().collect(),
        Body::Nothing => Vec::new(),
    };
    match &ty.shape {
        Shape::Record { fields, .. } => of_fields(fields),
        Shape::Union(union) => union.variants.iter().flat_map(of_variant).collect(),
        Shape::Condition => vec!["Leaf".to_owned()],
        _ => Vec::new(),
    }
}

fn name(ty: &Ty) -> Option<String> {
    match ty {
        Ty::Named(name) => Some(name.clone()),
        Ty::List(inner) | Ty::Maybe(inner) => name(inner),
        Ty::Bool | Ty::Whole { .. } | Ty::Text => None,
    }
}

/// Records with members that may be left out, where UniFFI cannot write what they are then.
fn shortened(api: &Api) -> Vec<(&Type, &[Field])> {
    fn of<'a>(ty: &'a Type, api: &Api) -> Option<(&'a Type, &'a [Field])> {
        let Shape::Record { fields, beside: None } = &ty.shape else { return None };
        fields.iter().any(|field| implied(field, api).is_some()).then_some((ty, fields.as_slice()))
    }
    let made = made(api);
    api.types.iter().filter(|ty| made.contains(&ty.name)).filter_map(|ty| of(ty, api)).collect()
}

/// What a member is that is left out.
enum Implied<'a> {
    /// The id that stands for none yet.
    Unset,
    /// One of a few names.
    Name(&'a str),
    /// The value that is nothing.
    Nothing,
}

fn implied<'a>(field: &'a Field, api: &Api) -> Option<Implied<'a>> {
    let (default, Ty::Named(name)) = (field.default.as_ref()?, &field.ty) else { return None };
    match (&api.find(name)?.shape, default.as_str()) {
        (Shape::Id, Some(_)) => Some(Implied::Unset),
        (Shape::Names(_), Some(name)) => Some(Implied::Name(name)),
        (Shape::Value, None) => Some(Implied::Nothing),
        _ => None,
    }
}

/// Records whose id lies one deeper in Rust, and so in Swift: JSON does not show it.
const NESTED: [&str; 3] = ["InternalNote", "PublicComment", "Text"];

/// Records that are told apart by an id of their own.
fn identified(api: &Api) -> impl Iterator<Item = &Type> {
    api.types.iter().filter(|ty| match &ty.shape {
        Shape::Record { fields, .. } => fields.iter().any(|field| {
            let Ty::Named(of) = &field.ty else { return false };
            field.name == "id"
                && !NESTED.contains(&ty.name.as_str())
                && api.find(of).is_some_and(|of| matches!(of.shape, Shape::Id))
        }),
        _ => false,
    })
}

/// The kinds of errors.
fn kinds(api: &Api) -> Vec<super::ir::Name> {
    match api.find("ErrorKind").map(|ty| &ty.shape) {
        Some(Shape::Names(names)) => names.clone(),
        _ => Vec::new(),
    }
}
