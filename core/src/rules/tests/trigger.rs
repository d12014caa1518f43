use super::fixture::*;
use crate::ids::{Id, TeamId, TemplateId, TriggerId};
use crate::model::{
    Action, ConditionNode, LocalDay, MailRecipient, Priority, StatusCategory, TicketType, Value,
};
use crate::rules::{
    Assignment, CompiledAction, RawFieldValue, TriggerSet, Vocabulary, clean_tag, compile_trigger,
};

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

#[test]
fn assignments_resolve_names_and_clear_with_null() {
    let desk = desk();
    let team = TeamId::from_bytes([1; 16]);
    let custom = |n, to| Assignment::Custom { field: field_id(n), to };
    let cases = [
        ("status", "open".into(), Assignment::Status { id: status_id(1), category: StatusCategory::Open }),
        (
            "status",
            status_id(12).to_string().into(),
            Assignment::Status { id: status_id(12), category: StatusCategory::Pending },
        ),
        ("priority", "urgent".into(), Assignment::Priority(Some(Priority::Urgent))),
        ("priority", Value::Null, Assignment::Priority(None)),
        ("type", "task".into(), Assignment::Type(Some(TicketType::Task))),
        ("assignee", person(4).to_string().into(), Assignment::Assignee(Some(person(4)))),
        ("assignee", Value::Null, Assignment::Assignee(None)),
        ("team", team.to_string().into(), Assignment::Team(Some(team))),
        ("due_at", 5.into(), Assignment::DueAt(Some(crate::Timestamp::from_millis(5)))),
        ("title", "  No paper ".into(), Assignment::Title("No paper".to_owned())),
        ("fields.region", "us".into(), custom(1, Some(RawFieldValue::Choice("us".to_owned())))),
        ("fields.seats", 3.into(), custom(2, Some(RawFieldValue::Integer(3)))),
        ("fields.note", "a\nb".into(), custom(3, Some(RawFieldValue::Text("a\nb".to_owned())))),
        (
            "fields.renewal",
            "2026-01-31".into(),
            custom(4, LocalDay::parse("2026-01-31").map(RawFieldValue::Date)),
        ),
        ("fields.trial", false.into(), custom(5, Some(RawFieldValue::Bool(false)))),
        ("fields.trial", Value::Null, custom(5, None)),
    ];
    for (field, to, expected) in cases {
        assert_eq!(Assignment::resolve(field, &to, &desk.vocabulary()), Ok(expected), "{field} {to:?}");
    }
}

#[test]
fn a_category_means_its_default_status_and_else_the_first_by_id() {
    let mut desk = desk();
    let resolved = |desk: &Desk| Assignment::resolve("status", &"pending".into(), &desk.vocabulary());
    let pending = |n| Ok(Assignment::Status { id: status_id(n), category: StatusCategory::Pending });
    assert_eq!(resolved(&desk), pending(22));
    desk.statuses.iter_mut().for_each(|status| status.default = false);
    desk.statuses.reverse();
    assert_eq!(resolved(&desk), pending(2));
    desk.statuses.retain(|status| status.category != StatusCategory::Pending);
    assert_eq!(resolved(&desk).unwrap_err().code(), "field.bad_value");
}

