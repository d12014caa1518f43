//! The direction of dependencies inside core: what each module may use of the others. `docs/ARCHITECTURE.md` says why.

mod paths;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use crate::check;

/// Modules that everybody may use; `hang` is there for tests alone.
const LEAVES: [&str; 6] = ["clock", "error", "ids", "canonical", "limits", "hang"];

/// Module, and what else it may use. The longest prefix of a file's place counts.
const ALLOWED: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("error", &[]),
    ("ids", &[]),
    ("canonical", &["model"]),
    ("limits", &[]),
    ("hang", &[]),
    ("keys", &[]),
    ("text", &[]),
    ("time", &[]),
    ("model", &["time"]),
    ("outbound", &["keys"]),
    ("query", &["model", "text"]),
    ("policy", &["model", "query"]),
    ("sla", &["model", "query", "time"]),
    ("rules", &["model", "query", "text"]),
    ("intake", &["model", "text"]),
    ("store", &["model", "query", "text"]),
    (
        "engine",
        &["intake", "keys", "model", "outbound", "policy", "query", "rules", "sla", "store", "text", "time"],
    ),
    ("report", &["model", "store", "time"]),
    ("desk", &["engine", "intake", "keys", "model", "policy", "query", "report", "store"]),
    ("api", &["desk", "engine", "keys", "store", "intake", "model", "query", "report", "time"]),
    ("ffi", &["model", "time"]),
    ("testkit", &["model", "query", "store", "text"]),
];

/// The guide that shows the table to people.
const GUIDE: &str = "docs/ARCHITECTURE.md";

