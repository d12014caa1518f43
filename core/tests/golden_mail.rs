//! Mails whose names say what is special about them, and what is read from them.
//! With `FRONTDESK_UPDATE_GOLDEN=1` the expectations are written anew: read the difference before keeping it.
#![cfg(feature = "mail")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail by panicking, as tests do"
)]

use frontdesk::ids::{DeskId, Id, MailboxId};
use frontdesk::intake::address::{Address, MailAddress};
use frontdesk::intake::classify::{OwnAddresses, classify};
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::intake::parse::{MailLimits, parse};
use frontdesk::model::{IntakeOutcome, Role};
use frontdesk::store::MemoryStore;
use frontdesk::{
    Clock, Desk, Frontdesk, IncomingMail, Keys, Limits, ManualClock, SaveConfig, SavePerson, Timestamp,
    UpdateTicket,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

#[path = "mail/hostile.rs"]
mod hostile;

#[allow(clippy::disallowed_methods, reason = "the switches of a test come from its environment")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn shown(list: &[MailAddress]) -> Value {
    json!(list)
}

fn facts(raw: &[u8]) -> Value {
    let mail = match parse(raw, &MailLimits::default()) {
        Ok(mail) => mail,
        Err(refusal) => return json!({ "refused": refusal, "taken": taken(raw) }),
    };
    let own = [Address::parse("help@desk.example").unwrap()];
    let own = OwnAddresses { mailboxes: &own, is_own_message_id: &|_| false, is_own_loop_mark: &|_| false };
    let class = classify(&mail, &Envelope::default(), &own);
    let attachments: Vec<Value> = mail
        .attachments
        .iter()
        .map(|a| {
            json!({
                "name": a.name, "content_type": a.content_type, "content_id": a.content_id, "inline": a.inline,
                "content": String::from_utf8_lossy(&a.content),
            })
        })
        .collect();
    json!({
        "from": mail.from, "sender": mail.sender, "reply_to": shown(&mail.reply_to), "to": shown(&mail.to),
        "cc": shown(&mail.cc), "message_id": mail.message_id, "in_reply_to": mail.in_reply_to,
        "references": mail.references, "subject": mail.subject, "date": mail.date.map(|d| d.millis()),
        "received_at": mail.received_at.map(|d| d.millis()), "text": mail.text, "html": mail.html,
        "attachments": attachments, "flags": mail.flags, "class": class.class, "taken": taken(raw),
    })
}

/// The mail that the desk of [`taken`] knows already.
const KNOWN: &str = "From: Ada <ada@example.org>\r\nTo: help@desk.example\r\nSubject: Printer\r\nMessage-ID: <t1@desk.example>\r\n\r\nIt smokes.\r\n";

/// A desk that has one ticket, number 1, by Ada, which Bo has answered. Its keys, ids and times are always the same, and so are the
/// tokens in its mail.
struct Known {
    frontdesk: Frontdesk,
    desk: Desk,
    clock: ManualClock,
}

impl Known {
    fn open() -> Self {
        let clock = ManualClock::at(Timestamp::parse("2026-03-02T09:00:00Z").unwrap());
        let keys = Keys::new(&[7; 32]).unwrap();
        let frontdesk = Frontdesk::open(MemoryStore::new(), keys, clock.clone(), Limits::default());
        let known = Self { desk: frontdesk.desk(DeskId(1)), frontdesk, clock };
        let mailbox = json!({ "config": "mailbox", "id": MailboxId::from_bytes([1; 16]), "name": "Help", "address": "help@desk.example" });
        let config = serde_json::from_value(mailbox).unwrap();
        known.desk.host().execute(SaveConfig { config, base_version: None }).unwrap();
        let bo = SavePerson::new(Role::Agent, "Bo", "bo@desk.example");
        let bo = known.desk.host().execute(bo).unwrap().person;
        let IntakeOutcome::Created { ticket, .. } = known.take_in(KNOWN.as_bytes()) else {
            panic!("it makes a ticket")
        };
        known.clock.advance_millis(600_000);
        let answer = UpdateTicket::new(ticket).reply("Is it plugged in?");
        known.desk.agent(bo).execute(answer).unwrap();
        known.clock.advance_millis(600_000);
        known
    }

    fn take_in(&self, raw: &[u8]) -> IntakeOutcome {
        let (envelope, received_at) = (Envelope::default(), self.clock.now());
        let mail = IncomingMail { raw, envelope: &envelope, verdict: AuthVerdict::Aligned, received_at };
        self.desk.host().intake(mail).unwrap().outcome
    }

