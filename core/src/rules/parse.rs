use serde_json::Value as Json;

use crate::model::{ConditionNode, Leaf, NodeGroup, Value};
use crate::query::did_you_mean;
use crate::query::tree::MAX_DEPTH;
use crate::{Error, Result};

/// Bytes of JSON that conditions may have.
const MAX_JSON: usize = 64 * 1024;

/// Reads conditions from JSON and tells structural faults with their place, which the plain reader of [`ConditionNode`] cannot.
///
/// ```
/// use frontdesk::rules::parse_node;
/// assert!(parse_node(r#"{"all": [{"field": "status", "op": "is", "value": "new"}], "any": []}"#).is_ok());
/// let error = parse_node(r#"{"all": [{"field": "status", "operator": "is"}]}"#).unwrap_err();
/// assert_eq!((error.code(), error.path()), ("condition.unknown_member", Some("/all/0/operator")));
/// ```
///
/// # Errors
/// `condition.malformed_json`, `condition.too_large`, `condition.wrong_type`, `condition.unknown_member`,
/// `condition.missing_member`, `condition.too_deep`, with the JSON Pointer to the member at fault.
pub fn parse_node(json: &str) -> Result<ConditionNode> {
    if json.len() > MAX_JSON {
        let (length, cap) = (json.len() as u64, MAX_JSON as u64);
        return Err(Error::limit("condition.too_large", "the conditions in bytes", length, cap));
    }
    let document: Json = serde_json::from_str(json).map_err(|fault| {
        Error::invalid("condition.malformed_json", "this is no JSON")
            .hint(fault.to_string())
            .detail("line", fault.line())
            .detail("column", fault.column())
    })?;
    node(&document, 0)
}

/// Recursion ends at `MAX_DEPTH`.
fn node(json: &Json, depth: usize) -> Result<ConditionNode> {
    if depth > MAX_DEPTH {
        return Err(Error::limit(
            "condition.too_deep",
            "the depth of the condition",
            depth as u64,
            MAX_DEPTH as u64,
        ));
    }
    let Json::Object(members) = json else {
        return Err(wrong_type("a condition is an object"));
    };
    if members.contains_key("field") || members.contains_key("op") {
        return leaf(members).map(ConditionNode::Leaf);
    }
    if let Some(inner) = members.get("not") {
        only(members, &["not"])?;
        let inner = node(inner, depth + 1).map_err(|fault| fault.under("/not"))?;
        return Ok(ConditionNode::Not { not: Box::new(inner) });
    }
    only(members, &["all", "any"])?;
    let group = NodeGroup { all: nodes(members, "all", depth)?, any: nodes(members, "any", depth)? };
    Ok(ConditionNode::Group(group))
}

type Members = serde_json::Map<String, Json>;

fn nodes(members: &Members, name: &str, depth: usize) -> Result<Vec<ConditionNode>> {
    let nodes = match members.get(name) {
        None => return Ok(Vec::new()),
        Some(Json::Array(nodes)) => nodes,
        Some(_) => return Err(wrong_type("a list of conditions is expected").at(format!("/{name}"))),
    };
    let read = nodes.iter().enumerate();
    read.map(|(i, json)| node(json, depth + 1).map_err(|fault| fault.under(&format!("/{name}/{i}"))))
        .collect()
}

fn leaf(members: &Members) -> Result<Leaf> {
    only(members, &["field", "op", "value"])?;
    let text = |name: &str| match members.get(name) {
        Some(Json::String(text)) => Ok(text.clone()),
        Some(_) => Err(wrong_type("a text is expected").at(format!("/{name}"))),
        None => Err(Error::invalid("condition.missing_member", format!("`{name}` is missing"))
            .at("")
            .hint("a comparison has `field`, `op` and mostly `value`")),
    };
    let (field, op) = (text("field")?, text("op")?);
    let value = members
        .get("value")
        .map_or(Ok(Value::Null), |json| value(json).map_err(|fault| fault.under("/value")))?;
    Ok(Leaf { field, op, value })
}

