//! What the command line asks for.

pub const USAGE: &str = "usage: cargo run --release -p frontdesk-benches -- [NAME…] [--quick] [--large]

  NAME      only benches whose name holds this: intake, sqlite, triggers, calendar, sla, views, stages
  --quick   small and few: whether they run, not how fast
  --large   also among 100,000 tickets (sqlite) and a million (views)

FRONTDESK_REAL_MAIL names an mbox or a folder of mail to take in, instead of the mailbox of the demo.";

/// What is to be measured, and how long.
#[derive(Debug, Default)]
pub struct Options {
    pub quick: bool,
    pub large: bool,
    names: Vec<String>,
}

impl Options {
    pub fn of(args: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self::default();
        for arg in args {
            match arg.as_str() {
                "--quick" => options.quick = true,
                "--large" => options.large = true,
                other if other.starts_with('-') => return None,
                _ => options.names.push(arg),
            }
        }
        Some(options)
    }

    /// Whether a bench is to run.
    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|part| name.contains(part.as_str()))
    }

    /// One of two sizes.
    pub fn size(&self, quick: usize, full: usize) -> usize {
        if self.quick { quick } else { full }
    }
}
