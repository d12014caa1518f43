//! Canonical JSON: keys in order, no white space, whole numbers only. What is digested is written so.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::model::Digest;
use crate::{Error, ErrorKind, Result};

/// Writes a value as canonical JSON.
///
/// # Errors
/// `internal.not_canonical` when the value is none that JSON can hold, or holds a fraction.
pub(crate) fn to_string<T: Serialize>(value: &T) -> Result<String> {
    let value = serde_json::to_value(value).map_err(|_| not_canonical())?;
    let mut out = String::new();
    write(&value, &mut out)?;
    Ok(out)
}

/// The digest of a value's canonical JSON.
pub(crate) fn digest<T: Serialize>(value: &T) -> Result<Digest> {
    Ok(Digest::of(&[0; 16], to_string(value)?.as_bytes()))
}

/// A digest over many values in order.
pub(crate) struct Running(Sha256);

impl Running {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds a value under the name of its section, each on a line of its own.
    pub(crate) fn add<T: Serialize>(&mut self, section: &str, value: &T) -> Result<()> {
        self.0.update(section.as_bytes());
        self.0.update(b" ");
        self.0.update(to_string(value)?.as_bytes());
        self.0.update(b"\n");
        Ok(())
    }

    /// The digest, as 64 hex digits.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn not_canonical() -> Error {
    Error::new(ErrorKind::Internal, "internal.not_canonical", "a value has no canonical form")
}

/// Recursion is bounded by the depth of our own types.
fn write(value: &Value, out: &mut String) -> Result<()> {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        // The map may keep the order of insertion when another crate asks serde_json for that.
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (at, (key, item)) in entries.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
        Value::Number(number) if number.is_f64() => return Err(not_canonical()),
        scalar => out.push_str(&scalar.to_string()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ordered_at_every_depth_and_fractions_refused() {
        let value: Value = serde_json::from_str(r#"{"b": [{"z": null, "a": "é\n"}], "a": -1}"#).unwrap();
        assert_eq!(to_string(&value).unwrap(), r#"{"a":-1,"b":[{"a":"é\n","z":null}]}"#);
        assert_eq!(to_string(&1.5).unwrap_err().code(), "internal.not_canonical");
    }
}