/// Uses that go against the direction, lines of the table that nobody needs, and a guide that shows another table.
pub fn check() -> Vec<String> {
    let guide = fs::read_to_string(check::top().join(GUIDE)).unwrap_or_default();
    let source = check::top().join("core/src");
    let exports = exports(&fs::read_to_string(source.join("lib.rs")).unwrap_or_default());
    let mut used = BTreeSet::new();
    let mut findings = Vec::new();
    for path in check::rust_files(&source) {
        let module = module_of(&source, &path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let at = path.strip_prefix(check::top()).unwrap_or(&path).display().to_string();
        findings.extend(of_file(&at, &module, &text, &exports, &mut used));
    }
    findings.extend(idle(&used));
    findings.extend(not_shown(&guide));
    findings
}

/// The table for people: a line for each module, those that use most first.
fn table() -> String {
    let lines = ALLOWED.iter().rev().filter(|(module, _)| !LEAVES.contains(module));
    let lines = lines.map(|(module, allowed)| match allowed {
        [] => format!("{module:10}-"),
        allowed => format!("{module:10}{}", allowed.join(", ")),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn not_shown(guide: &str) -> Option<String> {
    let table = table();
    let shown = guide.contains(&format!("```text\n{table}\n```"));
    (!shown).then(|| format!("{GUIDE} has to show who may use whom as it is:\n```text\n{table}\n```"))
}

/// What is wrong with the paths of one file. Notes which modules use which.
fn of_file(
    at: &str,
    module: &[String],
    text: &str,
    exports: &HashMap<String, String>,
    used: &mut BTreeSet<(String, String)>,
) -> Vec<String> {
    let Some(top) = module.first() else { return Vec::new() };
    let Some(allowed) = allowed(top) else {
        return vec![format!("{at}: the module `{top}` has no line in the table of layers")];
    };
    let mut findings = Vec::new();
    for (line, path) in paths::paths(text, module) {
        let Some(first) = path.first() else {
            findings.push(format!("{at}:{line}: a path takes the whole crate: name what it needs"));
            continue;
        };
        let target = if self::allowed(first).is_some() { Some(first) } else { exports.get(first) };
        match target {
            None => findings.push(format!("{at}:{line}: nobody knows which module `{first}` comes from")),
            Some(target) if target == top || LEAVES.contains(&target.as_str()) => {}
            Some(target) if allowed.contains(&target.as_str()) => {
                used.insert((top.clone(), target.clone()));
            }
            Some(target) => findings.push(format!("{at}:{line}: `{top}` may not use `{target}`")),
        }
    }
    findings
}

fn allowed(module: &str) -> Option<&'static [&'static str]> {
    ALLOWED.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed)
}

/// What the table allows and nobody does: it would let things slip in.
fn idle(used: &BTreeSet<(String, String)>) -> Vec<String> {
    let pairs =
        ALLOWED.iter().flat_map(|(module, allowed)| allowed.iter().map(move |target| (*module, *target)));
    pairs
        .filter(|(module, target)| !used.contains(&((*module).to_owned(), (*target).to_owned())))
        .map(|(module, target)| format!("the table lets `{module}` use `{target}`, but it does not"))
        .collect()
}

/// Where the names that the root of the crate exports come from.
fn exports(root: &str) -> HashMap<String, String> {
    let of_use = |(_, path): paths::Found| path.last().cloned().zip(path.first().cloned());
    paths::uses(root).into_iter().filter_map(of_use).collect()
}

/// The module that a file is, from the root of the crate; empty for the root itself.
fn module_of(source: &Path, path: &Path) -> Vec<String> {
    let inside = path.strip_prefix(source).unwrap_or(path).with_extension("");
    let names = inside.iter().map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name != "mod" && name != "lib").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(module: &[&str], text: &str) -> Vec<String> {
        let root = "pub use engine::{Receipt, Command};\npub use error::Error;\npub use desk::Desk;";
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        of_file("x.rs", &module, text, &exports(root), &mut BTreeSet::new())
    }

    #[test]
    fn what_the_table_allows_passes() {
        let text = "use crate::{Error, model::{Ticket, Event}, query::Predicate};\nuse super::traits::Store;";
        assert_eq!(findings(&["store", "memory"], text), Vec::<String>::new());
    }

    #[test]
    fn forbidden_uses_are_found_in_groups_expressions_and_through_super() {
        let refused = ["x.rs:1: `store` may not use `engine`"];
        assert_eq!(findings(&["store", "memory"], "use crate::{Error, engine::{digest, verify}};").len(), 2);
        assert_eq!(findings(&["store", "memory"], "fn f() { crate::engine::digest() }"), refused);
        assert_eq!(findings(&["store", "memory"], "use super::super::engine::digest;"), refused);
        assert_eq!(
            findings(&["store", "memory"], "mod m { use super::super::super::engine::digest; }"),
            refused
        );
    }

    #[test]
    fn names_of_the_root_count_as_where_they_come_from() {
        assert_eq!(findings(&["store"], "use crate::Receipt;"), ["x.rs:1: `store` may not use `engine`"]);
        assert_eq!(
            findings(&["engine"], "use crate::{Receipt, Desk};"),
            ["x.rs:1: `engine` may not use `desk`"]
        );
        let unknown = findings(&["engine"], "use crate::Nobody;");
        assert_eq!(unknown, ["x.rs:1: nobody knows which module `Nobody` comes from"]);
    }

    #[test]
    fn the_guide_shows_the_table_as_it_is() {
        let guide = format!("# Layers\n\n```text\n{}\n```\n", table());
        assert_eq!(not_shown(&guide), None);
        assert!(not_shown(&guide.replace("policy    model, query\n", "policy    model\n")).is_some());
        assert!(not_shown("").is_some());
    }

    #[test]
    fn the_whole_crate_is_nobodys_to_take() {
        assert_eq!(findings(&["store"], "use crate::*;").len(), 1);
        assert_eq!(findings(&["store"], "use super::{self as root};").len(), 1);
        assert_eq!(findings(&["store", "memory"], "use super::super as root;").len(), 1);
    }

    #[test]
    fn a_file_is_the_module_that_its_place_says() {
        let source = Path::new("/core/src");
        let module = |path: &str| module_of(source, &source.join(path)).join("::");
        assert_eq!(module("store/memory/mod.rs"), "store::memory");
        assert_eq!(module("engine/mail_in/append.rs"), "engine::mail_in::append");
        assert_eq!((module("keys.rs"), module("lib.rs")), ("keys".to_owned(), String::new()));
    }
}
