use super::{Condition, Node, Source, Written};
use crate::model::{Leaf, Ticket};
use crate::query::{Slot, Vocabulary};
use crate::rules::context::UpdateContext;
use crate::rules::describe;

/// One leaf of a condition as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observed<'c> {
    pub path: &'c str,
    pub leaf: &'c Leaf,
    pub holds: bool,
}

/// Which leaves would have to turn out differently so that a node does; nothing when no leaf can bring that about.
type Flips = Option<Vec<usize>>;

impl Condition {
    /// Answers every leaf, in reading order.
    pub(crate) fn observe(&self, ctx: &UpdateContext<'_>, work: &Ticket) -> Vec<Observed<'_>> {
        let mut answers = vec![false; self.leaves.len()];
        self.root.answer(ctx, work, &mut answers);
        let told = self.leaves.iter().zip(answers);
        told.map(|(Written { path, leaf, .. }, holds)| Observed { path, leaf, holds }).collect()
    }

    /// The fewest leaves, as places in reading order, that would have to turn out differently to change the whole.
    /// Among equally few, those that are read first.
    pub(crate) fn fewest_flips(&self, observed: &[Observed<'_>]) -> Vec<usize> {
        let answers: Vec<bool> = observed.iter().map(|leaf| leaf.holds).collect();
        let (_, flips) = self.root.flips(&answers);
        let mut flips = flips.unwrap_or_default();
        flips.sort_unstable();
        flips
    }

    /// What the field of a leaf holds in the ticket or update; nothing when it holds nothing.
    pub(crate) fn actual(
        &self,
        index: usize,
        ctx: &UpdateContext<'_>,
        work: &Ticket,
        names: &Vocabulary<'_>,
    ) -> Option<String> {
        match self.leaves.get(index)?.source {
            Source::Ticket(slot) => describe::slot(slot, work, names),
            Source::Sla(slot) => sla_before(slot, ctx, names),
            Source::Update(slot) => describe::update(slot, ctx),
        }
    }

    /// What the field of a leaf held when the update began.
    pub(crate) fn before(
        &self,
        index: usize,
        ctx: &UpdateContext<'_>,
        names: &Vocabulary<'_>,
    ) -> Option<String> {
        match self.leaves.get(index)?.source {
            Source::Ticket(slot) => describe::slot(slot, ctx.before?, names),
            Source::Sla(_) | Source::Update(_) => None,
        }
    }
}

fn sla_before(slot: Slot, ctx: &UpdateContext<'_>, names: &Vocabulary<'_>) -> Option<String> {
    match ctx.before {
        Some(before) => describe::slot(slot, before, names),
        None => (slot == Slot::Breached).then(|| describe::truth(false)),
    }
}

impl Node {
    fn answer(&self, ctx: &UpdateContext<'_>, work: &Ticket, answers: &mut [bool]) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.answer(ctx, work, answers));
            }
            Self::Not(part) => part.answer(ctx, work, answers),
            Self::Leaf { index, question } => {
                if let Some(answer) = answers.get_mut(usize::from(*index)) {
                    *answer = question.holds(ctx, work);
                }
            }
        }
    }

    /// The answer of the node, and the fewest leaves that would turn it.
    fn flips(&self, answers: &[bool]) -> (bool, Flips) {
        match self {
            Self::Leaf { index, .. } => {
                let index = usize::from(*index);
                (answers.get(index).copied().unwrap_or_default(), Some(vec![index]))
            }
            Self::Not(part) => {
                let (holds, flips) = part.flips(answers);
                (!holds, flips)
            }
            Self::All(parts) => group(parts, answers, true),
            Self::Any(parts) => group(parts, answers, false),
        }
    }
}

/// `all` fails by one part and holds by every part; `any` is its mirror image. `neutral` is the answer of a part that decides nothing.
fn group(parts: &[Node], answers: &[bool], neutral: bool) -> (bool, Flips) {
    let parts: Vec<_> = parts.iter().map(|part| part.flips(answers)).collect();
    let decisive: Vec<_> = parts.iter().filter(|(holds, _)| *holds != neutral).collect();
    if decisive.is_empty() {
        let easiest = parts
            .iter()
            .filter_map(|(_, flips)| flips.as_ref())
            .min_by_key(|flips| (flips.len(), flips.iter().min().copied()));
        return (neutral, easiest.cloned());
    }
    let together: Option<Vec<&Vec<usize>>> = decisive.iter().map(|(_, flips)| flips.as_ref()).collect();
    (!neutral, together.map(|all| all.into_iter().flatten().copied().collect()))
}
