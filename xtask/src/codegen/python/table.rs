//! `_table.py`: the operations as data, for programs that call them by name.

use super::codec::Codec;
use super::names::attribute;
use super::text::{listed, literal};
use crate::codegen::ir::{Api, Field, On, Operation};

const HEAD: &str = r#""""The operations as data: how arguments are read from JSON, and how answers are written to it.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ._codec import *
from ._wire import *


class Operation(NamedTuple):
    """An operation."""

    method: str
    """The method that calls it once."""
    on: str
    """On what it works: `command`, `desk` or `store`."""
    arguments: Mapping[str, tuple[str, Callable[[Any, Parts], Any]]]
    """The arguments by their names in JSON: what the method calls each, and how it is read."""
    encode: Callable[[Any, Place], Any]
    """How its answer is written."""


"#;

pub fn write(api: &Api) -> String {
    let codec = Codec { api };
    let operations = api.operations.iter().map(|operation| entry(&codec, operation)).collect::<String>();
    format!("{HEAD}OPERATIONS: Mapping[str, Operation] = {{\n{operations}}}\n")
}

fn entry(codec: &Codec<'_>, operation: &Operation) -> String {
    let Operation { name, on, paging, arguments, answer, .. } = operation;
    let method = if paging.is_some() { format!("{name}_page") } else { name.clone() };
    let on = match on {
        On::Command => "command",
        On::Desk => "desk",
        On::Store => "store",
    };
    let argument = |field: &Field| {
        let (name, attribute) = (literal(&field.name), literal(&attribute(field)));
        format!("{name}: ({attribute}, lambda data, parts: {})", codec.decode_as(field, "data"))
    };
    let arguments: Vec<String> = arguments.iter().map(argument).collect();
    let encode = answer.as_ref().map_or("None".to_owned(), |ty| codec.encode(ty, "value", "at"));
    format!(
        "    {}: Operation(\n        {},\n        {},\n{}        lambda value, at: {encode},\n    ),\n",
        literal(name),
        literal(&method),
        literal(on),
        listed("        ", "{", &arguments, "},"),
    )
}
