use super::*;
use crate::ids::{FieldId, Id, PersonId, StatusId, TeamId};
use crate::model::{
    ChoiceOption, ConditionNode, FieldDefinition, FieldKind, Leaf, Operator, Status, StatusCategory, Team,
    Value,
};

fn status(n: u8, name: &str, category: StatusCategory, default: bool) -> Status {
    let label = name.to_owned();
    Status { id: StatusId::from_bytes([n; 16]), version: 1, name: name.to_owned(), label, category, default }
}

struct Desk {
    statuses: Vec<Status>,
    fields: Vec<FieldDefinition>,
    teams: Vec<Team>,
}

fn desk() -> Desk {
    let field = |n: u8, key: &str, kind| FieldDefinition {
        id: FieldId::from_bytes([n; 16]),
        version: 1,
        key: key.to_owned(),
        title: key.to_owned(),
        kind,
        indexed: false,
    };
    let options = vec![ChoiceOption { id: "eu".to_owned(), label: "Europe".to_owned() }];
    Desk {
        statuses: vec![
            status(1, "New", StatusCategory::New, true),
            status(2, "Waiting for parts", StatusCategory::Pending, false),
        ],
        fields: vec![
            field(1, "region", FieldKind::Choice { options }),
            field(2, "seats", FieldKind::Integer),
            field(3, "note", FieldKind::Text),
            field(4, "renewal", FieldKind::Date),
            field(5, "trial", FieldKind::Bool),
        ],
        teams: vec![Team { id: TeamId::from_bytes([1; 16]), version: 1, name: "Billing".to_owned() }],
    }
}

impl Desk {
    fn vocabulary(&self) -> Vocabulary<'_> {
        let me = Some(PersonId::from_bytes([9; 16]));
        Vocabulary {
            statuses: &self.statuses,
            fields: &self.fields,
            teams: &self.teams,
            templates: &[],
            metrics: &[],
            me,
        }
    }
}

fn leaf(field: &str, op: &str, value: Value) -> ConditionNode {
    ConditionNode::Leaf(Leaf { field: field.to_owned(), op: op.to_owned(), value })
}

fn list<const N: usize>(values: [&str; N]) -> Value {
    Value::List(values.into_iter().map(Value::from).collect())
}

fn fault(node: &ConditionNode, vocabulary: &Vocabulary<'_>) -> (&'static str, String) {
    let fault = compile(node, vocabulary).expect_err("it should be refused");
    assert!(fault.hint_text().is_some(), "{fault} says what to do about it");
    (fault.code(), fault.path().unwrap_or_default().to_owned())
}

