//! No value gets into the text of SQL. A statement is a `'static` text or a `SqlText`, which takes such texts alone: the compiler sees to
//! that. What it cannot see is checked here: who may put texts together, who may hand one to SQLite, and that none is made `'static`.

use std::fs;

use crate::check;
use crate::tokens::{Token, tokens};

/// What puts texts together, makes one last for ever, or lifts the ban on handing one to SQLite.
const WORDS: [&str; 9] = [
    "format",
    "format_args",
    "write_str",
    "push_str",
    "concat",
    "join",
    "leak",
    "LazyLock",
    "disallowed_methods",
];

/// File of the SQLite store, word, how often it stands there, and what for.
const ALLOWED: &[(&str, &str, usize, &str)] = &[
    ("sql.rs", "push_str", 2, "adds words of the program, and in tests a statement"),
    ("tx.rs", "disallowed_methods", 1, "prepares a statement of the program"),
    ("run.rs", "disallowed_methods", 1, "runs a statement of the program"),
    ("migrate.rs", "disallowed_methods", 2, "runs the schema, and counts what is in a file"),
    ("migrate.rs", "format", 1, "an error names versions"),
    ("fault.rs", "format", 1, "an error names a code of SQLite"),
    ("tickets.rs", "format", 1, "an error names a content"),
];

/// Texts that are put together where statements are made, and lines of the list that nobody needs.
pub fn check() -> Vec<String> {
    let folder = check::top().join("core/src/store/sqlite");
    let files = check::rust_files(&folder).into_iter().filter_map(|path| {
        let name = path.strip_prefix(&folder).ok()?.display().to_string();
        // Tests write statements of their own, and plans that they expect.
        (name != "tests.rs").then(|| fs::read_to_string(&path).map(|text| (name, text)).ok())?
    });
    of_files(files.collect(), ALLOWED)
}

fn of_files(files: Vec<(String, String)>, allowed: &[(&str, &str, usize, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut used = vec![0; allowed.len()];
    for (name, text) in &files {
        for (line, word) in builders(text) {
            let is_it = |(file, what, ..): &(&str, &str, usize, &str)| *file == name && *what == word;
            match allowed.iter().position(is_it).and_then(|at| used.get_mut(at)) {
                Some(times) => *times += 1,
                None => findings.push(format!("store/sqlite/{name}:{line}: `{word}` among statements")),
            }
        }
    }
    for ((file, word, times, _), used) in allowed.iter().zip(used) {
        if used != *times {
            findings.push(format!("store/sqlite/{file}: `{word}` {used} times, where {times} are allowed"));
        }
    }
    findings
}

/// The words of a source that put texts together.
fn builders(text: &str) -> Vec<(usize, &str)> {
    let word = |(line, token)| match token {
        Token::Word(word) if WORDS.contains(&word) => Some((line, word)),
        _ => None,
    };
    tokens(text).into_iter().filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        of_files(vec![("x.rs".to_owned(), text.to_owned())], &[("x.rs", "push_str", 1, "adds words")])
    }

    #[test]
    fn bound_values_pass() {
        let text = "fn f() { sql.push_str(\"id = ?\"); tx.one(sql, [format_of(id)]) } // format!";
        assert_eq!(findings(text), Vec::<String>::new());
    }

    #[test]
    fn a_value_that_is_put_into_a_statement_is_found() {
        let planted =
            "sql.push_str(a);\ntx.all(&format!(\"SELECT doc FROM ticket WHERE title = '{title}'\"), [])";
        assert_eq!(findings(planted), ["store/sqlite/x.rs:2: `format` among statements"]);
        let leaked = "sql.push_str(a);\ntx.execute(String::leak(text), [])";
        assert_eq!(findings(leaked), ["store/sqlite/x.rs:2: `leak` among statements"]);
        let around = "sql.push_str(a);\n#[allow(clippy::disallowed_methods)]\nfn f() {}";
        assert_eq!(findings(around), ["store/sqlite/x.rs:2: `disallowed_methods` among statements"]);
    }

    #[test]
    fn what_is_allowed_is_counted() {
        let more = findings("sql.push_str(a); sql.push_str(b);");
        assert_eq!(more, ["store/sqlite/x.rs: `push_str` 2 times, where 1 are allowed"]);
        assert_eq!(findings("fn f() {}"), ["store/sqlite/x.rs: `push_str` 0 times, where 1 are allowed"]);
    }

    #[test]
    fn the_store_passes() {
        assert_eq!(check(), Vec::<String>::new());
    }
}
