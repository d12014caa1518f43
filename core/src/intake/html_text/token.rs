//! A tokenizer for HTML as mail has it: one pass, no tree, borrowed tokens.
//!
//! Comments, doctypes and the content of elements that show no text (scripts, styles, titles) are left out. A tag
//! that never ends is text: nothing is lost, and nothing is read twice.

/// A piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text with its character references still in place.
    Text(&'a str),
    /// A start tag; whether it closes itself does not matter in HTML.
    Start(Tag<'a>),
    /// An end tag, by its name as written.
    End(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name as written.
    pub name: &'a str,
    /// Everything between the name and the closing `>`.
    inside: &'a str,
}

impl<'a> Tag<'a> {
    /// Names and raw values of the attributes, in order.
    pub fn attributes(self) -> Attributes<'a> {
        Attributes { text: self.inside, at: 0 }
    }

    /// The raw value of the first attribute of this name.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The attributes of a tag.
pub(crate) struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let attribute = Attribute::scan(self.text, self.at)?;
        self.at = attribute.end;
        Some((attribute.name, attribute.value))
    }
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
    end: usize,
}

impl<'a> Attribute<'a> {
    /// The next attribute at or after `at`; `None` at the end of the tag or of the text.
    fn scan(text: &'a str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let start = skip(bytes, at, |b| is_space(b) || b == b'/');
        if matches!(bytes.get(start), None | Some(b'>')) {
            return None;
        }
        // An equals sign in front belongs to the name.
        let name_end = skip(bytes, start + 1, |b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
        let name_end = text.ceil_char_boundary(name_end);
        let name = text.get(start..name_end)?;
        let equals = skip(bytes, name_end, is_space);
        if bytes.get(equals) != Some(&b'=') {
            return Some(Self { name, value: "", end: name_end });
        }
        let value_start = skip(bytes, equals + 1, is_space);
        match bytes.get(value_start) {
            Some(&quote @ (b'"' | b'\'')) => {
                let value_end = skip(bytes, value_start + 1, |b| b != quote);
                // Without a closing quote the value is the rest, and the tag has no end.
                let value = text.get(value_start + 1..value_end)?;
                Some(Self { name, value, end: (value_end + 1).min(bytes.len()) })
            }
            _ => {
                let value_end = skip(bytes, value_start, |b| !is_space(b) && b != b'>');
                Some(Self { name, value: text.get(value_start..value_end)?, end: value_end })
            }
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// The first place at or after `at` whose byte is not one of `these`, or the end.
fn skip(bytes: &[u8], at: usize, these: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at.min(bytes.len()) + rest.iter().position(|&b| !these(b)).unwrap_or(rest.len())
}

/// The tokens of a piece of HTML.
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content is text up to its end tag, just opened.
    raw: Option<&'a str>,
    /// No tag ends after here.
    only_text: bool,
}

impl<'a> Tokens<'a> {
    pub fn of(html: &'a str) -> Self {
        Self { html, at: 0, raw: None, only_text: false }
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// The next token that is neither empty nor left out.
    fn step(&mut self) -> Step<'a> {
        let rest = self.rest();
        if rest.is_empty() {
            return Step::Done;
        }
        if let Some(name) = self.raw.take() {
            return self.raw_content(name);
        }
        if self.only_text || !opens_markup(rest.as_bytes()) {
            return self.text();
        }
        match rest.as_bytes().get(1) {
            Some(b'!') => self.declaration(),
            Some(b'?') => self.skip_past(b'>'),
            Some(b'/') => self.end_tag(),
            _ => self.start_tag(),
        }
    }

    /// Text up to the next markup, at least one byte.
    fn text(&mut self) -> Step<'a> {
        let rest = self.rest();
        let mut end = rest.len();
        if !self.only_text {
            let mut from = 1;
            while let Some(found) =
                rest.as_bytes().get(from..).and_then(|r| r.iter().position(|&b| b == b'<'))
            {
                if opens_markup(rest.as_bytes().get(from + found..).unwrap_or_default()) {
                    end = from + found;
                    break;
                }
                from += found + 1;
            }
        }
        self.at += end;
        rest.get(..end).map_or(Step::Done, |text| Step::Token(Token::Text(text)))
    }

    fn declaration(&mut self) -> Step<'a> {
        let rest = self.rest();
        let Some(comment) = rest.strip_prefix("<!--") else {
            return self.skip_past(b'>');
        };
        if comment.starts_with('>') {
            self.at += 5;
        } else if comment.starts_with("->") {
            self.at += 6;
        } else {
            let end = comment_end(comment).map(|end| end + 4);
            self.at += end.unwrap_or(rest.len());
        }
        Step::Nothing
    }

    fn skip_past(&mut self, byte: u8) -> Step<'a> {
        match self.rest().bytes().position(|b| b == byte) {
            Some(found) => {
                self.at += found + 1;
                Step::Nothing
            }
            None => {
                self.only_text = true;
                self.text()
            }
        }
    }

