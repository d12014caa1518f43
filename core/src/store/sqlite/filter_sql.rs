//! Compiles predicates to conditions of SQL over a row of `ticket`. The text is put together from words of the program;
//! every value is bound. Each condition is true or false, never null, so that negation means the same as in memory.

use rusqlite::types::Value;

use super::sql::SqlText;
use crate::ids::{DeskId, Id};
use crate::query::{Check, Predicate, Scalar, Slot, Test};
use crate::text::Needle;

/// A condition in the making: its text, and what its question marks stand for.
#[derive(Default)]
pub(super) struct Condition {
    pub sql: SqlText,
    pub values: Vec<Value>,
    pub needles: Vec<Needle>,
}

const TRUE: &str = "1";
const FALSE: &str = "0";
const NUMBER: &str = "ticket.number";

/// How a slot stands in SQL.
struct Column {
    value: &'static str,
    /// When there is a value; `value` is not null then.
    present: &'static str,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Numbers,
    Ids,
    Texts,
}

const fn column(holds: Holds, value: &'static str, present: &'static str) -> Column {
    Column { value, present, holds }
}

/// The column of a slot; none for a custom field, which has rows of its own.
fn column_of(slot: Slot) -> Option<Column> {
    use Holds::{Ids, Numbers, Texts};
    Some(match slot {
        Slot::Status => column(Ids, "status", TRUE),
        Slot::Category => column(Numbers, "category", TRUE),
        Slot::Priority => column(Numbers, "priority", "priority > 0"),
        Slot::Type => column(Texts, "type", "type IS NOT NULL"),
        Slot::Channel => column(Texts, "channel", TRUE),
        Slot::Requester => column(Ids, "requester", TRUE),
        Slot::Assignee => column(Ids, "assignee", "assignee IS NOT NULL"),
        Slot::Team => column(Ids, "team", "team IS NOT NULL"),
        Slot::Organization => column(Ids, "organization", "organization IS NOT NULL"),
        Slot::Mailbox => column(Ids, "mailbox", "mailbox IS NOT NULL"),
        Slot::Policy => column(Ids, "policy", "policy IS NOT NULL"),
        Slot::Breached => column(Numbers, "breached", TRUE),
        Slot::Number => column(Numbers, NUMBER, TRUE),
        Slot::CreatedAt => column(Numbers, "created_at", TRUE),
        Slot::UpdatedAt => column(Numbers, "updated_at", TRUE),
        Slot::StatusSince => column(Numbers, "status_since", TRUE),
        Slot::DueAt => column(Numbers, "due_at", "due_at IS NOT NULL"),
        Slot::NextBreach => column(Numbers, "breach_at", "breach_at IS NOT NULL"),
        Slot::Title => column(Texts, "title", "title IS NOT NULL"),
        // A set that is not empty answers 1 to whatever is not asked of sets.
        Slot::Tags => column(Numbers, "1", "tags IS NOT NULL"),
        Slot::Participants => column(Numbers, "1", "participants > 0"),
        Slot::Custom(_) => return None,
    })
}

impl Condition {
    /// Writes a predicate. Recursion is bounded by the depth that is accepted when a rule is saved.
    pub fn predicate(&mut self, desk: DeskId, predicate: &Predicate) {
        match predicate {
            Predicate::All(parts) => {
                self.joined(parts, " AND ", TRUE, &mut |out, part| out.predicate(desk, part))
            }
            Predicate::Any(parts) => {
                self.joined(parts, " OR ", FALSE, &mut |out, part| out.predicate(desk, part))
            }
            Predicate::Not(part) => {
                self.sql.push("NOT (");
                self.predicate(desk, part);
                self.sql.push(")");
            }
            Predicate::Test(test) => self.test(desk, test),
        }
    }

    /// Joins parts as a balanced tree: SQLite bounds the depth of an expression, and a chain is as deep as it is long.
    fn joined<T>(
        &mut self,
        parts: &[T],
        by: &'static str,
        empty: &'static str,
        write: &mut dyn FnMut(&mut Self, &T),
    ) {
        match parts {
            [] => self.sql.push(empty),
            [part] => write(self, part),
            parts => {
                let (left, right) = parts.split_at(parts.len() / 2);
                self.sql.push("(");
                self.joined(left, by, empty, write);
                self.sql.push(by);
                self.joined(right, by, empty, write);
                self.sql.push(")");
            }
        }
    }

