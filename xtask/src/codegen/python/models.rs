//! `_models.py`: a class for every type.

use super::names::{annotation, attribute, choices, default, member, unknown_class, variant_class};
use super::text::{docstring, listed, literal};
use crate::codegen::ir::{Api, Body, Field, Name, Shape, Ty, Type, Union};

const HEAD: &str = r#""""The types of what is asked and answered.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NewType, TypeAlias

from . import _html, _reading
"#;

/// Types that show themselves in notebooks, and what writes them there.
const SHOWN: &[(&str, &str)] =
    &[("Ticket", "ticket"), ("TicketSummary", "ticket"), ("TicketSummaryPage", "ticket_page")];

/// Types that are read from texts in forms that others write, and the method that does.
const READ: &[(&str, &str)] = &[
    (
        "CalendarSpec",
        r#"    @staticmethod
    def from_opening_hours(zone: str, text: str, holidays: Sequence[Holiday] = ()) -> CalendarSpec:
        """The hours that an `opening_hours` text of OpenStreetMap tells. As there, a rule replaces those before it on
        the days that it names.

        It may have weekdays, several hours of a day, hours past midnight, `24/7`, `off` and `closed`; dates with a
        year, and dates without one that are off. Holidays are closed, so `PH off` adds nothing. Whatever else a text
        says is an `InvalidError` with a code `opening_hours.…`, whose detail `position` tells how many characters
        stand before.
        """
        return _reading.opening_hours(zone, text, holidays)
"#,
    ),
    (
        "HolidayImport",
        r#"    @staticmethod
    def read_ics(text: str) -> HolidayImport:
        """Reads one or more iCalendars that stand one after the other in a text.

        A time with a zone, or with none, is on the date that is written. A time in UTC is on the date it has in the
        zone that the calendar names in `X-WR-TIMEZONE`; without that the event is left out.

        A text that is none is an `InvalidError` with a code `ics.…`, whose detail `line` tells where; one that is too
        large, with more than 4 MiB or 10,000 events, a `LimitExceededError`.
        """
        return _reading.ics(text)
"#,
    ),
];

pub fn write(api: &Api) -> String {
    let mut module = Module { api, classes: String::new(), exported: Vec::new() };
    let of = |wanted: fn(&Shape) -> bool| api.types.iter().filter(move |ty| wanted(&ty.shape));
    for ty in of(|shape| matches!(shape, Shape::Id | Shape::Digest | Shape::Number)) {
        module.new_type(ty);
    }
    for ty in of(|shape| matches!(shape, Shape::Names(_))) {
        if let Shape::Names(names) = &ty.shape {
            module.names(ty, names);
        }
    }
    for ty in in_order(api) {
        if let Shape::Record { fields, beside } = &ty.shape {
            let beside = beside.as_ref().map(|(name, of)| beside_field(name, of));
            let fields: Vec<_> = fields.iter().cloned().chain(beside).collect();
            module.class(&ty.name, &ty.doc, &fields);
        }
    }
    for ty in of(|shape| matches!(shape, Shape::Union(_))) {
        if let Shape::Union(union) = &ty.shape {
            module.variants(&ty.name, union);
        }
    }
    for ty in of(|shape| matches!(shape, Shape::Union(_) | Shape::Condition | Shape::Value)) {
        module.alias(ty);
    }
    let Module { classes, mut exported, .. } = module;
    exported.sort();
    let exported: Vec<_> = exported.iter().map(|name| literal(name)).collect();
    format!("{HEAD}\n{}{classes}", listed("", "__all__ = [", &exported, "]"))
}

/// Records, those first that others have as a default.
fn in_order(api: &Api) -> Vec<&Type> {
    let is_default = |ty: &&Type| {
        let names = |field: &Field| {
            field.default.as_ref().is_some_and(serde_json::Value::is_object)
                && field.ty == Ty::Named(ty.name.clone())
        };
        api.types
            .iter()
            .any(|other| matches!(&other.shape, Shape::Record { fields, .. } if fields.iter().any(names)))
    };
    let (first, then): (Vec<_>, Vec<_>) = api.types.iter().partition(is_default);
    first.into_iter().chain(then).collect()
}

