use super::fixture::*;
use crate::Timestamp;
use crate::ids::{Id, PolicyId};
use crate::model::{
    Channel, Clock, ClockState, ConditionNode, FieldEntry, FieldValue, LocalDay, Metric, PolicyPin, Priority,
    StatusCategory, Ticket, Value, Visibility,
};
use crate::query::kind::UPDATE_FIELDS;
use crate::rules::{ActorRole, CommentInput, Condition, SlaEvent, SlaEventKind, UpdateContext, Vocabulary};

fn holds_in(node: &ConditionNode, ctx: &UpdateContext<'_>, work: &Ticket) -> bool {
    let desk = desk();
    let condition = Condition::compile(node, &desk.vocabulary());
    condition.unwrap_or_else(|fault| panic!("{node:?}: {fault}")).holds(ctx, work)
}

/// Asks one leaf of a ticket that nothing changed.
fn still(ticket: &Ticket, field: &str, op: &str, value: impl Into<Value>) -> bool {
    holds_in(&leaf(field, op, value), &update(Some(ticket), ticket), ticket)
}

fn filled() -> Ticket {
    let mut ticket = ticket();
    ticket.due_at = Some(Timestamp::from_millis(5_000));
    ticket.participants = vec![person(3)];
    ticket.fields = [
        (1, FieldValue::Choice("eu".to_owned())),
        (2, FieldValue::Integer(10)),
        (3, FieldValue::Text(text(9, "call back on Monday"))),
        (4, FieldValue::Date(LocalDay::parse("2026-03-01").unwrap())),
        (5, FieldValue::Bool(true)),
    ]
    .into_iter()
    .map(|(n, value)| FieldEntry { field: field_id(n), value })
    .collect();
    ticket
}

fn emptied() -> Ticket {
    let mut ticket = ticket();
    (ticket.priority, ticket.kind, ticket.assignee, ticket.team) = (None, None, None, None);
    ticket.tags.clear();
    ticket.title.text = None;
    ticket
}

/// A field that can be unset, an operand that it holds in `filled`, and one that it does not.
fn scalars() -> Vec<(&'static str, Value, Value)> {
    let team = crate::ids::TeamId::from_bytes([1; 16]).to_string();
    vec![
        ("priority", "normal".into(), "high".into()),
        ("type", "incident".into(), "task".into()),
        ("assignee", person(2).to_string().into(), person(3).to_string().into()),
        ("due_at", 5_000.into(), "1970-01-01T00:00:06Z".into()),
        ("title", "Cannot print the INVOICE".into(), "cannot print the invoice".into()),
        ("fields.region", "eu".into(), "us".into()),
        ("fields.seats", 10.into(), 11.into()),
        ("fields.note", "call back on Monday".into(), "call back".into()),
        ("fields.renewal", "2026-03-01".into(), "2026-03-02".into()),
        ("fields.trial", true.into(), false.into()),
        ("team", team.as_str().into(), Value::Null),
    ]
}

#[test]
fn is_and_in_compare_and_their_negations_are_their_opposites_also_on_null() {
    let (filled, emptied) = (filled(), emptied());
    for (field, right, wrong) in scalars() {
        for (ticket, operand, is) in
            [(&filled, &right, true), (&filled, &wrong, false), (&emptied, &right, false)]
        {
            assert_eq!(still(ticket, field, "is", operand.clone()), is, "{field} is {operand:?}");
            assert_eq!(still(ticket, field, "is_not", operand.clone()), !is, "{field} is_not {operand:?}");
            if operand.is_null() {
                continue;
            }
            let among = Value::List(vec![operand.clone()]);
            assert_eq!(still(ticket, field, "in", among.clone()), is, "{field} in {among:?}");
            assert_eq!(still(ticket, field, "not_in", among.clone()), !is, "{field} not_in {among:?}");
        }
    }
}

