//! Mailboxes on disk: an mbox file (mboxrd, with LF or CRLF, also gzipped), a folder of mails, or a single mail.
//!
//! One message is held at a time, so that an archive of many gigabytes can be read.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::dates;

/// More than any desk takes in; a longer message is an error of its own and the next one is read.
const LARGEST_MESSAGE: usize = 128 << 20;
/// A longer line is read in pieces.
const LONGEST_PIECE: u64 = 1 << 20;
/// No header field of interest lies behind this.
const HEADERS_AT_MOST: usize = 256 << 10;

/// One mail as it was stored, without the quoting of the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxMessage {
    /// The mail.
    pub raw: Vec<u8>,
    /// When it was received, in milliseconds since 1970: the date of the mbox line, else of the topmost dated `Received`, else
    /// `Date`, else that of the message before. An mbox line from `MAILER-DAEMON` ranks behind the fields: programs
    /// write it when they do not know the envelope, with the time of the export.
    pub received_at_hint: Option<i64>,
    /// Where it came from, for messages to people: `demo.mbox: message 3, line 120`.
    pub place: String,
}

/// The messages of a file or folder, in order. After an error of one message the next one follows.
pub struct Mailbox {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<Mbox<Box<dyn BufRead>>>,
    before: Option<i64>,
}

impl Mailbox {
    /// Opens an mbox file, a single mail, or a folder of `*.eml`, `*.mbox` and `*.mbox.gz` (sorted by name).
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut files = vec![path.to_path_buf()];
        if fs::metadata(path).map_err(|e| at_place(path.display(), e))?.is_dir() {
            files = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
            files.retain(|file| is_mail(file));
            files.sort();
            if files.is_empty() {
                let text = format!("{}: no *.eml, *.mbox or *.mbox.gz in this folder", path.display());
                return Err(io::Error::new(ErrorKind::NotFound, text));
            }
        }
        Ok(Self { files: files.into_iter(), open: None, before: None })
    }

    fn open_next(&mut self, file: &Path) -> io::Result<Option<(Envelope, MailboxMessage)>> {
        let place = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let mut reader = decoded(file)?;
        let is_eml = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("eml"));
        let is_mbox = name_ends(file, &[".mbox", ".mbox.gz"]) || reader.fill_buf()?.starts_with(b"From ");
        if is_mbox && !is_eml {
            self.open = Some(Mbox::new(reader, place));
            return Ok(None);
        }
        let mut raw = Vec::new();
        reader.take(LARGEST_MESSAGE as u64 + 1).read_to_end(&mut raw)?;
        if raw.len() > LARGEST_MESSAGE {
            return Err(too_large());
        }
        Ok(Some((Envelope::default(), MailboxMessage { raw, received_at_hint: None, place })))
    }
}

