//! UniFFI ends a Swift app when a call panics that is not declared to fail. So every call that it carries over is, but for those that
//! cannot panic.

use std::collections::BTreeSet;
use std::fs;

use crate::check;

/// Calls that only read or set what they hold.
const CANNOT_PANIC: [&str; 9] = [
    "advance_millis",
    "always",
    "clock.new",
    "default_limits",
    "has_hours",
    "host",
    "now",
    "scenario_digest",
    "set",
];

#[test]
fn every_call_but_the_simplest_can_fail() {
    let mut bare = BTreeSet::new();
    for file in fs::read_dir(check::top().join("bindings-swift/src")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let room = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (_, call) in text.match_indices("pub fn ").map(|(at, _)| text.split_at(at + 7)) {
            let (name, signature) = call.split_once('(').unwrap();
            let signature = signature.split(" {\n").next().unwrap();
            if !signature.contains("-> Told<") {
                bare.insert(if name == "new" { format!("{room}.{name}") } else { name.to_owned() });
            }
        }
    }
    assert_eq!(bare, CANNOT_PANIC.map(str::to_owned).into());
}
