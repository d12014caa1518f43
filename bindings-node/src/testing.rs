//! Faults for the tests of this package, by names that no operation has.

use std::time::Duration;

use napi_derive::napi;

/// Does what the name says.
#[allow(clippy::panic, clippy::disallowed_methods, reason = "that is what the tests ask for")]
pub fn run(operation: &str) {
    match operation {
        "testing.panic" => panic!("a test asked for this"),
        "testing.sleep" => std::thread::sleep(Duration::from_millis(300)),
        _ => {}
    }
}

/// A panic that nothing of ours contains. It is not among the types, as it is not in what is published.
#[napi(catch_unwind, skip_typescript)]
#[cfg_attr(test, allow(dead_code, reason = "a build of tests exports nothing"))]
#[allow(clippy::panic, reason = "that is what the tests ask for")]
pub fn panics() {
    panic!("a test asked for this")
}
