//! How the model crosses into Swift and Kotlin: UniFFI's traits for what has a written form of its own, and the error as those languages
//! see it. Everything else derives them where it is defined.

mod condition;
mod error;
mod value;
mod written;

pub use self::condition::{ConditionStep, ConditionTree};
pub use self::error::FrontdeskError;
pub use self::value::{Operand, Single};
