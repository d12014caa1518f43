//! `_codec.py`: how every type is read from JSON and written to it, by functions that do no more than that.

mod unions;

use super::models::beside_field;
use super::names::{attribute, is_duration, shape, variant_class};
use super::text::{listed, literal};
use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Type, Variant};
use crate::codegen::words::snake;

const HEAD: &str = r#""""How the types are read from JSON, and written to it.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from . import _models as m
from ._native import Maker
from ._wire import (
    MILLISECOND,
    Json,
    Parts,
    Place,
    checked,
    decode_instant,
    decode_unknown,
    decode_value,
    encode_bool,
    encode_bytes,
    encode_day,
    encode_duration,
    encode_instant,
    encode_int,
    encode_list,
    encode_name,
    encode_str,
    encode_value,
    not_one_of,
    not_too_deep,
)
"#;

pub fn write(api: &Api) -> String {
    let codec = Codec { api };
    HEAD.to_owned() + &api.types.iter().map(|ty| codec.functions(ty)).collect::<String>()
}

/// Reads and writes values of the types of an API.
pub struct Codec<'a> {
    pub api: &'a Api,
}

impl Codec<'_> {
    fn functions(&self, ty: &Type) -> String {
        let Type { name, shape, .. } = ty;
        let bodies = match shape {
            Shape::Names(_) => return names(name),
            Shape::Record { fields, beside } => {
                let beside = beside.as_ref().map(|(name, ty)| (beside_field(name, ty), ty));
                self.record(name, fields, beside)
            }
            Shape::Union(union) => self.union(name, union),
            Shape::Condition => condition(),
            _ => return String::new(),
        };
        let (decode, encode) = bodies;
        let of = snake(name);
        let makers = match filled(name, shape).iter().map(|class| maker(class)).collect::<String>() {
            none if none.is_empty() => none,
            some => format!("\n{some}\n"),
        };
        format!(
            "{makers}\n\ndef decode_{of}(data: Any, parts: Parts) -> m.{name}:\n{decode}\n\n\
             def encode_{of}(value: m.{name}, at: Place) -> Json:\n{encode}"
        )
    }

    fn record(&self, name: &str, fields: &[Field], beside: Option<(Field, &Ty)>) -> (String, String) {
        let mut decoded: Vec<String> = fields.iter().map(|field| self.decode_member(field, "data")).collect();
        let mut first = Vec::new();
        if let Some((field, ty)) = beside {
            decoded.push(self.decode(ty, "data"));
            first.push(format!("**{}", self.encode(ty, &format!("value.{}", attribute(&field)), "at")));
        }
        let decode = made("    ", name, decoded);
        let check = format!("    checked(value, m.{name}, at)\n");
        let declare = if any_left_out(fields) { "    data: Json\n" } else { "" };
        (decode, check + declare + &self.encode_fields("    ", first, fields, "at", |data| data.to_owned()))
    }

    /// What a member of `data` is, or what it is when it is not there.
    fn decode_member(&self, field: &Field, data: &str) -> String {
        let name = literal(&field.name);
        let Some(default) = &field.default else {
            return self.decode_as(field, &format!("{data}[{name}]"));
        };
        let absent = match default {
            serde_json::Value::Null => String::new(),
            serde_json::Value::Bool(true) => ", True".to_owned(),
            serde_json::Value::Bool(false) => ", False".to_owned(),
            serde_json::Value::Array(_) => ", ()".to_owned(),
            serde_json::Value::Object(_) => {
                let written = self.api.written_out(&field.ty, default).into_iter();
                let members = written.filter_map(|field| Some((field.name, field.default?)));
                format!(", {}", serde_json::Value::Object(members.collect()))
            }
            other => format!(", {other}"),
        };
        self.decode_as(field, &format!("{data}.get({name}{absent})"))
    }

    /// What a member is, read from an expression.
    pub fn decode_as(&self, field: &Field, data: &str) -> String {
        match (&field.ty, is_duration(field)) {
            (Ty::Maybe(_), true) => format!("None if (it := {data}) is None else it * MILLISECOND"),
            (_, true) => format!("{data} * MILLISECOND"),
            (ty, false) => self.decode(ty, data),
        }
    }

    /// The lines that return the fields of `value`, behind the members that come first. What is left out when it is nothing is added when
    /// it is something.
    fn encode_fields(
        &self,
        indent: &str,
        first: Vec<String>,
        fields: &[Field],
        at: &str,
        around: impl Fn(&str) -> String,
    ) -> String {
        let written = |field: &Field| {
            let name = literal(&field.name);
            let value = format!("value.{}", attribute(field));
            format!("{name}: {}", self.encode_as(field, &value, &format!("({at}, {name})")))
        };
        let members: Vec<String> =
            first.into_iter().chain(fields.iter().filter(|field| !field.left_out).map(written)).collect();
        if !any_left_out(fields) {
            let object = listed(indent, "{", &members, "}");
            return format!("{indent}return {}\n", around(object.trim()));
        }
        let mut out = listed(indent, "data = {", &members, "}");
        for field in fields.iter().filter(|field| field.left_out) {
            let (name, value) = (literal(&field.name), format!("value.{}", attribute(field)));
            let present = Field { ty: present(&field.ty), ..field.clone() };
            let is_there = match &field.ty {
                Ty::Maybe(_) | Ty::Named(_) => format!("{value} is not None"),
                _ => value.clone(),
            };
            let encoded = self.encode_as(&present, &value, &format!("({at}, {name})"));
            out += &format!("{indent}if {is_there}:\n{indent}    data[{name}] = {encoded}\n");
        }
        out + &format!("{indent}return {}\n", around("data"))
    }

    /// How the value of an expression is written as a member.
    pub fn encode_as(&self, field: &Field, value: &str, at: &str) -> String {
        match (&field.ty, is_duration(field)) {
            (Ty::Maybe(_), true) => format!("None if {value} is None else encode_duration({value}, {at})"),
            (_, true) => format!("encode_duration({value}, {at})"),
            (ty, false) => self.encode(ty, value, at),
        }
    }

    /// Reads an expression as a value of a type.
    pub fn decode(&self, ty: &Ty, data: &str) -> String {
        match ty {
            Ty::Bool | Ty::Whole { .. } | Ty::Text => data.to_owned(),
            Ty::Maybe(inner) => match self.decode(inner, "it") {
                plain if plain == "it" => data.to_owned(),
                read => format!("None if (it := {data}) is None else {read}"),
            },
            Ty::List(item) => match self.decode(item, "item") {
                plain if plain == "item" => format!("tuple({data})"),
                read => format!("tuple([{read} for item in {data}])"),
            },
            Ty::Named(name) => match shape(self.api, name) {
                Some(Shape::Id | Shape::Digest | Shape::Number) => data.to_owned(),
                Some(Shape::Instant) => format!("decode_instant({data})"),
                Some(Shape::Day) => format!("date.fromisoformat({data})"),
                Some(Shape::Bytes) => format!("parts[{data}]"),
                Some(Shape::Value) => format!("decode_value({data})"),
                _ => format!("decode_{}({data}, parts)", snake(name)),
            },
        }
    }

    /// Writes an expression of a type.
    pub fn encode(&self, ty: &Ty, value: &str, at: &str) -> String {
        match ty {
            Ty::Maybe(inner) => format!("None if {value} is None else {}", self.encode(inner, value, at)),
            Ty::List(item) => format!("encode_list({value}, {at}, {})", self.encoder(item)),
            plain => format!("{}({value}, {at})", self.encoder(plain)),
        }
    }

    /// The function that writes values of a type.
    fn encoder(&self, ty: &Ty) -> String {
        match ty {
            Ty::Bool => "encode_bool".to_owned(),
            Ty::Whole { .. } => "encode_int".to_owned(),
            Ty::Text => "encode_str".to_owned(),
            Ty::List(_) | Ty::Maybe(_) => format!("lambda value, at: {}", self.encode(ty, "value", "at")),
            Ty::Named(name) => match shape(self.api, name) {
                Some(Shape::Id | Shape::Digest) => "encode_str".to_owned(),
                Some(Shape::Number) => "encode_int".to_owned(),
                Some(Shape::Instant) => "encode_instant".to_owned(),
                Some(Shape::Day) => "encode_day".to_owned(),
                Some(Shape::Bytes) => "encode_bytes".to_owned(),
                Some(Shape::Value) => "encode_value".to_owned(),
                _ => format!("encode_{}", snake(name)),
            },
        }
    }
}

