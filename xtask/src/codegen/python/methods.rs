//! `_ops.py`: the operations as methods, for callers that wait and for those that `await`.

use super::codec::Codec;
use super::names::{annotation, attribute, default, of};
use super::text::{docstring, listed, literal};
use crate::codegen::ir::{Api, Field, On, Operation, Ty};

const HEAD: &str = r#""""The operations as methods.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from ._codec import *
from ._models import *
from ._pages import AsyncListing, Listing
from ._wire import *
"#;

/// What the methods are made for.
struct Flavor {
    is_async: bool,
    /// `async ` before what is defined.
    def: &'static str,
    call: &'static str,
    listing: &'static str,
}

const SYNC: Flavor = Flavor { is_async: false, def: "def", call: "self._call(", listing: "Listing" };
const ASYNC: Flavor =
    Flavor { is_async: true, def: "async def", call: "await self._call(", listing: "AsyncListing" };

pub fn write(api: &Api) -> String {
    let mut out = HEAD.to_owned();
    for (prefix, flavor) in [("", &SYNC), ("Async", &ASYNC)] {
        let methods = Methods { api, codec: Codec { api }, flavor };
        out += &methods.class(&format!("{prefix}HandleOperations"), "What an actor does on a desk.", |on| {
            on != On::Store
        });
        out += &methods.class(
            &format!("{prefix}StoreOperations"),
            "What is done with all desks of a store.",
            |on| on == On::Store,
        );
    }
    out
}

struct Methods<'a> {
    api: &'a Api,
    codec: Codec<'a>,
    flavor: &'a Flavor,
}

impl Methods<'_> {
    fn class(&self, name: &str, doc: &str, wanted: impl Fn(On) -> bool) -> String {
        let mut out = format!("\n\nclass {name}:\n{}\n    __slots__ = ()\n\n", docstring("    ", doc, &[]));
        out += &listed(
            "    ",
            &format!("@abstractmethod\n    {} _call(", self.flavor.def),
            &[
                "self".to_owned(),
                "operation: str".to_owned(),
                "encode: Callable[[Place], Json]".to_owned(),
                "decode: Callable[[Any, Parts], T]".to_owned(),
                "command: str | None = None".to_owned(),
            ],
            ") -> T: ...",
        );
        for operation in self.api.operations.iter().filter(|operation| wanted(operation.on)) {
            out.push('\n');
            out += &match &operation.paging {
                Some((member, item)) => self.listing(operation, member, item) + "\n" + &self.call(operation),
                None => self.call(operation),
            };
        }
        out
    }

    /// The method that calls an operation once.
    fn call(&self, operation: &Operation) -> String {
        let Operation { name, doc, arguments, answer, paging, on, .. } = operation;
        let (method, doc) = match paging {
            Some(_) => (format!("{name}_page"), format!("One page of `{name}`. {doc}")),
            None => (name.clone(), doc.clone()),
        };
        let answered = answer.as_ref().map_or("None".to_owned(), |ty| of(self.api, ty));
        let mut out = self.signature(self.flavor.def, &method, operation, &answered);
        out += &docstring("        ", &doc, &described(operation));
        let members: Vec<String> = arguments.iter().map(|field| self.member(field)).collect();
        let encode = listed("            ", "lambda at: {", &members, "},");
        let encode = encode.trim().to_owned();
        let decode = match answer {
            None => "decode_nothing".to_owned(),
            Some(ty) => {
                let read = self.codec.decode(ty, "data");
                match read.strip_suffix("(data, parts)") {
                    Some(function) => function.to_owned(),
                    None if read == "data" => format!("lambda data, parts: {answered}(data)"),
                    None => format!("lambda data, parts: {read}"),
                }
            }
        };
        let command = if *on == On::Command { "            command,\n" } else { "" };
        out + &format!(
            "        return {}\n            {},\n            {encode}\n            {decode},\n{command}        )\n",
            self.flavor.call,
            literal(name)
        )
    }

    /// The method that goes through all pages.
    fn listing(&self, operation: &Operation, member: &str, item: &Ty) -> String {
        let Operation { name, doc, arguments, answer, .. } = operation;
        let Flavor { is_async, def, listing, .. } = self.flavor;
        let item = of(self.api, item);
        let mut out = self.signature("def", name, operation, &format!("{listing}[{item}]"));
        let doc = format!("{doc} All of them, page by page as they are asked for.");
        out += &docstring("        ", &doc, &described(operation));
        let after = arguments.iter().find(|field| field.name == "after");
        let after = after.map_or("None".to_owned(), |field| annotation(self.api, field));
        let page = answer.as_ref().map(|ty| of(self.api, ty)).unwrap_or_default();
        let passed: Vec<String> =
            arguments.iter().map(|field| format!("{0}={0}", attribute(field))).collect();
        let wait = if *is_async { "await " } else { "" };
        out += &format!("\n        {def} fetch(after: {after}) -> {page}:\n");
        out += &listed("            ", &format!("return {wait}self.{name}_page("), &passed, ")");
        out + &format!("\n        return {listing}(fetch, after, {})\n", literal(member))
    }

    /// One argument that must be there may be given without its name, where it is the only one.
    fn signature(&self, def: &str, method: &str, operation: &Operation, answer: &str) -> String {
        let Operation { arguments, on, .. } = operation;
        let written = |field: &Field| {
            let default = default(self.api, field).map(|value| format!(" = {value}")).unwrap_or_default();
            format!("{}: {}{default}", attribute(field), annotation(self.api, field))
        };
        let (required, optional): (Vec<&Field>, Vec<&Field>) =
            arguments.iter().partition(|field| field.default.is_none());
        let mut items = vec!["self".to_owned()];
        let alone = required.len() == 1 && *on != On::Command;
        let command = (*on == On::Command).then(|| "command: CommandId | None = None".to_owned());
        let mut named: Vec<String> =
            required.into_iter().chain(optional).map(written).chain(command).collect();
        if alone && !named.is_empty() {
            items.push(named.remove(0));
        }
        if !named.is_empty() {
            items.push("*".to_owned());
        }
        items.append(&mut named);
        listed("    ", &format!("{def} {method}("), &items, &format!(") -> {answer}:"))
    }

    fn member(&self, field: &Field) -> String {
        let name = literal(&field.name);
        format!("{name}: {}", self.codec.encode_as(field, &attribute(field), &format!("(at, {name})")))
    }
}

/// What the arguments are.
fn described(operation: &Operation) -> Vec<String> {
    let argument = |field: &Field| format!("- `{}`: {}", attribute(field), field.doc);
    let command = (operation.on == On::Command).then(|| {
        "- `command`: By which the sender knows it, so that it acts once however often it is sent.".to_owned()
    });
    operation.arguments.iter().filter(|field| !field.doc.is_empty()).map(argument).chain(command).collect()
}
