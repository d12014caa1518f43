//! A sheet of the heap: what is written together and never changes, in one row. It holds entries of the log, comments and records of
//! messages, compressed; and short texts as they came, since those hardly get smaller.

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entry::{self, Update};
use super::tx::{from_json, to_json};
use crate::ids::{ContentId, Id};
use crate::model::{Comment, Content, Event, Inbound, InboundKey, ReadBody};
use crate::store::{StoreError, StoreResult};

/// The first byte of a sheet: by which dictionary it was compressed.
const FIRST: u8 = 1;

/// What the lists of sheets are made of, so that none has to say it again. What was compressed with it cannot be read with another, so
/// this file never changes; a better one gets another first byte.
const DICTIONARY: &[u8] = include_bytes!("sheet_dictionary_1.txt");

/// So long is the row of a sheet on which nothing stands.
const EMPTY: usize = 5;

/// So many times smaller at most does compressing make something.
const MOST_SHRUNK: usize = 255;

/// So long a text at most stands on a sheet: with a longer one by itself the row would not fit into a page. Longer texts and files have
/// a row of their own.
const SHORT: usize = 4_000;

/// Whether a content stands on a sheet.
pub(super) fn is_short(content: &Content) -> bool {
    content.bytes.len() <= SHORT
}

/// A sheet that is to be written.
#[derive(Default)]
pub(super) struct Sheet<'a> {
    pub entries: Vec<(u32, &'a [Event])>,
    pub comments: Vec<Comment>,
    pub records: Vec<&'a Inbound>,
    pub texts: Vec<&'a Content>,
}

impl Sheet<'_> {
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.comments.is_empty()
            && self.records.is_empty()
            && self.texts.is_empty()
    }

    /// The row of it.
    pub fn pack(&self) -> StoreResult<Vec<u8>> {
        let entries: Vec<_> = self.entries.iter().map(|(at, events)| (at, entry::updates(events))).collect();
        let lists = [list(&entries)?, list(&self.comments)?, list(&self.records)?];
        let mut row = vec![FIRST];
        put(&mut row, &pack_lists(&lists)?)?;
        self.texts.iter().try_for_each(|text| put_text(&mut row, text.id, text.salt, &text.bytes))?;
        Ok(row)
    }
}

/// Three lists in JSON, each with its length in front, compressed together; nothing when all are empty.
fn pack_lists(lists: &[Vec<u8>; 3]) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::with_capacity(lists.iter().map(|list| list.len() + 4).sum());
    lists.iter().try_for_each(|list| put(&mut bytes, list))?;
    let empty = lists.iter().all(Vec::is_empty);
    Ok(if empty { Vec::new() } else { compress_prepend_size_with_dict(&bytes, DICTIONARY) })
}

/// A sheet as it is read.
pub(super) struct ReadSheet<'a> {
    packed: &'a [u8],
    texts: &'a [u8],
}

impl<'a> ReadSheet<'a> {
    pub fn of(row: &'a [u8]) -> StoreResult<Self> {
        let (&first, rest) = row.split_first().ok_or_else(damaged)?;
        if first != FIRST {
            return Err(damaged());
        }
        let (packed, texts) = take(rest)?;
        Ok(Self { packed, texts })
    }

    fn list<T: DeserializeOwned>(&self, nth: usize) -> StoreResult<Vec<T>> {
        let Some(size) = self.packed.first_chunk() else { return Ok(Vec::new()) };
        // More than that cannot be in it; it is not asked for memory that a damaged row may claim.
        if u32::from_le_bytes(*size) as usize / MOST_SHRUNK > self.packed.len() {
            return Err(damaged());
        }
        let bytes = decompress_size_prepended_with_dict(self.packed, DICTIONARY).map_err(|_| damaged())?;
        let (mut list, mut rest) = take(&bytes)?;
        for _ in 0..nth {
            (list, rest) = take(rest)?;
        }
        if list.is_empty() { Ok(Vec::new()) } else { from_json(list) }
    }

    /// The entries of the log, by position.
    pub fn entries(&self) -> StoreResult<Vec<(u32, Vec<Event>)>> {
        let entries: Vec<(u32, Vec<Update<ReadBody>>)> = self.list(0)?;
        let events = |(position, updates)| Ok((position, entry::events(updates)?));
        entries.into_iter().map(events).collect()
    }

