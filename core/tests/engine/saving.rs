//! What is configured is checked when it is saved, with the path to what is wrong.

use frontdesk::ids::{CommandId, Id, MailboxId, TriggerId};
use frontdesk::{ErrorKind, Request, SaveConfig};
use serde_json::{Value as Json, json};

use crate::world::{World, id, leaf, policy, trigger};

on_each_store!(
    a_bad_trigger_is_refused_with_the_path,
    a_bad_view_is_refused_with_the_path,
    a_bad_policy_is_refused_with_the_path,
    a_bad_calendar_is_refused_with_the_path,
    what_is_refused_leaves_the_version_before,
    a_mailbox_that_leaves_no_room_for_reply_addresses_is_refused,
    si_04_a_mailbox_whose_domain_is_shared_is_saved_with_a_warning,
    a_calendar_whose_holidays_run_out_is_saved_with_a_warning,
    what_others_need_is_not_taken_away,
    a_status_that_every_desk_has_keeps_its_category,
    what_would_cost_too_much_later_is_refused,
    what_a_condition_names_by_id_is_there,
    what_is_saved_without_an_id_gets_one,
    a_thousand_rules_are_saved_one_by_one,
);

fn refused(world: &World, config: Json, code: &str, path: &str) {
    let position = world.position();
    let error = world.try_save(config.clone()).unwrap_err();
    assert_eq!((error.code(), error.path()), (code, Some(path)), "{config}");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.hint_text().is_some(), "{code} says what to do about it");
    assert_eq!(world.position(), position);
}

fn a_bad_trigger_is_refused_with_the_path(world: World) {
    let tag = json!([{ "type": "add_tags", "tags": ["x"] }]);
    let mut first = trigger(1, leaf("statsu", "is", "new"), tag.clone());
    refused(&world, first.clone(), "condition.unknown_field", "/config/conditions/all/0/field");
    first["conditions"] = leaf("status", "contains_word", "new");
    refused(&world, first.clone(), "condition.operator_does_not_fit", "/config/conditions/all/0/op");
    first["conditions"] =
        json!({ "any": [{ "not": { "field": "priority", "op": "like", "value": "low" } }] });
    refused(&world, first.clone(), "condition.unknown_operator", "/config/conditions/any/0/not/op");
    first["conditions"] = leaf("comment.text", "matches", "(");
    refused(&world, first.clone(), "condition.bad_pattern", "/config/conditions/all/0/value");
    first["conditions"] = json!({});
    first["actions"] = json!([{ "type": "stop" }, { "type": "set", "field": "prioritty", "to": "low" }]);
    refused(&world, first.clone(), "field.unknown", "/config/actions/1/field");
    first["actions"] = json!([{ "type": "set", "field": "assignee", "to": world.rita }]);
    refused(&world, first.clone(), "ticket.not_an_agent", "/config/actions/0/to");
    first["actions"] = json!([{ "type": "add_note", "text": "{{ticket.colour}}" }]);
    refused(&world, first, "template.unknown_placeholder", "/config/actions/0/text");
}

fn a_bad_view_is_refused_with_the_path(world: World) {
    let view = |filter: Json| {
        let sort = json!({ "by": "number", "direction": "ascending" });
        json!({ "config": "view", "id": id::<frontdesk::ids::ViewId>(1), "name": "V", "filter": filter, "sort": sort })
    };
    refused(
        &world,
        view(leaf("status", "changed", Json::Null)),
        "filter.not_stateless",
        "/config/filter/all/0/op",
    );
    refused(
        &world,
        view(leaf("comment.text", "contains_word", "x")),
        "filter.not_stateless",
        "/config/filter/all/0/field",
    );
    refused(
        &world,
        view(leaf("priority", "is", "highest")),
        "condition.bad_value",
        "/config/filter/all/0/value",
    );
    let mut columns = view(json!({}));
    columns["columns"] = json!([{ "field": "number" }, { "field": "prioritty" }]);
    refused(&world, columns, "condition.unknown_field", "/config/columns/1/field");
}

