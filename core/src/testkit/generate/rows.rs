use super::{ADDRESSES, TAGS, World};
use crate::ids::{CommentId, Id, MessageId, PersonId, PolicyId, TicketNumber, UpdateId};
use crate::model::{
    Actor, Arrival, Attachment, Channel, Clock, ClockState, Comment, CommentBody, CommentFlag, Config,
    Content, DeskSettings, Effect, EffectBody, EffectState, Event, EventBody, FieldEntry, FieldValue,
    Inbound, IntakeOutcome, LocalDay, MailEffect, MailReason, Metric, Organization, Person, PersonAddress,
    PolicyPin, Priority, QuarantineReason, Role, Status, StatusCategory, Subject, Team, Template, Text,
    TextPart, TextPartKind, ThreadedBy, Ticket, TicketFacts, TicketType, Visibility, address_key,
};

impl World {
    /// A new ticket. Its title is not among the contents.
    pub fn ticket(&mut self, number: TicketNumber) -> Ticket {
        let now = self.now();
        let words = self.words();
        let (title, _) = self.text(words);
        let ticket = Ticket {
            id: self.id(),
            number,
            version: 0,
            seq: 0,
            created_at: now,
            updated_at: now,
            channel: self.rng.pick(&Channel::ALL).unwrap_or(Channel::Api),
            mailbox: None,
            title,
            requester: self.somebody(),
            organization: None,
            status: crate::ids::StatusId::from_bytes([1; 16]),
            category: StatusCategory::New,
            status_since: now,
            priority: None,
            kind: None,
            assignee: None,
            team: None,
            tags: Vec::new(),
            participants: Vec::new(),
            unsubscribed: Vec::new(),
            fields: Vec::new(),
            due_at: None,
            links: Vec::new(),
            merged_into: None,
            merged: Vec::new(),
            reply_epoch: 0,
            policy: None,
            clocks: Vec::new(),
            facts: TicketFacts::default(),
        };
        self.changed(&ticket)
    }

    /// The next version of a ticket.
    pub fn changed(&mut self, ticket: &Ticket) -> Ticket {
        let statuses = self.statuses();
        let teams = self.teams();
        let people: Vec<_> = self.people.iter().map(|person| person.id).collect();
        let mut next = ticket.clone();
        next.version += 1;
        next.seq += 1 + self.rng.below(3);
        next.updated_at = self.now();
        next.status = self.rng.pick(&statuses).unwrap_or(next.status);
        next.category = self.rng.pick(&StatusCategory::ALL).unwrap_or(next.category);
        next.status_since = self.instant();
        next.priority = self.rng.pick_or_none(&Priority::ALL);
        next.kind = self.rng.pick_or_none(&TicketType::ALL);
        next.assignee = self.rng.pick_or_none(&people);
        next.team = self.rng.pick_or_none(&teams);
        next.tags = self.rng.some_of(TAGS).into_iter().map(str::to_owned).collect();
        next.tags.sort_unstable();
        next.participants = self.rng.some_of(&people);
        next.participants.sort_unstable();
        next.fields = self.custom_values();
        next.due_at = if self.rng.chance(50) { Some(self.instant()) } else { None };
        next.policy = if self.rng.chance(50) { Some(self.pin()) } else { None };
        next.clocks = (0..self.rng.below(3)).map(|id| self.clock(id)).collect();
        next.facts.comments += 1;
        if self.rng.chance(10) {
            next.requester = self.somebody();
        }
        if self.rng.chance(10) {
            next.title.text = None;
        }
        next
    }

    fn custom_values(&mut self) -> Vec<FieldEntry> {
        let [number, choice, text, date] = self.fields();
        let words = self.words();
        let values = [
            (number, FieldValue::Integer(i64::from(self.rng.below(5)) - 2)),
            (choice, FieldValue::Choice(if self.rng.chance(50) { "red" } else { "blue" }.to_owned())),
            (text, FieldValue::Text(self.text(words).0)),
            (date, FieldValue::Date(LocalDay::from_days(20_000 + self.rng.below(5).cast_signed()))),
        ];
        let entries = values.map(|(field, value)| FieldEntry { field, value });
        self.rng.some_of(&entries)
    }

    fn pin(&mut self) -> PolicyPin {
        PolicyPin { id: PolicyId::from_bytes([1 + self.rng.below(2) as u8; 16]), version: 1 }
    }

