//! How unions are read and written: by what their tag holds, and by the class of the variant.

use super::{Codec, any_left_out, made};
use crate::codegen::ir::{Body, Union, Variant};
use crate::codegen::python::names::{unknown_class, variant_class};
use crate::codegen::python::text::literal;
use crate::codegen::words::snake;

impl Codec<'_> {
    pub(super) fn union(&self, name: &str, union: &Union) -> (String, String) {
        let mut decode = format!("    match data[{}]:\n", literal(&union.tag));
        let left_out =
            |variant: &Variant| matches!(&variant.body, Body::Fields(fields) if any_left_out(fields));
        let declare = if union.variants.iter().any(left_out) { "    data: Json\n" } else { "" };
        let mut encode = format!("{declare}    match value:\n");
        for variant in &union.variants {
            decode += &format!("        case {}:\n", literal(&variant.name));
            decode += &self.decode_variant(name, union, variant);
            encode += &format!("        case m.{}():\n", variant_class(name, variant));
            encode += &self.encode_variant(union, variant);
        }
        if let (true, Some(content)) = (union.open, &union.content) {
            let (tag, class) = (&union.tag, unknown_class(name));
            decode += &format!(
                "        case {tag}:\n            return m.{class}({tag}={tag}, {content}=data[\"{content}\"])\n"
            );
            encode += &format!(
                "        case m.{class}():\n            return {{\"{tag}\": value.{tag}, \"{content}\": value.{content}}}\n"
            );
        } else {
            decode +=
                &format!("    raise decode_unknown({}, data[{}])\n", literal(name), literal(&union.tag));
        }
        encode += &format!("    raise not_one_of({}, value, at)\n", literal(name));
        (decode, encode)
    }

    fn decode_variant(&self, name: &str, union: &Union, variant: &Variant) -> String {
        let indent = "            ";
        let class = variant_class(name, variant);
        let body = union.content.as_ref().map_or("data".to_owned(), |content| format!("data[\"{content}\"]"));
        match &variant.body {
            Body::Nothing => format!("{indent}return m.{class}()\n"),
            Body::Same(of) => format!("{indent}return decode_{}({body}, parts)\n", snake(of)),
            Body::One(ty) => made(indent, &class, vec![self.decode(ty, &body)]),
            Body::Fields(fields) => {
                let (before, body) = match &union.content {
                    Some(_) => (format!("{indent}body = {body}\n"), "body"),
                    None => (String::new(), "data"),
                };
                before
                    + &made(
                        indent,
                        &class,
                        fields.iter().map(|field| self.decode_member(field, body)).collect(),
                    )
            }
        }
    }

    fn encode_variant(&self, union: &Union, variant: &Variant) -> String {
        let indent = "            ";
        let tag = format!("{}: {}", literal(&union.tag), literal(&variant.name));
        let at = union.content.as_ref().map_or("at".to_owned(), |content| format!("(at, \"{content}\")"));
        let content = match &variant.body {
            Body::Nothing => return format!("{indent}return {{{tag}}}\n"),
            Body::One(ty) => self.encode(ty, "value.value", &at),
            Body::Same(of) => format!("encode_{}(value, {at})", snake(of)),
            Body::Fields(fields) => {
                let Some(content) = &union.content else {
                    return self.encode_fields(indent, vec![tag], fields, "at", |data| data.to_owned());
                };
                let begin = format!("{indent}inner = {at}\n");
                let around = |data: &str| format!("{{{tag}, \"{content}\": {data}}}");
                return begin + &self.encode_fields(indent, Vec::new(), fields, "inner", around);
            }
        };
        match &union.content {
            Some(at) => format!("{indent}return {{{tag}, \"{at}\": {content}}}\n"),
            None => format!("{indent}return {{{tag}, **{content}}}\n"),
        }
    }
}
