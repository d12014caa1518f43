//! Snapshots of everything that is kept or sent as data. A changed one is a changed format: it needs a migration or a new version of the
//! event, and a line in the changelog.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value as Json, json};

use self::kinds::{
    COMMANDS, EVENTS, FIELDS, IGNORED_REASONS, NEVER_MADE, OUTCOMES, QUARANTINE_REASONS, TRANSITIONS, VALUES,
    command_name, event_name, field_name, outcome_name, transition_name, value_name,
};
use super::{Desk, Frontdesk};
use crate::engine::{
    ApplyPolicies, Command, IncomingMail, MergeTicket, Request, SaveConfig, UnmergeTicket, Unsubscribe,
    UpdateTicket,
};
use crate::engine::{CreateTicket, SavePerson};
use crate::ids::{CommandId, ContentId, DeskId, Id, PersonId, TicketId};
use crate::intake::envelope::{AuthVerdict, Envelope};
use crate::model::{
    Arrival, Config, ConfigKind, Digest, EffectState, Event, EventBody, FieldChange, IntakeOutcome, LogEntry,
    Role,
};
use crate::store::{MemoryStore, StoreExt};
use crate::{Clock, Error, Keys, Limits, ManualClock, Timestamp};

/// One example of each, under its name.
type Samples = BTreeMap<String, Json>;

fn keep(samples: &mut Samples, name: impl Into<String>, value: &impl Serialize) {
    samples.entry(name.into()).or_insert_with(|| serde_json::to_value(value).unwrap());
}

fn id(prefix: &str, number: u8) -> String {
    format!("{prefix}_{number:026}")
}

/// One of each kind that can be configured.
fn configs() -> Vec<Config> {
    let late = json!({ "all": [{ "field": "sla.event", "op": "is", "value": "target_changed" }, { "field": "priority", "op": "is", "value": "low" }] });
    let flip = |to: &str| json!([{ "type": "set", "field": "priority", "to": to }, { "type": "stop" }]);
    let early = json!({ "all": [{ "field": "sla.event", "op": "is", "value": "target_changed" }, { "field": "priority", "op": "is", "value": "high" }] });
    let row = |priority: &str| json!({ "metric": "resolution", "priority": priority, "millis": 3_600_000, "warnings": [{ "type": "percent", "percent": 50 }, { "type": "before", "millis": 60_000 }] });
    let hours = json!({ "zone": "Europe/Berlin", "weekly": [{ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] }], "holidays": [{ "name": "New Year", "rule": { "kind": "yearly", "month": 1, "day": 1 } }] });
    let every = json!([
        { "type": "add_tags", "tags": ["seen"] }, { "type": "remove_tags", "tags": ["new"] }, { "type": "add_note", "text": "About {{ticket.title}}" },
        { "type": "send_mail", "to": { "type": "requester" }, "template": id("tpl", 1) },
        { "type": "send_mail", "to": { "type": "team" }, "template": id("tpl", 1) },
    ]);
    let field = |number: u8, key: &str, kind: Json| json!({ "config": "field", "id": id("fld", number), "key": key, "title": key, "kind": kind, "indexed": number == 1 });
    let documents = json!([
        { "config": "status", "id": id("sta", 9), "name": "Waiting for parts", "label": "In progress", "category": "hold" },
        field(1, "product", json!({ "type": "choice", "options": [{ "id": "cloud", "label": "Cloud" }] })),
        field(2, "serial", json!({ "type": "text" })),
        field(3, "seats", json!({ "type": "integer" })),
        field(4, "vip", json!({ "type": "bool" })),
        field(5, "bought", json!({ "type": "date" })),
        { "config": "team", "id": id("tea", 1), "name": "Support" },
        { "config": "metric", "id": id("met", 1), "name": "Quote", "start": { "all": [{ "field": "priority", "op": "is", "value": "high" }] }, "stop": { "all": [{ "field": "tags", "op": "includes_any", "value": ["quoted"] }] }, "pause": { "all": [{ "field": "status", "op": "is", "value": "hold" }] }, "cancel": { "all": [{ "field": "tags", "op": "includes_any", "value": ["no_quote"] }] }, "reset": { "all": [{ "field": "priority", "op": "changed" }] } },
        { "config": "organization", "id": id("org", 1), "name": "Customer", "domains": ["customer.example"] },
        { "config": "mailbox", "id": id("mbx", 1), "name": "Help", "address": "help@desk.example", "aliases": ["sos@desk.example"], "team": id("tea", 1) },
        { "config": "calendar", "id": id("cal", 1), "name": "Mondays", "hours": hours },
        { "config": "policy", "id": id("sla", 1), "name": "All", "position": 1, "filter": {}, "calendar": id("cal", 1), "targets": [row("low"), row("high")] },
        { "config": "template", "id": id("tpl", 1), "name": "Notice", "subject": "{{ticket.number}}", "body": "Hello {{requester.name}}" },
        { "config": "trigger", "id": id("trg", 1), "name": "Greet", "position": 1, "conditions": { "all": [{ "field": "update.kind", "op": "is", "value": "create" }] }, "actions": every },
        { "config": "trigger", "id": id("trg", 2), "name": "Up", "position": 2, "conditions": late, "actions": flip("high") },
        { "config": "trigger", "id": id("trg", 3), "name": "Down", "position": 3, "conditions": early, "actions": flip("low") },
        { "config": "trigger", "id": id("trg", 4), "name": "Too much", "position": 4, "conditions": { "all": [{ "field": "update.kind", "op": "is", "value": "create" }] }, "actions": [{ "type": "add_tags", "tags": ["a", "b", "c"] }] },
        { "config": "view", "id": id("viw", 1), "name": "Mine", "filter": { "all": [{ "field": "assignee", "op": "is", "value": "me" }] }, "sort": { "by": "next_breach", "direction": "ascending" }, "columns": [{ "field": "title" }] },
        { "config": "settings", "reopen_on_comment": true, "cc_participates": false, "calendar": id("cal", 1), "unsubscribe_url": "https://desk.example/{token}" },
    ]);
    serde_json::from_value(documents).unwrap()
}

