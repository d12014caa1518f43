//! The operations table and its types, as generators of code want them: read from the JSON Schema that core describes itself with.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::words::pascal;

/// All that a language needs to know.
#[derive(Debug, Clone)]
pub struct Api {
    pub operations: Vec<Operation>,
    /// In order of names.
    pub types: Vec<Type>,
}

#[derive(Debug, Clone)]
pub struct Operation {
    pub name: String,
    pub doc: String,
    pub on: On,
    /// The member of the answer that holds the things on a page, and what each of them is.
    pub paging: Option<(String, Ty)>,
    pub arguments: Vec<Field>,
    /// The type whose members the arguments are, where it has a name of its own.
    pub takes: Option<String>,
    /// Nothing when it only succeeds.
    pub answer: Option<Ty>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A desk, as an actor, by a command that acts once.
    Command,
    /// A desk, as an actor.
    Desk,
    /// The store as a whole.
    Store,
}

#[derive(Debug, Clone)]
pub struct Type {
    pub name: String,
    pub doc: String,
    pub shape: Shape,
}

#[derive(Debug, Clone)]
pub enum Shape {
    /// A text of its own kind: `tkt_…`.
    Id,
    /// Milliseconds since 1970.
    Instant,
    /// A day, written `YYYY-MM-DD`.
    Day,
    /// 32 hexadecimal digits.
    Digest,
    /// The place of bytes among the parts of a call.
    Bytes,
    /// A number of its own kind.
    Number,
    /// One of a few names.
    Names(Vec<Name>),
    Record {
        fields: Vec<Field>,
        /// A union whose members stand beside the fields, and what it is called as a field.
        beside: Option<(String, Ty)>,
    },
    Union(Union),
    /// A comparison, the opposite of a condition, or a group of conditions, told apart by their members.
    Condition,
    /// A text, a whole number, true or false, nothing, or a list of values.
    Value,
}

#[derive(Debug, Clone)]
pub struct Name {
    pub name: String,
    pub doc: String,
}

/// One of several, told apart by the member `tag`.
#[derive(Debug, Clone)]
pub struct Union {
    pub tag: String,
    /// The member in which the fields of a variant lie; without it they lie beside the tag.
    pub content: Option<String>,
    pub variants: Vec<Variant>,
    /// Whether there may be variants that are not known here, told apart by other tags.
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Variant {
    /// What `tag` holds.
    pub name: String,
    pub doc: String,
    pub body: Body,
}

#[derive(Debug, Clone)]
pub enum Body {
    Nothing,
    Fields(Vec<Field>),
    /// The fields are those of a type that is known by its own name.
    Same(String),
    /// One value without a name, in the member `content`.
    One(Ty),
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub doc: String,
    pub ty: Ty,
    /// Whether it is a whole number of 64 bits, where a language tells those apart.
    pub wide: bool,
    /// What it is when it is not there; nothing when it must be there.
    pub default: Option<Value>,
    /// Whether it is never written when it is nothing: null, false, zero, or empty.
    pub left_out: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Ty {
    Bool,
    /// A whole number; whether it may be negative.
    Whole {
        signed: bool,
    },
    Text,
    /// A type by its name.
    Named(String),
    List(Box<Ty>),
    /// Or nothing.
    Maybe(Box<Ty>),
}

/// What core says of itself.
pub fn api() -> Api {
    let description = serde_json::to_value(frontdesk::api::describe()).unwrap_or_default();
    let types = object(&description, "types");
    let operations = list(&description, "operations").iter().map(operation).collect::<Vec<_>>();
    let mut api = Api { operations, types: Vec::new() };
    for (name, schema) in &types {
        api.types.push(Type { name: name.clone(), doc: doc(schema), shape: shape(schema, &types) });
    }
    api.types.sort_by(|a, b| a.name.cmp(&b.name));
    let items: BTreeMap<_, _> =
        api.operations.iter().filter_map(|op| Some((op.name.clone(), items(op, &api)?))).collect();
    for operation in &mut api.operations {
        if let (Some(paging), Some(ty)) = (&mut operation.paging, items.get(&operation.name)) {
            paging.1 = ty.clone();
        }
    }
    api
}

impl Api {
    pub fn find(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name == name)
    }

