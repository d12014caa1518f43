//! A desk with a mailbox, an agent and a requester, and mails read back.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::sync::Arc;

use frontdesk::ids::{ContentId, DeskId, Id, MailboxId, PersonId, TeamId, TemplateId, TicketId, TriggerId};
use frontdesk::intake::parse::{MailLimits, parse};
use frontdesk::intake::parse_facts::ParsedMail;
use frontdesk::model::{
    Action, ConditionNode, Content, Effect, EffectState, ListMail, MailRecipient, Mailbox, Operator, Role,
    Team, Template, Trigger,
};
use frontdesk::store::{Change, Durability, MemoryStore, ReadTx, Store, StoreResult, WriteTx};
use frontdesk::{
    CreateTicket, Delivery, Frontdesk, Handle, Keys, Limits, ManualClock, Receipt, SaveConfig, SavePerson,
    Timestamp, UpdateTicket,
};

pub const DESK: DeskId = DeskId(7);
pub const LEASE: i64 = 60_000;

/// A store that the test looks into while the desk has it.
#[derive(Clone, Default)]
pub struct Shared(Arc<MemoryStore>);

impl Store for Shared {
    fn read(&self, f: &mut dyn FnMut(&mut dyn ReadTx) -> StoreResult<()>) -> StoreResult<()> {
        self.0.read(f)
    }

    fn write(
        &self,
        durability: Durability,
        f: &mut dyn FnMut(&mut dyn WriteTx) -> StoreResult<()>,
    ) -> StoreResult<()> {
        self.0.write(durability, f)
    }
}

pub struct World {
    pub frontdesk: Frontdesk,
    pub store: Shared,
    pub clock: ManualClock,
    pub keys: Keys,
    pub host: Handle,
    pub agent: PersonId,
    pub jane: PersonId,
    pub joe: PersonId,
}

pub fn mailbox() -> Mailbox {
    Mailbox {
        id: MailboxId::from_bytes([1; 16]),
        version: 0,
        name: "Example Support".to_owned(),
        address: "support@example.com".to_owned(),
        aliases: vec!["help@example.com".to_owned()],
        team: None,
        list_mail: ListMail::Automatic,
        open: false,
        admit_strangers: false,
        catch_all: false,
        dedicated_domain: true,
    }
}