fn a_bad_policy_is_refused_with_the_path(world: World) {
    let row = |millis: i64| json!({ "metric": "resolution", "millis": millis });
    let with = |targets: Json| policy(1, json!({}), targets);
    refused(&world, with(json!([])), "policy.no_targets", "/config/targets");
    refused(&world, with(json!([row(5), row(5)])), "policy.target_twice", "/config/targets/1");
    refused(&world, with(json!([row(0)])), "policy.bad_target", "/config/targets/0/millis");
    let mut warned = row(1_000);
    for warning in
        [json!({ "type": "percent", "percent": 100 }), json!({ "type": "before", "millis": 1_000 })]
    {
        warned["warnings"] = json!([{ "type": "percent", "percent": 50 }, warning]);
        refused(&world, with(json!([warned])), "policy.bad_warning", "/config/targets/0/warnings/1");
    }
    let filtered = policy(1, leaf("update.kind", "is", "create"), json!([row(5)]));
    refused(&world, filtered, "filter.not_stateless", "/config/filter/all/0/field");
    let mut unknown = with(json!([row(5)]));
    unknown["calendar"] = json!(id::<frontdesk::ids::CalendarId>(1));
    refused(&world, unknown.clone(), "policy.unknown_calendar", "/config/calendar");
    // Of several faults the first in reading order.
    let mut all = with(json!([row(0)]));
    all["calendar"] = json!(id::<frontdesk::ids::CalendarId>(1));
    refused(&world, all.clone(), "policy.unknown_calendar", "/config/calendar");
    all["filter"] = leaf("update.kind", "is", "create");
    refused(&world, all.clone(), "filter.not_stateless", "/config/filter/all/0/field");
    all["name"] = json!(" ");
    refused(&world, all, "config.no_name", "/config/name");
    world.save(json!({ "config": "calendar", "id": id::<frontdesk::ids::CalendarId>(1), "name": "Never", "hours": { "zone": "UTC" } }));
    refused(&world, unknown, "policy.calendar_without_hours", "/config/calendar");
}

fn a_bad_calendar_is_refused_with_the_path(world: World) {
    let calendar = |hours: Json| json!({ "config": "calendar", "id": id::<frontdesk::ids::CalendarId>(1), "name": "C", "hours": hours });
    let error = world.try_save(calendar(json!({ "zone": "Europe/Atlantis" }))).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Invalid, Some("/config/hours/zone")));
    let monday = json!({ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] });
    let twice = json!({ "zone": "UTC", "weekly": [monday, monday] });
    refused(&world, calendar(twice), "calendar.duplicate_weekday", "/config/hours/weekly/1/weekday");
}

fn what_is_refused_leaves_the_version_before(world: World) {
    let tag = json!([{ "type": "add_tags", "tags": ["kept"] }]);
    world.save(trigger(1, json!({}), tag.clone()));
    refused(
        &world,
        trigger(1, leaf("nothing", "is", 1), tag),
        "condition.unknown_field",
        "/config/conditions/all/0/field",
    );
    assert_eq!(world.ticket(world.ask()).tags, ["kept"]);
}

fn a_mailbox_that_leaves_no_room_for_reply_addresses_is_refused(world: World) {
    let mailbox = |address: &str| {
        let id = id::<MailboxId>(1);
        json!({ "config": "mailbox", "id": id, "name": "Help", "address": address, "aliases": ["a-name-that-is-rather-too-long@desk.example"] })
    };
    let error = world.try_save(mailbox("a-name-that-is-too-long@desk.example")).unwrap_err();
    assert_eq!((error.code(), error.path()), ("mailbox.address_too_long", Some("/config/address")));
    world.save(mailbox("a-name-that-has-room@desk.example"));
}

fn si_04_a_mailbox_whose_domain_is_shared_is_saved_with_a_warning(world: World) {
    let save = |command: u8, mailbox: Json| {
        let config = serde_json::from_value(mailbox).unwrap();
        let command_id = Some(CommandId::from_bytes([command; 16]));
        let command = SaveConfig { config, base_version: None }.into();
        world.host().execute(Request { id: command_id, command }).unwrap()
    };
    let mut mailbox = json!({ "config": "mailbox", "id": id::<MailboxId>(1), "name": "Help", "address": "help@desk.example" });
    let warned = save(1, mailbox.clone());
    let [warning] = &*warned.warnings else { panic!("one warning: {warned:?}") };
    assert_eq!(
        (warning.code.as_str(), warning.path.as_deref()),
        ("mailbox.shared_domain", Some("/config/dedicated_domain"))
    );
    assert!(warning.hint.as_ref().is_some_and(|hint| hint.contains("`dedicated_domain`")));
    mailbox["dedicated_domain"] = json!(true);
    let declared = save(2, mailbox.clone());
    assert_eq!((declared.version, declared.warnings), (2, Vec::new()));
    mailbox["dedicated_domain"] = json!(false);
    assert_eq!(save(3, mailbox.clone()).warnings, warned.warnings);
    // The same command is answered as it was.
    assert_eq!(save(1, mailbox), warned);
    let receipt = serde_json::to_string(&warned).unwrap();
    assert_eq!(serde_json::from_str::<frontdesk::Receipt>(&receipt).unwrap(), warned);
}