/// A list holds no lists, so that there is nothing to descend into.
fn value(json: &Json) -> Result<Value> {
    match json {
        Json::Array(values) => {
            let read = values.iter().enumerate();
            let values = read.map(|(i, json)| scalar(json).map_err(|fault| fault.under(&format!("/{i}"))));
            values.collect::<Result<_>>().map(Value::List)
        }
        scalar_json => scalar(scalar_json),
    }
}

fn scalar(json: &Json) -> Result<Value> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(yes) => Ok(Value::Bool(*yes)),
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Number(number) => number
            .as_i64()
            .map(Value::Integer)
            .ok_or_else(|| wrong_type("a whole number of 64 bits is expected")),
        Json::Array(_) | Json::Object(_) => Err(wrong_type("a single value is expected")),
    }
}

fn wrong_type(message: &str) -> Error {
    Error::invalid("condition.wrong_type", message).hint(
        "conditions look like `{\"all\": [{\"field\": \"status\", \"op\": \"is\", \"value\": \"new\"}]}`",
    )
}

fn only(members: &Members, known: &[&str]) -> Result<()> {
    let Some(stray) = members.keys().find(|name| !known.contains(&name.as_str())) else {
        return Ok(());
    };
    let path = format!("/{}", stray.replace('~', "~0").replace('/', "~1"));
    let fault = Error::invalid("condition.unknown_member", "this member is not known here").at(path);
    let hint = did_you_mean(stray, known.iter().copied())
        .unwrap_or_else(|| format!("known are: {}", known.join(", ")));
    Err(fault.hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structural_faults_have_their_code_and_place() {
        let leaf = r#"{"field": "status", "op": "is", "value": "new"}"#;
        let nested = format!("{}{leaf}{}", r#"{"not": "#.repeat(17), "}".repeat(17));
        let cases = [
            ("{", "condition.malformed_json", ""),
            ("[]", "condition.wrong_type", ""),
            (r#"{"all": {}}"#, "condition.wrong_type", "/all"),
            (r#"{"all": [], "any": [3]}"#, "condition.wrong_type", "/any/0"),
            (r#"{"all": [], "al": []}"#, "condition.unknown_member", "/al"),
            (r#"{"not": {}, "all": []}"#, "condition.unknown_member", "/all"),
            (r#"{"a/b~": []}"#, "condition.unknown_member", "/a~1b~0"),
            (
                r#"{"any": [{"field": "status", "op": "is", "val": 1}]}"#,
                "condition.unknown_member",
                "/any/0/val",
            ),
            (r#"{"not": {"field": "status"}}"#, "condition.missing_member", "/not"),
            (r#"{"op": "is"}"#, "condition.missing_member", ""),
            (r#"{"field": 1, "op": "is"}"#, "condition.wrong_type", "/field"),
            (r#"{"field": "status", "op": null}"#, "condition.wrong_type", "/op"),
            (r#"{"field": "number", "op": "is", "value": 1.5}"#, "condition.wrong_type", "/value"),
            (r#"{"field": "number", "op": "is", "value": {}}"#, "condition.wrong_type", "/value"),
            (r#"{"field": "tags", "op": "in", "value": ["a", ["b"]]}"#, "condition.wrong_type", "/value/1"),
            (&nested, "condition.too_deep", &"/not".repeat(17)),
        ];
        for (json, code, path) in cases {
            let fault = parse_node(json).expect_err(json);
            assert_eq!((fault.code(), fault.path().unwrap_or_default()), (code, path), "{json}");
            assert!(fault.hint_text().is_some(), "{code} says what to do about it");
        }
        assert_eq!(parse_node(&" ".repeat(MAX_JSON + 1)).unwrap_err().code(), "condition.too_large");
    }

    #[test]
    fn what_is_accepted_is_read_as_the_plain_reader_reads_it() {
        for json in [
            "{}",
            r#"{"all": [], "any": []}"#,
            r#"{"field": "status", "op": "changed"}"#,
            r#"{"not": {"any": [{"field": "tags", "op": "includes_any", "value": ["a", "b"]}]}}"#,
            r#"{"all": [{"field": "number", "op": "is", "value": 7}], "any": [{"field": "x", "op": "is", "value": true}]}"#,
        ] {
            assert_eq!(parse_node(json).unwrap(), serde_json::from_str(json).unwrap(), "{json}");
        }
    }
}
