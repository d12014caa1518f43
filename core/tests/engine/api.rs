//! The operations table: everything by name and as data, with the same answers as in Rust.

use frontdesk::api::{Answer, Call, OPERATIONS, On, dispatch};
use frontdesk::ids::{CommandId, Id};
use frontdesk::model::{Actor, Bytes};
use frontdesk::{Error, ErrorKind};
use serde_json::{Value as Json, json};

use crate::mails::mail;
use crate::world::{HOUR, World, id, leaf, policy};

on_each_store!(
    a_ticket_lives_through_the_table,
    bytes_travel_beside_the_json,
    pages_follow_on_each_other_to_the_end,
    what_cannot_be_read_is_refused_with_its_path,
    nobody_calls_as_a_rule_or_as_the_engine,
    a_command_with_an_id_acts_once,
    a_batch_answers_for_each_command,
    mails_are_leased_and_settled,
);

/// Calls as somebody, and reads the answer.
fn call_as(world: &World, actor: Actor, operation: &str, arguments: &Json) -> Result<Json, Error> {
    let arguments = arguments.to_string();
    let call = Call { actor, desk: world.desk_id, ..Call::new(operation, arguments.as_bytes()) };
    dispatch(&world.frontdesk, call).map(|answer| serde_json::from_slice(&answer.json).unwrap())
}

