//! Random histories of a desk: commands of all kinds, good and bad, mails in, mails out, and time that passes. A seed gives the same
//! history on every store.

use frontdesk::ids::{CommandId, FieldId, Id, MailboxId, PersonId, TeamId, TemplateId, TicketId, ViewId};
use frontdesk::intake::envelope::AuthVerdict;
use frontdesk::model::{Config, Role, Ticket};
use frontdesk::testkit::Rng;
use frontdesk::{
    Budget, Command, CreateTicket, Delivery, Failure, FieldEdit, Handle, Request, SaveConfig, SavePerson,
    UpdateTicket,
};
use serde_json::{Value as Json, json};

use crate::mails::{HELP, Mail, mail};
use crate::world::{HOUR, MINUTE, World, id, leaf, policy, trigger};

/// Stands in every text that is not for those who ask.
pub const CANARY: &str = "canary-4711";

pub const VIEWS: u8 = 3;

#[derive(Debug, Clone, Copy)]
enum Who {
    Host,
    Ann,
    Bob,
    Rita,
    Sam,
}

/// A history as far as it has been played.
pub struct Script {
    rng: Rng,
    step: u32,
    tickets: Vec<TicketId>,
    requests: Vec<(Who, Request)>,
    mails: Vec<(Mail, AuthVerdict)>,
    /// What was handed over and not settled yet.
    held: Vec<Delivery>,
    /// All that was ever handed over.
    pub delivered: Vec<Delivery>,
}

/// A desk on which much goes on by itself.
pub fn configure(world: &World) {
    world.open_mailbox();
    world.save(json!({ "config": "settings", "cc_participates": true }));
    for (number, name) in [(1, "First line"), (2, "Second line")] {
        world.save(json!({ "config": "team", "id": id::<TeamId>(number), "name": name }));
    }
    world.save(json!({
        "config": "field", "id": id::<FieldId>(1), "key": "device", "title": "Device",
        "kind": { "type": "text" }, "indexed": true,
    }));
    let body =
        "{{comment.author}}: {{comment.text}} ({{ticket.title}}, {{ticket.status}}, {{assignee.name}})";
    world.save(template(1, "About {{ticket.title}}", body));
    world.save(template(2, "We have your message", "Thank you."));
    let targets = json!([
        { "metric": "first_reply", "millis": HOUR, "warnings": [{ "type": "percent", "percent": 50 }] },
        { "metric": "resolution", "millis": 4 * HOUR },
    ]);
    world.save(policy(1, json!({}), targets));
    for number in 1..=VIEWS {
        world.save(view(number, json!({ "field": "status", "op": "less_than", "value": "solved" })));
    }
}

fn template(number: u8, subject: &str, body: &str) -> Json {
    let id = id::<TemplateId>(number);
    json!({ "config": "template", "id": id, "name": format!("T{number}"), "subject": subject, "body": body })
}

fn view(number: u8, filter: Json) -> Json {
    let sort = match number {
        1 => json!({ "by": "number", "direction": "descending" }),
        2 => json!({ "by": "next_breach", "direction": "ascending" }),
        _ => json!({ "by": "updated_at", "direction": "descending" }),
    };
    let id = id::<ViewId>(number);
    json!({ "config": "view", "id": id, "name": format!("V{number}"), "filter": filter, "sort": sort })
}