    fn test(&mut self, desk: DeskId, test: &Test) {
        match (&test.check, test.slot) {
            (Check::IncludesAny(values), slot) => {
                self.joined(values, " OR ", FALSE, &mut |out, value| out.included(desk, slot, value));
            }
            (Check::IncludesAll(values), slot) => {
                self.joined(values, " AND ", TRUE, &mut |out, value| out.included(desk, slot, value));
            }
            (check, Slot::Custom(field)) => {
                self.sql.push("EXISTS (SELECT 1 FROM ticket_value WHERE desk = ? AND number = ");
                self.sql.push(NUMBER);
                self.sql.push(" AND field = ? AND ");
                self.values.push(desk.0.into());
                self.values.push(field.to_bytes().to_vec().into());
                self.custom(check);
                self.sql.push(")");
            }
            (check, slot) => {
                if let Some(column) = column_of(slot) {
                    self.column(&column, check);
                }
            }
        }
    }

    fn custom(&mut self, check: &Check) {
        let numbers = column(Holds::Numbers, "num", "num IS NOT NULL");
        let texts = column(Holds::Texts, "text", "text IS NOT NULL");
        self.sql.push("(");
        self.column(&numbers, check);
        self.sql.push(" OR ");
        self.column(&texts, check);
        self.sql.push(")");
    }

    fn column(&mut self, column: &Column, check: &Check) {
        match (check, column.holds) {
            (Check::Present, _) => self.sql.push(column.present),
            (Check::OneOf(values), _) => self.one_of(column, values),
            (Check::Less(than), Holds::Numbers) => self.compared(column, " < ?", *than),
            (Check::Greater(than), Holds::Numbers) => self.compared(column, " > ?", *than),
            (Check::ContainsWord(needle), Holds::Texts) => self.searched(column, "holds_word(", needle),
            (Check::ContainsText(needle), Holds::Texts) => self.searched(column, "holds_text(", needle),
            _ => self.sql.push(FALSE),
        }
    }

    fn one_of(&mut self, column: &Column, scalars: &[Scalar]) {
        let before = self.values.len();
        self.values.extend(scalars.iter().filter_map(|scalar| bound(scalar, column.holds)));
        let many = match self.values.len() - before {
            0 => return self.sql.push(FALSE),
            1 => return self.present_and(column, &[column.value, " = ?"]),
            many => many,
        };
        self.begin_present(column);
        self.sql.push(column.value);
        self.sql.push(" IN (");
        self.sql.push_marks(many);
        self.sql.push("))");
    }

    fn compared(&mut self, column: &Column, how: &'static str, than: i64) {
        self.values.push(than.into());
        self.present_and(column, &[column.value, how]);
    }

    fn searched(&mut self, column: &Column, function: &'static str, needle: &Needle) {
        self.values.push(Value::Integer(self.needles.len().try_into().unwrap_or(i64::MAX)));
        self.needles.push(needle.clone());
        self.present_and(column, &[function, column.value, ", ?)"]);
    }

    fn present_and(&mut self, column: &Column, words: &[&'static str]) {
        self.begin_present(column);
        words.iter().for_each(|word| self.sql.push(word));
        self.sql.push(")");
    }

    /// Opens a bracket, in which first there has to be a value.
    fn begin_present(&mut self, column: &Column) {
        self.sql.push("(");
        if column.present != TRUE {
            self.sql.push(column.present);
            self.sql.push(" AND ");
        }
    }

    /// Whether a set holds a value.
    fn included(&mut self, desk: DeskId, slot: Slot, scalar: &Scalar) {
        let holds = if slot == Slot::Tags { Holds::Texts } else { Holds::Ids };
        let Some(value) = bound(scalar, holds) else { return self.sql.push(FALSE) };
        match slot {
            Slot::Tags => self.sql.push("EXISTS (SELECT 1 FROM json_each(ticket.tags) WHERE value = ?)"),
            Slot::Participants => {
                self.values.push(desk.0.into());
                self.sql.push(
                    "EXISTS (SELECT 1 FROM ticket_participant WHERE desk = ? AND person = ? AND number = ",
                );
                self.sql.push(NUMBER);
                self.sql.push(")");
            }
            _ => return self.sql.push(FALSE),
        }
        self.values.push(value);
    }
}

/// A value for a column; none when the column never holds such.
fn bound(scalar: &Scalar, holds: Holds) -> Option<Value> {
    match (scalar, holds) {
        (Scalar::Number(number), Holds::Numbers) => Some((*number).into()),
        (Scalar::Id(bytes), Holds::Ids) => Some(bytes.to_vec().into()),
        (Scalar::Text(text), Holds::Texts) => Some(text.clone().into()),
        _ => None,
    }
}