/// A desk to which one of everything has happened.
struct Played {
    desk: Desk,
    clock: ManualClock,
    commands: Samples,
    receipts: Samples,
    outcomes: Samples,
    made: u8,
}

impl Played {
    fn new() -> Self {
        let clock = ManualClock::at(Timestamp::parse("2026-01-05T09:00:00Z").unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let limits = Limits { tags_per_ticket: 2, ..Limits::default() };
        let frontdesk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), limits);
        let (commands, receipts, outcomes) = (Samples::new(), Samples::new(), Samples::new());
        Self { desk: frontdesk.desk(DeskId(1)), clock, commands, receipts, outcomes, made: 0 }
    }

    fn run(&mut self, by: Option<PersonId>, command: impl Into<Command>) -> crate::Receipt {
        self.clock.advance_millis(60_000);
        self.made += 1;
        let command = command.into();
        let name = command_name(&command);
        let request = Request { id: Some(CommandId::from_bytes([self.made; 16])), command };
        keep(&mut self.commands, name, &request);
        let is_agent = by.is_some_and(|by| self.desk.host().person(by).unwrap().is_agent());
        let handle = match by {
            None => self.desk.host(),
            Some(by) if is_agent => self.desk.agent(by),
            Some(by) => self.desk.requester(by),
        };
        let receipt = handle.execute(request).unwrap();
        keep(&mut self.receipts, name, &receipt);
        if !receipt.warnings.is_empty() {
            keep(&mut self.receipts, format!("{name} with a warning"), &receipt);
        }
        receipt
    }

    fn mail(&mut self, head: &str, body: &str) -> IntakeOutcome {
        self.clock.advance_millis(60_000);
        let raw = format!("To: help@desk.example\r\n{head}\r\n\r\n{body}\r\n");
        let envelope = Envelope::default();
        let received_at = self.clock.now();
        let mail = IncomingMail {
            raw: raw.as_bytes(),
            envelope: &envelope,
            verdict: AuthVerdict::Aligned,
            received_at,
        };
        let outcome = self.desk.host().intake(mail).unwrap().outcome;
        keep(&mut self.outcomes, outcome_name(&outcome), &outcome);
        outcome
    }

    fn log(&self) -> Vec<LogEntry> {
        let mut log: Vec<LogEntry> = Vec::new();
        loop {
            let more = self.desk.host().changes(log.last().map_or(0, |entry| entry.position), 50).unwrap();
            if more.is_empty() {
                return log;
            }
            log.extend(more);
        }
    }
}