    /// The members of an object that its type does not have by itself, each with its value as its default.
    pub fn written_out(&self, ty: &Ty, value: &Value) -> Vec<Field> {
        let Ty::Named(name) = ty else { return Vec::new() };
        let Some(Shape::Record { fields, .. }) = self.find(name).map(|ty| &ty.shape) else {
            return Vec::new();
        };
        let own = fields.iter().filter_map(|field| {
            let written = value.get(&field.name)?;
            (field.default.as_ref() != Some(written))
                .then(|| Field { default: Some(written.clone()), ..field.clone() })
        });
        own.collect()
    }
}

/// What lies on a page of an operation.
fn items(operation: &Operation, api: &Api) -> Option<Ty> {
    let (member, _) = operation.paging.as_ref()?;
    let Some(Ty::Named(page)) = &operation.answer else { return None };
    let Shape::Record { fields, .. } = &api.find(page)?.shape else { return None };
    match &fields.iter().find(|field| field.name == *member)?.ty {
        Ty::List(item) => Some((**item).clone()),
        _ => None,
    }
}

fn operation(schema: &Value) -> Operation {
    let answer = schema.get("answer").filter(|answer| answer.get("type") != Some(&"null".into()));
    Operation {
        name: text(schema, "name"),
        doc: text(schema, "doc"),
        on: match text(schema, "on").as_str() {
            "command" => On::Command,
            "store" => On::Store,
            _ => On::Desk,
        },
        paging: schema
            .pointer("/paging/items")
            .and_then(Value::as_str)
            .map(|items| (items.to_owned(), Ty::Text)),
        arguments: schema.get("arguments").map(|arguments| fields(arguments, "")).unwrap_or_default(),
        takes: schema.get("takes").and_then(Value::as_str).map(str::to_owned),
        answer: answer.map(ty),
    }
}

fn shape(schema: &Value, types: &Map<String, Value>) -> Shape {
    match schema.get("x-frontdesk").and_then(Value::as_str) {
        Some("id") => return Shape::Id,
        Some("instant") => return Shape::Instant,
        Some("day") => return Shape::Day,
        Some("digest") => return Shape::Digest,
        Some("bytes") => return Shape::Bytes,
        Some("condition") => return Shape::Condition,
        Some("value") => return Shape::Value,
        _ => {}
    }
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        return if variants.iter().all(|variant| variant.get("const").is_some()) {
            Shape::Names(
                variants.iter().map(|one| Name { name: text(one, "const"), doc: doc(one) }).collect(),
            )
        } else {
            let open = schema.get("x-frontdesk-open") == Some(&true.into());
            Shape::Union(Union { open, ..union(variants, types) })
        };
    }
    if let Some(names) = schema.get("enum").and_then(Value::as_array) {
        let name =
            |name: &Value| Name { name: name.as_str().unwrap_or_default().to_owned(), doc: String::new() };
        return Shape::Names(names.iter().map(name).collect());
    }
    if let Some(of) = reference(schema) {
        // A type that adds nothing but its name to another.
        return types.get(&of).map_or(Shape::Value, |of| shape(of, types));
    }
    if schema.get("type") == Some(&"integer".into()) {
        return Shape::Number;
    }
    let beside = schema.get("x-frontdesk-beside").and_then(Value::as_str).map(|name| {
        let of = schema.pointer("/allOf/0").map_or(Ty::Text, ty);
        (name.to_owned(), of)
    });
    Shape::Record { fields: fields(schema, ""), beside }
}

fn union(variants: &[Value], types: &Map<String, Value>) -> Union {
    // The tag is the one member that every variant has as a constant.
    let tag = variants
        .first()
        .map(|first| object(first, "properties"))
        .unwrap_or_default()
        .iter()
        .find(|(_, schema)| schema.get("const").is_some())
        .map(|(name, _)| name.clone())
        .unwrap_or_default();
    let members = |variant: &Value| {
        object(variant, "properties").keys().filter(|name| **name != tag).cloned().collect::<Vec<_>>()
    };
    // Where every variant has at most the same one member, that is where its content lies.
    let mut contents: Vec<String> = variants.iter().flat_map(&members).collect();
    contents.sort();
    contents.dedup();
    let content = match contents.as_slice() {
        [one] if (one == "body" || one == "value") && variants.len() > 1 => Some(one.clone()),
        _ => None,
    };
    let read = |variant: &Value| Variant {
        name: tag_of(variant, &tag),
        doc: doc(variant),
        body: body(variant, &tag, content.as_deref(), types),
    };
    let variants = variants.iter().map(read).collect();
    Union { tag, content, variants, open: false }
}