fn a_calendar_whose_holidays_run_out_is_saved_with_a_warning(world: World) {
    world.clock.set(frontdesk::Timestamp::parse("2026-10-01T12:00:00Z").unwrap());
    let save = |command: u8, until: Option<&str>| {
        let mut hours = json!({ "zone": "Europe/Berlin",
            "weekly": [{ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] }] });
        if let Some(until) = until {
            hours["covers_until"] = json!(until);
        }
        let calendar = json!({ "config": "calendar", "id": id::<frontdesk::ids::CalendarId>(7), "name": "C", "hours": hours });
        let config = serde_json::from_value(calendar).unwrap();
        let command_id = Some(CommandId::from_bytes([command; 16]));
        let command = SaveConfig { config, base_version: None }.into();
        world.host().execute(Request { id: command_id, command }).unwrap().warnings
    };
    for (command, until) in [(1, None), (2, Some("2026-12-30")), (3, Some("2199-12-31"))] {
        assert_eq!(save(command, until), [], "{until:?}");
    }
    for (command, until) in [(4, "2026-12-29"), (5, "2020-12-26")] {
        let warnings = save(command, Some(until));
        let [warning] = &*warnings else { panic!("one warning: {warnings:?}") };
        assert_eq!(
            (warning.code.as_str(), warning.path.as_deref()),
            ("calendar.holidays_run_out", Some("/config/hours/covers_until"))
        );
        assert!(warning.message.contains(until) && warning.hint.is_some());
    }
}

fn what_others_need_is_not_taken_away(world: World) {
    let field = |options: &[&str]| {
        let options: Vec<Json> = options.iter().map(|id| json!({ "id": id, "label": id })).collect();
        let id = id::<frontdesk::ids::FieldId>(1);
        json!({ "config": "field", "id": id, "key": "product", "title": "Product", "kind": { "type": "choice", "options": options } })
    };
    let needs = |option: &str| leaf("fields.product", "is", option);
    let view = json!({
        "config": "view", "id": id::<frontdesk::ids::ViewId>(1), "name": "Pads",
        "filter": needs("pad"), "sort": { "by": "number", "direction": "ascending" },
    });
    world.save(field(&["phone", "pad", "watch"]));
    world.save(trigger(1, needs("phone"), json!([{ "type": "stop" }])));
    world.save(view);
    for (left, who) in [(["pad", "watch"], "Trigger 1"), (["phone", "watch"], "Pads")] {
        let error = world.try_save(field(&left)).unwrap_err();
        assert_eq!((error.code(), error.path()), ("config.in_use", Some("/config")));
        assert!(error.details().iter().any(|detail| detail.name == "name" && detail.value == who), "{error}");
    }
    world.save(field(&["phone", "pad"]));
}

fn a_status_that_every_desk_has_keeps_its_category(world: World) {
    let new = |category: &str| json!({ "config": "status", "id": id::<frontdesk::ids::StatusId>(1), "name": "Fresh", "label": "Open", "category": category });
    refused(&world, new("closed"), "status.category_changed", "/config/category");
    world.save(new("new"));
    world.ask();
}