#[test]
fn faults_of_assignments_have_their_code_and_place() {
    let desk = desk();
    let cases = [
        ("prioriti", "low".into(), "field.unknown", "/field", Some("did you mean `priority`?")),
        ("fields.seat", 1.into(), "field.unknown", "/field", Some("did you mean `fields.seats`?")),
        ("number", 1.into(), "field.not_settable", "/field", None),
        ("sla.breached", true.into(), "field.not_settable", "/field", None),
        ("tags", "vip".into(), "field.not_settable", "/field", Some("tags are added and removed")),
        ("status", Value::Null, "field.required", "/to", None),
        ("title", Value::Null, "field.required", "/to", None),
        ("title", " \t".into(), "field.required", "/to", None),
        ("title", "a\nb".into(), "field.bad_value", "/to", None),
        ("title", 5.into(), "field.bad_value", "/to", None),
        ("title", "x".repeat(4_097).into(), "field.too_long", "/to", None),
        ("priority", "hihg".into(), "field.bad_value", "/to", Some("did you mean `high`?")),
        ("priority", "".into(), "field.empty_text", "/to", Some("clear the field with null")),
        ("type", list(["task"]), "field.bad_value", "/to", None),
        ("team", TeamId::from_bytes([8; 16]).to_string().into(), "field.bad_value", "/to", None),
        ("assignee", "me".into(), "condition.me_unknown", "/to", None),
        ("due_at", "tomorrow".into(), "field.bad_value", "/to", None),
        ("fields.note", " ".into(), "field.empty_text", "/to", Some("clear the field with null")),
        ("fields.note", "a\0".into(), "field.bad_value", "/to", None),
        ("fields.note", "x".repeat(65_537).into(), "field.too_long", "/to", None),
        ("fields.seats", "3".into(), "field.bad_value", "/to", None),
        ("fields.region", "Europe".into(), "field.bad_value", "/to", Some("did you mean `eu`?")),
        ("fields.renewal", "2026-02-29".into(), "field.bad_value", "/to", None),
        ("fields.trial", "yes".into(), "field.bad_value", "/to", None),
    ];
    for (field, to, code, path, hint) in cases {
        let fault = Assignment::resolve(field, &to, &desk.vocabulary()).expect_err(code);
        assert_eq!((fault.code(), fault.path()), (code, Some(path)), "{field} {to:?}");
        if hint.is_some() {
            assert_eq!(fault.hint_text(), hint, "{field} {to:?}");
        }
    }
}

#[test]
fn me_can_be_assigned_by_somebody() {
    let desk = desk();
    let vocabulary = Vocabulary { me: Some(person(6)), ..desk.vocabulary() };
    let mine = Assignment::resolve("assignee", &"me".into(), &vocabulary);
    assert_eq!(mine, Ok(Assignment::Assignee(Some(person(6)))));
}

#[test]
fn a_trigger_compiles_with_its_actions_in_order() {
    let desk = desk();
    let template = TemplateId::from_bytes([1; 16]);
    let actions = vec![
        set("priority", "high"),
        Action::AddTags { tags: tags(&["b", " a ", "b"]) },
        Action::RemoveTags { tags: tags(&["new"]) },
        Action::AddNote { text: "Raised {{ticket.number}}".to_owned() },
        Action::SendMail { to: MailRecipient::Requester, template },
        Action::Stop,
    ];
    let compiled =
        compile_trigger(&trigger(3, ConditionNode::always(), actions), &desk.vocabulary()).unwrap();
    assert_eq!((compiled.rule.version, compiled.position, compiled.active), (1, 3, true));
    let [set, add, remove, CompiledAction::AddNote(note), mail, CompiledAction::Stop] = &compiled.actions[..]
    else {
        panic!("{:?}", compiled.actions);
    };
    assert_eq!(*set, CompiledAction::Set(Assignment::Priority(Some(Priority::High))));
    assert_eq!(*add, CompiledAction::AddTags(tags(&["a", "b"])));
    assert_eq!(*remove, CompiledAction::RemoveTags(tags(&["new"])));
    assert_eq!(note.fill(|_| "#7".into()).unwrap(), "Raised #7");
    assert_eq!(*mail, CompiledAction::SendMail { to: MailRecipient::Requester, template });
}