#[test]
fn every_fault_has_its_code_and_its_place() {
    let desk = desk();
    let cases = [
        (leaf("stauts", "is", "new".into()), "condition.unknown_field", "/field"),
        (leaf("fields.regoin", "is", "eu".into()), "condition.unknown_field", "/field"),
        (leaf("status", "equals", "new".into()), "condition.unknown_operator", "/op"),
        (leaf("tags", "is", "vip".into()), "condition.operator_does_not_fit", "/op"),
        (leaf("status", "includes_any", list(["new"])), "condition.operator_does_not_fit", "/op"),
        (leaf("assignee", "less_than", Value::Null), "condition.operator_does_not_fit", "/op"),
        (leaf("fields.trial", "greater_than", true.into()), "condition.operator_does_not_fit", "/op"),
        (leaf("number", "contains_text", "7".into()), "condition.operator_does_not_fit", "/op"),
        (leaf("tags", "changed_to", "vip".into()), "condition.operator_does_not_fit", "/op"),
        (leaf("status", "is", "opne".into()), "condition.bad_value", "/value"),
        (
            leaf("status", "is", StatusId::from_bytes([7; 16]).to_string().into()),
            "condition.bad_value",
            "/value",
        ),
        (leaf("status", "in", list(["new", "opne"])), "condition.bad_value", "/value/1"),
        (leaf("priority", "less_than", Value::Null), "condition.bad_value", "/value"),
        (leaf("team", "is", TeamId::from_bytes([7; 16]).to_string().into()), "condition.bad_value", "/value"),
        (leaf("assignee", "is", "Ada".into()), "condition.bad_value", "/value"),
        (leaf("number", "is", "7".into()), "condition.bad_value", "/value"),
        (leaf("number", "is", (1i64 << 53).into()), "condition.bad_value", "/value"),
        (leaf("created_at", "less_than", "yesterday".into()), "condition.bad_value", "/value"),
        (leaf("created_at", "less_than", (-1i64).into()), "condition.bad_value", "/value"),
        (leaf("fields.renewal", "is", "2026-02-30".into()), "condition.bad_value", "/value"),
        (leaf("fields.region", "is", "Europe".into()), "condition.bad_value", "/value"),
        (leaf("fields.trial", "is", "true".into()), "condition.bad_value", "/value"),
        (leaf("priority", "in", Value::List(vec![Value::Null])), "condition.bad_value", "/value/0"),
        (leaf("priority", "in", "low".into()), "condition.bad_value", "/value"),
        (leaf("priority", "in", Value::List(vec![])), "condition.empty_list", "/value"),
        (leaf("status", "not_in", Value::List(vec![])), "condition.empty_list", "/value"),
        (leaf("tags", "includes_none", Value::List(vec![])), "condition.empty_list", "/value"),
        (leaf("priority", "in", Value::List(vec!["low".into(); 501])), "condition.list_too_long", "/value"),
        (leaf("title", "is", "".into()), "condition.empty_text", "/value"),
        (leaf("title", "contains_word", "".into()), "condition.empty_text", "/value"),
        (leaf("title", "is", "x".repeat(4_097).into()), "condition.text_too_long", "/value"),
        (leaf("tags", "includes_any", list(["vip", " "])), "tag.empty", "/value/1"),
        (leaf("tags", "includes_any", list(["a\u{7}b"])), "tag.control_character", "/value/0"),
        (leaf("tags", "includes_any", list([&"x".repeat(101)])), "tag.too_long", "/value/0"),
        (leaf("priority", "present", true.into()), "condition.unexpected_value", "/value"),
        (leaf("title", "matches", "a+".into()), "filter.not_stateless", "/op"),
        (leaf("status", "changed", Value::Null), "filter.not_stateless", "/op"),
        (leaf("comment.text", "contains_word", "refund".into()), "filter.not_stateless", "/field"),
    ];
    for (node, code, path) in cases {
        assert_eq!(fault(&node, &desk.vocabulary()), (code, path.to_owned()), "{node:?}");
        let deep = ConditionNode::all(vec![
            ConditionNode::always(),
            ConditionNode::Not { not: Box::new(ConditionNode::any(vec![node])) },
        ]);
        assert_eq!(fault(&deep, &desk.vocabulary()), (code, format!("/all/1/not/any/0{path}")), "{deep:?}");
    }
}

#[test]
fn the_first_fault_in_reading_order_is_told() {
    let desk = desk();
    let node = ConditionNode::all(vec![
        leaf("status", "is", "new".into()),
        leaf("status", "is", "nwe".into()),
        leaf("stauts", "equals", "nwe".into()),
    ]);
    assert_eq!(fault(&node, &desk.vocabulary()), ("condition.bad_value", "/all/1/value".to_owned()));
    let leaf = leaf("stauts", "equals", Value::Null);
    assert_eq!(fault(&leaf, &desk.vocabulary()).1, "/field", "the field is read before the operator");
}

#[test]
fn hints_name_what_was_probably_meant() {
    let desk = desk();
    let hint = |node: ConditionNode| {
        let fault = compile(&node, &desk.vocabulary()).unwrap_err();
        fault.hint_text().unwrap_or_default().to_owned()
    };
    assert_eq!(hint(leaf("prioritiy", "is", "low".into())), "did you mean `priority`?");
    assert_eq!(hint(leaf("fields.seat", "is", 4.into())), "did you mean `fields.seats`?");
    assert_eq!(hint(leaf("priority", "grater_than", "low".into())), "did you mean `greater_than`?");
    assert_eq!(hint(leaf("priority", "is", "hihg".into())), "did you mean `high`?");
    assert_eq!(hint(leaf("fields.region", "is", "Europe".into())), "did you mean `eu`?");
    let waiting = format!("did you mean `{}`?", StatusId::from_bytes([2; 16]));
    assert_eq!(hint(leaf("status", "is", "Waiting for parts".into())), waiting);
    assert_eq!(
        hint(leaf("tags", "is", "vip".into())),
        "these fit: present, not_present, includes_any, includes_all, includes_none"
    );
}

