use super::fixture::*;
use crate::model::{ConditionNode, Ticket, Value};
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
    let work = Ticket { status: status_id(12), category: crate::model::StatusCategory::Pending, ..ticket() };
    let ctx = UpdateContext { requester_email: Some("ada@example.com"), ..update(Some(&before), &work) };
    let asked = |field: &str| {
        let node = leaf(field, "present", Value::Null);
        Condition::compile(&node, &desk.vocabulary()).unwrap().actual(0, &ctx, &work, &desk.vocabulary())
    };
    let told: [(&str, Option<&str>); 9] = [
        ("status", Some("Waiting for parts (pending)")),
        ("team", Some("Billing")),
        ("tags", Some("printer, vip")),
        ("participants", None),
        ("number", Some("#42")),
        ("due_at", None),
        ("created_at", Some("1970-01-01T00:00:01.000+00:00")),
        ("requester.email", Some("ada@example.com")),
        ("in_business_hours", Some("true")),
    ];
    for (field, expected) in told {
        assert_eq!(asked(field).as_deref(), expected, "{field}");
    }
}

#[test]
fn an_update_without_a_walk_says_why() {
    let desk = desk();
    let mut inactive = trigger(2, ConditionNode::always(), vec![]);
    inactive.active = false;
    let rules = [trigger(1, ConditionNode::always(), vec![]), inactive];
    let set = TriggerSet::new(rules.map(|rule| compile_trigger(&rule, &desk.vocabulary()).unwrap()).into());
    assert_eq!(
        Trace::not_evaluated(&set, NotEvaluated::ClosedTicket).explain(),
        "1. “Rule 1” was not looked at: the ticket was closed already.\n\
         2. “Rule 2” was not looked at: it is switched off.\n"
    );
}