#[test]
fn present_and_is_null_tell_whether_there_is_a_value() {
    for (ticket, present) in [(filled(), true), (emptied(), false)] {
        for (field, ..) in scalars() {
            assert_eq!(still(&ticket, field, "present", Value::Null), present, "{field}");
            assert_eq!(still(&ticket, field, "not_present", Value::Null), !present, "{field}");
            assert_eq!(still(&ticket, field, "is", Value::Null), !present, "{field}");
            assert_eq!(still(&ticket, field, "is_not", Value::Null), present, "{field}");
        }
        for field in ["tags", "participants"] {
            assert_eq!(still(&ticket, field, "present", Value::Null), present, "{field}");
            assert_eq!(still(&ticket, field, "not_present", Value::Null), !present, "{field}");
        }
    }
}

#[test]
fn order_operators_compare_in_the_order_of_the_field_and_fail_on_null() {
    let ordered: [(&str, Value, Value, Value); 5] = [
        ("priority", "low".into(), "normal".into(), "high".into()),
        ("due_at", 4_999.into(), 5_000.into(), 5_001.into()),
        ("fields.seats", 9.into(), 10.into(), 11.into()),
        ("fields.renewal", "2026-02-28".into(), "2026-03-01".into(), "2026-03-02".into()),
        ("status", "new".into(), "open".into(), "pending".into()),
    ];
    let (filled, emptied) = (filled(), emptied());
    for (field, below, same, above) in ordered {
        for (operand, less, greater) in [(below, false, true), (same, false, false), (above, true, false)] {
            assert_eq!(still(&filled, field, "less_than", operand.clone()), less, "{field} < {operand:?}");
            assert_eq!(
                still(&filled, field, "greater_than", operand.clone()),
                greater,
                "{field} > {operand:?}"
            );
            if field != "status" {
                assert!(!still(&emptied, field, "less_than", operand.clone()), "{field} null < {operand:?}");
                assert!(
                    !still(&emptied, field, "greater_than", operand.clone()),
                    "{field} null > {operand:?}"
                );
            }
        }
    }
}

#[test]
fn sets_are_asked_for_any_all_and_none() {
    let cases = [
        (list(["vip"]), true, true),
        (list(["vip", "printer"]), true, true),
        (list(["vip", "fax"]), true, false),
        (list(["fax"]), false, false),
        (list(["VIP"]), false, false),
        (list([" vip "]), true, true),
    ];
    for (tags, any, all) in cases {
        assert_eq!(still(&filled(), "tags", "includes_any", tags.clone()), any, "{tags:?}");
        assert_eq!(still(&filled(), "tags", "includes_all", tags.clone()), all, "{tags:?}");
        assert_eq!(still(&filled(), "tags", "includes_none", tags.clone()), !any, "{tags:?}");
        assert!(!still(&emptied(), "tags", "includes_any", tags.clone()));
        assert!(!still(&emptied(), "tags", "includes_all", tags.clone()));
        assert!(still(&emptied(), "tags", "includes_none", tags));
    }
    let third = person(3).to_string();
    assert!(still(&filled(), "participants", "includes_any", list([&third])));
    let requester = person(1).to_string();
    assert!(
        !still(&filled(), "participants", "includes_any", list([&requester])),
        "the requester is none of them"
    );
}

#[test]
fn texts_are_searched_folded_but_matched_raw_and_never_found_in_null() {
    let (filled, emptied) = (filled(), emptied());
    for (field, words, pattern, shouted) in
        [("title", "invoice", "INV[A-Z]+", "inv[a-z]+"), ("fields.note", "MONDAY", "M.nday$", "^back")]
    {
        assert!(still(&filled, field, "contains_word", words));
        assert!(still(&filled, field, "contains_text", words));
        assert!(!still(&filled, field, "contains_word", "fax"));
        assert!(!still(&filled, field, "contains_text", "fax"));
        assert!(still(&filled, field, "matches", pattern));
        assert!(!still(&filled, field, "matches", shouted));
        for op in ["contains_word", "contains_text", "matches"] {
            assert!(!still(&emptied, field, op, words), "{field} {op}");
        }
    }
}

