//! What a call of `apply` adds is gathered on sheets.

use super::sheet::{Sheet, is_short};
use super::tickets::without_texts;
use super::tx::Tx;
use crate::ids::DeskId;
use crate::model::Comment;
use crate::store::{Change, StoreResult};

/// What so many changes add stands on one sheet. A command makes fewer; of more, each read would have to look through all.
pub(super) const ON_A_SHEET: usize = 64;

impl Tx<'_> {
    /// Writes what of some changes stands on a sheet, and notes where it lies. Records of messages and comments are placed with what they
    /// belong to.
    pub fn put_sheet(&mut self, desk: DeskId, part: &[Change], all: &[Change]) -> StoreResult<()> {
        let sheet = self.gather(desk, part)?;
        if sheet.is_empty() {
            return Ok(());
        }
        let at = self.add_to_heap(None, &sheet.pack()?)?;
        self.place_entries(desk, &sheet.entries, at)?;
        self.place_texts(desk, &sheet.texts, at)?;
        sheet.records.iter().try_for_each(|record| self.place_inbound(desk, record.key(), at))?;
        for comment in &sheet.comments {
            let ticket = self.ticket_id(desk, comment.body().ticket, all)?;
            self.place_comment(desk, ticket, comment.body().index, at)?;
        }
        Ok(())
    }

    /// What of some changes stands on a sheet. What is written twice stands there as it was written last.
    fn gather<'a>(&mut self, desk: DeskId, changes: &'a [Change]) -> StoreResult<Sheet<'a>> {
        let mut sheet = Sheet::default();
        for change in changes {
            match change {
                Change::Append(events) => sheet.entries.push((self.next_position(desk)?, events)),
                Change::PutComment(comment) => {
                    let place = |comment: &Comment| (comment.body().ticket, comment.body().index);
                    sheet.comments.retain(|other| place(other) != place(comment));
                    sheet.comments.push(without_texts(comment));
                }
                Change::PutInbound(record) => {
                    sheet.records.retain(|other| other.key() != record.key());
                    sheet.records.push(record);
                }
                Change::PutContent(content) if is_short(content) => sheet.texts.push(content),
                _ => {}
            }
        }
        Ok(sheet)
    }
}
