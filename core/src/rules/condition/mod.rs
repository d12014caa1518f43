mod leaf;
mod observe;
mod question;
mod quick;
mod update_field;

use std::sync::Arc;

use leaf::Source;
use question::Question;
use quick::{FewValues, OneId};

use crate::model::{ConditionNode, Leaf, Ticket};
use crate::query::Vocabulary;
use crate::query::tree::{Tree, build};
use crate::rules::context::UpdateContext;
use crate::{Error, Result};

/// How many regular expressions conditions may have: each takes memory for as long as the rule is there.
const MAX_PATTERNS: usize = 20;

/// Compiled conditions of a trigger: what a filter can ask, and what only an update has.
///
/// ```
/// use frontdesk::model::{ConditionNode, Operator};
/// use frontdesk::rules::{Condition, Vocabulary};
/// let node = ConditionNode::all(vec![
///     ConditionNode::leaf("status", Operator::ChangedTo, "pending"),
///     ConditionNode::leaf("comment.text", Operator::Matches, r"(?i)order \d{6}"),
/// ]);
/// assert!(Condition::compile(&node, &Vocabulary::default()).is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Condition {
    root: Node,
    /// What is told of each leaf in a trace, in reading order.
    leaves: Arc<[Written]>,
}

/// Kept small, so that the first questions of many rules lie close together.
#[derive(Debug, Clone)]
enum Node {
    All(Box<[Node]>),
    Any(Box<[Node]>),
    Not(Box<Node>),
    Leaf { index: u16, question: Asked },
}

/// A question in the form in which it is asked.
#[derive(Debug, Clone)]
enum Asked {
    Few(FewValues),
    Id(OneId),
    Any(Box<Question>),
}

impl Asked {
    fn new(question: Question) -> Self {
        match (FewValues::of(&question), OneId::of(&question)) {
            (Some(few), _) => Self::Few(few),
            (None, Some(id)) => Self::Id(id),
            (None, None) => Self::Any(Box::new(question)),
        }
    }

    /// Roughly in nanoseconds.
    fn cost(&self) -> u32 {
        match self {
            Self::Few(_) => 1,
            Self::Id(_) => 2,
            Self::Any(question) => question.cost(),
        }
    }

    #[inline]
    fn holds(&self, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        match self {
            Self::Few(few) => few.holds(ctx, work),
            Self::Id(id) => id.holds(work),
            Self::Any(question) => question.holds(ctx, work),
        }
    }
}

/// A leaf as it was written.
#[derive(Debug, Clone)]
struct Written {
    path: String,
    leaf: Leaf,
    source: Source,
}

impl Condition {
    /// Compiles conditions. Inside a group the questions that cost little come first; the answer is the same.
    ///
    /// # Errors
    /// The first fault in reading order, with the JSON Pointer from `node` to the member at fault:
    /// `condition.unknown_field`, `condition.unknown_operator`, `condition.operator_does_not_fit`; for the operand
    /// `condition.bad_value`, `condition.empty_text`, `condition.text_too_long`, `condition.empty_list`,
    /// `condition.list_too_long`, `condition.unexpected_value`, `condition.me_unknown`, `tag.…`, `condition.bad_pattern`,
    /// `condition.pattern_too_long`, `condition.pattern_too_big`, `condition.too_many_patterns`; for the tree `condition.too_deep` and
    /// `condition.too_many_leaves`.
    pub fn compile(node: &ConditionNode, vocabulary: &Vocabulary<'_>) -> Result<Self> {
        let (mut leaves, mut patterns) = (Vec::new(), 0);
        let tree = build(node, &mut |leaf, path| {
            let (source, question) = leaf::compile(leaf, vocabulary)?;
            patterns += usize::from(matches!(question, Question::Matches { .. }));
            Error::unless_at_most(
                "condition.too_many_patterns",
                "the number of patterns",
                patterns,
                MAX_PATTERNS,
            )?;
            let index = u16::try_from(leaves.len()).unwrap_or(u16::MAX);
            leaves.push(Written { path: path.to_owned(), leaf: leaf.clone(), source });
            Ok((index, question))
        })?;
        Ok(Self { root: Node::of(tree), leaves: leaves.into() })
    }

    /// Whether the conditions hold in an update for the ticket as it stands.
    pub fn holds(&self, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        self.root.holds(ctx, work)
    }
}

/// Recursion is bounded by the depth that `build` lets through.
impl Node {
    fn of(tree: Tree<(u16, Question)>) -> Self {
        match tree {
            Tree::All(parts) => Self::All(Self::cheap_first(parts)),
            Tree::Any(parts) => Self::Any(Self::cheap_first(parts)),
            Tree::Not(part) => Self::Not(Box::new(Self::of(*part))),
            Tree::Leaf((index, question)) => Self::Leaf { index, question: Asked::new(question) },
        }
    }

    fn cheap_first(parts: Vec<Tree<(u16, Question)>>) -> Box<[Self]> {
        let mut nodes: Vec<_> = parts.into_iter().map(Self::of).collect();
        nodes.sort_by_cached_key(Self::cost);
        nodes.into()
    }

    fn cost(&self) -> u32 {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).sum(),
            Self::Not(part) => part.cost(),
            Self::Leaf { question, .. } => question.cost(),
        }
    }

    fn holds(&self, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(ctx, work)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(ctx, work)),
            Self::Not(part) => !part.holds(ctx, work),
            Self::Leaf { question, .. } => question.holds(ctx, work),
        }
    }
}
