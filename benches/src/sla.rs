//! What SLA clocks cost on a large desk: a tick among many timers, and drafts tried over a long history.

use std::error::Error;

use frontdesk::ids::{CalendarId, Id, PersonId, PolicyId};
use frontdesk::model::{Config, Metric, Policy, Role, StatusCategory};
use frontdesk::store::{Change, Durability, MemoryStore, StoreError, StoreExt};
use frontdesk::{
    Budget, Clock, CreateTicket, Desk, Frontdesk, Keys, Limits, ManualClock, Request, SaveConfig, SavePerson,
    Timestamp, UpdateTicket, WhatIf,
};
use serde_json::{Value as Json, json};

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, Times, alone, timed};
use crate::options::Options;
use crate::tickets::{DESK, Tickets};

const HOUR: i64 = 3_600_000;
/// So many of the timers are due in a tick.
const DUE: u32 = 1_000;
/// The longest that a tick may take in which so many are due, in nanoseconds.
const LONGEST_TICK: f64 = 50e6;
/// The longest that drafts may take over the whole history, in nanoseconds.
const LONGEST_WHAT_IF: f64 = 5e9;

pub fn run(options: &Options) -> Outcome {
    let mut report = Report::default();
    let sizes: &[u32] = if options.quick { &[3_000] } else { &[10_000, 100_000, 1_000_000] };
    for timers in sizes {
        report.rows.push(tick(options, *timers)?);
    }
    what_if(options, &mut report)?;
    Ok(report)
}

fn open(store: MemoryStore, at: Timestamp) -> Result<(Desk, ManualClock), Box<dyn Error>> {
    let clock = ManualClock::at(at);
    let frontdesk = Frontdesk::open(store, Keys::new(&[7; 32])?, clock.clone(), Limits::default());
    Ok((frontdesk.desk(DESK), clock))
}

/// One tick among so many timers, a thousand of which are due: each breaks a promise.
fn tick(options: &Options, timers: u32) -> Result<Row, Box<dyn Error>> {
    let store = MemoryStore::new();
    let begin = Tickets::new(timers).ticket(timers).updated_at;
    let due = |number: u32| begin.plus_millis(HOUR + i64::from(number) * 1_000);
    write(&store, timers, &due)?;
    let (desk, clock) = open(store, begin)?;
    let rounds = options.size(2, 9).min(timers as usize / DUE as usize - 1);
    let mut times = Times::default();
    for round in 0..=rounds {
        let last = u32::try_from(round + 1)? * DUE;
        clock.set(due(last).plus_millis(1));
        let (ticked, took) = timed(|| desk.frontdesk().tick(&Budget { timers: 2 * DUE }));
        let ran = ticked?.timers;
        if ran != DUE {
            return Err(format!("{ran} timers ran, and {DUE} were due").into());
        }
        if round > 0 {
            times.add(took, 1);
        }
    }
    Ok(Row {
        what: format!("tick among {timers} timers, {DUE} due (memory)"),
        ours: Figure::Time(times),
        peer: None,
        goal: Goal::AtMost(LONGEST_TICK),
    })
}

