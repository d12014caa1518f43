//! A process that writes is killed, over and over: what it has acknowledged is there afterwards, once, and nothing is there by half.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use frontdesk::ids::{CommandId, Id};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{EffectState, EventBody};
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, StoreExt};
use frontdesk::testkit::Rng;
use frontdesk::{CreateTicket, Request, UpdateTicket};

use crate::cascades::{cascade, check_cascaded};
use crate::mails::mail;
use crate::sqlite_support::Place;
use crate::stores::Watched;
use crate::world::World;

const FILE: &str = "FRONTDESK_KILLED_FILE";
const FROM: &str = "FRONTDESK_KILLED_FROM";
/// At which call of the store the child waits to be killed; 0 when it goes on.
const HELD_AT: &str = "FRONTDESK_KILLED_HELD_AT";
const KILLS: u64 = 50;

#[allow(clippy::disallowed_methods, reason = "the child learns from its environment what it is to write")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn open(path: &Path) -> (World, Watched) {
    let store = Watched::new(SqliteStore::open(path, SqliteOptions::default()).unwrap());
    (World::on(store.clone()), store)
}

/// The `nth` thing that is written: a mail that makes a ticket and is acknowledged, a ticket, or an answer that sets off all that may
/// follow on it. Doing it again answers what was answered first.
fn write(world: &World, nth: u64) {
    world.clock.set(frontdesk::Timestamp::from_millis(1_780_000_000_000 + nth as i64 * 60_000));
    if nth.is_multiple_of(2) {
        world.intake(&mail(&format!("kill{nth}"), "It burns."), AuthVerdict::Aligned);
        return;
    }
    let id = Some(CommandId::from_bytes(u128::from(nth + 1).to_be_bytes()));
    let command = if nth % 4 == 1 {
        CreateTicket::new(world.rita, &format!("Ticket {nth}"), "It burns.").into()
    } else {
        let newest = world.host().tickets(None, 1).unwrap().tickets.pop().unwrap();
        UpdateTicket::new(newest.id).reply(&format!("Answer {nth}")).set("status", "open").tag("vip").into()
    };
    let answer = world.host().execute(Request { id, command });
    assert!(answer.is_ok(), "{answer:?}");
}

