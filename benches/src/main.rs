//! The benches: ours and a peer in turns, and beside them the figures to reach. `docs/performance.md` explains them.

#![allow(clippy::disallowed_methods, reason = "benches measure time, on a machine of their own")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "to print a table is what they are for")]

mod beside;
mod calendar;
mod folder;
mod harness;
mod intake;
mod mails;
mod naive_rules;
mod options;
mod raw_sqlite;
mod recorder;
mod sla;
mod sqlite;
mod stages;
mod tickets;
mod triggers;
mod views;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use harness::Report;
use options::Options;

type Outcome = Result<Report, Box<dyn Error>>;
type Bench = fn(&Options) -> Outcome;

const BENCHES: [(&str, Bench); 7] = [
    ("intake", intake::run),
    ("sqlite", sqlite::run),
    ("triggers", triggers::run),
    ("calendar", calendar::run),
    ("sla", sla::run),
    ("views", views::run),
    ("stages", stages::run),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["beside", folder, mails, batch] => match beside::run(Path::new(folder), mails, batch) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed("beside", &*error),
        },
        _ => table(args),
    }
}

/// Runs the benches that the arguments name, and prints what they find out.
fn table(args: Vec<String>) -> ExitCode {
    let Some(options) = Options::of(args.into_iter()) else {
        eprintln!("{}", options::USAGE);
        return ExitCode::from(2);
    };
    let mut reports = Vec::new();
    for (name, bench) in BENCHES.iter().filter(|(name, _)| options.wants(name)) {
        eprintln!("== {name}");
        match measure(*bench, &options) {
            Ok(report) => reports.push(report),
            Err(error) => return failed(name, &*error),
        }
    }
    println!("{}", harness::table(&reports));
    ExitCode::SUCCESS
}

fn failed(name: &str, error: &dyn Error) -> ExitCode {
    eprintln!("{name}: {error}");
    ExitCode::FAILURE
}

/// Runs a bench. One that measures nothing has failed.
fn measure(bench: Bench, options: &Options) -> Outcome {
    let report = bench(options)?;
    match report.rows.iter().find(|row| !row.is_measured()) {
        Some(row) => Err(format!("nothing was measured of: {}", row.what).into()),
        None if report.rows.is_empty() => Err("nothing was measured".into()),
        None => Ok(report),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bench_runs_and_measures_something() {
        let Some(options) = Options::of(["--quick".to_owned()].into_iter()) else {
            panic!("--quick is known")
        };
        for (name, bench) in BENCHES {
            measure(bench, &options).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
