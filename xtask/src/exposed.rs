//! What other languages will see of the data is made of what every language has: no maps, no tuples, no generic types but lists, options
//! and boxes.

use std::fs;

use crate::check;
use crate::tokens::{Token, tokens};

/// Where the data lies that is to be seen: folders, and single files.
const PLACES: [&str; 9] = [
    "core/src/model",
    "core/src/engine/command.rs",
    "core/src/engine/delivery.rs",
    "core/src/engine/explain/telling.rs",
    "core/src/engine/receipt.rs",
    "core/src/engine/sla_timeline/types.rs",
    "core/src/intake/envelope.rs",
    "core/src/report/types.rs",
    "core/src/time/spec.rs",
];

/// Generic types that every language has.
const PLAIN: [&str; 3] = ["Vec", "Option", "Box"];

/// Types that not every language has, wherever they stand in such a file.
const FOREIGN: [&str; 8] = ["HashMap", "BTreeMap", "HashSet", "BTreeSet", "IndexMap", "Map", "u128", "i128"];

/// Types that some language lacks.
pub fn check() -> Vec<String> {
    let top = check::top();
    let mut findings = Vec::new();
    for place in PLACES {
        let place = top.join(place);
        let files = if place.is_dir() { check::rust_files(&place) } else { vec![place] };
        for path in files {
            let at = path.strip_prefix(&top).unwrap_or(&path).display().to_string();
            match fs::read_to_string(&path) {
                Ok(text) => findings.extend(of_file(&at, &text)),
                Err(error) => findings.push(format!("{at}: {error}")),
            }
        }
    }
    findings
}

fn of_file(at: &str, text: &str) -> Vec<String> {
    let mut reader = Reader { tokens: tokens(text), findings: Vec::new() };
    reader.read();
    let mut findings = reader.findings;
    findings.sort();
    findings.into_iter().map(|(line, what)| format!("{at}:{line}: {what}")).collect()
}

