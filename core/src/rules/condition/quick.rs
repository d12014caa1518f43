//! Questions that most rules begin with, in a form that is answered in a few instructions. Each gives what [`Question`] gives.

use super::question::Question;
use crate::ids::Id;
use crate::model::{Channel, Metric, Priority, StatusCategory, Ticket, TicketType};
use crate::query::{Check, Found, Predicate, Scalar, Slot, Test};
use crate::rules::context::{ActorRole, SlaEventKind, UpdateContext, UpdateKind, UpdateSlot};

/// A slot that holds one of few values, asked by a bit for each of them: bit 0 stands for nothing, then the values in their order.
#[derive(Debug, Clone, Copy)]
pub(super) struct FewValues {
    slot: FewSlot,
    bits: u16,
}

#[derive(Debug, Clone, Copy)]
enum FewSlot {
    Category,
    Priority,
    Type,
    Channel,
    UpdateKind,
    UpdateChannel,
    ActorRole,
    SlaEvent,
    SlaMetric,
    InBusinessHours,
    OnHoliday,
    RequesterVerified,
}

/// A slot that holds an id, compared with one.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneId {
    slot: Slot,
    negated: bool,
    id: [u8; 16],
}

impl FewValues {
    /// The quick form of a question, when it has this one: each value is put to it once.
    pub fn of(question: &Question) -> Option<Self> {
        let (slot, negated, check) = match question {
            Question::Ticket(predicate) => {
                let (negated, test) = plain_test(predicate)?;
                (FewSlot::of_ticket(test)?, negated, &test.check)
            }
            Question::Update { slot, negated, check } => (FewSlot::of_update(*slot)?, *negated, check),
            _ => return None,
        };
        let values = std::iter::once(Found::Nothing).chain(slot.values());
        let bits = values.zip(0u16..).filter(|(value, _)| negated != check.accepts(*value));
        Some(Self { slot, bits: bits.fold(0, |bits, (_, place)| bits | 1 << place) })
    }

    #[inline]
    pub fn holds(self, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
        self.bits >> self.slot.place(ctx, work) & 1 == 1
    }
}

/// A test, and whether its opposite is meant.
fn plain_test(predicate: &Predicate) -> Option<(bool, &Test)> {
    match predicate {
        Predicate::Test(test) => Some((false, test)),
        Predicate::Not(inner) => match &**inner {
            Predicate::Test(test) => Some((true, test)),
            _ => None,
        },
        _ => None,
    }
}

impl FewSlot {
    fn of_ticket(test: &Test) -> Option<Self> {
        Some(match test.slot {
            Slot::Category => Self::Category,
            Slot::Priority => Self::Priority,
            Slot::Type => Self::Type,
            Slot::Channel => Self::Channel,
            _ => return None,
        })
    }

    fn of_update(slot: UpdateSlot) -> Option<Self> {
        Some(match slot {
            UpdateSlot::Kind => Self::UpdateKind,
            UpdateSlot::Channel => Self::UpdateChannel,
            UpdateSlot::ActorRole => Self::ActorRole,
            UpdateSlot::SlaEvent => Self::SlaEvent,
            UpdateSlot::SlaMetric => Self::SlaMetric,
            UpdateSlot::InBusinessHours => Self::InBusinessHours,
            UpdateSlot::OnHoliday => Self::OnHoliday,
            UpdateSlot::RequesterVerified => Self::RequesterVerified,
            _ => return None,
        })
    }

    /// The values in the order of their places.
    fn values(self) -> Vec<Found<'static>> {
        fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<Found<'static>> {
            all.iter().map(|one| Found::Text(name(*one))).collect()
        }
        match self {
            Self::Category => StatusCategory::ALL.map(|category| Found::Number(category.rank())).to_vec(),
            Self::Priority => Priority::ALL.map(|priority| Found::Number(priority.rank())).to_vec(),
            Self::Type => names(&TicketType::ALL, TicketType::name),
            Self::Channel | Self::UpdateChannel => names(&Channel::ALL, Channel::name),
            Self::UpdateKind => names(UpdateKind::ALL, UpdateKind::name),
            Self::ActorRole => names(ActorRole::ALL, ActorRole::name),
            Self::SlaEvent => names(SlaEventKind::ALL, SlaEventKind::name),
            Self::SlaMetric => names(&Metric::ALL, Metric::name),
            Self::InBusinessHours | Self::OnHoliday | Self::RequesterVerified => {
                vec![Found::Number(0), Found::Number(1)]
            }
        }
    }

    /// The place of the value that the slot holds. All of these enums are declared in the order of their `ALL`.
    #[inline]
    fn place(self, ctx: &UpdateContext<'_>, work: &Ticket) -> u32 {
        match self {
            Self::Category => work.category as u32 + 1,
            Self::Priority => work.priority.map_or(0, |priority| priority as u32 + 1),
            Self::Type => work.kind.map_or(0, |kind| kind as u32 + 1),
            Self::Channel => work.channel as u32 + 1,
            Self::UpdateKind => ctx.kind() as u32 + 1,
            Self::UpdateChannel => ctx.channel as u32 + 1,
            Self::ActorRole => ctx.actor_role as u32 + 1,
            Self::SlaEvent => ctx.sla_event.map_or(0, |event| event.kind as u32 + 1),
            Self::SlaMetric => {
                ctx.sla_event.and_then(|event| event.metric).map_or(0, |metric| metric as u32 + 1)
            }
            Self::InBusinessHours => u32::from(ctx.in_business_hours) + 1,
            Self::OnHoliday => u32::from(ctx.on_holiday) + 1,
            Self::RequesterVerified => u32::from(ctx.requester_verified) + 1,
        }
    }
}

