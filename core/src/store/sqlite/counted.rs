//! What a desk counts, told by the last ticket and the last entry of its log, and kept at hand as long as a transaction runs.

use super::tx::{Tx, key, number_of};
use crate::ids::{DeskId, TicketNumber};
use crate::store::{StoreError, StoreResult};

/// What a transaction knows of a desk.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    /// Whether the desk has begun.
    begun: bool,
    /// The last number that was given, or that a ticket has.
    number: Option<u32>,
    /// Whether that number was given here and no ticket has it yet.
    loose: bool,
    /// The position of the last entry of the log.
    position: Option<u32>,
}

impl Tx<'_> {
    /// A desk begins with the first thing that is written to it.
    pub fn begin_desk(&mut self, desk: DeskId) -> StoreResult<()> {
        if !self.of(desk).begun {
            self.execute("INSERT INTO desk (id) VALUES (?) ON CONFLICT DO NOTHING", [desk.0])?;
            self.of(desk).begun = true;
        }
        Ok(())
    }

    /// The last number that was given, or that a ticket has.
    pub fn last_number(&mut self, desk: DeskId) -> StoreResult<u32> {
        if let Some(number) = self.of(desk).number {
            return Ok(number);
        }
        let written =
            self.last_of(desk, "SELECT key FROM ticket WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1")?;
        let given = self.one("SELECT last_number FROM desk WHERE id = ?", [desk.0], |row| row.get(0))?;
        let number = written.max(given.unwrap_or_default());
        self.of(desk).number = Some(number);
        Ok(number)
    }

    /// The position of the last entry of the log.
    pub fn position(&mut self, desk: DeskId) -> StoreResult<u32> {
        if let Some(position) = self.of(desk).position {
            return Ok(position);
        }
        let position =
            self.last_of(desk, "SELECT key FROM log WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1")?;
        self.of(desk).position = Some(position);
        Ok(position)
    }

    fn last_of(&self, desk: DeskId, sql: &'static str) -> StoreResult<u32> {
        let last = self.one(sql, (key(desk, 0), key(desk, u32::MAX)), |row| row.get(0).map(number_of))?;
        Ok(last.unwrap_or_default())
    }

    pub fn next_number(&mut self, desk: DeskId) -> StoreResult<TicketNumber> {
        let number = self.last_number(desk)?.checked_add(1);
        let number = number
            .ok_or_else(|| StoreError::Unavailable("the desk has used up its ticket numbers".to_owned()))?;
        let counted = self.of(desk);
        counted.number = Some(number);
        counted.loose = true;
        Ok(TicketNumber(number))
    }

    /// The next position of the log.
    pub fn next_position(&mut self, desk: DeskId) -> StoreResult<u32> {
        let position = self.position(desk)?.checked_add(1);
        let position = position
            .ok_or_else(|| StoreError::Unavailable("the desk has used up its log positions".to_owned()))?;
        self.of(desk).position = Some(position);
        Ok(position)
    }

    /// A ticket was written with this number.
    pub fn is_taken(&mut self, desk: DeskId, number: TicketNumber) {
        let counted = self.of(desk);
        if counted.number.is_some_and(|last| last <= number.0) {
            counted.number = Some(number.0);
            counted.loose = false;
        }
    }

    /// Writes down the numbers that were given and that no ticket tells.
    pub fn keep_numbers(&self) -> StoreResult<()> {
        for (desk, counted) in &self.counted {
            if let (true, Some(number)) = (counted.loose, counted.number) {
                self.execute("UPDATE desk SET last_number = ? WHERE id = ?", (number, desk.0))?;
            }
        }
        Ok(())
    }

    fn of(&mut self, desk: DeskId) -> &mut Counted {
        self.counted.entry(desk).or_default()
    }
}
