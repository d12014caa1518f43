//! `operations.ts` and `operations-sync.ts`: a method for every operation.
//!
//! What a method takes: a command whole; else the one argument that must be there by its place, or all of them as an object where it is
//! more than one. What may be left out stands last, among the options of the call.

use super::decode::{self, Reader};
use super::encode::{self, Writer};
use super::models::interface;
use super::sides::{Side, Sides};
use super::text::{self, doc, imports};
use crate::codegen::ir::{Api, Field, On, Operation, Ty};
use crate::codegen::words::{camel, pascal};

/// How methods answer.
pub struct Style {
    handle: &'static str,
    store: &'static str,
    caller: &'static str,
    /// What is around an answer.
    answer: (&'static str, &'static str),
    pages: &'static str,
    /// The function that makes them.
    page_by_page: &'static str,
    /// What every call takes, and what a command does.
    options: [&'static str; 2],
    /// Whether the interfaces of arguments stand in this file.
    interfaces: bool,
}

/// By promises.
pub const PROMISES: Style = Style {
    handle: "Operations",
    store: "StoreOperations",
    caller: "Caller",
    answer: ("Promise<", ">"),
    pages: "Pages",
    page_by_page: "pages",
    options: ["CallOptions", "CommandOptions"],
    interfaces: true,
};

/// At once, on the thread of the caller.
pub const AT_ONCE: Style = Style {
    handle: "SyncHandle",
    store: "SyncStoreOperations",
    caller: "SyncCaller",
    answer: ("", ""),
    pages: "SyncPages",
    page_by_page: "syncPages",
    options: ["", "SyncCommandOptions"],
    interfaces: false,
};

pub fn write(api: &Api, sides: &Sides, style: &Style) -> String {
    let methods = Methods { api, sides, style };
    let (of_store, of_desk): (Vec<&Operation>, Vec<&Operation>) =
        api.operations.iter().partition(|operation| operation.on == On::Store);
    let written =
        |operations: &[&Operation]| operations.iter().map(|op| methods.of(op)).collect::<Vec<_>>().join("\n");
    let classes = format!(
        "\n/** What an actor can do on a desk. */\nexport class {} extends {} {{\n{}}}\n\n\
         /** What can be done with all desks of a store. */\nexport abstract class {} extends {} {{\n{}}}\n",
        style.handle,
        style.caller,
        written(&of_desk),
        style.store,
        style.caller,
        written(&of_store),
    );
    let interfaces: String = api.operations.iter().map(|op| methods.interfaces(op)).collect();
    let body = if style.interfaces { format!("{interfaces}{classes}") } else { classes };
    let types: Vec<String> = api
        .types
        .iter()
        .flat_map(|ty| [sides.name(&ty.name, Side::Out), sides.name(&ty.name, Side::In)])
        .collect();
    let functions =
        |prefix: &str| api.types.iter().map(|ty| format!("{prefix}{}", ty.name)).collect::<Vec<_>>();
    let (decoders, encoders) = (functions("decode"), functions("encode"));
    let own: Vec<String> = api
        .operations
        .iter()
        .flat_map(|op| ["Options", "Arguments"].map(|end| format!("{}{end}", pascal(&op.name))))
        .collect();
    let strs = |names: &'_ [String]| names.to_vec();
    let import =
        |kind, names: Vec<String>, from| imports(&body, kind, names.iter().map(String::as_str), from);
    let words = |names: &[&str]| {
        names.iter().filter(|name| !name.is_empty()).map(|name| (*name).to_owned()).collect::<Vec<_>>()
    };
    [
        import("import type", strs(&types), "./models.js"),
        if style.interfaces { String::new() } else { import("import type", strs(&own), "./operations.js") },
        import("import", words(&[style.caller]), "./caller.js"),
        import("import type", words(&style.options), "./caller.js"),
        import("import", words(&[style.page_by_page]), "./pages.js"),
        import("import type", words(&[style.pages]), "./pages.js"),
        import("import", strs(&decoders), "./decode.js"),
        import("import", strs(&encoders), "./encode.js"),
        import("import", words(&decode::HELPERS), "./reading.js"),
        import("import type", words(&["Wire"]), "./reading.js"),
        import("import", words(&encode::HELPERS), "./writing.js"),
        body.clone(),
    ]
    .concat()
}

/// The arguments of an operation, in the order in which methods take them.
pub struct Taken<'a> {
    /// Those that must be there.
    pub required: Vec<&'a Field>,
    /// Those that may be left out.
    pub optional: Vec<&'a Field>,
}

impl<'a> Taken<'a> {
    pub fn of(operation: &'a Operation) -> Self {
        let (required, optional) = operation.arguments.iter().partition(|field| field.default.is_none());
        Self { required, optional }
    }

    /// Whether all arguments are taken as one object.
    pub fn together(&self) -> bool {
        self.required.len() > 1
    }
}

struct Methods<'a> {
    api: &'a Api,
    sides: &'a Sides,
    style: &'a Style,
}

