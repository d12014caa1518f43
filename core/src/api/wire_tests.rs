//! How arguments and answers travel, operation by operation: what hosts have come to rely on does not change unseen.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Call, OPERATIONS, dispatch};
use crate::ids::DeskId;
use crate::model::{Actor, Bytes};
use crate::store::MemoryStore;
use crate::{Error, Frontdesk, Keys, Limits, ManualClock, Timestamp};

const MAIL: &str = "From: Bo <bo@customer.example>\r\nTo: help@desk.example\r\nSubject: Broken\r\nMessage-ID: <1@customer.example>\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>It <b>burns</b>.</p>\r\n\
    --b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nOuch.\r\n--b--\r\n";

struct Told {
    frontdesk: Frontdesk,
    clock: ManualClock,
    text: String,
    called: BTreeSet<String>,
}

impl Told {
    fn new() -> Self {
        let clock = ManualClock::at(Timestamp::parse("2026-01-05T09:00:00Z").unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let frontdesk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), Limits::default());
        Self { frontdesk, clock, text: String::new(), called: BTreeSet::new() }
    }

    fn call(
        &mut self,
        actor: Actor,
        operation: &str,
        arguments: &Value,
        parts: &[&str],
    ) -> Result<Value, Error> {
        self.called.insert(operation.to_owned());
        let written = arguments.to_string();
        let parts: Vec<Bytes> = parts.iter().map(|part| Bytes::from(part.as_bytes().to_vec())).collect();
        let call =
            Call { operation, desk: DeskId(1), actor, command: None, arguments: written.as_bytes(), parts };
        let answer = dispatch(&self.frontdesk, call)?;
        let json = String::from_utf8(answer.json).unwrap();
        let _ = writeln!(self.text, "{operation}\n  takes   {written}\n  answers {json}");
        for part in &answer.parts {
            let _ = writeln!(self.text, "  beside  {:?}", String::from_utf8_lossy(part));
        }
        Ok(serde_json::from_str(&json).unwrap())
    }

    fn host(&mut self, operation: &str, arguments: Value) -> Value {
        self.call(Actor::Host, operation, &arguments, &[]).unwrap()
    }
}