impl OneId {
    /// The quick form of a question, when it has this one.
    pub fn of(question: &Question) -> Option<Self> {
        let Question::Ticket(predicate) = question else {
            return None;
        };
        let (negated, test) = plain_test(predicate)?;
        let Check::OneOf(values) = &test.check else {
            return None;
        };
        match (test.slot, values.as_slice()) {
            (Slot::Status | Slot::Assignee | Slot::Team | Slot::Requester, [Scalar::Id(id)]) => {
                Some(Self { slot: test.slot, negated, id: *id })
            }
            _ => None,
        }
    }

    #[inline]
    pub fn holds(&self, work: &Ticket) -> bool {
        let same = match self.slot {
            Slot::Status => work.status.to_bytes() == self.id,
            Slot::Assignee => work.assignee.is_some_and(|person| person.to_bytes() == self.id),
            Slot::Team => work.team.is_some_and(|team| team.to_bytes() == self.id),
            Slot::Requester => work.requester.to_bytes() == self.id,
            _ => false,
        };
        same != self.negated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConditionNode, Operator, Value};
    use crate::rules::SlaEvent;
    use crate::rules::condition::leaf::compile;
    use crate::rules::tests::fixture::{desk, leaf, list, person, status_id, ticket, update};

    fn question(field: &str, op: Operator, value: &Value) -> Option<Question> {
        let ConditionNode::Leaf(leaf) = leaf(field, op.name(), value.clone()) else {
            return None;
        };
        compile(&leaf, &desk().vocabulary()).ok().map(|(_, question)| question)
    }

    /// Tickets that differ in everything that is asked quickly.
    fn tickets() -> Vec<Ticket> {
        let base = ticket();
        let priorities = Priority::ALL.map(Some).into_iter().chain([None]);
        let mut tickets: Vec<_> = priorities.map(|priority| Ticket { priority, ..base.clone() }).collect();
        tickets.extend(TicketType::ALL.map(|kind| Ticket { kind: Some(kind), ..base.clone() }));
        tickets.push(Ticket { kind: None, assignee: None, team: None, requester: person(7), ..base.clone() });
        tickets.extend(Channel::ALL.map(|channel| Ticket { channel, ..base.clone() }));
        for (category, n) in StatusCategory::ALL.into_iter().zip(0..) {
            tickets.push(Ticket { category, status: status_id(n), ..base.clone() });
        }
        tickets
    }

    #[test]
    fn quick_forms_answer_as_the_questions_they_stand_for() {
        let operands = {
            let ids = [status_id(1).to_string(), person(1).to_string(), person(2).to_string()];
            let names =
                ["open", "new", "pending", "low", "normal", "urgent", "incident", "task", "mail", "api"];
            let more = ["create", "change", "agent", "system", "warning", "breach", "resolution"];
            let texts = names.into_iter().chain(more).map(Value::from).chain(ids.map(Value::from));
            let lists =
                [list(["open", "solved"]), list(["low", "high"]), list(["mail", "chat"]), list(["task"])];
            texts.chain(lists).chain([Value::Null, true.into(), false.into()]).collect::<Vec<_>>()
        };
        let fields = ["status", "priority", "type", "channel", "assignee", "team", "requester"];
        let of_update = ["update.kind", "update.channel", "actor.role", "sla.event", "sla.metric"];
        let truths = ["in_business_hours", "on_holiday", "requester.verified"];
        let mut quick = 0;
        for field in fields.into_iter().chain(of_update).chain(truths) {
            for (op, operand) in Operator::ALL.iter().flat_map(|op| operands.iter().map(move |o| (*op, o))) {
                let Some(question) = question(field, op, operand) else { continue };
                let (few, id) = (FewValues::of(&question), OneId::of(&question));
                quick += usize::from(few.is_some()) + usize::from(id.is_some());
                for work in tickets() {
                    for ctx in updates(&work) {
                        let expected = question.holds(&ctx, &work);
                        let told = (field, op, operand, &work);
                        assert!(few.is_none_or(|few| few.holds(&ctx, &work) == expected), "{told:?}");
                        assert!(id.is_none_or(|id| id.holds(&work) == expected), "{told:?}");
                    }
                }
            }
        }
        assert!(quick > 100, "only {quick} questions had a quick form");
    }

    fn updates(work: &Ticket) -> Vec<UpdateContext<'_>> {
        let mut updates = vec![update(None, work), update(Some(work), work)];
        updates.extend(
            SlaEventKind::ALL.iter().zip([None, Some(Metric::Resolution)].into_iter().cycle()).map(
                |(kind, metric)| {
                    let mut ctx = update(Some(work), work);
                    ctx.sla_event = Some(SlaEvent { kind: *kind, metric, custom: None });
                    (ctx.in_business_hours, ctx.on_holiday) = (false, true);
                    ctx.requester_verified = true;
                    ctx
                },
            ),
        );
        updates.extend(ActorRole::ALL.iter().zip(Channel::ALL).map(|(role, channel)| {
            let mut ctx = update(Some(work), work);
            (ctx.actor_role, ctx.channel) = (*role, channel);
            ctx
        }));
        updates
    }

    #[test]
    fn the_lists_of_values_are_in_the_order_of_their_declaration() {
        assert!(StatusCategory::ALL.into_iter().zip(0..).all(|(one, place)| one as u32 == place));
        assert!(Priority::ALL.into_iter().zip(0..).all(|(one, place)| one as u32 == place));
        assert!(TicketType::ALL.into_iter().zip(0..).all(|(one, place)| one as u32 == place));
        assert!(Channel::ALL.into_iter().zip(0..).all(|(one, place)| one as u32 == place));
        assert!(Metric::ALL.into_iter().zip(0..).all(|(one, place)| one as u32 == place));
    }
}
