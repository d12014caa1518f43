//! Whatever is saved, and in whatever order: the configuration that grew from save to save is the one that is read anew.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::DeskConfig;
use crate::engine::command::SaveConfig;
use crate::engine::configure;
use crate::engine::context::Context;
use crate::engine::id_gen::IdGen;
use crate::ids::{
    CalendarId, CommandId, DeskId, FieldId, Id, MailboxId, MetricId, OrganizationId, PolicyId, StatusId,
    TeamId, TemplateId, TriggerId, ViewId,
};
use crate::model::{Actor, ConfigKind};
use crate::store::{Durability, MemoryStore, StoreExt, WriteTx};
use crate::{Keys, Limits, Result, Timestamp};

const DESK: DeskId = DeskId(1);

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 33) as u32 % bound
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
}

fn id<I: Id>(number: u32) -> I {
    let mut bytes = [0; 16];
    bytes[15] = u8::try_from(number).unwrap();
    I::from_bytes(bytes)
}

/// One of three things of any kind, in one of many versions; some need others, which may not be there yet.
fn anything(rng: &mut Dice) -> Json {
    let (nth, other, position) = (1 + rng.below(3), 1 + rng.below(3), rng.below(5));
    let name = format!("Name {}", rng.below(3));
    let filter = match rng.below(4) {
        0 => json!({}),
        1 => json!({ "all": [{ "field": "team", "op": "is", "value": id::<TeamId>(other).to_string() }] }),
        2 => {
            json!({ "any": [{ "field": "status", "op": "is", "value": id::<StatusId>(100 + other).to_string() }] })
        }
        _ => json!({ "all": [{ "field": "fields.key_1", "op": "is", "value": "b" }] }),
    };
    let active = rng.chance(70);
    let category = ["open", "pending", "hold"][nth as usize - 1];
    let option = if rng.chance(50) { "b" } else { "c" };
    match rng.below(12) {
        0 => json!({ "config": "status", "id": id::<StatusId>(100 + nth), "name": name, "label": name,
            "category": category, "default": active }),
        1 => json!({ "config": "field", "id": id::<FieldId>(nth), "title": name, "key": format!("key_{nth}"),
            "kind": { "type": "choice", "options": [{ "id": "a", "label": "A" }, { "id": option, "label": name }] } }),
        2 => json!({ "config": "team", "id": id::<TeamId>(nth), "name": name }),
        3 => json!({ "config": "organization", "id": id::<OrganizationId>(nth), "name": name,
            "domains": [format!("{}.example", rng.below(6))] }),
        4 => json!({ "config": "mailbox", "id": id::<MailboxId>(nth), "name": name,
            "address": format!("desk{}@desk.example", rng.below(6)), "team": active.then(|| id::<TeamId>(other)) }),
        5 => json!({ "config": "template", "id": id::<TemplateId>(nth), "name": name, "body": name }),
        6 => {
            let monday = json!({ "weekday": "monday", "intervals": [{ "from": "09:00", "to": "17:00" }] });
            let weekly = if rng.chance(80) { json!([monday]) } else { json!([]) };
            json!({ "config": "calendar", "id": id::<CalendarId>(nth), "name": name,
                "hours": { "zone": "Europe/Berlin", "weekly": weekly } })
        }
        11 => {
            json!({ "config": "metric", "id": id::<MetricId>(nth), "name": name, "active": active,
            "start": filter, "stop": { "all": [{ "field": "tags", "op": "includes_any", "value": ["done"] }] } })
        }
        7 => {
            json!({ "config": "policy", "id": id::<PolicyId>(nth), "name": name, "position": position, "filter": filter,
            "active": active, "calendar": rng.chance(50).then(|| id::<CalendarId>(other)),
            "targets": [{ "metric": "resolution", "millis": 1 + rng.below(9) }] })
        }
        8 => {
            json!({ "config": "trigger", "id": id::<TriggerId>(nth), "name": name, "position": position, "conditions": filter,
            "active": active, "actions": [{ "type": "send_mail", "to": { "type": "requester" }, "template": id::<TemplateId>(other) }] })
        }
        9 => json!({ "config": "view", "id": id::<ViewId>(nth), "name": name, "filter": filter,
            "sort": { "by": "number", "direction": "ascending" } }),
        _ => json!({ "config": "settings", "calendar": active.then(|| id::<CalendarId>(other)) }),
    }
}

/// Saves one thing. Answers whether it made sense.
fn save(context: &mut Context<'_>, nth: u32, config: Json) -> Result<bool> {
    let config = serde_json::from_value(config.clone()).unwrap_or_else(|error| panic!("{config}: {error}"));
    let mut ids = IdGen::new(DESK, "host", id::<CommandId>(nth % 256));
    let saved = configure::execute(context, Actor::Host, &mut ids, SaveConfig { config, base_version: None });
    Ok(saved.is_ok())
}

#[test]
fn a_configuration_that_grew_is_the_one_that_is_read_anew() {
    let store = MemoryStore::new();
    let (limits, keys) = (Limits::default(), Keys::new(&[7; 32]).unwrap().desk(DESK));
    let mut rng = Dice(7);
    let mut config = Arc::new(store.with_read(|tx| DeskConfig::load(tx, DESK)).unwrap());
    let (mut saved, mut kinds) = (0, std::collections::BTreeSet::new());
    for nth in 0..600 {
        let wanted = anything(&mut rng);
        let kind = wanted["config"].as_str().unwrap().to_owned();
        // What is refused leaves nothing behind, as its command is undone.
        let done = store.with_write(Durability::Full, |tx: &mut dyn WriteTx| {
            let (keys, limits, config) = (&keys, &limits, Arc::clone(&config));
            let now = Timestamp::from_millis(i64::from(nth));
            let mut context = Context {
                tx,
                desk: DESK,
                keys,
                limits,
                config,
                now,
                changes: Vec::new(),
                people: Vec::new(),
            };
            match save(&mut context, nth, wanted.clone())? {
                true => Ok(context.config),
                false => Err(crate::Error::invalid("test.refused", "refused")),
            }
        });
        if let Ok(grown) = done {
            config = grown;
            saved += 1;
            kinds.insert(kind);
        }
        let anew = store.with_read(|tx| DeskConfig::load(tx, DESK)).unwrap();
        assert_eq!(format!("{config:#?}"), format!("{anew:#?}"), "after {wanted}");
    }
    assert_eq!(kinds.len(), ConfigKind::ALL.len(), "{kinds:?}");
    assert!((200..600).contains(&saved), "{saved} of 600 made sense");
}
