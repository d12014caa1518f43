//! Lets time pass.

use serde::{Deserialize, Serialize};

use super::Frontdesk;
use crate::engine;
use crate::ids::{DeskId, TicketNumber};
use crate::store::{DueTicket, StoreExt};
use crate::{Error, ErrorKind, Result, Timestamp};

impl Frontdesk {
    /// When the engine has to be called again by itself: the next timer of any desk.
    ///
    /// # Errors
    /// Those of the store.
    pub fn next_wakeup(&self) -> Result<Option<Timestamp>> {
        self.0.store.with_read(|tx| Ok(tx.next_due()?))
    }

    /// Lets time pass on all desks: runs what is due, each at its own instant, in order of instants. How often it is called makes
    /// no difference to what happens. A ticket whose timer fails is left as it is and told in the report; it holds up no other.
    ///
    /// # Errors
    /// `store.unavailable`. What ran before stays.
    pub fn tick(&self, budget: &Budget) -> Result<TickReport> {
        let now = self.0.clock.now();
        let mut report = TickReport { timers: 0, next_wakeup: None, more: false, failures: Vec::new() };
        while report.timers < budget.timers {
            let Some(due) = self.next_of_others(now, &report.failures)? else { break };
            // At the instant of this timer, so that timers of all tickets run in order of their instants.
            match self.desk(due.desk).write(|context| engine::run_due_ticket(context, due)) {
                Ok(ran) => report.timers += ran.max(1),
                Err(error) if error.kind() == ErrorKind::Unavailable => return Err(error),
                Err(error) => {
                    report.failures.push(TickFailure { desk: due.desk, ticket: due.number, error });
                    report.timers += 1;
                }
            }
        }
        report.next_wakeup = self.next_of_others(Timestamp::MAX, &report.failures)?.map(|due| due.at);
        report.more = report.next_wakeup.is_some_and(|next| next <= now);
        Ok(report)
    }

    /// The first ticket that is due up to an instant and has not failed.
    fn next_of_others(&self, up_to: Timestamp, failures: &[TickFailure]) -> Result<Option<DueTicket>> {
        let most = u32::try_from(failures.len()).unwrap_or(u32::MAX).saturating_add(1);
        let due = self.0.store.with_read(|tx| Ok::<_, Error>(tx.due_tickets(None, up_to, most)?))?;
        let failed = |due: &DueTicket| {
            failures.iter().any(|failure| (failure.desk, failure.ticket) == (due.desk, due.number))
        };
        Ok(due.into_iter().find(|due| !failed(due)))
    }
}

/// How much one [`Frontdesk::tick`] may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Budget {
    /// So many timers at most; the rest waits for the next tick.
    #[cfg_attr(feature = "uniffi", uniffi(default = 1000))]
    pub timers: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { timers: 1_000 }
    }
}

/// What a tick did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct TickReport {
    /// How many timers ran, those that failed among them.
    pub timers: u32,
    /// When the next one is due, of those that did not fail now.
    pub next_wakeup: Option<Timestamp>,
    /// Whether more is due already.
    pub more: bool,
    /// Timers that failed: what is stored of their tickets or desks does not hold together. The next tick tries them again.
    pub failures: Vec<TickFailure>,
}

/// A timer that could not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[non_exhaustive]
pub struct TickFailure {
    /// Of which desk.
    pub desk: DeskId,
    /// Of which ticket.
    pub ticket: TicketNumber,
    /// Why.
    pub error: Error,
}
