//! What Outlook and others put above an unmarked quote: a banner, or a block of headers.

use super::Introduction;
use super::lines::Lines;
use super::phrases::{self, Header};

/// Lines of a wrapped address list that may stand between two headers.
const MOST_WRAPPED: usize = 3;
/// A date and a time have at least so many digits.
const FEWEST_DATE_DIGITS: usize = 6;

/// The banner or block of headers that starts at `at`.
pub(super) fn block_at(lines: &Lines<'_>, at: usize) -> Option<Introduction> {
    let line = lines.get(at)?;
    if is_banner(line.text) {
        return Some(Introduction { start: separator_above(lines, at), end: at + 1, stands_alone: true });
    }
    let end = headers_end(lines, at)?;
    Some(Introduction { start: separator_above(lines, at), end, stands_alone: true })
}

/// Past the block of headers, if there is one: a sender and two others of date, recipient and subject. People write
/// `From: Berlin`, too: an address or a subject makes it a mail's, and so does a date, by whatever name.
fn headers_end(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let mut seen: Vec<Header> = Vec::new();
    let mut wrapped = 0;
    let mut end = at;
    for i in at.. {
        let Some(line) = lines.get(i).filter(|line| !line.is_blank() && !line.has_quote_mark()) else {
            break;
        };
        match line.header {
            Some(header) if seen.contains(&header) => break,
            Some(header) => {
                seen.push(header);
                end = i + 1;
                wrapped = 0;
            }
            None if i == at || wrapped == MOST_WRAPPED => break,
            None => wrapped += 1,
        }
    }
    let others = [Header::Sent, Header::To, Header::Subject].iter().filter(|h| seen.contains(h)).count();
    let block = || (at..end).filter_map(|i| lines.get(i)).flat_map(|line| line.text.bytes());
    let is_block = seen.contains(&Header::From)
        && others >= 2
        && (seen.contains(&Header::Subject) || block().any(|b| b == b'@'))
        && (seen.contains(&Header::Sent) || block().filter(u8::is_ascii_digit).count() >= FEWEST_DATE_DIGITS);
    is_block.then_some(end)
}

/// Which header a line starts with: `From: Ann`, `*Von:* Ann`, `De : Ann`.
pub(super) fn header(line: &str) -> Option<Header> {
    const LONGEST: usize = 32;
    let start = line.get(..line.floor_char_boundary(LONGEST))?;
    let (name, _) = start.split_once([':', '：'])?;
    let name = name.trim_matches(|c: char| c == '*' || c.is_whitespace());
    if name.is_empty() { None } else { phrases::header(name) }
}

/// `-----Original Message-----`, or Apple's `Begin forwarded message:`.
fn is_banner(text: &str) -> bool {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 120;
    if text.len() < SHORTEST || text.len() > LONGEST {
        return false;
    }
    if text.starts_with("--") && text.ends_with("--") {
        // QQ Mail leaves the reference in its plain text.
        let text = text.replace("&nbsp;", " ");
        return phrases::is_banner(text.trim_matches(|c: char| c == '-' || c.is_whitespace()));
    }
    text.ends_with([':', '：']) && phrases::is_bare_banner(text)
}

/// Where the rule starts that stands above `at`, or `at` itself.
fn separator_above(lines: &Lines<'_>, at: usize) -> usize {
    match lines.text_before(at) {
        Some((above, line)) if is_rule(line.text) => above,
        _ => at,
    }
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && ["_", "-", "=", "*"].iter().any(|sign| text.trim_matches(|c| sign.contains(c)).is_empty())
}