#[test]
fn a_category_and_a_status_are_told_apart() {
    let mut ticket = ticket();
    (ticket.status, ticket.category) = (status_id(12), StatusCategory::Pending);
    assert!(still(&ticket, "status", "is", "pending"));
    assert!(still(&ticket, "status", "is", status_id(12).to_string()));
    assert!(!still(&ticket, "status", "is", status_id(22).to_string()));
    assert!(still(&ticket, "status", "in", list(["open", &status_id(12).to_string()])));
    assert!(!still(&ticket, "status", "not_in", list(["pending"])));
    assert!(!still(&ticket, "status", "is", Value::Null));
    assert!(still(&ticket, "status", "is_not", Value::Null));
}

/// For one field: what it was, what it is, and every change operator with its answer.
fn changes(before: Option<&Ticket>, work: &Ticket, field: &str, cases: &[(&str, Value, bool)]) {
    let ctx = update(before, work);
    for (op, value, expected) in cases {
        assert_eq!(
            holds_in(&leaf(field, op, value.clone()), &ctx, work),
            *expected,
            "{field} {op} {value:?}"
        );
        if matches!(*op, "changed" | "changed_to" | "changed_from") {
            let opposite = leaf(field, &format!("not_{op}"), value.clone());
            assert_eq!(holds_in(&opposite, &ctx, work), !*expected, "{field} not_{op} {value:?}");
        }
    }
}

#[test]
fn change_operators_compare_before_with_work_and_null_means_none() {
    let (high, normal, none) = (Some(Priority::High), Some(Priority::Normal), None);
    let with = |priority| Ticket { priority, ..ticket() };
    let text = |text: &str| Value::from(text);
    let null = || Value::Null;
    changes(
        Some(&with(normal)),
        &with(high),
        "priority",
        &[
            ("changed", null(), true),
            ("changed_to", text("high"), true),
            ("changed_to", text("normal"), false),
            ("changed_to", null(), false),
            ("changed_from", text("normal"), true),
            ("changed_from", text("high"), false),
            ("changed_from", null(), false),
        ],
    );
    changes(
        Some(&with(none)),
        &with(high),
        "priority",
        &[("changed", null(), true), ("changed_to", text("high"), true), ("changed_from", null(), true)],
    );
    changes(
        Some(&with(high)),
        &with(none),
        "priority",
        &[("changed", null(), true), ("changed_to", null(), true), ("changed_from", text("high"), true)],
    );
    for same in [high, none] {
        let value = || if same.is_some() { text("high") } else { null() };
        changes(
            Some(&with(same)),
            &with(same),
            "priority",
            &[("changed", null(), false), ("changed_to", value(), false), ("changed_from", value(), false)],
        );
    }
}

#[test]
fn at_creation_every_field_that_is_set_has_changed_defaults_included() {
    let new = Ticket { status: status_id(0), category: StatusCategory::New, priority: None, ..ticket() };
    let null = || Value::Null;
    changes(
        None,
        &new,
        "status",
        &[
            ("changed", null(), true),
            ("changed_to", "new".into(), true),
            ("changed_to", "open".into(), false),
            ("changed_from", null(), true),
            ("changed_from", "new".into(), false),
        ],
    );
    changes(
        None,
        &new,
        "priority",
        &[("changed", null(), false), ("changed_to", null(), false), ("changed_from", null(), false)],
    );
    changes(None, &new, "tags", &[("changed", null(), true)]);
    changes(None, &Ticket { tags: vec![], ..new }, "tags", &[("changed", null(), false)]);
}

#[test]
fn a_status_changes_by_its_id_also_within_a_category() {
    let with = |n, category| Ticket { status: status_id(n), category, ..ticket() };
    let (parts, you) = (with(12, StatusCategory::Pending), with(22, StatusCategory::Pending));
    let id = |n| Value::from(status_id(n).to_string());
    changes(
        Some(&parts),
        &you,
        "status",
        &[
            ("changed", Value::Null, true),
            ("changed_to", "pending".into(), true),
            ("changed_from", "pending".into(), true),
            ("changed_to", id(22), true),
            ("changed_to", id(12), false),
            ("changed_from", id(12), true),
        ],
    );
}

