use proptest::prelude::*;

use super::fixture::*;
use crate::model::{Action, ConditionNode, NodeGroup, Priority, Ticket, TicketType, Trigger, Value};
use crate::rules::{
    Applied, Assignment, CompiledAction, CompiledTrigger, Firing, NotEvaluated, Trace, Tracer, TriggerSet,
    Verdict, Walked, compile_trigger, walk,
};

/// Carries out what these tests need: priority, type, tags and stop.
struct Hands {
    work: Ticket,
}

impl Firing for Hands {
    type Error = String;

    fn work(&self) -> &Ticket {
        &self.work
    }

    fn fire(&mut self, trigger: &CompiledTrigger) -> Result<Applied, String> {
        let before = self.work.clone();
        let mut stop = false;
        for action in &trigger.actions {
            match action {
                CompiledAction::Set(Assignment::Priority(priority)) => self.work.priority = *priority,
                CompiledAction::Set(Assignment::Type(kind)) => self.work.kind = *kind,
                CompiledAction::AddTags(tags) => {
                    self.work.tags.extend(tags.iter().cloned());
                    self.work.tags.sort();
                    self.work.tags.dedup();
                }
                CompiledAction::RemoveTags(tags) => self.work.tags.retain(|tag| !tags.contains(tag)),
                CompiledAction::Stop => stop = true,
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(Applied { changed: before != self.work, stop })
    }
}

fn compiled(triggers: &[Trigger]) -> TriggerSet {
    let desk = desk();
    TriggerSet::new(triggers.iter().map(|rule| compile_trigger(rule, &desk.vocabulary()).unwrap()))
}

fn run(triggers: &[Trigger], before: &Ticket, by_actor: &Ticket) -> (Walked, Ticket, Trace) {
    let (desk, set) = (desk(), compiled(triggers));
    let ctx = update(Some(before), by_actor);
    let mut tracer = Tracer::new(desk.vocabulary());
    let mut traced = Hands { work: by_actor.clone() };
    let with_trace = walk(&set, &ctx, &mut traced, Some(&mut tracer)).unwrap();
    let mut plain = Hands { work: by_actor.clone() };
    let without = walk(&set, &ctx, &mut plain, None).unwrap();
    assert_eq!((&with_trace, &traced.work), (&without, &plain.work), "a trace changes nothing");
    (without, plain.work, tracer.into_trace())
}

fn order(walked: &Walked) -> Vec<u8> {
    walked.fired.iter().map(|rule| crate::ids::Id::to_bytes(rule.id)[0]).collect()
}

#[test]
fn au_01_triggers_that_undo_each_other_fire_once_each() {
    let rules = [
        trigger(1, leaf("priority", "is", "normal"), vec![set("priority", "high")]),
        trigger(2, leaf("priority", "is", "high"), vec![set("priority", "normal")]),
    ];
    let (walked, work, _) = run(&rules, &ticket(), &ticket());
    assert_eq!((order(&walked), work.priority), (vec![1, 2], Some(Priority::Normal)));
}

#[test]
fn au_02_a_change_starts_again_at_the_top() {
    let rules = [
        trigger(1, leaf("tags", "includes_any", list(["late"])), vec![add_tag("first")]),
        trigger(2, ConditionNode::always(), vec![add_tag("late")]),
        trigger(3, leaf("tags", "includes_any", list(["first"])), vec![add_tag("last")]),
    ];
    let (walked, ..) = run(&rules, &ticket(), &ticket());
    assert_eq!(order(&walked), [2, 1, 3]);
}

#[test]
fn a_change_that_is_taken_back_within_the_update_is_none() {
    let rules = [
        trigger(1, leaf("priority", "changed", Value::Null), vec![add_tag("changed")]),
        trigger(2, leaf("priority", "is", "high"), vec![set("priority", "normal"), add_tag("x")]),
    ];
    let high = Ticket { priority: Some(Priority::High), ..ticket() };
    let (_, work, trace) = run(&rules[1..], &ticket(), &high);
    assert_eq!(
        (work.priority, trace.rules[0].verdict),
        (ticket().priority, Verdict::Fired { changed: true })
    );
    let reversed = [trigger(3, leaf("priority", "changed", Value::Null), nothing()), rules[1].clone()];
    let (walked, _, trace) = run(&reversed, &ticket(), &high);
    assert_eq!(order(&walked), [2], "walked first by position, the change was gone when rule 3 was asked");
    assert_eq!(trace.rules[1].why_not, ["/conditions"]);
    assert_eq!(trace.rules[1].leaves[0].before.as_deref(), Some("normal"));
}

#[test]
fn stop_ends_the_walk_after_all_actions_of_its_rule() {
    let mut switched_off = trigger(4, ConditionNode::always(), vec![add_tag("never")]);
    switched_off.active = false;
    let rules = [
        trigger(1, leaf("tags", "includes_any", list(["done"])), nothing()),
        trigger(2, ConditionNode::always(), vec![Action::Stop, add_tag("done")]),
        trigger(3, ConditionNode::always(), vec![add_tag("never")]),
        switched_off,
    ];
    let (walked, work, trace) = run(&rules, &ticket(), &ticket());
    assert!(walked.stopped && work.has_tag("done") && !work.has_tag("never"));
    assert_eq!(order(&walked), [2]);
    let verdicts: Vec<_> = trace.rules.iter().map(|rule| rule.verdict).collect();
    let skipped = |reason| Verdict::NotEvaluated { reason };
    assert_eq!(
        verdicts,
        [
            Verdict::NotMatched,
            Verdict::Fired { changed: true },
            skipped(NotEvaluated::Stopped),
            skipped(NotEvaluated::Inactive)
        ]
    );
    assert_eq!(trace.rules[0].why_not, ["/conditions"], "its last visit was before the tag was there");
}

#[test]
fn an_error_of_the_one_who_acts_ends_the_walk() {
    let rules = [trigger(1, ConditionNode::always(), vec![set("due_at", 5)])];
    let ticket = ticket();
    let ctx = update(Some(&ticket), &ticket);
    let answer = walk(&compiled(&rules), &ctx, &mut Hands { work: ticket.clone() }, None);
    assert!(answer.is_err());
}

#[test]
fn a_support_lead_can_read_why() {
    let rules = [
        trigger(1, leaf("priority", "is", "normal"), vec![set("priority", "high")]),
        trigger(2, ConditionNode::always(), vec![set("priority", "high")]),
        trigger(
            3,
            ConditionNode::Group(NodeGroup {
                all: vec![
                    leaf(
                        "team",
                        "is_not",
                        <crate::ids::TeamId as crate::ids::Id>::from_bytes([1; 16]).to_string(),
                    ),
                    leaf("status", "changed_to", "solved"),
                ],
                any: vec![
                    leaf("tags", "includes_any", list(["gold", "silver"])),
                    leaf("priority", "is", "high"),
                ],
            }),
            nothing(),
        ),
    ];
    let (_, _, trace) = run(&rules, &ticket(), &ticket());
    assert_eq!(
        trace.explain(),
        "1. “Rule 1” fired and changed the ticket.\n\
         2. “Rule 2” fired, but nothing changed by it.\n\
         3. “Rule 3” did not fire. It would have fired if all of these had been otherwise:\n   \
         - “team is not Billing” is not true: it was Billing\n   \
         - “status was changed to solved” is not true: it stayed open\n"
    );
    let json = serde_json::to_string(&trace).unwrap();
    assert_eq!(serde_json::from_str::<Trace>(&json).unwrap(), trace);
}

/// A trigger in a form that the naive model understands.
#[derive(Debug, Clone)]
struct Plain {
    active: bool,
    all: Vec<Asks>,
    any: Vec<Asks>,
    does: Vec<Does>,
}

#[derive(Debug, Clone, Copy)]
enum Asks {
    PriorityIs(Option<Priority>),
    PriorityAbove(Priority),
    TypeIs(TicketType),
    Tag(u8, bool),
    TagsChanged(bool),
    PriorityTo(Priority, bool),
}

#[derive(Debug, Clone, Copy)]
enum Does {
    Priority(Option<Priority>),
    Type(TicketType),
    AddTag(u8),
    RemoveTag(u8),
    Stop,
}

fn tag(n: u8) -> String {
    format!("t{n}")
}

impl Asks {
    fn node(self) -> ConditionNode {
        let tags = |n| list([&tag(n)]);
        match self {
            Self::PriorityIs(None) => leaf("priority", "is", Value::Null),
            Self::PriorityIs(Some(priority)) => leaf("priority", "is", priority.name()),
            Self::PriorityAbove(priority) => leaf("priority", "greater_than", priority.name()),
            Self::TypeIs(kind) => leaf("type", "is", kind.name()),
            Self::Tag(n, true) => leaf("tags", "includes_all", tags(n)),
            Self::Tag(n, false) => leaf("tags", "includes_none", tags(n)),
            Self::TagsChanged(true) => leaf("tags", "changed", Value::Null),
            Self::TagsChanged(false) => leaf("tags", "not_changed", Value::Null),
            Self::PriorityTo(to, true) => leaf("priority", "changed_to", to.name()),
            Self::PriorityTo(to, false) => leaf("priority", "not_changed_to", to.name()),
        }
    }

    fn holds(self, before: &Ticket, work: &Ticket) -> bool {
        match self {
            Self::PriorityIs(priority) => work.priority == priority,
            Self::PriorityAbove(priority) => work.priority.is_some_and(|have| have > priority),
            Self::TypeIs(kind) => work.kind == Some(kind),
            Self::Tag(n, wanted) => work.tags.contains(&tag(n)) == wanted,
            Self::TagsChanged(wanted) => (before.tags != work.tags) == wanted,
            Self::PriorityTo(to, wanted) => {
                (before.priority != work.priority && work.priority == Some(to)) == wanted
            }
        }
    }
}

impl Does {
    fn action(self) -> Action {
        match self {
            Self::Priority(None) => set("priority", Value::Null),
            Self::Priority(Some(priority)) => set("priority", priority.name()),
            Self::Type(kind) => set("type", kind.name()),
            Self::AddTag(n) => add_tag(&tag(n)),
            Self::RemoveTag(n) => Action::RemoveTags { tags: vec![tag(n)] },
            Self::Stop => Action::Stop,
        }
    }

    fn act(self, work: &mut Ticket) {
        match self {
            Self::Priority(priority) => work.priority = priority,
            Self::Type(kind) => work.kind = Some(kind),
            Self::AddTag(n) => {
                if !work.tags.contains(&tag(n)) {
                    work.tags.push(tag(n));
                    work.tags.sort();
                }
            }
            Self::RemoveTag(n) => work.tags.retain(|have| *have != tag(n)),
            Self::Stop => {}
        }
    }
}

impl Plain {
    fn trigger(&self, n: u8) -> Trigger {
        let nodes = |asks: &[Asks]| asks.iter().map(|one| one.node()).collect();
        let group = NodeGroup { all: nodes(&self.all), any: nodes(&self.any) };
        let actions = self.does.iter().map(|one| one.action()).collect();
        Trigger { active: self.active, ..trigger(n, ConditionNode::Group(group), actions) }
    }

    fn matches(&self, before: &Ticket, work: &Ticket) -> bool {
        let any = self.any.is_empty() || self.any.iter().any(|one| one.holds(before, work));
        self.active && any && self.all.iter().all(|one| one.holds(before, work))
    }
}

/// The words of the specification, as directly as they can be written: look for the next that fires, from the top after a change.
fn naive(rules: &[Plain], before: &Ticket, by_actor: &Ticket) -> (Vec<u8>, Ticket) {
    let (mut work, mut fired, mut from) = (by_actor.clone(), Vec::new(), 0);
    while let Some(next) =
        (from..rules.len()).find(|i| !fired.contains(&(*i as u8)) && rules[*i].matches(before, &work))
    {
        fired.push(next as u8);
        let was = work.clone();
        rules[next].does.iter().for_each(|one| one.act(&mut work));
        if rules[next].does.iter().any(|one| matches!(one, Does::Stop)) {
            break;
        }
        from = if work == was { next + 1 } else { 0 };
    }
    (fired, work)
}

fn priority() -> impl Strategy<Value = Priority> {
    prop::sample::select(Priority::ALL.to_vec())
}

fn kind() -> impl Strategy<Value = TicketType> {
    prop::sample::select(TicketType::ALL.to_vec())
}

fn asks() -> impl Strategy<Value = Asks> {
    prop_oneof![
        prop::option::of(priority()).prop_map(Asks::PriorityIs),
        priority().prop_map(Asks::PriorityAbove),
        kind().prop_map(Asks::TypeIs),
        (0..3u8, any::<bool>()).prop_map(|(n, wanted)| Asks::Tag(n, wanted)),
        any::<bool>().prop_map(Asks::TagsChanged),
        (priority(), any::<bool>()).prop_map(|(to, wanted)| Asks::PriorityTo(to, wanted)),
    ]
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        4 => prop::option::of(priority()).prop_map(Does::Priority),
        4 => kind().prop_map(Does::Type),
        4 => (0..3u8).prop_map(Does::AddTag),
        4 => (0..3u8).prop_map(Does::RemoveTag),
        1 => Just(Does::Stop),
    ]
}

fn plain() -> impl Strategy<Value = Plain> {
    let some = |max| prop::collection::vec(asks(), 0..max);
    (prop::bool::weighted(0.9), some(3), some(3), prop::collection::vec(does(), 1..4))
        .prop_map(|(active, all, any, does)| Plain { active, all, any, does })
}

proptest! {
    #[test]
    fn au_01_the_walk_is_that_of_a_naive_model_and_ends_in_n_firings(
        rules in prop::collection::vec(plain(), 0..12),
        start in prop::option::of(priority()),
        by_actor in prop::option::of(priority()),
    ) {
        let before = Ticket { priority: start, tags: vec![], ..ticket() };
        let after = Ticket { priority: by_actor, ..before.clone() };
        let triggers: Vec<_> = rules.iter().zip(0u8..).map(|(rule, n)| rule.trigger(n)).collect();
        let (walked, work, trace) = run(&triggers, &before, &after);
        let (fired, naive_work) = naive(&rules, &before, &after);
        prop_assert_eq!(order(&walked), fired);
        prop_assert_eq!(work, naive_work);
        prop_assert!(walked.fired.len() <= rules.len());

        for (told, rule) in trace.rules.iter().zip(&rules) {
            let has_fired = walked.fired.contains(&told.rule);
            prop_assert_eq!(matches!(told.verdict, Verdict::Fired { .. }), has_fired);
            if told.verdict == Verdict::NotMatched {
                let wrong: Vec<_> = told.leaves.iter().filter(|leaf| !leaf.holds).map(|leaf| &leaf.path).collect();
                prop_assert!(!told.why_not.is_empty());
                prop_assert!(told.why_not.iter().all(|path| wrong.contains(&path)));
            }
            prop_assert!(rule.active || !has_fired);
        }
    }
}