    /// The comments, without their texts.
    pub fn comments(&self) -> StoreResult<Vec<Comment>> {
        self.list(1)
    }

    /// The record of a message.
    pub fn record(&self, key: InboundKey) -> StoreResult<Inbound> {
        let records: Vec<Inbound> = self.list(2)?;
        records.into_iter().find(|record| record.key() == key).ok_or_else(damaged)
    }

    /// A text; nothing when it does not stand here.
    pub fn text(&self, id: ContentId) -> StoreResult<Option<Content>> {
        let mut rest = self.texts;
        while !rest.is_empty() {
            let (text, after) = take_text(rest)?;
            if text.id == id {
                return Ok(Some(Content { id, salt: text.salt, bytes: text.bytes.to_vec() }));
            }
            rest = after;
        }
        Ok(None)
    }

    /// What is left of this sheet without a text.
    pub fn without_text(&self, id: ContentId) -> StoreResult<Rest> {
        let (mut row, mut found, mut rest) = (vec![FIRST], false, self.texts);
        put(&mut row, self.packed)?;
        while !rest.is_empty() {
            let (text, after) = take_text(rest)?;
            if text.id == id {
                found = true;
            } else {
                put_text(&mut row, text.id, text.salt, text.bytes)?;
            }
            rest = after;
        }
        let is_empty = row.len() == EMPTY;
        Ok(match found {
            false => Rest::All,
            true if is_empty => Rest::Nothing,
            true => Rest::Some(row),
        })
    }
}

/// What is left of a sheet when a text is taken from it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// All of it: the text does not stand there.
    All,
    /// The row without the text.
    Some(Vec<u8>),
    /// Nothing: there was only the text.
    Nothing,
}

/// A text on a sheet.
struct Text<'a> {
    id: ContentId,
    salt: [u8; 16],
    bytes: &'a [u8],
}

fn list<T: Serialize>(items: &[T]) -> StoreResult<Vec<u8>> {
    if items.is_empty() { Ok(Vec::new()) } else { Ok(to_json(&items)?.into_bytes()) }
}

/// Adds bytes with their length in front.
fn put(row: &mut Vec<u8>, bytes: &[u8]) -> StoreResult<()> {
    let too_much = |_| StoreError::Unavailable("too much is written at once".to_owned());
    let length = u32::try_from(bytes.len()).map_err(too_much)?;
    row.extend(length.to_le_bytes());
    row.extend_from_slice(bytes);
    Ok(())
}

/// Bytes with their length in front, and what comes behind them.
fn take(row: &[u8]) -> StoreResult<(&[u8], &[u8])> {
    let (length, rest) = row.split_first_chunk().ok_or_else(damaged)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(damaged)
}

fn put_text(row: &mut Vec<u8>, id: ContentId, salt: [u8; 16], bytes: &[u8]) -> StoreResult<()> {
    row.extend(id.to_bytes());
    row.extend(salt);
    put(row, bytes)
}