#[test]
fn sets_and_texts_change_by_value() {
    let mut again = ticket();
    again.title = text(77, "Cannot print the INVOICE");
    changes(Some(&ticket()), &again, "title", &[("changed", Value::Null, false)]);
    changes(Some(&ticket()), &again, "tags", &[("changed", Value::Null, false)]);
    again.tags.pop();
    changes(Some(&ticket()), &again, "tags", &[("changed", Value::Null, true)]);
    again.participants.push(person(5));
    changes(Some(&ticket()), &again, "participants", &[("changed", Value::Null, true)]);
}

#[test]
fn changed_by_actor_looks_at_the_actors_own_part_only() {
    let before = Ticket { status: status_id(0), category: StatusCategory::New, assignee: None, ..ticket() };
    let by_actor = Ticket { assignee: Some(person(2)), ..before.clone() };
    let normalized = Ticket { status: status_id(1), category: StatusCategory::Open, ..by_actor.clone() };
    let ctx = update(Some(&before), &by_actor);
    let asks = |field| holds_in(&leaf(field, "changed_by_actor", Value::Null), &ctx, &normalized);
    assert!(asks("assignee"));
    assert!(!asks("status"), "normalization opened it");
    assert!(holds_in(&leaf("status", "changed", Value::Null), &ctx, &normalized));
}

#[test]
fn changed_by_actor_leaves_out_the_defaults_of_creation() {
    let work = ticket();
    let by_actor = Ticket { team: None, ..ticket() };
    let creation = |status_by_actor| UpdateContext { status_by_actor, ..update(None, &by_actor) };
    let asks =
        |ctx: &UpdateContext<'_>, field| holds_in(&leaf(field, "changed_by_actor", Value::Null), ctx, &work);
    assert!(!asks(&creation(false), "status"));
    assert!(asks(&creation(true), "status"));
    assert!(!asks(&creation(false), "team"));
    assert!(asks(&creation(false), "channel"), "the channel of the command counts as the actor's");
}

fn clock(breached: bool) -> Clock {
    let policy = PolicyPin { id: PolicyId::from_bytes([1; 16]), version: 1 };
    Clock {
        id: 0,
        metric: Metric::FirstReply,
        custom: None,
        team: None,
        generation: 1,
        state: ClockState::Running,
        started_at: Timestamp::from_millis(1_000),
        policy,
        priority: None,
        calendar: None,
        target_millis: 1_000,
        stretches: vec![],
        running_since: Timestamp::from_millis(1_000),
        due_at: Some(Timestamp::from_millis(2_000)),
        warnings_at: vec![],
        breached_at: None,
        breached,
        warned: Vec::new(),
        broken: Vec::new(),
        ended_at: None,
    }
}

#[test]
fn sla_fields_read_the_state_before_the_update() {
    let policy = PolicyPin { id: PolicyId::from_bytes([1; 16]), version: 1 };
    let before = Ticket { policy: Some(policy), clocks: vec![clock(true)], ..ticket() };
    let work = ticket();
    let ctx = update(Some(&before), &work);
    assert!(holds_in(&leaf("sla.breached", "is", true), &ctx, &work));
    assert!(holds_in(&leaf("sla.policy", "is", policy.id.to_string()), &ctx, &work));
    assert!(holds_in(&leaf("sla.next_breach", "not_present", Value::Null), &ctx, &work));

    let creation = update(None, &before);
    for (field, op, value, expected) in [
        ("sla.breached", "is", Value::from(false), true),
        ("sla.breached", "is", true.into(), false),
        ("sla.breached", "is_not", true.into(), true),
        ("sla.breached", "present", Value::Null, true),
        ("sla.policy", "present", Value::Null, false),
        ("sla.policy", "is", Value::Null, true),
        ("sla.policy", "is_not", policy.id.to_string().into(), true),
        ("sla.next_breach", "less_than", 9_000.into(), false),
    ] {
        assert_eq!(
            holds_in(&leaf(field, op, value.clone()), &creation, &before),
            expected,
            "{field} {op} {value:?}"
        );
    }
}