    /// Bo's answer as it left.
    fn answer(&self) -> String {
        let mut left = self.frontdesk.lease(10, 60_000).unwrap();
        assert_eq!(left.len(), 1);
        String::from_utf8(left.remove(0).mail.bytes.into_vec()).unwrap()
    }
}

/// What becomes of a mail on the known desk: its outcome, how it found a ticket, and what of its text is new, quoted or a signature.
fn taken(raw: &[u8]) -> Value {
    let known = Known::open();
    let outcome = known.take_in(raw);
    let desk = &known.desk;
    let Some(number) = outcome.ticket() else { return json!({ "outcome": outcome }) };
    let comment = desk.host().comments(number, 0, 100).unwrap().pop().unwrap();
    let comment = comment.body();
    let mut at = 0;
    let split = comment.parts.iter().map(|part| {
        let from = at;
        at += part.len as usize;
        json!({ "kind": part.kind, "text": comment.text.as_str().get(from..at) })
    });
    let split: Vec<Value> = split.collect();
    json!({
        "outcome": outcome.name(), "ticket": number, "threaded_by": comment.threaded_by, "flags": comment.flags, "split": split,
    })
}

/// Mail that is out there has to find back for good: when this fails, old tokens are not read any more, or the known desk has changed.
#[test]
fn golden_mails_answer_with_the_tokens_of_the_mail_that_left() {
    let answer = Known::open().answer();
    let between = |open: &str, close: &str| answer.split_once(open).unwrap().1.split_once(close).unwrap().0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
    for (name, token) in [
        ("thread_reply_address", between("Reply-To: \"Help\" <", ">")),
        ("thread_own_message_id", between("Message-ID:\r\n <", ">")),
        ("thread_body_marker", between("\r\n[fd:", "]")),
        ("thread_subject_token", between("Printer ", "\r\n")),
    ] {
        let mail = fs::read_to_string(folder.join(name).with_extension("eml")).unwrap();
        assert!(mail.contains(token), "{name} does not hold {token}");
    }
}

#[test]
fn golden_mails_read_as_expected() {
    let _alone = hostile::alone();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
    let update = setting("FRONTDESK_UPDATE_GOLDEN").is_some();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    names.sort();
    assert!(names.len() >= 40, "only {} mails found", names.len());
    let mut wrong = Vec::new();
    for path in names {
        let found = facts(&fs::read(&path).unwrap());
        let expected = path.with_extension("json");
        if update {
            fs::write(&expected, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
            continue;
        }
        let wanted: Value = serde_json::from_str(&fs::read_to_string(&expected).unwrap()).unwrap();
        if found != wanted {
            wrong.push(format!("{}:\nfound {found:#}\nwanted {wanted:#}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Splits a mailbox file in the mboxrd format.
fn mbox(data: &[u8]) -> Vec<Vec<u8>> {
    let mut mails: Vec<Vec<u8>> = Vec::new();
    for line in data.split_inclusive(|b| *b == b'\n') {
        if line.starts_with(b"From ") {
            mails.push(Vec::new());
            continue;
        }
        let quotes = line.iter().take_while(|b| **b == b'>').count();
        let line = if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line };
        if let Some(mail) = mails.last_mut() {
            mail.extend_from_slice(line);
        }
    }
    mails
}

/// Runs over the `*.mbox` and `*.eml` files of the folder that `FRONTDESK_REAL_MAIL` names, if it names one.
#[test]
fn real_mail_is_read_without_a_fault() {
    let _alone = hostile::alone();
    let Some(folder) = setting("FRONTDESK_REAL_MAIL") else {
        eprintln!("FRONTDESK_REAL_MAIL is not set: no real mail was read");
        return;
    };
    let mut mails = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("mbox") => mails.extend(mbox(&fs::read(&path).unwrap())),
            Some("eml") => mails.push(fs::read(&path).unwrap()),
            _ => {}
        }
    }
    assert!(!mails.is_empty(), "no mail in the folder");
    let mut refused = 0;
    for raw in &mails {
        match parse(raw, &MailLimits::default()) {
            Ok(mail) => assert!(mail.text.is_some() || mail.html.is_some() || !mail.attachments.is_empty()),
            Err(refusal) => {
                assert_ne!(refusal.code(), "parser_fault");
                refused += 1;
            }
        }
    }
    assert!(refused * 100 <= mails.len(), "{refused} of {} mails were refused", mails.len());
}
