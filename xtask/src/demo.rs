//! `cargo xtask demo`: a mailbox goes in, a working support desk comes out.

pub mod desk;
mod figures;
pub mod intake;
mod log;
mod office;
mod order;
mod outbox;
mod progress;
mod script;
mod show;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};

use crate::check;
use figures::Figures;
use office::Office;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
usage: cargo xtask demo [MAILBOX] [--db FILE] [--json]

  MAILBOX    an mbox (also gzipped), a folder of .eml and .mbox, or one .eml; by default examples/mailbox/demo.mbox
  --db FILE  keeps the desk in this SQLite file; the same mailbox again changes nothing there
  --json     prints figures for programs
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    mailbox: PathBuf,
    database: Option<PathBuf>,
    json: bool,
}

/// Runs the demo.
pub fn run(args: &[&str]) -> ExitCode {
    let Some(options) = options(args) else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    match play(&options) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(args: &[&str]) -> Option<Options> {
    let (mut mailbox, mut database, mut json) = (None, None, false);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--json" => json = true,
            "--db" => database = Some(PathBuf::from(rest.next()?)),
            option if option.starts_with('-') => return None,
            path => mailbox = if mailbox.is_none() { Some(PathBuf::from(path)) } else { return None },
        }
    }
    let mailbox = mailbox.unwrap_or_else(|| check::top().join("examples/mailbox/demo.mbox"));
    Some(Options { mailbox, database, json })
}

/// Takes the mailbox in, and answers what is to be printed.
fn play(options: &Options) -> Result<String> {
    let database = options.database.clone().map_or_else(fresh_database, Ok)?;
    let mut office = Office::open(SqliteStore::open(&database, SqliteOptions::default())?)?;
    let taken = intake::take_in(&mut office, &options.mailbox, intake::TOGETHER, !options.json)?;
    office.desk.host().verify()?;
    if options.json {
        return Ok(serde_json::to_string(&Figures::of(&office, &taken)?)? + "\n");
    }
    show::text(&office, &taken, &database)
}

/// A file in the folder of what is built, in place of the one of the run before.
fn fresh_database() -> Result<PathBuf> {
    let folder = check::top().join("target");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("demo.db");
    for ending in ["", "-wal", "-shm"] {
        remove(&folder.join(format!("demo.db{ending}")))?;
    }
    Ok(path)
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
