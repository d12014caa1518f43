//! Presets that are written as metrics of the desk's own: their clocks must be the same.

use frontdesk::ids::{Id, MetricId};
use frontdesk::model::{Clock, Metric};
use serde_json::{Value as Json, json};

use crate::world::id;

/// Each with its twin.
const TWINS: [(&str, u8); 3] = [("periodic_update", 1), ("pausable_update", 2), ("ownership", 3)];

/// The twins, to be saved. They say nothing of agents who are the requester.
pub fn metrics() -> Vec<Json> {
    let is = |field: &str, op: &str, value: Json| json!({ "field": field, "op": op, "value": value });
    let answers = json!({ "all": [
        is("update.kind", "is", json!("change")),
        is("comment.visibility", "is", json!("public")),
        is("comment.author_role", "is", json!("agent")),
    ] });
    let solved = is("status", "in", json!(["solved", "closed"]));
    let team_changed = json!({ "field": "team", "op": "changed" });
    let answered_or_solved = json!({ "any": [answers, solved] });
    let pending = json!({ "all": [is("status", "is", json!("pending"))] });
    let metric = |number: u8, start: Json, stop: Json, pause: Option<Json>| {
        let (id, name) = (id::<MetricId>(number), format!("Twin {number}"));
        json!({ "config": "metric", "id": id, "name": name, "start": start, "stop": stop, "pause": pause })
    };
    vec![
        metric(1, answers.clone(), answered_or_solved.clone(), None),
        metric(2, answers, answered_or_solved, Some(pending)),
        metric(
            3,
            json!({ "all": [team_changed, { "field": "team", "op": "present" }] }),
            json!({ "any": [team_changed, solved] }),
            None,
        ),
    ]
}

/// The rows of a policy, with those of twins beside them.
pub fn with_twins(mut rows: Vec<Json>) -> Vec<Json> {
    let twin = |row: &Json| {
        let (_, number) = *TWINS.iter().find(|(preset, _)| row["metric"] == json!(preset))?;
        let mut twin = row.clone();
        twin["metric"] = json!("custom");
        twin["custom"] = json!(id::<MetricId>(number));
        Some(twin)
    };
    let twins: Vec<Json> = rows.iter().filter_map(twin).collect();
    rows.extend(twins);
    rows
}

/// A preset whose clocks are not those of its twin.
pub fn difference(clocks: &[Clock]) -> Option<String> {
    TWINS.iter().find_map(|(preset, number)| {
        let of_preset = clocks.iter().filter(|clock| clock.metric.name() == *preset);
        let of_twin = clocks.iter().filter(|clock| is_twin(clock, *number));
        let (one, other): (Vec<_>, Vec<_>) =
            (of_preset.map(measured).collect(), of_twin.map(measured).collect());
        (one != other).then(|| format!("{preset} is {one:?}\nand its twin {other:?}"))
    })
}

fn is_twin(clock: &Clock, number: u8) -> bool {
    clock.metric == Metric::Custom && clock.custom.is_some_and(|custom| custom.to_bytes()[15] == number)
}

/// A clock, but for what it measures and its place.
fn measured(clock: &Clock) -> Json {
    let mut json = serde_json::to_value(clock).unwrap();
    for member in ["id", "metric", "custom", "team"] {
        json.as_object_mut().unwrap().remove(member);
    }
    json
}
