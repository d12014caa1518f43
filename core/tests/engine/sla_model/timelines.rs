//! What timelines of random histories tell agrees with the clocks that tickets have, and with what the log tells of them.

use std::collections::BTreeSet;

use frontdesk::ids::TicketId;
use frontdesk::model::{Clock, ClockState, ClockTransition, EventBody};
use frontdesk::{ClockTimeline, MarkKind, SlaTimeline, SpanState, TimelineMark};

use super::history::History;
use super::play::Player;
use super::random::history;
use crate::world::{World, setting};

/// With `FRONTDESK_HISTORIES` more of them are played, from the seed `FRONTDESK_SEED` on.
#[test]
fn timelines_of_random_histories_tell_what_the_clocks_hold() {
    let first = setting("FRONTDESK_SEED").unwrap_or(1);
    let count = setting("FRONTDESK_HISTORIES").unwrap_or(100);
    let mut came_up = BTreeSet::new();
    for seed in first..first + count {
        let world = if seed.is_multiple_of(10) { World::on_sqlite() } else { World::on_memory() };
        check(&world, &history(seed), seed, &mut came_up);
    }
    let states: BTreeSet<&str> = came_up.iter().copied().collect();
    let all = ["closed", "paused", "retargeted", "running", "solved"];
    assert!(count < 100 || all.iter().all(|state| states.contains(state)), "{states:?}");
}

fn check(world: &World, history: &History, seed: u64, came_up: &mut BTreeSet<&'static str>) {
    let mut player = Player::new(world, history);
    for step in &history.steps {
        player.play(step);
        let Some(ticket) = player.ticket else { continue };
        let number = world.ticket(ticket).number;
        // Half of the hosts sleep: what is due is told as if it had run.
        let asleep = world.as_ann().sla_timeline(number).unwrap();
        let awake = seed.is_multiple_of(2).then(|| {
            world.tick();
            world.as_ann().sla_timeline(number).unwrap()
        });
        if let Some(awake) = &awake {
            assert_eq!(without_record(&asleep), without_record(awake), "seed {seed}");
            agrees(world, ticket, awake, seed);
        }
        for clock in &asleep.clocks {
            holds_together(clock, &asleep, seed);
            came_up.extend(clock.spans.iter().map(|span| state(span.state)));
            let retargeted = |mark: &TimelineMark| matches!(mark.what, MarkKind::Retargeted { .. });
            came_up.extend(clock.marks.iter().any(retargeted).then_some("retargeted"));
        }
        let text = asleep.to_text();
        assert!(asleep.clocks.is_empty() || text.lines().count() > 2 * asleep.clocks.len(), "{text}");
        assert!(asleep.to_svg().ends_with("</svg>\n"));
    }
}

fn state(state: SpanState) -> &'static str {
    match state {
        SpanState::Running => "running",
        SpanState::Closed => "closed",
        SpanState::Paused => "paused",
        SpanState::Solved => "solved",
        _ => "hours",
    }
}

fn without_record(timeline: &SlaTimeline) -> SlaTimeline {
    let mut timeline = timeline.clone();
    for mark in timeline.clocks.iter_mut().flat_map(|clock| &mut clock.marks) {
        mark.seq = None;
    }
    timeline
}

/// The spans of a clock follow on each other from its start to its end, and add up.
fn holds_together(clock: &ClockTimeline, timeline: &SlaTimeline, seed: u64) {
    let (mut at, mut total) = (clock.started_at, 0);
    for span in &clock.spans {
        assert_eq!(span.from, at, "seed {seed}: a gap in {clock:?}");
        assert!(span.to > span.from, "seed {seed}: {span:?}");
        let lasts = span.to.millis() - span.from.millis();
        assert_eq!(
            span.counted_millis,
            if span.state == SpanState::Running { lasts } else { 0 },
            "seed {seed}: {span:?}"
        );
        total += span.counted_millis;
        assert_eq!(span.total_millis, total, "seed {seed}: {span:?}");
        let waits = matches!(span.state, SpanState::Paused | SpanState::Solved);
        // A metric of the desk's own pauses by its condition, whatever the status means.
        let by_status = waits && clock.custom.is_none();
        assert_eq!(by_status, span.category.is_some(), "seed {seed}: {span:?}");
        assert!(!by_status || span.by.is_some(), "seed {seed}: nobody made it wait: {span:?}");
        at = span.to;
    }
    let end = clock.ended_at.unwrap_or(timeline.now);
    assert_eq!(at, end.max(clock.started_at), "seed {seed}: {clock:?}");
    assert_eq!((clock.counted_millis, clock.left_millis), (total, clock.target.target_millis - total));
    assert!(clock.marks.is_sorted_by_key(|mark| mark.at), "seed {seed}: {clock:?}");
}

