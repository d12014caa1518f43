//! Plays a history on the engine, and tells what can be seen of the clocks then.

use std::collections::HashMap;

use frontdesk::ids::{CalendarId, Id, TeamId, TicketId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{Clock, ClockState, ClockTransition, Config, EventBody, IntakeOutcome, Subject};
use frontdesk::{ApplyPolicies, CreateTicket, FieldEdit, Handle, Request, SaveConfig, UpdateTicket};
use serde_json::{Value as Json, json};

use super::clocks::Seen;
use super::history::{Filter, History, Policy, Row, Says, Step, Update, Warning, What, Who};
use super::hours::{self, Counted, instant, used};
use super::measures::METRICS;
use super::twins;
use crate::mails::mail;
use crate::world::{World, id, leaf, policy, request};

pub struct Player<'a> {
    pub world: &'a World,
    history: &'a History,
    pub ticket: Option<TicketId>,
    /// How far the feed was read.
    position: u64,
    /// The instants of breaches and warnings that the log tells of each clock.
    told: HashMap<u32, [Vec<i64>; 2]>,
    /// The hours of each version of each calendar.
    hours: HashMap<(u8, u32), usize>,
    commands: u8,
}

impl<'a> Player<'a> {
    pub fn new(world: &'a World, history: &'a History) -> Self {
        if history.mailbox {
            world.open_mailbox();
        }
        for number in [1, 2] {
            world.save(
                json!({ "config": "team", "id": id::<TeamId>(number), "name": format!("Team {number}") }),
            );
        }
        if !history.ann_asks {
            twins::metrics().into_iter().for_each(|metric| world.save(metric));
        }
        if !history.reopens {
            world.save(json!({ "config": "settings", "reopen_on_comment": false }));
        }
        let (told, hours) = (HashMap::new(), HashMap::new());
        Self { world, history, ticket: None, position: 0, told, hours, commands: 0 }
    }

    pub fn play(&mut self, step: &Step) {
        self.world.clock.set(instant(step.at));
        self.commands += 1;
        match &step.what {
            What::Policy(policy) => {
                self.save(written_policy(policy, !self.history.ann_asks));
            }
            What::Hours(number, hours) => {
                let calendar = json!({
                    "config": "calendar", "id": id::<CalendarId>(*number), "name": "Hours",
                    "hours": hours::written(*hours),
                });
                let version = self.save(calendar);
                self.hours.insert((*number, version), *hours);
            }
            What::Update(update) => match self.ticket {
                None => self.ticket = Some(self.create(update)),
                Some(ticket) => self.update(ticket, update),
            },
            What::Apply(as_of) => {
                let apply = ApplyPolicies { as_of: as_of.map(instant), ..ApplyPolicies::now() };
                self.world.host().execute(self.request(apply)).unwrap();
            }
            What::Nothing => {}
        }
    }

    /// Each command has an id of its own: the desk would take one from its place in the log, which depends on ticks.
    fn request(&self, command: impl Into<Request>) -> Request {
        request(self.commands, command)
    }

    /// Answers the version.
    fn save(&self, config: Json) -> u32 {
        let config: Config = serde_json::from_value(config).unwrap();
        let command = SaveConfig { config, base_version: None };
        self.world.host().execute(self.request(command)).unwrap().version
    }

    fn acts(&self, who: Who) -> Handle {
        let world = self.world;
        match who {
            Who::Host => world.host(),
            Who::Ann => world.as_ann(),
            Who::Bob => world.desk.agent(world.bob),
            Who::RitaAsks | Who::Robot => world.as_rita(),
            Who::SamAsks => world.desk.requester(world.sam),
            Who::AnnAsks => world.desk.requester(world.ann),
        }
    }

    fn create(&self, update: &Update) -> TicketId {
        let requester = if self.history.ann_asks { self.world.ann } else { self.world.rita };
        let mut create = CreateTicket::new(requester, "Printer on fire", "It burns.");
        if update.says != Says::Public {
            create.comment.visibility = frontdesk::model::Visibility::Internal;
        }
        create.changes = changes(update);
        create.tags.extend((update.tag == Some(true)).then(|| "vip".to_owned()));
        if update.joined {
            create.participants = vec![self.world.sam, self.world.bob];
        }
        self.acts(update.who).execute(self.request(create)).unwrap().ticket.unwrap()
    }

    fn update(&self, ticket: TicketId, update: &Update) {
        if matches!(update.who, Who::SamAsks | Who::Robot) {
            return self.write_mail(ticket, update.who);
        }
        let mut command = UpdateTicket::new(ticket);
        match update.says {
            Says::Nothing => {}
            Says::Note => command = command.note("Among us"),
            Says::Public => command = command.reply("We talk"),
        }
        command.changes = changes(update);
        match update.tag {
            Some(true) => command.add_tags = vec!["vip".to_owned()],
            Some(false) => command.remove_tags = vec!["vip".to_owned()],
            None => {}
        }
        if update.joined {
            command.add_participants = vec![self.world.sam, self.world.bob];
        }
        self.acts(update.who).execute(self.request(command)).unwrap();
    }

    /// Those who only take part write mail.
    fn write_mail(&self, ticket: TicketId, who: Who) {
        let number = self.world.ticket(ticket).number;
        let mail = mail(&format!("mail{}", self.commands), "I am away.");
        let to = |person| self.world.reply_address(number, person);
        let mail = match who {
            Who::Robot => mail.to(&to(self.world.rita)).with("Auto-Submitted", "auto-replied"),
            _ => mail.to(&to(self.world.sam)).from("Sam <sam@example.com>"),
        };
        let outcome = self.world.intake(&mail, AuthVerdict::Aligned);
        assert!(matches!(outcome, IntakeOutcome::Appended { .. }), "{outcome:?}");
    }