/// What the tag of a variant holds.
fn tag_of(variant: &Value, tag: &str) -> String {
    let name = variant.pointer(&format!("/properties/{tag}/const"));
    name.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn body(variant: &Value, tag: &str, content: Option<&str>, types: &Map<String, Value>) -> Body {
    if let Some(of) = reference(variant) {
        return Body::Same(of);
    }
    if let Some(content) = content {
        let Some(inner) = variant.pointer(&format!("/properties/{content}")) else { return Body::Nothing };
        return if inner.get("properties").is_some() {
            Body::Fields(fields(inner, ""))
        } else {
            Body::One(ty(inner))
        };
    }
    let own = fields(variant, tag);
    if own.is_empty() {
        return Body::Nothing;
    }
    // Members that are exactly those of a named type are that type: it was written into the variant whole.
    let is_own = |theirs: &Field| own.iter().any(|field| field.name == theirs.name && field.ty == theirs.ty);
    let same = |schema: &Value| {
        let theirs = fields(schema, "");
        theirs.len() == own.len() && theirs.iter().all(is_own)
    };
    let mut candidates =
        types.iter().filter(|(_, schema)| schema.get("properties").is_some() && same(schema));
    match (candidates.next(), candidates.next()) {
        (Some((name, _)), None) if own.len() > 2 || *name == pascal(&tag_of(variant, tag)) => {
            Body::Same(name.clone())
        }
        _ => Body::Fields(own),
    }
}

/// The members of an object but the tag.
fn fields(schema: &Value, tag: &str) -> Vec<Field> {
    let required: Vec<&str> = list(schema, "required").iter().filter_map(Value::as_str).collect::<Vec<_>>();
    let required: Vec<String> = required.into_iter().map(str::to_owned).collect();
    object(schema, "properties")
        .iter()
        .filter(|(name, _)| *name != tag)
        .map(|(name, schema)| {
            let ty = ty(schema);
            let written = schema.get("default").cloned();
            let left_out = !required.contains(name) && written.is_none();
            let default = (!required.contains(name)).then(|| written.unwrap_or_else(|| empty(&ty)));
            let wide = text(schema, "format").ends_with("64");
            Field { name: name.clone(), doc: doc(schema), ty, wide, default, left_out }
        })
        .collect()
}

/// What a member is that is left out when it is nothing.
fn empty(ty: &Ty) -> Value {
    match ty {
        Ty::Bool => false.into(),
        Ty::Whole { .. } => 0.into(),
        Ty::Text => "".into(),
        Ty::List(_) => Value::Array(Vec::new()),
        Ty::Maybe(_) | Ty::Named(_) => Value::Null,
    }
}

fn ty(schema: &Value) -> Ty {
    if let Some(name) = reference(schema) {
        return Ty::Named(name);
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let null = |choice: &&Value| choice.get("type") == Some(&"null".into());
        return match choices.iter().find(|choice| !null(choice)) {
            Some(one) => Ty::Maybe(Box::new(ty(one))),
            None => Ty::Text,
        };
    }
    match schema.get("type") {
        Some(Value::Array(types)) => {
            let one = types.iter().find(|one| *one != "null").cloned().unwrap_or_default();
            let mut inner = schema.clone();
            if let Some(inner) = inner.as_object_mut() {
                inner.insert("type".to_owned(), one);
            }
            Ty::Maybe(Box::new(ty(&inner)))
        }
        Some(Value::String(name)) => match name.as_str() {
            "boolean" => Ty::Bool,
            "integer" => Ty::Whole { signed: text(schema, "format").starts_with("int") },
            "array" => Ty::List(Box::new(schema.get("items").map_or(Ty::Text, ty))),
            _ => Ty::Text,
        },
        _ => Ty::Text,
    }
}

fn reference(schema: &Value) -> Option<String> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/").map(str::to_owned)
}