impl Iterator for Mailbox {
    type Item = io::Result<MailboxMessage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = match self.open.as_mut().map(Iterator::next) {
                Some(Some(next)) => next.map(Some),
                Some(None) => {
                    self.open = None;
                    continue;
                }
                None => {
                    let file = self.files.next()?;
                    self.open_next(&file).map_err(|error| at_place(file.display(), error))
                }
            };
            match next {
                Ok(None) => {}
                Ok(Some((envelope, mut message))) => {
                    self.before = received_at(&envelope, &message.raw).or(self.before);
                    message.received_at_hint = self.before;
                    return Some(Ok(message));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// What the `From ` line of an mbox says.
#[derive(Debug, Clone, Copy, Default)]
struct Envelope {
    at: Option<i64>,
    is_placeholder: bool,
}

impl Envelope {
    fn of(line: &[u8]) -> Self {
        let line = String::from_utf8_lossy(line);
        Self { at: dates::mbox_line(&line), is_placeholder: line.starts_with("From MAILER-DAEMON ") }
    }
}

/// The messages of one mbox.
struct Mbox<R> {
    reader: R,
    name: String,
    /// Of the message that is being read.
    place: String,
    /// The `From ` line that ended the message before.
    separator: Option<Vec<u8>>,
    lines: u64,
    messages: u64,
    done: bool,
}

impl<R: BufRead> Mbox<R> {
    fn new(reader: R, name: String) -> Self {
        Self { reader, place: name.clone(), name, separator: None, lines: 0, messages: 0, done: false }
    }

    /// Up to the end of the line, or a piece of a very long one; empty at the end of the file.
    fn piece(&mut self) -> io::Result<Vec<u8>> {
        let mut piece = Vec::new();
        self.reader.by_ref().take(LONGEST_PIECE).read_until(b'\n', &mut piece)?;
        self.lines += u64::from(piece.ends_with(b"\n"));
        Ok(piece)
    }

    /// Skips blank lines to the first `From ` line; false when there is no message at all.
    fn find_first(&mut self) -> io::Result<bool> {
        loop {
            let piece = self.piece()?;
            if piece.is_empty() {
                return Ok(false);
            }
            if piece.starts_with(b"From ") {
                self.separator = Some(piece);
                return Ok(true);
            }
            if !is_blank(&piece) {
                return Err(io::Error::new(
                    ErrorKind::InvalidData,
                    "not an mbox: it does not begin with a From line",
                ));
            }
        }
    }

    fn message(&mut self) -> io::Result<Option<(Envelope, MailboxMessage)>> {
        if self.messages == 0 && !self.find_first()? {
            return Ok(None);
        }
        let Some(separator) = self.separator.take() else { return Ok(None) };
        self.messages += 1;
        self.place = format!("{}: message {}, line {}", self.name, self.messages, self.lines.max(1));
        let (mut raw, mut at_line_start, mut after_blank, mut is_too_large) =
            (Vec::new(), true, false, false);
        loop {
            let piece = self.piece()?;
            if piece.is_empty() {
                break;
            }
            if at_line_start && is_separator(&piece, after_blank) {
                self.separator = Some(piece);
                break;
            }
            let kept = if at_line_start { unquoted(&piece) } else { &piece };
            is_too_large |= raw.len() + kept.len() > LARGEST_MESSAGE;
            if !is_too_large {
                raw.extend_from_slice(kept);
            }
            after_blank = at_line_start && is_blank(&piece);
            at_line_start = piece.ends_with(b"\n");
        }
        if is_too_large {
            return Err(too_large());
        }
        if after_blank {
            drop_last_line(&mut raw);
        }
        Ok(Some((
            Envelope::of(&separator),
            MailboxMessage { raw, received_at_hint: None, place: self.place.clone() },
        )))
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<(Envelope, MailboxMessage)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.message().map_err(|error| at_place(&self.place, error)).transpose();
        // After an error in reading there is no separator to go on from.
        self.done = self.separator.is_none();
        next
    }
}

/// A `From ` line follows a blank line. Archives that were joined carelessly lack it; there the date tells it from text.
fn is_separator(line: &[u8], after_blank: bool) -> bool {
    line.starts_with(b"From ") && (after_blank || Envelope::of(line).at.is_some())
}

/// `>From ` stands for `From `, `>>From ` for `>From `, and so on.
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|b| **b == b'>').count();
    let is_quoted = line.get(quotes..).is_some_and(|text| text.starts_with(b"From "));
    line.strip_prefix(b">").filter(|_| is_quoted).unwrap_or(line)
}

fn is_blank(line: &[u8]) -> bool {
    matches!(line, b"\n" | b"\r\n")
}

/// Takes away the blank line that an mbox adds behind each message.
fn drop_last_line(raw: &mut Vec<u8>) {
    raw.pop();
    if raw.ends_with(b"\r") {
        raw.pop();
    }
}

fn received_at(envelope: &Envelope, raw: &[u8]) -> Option<i64> {
    let of_field = |name| fields(raw, name).find_map(|value| dates::header(&value));
    let of_headers = || of_field("Received").or_else(|| of_field("Date"));
    if envelope.is_placeholder { of_headers().or(envelope.at) } else { envelope.at.or_else(of_headers) }
}

/// The values of the header fields of that name, folded as they are.
fn fields<'a>(raw: &'a [u8], name: &'a str) -> impl Iterator<Item = String> + 'a {
    let mut rest = raw.get(..HEADERS_AT_MOST).unwrap_or(raw);
    std::iter::from_fn(move || {
        let end = field_end(rest);
        let (field, behind) = rest.split_at(end);
        rest = behind;
        (!field.is_empty() && !is_blank(field)).then_some(field)
    })
    .filter_map(move |field| {
        let colon = field.iter().position(|b| *b == b':')?;
        let (found, value) = field.split_at(colon);
        let is_it = found.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes());
        let value = value.strip_prefix(b":").filter(|_| is_it)?;
        Some(String::from_utf8_lossy(value).into_owned())
    })
}

/// Where the first field ends: at a line feed that no continuation line follows.
fn field_end(headers: &[u8]) -> usize {
    let is_end =
        |at: usize| headers.get(at) == Some(&b'\n') && !matches!(headers.get(at + 1), Some(b' ' | b'\t'));
    // An empty line ends the headers, whatever follows.
    if headers.starts_with(b"\n") || headers.starts_with(b"\r\n") {
        return headers.iter().position(|b| *b == b'\n').map_or(0, |at| at + 1);
    }
    (0..headers.len()).find(|at| is_end(*at)).map_or(headers.len(), |at| at + 1)
}