    fn clock(&mut self, id: u32) -> Clock {
        let states = [ClockState::Running, ClockState::Running, ClockState::Paused, ClockState::Fulfilled];
        let state = self.rng.pick(&states).unwrap_or(ClockState::Running);
        let running = state == ClockState::Running;
        Clock {
            id,
            metric: self.rng.pick(&Metric::ALL).unwrap_or(Metric::FirstReply),
            custom: None,
            team: None,
            generation: self.rng.below(4),
            state,
            started_at: self.instant(),
            policy: self.pin(),
            priority: self.rng.pick_or_none(&Priority::ALL),
            calendar: None,
            target_millis: 3_600_000,
            stretches: Vec::new(),
            running_since: self.instant(),
            due_at: if running { Some(self.instant()) } else { None },
            warnings_at: if running && self.rng.chance(30) { vec![self.instant()] } else { Vec::new() },
            breached_at: None,
            breached: self.rng.chance(20),
            warned: Vec::new(),
            broken: Vec::new(),
            ended_at: None,
        }
    }

    /// A comment, with the contents that it names.
    pub fn comment(&mut self, ticket: TicketNumber, index: u32) -> (Comment, Vec<Content>) {
        let mut said = self.words();
        if self.rng.chance(5) {
            // Longer than a page of a database.
            said = said.repeat(5_000 / said.len() + 1);
        }
        let parts = vec![TextPart { kind: TextPartKind::New, len: u32::try_from(said.len()).unwrap_or(0) }];
        let (text, content) = self.text(said);
        let mut contents = vec![content];
        let mut attachments = Vec::new();
        for index in 0..self.rng.below(3) {
            let file = format!("{}.png", self.words());
            let (name, content) = self.text(file);
            contents.push(content);
            let size = u64::from(self.rng.below(1_000_000));
            attachments.push(Attachment {
                name,
                content_type: "image/png".to_owned(),
                size,
                index,
                inline: self.rng.chance(50),
            });
        }
        let author = self.somebody();
        let body = CommentBody {
            id: self.id(),
            ticket,
            index,
            at: self.now(),
            author: if self.rng.chance(50) {
                Actor::Agent { person: author }
            } else {
                Actor::Requester { person: author, verified: self.rng.chance(50) }
            },
            channel: self.rng.pick(&Channel::ALL).unwrap_or(Channel::Mail),
            update: self.id(),
            text,
            parts: if self.rng.chance(50) { parts } else { Vec::new() },
            attachments,
            message: if self.rng.chance(50) { Some(self.id()) } else { None },
            raw: None,
            html: self.rng.chance(20),
            threaded_by: self.rng.pick_or_none(&[ThreadedBy::ReplyAddress, ThreadedBy::SubjectToken]),
            flags: self.rng.some_of(&[CommentFlag::Automatic, CommentFlag::Unverified]),
        };
        let visibility = if self.rng.chance(60) { Visibility::Public } else { Visibility::Internal };
        (Comment::new(visibility, body), contents)
    }

    /// A person who is new, or the next version of `old`. Addresses may be those of others.
    pub fn person(&mut self, old: Option<&Person>) -> Person {
        let teams = self.teams();
        let name = self.words();
        let mut person = Person {
            id: old.map_or_else(|| self.id(), |old| old.id),
            version: old.map_or(1, |old| old.version + 1),
            role: self.rng.pick(&[Role::Requester, Role::Agent, Role::Admin]).unwrap_or(Role::Requester),
            name: if self.rng.chance(70) { Some(self.text(name).0) } else { None },
            addresses: Vec::new(),
            organization: None,
            teams: self.rng.some_of(&teams),
            active: self.rng.chance(80),
            created_at: old.map_or_else(|| self.now(), |old| old.created_at),
            confirmed_at: None,
        };
        for address in self.rng.some_of(ADDRESSES) {
            let (address, _) = self.text(address.to_owned());
            let verified = self.rng.chance(50);
            person.addresses.push(PersonAddress { address, verified, bouncing: self.rng.chance(10) });
        }
        if self.rng.chance(10)
            && let Some(first) = person.addresses.first_mut()
        {
            first.address.text = None;
        }
        person
    }

    /// The keys under which the people of a world may be found by address.
    pub fn address_keys(&self) -> Vec<String> {
        ADDRESSES.iter().map(|address| address_key(address)).collect()
    }