/// What is said about something, without examples: those are in Rust.
fn doc(schema: &Value) -> String {
    text(schema, "description")
        .split("```")
        .step_by(2)
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n\n")
        .trim_end()
        .to_owned()
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn object(value: &Value, name: &str) -> Map<String, Value> {
    value.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn union<'a>(api: &'a Api, name: &str) -> &'a Union {
        match &api.find(name).unwrap().shape {
            Shape::Union(union) => union,
            other => panic!("{name} is {other:?}"),
        }
    }

    #[test]
    fn every_type_that_is_named_is_there() {
        let api = api();
        fn named(ty: &Ty, found: &mut Vec<String>) {
            match ty {
                Ty::Named(name) => found.push(name.clone()),
                Ty::List(inner) | Ty::Maybe(inner) => named(inner, found),
                Ty::Bool | Ty::Whole { .. } | Ty::Text => {}
            }
        }
        let mut found = Vec::new();
        for operation in &api.operations {
            operation.arguments.iter().for_each(|field| named(&field.ty, &mut found));
            operation.answer.iter().for_each(|ty| named(ty, &mut found));
            operation.paging.iter().for_each(|(_, ty)| named(ty, &mut found));
        }
        for one in &api.types {
            let fields = match &one.shape {
                Shape::Record { fields, beside } => {
                    beside.iter().for_each(|(_, ty)| named(ty, &mut found));
                    fields.clone()
                }
                Shape::Union(union) => {
                    let of_variant = |variant: &Variant| match &variant.body {
                        Body::Fields(fields) => fields.clone(),
                        _ => Vec::new(),
                    };
                    for variant in &union.variants {
                        match &variant.body {
                            Body::Same(name) => found.push(name.clone()),
                            Body::One(ty) => named(ty, &mut found),
                            _ => {}
                        }
                    }
                    union.variants.iter().flat_map(of_variant).collect()
                }
                _ => Vec::new(),
            };
            fields.iter().for_each(|field| named(&field.ty, &mut found));
        }
        for name in found {
            assert!(api.find(&name).is_some(), "{name}");
        }
        assert!(api.types.iter().all(|one| !one.doc.is_empty() || matches!(one.shape, Shape::Id | Shape::Day | Shape::Digest)));
    }

    #[test]
    fn what_is_left_out_when_it_is_nothing_is_told_from_what_is_written_as_a_default() {
        let api = api();
        let left_out = |of: &str, name: &str| match &api.find(of).unwrap().shape {
            Shape::Record { fields, .. } => fields.iter().find(|field| field.name == name).unwrap().left_out,
            other => panic!("{of} is {other:?}"),
        };
        assert!(left_out("Ticket", "tags") && left_out("Ticket", "priority") && left_out("Leaf", "value"));
        assert!(
            !left_out("Ticket", "title")
                && !left_out("CreateTicket", "tags")
                && !left_out("Trigger", "active")
        );
    }

    #[test]
    fn variants_that_are_types_of_their_own_are_known_by_name() {
        let api = api();
        for (name, of) in [
            ("Config", "Trigger"),
            ("Config", "FieldDefinition"),
            ("Config", "DeskSettings"),
            ("Command", "CreateTicket"),
            ("Command", "SaveConfig"),
            ("Command", "Unsubscribe"),
            ("Comment", "PublicComment"),
            ("EffectBody", "MailEffect"),
        ] {
            let union = union(&api, name);
            assert!(
                union.variants.iter().any(|variant| matches!(&variant.body, Body::Same(same) if same == of)),
                "{name} {union:?}"
            );
        }
        let bodies = union(&api, "EventBody");
        assert_eq!(
            (bodies.tag.as_str(), bodies.content.as_deref(), bodies.open),
            ("kind", Some("body"), true)
        );
        let values = union(&api, "FieldValue");
        assert_eq!((values.tag.as_str(), values.content.as_deref()), ("type", Some("value")));
        assert_eq!(union(&api, "IntakeOutcome").tag, "outcome");
    }
}
