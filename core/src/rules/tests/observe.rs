use proptest::prelude::*;

use super::fixture::*;
use crate::model::{ConditionNode, NodeGroup, StatusCategory, Ticket, Value};
use crate::rules::{Condition, NotEvaluated, Trace, TriggerSet, UpdateContext, compile_trigger};

/// The paths of the fewest leaves that would turn the condition, for a ticket of normal priority and type incident.
fn why(node: &ConditionNode) -> Vec<String> {
    let (desk, ticket) = (desk(), ticket());
    let condition = Condition::compile(node, &desk.vocabulary()).unwrap();
    let observed = condition.observe(&update(Some(&ticket), &ticket), &ticket);
    condition.fewest_flips(&observed).into_iter().map(|index| observed[index].path.to_owned()).collect()
}

fn yes() -> ConditionNode {
    leaf("priority", "is", "normal")
}

fn no() -> ConditionNode {
    leaf("priority", "is", "high")
}

fn not(node: ConditionNode) -> ConditionNode {
    ConditionNode::Not { not: Box::new(node) }
}

#[test]
fn why_not_names_the_fewest_leaves_that_must_turn() {
    let (all, any) = (ConditionNode::all, ConditionNode::any);
    let cases = [
        (no(), vec![""]),
        (all(vec![yes(), no(), yes(), no()]), vec!["/all/1", "/all/3"]),
        (any(vec![no(), no()]), vec!["/any/0"]),
        (any(vec![all(vec![no(), no()]), no()]), vec!["/any/1"]),
        (any(vec![all(vec![no(), yes()]), no()]), vec!["/any/0/all/0"]),
        (not(yes()), vec!["/not"]),
        (not(any(vec![yes(), no(), yes()])), vec!["/not/any/0", "/not/any/2"]),
        (not(all(vec![yes(), yes()])), vec!["/not/all/0"]),
        (all(vec![no(), not(all(vec![]))]), vec![]),
        (any(vec![not(all(vec![])), no()]), vec!["/any/1"]),
    ];
    for (node, expected) in cases {
        assert_eq!(why(&node), expected, "{node:?}");
    }
}

#[test]
fn leaves_are_told_in_reading_order_though_cheap_ones_are_asked_first() {
    let (desk, ticket) = (desk(), ticket());
    let node = ConditionNode::all(vec![
        leaf("comment.text", "contains_word", "refund"),
        leaf("tags", "includes_any", list(["vip"])),
        leaf("priority", "is", "normal"),
    ]);
    let condition = Condition::compile(&node, &desk.vocabulary()).unwrap();
    let observed = condition.observe(&update(Some(&ticket), &ticket), &ticket);
    let told: Vec<_> =
        observed.iter().map(|leaf| (leaf.path, leaf.leaf.field.as_str(), leaf.holds)).collect();
    assert_eq!(
        told,
        [("/all/0", "comment.text", false), ("/all/1", "tags", true), ("/all/2", "priority", true)]
    );
}

#[test]
fn actual_values_are_told_by_the_names_of_the_desk() {
    let desk = desk();
    let before = ticket();
    let work = Ticket { status: status_id(12), category: StatusCategory::Pending, ..ticket() };
    let ctx = UpdateContext { requester_email: Some("ada@example.com"), ..update(Some(&before), &work) };
    let asked = |field: &str| {
        let node = leaf(field, "present", Value::Null);
        Condition::compile(&node, &desk.vocabulary()).unwrap().actual(0, &ctx, &work, &desk.vocabulary())
    };
    let told: [(&str, Option<&str>); 10] = [
        ("status", Some("Waiting for parts (pending)")),
        ("team", Some("Billing")),
        ("tags", Some("printer, vip")),
        ("participants", None),
        ("number", Some("#42")),
        ("due_at", None),
        ("created_at", Some("1970-01-01T00:00:01.000+00:00")),
        ("requester.email", Some("ada@example.com")),
        ("in_business_hours", Some("true")),
        ("on_holiday", Some("false")),
    ];
    for (field, expected) in told {
        assert_eq!(asked(field).as_deref(), expected, "{field}");
    }
}

#[test]
fn operands_are_told_in_the_words_of_their_field() {
    let desk = desk();
    let told = |field: &str, value: Value| crate::rules::describe::operand(&value, field, &desk.vocabulary());
    assert_eq!(told("due_at", 1_000.into()), "1970-01-01T00:00:01.000+00:00");
    assert_eq!(told("number", 1_000.into()), "1000");
    assert_eq!(told("fields.region", list(["eu", "us"])), "Europe, America");
    assert_eq!(told("status", status_id(12).to_string().into()), "Waiting for parts (pending)");
    assert_eq!(told("priority", Value::Null), "nothing");
    let many = Value::List((0..25).map(Value::from).collect());
    assert!(told("number", many).ends_with("18, 19 and 5 more"));
}