/// The content of the file, unpacked when it is gzipped.
fn decoded(file: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::new(File::open(file)?);
    if reader.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader))));
    }
    Ok(Box::new(reader))
}

fn is_mail(file: &Path) -> bool {
    name_ends(file, &[".eml", ".mbox", ".mbox.gz"]) && file.is_file()
}

fn name_ends(file: &Path, endings: &[&str]) -> bool {
    let name = file.to_string_lossy().to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

fn too_large() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "larger than 128 MiB")
}

fn at_place(place: impl Display, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{place}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_772_452_800_000; // 2026-03-02T12:00:00Z
    const HOUR: i64 = 3_600_000;

    /// A folder for one test, gone at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
            let path = std::env::temp_dir().join(format!("frontdesk-mailbox-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            for (file, content) in files {
                fs::write(path.join(file), content).unwrap();
            }
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn gzipped(content: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        let level = flate2::Compression::fast();
        flate2::bufread::GzEncoder::new(content, level).read_to_end(&mut packed).unwrap();
        packed
    }

    fn read(mbox: &[u8]) -> Vec<(Option<i64>, String)> {
        Mbox::new(mbox, "box".into())
            .map(|message| message.unwrap())
            .map(|(envelope, message)| (envelope.at, String::from_utf8(message.raw).unwrap()))
            .collect()
    }

    fn hints(path: &Path) -> Vec<Option<i64>> {
        Mailbox::open(path).unwrap().map(|message| message.unwrap().received_at_hint).collect()
    }

    const LINE: &str = "From a@b.example Mon Mar  2 12:00:00 2026\n";

    #[test]
    fn quoted_from_lines_lose_one_mark_and_no_other_line_does() {
        let text =
            format!("{LINE}Subject: x\n\n>From here\n>>From there\n> From quoted\n>Fromage\nFromage\n\n");
        let raw = "Subject: x\n\nFrom here\n>From there\n> From quoted\n>Fromage\nFromage\n";
        assert_eq!(read(text.as_bytes()), [(Some(NOON), raw.to_owned())]);
    }

    #[test]
    fn the_blank_line_behind_a_message_is_the_mailboxs_and_earlier_ones_are_the_mails() {
        for end in ["\n", "\r\n"] {
            let text = format!("{LINE}A: 1\n\none\n\n\n{LINE}B: 2\n\ntwo\n\n").replace('\n', end);
            let raws: Vec<_> = read(text.as_bytes()).into_iter().map(|(_, raw)| raw).collect();
            assert_eq!(raws, ["A: 1\n\none\n\n".replace('\n', end), "B: 2\n\ntwo\n".replace('\n', end)]);
        }
    }

    #[test]
    fn a_message_may_end_without_line_feed_or_blank_line() {
        let raws = |text: &str| read(text.as_bytes()).into_iter().map(|(_, raw)| raw).collect::<Vec<_>>();
        assert_eq!(raws(&format!("{LINE}A: 1\n\none")), ["A: 1\n\none"]);
        assert_eq!(raws(&format!("{LINE}A: 1\n\none\n{LINE}B: 2\n")), ["A: 1\n\none\n", "B: 2\n"]);
        assert_eq!(raws(&format!("\n\n{LINE}{LINE}B: 2\n")), ["", "B: 2\n"]);
        assert_eq!(raws("From nobody\n\nFrom nobody"), ["", ""]);
    }

    #[test]
    fn text_that_begins_with_from_inside_a_paragraph_does_not_split_the_mail() {
        let text = format!("{LINE}A: 1\n\nWe moved\nFrom Berlin to Kiel.\n\n");
        assert_eq!(read(text.as_bytes()).len(), 1);
    }

    #[test]
    fn a_line_longer_than_a_piece_stays_whole() {
        let long = "x".repeat(LONGEST_PIECE as usize) + ">From and From on\n";
        let messages = read(format!("{LINE}A: 1\n\n{long}\n").as_bytes());
        assert_eq!(messages, [(Some(NOON), format!("A: 1\n\n{long}"))]);
    }

    #[test]
    fn an_oversized_message_is_an_error_and_the_next_one_is_read() {
        let big = io::repeat(b'x').take(LARGEST_MESSAGE as u64 + 1);
        let tail = format!("\n\n{LINE}B: 2\n\n");
        let reader = BufReader::new(LINE.as_bytes().chain(big).chain(tail.as_bytes()));
        let mut mbox = Mbox::new(reader, "box".into());
        let error = mbox.next().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "box: message 1, line 1: larger than 128 MiB");
        let (_, second) = mbox.next().unwrap().unwrap();
        assert_eq!(
            (second.raw.as_slice(), second.place.as_str()),
            (&b"B: 2\n"[..], "box: message 2, line 4")
        );
        assert!(mbox.next().is_none());
    }

    #[test]
    fn a_file_that_is_no_mbox_is_named() {
        let folder = Folder::new("none", &[("a.mbox", b"Subject: x\n\ntext\n")]);
        let all: Vec<_> = Mailbox::open(&folder.0).unwrap().collect();
        assert_eq!(all.len(), 1);
        assert!(all[0].as_ref().unwrap_err().to_string().starts_with("a.mbox: not an mbox"));
        assert!(Mailbox::open(&folder.0.join("missing")).is_err_and(|e| e.to_string().contains("missing")));
    }

    #[test]
    fn received_is_the_mbox_line_then_the_top_received_then_date_then_the_message_before() {
        let received = "Received: from a\n\tby b; Mon, 2 Mar 2026 14:00:00 +0100\nReceived: c; Mon, 2 Mar 2026 09:00:00 +0000\n";
        let date = "Date: Mon, 2 Mar 2026 10:00:00 +0000\n";
        let line = "From a@b.example Mon Mar  2 11:00:00 2026\n";
        let mbox = format!(
            "From x\nA: 1\n\n{line}{received}{date}\n\nFrom x\n{received}{date}\n\nFrom x\n{date}\n\nFrom x\nA: 1\n\n{date}\n\
             From x Thu Jan  1 00:00:00 1970\nDate: Fri, 2 Mar 2126 10:00:00 +0000\n\n"
        );
        let folder = Folder::new("rule", &[("a.mbox", mbox.as_bytes())]);
        let expected = [None, Some(-1), Some(1), Some(-2), Some(-2), Some(-2)];
        assert_eq!(hints(&folder.0), expected.map(|hours: Option<i64>| hours.map(|h| NOON + h * HOUR)));
    }

    #[test]
    fn a_placeholder_line_ranks_behind_the_fields() {
        let line = "From MAILER-DAEMON Mon Mar  2 12:00:00 2026\n";
        let mbox = format!("{line}Date: Mon, 2 Mar 2026 10:00:00 +0000\n\n\n{line}A: 1\n\n");
        let folder = Folder::new("placeholder", &[("a.mbox", mbox.as_bytes())]);
        assert_eq!(hints(&folder.0), [Some(NOON - 2 * HOUR), Some(NOON)]);
    }

    #[test]
    fn a_folder_is_read_by_name_with_single_mails_and_packed_mailboxes() {
        let mbox = format!("{LINE}A: 1\n\n\n{LINE}A: 2\n\n\n");
        let packed = gzipped(mbox.as_bytes());
        let eml = b"From spoofed in an eml\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\n>From\r\n";
        let folder = Folder::new(
            "folder",
            &[
                ("c.mbox", mbox.as_bytes()),
                ("b.mbox.gz", &packed),
                ("a.EML", eml),
                ("notes.txt", b"x"),
                ("d.mbox", b""),
            ],
        );
        let all: Vec<_> = Mailbox::open(&folder.0).unwrap().map(Result::unwrap).collect();
        let places: Vec<_> = all.iter().map(|m| m.place.as_str()).collect();
        let expected = ["a.EML", "b.mbox.gz: message 1, line 1", "b.mbox.gz: message 2, line 5"];
        assert_eq!(places[..3], expected);
        assert_eq!(places[3..], ["c.mbox: message 1, line 1", "c.mbox: message 2, line 5"]);
        assert_eq!(all[0].raw, eml);
        assert_eq!(all[0].received_at_hint, Some(NOON - 2 * HOUR));
        assert_eq!(hints(&folder.0.join("b.mbox.gz")), [Some(NOON); 2]);
        assert_eq!(hints(&folder.0.join("a.EML")).len(), 1);
    }

    #[test]
    fn a_folder_without_mail_is_an_error() {
        let folder = Folder::new("empty", &[("notes.txt", b"x")]);
        assert!(Mailbox::open(&folder.0).is_err_and(|e| e.kind() == ErrorKind::NotFound));
    }

    #[test]
    fn a_truncated_archive_gives_its_messages_and_then_an_error() {
        let mbox = format!("{LINE}A: 1\n\n\n").repeat(2_000);
        let packed = gzipped(mbox.as_bytes());
        let folder = Folder::new("cut", &[("a.mbox.gz", &packed[..packed.len() - 20])]);
        let all: Vec<_> = Mailbox::open(&folder.0).unwrap().collect();
        assert!(all.len() > 1 && all.len() <= 2_001);
        assert_eq!(all.iter().filter(|m| m.is_err()).count(), 1);
        assert!(all.last().unwrap().is_err());
    }
}
