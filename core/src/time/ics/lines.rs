//! Lines of an iCalendar: long ones are folded, and each has a name, parameters and a value.

use std::borrow::Cow;

/// A line as it was before it was folded.
#[derive(Debug)]
pub(super) struct ContentLine<'a> {
    /// Where it begins, counted from 1.
    pub number: u32,
    pub name: Cow<'a, str>,
    pub parameters: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

impl ContentLine<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(name)
    }

    /// A parameter, without its quotes.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut rest = &*self.parameters;
        while !rest.is_empty() {
            let (parameter, others) = split_unquoted(rest, ';').unwrap_or((rest, ""));
            rest = others;
            if let Some((key, value)) = parameter.split_once('=')
                && key.trim().eq_ignore_ascii_case(name)
            {
                return Some(value.trim().trim_matches('"'));
            }
        }
        None
    }
}

/// The lines of a text that are not blank. One without a colon has its text as its name.
pub(super) fn content_lines(text: &str) -> impl Iterator<Item = ContentLine<'_>> {
    let mut lines = (1_u32..).zip(text.lines()).peekable();
    std::iter::from_fn(move || {
        let (number, first) = lines.find(|(_, line)| !line.trim().is_empty())?;
        let mut whole = Cow::Borrowed(first);
        while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with([' ', '\t'])) {
            whole.to_mut().push_str(more.get(1..).unwrap_or_default());
        }
        Some(content_line(number, whole))
    })
}

fn content_line(number: u32, line: Cow<'_, str>) -> ContentLine<'_> {
    match line {
        Cow::Borrowed(line) => {
            let (name, parameters, value) = taken_apart(line);
            ContentLine { number, name: name.into(), parameters: parameters.into(), value: value.into() }
        }
        Cow::Owned(line) => {
            let (name, parameters, value) = taken_apart(&line);
            let owned = |text: &str| Cow::Owned(text.to_owned());
            ContentLine { number, name: owned(name), parameters: owned(parameters), value: owned(value) }
        }
    }
}

fn taken_apart(line: &str) -> (&str, &str, &str) {
    let (head, value) = split_unquoted(line, ':').unwrap_or((line, ""));
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    (name, parameters, value)
}

/// What stands before and after the first such character that is not within quotes.
fn split_unquoted(text: &str, at: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let found = text.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == at && !quoted
    });
    let (position, _) = found?;
    Some((text.get(..position)?, text.get(position + at.len_utf8()..)?))
}