    fn start_tag(&mut self) -> Step<'a> {
        let Some((name, inside)) = self.tag(1) else {
            self.only_text = true;
            return self.text();
        };
        if RAW_TEXT.iter().any(|(raw, _)| raw.eq_ignore_ascii_case(name)) {
            self.raw = Some(name);
        }
        Step::Token(Token::Start(Tag { name, inside }))
    }

    fn end_tag(&mut self) -> Step<'a> {
        if self.rest().starts_with("</>") {
            return self.skip_past(b'>');
        }
        match self.tag(2) {
            Some((name, _)) => Step::Token(Token::End(name)),
            None => {
                self.only_text = true;
                self.text()
            }
        }
    }

    /// Reads a tag whose name starts `skip` bytes ahead, to past its `>`.
    fn tag(&mut self, skip_bytes: usize) -> Option<(&'a str, &'a str)> {
        let rest = self.rest().get(skip_bytes..)?;
        let name_end = skip(rest.as_bytes(), 0, |b| !is_space(b) && !matches!(b, b'/' | b'>'));
        let name = rest.get(..name_end)?;
        let mut end = name_end;
        while let Some(attribute) = Attribute::scan(rest, end) {
            end = attribute.end;
        }
        let close = skip(rest.as_bytes(), end, |b| is_space(b) || b == b'/');
        if rest.as_bytes().get(close) != Some(&b'>') {
            return None;
        }
        let inside = rest.get(name_end..close)?;
        self.at += skip_bytes + close + 1;
        Some((name, inside))
    }

    /// The content of an element that holds no tags, up to its end tag.
    fn raw_content(&mut self, name: &str) -> Step<'a> {
        let rest = self.rest();
        let end = find_end_tag(rest, name).unwrap_or(rest.len());
        self.at += end;
        let shown = RAW_TEXT.iter().any(|(raw, shown)| *shown && raw.eq_ignore_ascii_case(name));
        match rest.get(..end) {
            Some(text) if shown && !text.is_empty() => Step::Token(Token::Text(text)),
            _ => Step::Nothing,
        }
    }
}

enum Step<'a> {
    Token(Token<'a>),
    Nothing,
    Done,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.step() {
                Step::Token(token) => return Some(token),
                Step::Nothing => {}
                Step::Done => return None,
            }
        }
    }
}

/// Elements whose content is no markup, and whether that content is shown as text.
const RAW_TEXT: [(&str, bool); 8] = [
    ("script", false),
    ("style", false),
    ("title", false),
    ("iframe", false),
    ("noembed", false),
    ("noframes", false),
    ("textarea", true),
    ("xmp", true),
];

/// Whether a tag, comment or declaration starts here.
fn opens_markup(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'/', next, ..] => next.is_ascii_alphabetic() || *next == b'>',
        [b'<', b'!' | b'?', ..] => true,
        [b'<', next, ..] => next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Past the end of a comment, whose text starts here.
fn comment_end(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let dashes = from + text.get(from..)?.find("--")?;
        match text.as_bytes().get(dashes + 2..) {
            Some([b'>', ..]) => return Some(dashes + 3),
            Some([b'!', b'>', ..]) => return Some(dashes + 4),
            _ => from = dashes + 1,
        }
    }
}

/// Where the end tag `</name` starts.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("</")) {
        let start = from + found;
        let after = start + 2 + name.len();
        let named = bytes.get(start + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        let ended = bytes.get(after).is_none_or(|&b| is_space(b) || matches!(b, b'/' | b'>'));
        if named && ended {
            return Some(start);
        }
        from = start + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(html: &str) -> Vec<Token<'_>> {
        Tokens::of(html).collect()
    }

    #[test]
    fn tags_texts_and_attributes_are_told_apart() {
        let html = "a<P class=x data-y='1 > 0' hidden title = \"q\"/>b</p >c";
        let [Token::Text("a"), Token::Start(tag), Token::Text("b"), Token::End("p"), Token::Text("c")] =
            tokens(html)[..]
        else {
            panic!("{:?}", tokens(html));
        };
        assert_eq!(tag.name, "P");
        let attributes: Vec<_> = tag.attributes().collect();
        assert_eq!(attributes, [("class", "x"), ("data-y", "1 > 0"), ("hidden", ""), ("title", "q")]);
        assert_eq!(tag.attribute("TITLE"), Some("q"));
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        let html = "<!doctype html><!-- <b> --><!--><?xml x?><title>t</title><style>p{}</style>\
                    <script>if (a</b>1) '</scripty>'</SCRIPT >1<![if !mso]>2<!---->3<!-- x --!>4";
        let texts: Vec<_> = tokens(html).into_iter().filter(|t| matches!(t, Token::Text(_))).collect();
        assert_eq!(texts, [Token::Text("1"), Token::Text("2"), Token::Text("3"), Token::Text("4")]);
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        for text in
            ["a < b", "1<2", "<3", "x </ y", "<", "</", "a <b and no end", "<a href=\"x>y</a>", "<<<<", "<é>"]
        {
            let joined: String =
                tokens(text).iter().map(|t| if let Token::Text(t) = t { *t } else { "[tag]" }).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn hostile_tags_neither_hang_nor_panic() {
        for piece in [
            "<", "<a", "<a ", "<a\"", "<a='", "</", "</a", "<!", "<!--", "<?", "&", "<script", "<a é=é",
            "<a =é=",
        ] {
            let html = piece.repeat(200_000 / piece.len());
            assert!(Tokens::of(&html).count() <= html.len());
        }
        assert!(Tokens::of(&"<script></scrip".repeat(20_000)).count() > 0);
        assert!(Tokens::of(&"<textarea></textarea>x<title></x".repeat(20_000)).count() > 0);
    }
}
