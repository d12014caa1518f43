use crate::ids::MetricId;
use crate::model::{Event, EventBody, FieldChange, MetricStep};

/// What in an update starts clocks and ends them, besides how it leaves the ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Happened {
    /// The requester or a participant said something, in public.
    pub(crate) asked: bool,
    /// An agent who is not the requester replied in public.
    pub(crate) replied: bool,
    /// It was given to another team, or to none.
    pub(crate) changed_team: bool,
    /// What became of promises of the desk's own metrics, in order.
    steps: Vec<(MetricId, MetricStep)>,
}

impl Happened {
    /// What the events of an update tell. Its first event may have created the ticket; that a mailbox gave it a team then is no change.
    pub(crate) fn in_events(events: &[Event]) -> Self {
        let (mut happened, mut teams) = (Self::default(), None);
        for event in events {
            match &event.body {
                EventBody::CommentAdded { from_requester, from_agent, .. } => {
                    happened.asked |= from_requester;
                    happened.replied |= from_agent;
                }
                EventBody::FieldsChanged { changes } => {
                    for change in changes {
                        if let FieldChange::Team { from, to } = change {
                            let (first, _) = teams.unwrap_or((*from, *to));
                            teams = Some((first, *to));
                        }
                    }
                }
                EventBody::MetricStepped { metric, step, .. } => happened.steps.push((*metric, *step)),
                _ => {}
            }
        }
        // There and back is no change.
        happened.changed_team = teams.is_some_and(|(before, after)| before != after);
        happened
    }

    /// Whether somebody did any of it.
    pub(crate) fn anything(&self) -> bool {
        self.asked || self.replied || self.changed_team
    }

    /// How the promise of a metric ended that was open when the update began; at most one did.
    pub(crate) fn ended(&self, metric: MetricId) -> Option<MetricStep> {
        let ends =
            |step| matches!(step, MetricStep::Fulfilled | MetricStep::Cancelled | MetricStep::Abandoned);
        self.steps.iter().find(|(of, step)| *of == metric && ends(*step)).map(|(_, step)| *step)
    }
}
