use crate::model::{ConditionNode, Leaf, Value};
use crate::{Error, Result};

/// How deep groups may lie in each other.
pub(crate) const MAX_DEPTH: usize = 16;
/// How many comparisons a condition may have.
pub(crate) const MAX_LEAVES: usize = 256;

/// How many groups and comparisons a condition may have.
pub(crate) const MAX_NODES: usize = 1_024;
/// How many values a condition may compare with, those of lists counted one by one.
pub(crate) const MAX_VALUES: usize = 2_000;

/// A condition whose leaves were compiled. An empty `any` of the written form is left out, since it holds.
#[derive(Debug, Clone)]
pub(crate) enum Tree<T> {
    All(Vec<Tree<T>>),
    Any(Vec<Tree<T>>),
    Not(Box<Tree<T>>),
    Leaf(T),
}

/// Compiles each leaf in reading order, told with its JSON Pointer from the root.
///
/// # Errors
/// The first fault in reading order, with its path: that of a leaf, `condition.too_deep`, `condition.too_many_leaves`, `condition.too_many_nodes` or
/// `condition.too_many_values`.
pub(crate) fn build<T>(
    node: &ConditionNode,
    leaf: &mut dyn FnMut(&Leaf, &str) -> Result<T>,
) -> Result<Tree<T>> {
    Builder { leaf, path: String::new(), depth: 0, nodes: 0, leaves: 0, values: 0 }.node(node)
}

struct Builder<'b, T> {
    leaf: &'b mut dyn FnMut(&Leaf, &str) -> Result<T>,
    path: String,
    depth: usize,
    nodes: usize,
    leaves: usize,
    values: usize,
}

impl<T> Builder<'_, T> {
    /// Recursion ends at `MAX_DEPTH`.
    fn node(&mut self, node: &ConditionNode) -> Result<Tree<T>> {
        self.nodes += 1;
        self.at_most("condition.too_deep", "the depth of the condition", self.depth, MAX_DEPTH)?;
        self.at_most(
            "condition.too_many_nodes",
            "the number of groups and comparisons",
            self.nodes,
            MAX_NODES,
        )?;
        match node {
            ConditionNode::Leaf(leaf) => self.leaf(leaf),
            ConditionNode::Not { not } => Ok(Tree::Not(Box::new(self.below("/not", not)?))),
            ConditionNode::Group(group) => {
                let mut parts = self.members("all", &group.all)?;
                if !group.any.is_empty() {
                    parts.push(Tree::Any(self.members("any", &group.any)?));
                }
                Ok(Tree::All(parts))
            }
        }
    }

    fn at_most(&self, code: &'static str, what: &str, count: usize, cap: usize) -> Result<()> {
        Error::unless_at_most(code, what, count, cap).map_err(|error| error.at(self.path.clone()))
    }

    fn members(&mut self, name: &str, nodes: &[ConditionNode]) -> Result<Vec<Tree<T>>> {
        nodes.iter().enumerate().map(|(i, node)| self.below(&format!("/{name}/{i}"), node)).collect()
    }

    fn below(&mut self, step: &str, node: &ConditionNode) -> Result<Tree<T>> {
        let here = self.path.len();
        self.path.push_str(step);
        self.depth += 1;
        let tree = self.node(node);
        self.depth -= 1;
        self.path.truncate(here);
        tree
    }

    fn leaf(&mut self, leaf: &Leaf) -> Result<Tree<T>> {
        self.leaves += 1;
        self.values += match &leaf.value {
            Value::List(values) => values.len(),
            _ => 1,
        };
        self.at_most("condition.too_many_leaves", "the number of comparisons", self.leaves, MAX_LEAVES)?;
        self.at_most("condition.too_many_values", "the number of values", self.values, MAX_VALUES)?;
        (self.leaf)(leaf, &self.path).map(Tree::Leaf).map_err(|fault| fault.under(&self.path))
    }
}
