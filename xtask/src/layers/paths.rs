//! The paths of a Rust source that reach the root of its crate: in `use` groups and in expressions, by `crate`, `self` and `super`.

use crate::tokens::{Token, tokens};

/// A path from the root of the crate, such as `["model", "Ticket"]`, with its line. A path that ends at the root itself, or takes all
/// of it, is empty.
pub type Found = (usize, Vec<String>);

/// The paths in a source whose module stands at this place below the root.
pub fn paths(text: &str, module: &[String]) -> Vec<Found> {
    let mut reader = Reader { tokens: tokens(text), found: Vec::new() };
    reader.read(module);
    reader.found
}

/// What `use` names in the root of a crate.
pub fn uses(root: &str) -> Vec<Found> {
    let mut reader = Reader { tokens: tokens(root), found: Vec::new() };
    for at in 0..reader.tokens.len() {
        if reader.token(at) == Some(Token::Word("use")) {
            reader.tree(at + 1, &[]);
        }
    }
    reader.found
}

struct Reader<'a> {
    tokens: Vec<(usize, Token<'a>)>,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> Option<Token<'a>> {
        self.tokens.get(at).map(|(_, token)| *token)
    }

    fn read(&mut self, file: &[String]) {
        // Modules in the file, each with the depth of braces around it.
        let mut inner: Vec<(String, usize)> = Vec::new();
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(token) = self.token(at) {
            let begins = at == 0 || self.token(at - 1) != Some(Token::Colons);
            match token {
                Token::Word(word @ ("crate" | "self" | "super")) if begins => {
                    let here = file.iter().cloned().chain(inner.iter().map(|(name, _)| name.clone()));
                    let base = match word {
                        "crate" => Vec::new(),
                        "super" => parent(&here.collect::<Vec<_>>()),
                        _ => here.collect(),
                    };
                    at = self.path(at, &base);
                    continue;
                }
                Token::Word("mod") => {
                    if let (Some(Token::Word(name)), Some(Token::Open)) =
                        (self.token(at + 1), self.token(at + 2))
                    {
                        inner.push((name.to_owned(), depth));
                    }
                }
                Token::Open => depth += 1,
                Token::Close => {
                    depth = depth.saturating_sub(1);
                    inner.pop_if(|(_, around)| *around == depth);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A path whose first word stands for `base`. Answers where it ends.
    fn path(&mut self, at: usize, base: &[String]) -> usize {
        match self.token(at + 1) {
            Some(Token::Colons) => return self.tree(at + 2, base),
            // `use crate as name;` gives the root a name.
            Some(Token::Word("as")) => self.note(at, base.to_vec()),
            _ => {}
        }
        at + 1
    }

    /// What stands behind `::`: a word, a group, a star. Answers where it ends.
    fn tree(&mut self, at: usize, base: &[String]) -> usize {
        match self.token(at) {
            Some(Token::Open) => self.group(at + 1, base),
            Some(Token::Word(word)) => {
                let next = match word {
                    "self" => base.to_vec(),
                    "super" => parent(base),
                    name => base.iter().cloned().chain([name.to_owned()]).collect(),
                };
                let goes_on = self.token(at + 1) == Some(Token::Colons)
                    && matches!(self.token(at + 2), Some(Token::Word(_) | Token::Open | Token::Star));
                if goes_on {
                    return self.tree(at + 2, &next);
                }
                self.note(at, next);
                at + 1
            }
            _ => {
                self.note(at, base.to_vec());
                at + 1
            }
        }
    }

    fn group(&mut self, mut at: usize, base: &[String]) -> usize {
        loop {
            match self.token(at) {
                None | Some(Token::Close) => return at + 1,
                Some(Token::Comma) => at += 1,
                // `name as other` in a group.
                Some(Token::Word("as")) => at += 2,
                Some(_) => at = self.tree(at, base),
            }
        }
    }

    fn note(&mut self, at: usize, path: Vec<String>) {
        let line = self.tokens.get(at).map_or(0, |(line, _)| *line);
        self.found.push((line, path));
    }
}

fn parent(path: &[String]) -> Vec<String> {
    path.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let module = ["engine".to_owned(), "mail_in".to_owned(), "append".to_owned()];
        paths(text, &module).into_iter().map(|(line, path)| format!("{line} {}", path.join("::"))).collect()
    }

    #[test]
    fn groups_are_taken_apart_at_every_depth() {
        let text = "use crate::{Error, model::{Ticket, sla::*}, store::{self, Change as C}};\nuse crate::text::Folded;";
        let expected =
            ["1 Error", "1 model::Ticket", "1 model::sla", "1 store", "1 store::Change", "2 text::Folded"];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn expressions_types_and_macros_count_too() {
        let text = "fn f(x: &crate::model::Ticket) -> crate::Result<()> {\n crate::engine::go::<u8>(1) }\n$crate::keys::K";
        assert_eq!(found(text), ["1 model::Ticket", "1 Result", "2 engine::go", "3 keys::K"]);
    }

    #[test]
    fn super_and_self_are_followed_also_out_of_the_module() {
        assert_eq!(found("use super::accept;"), ["1 engine::mail_in::accept"]);
        assert_eq!(found("use super::super::super::store::Change;"), ["1 store::Change"]);
        assert_eq!(found("use super::super::{super::query, part};"), ["1 query", "1 engine::part"]);
        assert_eq!(found("use self::inner::X;"), ["1 engine::mail_in::append::inner::X"]);
        assert_eq!(found("fn f() { super::super::super::desk::g() }"), ["1 desk::g"]);
    }

    #[test]
    fn modules_in_the_file_are_one_deeper() {
        let text = "mod tests { use super::super::super::super::desk::D; }\nuse super::route;";
        assert_eq!(found(text), ["1 desk::D", "2 engine::mail_in::route"]);
        let nested = "mod a { mod b { use super::super::x; } fn f() {} use super::y; }";
        assert_eq!(found(nested), ["1 engine::mail_in::append::x", "1 engine::mail_in::append::y"]);
    }

    #[test]
    fn the_whole_root_is_told_by_an_empty_path() {
        assert_eq!(found("use crate::*;"), ["1 "]);
        assert_eq!(found("use crate as root;"), ["1 "]);
        assert_eq!(found("use super::super::super::*;"), ["1 "]);
        assert_eq!(found("use super::super::{super as root};"), ["1 "]);
        assert_eq!(found("pub(crate) fn f(self, x: Self) {} // crate::desk"), Vec::<String>::new());
    }
}
