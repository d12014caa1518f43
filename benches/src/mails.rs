//! Mail to take in: real mail, the mailbox of the demo, or written on the spot.

use std::error::Error;
use std::path::Path;

use frontdesk::ids::DeskId;
use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::store::Store;
use frontdesk::{Budget, Desk, Frontdesk, IncomingMail, Keys, Limits, ManualClock, Timestamp};
use xtask::check;
use xtask::demo::{desk, intake};
use xtask::mailbox::Mailbox;

use crate::options::Options;

/// So often the mailbox of the demo is taken in, with other Message-IDs each time.
const COPIES: usize = 12;

/// A mail as it is handed in.
pub struct Mail {
    pub raw: Vec<u8>,
    pub received_at: Timestamp,
    pub verdict: AuthVerdict,
}

impl Mail {
    fn new(raw: Vec<u8>, received_at: Timestamp) -> Self {
        Self { verdict: intake::verdict(&raw), raw, received_at }
    }

    pub fn incoming<'a>(&'a self, envelope: &'a Envelope) -> IncomingMail<'a> {
        IncomingMail { raw: &self.raw, envelope, verdict: self.verdict, received_at: self.received_at }
    }
}

/// The mail that is to be taken in, and what it is.
pub fn to_take_in(options: &Options) -> Result<(String, Vec<Mail>), Box<dyn Error>> {
    if let Some(path) = std::env::var_os("FRONTDESK_REAL_MAIL").filter(|_| !options.quick) {
        let mails = mailbox(Path::new(&path))?;
        return Ok((format!("{} real messages", mails.len()), mails));
    }
    let once = mailbox(&check::top().join("examples/mailbox/demo.mbox"))?;
    let copies = options.size(1, COPIES);
    let mails = (0..copies).flat_map(|nth| once.iter().map(move |mail| copy(mail, nth))).collect::<Vec<_>>();
    Ok((format!("{copies} times the {} messages of the demo", once.len()), mails))
}

fn mailbox(path: &Path) -> Result<Vec<Mail>, Box<dyn Error>> {
    let mut last = Timestamp::MIN;
    let mut mails = Vec::new();
    for message in Mailbox::open(path)? {
        let message = message?;
        // The clock never goes back: a message that is handed in late is taken in then.
        last = message.received_at_hint.map_or(last, Timestamp::from_millis).max(last);
        mails.push(Mail::new(message.raw, last));
    }
    Ok(mails)
}

/// The same mail in another conversation: ids in the header begin with another number.
fn copy(mail: &Mail, nth: usize) -> Mail {
    let mut raw = Vec::with_capacity(mail.raw.len() + 64);
    let (mut in_header, mut in_ids) = (true, false);
    for line in mail.raw.split_inclusive(|byte| *byte == b'\n') {
        in_header &= !line.trim_ascii().is_empty();
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default().to_ascii_lowercase();
            in_ids = matches!(name.as_slice(), b"message-id" | b"in-reply-to" | b"references");
        }
        for byte in line {
            raw.push(*byte);
            if *byte == b'<' && in_header && in_ids {
                raw.extend_from_slice(format!("{nth}.").as_bytes());
            }
        }
    }
    Mail { raw, received_at: mail.received_at, verdict: mail.verdict }
}

/// A mail with a text of 1.5 kB, from one of many people: after some thousand, two of five are from somebody who has not written before.
pub fn written(nth: usize) -> Mail {
    let received_at = Timestamp::from_millis(1_780_000_000_000 + nth as i64 * 40_000);
    let person = scattered(nth as u64) % (nth as u64 * 3 / 4 + 1);
    let text = prose(nth as u64);
    let raw = format!(
        "Message-ID: <{:016x}.{nth}@customer.example>\r\nFrom: Customer {person} <customer{person}@customer.example>\r\n\
         To: support@nordwind.example\r\nSubject: The printer on floor {nth} does not print\r\n\r\n{text}\r\n",
        scattered(!(nth as u64)),
    );
    Mail::new(raw.into_bytes(), received_at)
}

/// What people write about, more or less.
const WORDS: &str = "the printer does not print when I send a letter from my desk and nobody here knows what else could be done about it \
    this morning somebody turned off power in our office on third floor since then there is a red light beside its display we have already \
    changed paper cartridges cables restarted everything twice called last supplier who said that you would help us quickly because an \
    important invoice must reach customer before Friday please tell me which document or number he needs serial AB-4711 thank kind regards";

/// A text of 1.5 kB that is no more alike than what people write: it does not get smaller by compressing it than theirs does.
pub fn prose(nth: u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::with_capacity(1_500);
    for place in 0.. {
        if text.len() >= 1_480 {
            break;
        }
        let chance = scattered(nth << 16 | place);
        // Common words are in front.
        let (one, other) = (chance as usize % words.len(), (chance >> 32) as usize % words.len());
        text.push_str(words.get(one.min(other)).copied().unwrap_or_default());
        text.push_str(if chance >> 60 == 0 { ".\r\n" } else { " " });
    }
    text
}

/// Numbers without an order, always the same.
pub fn scattered(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// The desk of the demo: two teams, a calendar, SLA policies, triggers that tag, assign and acknowledge.
pub struct BusyDesk {
    pub frontdesk: Frontdesk,
    pub desk: Desk,
    clock: ManualClock,
}

impl BusyDesk {
    pub fn new(store: impl Store + 'static) -> Result<Self, Box<dyn Error>> {
        let clock = ManualClock::default();
        let frontdesk = Frontdesk::open(
            store,
            Keys::new(b"a secret that everybody may know")?,
            clock.clone(),
            Limits::default(),
        );
        let desk = frontdesk.desk(DeskId(1));
        desk::configure(&desk, &clock)?;
        Ok(Self { frontdesk, desk, clock })
    }

    /// Lets time pass up to when the last of these mails came in, without the timers that ran out since.
    pub fn pass_time(&self, mails: &[Mail]) {
        if let Some(last) = mails.last() {
            self.clock.set(last.received_at);
        }
    }

    /// Delivers what is ready, as a host does all the time.
    pub fn deliver(&self) -> frontdesk::Result<()> {
        loop {
            let ready = self.frontdesk.lease(100, 60_000)?;
            if ready.is_empty() {
                return Ok(());
            }
            for delivery in ready {
                self.frontdesk.ack(delivery.desk, delivery.effect, delivery.fence)?;
            }
        }
    }

    /// Runs the timers that ran out.
    pub fn run_timers(&self) -> frontdesk::Result<()> {
        while self.frontdesk.tick(&Budget::default())?.more {}
        Ok(())
    }

    /// Takes mails in with one commit. Answers how many became a ticket or a comment.
    pub fn take_in(&self, mails: &[Mail]) -> frontdesk::Result<usize> {
        let envelope = Envelope::default();
        let incoming: Vec<_> = mails.iter().map(|mail| mail.incoming(&envelope)).collect();
        let mut worked = 0;
        for receipt in self.desk.host().intake_many(&incoming)? {
            worked += usize::from(receipt?.outcome.ticket().is_some());
        }
        Ok(worked)
    }
}
