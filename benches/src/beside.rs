//! The Rust side of an intake that another language measures: the mails, a desk for each side, and turns.

use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::Path;

use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use serde_json::json;

use crate::harness::timed;
use crate::mails::{self, BusyDesk, Mail};

/// Writes so many mails into a folder as lines of JSON, with a desk in `theirs.sqlite3` that is configured to take them in. Then each line
/// that is read is a turn of ours, in which a batch of the same mails goes into a desk like it; answers the nanoseconds that it took.
pub fn run(folder: &Path, mails: &str, batch: &str) -> Result<(), Box<dyn Error>> {
    let mails: Vec<Mail> = (0..mails.parse()?).map(mails::written).collect();
    let lines: Vec<String> =
        mails.iter().map(|mail| line(mail).map(|line| line + "\n")).collect::<Result<_, _>>()?;
    fs::write(folder.join("mails.jsonl"), lines.concat())?;
    let desk = |name| BusyDesk::new(SqliteStore::open(folder.join(name), SqliteOptions::default())?);
    drop(desk("theirs.sqlite3")?);
    let ours = desk("ours.sqlite3")?;
    println!("ready");
    for (turn, batch) in io::stdin().lock().lines().zip(mails.chunks(batch.parse()?)) {
        turn?;
        ours.pass_time(batch);
        ours.run_timers()?;
        ours.deliver()?;
        let (worked, took) = timed(|| ours.take_in(batch));
        if worked? != batch.len() {
            return Err("a mail became no ticket".into());
        }
        println!("{}", took.as_nanos());
        io::stdout().flush()?;
    }
    Ok(())
}

fn line(mail: &Mail) -> Result<String, Box<dyn Error>> {
    let raw = std::str::from_utf8(&mail.raw)?;
    Ok(json!({ "raw": raw, "verdict": mail.verdict, "received_at": mail.received_at }).to_string())
}
