//! Triggers: conditions over an update, actions, the walk over them, and the trace that explains it.
//!
//! Everything that is saved is compiled against the [`Vocabulary`] of the desk: an unknown name or a value that does not fit is
//! refused then, with its place, and never found out when the rule runs.

mod assign;
mod condition;
mod context;
mod cycle;
mod describe;
mod explain;
mod parse;
mod template;
mod trace;
mod trigger;

pub(crate) use assign::clean_title;
pub use assign::{Assignment, RawFieldValue};
pub use condition::Condition;
pub use context::{ActorRole, CommentInput, FoldedTexts, SlaEvent, SlaEventKind, UpdateContext, UpdateKind};
pub use cycle::{Applied, Firing, Walked, walk};
pub use parse::parse_node;
pub use template::{Placeholder, TemplateText};
pub use trace::{LeafTrace, NotEvaluated, RuleTrace, Trace, Tracer, Verdict};
pub use trigger::{CompiledAction, CompiledTrigger, TriggerSet, compile_trigger};

pub use crate::query::Vocabulary;
pub use crate::query::operand::clean_tag;

#[cfg(test)]
pub(crate) mod tests;
