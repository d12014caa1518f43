//! Real mail in memory, everything included, against the bare mail parser.

use std::hint::black_box;
use std::time::Duration;

use frontdesk::store::MemoryStore;
use mail_parser::MessageParser;

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, Times, timed};
use crate::mails::{self, BusyDesk, Mail};
use crate::options::Options;

/// Messages with one commit.
pub const BATCH: usize = 100;

/// At least so many of the messages have to become a ticket or a comment, or the figure would flatter.
const LEAST_SHARE: f64 = 0.7;

pub fn run(options: &Options) -> Outcome {
    let (source, mails) = mails::to_take_in(options)?;
    let parser = MessageParser::default();
    let (mut ours, mut peer, mut worked) = (Times::default(), Times::default(), 0);
    for round in 0..=options.size(2, 9) {
        let desk = BusyDesk::new(MemoryStore::new())?;
        let (mut took_ours, mut took_peer) = (Duration::ZERO, Duration::ZERO);
        worked = 0;
        for batch in mails.chunks(BATCH) {
            desk.pass_time(batch);
            desk.run_timers()?;
            let (taken, took) = timed(|| desk.take_in(batch));
            worked += taken?;
            took_ours += took;
            took_peer += timed(|| batch.iter().for_each(|mail| bare(&parser, mail))).1;
        }
        if round > 0 {
            ours.add(took_ours, mails.len());
            peer.add(took_peer, mails.len());
        }
    }
    let share = worked as f64 / mails.len() as f64;
    if share < LEAST_SHARE {
        return Err(format!("only {share:.2} of the messages became a ticket or a comment").into());
    }
    let rows = vec![Row {
        what: format!("a mail in memory, by {BATCH}"),
        ours: Figure::Time(ours),
        peer: Some(Figure::Time(peer)),
        goal: Goal::Ratio(0.2),
    }];
    let notes = vec![format!("intake: {source}, {:.0} % became a ticket or a comment", share * 100.0)];
    Ok(Report { rows, notes })
}

/// What users of the parser alone do: parse, and look at who wrote what.
pub fn bare(parser: &MessageParser, mail: &Mail) {
    if let Some(message) = parser.parse(&mail.raw) {
        black_box((message.from(), message.subject(), message.body_text(0)));
    }
}
