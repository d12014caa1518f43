//! What things are called in Python, and which types they have there.

use serde_json::Value;

use super::text::literal;
use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Union, Variant};
use crate::codegen::words::pascal;

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
        (ty, Value::Object(_)) => {
            let written = api.written_out(ty, value).into_iter();
            let members =
                written.filter_map(|field| Some(format!("{}={}", attribute(&field), default(api, &field)?)));
            format!("{}({})", of(api, ty), members.collect::<Vec<_>>().join(", "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::ir::api;

    fn field(name: &str, ty: Ty, default: Option<Value>) -> Field {
        Field { name: name.to_owned(), doc: String::new(), ty, wide: false, default, left_out: false }
    }

    #[test]
    fn lengths_of_time_lose_their_unit_and_what_python_keeps_gets_a_line() {
        let whole = || Ty::Whole { signed: true };
        for (name, ty, attribute_of_it) in [
            ("target_millis", whole(), "target"),
            ("millis", whole(), "duration"),
            ("millis", Ty::Text, "millis"),
            ("from", Ty::Text, "from_"),
            ("median_millis", Ty::Maybe(Box::new(whole())), "median"),
        ] {
            assert_eq!(attribute(&field(name, ty, None)), attribute_of_it);
        }
        let median = field("median_millis", Ty::Maybe(Box::new(whole())), None);
        assert_eq!(annotation(&api(), &median), "timedelta | None");
    }

    #[test]
    fn defaults_are_expressions() {
        let api = api();
        let named = |name: &str| Ty::Named(name.to_owned());
        for (ty, value, expected) in [
            (named("Channel"), Value::from("api"), "Channel.API"),
            (named("StatusId"), Value::from("sta_0"), "StatusId(\"sta_0\")"),
            (named("Envelope"), serde_json::json!({}), "Envelope()"),
            (
                named("Sort"),
                serde_json::json!({ "by": "number", "direction": "descending" }),
                "Sort(by=SortField.NUMBER, direction=Direction.DESCENDING)",
            ),
            (Ty::List(Box::new(Ty::Text)), serde_json::json!([]), "()"),
            (Ty::Text, Value::from("U\"C"), "\"U\\\"C\""),
            (Ty::Bool, Value::from(true), "True"),
        ] {
            assert_eq!(default(&api, &field("x", ty, Some(value))).as_deref(), Some(expected));
        }
        assert_eq!(default(&api, &field("x", Ty::Bool, None)), None);
    }

    #[test]
    fn variants_that_are_types_of_their_own_keep_their_name() {
        let api = api();
        let Some(Shape::Union(config)) = shape(&api, "Config") else { panic!("`Config` is a union") };
        assert!(choices("Config", config).contains(&"Trigger".to_owned()));
        let Some(Shape::Union(bodies)) = shape(&api, "EventBody") else { panic!("`EventBody` is a union") };
        let choices = choices("EventBody", bodies);
        assert!(choices.contains(&"EventBodyTicketCreated".to_owned()));
        assert!(choices.contains(&"EventBodyUnknown".to_owned()));
    }
}