/// What the child process does: it writes, and tells what was answered, until it is killed.
fn write_on(file: &Path, from: u64, held_at: u64) {
    let (world, store) = open(file);
    store.end_at(held_at, hold);
    for nth in from.. {
        write(&world, nth);
        tell(&format!("ack {nth}"));
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

/// Waits to be killed, as long as somebody is there to do it.
fn hold() -> ! {
    tell("held");
    let _ = std::io::stdin().read(&mut [0]);
    std::process::exit(1)
}

/// A process that does what [`write_on`] does.
fn child(test: &str, file: &Path, from: u64, held_at: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("kills::{test}"), "--nocapture", "--test-threads=1"])
        .env(FILE, file)
        .env(FROM, from.to_string())
        .env(HELD_AT, held_at.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a child tells.
#[derive(Debug, PartialEq)]
enum Tells {
    Acknowledged(u64),
    Held,
}

fn what_it_tells(child: &mut Child) -> impl Iterator<Item = Tells> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| match line.strip_prefix("ack ") {
        Some(nth) => Some(Tells::Acknowledged(nth.parse().unwrap())),
        None => (line == "held").then_some(Tells::Held),
    })
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The children are their tests, too, in processes of their own.
fn is_child() -> bool {
    let (Some(file), Some(from), Some(held_at)) = (told(FILE), told(FROM), told(HELD_AT)) else {
        return false;
    };
    write_on(Path::new(&file), from.parse().unwrap(), held_at.parse().unwrap());
    true
}

#[test]
fn st_01_whatever_was_acknowledged_outlives_a_kill_and_nothing_is_there_by_half() {
    if is_child() {
        return;
    }
    let place = Place::new("kills");
    let path = place.new_file();
    cascade(&open(&path).0);
    let mut rng = Rng::new(1);
    let mut next = 0;
    let mut acknowledged = BTreeSet::new();
    let (mut held, mut waiting, mut cascaded) = (0, 0, 0);
    for nth in 0..KILLS {
        // Every other child is killed after so many answers and a moment more, the others at a call of the store.
        let held_at = if nth % 2 == 0 { 0 } else { 1 + u64::from(rng.below(60)) };
        let enough = if held_at == 0 { rng.below(6) as usize + 1 } else { usize::MAX };
        let test = "st_01_whatever_was_acknowledged_outlives_a_kill_and_nothing_is_there_by_half";
        let mut child = child(test, &path, next, held_at);
        for told in what_it_tells(&mut child).take(enough) {
            match told {
                Tells::Acknowledged(nth) => {
                    acknowledged.insert(nth);
                    next = nth + 1;
                }
                Tells::Held => {
                    held += 1;
                    break;
                }
            }
        }
        (0..rng.below(200_000)).for_each(|turn| {
            std::hint::black_box(turn);
        });
        kill(child);
        let (world, store) = open(&path);
        waiting += world.host().arrivals(None, 10).unwrap().len();
        cascaded = check(&world, &store, &acknowledged, nth);
    }
    assert!(acknowledged.len() as u64 >= KILLS);
    assert_eq!(held, KILLS / 2, "so many were killed within a write");
    assert!(waiting > 0 && cascaded > 10, "{waiting} mails left waiting, {cascaded} cascades");
}

/// What was acknowledged is there; doing all of it again adds nothing to it. Answers how many cascades there are.
fn check(world: &World, store: &Watched, acknowledged: &BTreeSet<u64>, kill: u64) -> usize {
    world.host().verify().unwrap();
    let held = |world: &World| (world.position(), world.host().digest().unwrap());
    let before = held(world);
    for nth in acknowledged.iter().rev().take(12) {
        write(world, *nth);
    }
    assert_eq!(held(world), before, "kill {kill}: something that was acknowledged was not there");
    check_effects(world, store);
    let comments: u32 = world.tickets().iter().map(|ticket| ticket.facts.comments).sum();
    assert!(comments as usize > acknowledged.len().min(100) / 2);
    check_cascaded(world)
}

/// Every mail that the log tells of is in the outbox, once, and no other is.
fn check_effects(world: &World, store: &Watched) {
    let effects = store.with_read::<_, frontdesk::store::StoreError>(|tx| {
        tx.effects(world.desk_id, EffectState::Pending, None, 10_000)
    });
    let effects = effects.unwrap();
    let keys: BTreeSet<_> = effects.iter().map(|effect| (effect.update, effect.order)).collect();
    assert_eq!(keys.len(), effects.len(), "an effect twice");
    let queued =
        world.log().into_iter().flat_map(|entry| entry.events).filter_map(|event| match event.body {
            EventBody::EffectQueued { effect, .. } => Some(effect),
            _ => None,
        });
    let queued: BTreeSet<_> = queued.collect();
    assert_eq!(effects.iter().map(|effect| effect.id).collect::<BTreeSet<_>>(), queued);
}

/// Writes that set off others, after which a process is killed at each call of the store in turn.
#[test]
fn au_03_a_process_killed_at_any_call_leaves_all_or_nothing_of_a_cascade() {
    if is_child() {
        return;
    }
    let place = Place::new("kills-at-calls");
    let prepared = place.new_file();
    {
        let (world, _) = open(&prepared);
        cascade(&world);
        (0..3).for_each(|nth| write(&world, nth));
    }
    // An answer on the newest ticket, and a mail.
    for from in [3, 4] {
        let fresh = || {
            let path = place.new_file();
            std::fs::copy(&prepared, &path).unwrap();
            path
        };
        let held = |path: &Path| {
            let (world, store) = open(path);
            world.host().verify().unwrap();
            check_effects(&world, &store);
            check_cascaded(&world);
            (world.host().digest().unwrap(), world.host().arrivals(None, 10).unwrap().len())
        };
        let done = fresh();
        let before = held(&done);
        write(&open(&done).0, from);
        let after = held(&done);
        let (mut waiting, mut rolled_back) = (0, 0);
        for call in 1.. {
            let path = fresh();
            let test = "au_03_a_process_killed_at_any_call_leaves_all_or_nothing_of_a_cascade";
            let mut child = child(test, &path, from, call);
            let told = what_it_tells(&mut child).next();
            kill(child);
            let left = held(&path);
            if told == Some(Tells::Acknowledged(from)) {
                assert!(call > 8, "{call} calls");
                break;
            }
            assert_eq!((told, &left.0), (Some(Tells::Held), &before.0), "write {from}, call {call}");
            waiting += left.1;
            rolled_back += usize::from(left == before);
            write(&open(&path).0, from);
            assert_eq!(held(&path), after, "write {from}, call {call}, again");
        }
        assert!(rolled_back > 5, "{rolled_back} with nothing of it");
        // Only a mail is kept before it is understood.
        assert_eq!(waiting > 5, from == 4, "{waiting}");
    }
}

/// The same writes without a kill end in the same desk: nothing is there by half that would show later.
#[test]
fn st_01_the_writes_of_the_child_are_the_same_twice() {
    let digest = |twice: bool| {
        let world = World::on(MemoryStore::new());
        cascade(&world);
        for nth in 0..24 {
            (0..if twice { 2 } else { 1 }).for_each(|_| write(&world, nth));
        }
        assert!(check_cascaded(&world) >= 5);
        world.host().digest().unwrap()
    };
    assert_eq!(digest(false), digest(true));
}