/// A timeline tells of the clocks that the ticket has, and marks what the log tells of each.
fn agrees(world: &World, ticket: TicketId, timeline: &SlaTimeline, seed: u64) {
    let clocks = world.ticket(ticket).clocks;
    assert_eq!(clocks.len(), timeline.clocks.len());
    for (clock, told) in clocks.iter().zip(&timeline.clocks) {
        let have = (clock.id, clock.metric, clock.state, clock.started_at, clock.ended_at, clock.breached_at);
        let tell = (told.id, told.metric, told.state, told.started_at, told.ended_at, told.breached_at);
        assert_eq!(have, tell, "seed {seed}");
        let target = &told.target;
        let tell = (target.policy, target.priority, target.calendar, target.target_millis, target.due_at);
        let have = (clock.policy, clock.priority, clock.calendar, clock.target_millis, clock.due_at);
        assert_eq!(have, tell, "seed {seed}");
        assert_eq!(clock.warnings_at, told.warnings_at, "seed {seed}");
        ran_as_recorded(clock, told, seed);
        let mut marks = marks_of(told);
        let mut recorded = recorded(world, ticket, clock.id);
        marks.sort_unstable();
        recorded.sort_unstable();
        assert_eq!(marks, recorded, "seed {seed}");
    }
}

/// Each recorded stretch counts what was recorded of it, on the calendar that was recorded.
fn ran_as_recorded(clock: &Clock, told: &ClockTimeline, seed: u64) {
    for stretch in &clock.stretches {
        let within = told.spans.iter().filter(|span| stretch.from <= span.from && span.from < stretch.to);
        let counted: i64 = within.clone().map(|span| span.counted_millis).sum();
        if clock.state != ClockState::Running || stretch.to < clock.running_since {
            assert_eq!(counted, stretch.millis, "seed {seed}: {stretch:?}");
        }
        for span in within {
            assert_eq!(span.calendar, stretch.calendar, "seed {seed}: {span:?}");
        }
    }
}

/// The marks of a clock that events record, with the instant and the event.
fn marks_of(clock: &ClockTimeline) -> Vec<(u32, &'static str, i64)> {
    let of = |mark: &TimelineMark| {
        let what = match mark.what {
            MarkKind::Started { .. } => "started",
            MarkKind::Paused { .. } => "paused",
            MarkKind::Resumed { .. } => "resumed",
            MarkKind::Warned { .. } => "warned",
            MarkKind::Breached { .. } => "breached",
            MarkKind::Fulfilled => "fulfilled",
            MarkKind::Abandoned => "abandoned",
            MarkKind::NoPolicy => "no_policy",
            MarkKind::NoTarget => "no_target",
            _ => return None,
        };
        Some((mark.seq.unwrap(), what, mark.at.millis()))
    };
    clock.marks.iter().filter_map(of).collect()
}

fn recorded(world: &World, ticket: TicketId, clock: u32) -> Vec<(u32, &'static str, i64)> {
    let mut recorded = Vec::new();
    for event in world.events(ticket) {
        let EventBody::ClockChanged { change } = &event.body else { continue };
        if change.clock.id != clock {
            continue;
        }
        let what = match change.transition {
            ClockTransition::Started => "started",
            ClockTransition::Paused => "paused",
            ClockTransition::Resumed => "resumed",
            ClockTransition::Warned => "warned",
            ClockTransition::Breached => "breached",
            ClockTransition::Fulfilled => "fulfilled",
            ClockTransition::Abandoned => "abandoned",
            ClockTransition::NoPolicy => "no_policy",
            ClockTransition::NoTarget => "no_target",
            _ => continue,
        };
        recorded.push((event.seq, what, change.instant.millis()));
    }
    recorded
}