    /// What can be seen of the clocks, those of each metric in the order in which they began.
    pub fn seen(&mut self, now: i64) -> Vec<Seen> {
        let Some(ticket) = self.ticket else { return Vec::new() };
        self.read_log(ticket);
        let clocks = self.world.ticket(ticket).clocks;
        let mut seen = Vec::new();
        for metric in METRICS {
            let of_metric = clocks.iter().filter(|clock| clock.metric.name() == metric);
            seen.extend(of_metric.map(|clock| self.clock(metric, clock, now)));
        }
        seen
    }

    /// A preset whose clocks are not those of its twin.
    pub fn twins_differ(&self) -> Option<String> {
        let ticket = self.ticket.filter(|_| !self.history.ann_asks)?;
        twins::difference(&self.world.ticket(ticket).clocks)
    }

    fn read_log(&mut self, ticket: TicketId) {
        loop {
            let entries = self.world.host().changes(self.position, 100).unwrap();
            let Some(last) = entries.last() else { return };
            self.position = last.position;
            for event in entries.into_iter().flat_map(|entry| entry.events) {
                let EventBody::ClockChanged { change } = event.body else { continue };
                assert!(matches!(event.subject, Subject::Ticket { id, .. } if id == ticket));
                let nth = match change.transition {
                    ClockTransition::Breached => 0,
                    ClockTransition::Warned => 1,
                    _ => continue,
                };
                self.told.entry(change.clock.id).or_default()[nth].push(change.instant.millis());
            }
        }
    }

    fn clock(&self, metric: &'static str, clock: &Clock, now: i64) -> Seen {
        let number = |bytes: [u8; 16]| bytes[15];
        let calendar = clock.calendar.map(|pin| (number(pin.id.to_bytes()), pin.version));
        let runs = clock.state == ClockState::Running;
        let hours = calendar.map(|pin| self.hours[&pin]);
        let since = Counted { from: clock.running_since.millis(), to: None, hours };
        let stretches: i64 = clock.stretches.iter().map(|stretch| stretch.millis).sum();
        let told = |nth: usize| {
            let mut told = self.told.get(&clock.id).map_or(Vec::new(), |told| told[nth].clone());
            told.sort_unstable();
            told
        };
        Seen {
            metric,
            team: clock.team.map(|team| number(team.to_bytes())),
            state: match clock.state {
                ClockState::Running => "running",
                ClockState::Paused => "paused",
                ClockState::Fulfilled => "fulfilled",
                ClockState::Abandoned => "abandoned",
                ClockState::Cancelled => "cancelled",
                ClockState::Merged => "merged",
            },
            started_at: clock.started_at.millis(),
            used: stretches + if runs { used(&[since], now) } else { 0 },
            target: clock.target_millis,
            policy: (number(clock.policy.id.to_bytes()), clock.policy.version),
            priority: clock.priority.map(|priority| priority.name()),
            calendar,
            due_at: clock.due_at.map(|due| due.millis()),
            to_warn_at: clock.warnings_at.iter().map(|warning| warning.millis()).collect(),
            breached: clock.breached,
            breached_at: clock.breached_at.map(|due| due.millis()),
            told_breaches: told(0),
            told_warnings: told(1),
            ended_at: clock.ended_at.map(|ended| ended.millis()),
        }
    }
}

fn changes(update: &Update) -> Vec<FieldEdit> {
    let mut changes = Vec::new();
    changes.extend(update.status.map(|status| FieldEdit::new("status", status.name())));
    let edit = |field: &str, to: Option<String>| match to {
        Some(to) => FieldEdit::new(field, to.as_str()),
        None => FieldEdit::new(field, frontdesk::model::Value::Null),
    };
    changes.extend(update.priority.map(|priority| edit("priority", priority.map(str::to_owned))));
    let team = |number: Option<u8>| number.map(|number| id::<TeamId>(number).to_string());
    changes.extend(update.team.map(|number| edit("team", team(number))));
    changes
}

fn written_policy(saved: &Policy, with_twins: bool) -> Json {
    let filter = match saved.filter {
        Filter::Everything => json!({}),
        Filter::Tagged => leaf("tags", "includes_any", json!(["vip"])),
        Filter::Untagged => leaf("tags", "includes_none", json!(["vip"])),
        Filter::Priority(priority) => leaf("priority", "is", priority),
        Filter::Team(number) => leaf("team", "is", id::<TeamId>(number).to_string()),
        Filter::Unsolved => leaf("status", "less_than", "solved"),
    };
    let warning = |warning: &Warning| match warning {
        Warning::Percent(percent) => json!({ "type": "percent", "percent": percent }),
        Warning::Before(millis) => json!({ "type": "before", "millis": millis }),
    };
    let row = |row: &Row| {
        let warnings: Vec<Json> = row.warnings.iter().map(warning).collect();
        json!({ "metric": row.metric, "priority": row.priority, "millis": row.millis, "warnings": warnings })
    };
    let mut rows: Vec<Json> = saved.rows.iter().map(row).collect();
    if with_twins {
        rows = twins::with_twins(rows);
    }
    let mut json = policy(saved.number, filter, json!(rows));
    json["position"] = json!(saved.position);
    json["active"] = json!(saved.active);
    json["calendar"] = json!(saved.calendar.map(id::<CalendarId>));
    json
}
