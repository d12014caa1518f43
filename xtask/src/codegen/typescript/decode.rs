//! `decode.ts`: from the wire to the types.

use super::text::imports;
use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Type, Union, Variant};
use crate::codegen::words::camel;

pub fn write(api: &Api) -> String {
    let reader = Reader { api };
    let body: String = api.types.iter().filter_map(|ty| reader.function(ty)).collect();
    let types = api.types.iter().map(|ty| ty.name.as_str());
    let helpers = HELPERS.into_iter();
    format!(
        "{}{}import type {{ Parts, Wire }} from \"./reading.js\";\n{body}",
        imports(&body, "import type", types, "./models.js"),
        imports(&body, "import", helpers, "./reading.js"),
    )
}

/// What `reading.ts` helps with.
pub const HELPERS: [&str; 6] = ["nothing", "orNull", "toBytes", "toDate", "toList", "unreadable"];

/// Writes what reads a value.
pub struct Reader<'a> {
    pub api: &'a Api,
}

impl Reader<'_> {
    fn function(&self, ty: &Type) -> Option<String> {
        let name = &ty.name;
        let body = match &ty.shape {
            Shape::Record { fields, beside } => {
                let beside = beside.as_ref().map(|(_, ty)| format!("    ...{},\n", self.value(ty, "wire")));
                format!(
                    "  return {{\n{}{}  }};\n",
                    self.fields(fields, "wire", "    "),
                    beside.unwrap_or_default()
                )
            }
            Shape::Union(union) => self.union(name, union),
            Shape::Condition => {
                "  if (\"not\" in wire) return { not: decodeConditionNode(wire.not as Wire, parts) };\n  \
                 return \"field\" in wire ? decodeLeaf(wire, parts) : decodeNodeGroup(wire, parts);\n"
                    .to_owned()
            }
            _ => return None,
        };
        let parts = if body.contains("parts") { "parts" } else { "_parts" };
        Some(format!("\nexport function decode{name}(wire: Wire, {parts}: Parts): {name} {{\n{body}}}\n"))
    }

    fn union(&self, name: &str, union: &Union) -> String {
        let tag = &union.tag;
        let cases: String = union
            .variants
            .iter()
            .map(|variant| {
                format!("    case \"{}\":\n      return {};\n", variant.name, self.variant(union, variant))
            })
            .collect();
        let default = if union.open {
            format!("return {{ {}: \"unknown\", name: String(wire.{tag}), body: wire.body }};", camel(tag))
        } else {
            format!("throw unreadable(\"{name}\", wire.{tag});")
        };
        let inner = union.content.as_ref().filter(|_| union.variants.iter().any(has_fields));
        let inner = inner.map(|content| format!("  const {} = wire.{content} as Wire;\n", camel(content)));
        format!(
            "{}  switch (wire.{tag}) {{\n{cases}    default:\n      {default}\n  }}\n",
            inner.unwrap_or_default()
        )
    }

    fn variant(&self, union: &Union, variant: &Variant) -> String {
        let tag = format!("{}: \"{}\"", camel(&union.tag), variant.name);
        match (&variant.body, &union.content) {
            (Body::Nothing, _) => format!("{{ {tag} }}"),
            (Body::Same(of), _) => format!("{{ {tag}, ...decode{of}(wire, parts) }}"),
            (Body::One(ty), content) => {
                let content = content.as_deref().unwrap_or_default();
                format!("{{ {tag}, {}: {} }}", camel(content), self.value(ty, &format!("wire.{content}")))
            }
            (Body::Fields(fields), None) => {
                format!("{{\n        {tag},\n{}      }}", self.fields(fields, "wire", "        "))
            }
            (Body::Fields(fields), Some(content)) => {
                let content = camel(content);
                let inner = self.fields(fields, &content, "          ");
                format!("{{\n        {tag},\n        {content}: {{\n{inner}        }},\n      }}")
            }
        }
    }

    /// The members of an object, a line each.
    pub fn fields(&self, fields: &[Field], from: &str, indent: &str) -> String {
        fields
            .iter()
            .map(|field| format!("{indent}{}: {},\n", camel(&field.name), self.field(field, from)))
            .collect()
    }

    /// What reads a member.
    pub fn field(&self, field: &Field, from: &str) -> String {
        let at = format!("{from}.{}", field.name);
        match &field.default {
            Some(default) if !default.is_null() => self.value(&field.ty, &format!("{at} ?? {default}")),
            Some(_) if !matches!(field.ty, Ty::Maybe(_)) => self.value(&field.ty, &format!("{at} ?? null")),
            _ => self.value(&field.ty, &at),
        }
    }

    /// What reads a value.
    pub fn value(&self, ty: &Ty, from: &str) -> String {
        let cast = |ty: &str| {
            if from.contains(' ') { format!("({from}) as {ty}") } else { format!("{from} as {ty}") }
        };
        match ty {
            Ty::Bool | Ty::Whole { .. } | Ty::Text => cast(&plain(ty)),
            Ty::Named(name) => match self.function_of(ty).as_deref() {
                None => cast(name),
                Some("toDate") => format!("toDate({from})"),
                Some("toBytes") => format!("toBytes({from}, parts)"),
                Some(function) if from == "wire" => format!("{function}(wire, parts)"),
                Some(function) => format!("{function}({}, parts)", cast("Wire")),
            },
            Ty::List(item) => match self.function_of(item) {
                None => cast(&plain(ty)),
                Some(function) => format!("toList({from}, parts, {function})"),
            },
            Ty::Maybe(inner) => match self.function_of(inner) {
                None => format!("({from} ?? null) as {}", plain(ty)),
                Some(function) => format!("orNull({from}, parts, {function})"),
            },
        }
    }

    /// The function that reads a type, where it is not the same on the wire.
    pub fn function_of(&self, ty: &Ty) -> Option<String> {
        let Ty::Named(name) = ty else { return None };
        match &self.api.find(name)?.shape {
            Shape::Instant => Some("toDate".to_owned()),
            Shape::Bytes => Some("toBytes".to_owned()),
            Shape::Record { .. } | Shape::Union(_) | Shape::Condition => Some(format!("decode{name}")),
            _ => None,
        }
    }
}

fn has_fields(variant: &Variant) -> bool {
    matches!(variant.body, Body::Fields(_))
}

/// A type that is the same on the wire.
fn plain(ty: &Ty) -> String {
    match ty {
        Ty::Bool => "boolean".to_owned(),
        Ty::Whole { .. } => "number".to_owned(),
        Ty::Text => "string".to_owned(),
        Ty::Named(name) => name.clone(),
        Ty::List(item) => format!("{}[]", plain(item)),
        Ty::Maybe(inner) => format!("{} | null", plain(inner)),
    }
}