/// The first text, and what comes behind it.
fn take_text(texts: &[u8]) -> StoreResult<(Text<'_>, &[u8])> {
    let (id, rest) = texts.split_first_chunk().ok_or_else(damaged)?;
    let (salt, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
    let (bytes, rest) = take(rest)?;
    Ok((Text { id: ContentId::from_bytes(*id), salt: *salt, bytes }, rest))
}

fn damaged() -> StoreError {
    StoreError::Corrupt("a sheet cannot be read".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Digest;

    fn event(seq: u32) -> Event {
        let (id, update) = ("msg_00000000000000000000000001", "upd_00000000000000000000000002");
        let body = json!({ "kind": "tags_changed", "body": { "added": ["late"], "removed": [] } });
        let rest = json!({ "v": 1, "seq": seq, "at": 1, "update": update, "actor": { "type": "host" } });
        let mut event = json!({ "subject": { "type": "message", "id": id } });
        for part in [body, rest] {
            event.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        }
        serde_json::from_value(event).unwrap()
    }

    fn comment() -> Comment {
        let text =
            json!({ "id": "cnt_00000000000000000000000003", "digest": "00000000000000000000000000000004" });
        let comment = json!({
            "visibility": "public", "id": "cmt_00000000000000000000000005", "ticket": 7, "index": 3, "at": 1,
            "author": { "type": "host" }, "channel": "api", "update": "upd_00000000000000000000000002", "text": text,
        });
        serde_json::from_value(comment).unwrap()
    }

    /// A sheet with two entries, a comment and three texts.
    fn written() -> (Vec<u8>, Vec<Vec<Event>>, Comment, Vec<Content>) {
        let entries = vec![vec![event(1), event(2)], vec![event(3)]];
        let comment = comment();
        let content = |(id, text): (u8, &str)| Content {
            id: ContentId::from_bytes([id; 16]),
            salt: [id; 16],
            bytes: text.into(),
        };
        let texts: Vec<Content> = (1..).zip(["one", "", "three"]).map(content).collect();
        let sheet = Sheet {
            entries: (1..).zip(entries.iter().map(Vec::as_slice)).collect(),
            comments: vec![comment.clone()],
            records: Vec::new(),
            texts: texts.iter().collect(),
        };
        (sheet.pack().unwrap(), entries, comment, texts)
    }

    #[test]
    fn a_sheet_is_read_as_it_was_written() {
        let (row, entries, comment, texts) = written();
        let sheet = ReadSheet::of(&row).unwrap();
        assert_eq!(sheet.entries().unwrap(), (1..).zip(entries).collect::<Vec<_>>());
        assert_eq!(sheet.comments().unwrap(), [comment]);
        for text in &texts {
            assert_eq!(sheet.text(text.id).unwrap().as_ref(), Some(text));
        }
    }

    #[test]
    fn a_text_is_taken_out_and_the_rest_stays() {
        let (row, entries, _, texts) = written();
        let Rest::Some(rest) = ReadSheet::of(&row).unwrap().without_text(texts[2].id).unwrap() else {
            panic!("there is more on it")
        };
        assert!(!rest.windows(5).any(|bytes| bytes == b"three"));
        let sheet = ReadSheet::of(&rest).unwrap();
        assert_eq!(sheet.text(texts[2].id).unwrap(), None);
        assert_eq!(sheet.text(texts[0].id).unwrap().as_ref(), Some(&texts[0]));
        assert_eq!(sheet.entries().unwrap().len(), entries.len());
        assert_eq!(sheet.without_text(texts[2].id).unwrap(), Rest::All);

        let sheet = Sheet { texts: vec![&texts[0]], ..Sheet::default() };
        let row = sheet.pack().unwrap();
        assert_eq!(ReadSheet::of(&row).unwrap().without_text(texts[0].id).unwrap(), Rest::Nothing);
    }

    #[test]
    fn a_damaged_sheet_is_told_or_read_otherwise_and_nothing_worse() {
        let (row, _, _, texts) = written();
        let read = |row: &[u8]| {
            let Ok(sheet) = ReadSheet::of(row) else { return };
            let _ = (sheet.entries(), sheet.comments(), sheet.text(texts[1].id));
            let _ = sheet.without_text(texts[1].id);
        };
        (0..row.len()).for_each(|end| read(&row[..end]));
        for at in 0..row.len() {
            for byte in [0, 1, 0x0f, 0x7f, 0x80, 0xf0, 0xff, row[at] ^ 1] {
                let mut damaged = row.clone();
                damaged[at] = byte;
                read(&damaged);
            }
        }
    }

    #[test]
    fn what_was_written_once_can_be_read_for_ever() {
        let row = include_bytes!("sheet_example_1.bin");
        let (_, entries, comment, texts) = written();
        let sheet = ReadSheet::of(row).unwrap();
        assert_eq!(sheet.entries().unwrap(), (1..).zip(entries).collect::<Vec<_>>());
        assert_eq!(sheet.comments().unwrap(), [comment]);
        assert_eq!(sheet.text(texts[2].id).unwrap().as_ref(), Some(&texts[2]));
    }

    #[test]
    fn the_first_dictionary_never_changes() {
        assert_eq!(Digest::of(&[0; 16], DICTIONARY).to_string(), "1a9efe180d607c199265c9461c8eb1c4");
    }
}
