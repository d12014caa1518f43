use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use frontdesk::ids::TriggerId;
use frontdesk::model::{Config, EventBody, LogEntry};
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, Store};
use frontdesk::{Clock, Command};

use super::figures::Figures;
use super::intake::{TOGETHER, Taken, take_in};
use super::office::Office;
use super::{Options, check, desk, options, play, show};

fn demo_mailbox() -> PathBuf {
    check::top().join("examples/mailbox/demo.mbox")
}

fn run(store: impl Store + 'static, mailbox: &Path, together: usize) -> (Office, Taken) {
    let mut office = Office::open(store).unwrap();
    let taken = take_in(&mut office, mailbox, together, false).unwrap();
    (office, taken)
}

fn digest(office: &Office) -> String {
    office.desk.host().digest().unwrap()
}

/// A file of its own for a test, gone at its end.
struct Database(PathBuf);

impl Database {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("frontdesk-demo-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.join("demo.db")
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::open(self.path(), SqliteOptions::default()).unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Takes a mailbox in twice. Nothing is lost, and the second time changes nothing.
fn twice(store: impl Store + 'static, mailbox: &Path) -> Figures {
    let (office, taken) = run(store, mailbox, TOGETHER);
    assert!(taken.messages > 0);
    assert_eq!(taken.outcomes.values().sum::<u64>(), taken.messages, "every message ends in one outcome");
    let verified = office.desk.host().verify().unwrap();
    assert_eq!(verified.tickets, taken.outcomes.get("created").copied().unwrap_or_default());
    let first = Figures::of(&office, &taken).unwrap();
    let mut office = Office::begin(office.frontdesk, office.clock).unwrap();
    let again = take_in(&mut office, mailbox, TOGETHER, false).unwrap();
    assert_eq!(again.outcomes, BTreeMap::from([("duplicate", taken.messages)]), "all are duplicates");
    assert_eq!(office.outbox.delivered, 0, "nothing is sent again");
    let second = Figures::of(&office, &again).unwrap();
    assert_eq!(second, Figures { outcomes: again.outcomes, ..first.clone() }, "and nothing has changed");
    first
}

#[test]
fn the_demo_ends_the_same_in_every_store_and_a_second_time_changes_nothing() {
    let database = Database::new("twice");
    let memory = twice(MemoryStore::new(), &demo_mailbox());
    let sqlite = twice(database.open(), &demo_mailbox());
    assert_eq!(memory, sqlite);
    assert_eq!((memory.messages, memory.tickets), (87, 57));
    assert!(memory.effects > 0 && memory.comments > memory.tickets && memory.events > memory.comments);
}

#[test]
fn it_makes_no_difference_how_many_messages_are_taken_in_together() {
    let (one_by_one, _) = run(MemoryStore::new(), &demo_mailbox(), 1);
    let (together, _) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
    assert_eq!(digest(&one_by_one), digest(&together));
}

#[test]
fn a_mailbox_that_grows_ends_as_if_it_had_been_whole_from_the_start() {
    let folder = Database::new("grown");
    let whole = std::fs::read(demo_mailbox()).unwrap();
    let cut = whole.windows(6).enumerate().filter(|(_, bytes)| bytes == b"\nFrom ").nth(40).unwrap().0;
    let half = folder.0.join("half.mbox");
    std::fs::write(&half, &whole[..=cut]).unwrap();
    let (office, taken) = run(folder.open(), &half, TOGETHER);
    assert!((30..60).contains(&taken.messages), "{}", taken.messages);
    drop(office);
    let (grown, _) = run(folder.open(), &demo_mailbox(), TOGETHER);
    let (fresh, _) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
    assert_eq!(digest(&grown), digest(&fresh));
}

#[test]
fn the_desk_is_one_that_a_company_could_have() {
    let commands = desk::commands().unwrap();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for command in &commands {
        let kind = match command {
            Command::SaveConfig(save) => save.config.kind().name(),
            Command::SavePerson(person) => {
                assert!(!person.teams.is_empty());
                "person"
            }
            other => panic!("{other:?} configures nothing"),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let count = |kind: &str| kinds.get(kind).copied().unwrap_or_default();
    assert_eq!((count("team"), count("trigger"), count("view")), (2, 8, 3));
    assert!(
        ["calendar", "policy", "template", "mailbox", "field", "person"].iter().all(|kind| count(kind) > 0)
    );
}

#[test]
fn every_trigger_fires_for_some_tickets_and_not_for_others() {
    let (office, _) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
    let mut fired: BTreeMap<TriggerId, BTreeSet<_>> = BTreeMap::new();
    let page = |after| office.desk.host().changes(after, 100).unwrap();
    let next = |page: &Vec<LogEntry>| page.last().map(|last| last.position);
    let pages = std::iter::successors(Some(page(0)), |now| next(now).map(page));
    for entry in pages.flatten() {
        for event in entry.events {
            if let EventBody::TriggerFired { rule, .. } = event.body {
                fired.entry(rule.id).or_default().insert(serde_json::to_string(&event.subject).unwrap());
            }
        }
    }
    for config in &office.setup.config {
        let Config::Trigger(trigger) = config else { continue };
        let tickets = fired.get(&trigger.id).map_or(0, BTreeSet::len);
        assert!((1..57).contains(&tickets), "“{}” fired for {tickets} of 57 tickets", trigger.name);
    }
}

#[test]
fn time_ends_with_the_last_message_and_nothing_is_left_to_do_or_to_send_by_then() {
    let (office, taken) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
    let (_, last) = taken.between.unwrap();
    assert_eq!(office.clock.now(), last);
    assert!(office.quiet_until().unwrap().is_none_or(|next| next > last));
    assert_eq!(office.frontdesk.next_delivery().unwrap(), None);
}

#[test]
fn the_text_has_every_section_fits_the_page_and_is_the_same_in_every_run() {
    let text = || {
        let (office, taken) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
        show::text(&office, &taken, Path::new("demo.db")).unwrap()
    };
    let told = text();
    for part in [
        "87 messages\n",
        "\nView “All unsolved”: ",
        "\nTicket #",
        "\nWhy triggers did what they did when #",
        " fired, because\n",
        " did not fire. ",
        " mails left; one of them, as it travels\n",
        "  | Message-ID:",
        "\nReport, days of Europe/Berlin\n",
        "\n  Billing ",
        "\nThe desk is in demo.db\n",
    ] {
        assert!(told.contains(part), "{part:?} is missing in\n{told}");
    }
    for line in told.lines() {
        assert!(show::columns(line) <= show::WIDTH, "too wide: {line}");
        assert!(!line.contains(char::is_control) && line == line.trim_end(), "{line:?}");
    }
    assert_eq!(told, text());
}

#[test]
fn the_output_in_the_readme_is_the_real_one() {
    let readme = std::fs::read_to_string(check::top().join("README.md")).unwrap();
    let block = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let (office, taken) = run(MemoryStore::new(), &demo_mailbox(), TOGETHER);
    let told = show::text(&office, &taken, Path::new("demo.db")).unwrap();
    let told: Vec<&str> = told.lines().collect();
    assert!(block.lines().count() > 8);
    for line in block.lines().filter(|line| *line != "…") {
        assert!(told.contains(&line), "not in the output: {line}");
    }
}

#[test]
fn json_has_these_keys_and_no_others() {
    let database = Database::new("json");
    let wanted = Options { mailbox: demo_mailbox(), database: Some(database.path()), json: true };
    let told = play(&wanted).unwrap();
    assert_eq!(told.lines().count(), 1);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let mut keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["comments", "digest", "effects", "events", "messages", "outcomes", "tickets"]);
    assert_eq!(told["outcomes"]["created"], 57);
}

#[test]
fn the_command_line_is_read() {
    let default = Options { mailbox: demo_mailbox(), database: None, json: false };
    assert_eq!(options(&[]), Some(default));
    let given = Options { mailbox: "a.mbox".into(), database: Some("b.db".into()), json: true };
    assert_eq!(options(&["--json", "a.mbox", "--db", "b.db"]), Some(given));
    for wrong in [&["--what"][..], &["--db"], &["a", "b"]] {
        assert_eq!(options(wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_mailbox_that_is_not_there_is_named() {
    let database = Database::new("missing");
    let wanted = Options { mailbox: "no/such.mbox".into(), database: Some(database.path()), json: true };
    assert!(play(&wanted).unwrap_err().to_string().contains("no/such.mbox"));
}

#[test]
fn real_mail_is_taken_in_without_a_loss() {
    let Some(folder) = std::env::var_os("FRONTDESK_REAL_MAIL") else {
        println!("FRONTDESK_REAL_MAIL is not set: no real mail was taken in");
        return;
    };
    let folder = Path::new(&folder);
    let memory = twice(MemoryStore::new(), folder);
    let sqlite = twice(SqliteStore::open_in_memory().unwrap(), folder);
    assert_eq!(memory, sqlite);
    let (office, taken) = run(MemoryStore::new(), folder, 1);
    assert_eq!(digest(&office), memory.digest, "one by one ends the same");
    let told = show::text(&office, &taken, Path::new("demo.db")).unwrap();
    assert!(told.lines().all(|line| show::columns(line) <= show::WIDTH));
}
