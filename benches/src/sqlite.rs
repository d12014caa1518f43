//! Mail into a SQLite file, each commit on disk before it is answered, against a loop of inserts written by hand: the whole intake, and
//! the writes of it alone, as the engine asked another store for them.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use frontdesk::store::MemoryStore;
use frontdesk::store::sqlite::{SqliteOptions, SqliteStore};
use rusqlite::Connection;

use crate::Outcome;
use crate::folder::Folder;
use crate::harness::{Figure, Goal, Report, Row, Times, timed};
use crate::intake::BATCH;
use crate::mails::{self, BusyDesk, Mail};
use crate::options::Options;
use crate::raw_sqlite::{RawDesk, RawMail};
use crate::recorder::{Recorded, Recorder};

/// Messages with one commit while a database is filled.
const FILL: usize = 500;

pub fn run(options: &Options) -> Outcome {
    let mut report = Report::default();
    let sizes: &[usize] = match (options.quick, options.large) {
        (true, _) => &[200],
        (false, false) => &[10_000],
        (false, true) => &[10_000, 100_000],
    };
    for size in sizes {
        let mut rivals = Rivals::new(*size)?;
        report.rows.extend(rivals.race("one a commit", 1, options.size(10, 50), options.size(2, 9), 0.5)?);
        let by_hundred = format!("{BATCH} a commit");
        report.rows.extend(rivals.race(&by_hundred, BATCH, BATCH, options.size(2, 9), 0.35)?);
        let (rows, commits) = rivals.pages(options.size(10, 100))?;
        report.rows.extend(rows);
        report.notes.push(format!(
            "sqlite: among {size} tickets in {}; one `intake` makes {commits:.1} commits: what arrived (not synced), then what \
             became of it (synced)",
            rivals.folder.path().display()
        ));
    }
    Ok(report)
}

/// Mails as ours takes them, and as the peer does.
struct Batch {
    mails: Vec<Mail>,
    raw: Vec<RawMail>,
}

/// A desk on our store; our store alone, which is given what a desk in memory wrote; and the store written by hand. The same mails are in
/// all of them.
struct Rivals {
    folder: Folder,
    ours: BusyDesk,
    store: SqliteStore,
    memory: BusyDesk,
    written: Recorded,
    peer: RawDesk,
    size: usize,
    next: usize,
}

impl Rivals {
    fn new(size: usize) -> Result<Self, Box<dyn Error>> {
        let folder = Folder::new(&format!("sqlite-{size}"))?;
        let open = |name| SqliteStore::open(folder.file(name), SqliteOptions::default());
        let (ours, store) = (BusyDesk::new(open("ours.sqlite3")?)?, open("store.sqlite3")?);
        let (memory, written) = Recorder::new(MemoryStore::new());
        let memory = BusyDesk::new(memory)?;
        let peer = RawDesk::create(&folder.file("peer.sqlite3"))?;
        let mut rivals = Self { folder, ours, store, memory, written, peer, size, next: 0 };
        while rivals.next < size {
            let batch = rivals.next(FILL.min(size - rivals.next))?;
            rivals.take_in(&batch)?;
        }
        Ok(rivals)
    }

    /// The next mails, for which everybody is ready: the hosts of both desks have run the timers that ran out until then, and delivered
    /// what was ready.
    fn next(&mut self, count: usize) -> Result<Batch, Box<dyn Error>> {
        let nths = self.next..self.next + count;
        self.next += count;
        let batch =
            Batch { mails: nths.clone().map(mails::written).collect(), raw: nths.map(raw_mail).collect() };
        for desk in [&self.ours, &self.memory] {
            desk.pass_time(&batch.mails);
            desk.run_timers()?;
            desk.deliver()?;
        }
        self.written.take().play(&self.store)?;
        Ok(batch)
    }

    /// All take in the same mails, with one commit each. Answers how long ours, our store alone and the peer took.
    fn take_in(&mut self, batch: &Batch) -> Result<[Duration; 3], Box<dyn Error>> {
        let ours = take_in(&self.ours, &batch.mails)?;
        take_in(&self.memory, &batch.mails)?;
        let written = self.written.take();
        let (stored, store) = timed(|| written.play(&self.store));
        let (done, peer) = timed(|| self.peer.take_in(&batch.raw));
        stored?;
        done?;
        Ok([ours, store, peer])
    }

