//! What registries ask of the packages, and that all of them are of one version.

use std::fs;
use std::path::Path;

use regex::Regex;

use crate::check;

/// A manifest, how its version is written, and what its registry asks for beside it.
struct Manifest {
    file: &'static str,
    /// Finds the version; none where the tool that packs takes it from Cargo.
    version: Option<&'static str>,
    /// Each is found somewhere in the manifest.
    asked: &'static [&'static str],
}

const MANIFESTS: &[Manifest] = &[
    Manifest {
        file: "core/Cargo.toml",
        version: None,
        asked: &[
            r"(?m)^version\.workspace = true",
            r"(?m)^license\.workspace = true",
            r#"(?m)^description = "."#,
            r#"(?m)^readme = "README\.md""#,
            // crates.io takes five keywords.
            r#"(?m)^keywords = \["[a-z-]+"(, "[a-z-]+"){0,4}\]"#,
            r#"(?m)^categories = \["."#,
        ],
    },
    Manifest {
        file: "bindings-python/pyproject.toml",
        version: None,
        asked: &[
            r#"(?m)^dynamic = \["version"\]"#,
            r#"(?m)^description = "."#,
            r#"(?m)^readme = "README\.md""#,
            r#"(?m)^requires-python = ">=3\.10""#,
            r#"(?m)^license = "MIT OR Apache-2\.0""#,
            r#"(?m)^license-files = \["LICENSE-MIT", "LICENSE-APACHE"\]"#,
            r#""Typing :: Typed""#,
        ],
    },
    Manifest {
        file: "bindings-node/package.json",
        version: Some(r#"(?m)^  "version": "([^"]+)""#),
        asked: &[
            r#"(?m)^  "description": "."#,
            r#"(?m)^  "license": "MIT OR Apache-2\.0""#,
            r#"(?m)^  "engines": "#,
            r#"(?m)^  "exports": "#,
            r#"(?m)^  "files": "#,
        ],
    },
    Manifest {
        file: "bindings-swift/kotlin/pom.xml",
        version: Some(r"<artifactId>frontdesk-jvm</artifactId>\s*<version>([^<]+)</version>"),
        asked: &[
            "<name>.",
            "<description>.",
            "<license><name>MIT</name>",
            "<license><name>Apache-2.0</name>",
            "<developers>",
        ],
    },
];

/// Files that travel with a package and are those of the whole project, which packers do not look for outside of their folder.
const COPIES: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE"];

const PACKED: &[&str] = &["core", "bindings-python", "bindings-node"];

/// What is wrong with the packages.
pub fn check() -> Vec<String> {
    let top = check::top();
    let version = version(&top);
    let manifests =
        MANIFESTS.iter().flat_map(|manifest| of_manifest(&read(&top, manifest.file), manifest, &version));
    let copies =
        PACKED.iter().flat_map(|package| COPIES.iter().map(move |copy| (format!("{package}/{copy}"), *copy)));
    let differing = copies.filter(|(at, copy)| read(&top, at) != read(&top, copy));
    manifests.chain(differing.map(|(at, copy)| format!("{at} is not {copy}"))).collect()
}

/// The version of everything: that of the workspace.
fn version(top: &Path) -> String {
    let manifest = read(top, "Cargo.toml");
    found(&manifest, r#"(?m)^\[workspace\.package\]\nversion = "([^"]+)""#).unwrap_or_default()
}

fn of_manifest(text: &str, manifest: &Manifest, version: &str) -> Vec<String> {
    let Manifest { file, .. } = manifest;
    let lacks =
        manifest.asked.iter().filter(|asked| !Regex::new(asked).is_ok_and(|asked| asked.is_match(text)));
    let mut findings: Vec<String> =
        lacks.map(|asked| format!("{file} lacks what its registry asks for: {asked}")).collect();
    if let Some(written) = manifest.version {
        let written = found(text, written).unwrap_or_default();
        if written != version {
            findings.push(format!("{file} is of version `{written}`, and the workspace of `{version}`"));
        }
    }
    findings
}

fn found(text: &str, pattern: &str) -> Option<String> {
    Some(Regex::new(pattern).ok()?.captures(text)?.get(1)?.as_str().to_owned())
}

fn read(top: &Path, file: &str) -> String {
    fs::read_to_string(top.join(file)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_its_own_and_a_member_that_is_not_there_are_found() {
        let node = MANIFESTS.iter().find(|manifest| manifest.file.ends_with("package.json")).unwrap();
        let text = read(&check::top(), node.file);
        let version = version(&check::top());
        assert_eq!(of_manifest(&text, node, &version), Vec::<String>::new());
        assert_eq!(of_manifest(&text, node, "0.0.9").len(), 1);
        assert_eq!(of_manifest(&text.replace("engines", "motors"), node, &version).len(), 1);
    }
}