#[test]
fn arguments_and_answers_travel_in_this_form() {
    let mut told = Told::new();
    told.host(
        "save_config",
        json!({ "config": { "config": "mailbox", "name": "Help", "address": "help@desk.example" } }),
    );
    let soon = json!([{ "metric": "first_reply", "millis": 3_600_000 }]);
    told.host("save_config", json!({ "config": { "config": "policy", "name": "Soon", "position": 1, "filter": {}, "targets": soon } }));
    let urgent = json!({ "all": [{ "field": "title", "op": "contains_word", "value": "fire" }] });
    let actions = json!([{ "type": "set", "field": "priority", "to": "urgent" }, { "type": "add_tags", "tags": ["fire"] }]);
    told.host("save_config", json!({ "config": { "config": "trigger", "name": "Fire", "position": 1, "conditions": urgent, "actions": actions } }));
    let view = told
        .host("save_config", json!({ "config": { "config": "view", "name": "All", "filter": {}, "sort": { "by": "number", "direction": "ascending" } } }))["config"]
        .clone();
    let unsubscribe_url = "https://desk.example/off?{token}";
    told.host(
        "save_config",
        json!({ "config": { "config": "settings", "unsubscribe_url": unsubscribe_url } }),
    );
    let ada =
        told.host(
            "save_person",
            json!({ "role": "agent", "name": "Ada", "addresses": ["ada@desk.example"] }),
        )["person"]
            .clone();
    told.host("person", json!({ "id": ada }));
    told.host("person_by_address", json!({ "address": "nobody@desk.example" }));
    told.host("configs", json!({ "kind": "view" }));

    let envelope = json!({ "mail_from": "bo@customer.example", "rcpt_to": ["help@desk.example"] });
    let mail =
        json!({ "raw": 0, "verdict": "aligned", "received_at": 1_767_603_600_000_i64, "envelope": envelope });
    let taken = told.call(Actor::Host, "intake", &json!({ "mail": mail }), &[MAIL]).unwrap();
    told.call(Actor::Host, "intake_many", &json!({ "mails": [mail] }), &[MAIL]).unwrap();
    told.host("arrivals", json!({}));
    let raw = told.host("messages", json!({ "limit": 1 }))["messages"][0]["raw"].clone();
    told.host("raw_mail", json!({ "raw": raw }));
    told.host("comment_html", json!({ "ticket": 1, "comment": 1 }));
    told.host("attachment", json!({ "ticket": 1, "comment": 1, "nth": 0 }));

    let bo = told.host("person_by_address", json!({ "address": "bo@customer.example" }))["id"].clone();
    let question =
        json!({ "requester": bo, "title": "A fire", "comment": { "visibility": "public", "text": "Here." } });
    let asked = told.host("create_ticket", question)["ticket"].clone();
    told.clock.advance_millis(60_000);
    let answer = json!({ "visibility": "public", "text": "Use water." });
    let first = taken["outcome"]["ticket"].clone();
    let as_ada = Actor::Agent { person: serde_json::from_value(ada).unwrap() };
    let reply = json!({ "ticket": first, "comment": answer, "base_version": 1 });
    let update = told.call(as_ada, "update_ticket", &reply, &[]).unwrap()["update"].clone();
    let solve = json!({ "command": { "type": "update_ticket", "ticket": asked, "changes": [{ "field": "status", "to": "solved" }] } });
    let wrong = json!({ "command": { "type": "update_ticket", "ticket": asked, "changes": [{ "field": "status", "to": "sovled" }] } });
    told.host("batch", json!({ "requests": [solve, wrong] }));
    told.host("ticket", json!({ "id": first }));
    told.host("ticket_by_number", json!({ "number": 2 }));
    told.host("tickets_by_id", json!({ "ids": [asked] }));
    told.host("tickets", json!({ "limit": 1 }));
    told.host("view", json!({ "id": view }));
    told.host("count_view", json!({ "id": view }));
    told.host("comments", json!({ "ticket": 1, "limit": 2 }));
    told.host("events", json!({ "ticket": 1, "after": 4, "limit": 3 }));
    told.host("explain", json!({ "ticket": 1, "update": update }));
    told.host("changes", json!({ "after": 9, "limit": 1 }));

    let tagged = |tag: &str| json!({ "all": [{ "field": "tags", "op": "includes_any", "value": [tag] }] });
    let own = json!({ "config": "metric", "name": "Quote", "start": tagged("quote"), "stop": tagged("quoted"), "pause": tagged("waits") });
    let own = told.host("save_config", json!({ "config": own }))["config"].clone();
    told.host("update_ticket", json!({ "ticket": first, "add_tags": ["quote", "waits"] }));
    let stricter = json!([{ "metric": "custom", "custom": own, "millis": 3_600_000 }, { "metric": "first_reply", "millis": 1_800_000 }, { "metric": "resolution", "millis": 7_200_000 }]);
    told.host("save_config", json!({ "config": { "config": "policy", "name": "Sooner", "position": 0, "filter": {}, "targets": stricter } }));
    let since = json!({ "as_of": 1_767_603_600_000_i64, "limit": 2 });
    told.host("preview_policies", since.clone());
    told.host("apply_policies", since);
    let again = json!({ "requester": bo, "title": "Fire again", "comment": { "visibility": "public", "text": "Here." } });
    let again = told.host("create_ticket", again)["ticket"].clone();
    told.host("merge_ticket", json!({ "ticket": again, "into": first }));
    told.host("ticket", json!({ "id": again }));
    told.host("unmerge_ticket", json!({ "ticket": again }));
    told.host("next_wakeup", json!({}));
    told.clock.advance_millis(7_200_000);
    told.host("tick", json!({}));
    told.host("next_delivery", json!({}));
    let lease = json!({ "limit": 2, "lease_millis": 60_000 });
    let leased = told.host("lease", lease.clone())[0].clone();
    let (effect, fence) = (leased["effect"].clone(), leased["fence"].clone());
    told.host(
        "fail",
        json!({ "desk": 1, "effect": effect, "fence": fence, "failure": { "note": "no route" } }),
    );
    told.host("effects", json!({ "state": "pending" }));
    told.clock.advance_millis(7_200_000);
    let fence = told.host("lease", lease)[0]["fence"].clone();
    told.host("ack", json!({ "desk": 1, "effect": effect, "fence": fence }));
    told.host("report", json!({ "from": 1_767_571_200_000_i64, "to": 1_767_657_600_000_i64 }));
    let draft = json!({
        "name": "Draft", "position": 0, "filter": {}, "targets": [{ "metric": "first_reply", "millis": 30_000 }],
    });
    let period = json!({ "from": 1_767_571_200_000_i64, "to": 1_767_657_600_000_i64, "policies": [draft] });
    told.host("what_if", period);
    for timeline in ["sla_timeline", "sla_timeline_text", "sla_timeline_svg"] {
        told.host(timeline, json!({ "ticket": 1 }));
    }
    told.host("verify", json!({}));
    told.host("digest", json!({}));
    let refused = told.call(Actor::Host, "unsubscribe", &json!({ "token": "none" }), &[]).unwrap_err();
    let _ = writeln!(told.text, "unsubscribe\n  refused {}", serde_json::to_string(&refused).unwrap());

    let all: BTreeSet<String> = OPERATIONS.iter().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(told.called, all, "an operation is not called here");
    insta::assert_snapshot!("wire", told.text);
}