impl Methods<'_> {
    fn interfaces(&self, operation: &Operation) -> String {
        if operation.on == On::Command {
            return String::new();
        }
        let (taken, name) = (Taken::of(operation), pascal(&operation.name));
        let method = camel(&operation.name);
        if taken.together() {
            let text = format!("What `{method}` takes.");
            return format!(
                "\n{}",
                interface(&format!("{name}Arguments"), &text, &operation.arguments, self.sides)
            );
        }
        if taken.optional.is_empty() {
            return String::new();
        }
        let fields: Vec<Field> = taken.optional.into_iter().cloned().collect();
        let text = format!("What may be said to `{method}`.");
        format!("\n{}", interface(&format!("{name}Options"), &text, &fields, self.sides))
    }

    fn of(&self, operation: &Operation) -> String {
        let method = camel(&operation.name);
        let docs = doc(&operation.doc, "  ");
        let (parameters, passed) = self.parameters(operation);
        let Some((items, item)) = &operation.paging else {
            return format!("{docs}{}", self.method(&method, operation, &parameters));
        };
        let (pages, item) = (self.style.pages, self.sides.ty(item, Side::Out));
        let page = format!("{method}Page");
        let page_docs = doc(&format!("One page of what {{@link {method}}} answers."), "  ");
        format!(
            "{docs}  {method}({parameters}): {pages}<{item}> {{\n    \
             return {page_by_page}((after) => this.{page}({passed}{{ ...options, after }}), options.after, (page) => page.{items});\n  }}\n\n\
             {page_docs}{}",
            self.method(&page, operation, &parameters),
            items = camel(items),
            page_by_page = self.style.page_by_page,
        )
    }

    fn method(&self, method: &str, operation: &Operation, parameters: &str) -> String {
        let reader = Reader { api: self.api };
        let (answer, read) = match &operation.answer {
            None => ("void".to_owned(), "nothing".to_owned()),
            Some(ty @ Ty::Named(_)) if reader.function_of(ty).is_some() => {
                (self.sides.ty(ty, Side::Out), reader.function_of(ty).unwrap_or_default())
            }
            Some(ty) => {
                let read = reader.value(ty, "wire");
                let parts = if read.contains("parts") { "wire: unknown, parts" } else { "wire: unknown" };
                (self.sides.ty(ty, Side::Out), format!("({parts}) => {read}"))
            }
        };
        let (before, after) = self.style.answer;
        let mut passed = vec![format!("\"{}\"", operation.name), self.writes(operation), read];
        if self.passes_options(operation) {
            passed.push("options".to_owned());
        }
        let call = text::call("return this.call", &passed, "    ");
        format!("  {method}({parameters}): {before}{answer}{after} {{\n{call};\n  }}\n")
    }

    /// Whether the options of a method say something about every call, or every command.
    fn passes_options(&self, operation: &Operation) -> bool {
        let [call, command] = self.style.options;
        !(if operation.on == On::Command { command } else { call }).is_empty()
    }

    /// The type of the options of a call; nothing where it takes none.
    fn options(&self, operation: &Operation) -> String {
        let taken = Taken::of(operation);
        let own = (operation.on != On::Command && !taken.together() && !taken.optional.is_empty())
            .then(|| format!("{}Options", pascal(&operation.name)));
        let [call, command] = self.style.options;
        let every = if operation.on == On::Command { command } else { call };
        own.into_iter()
            .chain(Some(every.to_owned()).filter(|every| !every.is_empty()))
            .collect::<Vec<_>>()
            .join(" & ")
    }

    /// The parameters of a method, and those before the options as they are passed on.
    fn parameters(&self, operation: &Operation) -> (String, String) {
        let taken = Taken::of(operation);
        let name = pascal(&operation.name);
        let first = match (operation.on, taken.required.as_slice()) {
            (On::Command, _) => Some(("command".to_owned(), name)),
            (_, [one]) => Some((camel(&one.name), self.sides.ty(&one.ty, Side::In))),
            (_, []) => None,
            _ => Some(("what".to_owned(), format!("{name}Arguments"))),
        };
        let options = Some(self.options(operation)).filter(|options| !options.is_empty());
        let listed: Vec<String> = first
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .chain(options.map(|options| format!("options: {options} = {{}}")))
            .collect();
        (listed.join(", "), first.map(|(name, _)| format!("{name}, ")).unwrap_or_default())
    }

    fn writes(&self, operation: &Operation) -> String {
        let at = if operation.arguments.is_empty() { "" } else { "at" };
        format!("({at}) => {}", self.arguments(operation))
    }

    /// What writes the arguments.
    fn arguments(&self, operation: &Operation) -> String {
        let writer = Writer { api: self.api, sides: self.sides };
        let taken = Taken::of(operation);
        if operation.on == On::Command {
            return format!("given(command, at, encode{})", pascal(&operation.name));
        }
        if taken.together() {
            let names: Vec<String> =
                operation.arguments.iter().map(|field| format!("\"{}\"", camel(&field.name))).collect();
            let fields = writer.fields(&operation.arguments, "what", "at", "        ");
            return format!(
                "{{\n      members(what, at, [{}]);\n      return {{\n{fields}      }};\n    }}",
                names.join(", ")
            );
        }
        let required = taken.required.iter().map(|field| {
            let value = writer.value(&field.ty, &camel(&field.name), &format!("at.in(\"{}\")", field.name));
            format!("{}: {value}", field.name)
        });
        let optional = taken
            .optional
            .iter()
            .map(|field| format!("{}: {}", field.name, writer.field(field, "options", "at")));
        let listed: Vec<String> = required.chain(optional).collect();
        if listed.is_empty() { "({})".to_owned() } else { format!("({{ {} }})", listed.join(", ")) }
    }
}
