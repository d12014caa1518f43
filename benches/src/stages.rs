//! Where the time of an intake goes: its stages one by one over the same mail, and the rest by subtraction.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use frontdesk::intake::address::Address;
use frontdesk::intake::classify::{OwnAddresses, classify};
use frontdesk::intake::envelope::Envelope;
use frontdesk::intake::html_text::to_text;
use frontdesk::intake::parse::{MailLimits, parse};
use frontdesk::intake::parse_facts::ParsedMail;
use frontdesk::intake::quote;
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{MemoryStore, Store};
use mail_parser::MessageParser;

use crate::Outcome;
use crate::harness::{Figure, Goal, Report, Row, Times, time, timed};
use crate::intake::{BATCH, bare};
use crate::mails::{self, BusyDesk, Mail};
use crate::options::Options;

type Stage<'a> = (&'static str, Box<dyn FnMut() + 'a>);

pub fn run(options: &Options) -> Outcome {
    let (_, mails) = mails::to_take_in(options)?;
    let limits = MailLimits::default();
    let parsed: Vec<ParsedMail> = mails.iter().filter_map(|mail| parse(&mail.raw, &limits).ok()).collect();
    let texts: Vec<String> = parsed.iter().map(text_of).collect();
    let own: Vec<Address> = ["support@nordwind.example", "billing@nordwind.example"]
        .into_iter()
        .filter_map(|a| Address::parse(a).ok())
        .collect();
    let own = OwnAddresses { mailboxes: &own, is_own_message_id: &|_| false, is_own_loop_mark: &|_| false };
    let (parser, envelope) = (MessageParser::default(), Envelope::default());
    let mut stages: Vec<Stage<'_>> = vec![
        (
            "the bare mail parser, for comparison",
            Box::new(|| mails.iter().for_each(|mail| bare(&parser, mail))),
        ),
        (
            "guard, parse, facts, digest",
            Box::new(|| mails.iter().for_each(|mail| drop(black_box(parse(&mail.raw, &limits))))),
        ),
        (
            "HTML to text, where there is no text",
            Box::new(|| parsed.iter().for_each(|mail| drop(black_box(text_of(mail))))),
        ),
        (
            "classify",
            Box::new(|| parsed.iter().for_each(|mail| drop(black_box(classify(mail, &envelope, &own))))),
        ),
        (
            "split quotes and signature",
            Box::new(|| texts.iter().for_each(|text| drop(black_box(quote::split(text))))),
        ),
    ];
    let mut times = vec![Times::default(); stages.len()];
    let (mut memory, mut timers, mut sqlite) = (Times::default(), Times::default(), Times::default());
    for round in 0..=options.size(1, 5) {
        let took: Vec<Duration> = stages.iter_mut().map(|(_, stage)| timed(stage).1).collect();
        let (whole, ticks) = take_in(MemoryStore::new(), &mails)?;
        let (on_sqlite, _) = take_in(SqliteStore::open_in_memory()?, &mails)?;
        if round > 0 {
            times.iter_mut().zip(took).for_each(|(times, took)| times.add(took, mails.len()));
            memory.add(whole, mails.len());
            timers.add(ticks, mails.len());
            sqlite.add(on_sqlite, mails.len());
        }
    }
    let row = |what: &str, times: Times| Row {
        what: format!("stage: {what}"),
        ours: Figure::Time(times),
        peer: None,
        goal: Goal::Told,
    };
    let known: f64 = times.iter().skip(1).map(Times::median).sum();
    let notes = vec![
        format!(
            "stages: threading, engine and memory store, by subtraction: {}",
            time(memory.median() - known)
        ),
        format!("stages: SQLite instead of memory adds {}", time(sqlite.median() - memory.median())),
    ];
    let mut rows: Vec<Row> = stages.iter().zip(times).map(|((what, _), times)| row(what, times)).collect();
    rows.push(row("all of an intake in memory", memory));
    rows.push(row("all of an intake in SQLite without a disk", sqlite));
    rows.push(row("timers that ran out meanwhile, in memory", timers));
    Ok(Report { rows, notes })
}

fn text_of(mail: &ParsedMail) -> String {
    match (&mail.text, &mail.html) {
        (Some(text), _) => text.clone(),
        (None, html) => html.as_deref().map(to_text).unwrap_or_default(),
    }
}

/// How long it takes to take all mails in, and to run the timers in between.
fn take_in(store: impl Store + 'static, mails: &[Mail]) -> Result<(Duration, Duration), Box<dyn Error>> {
    let desk = BusyDesk::new(store)?;
    let (mut intake, mut timers) = (Duration::ZERO, Duration::ZERO);
    for batch in mails.chunks(BATCH) {
        desk.pass_time(batch);
        let (ran, took) = timed(|| desk.run_timers());
        ran?;
        timers += took;
        let (taken, took) = timed(|| desk.take_in(batch));
        taken?;
        intake += took;
    }
    Ok((intake, timers))
}