/// What happens on the desk; answers its first ticket.
fn play(played: &mut Played) -> TicketId {
    for config in configs() {
        played.run(None, SaveConfig { config, base_version: None });
    }
    let mut save = SavePerson::new(Role::Agent, "Ada", "ada@desk.example");
    save.teams = configs()
        .iter()
        .filter_map(|config| match config {
            Config::Team(team) => Some(team.id),
            _ => None,
        })
        .collect();
    let ada = played.run(None, save).person.unwrap();
    let bo = played.run(None, SavePerson::new(Role::Requester, "Bo", "bo@customer.example")).person.unwrap();
    let mut mute = SavePerson::new(Role::Requester, "Cy", "cy@customer.example");
    mute.addresses.clear();
    let cy = played.run(None, mute).person.unwrap();

    let ticket =
        played.run(Some(bo), CreateTicket::new(bo, "It does not start", "Nothing happens.")).ticket.unwrap();
    let everything = UpdateTicket::new(ticket)
        .reply("Is it plugged in?")
        .set("title", "It does not start at all")
        .set("status", id("sta", 9).as_str())
        .set("priority", "low")
        .set("type", "incident")
        .set("assignee", ada.to_string())
        .set("due_at", 1_800_000_000_000_i64)
        .set("fields.product", "cloud")
        .set("fields.serial", "4711")
        .set("fields.seats", 3)
        .set("fields.vip", true)
        .set("fields.bought", "2026-01-02")
        .tag("hardware");
    played.run(Some(ada), UpdateTicket { add_participants: vec![cy], ..everything });
    played.run(Some(ada), UpdateTicket::new(ticket).note("I doubt it.").set("team", id("tea", 1)));
    played.run(Some(ada), UpdateTicket::new(ticket).set("priority", "high"));
    played.run(
        Some(ada),
        UpdateTicket { remove_tags: vec!["hardware".to_owned()], ..UpdateTicket::new(ticket) },
    );
    let token = played.desk.keys.unsubscribe_token(crate::ids::TicketNumber(1), bo, 0);
    played.run(None, Unsubscribe { token });
    played.clock.advance_millis(40 * 24 * 3_600_000);
    while played.desk.frontdesk().tick(&crate::Budget::default()).unwrap().more {}
    played.run(Some(bo), UpdateTicket::new(ticket).reply("And now?"));
    played.run(Some(ada), UpdateTicket::new(ticket).reply("Done.").set("status", "solved"));

    let html = "From: Dee <dee@customer.example>\r\nSubject: Broken (#1)\r\nMessage-ID: <1@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b";
    let parts = "--b\r\nContent-Type: text/html\r\n\r\n<p>Broken</p>\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nerror\r\n--b--";
    played.mail(html, parts);
    played.mail(html, parts);
    let reply = "From: dee@customer.example\r\nSubject: Re: Broken\r\nMessage-ID: <2@customer.example>\r\nIn-Reply-To: <1@customer.example>";
    played.mail(reply, "More.\r\n\r\nOn Monday, Ada wrote:\r\n> What else?");
    played.mail("From: robot@customer.example\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <3@customer.example>", "Gone.");
    let own = "From: help@desk.example\r\nSubject: Loop\r\nMessage-ID: <4@desk.example>";
    played.mail(own, "Round.");
    let twice =
        CreateTicket { participants: vec![cy], ..CreateTicket::new(bo, "It does not start", "Still not.") };
    let twice = played.run(None, twice).ticket.unwrap();
    let into = played.run(Some(bo), CreateTicket::new(bo, "It starts no more", "Nothing.")).ticket.unwrap();
    played.run(Some(ada), MergeTicket::new(twice, into));
    played.run(Some(ada), UnmergeTicket { ticket: twice });
    played.run(Some(ada), MergeTicket::new(twice, into));
    let now = played.clock.now();
    played.run(None, ApplyPolicies { limit: 1, ..ApplyPolicies::as_of(now) });
    for delivery in played.desk.frontdesk().lease(100, 60_000).unwrap().into_iter().take(1) {
        played.desk.frontdesk().ack(delivery.desk, delivery.effect, delivery.fence).unwrap();
    }
    ticket
}

/// Whatever other crates make of the order in which maps are written.
fn snapshot(name: &str, value: impl Serialize) {
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!(name, value) });
}