/// Writes tickets straight into a store, each with a clock that runs.
fn write(store: &MemoryStore, count: u32, due: &dyn Fn(u32) -> Timestamp) -> Result<(), StoreError> {
    let tickets = Tickets::new(count);
    tickets.write_people(store)?;
    for begin in (1..=count).step_by(1_000) {
        store.with_write::<_, StoreError>(Durability::Relaxed, |tx| {
            for _ in begin..(begin + 1_000).min(count + 1) {
                let number = tx.allocate_number(DESK)?.0;
                let mut ticket = tickets.ticket(number);
                ticket.category = StatusCategory::Open;
                for clock in &mut ticket.clocks {
                    clock.state = frontdesk::model::ClockState::Running;
                    clock.due_at = Some(due(number));
                }
                tx.apply(DESK, &[Change::PutTicket { ticket: Box::new(ticket), before: None }])?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Drafts of a policy and of a calendar over tickets that were asked, answered and solved.
fn what_if(options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let count = options.size(200, 100_000);
    let begin = Timestamp::parse("2026-01-05T09:00:00Z")?;
    let (desk, clock) = open(MemoryStore::new(), begin)?;
    let (ann, rita) = configure(&desk)?;
    play(&desk, &clock, ann, rita, count)?;
    let verified = desk.host().verify()?;
    let asked = WhatIf {
        policies: vec![policy(HOUR)?],
        calendars: vec![serde_json::from_value(office("08:00", "18:00"))?],
        ..WhatIf::new(begin, clock.now())
    };
    let agent = desk.agent(ann);
    let looked_at = agent.what_if(&asked)?;
    if looked_at.tickets != count as u64 || looked_at.changed_count == 0 {
        return Err("the drafts make no difference".into());
    }
    let mut failed = None;
    let times = alone(options.size(1, 3), 1, || failed = agent.what_if(&asked).err().or(failed.take()));
    if let Some(error) = failed {
        return Err(error.into());
    }
    report.rows.push(Row {
        what: format!("what-if over {} tickets and {} events (memory)", verified.tickets, verified.events),
        ours: Figure::Time(times),
        peer: None,
        goal: Goal::AtMost(LONGEST_WHAT_IF),
    });
    Ok(())
}

fn office(from: &str, to: &str) -> Json {
    let day = |weekday: &str| json!({ "weekday": weekday, "intervals": [{ "from": from, "to": to }] });
    let weekly: Vec<Json> = ["monday", "tuesday", "wednesday", "thursday", "friday"].map(day).into();
    let hours = json!({ "zone": "Europe/Berlin", "weekly": weekly });
    json!({ "id": CalendarId::from_bytes([1; 16]), "name": "Office", "hours": hours })
}

/// The policy with so much time for an answer.
fn policy(answer: i64) -> Result<Policy, Box<dyn Error>> {
    let row = |metric: Metric, millis: i64| json!({ "metric": metric.name(), "millis": millis });
    Ok(serde_json::from_value(json!({
        "id": PolicyId::from_bytes([1; 16]), "name": "Promise", "position": 1, "filter": {},
        "calendar": CalendarId::from_bytes([1; 16]),
        "targets": [row(Metric::FirstReply, answer), row(Metric::AgentWork, 8 * HOUR)],
    }))?)
}

/// An agent and a requester.
fn configure(desk: &Desk) -> Result<(PersonId, PersonId), Box<dyn Error>> {
    let host = desk.host();
    let calendar = Config::Calendar(serde_json::from_value(office("09:00", "17:00"))?);
    host.execute(SaveConfig { config: calendar, base_version: None })?;
    host.execute(SaveConfig::from(policy(2 * HOUR)?))?;
    let ann = host.execute(SavePerson::new(Role::Agent, "Ann", "ann@desk.example"))?.person;
    let rita = host.execute(SavePerson::new(Role::Requester, "Rita", "rita@example.com"))?.person;
    Ok((ann, rita))
}

/// Each ticket is asked, answered between one and three hours later, and solved with the answer.
fn play(
    desk: &Desk,
    clock: &ManualClock,
    ann: PersonId,
    rita: PersonId,
    count: usize,
) -> Result<(), Box<dyn Error>> {
    const AT_ONCE: usize = 100;
    for begin in (0..count).step_by(AT_ONCE) {
        let at_once = AT_ONCE.min(count - begin);
        let create = |_| Request::from(CreateTicket::new(rita, "Printer on fire", "It burns."));
        let created = desk.requester(rita).batch((0..at_once).map(create).collect())?;
        clock.advance_millis(HOUR + (begin % 20_000) as i64 * 360);
        let answer = |created: frontdesk::Result<frontdesk::Receipt>| {
            let ticket = created?.ticket.ok_or("no ticket was made")?;
            let answer = UpdateTicket::new(ticket).reply("Take the stairs.");
            Ok::<_, Box<dyn Error>>(Request::from(answer.set("status", "solved")))
        };
        let answers = created.into_iter().map(answer).collect::<Result<Vec<_>, _>>()?;
        for answered in desk.agent(ann).batch(answers)? {
            answered?;
        }
        clock.advance_millis(HOUR / 60);
    }
    Ok(())
}
