//! `cargo xtask fuzz`: runs the fuzz targets of `core/fuzz` for a while, from the mails that the project has.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use frontdesk::intake::parse::{MailLimits, parse};

use crate::check;
use crate::mailbox::Mailbox;
use crate::tools;

const USAGE: &str = "usage: cargo xtask fuzz [TARGET] [--seconds N]\n";
const SECONDS: u32 = 60;

/// Runs one target, or all, for so many seconds each.
pub fn run(args: &[&str]) -> ExitCode {
    let targets = targets();
    let Some((chosen, seconds)) = options(args, &targets) else {
        eprintln!("{USAGE}targets: {}", targets.join(", "));
        return ExitCode::from(2);
    };
    match chosen.iter().try_for_each(|target| fuzz(target, seconds)) {
        Ok(()) => {
            println!("{}: nothing found in {seconds} s each", chosen.join(", "));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(args: &[&str], targets: &[String]) -> Option<(Vec<String>, u32)> {
    let (mut chosen, mut seconds) = (Vec::new(), SECONDS);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--seconds" => seconds = rest.next()?.parse().ok().filter(|seconds| *seconds > 0)?,
            target => chosen.push(targets.iter().find(|known| *known == target)?.clone()),
        }
    }
    Some((if chosen.is_empty() { targets.to_vec() } else { chosen }, seconds))
}

/// The names of all targets.
fn targets() -> Vec<String> {
    let files = check::rust_files(&check::top().join("core/fuzz/fuzz_targets"));
    files.iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect()
}

fn fuzz(target: &str, seconds: u32) -> Result<(), String> {
    let program = tools::tool("cargo-fuzz", "^0.13")?;
    let seeds = seeds(target).map_err(|error| format!("the seeds cannot be written: {error}"))?;
    let corpus = check::top().join("core/fuzz/corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    // The targets need nightly Rust; what cargo says about the toolchain of this program does not hold for them.
    let mut command = Command::new(program);
    command.env("RUSTUP_TOOLCHAIN", "nightly").env_remove("CARGO").env_remove("RUSTC");
    command.current_dir(check::top().join("core")).args(["fuzz", "run", target]).arg(corpus).arg(seeds);
    command.arg("--").arg(format!("-max_total_time={seconds}")).args(["-timeout=10", "-max_len=65536"]);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("the target {target} has failed: see above")),
        Err(error) => Err(format!("cargo-fuzz cannot be started: {error}")),
    }
}

/// What the targets of calendars begin from.
const ICS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:New Year\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;UNTIL=20301231\r\nEXDATE;VALUE=DATE:20280101\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Fair\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20260504\r\nDTEND;VALUE=DATE:20260507\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const OPENING_HOURS: &str =
    "Mo-Fr 09:00-12:00,13:00-17:30; Sa 10:00-14:00; Dec 24-26 off; PH off; 2026 Jul 06 08:00-26:00";

/// A folder with what the target begins from: the mails of the tests and of the demo, or what is in them; or a text of its own.
fn seeds(target: &str) -> io::Result<PathBuf> {
    let folder = check::top().join("target/fuzz-seeds").join(target);
    fs::create_dir_all(&folder)?;
    if let Some((_, text)) =
        [("ics", ICS), ("opening_hours", OPENING_HOURS)].iter().find(|(of, _)| *of == target)
    {
        fs::write(folder.join(name(text.as_bytes())), text)?;
        return Ok(folder);
    }
    for source in ["core/tests/mail", "examples/mailbox/demo.mbox"] {
        for message in Mailbox::open(&check::top().join(source))? {
            if let Some(seed) = seed(target, message?.raw) {
                fs::write(folder.join(name(&seed)), seed)?;
            }
        }
    }
    Ok(folder)
}

/// What a target reads of a mail.
fn seed(target: &str, raw: Vec<u8>) -> Option<Vec<u8>> {
    let parsed = || parse(&raw, &MailLimits::default()).ok();
    match target {
        "splitter" => parsed()?.text.map(String::into_bytes),
        "html" => parsed()?.html.map(String::into_bytes),
        _ => Some(raw),
    }
}

fn name(seed: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_targets_or_the_named_ones_are_run() {
        let targets = targets();
        assert_eq!(targets, ["html", "ics", "intake", "opening_hours", "splitter"]);
        assert_eq!(options(&[], &targets), Some((targets.clone(), SECONDS)));
        let named = Some((vec!["intake".to_owned()], 5));
        assert_eq!(options(&["intake", "--seconds", "5"], &targets), named);
        for wrong in [&["what"][..], &["--seconds"], &["--seconds", "0"], &["--seconds", "x"]] {
            assert_eq!(options(wrong, &targets), None, "{wrong:?}");
        }
    }

    #[test]
    fn every_target_has_seeds_of_its_own_kind() {
        let mail =
            b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x</p>".to_vec();
        assert_eq!(seed("intake", mail.clone()), Some(mail.clone()));
        assert_eq!(seed("html", mail.clone()).as_deref(), Some(&b"<p>x</p>"[..]));
        assert_eq!(seed("splitter", mail), None);
    }
}
