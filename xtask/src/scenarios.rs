//! `cargo xtask scenarios`: stories of a desk, told once in YAML and played in every language through its own typed interface. What is
//! left at the end of a story must be the same desk everywhere, byte for byte.

mod matching;
mod play;
mod read;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check;
use crate::languages::{self, Fault};

/// A story: where it begins, what is done, and the digest of the desk at its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Scenario {
    pub name: String,
    /// When it begins, in milliseconds.
    pub at: i64,
    /// The secret of the store, in hexadecimal digits.
    pub secret: String,
    pub steps: Vec<Step>,
    /// What the desk's digest is at the end.
    pub digest: String,
}

/// A step of a story.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Step {
    /// Time passes.
    Wait { millis: i64 },
    /// Somebody does something.
    Call(Box<Doing>),
}

/// What somebody does, and what must come of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Doing {
    /// The operation.
    #[serde(rename = "do")]
    pub operation: String,
    pub desk: u32,
    #[serde(rename = "as")]
    pub actor: Value,
    /// The id of the command.
    pub command: Option<String>,
    /// The arguments. A text `$name` stands for what was kept under the name.
    pub with: Value,
    /// Texts that travel beside the arguments as bytes.
    pub parts: Vec<String>,
    /// Names, and where in the answer lies what is kept under them.
    pub keep: BTreeMap<String, String>,
    /// What the answer holds at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Value>,
    /// The code and path of the error that must come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Value>,
}

/// What runners of other languages read.
#[derive(Debug, Serialize)]
struct Corpus<'a> {
    scenarios: &'a [Scenario],
}

/// Plays all stories in Rust, and writes them for the other languages; with `--accept` the digests are those that came out. With
/// `--show` one is played, and every call and answer is told.
pub fn run(arguments: &[&str]) -> ExitCode {
    match arguments {
        [] => {
            // The others read what Rust writes.
            let others = [
                languages::python::scenarios,
                languages::node::scenarios,
                languages::swift::scenarios,
                languages::kotlin::scenarios,
            ];
            let told = others.into_iter().map(|play| tell(play().map_err(Fault::told)));
            let codes: Vec<ExitCode> = std::iter::once(tell(write())).chain(told).collect();
            codes.into_iter().find(|code| *code != ExitCode::SUCCESS).unwrap_or(ExitCode::SUCCESS)
        }
        ["--accept"] => tell(accept()),
        ["--show", name] => tell(show(name)),
        _ => {
            eprintln!("usage: cargo xtask scenarios [--accept | --show NAME]");
            ExitCode::from(2)
        }
    }
}

fn tell(done: Result<String, String>) -> ExitCode {
    match done {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Plays the stories and writes the corpus for other languages. Answers the line of this language.
pub fn write() -> Result<String, String> {
    let scenarios = read::all(&folder(), &digests()?)?;
    let line = play::line(&scenarios)?;
    let corpus =
        serde_json::to_string(&Corpus { scenarios: &scenarios }).map_err(|error| error.to_string())?;
    let path = corpus_file();
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, corpus))
        .map_err(|error| error.to_string())?;
    Ok(line)
}

/// Where the corpus for other languages is written.
pub fn corpus_file() -> PathBuf {
    check::top().join("target/scenarios.json")
}

/// Plays the stories, and writes down the digests that come out.
fn accept() -> Result<String, String> {
    let mut scenarios = read::all(&folder(), &BTreeMap::new())?;
    let (mut digests, mut faults) = (BTreeMap::new(), Vec::new());
    for scenario in &mut scenarios {
        match play::play(scenario, &mut |_| ()) {
            Ok(digest) => scenario.digest = digest,
            Err(error) => faults.push(format!("{}: {error}", scenario.name)),
        }
        digests.insert(scenario.name.clone(), scenario.digest.clone());
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let written = serde_json::to_string_pretty(&digests).map_err(|error| error.to_string())? + "\n";
    fs::write(folder().join("digests.json"), written).map_err(|error| error.to_string())?;
    play::line(&scenarios)
}

/// Plays one story, and tells what is called and answered. Answers the digest at its end.
fn show(name: &str) -> Result<String, String> {
    let scenarios = read::all(&folder(), &BTreeMap::new())?;
    let named = scenarios.iter().find(|scenario| scenario.name == name);
    play::play(named.ok_or("no story has this name")?, &mut |line| println!("{line}\n"))
}

fn folder() -> PathBuf {
    check::top().join("core/tests/scenarios")
}

fn digests() -> Result<BTreeMap<String, String>, String> {
    let path = folder().join("digests.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Rust plays them here; the other languages in their own tests.
    #[test]
    fn every_story_ends_as_it_should() {
        let line = write().unwrap();
        let words: Vec<&str> = line.split(", ").collect();
        assert_eq!(words[1], words[2], "{line}");
        assert!(words[1].parse::<u32>().unwrap() >= 40, "{line}");
    }

    #[test]
    fn stories_tell_of_every_operation_and_every_kind_of_error_that_a_caller_can_provoke() {
        let (mut operations, mut kinds) = (BTreeSet::new(), BTreeSet::new());
        for scenario in read::all(&folder(), &BTreeMap::new()).unwrap() {
            let expects = |step: &Step| matches!(step, Step::Call(doing) if doing.expect.is_some() || doing.error.is_some());
            assert!(scenario.steps.iter().any(expects), "`{}` expects nothing", scenario.name);
            for step in scenario.steps {
                let Step::Call(doing) = step else { continue };
                kinds.extend(doing.error.and_then(|error| Some(error["kind"].as_str()?.to_owned())));
                operations.insert(doing.operation);
            }
        }
        for operation in frontdesk::api::OPERATIONS {
            assert!(operations.contains(operation.name), "no story calls `{}`", operation.name);
        }
        for kind in ["not_found", "invalid", "conflict", "forbidden", "limit_exceeded", "usage"] {
            assert!(kinds.contains(kind), "no story is refused as `{kind}`");
        }
    }
}
