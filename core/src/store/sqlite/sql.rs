//! The text of statements: put together from words that stand in the program. A value has no way into it, it is bound.

/// A statement that can be run.
#[derive(Clone, Copy)]
pub(super) struct Sql<'a>(&'a str);

impl<'a> Sql<'a> {
    pub fn text(self) -> &'a str {
        self.0
    }
}

impl From<&'static str> for Sql<'static> {
    fn from(text: &'static str) -> Self {
        Self(text)
    }
}

impl<'a> From<&'a SqlText> for Sql<'a> {
    fn from(made: &'a SqlText) -> Self {
        Self(&made.0)
    }
}

/// A statement in the making.
#[derive(Default)]
pub(super) struct SqlText(String);

impl SqlText {
    /// Adds words of the program: that is what `'static` asks for.
    pub fn push(&mut self, words: &'static str) {
        self.0.push_str(words);
    }

    /// Adds so many question marks, for values that are bound.
    pub fn push_marks(&mut self, many: usize) {
        for nth in 0..many {
            self.push(if nth == 0 { "?" } else { ",?" });
        }
    }

    /// Adds a statement.
    #[cfg(test)]
    pub fn push_sql(&mut self, sql: Sql<'_>) {
        self.0.push_str(sql.text());
    }
}