#[test]
fn me_is_whoever_asks_and_refused_where_nobody_does() {
    let desk = desk();
    let mine = leaf("assignee", "is", "me".into());
    let expected = Check::OneOf(vec![Scalar::Id([9; 16])]);
    let compiled = compile(&mine, &desk.vocabulary()).unwrap();
    assert_eq!(compiled, Predicate::Test(Test { slot: Slot::Assignee, check: expected }));
    let nobody = Vocabulary { me: None, ..desk.vocabulary() };
    assert_eq!(fault(&mine, &nobody), ("condition.me_unknown", "/value".to_owned()));
    let among = leaf("participants", "includes_any", list(["me"]));
    assert_eq!(fault(&among, &nobody), ("condition.me_unknown", "/value/0".to_owned()));
}

#[test]
fn a_status_operand_is_a_category_or_one_status() {
    let desk = desk();
    let waiting = StatusId::from_bytes([2; 16]);
    let test = |slot, check| Predicate::Test(Test { slot, check });
    let compiled = |op: &str, value: Value| compile(&leaf("status", op, value), &desk.vocabulary()).unwrap();
    let category = || test(Slot::Category, Check::OneOf(vec![Scalar::Number(2)]));
    let one = || test(Slot::Status, Check::OneOf(vec![Scalar::Id([2; 16])]));
    assert_eq!(compiled("is", "pending".into()), category());
    assert_eq!(compiled("is_not", waiting.to_string().into()), Predicate::Not(Box::new(one())));
    assert_eq!(
        compiled("in", list(["pending", &waiting.to_string()])),
        Predicate::Any(vec![category(), one()])
    );
    assert_eq!(compiled("less_than", waiting.to_string().into()), test(Slot::Category, Check::Less(2)));
}

#[test]
fn instants_are_milliseconds_or_text() {
    let desk = desk();
    let compiled = |value: Value| compile(&leaf("due_at", "less_than", value), &desk.vocabulary()).unwrap();
    assert_eq!(compiled(1_000.into()), compiled("1970-01-01T00:00:01Z".into()));
}

#[test]
fn depth_and_number_of_leaves_are_capped() {
    let desk = desk();
    let nested = |depth: usize| {
        (0..depth)
            .fold(leaf("status", "is", "new".into()), |inner, _| ConditionNode::Not { not: Box::new(inner) })
    };
    assert!(compile(&nested(tree::MAX_DEPTH), &desk.vocabulary()).is_ok());
    let too_deep = (tree::MAX_DEPTH + 1, "/not".repeat(tree::MAX_DEPTH + 1));
    assert_eq!(fault(&nested(too_deep.0), &desk.vocabulary()), ("condition.too_deep", too_deep.1));

    let wide = |leaves: usize| ConditionNode::any(vec![leaf("status", "is", "new".into()); leaves]);
    assert!(compile(&wide(tree::MAX_LEAVES), &desk.vocabulary()).is_ok());
    let path = format!("/any/{}", tree::MAX_LEAVES);
    assert_eq!(fault(&wide(tree::MAX_LEAVES + 1), &desk.vocabulary()), ("condition.too_many_leaves", path));
}

#[test]
fn an_empty_all_or_any_holds_in_every_place() {
    let empty = Predicate::All(vec![]);
    for node in [ConditionNode::always(), ConditionNode::any(vec![])] {
        assert_eq!(compile(&node, &Vocabulary::default()).unwrap(), empty);
    }
}

#[test]
fn every_listed_field_is_known_and_takes_present() {
    let desk = desk();
    for name in kind::TICKET_FIELDS {
        let op = Operator::Present.name();
        assert!(compile(&leaf(name, op, Value::Null), &desk.vocabulary()).is_ok(), "{name}");
    }
}
