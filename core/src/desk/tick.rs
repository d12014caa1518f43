//! Lets time pass.

use super::Frontdesk;
use crate::engine;
use crate::store::StoreExt;
use crate::{Error, Result, Timestamp};

impl Frontdesk {
    /// When the engine has to be called again by itself: the next timer of any desk.
    ///
    /// # Errors
    /// Those of the store.
    pub fn next_wakeup(&self) -> Result<Option<Timestamp>> {
        self.0.store.with_read(|tx| Ok(tx.next_due()?))
    }

    /// Lets time pass on all desks: runs what is due, each at its own instant, in order of instants. How often it is called makes
    /// no difference to what happens.
    ///
    /// # Errors
    /// Those of the store. What ran before stays.
    pub fn tick(&self, budget: &Budget) -> Result<TickReport> {
        let now = self.0.clock.now();
        let mut report = TickReport { timers: 0, next_wakeup: None, more: false };
        while report.timers < budget.timers {
            let due = self.0.store.with_read(|tx| Ok::<_, Error>(tx.due_tickets(None, now, 1)?))?;
            let Some(due) = due.first().copied() else { break };
            // At the instant of this timer, so that timers of all tickets run in order of their instants.
            let ran = self.desk(due.desk).write(|context| engine::run_due_ticket(context, due))?;
            report.timers += ran.max(1);
        }
        report.next_wakeup = self.next_wakeup()?;
        report.more = report.next_wakeup.is_some_and(|next| next <= now);
        Ok(report)
    }
}

/// How much one [`Frontdesk::tick`] may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// So many timers at most; the rest waits for the next tick.
    pub timers: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { timers: 1_000 }
    }
}

/// What a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TickReport {
    /// How many timers ran.
    pub timers: u32,
    /// When the next one is due.
    pub next_wakeup: Option<Timestamp>,
    /// Whether more is due already.
    pub more: bool,
}
