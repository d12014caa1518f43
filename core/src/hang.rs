//! For tests: a guard against work that takes ten times as long as it should, or never ends.

use std::time::Instant;

/// Whether work is done within so many milliseconds. On a machine that is busy with other things one try may be slow; what is not linear
/// is slow each time.
#[allow(clippy::disallowed_methods, reason = "a guard against a hang needs the machine's clock")]
pub(crate) fn in_time(millis: u128, mut work: impl FnMut()) -> bool {
    (0..3).any(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_millis() < millis
    })
}
