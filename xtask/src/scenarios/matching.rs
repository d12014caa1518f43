use serde_json::Value;

/// Where an answer is not as expected: the first place that differs. An object may have more members than are expected of it.
pub fn difference(expected: &Value, found: &Value) -> Option<String> {
    differs(expected, found, "")
}

fn differs(expected: &Value, found: &Value, at: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(name, expected)| {
            differs(expected, found.get(name).unwrap_or(&Value::Null), &format!("{at}/{name}"))
        }),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs
                .into_iter()
                .find_map(|(nth, (expected, found))| differs(expected, found, &format!("{at}/{nth}")))
        }
        _ if expected == found => None,
        _ => Some(format!("at `{at}`: expected {expected}, found {found}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_may_hold_more_and_lists_may_not() {
        assert_eq!(
            difference(&json!({ "a": [{ "b": 1 }] }), &json!({ "a": [{ "b": 1, "c": 2 }], "d": 3 })),
            None
        );
        assert_eq!(difference(&json!({ "gone": null }), &json!({})), None);
        for (expected, found) in [
            (json!({ "a": 1 }), json!({ "a": 2 })),
            (json!({ "a": 1 }), json!({})),
            (json!([1]), json!([1, 2])),
            (json!({ "a": { "b": true } }), json!({ "a": 1 })),
        ] {
            assert!(difference(&expected, &found).is_some(), "{expected} {found}");
        }
    }
}
