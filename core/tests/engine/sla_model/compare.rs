//! The engine and the naive model agree on every clock after every step, however time passes and on every store; and a ticket's events
//! fold into the clocks that are stored.

use std::collections::BTreeSet;

use frontdesk::engine::{created, evolve};
use frontdesk::ids::TicketId;

use super::clocks::clocks;
use super::history::History;
use super::measures::METRICS;
use super::play::Player;
use super::random::history;
use super::shrink::{shrink, told};
use crate::world::{World, setting};

/// How the engine differs from the model after a step, when it does, and after which.
pub type Difference = Option<(usize, String)>;

/// Plays a history, with a tick after each step, and compares all clocks after each.
fn follow(world: &World, history: &History) -> (Option<TicketId>, Difference) {
    let mut player = Player::new(world, history);
    let mut so_far = History { steps: Vec::new(), ..history.clone() };
    for (nth, step) in history.steps.iter().enumerate() {
        player.play(step);
        world.tick();
        so_far.steps.push(step.clone());
        let (expected, found) = (clocks(&so_far, step.at), player.seen(step.at));
        if expected != found {
            let clocks = expected.len().max(found.len());
            let first = (0..clocks).find(|at| expected.get(*at) != found.get(*at)).unwrap_or_default();
            let text = format!("expected {:?}\nfound    {:?}", expected.get(first), found.get(first));
            return (player.ticket, Some((nth, text)));
        }
        if let Some(text) = player.twins_differ() {
            return (player.ticket, Some((nth, text)));
        }
    }
    (player.ticket, None)
}

/// Plays a history and ticks once at its end: what was due in between runs with what comes next.
fn sleep_through(world: &World, history: &History) {
    let mut player = Player::new(world, history);
    history.steps.iter().for_each(|step| player.play(step));
    world.tick();
}

/// The clocks of a ticket as its events make them, written as JSON.
fn folded(world: &World, ticket: TicketId) -> String {
    let mut events = world.events(ticket).into_iter();
    let mut ticket = created(&events.next().unwrap()).unwrap();
    events.for_each(|event| evolve(&mut ticket, &event).unwrap());
    serde_json::to_string(&ticket.clocks).unwrap()
}

/// How the same history is played once more, without ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    No,
    OnMemory,
    OnSqlite,
}

/// What is wrong with a history, when something is.
pub fn difference(history: &History, again: Again) -> Difference {
    let ticked = World::on_memory();
    let (ticket, difference) = follow(&ticked, history);
    let Some(ticket) = ticket.filter(|_| difference.is_none()) else { return difference };
    let differs = not_folded(&ticked, ticket).or_else(|| {
        let slept = match again {
            Again::No => return None,
            Again::OnMemory => World::on_memory(),
            Again::OnSqlite => World::on_sqlite(),
        };
        sleep_through(&slept, history);
        not_folded(&slept, ticket).or_else(|| not_same(&ticked, &slept, ticket))
    });
    differs.map(|text| (history.steps.len(), text))
}

/// The clocks that a ticket has, written as JSON.
fn kept(world: &World, ticket: TicketId) -> String {
    serde_json::to_string(&world.ticket(ticket).clocks).unwrap()
}

fn not_folded(world: &World, ticket: TicketId) -> Option<String> {
    world.host().verify().unwrap();
    let (folded, kept) = (folded(world, ticket), kept(world, ticket));
    (folded != kept).then(|| format!("the fold is {folded}\nand what is kept {kept}"))
}

/// Whether the ticket has the same clocks and the same events, byte for byte.
fn not_same(one: &World, other: &World, ticket: TicketId) -> Option<String> {
    let all = |world: &World| (kept(world, ticket), serde_json::to_string(&world.events(ticket)).unwrap());
    let (one, other) = (all(one), all(other));
    (one != other).then(|| format!("with ticks: {one:?}\nwithout:    {other:?}"))
}

/// With `FRONTDESK_HISTORIES` more of them are played, from the seed `FRONTDESK_SEED` on.
#[test]
fn the_naive_model_agrees_on_random_histories() {
    let first = setting("FRONTDESK_SEED").unwrap_or(1);
    let count = setting("FRONTDESK_HISTORIES").unwrap_or(1_000);
    let mut came_up = BTreeSet::new();
    for seed in first..first + count {
        let history = history(seed);
        came_up.extend(what_comes_up(&history));
        let again = match seed % 12 {
            0 => Again::OnSqlite,
            4 | 8 => Again::OnMemory,
            _ => Again::No,
        };
        if let Some((nth, text)) = difference(&history, again) {
            let (short, why) = shrink(history, again);
            panic!(
                "seed {seed} differs after step {nth}:\n{text}\nthe shortest that does:\n{}{why}",
                told(&short)
            );
        }
    }
    if count < 500 {
        return;
    }
    for metric in METRICS {
        let of_some: &[&str] = match metric {
            "first_reply" | "next_reply" => &["abandoned"],
            "pausable_update" | "requester_wait" | "agent_work" => &["paused"],
            _ => &[],
        };
        for what in ["running", "fulfilled", "cancelled", "breached", "warned"].iter().chain(of_some) {
            assert!(came_up.contains(&(metric, *what)), "no clock of {metric} was {what}");
        }
    }
}

/// What becomes of clocks at the end of a history, by metric: histories in which nothing happens would prove nothing.
fn what_comes_up(history: &History) -> Vec<(&'static str, &'static str)> {
    let mut came_up = Vec::new();
    for clock in clocks(history, history.steps.last().unwrap().at) {
        came_up.push((clock.metric, clock.state));
        came_up.extend((!clock.told_breaches.is_empty()).then_some((clock.metric, "breached")));
        came_up.extend((!clock.told_warnings.is_empty()).then_some((clock.metric, "warned")));
    }
    came_up
}
