//! Node: the npm package, built in its folder, with what it needs from the registry as its lock file says.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use super::{Fault, run};
use crate::test::Outcome;
use crate::{check, scenarios};

/// What ours is measured beside. The second is what the first is written over.
const PEERS: [&str; 2] = ["moment-business-time@2.0.0", "moment@2.30.1"];

/// What is built for tests alone has this name in it.
const TESTING: &str = "testing.panic";

/// Builds the package, and does all that is tested in Node.
pub fn test() -> Outcome {
    Outcome::from(tested())
}

/// Plays the scenarios. Answers the line that tells how it went.
pub fn scenarios() -> Result<String, Fault> {
    build()?;
    let mut play = Command::new("node");
    play.arg("test/scenarios.mjs").env("FRONTDESK_SCENARIOS", scenarios::corpus_file());
    Ok(run(&mut play, &package())?.trim().to_owned())
}

/// Runs the benches on what is published.
pub fn bench(options: &[&str]) -> ExitCode {
    let built = install().and_then(|()| npm(&["run", "native", "--", "--release"]));
    match built.and_then(|_| npm(&["run", "compile"])).and_then(|_| measured(options)) {
        Ok(table) => {
            println!("{table}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}", fault.told());
            ExitCode::FAILURE
        }
    }
}

fn measured(options: &[&str]) -> Result<String, Fault> {
    let mut benches = Command::new("node");
    benches.arg("benches/node/main.mjs").args(options).env("FRONTDESK_PEERS", peers()?);
    run(&mut benches, &check::top())
}

/// The folder into which peers are installed, away from the package: it knows none of them.
fn peers() -> Result<PathBuf, Fault> {
    let folder = check::top().join("target/node/peers");
    let (done, wanted) = (folder.join(".installed"), PEERS.join(" "));
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    let fault = |error: std::io::Error| Fault::Failed(error.to_string());
    fs::create_dir_all(&folder).map_err(fault)?;
    fs::write(folder.join("package.json"), r#"{ "private": true }"#).map_err(fault)?;
    let mut install = Command::new("npm");
    install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"]).args(PEERS);
    run(&mut install, &folder).map_err(not_fetched)?;
    fs::write(done, wanted).map_err(fault)?;
    Ok(folder)
}

fn tested() -> Result<String, Fault> {
    scenarios::write().map_err(Fault::Failed)?;
    install()?;
    published()?;
    build()?;
    npm(&["run", "check"])?;
    run(Command::new("bash").arg("tools/project.sh"), &package())?;
    measured(&["--quick"])?;
    let mut tests = Command::new("npm");
    tests.arg("test").env("NODE_OPTIONS", "--test-reporter=tap");
    let output = run(&mut tests, &package())?;
    let count =
        |what: &str| output.lines().find_map(|line| line.strip_prefix(what)).unwrap_or("0").to_owned();
    if count("# skipped ") != "0" || count("# todo ") != "0" {
        return Err(Fault::Failed(format!("tests were left out:\n{output}")));
    }
    Ok(format!("{} tests", count("# pass ")))
}

/// Builds the package with what tests need.
fn build() -> Result<(), Fault> {
    install()?;
    let types = package().join("ts/native-api.d.ts");
    let before = fs::read_to_string(&types).unwrap_or_default();
    npm(&["run", "native", "--", "--features", "testing"])?;
    if fs::read_to_string(&types).unwrap_or_default() != before {
        return Err(Fault::Failed(format!("{} was stale: commit what it is now", types.display())));
    }
    npm(&["run", "compile"])?;
    Ok(())
}

/// What is published has nothing in it that only tests use.
fn published() -> Result<(), Fault> {
    npm(&["run", "native"])?;
    let holds = |bytes: &[u8]| bytes.windows(TESTING.len()).any(|window| window == TESTING.as_bytes());
    let natives = fs::read_dir(package()).into_iter().flatten().flatten().map(|entry| entry.path());
    let found: Vec<PathBuf> = natives
        .filter(|path| path.extension().is_some_and(|end| end == "node"))
        .filter(|path| fs::read(path).map_or(true, |bytes| holds(&bytes)))
        .collect();
    if found.is_empty() { Ok(()) } else { Err(Fault::Failed(format!("{found:?} are made for tests"))) }
}

/// Installs what the lock file names, unless that has been done.
fn install() -> Result<(), Fault> {
    run(Command::new("node").arg("--version"), &package())?;
    let (lock, done) = (package().join("package-lock.json"), package().join("node_modules/.installed"));
    let wanted = fs::read_to_string(lock).unwrap_or_default();
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).map_err(not_fetched)?;
    fs::write(done, wanted).map_err(|error| Fault::Failed(error.to_string()))
}

/// What npm cannot fetch is missing, and no failure of the package.
fn not_fetched(fault: Fault) -> Fault {
    match fault {
        Fault::Failed(output) => Fault::Missing(format!("npm cannot install: {output}")),
        missing @ Fault::Missing(_) => missing,
    }
}

fn npm(arguments: &[&str]) -> Result<String, Fault> {
    run(Command::new("npm").args(arguments), &package())
}

/// The folder of the package.
fn package() -> PathBuf {
    check::top().join("bindings-node")
}