impl World {
    pub fn new() -> Self {
        let store = Shared::default();
        let clock = ManualClock::at(Timestamp::parse("2026-11-24T09:00:00Z").unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let frontdesk = Frontdesk::open(store.clone(), keys.clone(), clock.clone(), Limits::default());
        let host = frontdesk.desk(DESK).host();
        let team = TeamId::from_bytes([2; 16]);
        host.execute(save(Team { id: team, version: 0, name: "First line".to_owned() })).unwrap();
        host.execute(save(mailbox())).unwrap();
        let person = |role, name, address: &str| {
            host.execute(frontdesk::Command::from(SavePerson::new(role, name, address)))
                .unwrap()
                .person
                .unwrap()
        };
        let agent = person(Role::Agent, "Ada Agent", "ada@example.com");
        let jane = person(Role::Requester, "Jane Döe", "jane@example.org");
        let joe = person(Role::Requester, "Joe Roe", "joe@example.org");
        Self { frontdesk, store, clock, keys, host, agent, jane, joe }
    }

    /// Jane's ticket.
    pub fn ticket(&self) -> TicketId {
        let create = CreateTicket::new(self.jane, "My order", "Where is it?");
        self.requester().execute(create).unwrap().ticket
    }

    pub fn requester(&self) -> Handle {
        self.frontdesk.desk(DESK).requester(self.jane)
    }

    pub fn by_agent(&self, update: UpdateTicket) -> Receipt {
        self.clock.advance_millis(1_000);
        self.frontdesk.desk(DESK).agent(self.agent).execute(frontdesk::Command::from(update)).unwrap()
    }

    /// Changes a person: role, address, whether they are active.
    pub fn save_person(&self, id: PersonId, change: impl FnOnce(&mut SavePerson)) {
        self.clock.advance_millis(1_000);
        let known = self.host.person(id).unwrap();
        let mut person =
            SavePerson::new(known.role, known.display_name(), known.addresses[0].address.as_str());
        person.id = Some(id);
        change(&mut person);
        self.host.execute(frontdesk::Command::from(person)).unwrap();
    }

    /// A trigger that writes to somebody on each comment.
    pub fn notify_on_comment(&self, to: MailRecipient, subject: &str, body: &str) {
        let template = TemplateId::from_bytes([3; 16]);
        let (subject, body) = (subject.to_owned(), body.to_owned());
        self.host
            .execute(save(Template { id: template, version: 0, name: "Notice".to_owned(), subject, body }))
            .unwrap();
        let trigger = Trigger {
            id: TriggerId::from_bytes([4; 16]),
            version: 0,
            name: "Tell".to_owned(),
            position: 1,
            active: true,
            conditions: ConditionNode::leaf("comment.text", Operator::Present, frontdesk::model::Value::Null),
            actions: vec![Action::SendMail { to, template }],
        };
        self.host.execute(save(trigger)).unwrap();
    }

    pub fn lease(&self) -> Vec<Delivery> {
        self.frontdesk.lease(100, LEASE).unwrap()
    }

    /// The one mail that is ready.
    pub fn lease_one(&self) -> Delivery {
        let mut leased = self.lease();
        assert_eq!(leased.len(), 1);
        leased.pop().unwrap()
    }

    pub fn effects(&self, state: EffectState) -> Vec<Effect> {
        let mut found = Vec::new();
        self.store
            .read(&mut |tx| {
                found = tx.effects(DESK, state, None, 1_000)?;
                Ok(())
            })
            .unwrap();
        found
    }

    fn put(&self, changes: &[Change]) {
        self.store.write(Durability::Full, &mut |tx| tx.apply(DESK, changes)).unwrap();
    }

    /// Gives a comment the header of a mail, as the intake does.
    pub fn came_by_mail(&self, ticket: TicketId, index: u32, id: &str, references: &[&str]) {
        let number = self.host.ticket(ticket).unwrap().number;
        let references: String = references.iter().map(|id| format!("<{id}> ")).collect();
        let head = format!("From: jane@example.org\r\nSubject: My order\r\nMessage-ID: <{id}>");
        let bytes = format!("{head}\r\nReferences: {references}\r\n\r\nAnd now?\r\n").into_bytes();
        let content = Content { id: ContentId::from_bytes([index as u8; 16]), salt: [0; 16], bytes };
        let mut comment = self.host.comments(number, index - 1, 1).unwrap().pop().unwrap();
        comment.body_mut().raw = Some(content.id);
        self.put(&[Change::PutContent(content), Change::PutComment(Box::new(comment))]);
    }

    /// Nobody vouches for the address of a person any more.
    pub fn doubt(&self, person: PersonId) {
        let mut person = self.host.person(person).unwrap();
        person.addresses[0].verified = false;
        self.put(&[Change::PutPerson(Box::new(person))]);
    }

    /// Writes a ticket that no event made so.
    pub fn spoil(&self, ticket: TicketId) {
        let mut ticket = self.host.ticket(ticket).unwrap();
        let before = Some(ticket.version);
        ticket.tags.clear();
        self.put(&[Change::PutTicket { ticket: Box::new(ticket), before }]);
    }

    /// Asserts that nothing is handed over, and tells why.
    pub fn cancelled_because(&self) -> String {
        assert_eq!(self.lease(), []);
        let mut cancelled = self.effects(EffectState::Cancelled);
        assert_eq!(cancelled.len(), 1);
        cancelled.pop().unwrap().note
    }
}

fn save<T>(config: T) -> frontdesk::Command
where
    SaveConfig: From<T>,
{
    frontdesk::Command::from(SaveConfig::from(config))
}

pub fn read(delivery: &Delivery) -> ParsedMail {
    parse(&delivery.mail.bytes, &MailLimits::default()).unwrap_or_else(|_| panic!("the mail cannot be read"))
}

/// The value of a header, unfolded.
pub fn header(delivery: &Delivery, name: &str) -> Option<String> {
    let mail = String::from_utf8(delivery.mail.bytes.to_vec()).unwrap();
    let (head, _) = mail.split_once("\r\n\r\n").unwrap();
    let unfolded = head.replace("\r\n ", " ");
    let prefix = format!("{name}: ");
    unfolded.split("\r\n").find_map(|line| line.strip_prefix(&prefix)).map(str::to_owned)
}

/// The token in the link of a mail.
pub fn unsubscribe_token(delivery: &Delivery) -> String {
    let link = header(delivery, "List-Unsubscribe").unwrap();
    let token =
        link.strip_prefix("<https://desk.example/unsubscribe/").and_then(|rest| rest.strip_suffix('>'));
    assert_eq!(header(delivery, "List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    token.unwrap().to_owned()
}