fn what_would_cost_too_much_later_is_refused(world: World) {
    let over = |config: Json, code: &str, path: &str| {
        let error = world.try_save(config).unwrap_err();
        assert_eq!((error.code(), error.path(), error.kind()), (code, Some(path), ErrorKind::LimitExceeded));
    };
    let view = |filter: Json| {
        let sort = json!({ "by": "number", "direction": "ascending" });
        json!({ "config": "view", "id": id::<frontdesk::ids::ViewId>(1), "name": "V", "filter": filter, "sort": sort })
    };
    let leaves = |count: usize, values: usize| -> Vec<Json> {
        let value: Vec<usize> = (0..values).collect();
        (0..count).map(|_| json!({ "field": "number", "op": "in", "value": value })).collect()
    };
    world.save(view(json!({ "any": leaves(5, 400) })));
    assert_eq!(world.host().view(id(1), None, 10).unwrap().tickets, []);
    over(view(json!({ "any": leaves(6, 400) })), "condition.too_many_values", "/config/filter/any/5");
    over(
        view(json!({ "all": vec![json!({}); 2_000] })),
        "condition.too_many_nodes",
        "/config/filter/all/1023",
    );
    let warnings: Vec<Json> = (0..21).map(|nth| json!({ "type": "percent", "percent": nth + 1 })).collect();
    let many = |count: usize| -> Vec<String> { (0..count).map(|nth| format!("x{nth}.example")).collect() };
    let team = |name: &str| json!({ "config": "team", "id": id::<frontdesk::ids::TeamId>(1), "name": name });
    over(team(&"x".repeat(201)), "config.name_too_long", "/config/name");
    refused(&world, team("Two\nlines"), "config.bad_name", "/config/name");
    world.save(team(&"\u{e4}".repeat(200)));
    let organization = json!({ "config": "organization", "id": id::<frontdesk::ids::OrganizationId>(1), "name": "O", "domains": many(501) });
    over(organization, "organization.too_many_domains", "/config/domains");
    let options: Vec<Json> = many(5_001).iter().map(|name| json!({ "id": name, "label": name })).collect();
    let field = json!({ "config": "field", "id": id::<frontdesk::ids::FieldId>(1), "key": "k", "title": "K", "kind": { "type": "choice", "options": options } });
    over(field, "field.too_many_options", "/config/kind/options");
    let target = json!([{ "metric": "resolution", "millis": 3_600_000, "warnings": warnings }]);
    over(policy(1, json!({}), target), "policy.too_many_warnings", "/config/targets/0/warnings");
}

fn what_a_condition_names_by_id_is_there(world: World) {
    use frontdesk::ids::{MailboxId, OrganizationId, PersonId, PolicyId};
    let tag = json!([{ "type": "add_tags", "tags": ["x"] }]);
    let (nobody, none) = (id::<PersonId>(99).to_string(), id::<OrganizationId>(99).to_string());
    let (mailbox, never) = (id::<MailboxId>(99).to_string(), id::<PolicyId>(99).to_string());
    let rule = |conditions: Json| trigger(1, conditions, tag.clone());
    let at = |leaf: &str| format!("/config/conditions/all/0/{leaf}");
    for (field, op, value, path) in [
        ("requester", "is", json!(nobody), "value"),
        ("assignee", "changed_to", json!(nobody), "value"),
        ("participants", "includes_any", json!([world.rita.to_string(), nobody]), "value/1"),
        ("organization", "is_not", json!(none), "value"),
        ("mailbox", "in", json!([mailbox]), "value/0"),
        ("sla.policy", "is", json!(never), "value"),
    ] {
        refused(&world, rule(leaf(field, op, value)), "condition.bad_value", &at(path));
    }
    let target = json!([{ "metric": "resolution", "millis": 3_600_000 }]);
    refused(
        &world,
        policy(1, leaf("requester", "is", nobody.as_str()), target.clone()),
        "condition.bad_value",
        "/config/filter/all/0/value",
    );
    world.save(policy(99, json!({}), target));
    world.save(rule(leaf("sla.policy", "is", never.as_str())));
}

/// Each save compiles what is saved, and not the whole desk anew: a desk that did took minutes here.
#[allow(clippy::disallowed_methods, reason = "a hang guard looks at the clock of the machine")]
fn a_thousand_rules_are_saved_one_by_one(world: World) {
    let started = std::time::Instant::now();
    for number in 0..1_000u16 {
        let mut rule = trigger(
            1,
            leaf("title", "matches", format!(r"(?i)order {number} \d{{6}}")),
            json!([{ "type": "stop" }]),
        );
        let mut bytes = [0; 16];
        bytes[14..].copy_from_slice(&number.to_be_bytes());
        rule["id"] = json!(TriggerId::from_bytes(bytes));
        world.save(rule);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    world.host().verify().unwrap();
}

fn what_is_saved_without_an_id_gets_one(world: World) {
    let saved = world.try_save(json!({ "config": "team", "name": "Phones" })).unwrap();
    let team = saved.config;
    let other = world.try_save(json!({ "config": "team", "name": "Pads" })).unwrap().config;
    assert!(team.starts_with("tea_") && team != other, "{team} {other}");
    let again = world.try_save(json!({ "config": "team", "id": team, "name": "Telephones" })).unwrap();
    assert_eq!((again.config, again.version), (team, 2));
    let settings = world.try_save(json!({ "config": "settings" })).unwrap();
    assert_eq!(settings.config, "settings");
}