struct Reader<'a> {
    tokens: Vec<(usize, Token<'a>)>,
    findings: Vec<(usize, String)>,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> Option<Token<'a>> {
        self.tokens.get(at).map(|(_, token)| *token)
    }

    fn is(&self, at: usize, c: char) -> bool {
        self.token(at) == Some(Token::Sign(c))
    }

    fn found(&mut self, at: usize, what: String) {
        let line = self.tokens.get(at).map_or(0, |(line, _)| *line);
        self.findings.push((line, what));
    }

    fn read(&mut self) {
        for at in 0..self.tokens.len() {
            match self.token(at) {
                Some(Token::Word(word)) if FOREIGN.contains(&word) => {
                    self.found(at, format!("not every language has a `{word}`"));
                }
                // What is seen in the crate alone has a bracket behind its `pub`.
                Some(Token::Word("pub")) => self.item(at + 1),
                _ => {}
            }
        }
    }

    fn item(&mut self, at: usize) {
        match self.token(at) {
            Some(Token::Word("const" | "async")) => self.item(at + 1),
            Some(Token::Word("fn")) => self.signature(at + 1),
            Some(Token::Word("type")) => self.type_until_its_end(at + 2),
            Some(Token::Word("struct")) => {
                if let Some(fields) = self.name_of(at) {
                    self.fields(fields, true);
                }
            }
            Some(Token::Word("enum")) => {
                if let Some(variants) = self.name_of(at) {
                    self.variants(variants);
                }
            }
            _ => {}
        }
    }

    /// The name of a type must not ask for others. Answers where its fields begin, unless a macro gives the name.
    fn name_of(&mut self, at: usize) -> Option<usize> {
        let Some(Token::Word(name)) = self.token(at + 1) else { return None };
        if self.is(at + 2, '<') {
            self.found(at + 1, format!("`{name}` is generic"));
            return None;
        }
        Some(at + 2)
    }

    /// Fields behind their opening bracket. Answers where they end.
    fn fields(&mut self, mut at: usize, only_pub: bool) -> usize {
        let named = self.token(at) == Some(Token::Open);
        if !named && !self.is(at, '(') {
            return at;
        }
        at += 1;
        let (begin, mut unnamed) = (at, 0);
        loop {
            at = self.behind_attributes(at);
            match self.token(at) {
                None | Some(Token::Close | Token::Sign(')')) => break,
                Some(Token::Comma) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let is_pub = self.token(at) == Some(Token::Word("pub")) && !self.is(at + 1, '(');
            let end = self.end_of_part(at);
            if is_pub || !only_pub {
                let name = (at..end).find(|at| self.is(*at, ':'));
                self.type_of(name.filter(|_| named).map_or(at, |colon| colon + 1), end);
                unnamed += usize::from(!named);
            }
            at = end;
        }
        if unnamed > 1 {
            self.found(begin, "more than one field without a name: a tuple".to_owned());
        }
        at + 1
    }

    fn variants(&mut self, at: usize) {
        if self.token(at) != Some(Token::Open) {
            return;
        }
        let mut at = at + 1;
        loop {
            at = self.behind_attributes(at);
            match self.token(at) {
                None | Some(Token::Close) => return,
                Some(Token::Word(_)) => at = self.fields(at + 1, false),
                _ => at += 1,
            }
        }
    }

    fn behind_attributes(&self, mut at: usize) -> usize {
        while self.is(at, '#') {
            let mut depth = 0;
            at += 1;
            loop {
                match self.token(at) {
                    None => return at,
                    Some(Token::Sign('[')) => depth += 1,
                    Some(Token::Sign(']')) => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
        }
        at
    }

    /// Where a field ends: at a comma or bracket that belongs to what is around it.
    fn end_of_part(&self, mut at: usize) -> usize {
        let mut depth = 0;
        loop {
            match self.token(at) {
                None => return at,
                Some(Token::Comma | Token::Close | Token::Sign(')' | ';')) if depth == 0 => return at,
                Some(Token::Open | Token::Sign('<' | '(' | '[')) => depth += 1,
                Some(Token::Close | Token::Sign('>' | ')' | ']')) => depth -= 1,
                _ => {}
            }
            at += 1;
        }
    }

    fn type_until_its_end(&mut self, at: usize) {
        let end = self.end_of_part(at);
        self.type_of(at, end);
    }

    /// The type of a field.
    fn type_of(&mut self, begin: usize, end: usize) {
        let begin = begin + usize::from(self.token(begin) == Some(Token::Word("pub")));
        for at in begin..end {
            match self.token(at) {
                Some(Token::Word(word)) if self.is(at + 1, '<') && !PLAIN.contains(&word) => {
                    self.found(at, format!("a field is a generic `{word}`"));
                }
                Some(Token::Word(word @ ("dyn" | "impl" | "fn"))) => {
                    self.found(at, format!("a field holds code: `{word}`"));
                }
                Some(Token::Sign('(')) => self.found(at, "a field is a tuple".to_owned()),
                Some(Token::Sign('&')) => self.found(at, "a field is borrowed".to_owned()),
                _ => {}
            }
        }
    }

    /// What a function takes and answers.
    fn signature(&mut self, begin: usize) {
        let end = (begin..self.tokens.len())
            .find(|at| matches!(self.token(*at), None | Some(Token::Open | Token::Sign(';'))));
        for at in begin..end.unwrap_or(begin) {
            let behind_arrow = at >= 2 && self.is(at - 1, '>') && self.is(at - 2, '-');
            let is_list = matches!(self.token(at - 1), Some(Token::Word(_))) || self.is(at - 1, '>');
            if self.is(at, '(') && !self.is(at + 1, ')') && (behind_arrow || !is_list) {
                self.found(at, "a function takes or answers a tuple".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        of_file("x.rs", text)
    }

    #[test]
    fn plain_data_passes() {
        let text = "#[serde(default, a(b))]\npub struct A { /// A map.\n #[x(y, z)] pub a: Option<Vec<Box<B>>>, hidden: (u8, u8), pub b: [u8; 16] }
            pub struct Id(pub u8); pub struct Unit; struct Inner<'a, T>(T, &'a u8);
            pub enum C { #[x] A, B(u8), C { a: Vec<u8>, b: Option<A> }, D = 4 }
            pub(crate) struct Written<'a>(&'a A);
            impl A { pub const fn new<T: Into<B>>(a: impl Fn(&str, u8) -> bool, b: Result<()>) -> Option<A> { f((1, 2)) } }";
        assert_eq!(findings(text), Vec::<String>::new());
    }

    #[test]
    fn maps_are_found_wherever_they_stand() {
        let found =
            findings("pub struct A {\n pub a: Option<BTreeMap<String, u8>>\n}\npub struct B { b: u128 }");
        let expected = [
            "x.rs:2: a field is a generic `BTreeMap`",
            "x.rs:2: not every language has a `BTreeMap`",
            "x.rs:4: not every language has a `u128`",
        ];
        assert_eq!(found, expected);
        assert_eq!(findings("use std::collections::HashMap as Table;").len(), 1);
    }

    #[test]
    fn tuples_are_found() {
        assert_eq!(
            findings("pub struct A { pub a: Vec<(u8, u8)>, pub b: u8 }"),
            ["x.rs:1: a field is a tuple"]
        );
        assert_eq!(findings("pub enum A { B { b: (u8, u8) }, C }"), ["x.rs:1: a field is a tuple"]);
        let unnamed = ["x.rs:1: more than one field without a name: a tuple"];
        assert_eq!(findings("pub enum A { B(u8, Vec<u8>), C(u8) }"), unnamed);
        assert_eq!(findings("pub struct A(pub u8, pub u8);"), unnamed);
        assert_eq!(findings("pub type A = (u8, u8);"), ["x.rs:1: a field is a tuple"]);
        let function = ["x.rs:1: a function takes or answers a tuple"];
        assert_eq!(findings("impl A { pub fn f(&self) -> (u8, u8) {} }"), function);
        assert_eq!(findings("impl A { pub fn f<T>(a: Vec<(u8, T)>) {} }"), function);
    }

    #[test]
    fn generic_types_and_fields_are_found() {
        assert_eq!(findings("pub struct Page<T> { pub all: Vec<T> }"), ["x.rs:1: `Page` is generic"]);
        assert_eq!(findings("pub enum E<T> { A(T) }"), ["x.rs:1: `E` is generic"]);
        assert_eq!(findings("pub struct A { pub a: Arc<B> }"), ["x.rs:1: a field is a generic `Arc`"]);
        assert_eq!(findings("pub enum A { B(Cow<'static, str>) }"), ["x.rs:1: a field is a generic `Cow`"]);
        assert_eq!(findings("pub struct A { pub a: &'static str }"), ["x.rs:1: a field is borrowed"]);
        assert_eq!(findings("pub struct A { pub a: Box<dyn B> }"), ["x.rs:1: a field holds code: `dyn`"]);
    }

    #[test]
    fn the_data_passes() {
        assert_eq!(check(), Vec::<String>::new());
    }
}
