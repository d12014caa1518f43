//! The first page of three lists among many tickets, as those see them who may.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use frontdesk::ids::{Id, TeamId, ViewId};
use frontdesk::model::{ConditionNode, Direction, Operator, Sort, SortField, Team, View};
use frontdesk::query::Count;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::store::{MemoryStore, Store};
use frontdesk::{Desk, Frontdesk, Handle, Keys, Limits, ManualClock, SaveConfig};

use crate::Outcome;
use crate::folder::Folder;
use crate::harness::{Figure, Goal, Report, Row, alone, timed};
use crate::options::Options;
use crate::tickets::{DESK, Tickets};

/// Tickets on a page.
const PAGE: u32 = 25;
/// The longest that a first page may take, in nanoseconds.
const LONGEST: f64 = 1e6;
/// So long the pages of a round take, about.
const ROUND: Duration = Duration::from_millis(20);

pub fn run(options: &Options) -> Outcome {
    let mut report = Report::default();
    let sizes: &[u32] = match (options.quick, options.large) {
        (true, _) => &[2_000],
        (false, false) => &[10_000, 100_000],
        (false, true) => &[10_000, 100_000, 1_000_000],
    };
    let folder = Folder::new("views")?;
    for size in sizes {
        measure(options, &mut report, "memory", *size, MemoryStore::new())?;
        let file = folder.file(&format!("{size}.sqlite3"));
        measure(options, &mut report, "SQLite", *size, SqliteStore::open(file, SqliteOptions::default())?)?;
    }
    Ok(report)
}

fn measure(
    options: &Options,
    report: &mut Report,
    name: &str,
    size: u32,
    store: impl Store + 'static,
) -> Result<(), Box<dyn Error>> {
    Tickets::new(size).write(&store)?;
    let desk = open(store)?;
    let agent = desk.agent(Tickets::agent(0));
    let requester = desk.requester(Tickets::requester(0));
    let rounds = options.size(2, 9);
    let mut page = |what: &str, goal: Goal, ask: &dyn Fn() -> frontdesk::Result<usize>| {
        let (found, took) = timed(ask);
        if found? == 0 {
            return Err(format!("{what}: nothing was found").into());
        }
        let times = (ROUND.as_nanos() / took.as_nanos().max(1)).clamp(1, 1_000) as usize;
        let times = alone(rounds, times, || (0..times).for_each(|_| drop(black_box(ask()))));
        let what = format!("{what}, {size} tickets, {name}");
        report.rows.push(Row { what, ours: Figure::Time(times), peer: None, goal });
        Ok::<_, Box<dyn Error>>(())
    };
    let shown = |who: &Handle, view: u8| who.view(view_id(view), None, PAGE).map(|page| page.tickets.len());
    page("queue of a team", Goal::AtMost(LONGEST), &|| shown(&agent, 1))?;
    page("mine", Goal::AtMost(LONGEST), &|| shown(&agent, 2))?;
    page("a requester's own", Goal::AtMost(LONGEST), &|| {
        requester.tickets(None, PAGE).map(|page| page.tickets.len())
    })?;
    page("count of a queue", Goal::Told, &|| count(&agent, 1))?;
    page("count of all unsolved", Goal::Told, &|| count(&agent, 3))
}

fn count(who: &Handle, view: u8) -> frontdesk::Result<usize> {
    Ok(match who.count_view(view_id(view))? {
        Count::Exactly { count } | Count::AtLeast { count } => count as usize,
    })
}

fn open(store: impl Store + 'static) -> frontdesk::Result<Desk> {
    let keys = Keys::new(b"a secret that everybody may know")?;
    let frontdesk = Frontdesk::open(store, keys, ManualClock::default(), Limits::default());
    let desk = frontdesk.desk(DESK);
    let queue: TeamId = Tickets::team(0);
    desk.host().execute(SaveConfig::from(Team { id: queue, version: 0, name: "Support".to_owned() }))?;
    let unsolved = || ConditionNode::leaf("status", Operator::LessThan, "solved");
    let views = [
        vec![ConditionNode::leaf("team", Operator::Is, queue.to_string()), unsolved()],
        vec![ConditionNode::leaf("assignee", Operator::Is, "me"), unsolved()],
        vec![unsolved()],
    ];
    for (nth, filter) in (1..).zip(views) {
        desk.host().execute(SaveConfig::from(View {
            id: view_id(nth),
            version: 0,
            name: format!("View {nth}"),
            filter: ConditionNode::all(filter),
            sort: Sort { by: SortField::NextBreach, direction: Direction::Ascending },
            columns: Vec::new(),
        }))?;
    }
    Ok(desk)
}

fn view_id(nth: u8) -> ViewId {
    ViewId::from_bytes([nth; 16])
}
