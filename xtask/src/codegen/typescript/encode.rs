//! `encode.ts`: from the types to the wire.

use super::sides::{Side, Sides};
use super::text::imports;
use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Type, Union, Variant};
use crate::codegen::words::camel;

pub fn write(api: &Api, sides: &Sides) -> String {
    let writer = Writer { api, sides };
    let body: String = api.types.iter().filter_map(|ty| writer.function(ty)).collect();
    let names: Vec<String> = api.types.iter().map(|ty| sides.name(&ty.name, Side::In)).collect();
    format!(
        "{}{}import type {{ Place, Wire }} from \"./writing.js\";\n{body}",
        imports(&body, "import type", names.iter().map(String::as_str), "./models.js"),
        imports(&body, "import", HELPERS.into_iter(), "./writing.js"),
    )
}

/// What `writing.ts` helps with.
pub const HELPERS: [&str; 8] =
    ["fromBytes", "fromDate", "fromList", "fromValue", "given", "members", "plain", "unknownTag"];

/// Writes what writes a value.
pub struct Writer<'a> {
    pub api: &'a Api,
    pub sides: &'a Sides,
}

impl Writer<'_> {
    fn function(&self, ty: &Type) -> Option<String> {
        let name = &ty.name;
        let body = match &ty.shape {
            Shape::Record { fields, beside } => {
                let beside = beside.as_ref().map(|(_, ty)| format!("    ...{},\n", self.spread(ty)));
                format!(
                    "{}  return {{\n{}{}  }};\n",
                    self.members(name, fields, "", "  "),
                    self.fields(fields, "value", "at", "    "),
                    beside.unwrap_or_default(),
                )
            }
            Shape::Union(union) => self.union(name, union),
            Shape::Condition => {
                "  members(value, at);\n  if (\"not\" in value) {\n    members(value, at, [\"not\"]);\n    \
                 return { not: given(value.not, at.in(\"not\"), encodeConditionNode) };\n  }\n  \
                 return \"field\" in value ? encodeLeaf(value, at) : encodeNodeGroup(value, at);\n"
                    .to_owned()
            }
            _ => return None,
        };
        let at = if body.contains("at") { "at" } else { "_at" };
        let of = self.sides.name(name, Side::In);
        Some(format!("\nexport function encode{name}(value: {of}, {at}: Place): Wire {{\n{body}}}\n"))
    }

    /// Checks that there are no members but these; for what comes from a caller.
    fn members(&self, name: &str, fields: &[Field], tag: &str, indent: &str) -> String {
        if !self.sides.goes_in(name) {
            return String::new();
        }
        let tag = Some(camel(tag)).filter(|tag| !tag.is_empty());
        let names = tag.into_iter().chain(fields.iter().map(|field| camel(&field.name)));
        let listed: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        format!("{indent}members(value, at, [{}]);\n", listed.join(", "))
    }

    fn spread(&self, ty: &Ty) -> String {
        self.function_of(ty).map(|function| format!("{function}(value, at)")).unwrap_or_default()
    }

    fn union(&self, name: &str, union: &Union) -> String {
        let (tag, member) = (&union.tag, camel(&union.tag));
        let mut cases: String =
            union.variants.iter().map(|variant| self.variant(name, union, variant)).collect();
        if union.open {
            cases +=
                &format!("    case \"unknown\":\n      return {{ {tag}: value.name, body: value.body }};\n");
        }
        format!(
            "  members(value, at);\n  switch (value.{member}) {{\n{cases}    default:\n      \
             throw unknownTag(at.in(\"{tag}\"));\n  }}\n"
        )
    }

    fn variant(&self, name: &str, union: &Union, variant: &Variant) -> String {
        let (tag, member, word) = (&union.tag, camel(&union.tag), &variant.name);
        let head = format!("    case \"{word}\":");
        let written = if *tag == member { member.clone() } else { format!("{tag}: {member}") };
        let checked = |fields: &[Field]| self.members(name, fields, tag, "      ");
        match (&variant.body, &union.content) {
            (Body::Nothing, _) => format!("{head}\n{}      return {{ {tag}: \"{word}\" }};\n", checked(&[])),
            (Body::Same(of), _) => format!(
                "{head} {{\n      const {{ {member}, ...of }} = value;\n      return {{ {written}, ...encode{of}(of, at) }};\n    }}\n"
            ),
            (Body::One(ty), content) => {
                let content = content.as_deref().unwrap_or_default();
                let value =
                    self.value(ty, &format!("value.{}", camel(content)), &format!("at.in(\"{content}\")"));
                format!("{head}\n      return {{ {tag}: \"{word}\", {content}: {value} }};\n")
            }
            (Body::Fields(fields), None) => format!(
                "{head}\n{}      return {{\n        {tag}: \"{word}\",\n{}      }};\n",
                checked(fields),
                self.fields(fields, "value", "at", "        ")
            ),
            (Body::Fields(fields), Some(content)) => format!(
                "{head}\n      return {{\n        {tag}: \"{word}\",\n        {content}: {{\n{}        }},\n      }};\n",
                self.fields(
                    fields,
                    &format!("value.{}", camel(content)),
                    &format!("at.in(\"{content}\")"),
                    "          "
                )
            ),
        }
    }

    /// The members of an object, a line each.
    pub fn fields(&self, fields: &[Field], from: &str, at: &str, indent: &str) -> String {
        fields
            .iter()
            .map(|field| format!("{indent}{}: {},\n", field.name, self.field(field, from, at)))
            .collect()
    }

    /// What writes a member.
    pub fn field(&self, field: &Field, from: &str, at: &str) -> String {
        let Field { name, ty, .. } = field;
        self.value(ty, &format!("{from}.{}", camel(name)), &format!("{at}.in(\"{name}\")"))
    }

    /// What writes a value.
    pub fn value(&self, ty: &Ty, from: &str, at: &str) -> String {
        match ty {
            Ty::List(item) => {
                let function = self.function_of(item).unwrap_or_else(|| "plain".to_owned());
                format!("fromList({from}, {at}, {function})")
            }
            Ty::Maybe(inner) => self.value(inner, from, at),
            _ => match self.function_of(ty) {
                None => format!("plain({from}, {at})"),
                Some(function) if function.starts_with("encode") => {
                    format!("given({from}, {at}, {function})")
                }
                Some(function) => format!("{function}({from}, {at})"),
            },
        }
    }

    /// The function that writes a type, where it is not the same on the wire.
    fn function_of(&self, ty: &Ty) -> Option<String> {
        let Ty::Named(name) = ty else { return None };
        match &self.api.find(name)?.shape {
            Shape::Instant => Some("fromDate".to_owned()),
            Shape::Bytes => Some("fromBytes".to_owned()),
            Shape::Value => Some("fromValue".to_owned()),
            Shape::Record { .. } | Shape::Union(_) | Shape::Condition => Some(format!("encode{name}")),
            _ => None,
        }
    }
}
