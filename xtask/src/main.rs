//! The project's own commands: `cargo xtask demo`, `cargo xtask test`.

#![allow(clippy::disallowed_methods, reason = "this is a tool on a developer's machine, not the engine")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "to print is what it is for")]

use std::process::ExitCode;

use xtask::{bench, check, codegen, demo, fuzz, layers, mailbox, scenarios, sizes, test, zones};

const USAGE: &str = "usage: cargo xtask <command>

  demo [MAILBOX] [--db FILE] [--json]
                              take a mailbox in, and tell what became of it
  test [--only STEP[,STEP]]   check the format, lint and test everything; one summary
  fuzz [TARGET] [--seconds N] run the fuzz targets, each for a minute
  bench [NAME…] [--quick]     measure, and print a table with the figures to reach
  bench LANGUAGE [--quick]    the same from another language: python, node, swift, kotlin
  codegen                     write what is generated from the operations table
  layers                      check which module of core uses which
  scenarios [--accept]        play the scenarios, and write them for other languages
  sizes                       check the length of files
  zones                       compare calendars with a model: every minute of every zone, 2000 to 2040
  mailbox PATH                list what a mailbox holds: an mbox, a folder of .eml, one mail
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["demo", rest @ ..] => demo::run(rest),
        ["test"] => test::run(None),
        ["test", "--only", steps] => test::run(Some(steps)),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        ["codegen"] => codegen::run(),
        ["layers"] => check::report("layers", &layers::check()),
        ["scenarios", rest @ ..] => scenarios::run(rest),
        ["sizes"] => check::report("sizes", &sizes::check()),
        ["zones"] => zones::run(),
        ["mailbox", path] => mailbox_list(path),
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Prints a line for each message of a mailbox: when it was received, how large it is, where it stands.
fn mailbox_list(path: &str) -> ExitCode {
    let messages = match mailbox::Mailbox::open(std::path::Path::new(path)) {
        Ok(messages) => messages,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut failed = false;
    for message in messages {
        match message {
            Ok(message) => {
                let received = message.received_at_hint.map(frontdesk::Timestamp::from_millis);
                let received = received.map_or_else(|| "no date".to_owned(), |at| at.to_string());
                println!("{received:29}  {:9} bytes  {}", message.raw.len(), message.place);
            }
            Err(error) => {
                eprintln!("{error}");
                failed = true;
            }
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