/// The union whose members stand beside those of a record, as a field.
pub fn beside_field(name: &str, ty: &Ty) -> Field {
    Field {
        name: name.to_owned(),
        doc: "What happened.".to_owned(),
        ty: ty.clone(),
        default: None,
        wide: false,
        left_out: false,
    }
}

struct Module<'a> {
    api: &'a Api,
    classes: String,
    exported: Vec<String>,
}

impl Module<'_> {
    fn new_type(&mut self, ty: &Type) {
        let Type { name, doc, shape } = ty;
        let of = if matches!(shape, Shape::Number) { "int" } else { "str" };
        self.classes += &format!("\n{name} = NewType(\"{name}\", {of})\n");
        if !doc.is_empty() {
            self.classes += &docstring("", doc, &[]);
        }
        self.exported.push(name.clone());
    }

    fn names(&mut self, ty: &Type, names: &[Name]) {
        self.classes += &format!("\n\nclass {}(str, Enum):\n", ty.name);
        self.classes += &docstring("    ", &ty.doc, &[]);
        self.classes.push('\n');
        for Name { name, doc } in names {
            self.classes += &format!("    {} = {}\n", member(name), literal(name));
            if !doc.is_empty() {
                self.classes += &docstring("    ", doc, &[]);
            }
        }
        self.classes += "\n    def __str__(self) -> str:\n        return self.value\n";
        self.exported.push(ty.name.clone());
    }

    fn class(&mut self, name: &str, doc: &str, fields: &[Field]) {
        let api = self.api;
        self.classes += &format!("\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass {name}:\n");
        self.classes += &docstring("    ", doc, &[]);
        if !fields.is_empty() {
            self.classes.push('\n');
        }
        for field in fields {
            let default = default(api, field).map(|value| format!(" = {value}")).unwrap_or_default();
            self.classes += &format!("    {}: {}{default}\n", attribute(field), annotation(api, field));
            if !field.doc.is_empty() {
                self.classes += &docstring("    ", &field.doc, &[]);
            }
        }
        if let Some((_, shown)) = SHOWN.iter().find(|(of, _)| *of == name) {
            self.classes +=
                &format!("\n    def _repr_html_(self) -> str:\n        return _html.{shown}(self)\n");
        }
        if let Some((_, method)) = READ.iter().find(|(of, _)| *of == name) {
            self.classes += &format!("\n{method}");
        }
        self.exported.push(name.to_owned());
    }

    fn variants(&mut self, name: &str, union: &Union) {
        let field = |name: &str, ty: Ty| Field {
            name: name.to_owned(),
            doc: String::new(),
            ty,
            default: None,
            wide: false,
            left_out: false,
        };
        for variant in &union.variants {
            let fields = match &variant.body {
                Body::Same(_) => continue,
                Body::Nothing => Vec::new(),
                Body::Fields(fields) => fields.clone(),
                Body::One(ty) => vec![field("value", ty.clone())],
            };
            self.class(&variant_class(name, variant), &variant.doc, &fields);
        }
        if union.open {
            let content = union.content.clone().unwrap_or_default();
            let fields = [field(&union.tag, Ty::Text), field(&content, Ty::Named("object".to_owned()))];
            self.class(
                &unknown_class(name),
                "A kind that this version does not know, as it is on the wire.",
                &fields,
            );
        }
    }

    fn alias(&mut self, ty: &Type) {
        let Type { name, doc, shape } = ty;
        let of = match shape {
            Shape::Union(union) => one_or_lines(&choices(name, union)),
            Shape::Condition => {
                let condition = Field {
                    name: "condition".to_owned(),
                    doc: "What must not hold.".to_owned(),
                    ty: Ty::Named(name.clone()),
                    default: None,
                    wide: false,
                    left_out: false,
                };
                self.class("Not", "The opposite of a condition.", &[condition]);
                "\"Leaf | Not | NodeGroup\"".to_owned()
            }
            _ => format!("\"None | bool | int | str | Sequence[{name}]\""),
        };
        self.classes += &format!("\n\n{name}: TypeAlias = {of}\n");
        self.classes += &docstring("", doc, &[]);
        self.exported.push(name.clone());
    }
}

/// `A | B`, on several lines when they are many.
fn one_or_lines(choices: &[String]) -> String {
    let one = choices.join(" | ");
    if one.len() < 80 { one } else { format!("(\n    {}\n)", choices.join("\n    | ")) }
}