#[test]
fn an_update_is_asked_for_what_only_it_has() {
    let ticket = ticket();
    let event = SlaEvent { kind: SlaEventKind::Breach, metric: Some(Metric::FirstReply), custom: None };
    let told = UpdateContext {
        channel: Channel::Mail,
        actor_role: ActorRole::System,
        sla_event: Some(event),
        in_business_hours: false,
        on_holiday: true,
        requester_email: Some("ada@example.com"),
        requester_verified: true,
        ..update(Some(&ticket), &ticket)
    };
    let plain = update(None, &ticket);
    let cases: [(&str, &str, Value, bool, bool); 12] = [
        ("update.kind", "is", "change".into(), true, false),
        ("update.channel", "is", "mail".into(), true, false),
        ("actor.role", "in", list(["system", "rule"]), true, false),
        ("sla.event", "is", "breach".into(), true, false),
        ("sla.event", "is_not", "warning".into(), true, true),
        ("sla.metric", "present", Value::Null, true, false),
        ("in_business_hours", "is", true.into(), false, true),
        ("on_holiday", "is", true.into(), true, false),
        ("requester.email", "contains_text", "@EXAMPLE.com".into(), true, false),
        ("requester.email", "matches", "^ada@".into(), true, false),
        ("requester.email", "is", Value::Null, false, true),
        ("requester.verified", "is", true.into(), true, false),
    ];
    for (field, op, value, when_told, when_plain) in cases {
        let node = leaf(field, op, value);
        assert_eq!(holds_in(&node, &told, &ticket), when_told, "{node:?}");
        assert_eq!(holds_in(&node, &plain, &ticket), when_plain, "{node:?}");
    }
}

#[test]
fn every_listed_field_of_an_update_is_known() {
    for field in UPDATE_FIELDS {
        let node = leaf(field, "present", Value::Null);
        assert!(Condition::compile(&node, &Vocabulary::default()).is_ok(), "{field}");
    }
}

#[test]
fn without_a_comment_its_fields_are_null() {
    let ticket = ticket();
    let silent = update(Some(&ticket), &ticket);
    for field in ["comment.text", "comment.visibility", "comment.author_role", "comment.automatic"] {
        assert!(holds_in(&leaf(field, "is", Value::Null), &silent, &ticket), "{field}");
        assert!(holds_in(&leaf(field, "not_present", Value::Null), &silent, &ticket), "{field}");
    }
    assert!(holds_in(&leaf("comment.visibility", "is_not", "internal"), &silent, &ticket));
    assert!(holds_in(&leaf("comment.automatic", "is_not", true), &silent, &ticket));
    assert!(!holds_in(&leaf("comment.automatic", "is", false), &silent, &ticket));
    for op in ["contains_word", "contains_text", "matches"] {
        assert!(!holds_in(&leaf("comment.text", op, "a"), &silent, &ticket), "{op}");
    }
}

#[test]
fn au_08_visibility_and_author_of_a_comment_are_told_apart() {
    let ticket = ticket();
    for visibility in [Visibility::Public, Visibility::Internal] {
        for author_role in [ActorRole::Requester, ActorRole::Agent, ActorRole::Host] {
            for actor_role in [ActorRole::Requester, ActorRole::Agent] {
                let comment = CommentInput { text: "Hi", visibility, author_role, automatic: false };
                let ctx =
                    UpdateContext { comment: Some(comment), actor_role, ..update(Some(&ticket), &ticket) };
                for (field, operand, expected) in [
                    ("comment.visibility", "public", visibility == Visibility::Public),
                    ("comment.visibility", "internal", visibility == Visibility::Internal),
                    ("comment.author_role", "requester", author_role == ActorRole::Requester),
                    ("comment.author_role", "agent", author_role == ActorRole::Agent),
                    ("comment.author_role", "host", author_role == ActorRole::Host),
                    ("actor.role", "requester", actor_role == ActorRole::Requester),
                ] {
                    assert_eq!(
                        holds_in(&leaf(field, "is", operand), &ctx, &ticket),
                        expected,
                        "{field} {operand}"
                    );
                    assert_eq!(holds_in(&leaf(field, "is_not", operand), &ctx, &ticket), !expected);
                }
            }
        }
    }
}

