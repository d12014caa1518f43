//! The direction of dependencies inside core: what each module may use of the others. `docs/ARCHITECTURE.md` says why.

use std::fs;
use std::path::Path;

use crate::check;

/// Modules that everybody may use.
const LEAVES: [&str; 5] = ["clock", "error", "ids", "canonical", "limits"];

/// Module, and what else it may use. The longest prefix of a file's place counts.
const ALLOWED: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("error", &[]),
    ("ids", &[]),
    ("canonical", &["model"]),
    ("limits", &[]),
    ("keys", &[]),
    ("text", &[]),
    ("time", &[]),
    ("model", &["time"]),
    ("outbound", &["keys"]),
    ("query", &["model", "text", "time"]),
    ("policy", &["model", "query"]),
    ("sla", &["model", "query", "time"]),
    ("rules", &["model", "query", "text", "time"]),
    ("intake", &["model", "text"]),
    ("store", &["model", "query", "text"]),
    (
        "engine",
        &["intake", "keys", "model", "outbound", "policy", "query", "rules", "sla", "store", "text", "time"],
    ),
    ("report", &["model", "store", "time", "query"]),
    ("desk", &["engine", "keys", "model", "outbound", "policy", "query", "report", "store"]),
    ("testkit", &["model", "query", "store", "text", "time"]),
];

/// Uses that go against the direction.
pub fn check() -> Vec<String> {
    let source = check::top().join("core/src");
    let mut findings = Vec::new();
    for path in check::rust_files(&source) {
        let Some(module) = module_of(&source, &path) else { continue };
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            findings.push(format!(
                "{}: the module `{module}` has no line in the table of layers",
                path.display()
            ));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap_or_default();
        for (nth, used) in uses(&text) {
            let fine = used == module || LEAVES.contains(&used.as_str()) || allowed.contains(&used.as_str());
            if !fine {
                findings.push(format!("{}:{nth}: `{module}` may not use `{used}`", path.display()));
            }
        }
    }
    findings
}

/// The top module that a file belongs to; nothing for the root of the crate.
fn module_of(source: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(source).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "lib").then(|| name.to_owned())
}

/// Modules that a source names behind `crate::`, with the line; names in comments do not count.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (nth, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for rest in code.split("crate::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                found.push((nth + 1, name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_found_and_comments_left_out() {
        let text =
            "use crate::model::Ticket;\n// crate::engine\nfn f() { crate::store::go(crate::Error::x()) }\n";
        assert_eq!(uses(text), [(1, "model".to_owned()), (3, "store".to_owned())]);
    }

    #[test]
    fn a_file_belongs_to_its_top_module() {
        let source = Path::new("/core/src");
        assert_eq!(module_of(source, Path::new("/core/src/store/memory/mod.rs")).as_deref(), Some("store"));
        assert_eq!(module_of(source, Path::new("/core/src/desk.rs")).as_deref(), Some("desk"));
        assert_eq!(module_of(source, Path::new("/core/src/lib.rs")), None);
    }
}