impl Script {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            step: 0,
            tickets: Vec::new(),
            requests: Vec::new(),
            mails: Vec::new(),
            held: Vec::new(),
            delivered: Vec::new(),
        }
    }

    /// Plays one step, and tells what was answered.
    pub fn step(&mut self, world: &World) -> String {
        self.step += 1;
        match self.rng.below(20) {
            0..=1 => self.pass(world),
            2..=5 => self.take_mail_in(world),
            6..=7 => self.deliver(world),
            8 => self.batch(world),
            9 => {
                let config = self.config(world);
                let command = SaveConfig { config, base_version: None };
                self.execute(world, Who::Host, command.into())
            }
            10 => {
                let (who, command) = self.person(world);
                self.execute(world, who, command.into())
            }
            11 if !self.requests.is_empty() => match self.rng.pick(&self.requests.clone()) {
                Some((who, request)) => self.send(world, who, request),
                None => String::new(),
            },
            _ => {
                let (who, command) = self.ticket_command(world);
                self.execute(world, who, command)
            }
        }
    }

    fn handle(world: &World, who: Who) -> Handle {
        match who {
            Who::Host => world.host(),
            Who::Ann => world.as_ann(),
            Who::Bob => world.desk.agent(world.bob),
            Who::Rita => world.as_rita(),
            Who::Sam => world.desk.requester(world.sam),
        }
    }

    fn execute(&mut self, world: &World, who: Who, command: Command) -> String {
        // Now and then the desk is to find an id by itself.
        let id = CommandId::from_bytes(u128::from(self.step).to_be_bytes());
        let request = Request { id: self.rng.chance(80).then_some(id), command };
        self.requests.extend(request.id.map(|_| (who, request.clone())));
        self.send(world, who, request)
    }

    fn send(&mut self, world: &World, who: Who, request: Request) -> String {
        let answer = Self::handle(world, who).execute(request);
        if let Ok(receipt) = &answer {
            self.note(receipt.ticket);
        }
        format!("{who:?} {answer:?}")
    }

    fn note(&mut self, ticket: Option<TicketId>) {
        if let Some(ticket) = ticket.filter(|ticket| !self.tickets.contains(ticket)) {
            self.tickets.push(ticket);
        }
    }

    fn pass(&mut self, world: &World) -> String {
        world.pass(i64::from(self.rng.below(90)) * MINUTE);
        let budget = Budget { timers: 1 + self.rng.below(4) };
        format!("{:?}", world.frontdesk.tick(&budget))
    }

    fn ticket_command(&mut self, world: &World) -> (Who, Command) {
        let ticket = if self.tickets.len() < 8 && self.rng.chance(25) {
            None
        } else {
            self.rng.pick(&self.tickets.clone())
        };
        match ticket {
            None => self.create(world),
            Some(ticket) => self.update(world, ticket),
        }
    }

    fn create(&mut self, world: &World) -> (Who, Command) {
        let title =
            self.rng.pick(&["Printer on fire", "No coffee", "Größe?", "Cold", ""]).unwrap_or_default();
        let requester = self.rng.pick(&[world.rita, world.sam, world.ann]).unwrap_or(world.rita);
        let asks = if requester == world.sam { Who::Sam } else { Who::Rita };
        let who = self.rng.pick(&[asks, Who::Ann, Who::Host]).unwrap_or(Who::Host);
        let mut create = CreateTicket::new(requester, title, "It burns.");
        if self.rng.chance(30) {
            create.tags = vec!["vip".to_owned()];
            create.changes = vec![FieldEdit::new("fields.device", "printer")];
        }
        (who, create.into())
    }

    fn update(&mut self, world: &World, ticket: TicketId) -> (Who, Command) {
        let who = self.rng.pick(&[Who::Ann, Who::Ann, Who::Bob, Who::Rita, Who::Sam]).unwrap_or(Who::Ann);
        let mut update = UpdateTicket::new(ticket);
        if matches!(who, Who::Rita | Who::Sam) {
            return (who, update.reply("And now?").into());
        }
        match self.rng.below(4) {
            0 => update = update.note(&format!("Among us: {CANARY}")),
            1 | 2 => update = update.reply("We look into it."),
            _ => {}
        }
        for _ in 0..self.rng.below(3) {
            update = self.edit(world, update);
        }
        if self.rng.chance(20) {
            update.base_version = Some(1 + self.rng.below(4));
        }
        (who, update.into())
    }

    fn edit(&mut self, world: &World, update: UpdateTicket) -> UpdateTicket {
        let somebody = self.rng.pick(&[world.rita, world.sam, world.bob]).unwrap_or(world.sam);
        match self.rng.below(9) {
            0 => update.set("priority", self.rng.pick(&["low", "high", "highest"]).unwrap_or("low")),
            1 => update.set(
                "status",
                self.rng.pick(&["open", "pending", "solved", "solved", "closed"]).unwrap_or("open"),
            ),
            2 => update.tag(self.rng.pick(&["vip", "late", "Größe", " "]).unwrap_or("vip")),
            3 => UpdateTicket { remove_tags: vec!["vip".to_owned()], ..update },
            4 => UpdateTicket { add_participants: vec![somebody], ..update },
            5 => UpdateTicket { remove_participants: vec![somebody], ..update },
            6 => update.set("assignee", somebody.to_string()),
            7 => update.set("fields.device", self.rng.pick(&["printer", "phone", ""]).unwrap_or_default()),
            _ => update.set("team", id::<TeamId>(1 + self.rng.below(3) as u8).to_string()),
        }
    }

    fn person(&mut self, world: &World) -> (Who, SavePerson) {
        let who = self.rng.pick(&[Who::Host, Who::Host, Who::Host, Who::Ann, Who::Rita]).unwrap_or(Who::Host);
        let known: PersonId = self.rng.pick(&[world.bob, world.sam]).unwrap_or(world.bob);
        let (role, name) = if known == world.bob { (Role::Agent, "bob") } else { (Role::Requester, "sam") };
        let mut person = SavePerson::new(role, name, &format!("{name}@example.com"));
        person.id = self.rng.chance(70).then_some(known);
        person.active = self.rng.chance(85);
        person.teams.extend((role == Role::Agent).then(|| id::<TeamId>(1)));
        (who, person)
    }

    /// Something configured anew; not all of it makes sense.
    fn config(&mut self, world: &World) -> Config {
        let number = 1 + self.rng.below(4) as u8;
        let conditions = match self.rng.below(8) {
            0 => leaf("comment.text", "contains_word", "burns"),
            1 => leaf("comment.text", "present", Json::Null),
            2 => leaf("tags", "includes_any", json!(["vip", "late"])),
            3 => leaf("priority", "changed_to", "high"),
            4 => leaf("status", "changed", Json::Null),
            5 => leaf("sla.event", "is", "breach"),
            6 => leaf("fields.device", "is", "printer"),
            _ => leaf("statsu", "is", "open"),
        };
        let actions: Vec<Json> = (0..1 + self.rng.below(2)).map(|_| self.action(world)).collect();
        let config = match self.rng.below(8) {
            0..=5 => trigger(number, conditions, json!(actions)),
            6 => view(
                1 + self.rng.below(3) as u8,
                json!({ "field": "tags", "op": "includes_any", "value": ["vip"] }),
            ),
            _ => {
                json!({ "config": "mailbox", "id": id::<MailboxId>(2), "name": "Two", "address": "two@desk.example" })
            }
        };
        serde_json::from_value(config).unwrap()
    }

    fn action(&mut self, world: &World) -> Json {
        let to = match self.rng.below(5) {
            0 => json!({ "type": "requester" }),
            1 => json!({ "type": "participants" }),
            2 => json!({ "type": "assignee" }),
            3 => json!({ "type": "team" }),
            _ => json!({ "type": "person", "person": self.rng.pick(&[world.rita, world.ann]) }),
        };
        match self.rng.below(6) {
            0 => json!({ "type": "set", "field": "priority", "to": "high" }),
            1 => json!({ "type": "add_tags", "tags": ["late"] }),
            2 => json!({ "type": "add_note", "text": format!("{CANARY} {{{{ticket.title}}}}") }),
            3 => json!({ "type": "set", "field": "status", "to": "open" }),
            _ => {
                json!({ "type": "send_mail", "to": to, "template": id::<TemplateId>(1 + self.rng.below(2) as u8) })
            }
        }
    }

    fn take_mail_in(&mut self, world: &World) -> String {
        let again = if self.rng.chance(15) { self.rng.pick(&self.mails.clone()) } else { None };
        let (mail, verdict) = match again {
            Some(known) => known,
            None => (self.mail(world), self.verdict()),
        };
        self.mails.push((mail.clone(), verdict));
        let answer = world.try_intake(&mail.raw(), verdict);
        if let Ok(receipt) = &answer {
            let found =
                receipt.outcome.ticket().and_then(|number| world.host().ticket_by_number(number).ok());
            self.note(found.map(|ticket| ticket.id));
        }
        format!("{answer:?}")
    }

    fn verdict(&mut self) -> AuthVerdict {
        match self.rng.below(10) {
            0 => AuthVerdict::Fail,
            1..=4 => AuthVerdict::None,
            _ => AuthVerdict::Aligned,
        }
    }

    fn mail(&mut self, world: &World) -> Mail {
        let from =
            ["rita@example.com", "rita@example.com", "sam@example.com", "sam@example.com", "ann@example.com"];
        let from =
            [from.as_slice(), &["New <new@example.org>", "new@example.org", "a@b.example, c@d.example"]]
                .concat();
        let text = self
            .rng
            .pick(&["It burns.", "Thanks!\r\n\r\n> We look into it.", "And now?"])
            .unwrap_or_default();
        let mut mail =
            mail(&format!("mail{}", self.step), text).from(self.rng.pick(&from).unwrap_or_default());
        if self.rng.chance(30) {
            mail = mail.with("Cc", "sam@example.com, cleo@example.org");
        }
        let known = self.rng.pick(&self.mails).map(|(mail, _)| mail.id.clone());
        match (self.rng.below(12), self.a_ticket(world), known) {
            (0..=3, Some(ticket), _) => {
                let requester = world.host().person(ticket.requester).unwrap();
                let mail = mail.to(&world.reply_address(ticket.number, requester.id));
                let known = requester.addresses.first().filter(|_| self.rng.chance(70));
                known.map_or(mail.clone(), |known| mail.from(known.address.as_str()))
            }
            (4, Some(ticket), _) => mail.subject(&format!("Re: Printer ({})", ticket.number)),
            (5, _, Some(known)) => mail.with("In-Reply-To", &format!("<{known}@example.com>")),
            (6, _, _) => mail.with("Auto-Submitted", "auto-replied"),
            (7, _, Some(known)) => Mail { id: known, ..mail },
            (8, _, _) => mail.from(HELP),
            _ => mail,
        }
    }

    fn a_ticket(&mut self, world: &World) -> Option<Ticket> {
        self.rng.pick(&self.tickets).map(|ticket| world.ticket(ticket))
    }

    /// Takes mails out of the outbox, or settles what was taken before.
    fn deliver(&mut self, world: &World) -> String {
        if self.held.is_empty() || self.rng.chance(40) {
            let leased = world.frontdesk.lease(1 + self.rng.below(4), 30 * MINUTE);
            let own: Vec<_> =
                leased.iter().flatten().filter(|one| one.desk == world.desk_id).cloned().collect();
            self.held.extend(own.clone());
            self.delivered.extend(own);
            return format!("{leased:?}");
        }
        let Delivery { desk, effect, fence, .. } =
            self.held.swap_remove(self.rng.below(self.held.len() as u32) as usize);
        match self.rng.below(4) {
            0 => format!("{:?}", world.frontdesk.fail(desk, effect, fence, &Failure::temporary("421 later"))),
            1 => format!("{:?}", world.frontdesk.ack(desk, effect, fence + 1)),
            _ => format!("{:?}", world.frontdesk.ack(desk, effect, fence)),
        }
    }

    fn batch(&mut self, world: &World) -> String {
        let who = self.rng.pick(&[Who::Ann, Who::Host]).unwrap_or(Who::Ann);
        let commands: Vec<Request> = (0..1 + self.rng.below(5))
            .map(|_| match self.rng.below(6) {
                0 => SaveConfig { config: self.config(world), base_version: None }.into(),
                _ => Request::from(self.ticket_command(world).1),
            })
            .collect();
        let answers = Self::handle(world, who).batch(commands);
        for receipt in answers.iter().flatten().flatten() {
            self.note(receipt.ticket);
        }
        format!("{answers:?}")
    }
}
