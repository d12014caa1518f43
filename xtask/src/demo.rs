//! `cargo xtask demo`: a mailbox goes in, a working support desk comes out.

pub mod desk;
pub mod intake;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk::ids::DeskId;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use frontdesk::{Desk, Frontdesk, Keys, Limits, ManualClock, Result};

use crate::check;

/// The demo's secret. A real desk has one of its own that nobody knows.
const SECRET: &[u8; 32] = b"this demo secret is not a secret";

/// What the command line asks for.
struct Options {
    mailbox: PathBuf,
    database: Option<PathBuf>,
    json: bool,
}

/// What the demo tells programs.
#[derive(serde::Serialize)]
struct Figures<'a> {
    #[serde(flatten)]
    taken: &'a intake::Taken,
    tickets: u64,
    events: u64,
    digest: String,
}

/// Runs the demo.
pub fn run(args: &[&str]) -> ExitCode {
    let Some(options) = options(args) else {
        eprintln!("usage: cargo xtask demo [MAILBOX] [--db FILE] [--json]");
        return ExitCode::from(2);
    };
    match play(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(args: &[&str]) -> Option<Options> {
    let mut options =
        Options { mailbox: check::top().join("examples/mailbox/demo.mbox"), database: None, json: false };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--json" => options.json = true,
            "--db" => options.database = Some(PathBuf::from(rest.next()?)),
            option if option.starts_with('-') => return None,
            path => options.mailbox = PathBuf::from(path),
        }
    }
    Some(options)
}

fn play(options: &Options) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let (frontdesk, clock) = match &options.database {
        Some(path) => open(SqliteStore::open(path, SqliteOptions::default())?)?,
        None => open(SqliteStore::open_in_memory()?)?,
    };
    let (desk, taken) = run_desk(&frontdesk, &clock, &options.mailbox)?;
    let verified = desk.host().verify()?;
    if options.json {
        let result = Figures {
            taken: &taken,
            tickets: verified.tickets,
            events: verified.events,
            digest: desk.host().digest()?,
        };
        println!("{}", serde_json::to_string(&result)?);
    } else {
        print!("{}", taken.text());
    }
    Ok(())
}

/// Configures the desk and takes the mailbox in.
fn run_desk(
    frontdesk: &Frontdesk,
    clock: &ManualClock,
    mailbox: &Path,
) -> std::result::Result<(Desk, intake::Taken), Box<dyn std::error::Error>> {
    let desk = frontdesk.desk(DeskId(1));
    desk::configure(&desk, clock)?;
    let taken = intake::take_in(frontdesk, &desk, clock, mailbox)?;
    Ok((desk, taken))
}

fn open(store: impl frontdesk::store::Store + 'static) -> Result<(Frontdesk, ManualClock)> {
    let clock = ManualClock::default();
    let frontdesk = Frontdesk::open(store, Keys::new(SECRET)?, clock.clone(), Limits::default());
    Ok((frontdesk, clock))
}
