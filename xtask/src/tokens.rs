//! The tokens of a Rust source as far as checks need them: comments, strings and characters are passed over.

/// A piece of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    Word(&'a str),
    /// `::`
    Colons,
    /// `{`
    Open,
    /// `}`
    Close,
    Comma,
    Star,
    /// Any other character; that of a lifetime is its tick.
    Sign(char),
}

/// The tokens, each with its line.
pub fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(c) = rest.chars().next() {
        let (len, token) = first(rest, c);
        let Some((passed, behind)) = rest.split_at_checked(len) else { break };
        found.extend(token.map(|token| (line, token)));
        line += passed.matches('\n').count();
        rest = behind;
    }
    found
}

/// The token that a rest of source begins with, and how long it is.
fn first(rest: &str, c: char) -> (usize, Option<Token<'_>>) {
    match c {
        _ if c.is_whitespace() => (c.len_utf8(), None),
        _ if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
        _ if rest.starts_with("/*") => (block_comment(rest), None),
        '"' => (string(rest), None),
        '\'' => {
            let len = character(rest);
            (len, (len == 1).then_some(Token::Sign('\'')))
        }
        _ if raw_string(rest).is_some() => (raw_string(rest).unwrap_or(1), None),
        _ if is_of_word(c) => {
            let len = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            (len, rest.get(..len).map(Token::Word))
        }
        _ if rest.starts_with("::") => (2, Some(Token::Colons)),
        '{' => (1, Some(Token::Open)),
        '}' => (1, Some(Token::Close)),
        ',' => (1, Some(Token::Comma)),
        '*' => (1, Some(Token::Star)),
        _ => (c.len_utf8(), Some(Token::Sign(c))),
    }
}

fn is_of_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(here) = rest.as_bytes().get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, also of bytes; nothing when it is a word that begins so.
fn raw_string(rest: &str) -> Option<usize> {
    let body =
        rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr")).or_else(|| rest.strip_prefix('r'))?;
    let behind = body.trim_start_matches('#');
    let (hashes, inside) = (body.len() - behind.len(), behind.strip_prefix('"')?);
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - inside.len();
    Some(inside.find(&end).map_or(rest.len(), |at| start + at + end.len()))
}

/// A character, or only the tick of a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    match inside.next() {
        Some((_, '\\')) => {
            // What follows the backslash may be a tick itself.
            let end = inside.skip(1).find(|(_, c)| *c == '\'');
            end.map_or(1, |(at, _)| at + 1)
        }
        Some(_) => inside.next().filter(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(usize, &str)> {
        let word = |(line, token)| match token {
            Token::Word(word) => Some((line, word)),
            _ => None,
        };
        tokens(text).into_iter().filter_map(word).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_passed_over() {
        let text = "a // no\n/* no /* no */ no */ b \"no \\\" no\" c 'n' '\\'' '\\n' d\nr#\"no \" no\"# e br\"no\" f";
        assert_eq!(words(text), [(1, "a"), (2, "b"), (2, "c"), (2, "d"), (3, "e"), (3, "f")]);
    }

    #[test]
    fn lifetimes_and_words_that_look_like_strings_are_kept() {
        assert_eq!(
            words("fn f<'a>(r: &'a str) {}"),
            [(1, "fn"), (1, "f"), (1, "a"), (1, "r"), (1, "a"), (1, "str")]
        );
        assert_eq!(words("break r\n"), [(1, "break"), (1, "r")]);
    }

    #[test]
    fn paths_come_in_pieces() {
        let expected = [
            Token::Word("a"),
            Token::Colons,
            Token::Open,
            Token::Word("b"),
            Token::Comma,
            Token::Star,
            Token::Close,
        ];
        let found: Vec<_> = tokens("a::{b, *}").into_iter().map(|(_, token)| token).collect();
        assert_eq!(found, expected);
    }
}
