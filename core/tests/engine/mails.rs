//! Mail for a desk with one mailbox.

use frontdesk::ids::{MailboxId, PersonId, TicketNumber};
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::intake::parse::{MailLimits, parse};
use frontdesk::intake::parse_facts::ParsedMail;
use frontdesk::model::IntakeOutcome;
use frontdesk::outbound::MailboxAddress;
use frontdesk::{Clock, Delivery, IncomingMail, IntakeReceipt, Result};
use serde_json::json;

use crate::world::{World, id, keys};

pub const HELP: &str = "help@desk.example";

/// A mail to be written. It comes from Rita and has the Message-ID `<id>@example.com`.
#[derive(Debug, Clone)]
pub struct Mail {
    pub id: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    /// Further header fields, each with its line end.
    pub fields: String,
    pub text: String,
}

pub fn mail(id: &str, text: &str) -> Mail {
    Mail {
        id: id.to_owned(),
        from: "Rita <rita@example.com>".to_owned(),
        to: HELP.to_owned(),
        subject: "Printer".to_owned(),
        fields: String::new(),
        text: text.to_owned(),
    }
}

impl Mail {
    pub fn from(mut self, from: &str) -> Self {
        self.from = from.to_owned();
        self
    }

    pub fn to(mut self, to: &str) -> Self {
        self.to = to.to_owned();
        self
    }

    pub fn subject(mut self, subject: &str) -> Self {
        self.subject = subject.to_owned();
        self
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields += &format!("{name}: {value}\r\n");
        self
    }

    pub fn raw(&self) -> Vec<u8> {
        let Self { id, from, to, subject, fields, text } = self;
        let head = format!("From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\n");
        format!("{head}Message-ID: <{id}@example.com>\r\n{fields}\r\n{text}\r\n").into_bytes()
    }
}

impl World {
    pub fn open_mailbox(&self) {
        self.save(json!({ "config": "mailbox", "id": id::<MailboxId>(1), "name": "Help", "address": HELP }));
    }

    /// Takes mails in that have just been received, all with the same verdict.
    pub fn intake_many(&self, raws: &[Vec<u8>], verdict: AuthVerdict) -> Result<Vec<Result<IntakeReceipt>>> {
        let envelope = Envelope::default();
        let received_at = self.clock.now();
        let mails: Vec<_> =
            raws.iter().map(|raw| IncomingMail { raw, envelope: &envelope, verdict, received_at }).collect();
        self.host().intake_many(&mails)
    }

    pub fn try_intake(&self, raw: &[u8], verdict: AuthVerdict) -> Result<IntakeReceipt> {
        self.intake_many(&[raw.to_vec()], verdict)?.pop().unwrap()
    }

    pub fn intake(&self, mail: &Mail, verdict: AuthVerdict) -> IntakeOutcome {
        self.try_intake(&mail.raw(), verdict).unwrap().outcome
    }

    /// The signed address by which a person answers on a ticket.
    pub fn reply_address(&self, ticket: TicketNumber, person: PersonId) -> String {
        let keys = keys().desk(self.desk_id);
        keys.reply_address(&MailboxAddress::new(HELP).unwrap(), ticket, person, 0).unwrap().to_string()
    }

    /// Everything that is ready to be sent.
    pub fn lease(&self) -> Vec<Delivery> {
        self.frontdesk.lease(100, 1_000).unwrap()
    }
}

/// A mail that goes out, as its recipient reads it.
pub fn read(delivery: &Delivery) -> ParsedMail {
    parse(&delivery.mail.bytes, &MailLimits::default()).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// The report that a mail of ours could not be delivered.
pub fn bounce(id: &str, original: &Delivery) -> Mail {
    let to = &original.mail.rcpt_to[0];
    let sent = read(original).message_id.unwrap();
    let report = format!(
        "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{sent}>\r\n\r\n--b--"
    );
    mail(id, &report)
        .from("MAILER-DAEMON@mx.example")
        .subject("Undelivered Mail Returned to Sender")
        .with("MIME-Version", "1.0")
        .with("Content-Type", "multipart/report; report-type=delivery-status; boundary=b")
}
