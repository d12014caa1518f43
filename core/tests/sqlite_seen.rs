//! What a connection keeps of what it has read is never told once it is not so any more, whoever changed it.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail and tell")]

mod sqlite_support;

use std::path::Path;

use frontdesk::api::{Call, dispatch};
use frontdesk::ids::{DeskId, Id, PersonId};
use frontdesk::model::Actor;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{StoreError, StoreExt, TicketKey};
use frontdesk::{Error, Frontdesk, Keys, Limits, SystemClock};
use serde_json::{Value, json};
use sqlite_support::Place;

fn open(path: &Path) -> Frontdesk {
    let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
    Frontdesk::open(store, Keys::new(&[7; 32]).unwrap(), SystemClock, Limits::default())
}

fn call(desk: &Frontdesk, actor: Actor, operation: &str, arguments: &Value) -> Result<Value, Error> {
    let arguments = arguments.to_string();
    let answer = dispatch(desk, Call { actor, ..Call::new(operation, arguments.as_bytes()) })?;
    Ok(serde_json::from_slice(&answer.json).unwrap())
}

fn host(desk: &Frontdesk, operation: &str, arguments: &Value) -> Value {
    call(desk, Actor::Host, operation, arguments).unwrap()
}

#[test]
fn what_anybody_commits_is_seen_by_the_next_read() {
    let place = Place::new("seen");
    let path = place.new_file();
    // Two stores on one file are to each other what two processes are.
    let (one, other) = (open(&path), open(&path));
    let person = json!({"role": "agent", "name": "Ada", "addresses": ["ada@desk.example"]});
    let person = host(&one, "save_person", &person)["person"].clone();
    let ada = Actor::Agent { person: PersonId::parse(person.as_str().unwrap()).unwrap() };
    let comment = json!({"visibility": "public", "text": "It burns."});
    let ticket = json!({"requester": person, "title": "Printer", "comment": comment});
    let ticket = host(&one, "create_ticket", &ticket)["ticket"].clone();

    for (round, writer) in [&one, &other, &other, &one].into_iter().enumerate() {
        let tag = format!("round-{round}");
        let change = json!({"ticket": ticket, "add_tags": [tag]});
        host(writer, "update_ticket", &change);
        for reader in [&one, &other, &one, &other] {
            let read = call(reader, ada, "ticket", &json!({"id": ticket})).unwrap();
            assert_eq!(read["tags"].as_array().unwrap().len(), round + 1, "{tag}");
            let by_number = call(reader, ada, "ticket_by_number", &json!({"number": 1})).unwrap();
            assert_eq!(by_number, read);
        }
    }

    let inactive = json!({"id": person, "role": "agent", "name": "Ada", "active": false});
    host(&other, "save_person", &inactive);
    for desk in [&one, &other] {
        let refused = call(desk, ada, "ticket", &json!({"id": ticket})).unwrap_err();
        assert_eq!(refused.code(), "permission.not_active");
    }
}

#[test]
fn a_read_stays_in_the_state_in_which_it_began() {
    let place = Place::new("seen-state");
    let path = place.new_file();
    let (desk, store) = (open(&path), SqliteStore::open(&path, SqliteOptions::default()).unwrap());
    let person = json!({"role": "requester", "name": "Rita", "addresses": ["rita@example.com"]});
    let person = host(&desk, "save_person", &person)["person"].clone();
    let comment = json!({"visibility": "public", "text": "It burns."});
    let ticket = json!({"requester": person, "title": "Printer", "comment": comment});
    let ticket = host(&desk, "create_ticket", &ticket)["ticket"].clone();

    let everything = frontdesk::query::Predicate::everything();
    let key = TicketKey::Number(frontdesk::ids::TicketNumber(1));
    for round in 1..4 {
        let versions = store.with_read::<_, StoreError>(|tx| {
            let before = tx.ticket(DeskId(1), key, &everything)?.unwrap().version;
            host(&desk, "update_ticket", &json!({"ticket": ticket, "add_tags": [format!("round-{round}")]}));
            Ok((before, tx.ticket(DeskId(1), key, &everything)?.unwrap().version))
        });
        assert_eq!(versions.unwrap(), (round, round));
    }
}
