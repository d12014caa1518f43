//! Splits the text of a mail into what is new, what is quoted and the signature, without deleting anything.
//!
//! A heuristic in one linear pass over the lines: quote marks, the line that introduces a quote in the languages of
//! common mail programs, Outlook's block of headers, banners, our own reply marker, and signatures. When nothing
//! new would be left, all of it is new.

mod attribution;
mod headers;
mod lines;
mod phrases;
mod signature;

use lines::{Line, Lines};

use crate::model::{TextPart, TextPartKind};

/// Splits a mail's text into parts that cover it in order.
///
/// The text has less than 4 GB.
///
/// ```
/// use frontdesk::intake::quote::{new_text, split};
/// let text = "It works now, thanks!\n-- \nAnn\n\nOn Mon, 6 May 2024 at 10:12, Bo <bo@desk.example> wrote:\n> Better?\n";
/// assert_eq!(new_text(text, &split(text)), "It works now, thanks!");
/// ```
pub fn split(text: &str) -> Vec<TextPart> {
    split_with(text, &[])
}

/// Like [`split`]; a line that holds one of the `markers` (“reply above this line”) starts the quote.
pub fn split_with(text: &str, markers: &[&str]) -> Vec<TextPart> {
    let mut lines = Lines::of(text);
    mark_quotes(&mut lines, markers);
    signature::mark(&mut lines);
    if !lines.any_new_text() {
        return whole(text);
    }
    parts(&lines)
}

/// What is new: the new parts without the empty lines around them, set off from each other by an empty line.
pub fn new_text(text: &str, parts: &[TextPart]) -> String {
    let mut out = String::new();
    let mut rest = text;
    for part in parts {
        let Some((piece, after)) = rest.split_at_checked(part.len as usize) else { break };
        rest = after;
        let piece = without_outer_blank_lines(piece);
        if part.kind == TextPartKind::New && !piece.is_empty() {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(piece);
        }
    }
    out.trim().to_owned()
}

fn without_outer_blank_lines(piece: &str) -> &str {
    let piece = piece.trim_end();
    let blank = piece.len() - piece.trim_start().len();
    let first_line = piece.get(..blank).and_then(|white| white.rfind('\n')).map_or(0, |end| end + 1);
    piece.get(first_line..).unwrap_or(piece)
}

fn whole(text: &str) -> Vec<TextPart> {
    if text.is_empty() { Vec::new() } else { vec![part(TextPartKind::New, text.len())] }
}

fn part(kind: TextPartKind, len: usize) -> TextPart {
    TextPart { kind, len: u32::try_from(len).unwrap_or(u32::MAX) }
}

/// Joins lines of one kind; an empty line belongs to the line before it.
fn parts(lines: &Lines<'_>) -> Vec<TextPart> {
    let mut parts: Vec<TextPart> = Vec::new();
    let (mut kind, mut start, mut end) = (TextPartKind::New, 0, 0);
    for line in lines.iter() {
        if !line.is_blank() && line.kind != kind {
            if end > start {
                parts.push(part(kind, end - start));
            }
            (kind, start) = (line.kind, end);
        }
        end = line.end;
    }
    if end > start {
        parts.push(part(kind, end - start));
    }
    parts
}

/// Marks by initials show so few lines below the introduction.
const INITIALS_WITHIN: usize = 6;

/// Walks down the lines and marks what is quoted.
fn mark_quotes(lines: &mut Lines<'_>, markers: &[&str]) {
    let mut attributions = attribution::Finder::default();
    let mut initials = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.is_blank() {
            at += 1;
            continue;
        }
        if line.has_quote_mark() || (initials && line.has_initials_mark()) {
            if !is_stray_mark(lines, at, line) {
                lines.mark(at..at + 1, TextPartKind::Quoted);
            }
            at += 1;
            continue;
        }
        let Some(intro) = introduction(lines, at, line, markers, &mut attributions) else {
            at += 1;
            continue;
        };
        let mut below = (intro.end..intro.end + INITIALS_WITHIN).filter_map(|i| lines.get(i));
        let has_initials = below.any(Line::has_initials_mark);
        initials |= has_initials;
        if has_initials || lines.next_text(intro.end).is_some_and(|(_, next)| next.has_quote_mark()) {
            // The quote has marks of its own, so that an answer below it shows.
            lines.mark(intro.start..intro.end, TextPartKind::Quoted);
            at = intro.end;
        } else if intro.stands_alone {
            lines.mark(intro.start..lines.len(), TextPartKind::Quoted);
            return;
        } else {
            at += 1;
        }
    }
}

/// Lines that introduce a quote.
struct Introduction {
    start: usize,
    end: usize,
    /// Sure enough to take all that follows for the quote even though no line of it has a mark.
    stands_alone: bool,
}

fn introduction(
    lines: &Lines<'_>,
    at: usize,
    line: &Line<'_>,
    markers: &[&str],
    attributions: &mut attribution::Finder,
) -> Option<Introduction> {
    if markers.iter().any(|marker| !marker.is_empty() && line.text.contains(marker)) {
        let start = attributions.before_marker(lines, at).unwrap_or(at);
        return Some(Introduction { start, end: at + 1, stands_alone: true });
    }
    headers::block_at(lines, at).or_else(|| attributions.ending_at(lines, at))
}

/// Whether a mark like that of `>50 users` is no quote: one line by itself, with no space after the mark.
fn is_stray_mark(lines: &Lines<'_>, at: usize, line: &Line<'_>) -> bool {
    let after_mark = line.text.strip_prefix('>').unwrap_or_default();
    let alone = !after_mark.is_empty() && !after_mark.starts_with([' ', '>', '\t', '\u{a0}']);
    let quoted_before = lines
        .text_before(at)
        .is_some_and(|(_, before)| before.kind == TextPartKind::Quoted || before.has_quote_mark());
    let quoted_after = lines.get(at + 1).is_some_and(Line::has_quote_mark);
    alone && !quoted_before && !quoted_after
}

#[cfg(test)]
mod tests;
