//! Reports on what happened on a desk, counted from its log: exact, and independent of how tickets stand today.

mod days;
mod tally;
mod types;

use crate::ids::DeskId;
use crate::store::ReadTx;
use crate::{Error, Result};
use days::Days;
use tally::Tally;
pub use types::{Breaches, DayReport, Report, ReportQuery, TeamReport};

/// So many updates are read at once.
const PAGE: u32 = 200;

/// Counts the whole log of a desk. It has to be read from its beginning, because the backlog of the first day comes from there, and
/// to its end, because mail that arrived late is logged behind later updates.
pub(crate) fn report(tx: &mut dyn ReadTx, desk: DeskId, query: &ReportQuery) -> Result<Report> {
    let mut tally = Tally::new(Days::of(query)?);
    let mut after = 0;
    loop {
        let entries = tx.log(desk, after, PAGE).map_err(Error::from)?;
        let Some(last) = entries.last() else { return tally.report() };
        after = last.position;
        for entry in &entries {
            tally.take(entry)?;
        }
    }
}
