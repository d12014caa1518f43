//! What Swift and Kotlin call: the operations of a desk as blocking methods with the types of the engine. The packages beside this crate
//! put `async`, `suspend` and lazy pages over it.

#[cfg(not(panic = "unwind"))]
compile_error!("a panic is contained and told as an error, which takes a profile with `panic = \"unwind\"`");

mod calendar;
mod clock;
// Generated files are as the generator writes them.
#[rustfmt::skip]
mod operations;
#[cfg(feature = "testing")]
#[rustfmt::skip]
mod scenario;
mod store;
#[cfg(feature = "testing")]
mod testing;

pub use self::calendar::NativeCalendar;
pub use self::clock::ManualClock;
pub use self::store::{BlockingFrontdesk, BlockingHandle, default_limits};

uniffi::setup_scaffolding!("frontdesk");
