//! Random histories: a seed gives the same one everywhere.

use frontdesk::testkit::Rng;

use super::clocks::clocks;
use super::history::{Filter, History, Policy, Row, Says, Status, Step, Update, Warning, What, Who};
use super::hours::{self, instant};
use super::measures::METRICS;
use crate::world::{HOUR, MINUTE, at};

const PRIORITIES: [Option<&str>; 4] = [None, Some("low"), Some("high"), Some("urgent")];
const DAY: i64 = 24 * HOUR;

struct Writer {
    rng: Rng,
    history: History,
    now: i64,
    status: Status,
    joined: bool,
    /// How many policies the desk has; their numbers are those up to it.
    policies: u8,
}

pub fn history(seed: u64) -> History {
    let mut rng = Rng::new(seed);
    let history = History {
        ann_asks: rng.chance(20),
        reopens: !rng.chance(15),
        mailbox: rng.chance(30),
        steps: Vec::new(),
    };
    let now = at("2026-01-05T09:00:00Z").millis() + i64::from(rng.below(15)) * 12 * HOUR;
    let policies = 1 + rng.below(3) as u8;
    let mut writer = Writer { rng, history, now, status: Status::New, joined: false, policies };
    writer.configure();
    writer.create();
    let steps = writer.rng.below(30);
    for _ in 0..steps {
        writer.pass();
        writer.step();
    }
    writer.history
}

impl Writer {
    fn push(&mut self, what: What) {
        self.history.steps.push(Step { at: self.now, what });
    }

    fn configure(&mut self) {
        for number in 1..=2 {
            self.save_hours(number);
        }
        for number in 1..=self.policies {
            if number == 1 || self.rng.chance(80) {
                self.save_policy(number);
            }
        }
    }

    fn save_hours(&mut self, number: u8) {
        let hours = self.rng.below(hours::ALL as u32) as usize;
        self.push(What::Hours(number, hours));
    }

    fn save_policy(&mut self, number: u8) {
        let filter = match self.rng.below(9) {
            0..=2 => Filter::Everything,
            3 => Filter::Tagged,
            4 => Filter::Untagged,
            5 => Filter::Priority(self.rng.pick(&["low", "high", "urgent"]).unwrap()),
            6 => Filter::Team(1),
            7 => Filter::Team(2),
            _ => Filter::Unsolved,
        };
        let mut rows = Vec::new();
        let metrics: Vec<_> = METRICS.into_iter().filter(|_| self.rng.chance(50)).collect();
        for metric in metrics {
            for priority in PRIORITIES {
                if self.rng.chance(60) {
                    rows.push(self.row(metric, priority));
                }
            }
        }
        if rows.is_empty() {
            rows.push(self.row("resolution", None));
        }
        let calendar = self.rng.pick(&[None, None, Some(1), Some(2)]).unwrap();
        let position = if self.rng.chance(85) { number } else { 1 + self.rng.below(3) as u8 };
        let active = self.rng.chance(90);
        let position = position.into();
        self.push(What::Policy(Policy { number, position, active, filter, calendar, rows }));
    }

    fn row(&mut self, metric: &'static str, priority: Option<&'static str>) -> Row {
        let millis = match self.rng.below(8) {
            0 => 30 * MINUTE + 1 + i64::from(self.rng.below(1_000)),
            1 => MINUTE,
            2..=4 => HOUR * i64::from(1 + self.rng.below(4)),
            5 | 6 => 30 * MINUTE * i64::from(1 + self.rng.below(16)),
            _ => 40 * HOUR,
        };
        let mut warnings = Vec::new();
        for _ in 0..self.rng.below(3) {
            warnings.push(match self.rng.below(3) {
                0 => Warning::Before((15 * MINUTE).min(millis / 2)),
                1 => Warning::Percent(50),
                _ => Warning::Percent(1 + i64::from(self.rng.below(99))),
            });
        }
        Row { metric, priority, millis, warnings }
    }

    fn create(&mut self) {
        let asks = if self.history.ann_asks { Who::AnnAsks } else { Who::RitaAsks };
        let who = self.rng.pick(&[asks, asks, Who::Ann, Who::Host]).unwrap();
        let says = if who.asks() || self.rng.chance(70) { Says::Public } else { Says::Note };
        self.update(who, says);
    }