/// The lines that return an object of a class, whose attributes have these values, in their order.
fn made(indent: &str, class: &str, values: Vec<String>) -> String {
    match values.as_slice() {
        [] => format!("{indent}return m.{class}()\n"),
        values => listed(indent, &format!("return _make_{}(", snake(class)), values, ")"),
    }
}

/// The classes of a type that have attributes.
fn filled(name: &str, shape: &Shape) -> Vec<String> {
    let has_some = |variant: &&Variant| match &variant.body {
        Body::Nothing | Body::Same(_) => false,
        Body::One(_) => true,
        Body::Fields(fields) => !fields.is_empty(),
    };
    match shape {
        Shape::Record { fields, beside } if !fields.is_empty() || beside.is_some() => vec![name.to_owned()],
        Shape::Union(union) => {
            let filled = union.variants.iter().filter(has_some);
            filled.map(|variant| variant_class(name, variant)).collect()
        }
        _ => Vec::new(),
    }
}

/// The line with what makes objects of a class that has attributes.
fn maker(class: &str) -> String {
    format!("\n_make_{} = Maker(m.{class})", snake(class))
}

fn any_left_out(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.left_out)
}

/// What a value is that is not nothing.
fn present(ty: &Ty) -> Ty {
    match ty {
        Ty::Maybe(inner) => (**inner).clone(),
        other => other.clone(),
    }
}

/// Names are looked up: calling the enum takes ten times as long.
fn names(name: &str) -> String {
    let of = snake(name);
    format!(
        "\n\n_{of} = {{name.value: name for name in m.{name}}}\n\n\n\
         def decode_{of}(data: Any, parts: Parts) -> m.{name}:\n    \
         try:\n        return _{of}[data]\n    except (KeyError, TypeError):\n        \
         raise decode_unknown(\"{name}\", data) from None\n\n\n\
         def encode_{of}(value: m.{name}, at: Place) -> str:\n    return encode_name(value, m.{name}, at)\n"
    )
}

fn condition() -> (String, String) {
    let decode = "    if \"field\" in data:
        return decode_leaf(data, parts)
    if \"not\" in data:
        return m.Not(condition=decode_condition_node(data[\"not\"], parts))
    return decode_node_group(data, parts)
";
    let encode = "    not_too_deep(at)
    match value:
        case m.Leaf():
            return encode_leaf(value, at)
        case m.Not():
            return {\"not\": encode_condition_node(value.condition, (at, \"not\"))}
        case m.NodeGroup():
            return encode_node_group(value, at)
    raise not_one_of(\"ConditionNode\", value, at)
";
    (decode.to_owned(), encode.to_owned())
}
