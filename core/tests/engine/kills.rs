//! A process that writes is killed, over and over: what it has acknowledged is there afterwards, once, and nothing is there by half.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use frontdesk::ids::{CommandId, Id};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::EffectState;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, StoreExt};
use frontdesk::testkit::Rng;
use frontdesk::{CreateTicket, Request, UpdateTicket};

use crate::mails::mail;
use crate::script::configure;
use crate::sqlite_support::Place;
use crate::stores::Watched;
use crate::world::World;

const FILE: &str = "FRONTDESK_KILLED_FILE";
const FROM: &str = "FRONTDESK_KILLED_FROM";
const KILLS: u64 = 50;

#[allow(clippy::disallowed_methods, reason = "the child learns from its environment what it is to write")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn open(path: &Path) -> (World, Watched) {
    let store = Watched::new(SqliteStore::open(path, SqliteOptions::default()).unwrap());
    (World::on(store.clone()), store)
}

/// The `nth` thing that is written: a mail that makes a ticket and is acknowledged, or a command with an id. Doing it again answers what
/// was answered first.
fn write(world: &World, nth: u64) {
    world.pass(1_000);
    if nth.is_multiple_of(2) {
        world.intake(&mail(&format!("kill{nth}"), "It burns."), AuthVerdict::Aligned);
        return;
    }
    let id = Some(CommandId::from_bytes(u128::from(nth + 1).to_be_bytes()));
    let command = if nth % 4 == 1 {
        CreateTicket::new(world.rita, &format!("Ticket {nth}"), "It burns.").into()
    } else {
        let newest = world.host().tickets(None, 1).unwrap().tickets.pop().unwrap();
        UpdateTicket::new(newest.id).reply(&format!("Answer {nth}")).set("status", "open").into()
    };
    let answer = world.host().execute(Request { id, command });
    assert!(answer.is_ok(), "{answer:?}");
}

/// What the child process does: it writes, and tells what was answered, until it is killed.
fn write_on(file: &Path, from: u64) {
    let (world, _) = open(file);
    let mut out = std::io::stdout().lock();
    for nth in from.. {
        world.clock.set(frontdesk::Timestamp::from_millis(1_780_000_000_000 + nth as i64 * 60_000));
        write(&world, nth);
        writeln!(out, "\nack {nth}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn st_01_whatever_was_acknowledged_outlives_a_kill_and_nothing_is_there_by_half() {
    // The child is this test, too, in a process of its own.
    if let (Some(file), Some(from)) = (told(FILE), told(FROM)) {
        return write_on(Path::new(&file), from.parse().unwrap());
    }
    let place = Place::new("kills");
    let path = place.new_file();
    configure(&open(&path).0);
    let mut rng = Rng::new(1);
    let mut next = 0;
    let mut acknowledged = BTreeSet::new();
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "kills::st_01_whatever_was_acknowledged_outlives_a_kill_and_nothing_is_there_by_half",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FILE, &path)
            .env(FROM, next.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // After so many answers and a moment more, somewhere in the next write.
        let enough = rng.below(6) + 1;
        let acks =
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("ack ")?.parse::<u64>().ok());
        for nth in acks.take(enough as usize) {
            acknowledged.insert(nth);
            next = nth + 1;
        }
        (0..rng.below(200_000)).for_each(|turn| {
            std::hint::black_box(turn);
        });
        child.kill().unwrap();
        child.wait().unwrap();
        check(&path, &acknowledged, kill);
    }
    assert!(acknowledged.len() as u64 >= KILLS);
}

/// What was acknowledged is there; doing all of it again adds nothing to it.
fn check(path: &Path, acknowledged: &BTreeSet<u64>, kill: u64) {
    let (world, store) = open(path);
    world.host().verify().unwrap();
    let last = acknowledged.iter().next_back().copied().unwrap_or_default();
    world.clock.set(frontdesk::Timestamp::from_millis(1_780_000_000_000 + last as i64 * 60_000));
    let held = |world: &World| (world.position(), world.host().digest().unwrap());
    let before = held(&world);
    for nth in acknowledged.iter().rev().take(12) {
        write(&world, *nth);
    }
    assert_eq!(held(&world), before, "kill {kill}: something that was acknowledged was not there");
    let effects = store.with_read::<_, frontdesk::store::StoreError>(|tx| {
        tx.effects(world.desk_id, EffectState::Pending, None, 10_000)
    });
    let keys: Vec<_> = effects.unwrap().into_iter().map(|effect| (effect.update, effect.order)).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "kill {kill}: an effect twice");
    let comments: u32 =
        world.host().tickets(None, 100).unwrap().tickets.iter().map(|ticket| ticket.facts.comments).sum();
    assert!(comments as usize > acknowledged.len().min(100) / 2);
}

/// The same writes without a kill end in the same desk: nothing is there by half that would show later.
#[test]
fn st_01_the_writes_of_the_child_are_the_same_twice() {
    let digest = |twice: bool| {
        let world = World::on(MemoryStore::new());
        configure(&world);
        for nth in 0..24 {
            world.clock.set(frontdesk::Timestamp::from_millis(1_780_000_000_000 + nth as i64 * 60_000));
            (0..if twice { 2 } else { 1 }).for_each(|_| write(&world, nth));
        }
        world.host().digest().unwrap()
    };
    assert_eq!(digest(false), digest(true));
}