#[test]
fn groups_hold_as_all_and_any_say() {
    let ticket = ticket();
    let ctx = update(Some(&ticket), &ticket);
    let (yes, no) = (leaf("priority", "is", "normal"), leaf("priority", "is", "high"));
    let group = |all: &[&ConditionNode], any: &[&ConditionNode]| {
        let own = |nodes: &[&ConditionNode]| nodes.iter().map(|node| (*node).clone()).collect();
        let node = crate::model::NodeGroup { all: own(all), any: own(any) };
        holds_in(&ConditionNode::Group(node), &ctx, &ticket)
    };
    assert!(group(&[], &[]));
    assert!(group(&[&yes], &[]));
    assert!(group(&[&yes, &yes], &[&no, &yes]));
    assert!(!group(&[&yes, &no], &[&yes]));
    assert!(!group(&[&yes], &[&no, &no]));
    let not = |node: &ConditionNode| ConditionNode::Not { not: Box::new(node.clone()) };
    assert!(group(&[&not(&no)], &[]));
    assert!(!group(&[&not(&yes)], &[]));
    assert!(
        !group(&[&not(&ConditionNode::any(vec![]))], &[]),
        "an empty any holds, so its opposite does not"
    );
}

#[test]
fn faults_of_conditions_have_their_code_and_place() {
    let desk = desk();
    let cases = [
        (leaf("comment.txt", "is", "a"), "condition.unknown_field", "/field"),
        (leaf("comment.text", "changed", Value::Null), "condition.operator_does_not_fit", "/op"),
        (leaf("sla.policy", "changed", Value::Null), "condition.operator_does_not_fit", "/op"),
        (leaf("sla.breached", "matches", "a"), "condition.operator_does_not_fit", "/op"),
        (leaf("number", "changed_by_actor", Value::Null), "condition.operator_does_not_fit", "/op"),
        (leaf("tags", "matches", "a"), "condition.operator_does_not_fit", "/op"),
        (leaf("tags", "changed_from", "vip"), "condition.operator_does_not_fit", "/op"),
        (leaf("update.kind", "is", "created"), "condition.bad_value", "/value"),
        (leaf("status", "changed_to", "opne"), "condition.bad_value", "/value"),
        (leaf("priority", "changed_from", list(["low"])), "condition.bad_value", "/value"),
        (leaf("title", "changed_to", ""), "condition.empty_text", "/value"),
        (leaf("status", "changed", "open"), "condition.unexpected_value", "/value"),
        (leaf("status", "changed_by_actor", "open"), "condition.unexpected_value", "/value"),
        (leaf("title", "matches", "("), "condition.bad_pattern", "/value"),
        (leaf("title", "matches", ""), "condition.empty_text", "/value"),
        (leaf("title", "matches", Value::Null), "condition.bad_value", "/value"),
        (leaf("title", "matches", "x".repeat(1_001)), "condition.pattern_too_long", "/value"),
        (leaf("title", "matches", r"(\w{50}){50}"), "condition.pattern_too_big", "/value"),
        (leaf("assignee", "changed_to", "me"), "condition.me_unknown", "/value"),
    ];
    for (node, code, path) in cases {
        let deep = ConditionNode::all(vec![ConditionNode::any(vec![node.clone()])]);
        let fault = Condition::compile(&deep, &desk.vocabulary()).expect_err(code);
        assert_eq!(
            (fault.code(), fault.path().unwrap()),
            (code, format!("/all/0/any/0{path}").as_str()),
            "{node:?}"
        );
        assert!(fault.hint_text().is_some(), "{code} says what to do about it");
    }
}

#[test]
fn ordinary_patterns_fit_into_the_memory_that_a_pattern_may_take() {
    let desk = desk();
    for pattern in [
        r"(?i)\border[ -]?#?\d{4,10}\b",
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"(?i)(refund|rückerstattung|remboursement|возврат)",
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b",
        r"^\s*(?:re|fwd?|aw|wg):\s*\[\w+\]",
    ] {
        let compiled = Condition::compile(&leaf("comment.text", "matches", pattern), &desk.vocabulary());
        assert!(compiled.is_ok(), "{pattern}: {}", compiled.unwrap_err());
    }
}
