//! What things are called in Python, and which types they have there.

use serde_json::Value;

use super::text::literal;
use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Union, Variant, pascal};

/// What Python keeps for itself.
const KEYWORDS: &[&str] =
    &["and", "as", "class", "def", "del", "from", "global", "if", "import", "in", "is", "not", "or", "pass"];

/// Whether a member is a length of time.
pub fn is_duration(field: &Field) -> bool {
    let whole = match &field.ty {
        Ty::Whole { .. } => true,
        Ty::Maybe(inner) => matches!(**inner, Ty::Whole { .. }),
        _ => false,
    };
    whole && (field.name == "millis" || field.name.ends_with("_millis"))
}

/// A member as an attribute or argument.
pub fn attribute(field: &Field) -> String {
    let name = match field.name.strip_suffix("_millis") {
        Some(name) if is_duration(field) => name,
        _ if field.name == "millis" && is_duration(field) => "duration",
        _ => &field.name,
    };
    if KEYWORDS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// `SlaEventKind` in names of functions: `sla_event_kind`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// A name of a set, as a member of its enum.
pub fn member(name: &str) -> String {
    name.to_uppercase()
}

/// The class of a variant.
pub fn variant_class(union: &str, variant: &Variant) -> String {
    match &variant.body {
        Body::Same(name) => name.clone(),
        _ => format!("{union}{}", pascal(&variant.name)),
    }
}

/// The class of variants that are not known.
pub fn unknown_class(union: &str) -> String {
    format!("{union}Unknown")
}

/// The members that a union is one of.
pub fn choices(name: &str, union: &Union) -> Vec<String> {
    let mut choices: Vec<_> = union.variants.iter().map(|variant| variant_class(name, variant)).collect();
    choices.extend(union.open.then(|| unknown_class(name)));
    choices
}

/// The annotation of a member.
pub fn annotation(api: &Api, field: &Field) -> String {
    let ty = of(api, &field.ty);
    if is_duration(field) { ty.replace("int", "timedelta") } else { ty }
}

/// A type as it is annotated.
pub fn of(api: &Api, ty: &Ty) -> String {
    match ty {
        Ty::Bool => "bool".to_owned(),
        Ty::Whole { .. } => "int".to_owned(),
        Ty::Text => "str".to_owned(),
        Ty::List(item) => format!("Sequence[{}]", of(api, item)),
        Ty::Maybe(inner) => format!("{} | None", of(api, inner)),
        Ty::Named(name) => match shape(api, name) {
            Some(Shape::Instant) => "datetime".to_owned(),
            Some(Shape::Day) => "date".to_owned(),
            Some(Shape::Bytes) => "bytes".to_owned(),
            _ => name.clone(),
        },
    }
}

pub fn shape<'a>(api: &'a Api, name: &str) -> Option<&'a Shape> {
    api.find(name).map(|ty| &ty.shape)
}

/// What a member is when it is not given, as an expression; nothing when it must be given.
pub fn default(api: &Api, field: &Field) -> Option<String> {
    let value = field.default.as_ref()?;
    Some(match (&field.ty, value) {
        (_, Value::Null) => "None".to_owned(),
        (_, Value::Bool(set)) => if *set { "True" } else { "False" }.to_owned(),
        (_, Value::Number(number)) if is_duration(field) => format!("timedelta(milliseconds={number})"),
        (_, Value::Number(number)) => number.to_string(),
        (Ty::Named(name), Value::String(text)) => match shape(api, name) {
            Some(Shape::Names(_)) => format!("{name}.{}", member(text)),
            _ => format!("{name}({})", literal(text)),
        },
        (_, Value::String(text)) => literal(text),
        (_, Value::Array(_)) => "()".to_owned(),
        // What is written out is what the type has by itself.
        (ty, Value::Object(_)) => format!("{}()", of(api, ty)),
    })
}
