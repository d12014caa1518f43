use std::path::Path;

use frontdesk::ids::DeskId;
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{MemoryStore, Store};

use super::{check, open, run_desk};

/// Takes a mailbox in twice, and answers the digest. Nothing is lost, and the second time changes nothing.
fn twice(store: impl Store + 'static, mailbox: &Path) -> String {
    let (frontdesk, clock) = open(store).unwrap();
    let (desk, taken) = run_desk(&frontdesk, &clock, mailbox).unwrap();
    assert!(taken.messages > 0);
    assert_eq!(taken.outcomes.values().sum::<u64>(), taken.messages, "every message ends in one outcome");
    let verified = desk.host().verify().unwrap();
    assert_eq!(verified.tickets, taken.outcomes.get("created").copied().unwrap_or_default());
    let digest = desk.host().digest().unwrap();
    let (_, again) = run_desk(&frontdesk, &clock, mailbox).unwrap();
    assert_eq!(again.outcomes.get("duplicate"), Some(&again.messages), "the second time all are duplicates");
    assert_eq!(desk.host().digest().unwrap(), digest, "and nothing has changed");
    assert!(frontdesk.desk(DeskId(2)).host().changes(0, 1).unwrap().is_empty(), "another desk is left alone");
    digest
}

#[test]
fn the_demo_ends_the_same_in_every_store_and_a_second_time_changes_nothing() {
    let mailbox = check::top().join("examples/mailbox/demo.mbox");
    let memory = twice(MemoryStore::new(), &mailbox);
    let sqlite = twice(SqliteStore::open_in_memory().unwrap(), &mailbox);
    assert_eq!(memory, sqlite);
}

#[test]
fn real_mail_is_taken_in_without_a_loss() {
    let Some(folder) = std::env::var_os("FRONTDESK_REAL_MAIL") else {
        println!("FRONTDESK_REAL_MAIL is not set: no real mail was taken in");
        return;
    };
    let memory = twice(MemoryStore::new(), Path::new(&folder));
    let sqlite = twice(SqliteStore::open_in_memory().unwrap(), Path::new(&folder));
    assert_eq!(memory, sqlite);
}