    /// The next version of something configured.
    pub fn config(&mut self) -> Config {
        let name = self.words();
        let pick = 1 + self.rng.below(2) as u8;
        let mut config: Config = match self.rng.below(5) {
            0 => Team { id: crate::ids::TeamId::from_bytes([pick; 16]), version: 0, name }.into(),
            1 => {
                let id = crate::ids::OrganizationId::from_bytes([pick; 16]);
                Organization { id, version: 0, name, domains: vec!["example.org".to_owned()] }.into()
            }
            2 => {
                let id = crate::ids::TemplateId::from_bytes([pick; 16]);
                Template { id, version: 0, name, subject: String::new(), body: self.words() }.into()
            }
            3 => {
                let id = crate::ids::StatusId::from_bytes([pick; 16]);
                let category = self.rng.pick(&StatusCategory::ALL).unwrap_or(StatusCategory::Open);
                Status { id, version: 0, label: name.clone(), name, category, default: false }.into()
            }
            _ => DeskSettings { cc_participates: self.rng.chance(50), ..DeskSettings::default() }.into(),
        };
        let same = |other: &&Config| (other.kind(), other.key()) == (config.kind(), config.key());
        let last = self.configs.iter().filter(same).map(Config::version).max();
        config.set_version(last.unwrap_or(0) + 1);
        config
    }

    /// A pending effect of a ticket that is ready about now.
    pub fn effect(&mut self, ticket: &Ticket) -> Effect {
        Effect {
            id: self.id(),
            ticket: ticket.id,
            number: ticket.number,
            update: self.id(),
            created_at: self.now(),
            order: self.rng.below(3),
            body: EffectBody::Mail(MailEffect {
                reason: MailReason::Reply { comment: self.id::<CommentId>(), index: 1 },
                mailbox: crate::ids::MailboxId::from_bytes([1; 16]),
                recipient: self.somebody(),
                filled: None,
                reply_epoch: 0,
            }),
            state: EffectState::Pending,
            note: String::new(),
            ready_at: self.instant(),
            fence: 0,
            attempts: 0,
            frozen: None,
        }
    }

    /// A mail that has just been handed in.
    pub fn arrival(&mut self) -> Arrival {
        Arrival {
            key: self.digest(),
            received_at: self.now(),
            raw: self.id(),
            size: u64::from(self.rng.below(10_000)),
            attempts: 1,
            kept: self.rng.chance(10),
        }
    }

    /// The record of a mail that arrived; sometimes under the Message-ID of another, or under none.
    pub fn inbound(&mut self, arrival: &Arrival) -> Inbound {
        let known = self.rng.pick_or_none(&self.inbounds).map(|known| known.message_id);
        let message_id = known.unwrap_or_else(|| Some(self.digest()));
        Inbound {
            id: self.id::<MessageId>(),
            message_id: if self.rng.chance(10) { None } else { message_id },
            received_at: arrival.received_at,
            raw: arrival.raw,
            size: arrival.size,
            mailbox: None,
            outcome: self.outcome(),
        }
    }

    /// What becomes of a message.
    pub(super) fn outcome(&mut self) -> IntakeOutcome {
        match self.rng.pick(&self.tickets) {
            Some(ticket) => IntakeOutcome::Created { ticket: ticket.id, number: ticket.number },
            None => IntakeOutcome::Quarantined { reason: QuarantineReason::Blank },
        }
    }

    pub(super) fn event_at(&mut self, subject: Subject, seq: u32) -> Event {
        let title = self.words();
        let title = Text { text: None, ..self.text(title).0 };
        let bodies = [
            EventBody::UpdateBegun {
                channel: Channel::Api,
                depth: 0,
                config_version: 3,
                requester_version: 1,
            },
            EventBody::TagsChanged { added: vec!["vip".to_owned()], removed: Vec::new() },
            EventBody::FieldsChanged { changes: vec![crate::model::FieldChange::Title { to: title }] },
            EventBody::Unknown { kind: "of_tomorrow".to_owned(), body: r#"{"a":[1,null]}"#.to_owned() },
        ];
        let person: PersonId = self.somebody();
        let update: UpdateId = self.id();
        Event {
            v: 1,
            subject,
            seq,
            at: self.now(),
            actor: self
                .rng
                .pick(&[Actor::Host, Actor::System, Actor::Agent { person }])
                .unwrap_or(Actor::Host),
            update,
            cause: if self.rng.chance(20) { Some(self.id()) } else { None },
            rule: None,
            body: self.rng.pick(&bodies).unwrap_or(EventBody::UpdateBegun {
                channel: Channel::Api,
                depth: 1,
                config_version: 3,
                requester_version: 1,
            }),
        }
    }
}
