//! `models.ts`: every type that travels.

use super::sides::{Side, Sides};
use super::text::doc;
use crate::codegen::ir::{Api, Body, Field, Shape, Type, Union, Variant};
use crate::codegen::words::{camel, pascal};

/// What types are made of that JavaScript has no word for.
const WORDS: &str = "\
declare const brand: unique symbol;

/** A text that is known to be the id of one kind of thing. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** A day, written `YYYY-MM-DD`. */
export type Day = `${number}-${number}-${number}`;
";

pub fn write(api: &Api, sides: &Sides) -> String {
    let mut out = WORDS.to_owned();
    for ty in &api.types {
        for side in sides.of_type(&ty.name) {
            out += "\n";
            out += &Writer { sides, side: *side }.ty(ty);
        }
    }
    out
}

struct Writer<'a> {
    sides: &'a Sides,
    side: Side,
}

impl Writer<'_> {
    fn ty(&self, ty: &Type) -> String {
        let name = self.sides.name(&ty.name, self.side);
        let end = name.trim_start_matches(ty.name.as_str());
        let note = match (self.side, self.sides.twofold(&ty.name)) {
            (Side::In, true) => format!("{} As it goes in: what has a default may be left out.", ty.doc),
            _ => ty.doc.clone(),
        };
        let docs = doc(&note, "");
        match &ty.shape {
            Shape::Id => format!(
                "/** Which {}. */\nexport type {name} = Id<\"{name}\">;\n\
                 /** Says of a text that it is such an id; the engine looks at it when it is used. */\n\
                 export const {name} = (text: string): {name} => text as {name};\n",
                words(&name)
            ),
            Shape::Instant => format!("{docs}export type {name} = Date;\n"),
            Shape::Day => format!("/** A day in the desk's calendar. */\nexport type {name} = Day;\n"),
            Shape::Digest => format!("/** 32 hexadecimal digits. */\nexport type {name} = string;\n"),
            Shape::Bytes => format!(
                "/** Bytes. What goes in must be left as it is until the call has ended. */\nexport type {name} = Uint8Array;\n"
            ),
            Shape::Number => format!("{docs}export type {name} = number;\n"),
            Shape::Names(names) => {
                let listed: String = names
                    .iter()
                    .map(|one| format!("\n{}  | \"{}\"", doc(&one.doc, "  "), one.name))
                    .collect();
                format!("{docs}export type {name} ={listed};\n")
            }
            Shape::Record { fields, beside: None } => {
                format!("{docs}export interface {name} {{\n{}}}\n", self.fields(fields, "  "))
            }
            Shape::Record { fields, beside: Some((_, body)) } => format!(
                "{docs}export type {name} = {{\n{}}} & {};\n",
                self.fields(fields, "  "),
                self.sides.ty(body, self.side)
            ),
            Shape::Union(union) => self.union(&ty.name, end, &docs, union),
            Shape::Condition => {
                let of = |name: &str| self.sides.name(name, self.side);
                format!(
                    "{docs}export type {name} = {} | {not} | {};\n\n\
                     /** The opposite of a condition. */\nexport interface {not} {{\n  readonly not: {name};\n}}\n",
                    of("Leaf"),
                    of("NodeGroup"),
                    not = format!("{}Not{end}", ty.name),
                )
            }
            Shape::Value => {
                format!("{docs}export type {name} = string | number | boolean | null | readonly {name}[];\n")
            }
        }
    }

    fn union(&self, name: &str, end: &str, docs: &str, union: &Union) -> String {
        let mut listed = String::new();
        let mut variants = String::new();
        for variant in &union.variants {
            let tag = format!("readonly {}: \"{}\"", camel(&union.tag), variant.name);
            if let Body::Same(of) = &variant.body {
                listed += &format!("\n  | ({{ {tag} }} & {})", self.sides.name(of, self.side));
                continue;
            }
            let named = format!("{name}{}{end}", pascal(&variant.name));
            listed += &format!("\n  | {named}");
            variants += &format!(
                "\n{}export interface {named} {{\n  {tag};\n{}}}\n",
                doc(&variant.doc, ""),
                self.body(union, variant)
            );
        }
        if union.open {
            listed += &format!("\n  | {name}Unknown");
            variants += &format!(
                "\n/** One of a kind that this version does not know: kept as it is. */\n\
                 export interface {name}Unknown {{\n  readonly {}: \"unknown\";\n  /** The kind. */\n  readonly name: string;\n  \
                 /** The body, as JSON has it. */\n  readonly body: unknown;\n}}\n",
                camel(&union.tag)
            );
        }
        format!("{docs}export type {name}{end} ={listed};\n{variants}")
    }

    fn body(&self, union: &Union, variant: &Variant) -> String {
        match (&variant.body, &union.content) {
            (Body::Fields(fields), None) => self.fields(fields, "  "),
            (Body::Fields(fields), Some(content)) => {
                format!("  readonly {}: {{\n{}  }};\n", camel(content), self.fields(fields, "    "))
            }
            (Body::One(ty), Some(content)) => {
                format!("  readonly {}: {};\n", camel(content), self.sides.ty(ty, self.side))
            }
            _ => String::new(),
        }
    }

    fn fields(&self, fields: &[Field], indent: &str) -> String {
        fields.iter().map(|field| self.field(field, indent)).collect()
    }

    fn field(&self, field: &Field, indent: &str) -> String {
        // What may be left out may be `undefined` as well, also for those who have the compiler tell the two apart.
        let may_be_left_out = self.side == Side::In && field.default.is_some();
        let (mark, or) = if may_be_left_out { ("?", " | undefined") } else { ("", "") };
        format!(
            "{}{indent}readonly {}{mark}: {}{or};\n",
            doc(&field.doc, indent),
            camel(&field.name),
            self.sides.ty(&field.ty, self.side)
        )
    }
}

/// `TicketId` as `ticket`.
fn words(id: &str) -> String {
    id.trim_end_matches("Id").to_lowercase()
}

/// The members of a record as an interface of their own.
pub fn interface(name: &str, text: &str, fields: &[Field], sides: &Sides) -> String {
    let writer = Writer { sides, side: Side::In };
    format!("{}export interface {name} {{\n{}}}\n", doc(text, ""), writer.fields(fields, "  "))
}
