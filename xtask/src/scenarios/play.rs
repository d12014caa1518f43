//! Plays stories in Rust, by the operations table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use frontdesk::api::{Call, dispatch};
use frontdesk::ids::DeskId;
use frontdesk::model::Bytes;
use frontdesk::store::MemoryStore;
use frontdesk::{Frontdesk, Keys, Limits, ManualClock, Timestamp};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::matching::difference;
use super::{Doing, Scenario, Step};

/// Plays all, and tells in one line how it went.
pub fn line(scenarios: &[Scenario]) -> Result<String, String> {
    let mut digests = String::new();
    for scenario in scenarios {
        let digest = play(scenario, &mut |_| ()).map_err(|error| format!("{}: {error}", scenario.name))?;
        if digest != scenario.digest {
            return Err(format!(
                "{}: the digest is {digest}, not {:?}; is that meant?",
                scenario.name, scenario.digest
            ));
        }
        let _ = writeln!(digests, "{digest}");
    }
    let digest = hex(&Sha256::digest(digests.as_bytes()));
    Ok(format!("scenarios: rust, {count}, {count}, {digest}", count = scenarios.len()))
}

/// Plays one, and tells what is called and answered. Answers the digest of the desk at its end.
pub fn play(scenario: &Scenario, tell: &mut dyn FnMut(&str)) -> Result<String, String> {
    let clock = ManualClock::at(Timestamp::from_millis(scenario.at));
    let keys = Keys::new(&unhex(&scenario.secret)).map_err(|error| error.to_string())?;
    let frontdesk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), Limits::default());
    let mut kept = BTreeMap::new();
    for (nth, step) in scenario.steps.iter().enumerate() {
        match step {
            Step::Wait { millis } => clock.advance_millis(*millis),
            Step::Call(doing) => {
                call(&frontdesk, doing, &mut kept, tell)
                    .map_err(|error| format!("step {nth}, {}: {error}", doing.operation))?;
            }
        }
    }
    frontdesk.desk(DeskId(1)).host().digest().map_err(|error| error.to_string())
}

fn call(
    frontdesk: &Frontdesk,
    doing: &Doing,
    kept: &mut BTreeMap<String, Value>,
    tell: &mut dyn FnMut(&str),
) -> Result<(), String> {
    let fault = |error: serde_json::Error| error.to_string();
    let arguments = filled(&doing.with, kept)?.to_string();
    tell(&format!("{} {arguments}", doing.operation));
    let command = doing.command.as_ref().map(|id| filled(&Value::from(id.clone()), kept)).transpose()?;
    let call = Call {
        operation: &doing.operation,
        desk: DeskId(doing.desk),
        actor: serde_json::from_value(filled(&doing.actor, kept)?).map_err(fault)?,
        command: command.map(serde_json::from_value).transpose().map_err(fault)?,
        arguments: arguments.as_bytes(),
        parts: doing.parts.iter().map(|part| Bytes::from(part.as_bytes().to_vec())).collect(),
    };
    let answer = match (dispatch(frontdesk, call), &doing.error) {
        (Ok(answer), None) => {
            let bytes = std::iter::once(&answer.json[..]).chain(answer.parts.iter().map(|part| &part[..]));
            bytes.for_each(|bytes| tell(&String::from_utf8_lossy(bytes)));
            serde_json::from_slice(&answer.json).map_err(fault)?
        }
        (Err(error), None) => return Err(error.to_string()),
        (Ok(answer), Some(error)) => {
            return Err(format!(
                "{error} was expected, answered was {}",
                String::from_utf8_lossy(&answer.json)
            ));
        }
        (Err(error), Some(expected)) => {
            let told = serde_json::to_value(&error).map_err(fault)?;
            return difference(expected, &told).map_or(Ok(()), Err);
        }
    };
    if let Some(expected) = &doing.expect
        && let Some(difference) = difference(&filled(expected, kept)?, &answer)
    {
        return Err(difference);
    }
    for (name, pointer) in &doing.keep {
        let value = answer.pointer(pointer).ok_or_else(|| format!("{answer} has nothing at `{pointer}`"))?;
        kept.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// A value in which `$name` is what was kept under the name.
fn filled(value: &Value, kept: &BTreeMap<String, Value>) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) => kept.get(name).cloned().ok_or_else(|| format!("nothing was kept as `{name}`"))?,
            None => value.clone(),
        },
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| filled(item, kept)).collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| Ok((name.clone(), filled(value, kept)?)));
            Value::Object(members.collect::<Result<_, String>>()?)
        }
        plain => plain.clone(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2)
        .filter_map(|nth| u8::from_str_radix(digits.get(2 * nth..2 * nth + 2)?, 16).ok())
        .collect()
}