    /// Rounds of `mails`, so many with one commit; commit by commit in turns.
    fn race(
        &mut self,
        what: &str,
        a_commit: usize,
        mails: usize,
        rounds: usize,
        goal: f64,
    ) -> Result<[Row; 2], Box<dyn Error>> {
        let mut times: [Times; 3] = Default::default();
        for round in 0..=rounds {
            let mut took = [Duration::ZERO; 3];
            for _ in 0..mails / a_commit {
                let batch = self.next(a_commit)?;
                took.iter_mut().zip(self.take_in(&batch)?).for_each(|(sum, took)| *sum += took);
            }
            if round > 0 {
                times.iter_mut().zip(took).for_each(|(times, took)| times.add(took, mails));
            }
        }
        let [ours, store, peer] = times.map(Figure::Time);
        let row = |which: &str, ours| Row {
            what: format!("{which} into SQLite, {what}, among {}", self.size),
            ours,
            peer: Some(peer.clone()),
            goal: Goal::Ratio(goal),
        };
        Ok([row("a mail", ours), row("what a mail writes,", store)])
    }

    /// Pages in the write-ahead log for a mail, and how many commits ours makes of it.
    fn pages(&mut self, mails: usize) -> Result<([Row; 2], f64), Box<dyn Error>> {
        let files = [self.folder.file("ours.sqlite3"), self.folder.file("peer.sqlite3")];
        let (mut pages, mut all, mut commits) = ([0, 0], [0, 0], [0, 0]);
        for _ in 0..mails {
            let batch = self.next(1)?;
            files.iter().try_for_each(|file| empty_log(file))?;
            self.take_in(&batch)?;
            for (((file, pages), all), commits) in
                files.iter().zip(&mut pages).zip(&mut all).zip(&mut commits)
            {
                let in_log = frames(&std::fs::read(file.with_extension("sqlite3-wal"))?);
                // The commit that is waited for is the last.
                *pages += in_log.rsplit(|ends| *ends).nth(1).map_or(0, <[bool]>::len) + 1;
                *all += in_log.len();
                *commits += in_log.iter().filter(|ends| **ends).count();
            }
        }
        let row = |what: &str, counts: [usize; 2], goal| {
            let [ours, peer] = counts.map(|count| Figure::Count(count as f64 / mails as f64));
            Row {
                what: format!("WAL pages of a mail, {what}, among {}", self.size),
                ours,
                peer: Some(peer),
                goal,
            }
        };
        let rows = [
            row("in the commit that is waited for", pages, Goal::AtMost(15.0)),
            row("in all commits", all, Goal::Told),
        ];
        let [commits, _] = commits.map(|commits| commits as f64 / mails as f64);
        Ok((rows, commits))
    }
}

/// How long a desk takes.
fn take_in(desk: &BusyDesk, mails: &[Mail]) -> Result<Duration, Box<dyn Error>> {
    let (worked, took) = timed(|| desk.take_in(mails));
    if worked? != mails.len() {
        return Err("a mail became no ticket".into());
    }
    Ok(took)
}

fn raw_mail(nth: usize) -> RawMail {
    let author = mails::scattered(nth as u64) % (nth as u64 * 3 / 4 + 1);
    RawMail {
        message_id: format!("{:016x}.{nth}@customer.example", mails::scattered(!(nth as u64))),
        author: author as i64,
        at: 1_780_000_000_000 + nth as i64 * 40_000,
        subject: format!("The printer on floor {nth} does not print"),
        text: mails::prose(nth as u64),
    }
}

fn empty_log(file: &Path) -> rusqlite::Result<()> {
    Connection::open(file)?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// The frames of a write-ahead log, and whether each ends a commit: a header of 32 bytes, then 24 bytes before each page, of which the
/// second four tell the size of the database after a commit, else 0.
fn frames(log: &[u8]) -> Vec<bool> {
    let frames = log.get(32..).unwrap_or_default().chunks_exact(24 + 4_096);
    frames.map(|frame| frame.get(4..8).is_some_and(|size| size != [0; 4])).collect()
}
