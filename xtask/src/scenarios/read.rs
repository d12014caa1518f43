//! Reads stories from YAML, where people write them in few words.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::{Doing, Scenario, Step};

/// The secret of every store in a story.
const SECRET: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A file: what is given in each of its stories, and the stories.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// When they begin, as `2026-01-05T09:00:00Z`.
    at: String,
    #[serde(default)]
    given: Vec<Line>,
    scenarios: Vec<Story>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    #[serde(rename = "do")]
    lines: Vec<Line>,
}

/// A step in few words: `wait: 1h`, `mail: …`, or the name of an operation with its arguments. In arguments and answers
/// `at 2026-01-05T09:00:00Z` is an instant and `for 90m` a time, both in milliseconds.
#[derive(Deserialize, Clone)]
struct Line {
    /// How long, as `90m`, `2h`, `1d`, `500ms`.
    wait: Option<String>,
    /// The name under which a person was kept who acts; `system` for the engine itself, the host when nobody is named. Who is
    /// kept with the role `requester` asks; everybody else works here.
    #[serde(rename = "as")]
    actor: Option<String>,
    /// The number of the desk.
    #[serde(default = "first_desk")]
    desk: u32,
    command: Option<String>,
    /// A raw mail that comes in now.
    mail: Option<String>,
    verdict: Option<String>,
    /// What the mail server knows of the mail.
    envelope: Option<Value>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    keep: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "given")]
    expect: Option<Value>,
    refused: Option<Value>,
    #[serde(flatten)]
    operation: Map<String, Value>,
}

fn first_desk() -> u32 {
    1
}

/// What is given as nothing is expected to be nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// All stories of a folder, in order of files.
pub fn all(folder: &Path, digests: &BTreeMap<String, String>) -> Result<Vec<Scenario>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    let mut scenarios = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: File =
            serde_saphyr::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        for story in &file.scenarios {
            scenarios.push(
                scenario(&file, story, digests)
                    .map_err(|error| format!("{}, {}: {error}", path.display(), story.name))?,
            );
        }
    }
    let mut names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    names.sort_unstable();
    match names.iter().zip(names.iter().skip(1)).find(|(name, next)| name == next) {
        Some((twice, _)) => Err(format!("two stories are called `{twice}`")),
        None => Ok(scenarios),
    }
}

fn scenario(file: &File, story: &Story, digests: &BTreeMap<String, String>) -> Result<Scenario, String> {
    let at = frontdesk::Timestamp::parse(&file.at).map_err(|error| error.to_string())?.millis();
    let (mut now, mut steps, mut requesters) = (at, Vec::new(), Vec::new());
    for line in file.given.iter().chain(&story.lines) {
        let step = step(line, now, &requesters)?;
        if let Step::Wait { millis } = &step {
            now += millis;
        }
        if line.operation.get("save_person").is_some_and(|person| person["role"] == "requester") {
            requesters.extend(line.keep.keys().cloned());
        }
        steps.push(step);
    }
    let digest = digests.get(&story.name).cloned().unwrap_or_default();
    Ok(Scenario { name: story.name.clone(), at, secret: SECRET.to_owned(), steps, digest })
}

fn step(line: &Line, now: i64, requesters: &[String]) -> Result<Step, String> {
    if let Some(wait) = &line.wait {
        return Ok(Step::Wait { millis: millis(wait)? });
    }
    let actor = match line.actor.as_deref() {
        None | Some("host") => json!({ "type": "host" }),
        Some("system") => json!({ "type": "system" }),
        Some(name) => {
            let person = format!("${name}");
            if requesters.iter().any(|one| one == name) {
                json!({ "type": "requester", "person": person, "verified": true })
            } else {
                json!({ "type": "agent", "person": person })
            }
        }
    };
    let (operation, with, parts) = match (&line.mail, line.operation.iter().next()) {
        (Some(mail), None) => {
            let verdict = line.verdict.as_deref().unwrap_or("aligned");
            let envelope = line.envelope.clone().unwrap_or_else(|| json!({}));
            let mail_in = json!({ "raw": 0, "verdict": verdict, "received_at": now, "envelope": envelope });
            let with = json!({ "mail": mail_in });
            ("intake".to_owned(), with, vec![mail.replace('\n', "\r\n")])
        }
        (None, Some((operation, with))) if line.operation.len() == 1 => {
            let with = if with.is_null() { json!({}) } else { with.clone() };
            (operation.clone(), in_millis(&with), line.parts.clone())
        }
        _ => return Err("a step is `wait`, `mail`, or one operation".to_owned()),
    };
    Ok(Step::Call(Box::new(Doing {
        operation,
        desk: line.desk,
        actor,
        command: line.command.clone(),
        with,
        parts,
        keep: line.keep.clone(),
        expect: line.expect.as_ref().map(in_millis),
        error: line.refused.as_ref().map(in_millis),
    })))
}

/// A value in which instants and times that people write are numbers.
fn in_millis(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let instant = text.strip_prefix("at ").and_then(|at| frontdesk::Timestamp::parse(at).ok());
            let time = || text.strip_prefix("for ").and_then(|time| millis(time).ok());
            instant.map(|at| at.millis()).or_else(time).map_or_else(|| value.clone(), Value::from)
        }
        Value::Array(items) => Value::Array(items.iter().map(in_millis).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), in_millis(value))).collect())
        }
        plain => plain.clone(),
    }
}

fn millis(text: &str) -> Result<i64, String> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(format!("`{text}` is no time to wait: write `90m`, `2h`, `1d`")),
    };
    number.parse::<i64>().map(|number| number * factor).map_err(|error| format!("`{text}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_and_times_become_milliseconds_and_other_texts_stay() {
        let written =
            json!({ "due_at": "at 1970-01-01T00:00:01Z", "of": ["for 90m", "for ever", "at home", 7] });
        assert_eq!(
            in_millis(&written),
            json!({ "due_at": 1_000, "of": [5_400_000, "for ever", "at home", 7] })
        );
    }

    #[test]
    fn nothing_may_be_expected() {
        let line = |text: &str| serde_saphyr::from_str::<Line>(text).unwrap();
        assert_eq!(line("{ next_wakeup: {}, expect: null }").expect, Some(Value::Null));
        assert_eq!(line("{ next_wakeup: {} }").expect, None);
    }
}
