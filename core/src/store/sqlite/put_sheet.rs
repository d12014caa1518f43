//! What a call of `apply` adds is gathered on one sheet.

use super::sheet::{Sheet, is_short};
use super::tickets::without_texts;
use super::tx::Tx;
use crate::ids::DeskId;
use crate::model::Comment;
use crate::store::{Change, StoreResult};

/// No row of the heap.
const NOWHERE: i64 = 0;

impl Tx<'_> {
    /// Writes the sheet of some changes, and notes where the entries and texts on it lie. Answers where it lies itself.
    pub fn put_sheet(&mut self, desk: DeskId, changes: &[Change]) -> StoreResult<i64> {
        let sheet = self.gather(desk, changes)?;
        if sheet.is_empty() {
            return Ok(NOWHERE);
        }
        let at = self.add_to_heap(None, &sheet.pack()?)?;
        self.place_entries(desk, &sheet.entries, at)?;
        self.place_texts(desk, &sheet.texts, at)?;
        Ok(at)
    }

    /// What stands on it. What is written twice stands there as it was written last.
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
                Change::PutContent(content) if is_short(content) => {
                    sheet.texts.retain(|other| other.id != content.id);
                    sheet.texts.push(content);
                }
                _ => {}
            }
        }
        Ok(sheet)
    }
}