#[test]
fn faults_of_triggers_have_their_code_and_place() {
    let desk = desk();
    let with = |action: Action| trigger(1, ConditionNode::always(), vec![Action::Stop, action]);
    let note = |text: &str| with(Action::AddNote { text: text.to_owned() });
    let named = |name: &str| {
        let mut rule = trigger(1, ConditionNode::always(), nothing());
        rule.name = name.to_owned();
        rule
    };
    let condition = ConditionNode::any(vec![leaf("stauts", "is", "new")]);
    let mail = Action::SendMail { to: MailRecipient::Team, template: TemplateId::from_bytes([2; 16]) };
    let cases = [
        (named(" "), "rule.bad_name", "/name"),
        (named(&"x".repeat(201)), "rule.bad_name", "/name"),
        (named("a\nb"), "rule.bad_name", "/name"),
        (trigger(1, condition, vec![]), "condition.unknown_field", "/conditions/any/0/field"),
        (with(set("priorty", "low")), "field.unknown", "/actions/1/field"),
        (with(set("title", "Hello")), "field.not_settable", "/actions/1/field"),
        (with(set("priority", "hihg")), "field.bad_value", "/actions/1/to"),
        (with(set("assignee", "me")), "condition.me_unknown", "/actions/1/to"),
        (with(Action::AddTags { tags: vec![] }), "action.no_tags", "/actions/1/tags"),
        (
            with(Action::AddTags { tags: vec!["a".to_owned(); 101] }),
            "action.too_many_tags",
            "/actions/1/tags",
        ),
        (with(Action::AddTags { tags: tags(&["a", "\t"]) }), "tag.empty", "/actions/1/tags/1"),
        (with(Action::RemoveTags { tags: tags(&["a\u{0}b"]) }), "tag.control_character", "/actions/1/tags/0"),
        (with(mail), "action.unknown_template", "/actions/1/template"),
        (note(" \n"), "action.empty_note", "/actions/1/text"),
        (note("{{ticket.numbre}}"), "template.unknown_placeholder", "/actions/1/text"),
        (note("{{ticket.number"), "template.unclosed", "/actions/1/text"),
        (trigger(1, ConditionNode::always(), vec![Action::Stop; 51]), "rule.too_many_actions", "/actions"),
        (note(&"x".repeat(70_000)), "rule.too_large", ""),
        (trigger(1, ConditionNode::always(), vec![]), "rule.no_actions", "/actions"),
    ];
    for (rule, code, path) in cases {
        let fault = compile_trigger(&rule, &desk.vocabulary()).expect_err(code);
        assert_eq!((fault.code(), fault.path().unwrap_or_default()), (code, path));
        assert!(fault.hint_text().is_some(), "{code} says what to do about it");
    }
}

#[test]
fn a_tag_is_trimmed_and_capped() {
    assert_eq!(clean_tag(" vip "), Ok("vip"));
    let longest = "é".repeat(50);
    assert_eq!(clean_tag(&longest), Ok(longest.as_str()));
    let cases = [("", "tag.empty"), ("\u{a0}", "tag.empty"), ("a\u{85}b", "tag.control_character")];
    for (tag, code) in cases {
        assert_eq!(clean_tag(tag).unwrap_err().code(), code, "{tag:?}");
    }
    assert_eq!(clean_tag(&"x".repeat(101)).unwrap_err().code(), "tag.too_long");
}

#[test]
fn au_02_triggers_are_walked_by_position_and_then_id_however_they_are_given() {
    let desk = desk();
    let at = |n: u8, position| {
        let mut rule = trigger(n, ConditionNode::always(), nothing());
        rule.position = position;
        compile_trigger(&rule, &desk.vocabulary()).unwrap()
    };
    let expected: Vec<_> = [4, 1, 3, 2].map(|n| TriggerId::from_bytes([n; 16])).into();
    let given = vec![at(1, 0), at(2, 7), at(3, 0), at(4, -1)];
    for turn in 0..given.len() {
        let mut turned = given.clone();
        turned.rotate_left(turn);
        let set = TriggerSet::new(turned);
        assert_eq!(set.triggers().iter().map(|trigger| trigger.rule.id).collect::<Vec<_>>(), expected);
    }
}
