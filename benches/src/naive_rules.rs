//! The peer of the compiled triggers: the same conditions, looked up in JSON each time they are asked.

use serde_json::Value;

/// Whether a tree of conditions holds. Facts lie under the names of fields; texts are in lower case already.
pub fn holds(node: &Value, facts: &Value) -> bool {
    if let Some(field) = node.get("field").and_then(Value::as_str) {
        let op = node.get("op").and_then(Value::as_str).unwrap_or_default();
        return leaf(facts.get(field).unwrap_or(&Value::Null), op, node.get("value").unwrap_or(&Value::Null));
    }
    let parts = |name: &str| node.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let any = parts("any");
    parts("all").iter().all(|part| holds(part, facts))
        && (any.is_empty() || any.iter().any(|part| holds(part, facts)))
}

fn leaf(have: &Value, op: &str, want: &Value) -> bool {
    match op {
        "is" => have == want,
        "is_not" => have != want,
        "in" => want.as_array().is_some_and(|list| list.contains(have)),
        "greater_than" => rank(have) > rank(want) && !have.is_null(),
        "less_than" => rank(have) < rank(want) && !have.is_null(),
        "includes_any" => match (have.as_array(), want.as_array()) {
            (Some(have), Some(want)) => want.iter().any(|one| have.contains(one)),
            _ => false,
        },
        "contains_word" => text(have).split(|c: char| !c.is_alphanumeric()).any(|word| word == text(want)),
        "contains_text" => text(have).contains(text(want)),
        _ => false,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn rank(value: &Value) -> i64 {
    const ORDERS: [&[&str]; 2] =
        [&["low", "normal", "high", "urgent"], &["new", "open", "pending", "hold", "solved", "closed"]];
    let place = |order: &&[&str]| order.iter().position(|name| *name == text(value));
    value.as_i64().or_else(|| ORDERS.iter().find_map(place).map(|place| place as i64)).unwrap_or(-1)
}
