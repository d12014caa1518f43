//! How the ticket stood at the end of each update, whatever is measured.

use super::history::{Filter, History, Policy, Row, Says, Status, Update, What, Who};

/// The end of an update.
#[derive(Debug, Clone)]
pub struct Moment {
    pub at: i64,
    /// A public comment of the requester or a participant came: `E`.
    pub asked: bool,
    /// A public comment of an agent who is not the requester came: `A`.
    pub answered: bool,
    pub status: Status,
    pub priority: Option<&'static str>,
    pub team: Option<u8>,
    pub team_changed: bool,
    pub tagged: bool,
    pub selected: Option<Selected>,
    /// Since when time counts by the calendar that is valid now, when that was asked for.
    pub as_of: Option<i64>,
}

/// The policy that applies, with the versions that are valid now.
#[derive(Debug, Clone)]
pub struct Selected {
    pub policy: (u8, u32),
    /// The calendar, its version and its hours.
    pub calendar: Option<(u8, u32, usize)>,
    pub rows: Vec<Row>,
}

/// The desk as it is configured.
#[derive(Default)]
struct Desk {
    policies: Vec<(Policy, u32)>,
    calendars: Vec<(u8, u32, usize)>,
}

/// The ends of all updates.
pub fn moments(history: &History) -> Vec<Moment> {
    let mut desk = Desk::default();
    let mut moments: Vec<Moment> = Vec::new();
    for step in &history.steps {
        match &step.what {
            What::Policy(policy) => desk.save_policy(policy),
            What::Hours(number, hours) => desk.save_hours(*number, *hours),
            What::Update(update) => {
                let next = moment(history, &desk, moments.last(), step.at, update);
                moments.push(next);
            }
            What::Apply(as_of) => {
                let next = moments.last().and_then(|before| applied(&desk, before, step.at, *as_of));
                moments.extend(next);
            }
            What::Nothing => {}
        }
    }
    moments
}

fn moment(history: &History, desk: &Desk, before: Option<&Moment>, at: i64, update: &Update) -> Moment {
    let Update { who, says, status, priority, team, tag, joined: _ } = update;
    let public = *says == Says::Public;
    let answers = match who {
        Who::Ann => !history.ann_asks,
        Who::Bob => true,
        _ => false,
    };
    let asked = public && who.asks();
    // In the creating update it is the description.
    let answered = public && answers && before.is_some();
    let had = before.map_or(Status::New, |before| before.status);
    let mut stands = status.unwrap_or(had);
    if stands == Status::New && answered {
        stands = Status::Open;
    }
    let waits = matches!(stands, Status::Pending | Status::Hold | Status::Solved);
    if asked && waits && history.reopens && before.is_some() {
        stands = Status::Open;
    }
    let had_team = before.and_then(|before| before.team);
    let team = team.unwrap_or(had_team);
    let mut moment = Moment {
        at,
        asked,
        answered,
        status: stands,
        priority: priority.unwrap_or(before.and_then(|before| before.priority)),
        team,
        team_changed: team != had_team,
        tagged: tag.unwrap_or(before.is_some_and(|before| before.tagged)),
        selected: None,
        as_of: None,
    };
    moment.selected = desk.select(&moment);
    moment
}

/// What it is to a ticket that policies are brought to it: nothing when it is solved.
fn applied(desk: &Desk, before: &Moment, at: i64, as_of: Option<i64>) -> Option<Moment> {
    let (asked, answered, team_changed) = (false, false, false);
    let mut moment = Moment { at, asked, answered, team_changed, as_of, ..before.clone() };
    moment.selected = desk.select(&moment);
    Some(moment).filter(|moment| !moment.status.is_solved())
}

impl Desk {
    fn save_policy(&mut self, policy: &Policy) {
        match self.policies.iter_mut().find(|(known, _)| known.number == policy.number) {
            Some(known) => *known = (policy.clone(), known.1 + 1),
            None => self.policies.push((policy.clone(), 1)),
        }
    }

    fn save_hours(&mut self, number: u8, hours: usize) {
        match self.calendars.iter_mut().find(|known| known.0 == number) {
            Some(known) => *known = (number, known.1 + 1, hours),
            None => self.calendars.push((number, 1, hours)),
        }
    }

    /// The first policy whose filter matches.
    fn select(&self, moment: &Moment) -> Option<Selected> {
        let mut policies: Vec<_> = self.policies.iter().filter(|(policy, _)| policy.active).collect();
        policies.sort_by_key(|(policy, _)| (policy.position, policy.number));
        let (policy, version) = policies.into_iter().find(|(policy, _)| matches(policy.filter, moment))?;
        let calendar = |number| self.calendars.iter().find(|known| known.0 == number).copied();
        Some(Selected {
            policy: (policy.number, *version),
            calendar: policy.calendar.and_then(calendar),
            rows: policy.rows.clone(),
        })
    }
}

fn matches(filter: Filter, moment: &Moment) -> bool {
    match filter {
        Filter::Everything => true,
        Filter::Tagged => moment.tagged,
        Filter::Untagged => !moment.tagged,
        Filter::Priority(priority) => moment.priority == Some(priority),
        Filter::Team(team) => moment.team == Some(team),
        Filter::Unsolved => !moment.status.is_solved(),
    }
}
