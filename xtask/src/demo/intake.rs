//! Takes a mailbox in, each message at its own time, and lets time pass in between.

use std::collections::BTreeMap;
use std::path::Path;

use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::IntakeOutcome;
use frontdesk::{IncomingMail, IntakeReceipt, Timestamp};

use super::Result;
use super::office::Office;
use super::order::InOrder;
use super::progress::Progress;
use super::script::SOONEST_MINUTES;
use crate::mailbox::MailboxMessage;

/// Messages that are taken in together have been received within so long: less than any agent or timer needs to react to one.
const TOGETHER_MILLIS: i64 = (SOONEST_MINUTES - 5) * 60_000;
/// So many bytes of messages are taken in together at most.
const TOGETHER_BYTES: usize = 8 << 20;
/// Messages that are taken in together, unless a test asks for another number.
pub const TOGETHER: usize = 100;

/// How often a message that fails is handed in again; the desk puts it aside then.
const TRIES: u32 = 3;

/// What became of a mailbox.
#[derive(Debug, Default)]
pub struct Taken {
    /// Messages that were handed in.
    pub messages: u64,
    /// How they ended, by kind.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// How they ended, with the reason: how many, and the first of them.
    pub examples: BTreeMap<String, (u64, String)>,
    /// When the first and the last were received.
    pub between: Option<(Timestamp, Timestamp)>,
}

/// Messages that are taken in together, with when they were received.
#[derive(Default)]
struct Round {
    messages: Vec<(Timestamp, MailboxMessage)>,
    bytes: usize,
    /// The first instant that is too late for this round.
    until: Timestamp,
}

/// Takes all messages in, in order of time, so many together at most.
pub fn take_in(office: &mut Office, mailbox: &Path, together: usize, show: bool) -> Result<Taken> {
    let mut taken = Taken::default();
    let mut round = Round::default();
    let messages = InOrder::open(mailbox)?;
    let mut progress = Progress::new(show, messages.total());
    let mut last = Timestamp::MIN;
    for message in messages {
        let message = message?;
        last = message.received_at_hint.map_or(last, Timestamp::from_millis).max(last);
        if last >= round.until || round.messages.len() >= together || round.bytes >= TOGETHER_BYTES {
            progress.add(round.messages.len());
            finish(office, std::mem::take(&mut round), &mut taken)?;
            round.until = begin(office, last)?;
        }
        taken.between = Some((taken.between.map_or(last, |(first, _)| first), last));
        round.bytes += message.raw.len();
        round.messages.push((last, message));
    }
    finish(office, round, &mut taken)?;
    office.pass_to(last)?;
    Ok(taken)
}

/// Lets time pass to the first message of a round. Answers when the round has to end.
fn begin(office: &mut Office, now: Timestamp) -> Result<Timestamp> {
    office.pass_to(now)?;
    let together = now.plus_millis(TOGETHER_MILLIS);
    Ok(office.quiet_until()?.map_or(together, |next| next.min(together)))
}

/// Takes the messages of a round in.
fn finish(office: &mut Office, round: Round, taken: &mut Taken) -> Result<()> {
    let Some((last, _)) = round.messages.last() else { return Ok(()) };
    office.skip_to(*last);
    let envelope = Envelope::default();
    let mails = round.messages.iter().map(|(received_at, message)| IncomingMail {
        raw: &message.raw,
        envelope: &envelope,
        verdict: verdict(&message.raw),
        received_at: *received_at,
    });
    let mails: Vec<IncomingMail<'_>> = mails.collect();
    let host = office.desk.host();
    let receipts = host.intake_many(&mails)?;
    for ((mail, receipt), (_, message)) in mails.iter().zip(receipts).zip(&round.messages) {
        let again = |receipt: frontdesk::Result<IntakeReceipt>| receipt.or_else(|_| host.intake(*mail));
        let receipt = (1..TRIES).fold(receipt, |receipt, _| again(receipt))?;
        taken.note(&receipt.outcome, &message.place);
        let message = match receipt.outcome {
            IntakeOutcome::Created { ticket, .. } => {
                office.made(receipt.message, ticket);
                receipt.message
            }
            IntakeOutcome::Duplicate { of } => of,
            _ => continue,
        };
        office.look_at(message)?;
    }
    Ok(())
}

/// What the receiving server of the demo wrote into the top `Authentication-Results` field.
pub fn verdict(raw: &[u8]) -> AuthVerdict {
    let head = raw.get(..raw.len().min(16_384)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let head = head.split("\n\n").next().and_then(|head| head.split("\r\n\r\n").next()).unwrap_or_default();
    let Some((_, results)) = head.split_once("Authentication-Results:") else { return AuthVerdict::None };
    let results =
        results.lines().enumerate().take_while(|(nth, line)| *nth == 0 || line.starts_with([' ', '\t']));
    let results: String = results.map(|(_, line)| line).collect();
    match (results.contains("dmarc=pass"), results.contains("dmarc=fail")) {
        (true, _) => AuthVerdict::Aligned,
        (false, true) => AuthVerdict::Fail,
        (false, false) => AuthVerdict::None,
    }
}

impl Taken {
    fn note(&mut self, outcome: &IntakeOutcome, place: &str) {
        self.messages += 1;
        *self.outcomes.entry(outcome.name()).or_default() += 1;
        let what = match outcome {
            IntakeOutcome::Quarantined { reason } => format!("quarantined: {reason:?}"),
            IntakeOutcome::Ignored { reason } => format!("ignored: {reason:?}"),
            other => other.name().to_owned(),
        };
        let ticket = outcome.ticket().map(|number| format!(" ({number})")).unwrap_or_default();
        let example = self.examples.entry(what).or_insert_with(|| (0, format!("{place}{ticket}")));
        example.0 += 1;
    }
}