/// What else may happen to clocks, on a desk of its own.
fn play_clocks(played: &mut Played) {
    let here = json!({ "all": [{ "field": "tags", "op": "includes_none", "value": ["away"] }] });
    let row = |metric: &str| json!({ "metric": metric, "millis": 3_600_000 });
    let own = json!({ "metric": "custom", "custom": id("met", 2), "millis": 3_600_000 });
    let created = json!({ "all": [{ "field": "update.kind", "op": "is", "value": "create" }] });
    let status = |status: &str| json!({ "all": [{ "field": "status", "op": "is", "value": status }] });
    let metric = json!({ "config": "metric", "id": id("met", 2), "name": "Care", "start": created, "stop": status("solved"), "cancel": { "all": [{ "field": "tags", "op": "includes_any", "value": ["away"] }] } });
    played.run(None, SaveConfig { config: serde_json::from_value(metric).unwrap(), base_version: None });
    let policy = json!({ "config": "policy", "id": id("sla", 2), "name": "Here", "position": 1, "filter": here, "targets": [row("first_reply"), row("resolution"), own] });
    played.run(None, SaveConfig { config: serde_json::from_value(policy).unwrap(), base_version: None });
    let ada = played.run(None, SavePerson::new(Role::Agent, "Ada", "ada@desk.example")).person.unwrap();
    let bo = played.run(None, SavePerson::new(Role::Requester, "Bo", "bo@customer.example")).person.unwrap();
    let mut asked = || played.run(Some(bo), CreateTicket::new(bo, "Broken", "Still.")).ticket.unwrap();
    let (silent, away, urgent) = (asked(), asked(), asked());
    for status in ["solved", "open"] {
        played.run(Some(ada), UpdateTicket::new(silent).set("status", status));
    }
    played.run(Some(ada), UpdateTicket::new(away).tag("away"));
    played.run(Some(ada), UpdateTicket::new(urgent).set("priority", "urgent"));
    let policy = json!({ "config": "policy", "id": id("sla", 2), "name": "Here", "position": 1, "filter": {}, "targets": [row("resolution")] });
    played.run(None, SaveConfig { config: serde_json::from_value(policy).unwrap(), base_version: None });
    let mut save = |config: Json| {
        let config = serde_json::from_value(config).unwrap();
        played.run(None, SaveConfig { config, base_version: None });
    };
    save(json!({ "config": "team", "id": id("tea", 1), "name": "Support" }));
    save(json!({ "config": "team", "id": id("tea", 2), "name": "Sales" }));
    let of_sales = json!({ "all": [{ "field": "team", "op": "is", "value": id("tea", 2) }] });
    let give_back = json!([{ "type": "set", "field": "team", "to": id("tea", 1) }]);
    save(
        json!({ "config": "trigger", "id": id("trg", 2), "name": "Back", "position": 2, "conditions": of_sales, "actions": give_back }),
    );
    for team in [1, 2] {
        played.run(Some(ada), UpdateTicket::new(silent).set("team", id("tea", team)));
    }
    played.run(Some(ada), MergeTicket::new(silent, away));
    let since = played.clock.now().plus_millis(-60_000);
    played.run(None, ApplyPolicies { limit: 2, ..ApplyPolicies::as_of(since) });
}

/// An event of a later version, as it is kept.
fn later_event(known: &Event) -> Event {
    let mut written = serde_json::to_value(known).unwrap();
    written["kind"] = json!("ticket_rated");
    written["body"] = json!({ "stars": 5 });
    serde_json::from_value(written).unwrap()
}

#[test]
fn events_are_written_in_this_form() {
    let (mut played, mut clocked) = (Played::new(), Played::new());
    play(&mut played);
    play_clocks(&mut clocked);
    let log = [played.log(), clocked.log()].concat();
    let mut happened: Vec<Event> = log.into_iter().flat_map(|entry| entry.events).collect();
    happened.push(later_event(&happened[0]));
    let (mut events, mut fields, mut clocks) = (Samples::new(), Samples::new(), Samples::new());
    for event in happened {
        keep(&mut events, event_name(&event.body), &event);
        match &event.body {
            EventBody::FieldsChanged { changes } => {
                for change in changes {
                    let value = match change {
                        FieldChange::Custom { to: Some(to), .. } => format!(" {:?}", value_name(to)),
                        _ => String::new(),
                    };
                    keep(&mut fields, format!("{}{value}", field_name(change)), change);
                }
            }
            EventBody::ClockChanged { change } => {
                keep(&mut clocks, transition_name(&change.transition), change);
            }
            _ => {}
        }
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }
    check_all(&events, EVENTS.iter().copied());
    let values = VALUES.iter().map(|value| format!("custom {value:?}"));
    check_all(
        &fields,
        FIELDS.iter().filter(|name| **name != "custom").map(|name| (*name).to_owned()).chain(values),
    );
    let made = |name: &&str| *name != transition_name(&NEVER_MADE);
    check_all(&clocks, TRANSITIONS.iter().copied().filter(made));
    snapshot("events", events);
    snapshot("field_changes", fields);
    snapshot("clock_changes", clocks);
}

