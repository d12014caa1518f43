//! Takes a mailbox in, each message at its own time, and lets time pass in between.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use frontdesk::intake::envelope::{AuthVerdict, Envelope};
use frontdesk::model::IntakeOutcome;
use frontdesk::{Budget, Desk, Frontdesk, IncomingMail, ManualClock, Timestamp};

use crate::mailbox::Mailbox;

/// What became of a mailbox.
#[derive(Debug, Default, serde::Serialize)]
pub struct Taken {
    /// Messages that were handed in.
    pub messages: u64,
    /// How they ended, by kind.
    pub outcomes: BTreeMap<&'static str, u64>,
    #[serde(skip)]
    examples: BTreeMap<String, (u64, String)>,
}

/// Takes all messages in, in order.
pub fn take_in(
    frontdesk: &Frontdesk,
    desk: &Desk,
    clock: &ManualClock,
    mailbox: &Path,
) -> Result<Taken, Box<dyn std::error::Error>> {
    let host = desk.host();
    let mut taken = Taken::default();
    let mut last = Timestamp::MIN;
    for message in Mailbox::open(mailbox)? {
        let message = message?;
        let received_at = message.received_at_hint.map_or(last, Timestamp::from_millis);
        // The clock never goes back: a message that is handed in late is taken in then.
        last = last.max(received_at);
        clock.set(last);
        while frontdesk.tick(&Budget::default())?.more {}
        let verdict = verdict(&message.raw);
        let envelope = Envelope::default();
        let mail = IncomingMail { raw: &message.raw, envelope: &envelope, verdict, received_at };
        taken.note(&host.intake(mail)?.outcome, &message.place);
    }
    Ok(taken)
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
        let example = self.examples.entry(what).or_insert_with(|| (0, place.to_owned()));
        example.0 += 1;
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{} messages\n", self.messages);
        for (what, (count, place)) in &self.examples {
            let _ = writeln!(text, "{count:6}  {what:36} such as {place}");
        }
        text
    }
}
