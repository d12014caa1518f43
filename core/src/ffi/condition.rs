//! A tree of conditions crosses as the list of its nodes, each before those below it. Neither side needs recursion to write or read a list,
//! so a hostile tree is refused before it can overflow a stack, and a language can keep one of any depth without harm.

use super::error::FrontdeskError;
use crate::error::Error;
use crate::model::{ConditionNode, Leaf, NodeGroup};

/// How deep a tree may be that is taken over; the engine itself accepts less.
const MAX_DEPTH: usize = 64;

/// A node of a tree; those below it follow on it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ConditionStep {
    /// One comparison.
    Leaf {
        /// The comparison.
        leaf: Leaf,
    },
    /// The opposite of the next node.
    Not,
    /// Holds when every one of the next `all` nodes holds and one of the `any` nodes behind them, or `any` is 0.
    Group {
        /// How many must hold.
        all: u32,
        /// Of how many one must hold.
        any: u32,
    },
}

/// A tree of conditions, as the list of its nodes.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConditionTree {
    /// The nodes, each before those below it.
    pub steps: Vec<ConditionStep>,
}

uniffi::custom_type!(ConditionNode, ConditionTree, {
    lower: |node| {
        let mut steps = Vec::new();
        lay(node, &mut steps);
        ConditionTree { steps }
    },
    try_lift: |tree| Ok(grow(tree).map_err(FrontdeskError::from)?),
});

/// Trees that are stored are of a bounded depth.
fn lay(node: ConditionNode, steps: &mut Vec<ConditionStep>) {
    match node {
        ConditionNode::Leaf(leaf) => steps.push(ConditionStep::Leaf { leaf }),
        ConditionNode::Not { not } => {
            steps.push(ConditionStep::Not);
            lay(*not, steps);
        }
        ConditionNode::Group(NodeGroup { all, any }) => {
            let count = |nodes: &[ConditionNode]| u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            steps.push(ConditionStep::Group { all: count(&all), any: count(&any) });
            all.into_iter().chain(any).for_each(|node| lay(node, steps));
        }
    }
}

/// Reads the nodes from the last to the first: those below a node are ready when it comes.
fn grow(tree: ConditionTree) -> Result<ConditionNode, Error> {
    let deepest = depth(&tree.steps).ok_or_else(torn)?;
    Error::unless_at_most("condition.too_deep", "the depth of the condition", deepest, MAX_DEPTH)?;
    let mut ready: Vec<ConditionNode> = Vec::new();
    for step in tree.steps.into_iter().rev() {
        let node = match step {
            ConditionStep::Leaf { leaf } => ConditionNode::Leaf(leaf),
            ConditionStep::Not => ConditionNode::Not { not: Box::new(ready.pop().ok_or_else(torn)?) },
            ConditionStep::Group { all, any } => {
                let mut take = |count: u32| (0..count).map(|_| ready.pop()).collect::<Option<Vec<_>>>();
                let (all, any) = (take(all).ok_or_else(torn)?, take(any).ok_or_else(torn)?);
                ConditionNode::Group(NodeGroup { all, any })
            }
        };
        ready.push(node);
    }
    match (ready.pop(), ready.pop()) {
        (Some(root), None) => Ok(root),
        _ => Err(torn()),
    }
}

/// How many nodes lie above the deepest one; nothing when the steps are no tree.
fn depth(steps: &[ConditionStep]) -> Option<usize> {
    // For each node above the current one: how many nodes below it are still to come.
    let mut open: Vec<u64> = Vec::new();
    let mut deepest = 0;
    for (place, step) in steps.iter().enumerate() {
        if place > 0 {
            *open.last_mut()? -= 1;
        }
        deepest = deepest.max(open.len());
        let below = match step {
            ConditionStep::Leaf { .. } => 0,
            ConditionStep::Not => 1,
            ConditionStep::Group { all, any } => u64::from(*all) + u64::from(*any),
        };
        open.push(below);
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    (open.is_empty() && !steps.is_empty()).then_some(deepest)
}

fn torn() -> Error {
    Error::invalid("condition.malformed", "the steps are not those of one tree")
        .hint("make trees of whole conditions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Operator;

    fn laid(node: ConditionNode) -> ConditionTree {
        let mut steps = Vec::new();
        lay(node, &mut steps);
        ConditionTree { steps }
    }

    fn leaf(value: &str) -> ConditionNode {
        ConditionNode::leaf("status", Operator::Is, value)
    }

    #[test]
    fn a_tree_comes_back_as_it_went() {
        let inner = ConditionNode::Group(NodeGroup {
            all: vec![leaf("a"), ConditionNode::Not { not: Box::new(leaf("b")) }],
            any: vec![leaf("c"), ConditionNode::always(), leaf("d")],
        });
        for node in [leaf("a"), ConditionNode::always(), ConditionNode::all(vec![inner.clone(), inner])] {
            assert_eq!(grow(laid(node.clone())).unwrap(), node);
        }
    }

    #[test]
    fn steps_that_are_no_tree_or_too_deep_a_one_are_refused() {
        let code = |steps: Vec<ConditionStep>| grow(ConditionTree { steps }).unwrap_err().code();
        let group = |all, any| ConditionStep::Group { all, any };
        assert_eq!(code(Vec::new()), "condition.malformed");
        assert_eq!(code(vec![ConditionStep::Not]), "condition.malformed");
        assert_eq!(code(vec![group(0, 0), group(0, 0)]), "condition.malformed");
        assert_eq!(code(vec![group(u32::MAX, u32::MAX), group(0, 0)]), "condition.malformed");
        let mut deep = vec![ConditionStep::Not; 1_000_000];
        deep.push(group(0, 0));
        assert_eq!(code(deep), "condition.too_deep");
    }
}