#[test]
fn an_update_without_a_walk_says_why() {
    let desk = desk();
    let mut inactive = trigger(2, ConditionNode::always(), nothing());
    inactive.active = false;
    let rules = [trigger(1, ConditionNode::always(), nothing()), inactive];
    let set = TriggerSet::new(rules.map(|rule| compile_trigger(&rule, &desk.vocabulary()).unwrap()));
    assert_eq!(
        Trace::not_evaluated(&set, NotEvaluated::ClosedTicket).explain(),
        "1. “Rule 1” was not looked at: the ticket was closed already.\n\
         2. “Rule 2” was not looked at: it is switched off.\n"
    );
}

/// Leaves of every cost, true and false ones.
fn leaves() -> Vec<ConditionNode> {
    vec![
        yes(),
        no(),
        leaf("title", "contains_word", "invoice"),
        leaf("title", "contains_word", "fax"),
        leaf("title", "matches", "INV"),
        leaf("tags", "includes_all", list(["vip", "fax"])),
        leaf("assignee", "is", person(2).to_string()),
        leaf("status", "is_not", "open"),
        leaf("fields.seats", "not_present", Value::Null),
        leaf("fields.region", "is", "eu"),
    ]
}

fn tree() -> impl Strategy<Value = ConditionNode> {
    prop::sample::select(leaves()).prop_recursive(4, 8, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            (some(), some()).prop_map(|(all, any)| ConditionNode::Group(NodeGroup { all, any })),
            inner.clone().prop_map(not),
        ]
    })
}

/// What the written form means, given the answers of its leaves in reading order.
fn meaning(node: &ConditionNode, answers: &mut impl Iterator<Item = bool>) -> bool {
    match node {
        ConditionNode::Leaf(_) => answers.next().unwrap(),
        ConditionNode::Not { not } => !meaning(not, answers),
        ConditionNode::Group(group) => {
            let all: Vec<_> = group.all.iter().map(|node| meaning(node, answers)).collect();
            let any: Vec<_> = group.any.iter().map(|node| meaning(node, answers)).collect();
            all.into_iter().all(|holds| holds) && (any.is_empty() || any.into_iter().any(|holds| holds))
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_asking_changes_no_answer_and_why_not_is_as_short_as_can_be(node in tree()) {
        let (desk, ticket) = (desk(), ticket());
        let ctx = update(Some(&ticket), &ticket);
        let condition = Condition::compile(&node, &desk.vocabulary()).unwrap();
        let observed = condition.observe(&ctx, &ticket);
        let answers: Vec<_> = observed.iter().map(|leaf| leaf.holds).collect();
        let holds = meaning(&node, &mut answers.iter().copied());
        prop_assert_eq!(condition.holds(&ctx, &ticket), holds);
        for leaf in &observed {
            let alone = Condition::compile(&ConditionNode::Leaf(leaf.leaf.clone()), &desk.vocabulary()).unwrap();
            prop_assert_eq!(alone.holds(&ctx, &ticket), leaf.holds);
        }

        let turned = |flips: &dyn Fn(usize) -> bool| {
            let mut answers = answers.iter().enumerate().map(|(i, holds)| *holds != flips(i));
            meaning(&node, &mut answers) != holds
        };
        let flips = condition.fewest_flips(&observed);
        prop_assume!(answers.len() <= 10);
        let fewest = (0u32..1 << answers.len()).filter(|set| turned(&|i| set >> i & 1 == 1)).map(u32::count_ones).min();
        match fewest {
            None => prop_assert!(flips.is_empty()),
            Some(fewest) => {
                prop_assert!(turned(&|i| flips.contains(&i)));
                prop_assert_eq!(flips.len(), fewest as usize);
            }
        }
    }

    #[test]
    fn a_filter_and_the_same_condition_answer_alike(node in tree()) {
        let (desk, ticket) = (desk(), ticket());
        let Ok(filter) = crate::query::compile(&node, &desk.vocabulary()) else {
            return Ok(());
        };
        let condition = Condition::compile(&node, &desk.vocabulary()).unwrap();
        prop_assert_eq!(filter.holds(&ticket), condition.holds(&update(Some(&ticket), &ticket), &ticket));
    }
}