    /// Lets time pass: often so much that something happens at the very instant at which something is due.
    fn pass(&mut self) {
        let now = self.now;
        let passed = match self.rng.below(20) {
            0..=4 => 0,
            5..=8 => self.until_something_is_due(),
            9 | 10 => self.until_hours_begin_or_end(),
            11..=13 => 30 * MINUTE * i64::from(self.rng.below(8)),
            14 | 15 => i64::from(self.rng.below(3 * HOUR as u32)),
            16 => 1 + i64::from(self.rng.below(3)),
            17 | 18 => i64::from(self.rng.below(72)) * HOUR,
            _ => i64::from(self.rng.below(30)) * DAY,
        };
        self.now = now + passed.max(0);
    }

    fn until_something_is_due(&mut self) -> i64 {
        let mut instants = Vec::new();
        for clock in clocks(&self.history, self.now) {
            instants.extend(clock.due_at);
            instants.extend(clock.to_warn_at);
        }
        instants.retain(|due| *due >= self.now);
        let off_by = self.rng.pick(&[0, 0, 0, 1, -1]).unwrap();
        self.rng.pick(&instants).map_or(0, |due| due - self.now + off_by)
    }

    fn until_hours_begin_or_end(&mut self) -> i64 {
        let calendar = hours::calendar(self.rng.below(hours::ALL as u32) as usize);
        let now = instant(self.now);
        let edge = if self.rng.chance(50) { calendar.next_open(now) } else { calendar.next_close(now) };
        edge.map_or(0, |edge| edge.millis() - self.now)
    }

    fn step(&mut self) {
        let number = 1 + self.rng.below(self.policies.into()) as u8;
        match self.rng.below(20) {
            0 | 1 => self.save_policy(number),
            2 => {
                let number = 1 + self.rng.below(2) as u8;
                self.save_hours(number);
            }
            3 => self.push(What::Nothing),
            4 => self.apply(),
            _ if self.status == Status::Closed => self.push(What::Nothing),
            5 if self.history.mailbox && !self.history.ann_asks => self.update(Who::Robot, Says::Public),
            5..=8 => {
                let asks = if self.history.ann_asks { Who::AnnAsks } else { Who::RitaAsks };
                let mails = self.joined && self.history.mailbox && self.rng.chance(40);
                let who = if mails { Who::SamAsks } else { asks };
                self.update(who, Says::Public);
            }
            _ => {
                let who = self.rng.pick(&[Who::Ann, Who::Ann, Who::Bob, Who::Host]).unwrap();
                let says =
                    self.rng.pick(&[Says::Nothing, Says::Nothing, Says::Note, Says::Public, Says::Public]);
                self.update(who, says.unwrap());
            }
        }
    }

    /// From now on, or since an instant: often one at which something happened.
    fn apply(&mut self) {
        let instants: Vec<i64> = self.history.steps.iter().map(|step| step.at).collect();
        let as_of = match self.rng.below(4) {
            0 => None,
            1 => Some(self.now - i64::from(self.rng.below(96)) * 30 * MINUTE),
            _ => self.rng.pick(&instants),
        };
        self.push(What::Apply(as_of));
    }

    fn update(&mut self, who: Who, says: Says) {
        let plain = Update { who, says, status: None, priority: None, team: None, tag: None, joined: false };
        let update = if who.asks() || who == Who::Robot { plain } else { self.changes(plain) };
        self.joined |= update.joined;
        self.push(What::Update(update));
        let moments = super::moments::moments(&self.history);
        self.status = moments.last().unwrap().status;
    }

    fn changes(&mut self, plain: Update) -> Update {
        use Status::{Closed, Hold, Open, Pending, Solved};
        let mut to = |percent, pick: fn(&mut Rng) -> u32| {
            self.rng.chance(percent).then(|| pick(&mut self.rng) as usize)
        };
        let statuses = [Open, Open, Pending, Pending, Hold, Solved, Solved, Solved, Closed];
        // Few tickets are closed, as nothing happens to them afterwards.
        let status = to(40, |rng| if rng.chance(10) { rng.below(9) } else { rng.below(8) });
        let status = status.map(|at| statuses[at]);
        let priority = to(20, |rng| rng.below(4)).map(|at| PRIORITIES[at]);
        let team = to(20, |rng| rng.below(3)).map(|at| [None, Some(1), Some(2)][at]);
        let tag = to(20, |rng| rng.below(2)).map(|at| at == 0);
        Update { status, priority, team, tag, joined: self.rng.chance(15), ..plain }
    }
}