fn by_host(world: &World, operation: &str, arguments: Json) -> Json {
    call_as(world, Actor::Host, operation, &arguments).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

fn ann(world: &World) -> Actor {
    Actor::Agent { person: world.ann }
}

fn a_ticket_lives_through_the_table(world: World) {
    let by_ann = |operation: &str, arguments: Json| call_as(&world, ann(&world), operation, &arguments);
    let text = json!({ "visibility": "public", "text": "It burns." });
    let created =
        by_ann("create_ticket", json!({ "requester": world.rita, "title": "Printer", "comment": text }));
    let created = created.unwrap();
    let (ticket, number) = (&created["ticket"], &created["number"]);
    let reply = json!({ "visibility": "public", "text": "Take the stairs." });
    let changes = json!([{ "field": "priority", "to": "high" }]);
    by_ann("update_ticket", json!({ "ticket": ticket, "comment": reply, "changes": changes })).unwrap();

    let found = by_ann("ticket", json!({ "id": ticket })).unwrap();
    assert_eq!(
        found,
        serde_json::to_value(world.ticket(serde_json::from_value(ticket.clone()).unwrap())).unwrap()
    );
    assert_eq!(found, by_ann("ticket_by_number", json!({ "number": number })).unwrap());
    let comments = by_ann("comments", json!({ "ticket": number })).unwrap();
    assert_eq!(comments["comments"].as_array().unwrap().len(), 2);
    assert_eq!(comments.get("next"), None, "one page holds them");
    let events = by_ann("events", json!({ "ticket": number })).unwrap();
    let kinds = events["events"].as_array().unwrap().iter().filter(|event| event["kind"] == "comment_added");
    assert_eq!(kinds.count(), 2);
    let explained = by_ann("explain", json!({ "ticket": number, "update": created["update"] })).unwrap();
    assert_eq!(&explained["ticket"], number);
    let rita = Actor::Requester { person: world.rita, verified: true };
    assert_eq!(
        call_as(&world, rita, "events", &json!({ "ticket": number })).unwrap_err().kind(),
        ErrorKind::Forbidden
    );
    assert_eq!(by_host(&world, "digest", json!({})), json!(world.host().digest().unwrap()));
    assert_eq!(by_host(&world, "verify", json!({}))["tickets"], 1);
}

fn bytes_travel_beside_the_json(world: World) {
    let take = |raw: &[u8]| -> Result<Answer, Error> {
        let mail = json!({ "mail": { "raw": 0, "verdict": "aligned", "received_at": 1_700_000_000_000i64 } })
            .to_string();
        let parts = vec![Bytes::from(raw.to_vec())];
        dispatch(
            &world.frontdesk,
            Call { parts, desk: world.desk_id, ..Call::new("intake", mail.as_bytes()) },
        )
    };
    world.open_mailbox();
    let raw_mail = mail("one", "It burns.").raw();
    let taken: Json = serde_json::from_slice(&take(&raw_mail).unwrap().json).unwrap();
    assert_eq!(taken["outcome"]["outcome"], "created", "{taken}");
    let records = by_host(&world, "messages", json!({}));
    let raw = json!({ "raw": records["messages"][0]["raw"] }).to_string();
    let call = Call { desk: world.desk_id, ..Call::new("raw_mail", raw.as_bytes()) };
    let answer = dispatch(&world.frontdesk, call).unwrap();
    assert_eq!(answer.json, br#"{"bytes":0}"#);
    assert_eq!(&answer.parts[0][..], raw_mail);

    let missing = json!({ "mail": { "raw": 1, "verdict": "aligned", "received_at": 0 } }).to_string();
    let call = Call { desk: world.desk_id, ..Call::new("intake", missing.as_bytes()) };
    let error = dispatch(&world.frontdesk, call).unwrap_err();
    assert_eq!((error.code(), error.path()), ("call.malformed", Some("/mail/raw")));
}

fn pages_follow_on_each_other_to_the_end(world: World) {
    for _ in 0..5 {
        world.ask();
    }
    for operation in OPERATIONS.iter().filter(|operation| operation.paging.is_some()) {
        let items = operation.paging.unwrap().items;
        let mut arguments = match operation.name {
            "comments" | "events" => json!({ "ticket": 1 }),
            "effects" => json!({ "state": "pending" }),
            "view" => continue,
            _ => json!({}),
        };
        let all = by_host(&world, operation.name, arguments.clone())[items].clone();
        arguments["limit"] = json!(2);
        let mut pieced = Vec::new();
        loop {
            let page = by_host(&world, operation.name, arguments.clone());
            pieced.extend(page[items].as_array().unwrap().iter().cloned());
            match page.get("next").filter(|next| !next.is_null()) {
                Some(next) => arguments["after"] = next.clone(),
                None => break,
            }
        }
        assert_eq!(Json::from(pieced), all, "{}", operation.name);
    }
}

fn what_cannot_be_read_is_refused_with_its_path(world: World) {
    let position = world.position();
    let requester = world.rita.to_string();
    for (operation, arguments, code, path) in [
        ("create_tickt", "{}".to_owned(), "call.unknown_operation", None),
        ("ticket", String::new(), "call.malformed", Some("")),
        ("ticket", "{} {}".to_owned(), "call.malformed", Some("")),
        ("ticket", "[]".to_owned(), "call.malformed", Some("")),
        ("ticket", "{}".to_owned(), "call.malformed", Some("")),
        ("ticket", r#"{"id": "tkt_1"}"#.to_owned(), "call.malformed", Some("/id")),
        ("ticket", r#"{"id": "per_00000000000000000000000001"}"#.to_owned(), "call.malformed", Some("/id")),
        (
            "tickets",
            r#"{"after": {"key": 1.5, "number": 1}}"#.to_owned(),
            "call.malformed",
            Some("/after/key"),
        ),
        ("digest", r#"{"now": true}"#.to_owned(), "call.malformed", Some("/now")),
        (
            "create_ticket",
            format!(
                r#"{{"requester": "{requester}", "title": "A", "comment": {{"visibility": "secret", "text": "B"}}}}"#
            ),
            "call.malformed",
            Some("/comment/visibility"),
        ),
        ("report", "{\"from\": 99999999999999999999}".to_owned(), "call.malformed", Some("/from")),
        ("batch", "{\"requests\": [{}]}".to_owned(), "call.malformed", Some("/requests/0")),
        ("ticket", "{\"id\": \"\\ud800\"}".to_owned(), "call.malformed", Some("/id")),
        ("view", "[".repeat(100_000), "call.malformed", Some("")),
    ] {
        let call = Call { desk: world.desk_id, ..Call::new(operation, arguments.as_bytes()) };
        let error = dispatch(&world.frontdesk, call).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, path), "{operation} {error}");
        assert!(error.hint_text().is_some(), "{error}");
    }
    let not_utf8 = Call { desk: world.desk_id, ..Call::new("person_by_address", b"{\"address\": \"\xff\"}") };
    assert_eq!(dispatch(&world.frontdesk, not_utf8).unwrap_err().code(), "call.malformed");
    assert_eq!(world.position(), position);
}

fn nobody_calls_as_a_rule_or_as_the_engine(world: World) {
    let error = call_as(&world, Actor::System, "digest", &json!({})).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Usage, "call.bad_actor"));
}

fn a_command_with_an_id_acts_once(world: World) {
    let text = json!({ "visibility": "public", "text": "It burns." });
    let arguments = json!({ "requester": world.rita, "title": "Printer", "comment": text }).to_string();
    let send = || {
        let command = Some(id::<CommandId>(9));
        let call = Call { command, desk: world.desk_id, ..Call::new("create_ticket", arguments.as_bytes()) };
        dispatch(&world.frontdesk, call).unwrap()
    };
    assert_eq!(send(), send());
    assert_eq!(by_host(&world, "verify", json!({}))["tickets"], 1);
}

fn a_batch_answers_for_each_command(world: World) {
    let create = |title: &str| {
        let text = json!({ "visibility": "public", "text": "It burns." });
        json!({ "command": { "type": "create_ticket", "requester": world.rita, "title": title, "comment": text } })
    };
    let requests = json!({ "requests": [create("One"), create(" "), create("Two")] });
    let answers = by_host(&world, "batch", requests);
    assert_eq!(answers[0]["receipt"]["number"], 1);
    assert_eq!(answers[1]["error"]["path"], "/title");
    assert_eq!(answers[1]["error"]["retryable"], false);
    assert_eq!(answers[2]["receipt"]["number"], 2);
}

fn mails_are_leased_and_settled(world: World) {
    world.open_mailbox();
    world.save(policy(
        1,
        leaf("priority", "is", "low"),
        json!([{ "metric": "first_reply", "millis": HOUR }]),
    ));
    let ticket = world.ask();
    world.by_ann(frontdesk::UpdateTicket::new(ticket).reply("Hello."));
    let lease = json!({ "limit": 10, "lease_millis": 60_000 }).to_string();
    let answer = dispatch(&world.frontdesk, Call::new("lease", lease.as_bytes())).unwrap();
    let deliveries: Json = serde_json::from_slice(&answer.json).unwrap();
    assert_eq!((deliveries.as_array().unwrap().len(), answer.parts.len()), (1, 1));
    assert!(String::from_utf8_lossy(&answer.parts[0]).contains("Hello."));
    let settle = |failure: Option<Json>| {
        let mut arguments = json!({ "desk": deliveries[0]["desk"], "effect": deliveries[0]["effect"], "fence": deliveries[0]["fence"] });
        let operation = match failure {
            Some(failure) => {
                arguments["failure"] = failure;
                "fail"
            }
            None => "ack",
        };
        call_as(&world, Actor::Host, operation, &arguments)
    };
    assert_eq!(settle(Some(json!({ "note": "451 later" }))).unwrap(), Json::Null);
    assert!(by_host(&world, "next_delivery", json!({})).is_i64());
    assert_eq!(settle(None).unwrap(), Json::Null, "it arrived after all");
    assert_eq!(settle(None).unwrap_err().code(), "effect.lease_lost");
    assert_eq!(by_host(&world, "next_delivery", json!({})), Json::Null);
    assert_eq!(by_host(&world, "tick", json!({}))["more"], false);
    assert_eq!(by_host(&world, "next_wakeup", json!({})), Json::Null);
}

#[test]
fn names_are_told_once_and_commands_say_so() {
    let mut names: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), OPERATIONS.len());
    let commands = OPERATIONS.iter().filter(|operation| operation.on == On::Command);
    assert_eq!(commands.count(), 8);
    assert_eq!(<CommandId as Id>::PREFIX, "cmd");
}

/// Their schemas are written into the variants: who makes one in another language needs it by its name.
#[cfg(feature = "schema")]
#[test]
fn commands_and_what_is_configured_are_types_of_their_own() {
    let described = frontdesk::api::describe();
    let members = |ty: &Json, tag: &str| -> Vec<String> {
        let properties = ty["properties"].as_object().cloned().unwrap_or_default();
        let names = properties.into_iter().map(|(name, _)| name).filter(|name| name != tag);
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names
    };
    for (union, tag) in [("Command", "type"), ("Config", "config")] {
        for variant in described.types[union]["oneOf"].as_array().unwrap() {
            let own = members(variant, tag);
            let named =
                described.types.values().any(|ty| ty["properties"][tag].is_null() && members(ty, "") == own);
            assert!(named, "{variant} has no type of its own");
        }
    }
}