/// There is an example of each, and of nothing else.
fn check_all(samples: &Samples, names: impl Iterator<Item = impl Into<String>>) {
    let names: BTreeSet<String> = names.map(Into::into).collect();
    assert_eq!(samples.keys().cloned().collect::<BTreeSet<_>>(), names);
}

#[test]
fn rows_are_kept_in_this_form() {
    let mut played = Played::new();
    let ticket = play(&mut played);
    let desk = played.desk.id;
    let ticket = played.desk.host().ticket(ticket).unwrap();
    let mut rows = Samples::new();
    keep(&mut rows, "ticket", &ticket);
    for comment in played.desk.host().comments(ticket.number, 0, 50).unwrap() {
        keep(&mut rows, format!("comment {:?}", comment.visibility()).to_lowercase(), &comment);
    }
    let by_mail = played.desk.host().comments(crate::ids::TicketNumber(2), 0, 50).unwrap();
    keep(&mut rows, "comment with html and a file", &by_mail[0]);
    keep(&mut rows, "comment with a quote", &by_mail.last().unwrap());
    played
        .desk
        .frontdesk()
        .0
        .store
        .with_read::<_, Error>(|tx| {
            keep(&mut rows, "counters", &tx.counters(desk)?);
            for person in tx.people(desk, None, 50)? {
                keep(&mut rows, format!("person {:?}", person.role).to_lowercase(), &person);
            }
            for state in [EffectState::Pending, EffectState::Done] {
                for effect in tx.effects(desk, state, None, 50)? {
                    let reason = serde_json::to_value(&effect.body).unwrap()["reason"]["reason"].clone();
                    keep(&mut rows, format!("effect {state:?} {reason}").to_lowercase(), &effect);
                }
            }
            for record in tx.inbounds(desk, None, 50)? {
                keep(&mut rows, format!("inbound {}", record.outcome.name()), &record);
            }
            Ok(())
        })
        .unwrap();
    let arrival = Arrival {
        key: Digest::of(&[1; 16], b"raw"),
        received_at: played.clock.now(),
        raw: ContentId::from_bytes([1; 16]),
        size: 3,
        attempts: 2,
        kept: false,
    };
    keep(&mut rows, "arrival", &arrival);
    snapshot("rows", rows);
}

#[test]
fn configuration_is_kept_in_this_form() {
    let mut played = Played::new();
    play(&mut played);
    let mut saved = Samples::new();
    for kind in ConfigKind::ALL {
        for (nth, config) in played.desk.host().configs(*kind).unwrap().iter().enumerate() {
            keep(&mut saved, format!("{} {nth}", kind.name()), config);
        }
        assert!(saved.contains_key(&format!("{} 0", kind.name())), "no example of {kind:?}");
    }
    snapshot("configuration", saved);
}

#[test]
fn commands_receipts_and_outcomes_have_this_form() {
    let mut played = Played::new();
    play(&mut played);
    keep(&mut played.outcomes, "parked", &IntakeOutcome::Parked);
    check_all(&played.outcomes, OUTCOMES.iter().copied());
    check_all(&played.commands, COMMANDS.iter().copied());
    for reason in QUARANTINE_REASONS.iter().copied() {
        keep(&mut played.outcomes, format!("quarantined {reason:?}"), &IntakeOutcome::Quarantined { reason });
    }
    for reason in IGNORED_REASONS.iter().copied() {
        keep(&mut played.outcomes, format!("ignored {reason:?}"), &IntakeOutcome::Ignored { reason });
    }
    snapshot("commands", played.commands);
    snapshot("receipts", played.receipts);
    snapshot("outcomes", played.outcomes);
    let digest = serde_json::to_value(Digest::of(&[1; 16], b"text")).unwrap();
    assert_eq!(digest, "7bbb360bbf2a96d16fea2d33849f67c9");
}
